"""Potentials from the linear relaxation, as whole numbers that hold exactly.

The relaxation chooses groups in part, and then a level of its best may be no whole number, while that of a plan
is. All levels before it being those of the plan that is to be surpassed, no better plan has more there than the
whole number below. That is put in as a cut, which makes the levels after it count again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy

import numpy as np

from .linear import Linear, Prices
from .priced import Groups, Priced, levels_of
from .relaxed import Relaxed
from .room import Grid, Yes
from .scoring import Worths

MOST_CUTS = 6
# So many groups for each child are looked at first.
FIRST_GROUPS = 5
# Levels are taken together while the first of them is worth no more than so many of the last.
MOST_TOGETHER = 2**11


class Parts:
    """The linear relaxation of some of the groups, and potentials from it. `allowed` says which groups; those that are
    allowed further on are among them."""

    def __init__(self, size: int, groups: Groups, units: Sequence[int], scale: int, first: Priced) -> None:
        self.groups, self._units, self._scale = groups, units, scale
        self._ends = _together(units)
        assert groups.levels is not None
        self._levels = groups.levels
        self._worth = np.concatenate([groups.pair_worth, groups.three_worth])
        alone = np.full((len(groups.pairs), 1), -1)
        rows = np.concatenate([np.concatenate([groups.pairs, alone], axis=1), groups.threes])
        self._size, self._rows = size, rows
        self._first = self._good(first)[: FIRST_GROUPS * size]
        self.allowed = np.ones(len(rows), dtype=bool)
        self._linear: Linear | None = None
        self._most: dict[int, int] = {}
        self.pivots = 0

    def within(self, allowed: Yes) -> Parts:
        """The same for fewer groups; it goes on from here."""
        found = copy(self)
        found.restrict(allowed)
        return found

    def restrict(self, allowed: Yes) -> None:
        """Leave only these groups."""
        self.allowed, self._most = allowed, dict(self._most)
        self._linear = self._linear and self._linear.within(allowed)

    def priced(self, threes: int, bar: int | None) -> Priced:
        """Potentials for plans with so many threes that surpass the bar; no cuts without a bar."""
        linear = self._linear = self._linear or self._new_linear(threes)
        before = linear.pivots
        best = self._exact(linear.solve())
        while bar is not None and len(self._most) < MOST_CUTS:
            top = best.bound(threes) // self._scale
            levels, reached = levels_of(top, self._units), levels_of(bar, self._units)
            level = next((place for place in range(len(levels)) if levels[place] != reached[place]), None)
            if top <= bar or level is None or level in self._most:
                break
            self._most[level] = levels[level]
            linear.cut(level, levels[level])
            found = self._exact(linear.solve())
            if found.bound(threes) < best.bound(threes):
                best = found
        self.pivots = linear.pivots - before
        return best

    def near(self, priced: Priced, floor: int | None) -> Yes:
        """Column: the allowed groups that fall short of potentials and toll by no more than this, if it is given."""
        if floor is None:
            return self.allowed
        pairs, threes = self._short(priced)
        found: Yes = self.allowed & np.concatenate([pairs >= floor, threes >= floor])
        return found

    def worth_of(self, threes: Iterable[tuple[int, ...]], priced: Priced) -> int:
        """What threes that are fixed are worth once the cuts are paid for."""
        rows = np.sort(self.groups.threes, axis=1)
        return sum(int(priced.three_worth[np.flatnonzero((rows == three).all(axis=1))[0]]) for three in threes)

    def relaxed(self, priced: Priced, allowed: Yes) -> Relaxed:
        """The bound by matchings for the allowed groups."""
        count = len(self.groups.pairs)
        pairs, threes = np.flatnonzero(allowed[:count]), np.flatnonzero(allowed[count:])
        kept = priced._replace(pair_worth=priced.pair_worth[pairs], three_worth=priced.three_worth[threes])
        return Relaxed(self.groups.kept(pairs, threes), kept)

    def _short(self, priced: Priced) -> tuple[Worths, Worths]:
        """How much pairs and threes are worth above potentials and toll, 0 at most."""
        pairs = priced.pair_worth - priced.potentials[self.groups.pairs].sum(axis=1)
        threes = priced.three_worth - priced.potentials[self.groups.threes].sum(axis=1) - priced.toll
        return pairs, threes

    def _new_linear(self, threes: int) -> Linear:
        starts = [0, *(end + 1 for end in self._ends)]
        gains = []
        for start, end in zip(starts, self._ends, strict=False):
            weights = [self._units[level] // self._units[end] for level in range(start, end + 1)]
            gains.append(self._levels[:, start : end + 1] @ np.array(weights, dtype=np.float64))
        return Linear(self._size, self._rows, np.column_stack(gains), self._levels, threes, self._first)

    def _good(self, first: Priced) -> Grid:
        """Places of groups, those first that fall short least of some potentials and their toll."""
        found: Grid = np.argsort(-np.concatenate(self._short(first)).astype(np.float64), kind="stable")
        return found

    def _exact(self, prices: Prices) -> Priced:
        """The prices as whole numbers, raised until they hold for the groups that are allowed."""
        potentials = np.array([self._whole(child) for child in prices.children.T], dtype=object)
        toll = self._whole(prices.toll)
        worth: Worths = self._worth * self._scale
        paid = 0
        for level, price in prices.cuts.items():
            cost = max(self._whole(price), 0)
            worth = worth - cost * self._levels[:, level].astype(np.int64).astype(object)
            paid += cost * self._most[level]
        count = len(self.groups.pairs)
        pairs, threes = np.flatnonzero(self.allowed[:count]), np.flatnonzero(self.allowed[count:])
        over = worth[:count][pairs] - potentials[self.groups.pairs[pairs]].sum(axis=1)
        potentials = potentials + max(0, -(-max(over.tolist(), default=0) // 2))
        over = worth[count:][threes] - potentials[self.groups.threes[threes]].sum(axis=1) - toll
        toll += max([0, *over.tolist()])
        return Priced(potentials, toll, worth[:count], worth[count:], paid)

    def _whole(self, price: Worths) -> int:
        return sum(
            round(part * self._scale) * self._units[end] for part, end in zip(price.tolist(), self._ends, strict=True)
        )


def _together(units: Sequence[int]) -> list[int]:
    """Levels that fit into one number together: the last level of each such run."""
    ends = []
    start = 0
    for level in range(1, len(units)):
        if units[start] // units[level] > MOST_TOGETHER:
            ends.append(level - 1)
            start = level
    return [*ends, len(units) - 1]
