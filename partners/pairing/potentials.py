"""Potentials: a number for each child, so that no pair is worth more than the numbers of its two children together.

Their sum is then more than any plan of pairs is worth, and how much a pair falls short of its two numbers is
the least that choosing it costs. They come from the assignment problem on the class and a copy of it, which
the Hungarian method solves exactly in whole numbers.
"""

from __future__ import annotations

import numpy as np

from .room import Yes
from .scoring import Worths


def potentials(worth: Worths, allowed: Yes, forbidden: int) -> Worths:
    """Column: the potentials with the smallest sum, rounded up. Pairs that are not allowed count as worth this much."""
    cost = np.where(allowed, -worth, -forbidden).astype(worth.dtype)
    column_price = cost.min(axis=0)
    row_price = (cost - column_price).min(axis=1)
    _Assignment(cost, row_price, column_price).complete()
    halves: Worths = -((row_price + column_price) // 2)
    return halves


class _Assignment:
    """The cheapest way to give each row a column of its own; `row_price` and `column_price` become its dual prices."""

    def __init__(self, cost: Worths, row_price: Worths, column_price: Worths) -> None:
        self._cost, self._row_price, self._column_price = cost, row_price, column_price
        self._row_of = np.full(len(cost), -1)

    def complete(self) -> None:
        """Assign every row: first where it costs nothing, then along the cheapest paths."""
        for row in range(len(self._cost)):
            free = np.flatnonzero((self._slack(row) == 0) & (self._row_of < 0))
            if len(free):
                self._row_of[free[0]] = row
        for row in sorted(set(range(len(self._cost))) - set(self._row_of.tolist())):
            self._assign(row)

    def _slack(self, row: int) -> Worths:
        slack: Worths = self._cost[row] - self._row_price[row] - self._column_price
        return slack

    def _assign(self, start: int) -> None:
        distance = self._slack(start)
        before = np.full(len(distance), start)
        reached: list[int] = []
        still_open = np.ones(len(distance), dtype=bool)
        while True:
            columns = np.flatnonzero(still_open)
            column = int(columns[np.argmin(distance[columns])])
            still_open[column] = False
            row = int(self._row_of[column])
            if row < 0:
                break
            reached.append(column)
            further = distance[column] + self._slack(row)
            closer = still_open & (further < distance)
            distance[closer] = further[closer]
            before[closer] = row
        self._row_price[start] += distance[column]
        for each in reached:
            self._column_price[each] += distance[each] - distance[column]
            self._row_price[self._row_of[each]] -= distance[each] - distance[column]
        self._follow(before, column, start)

    def _follow(self, before: Worths, column: int, start: int) -> None:
        """Change the assignment along the path that ends in this column."""
        columns_of = {int(row): place for place, row in enumerate(self._row_of) if row >= 0}
        while True:
            row = int(before[column])
            self._row_of[column] = row
            if row == start:
                return
            column = columns_of[row]
