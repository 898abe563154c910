"""Reads a roster file of any kind. The content tells which kind it is, not the name."""

import io
import re
import zipfile

from .children import COUNTED
from .class_file import OTHER_JSON, read_class_file
from .excel import read_excel
from .oneroster import is_oneroster, read_oneroster
from .shapes import MOST_BYTES, MOST_ROWS, NAMES, Book, Kind, Sheet, Table, Unreadable
from .text import decode, lines_of
from .understanding import understand

# The most that an archive may hold: bytes when unpacked, and files.
MOST_UNPACKED = 30 * 1024 * 1024
MOST_PARTS = 2000
TOO_LARGE = "This file is larger than 5 MB. Take the list of your class only."
TOO_LARGE_INSIDE = "This file is too large inside. Copy the list into a new sheet, save it, and try again."
BROKEN = "This file is broken. Save it again where it comes from."
EMPTY = "There is nothing in this list."
NO_NAMES = "There are no names in this list."

_SIGNS = (
    (b"\xd0\xcf\x11\xe0", "This Excel file is of the old kind or has a password. Save it as .xlsx without one."),
    (b"%PDF", "This is a PDF. Save the list as CSV or Excel, or copy the names out of it and paste them."),
    (b"\x89PNG", "This is a picture. Save the list as CSV or Excel, or paste the names."),
    (b"\xff\xd8\xff", "This is a picture. Save the list as CSV or Excel, or paste the names."),
    (b"GIF8", "This is a picture. Save the list as CSV or Excel, or paste the names."),
    (b"{\\rtf", "This is a text document. Copy the names out of it and paste them."),
    (b"\x1f\x8b", "This is a packed file. Unpack it, and choose the list in it."),
)
_WEB_PAGE = re.compile(r"\s*(?:<!doctype|<html|<\?xml|<table)", re.IGNORECASE)
WEB_PAGE = "This is a web page or XML. Save the list as CSV or Excel (.xlsx), or paste the names."
OTHER_ZIP = "This is neither an Excel file nor OneRoster. Save the list as CSV or Excel (.xlsx), or paste the names."


def read(data: bytes) -> Book:
    """The book in the bytes of a file. Raises Unreadable, and nothing else, whatever the bytes are."""
    if len(data) > MOST_BYTES:
        raise Unreadable(TOO_LARGE)
    for sign, words in _SIGNS:
        if data.startswith(sign):
            raise Unreadable(words)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _book(*_in_archive(data))
    text, notes = decode(data)
    return _from_text(text, notes)


def read_paste(text: str) -> Book:
    """The book in a pasted text. Raises Unreadable."""
    return _from_text(text.replace("\0", ""), [])


def is_plain(text: str) -> bool:
    """Whether the text is only names, one a line, so that the teacher need not look it over first."""
    try:
        book = read_paste(text)
    except Unreadable:
        return True
    [table, *others] = book.tables
    bare = not (others or table.skipped or table.headed or len(table.columns) > 1)
    counted = any(COUNTED.match(cell) for line in table.lines for cell in line.cells)
    return bare and not counted and table.columns[0].kind in (Kind.NAME, Kind.LEFT_OUT)


def _from_text(text: str, notes: list[str]) -> Book:
    if _WEB_PAGE.match(text):
        raise Unreadable(WEB_PAGE)
    if text.lstrip()[:1] == "{":
        return _book([read_class_file(text)], notes)
    if text.lstrip()[:2] in ("[{", "[["):
        raise Unreadable(OTHER_JSON)
    return _book([Sheet("List", lines_of(text))], notes)


def _book(sheets: list[Sheet], notes: list[str]) -> Book:
    filled = [sheet for sheet in sheets if sheet.lines]
    if not filled:
        raise Unreadable(EMPTY)
    tables = [understand(sheet) for sheet in filled]
    for table in tables:
        if len(table.lines) > MOST_ROWS:
            raise Unreadable(f"There are {len(table.lines):,} rows in this list, and {MOST_ROWS:,} is the most.")
    with_lines = [table for table in tables if table.lines]
    if not with_lines:
        raise Unreadable(NO_NAMES)
    return Book(tuple(sorted(with_lines, key=_likely, reverse=True)), tuple(notes))


def _likely(table: Table) -> tuple[bool, bool]:
    """A key that sorts tables by how likely each is the list of children: it has names, and it has headings."""
    return any(column.kind in NAMES for column in table.columns), table.headed


def _in_archive(data: bytes) -> tuple[list[Sheet], list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _of_archive(archive, data)
    except Unreadable:
        raise
    except Exception:  # noqa: BLE001 # a broken archive breaks in many ways, depending on where
        raise Unreadable(BROKEN) from None


def _of_archive(archive: zipfile.ZipFile, data: bytes) -> tuple[list[Sheet], list[str]]:
    inside = archive.infolist()
    # Python unpacks no more of a part than its size says.
    if len(inside) > MOST_PARTS or sum(part.file_size for part in inside) > MOST_UNPACKED:
        raise Unreadable(TOO_LARGE_INSIDE)
    if any(part.flag_bits & 1 for part in inside):
        raise Unreadable("This file has a password. Save it without one, and try again.")
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return read_excel(archive, data)
    if is_oneroster(archive):
        return [read_oneroster(archive)], []
    raise Unreadable(OTHER_ZIP)
