"""No lone mixed pair: a plan has no group across the line between sides A and B, or at least two.

This is a rule about the whole plan, so it cannot be put on single groups. It is turned into rules that can:
either no group is mixed; or two children of side A are each in a mixed group, and not in the same one. The
second is tried for one child at a time first, which bounds every two that it is one of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import combinations
from typing import TypeAlias

import numpy as np

from .parts import Best, better
from .room import Grid, Room, Yes, either_way, some, toward
from .rules import Narrowed
from .solver import Solver

# A question to a solver about plans with so many threes.
Ask: TypeAlias = Callable[[Solver, int], Best | None]


class Sides:
    """Who stands on which side, and which groups are mixed."""

    def __init__(self, room: Room) -> None:
        self.a = room.who(lambda student: student.side == "A")
        self.b = room.who(lambda student: student.side == "B")

    @cached_property
    def mixed_pairs(self) -> Yes:
        """Grid: the two stand on different sides."""
        return either_way(self.a, self.b)

    def mixed(self, rows: Grid) -> Yes:
        """Column over rows of children: each side is there."""
        return some(self.a[rows], axis=1) & some(self.b[rows], axis=1)

    def count(self, groups: Iterable[tuple[int, ...]]) -> int:
        """How many of these groups are mixed."""
        return sum(bool(self.mixed(np.array([group]))[0]) for group in groups)

    @property
    def smaller(self) -> list[int]:
        """The children of the side that has fewer."""
        return np.flatnonzero(min(self.a, self.b, key=np.count_nonzero)).tolist()


def best_without_lone_mixed(solver: Solver, sides: Sides, threes: int) -> Best | None:
    """The best plan with this many threes that has no mixed group or at least two."""
    best = solver.solve(threes)
    if best is None or sides.count(best.groups) != 1:
        return best
    unmixed = _solved(solver, ~sides.mixed_pairs, lambda rows: ~sides.mixed(rows), threes)
    return better(unmixed, _two_mixed(solver, sides, threes))


def _two_mixed(solver: Solver, sides: Sides, threes: int) -> Best | None:
    """The best plan with two mixed groups or more."""
    alone = {child: _crossing(solver, sides, (child,), threes) for child in sides.smaller}
    reached = {child: best for child, best in alone.items() if best}
    found: Best | None = None
    for best in reached.values():
        if sides.count(best.groups) > 1:
            found = better(found, best)
    twos = [(min(reached[one].bound, reached[two].bound), one, two) for one, two in combinations(reached, 2)]
    for bound, one, two in sorted(twos, reverse=True):
        if found and bound <= found.worth:
            break
        if not solver.left:
            return (found or reached[one]._replace(groups=(), worth=-2 * solver.values.beyond))._replace(bound=bound)
        found = better(found, _crossing(solver, sides, (one, two), threes))
    return found


def some_without_lone_mixed(solver: Solver, sides: Sides, threes: int) -> Best | None:
    """Some plan with this many threes that has no mixed group or at least two; None where there is none. Where what may
    be spent is not enough to know it has no groups."""
    unknown: Best | None = None
    for best in _some(solver, sides, threes):
        if best and best.groups and sides.count(best.groups) != 1:
            return best
        if best and not best.groups:
            unknown = best
    return unknown


def _some(solver: Solver, sides: Sides, threes: int) -> Iterator[Best | None]:
    """Some plan of each kind that could do, and of some that may happen to."""
    yield solver.some(threes)
    yield _solved(solver, ~sides.mixed_pairs, lambda rows: ~sides.mixed(rows), threes, Solver.some)
    reached = []
    for child in sides.smaller:
        best = _crossing(solver, sides, (child,), threes, Solver.some)
        yield best
        reached += [child] if best else []
    for two in combinations(reached, 2):
        yield _crossing(solver, sides, two, threes, Solver.some)


def _crossing(
    solver: Solver, sides: Sides, across: tuple[int, ...], threes: int, ask: Ask = Solver.solve
) -> Best | None:
    """The best plan, or some, in which each of these children is in a mixed group and no two in the same."""
    chosen = np.zeros(solver.values.size, dtype=bool)
    chosen[list(across)] = True
    touched = either_way(chosen, np.ones_like(chosen))

    def allowed(rows: Grid) -> Yes:
        there = chosen[rows].sum(axis=1)
        fine: Yes = (there == 0) | ((there == 1) & sides.mixed(rows))
        return fine

    return _solved(solver, (~touched | sides.mixed_pairs) & ~toward(chosen, chosen), allowed, threes, ask)


def _solved(
    solver: Solver, pairs: Yes, allowed: Callable[[Grid], Yes], threes: int, ask: Ask = Solver.solve
) -> Best | None:
    """The best plan, or some, with fewer groups allowed; what it takes counts as the solver's."""
    narrowed = Narrowed(solver.ground, pairs, allowed)
    part = Solver(solver.values, narrowed, most_edges=solver.left)
    best = ask(part, threes)
    solver.spent += part.edges
    return best
