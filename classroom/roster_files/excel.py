"""Excel workbooks (.xlsx): the values that their cells show, and which columns are hidden."""

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

from defusedxml import ElementTree

from .shapes import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, MOST_TABLES, Line, Sheet, Unreadable

# Blank lines and lines with only formats count, too.
MOST_LINES = 5 * MOST_ROWS
BROKEN = "This Excel file is broken. Open it, save it again, and try once more."
FORMULAS = "Some cells are formulas. What they showed was taken, and nothing was reckoned."
_ERROR = re.compile(r"#(?:REF|N/A|VALUE|NAME|DIV/0|NULL|NUM)[!?]?")


def read_excel(archive: zipfile.ZipFile, data: bytes) -> tuple[list[Sheet], list[str]]:
    """The visible sheets (all, where none is visible), and notes for the person about them. Raises Unreadable."""
    try:
        return _sheets(data), _notes(archive)
    except Unreadable:
        raise
    except Exception:  # noqa: BLE001 # a broken part makes the library raise whatever it leads to
        raise Unreadable(BROKEN) from None


def _sheets(data: bytes) -> list[Sheet]:
    import openpyxl  # takes a while, and few pages need it

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and the like, which do not matter here
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or list(book.worksheets)
        parts = _parts(data)
        return [Sheet(s.title, tuple(_lines(s)), hidden=_hidden(parts.get(s.title, b""))) for s in seen[:MOST_TABLES]]


def _lines(sheet: Any) -> Iterator[Line]:
    # The size that a sheet states is not always right.
    sheet.reset_dimensions()
    for number, values in enumerate(sheet.iter_rows(max_row=MOST_LINES, max_col=MOST_COLUMNS, values_only=True), 1):
        cells = [_shown(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield Line(number, tuple(cells))


def _shown(value: object) -> str:
    """A value as a person reads it in the sheet."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime | dt.date):
        return f"{value:%Y-%m-%d}"
    text = " ".join(str(value)[:LONGEST_CELL].split())
    if _ERROR.fullmatch(text):
        return ""
    return text[1:] if re.match(r"'[=+\-@]", text) else text


def _parts(data: bytes) -> dict[str, bytes]:
    """The beginning of each sheet's own XML, by its title: the library does not report hidden columns as it streams."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        relations = {
            node.get("Id", ""): node.get("Target", "")
            for node in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        }
        found = {}
        for node in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter():
            if not node.tag.endswith("}sheet"):
                continue
            relation = next((value for key, value in node.attrib.items() if key.endswith("}id")), "")
            target = relations.get(relation, "").removeprefix("/").removeprefix("xl/")
            if f"xl/{target}" in archive.namelist():
                with archive.open(f"xl/{target}") as part:
                    found[node.get("name", "")] = part.read(20_000)
        return found


def _hidden(part: bytes) -> frozenset[int]:
    """The places of the hidden columns, counted from 0."""
    hidden: set[int] = set()
    for tag in re.findall(rb"<(?:\w+:)?col\s[^>]*>", part.split(b"sheetData", 1)[0]):
        marks = dict(re.findall(rb'(\w+)="([^"]*)"', tag))
        if marks.get(b"hidden") in (b"1", b"true"):
            last = min(int(marks[b"max"]), MOST_COLUMNS)
            hidden.update(range(int(marks[b"min"]) - 1, last))
    return frozenset(hidden)


def _notes(archive: zipfile.ZipFile) -> list[str]:
    sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    return [FORMULAS] if any(re.search(rb"<f[ >]", archive.read(name)) for name in sheets) else []
