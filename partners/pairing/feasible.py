"""Some plan that keeps to the groups that are allowed, found fast where there is one three at most.

Children fall into parts that can't meet. A part with an odd number of children must hold a three, so that there
is one such part in an odd class and none in an even one. The rest is matchings.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import rustworkx as rx

from .parts import Values
from .room import Grid, Yes
from .rules import Ground

Groups = tuple[tuple[int, ...], ...]


class Feasible:
    """Questions whether the allowed pairs, and one three if the class is odd, make a plan. `values` say which plan is
    given where there are several; a guide, not a proof."""

    def __init__(self, ground: Ground, values: Values) -> None:
        self._ground, self._values = ground, values
        self._meet = ~ground.apart & ~np.eye(ground.size, dtype=bool)
        self.matchings = 0

    def plan(self) -> Groups | None:
        """The groups of some plan; None where there is none."""
        size = self._ground.size
        odd = [part for part in parts(self._meet) if len(part) % 2]
        if len(odd) != size % 2:
            return None
        if not odd:
            return self._matched(np.arange(size), self._values.pair_worth)
        return self._with_three(odd[0]) if self._has_triangle(odd[0]) else None

    def _has_triangle(self, part: list[int]) -> bool:
        meet = self._meet[np.ix_(part, part)].astype(np.float64)
        return bool(((meet @ meet) * meet).any())

    def _with_three(self, part: list[int]) -> Groups | None:
        """A matching of all but one child of the odd part, who joins one of the pairs."""
        for child in part:
            others = np.array([each for each in range(self._ground.size) if each != child])
            hosts = self._hosts(child)
            if not hosts.any():
                continue
            bonus = 1 + 2 * len(others) * int(abs(self._values.pair_worth).max())
            found = self._matched(others, self._values.pair_worth + bonus * hosts)
            host = next((pair for pair in found or () if hosts[pair]), None)
            if found and host:
                left = [pair for pair in found if pair != host]
                return tuple(sorted([*left, tuple(sorted((*host, child)))]))
        return None

    def _hosts(self, child: int) -> Yes:
        """Grid: the pairs that this child may join."""
        near = np.flatnonzero(self._meet[child])
        hosts = np.zeros_like(self._meet)
        one, other = (near[places] for places in np.triu_indices(len(near), 1))
        fine = self._ground.pairs[one, other]
        rows = np.sort(np.stack([np.full(int(fine.sum()), child), one[fine], other[fine]], axis=1), axis=1)
        keep = self._ground.threes(rows)
        hosts[one[fine][keep], other[fine][keep]] = True
        return hosts | hosts.T

    def _matched(self, children: Grid, worth: Grid) -> Groups | None:
        self.matchings += 1
        graph: rx.PyGraph[int, int] = rx.PyGraph(multigraph=False)
        graph.add_nodes_from(range(self._ground.size))
        allowed = np.zeros_like(self._meet)
        allowed[np.ix_(children, children)] = self._ground.pairs[np.ix_(children, children)]
        first, second = np.nonzero(np.triu(allowed))
        graph.add_edges_from(list(zip(first.tolist(), second.tolist(), worth[first, second].tolist(), strict=True)))
        matched = rx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
        if 2 * len(matched) < len(children):
            return None
        return tuple(sorted((min(pair), max(pair)) for pair in matched))


def parts(meet: Yes) -> Iterator[list[int]]:
    """The parts that can't meet, each in order."""
    left = np.ones(len(meet), dtype=bool)
    while left.any():
        part = np.zeros_like(left)
        part[np.argmax(left)] = True
        while (wider := part | meet[part].any(axis=0)).sum() > part.sum():
            part = wider
        yield np.flatnonzero(part).tolist()
        left &= ~part
