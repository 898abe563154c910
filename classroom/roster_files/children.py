"""Turns the lines of a table into children, and lists the lines that could not be read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from classroom.names import BadName, Name, of, parse

from .grades import band_of
from .shapes import Kind, Line, Table

LONGEST_ID = 120
COUNTED = re.compile(r"\(?\d{1,3}\s*[.):]\s*(?=\D)|\d{1,3}\s+(?=\D)|[-•*–·]\s+")


@dataclass(frozen=True)
class Child:
    """A child, as a line of the file describes them. `band` is empty where no grade could be read."""

    line: int
    name: Name
    source_id: str = ""
    band: str = ""


@dataclass(frozen=True)
class Unread:
    line: int
    text: str
    why: str


@dataclass(frozen=True)
class Found:
    children: list[Child] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


def children(table: Table, kinds: Sequence[Kind], part: int | None = None) -> Found:
    """The children of a table, or of one of its parts. `kinds` says what each column is taken for."""
    places = {kind: i for i, kind in reversed(list(enumerate(kinds)))}
    lines = table.lines if part is None else [table.lines[i] for i in table.parts[part].places]
    found = Found()
    ids: dict[str, int] = {}
    for line in lines:
        text = _cells(line, places, Kind.NAME, Kind.FIRST, Kind.LAST) or _cells(line, places, Kind.ID, Kind.GRADE)
        try:
            child = _child(line, places)
        except BadName as error:
            found.unread.append(Unread(line.number, text[:80], str(error)))
            continue
        if child.source_id in ids:
            why = f"The same number as in line {ids[child.source_id]}: it is taken once."
            found.unread.append(Unread(line.number, text[:80], why))
            continue
        if child.source_id:
            ids[child.source_id] = line.number
        found.children.append(child)
    return found


def _cells(line: Line, places: Mapping[Kind, int], *kinds: Kind) -> str:
    return " ".join(line.cells[places[kind]] for kind in kinds if kind in places).strip()


def _child(line: Line, places: Mapping[Kind, int]) -> Child:
    name = _name(line, places)
    if not any(c.isalpha() or not c.isascii() for c in name.full):
        raise BadName("This is a number, not a name.")
    source_id = _cells(line, places, Kind.ID)
    if len(source_id) > LONGEST_ID:
        raise BadName(f"A student number has at most {LONGEST_ID} letters.")
    return Child(line.number, name, source_id, band_of(_cells(line, places, Kind.GRADE)))


def _name(line: Line, places: Mapping[Kind, int]) -> Name:
    if Kind.NAME in places:
        return parse(COUNTED.sub("", _cells(line, places, Kind.NAME), count=1))
    return of(_cells(line, places, Kind.FIRST), _cells(line, places, Kind.LAST))
