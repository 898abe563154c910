"""Potentials and a toll for plans with threes, and with them the pairs and threes that may be in a good plan."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from .parts import Values
from .potentials import potentials
from .priced import Groups, Priced
from .room import Grid
from .rules import Allowed
from .scoring import Worths
from .threes import Rows, Threes

# Parts of most small numbers are whole numbers of it.
SCALE = 5040
# Threes for each child who can be in no pair, at a last look for some plan.
THREES_FOR_EACH = 300


class Prepared:
    """A class with potentials: no pair is worth more than those of its children, and no three more than those of its
    children and the toll. Both are scaled, so that they can be finer than what plans differ by."""

    def __init__(self, values: Values, ground: Allowed) -> None:
        self.values, self.ground = values, ground
        self.size, self.scale = values.size, SCALE
        self.threes = Threes(values, ground)
        self.toll = 0
        self._near: dict[tuple[int, int], Groups | None] = {}
        self._pairs = np.argwhere(np.triu(ground.pairs))

    @cached_property
    def needed(self) -> int:
        """How many threes any plan holds, at least."""
        return self.threes.needed()

    @cached_property
    def is_priced(self) -> bool:
        """Whether there are threes at all, and some for every child who can be in no pair; sets potentials and toll."""
        only = self.threes.only_in_threes
        usual = np.flatnonzero(~only)
        self.potentials: Worths = np.zeros(self.size, dtype=object)
        if len(usual):
            among = np.ix_(usual, usual)
            worth = self._pair_worth[among]
            forbidden = -4 * (1 + max(map(abs, worth.ravel().tolist())))
            self.potentials[usual] = potentials(worth, self.ground.pairs[among], forbidden)
        if only.sum() > 1:
            self._raise_for_threes(int(only.sum()))
        marked = self.threes.holding(only)
        most = self.threes.most_over(self.potentials // self.scale)
        self.toll = 0 if most is None else most * self.scale
        rows_of = marked.by_child(self.size)
        fine = all(len(rows_of[child]) for child in np.flatnonzero(only).tolist())
        if fine:
            self._price_marked(marked, rows_of)
        return fine and (most is not None or len(marked.worth) > 0)

    @cached_property
    def _pair_worth(self) -> Worths:
        worth: Worths = self.values.pair_worth.astype(object) * self.scale
        return worth

    def _raise_for_threes(self, count: int) -> None:
        """Raise the potentials of the few children who gain far more by a three than others do: otherwise the toll and
        the potentials of all who can be in no pair would be made for threes with them."""
        excess = self.threes.most_over_by_child(self.potentials // self.scale)
        level = np.sort(excess)[-min(count, len(excess))]
        for child in np.flatnonzero((excess > level) & np.isfinite(level)).tolist():
            self.potentials[child] += int(excess[child] - level) * self.scale

    def _price_marked(self, marked: Rows, rows_of: Sequence[Grid]) -> None:
        """Set the potentials of children who can be in no pair: by the threes with none of the others, then raised for
        those with several of them."""
        only = self.threes.only_in_threes
        worth = marked.worth * self.scale - self.toll
        alone = only[marked.children].sum(axis=1) == 1
        lowest = -4 * (1 + max(map(abs, worth.tolist()), default=0))
        for threes in (alone, ~alone):
            for child in np.flatnonzero(only).tolist():
                mine = rows_of[child][threes[rows_of[child]]]
                short = worth[mine] - self.potentials[marked.children[mine]].sum(axis=1)
                self.potentials[child] += max(short.tolist(), default=lowest) if threes is alone else max([0, *short])

    def bound(self, count: int) -> int:
        """What no plan with so many threes can surpass, scaled."""
        return int(self.potentials.sum()) + self.toll * count

    def near_first(self, depth: int, most: int) -> Groups | None:
        """The same as near(), kept for the next who asks: first looks go equally far for each number of threes."""
        if (depth, most) not in self._near:
            self._near[depth, most] = self.near(depth, most)
        return self._near[depth, most]

    def near(self, depth: int | None, most: int) -> Groups | None:
        """The pairs and threes that fall short of potentials and toll by so much at most (scaled), or all; None where
        there are more threes than `most`."""
        worth = self.values.pair_worth[self._pairs[:, 0], self._pairs[:, 1]].astype(object)
        slack = worth * self.scale - self.potentials[self._pairs].sum(axis=1)
        floor = None if depth is None else (self.toll - depth) // self.scale
        rows = self.threes.over(self.potentials // self.scale, floor, most)
        keep = np.arange(len(slack)) if depth is None else np.flatnonzero(slack >= -depth)
        return rows and Groups(self._pairs[keep], worth[keep], self._with_guests(rows), rows.worth)

    @cached_property
    def some_for_each(self) -> Groups:
        """All pairs, and for each child who can be in no pair some of the threes that fall short least."""
        only = self.threes.only_in_threes
        marked = self.threes.holding(only)
        short = (marked.worth * self.scale - self.potentials[marked.children].sum(axis=1)).astype(np.float64)
        rows_of = marked.by_child(self.size)
        chosen = [rows_of[child] for child in np.flatnonzero(only).tolist()]
        best = [rows[np.argsort(-short[rows], kind="stable")[:THREES_FOR_EACH]] for rows in chosen]
        keep = np.unique(np.concatenate([*best, np.empty(0, dtype=np.int64)]))
        rows = Rows(marked.children[keep], marked.worth[keep])
        worth = self.values.pair_worth[self._pairs[:, 0], self._pairs[:, 1]].astype(object)
        return Groups(self._pairs, worth, self._with_guests(rows), rows.worth)

    def priced(self, groups: Groups) -> Priced:
        """These groups with the potentials."""
        return Priced(self.potentials, self.toll, groups.pair_worth * self.scale, groups.three_worth * self.scale, 0)

    def _with_guests(self, rows: Rows) -> Grid:
        """The rows with the guest first: a child who can be in no pair, else the child without whom the other two make
        the better pair for them."""
        only, allowed = self.threes.only_in_threes, self.ground.pairs
        slack = self._pair_worth - self.potentials[:, None] - self.potentials[None, :]
        lowest = min(slack.ravel().tolist())
        scores = []
        i, j, k = rows.children.T
        for guest, one, other in ((i, j, k), (j, i, k), (k, i, j)):
            score = np.where(allowed[one, other], slack[one, other], lowest - 1)
            scores.append(score + only[guest].astype(object) * (2 * abs(lowest) + 2))
        place = np.argmax(np.stack(scores), axis=0)
        ways = np.array([[0, 1, 2], [1, 0, 2], [2, 0, 1]])
        found: Grid = np.take_along_axis(rows.children, ways[place], axis=1)
        return found

    # Plans

    def may_be_pair(self, pair: tuple[int, ...]) -> bool:
        """Whether these two may be a pair."""
        return bool(self.ground.pairs[pair])

    def offers(self, guests: Sequence[int], hosts: Sequence[tuple[int, int]]) -> list[tuple[int, tuple[int, int]]]:
        """Guests with hosts that may take them in, those first that gain most by it; hosts that may be no pair come
        before all others."""
        ways = [(guest, host) for guest in guests for host in hosts]
        rows = np.array([sorted((guest, *host)) for guest, host in ways], dtype=np.int64).reshape(-1, 3)
        worth = self.values.threes_worth(rows).whole().tolist()
        allowed = self.ground.threes(rows).tolist()
        alone = {host: int(self.values.pair_worth[host]) if self.may_be_pair(host) else None for host in hosts}
        found = []
        for (guest, host), together, fine in zip(ways, worth, allowed, strict=True):
            if fine:
                pair = alone[host]
                found.append((pair is not None, -together + (pair or 0), guest, host))
        return [(guest, host) for *_, guest, host in sorted(found)]
