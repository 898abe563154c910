"""Fits, and the whole objective as one integer a group.

Each level of the objective is a digit of that integer, the first level the highest digit. A child's fit is
looked up in a table of 401 entries (0 to 100 points in quarters) that holds what the fit is worth: one for
not being below each step, and the fit itself. To that comes one for a child who is beside nobody whom they
named as hard, one for a child who stays with a partner with whom it goes well, and one for a child whose
partners are those of the last round. A group is worth the sum over its children. Every plan holds every
child once, so that counting those not below is as good as counting those below. Every digit's base is
larger than the digit can get, so that the sums of whole plans compare level by level.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import chain, combinations
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .considerations import CONSIDERATIONS, goes_well, mutual, named_hard
from .problem import STEPS, Levels, Problem
from .room import Grid, Room, Yes, some

# Whole numbers of 64 bits, or Python's own where those are too small.
Worths: TypeAlias = NDArray[Any]

QUARTERS = 4
START = 50 * QUARTERS
MOST = 100 * QUARTERS
QUARTERS_A_POINT = {"off": 0, "low": 2, "normal": 4, "high": 6}
THREE = -5 * QUARTERS
OUTSIDER = -30 * QUARTERS
THREE_AGAIN = -10  # points, before the weight of `history`

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
    def named_hard(self) -> Yes:
        """Grid: the child named the partner as hard, and that counts."""
        return named_hard(self.room)

    @cached_property
    def names_hard(self) -> Yes:
        """Column: the child named somebody as hard, and that counts."""
        return some(self.named_hard, axis=1)

    @cached_property
    def goes_well(self) -> Yes:
        """Grid: the two were partners in the last round, it goes well, and that counts."""
        return goes_well(self.room) & (self.room.weight("history") != "off")

    @cached_property
    def three_again(self) -> Grid:
        """Column: the quarters that the child loses in a three because of a three in the last round."""
        threes = [
            entry.students for entry in self.problem.history if entry.rounds_ago == 1 and len(entry.students) == 3
        ]
        again = {student for three in threes for student in three}
        cost = THREE_AGAIN * QUARTERS_A_POINT[self.room.weight("history")]
        return cost * self.room.column(lambda student: student.id in again and not student.better_in_three)

    @cached_property
    def last_partners(self) -> dict[int, frozenset[int]]:
        """By child: the partners of the last round, where there were any."""
        partners: dict[int, set[int]] = {}
        for entry in self.problem.history:
            if entry.rounds_ago == 1:
                group = {self.room.index[student] for student in entry.students}
                for child in group:
                    partners.setdefault(child, set()).update(group - {child})
        return {child: frozenset(found) for child, found in partners.items()}

    def is_changed(self, child: int, others: tuple[int, ...]) -> bool:
        """Whether these are not the child's partners of the last round, all of them and nobody else."""
        return self.last_partners.get(child) != frozenset(others)

    def fit_in(self, child: int, others: tuple[int, ...]) -> int:
        """The fit in quarters of a child with one or two partners."""
        toward = self.fit[child, list(others)]
        if len(others) == 1:
            return int(toward[0])
        return int(max(toward.sum() // 2 + THREE + self.three_again[child] + self.outsider(child, others), 0))

    def outsider(self, child: int, others: tuple[int, ...]) -> int:
        """The quarters that a child loses in a three whose other two named each other, and neither of them is mutual
        with this child."""
        left_out = self.mutual[others] and not self.mutual[child, list(others)].any()
        return OUTSIDER if left_out else 0

    def levels(self, groups: Iterable[tuple[str, ...]]) -> tuple[Levels, Mapping[str, int]]:
        """The value of a partition, and every child's fit in quarters."""
        fits: dict[str, int] = {}
        beside_hard = kept = changes = 0
        for group in groups:
            places = [self.room.index[student] for student in group]
            for student, child in zip(group, places, strict=True):
                others = tuple(place for place in places if place != child)
                fits[student] = self.fit_in(child, others)
                beside_hard += int(self.named_hard[child, list(others)].any())
                kept += int(self.goes_well[child, list(others)].any())
                changes += self.is_changed(child, others)
        below = tuple(sum(fit < step * QUARTERS for fit in fits.values()) for step in STEPS)
        return Levels(below, beside_hard, kept, sum(fits.values()), changes), dict(sorted(fits.items()))

    @cached_property
    def worth(self) -> Worth:
        """What each level is worth in this class."""
        return Worth(
            self.size,
            may_be_beside_hard=int(self.names_hard.sum()),
            may_be_kept=int(some(self.goes_well, axis=1).sum()),
            may_be_unchanged=len(self.last_partners),
        )

    @cached_property
    def pair_worth(self) -> Worths:
        """Grid: what a pair is worth (symmetric)."""
        away_from_hard = self.names_hard[:, None] & ~self.named_hard
        children: Worths = self.worth.of_fit[self.fit] + self._beside(away_from_hard, self.goes_well)
        for child, partners in self.last_partners.items():
            if len(partners) == 1:
                children[child, min(partners)] += self.worth.unchanged
        return children + children.T

    def _beside(self, away_from_hard: Yes, goes_well: Yes) -> Worths:
        """What it is worth beside whom children are, and are not."""
        worth: Worths = away_from_hard * self.worth.away_from_hard + goes_well * self.worth.kept
        return worth

    @cached_property
    def threes(self) -> Grid:
        """Rows of three: every three children, in order."""
        return every_three(self.size)

    @cached_property
    def three_worth(self) -> Worths:
        """Column over `threes`: what each is worth."""
        i, j, k = self.threes.T
        total = self._child_in_three(i, j, k) + self._child_in_three(j, i, k) + self._child_in_three(k, i, j)
        for child, partners in self.last_partners.items():
            if len(partners) == 2:
                total[row_of(self.size, {child, *partners})] += self.worth.unchanged
        return total

    def _child_in_three(self, child: Grid, one: Grid, other: Grid) -> Worths:
        away_from_hard = self.names_hard[child] & ~self.named_hard[child, one] & ~self.named_hard[child, other]
        goes_well = self.goes_well[child, one] | self.goes_well[child, other]
        worth: Worths = self.worth.of_fit[self._fit_in_three(child, one, other)]
        return worth + self._beside(away_from_hard, goes_well)

    @property
    def beyond(self) -> int:
        """More than any two plans are worth together."""
        return 2 * (self.worth.most + 1)

    def _fit_in_three(self, child: Grid, one: Grid, other: Grid) -> Grid:
        left_out = self.mutual[one, other] & ~self.mutual[child, one] & ~self.mutual[child, other]
        mean = (self.fit[child, one] + self.fit[child, other]) // 2
        return np.maximum(mean + THREE + self.three_again[child] + OUTSIDER * left_out, 0)


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
    """The objective as one integer for one class, and back. The counts say for how many children a level can matter."""

    def __init__(self, size: int, *, may_be_beside_hard: int, may_be_kept: int, may_be_unchanged: int) -> None:
        self._size = size
        self._may_be_beside_hard, self._may_be_unchanged = may_be_beside_hard, may_be_unchanged
        most = [*[size] * (len(STEPS) - 1), may_be_beside_hard, may_be_kept, size, MOST * size, may_be_unchanged]
        units = [1]
        for digit in reversed(most[1:]):
            units.insert(0, units[0] * (digit + 1))
        *steps, self.away_from_hard, self.kept, last_step, point, self.unchanged = self._units = units
        self.one_not_below = last_step
        self.most = sum(unit * digit for unit, digit in zip(units, most, strict=True))
        self.fits_int64 = 2 * self.most < INT64_IS_ENOUGH
        whole = np.int64 if self.fits_int64 else object
        self.of_fit: Worths = np.arange(MOST + 1).astype(whole) * point
        for step, unit in zip(STEPS, (*steps, last_step), strict=True):
            self.of_fit[step * QUARTERS :] += unit

    def levels(self, worth: int) -> Levels:
        """What a plan of this worth amounts to; a bound that no plan can reach is cut to the best thinkable."""
        digits = []
        worth = min(worth, self.most)
        for unit in self._units:
            digit, worth = divmod(worth, unit)
            digits.append(digit)
        *met, away_from_hard, kept, last_met, total, unchanged = digits
        below = tuple(self._size - count for count in (*met, last_met))
        return Levels(below, self._may_be_beside_hard - away_from_hard, kept, total, self._size - unchanged)
