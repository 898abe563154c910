"""The considerations grid: its rows as a page shows them, and the changes that a page sends.

A page sends each cell as the page received it (`seen.CHILD`: the texts of the child's dials, as JSON) and as it is now
(`CHILD.DIAL`), so that saving changes only what the teacher changed. A page may also send just some of the cells.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import BadRequest
from django.http import QueryDict

from classroom.models import Student
from partners.considerations.field_kinds import Choice, Dial, FieldChange, Refused, Shown
from partners.considerations.fields import BY_KEY, DIALS, FILLED
from partners.models import ConsiderationsContent

MISSED = "Changed on another screen meanwhile, to: {theirs}."


@dataclass
class Cell:
    """A dial of one child. `shown` is what its control holds and `seen` what is stored, as far as the page knows.
    `error` says why they differ, and `missed` that somebody else changed it meanwhile."""

    student: Student
    dial: Dial
    seen: Shown
    shown: Shown
    error: str = ""
    missed: bool = False

    @property
    def name(self) -> str:
        return f"{self.student.key}.{self.dial.key}"

    @property
    def label(self) -> str:
        return f"{self.dial.title}, {self.student.called}"

    @property
    def text(self) -> str:
        return self.shown[0] if self.shown else ""

    @property
    def in_words(self) -> str:
        return self.dial.in_words(self.shown)

    @property
    def options(self) -> list[tuple[Choice, bool]]:
        return [(choice, choice.key in self.shown) for choice in self.dial.options(self.shown)]

    def change(self) -> FieldChange | None:
        """The change that this cell asks for. None, with `error` set, where the dial can't take it."""
        try:
            return FieldChange(self.student, self.dial, self.seen, self.dial.kept(self.shown))
        except Refused as error:
            self.error = str(error)
            return None

    def settle(self, change: FieldChange, held: Shown) -> None:
        """Update the cell after `change` was asked for. `held` is what is stored now."""
        self.seen = held
        if held == self.dial.shown(change.kept):
            self.shown = held
        else:
            self.missed = True
            self.error = MISSED.format(theirs=self.dial.in_words(held) or "blank")


@dataclass
class Row:
    student: Student
    cells: list[Cell]
    picked: bool = False

    @property
    def seen(self) -> str:
        return json.dumps({cell.dial.key: cell.seen for cell in self.cells}, ensure_ascii=False, separators=(",", ":"))


@dataclass
class Fill:
    """A value for a whole column, and the cells that it went into, each with what it held before."""

    dial: Dial
    text: str
    cells: list[tuple[Cell, Shown]] = field(default_factory=list)

    @property
    def words(self) -> str:
        return f"{self.dial.title}: {self.dial.in_words([self.text]) if self.text else 'blank'}"

    def into(self, cell: Cell) -> None:
        before, cell.shown = cell.shown, self.dial.filled(cell.shown, self.text)
        if cell.shown != before:
            self.cells.append((cell, before))

    @property
    def undo(self) -> list[Row]:
        """The rows that a page sends to undo this."""
        done = [(cell, before) for cell, before in self.cells if not cell.error]
        return [Row(cell.student, [Cell(cell.student, cell.dial, cell.seen, before)]) for cell, before in done]


@dataclass
class Posted:
    """The changes that a page sent: the changed cells, the keys of the children who are ticked, and the value to fill
    in.

    `gone` names cells of children who are no longer in the class.
    """

    changed: list[Cell]
    picked: set[str]
    fill: Fill | None
    gone: list[str]


def read(post: QueryDict, students: Sequence[Student]) -> Posted:
    """The changes that a page sent. Raises BadRequest where no page of ours could have sent this."""
    here = {student.key: student for student in students}
    picked = _picked(post, here)
    fill = _fill(post) if post.get("do") == "fill" else None
    changed, gone = [], []
    for key, row in _rows(post):
        for dial, seen in row.items():
            if key not in here:
                gone.append(f"{key}.{dial.key}")
                continue
            cell = Cell(here[key], dial, seen, seen)
            cell.shown = [text for text in post.getlist(cell.name) if text.strip()]
            if fill and fill.dial == dial and key in picked:
                fill.into(cell)
            if cell.shown != seen:
                changed.append(cell)
    return Posted(changed, picked, fill, gone)


def _picked(post: QueryDict, here: Mapping[str, Student]) -> set[str]:
    match post.get("do"):
        case "all":
            return set(here)
        case "none":
            return set()
    return set(post.getlist("pick"))


def _fill(post: QueryDict) -> Fill | None:
    key, _, text = post.get("fill", "").partition("=")
    dial = BY_KEY.get(key)
    return Fill(dial, text) if dial in FILLED else None


def _rows(post: QueryDict) -> Iterable[tuple[str, dict[Dial, Shown]]]:
    for name in post:
        if name.startswith("seen."):
            yield name.removeprefix("seen."), _seen(str(post[name]))


def _seen(text: str) -> dict[Dial, Shown]:
    try:
        row = json.loads(text)
        found = {BY_KEY[key]: texts for key, texts in row.items()}
    except (ValueError, AttributeError, KeyError, RecursionError) as error:
        raise BadRequest("A row of the grid can't be read.") from error
    for texts in found.values():
        if not isinstance(texts, list) or not all(isinstance(one, str) for one in texts):
            raise BadRequest("A cell of the grid can't be read.")
    return found


def rows(
    students: Sequence[Student], known: Mapping[int, ConsiderationsContent], posted: Posted | None = None
) -> list[Row]:
    """The whole grid. Cells that could not be saved are as they were typed, with an error."""
    typed = {cell.name: cell for cell in posted.changed if cell.error} if posted else {}
    grid = []
    for student in students:
        content = known.get(student.pk, ConsiderationsContent())
        cells = [Cell(student, dial, shown, shown) for dial in DIALS for shown in [dial.shown(content)]]
        picked = posted is not None and student.key in posted.picked
        grid.append(Row(student, [typed.get(cell.name, cell) for cell in cells], picked))
    return grid


def choices(known: Iterable[ConsiderationsContent]) -> list[tuple[Dial, list[Choice]]]:
    """The choices for filling each column. Columns of words offer common words and those that the class has already."""
    contents = list(known)
    return [(dial, _words(dial, contents) if dial.kind == "words" else list(dial.choices)) for dial in FILLED]


def _words(dial: Dial, contents: Sequence[ConsiderationsContent]) -> list[Choice]:
    held = {word for content in contents for text in dial.shown(content) for word in text.split(", ")}
    words = {word.casefold(): word for word in (*held, *(choice.words for choice in dial.choices))}
    return [Choice(word, word) for _, word in sorted(words.items())]
