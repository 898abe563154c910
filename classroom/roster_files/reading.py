"""Reads a roster file of any kind into tables. The content tells which kind it is, not the name."""

import io
import re
import zipfile

from .bounded_xml import MOST_UNPACKED, TOO_LARGE_INSIDE
from .cells import table_of
from .class_file import OTHER_JSON, read_class_file
from .encodings import ENCODINGS, GUESSED, decode
from .excel import read_excel
from .guessing import guess, likelihood
from .layouts import WHOLE, Layout, Meaning
from .old_excel import read_old_excel
from .oneroster import is_oneroster, read_oneroster
from .opendocument import read_opendocument
from .plainness import is_plain
from .scrubbing import scrubbed
from .tables import MOST_BYTES, MOST_ROWS, Aside, Book, Table, Unreadable
from .text import lines_of

# The most files that an archive may hold.
MOST_PARTS = 2000
TOO_LARGE = "This file is larger than 5 MB. Take the list of your class only."
BROKEN = "This file is broken. Save it again where it comes from."
EMPTY = "There is nothing in this list."
NO_NAMES = "There are no names in this list."
LOCKED = "This file has a password. Save it without one, and try again."

_SIGNS = (
    (b"%PDF", "This is a PDF. Save the list as CSV or Excel, or copy the names out of it and paste them."),
    (b"\x89PNG", "This is a picture. Save the list as CSV or Excel, or paste the names."),
    (b"\xff\xd8\xff", "This is a picture. Save the list as CSV or Excel, or paste the names."),
    (b"GIF8", "This is a picture. Save the list as CSV or Excel, or paste the names."),
    (b"{\\rtf", "This is a text document. Copy the names out of it and paste them."),
    (b"\x1f\x8b", "This is a packed file. Unpack it, and choose the list in it."),
)
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_WEB_PAGE = re.compile(r"\s*(?:<!doctype|<html|<\?xml|<table)", re.IGNORECASE)
WEB_PAGE = "This is a web page or XML. Save the list as CSV or Excel (.xlsx), or paste the names."
OTHER_ZIP = "This is neither an Excel file nor OneRoster. Save the list as CSV or Excel (.xlsx), or paste the names."
# Archives that are known by what is in them, and what to do instead.
_OTHER_ARCHIVES = (
    (
        "xl/workbook.bin",
        "This is an Excel binary workbook (.xlsb). Open it in Excel and save it as Excel workbook (.xlsx).",
    ),
    ("students.csv", "This is a zip of Clever or another system. Unpack it, and choose the file students.csv in it."),
    (
        "word/document.xml",
        "This is neither an Excel file nor OneRoster, but a Word document. Copy the names out of it and paste them.",
    ),
    ("index/document.iwa", "This is a Numbers or Pages document. Export it as Excel (.xlsx) or CSV."),
    ("content.opf", "This is a book. Save the list as CSV or Excel (.xlsx), or paste the names."),
)


def read(data: bytes) -> Book:
    """The book in the bytes of a file. Raises Unreadable, and nothing else, whatever the bytes are."""
    if len(data) > MOST_BYTES:
        raise Unreadable(TOO_LARGE)
    for sign, words in _SIGNS:
        if data.startswith(sign):
            raise Unreadable(words)
    if data.startswith(_OLD_EXCEL):
        return _book(*read_old_excel(data))
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _book(*_in_archive(data))
    text, encoding = decode(data)
    return _from_text(text, [GUESSED.format(ENCODINGS[encoding])] if encoding else [], encoding)


def read_paste(text: str) -> Book:
    """The book in a pasted text. Raises Unreadable."""
    return _from_text(text.replace("\0", ""), [])


def _from_text(text: str, notes: list[str], encoding: str = "") -> Book:
    if _WEB_PAGE.match(text[:1000]):
        raise Unreadable(WEB_PAGE)
    start = text[:1000].lstrip()
    if start[:1] == "{":
        return _book([read_class_file(text)], notes)
    if start[:2] in ("[{", "[["):
        raise Unreadable(OTHER_JSON)
    lines = ((number, cells, Aside.NONE) for number, cells in lines_of(text))
    return _book([table_of("List", lines)], notes, encoding)


def _book(tables: list[Table], notes: list[str], encoding: str = "") -> Book:
    filled = [table for table in tables if table.rows]
    if not filled:
        raise Unreadable(EMPTY)
    layouts = [guess(table) for table in filled]
    with_lines = [
        (table, layout)
        for table, layout in zip(filled, layouts, strict=True)
        if len(table.rows) > layout.starts_at + layout.headings
    ]
    if not with_lines:
        raise Unreadable(NO_NAMES)
    for table, layout in with_lines:
        if table.whole and (rows := len(table.rows) - layout.starts_at - layout.headings) > MOST_ROWS:
            raise Unreadable(f"There are {rows:,} rows in this list, and {MOST_ROWS:,} is the most.")
        if (names := _names(table, layout)) > MOST_ROWS:
            raise Unreadable(f"There are {names:,} names in this list, and {MOST_ROWS:,} is the most.")
    with_lines.sort(key=lambda pair: likelihood(*pair), reverse=True)
    kept = tuple(scrubbed(table, layout) for table, layout in with_lines)
    return Book(kept, tuple(notes), plain=not (notes or encoding) and is_plain(kept), encoding=encoding)


def _names(table: Table, layout: Layout) -> int:
    """How many names there are in lists side by side; 0 for a single list, whose lines are counted."""
    places = [place for place, column in enumerate(layout.columns) if column in (*WHOLE, Meaning.FIRST)]
    rows = table.rows[layout.starts_at + layout.headings :]
    return sum(1 for row in rows for place in places if row.cells[place]) if len(places) > 1 else 0


def _in_archive(data: bytes) -> tuple[list[Table], list[str]]:
    # Each part has an entry in the directory of the archive: counted before the directory is read.
    if data.count(b"PK\x01\x02") > 2 * MOST_PARTS:
        raise Unreadable(TOO_LARGE_INSIDE)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _of_archive(archive)
    except Unreadable:
        raise
    except Exception:  # noqa: BLE001 # a broken archive breaks in many ways, depending on where
        raise Unreadable(BROKEN) from None


def _of_archive(archive: zipfile.ZipFile) -> tuple[list[Table], list[str]]:
    inside = archive.infolist()
    # Python unpacks no more of a part than its size says.
    if len(inside) > MOST_PARTS or sum(part.file_size for part in inside) > 3 * MOST_UNPACKED:
        raise Unreadable(TOO_LARGE_INSIDE)
    if any(part.flag_bits & 1 for part in inside):
        raise Unreadable(LOCKED)
    names = {name.lower() for name in archive.namelist()}
    if "xl/workbook.xml" in names:
        return read_excel(archive)
    if "content.xml" in names and "mimetype" in names:
        return read_opendocument(archive)
    if is_oneroster(archive):
        return read_oneroster(archive)
    last = {name.rsplit("/", 1)[-1] for name in names} | names
    raise Unreadable(next((words for name, words in _OTHER_ARCHIVES if name in last), OTHER_ZIP))
