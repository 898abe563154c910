"""Bounds for plans with a given number of threes: one matching each, at prices that make it low.

What is matched also makes plans, and the best of them is kept: what a plan must surpass makes bounds useful.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .parts import Best, Values, worth_of
from .prepared import Prepared
from .relaxation import Parts
from .relaxed import Matched, Relaxed
from .room import Yes

MOST_PRICE_EDGES = 60_000  # edges of matchings after which no more prices are changed
THREE = 3
STEPS = 6  # matchings for one price
NUMBER = -1  # stands for the number of threes, whose price is the toll


class Branch(NamedTuple):
    """Threes that are fixed, their children as bits and what they are worth (scaled); and as bits children who are in
    no three.

    A branch has the prices that were good for what it is a part of (the discount of each child, and the toll), or
    the linear relaxation of that, and which of its groups are allowed there. `last` is what was decided since: a three,
    or a child who is in none.
    """

    discounts: tuple[int, ...]
    toll: int
    parts: Parts | None = None
    allowed: Yes | None = None
    fixed: tuple[tuple[int, ...], ...] = ()
    out: int = 0
    in_no_three: int = 0
    worth: int = 0
    last: tuple[int, ...] = ()

    def narrowed(self) -> Branch:
        """The same with only the groups that fit what was decided last. Most branches are never looked into, so this is
        done late."""
        if not self.last or self.parts is None or self.allowed is None:
            return self
        groups = self.parts.groups
        fitting = groups.fitting(self.last) if len(self.last) == THREE else groups.without_threes_of(*self.last)
        return self._replace(allowed=self.allowed & fitting, last=())


class Bounds:
    """Bounds of branches of one class, and the best plan that came of them."""

    def __init__(self, prepared: Prepared, threes: int) -> None:
        self._prepared, self._count = prepared, threes
        self._values: Values = prepared.values
        self.size, self.scale = prepared.size, prepared.scale
        self._nothing = -2 * self._values.beyond
        self.found = Best(self._nothing, (), self._nothing)
        self._above = -self._values.beyond
        self.edges = 0
        self._relaxed: Relaxed | None = None
        # A part of the class with a bound below this has no plan.
        self._lowest: int | None = None

    @property
    def relaxed(self) -> Relaxed:
        """What is asked for bounds now."""
        assert self._relaxed
        return self._relaxed

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

    def _match(self, branch: Branch) -> tuple[int, Matched] | None:
        """The bound of a branch and what was matched; None where it has no plan."""
        matched = self.relaxed.match(*self._sets(branch))
        self.edges += self.relaxed.spent()
        if matched is None:
            return None
        left = self._count - len(branch.fixed)
        self._try(branch, matched, left)
        return matched.bound + branch.worth + self.relaxed.toll * left + self.relaxed.priced.paid, matched

    def _sets(self, branch: Branch) -> tuple[Yes, Yes]:
        """Columns: who is to be placed, and who may be in threes."""
        places = range(self.size)
        inside = np.array([not branch.out >> place & 1 for place in places])
        may = np.array([not branch.in_no_three >> place & 1 for place in places])
        return inside, may & (len(branch.fixed) < self._count)

    def _is_worth_a_price(self, bound: int) -> bool:
        return self._is_of_use(bound) and (self._lowest is None or bound >= self._lowest)

    def _whole(self) -> Branch:
        """The whole class, with the prices as they are."""
        return Branch(tuple(self.relaxed.discounts), self.relaxed.toll)

    def _price(self, branch: Branch, rounds: int) -> tuple[int, Matched] | None:
        """Look for prices with which the bound of a branch is low; the bound, and what was matched."""
        self.relaxed.discounts, self.relaxed.toll = list(branch.discounts), branch.toll
        current, start = self._match(branch), self.edges
        for _ in range(rounds):
            if (
                not current
                or self.edges > start + MOST_PRICE_EDGES
                or not self._is_of_use(current[0])
                or (self._lowest is not None and current[0] < self._lowest)
            ):
                break
            wrong = self._miscounted(current[1], self._count - len(branch.fixed))
            steps = (self._step(branch, child, excess, current) for child, excess in wrong.items())
            better = next((step for step in steps if step[0] < current[0]), None)
            if better is None:
                break
            current = better
        return current

    def _miscounted(self, matched: Matched, count: int) -> dict[int, int]:
        """By child: how many hosts take them in, less one if they are left out, where that is not 0.

        For NUMBER: how many threes there are above the count."""
        hosts = Counter(int(self.relaxed.threes[row, 0]) for *_, row in matched.hosts if row >= 0)
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
            slope = -self._miscounted(result[1], self._count - len(branch.fixed)).get(child, 0)
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
            self.relaxed.toll += change
        else:
            self.relaxed.discounts[child] -= change

    def _try(self, branch: Branch, matched: Matched, left: int) -> None:
        """Make a plan of what was matched, where that goes without much ado, and keep it if it is better."""
        groups = self._as_it_is(matched) if not self._miscounted(matched, left) else self._hosted(matched, left)
        self._keep(groups and (*groups, *branch.fixed))

    def _keep(self, groups: Sequence[tuple[int, ...]] | None) -> None:
        """Keep a plan if it is better than the best so far."""
        if groups is None:
            return
        plan = tuple(sorted(groups))
        worth = worth_of(self._values, plan)
        if worth > self._bar:
            self.found = Best(worth, plan, worth)

    def _as_it_is(self, matched: Matched) -> list[tuple[int, ...]]:
        threes = self.relaxed.threes
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
