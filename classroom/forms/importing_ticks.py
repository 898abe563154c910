"""What an imported list would change in the class, to be ticked: questions first, then what is sure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django import forms

from classroom.actions.roster import MOST_STUDENTS
from classroom.forms.layout import Errors, Part, bare
from classroom.models import GradeBand
from classroom.roster_files import Change, Changes, Join, Leave

CHANGED = "The class has changed meanwhile. Look it over once more."
# A list of a few children leaves out most of the class.
MOST_OPEN = 8
SAME, NEW = "same", "new"
WHO = "who_"


@dataclass(frozen=True)
class Line:
    """The text beside a box of the preview: the child's name, what would change, and the line of the file that says
    so. `asks` is why the box has to be looked at, and `key` is that of the child in the list."""

    name: str
    words: list[str]
    line: int | None = None
    asks: list[str] = field(default_factory=list)
    key: str = ""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Section:
    """Boxes of the preview under one heading. `pairs` are fields that ask whether two children are one."""

    key: str
    title: str
    help: str
    boxes: list[Any]
    pairs: list[forms.BoundField] = field(default_factory=list)

    @property
    def size(self) -> int:
        return len(self.boxes) + len(self.pairs)

    @property
    def is_folded(self) -> bool:
        """Children who aren't in the list are folded away where they are many: mostly nobody of them left."""
        return self.key == "others" and self.size > MOST_OPEN


# The sections of the preview that are sure: the title of each, and the sentence below it.
SECTIONS = {
    "joins": ("Join the class", ""),
    "back": ("Back again", "They were in this class before. What was kept of them is theirs again."),
    "changed": ("Changed", "Where only the spelling differs, the box is empty: your spelling stays."),
    "leaves": (
        "Not in this list",
        "Check who has left the class. Nothing is deleted, and we ask next about a partner who would be left alone.",
    ),
}
OTHERS = ("Not named in this list", "")
ASKED = ("To decide", "Nothing happens here unless you check it.")


