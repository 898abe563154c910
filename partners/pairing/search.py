"""The best plan with a given number of threes: bounds by one matching each, and branching where they are not met.

A branch has some threes fixed, and some children who are in no three. Where the matching that bounds it is no
plan, some child is taken in by two hosts, or by one and has a partner too, or by nobody. Then the child is in
one of their threes, or in none: each is a branch of its own, unless its bound shows that it is of no use.
"""

from __future__ import annotations

from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count

import numpy as np

from .bounds import Bounds, Branch
from .parts import Best, bits
from .prepared import Prepared
from .priced import Groups
from .relaxation import Parts
from .relaxed import Matched, Relaxed
from .room import Grid, Yes
from .scoring import Worths
from .trying import Trial

PRICINGS = 8  # prices that are changed before there are branches
FIRST_PRICINGS = 5  # prices that are changed until there is some plan
FEW_PRICINGS = 2  # prices that are changed for a branch
# Edges of matchings that are spent before the linear relaxation is asked, where there are few threes; and as how many
# edges a pivot of it counts, and a branch.
QUICK_EDGES = 15_000
FEW_THREES = 200
EDGES_A_PIVOT = 20
EDGES_A_BRANCH = 250
# Threes that a first look takes in at most, and the search.
MOST_FIRST_THREES = 20_000
MOST_THREES = 60_000
LITTLE = 80  # a first look goes so many quarters far
# Threes that are looked at, one after the other, where no plan was found at first, and in the end; and how many of
# them count as one edge.
FEW_TRIED = 200_000
MOST_TRIED = 4_000_000
TRIED_AN_EDGE = 50


