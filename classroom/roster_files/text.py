"""Decodes bytes to text, and splits text into lines of cells, whatever program wrote them."""

import codecs
import csv
import io
import re

from .headings import hits
from .shapes import LONGEST_CELL, MOST_COLUMNS, Line, Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NO_LIST = "This is no list that can be read. Save it as CSV or Excel (.xlsx), or paste the names."
OLD_LETTERS = "Letters were read the Windows way. If names look wrong, save the file as “CSV UTF-8” and try again."

_NONE = "\x1f"  # a delimiter that no text has: each line is one cell
_DELIMITERS = ("\t", ";", "|", ",")
_MOST_LINES_OF_A_CELL = 5
_SEP = re.compile(r'^"?sep=(.)"?\r?\n')


def decode(data: bytes) -> tuple[str, list[str]]:
    """The text, and notes for the person about how it was read. Raises Unreadable."""
    notes: list[str] = []
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None) or _guess(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise Unreadable(NO_LIST) from None
        text = data.decode("cp1252", errors="replace")
        notes = [OLD_LETTERS]
    text = text.removeprefix("\ufeff").replace("\0", "")
    strange = sum(1 for sign in text[:4000] if sign < " " and sign not in "\t\r\n\x0b\x0c")
    if strange * 20 > len(text[:4000]):
        raise Unreadable(NO_LIST)
    return text, notes


def _guess(data: bytes) -> str:
    """The likely encoding of bytes without a mark. In UTF-16 every other byte of plain letters is zero."""
    start = data[:200]
    if len(start) > 3 and 3 * start[1::2].count(0) > len(start):
        return "utf-16-le"
    if len(start) > 3 and 3 * start[::2].count(0) > len(start):
        return "utf-16-be"
    return "utf-8"


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines that are not empty, split into cells. Raises Unreadable."""
    said = _SEP.match(text)
    if said:
        return _parsed(text[said.end() :], said[1], first=2)
    best, best_hits = _NONE, _most_hits(_sample(text, _NONE))
    for delimiter in _DELIMITERS:
        sample = _sample(text, delimiter)
        found = _most_hits(sample)
        headed = found > best_hits and (found > 1 or _usual(sample) > 1)
        if headed or (best == _NONE and found >= best_hits and _is_table(sample, delimiter)):
            best, best_hits = delimiter, found
    return _parsed(text, best)


def _sample(text: str, delimiter: str) -> list[Line]:
    return list(_parsed(text[:20_000], delimiter)[:200])


def _most_hits(sample: list[Line]) -> int:
    return max((hits(line.cells) for line in sample), default=0)


def _usual(sample: list[Line]) -> int:
    """How many cells most lines have."""
    widths = [len(line.cells) for line in sample]
    return max(set(widths), key=lambda width: (widths.count(width), width), default=1)


def _is_table(sample: list[Line], delimiter: str) -> bool:
    """Whether most lines have the same number of cells. One comma a line means Last, First, unless no name follows
    it."""
    widths = [len(line.cells) for line in sample]
    usual = _usual(sample)
    if usual < 2 or 2 * widths.count(usual) < len(widths):
        return False
    behind = [line.cells[1].strip() for line in sample if len(line.cells) == usual]
    return delimiter != "," or usual > 2 or not any(sum(c.isalpha() for c in cell) > 2 for cell in behind)


def _parsed(text: str, delimiter: str, first: int = 1) -> tuple[Line, ...]:
    lines = _rows(text, delimiter, csv.QUOTE_MINIMAL, first)
    if any(cell.count("\n") >= _MOST_LINES_OF_A_CELL for line in lines for cell in line.cells):
        # An unclosed quotation mark has swallowed lines with children.
        lines = _rows(text, delimiter, csv.QUOTE_NONE, first)
    return tuple(Line(line.number, tuple(_cell(cell) for cell in line.cells[:MOST_COLUMNS])) for line in lines)


def _rows(text: str, delimiter: str, quoting: int, first: int) -> list[Line]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
    lines, number = [], first
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append(Line(number, tuple(cells)))
            number = first + reader.line_num
    except csv.Error:
        if quoting == csv.QUOTE_NONE:
            raise Unreadable(NO_LIST) from None
        return _rows(text, delimiter, csv.QUOTE_NONE, first)
    return lines


def _cell(text: str) -> str:
    """The text of a cell on one line, without the apostrophe that keeps a spreadsheet from calculating, as in '=1+1."""
    cell = " ".join(text[:LONGEST_CELL].split())
    return cell[1:] if re.match(r"'[=+\-@]", cell) else cell