class TicksForm(forms.Form):
    """The changes that the teacher ticked. Ticking a change that is no longer offered is an error: the class was
    changed meanwhile."""

    def __init__(
        self,
        *args: Any,
        changes: Changes,
        band: str,
        answers: Collection[str] = (),
        goes_on: bool = False,
        **kwargs: Any,
    ) -> None:
        """`band` is the grade band of the class. A child's grade band is shown beside the name where it differs.
        `answers` are those of the draft. With `goes_on` the teacher may go on with another list of the file."""
        super().__init__(*args, **kwargs)
        self.changes = changes
        self.stored = frozenset(answers)
        self.offered: dict[str, set[str]] = {}
        here = len(changes.changed) + len(changes.same) + len(changes.leaves)
        self.too_many = here + len(changes.joins) > MOST_STUDENTS
        ticked = [join.child.key for join in changes.joins if join.is_ticked]
        self._add("joins", {join.child.key: _joining(join, band) for join in changes.joins}, ticked)
        back = {change.known.key: _changing(change) for change in changes.back}
        self._add("back", back, [change.known.key for change in changes.back if not change.question])
        ticked = [change.known.key for change in changes.changed if change.is_ticked]
        self._add("changed", {change.known.key: _changing(change) for change in changes.changed}, ticked)
        self._add("leaves", {leave.known.key: _leaving(leave) for leave in changes.leaves}, [])
        self.pairs = [join for join in changes.joins if join.like]
        for join in self.pairs:
            self._ask(join)
        self.goes_on = goes_on
        self.has_names = any(self.fields[name].choices for name in SECTIONS) or bool(changes.same)  # type: ignore[attr-defined]
        self.helper = bare(Errors(of_fields=True), Part("classroom/_list_changes.html"))

    def _add(self, name: str, lines: dict[str, Line], ticked: Collection[str]) -> None:
        label, words = SECTIONS[name]
        self.offered[name] = set(ticked)
        set_otherwise = {key for key in lines if f"{name}:{key}" in self.stored}
        self.fields[name] = forms.MultipleChoiceField(
            label=label,
            help_text=words,
            choices=list(lines.items()),
            initial=sorted(self.offered[name] ^ set_otherwise),
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": CHANGED},
        )

    def _ask(self, join: Join) -> None:
        assert join.like
        name, old = f"{WHO}{join.child.key}", join.like.name
        stored = next((value for value in (SAME, NEW) if f"{name}:{value}" in self.stored), "")
        self.fields[name] = forms.ChoiceField(
            label=f"Is {join.child.name.full} the same child as {old}?",
            choices=[
                (SAME, f"The same child. Write {join.child.name.full} from now on."),
                (NEW, "A new child, who joins the class"),
                ("", "Leave it as it is for now"),
            ],
            initial=stored,
            required=False,
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": CHANGED},
        )

    # What the page shows

    @cached_property
    def sections(self) -> list[Section]:
        return [section for section in self._sections() if section.size]

    @property
    def to_decide(self) -> int:
        return sum(section.size for section in self.sections if section.key == "asked")

    def _sections(self) -> Iterator[Section]:
        boxes = {name: self._boxes(name) for name in SECTIONS}
        asked = [box for name in ("joins", "back", "changed") for box in boxes[name] if box["label"].asks]
        pairs = [self[f"{WHO}{join.child.key}"] for join in self.pairs]
        withdrawn = [box for box in boxes["leaves"] if box["label"].asks]
        yield Section("asked", *ASKED, asked, pairs)
        for name in ("joins", "back", "changed"):
            yield Section(name, *SECTIONS[name], [box for box in boxes[name] if not box["label"].asks])
        yield Section("leaves", *SECTIONS["leaves"], withdrawn)
        rest = [box for box in boxes["leaves"] if not box["label"].asks]
        yield Section("others", *(OTHERS if withdrawn else SECTIONS["leaves"]), rest)

    def _boxes(self, name: str) -> list[Any]:
        """The boxes of a field, without children who are asked about in pairs."""
        left_out: set[str] = set()
        if name == "joins":
            left_out = {join.child.key for join in self.pairs}
        elif name == "changed":
            left_out = {join.like.key for join in self.pairs if join.like}
        return [box.data for box in self[name].subwidgets if box.data["value"] not in left_out]

    # What was chosen

    def clean(self) -> dict[str, Any]:
        """A child who is said to be one who is here is a change, and one who is said to be new joins."""
        cleaned = self.cleaned_data
        if any(name.startswith(WHO) and name not in self.fields for name in self.data):
            self.add_error(None, CHANGED)
        for join in self.pairs:
            said = cleaned.pop(f"{WHO}{join.child.key}", "")
            if said == SAME and join.like and "changed" in cleaned:
                cleaned["changed"] = [*cleaned["changed"], join.like.key]
            if said == NEW and "joins" in cleaned:
                cleaned["joins"] = [*cleaned["joins"], join.child.key]
        return cleaned

    def answers(self) -> set[str]:
        """What was set otherwise than it was offered, as the draft stores it. Sent boxes need no other check: what is
        no longer offered is ignored."""
        if self.too_many:
            return set(self.stored)  # no box is on the page
        sent = self.data
        found = {answer for answer in self.stored if not self._is_offered(answer)}
        for name, ticked in self.offered.items():
            keys = {str(key) for key, _ in self.fields[name].choices}  # type: ignore[attr-defined]
            chosen = set(sent.getlist(name)) & keys  # type: ignore[attr-defined]
            found |= {f"{name}:{key}" for key in chosen ^ ticked}
        for join in self.pairs:
            name = f"{WHO}{join.child.key}"
            if sent.get(name) in (SAME, NEW):
                found.add(f"{name}:{sent[name]}")
        return found

    def _is_offered(self, answer: str) -> bool:
        """Whether the box of a stored answer is on the page: those of another class of the list are not."""
        name, _, key = answer.partition(":")
        return name in self.fields and (name.startswith(WHO) or key in dict(self.fields[name].choices))  # type: ignore[attr-defined]


def _joining(join: Join, band: str) -> Line:
    child = join.child
    words = [
        _grade(child.band) if child.band != band else "",
        f"Number {child.source_id}" if child.source_id else "",
        f"Called {child.called}" if child.called else "",
    ]
    return Line(child.name.full, _said(words), child.line, _said([child.aside, *join.questions]), child.key)


def _leaving(leave: Leave) -> Line:
    return Line(leave.known.name, [], None, _said([leave.why]), leave.key)


def _changing(change: Change) -> Line:
    known, child = change.known, change.child
    words = [
        f"Was {known.name}" if change.name else "",
        f"{_grade(change.band)}, was {_grade(known.band)}" if change.band else "",
        f"Number {change.source_id}, was {known.source_id}" if change.source_id and known.source_id else "",
    ]
    return Line(child.name.full, _said(words), child.line, _said([change.question]), child.key)


def _said(words: list[str]) -> list[str]:
    return [word for word in words if word]


def _grade(band: str) -> str:
    return str(GradeBand(band).label) if band else ""
