"""Forms of a roster that is brought in from a file."""

from typing import Any

from django import forms

from classroom.actions.roster_import import Opened, default_kinds
from classroom.forms.classes import TakesFile
from classroom.forms.fields import RosterFileField
from classroom.forms.layout import bare
from classroom.roster_files import Changes, Kind, Unreadable, read_paste
from classroom.roster_files.shapes import CHOICES, NAMES

LABELS = {
    Kind.LEFT_OUT: "Leave out",
    Kind.NAME: "Whole name",
    Kind.FIRST: "First name",
    Kind.LAST: "Last name",
    Kind.ID: "Student number",
    Kind.GRADE: "Grade",
}
CHANGED = "The class has changed meanwhile. Look it over once more."


class RosterForm(TakesFile):
    """A file, or a list that was pasted."""

    file = RosterFileField(label="A file")
    text = forms.CharField(
        label="Or paste a list",
        required=False,
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
        help_text="As it is in your spreadsheet, e-mail or school system, with or without headings.",
    )

    helper = bare()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        cleaned["book"] = cleaned.get("file")
        if not self.errors and cleaned["book"] is None:
            try:
                cleaned["book"] = read_paste(cleaned["text"]) if cleaned["text"].strip() else None
            except Unreadable as error:
                self.add_error("text", str(error))
            else:
                if cleaned["book"] is None:
                    self.add_error("file", "Choose a file, or paste a list.")
        return cleaned


class ColumnsForm(forms.Form):
    """Which list of a file is meant, and what each of its columns is taken for."""

    def __init__(self, *args: Any, opened: Opened, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.opened = opened
        places = [(_place(table, part), words) for table, part, words in _lists(opened)]
        now = _place(opened.place, opened.part)
        if len(places) > 1:
            blank = [("", "Choose the class")] if opened.needs_part else []
            self.fields["list"] = forms.ChoiceField(label="Which list?", choices=[*blank, *places], initial=now)
        for i, column in enumerate(opened.table.columns):
            if column.kind is not Kind.NEVER:
                self.fields[f"column{i}"] = forms.ChoiceField(
                    label=column.heading or f"Column {i + 1}",
                    choices=[(kind, LABELS[kind]) for kind in CHOICES],
                    initial=opened.kinds[i],
                    required=False,
                )

    def columns(self) -> list[dict[str, Any]]:
        """Each column with its field, or with none where nothing of it is ever kept."""
        return [
            {
                "column": column,
                "number": i + 1,
                "field": self[f"column{i}"] if f"column{i}" in self.fields else None,
            }
            for i, column in enumerate(self.opened.table.columns)
        ]

    def which(self) -> Any:
        return self["list"] if "list" in self.fields else None

    def _list(self) -> tuple[int, int | None]:
        said = self.cleaned_data.get("list") or _place(self.opened.place, self.opened.part)
        table, _, part = said.partition(".")
        return int(table), int(part) if part else None

    def _kinds(self) -> list[Kind]:
        said = [self.cleaned_data.get(f"column{i}") for i in range(len(self.opened.table.columns))]
        return [Kind(kind) if kind else Kind.LEFT_OUT for kind in said]

    def clean(self) -> dict[str, Any]:
        if self.errors or self._list()[0] != self.opened.place:
            return self.cleaned_data
        kinds = self._kinds()
        for kind in CHOICES[1:]:
            if kinds.count(kind) > 1:
                self.add_error(None, f"Two columns are taken for: {LABELS[kind].lower()}. Choose one.")
        if not any(kind in kinds for kind in NAMES):
            self.add_error(None, "Say which column holds the names.")
        if Kind.NAME in kinds and (Kind.FIRST in kinds or Kind.LAST in kinds):
            self.add_error(None, "Take either the whole name, or first and last name.")
        return self.cleaned_data

    def chosen(self) -> dict[str, Any]:
        """For the action. Another table is read with its own columns as they are understood."""
        table, part = self._list()
        same = table == self.opened.place
        return {
            "table": table,
            "part": part,
            "kinds": self._kinds() if same else default_kinds(self.opened.book.tables[table]),
        }


def _place(table: int, part: int | None) -> str:
    return str(table) if part is None else f"{table}.{part}"


def _lists(opened: Opened) -> list[tuple[int, int | None, str]]:
    found: list[tuple[int, int | None, str]] = []
    for i, table in enumerate(opened.book.tables):
        title = f"{table.title}: " if len(opened.book.tables) > 1 else ""
        if table.whole:
            found.append((i, None, f"{title}all {len(table.lines)} rows" if title or table.parts else "Everyone"))
        found += [(i, j, f"{title}{part.title} ({len(part.places)})") for j, part in enumerate(table.parts)]
    return found


class TicksForm(forms.Form):
    """What the teacher ticked of what would change. What is not there to be ticked any more was changed meanwhile."""

    def __init__(self, *args: Any, changes: Changes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        joins = [str(join.child.line) for join in changes.joins]
        again = {str(join.child.line) for join in changes.joins if join.again}
        spelling = {change.known.key for change in changes.changed if change.is_spelling}
        changed = [change.known.key for change in changes.changed]
        back = [change.known.key for change in changes.back]
        self._add("joins", joins, [line for line in joins if line not in again])
        self._add("changed", changed, [key for key in changed if key not in spelling])
        self._add("back", back, back)
        self._add("leaves", [known.key for known in changes.leaves], [])

    def _add(self, name: str, values: list[str], ticked: list[str]) -> None:
        self.fields[name] = forms.MultipleChoiceField(
            choices=[(value, value) for value in values],
            initial=ticked,
            required=False,
            error_messages={"invalid_choice": CHANGED},
        )

    def clean_joins(self) -> list[int]:
        return [int(line) for line in self.cleaned_data["joins"]]
