"""Excel workbooks (.xlsx, also Strict Open XML): what their cells show, and which rows and columns are hidden or struck
out.

The XML is read directly, cell by cell. python-calamine is faster, but it makes room for the whole rectangle of a sheet
(a workbook of 5 KB with one far cell takes 1.3 GB), and does not tell hidden rows, number formats and struck-out text.
"""

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .bounded_xml import BrokenXml, Budget, Start, parse
from .cells import table_of
from .excel_parts import TRUE, Cell, Cells, Strings, Style, Styles, Text, int_of
from .number_formats import shown
from .tables import MOST_COLUMNS, MOST_LINES, MOST_TABLES, Aside, Table, Unreadable

BROKEN = "This Excel file is broken. Open it, save it again, and try once more."
FORMULAS = "Some cells are formulas. What they showed was taken, and nothing was reckoned."
NO_VALUES = "Some cells are formulas without a value. Open the file in Excel, save it, and send it again to get them."
FAR = f"Rows after line {MOST_LINES:,} were not read."


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
        self.styles = Styles(self.parse).read()

    def _relations(self) -> dict[str, str]:
        found: dict[str, str] = {}

        def start(tag: str, marks: Mapping[str, str]) -> None:
            if tag == "Relationship":
                found[marks.get("Id", "")] = marks.get("Target", "")

        self.parse("xl/_rels/workbook.xml.rels", start, None, None)
        return found

    def _sheets(self) -> list[_Sheet]:
        relations = self._relations()
        found: list[_Sheet] = []

        def start(tag: str, marks: Mapping[str, str]) -> None:
            if tag == "workbookPr":
                self.since_1904 = marks.get("date1904", "") in TRUE
            if tag == "sheet":
                relation = next((value for key, value in marks.items() if key.endswith(":id")), "")
                part = "xl/" + relations.get(relation, "").removeprefix("/").removeprefix("xl/")
                found.append(_Sheet(marks.get("name", ""), part, marks.get("state", "visible") == "visible"))

        self.parse("xl/workbook.xml", start, None, None)
        return [sheet for sheet in found if sheet.part.lower() in self.names and "chartsheets" not in sheet.part]

    def parse(
        self, name: str, start: Start, end: Callable[[str], None] | None, text: Callable[[str], None] | None
    ) -> None:
        """Read a part of the archive, if it is there."""
        if name.lower() in self.names:
            parse(self.archive, self.names[name.lower()], self.budget, start, end, text)

    def strings(self, needed: set[int]) -> dict[int, Text]:
        """The shared strings with these numbers."""
        return Strings(self.parse, needed).read() if needed else {}


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
    grid = Cells(book.parse, sheet.part).read()
    numbers = {int_of(cell.value) for cell in grid.cells if cell.kind == "s"}
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
    """The cells of a row in order. One cell more than a table may have stands for all those further right."""
    row = [cells.get(place, "") for place in range(min(max(cells, default=-1) + 1, MOST_COLUMNS))]
    beyond = next((words for place, words in cells.items() if place >= MOST_COLUMNS and words), "")
    return [*row, beyond] if beyond else row


def _shown(book: Workbook, cell: Cell, strings: Mapping[int, Text]) -> tuple[str, bool]:
    """The words of a cell, and whether they are struck out."""
    style = book.styles[cell.style] if cell.style < len(book.styles) else Style()
    text = strings.get(int_of(cell.value), Text()) if cell.kind == "s" else cell.text
    if cell.kind in ("s", "inlineStr"):
        return text.words, style.is_struck or text.is_struck
    return _value(book, cell, style), style.is_struck


def _value(book: Workbook, cell: Cell, style: Style) -> str:
    if cell.kind == "b":
        return "True" if cell.value in TRUE else "False"
    if cell.kind == "n" and cell.value:
        return shown(cell.value, style.code, since_1904=book.since_1904)
    if cell.kind == "e":
        return ""
    return cell.value[:10] if cell.kind == "d" else cell.value
