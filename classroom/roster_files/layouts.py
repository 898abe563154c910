"""How a table is read: where its list begins, and what each of its columns is. The guess pre-sets it, the teacher may
change it, and a school may remember it, since no word of a child is in it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from classroom.names import fold

from .tables import Table

LONGEST_HEADING = 60


class Meaning(StrEnum):
    """What a column is. A meaning may be chosen for several columns: then lists stand side by side, and each column
    of names is a list of its own."""

    UNUSED = "unused"
    FULL = "full"
    TURNED = "turned"
    TURNED_TWO = "turned_two"
    LAST_WORD = "last_word"
    FIRST = "first"
    LAST = "last"
    CALLED = "called"
    NUMBER = "number"
    GRADE = "grade"
    GROUP = "group"
    ROLE = "role"
    STATUS = "status"
    STARTS = "starts"
    ENDS = "ends"


# Whole names in one column: first name first; last name first; two last names first (Ruiz Mora Ana); called by the
# last word (Nguyễn Thị Mai). A comma within a name always turns it.
WHOLE = (Meaning.FULL, Meaning.TURNED, Meaning.TURNED_TWO, Meaning.LAST_WORD)
NAMES = (*WHOLE, Meaning.FIRST, Meaning.LAST)
LABELS = {
    Meaning.UNUSED: "Not used",
    Meaning.FULL: "Full name, first name first",
    Meaning.TURNED: "Full name, last name first",
    Meaning.TURNED_TWO: "Full name, two last names first",
    Meaning.LAST_WORD: "Full name, called by the last word",
    Meaning.FIRST: "First name",
    Meaning.LAST: "Last name",
    Meaning.CALLED: "Preferred name",
    Meaning.NUMBER: "Student number",
    Meaning.GRADE: "Grade",
    Meaning.GROUP: "Homeroom or class",
    Meaning.ROLE: "Role",
    Meaning.STATUS: "Enrollment status",
    Meaning.STARTS: "First day",
    Meaning.ENDS: "Last day",
}


@dataclass(frozen=True)
class Layout:
    """How a table is read.

    `starts_at` is the place in `Table.rows` where the list begins: rows before it are no children. `headings` counts
    the rows of headings from there: 0, 1 or 2. `part` is the title of the class to take ("" for everyone).
    `usual_capitals` writes names that are all capitals in the usual way.
    """

    columns: tuple[Meaning, ...]
    headings: int = 0
    starts_at: int = 0
    part: str = ""
    usual_capitals: bool = False

    @property
    def has_names(self) -> bool:
        return any(column in NAMES for column in self.columns)


@dataclass(frozen=True)
class Remembered:
    """The part of a layout that a school remembers for lists with the same headings."""

    columns: tuple[Meaning, ...] = field(default=())
    headings: int = 0

    def to_json(self) -> dict[str, Any]:
        return {"columns": [column.value for column in self.columns], "headings": self.headings}

    @classmethod
    def from_json(cls, data: Any) -> "Remembered | None":
        """What was remembered, or None where it is not of this program's making."""
        try:
            return cls(tuple(Meaning(value) for value in data["columns"]), int(data["headings"]))
        except (KeyError, TypeError, ValueError):
            return None


def headings_of(table: Table, layout: Layout) -> tuple[str, ...]:
    """The heading of each column: empty texts where there are no headings."""
    rows = table.rows[layout.starts_at : layout.starts_at + layout.headings]
    return tuple(" ".join(row.cells[i] for row in rows if row.cells[i]) for i in range(table.width))


def shape_of(headings: Sequence[str]) -> str:
    """A key for lists with the same headings, made of the headings only. Empty where there are none: without headings
    the first line would be a child."""
    if not any(headings):
        return ""
    words = "\x1f".join(fold(heading[:LONGEST_HEADING]) for heading in headings)
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def remembered_as(layout: Layout) -> Remembered:
    return Remembered(layout.columns, layout.headings)


def with_remembered(guessed: Layout, remembered: Remembered) -> Layout:
    """The guess, with the columns that the school chose for a list of the same shape. Where these do not fit, the guess
    stays."""
    if len(remembered.columns) != len(guessed.columns) or remembered.headings != guessed.headings:
        return guessed
    return Layout(
        remembered.columns, guessed.headings, guessed.starts_at, guessed.part, usual_capitals=guessed.usual_capitals
    )
