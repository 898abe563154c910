"""Cleans the cells of a table as they come in, and counts what was repaired, so that it can be said."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from .tables import (
    ADDRESS,
    LONGEST_CELL,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_FILLED,
    MOST_ROWS,
    Aside,
    Row,
    Table,
    Unreadable,
)

_SPACES = re.compile(r"[ \t\r\n\x0b\x0c\x85\u2028\u2029]+")
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,5}|[a-z]{2,10}\d{0,2});", re.IGNORECASE)
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ADDRESS = re.compile(r"[<(\[]?\s*(?:mailto:)?[\w.+'%-]{1,64}@[\w-]+(?:\.[\w-]+)+\s*[>)\]]?")
# UTF-8 that was read as Windows-1252: a first byte of two or three, and the bytes that follow it.
_TWICE = re.compile(
    "[\u00c2-\u00f4][\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152"
    "\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]"
)
_BYTES_1252 = {bytes([n]).decode("cp1252", errors="ignore") or chr(n): n for n in range(256)}

ENTITIES = "Signs such as &eacute; of a web page were turned into letters."
TWICE = "Letters such as Ã© were repaired: the file was saved in two encodings."
ADDRESSES = "E-mail addresses were left out. They are never kept here."
WIDE = f"This table has more than {MOST_COLUMNS} columns. The others are left out."
LONG = f"Cells with more than {LONGEST_CELL} letters were cut."


class Cleaner:
    """Cleans cells, and remembers which repairs there were."""

    def __init__(self) -> None:
        self.repairs: Counter[str] = Counter()

    def clean(self, text: str) -> str:
        """The text of a cell on one line, without addresses, repaired. An apostrophe that keeps a spreadsheet from
        calculating is cut, as in '=1+1."""
        if len(text) > LONGEST_CELL:
            self.repairs[LONG] += len(text.strip()) > LONGEST_CELL
            text = text.strip()[:LONGEST_CELL]
        cell = _SPACES.sub(" ", text).strip(" ")
        if "&" in cell:
            cell = self._repaired(ENTITIES, cell, _without_entities(cell))
        if "_x" in cell:
            cell = _SPACES.sub(" ", _ESCAPE.sub(_letter, cell)).strip(" ")
        if not cell.isascii() and _TWICE.search(cell):
            cell = self._repaired(TWICE, cell, _once(cell))
        if "@" in cell:
            cell = self._repaired(ADDRESSES, cell, without_addresses(cell) or ADDRESS)
        return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell

    def _repaired(self, what: str, before: str, after: str) -> str:
        self.repairs[what] += before != after
        return after

    def notes(self) -> tuple[str, ...]:
        return tuple(what for what in (ENTITIES, TWICE, ADDRESSES, WIDE, LONG) if self.repairs[what])


def without_addresses(cell: str) -> str:
    return _SPACES.sub(" ", _ADDRESS.sub(" ", cell)).strip(" ") if "@" in cell else cell


def _letter(match: re.Match[str]) -> str:
    letter = chr(int(match[1], 16))
    return letter if letter.isprintable() else " "


def _without_entities(text: str) -> str:
    for _ in range(3):
        if not _ENTITY.search(text):
            break
        text = html.unescape(text).replace("\xa0", " ").replace("\0", "")
    return text


def _once(text: str) -> str:
    """Text that was encoded twice, read once. Each word is tried for itself."""
    return " ".join(_word_once(word) for word in text.split(" "))


def _word_once(word: str) -> str:
    for _ in range(2):
        if not _TWICE.search(word) or any(letter not in _BYTES_1252 for letter in word):
            break
        try:
            word = bytes(_BYTES_1252[letter] for letter in word).decode("utf-8")
        except UnicodeDecodeError:
            break
    return word


def table_of(
    title: str,
    lines: Iterable[tuple[int, Sequence[str], Aside]],
    *,
    hidden: Iterable[int] = (),
    headed: bool = False,
    whole: bool = True,
    most: int = MOST_FILLED,
    most_cells: int = MOST_CELLS,
) -> Table:
    """A table of lines with their numbers and cells: cleaned, without blank lines, all equally wide. Raises Unreadable
    as soon as there are more lines than a list can have."""
    cleaner = Cleaner()
    rows: list[Row] = []
    blank = cells_read = 0
    for number, cells, aside in lines:
        cleaner.repairs[WIDE] += any(cells[MOST_COLUMNS:])
        cleaned = tuple(cleaner.clean(cell) for cell in cells[:MOST_COLUMNS])
        if any(cleaned):
            rows.append(Row(number, cleaned, aside))
        else:
            blank += 1
        cells_read += len(cleaned)
        if len(rows) > most or cells_read > most_cells:
            raise too_many(most)
    return Table(title[:80], _equally_wide(rows), blank, headed, tuple(hidden), whole, cleaner.notes())


def too_many(most: int = MOST_FILLED) -> Unreadable:
    return Unreadable(
        f"There are more than {most:,} rows in this list, and {MOST_ROWS:,} is the most. Take your class only."
    )


def _equally_wide(rows: list[Row]) -> tuple[Row, ...]:
    width = max((len(row.cells) - _trailing(row.cells) for row in rows), default=0)
    return tuple(Row(row.number, (*row.cells[:width], *[""] * (width - len(row.cells))), row.aside) for row in rows)


def _trailing(cells: Sequence[str]) -> int:
    return next((n for n, cell in enumerate(reversed(cells)) if cell), len(cells))
