"""Lists that stand side by side in one table, each with its own columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .layouts import NAMES, WHOLE, Meaning
from .tables import Row


@dataclass(frozen=True)
class Block:
    """One of the lists that stand side by side: the places of its columns by their meaning."""

    places: Mapping[Meaning, tuple[int, ...]]

    def cell(self, row: Row, *meanings: Meaning) -> str:
        """The first filled cell of the columns with one of these meanings."""
        return next((row.cells[i] for meaning in meanings for i in self.places.get(meaning, ()) if row.cells[i]), "")

    def last(self, row: Row) -> str:
        """The last name: of several columns all together."""
        return " ".join(row.cells[i] for i in self.places.get(Meaning.LAST, ()) if row.cells[i])

    def cells(self, row: Row) -> list[str]:
        return [row.cells[i] for places in self.places.values() for i in places if row.cells[i]]

    @property
    def whole(self) -> Meaning | None:
        return next((meaning for meaning in WHOLE if meaning in self.places), None)

    def name(self, row: Row) -> str:
        whole = (self.cell(row, meaning) for meaning in (*WHOLE, Meaning.FIRST))
        return " ".join(text for text in (*whole, self.last(row)) if text)


def blocks_of(columns: Sequence[Meaning]) -> list[Block]:
    """The lists that stand side by side: a meaning that comes again begins another list, if names follow."""
    found: list[dict[Meaning, tuple[int, ...]]] = [{}]
    for place, meaning in enumerate(columns):
        if meaning is Meaning.UNUSED:
            continue
        if _begins_another(found[-1], meaning, columns[place:]) and any(column in NAMES for column in columns[place:]):
            found.append({})
        found[-1][meaning] = (*found[-1].get(meaning, ()), place)
    return [Block(places) for places in found if any(meaning in NAMES for meaning in places)] or [Block({})]


def _begins_another(places: Mapping[Meaning, object], meaning: Meaning, rest: Sequence[Meaning]) -> bool:
    has_names = any(name in places for name in NAMES)
    if meaning in WHOLE:
        return has_names
    if meaning is Meaning.LAST and meaning in places:
        # A second last name of the same child, unless first names come again, too.
        return Meaning.FIRST in places and Meaning.FIRST in rest
    if meaning in (Meaning.FIRST, Meaning.LAST):
        return meaning in places or any(name in places for name in WHOLE)
    return meaning in places and has_names
