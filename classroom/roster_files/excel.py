"""Excel workbooks (.xlsx, also Strict Open XML): what their cells show, and which rows and columns are hidden or struck
out.

The XML is read directly, cell by cell. python-calamine is faster, but it makes room for the whole rectangle of a sheet
(a workbook of 5 KB with one far cell takes 1.3 GB), and does not tell hidden rows, number formats and struck-out text.
"""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from .bounded_xml import BrokenXml, Budget, Enough, parse
from .cells import table_of
from .number_formats import format_code, shown
from .tables import LONGEST_CELL, MOST_COLUMNS, MOST_LINES, MOST_TABLES, Aside, Table, Unreadable

BROKEN = "This Excel file is broken. Open it, save it again, and try once more."
FORMULAS = "Some cells are formulas. What they showed was taken, and nothing was reckoned."
NO_VALUES = "Some cells are formulas without a value. Open the file in Excel, save it, and send it again to get them."
FAR = f"Rows after line {MOST_LINES:,} were not read."
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_TRUE = ("1", "true", "on")


@dataclass
class Text:
    """A text that is put together of runs, each of which may be struck out."""

    parts: list[str] = field(default_factory=list)
    struck: bool = False
    plain: bool = False

    @property
    def words(self) -> str:
        return "".join(self.parts)

    @property
    def is_struck(self) -> bool:
        return self.struck and not self.plain


@dataclass
class Style:
    code: str = ""
    is_struck: bool = False


@dataclass
class Cell:
    row: int
    column: int
    kind: str
    style: int
    value: str = ""
    text: Text = field(default_factory=Text)
    has_formula: bool = False


@dataclass
class Grid:
    """What was read of one sheet."""

    cells: list[Cell] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    last_row: int = 0
    is_far: bool = False


@dataclass(frozen=True)
class _Sheet:
    title: str
    part: str
    is_visible: bool


class Workbook:
    """Reads the sheets of an archive."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = {name.lower(): name for name in archive.namelist()}
        self.budget = Budget()
        self.since_1904 = False
        self.sheets = self._sheets()
        self.styles = _Styles(self).read()

    def _relations(self) -> dict[str, str]:
        found: dict[str, str] = {}

        def start(tag: str, marks: Mapping[str, str]) -> None:
            if tag == "Relationship":
                found[marks.get("Id", "")] = marks.get("Target", "")

        self.parse("xl/_rels/workbook.xml.rels", start)
        return found

    def _sheets(self) -> list[_Sheet]:
        relations = self._relations()
        found: list[_Sheet] = []

        def start(tag: str, marks: Mapping[str, str]) -> None:
            if tag == "workbookPr":
                self.since_1904 = marks.get("date1904", "") in _TRUE
            if tag == "sheet":
                relation = next((value for key, value in marks.items() if key.endswith(":id")), "")
                part = "xl/" + relations.get(relation, "").removeprefix("/").removeprefix("xl/")
                found.append(_Sheet(marks.get("name", ""), part, marks.get("state", "visible") == "visible"))

        self.parse("xl/workbook.xml", start)
        return [sheet for sheet in found if sheet.part.lower() in self.names and "chartsheets" not in sheet.part]

    def parse(self, name: str, start, end=None, text=None) -> None:  # type: ignore[no-untyped-def]
        if name.lower() in self.names:
            parse(self.archive, self.names[name.lower()], self.budget, start, end, text)

    def strings(self, needed: set[int]) -> dict[int, Text]:
        """The shared strings with these numbers."""
        return _Strings(self, needed).read() if needed else {}


class _Styles:
    """The number format and the strike of each cell style."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.codes: dict[int, str] = {}
        self.fonts: list[bool] = []
        self.found: list[Style] = []
        self.inside = ""

    def read(self) -> list[Style]:
        self.book.parse("xl/styles.xml", self._start, self._end)
        return self.found

    def _start(self, tag: str, marks: Mapping[str, str]) -> None:
        if tag in ("fonts", "cellXfs", "dxfs", "cellStyleXfs"):
            self.inside = tag
        elif tag == "numFmt" and self.inside != "dxfs":
            self.codes[_int(marks.get("numFmtId"))] = marks.get("formatCode", "")
        elif tag == "font" and self.inside == "fonts":
            self.fonts.append(False)
        elif tag == "strike" and self.inside == "fonts" and self.fonts:
            self.fonts[-1] = marks.get("val", "1") in _TRUE
        elif tag == "xf" and self.inside == "cellXfs":
            font = _int(marks.get("fontId"))
            struck = font < len(self.fonts) and self.fonts[font]
            self.found.append(Style(format_code(_int(marks.get("numFmtId")), self.codes), struck))

    def _end(self, tag: str) -> None:
        if tag == self.inside:
            self.inside = ""


