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

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, combinations, groupby
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

# Threes that are looked at together.
BLOCK = 30_000

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

    def threes_worth(self, rows: Grid) -> Digits:
        """What each three of these rows is worth."""
        i, j, k = rows.T
        one, two, three = (self._child_in_three(*each) for each in ((i, j, k), (j, i, k), (k, i, j)))
        high, low = one.high + two.high + three.high, one.low + two.low + three.low
        for child, partners in self.last_partners.items():
            if len(partners) == 2:
                again = (rows == sorted({child, *partners})).all(axis=1)
                low = low + again * self.worth.unchanged
        return Digits(high, low, self.low_base)

    @cached_property
    def three_blocks(self) -> list[tuple[Grid, Digits]]:
        """Every three places of the class in blocks of rows, small enough to be kept, with what they are worth."""
        return [(block.astype(np.int16), self.threes_worth(block)) for block in every_block(self.size)]

    @property
    def units(self) -> list[int]:
        """What one of each level is worth, the first level first."""
        return self.worth.units

    has_levels = True

    @property
    def low_base(self) -> int:
        """What one unit of the high digits is worth."""
        return self.worth.one_not_below

    def _child_in_three(self, child: Grid, one: Grid, other: Grid) -> Digits:
        away_from_hard = self.names_hard[child] & ~self.named_hard[child, one] & ~self.named_hard[child, other]
        goes_well = self.goes_well[child, one] | self.goes_well[child, other]
        fits = self.worth.digits_of_fit.at(self._fit_in_three(child, one, other))
        counted = away_from_hard * (self.worth.away_from_hard // self.low_base)
        return Digits(fits.high + counted + goes_well * (self.worth.kept // self.low_base), fits.low, self.low_base)

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


def every_block(size: int) -> Iterator[Grid]:
    """Every three places of a class, in order, in blocks of rows."""
    if size * (size - 1) * (size - 2) // 6 <= BLOCK:
        yield every_three(size)
        return
    for _, firsts in groupby(range(size - 2), key=lambda first: first // max(1, 2 * BLOCK // size**2)):
        parts = []
        for first in firsts:
            second, third = np.triu_indices(size - first - 1, 1)
            parts.append(np.stack([np.full(len(second), first), second + first + 1, third + first + 1], axis=1))
        yield np.concatenate(parts)


@dataclass(frozen=True)
class Digits:
    """A column of whole numbers as two columns of 64 bits: `high` times `base`, and `low` (0 to `base` - 1 once they
    are `in_order`). The highest digits of the objective fill 64 bits by themselves in a class of 200."""

    high: Grid
    low: Grid
    base: int

    def at(self, places: Grid) -> Digits:
        """The numbers at these places."""
        return Digits(self.high[places], self.low[places], self.base)

    def in_order(self) -> Digits:
        """The same numbers with every low digit between 0 and the base."""
        carried = self.low // self.base
        return Digits(self.high + carried, self.low - carried * self.base, self.base)

    def less(self, *others: Digits) -> Digits:
        """These numbers less others."""
        high, low = self.high, self.low
        for other in others:
            high, low = high - other.high, low - other.low
        return Digits(high, low, self.base).in_order()

    def at_least(self, floor: int) -> Yes:
        """Column: the number is not below this; the digits must be in order."""
        high, low = divmod(floor, self.base)
        column: Yes = (self.high > high) | ((self.high == high) & (self.low >= low))
        return column

    def whole(self) -> Worths:
        """The same as Python's own numbers."""
        numbers: Worths = self.high.astype(object) * self.base + self.low
        return numbers


def digits(numbers: Worths, base: int) -> Digits:
    """Whole numbers as digits to a base; Python's own numbers stay where they are too large for 64 bits."""
    pairs = [divmod(number, base) for number in numbers.tolist()]
    most = max((abs(high) for high, _ in pairs), default=0)
    high = np.array([high for high, _ in pairs], dtype=np.int64 if most < INT64_IS_ENOUGH else object)
    return Digits(high, np.array([low for _, low in pairs], dtype=np.int64), base)


class Worth:
    """The objective as one integer for one class, and back. The counts say for how many children a level can matter."""

    def __init__(self, size: int, *, may_be_beside_hard: int, may_be_kept: int, may_be_unchanged: int) -> None:
        self._size = size
        self._may_be_beside_hard, self._may_be_unchanged = may_be_beside_hard, may_be_unchanged
        most = [*[size] * (len(STEPS) - 1), may_be_beside_hard, may_be_kept, size, MOST * size, may_be_unchanged]
        units = [1]
        for digit in reversed(most[1:]):
            units.insert(0, units[0] * (digit + 1))
        *steps, self.away_from_hard, self.kept, last_step, point, self.unchanged = self.units = units
        self.one_not_below = last_step
        self.most = sum(unit * digit for unit, digit in zip(units, most, strict=True))
        self.fits_int64 = 2 * self.most < INT64_IS_ENOUGH
        whole = np.int64 if self.fits_int64 else object
        self.of_fit: Worths = np.arange(MOST + 1).astype(whole) * point
        for step, unit in zip(STEPS, (*steps, last_step), strict=True):
            self.of_fit[step * QUARTERS :] += unit

    @cached_property
    def digits_of_fit(self) -> Digits:
        """What each fit is worth, as digits."""
        return digits(self.of_fit, self.one_not_below)

    def levels(self, worth: int) -> Levels:
        """What a plan of this worth amounts to; a bound that no plan can reach is cut to the best thinkable."""
        digits = []
        worth = min(worth, self.most)
        for unit in self.units:
            digit, worth = divmod(worth, unit)
            digits.append(digit)
        *met, away_from_hard, kept, last_met, total, unchanged = digits
        below = tuple(self._size - count for count in (*met, last_met))
        return Levels(below, self._may_be_beside_hard - away_from_hard, kept, total, self._size - unchanged)
