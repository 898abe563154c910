"""The best plan over several numbers of threes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .lone_mixed import Sides, best_without_lone_mixed, some_without_lone_mixed
from .parts import Best, better
from .solver import Solver

# Edges that every number of threes gets before one gets all.
A_LITTLE = 10_000
# Of more numbers of threes only about so many are looked at before the search.
MOST_LOOKED_AT = 12


def best_number_of_threes(
    solver: Solver, numbers: Sequence[int], sides: Sides | None, above: int | None = None
) -> Best | None:
    """The best plan over all these numbers of threes, with the fewest among equals; where sides are given, without a
    lone mixed pair. Where only what surpasses `above` is of use it may be just a bound. Where what may be spent is not
    enough it is the best plan found, if any, with its bound."""
    if not sides and len(numbers) > 1:
        return _Numbers(solver, numbers, above).best()
    found: Best | None = None
    for threes in numbers:
        best = best_without_lone_mixed(solver, sides, threes) if sides else solver.solve(threes, above)
        found = better(found, best)
    return found


def any_plan(solver: Solver, numbers: Iterable[int], sides: Sides | None) -> Best | None:
    """Some plan with the first of these numbers of threes with which one is found; None where there is none. Where what
    may be spent is not enough to know it has no groups."""
    found: Best | None = None
    for threes in numbers:
        best = some_without_lone_mixed(solver, sides, threes) if sides else solver.some(threes)
        if best and best.groups:
            return best
        found = better(found, best)
    return found


class _Numbers:
    """The search over several numbers of threes. Some plan is found for each number first, and then each number gets a
    little before one gets all: what is known to be good makes every search quick."""

    def __init__(self, solver: Solver, numbers: Sequence[int], above: int | None) -> None:
        self._solver, self._above = solver, above
        self._nothing = -2 * solver.values.beyond
        apart = -(-len(numbers) // MOST_LOOKED_AT)
        looked_at = {*numbers[::apart], numbers[-1]}
        self._found = {threes: solver.find_some(threes) if threes in looked_at else None for threes in numbers}
        self._bounds: dict[int, int] = {}

    def best(self) -> Best | None:
        """The best plan, with the fewest threes among equals."""
        for edges in (A_LITTLE, None):
            for threes in sorted(self._found, key=self._worth, reverse=True):
                best = self._solver.solve(threes, self._bar(threes), edges)
                self._bounds[threes] = best.bound if best else self._nothing
                if best and best.groups:
                    self._found[threes] = best
        bound = max(self._bounds.values())
        if bound == self._nothing:
            return None
        first = max(self._found, key=lambda threes: (self._worth(threes), -threes))
        found = self._found[first] or Best(self._nothing, (), bound)
        return found._replace(bound=max(bound, found.worth))

    def _worth(self, threes: int) -> int:
        best = self._found[threes]
        return best.worth if best else self._nothing

    def _bar(self, threes: int) -> int | None:
        """What a plan with so many threes must surpass; one with fewer than the best must only be as good."""
        bars = [best.worth - (threes < number) for number, best in self._found.items() if best and number != threes]
        return max([*bars, *([] if self._above is None else [self._above])], default=None)
