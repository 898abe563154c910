"""The search for the best three, bound by bound."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

from .parts import Best, Values, bits, children
from .room import Grid, Yes, some
from .rules import Allowed
from .scoring import Worths, row_of

if TYPE_CHECKING:
    from .solver import Solver


class Threes:
    """The allowed threes as columns. Column c of the sides is the pair that stays when child c goes."""

    def __init__(self, values: Values, ground: Allowed) -> None:
        allowed = ground.threes(values.threes)
        self.size = values.size
        self.children = values.threes[allowed]
        self.worth = values.three_worth[allowed]
        self._values, self._ground = values, ground
        self._only_in_threes = np.flatnonzero(~some(ground.pairs, axis=1))
        self._place = np.where(allowed, np.cumsum(allowed) - 1, -1)

    @cached_property
    def side_worth(self) -> Worths:
        """What the sides are worth."""
        return np.stack([self._values.pair_worth[side] for side in self._sides()], axis=1)

    @cached_property
    def side_allowed(self) -> Yes:
        """Whether the sides may be pairs."""
        return np.stack([self._ground.pairs[side] for side in self._sides()], axis=1)

    def _sides(self) -> tuple[tuple[Grid, Grid], ...]:
        i, j, k = self.children.T
        return ((j, k), (i, k), (i, j))

    def rows_within(self, out: int) -> Grid:
        """The rows whose children are all to be placed. Where a child can be in no pair its threes are enough,
        since one of them must be in the plan; of several such children those of the one with the fewest."""
        inside = np.ones(self.size, dtype=bool)
        inside[children(out)] = False
        within = inside[self.children].all(axis=1)
        narrowed = [within & (self.children == child).any(axis=1) for child in self._only_in_threes if inside[child]]
        return np.flatnonzero(min(narrowed, key=np.count_nonzero, default=within))

    def needed(self, out: int) -> int:
        """How many threes any plan of those who are not out holds, at least: children who can be in no pair are at most
        three in one, and those of them who may not share a three are in as many as they are."""
        left = [child for child in self._only_in_threes.tolist() if not out >> child & 1]
        chosen: list[int] = []
        for child in left:
            if not any(self._beside[child, other] for other in chosen):
                chosen.append(child)
        return max(len(chosen), -(-len(left) // 3))

    @cached_property
    def _beside(self) -> Yes:
        """Grid: the two may share a three."""
        found = np.zeros((self.size, self.size), dtype=bool)
        for one, other in permutations(self.children.T, 2):
            found[one, other] = True
        return found

    def worth_of(self, three: Iterable[int]) -> int | None:
        """What three children are worth together; None where they may not be."""
        place = self._place[row_of(self.size, three)]
        return None if place < 0 else int(self.worth[place])

    def at(self, row: int) -> tuple[tuple[int, ...], int]:
        """The three children of a row, and their worth."""
        return tuple(self.children[row].tolist()), int(self.worth[row])

    def holding(self, one: int, other: int) -> Grid:
        """The rows that hold these two children."""
        return np.flatnonzero((self.children == one).any(axis=1) & (self.children == other).any(axis=1))


class Search:
    """The best plan that holds one of some rows of threes, for the children who are not out.

    A row's bound rests on the ceilings of its three children: what can be reached without that child and with
    one three fewer. A ceiling is settled when it has been solved, as far as it matters here. `found` is what is
    in hand already, `above` what a plan must surpass to be of use, `held` children whom every row holds.
    """

    def __init__(
        self, solver: Solver, rows: Grid, out: int, threes: int, *, found: Best, above: int, held: Collection[int] = ()
    ) -> None:
        self._solver, self._out, self._fewer = solver, out, threes - 1
        self._found, self._above, self._held = found, above, frozenset(held)
        table = solver.threes
        self._children, self._worth = table.children[rows], table.worth[rows]
        self._side_worth, self._usable = table.side_worth[rows], table.side_allowed[rows]
        self._placed = [child for child in range(solver.values.size) if not out >> child & 1]
        self._unsettled = {one for one in self._placed if solver.settled(out | 1 << one, self._fewer) is None}
        self._bounds = self._first_bounds()
        self._surpass = max(
            found.bound, int(self._bounds.max(initial=-2 * solver.values.beyond, where=self._bounds <= self._bar))
        )
        self._keep_above(self._bar)

    def _first_bounds(self) -> Worths:
        ceilings = np.zeros(self._solver.values.size, dtype=self._worth.dtype)
        for child in self._placed:
            ceilings[child] = self._solver.ceiling(self._out, child, self._fewer)
        bounds = self._loosest_bounds()
        for column in range(3):
            bound = ceilings[self._children[:, column]] - self._side_worth[:, column] + self._worth
            bounds = np.where(self._usable[:, column] & (bound < bounds), bound, bounds)
        return bounds

    def _loosest_bounds(self) -> Worths:
        """Bounds that rest on no ceiling: everybody else gets the most that there is for them."""
        if not self._fewer and self._usable.any(axis=1).all():
            return np.full(len(self._worth), self._solver.values.beyond, dtype=self._worth.dtype)
        shares = self._solver.shares.copy()
        shares[children(self._out)] = 0
        left: Worths = (shares.sum() - shares[self._children].sum(axis=1)) // 6
        return left + self._worth

    def run(self) -> Best:
        """The best such plan that surpasses what it must, else nothing better than what was in hand."""
        while self._step():
            pass
        return self.so_far()

    def first(self) -> Best:
        """The first such plan that the search comes upon."""
        while not self._found.groups and self._step():
            pass
        return self._found

    def _step(self) -> bool:
        """Look closer at the row with the highest bound, if that could still be of use."""
        if not len(self._bounds):
            return False
        top = int(np.argmax(self._bounds))
        if self._bounds[top] <= self._bar:
            return False
        child = self._loose(top)
        if child is None:
            self._solve(top)
        else:
            self._settle(child)
        return True

    def so_far(self) -> Best:
        """What is in hand, with what is still open as its bound."""
        still_open = int(self._bounds.max(initial=-2 * self._solver.values.beyond))
        return self._found._replace(bound=max(self._found.worth, self._surpass, still_open))

    @property
    def _bar(self) -> int:
        return max(self._found.worth, self._above)

    def _loose(self, row: int) -> int | None:
        """The child of a row whose ceiling is not settled yet; the one first whose going leaves the best pair."""
        order = np.argsort(-self._side_worth[row], kind="stable")
        usable = self._children[row][order][self._usable[row][order]].tolist()
        return next((child for child in usable if child in self._unsettled), None)

    def _settle(self, child: int) -> None:
        """Solve what can be reached without a child, and tighten the bounds that rest on it."""
        self._unsettled.remove(child)
        columns = [np.flatnonzero((self._children[:, c] == child) & self._usable[:, c]) for c in range(3)]
        gains = [self._worth[rows] - self._side_worth[rows, column] for column, rows in enumerate(columns)]
        most = max(int(gain.max()) for gain in gains if len(gain))
        best = self._solver.best(self._out | 1 << child, self._fewer, above=self._bar - most)
        for rows, gain in zip(columns, gains, strict=True):
            self._bounds[rows] = np.minimum(self._bounds[rows], best.bound + gain)
        if plan := self._solver.inserted(child, best, self._held):
            self._take(plan)

    def _solve(self, row: int) -> None:
        """Solve what goes best with a three."""
        three, worth = tuple(self._children[row].tolist()), int(self._worth[row])
        rest = self._rest_in_hand(three) or self._solver.best(
            self._out | bits(three), self._fewer, above=self._bar - worth
        )
        self._bounds[row] = -2 * self._solver.values.beyond
        self._surpass = max(self._surpass, rest.bound + worth)
        self._take(rest.joined(three, worth))

    def _rest_in_hand(self, three: tuple[int, ...]) -> Best | None:
        """What goes best with a three, where the best plan without one of its children pairs the other two: then
        the bound that rests on that child is met."""
        for child in three:
            pair = tuple(other for other in three if other != child)
            without = self._solver.settled(self._out | 1 << child, self._fewer)
            if without and pair in without.groups:
                worth = without.worth - self._solver.pair_worth[pair[0]][pair[1]]
                return Best(worth, tuple(group for group in without.groups if group != pair), worth)
        return None

    def _take(self, best: Best) -> None:
        """Keep the better plan, and only the rows that could still beat it."""
        if best.worth <= max(self._found.worth, -self._solver.values.beyond):
            return
        self._found = best
        self._keep_above(best.worth)

    def _keep_above(self, bar: int) -> None:
        keep = np.flatnonzero(self._bounds > bar)
        self._children, self._worth, self._bounds = self._children[keep], self._worth[keep], self._bounds[keep]
        self._side_worth, self._usable = self._side_worth[keep], self._usable[keep]
