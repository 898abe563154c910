"""The chips with which a teacher notes what she sees in her class: those of moves.py, and for each move of her own one
as a strength and one as a next step, which are called as the move is.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass

from partners.models import Workshop
from partners.moves.built_in import MOVE, NEXT_STEP, STRENGTH, Chip
from partners.moves.class_moves import BASE, entries


@dataclass(frozen=True)
class Chips:
    """All of a class, by key. What was noted with one that she has put away since keeps its words: `offered` says
    which she finds now.
    """

    strengths: Mapping[str, Chip]
    next_steps: Mapping[str, Chip]
    away: Container[str] = ()

    def offered(self, side: str) -> list[Chip]:
        """`side` is strengths or next_steps."""
        chips: Mapping[str, Chip] = getattr(self, side)
        return [chip for key, chip in chips.items() if key not in self.away]


def chips_of(workshop: Workshop) -> Chips:
    own = {entry["key"]: entry for entry in entries(workshop) if entry["key"] not in MOVE}
    chips = {key: Chip(key, entry["words"][BASE]["name"], key) for key, entry in own.items()}
    away = {key for key, entry in own.items() if entry.get("hidden") or entry.get("removed")}
    return Chips(STRENGTH | chips, NEXT_STEP | chips, away)
