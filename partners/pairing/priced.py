"""Groups with potentials that hold for them, as whole numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .linear import Numbers
from .room import Grid, Yes
from .scoring import Worths


class Groups(NamedTuple):
    """Pairs as rows of two in order, and threes as rows of a guest and then the host in order, each with its worth in
    Python's own numbers."""

    pairs: Grid
    pair_worth: Worths
    threes: Grid
    three_worth: Worths
    # What each is worth as one number for each level, pairs first; not needed before the linear relaxation is.
    levels: Numbers | None = None

    def with_levels(self, units: Sequence[int]) -> Groups:
        """The same with levels; `units` say what one of each level is worth."""
        worths = [*self.pair_worth.tolist(), *self.three_worth.tolist()]
        levels = np.array([levels_of(worth, units) for worth in worths], dtype=np.float64)
        return self._replace(levels=levels.reshape(-1, len(units)))

    def fitting(self, three: tuple[int, ...]) -> Yes:
        """Column, pairs first: the three itself, and the groups that hold none of its children."""
        theirs = np.isin(self.threes, three)
        return np.concatenate([~np.isin(self.pairs, three).any(axis=1), theirs.all(axis=1) | ~theirs.any(axis=1)])

    def without_threes_of(self, child: int) -> Yes:
        """Column, pairs first: the pairs, and the threes without a child."""
        return np.concatenate([np.ones(len(self.pairs), dtype=bool), ~(self.threes == child).any(axis=1)])

    def kept(self, pairs: Grid, threes: Grid) -> Groups:
        """Only these rows of each."""
        levels = self.levels
        if levels is not None:
            levels = levels[np.concatenate([pairs, len(self.pairs) + threes])]
        return Groups(self.pairs[pairs], self.pair_worth[pairs], self.threes[threes], self.three_worth[threes], levels)


class Priced(NamedTuple):
    """Potentials and a toll for what groups are worth once the cuts are paid for; all scaled. No pair is worth more
    than the potentials of its children, and no three more than those and the toll. `paid` is what cuts add to every
    bound."""

    potentials: Worths
    toll: int
    pair_worth: Worths
    three_worth: Worths
    paid: int

    def bound(self, threes: int) -> int:
        """What no plan with so many threes can surpass, of those that surpass what was to be surpassed."""
        return int(self.potentials.sum()) + self.toll * threes + self.paid


def levels_of(worth: int, units: Sequence[int]) -> list[int]:
    """A worth as one number for each level."""
    found = []
    for unit in units:
        level, worth = divmod(worth, unit)
        found.append(level)
    return found
