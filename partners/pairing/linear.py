"""The linear relaxation: groups may be chosen in part. Its dual prices are the best potentials that there are.

What a group is worth is a row of small numbers here, one for each level of the objective, and the simplex method
improves the first level first: floating-point numbers have no room for all levels at once. None of them has
to be exact: `Parts` makes whole numbers of the prices, and raises these until they hold.
"""

from __future__ import annotations

import copy
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .room import Grid, Yes

Numbers: TypeAlias = NDArray[np.float64]

SMALL = 1e-6
MOST_PIVOTS = 1500
AT_ONCE = 60


class Prices(NamedTuple):
    """Dual prices, a row for each column of gains: of each child, of a three, and of a unit of each level that was
    cut."""

    children: Numbers
    toll: Numbers
    cuts: dict[int, Numbers]


class Linear:
    """Choose groups in part so that every child is placed once and the threes are so many; the best by levels.

    `groups` are rows of three children, the last -1 in a pair. `gains` are what each is worth, the first column before
    the second and so on; `levels` are what can be cut. The `first` groups are looked at first.
    """

    def __init__(self, size: int, groups: Grid, gains: Numbers, levels: Numbers, threes: int, first: Grid) -> None:
        self._size, self._groups, self._levels = size, groups, levels
        self._is_three = (groups[:, 2] >= 0).astype(np.float64)
        self._near, self._allowed = first, np.arange(len(groups))
        self._gains = np.column_stack([np.zeros(len(groups)), gains])
        # Slightly different amounts keep the method from going in circles; the prices do not depend on them.
        amounts = 1 + np.arange(1, size + 1) % 89 * 1e-6
        self._amounts = np.concatenate([amounts, [threes + 1e-6]])
        self._cut_levels: list[int] = []
        rows = size + 1
        self._inverse = np.eye(rows)
        # A basic column is a group; below 0 it is an artificial one, which has to go first, or the slack of a cut.
        self._basis = np.full(rows, -1)
        self._gain = np.zeros((rows, self._gains.shape[1]))
        self._gain[:, 0] = -1
        self.pivots = 0

    def within(self, allowed: Yes) -> Linear:
        """A copy for fewer groups, which goes on from here."""
        found = copy.copy(self)
        found.restrict(allowed)
        return found

    def restrict(self, allowed: Yes) -> None:
        """Leave only these groups; a chosen one that goes becomes an artificial one."""
        self._allowed = np.flatnonzero(allowed)
        self._near = self._near[allowed[self._near]]
        self._inverse, self._gain, self._basis = self._inverse.copy(), self._gain.copy(), self._basis.copy()
        self._cut_levels = list(self._cut_levels)
        self.pivots = 0
        gone = np.array([group >= 0 and not allowed[group] for group in self._basis.tolist()])
        self._basis[gone] = -1
        self._gain[gone] = 0
        self._gain[gone, 0] = -1

    def solve(self) -> Prices:
        """The prices. What may be spent on pivots ends it early; the prices are less good then."""
        while self._improve() and len(better := self._better_groups()):
            self._near = np.concatenate([self._near, better])
        prices = (self._gain.T @ self._inverse)[1:]
        cuts = {level: prices[:, self._size + 1 + place] for place, level in enumerate(self._cut_levels)}
        return Prices(prices[:, : self._size], prices[:, self._size], cuts)

    def cut(self, level: int, most: int) -> None:
        """From now on the sum of a level is at most this. What is above it goes into an artificial column first."""
        row = np.array([self._levels[group, level] if group >= 0 else 0.0 for group in self._basis])
        self._cut_levels.append(level)
        rows = len(self._amounts)
        inverse = np.zeros((rows + 1, rows + 1))
        inverse[:rows, :rows] = self._inverse
        inverse[rows, :rows] = row @ self._inverse
        inverse[rows, rows] = -1
        self._inverse = inverse
        self._amounts = np.concatenate([self._amounts, [most + 1e-5]])
        self._basis = np.concatenate([self._basis, [-1]])
        gain = np.zeros((1, self._gains.shape[1]))
        gain[0, 0] = -1
        self._gain = np.concatenate([self._gain, gain])

    def _improve(self) -> bool:
        """Pivot until none of the groups that are looked at improves any level; whether that was reached."""
        while self.pivots < MOST_PIVOTS:
            entering = self._entering(self._gain.T @ self._inverse)
            if entering is None:
                return True
            if not self._pivot(*entering):
                return False
        return False

    def _better_groups(self) -> Grid:
        """Some of all groups that improve the first level that can be improved at the prices that there are."""
        near = self._allowed
        for level, price in enumerate(self._gain.T @ self._inverse):
            gains = self._gains[near, level] - self._priced(price, near)
            if len(better := np.flatnonzero(gains > SMALL)):
                return near[better[np.argsort(-gains[better], kind="stable")[:AT_ONCE]]]
            near = near[gains > -SMALL]
        return near[:0]

    def _column(self, group: int) -> Numbers:
        column = np.zeros(len(self._amounts))
        members = self._groups[group]
        column[members[members >= 0]] = 1
        column[self._size] = self._is_three[group]
        for place, level in enumerate(self._cut_levels):
            column[self._size + 1 + place] = self._levels[group, level]
        return column

    def _entering(self, prices: Numbers) -> tuple[int, Numbers, Numbers] | None:
        """The group (or the slack of a cut, as a number below 0) that improves the first level that can be improved."""
        near = self._near
        slacks = list(range(len(self._cut_levels)))
        for level, price in enumerate(prices):
            gains = self._gains[near, level] - self._priced(price, near)
            slack_gains = [-price[self._size + 1 + place] for place in slacks]
            best = int(np.argmax(gains)) if len(near) else -1
            most = gains[best] if len(near) else 0.0
            for place, gain in zip(slacks, slack_gains, strict=True):
                if gain > SMALL and gain > most:
                    column = np.zeros(len(self._amounts))
                    column[self._size + 1 + place] = 1
                    return -1, column, np.zeros(self._gains.shape[1])
            if most > SMALL:
                group = int(near[best])
                return group, self._column(group), self._gains[group]
            near = near[gains > -SMALL]
            slacks = [place for place, gain in zip(slacks, slack_gains, strict=True) if gain > -SMALL]
        return None

    def _priced(self, price: Numbers, near: Grid) -> Numbers:
        padded = np.concatenate([price[: self._size], [0.0]])
        members = self._groups[near]
        found: Numbers = padded[members[:, 0]] + padded[members[:, 1]] + padded[members[:, 2]]
        found += self._is_three[near] * price[self._size]
        for place, level in enumerate(self._cut_levels):
            found += self._levels[near, level] * price[self._size + 1 + place]
        return found

    def _pivot(self, name: int, column: Numbers, gain: Numbers) -> bool:
        self.pivots += 1
        direction = self._inverse @ column
        now = self._inverse @ self._amounts
        going = np.flatnonzero(direction > 1e-9)
        if not len(going):
            return False
        ratios = now[going] / direction[going]
        row = int(going[np.argmin(ratios)])
        self._inverse[row] /= direction[row]
        others = np.arange(len(direction)) != row
        self._inverse[others] -= np.outer(direction[others], self._inverse[row])
        self._basis[row] = name
        self._gain[row] = gain
        return True
