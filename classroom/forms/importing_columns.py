"""How an imported list is read: which list, where it begins, what each column is, and which lines are children."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django import forms

from classroom.actions.roster_import import Opened
from classroom.actions.roster_together import TOGETHER
from classroom.forms import layout as page_layout
from classroom.roster_files import (
    ENCODINGS,
    LABELS,
    Aside,
    Child,
    Column,
    Layout,
    Meaning,
    OtherLine,
    understand,
)
from classroom.roster_files.layouts import NAMES, WHOLE
from classroom.roster_files.tables import ADDRESS

# Rows of the list that the page shows: a few at once, and more behind a box.
FEW_ROWS = 8
MORE_ROWS = 40
NO_NAME = "No name could be made of line {}."


@dataclass(frozen=True)
class ShownCell:
    text: str
    is_used: bool


@dataclass(frozen=True)
class ShownRow:
    """A row of the list as it was sent. `is_before` and `is_heading` say where it stands, `is_left_out` that it is no
    child of the class."""

    place: int
    number: int
    cells: tuple[ShownCell, ...]
    is_before: bool
    is_heading: bool
    is_left_out: bool


class ColumnsForm(forms.Form):
    """Chooses how a list is read. `take` and `leave` are the keys of a line that is to be a child, or no child again;
    `begin` is the row where the list begins, as its number was tapped."""

    starts = forms.TypedChoiceField(label="The list begins at", coerce=int, required=False)
    headed = forms.BooleanField(label="The first line is headings", required=False)
    headed_twice = forms.BooleanField(label="The second line is headings, too", required=False)
    begin = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    take = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    leave = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    usual_capitals = forms.BooleanField(label="Write the names in usual capitals", required=False)

    def __init__(self, *args: Any, opened: Opened, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opened = opened
        self._add_list()
        self._add_beginning()
        if not opened.reading.has_capitals:
            del self.fields["usual_capitals"]
        else:
            self.fields["usual_capitals"].initial = opened.layout.usual_capitals
        if opened.book.encoding:
            self.fields["encoding"] = forms.ChoiceField(
                label="The letters are", choices=list(ENCODINGS.items()), initial=opened.book.encoding, required=False
            )
        for column in opened.reading.columns:
            if not column.is_never_kept:
                self.fields[f"column{column.place}"] = forms.ChoiceField(
                    label=column.heading or f"Column {column.place + 1}",
                    choices=[(meaning, LABELS[meaning]) for meaning in Meaning],
                    initial=column.meaning,
                    required=False,
                )
        self.helper = page_layout.bare(
            page_layout.Errors(of_fields=True), page_layout.Part("classroom/_list_as_sent.html")
        )

    def _add_list(self) -> None:
        self.places = [(table, part) for table, part, _ in self.lists]
        if len(self.lists) > 1:
            blank = [("", "Choose the class")] if self.opened.needs_part else []
            choices = [(str(place), words) for place, (_, _, words) in enumerate(self.lists)]
            now = (self.opened.place, self.opened.layout.part)
            initial = self.places.index(now) if now in self.places else ""
            self.fields["list"] = forms.ChoiceField(
                label="Which list?", choices=[*blank, *choices], initial=initial, required=False
            )

    def _add_beginning(self) -> None:
        layout, rows = self.opened.layout, self.opened.table.rows
        starts = self.fields["starts"]
        assert isinstance(starts, forms.TypedChoiceField)
        last = max(MORE_ROWS, layout.starts_at + 1)
        starts.choices = [(place, _shortened(row.number, row.cells)) for place, row in enumerate(rows[:last])]
        starts.initial = layout.starts_at
        self.fields["headed"].initial = layout.headings > 0
        self.fields["headed_twice"].initial = layout.headings > 1

    @cached_property
    def lists(self) -> list[tuple[int, str, str]]:
        """The lists that may be chosen: the place of the table, the title of the class in it, and words."""
        opened = self.opened
        found: list[tuple[int, str, str]] = []
        for i, table in enumerate(opened.book.tables):
            layout: Layout = opened.layouts[i]
            reading = opened.reading if i == opened.place else understand(table, layout)
            parts = reading.parts
            title = f"{table.title}: " if len(opened.book.tables) > 1 else ""
            if table.whole or len(parts) < 2:
                everyone = f"{title}all {reading.everyone} children" if reading.everyone != 1 else f"{title}1 child"
                found.append((i, "", f"{everyone[:1].upper()}{everyone[1:]}"))
            found += [(i, part.title, f"{title}{part.title} ({part.size})") for part in parts]
        return found

    def next_list(self) -> dict[str, Any] | None:
        """The list after the chosen one, as arguments of the action."""
        now = (self.opened.place, self.opened.layout.part)
        place = self.places.index(now) + 1 if now in self.places else len(self.places)
        if place >= len(self.places) or self.opened.book.tables[self.places[place][0]].title == TOGETHER:
            return None
        table, part = self.places[place]
        return {"table": table, "layout": replace(self.opened.layouts[table], part=part)}

    # What the page shows

    @property
    def columns(self) -> list[dict[str, Any]]:
        """Each column with its field, or with None where nothing of the column is ever stored."""
        return [
            {"column": column, "number": column.place + 1, "field": self._field_of(column)}
            for column in self.opened.reading.columns
        ]

    def _field_of(self, column: Column) -> forms.BoundField | None:
        name = f"column{column.place}"
        return self[name] if name in self.fields else None

    @property
    def choices_above(self) -> list[forms.BoundField]:
        """The choices for the list as a whole."""
        names = ("list", "encoding", "starts", "headed", "headed_twice", "usual_capitals")
        is_headed = self.opened.layout.headings > 0
        return [self[name] for name in names if name in self.fields and (is_headed or name != "headed_twice")]

    @cached_property
    def rows(self) -> list[ShownRow]:
        return list(self._rows())

    @property
    def few_rows(self) -> list[ShownRow]:
        return self.rows[: self._few]

    @property
    def more_rows(self) -> list[ShownRow]:
        return self.rows[self._few :]

    @property
    def _few(self) -> int:
        """Titles above the list must not hide it."""
        layout = self.opened.layout
        return max(FEW_ROWS, min(layout.starts_at + layout.headings + 3, MORE_ROWS))

    @property
    def rest(self) -> int:
        """How many rows the page doesn't show."""
        return len(self.opened.table.rows) - len(self.rows)

    def _rows(self) -> Iterator[ShownRow]:
        layout = self.opened.layout
        first = layout.starts_at + layout.headings
        left_out = {other.line for other in self.opened.reading.others}
        children = {child.line for child in self.opened.reading.children if not child.aside}
        left_out |= {child.line for child in self.opened.reading.children if child.aside}
        for place, row in enumerate(self.opened.table.rows[:MORE_ROWS]):
            yield ShownRow(
                place=place,
                number=row.number,
                cells=tuple(
                    ShownCell("(e-mail)" if cell == ADDRESS else cell, meaning != Meaning.UNUSED)
                    for cell, meaning in zip(row.cells, layout.columns, strict=True)
                ),
                is_before=place < layout.starts_at,
                is_heading=layout.starts_at <= place < first,
                is_left_out=row.number in left_out and row.number not in children,
            )

    @property
    def others(self) -> tuple[OtherLine, ...]:
        return self.opened.reading.others

    @property
    def unused(self) -> list[dict[str, Any]]:
        """The columns that are not used, and are not empty."""
        return [line for line in self.columns if line["column"].is_left_out]

    @property
    def hidden(self) -> list[Child]:
        return [child for child in self.opened.reading.children if child.aside == Aside.HIDDEN]

    @property
    def taken(self) -> list[Child]:
        """Lines that are children because the teacher says so."""
        return [child for child in self.opened.reading.children if child.key in self.opened.taken]

    @property
    def in_other_parts(self) -> int:
        """How many children the other classes of the list have, where one class is chosen."""
        reading, part = self.opened.reading, self.opened.layout.part
        return sum(other.size for other in reading.parts if other.title != part) if part else 0

    @property
    def other_lists(self) -> list[str]:
        """The titles of the other lists of the file. One that holds all of them is no other list."""
        if self.opened.table.title == TOGETHER:
            return []
        tables = enumerate(self.opened.book.tables)
        return [table.title for place, table in tables if place != self.opened.place and table.title != TOGETHER]

    # What was chosen

    def _list(self) -> tuple[int, str]:
        said = self.cleaned_data.get("list")
        return self.places[int(said)] if said else (self.opened.place, self.opened.layout.part)

    def _meanings(self) -> list[Meaning]:
        said = [self.cleaned_data.get(f"column{i}") for i in range(self.opened.table.width)]
        return [Meaning(meaning) if meaning else Meaning.UNUSED for meaning in said]

    def _layout(self) -> Layout:
        """The chosen table as it was chosen to be read. What wasn't sent stays."""
        layout, cleaned = self.opened.layout, self.cleaned_data
        layout = replace(layout, columns=tuple(self._meanings()), part=self._list()[1])
        if "reads" in self.data:
            headings = cleaned["headed"] + (cleaned["headed"] and cleaned["headed_twice"])
            capitals = cleaned.get("usual_capitals", layout.usual_capitals)
            starts = layout.starts_at if cleaned["starts"] in ("", None) else cleaned["starts"]
            layout = replace(layout, headings=headings, starts_at=starts, usual_capitals=capitals)
        if cleaned.get("begin") is not None and cleaned["begin"] < len(self.opened.table.rows):
            layout = replace(layout, starts_at=cleaned["begin"])
        return layout

    def _taken(self) -> set[str]:
        taken = {*self.opened.taken, self.cleaned_data.get("take") or ""} - {self.cleaned_data.get("leave"), ""}
        return {key for key in taken if key is not None}

    def clean(self) -> dict[str, Any]:
        if self.errors or self._list()[0] != self.opened.place:
            return self.cleaned_data
        meanings = self._meanings()
        lists = sum(1 for meaning in meanings if meaning in WHOLE) or 1
        for meaning in Meaning:
            if meaning not in (*WHOLE, Meaning.UNUSED) and meanings.count(meaning) > lists:
                self.add_error(None, f"Two columns are taken for: {LABELS[meaning].lower()}. Choose one.")
        if not any(meaning in NAMES for meaning in meanings):
            self.add_error(None, "Say which column holds the names.")
        has_whole = any(meaning in WHOLE for meaning in meanings)
        if has_whole and (Meaning.FIRST in meanings or Meaning.LAST in meanings):
            self.add_error(None, "Take either the whole name, or first and last name.")
        if not self.errors:
            self._check_taken()
        return self.cleaned_data

    def _check_taken(self) -> None:
        key = self.cleaned_data.get("take")
        if not key:
            return
        others = understand(self.opened.table, self._layout(), self._taken(), today=self.opened.today).others
        if line := next((other.line for other in others if other.key == key), None):
            self.add_error(None, NO_NAME.format(line))

    def chosen(self) -> dict[str, Any]:
        """The choices, as arguments of the action. Another table is read as it was understood."""
        table, part = self._list()
        if table != self.opened.place:
            return {"table": table, "layout": replace(self.opened.layouts[table], part=part)}
        return {"table": table, "layout": self._layout(), "taken": self._taken()}

    def encoding(self) -> str:
        """Another encoding than the list is read in; empty where none was chosen."""
        said: str = self.cleaned_data.get("encoding") or ""
        return said if said != self.opened.book.encoding else ""

    def differs(self) -> bool:
        """Whether what was chosen isn't how the list is read now."""
        opened = self.opened
        now = {"table": opened.place, "layout": opened.layout, "taken": set(opened.taken)}
        return bool(self.encoding()) or self.chosen() != now


def _shortened(number: int, cells: tuple[str, ...]) -> str:
    words = ", ".join(cell for cell in cells if cell)
    return f"line {number}: {words[:40]}{'…' if len(words) > 40 else ''}"