class Search(Bounds):
    """The search for the best plan with exactly so many threes, one or more."""

    def __init__(self, prepared: Prepared, threes: int) -> None:
        super().__init__(prepared, threes)
        self._open: list[tuple[int, int, Branch]] = []
        self._has_started = False
        self._numbers = count()
        self._parts_from = 0
        self._has_had_first_looks = self._is_too_large = self._is_impossible = False

    def run(self, above: int, limit: int) -> Best:
        """The best plan that is worth more than `above`, else no groups and a bound that says that there is none. Where
        so many edges more are not enough, the best found with a bound above it; the next call goes on from there."""
        if not self._may_have_plan or self._is_impossible:
            return self.found
        self._above = max(above, self._above)
        if not self._has_started and not limit:
            return self.found._replace(bound=max(self.found.worth, self._prepared.bound(self._count) // self.scale))
        limit += self.edges
        if not self._has_bar:
            self.find_some()
        if not self._has_started:
            self._open, self._has_started = self._start(), True
        while self._is_open and self.edges < limit and not self._is_too_large:
            if self.edges > self._parts_from:
                self._take_parts()
            bound, _, branch = heappop(self._open)
            self._go_down(branch, -bound)
        if self._is_open and not self.found.groups:
            self._try_threes(MOST_TRIED)
        return self._ended()

    def _go_down(self, branch: Branch, bound: int) -> None:
        """Take a branch apart, then the best of its parts, and so on to a plan; the other parts are left for later."""
        parts = self._branches(branch, bound)
        while parts:
            best, branch = parts.pop(max(range(len(parts)), key=lambda place: (parts[place][0], -place)))
            for each, part in parts:
                heappush(self._open, (-each, next(self._numbers), part))
            parts = self._branches(branch, best) if self._is_of_use(best) else []

    def _start(self) -> list[tuple[int, int, Branch]]:
        """The whole class as the first branch, unless a few prices show that nothing in it is of use."""
        self._root_bound = self._prepared.bound(self._count)
        if not self._is_of_use(self._root_bound):
            return []
        groups = self._prepared.near(self._depth(), MOST_THREES)
        if groups is None:
            self._is_too_large = True
            return [(-self._root_bound, 0, Branch((), 0))]
        self._relax(groups)
        priced = self._price(self._whole(), PRICINGS)
        if priced is None:
            return []
        self._root_bound = min(self._root_bound, priced[0])
        self._forget(*priced)
        self._parts_from = self.edges + (QUICK_EDGES if len(self.relaxed.threes) < FEW_THREES else -1)
        return [(-self._root_bound, next(self._numbers), self._whole())]

    def _take_parts(self) -> None:
        """Begin again with the whole class, and from now on ask the linear relaxation."""
        groups = self.relaxed.groups.with_levels(self._values.units)
        parts = Parts(self.size, groups, self._values.units, self.scale, self._prepared.priced(groups))
        whole = self._whole()._replace(parts=parts, allowed=parts.allowed)
        self._open, self._parts_from = [(-self._root_bound, next(self._numbers), whole)], 10**12

    @property
    def _is_open(self) -> bool:
        return bool(self._open) and self._is_of_use(-self._open[0][0])

    def _ended(self) -> Best:
        if self._is_impossible:
            return self.found
        top = -self._open[0][0] if self._open else self._nothing * self.scale
        if self._is_of_use(top):
            return self.found._replace(bound=max(self.found.worth, min(top, self._root_bound) // self.scale))
        return self.found._replace(bound=max(self.found.worth, self._above))

    def _depth(self) -> int | None:
        """How far pairs and threes of a better plan may fall short of potentials and toll; None for any distance."""
        return self._prepared.bound(self._count) - (self._bar + 1) * self.scale if self._has_bar else None

    def _relax(self, groups: Groups) -> None:
        before = self._relaxed
        self._relaxed = Relaxed(groups, self._prepared.priced(groups))
        if before:
            self.relaxed.toll, self.relaxed.discounts = before.toll, before.discounts

    @property
    def _may_have_plan(self) -> bool:
        return self._prepared.needed <= self._count and self._prepared.is_priced

    def find_some(self) -> Best:
        """Some plan, had by looking only at pairs and threes that are nearly the best for their children; where that
        comes to none, no groups."""
        looked = 0
        for depth in self._depths_of_first_looks() if self._may_have_plan and not self._has_had_first_looks else ():
            groups = self._prepared.near_first(depth, MOST_FIRST_THREES)
            if groups is None or self.found.groups:
                break
            if len(groups.threes) > looked:
                looked = len(groups.threes)
                self._lowest = self._prepared.bound(self._count) - self.size * depth
                self._relax(groups)
                self._price(self._whole(), FIRST_PRICINGS)
        self._lowest = None
        if self._may_have_plan and not self.found.groups and not self._has_had_first_looks:
            self._relax(self._prepared.some_for_each)
            self._price(self._whole(), FIRST_PRICINGS)
            self._try_threes(FEW_TRIED)
        self._has_had_first_looks = True
        return self.found

    def _try_threes(self, most: int) -> None:
        """Where no plan was found, try so many ways to choose the threes. Where these are all, there is no plan."""
        if self.found.groups:
            return
        every = self._prepared.near(None, MOST_FIRST_THREES)
        trial = Trial(self._prepared, every or self._prepared.some_for_each, self._count, most)
        plan = trial.plan()
        self._keep(plan)
        self.edges += trial.spent // TRIED_AN_EDGE
        self._is_impossible = plan is None and every is not None and trial.is_complete

    def _depths_of_first_looks(self) -> Iterator[int]:
        """How far to look for some plan, scaled: some points, then a child less at each level from the last one on."""
        units = self._values.units
        yield LITTLE * units[max(len(units) - 2, 0)] * self.scale
        yield from (2 * unit * self.scale for unit in reversed(units[:-2]))

    def _forget(self, bound: int, matched: Matched) -> None:
        """Drop the threes that can be in no better plan."""
        if self._has_bar:
            estimates = self._estimates(np.arange(len(self.relaxed.threes)), bound, matched)
            self.relaxed.keep_threes(np.flatnonzero(estimates >= (self._bar + 1) * self.scale))

    def _price_by_parts(self, branch: Branch) -> tuple[Branch, tuple[int, Matched] | None]:
        """A branch with the linear relaxation of the groups that are left; the bound by that and by a matching with its
        prices, and what was matched."""
        branch = branch.narrowed()
        assert branch.parts is not None
        assert branch.allowed is not None
        if len(branch.fixed) == self._count:  # nothing but a matching is left, by what groups are worth without cuts
            self._relaxed = branch.parts.relaxed(self._prepared.priced(branch.parts.groups), branch.allowed)
            return branch, self._match(branch)
        parts = branch.parts.within(branch.allowed)
        bar = self._bar if self._has_bar and self._values.has_levels else None
        priced = parts.priced(self._count, bar)
        self.edges += parts.pivots * max(EDGES_A_PIVOT, self.size**2 // 100)
        bound = priced.bound(self._count)
        if not self._is_of_use(bound):
            return branch, None
        allowed = parts.near(priced, (self._bar + 1) * self.scale - bound if self._has_bar else None)
        self._relaxed = parts.relaxed(priced, allowed)
        fixed = parts.worth_of(branch.fixed, priced)
        branch = branch._replace(parts=parts, allowed=allowed, worth=fixed)
        result = self._match(branch)
        return branch, result and (min(bound, result[0]), result[1])

    def _branches(self, branch: Branch, bound: int) -> list[tuple[int, Branch]]:
        """What a branch falls into, with bounds; nothing where it is settled."""
        left = self._count - len(branch.fixed)
        self.edges += EDGES_A_BRANCH
        if branch.parts is not None:
            branch, result = self._price_by_parts(branch)
        else:
            result = self._price(branch, FEW_PRICINGS)
            branch = branch._replace(discounts=tuple(self.relaxed.discounts), toll=self.relaxed.toll)
        if result is None or not left:
            return []
        bound = min(bound, result[0])
        inside, may = self._sets(branch)
        usable: Yes = np.asarray((inside & may)[self.relaxed.threes].all(axis=1))
        if not self._is_of_use(bound) or not usable.any():
            return []
        child = self._child_to_branch(self._miscounted(result[1], left), result[1], usable)
        rows = np.flatnonzero(usable & (self.relaxed.threes == child).any(axis=1))
        estimates = np.minimum(self._estimates(rows, *result), bound)
        inside[child] = False
        if without := self.relaxed.match(inside, may):
            rest = without.bound + branch.worth + self.relaxed.toll * left + self.relaxed.priced.paid
            estimates = self._by_rest(estimates, rows, child, rest, without)
        found = []
        for row, estimate in zip(rows.tolist(), estimates.tolist(), strict=True):
            if self._is_of_use(estimate):
                found.append((estimate, self._with_three(branch, row)))
        if not self._prepared.threes.only_in_threes[child]:
            found.append((bound, self._without_three(branch, child)))
        return found

    def _with_three(self, branch: Branch, row: int) -> Branch:
        three = tuple(sorted(self.relaxed.threes[row].tolist()))
        fixed, out = (*branch.fixed, three), branch.out | bits(three)
        worth = branch.worth + int(self.relaxed.three_worth[row])
        return branch._replace(fixed=fixed, out=out, worth=worth, last=three)

    def _without_three(self, branch: Branch, child: int) -> Branch:
        return branch._replace(in_no_three=branch.in_no_three | 1 << child, last=(child,))

    def _child_to_branch(self, wrong: dict[int, int], matched: Matched, usable: Yes) -> int:
        """A child of whom it is not clear whether and where they are in a three: of those who must be in one, else of
        all, one with few threes."""
        threes = self.relaxed.threes
        unclear = [child for child in wrong if child >= 0]
        unclear = unclear or [int(threes[row, 0]) for *_, row in matched.hosts if row >= 0]
        ways = {child: int((usable & (threes == child).any(axis=1)).sum()) for child in unclear}
        unclear = [child for child in unclear if ways[child]] or [int(threes[np.flatnonzero(usable)[0], 0])]
        return min(
            unclear, key=lambda child: (not self._prepared.threes.only_in_threes[child], ways.get(child, 0), child)
        )

    def _estimates(self, rows: Grid, bound: int, matched: Matched) -> Worths:
        """Column over these threes: what no plan with the three can surpass, by the bound without it. Each child of the
        three may be the guest, whose going from the matching leaves the other two as a pair."""
        relaxed = self.relaxed
        discounts = np.array(relaxed.discounts, dtype=object)
        short = relaxed.slack[rows].astype(object)
        least = np.zeros(len(rows), dtype=object)
        for guest, one, other in ((0, 1, 2), (1, 0, 2), (2, 0, 1)):
            guests, keys = relaxed.threes[rows, guest], self._keys(rows, one, other)
            cost = matched.slack[keys] - short - discounts[guests]
            cost[~relaxed.is_guest[guests] | ~matched.is_there[keys]] = 0
            least = np.maximum(least, cost)
        found: Worths = bound - least
        return found

    def _by_rest(self, estimates: Worths, rows: Grid, child: int, rest: int, without: Matched) -> Worths:
        """The estimates of these threes of one child, lowered to what the bound of all others says."""
        relaxed = self.relaxed
        others = np.array([sorted(set(three) - {child}) for three in relaxed.threes[rows].tolist()])
        keys = others[:, 0] * self.size + others[:, 1]
        found: Worths = rest + relaxed.slack[rows].astype(object) + relaxed.potentials[child] - without.slack[keys]
        return np.where(without.is_there[keys], np.minimum(found, estimates), estimates)

    def _keys(self, rows: Grid, one: int, other: int) -> Grid:
        pairs = np.sort(self.relaxed.threes[rows][:, [one, other]], axis=1)
        keys: Grid = pairs[:, 0] * self.size + pairs[:, 1]
        return keys
