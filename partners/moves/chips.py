"""The chips of a class, with which a teacher notes observations: the built-in chips, and one strength and one next
step for each own move of the teacher, named like the move."""

from collections.abc import Container, Mapping
from dataclasses import dataclass

from partners.models import Workshop
from partners.moves.built_in import MOVE, NEXT_STEP, STRENGTH, Chip
from partners.moves.class_moves import BASE, entries


@dataclass(frozen=True)
class Chips:
    """All chips of a class, by key. Chips that were put away since keep their words; `offered` returns those to tap
    now."""

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
