"""Tells adults in a copied page, where roles stand in lines of their own: above a section, or below each name."""

from collections.abc import Sequence

from .tables import Row
from .vocabulary import plain, words


def adults_of(rows: Sequence[Row], reasons: Sequence[str]) -> dict[int, str]:
    """The word of their role for those who are no children, by the place of their row. `reasons` says why a row is no
    child."""
    lines = [_only(row) for row in rows]
    return {**_below_titles(lines, reasons), **_above_roles(lines, reasons)}


def _only(row: Row) -> str:
    """The words of a row that has only one filled cell."""
    given = [cell for cell in row.cells if cell]
    return given[0] if len(given) == 1 else ""


def _below_titles(lines: Sequence[str], reasons: Sequence[str]) -> dict[int, str]:
    """Teachers: those between a line "Teachers" and the title of the children, or at the end, below the children. A
    list that begins with "Teachers" and has no title of children may well be one of children."""
    found: dict[int, str] = {}
    last_title = max((place for place, line in enumerate(lines) if _is_title_of_children(line)), default=-1)
    now, has_children = "", False
    for place, line in enumerate(lines):
        if plain(line) in words("sections", "adults"):
            now = line if place < last_title or has_children else ""
        elif _is_title_of_children(line):
            now = ""
        elif now and not reasons[place]:
            found[place] = now
        else:
            has_children = has_children or not reasons[place]
    return found


def _is_title_of_children(line: str) -> bool:
    return plain(line) in words("sections", "children")


def _above_roles(lines: Sequence[str], reasons: Sequence[str]) -> dict[int, str]:
    """Members with their role in the next line: only where the children have one, too."""
    folded = [plain(line) for line in lines]
    if not any(line in words("sections", "member") for line in folded):
        return {}
    return {
        place: lines[place + 1]
        for place in range(len(lines) - 1)
        if not reasons[place] and folded[place + 1] in words("aside_roles") and reasons[place + 1]
    }
