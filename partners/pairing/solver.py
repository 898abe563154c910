"""The exact optimum over pairs and threes.

A class without a three is one maximum-weight perfect matching. With threes a search goes on from matchings
that bound it: see `search` and `relaxed`.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import rustworkx as rx

from .parts import Best, Values
from .prepared import Prepared
from .room import Yes
from .rules import Allowed
from .scoring import Worths
from .search import Search

# What a search may take, as edges of all its matchings (a count: the same everywhere).
MOST_EDGES = 200_000
PRICE_ROUNDS = 20


class Solver:
    """The best plan for the groups that are allowed, by the number of threes."""

    def __init__(self, values: Values, ground: Allowed, *, most_edges: int = MOST_EDGES) -> None:
        self.values, self.ground, self.most_edges = values, ground, most_edges
        self.spent = 0  # by searches that were made for this one
        self._searches: dict[int, Search] = {}

    def solve(self, threes: int, above: int | None = None, edges: int | None = None) -> Best | None:
        """The best plan with this many threes, None where there is none. Where only what surpasses `above` is of use it
        may be just a bound. Where so many edges more (else all that may be spent) are not enough it is the best plan
        found, if any, with its bound; the next call goes on from there."""
        if not threes:
            return self.pairs_of(np.ones(self.values.size, dtype=bool))
        limit = self.left if edges is None else min(edges, self.left)
        best = self._search(threes).run(-self.values.beyond if above is None else above, limit)
        return best if best.bound > -self.values.beyond else None

    def find_some(self, threes: int) -> Best | None:
        """Some good plan with this many threes, where one is found at once."""
        best = self._search(threes).find_some() if threes else self.solve(0)
        return best if best and best.groups else None

    def some(self, threes: int) -> Best | None:
        """Some plan with this many threes; None where there is none. Where what may be spent is not enough to know it
        has no groups."""
        return self.find_some(threes) or self.solve(threes)

    def _search(self, threes: int) -> Search:
        if threes not in self._searches:
            self._searches[threes] = Search(self._prepared, threes)
        return self._searches[threes]

    @property
    def edges(self) -> int:
        """What was spent until now."""
        return self.spent + sum(search.edges for search in self._searches.values())

    @property
    def left(self) -> int:
        """What may still be spent."""
        return max(0, self.most_edges - self.edges)

    @property
    def only_in_threes(self) -> int:
        """How many children can be in no pair."""
        return int(self._prepared.threes.only_in_threes.sum())

    @cached_property
    def _prepared(self) -> Prepared:
        return Prepared(self.values, self.ground)

    def pairs_of(self, children: Yes) -> Best | None:
        """The best pairs of these children, who are all that pairs are allowed for."""
        matched = rx.max_weight_matching(self._graph, max_cardinality=True, weight_fn=int, verify_optimum=True)
        if 2 * len(matched) < children.sum():
            return None
        pairs = tuple(sorted((min(pair), max(pair)) for pair in matched))
        worth = sum(int(self.values.pair_worth[pair]) for pair in pairs)
        return Best(worth, pairs, worth)

    @cached_property
    def _graph(self) -> rx.PyGraph[int, int]:
        """The allowed pairs.

        Every child's pairs are made cheaper by a price of the child's own. That takes the same from every plan, and
        prices near what a child brings make the matching about twice as fast.
        """
        graph: rx.PyGraph[int, int] = rx.PyGraph(multigraph=False)
        graph.add_nodes_from(range(self.values.size))
        rows, columns = np.nonzero(np.triu(self.ground.pairs))
        prices = child_prices(self.values.pair_worth, self.ground.pairs)
        weights = (self.values.pair_worth - prices[:, None] - prices[None, :])[rows, columns]
        graph.add_edges_from(list(zip(rows.tolist(), columns.tolist(), weights.tolist(), strict=True)))
        return graph


def child_prices(pair_worth: Worths, allowed: Yes) -> Worths:
    """Column: about half of what each child brings to a good pair, as whole numbers."""
    worth = np.where(allowed, pair_worth, 0).astype(np.float64)
    worth[~allowed] = -np.inf
    prices = np.zeros(len(worth))
    for _ in range(PRICE_ROUNDS):
        offered = (worth - prices[None, :]).max(axis=1, initial=-np.inf)
        prices = np.where(np.isfinite(offered), (prices + offered) / 2, 0)
    return np.array([int(price) for price in prices], dtype=pair_worth.dtype)
