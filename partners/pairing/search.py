"""The best plan with a given number of threes: bounds by one matching each, and branching where they are not met.

A branch has some threes fixed, and some children who are in no three. Where the matching that bounds it is no
plan, some child is taken in by two hosts, or by one and has a partner too, or by nobody. Then the child is in
one of their threes, or in none: each is a branch of its own, unless its bound shows that it is of no use.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

import numpy as np

from .parts import Best, Values, bits, worth_of
from .prepared import Prepared
from .priced import Groups
from .relaxation import Parts
from .relaxed import Matched, Relaxed
from .room import Grid, Yes
from .scoring import Worths

PRICINGS = 8  # prices that are changed before there are branches
FIRST_PRICINGS = 5  # prices that are changed until there is some plan
MOST_PRICE_EDGES = 60_000  # edges of matchings after which no more prices are changed
FEW_PRICINGS = 2  # prices that are changed for a branch
# Edges of matchings that are spent before the linear relaxation is asked, and as how many a pivot of it counts, and a
# branch.
QUICK_EDGES = 15_000
EDGES_A_PIVOT = 20
EDGES_A_BRANCH = 250
FEW_THREES = 200
# Threes that a first look takes in at most, and the search; and for each child who can be in no pair at a last look.
MOST_FIRST_THREES = 20_000
MOST_THREES = 60_000
LAST_THREES = 300
LITTLE = 80  # a first look goes so many quarters far
STEPS = 6  # matchings for one price
NUMBER = -1  # stands for the number of threes, whose price is the toll


class Branch(NamedTuple):
    """Threes that are fixed, their children as bits and what they are worth (scaled); and as bits children who are in
    no three.

    A branch has the prices that were good for what it is a part of (what is unpaid of each child, and the toll), or
    the linear relaxation of that, and which of its groups are allowed here.
    """

    unpaid: tuple[int, ...]
    toll: int
    parts: Parts | None = None
    allowed: Yes | None = None
    fixed: tuple[tuple[int, ...], ...] = ()
    out: int = 0
    in_no_three: int = 0
    worth: int = 0


class Search:
    """The search for the best plan with exactly so many threes, one or more."""

    def __init__(self, prepared: Prepared, threes: int) -> None:
        self._prepared, self._count = prepared, threes
        self._values: Values = prepared.values
        self.size, self.scale = prepared.size, prepared.scale
        self._nobody = -2 * self._values.beyond
        self.found = Best(self._nobody, (), self._nobody)
        self._above = -self._values.beyond
        self.edges = 0
        self._relaxed: Relaxed = None
        # A part of the class with a bound below this has no plan.
        self._lowest: int | None = None
        self._open: list[tuple[int, int, Branch]] = None
        self._numbers = count()
        self._parts_from = 0
        self._has_looked = self._is_too_large = False

    @property
    def _bar(self) -> int:
        """What a plan must surpass."""
        return max(self._above, self.found.worth)

    @property
    def _has_bar(self) -> bool:
        return self._bar > -self._values.beyond

    def _is_of_use(self, bound: int) -> bool:
        """Whether a plan within this scaled bound could surpass the bar."""
        return bound >= (self._bar + 1) * self.scale

    def run(self, above: int, limit: int) -> Best:
        """The best plan that is worth more than `above`, else no groups and a bound that says that there is none. Where
        so many edges more are not enough, the best found with a bound above it; the next call goes on from there."""
        if not self._may_have_plan:
            return self.found
        self._above = max(above, self._above)
        limit += self.edges
        if not self._has_bar:
            self.find_some()
        if self._open is None:
            self._open = self._start()
        while self._is_open and self.edges < limit and not self._is_too_large:
            if self.edges > self._parts_from:
                self._take_parts()
            bound, _, branch = heappop(self._open)
            self._go_down(branch, -bound)
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
        self._parts_from = self.edges + (QUICK_EDGES if len(self._relaxed.threes) < FEW_THREES else -1)
        return [(-self._root_bound, next(self._numbers), self._whole())]

    def _take_parts(self) -> None:
        """Begin again with the whole class, and from now on ask the linear relaxation."""
        groups = self._relaxed.groups.with_levels(self._values.units)
        parts = Parts(self.size, groups, self._values.units, self.scale, self._prepared.priced(groups))
        whole = self._whole()._replace(parts=parts, allowed=parts.allowed)
        self._open, self._parts_from = [(-self._root_bound, next(self._numbers), whole)], 10**12

    @property
    def _is_open(self) -> bool:
        return bool(self._open) and self._is_of_use(-self._open[0][0])

    def _ended(self) -> Best:
        top = -self._open[0][0] if self._open else self._nobody * self.scale
        if self._is_of_use(top):
            return self.found._replace(bound=max(self.found.worth, min(top, self._root_bound) // self.scale))
        return self.found._replace(bound=max(self.found.worth, self._above))

    # What is left of the class

    def _depth(self) -> int | None:
        """How far pairs and threes of a better plan may fall short of potentials and toll; None for any distance."""
        return self._prepared.bound(self._count) - (self._bar + 1) * self.scale if self._has_bar else None

    def _relax(self, groups: Groups) -> None:
        before = self._relaxed
        self._relaxed = Relaxed(groups, self._prepared.priced(groups))
        if before:
            self._relaxed.toll, self._relaxed.unpaid = before.toll, before.unpaid

    @property
    def _may_have_plan(self) -> bool:
        return self._prepared.needed <= self._count and self._prepared.is_priced

    def find_some(self) -> Best:
        """Some plan, had by looking only at pairs and threes that are nearly the best for their children; where that
        comes to none, no groups."""
        looked = 0
        for depth in self._looks() if self._may_have_plan and not self._has_looked else ():
            groups = self._prepared.near(depth, MOST_FIRST_THREES)
            if groups is None or self.found.groups:
                break
            if len(groups.threes) > looked:
                looked = len(groups.threes)
                self._lowest = self._prepared.bound(self._count) - self.size * depth
                self._relax(groups)
                self._price(self._whole(), FIRST_PRICINGS)
        self._lowest = None
        if self._may_have_plan and not self.found.groups and not self._has_looked:
            self._relax(self._prepared.some_for_each(LAST_THREES))
            self._price(self._whole(), FIRST_PRICINGS)
        self._has_looked = True
        return self.found

    def _looks(self) -> Iterator[int]:
        """How far to look for some plan, scaled: some points, then one child less at each level from the last one on."""
        units = self._values.units
        yield LITTLE * units[-2:][0] * self.scale
        yield from (2 * unit * self.scale for unit in reversed(units[:-2]))

    def _forget(self, bound: int, matched: Matched) -> None:
        """Drop the threes that can be in no better plan."""
        if self._has_bar:
            estimates = self._estimates(np.arange(len(self._relaxed.threes)), bound, matched)
            self._relaxed.keep_threes(np.flatnonzero(estimates >= (self._bar + 1) * self.scale))

    # Prices

    def _match(self, branch: Branch) -> tuple[int, Matched] | None:
        """The bound of a branch and what was matched; None where it has no plan."""
        matched = self._relaxed.match(*self._sets(branch))
        self.edges += self._relaxed.spent()
        if matched is None:
            return None
        left = self._count - len(branch.fixed)
        self._try(branch, matched, left)
        return matched.bound + branch.worth + self._relaxed.toll * left + self._relaxed.priced.paid, matched

    def _sets(self, branch: Branch) -> tuple[Yes, Yes]:
        """Columns: who is to be placed, and who may be in threes."""
        places = range(self.size)
        inside = np.array([not branch.out >> place & 1 for place in places])
        may = np.array([not branch.in_no_three >> place & 1 for place in places])
        return inside, may & (len(branch.fixed) < self._count)

    def _whole(self) -> Branch:
        """The whole class, with the prices as they are."""
        return Branch(tuple(self._relaxed.unpaid), self._relaxed.toll)

    def _price(self, branch: Branch, rounds: int) -> tuple[int, Matched] | None:
        """Look for prices with which the bound of a branch is low; the bound, and what was matched."""
        self._relaxed.unpaid, self._relaxed.toll = list(branch.unpaid), branch.toll
        current, start = self._match(branch), self.edges
        for _ in range(rounds):
            if (
                not current
                or self.edges > start + MOST_PRICE_EDGES
                or not self._is_of_use(current[0])
                or (self._lowest is not None and current[0] < self._lowest)
            ):
                break
            wrong = self._wrong(current[1], self._count - len(branch.fixed))
            steps = (self._step(branch, child, excess, current) for child, excess in wrong.items())
            better = next((step for step in steps if step[0] < current[0]), None)
            if better is None:
                break
            current = better
        return current

    def _price_by_parts(self, branch: Branch) -> tuple[Branch, tuple[int, Matched] | None]:
        """A branch with the linear relaxation of the groups that are left; the bound by that and by a matching with its
        prices, and what was matched."""
        assert branch.parts is not None and branch.allowed is not None
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

    def _wrong(self, matched: Matched, count: int) -> dict[int, int]:
        """By child: how many hosts take them in, less one if they are left out, where that is not 0; and for NUMBER, how
        many threes there are above the count."""
        hosts = Counter(int(self._relaxed.threes[row, 0]) for *_, row in matched.hosts if row >= 0)
        threes = hosts.total()
        hosts.subtract(matched.left_out)
        wrong = {child: excess for child, excess in sorted(hosts.items()) if excess}
        return wrong | ({NUMBER: threes - count} if threes != count else {})

    def _step(self, branch: Branch, child: int, excess: int, current: tuple[int, Matched]) -> tuple[int, Matched]:
        """Change one price to where the bound of the branch is lowest, going from one crossing of the two steepest
        lines to the next; the bound and what was matched there. Where it is no better the price stays."""
        reach = current[0] - self._bar * self.scale if self._has_bar else abs(current[0]) + 1
        left, right = (0, current[0], -excess), None
        best, kept = current, 0
        offset = reach if excess > 0 else -reach
        changed = 0
        for _ in range(STEPS):
            self._change_price(child, offset - changed)
            changed = offset
            result = self._match(branch)
            if result is None:
                break
            if result[0] < best[0]:
                best, kept = result, offset
            slope = -self._wrong(result[1], self._count - len(branch.fixed)).get(child, 0)
            if slope * excess < 0:
                left = (offset, result[0], slope)
            elif slope:
                right = (offset, result[0], slope)
            if not slope or right is None or (crossing := _crossing(left, right)) in (left[0], right[0]):
                break
            offset = crossing
        self._change_price(child, kept - changed)
        return best

    def _change_price(self, child: int, change: int) -> None:
        if child == NUMBER:
            self._relaxed.toll += change
        else:
            self._relaxed.unpaid[child] -= change

    # Branches

    def _branches(self, branch: Branch, bound: int) -> list[tuple[int, Branch]]:
        """What a branch falls into, with bounds; nothing where it is settled."""
        left = self._count - len(branch.fixed)
        self.edges += EDGES_A_BRANCH
        if branch.parts is not None:
            branch, result = self._price_by_parts(branch)
        else:
            result = self._price(branch, FEW_PRICINGS)
            branch = branch._replace(unpaid=tuple(self._relaxed.unpaid), toll=self._relaxed.toll)
        if result is None or not left:
            return []
        bound = min(bound, result[0])
        inside, may = self._sets(branch)
        usable = (inside & may)[self._relaxed.threes].all(axis=1)
        if not self._is_of_use(bound) or not usable.any():
            return []
        child = self._child_to_branch(self._wrong(result[1], left), result[1], usable)
        rows = np.flatnonzero(usable & (self._relaxed.threes == child).any(axis=1))
        estimates = np.minimum(self._estimates(rows, *result), bound)
        inside[child] = False
        if without := self._relaxed.match(inside, may):
            rest = without.bound + branch.worth + self._relaxed.toll * left + self._relaxed.priced.paid
            estimates = self._by_rest(estimates, rows, child, rest, without)
        found = []
        for row, estimate in zip(rows.tolist(), estimates.tolist(), strict=True):
            if self._is_of_use(estimate):
                found.append((estimate, self._with_three(branch, row)))
        if not self._prepared.threes.only_in_threes[child]:
            found.append((bound, self._without_three(branch, child)))
        return found

    def _with_three(self, branch: Branch, row: int) -> Branch:
        three = tuple(sorted(self._relaxed.threes[row].tolist()))
        fixed, out = (*branch.fixed, three), branch.out | bits(three)
        worth = branch.worth + int(self._relaxed.three_worth[row])
        allowed = branch.parts and branch.allowed & branch.parts.groups.fitting(three)
        return branch._replace(fixed=fixed, out=out, worth=worth, allowed=allowed)

    def _without_three(self, branch: Branch, child: int) -> Branch:
        allowed = branch.parts and branch.allowed & branch.parts.groups.without_threes_of(child)
        return branch._replace(in_no_three=branch.in_no_three | 1 << child, allowed=allowed)

    def _child_to_branch(self, wrong: dict[int, int], matched: Matched, usable: Yes) -> int:
        """A child of whom it is not clear whether and where they are in a three: of those who must be in one, else of
        all, one with few threes."""
        threes = self._relaxed.threes
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
        relaxed = self._relaxed
        unpaid = np.array(relaxed.unpaid, dtype=object)
        short = relaxed.slack[rows].astype(object)
        least = np.zeros(len(rows), dtype=object)
        for guest, one, other in ((0, 1, 2), (1, 0, 2), (2, 0, 1)):
            guests, keys = relaxed.threes[rows, guest], self._keys(rows, one, other)
            cost = matched.slack[keys] - short - unpaid[guests]
            cost[~relaxed.is_guest[guests] | ~matched.is_there[keys]] = 0
            least = np.maximum(least, cost)
        found: Worths = bound - least
        return found

    def _by_rest(self, estimates: Worths, rows: Grid, child: int, rest: int, without: Matched) -> Worths:
        """The estimates of these threes of one child, lowered to what the bound of all others says."""
        relaxed = self._relaxed
        others = np.array([sorted(set(three) - {child}) for three in relaxed.threes[rows].tolist()])
        keys = others[:, 0] * self.size + others[:, 1]
        found: Worths = rest + relaxed.slack[rows].astype(object) + relaxed.potentials[child] - without.slack[keys]
        return np.where(without.is_there[keys], np.minimum(found, estimates), estimates)

    def _keys(self, rows: Grid, one: int, other: int) -> Grid:
        pairs = np.sort(self._relaxed.threes[rows][:, [one, other]], axis=1)
        keys: Grid = pairs[:, 0] * self.size + pairs[:, 1]
        return keys

    # Plans

    def _try(self, branch: Branch, matched: Matched, left: int) -> None:
        """Make a plan of what was matched, where that goes without much ado, and keep it if it is better."""
        groups = self._as_it_is(matched) if not self._wrong(matched, left) else self._hosted(matched, left)
        if groups is None:
            return
        groups = tuple(sorted((*groups, *branch.fixed)))
        worth = worth_of(self._values, groups)
        if worth > self._bar:
            self.found = Best(worth, groups, worth)

    def _as_it_is(self, matched: Matched) -> list[tuple[int, ...]]:
        threes = self._relaxed.threes
        return [(i, j) if row < 0 else tuple(sorted(threes[row].tolist())) for i, j, row in matched.hosts]

    def _hosted(self, matched: Matched, left: int) -> list[tuple[int, ...]] | None:
        """Every guest taken in by a host of their own, one after the other as it suits best."""
        if len(matched.left_out) != left:
            return None
        hosts: Sequence[tuple[int, int]] = [(i, j) for i, j, _ in matched.hosts]
        taken: dict[tuple[int, int], int] = {}
        for guest, host in self._prepared.offers(matched.left_out, hosts):
            if guest not in taken.values() and host not in taken:
                taken[host] = guest
        groups = [tuple(sorted((*host, taken[host]))) if host in taken else host for host in hosts]
        if len(taken) < left or not all(len(group) == 3 or self._prepared.may_be_pair(group) for group in groups):
            return None
        return groups


def _crossing(one: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    """Where two lines meet, each given by a point and a slope."""
    return (other[1] - one[1] + one[2] * one[0] - other[2] * other[0]) // (one[2] - other[2])
