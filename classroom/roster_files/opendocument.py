"""OpenDocument sheets (.ods): what their cells show, and which rows and columns are hidden."""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from .bounded_xml import BrokenXml, Budget, Enough, parse
from .cells import table_of
from .tables import LONGEST_CELL, MOST_COLUMNS, MOST_FILLED, MOST_LINES, MOST_TABLES, Aside, Table, Unreadable

BROKEN = "This OpenDocument file is broken. Open it, save it again, and try once more."
LOCKED = "This file has a password. Save it without one, and try again."
FAR = f"Rows after line {MOST_LINES:,} were not read."
_NOT_SHOWN = ("annotation", "desc", "title")


@dataclass
class _Sheet:
    title: str
    rows: list[tuple[int, list[str], Aside]] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    is_far: bool = False


@dataclass
class _Cell:
    kind: str
    value: str
    repeated: int
    parts: list[str] = field(default_factory=list)

    def shown(self) -> str:
        words = "".join(self.parts).strip()
        if self.kind == "boolean":
            return "True" if self.value == "true" else "False"
        if self.kind == "date":
            return self.value[:10]
        if self.kind == "float" and self.value and not re.fullmatch(r"0\d+", words):
            number = float(self.value)
            whole = number.is_integer() and abs(number) < 10**15
            return str(int(number)) if whole else f"{number:.5E}" if abs(number) >= 10**15 else self.value
        return words


class _Reader:
    """Reads the sheets of a document, one after another."""

    def __init__(self) -> None:
        self.sheets: list[_Sheet] = []
        self.line = self.column = self.filled = 0
        self.row: list[str] = []
        self.repeated = 1
        self.aside = Aside.NONE
        self.cell: _Cell | None = None
        self.unseen = 0

    def start(self, tag: str, marks: Mapping[str, str]) -> None:
        if tag == "table":
            if len(self.sheets) == MOST_TABLES:
                raise Enough
            self.sheets.append(_Sheet(_mark(marks, "name")))
            self.line = self.column = 0
        elif tag == "table-column":
            self._column(marks)
        elif tag == "table-row":
            self.row, self.repeated = [], _count(marks, "number-rows-repeated")
            is_shown = _mark(marks, "visibility") in ("", "visible")
            self.aside = Aside.NONE if is_shown else Aside.HIDDEN
        elif tag in ("table-cell", "covered-table-cell"):
            self.cell = _cell(marks) if marks else _Cell("", "", 1)
        elif tag in _NOT_SHOWN:
            self.unseen += 1
        elif tag in ("s", "tab", "line-break") and self.cell:
            self.cell.parts.append(" ")

    def _column(self, marks: Mapping[str, str]) -> None:
        last = min(self.column + _count(marks, "number-columns-repeated"), MOST_COLUMNS)
        if _mark(marks, "visibility") not in ("", "visible"):
            self.sheets[-1].hidden.extend(range(self.column, last))
        self.column = last

    def end(self, tag: str) -> None:
        if tag in ("table-cell", "covered-table-cell") and self.cell:
            room = MOST_COLUMNS + 1 - len(self.row)
            self.row.extend([self.cell.shown()] * min(self.cell.repeated, room))
            self.cell = None
        elif tag == "table-row" and self.sheets:
            self._end_row(self.sheets[-1])
        elif tag in _NOT_SHOWN:
            self.unseen -= 1
        elif tag == "p" and self.cell:
            self.cell.parts.append(" ")

    def _end_row(self, sheet: _Sheet) -> None:
        if any(self.row):
            for number in range(self.line, min(self.line + self.repeated, MOST_LINES, self.line + MOST_FILLED + 1)):
                sheet.rows.append((number + 1, self.row, self.aside))
            sheet.is_far |= self.line >= MOST_LINES
        self.line += self.repeated

    def add(self, text: str) -> None:
        if self.cell and not self.unseen and len(self.cell.parts) < LONGEST_CELL:
            self.cell.parts.append(text[: 2 * LONGEST_CELL])


def _cell(marks: Mapping[str, str]) -> _Cell:
    values = [_mark(marks, name) for name in ("value", "date-value", "boolean-value")]
    return _Cell(_mark(marks, "value-type"), "".join(values), _count(marks, "number-columns-repeated"))


def _mark(marks: Mapping[str, str], name: str) -> str:
    """An attribute by its name without a prefix."""
    return next((value for key, value in marks.items() if key.rpartition(":")[2] == name), "")


def _count(marks: Mapping[str, str], name: str) -> int:
    text = _mark(marks, name)
    return int(text) if text.isdecimal() and 0 < len(text) < 9 else 1


def read_opendocument(archive: zipfile.ZipFile) -> tuple[list[Table], list[str]]:
    """The sheets of the document, and notes for the person about them. Raises Unreadable."""
    reader = _Reader()
    try:
        if b"manifest:encryption-data" in archive.open("META-INF/manifest.xml").read(1_000_000):
            raise Unreadable(LOCKED)
        parse(archive, "content.xml", Budget(), reader.start, reader.end, reader.add)
    except (BrokenXml, KeyError, ValueError) as error:
        raise error if isinstance(error, Unreadable) else Unreadable(BROKEN) from None
    tables = [table_of(sheet.title, sheet.rows, hidden=sheet.hidden) for sheet in reader.sheets]
    return tables, [FAR] if any(sheet.is_far for sheet in reader.sheets) else []