class _Runs:
    """Collects text within <t>, without the reading aids of Japanese."""

    def __init__(self) -> None:
        self.text = Text()
        self.is_open = self.is_aid = self.is_struck_run = False

    def start(self, tag: str, marks: Mapping[str, str]) -> None:
        if tag == "t":
            self.is_open = not self.is_aid
        elif tag == "rPh":
            self.is_aid = True
        elif tag == "r":
            self.is_struck_run = False
        elif tag == "strike":
            self.is_struck_run = marks.get("val", "1") in _TRUE

    def end(self, tag: str) -> None:
        if tag == "t":
            self.is_open = False
        elif tag == "rPh":
            self.is_aid = False
        elif tag == "r":
            self.is_struck_run = False

    def add(self, text: str) -> None:
        if not self.is_open or len(self.text.parts) > LONGEST_CELL:
            return
        self.text.parts.append(text[: 2 * LONGEST_CELL])
        if text.strip():
            self.text.struck |= self.is_struck_run
            self.text.plain |= not self.is_struck_run


class _Strings:
    def __init__(self, book: Workbook, needed: set[int]) -> None:
        self.book, self.needed, self.last = book, needed, max(needed)
        self.found: dict[int, Text] = {}
        self.place = -1
        self.runs = _Runs()

    def read(self) -> dict[int, Text]:
        self.book.parse("xl/sharedStrings.xml", self._start, self._end, self._add)
        return self.found

    def _start(self, tag: str, marks: Mapping[str, str]) -> None:
        if tag == "si":
            self.place += 1
            self.runs = _Runs()
        else:
            self.runs.start(tag, marks)

    def _end(self, tag: str) -> None:
        if tag == "si":
            if self.place in self.needed:
                self.found[self.place] = self.runs.text
            if self.place >= self.last:
                raise Enough
        else:
            self.runs.end(tag)

    def _add(self, text: str) -> None:
        if self.place in self.needed:
            self.runs.add(text)


class _Cells:
    """Reads the cells of a sheet, and which rows and columns are hidden."""

    def __init__(self, book: Workbook, part: str) -> None:
        self.book, self.part = book, part
        self.grid = Grid()
        self.row = self.column = 0
        self.cell: Cell | None = None
        self.in_value = False
        self.runs = _Runs()

    def read(self) -> Grid:
        self.book.parse(self.part, self._start, self._end, self._add)
        return self.grid

    def _start(self, tag: str, marks: Mapping[str, str]) -> None:
        if tag == "c":
            self._start_cell(marks)
        elif tag == "row":
            self._start_row(marks)
        elif tag == "v":
            self.in_value = True
        elif tag == "f" and self.cell:
            self.cell.has_formula = True
        elif tag == "col":
            self._column(marks)
        elif self.cell:
            self.runs.start(tag, marks)

    def _start_row(self, marks: Mapping[str, str]) -> None:
        self.row = _int(marks.get("r")) or self.row + 1
        self.column = 0
        if self.row > MOST_LINES:
            self.grid.is_far = True
            raise Enough
        self.grid.last_row = max(self.grid.last_row, self.row)
        if marks.get("hidden", "") in _TRUE or marks.get("ht") == "0":
            self.grid.hidden_rows.add(self.row)

    def _start_cell(self, marks: Mapping[str, str]) -> None:
        found = _PLACE.fullmatch(marks.get("r", ""))
        self.column = _column_number(found[1]) if found else self.column + 1
        self.cell = Cell(self.row, self.column - 1, marks.get("t", "n"), _int(marks.get("s")))
        self.runs = _Runs()

    def _column(self, marks: Mapping[str, str]) -> None:
        if marks.get("hidden", "") in _TRUE:
            last = min(_int(marks.get("max")), MOST_COLUMNS)
            self.grid.hidden_columns.update(range(max(0, _int(marks.get("min")) - 1), last))

    def _end(self, tag: str) -> None:
        if tag == "c" and self.cell:
            self.cell.text = self.runs.text
            if self.cell.value or self.cell.text.parts or self.cell.has_formula:
                self.grid.cells.append(self.cell)
            self.cell = None
        elif tag == "v":
            self.in_value = False
        elif tag == "sheetData":
            raise Enough
        elif self.cell:
            self.runs.end(tag)

    def _add(self, text: str) -> None:
        if self.in_value and self.cell:
            if len(self.cell.value) < LONGEST_CELL:
                self.cell.value += text[: 2 * LONGEST_CELL]
        elif self.cell:
            self.runs.add(text)


