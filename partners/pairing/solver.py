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

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from itertools import combinations

import numpy as np
import rustworkx as rx

from .parts import Best, Values, bits, children
from .room import Yes
from .rules import Allowed, Narrowed
from .scoring import Worths
from .threes import Search, Threes

# Up to three threes the search always ends; above, after this many matchings (a count: the same everywhere).
ALWAYS_PROVED = 3
MOST_MATCHINGS = 10_000
# For the questions after the first, and for a first plan to improve on.
FEW_MATCHINGS = 300

FIRST_THREES = 5
PRICE_ROUNDS = 20


class Spent(Exception):
    """The matchings that a search may take are spent."""


class Solver:
    """best(out, threes) for the groups that are allowed; what was solved is kept.

    `out` says as bits which children are not to be placed. With a limit on its matchings best() raises Spent;
    `most_matchings` is what solve() may take for more than three threes. A search within a search counts as one more.
    """

    def __init__(
        self, values: Values, ground: Allowed, *, limit: int | None = None, most_matchings: int | None = None
    ) -> None:
        self.values = values
        self.ground = ground
        self.matchings = 0
        self.most_matchings = MOST_MATCHINGS if most_matchings is None else most_matchings
        self._limit = limit
        self._nothing = Best(-2 * values.beyond, (), -2 * values.beyond)
        self._known: dict[tuple[int, int], Best] = {}
        self._roofs: dict[int, int] = {}
        self._easiest: dict[int, int] = {}

    def best(self, out: int, threes: int, above: int | None = None) -> Best:
        """The best partition of the children who are not out, with this many threes. Where only what surpasses
        `above` is of use the search may end without a plan and with a bound that says so."""
        above = -self.values.beyond if above is None else above
        known = self._known.get((out, threes), self._nothing._replace(bound=2 * self.values.beyond))
        if known.bound > max(known.worth, above):
            known = self._with_threes(out, threes, known, above) if threes else self._pairs_only(out)
            self._known[out, threes] = known
        return known

    def _with_threes(self, out: int, threes: int, known: Best, above: int) -> Best:
        if self.threes.needed(out) > threes:
            return self._nothing
        self._spend()
        found = known._replace(bound=known.worth)
        return Search(self, self.threes.rows_within(out), out, threes, found=found, above=above).run()

    def solve(self, threes: int, above: int | None = None) -> Best | None:
        """The best plan of the whole class with this many threes, None where there is none. With more than three
        the search stops after so many matchings and gives the best plan found, with its bound; where none was found
        till then it raises Spent. For `above` see best()."""
        in_hand = self._first_plan(threes) if threes else self._nothing
        if not in_hand.groups:
            with self._at_most(self.most_matchings if threes > ALWAYS_PROVED else None):
                return self._plan(self.best(0, threes, above))
        limit = None
        if threes > ALWAYS_PROVED:
            start = self.matchings
            in_hand = self._polished(in_hand)
            limit = self.most_matchings - (self.matchings - start)
        bar = max(in_hand.worth, -self.values.beyond if above is None else above)
        narrowed = Solver(self.values, self._promising(bar), limit=limit)
        found = narrowed.best_from(in_hand, threes, bar)
        self.matchings += narrowed.matchings
        return found._replace(bound=max(found.bound, bar))

    def best_from(self, in_hand: Best, threes: int, above: int) -> Best:
        """The best plan of the whole class that surpasses this much, else the one in hand; when the matchings are
        spent what was found till then."""
        search = Search(self, self.threes.rows_within(0), 0, threes, found=in_hand, above=above)
        try:
            return search.run()
        except Spent:
            return search.so_far()

    def _plan(self, best: Best) -> Best | None:
        return best if best.bound > -self.values.beyond else None

    def _promising(self, bar: int) -> Narrowed:
        """The ground without the groups of which no plan can surpass this much, even if everybody else got the most
        that there is for them."""
        rest = int(self.shares.sum()) - 6 * bar
        pairs: Yes = 6 * self.values.pair_worth - self.shares[:, None] - self.shares[None, :] > -rest
        threes = 6 * self.values.three_worth - self.shares[self.values.threes].sum(axis=1) > -rest
        return Narrowed(self.ground, pairs, lambda rows: threes)

    def _first_plan(self, threes: int) -> Best:
        """A good plan of the whole class, where one is found at once."""
        with suppress(Spent), self._at_most(FEW_MATCHINGS):
            return self._some_plan(0, threes)
        return self._nothing

    def _some_plan(self, out: int, threes: int) -> Best:
        """A good plan, found by taking threes that ask little of the class, one after the other; none where that
        does not come to a plan at once."""
        if threes == 1 and (plan := self._with_one_inserted(out)):
            return plan
        if self.threes.needed(out) > threes:
            return self._nothing
        self._spend()
        rows = self.threes.rows_within(out)
        if threes == 1:
            return Search(self, rows, out, 1, found=self._nothing, above=-self.values.beyond).first()
        asked = self.shares[self.threes.children[rows]].sum(axis=1) - 6 * self.threes.worth[rows]
        for row in rows[np.argsort(asked, kind="stable")[:FIRST_THREES]].tolist():
            three, worth = self.threes.at(row)
            rest = self._some_plan(out | bits(three), threes - 1)
            if rest.groups:
                return rest.joined(three, worth)
        return self._nothing

    def _with_one_inserted(self, out: int) -> Best | None:
        """A plan with one three: the child that is easiest to leave out, put into a pair of the others."""
        self._roof(out, 0)
        child = self._easiest.get(out)
        return None if child is None else self.inserted(child, self._known[out | 1 << child, 0])

    def inserted(self, child: int, best: Best, held: Collection[int] = ()) -> Best | None:
        """The best plan made by putting a child into one of the pairs of a plan without it; of those whose new
        three holds some children, where they are given."""
        gains = [
            (worth - self.pair_worth[pair[0]][pair[1]], pair)
            for pair in best.groups
            if len(pair) == 2 and {*pair, child}.issuperset(held)
            if (worth := self.threes.worth_of((*pair, child))) is not None
        ]
        if not gains:
            return None
        gain, pair = max(gains)
        left = (group for group in best.groups if group != pair)
        return Best(best.worth + gain, (*left, tuple(sorted((*pair, child)))), best.worth + gain)

    def _polished(self, plan: Best) -> Best:
        """The same plan after finding each two threes anew while the others stay, as long as that helps and the
        matchings last."""
        with suppress(Spent), self._at_most(self.most_matchings):
            while better := self._with_two_anew(plan):
                plan = better
        return plan

    def _with_two_anew(self, plan: Best) -> Best | None:
        threes = [group for group in plan.groups if len(group) == 3]
        for others in combinations(threes, len(threes) - 2):
            kept = self.worth(others)
            best = self.best(sum(map(bits, others)), 2, above=plan.worth - kept)
            if best.worth + kept > plan.worth:
                worth = best.worth + kept
                return Best(worth, (*best.groups, *others), worth)
        return None

    def best_together(self, one: int, other: int, threes: int) -> Best | None:
        """The best partition of the whole class in which these two are in one group."""
        found = self._nothing
        pair = (min(one, other), max(one, other))
        if self.ground.pairs[pair]:
            if threes == 1:  # all ceilings at once: each serves the prices of three pairs
                for child in set(range(self.values.size)) - set(pair):
                    self.best(bits((*pair, child)), 0)
            found = self.best(bits(pair), threes).joined(pair, self.pair_worth[pair[0]][pair[1]])
        if threes:
            rows, above = self.threes.holding(*pair), -self.values.beyond
            found = Search(self, rows, 0, threes, found=found, above=above, held=pair).run()
        return self._plan(found)

    def worth(self, groups: Iterable[tuple[int, ...]]) -> int:
        """What allowed groups are worth together."""
        worths = (
            self.pair_worth[group[0]][group[1]] if len(group) == 2 else self.threes.worth_of(group) for group in groups
        )
        return sum(worth or 0 for worth in worths)

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

    @contextmanager
    def _at_most(self, matchings: int | None) -> Iterator[None]:
        """Meanwhile no more matchings than these from now on, where a number is given."""
        before = self._limit
        if matchings is not None:
            self._limit = self.matchings + matchings
        try:
            yield
        finally:
            self._limit = before

    def _spend(self) -> None:
        if self._limit is not None and self.matchings >= self._limit:
            raise Spent
        self.matchings += 1

    def _matched(self, out: int) -> list[tuple[int, int]] | None:
        self._spend()
        graph = self._graph.copy()
        graph.remove_nodes_from(children(out))
        # Verifying the optimum costs nothing that can be felt and makes each matching its own proof.
        matched = rx.max_weight_matching(graph, max_cardinality=True, weight_fn=int, verify_optimum=True)
        if 2 * len(matched) < graph.num_nodes():
            return None
        return sorted((min(pair), max(pair)) for pair in matched)

    def _pairs_only(self, out: int) -> Best:
        return self._of_pairs(self._matched(out | 1 << self.values.size))

    def _of_pairs(self, pairs: list[tuple[int, int]] | None) -> Best:
        if pairs is None:
            return self._nothing
        worth = sum(self.pair_worth[i][j] for i, j in pairs)
        return Best(worth, tuple(pairs), worth)

    def settled(self, out: int, threes: int) -> Best | None:
        """What best() gives, if that is known and not only that it is of no use."""
        known = self._known.get((out, threes))
        return known if known and known.bound == known.worth else None

    def ceiling(self, out: int, child: int, threes: int) -> int:
        """What best() cannot surpass when this child is out too, without solving it. Putting a pair back into what
        was solved without that pair, as in the bound above, gives one ceiling; leaving out any one child another."""
        all_out = out | 1 << child
        if (all_out, threes) in self._known:
            return self._known[all_out, threes].bound
        ceilings = [
            self._known[rest].bound - self.pair_worth[pair[0]][pair[1]]
            for pair in combinations(children(all_out), 2)
            if self.ground.pairs[pair] and (rest := (all_out & ~bits(pair), threes)) in self._known
        ]
        return min(ceilings) if ceilings and not threes else min([*ceilings, self._roof(out, threes)])

    def _roof(self, out: int, threes: int) -> int:
        """What best() cannot surpass when any one child more is out."""
        if threes:
            placed = np.delete(self.shares, children(out))
            return int(placed.sum() - placed.min()) // 6
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
        self._easiest[out] = child
        return best.worth

    @cached_property
    def shares(self) -> Worths:
        """Column: six times the most that a child can bring, as half of a pair or a third of a three."""
        pairs = np.where(self.ground.pairs, 3 * self.values.pair_worth, -self.values.beyond)
        shares: Worths = pairs.max(axis=1)
        for column in range(3):
            np.maximum.at(shares, self.threes.children[:, column], 2 * self.threes.worth)
        return shares


def child_prices(pair_worth: Worths, allowed: Yes) -> Worths:
    """Column: about half of what each child brings to a good pair, as whole numbers."""
    worth = np.where(allowed, pair_worth, 0).astype(np.float64)
    worth[~allowed] = -np.inf
    prices = np.zeros(len(worth))
    for _ in range(PRICE_ROUNDS):
        offered = (worth - prices[None, :]).max(axis=1, initial=-np.inf)
        prices = np.where(np.isfinite(offered), (prices + offered) / 2, 0)
    return np.array([int(price) for price in prices], dtype=pair_worth.dtype)
