"""The exact optimum over pairs and threes.

A class without a three is one maximum-weight perfect matching. With threes a bound does most of the work.
Let best(V, m) be the best partition of the children V with m threes. Take a three {i, j, k} out of V: if
what is left were worth more than best(V - k, m - 1) - pair(i, j), adding the pair (i, j) to it would give
something better than the best for V - k. The same holds for the other two children of the three, wherever
the two who stay may be a pair. So the threes are tried in the order of their own worth plus that bound, and
the search ends at the first that cannot beat what is in hand.
"""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np
import rustworkx as rx

from .room import Grid, Yes
from .rules import Allowed
from .scoring import Worths

# Up to three threes the search always ends; above, after this many matchings (a count: the same everywhere).
ALWAYS_PROVED = 3
MOST_MATCHINGS = 10_000


class Values(Protocol):
    """What groups are worth: pairs as a symmetric grid, threes as a column over the rows of `threes`."""

    @property
    def size(self) -> int:
        """How many children there are."""

    @property
    def pair_worth(self) -> Worths:
        """What each pair is worth."""

    @property
    def threes(self) -> Grid:
        """Rows of three children, every three of the class."""

    @property
    def three_worth(self) -> Worths:
        """What each three is worth."""

    @property
    def beyond(self) -> int:
        """More than any plan can be worth."""


class Best(NamedTuple):
    """The best groups found for some children (places in id order), their worth, and what none can surpass."""

    worth: int
    groups: tuple[tuple[int, ...], ...]
    bound: int

    def joined(self, group: tuple[int, ...], worth: int) -> Best:
        """The same with one group more."""
        return Best(self.worth + worth, (*self.groups, group), self.bound + worth)


class Solver:
    """best(out, threes) for the groups that are allowed; what was solved is kept.

    `out` says as bits which children are not to be placed.
    """

    def __init__(self, values: Values, ground: Allowed) -> None:
        self.values = values
        self.ground = ground
        self.matchings = 0
        self._known: dict[tuple[int, int], Best | None] = {}

    def best(self, out: int, threes: int) -> Best | None:
        """The best partition of the children who are not out, with this many threes; None if there is none."""
        key = (out, threes)
        if key not in self._known:
            self._known[key] = self._with_threes(out, threes) if threes else self._pairs_only(out)
        return self._known[key]

    @cached_property
    def _graph(self) -> rx.PyGraph[int, int]:
        graph: rx.PyGraph[int, int] = rx.PyGraph(multigraph=False)
        graph.add_nodes_from(range(self.values.size))
        rows, columns = np.nonzero(np.triu(self.ground.pairs))
        weights = self.values.pair_worth[rows, columns]
        graph.add_edges_from(list(zip(rows.tolist(), columns.tolist(), weights.tolist(), strict=True)))
        return graph

    def _pairs_only(self, out: int) -> Best | None:
        placed = self.values.size - out.bit_count()
        graph = self._graph.copy()
        graph.remove_nodes_from(children(out))
        self.matchings += 1
        # Verifying the optimum costs nothing that can be felt and makes each matching its own proof.
        matched = rx.max_weight_matching(graph, max_cardinality=True, weight_fn=int, verify_optimum=True)
        if 2 * len(matched) < placed:
            return None
        pairs = tuple(sorted((min(pair), max(pair)) for pair in matched))
        worth = sum(int(self.values.pair_worth[pair]) for pair in pairs)
        return Best(worth, pairs, worth)

    def _with_threes(self, out: int, threes: int) -> Best | None:
        rows = self._threes.rows_within(self.values.size, out)
        rows, bounds = self._bounded(rows, out, threes)
        found: Best | None = None
        while len(rows):
            top = int(np.argmax(bounds))
            three, worth = self._threes.at(rows[top])
            rest = self.best(out | bits(three), threes - 1)
            if rest and (not found or rest.worth + worth > found.worth):
                found = rest.joined(three, worth)
            open_still = bounds > found.worth if found else np.ones(len(rows), dtype=bool)
            open_still[top] = False
            rows, bounds = rows[open_still], bounds[open_still]
        return found

    def _bounded(self, rows: Grid, out: int, threes: int) -> tuple[Grid, Worths]:
        """The rows that can be part of a plan, and what such a plan cannot surpass."""
        table = self._threes
        bounds = table.no_bound(len(rows))
        possible = np.ones(len(rows), dtype=bool)
        for column in range(3):
            taken, usable = table.children[rows, column], table.side_allowed[rows, column]
            without = self._without(np.unique(taken[usable]), out, threes)
            possible &= ~usable | without.reachable[taken]
            bound = without.worth[taken] - table.side_worth[rows, column]
            bounds = np.where(usable & (bound < bounds), bound, bounds)
        return rows[possible], bounds[possible] + table.worth[rows[possible]]

    def _without(self, taken: Grid, out: int, threes: int) -> Without:
        """What can be reached when one child more is out and there is one three fewer."""
        without = Without(
            np.zeros(self.values.size, dtype=self.values.pair_worth.dtype),
            np.zeros(self.values.size, dtype=bool),
        )
        for child in taken.tolist():
            if best := self.best(out | 1 << child, threes - 1):
                without.worth[child], without.reachable[child] = best.bound, True
        return without

    @cached_property
    def _threes(self) -> Threes:
        return Threes(self.values, self.ground)


class Without(NamedTuple):
    """By child: the worth of the best plan without it, and whether there is one."""

    worth: Worths
    reachable: Yes


class Threes:
    """The allowed threes as columns. Column c of the sides is the pair that stays when child c goes."""

    def __init__(self, values: Values, ground: Allowed) -> None:
        allowed = ground.threes(values.threes)
        self.children = values.threes[allowed]
        self.worth = values.three_worth[allowed]
        i, j, k = self.children.T
        sides = ((j, k), (i, k), (i, j))
        self.side_worth: Worths = np.stack([values.pair_worth[side] for side in sides], axis=1)
        self.side_allowed: Yes = np.stack([ground.pairs[side] for side in sides], axis=1)
        self._only_in_threes = np.flatnonzero(~ground.pairs.any(axis=1))
        self._beyond = values.beyond

    def rows_within(self, size: int, out: int) -> Grid:
        """The rows whose children are all to be placed. Where a child can be in no pair its threes are enough,
        since one of them must be in the plan; of several such children the one with the fewest."""
        inside = np.ones(size, dtype=bool)
        inside[children(out)] = False
        within = inside[self.children].all(axis=1)
        narrowed = [within & (self.children == child).any(axis=1) for child in self._only_in_threes if inside[child]]
        return np.flatnonzero(min(narrowed, key=np.count_nonzero, default=within))

    def no_bound(self, length: int) -> Worths:
        """A column above every worth."""
        return np.full(length, self._beyond, dtype=self.worth.dtype)

    def at(self, row: int) -> tuple[tuple[int, ...], int]:
        """The three children of a row, and their worth."""
        return tuple(self.children[row].tolist()), int(self.worth[row])


def bits(places: tuple[int, ...]) -> int:
    """Children as bits."""
    return sum(1 << place for place in places)


def children(out: int) -> list[int]:
    """Bits as children, in order."""
    return [place for place in range(out.bit_length()) if out >> place & 1]