def read_excel(archive: zipfile.ZipFile) -> tuple[list[Table], list[str]]:
    """The visible sheets (all, where none is visible), and notes for the person about them. Raises Unreadable."""
    try:
        return _tables(Workbook(archive))
    except (Unreadable, MemoryError):
        raise
    except (BrokenXml, KeyError, ValueError, zipfile.BadZipFile, OSError, NotImplementedError, EOFError):
        raise Unreadable(BROKEN) from None
    except Exception:  # noqa: BLE001 # a broken archive breaks in many ways, depending on where
        raise Unreadable(BROKEN) from None


def _tables(book: Workbook) -> tuple[list[Table], list[str]]:
    visible = [sheet for sheet in book.sheets if sheet.is_visible] or book.sheets
    notes = (
        [f"Hidden sheets were not read: {len(book.sheets) - len(visible)}."] if len(visible) < len(book.sheets) else []
    )
    if len(visible) > MOST_TABLES:
        notes.append(f"Only the first {MOST_TABLES} sheets were read.")
    tables: list[Table] = []
    refused: list[Unreadable] = []
    for sheet in visible[:MOST_TABLES]:
        try:
            tables.append(_table(book, sheet, notes))
        except Unreadable as error:
            refused.append(error)
            notes.append(f"The sheet “{sheet.title[:40]}” was not read. {error}")
    if refused and not any(table.rows for table in tables):
        raise refused[0]
    return tables, list(dict.fromkeys(notes))


def _table(book: Workbook, sheet: _Sheet, notes: list[str]) -> Table:
    grid = _Cells(book, sheet.part).read()
    numbers = {_int(cell.value) for cell in grid.cells if cell.kind == "s"}
    strings = book.strings(numbers)
    rows: dict[int, dict[int, str]] = {}
    struck: dict[int, list[bool]] = {}
    for cell in grid.cells:
        words, is_struck = _shown(book, cell, strings)
        rows.setdefault(cell.row, {})[cell.column] = words
        if any(letter.isalpha() for letter in words):
            struck.setdefault(cell.row, []).append(is_struck)
        if cell.has_formula:
            notes.append(FORMULAS if cell.value else NO_VALUES)
    if grid.is_far:
        notes.append(FAR)

    def aside(number: int) -> Aside:
        if number in grid.hidden_rows:
            return Aside.HIDDEN
        return Aside.STRUCK if 2 * sum(struck.get(number, ())) > len(struck.get(number, ())) else Aside.NONE

    lines = ((number, _filled(rows.get(number, {})), aside(number)) for number in range(1, grid.last_row + 1))
    return table_of(sheet.title, lines, hidden=sorted(grid.hidden_columns))


def _filled(cells: dict[int, str]) -> list[str]:
    return [cells.get(place, "") for place in range(min(max(cells, default=-1) + 1, MOST_COLUMNS + 1))]


def _shown(book: Workbook, cell: Cell, strings: Mapping[int, Text]) -> tuple[str, bool]:
    """The words of a cell, and whether they are struck out."""
    style = book.styles[cell.style] if cell.style < len(book.styles) else Style()
    if cell.kind == "s":
        text = strings.get(_int(cell.value), Text())
        return text.words, style.is_struck or text.is_struck
    if cell.kind == "inlineStr":
        return cell.text.words, style.is_struck or cell.text.is_struck
    if cell.kind == "b":
        return ("True" if cell.value in _TRUE else "False"), style.is_struck
    if cell.kind == "e":
        return "", False
    if cell.kind == "d":
        return cell.value[:10], style.is_struck
    if cell.kind == "n" and cell.value:
        return shown(cell.value, style.code, since_1904=book.since_1904), style.is_struck
    return cell.value, style.is_struck


def _int(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number
