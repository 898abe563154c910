"""A bound for plans with threes that one matching gives.

Every three is written as a pair (its host) that takes in one child more (its guest). If nobody asks whether a
guest is taken in by exactly one host, the best plan is one matching: a guest is left out of it at a price, and
a host pays that price for whichever guest suits it best. Whatever the prices are, no plan is worth more. With
good prices (raised for a child whom too many hosts take in, lowered for one whom nobody takes in) the matching
often is a plan, and then it is the best. A toll on every three keeps their number.

Numbers here are scaled: a plan's worth times a factor, so that prices can be finer than what plans differ by.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import rustworkx as rx

from .priced import Groups, Priced
from .room import Grid, Yes
from .scoring import INT64_IS_ENOUGH, Worths


class Matched(NamedTuple):
    """What one matching gave: `bound` for the children it was about; pairs with the row of the three that each hosts
    (or -1); the guests who are left out; and by key which pairs and hosts there are, and their slack."""

    bound: int
    hosts: list[tuple[int, int, int]]
    left_out: list[int]
    is_there: Yes
    slack: Worths


class Relaxed:
    """The pairs and threes that may still be in a better plan, with prices.

    The key of a pair or host is its first child times the size of the class, plus its second.
    """

    def __init__(self, groups: Groups, priced: Priced) -> None:
        self.size = len(priced.potentials)
        self.priced, self.potentials, self.toll = priced, priced.potentials, priced.toll
        # How far the price of a guest stays below the potential.
        self.discounts: list[int] = [1] * self.size
        self.edges = 0
        order = np.lexsort((groups.threes[:, 2], groups.threes[:, 1]))
        everything = np.arange(len(groups.pairs))
        self._take(groups.kept(everything, order), priced.pair_worth, priced.three_worth[order])

    def keep_threes(self, rows: Grid) -> None:
        """Keep only these threes."""
        everything = np.arange(len(self.groups.pairs))
        self._take(self.groups.kept(everything, rows), self._pair_worth, self.three_worth[rows])

    def _take(self, groups: Groups, pair_worth: Worths, three_worth: Worths) -> None:
        self.groups, self._pair_worth, self.three_worth = groups, pair_worth, three_worth
        self.threes = groups.threes
        self._pair_slack = pair_worth - self.potentials[groups.pairs].sum(axis=1)
        self._bare = narrow(three_worth - self.potentials[self.threes].sum(axis=1))
        self.is_guest = np.zeros(self.size, dtype=bool)
        self.is_guest[self.threes[:, 0]] = True
        self.host_keys = self.threes[:, 1] * self.size + self.threes[:, 2]
        pair_keys = groups.pairs[:, 0] * self.size + groups.pairs[:, 1]
        flat = np.zeros(self.size**2, dtype=object)
        flat[pair_keys] = self._pair_slack
        self._flat, self._is_pair = narrow(flat), np.zeros(self.size**2, dtype=bool)
        self._is_pair[pair_keys] = True
        self._keys = np.union1d(pair_keys, self.host_keys)
        self._first, self._second = self._keys // self.size, self._keys % self.size

    def spent(self) -> int:
        """The edges of the matchings since this was asked last."""
        spent, self.edges = self.edges, 0
        return spent

    @property
    def slack(self) -> Worths:
        """Column over the threes: what each is worth above the potentials of its children and the toll."""
        bare = self._bare if abs(self.toll) < INT64_IS_ENOUGH else self._bare.astype(object)
        found: Worths = bare - self.toll
        return found

    def match(self, inside: Yes, may_be_in_threes: Yes) -> Matched | None:
        """The bound for the children inside, of whom only some may be in threes; None where they have no plan."""
        usable = np.flatnonzero((inside & may_be_in_threes)[self.threes].all(axis=1))
        hosted = self.slack[usable] + narrow(np.array(self.discounts, dtype=object))[self.threes[usable, 0]]
        keys = self.host_keys[usable]  # in order, so that the rows of one host lie together
        is_there, slack = self._slack_by_key(hosted, keys)
        can_leave = (inside & may_be_in_threes & self.is_guest).tolist()
        matched = self._matching(inside, is_there, slack, can_leave)
        covered = {child for pair in matched for child in pair}
        left_out = [child for child in np.flatnonzero(inside).tolist() if child not in covered]
        if not all(can_leave[child] for child in left_out):
            return None
        bound = int(self.potentials[inside].sum()) - sum(self.discounts[child] for child in left_out)
        hosts = []
        for i, j in sorted((min(pair), max(pair)) for pair in matched):
            key = i * self.size + j
            bound += int(slack[key])
            row = -1
            if not self._is_pair[key] or slack[key] > self._flat[key]:
                first, end = np.searchsorted(keys, (key, key + 1))
                row = int(usable[first + np.argmax(hosted[first:end])])
            hosts.append((i, j, row))
        return Matched(bound, hosts, left_out, is_there, slack)

    def _slack_by_key(self, hosted: Worths, keys: Grid) -> tuple[Yes, Worths]:
        """Which pairs and hosts there are, and their slack."""
        is_there = self._is_pair.copy()
        slack = self._flat.copy() if hosted.dtype == self._flat.dtype else self._flat.astype(object)
        if len(keys):
            starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))
            keys, best = keys[starts], np.maximum.reduceat(hosted, starts)
            slack[keys] = np.where(is_there[keys], np.maximum(slack[keys], best), best)
            is_there[keys] = True
        return is_there, slack

    def _matching(self, inside: Yes, is_there: Yes, slack: Worths, can_leave: list[bool]) -> set[tuple[int, int]]:
        near = np.flatnonzero(inside[self._first] & inside[self._second] & is_there[self._keys])
        slacks = slack[self._keys[near]].tolist()
        found = list(zip(self._first[near].tolist(), self._second[near].tolist(), slacks, strict=True))
        lowest, highest = min(slacks, default=0), max(slacks, default=0)
        must = 2 * self.size * (1 + abs(lowest) + abs(highest) + max(map(abs, self.discounts)))
        cover = [self.discounts[child] if can_leave[child] else must for child in range(self.size)]
        edges = [(i, j, weight) for i, j, each in found if (weight := each + cover[i] + cover[j]) > 0]
        graph: rx.PyGraph[int, int] = rx.PyGraph(multigraph=False)
        graph.add_nodes_from(range(self.size))
        graph.add_edges_from(edges)
        self.edges += len(edges) + self.size
        # Verifying the optimum costs nothing that can be felt and makes each matching its own proof.
        return rx.max_weight_matching(graph, weight_fn=int, verify_optimum=True)


def narrow(numbers: Worths) -> Worths:
    """The same numbers in 64 bits, where they are small enough."""
    most = max(map(abs, numbers.tolist()), default=0)
    return numbers.astype(np.int64) if most < INT64_IS_ENOUGH else numbers.astype(object)
