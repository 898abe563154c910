"""Fits, and the whole objective as one integer a group.

A child's fit is looked up in a table of 401 entries (0 to 100 points in quarters) that holds what the fit is
worth: from the highest digit down, one for not being below 10, 20, ... 60, then the fit itself. A group is
worth the sum over its children, and one more for each child whose partners are those of last round. Every
plan holds every child once, so that counting those not below is as good as counting those below; every
digit's base is larger than the digit can get, so that the sums of whole plans compare level by level.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import chain, combinations
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .considerations import CONSIDERATIONS, mutual
from .problem import STEPS, Levels, Problem
from .room import Grid, Room, Yes

# Whole numbers of 64 bits, or Python's own where those are too small.
Worths: TypeAlias = NDArray[Any]

QUARTERS = 4
START = 50 * QUARTERS
MOST = 100 * QUARTERS
QUARTERS_A_POINT = {"off": 0, "low": 2, "normal": 4, "high": 6}
THREE = -5 * QUARTERS
OUTSIDER = -30 * QUARTERS

# Sums and differences of two plans must fit, with room to spare.
INT64_IS_ENOUGH = 2**58


class Scores:
    """All fits of one class, and what pairs and threes are worth. Children are places in id order."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.room = Room(problem)
        self.size = self.room.size

    @cached_property
    def quarters(self) -> dict[str, Grid]:
        """By key: the quarters that the child of the row gains by the partner of the column."""
        factors = {one.key: QUARTERS_A_POINT[self.room.weight(one.key)] for one in CONSIDERATIONS}
        return {one.key: one.points(self.room) * factors[one.key] for one in CONSIDERATIONS if factors[one.key]}

    @cached_property
    def unclamped(self) -> Grid:
        """Grid: fits in quarters before they are held between 0 and 100 points."""
        total = np.full((self.size, self.size), START, dtype=np.int64)
        for grid in self.quarters.values():
            total += grid
        return total

    @cached_property
    def fit(self) -> Grid:
        """Grid: fits in quarters."""
        return np.clip(self.unclamped, 0, MOST)

    @cached_property
    def mutual(self) -> Yes:
        """Grid: the two named each other as great, whatever that weighs."""
        return mutual(self.room)

    @cached_property
    def last_partners(self) -> dict[int, frozenset[int]]:
        """By child: the partners of last round, where there were any."""
        partners: dict[int, set[int]] = {}
        for entry in self.problem.history:
            if entry.rounds_ago == 1:
                group = {self.room.index[student] for student in entry.students}
                for child in group:
                    partners.setdefault(child, set()).update(group - {child})
        return {child: frozenset(found) for child, found in partners.items()}

    def is_changed(self, child: int, others: tuple[int, ...]) -> bool:
        """Whether these are not the child's partners of last round, all of them and nobody else."""
        return self.last_partners.get(child) != frozenset(others)

    def fit_in(self, child: int, others: tuple[int, ...]) -> int:
        """The fit in quarters of a child with its one or two partners."""
        toward = self.fit[child, list(others)]
        if len(others) == 1:
            return int(toward[0])
        return int(max(toward.sum() // 2 + THREE + self.outsider(child, others), 0))

    def outsider(self, child: int, others: tuple[int, ...]) -> int:
        """The quarters that a child loses in a three whose other two named each other and not it."""
        left_out = self.mutual[others] and not self.mutual[child, list(others)].any()
        return OUTSIDER if left_out else 0

    def levels(self, groups: Iterable[tuple[str, ...]]) -> tuple[Levels, Mapping[str, int]]:
        """The value of a partition, and every child's fit in quarters."""
        fits: dict[str, int] = {}
        changes = 0
        for group in groups:
            places = [self.room.index[student] for student in group]
            for student, child in zip(group, places, strict=True):
                others = tuple(place for place in places if place != child)
                fits[student] = self.fit_in(child, others)
                changes += self.is_changed(child, others)
        below = tuple(sum(fit < step * QUARTERS for fit in fits.values()) for step in STEPS)
        return Levels(below, sum(fits.values()), changes), dict(sorted(fits.items()))

    @cached_property
    def worth(self) -> Worth:
        """What fits are worth in this class."""
        return Worth(self.size)

    @cached_property
    def pair_worth(self) -> Worths:
        """Grid: what a pair is worth (symmetric)."""
        children: Worths = self.worth.of_fit[self.fit]
        kept = np.zeros_like(children)
        for child, partners in self.last_partners.items():
            if len(partners) == 1:
                kept[child, min(partners)] += 1
        children += kept
        return children + children.T

    @cached_property
    def threes(self) -> Grid:
        """Rows of three: every three children, in order."""
        return every_three(self.size)

    @cached_property
    def three_worth(self) -> Worths:
        """Column over `threes`: what each is worth."""
        i, j, k = self.threes.T
        total: Worths = self.worth.of_fit[self._fit_in_three(i, j, k)]
        for child, one, other in ((j, i, k), (k, i, j)):
            total += self.worth.of_fit[self._fit_in_three(child, one, other)]
        for child, partners in self.last_partners.items():
            if len(partners) == 2:
                total[row_of(self.size, {child, *partners})] += 1
        return total

    @property
    def beyond(self) -> int:
        """More than any two plans are worth together."""
        return 2 * (self.size + 1) * (int(self.worth.of_fit[-1]) + 1)

    def _fit_in_three(self, child: Grid, one: Grid, other: Grid) -> Grid:
        left_out = self.mutual[one, other] & ~self.mutual[child, one] & ~self.mutual[child, other]
        mean = (self.fit[child, one] + self.fit[child, other]) // 2
        return np.maximum(mean + THREE + OUTSIDER * left_out, 0)


def every_three(size: int) -> Grid:
    """Rows of three: every three places of a class, in order."""
    return np.fromiter(chain.from_iterable(combinations(range(size), 3)), dtype=np.int64).reshape(-1, 3)


def row_of(size: int, three: Iterable[int]) -> int:
    """The row of `every_three` that holds these children."""
    i, j, k = sorted(three)
    from_i, from_j = size - i, size - j
    before = (size * (size - 1) * (size - 2) - from_i * (from_i - 1) * (from_i - 2)) // 6
    return before + ((from_i - 1) * (from_i - 2) - from_j * (from_j - 1)) // 2 + k - j - 1


class Worth:
    """The objective as one integer, for classes of one size, and back."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._bases = [size + 1] * len(STEPS) + [MOST * size + 1, size + 1]
        self._units = [1]
        for base in reversed(self._bases[1:]):
            self._units.insert(0, self._units[0] * base)
        self.fits_int64 = self._units[0] * (size + 1) < INT64_IS_ENOUGH
        fits = np.arange(MOST + 1).astype(np.int64 if self.fits_int64 else object)
        self.of_fit: Worths = fits * self._units[-2]
        for step, unit in zip(STEPS, self._units, strict=False):
            self.of_fit[step * QUARTERS :] += unit

    @property
    def one_not_below(self) -> int:
        """What it is worth that one child more is not below the highest step."""
        return self._units[len(STEPS) - 1]

    def levels(self, worth: int) -> Levels:
        """What a plan of this worth amounts to; a bound that no plan can reach is cut to the best thinkable."""
        if worth >= self._units[0] * (self._size + 1):
            return Levels((0,) * len(STEPS), MOST * self._size, 0)
        digits = []
        for unit in self._units:
            digit, worth = divmod(worth, unit)
            digits.append(digit)
        *met, total, kept = digits
        return Levels(tuple(self._size - count for count in met), total, self._size - kept)
