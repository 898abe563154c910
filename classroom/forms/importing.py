"""Forms for importing a roster from a file."""

from dataclasses import dataclass
from typing import Any

from django import forms

from classroom.actions.roster import MOST_STUDENTS
from classroom.actions.roster_import import Opened, default_kinds
from classroom.forms.classes import TO_THE_CLASS, TakesFile
from classroom.forms.drawing import OneField
from classroom.forms.fields import RosterFileField
from classroom.forms.layout import Button, Buttons, Errors, Field, Heading, Helper, Link, Part, To
from classroom.models import GradeBand
from classroom.roster_files import Change, Changes, Join, Kind, Unreadable, read_paste
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
    """A file, or a pasted list."""

    file = RosterFileField(label="A file")
    text = forms.CharField(
        label="Or paste a list",
        required=False,
        max_length=400_000,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off"}),
        help_text="As it is in your spreadsheet, e-mail or school system, with or without headings.",
    )

    helper = Helper(
        "file", "text", Buttons(Button("Look it over"), Link("Back to the class", TO_THE_CLASS)), keeps_typing=True
    )

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
    """Chooses the list of a file, and what each of its columns is taken for."""

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
        self.helper = self._laid_out()

    def _laid_out(self) -> Helper:
        words, kind = ("Show this class", "primary") if self.opened.needs_part else ("Read it this way", "plain")
        return Helper(
            Heading("What was understood"),
            Errors(),
            *([Field("list", wrapper_class="column-which")] if "list" in self.fields else []),
            Part("classroom/_columns.html"),
            Buttons(Button(words, kind=kind), css="p-4"),
            action=To("classroom:roster_columns", "classroom.key", "draft.key"),
            css="sheet columns mb-4",
            tight=True,
            error_role="alert",
        )

    def columns(self) -> list[dict[str, Any]]:
        """Each column with its field, or with None where nothing of the column is ever stored."""
        return [
            {
                "column": column,
                "number": i + 1,
                "field": self[f"column{i}"] if f"column{i}" in self.fields else None,
            }
            for i, column in enumerate(self.opened.table.columns)
        ]

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
        """The choices, as arguments of the action. Another table is read with its own columns as they are
        understood."""
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


@dataclass(frozen=True)
class Line:
    """The text beside a box of the preview: the child's name, what would change, and the line of the file that says
    so."""

    name: str
    words: list[str]
    line: int | None = None

    def __str__(self) -> str:
        return self.name


class Ticks(OneField):
    """A section of the preview. It is empty where there is nothing to tick."""

    template = "classroom/_ticks.html"


# The sections of the preview: the title of each, and the sentence below it.
SECTIONS = {
    "joins": ("Join the class", ""),
    "back": ("Back again", "They were in this class before. What was kept of them is theirs again."),
    "changed": ("Changed", "Who differs only in spelling is not ticked: your spelling stays."),
    "leaves": (
        "Not in this list",
        "Tick who has left the class. Nothing is deleted, and a partner who would be left alone is asked about next.",
    ),
}


class TicksForm(forms.Form):
    """The changes that the teacher ticked. Ticking a change that is no longer offered is an error: the class was
    changed meanwhile."""

    def __init__(self, *args: Any, changes: Changes, band: str, **kwargs: Any) -> None:
        """`band` is the grade band of the class. A child's grade band is shown beside the name where it differs."""
        super().__init__(*args, **kwargs)
        here = len(changes.changed) + len(changes.same) + len(changes.leaves)
        self.too_many = here + len(changes.joins) > MOST_STUDENTS
        ticked = [str(join.child.line) for join in changes.joins if not join.again]
        self._add("joins", {str(join.child.line): _joining(join, band) for join in changes.joins}, ticked)
        back = {change.known.key: _changing(change) for change in changes.back}
        self._add("back", back, list(back))
        ticked = [change.known.key for change in changes.changed if not change.is_spelling]
        self._add("changed", {change.known.key: _changing(change) for change in changes.changed}, ticked)
        self._add("leaves", {known.key: Line(known.name, []) for known in changes.leaves}, [])
        self.helper = self._laid_out(has_same=bool(changes.same))

    def _add(self, name: str, lines: dict[str, Line], ticked: list[str]) -> None:
        label, words = SECTIONS[name]
        self.fields[name] = forms.MultipleChoiceField(
            label=label,
            help_text=words,
            choices=list(lines.items()),
            initial=ticked,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": CHANGED},
        )

    def _laid_out(self, *, has_same: bool) -> Helper:
        filled = [name for name in SECTIONS if self.fields[name].choices]  # type: ignore[attr-defined]
        return Helper(
            Errors(of_fields=True),
            *([Part("classroom/_too_many.html")] if self.too_many else []),
            Part("classroom/_left_out.html"),
            *[Ticks(name, too_many=self.too_many) for name in filled],
            Part("classroom/_not_brought_in.html"),
            *self._ending(has_names=bool(filled) or has_same),
            css="stack",
            keeps_typing=True,
        )

    def _ending(self, *, has_names: bool) -> list[Any]:
        if self.too_many:
            return []
        if has_names:
            return [Buttons(Button("Save what is ticked", icon="tick"), Link("Not now", TO_THE_CLASS))]
        return [Part("classroom/_no_names.html")]

    def clean_joins(self) -> list[int]:
        return [int(line) for line in self.cleaned_data["joins"]]


def _joining(join: Join, band: str) -> Line:
    child = join.child
    words = [_grade(child.band) if child.band != band else "", f"Number {child.source_id}" if child.source_id else ""]
    if join.again:
        words.append(f"The same name as in line {join.again}. Tick if it is another child.")
    return Line(child.name.full, _said(words), child.line)


def _changing(change: Change) -> Line:
    known, child = change.known, change.child
    words = [
        f"Was {known.name}" if change.name else "",
        f"{_grade(change.band)}, was {_grade(known.band)}" if change.band else "",
        f"Number {change.source_id}, was {known.source_id}" if change.source_id and known.source_id else "",
    ]
    return Line(child.name.full, _said(words), child.line)


def _said(words: list[str]) -> list[str]:
    return [word for word in words if word]


def _grade(band: str) -> str:
    return str(GradeBand(band).label) if band else ""
