"""Reads XML in an archive piece by piece, and stops before the work is too much."""

import zipfile
from collections.abc import Callable, Mapping
from xml.parsers import expat

from .tables import Unreadable

MOST_ELEMENTS = 400_000
LONGEST_TAG = 512 * 1024
MOST_UNPACKED = 30 * 1024 * 1024
TOO_LARGE_INSIDE = "This file is too large inside. Copy the list into a new sheet, save it, and try again."

Start = Callable[[str, Mapping[str, str]], None]


class BrokenXml(ValueError):
    """XML that is not well formed, or defines entities."""


class Enough(Exception):  # no error: a handler has read what it needs
    """A handler raises this to end the reading of a part."""


class Budget:
    """What may be read of one file in all: elements of XML, and unpacked bytes."""

    def __init__(self) -> None:
        self.elements = MOST_ELEMENTS
        self.bytes = MOST_UNPACKED

    def take_bytes(self, count: int) -> None:
        self.bytes -= count
        if self.bytes < 0:
            raise Unreadable(TOO_LARGE_INSIDE)


def parse(
    archive: zipfile.ZipFile,
    name: str,
    budget: Budget,
    start: Start,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Call the handlers for each element of a part. The names of elements and attributes come without prefixes."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.EntityDeclHandler = _refuse

    def started(tag: str, found: Mapping[str, str]) -> None:
        budget.elements -= 1
        if budget.elements < 0:
            raise Unreadable(TOO_LARGE_INSIDE)
        start(tag.rpartition(":")[2] if ":" in tag else tag, found)

    parser.StartElementHandler = started
    if end:
        parser.EndElementHandler = lambda tag: end(tag.rpartition(":")[2] if ":" in tag else tag)
    if text:
        parser.CharacterDataHandler = text
    try:
        with archive.open(name) as part:
            given = 0
            while chunk := part.read(65536):
                budget.take_bytes(len(chunk))
                parser.Parse(chunk, False)
                given += len(chunk)
                if given - parser.CurrentByteIndex > LONGEST_TAG:
                    raise Unreadable(TOO_LARGE_INSIDE)  # the parser would read it again with each chunk
        parser.Parse(b"", True)
    except Enough:
        return
    except expat.ExpatError:
        raise BrokenXml(name) from None


def _refuse(*_: object) -> None:
    raise BrokenXml("entities")
