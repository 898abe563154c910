"""How good a plan is beside every other one, and what it is made from. Both belong behind the cover."""

from collections.abc import Sequence
from dataclasses import dataclass

from partners import pairing
from partners.models import Mode
from partners.planning import checked
from partners.planning.draft import Layout
from partners.wording import proofs


@dataclass(frozen=True)
class Proof:
    """A sentence; where it is a claim, the sentences that say how we know; and where it is not proved, the one of them
    that names the bound."""

    words: str
    how: Sequence[str] = ()
    bound: str = ""


def proof(layout: Layout) -> Proof | None:
    """None while somebody has no partner, and for a plan that breaks a rule: those are told elsewhere."""
    if layout.aside or layout.valued.broken:
        return None
    try:
        best = checked.best(layout.to_solve)
    except pairing.NoPlan:
        return None
    return _beside(layout, best)


def _beside(layout: Layout, best: pairing.Plan) -> Proof:
    here = layout.valued.levels
    if here.rank < best.levels.rank:
        return Proof(proofs.what_is_better(best.levels, here))
    bound = best.bound or best.levels
    how = proofs.how_we_know(here, bound, is_steady=layout.plan.mode == Mode.STEADY)
    if here.rank < bound.rank:
        return Proof(proofs.BEST_FOUND, how, bound=how[2])
    return Proof(proofs.BEST_AROUND_LOCKS if layout.locks else proofs.BEST, how)


def has_few_notes(layout: Layout) -> bool:
    """Whether fewer than half of the children wrote a note."""
    return 2 * len(layout.ruled.notes) < len(layout.here)


def made_from(layout: Layout) -> str:
    """What a plan is made from where notes are few; empty where they are not."""
    if not has_few_notes(layout):
        return ""
    notes, children = len(layout.ruled.notes), len(layout.here)
    written = f"{notes} of {children} notes" if notes else "no notes"
    if layout.unknown and len(layout.unknown) + notes >= children:
        return f"Made from {written}, and not much else: you have not yet noted what you know about the children."
    return f"Made from {written}; mostly what you know about them."
