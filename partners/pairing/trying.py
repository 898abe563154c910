"""Some plan with a given number of threes, by trying threes one after the other.

Where all threes are worth nearly the same, bounds say little about where a plan is, or whether there is one. Here the
child who has the fewest threes left is placed first, so that a way that leads nowhere ends soon. Once all threes are
chosen the rest is one matching.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import rustworkx as rx

from .prepared import Prepared
from .priced import Groups
from .room import Grid, Yes

# A step takes as long as it takes to look at so many threes.
A_STEP = 100
# One way to choose threes is tried to its end in any case, which takes about so many looks at each of them.
A_WAY = 20

Plan = tuple[tuple[int, ...], ...]


class Trial:
    """The ways to choose so many of some threes. What may be spent is counted in threes that are looked at;
    `is_complete` says, once a plan was asked for, that every way was tried."""

    def __init__(self, prepared: Prepared, groups: Groups, threes: int, most_spent: int) -> None:
        self._only, self._pairs, self._size = prepared.threes.only_in_threes, prepared.ground.pairs, prepared.size
        self._most_spent, self._count = most_spent + A_WAY * len(groups.threes), threes
        worth = groups.three_worth.tolist()
        self._threes: Grid = groups.threes[sorted(range(len(worth)), key=lambda row: -worth[row])]
        self.spent = 0

    @property
    def is_complete(self) -> bool:
        return self.spent <= self._most_spent

    def plan(self) -> Plan | None:
        """The groups of the first plan that is found."""
        return next(self._plans(np.ones(self._size, dtype=bool), self._threes, self._count), None)

    def _plans(self, left: Yes, threes: Grid, count: int) -> Iterator[Plan]:
        """Plans of the children who are left, with so many of these threes."""
        self.spent += A_STEP + len(threes)
        waiting = left & self._only
        if not self.is_complete or waiting.sum() > 3 * count or left.sum() < 3 * count:
            return
        if not count:
            yield from self._matched(left)
            return
        ways = np.bincount(threes.ravel(), minlength=self._size)
        if not len(threes) or (waiting & (ways == 0)).any():
            return
        child = int(np.argmin(np.where(waiting if waiting.any() else ways > 0, ways, ways.max() + 1)))
        theirs = (threes == child).any(axis=1)
        for three in self._in_turn(threes[theirs], waiting, count):
            if not self.is_complete:
                return
            rest = left.copy()
            rest[three] = False
            for plan in self._plans(rest, threes[rest[threes].all(axis=1)], count - 1):
                yield tuple(sorted([*plan, tuple(sorted(three.tolist()))]))
        if not waiting.any():
            yield from self._plans(left, threes[~theirs], count)

    def _in_turn(self, threes: Grid, waiting: Yes, count: int) -> Grid:
        """The threes that leave no more children who wait than the others can hold; those first that place about as
        many as each of them must."""
        placed = waiting[threes].sum(axis=1)
        off = np.abs(count * placed - waiting.sum())
        order = np.argsort(off, kind="stable")
        found: Grid = threes[order[waiting.sum() - placed[order] <= 3 * (count - 1)]]
        return found

    def _matched(self, left: Yes) -> Iterator[Plan]:
        """The children who are left in pairs, if that is possible."""
        graph: rx.PyGraph[None, int] = rx.PyGraph(multigraph=False)
        graph.add_nodes_from([None] * self._size)
        there = np.argwhere(np.triu(self._pairs & left[:, None] & left[None, :]))
        graph.add_edges_from([(one, other, 1) for one, other in there.tolist()])
        matched = rx.max_weight_matching(graph, max_cardinality=True)
        if 2 * len(matched) == left.sum():
            yield tuple(sorted((min(pair), max(pair)) for pair in matched))
