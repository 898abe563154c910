"""Tables as they were sent: rows of text cells, with marks. Nothing is understood yet."""

from dataclasses import dataclass
from enum import StrEnum

# What reading stops at. A school has at most MOST_ROWS children; a list has titles and blank lines besides.
MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 2000
MOST_FILLED = 2500
MOST_LINES = 10_000
MOST_COLUMNS = 60
MOST_CELLS = 100_000
MOST_TABLES = 40
MOST_PARTS = 300
# Longer than a name may be, so that a name that is too long is reported instead of cut.
LONGEST_CELL = 200
# Stands in a cell for an e-mail address: the address itself is never kept.
ADDRESS = "@"


class Unreadable(ValueError):
    """No list of children can be read from this. The message is a sentence for the person."""


class Aside(StrEnum):
    """Why a row is left unticked. The value is the word that the teacher reads beside the name."""

    NONE = ""
    HIDDEN = "hidden in the sheet"
    STRUCK = "struck out"


@dataclass(frozen=True)
class Row:
    """A line of a file that isn't blank. `number` is its line in the file, counted from 1: several rows have the same
    number where several names stood on one line. `aside` says why whoever is in it is left unticked."""

    number: int
    cells: tuple[str, ...]
    aside: Aside = Aside.NONE


@dataclass(frozen=True)
class Part:
    """A class within a table: its title, and how many rows it has."""

    title: str
    size: int


@dataclass(frozen=True)
class Table:
    """One list of a file: a sheet, a text, the classes of OneRoster. All rows have as many cells as `width`.

    `headed`: the first row is headings, whatever it says. `hidden`: the places of hidden columns. `whole` says whether
    everyone may be taken at once, or a class has to be chosen (OneRoster). `blank` counts blank lines. `notes` are
    sentences about how this table was read.
    """

    title: str
    rows: tuple[Row, ...]
    blank: int = 0
    headed: bool = False
    hidden: tuple[int, ...] = ()
    whole: bool = True
    notes: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        return len(self.rows[0].cells) if self.rows else 0


@dataclass(frozen=True)
class Book:
    """A file or a pasted text. `plain` means lines of names and nothing else, which need no preview. `encoding` is
    the guessed encoding of a text file that isn't Unicode (then `recoded` reads it in another one), else empty."""

    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    plain: bool = False
    encoding: str = ""
