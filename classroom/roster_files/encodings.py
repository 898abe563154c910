"""Decodes bytes to text, whatever program wrote them, and reads a text again in another encoding."""

import codecs
import re
from dataclasses import replace
from functools import cache

from .headings import heading_of
from .tables import Book, Row, Table, Unreadable

# The encodings that a teacher may choose, with their names for people.
ENCODINGS = {
    "cp1252": "Western Europe (Windows)",
    "cp1250": "Central Europe (Windows)",
    "cp1251": "Cyrillic (Windows)",
    "cp1253": "Greek (Windows)",
    "cp1254": "Turkish (Windows)",
    "cp1255": "Hebrew (Windows)",
    "cp1256": "Arabic (Windows)",
    "cp1257": "Baltic (Windows)",
    "cp1258": "Vietnamese (Windows)",
    "gb18030": "Chinese, simplified",
    "big5": "Chinese, traditional",
    "cp932": "Japanese",
    "cp949": "Korean",
    "mac_roman": "Western Europe (old Mac)",
    "cp437": "United States (DOS)",
    "koi8_r": "Cyrillic (KOI8)",
}
_WIDE = ("gb18030", "big5", "cp932", "cp949")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NO_LIST = "This is no list that can be read. Save it as CSV or Excel (.xlsx), or paste the names."
GUESSED = "The letters were read as: {}. If names look wrong, choose another encoding, or save the file as “CSV UTF-8”."
_SAMPLE = 20_000
_WORD = re.compile(r"[^\W\d_]+")
_ODD = re.compile(r"[\x80-\x9f¡-©«-´¶-¹»-¿×÷€‚„…†‡ˆ‰‹•˜™›\u2500-\u259f∞≤≥∂∑∏∫√≈∆◊ﬁﬂˇ˘˙˚˛˝ƒ]")


def decode(data: bytes) -> tuple[str, str]:
    """The text, and the guessed encoding where it isn't Unicode (else empty). Raises Unreadable."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None) or _unicode(data)
    guessed = ""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise Unreadable(NO_LIST) from None
        guessed = _guess(data)
        text = _decoded(data, guessed)
    text = text.removeprefix("\ufeff").replace("\0", "")
    start = text[:4000]
    strange = sum(1 for sign in start if sign < " " and sign not in "\t\r\n\x0b\x0c")
    if strange * 20 > len(start):
        raise Unreadable(NO_LIST)
    return text, guessed


def _unicode(data: bytes) -> str:
    """The likely Unicode encoding of bytes without a mark. In UTF-16 every other byte of plain letters is zero."""
    start = data[:200]
    if len(start) > 3 and 3 * start[1::2].count(0) > len(start):
        return "utf-16-le"
    if len(start) > 3 and 3 * start[::2].count(0) > len(start):
        return "utf-16-be"
    return "utf-8"


def _guess(data: bytes) -> str:
    """The likeliest of ENCODINGS: known headings speak for one, signs within words and mixed capitals against one."""
    sample = _sample(data)
    library = _by_library(sample)
    usual = set(_decoded(sample, "cp1252"))
    best, best_score = "cp1252", -10_000.0
    for encoding in ENCODINGS:
        try:
            text = sample.decode(encoding) if encoding in _WIDE else _decoded(sample, encoding)
            if encoding in _WIDE:
                data.decode(encoding)
        except UnicodeDecodeError:
            continue
        # A single letter more says little: Lefèvre is Lefčvre in Central Europe.
        score = _plausible(text) + (1.5 if encoding == library and len(set(text) - usual) > 1 else 0)
        if score > best_score + 1e-9:
            best, best_score = encoding, score
    return best


def _sample(data: bytes) -> bytes:
    """The first lines, and the first lines with letters that are not plain."""
    lines = data[: 20 * _SAMPLE].splitlines()
    chosen = [*(line for line in lines[:5] if line.isascii()), *(line for line in lines if not line.isascii())]
    sample = b"\n".join(chosen)
    return sample if len(sample) <= _SAMPLE else sample[:_SAMPLE].rsplit(b"\n", 1)[0]


def _by_library(sample: bytes) -> str:
    from charset_normalizer import from_bytes  # takes a while, and few files need it

    best = from_bytes(sample[:4000], cp_isolation=list(ENCODINGS)).best()
    return best.encoding if best else ""


def _plausible(text: str) -> float:
    """How much a text looks like a list of names: known headings, and letters in words as people write them."""
    cells = re.split(r"[\n\r,;\t|\"]+", text)[:200]
    hits = sum(1 for cell in cells[:40] if not cell.isascii() and heading_of(cell.strip()))
    bad = 2.0 * len(_ODD.findall(text))
    for word in _WORD.findall(text)[:400]:
        if word.isascii():
            continue
        bad += 1.0 * (word[1:] != word[1:].lower() and word != word.upper())
        accented = sum(1 for letter in word if not letter.isascii())
        if any("\u00c0" <= letter <= "\u024f" for letter in word) and 2 * accented > len(word):
            bad += 1.0
        # Letters of two scripts in one word.
        bad += 2.0 * (len({_script(letter) for letter in word}) > 1)
    words = max(1, len(cells))
    return 4.0 * hits - 10.0 * bad / words


def _script(letter: str) -> str:
    code = ord(letter)
    starts = ((0x0370, "latin"), (0x0400, "greek"), (0x0590, "cyrillic"), (0x0600, "hebrew"), (0x0780, "arabic"))
    return next((name for start, name in starts if code < start), "other")


@cache
def _tables(encoding: str) -> tuple[str, dict[str, int]]:
    """The letter of each byte in an encoding of single bytes, and the other way round. Bytes without a letter become
    controls, so that no byte is lost."""
    letters = "".join(bytes([n]).decode(encoding, errors="ignore") or chr(n) for n in range(256))
    return letters, {letter: n for n, letter in enumerate(letters)}


def _decoded(data: bytes, encoding: str) -> str:
    if encoding in _WIDE:
        return data.decode(encoding, errors="replace")
    return codecs.charmap_decode(data, "strict", _tables(encoding)[0])[0]


def recoded(book: Book, encoding: str) -> Book:
    """The book as if its text had been decoded in another encoding. Raises Unreadable where that can't be."""
    if not book.encoding or encoding == book.encoding:
        return book
    if encoding not in ENCODINGS:
        raise Unreadable("This encoding is not known.")
    tables = tuple(_recoded_table(table, book.encoding, encoding) for table in book.tables)
    notes = tuple(note for note in book.notes if note != GUESSED.format(ENCODINGS[book.encoding]))
    return replace(book, tables=tables, encoding=encoding, notes=(*notes, GUESSED.format(ENCODINGS[encoding])))


def _recoded_table(table: Table, before: str, after: str) -> Table:
    rows = tuple(
        Row(row.number, tuple(_recoded(cell, before, after) for cell in row.cells), row.aside) for row in table.rows
    )
    return replace(table, rows=rows)


def _recoded(cell: str, before: str, after: str) -> str:
    if cell.isascii():
        return cell
    if before in _WIDE:
        data = cell.encode(before, errors="replace")
    else:
        codes = _tables(before)[1]
        data = bytes(codes.get(letter, ord("?")) for letter in cell)
    return " ".join(_decoded(data, after).split())
