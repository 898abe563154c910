"""The exact optimum over pairs and threes.

A class without a three is one maximum-weight perfect matching. With threes a bound does most of the work.
Let best(V, m) be the best partition of the children V with m threes. Take a three {i, j, k} out of V: if
what is left were worth more than best(V - k, m - 1) - pair(i, j), adding the pair (i, j) to it would give
something better than the best for V - k. The same holds for the other two children of the three, wherever
the two who stay may be a pair. So the threes are tried in the order of their own worth plus that bound, and
the search ends when the next cannot beat what is in hand. Nothing is solved before the order asks for it:
until then best(V - k, m - 1) is itself bounded from above, loosely and cheaply.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import combinations

import numpy as np
import rustworkx as rx

from .parts import Best, Values, bits, children
from .room import Yes
from .rules import Allowed
from .scoring import Worths
from .threes import Search, Threes

# Up to three threes the search always ends; above, after this many matchings (a count: the same everywhere).
ALWAYS_PROVED = 3
MOST_MATCHINGS = 10_000

PRICE_ROUNDS = 20


class Solver:
    """best(out, threes) for the groups that are allowed; what was solved is kept.

    `out` says as bits which children are not to be placed.
    """

    def __init__(self, values: Values, ground: Allowed) -> None:
        self.values = values
        self.ground = ground
        self.matchings = 0
        self._known: dict[tuple[int, int], Best | None] = {}
        self._roofs: dict[int, int] = {}

    def best(self, out: int, threes: int) -> Best | None:
        """The best partition of the children who are not out, with this many threes; None if there is none."""
        key = (out, threes)
        if key not in self._known:
            self._known[key] = self._with_threes(out, threes) if threes else self._pairs_only(out)
        return self._known[key]

    def best_together(self, one: int, other: int, threes: int) -> Best | None:
        """The best partition of the whole class in which these two are in one group."""
        found: Best | None = None
        pair = (min(one, other), max(one, other))
        if self.ground.pairs[pair] and (rest := self.best(bits(pair), threes)):
            found = rest.joined(pair, int(self.values.pair_worth[pair]))
        return Search(self, self.threes.holding(*pair), 0, threes, held=pair).run(found) if threes else found

    def worth(self, groups: Iterable[tuple[int, ...]]) -> int:
        """What allowed groups are worth together."""
        worths = (
            self.pair_worth[group[0]][group[1]] if len(group) == 2 else self.threes.worth_of(group) for group in groups
        )
        return sum(worth or 0 for worth in worths)

    def _with_threes(self, out: int, threes: int) -> Best | None:
        return Search(self, self.threes.rows_within(out), out, threes).run()

    @cached_property
    def threes(self) -> Threes:
        """The allowed threes."""
        return Threes(self.values, self.ground)

    @cached_property
    def pair_worth(self) -> list[list[int]]:
        """What each pair is worth, as Python's own numbers."""
        rows: list[list[int]] = self.values.pair_worth.tolist()
        return rows

    @cached_property
    def _graph(self) -> rx.PyGraph[int, int]:
        """The allowed pairs, and one more node that takes any child for nothing.

        Every child's pairs are made cheaper by a price of its own. That takes the same from every plan of the
        same children, and prices near what a child brings make the matchings about twice as fast.
        """
        graph: rx.PyGraph[int, int] = rx.PyGraph(multigraph=False)
        graph.add_nodes_from(range(self.values.size + 1))
        rows, columns = np.nonzero(np.triu(self.ground.pairs))
        prices = child_prices(self.values.pair_worth, self.ground.pairs)
        weights = (self.values.pair_worth - prices[:, None] - prices[None, :])[rows, columns]
        graph.add_edges_from(list(zip(rows.tolist(), columns.tolist(), weights.tolist(), strict=True)))
        graph.add_edges_from([(child, self.values.size, -int(price)) for child, price in enumerate(prices)])
        return graph

    def _matched(self, out: int) -> list[tuple[int, int]] | None:
        graph = self._graph.copy()
        graph.remove_nodes_from(children(out))
        self.matchings += 1
        # Verifying the optimum costs nothing that can be felt and makes each matching its own proof.
        matched = rx.max_weight_matching(graph, max_cardinality=True, weight_fn=int, verify_optimum=True)
        if 2 * len(matched) < graph.num_nodes():
            return None
        return sorted((min(pair), max(pair)) for pair in matched)

    def _pairs_only(self, out: int) -> Best | None:
        pairs = self._matched(out | 1 << self.values.size)
        return None if pairs is None else self._of_pairs(pairs)

    def _of_pairs(self, pairs: list[tuple[int, int]]) -> Best:
        worth = sum(self.pair_worth[i][j] for i, j in pairs)
        return Best(worth, tuple(pairs), worth)

    def ceiling(self, out: int, child: int, threes: int) -> int:
        """What best() cannot surpass when this child is out too, without solving it. Putting a pair back into what
        was solved without that pair, as in the bound above, gives one ceiling; leaving out any one child another."""
        all_out = out | 1 << child
        if (all_out, threes) in self._known:
            return self._solved_ceiling(all_out, threes)
        ceilings = [
            self._solved_ceiling(all_out & ~bits(pair), threes) - self.pair_worth[pair[0]][pair[1]]
            for pair in combinations(children(all_out), 2)
            if self.ground.pairs[pair]
        ]
        return min([*ceilings, self.values.beyond]) if ceilings else self._roof(out, threes)

    def _solved_ceiling(self, out: int, threes: int) -> int:
        if (out, threes) not in self._known:
            return self.values.beyond
        best = self._known[out, threes]
        return best.bound if best else -2 * self.values.beyond

    def _roof(self, out: int, threes: int) -> int:
        """What best() cannot surpass when any one child more is out."""
        if threes:
            return self.values.beyond
        if out not in self._roofs:
            self._roofs[out] = self._without_one(out)
        return self._roofs[out]

    def _without_one(self, out: int) -> int:
        pairs = self._matched(out)
        if pairs is None:
            return -2 * self.values.beyond
        child = next(one for one, other in pairs if other == self.values.size)
        best = self._of_pairs([pair for pair in pairs if child not in pair])
        self._known[out | 1 << child, 0] = best
        return best.worth


def child_prices(pair_worth: Worths, allowed: Yes) -> Worths:
    """Column: about half of what each child brings to a good pair, as whole numbers."""
    worth = np.where(allowed, pair_worth, 0).astype(np.float64)
    worth[~allowed] = -np.inf
    prices = np.zeros(len(worth))
    for _ in range(PRICE_ROUNDS):
        offered = (worth - prices[None, :]).max(axis=1, initial=-np.inf)
        prices = np.where(np.isfinite(offered), (prices + offered) / 2, 0)
    return np.array([int(price) for price in prices], dtype=pair_worth.dtype)
