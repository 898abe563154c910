"""Frozen values for what was read from a file: books, tables, columns and lines."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 2000
MOST_COLUMNS = 60
MOST_TABLES = 40
# Longer than a name may be, so that a name that is too long is reported instead of cut.
LONGEST_CELL = 200


class Unreadable(ValueError):
    """No list of children can be read from this. The message is a sentence for the person."""


class Kind(StrEnum):
    """The kind of a column. The teacher chooses among the first six; the others are set by the reader."""

    LEFT_OUT = "left_out"
    NAME = "name"
    FIRST = "first"
    LAST = "last"
    ID = "id"
    GRADE = "grade"
    GROUP = "group"
    NUMBERING = "numbering"
    SENSITIVE = "sensitive"
    NEVER = "never"


CHOICES = (Kind.LEFT_OUT, Kind.NAME, Kind.FIRST, Kind.LAST, Kind.ID, Kind.GRADE)
NAMES = (Kind.NAME, Kind.FIRST, Kind.LAST)


class Line(NamedTuple):
    """A line of a file, with its number in the file, counted from 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table. `why` is the reason why it is left out unless the teacher wants it; `sample` is its first
    value."""

    heading: str
    kind: Kind
    why: str = ""
    sample: str = ""


@dataclass(frozen=True)
class Skipped:
    """A line that is not a child, such as a title or a total."""

    number: int
    text: str
    why: str


@dataclass(frozen=True)
class Part:
    """A class within a table: its name, and the places of its lines."""

    title: str
    places: tuple[int, ...]


@dataclass(frozen=True)
class Sheet:
    """Lines before anything is understood. `headed` says that the first line holds the headings, whatever they are."""

    title: str
    lines: tuple[Line, ...]
    parts: tuple[Part, ...] = ()
    headed: bool = False
    hidden: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Table:
    """One list of a file. Where it has `parts`, `whole` says whether the whole list may be imported, too."""

    title: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    skipped: tuple[Skipped, ...] = ()
    parts: tuple[Part, ...] = ()
    whole: bool = True
    headed: bool = False


@dataclass(frozen=True)
class Book:
    """A file as it was understood. `notes` are sentences about how it was read."""

    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
