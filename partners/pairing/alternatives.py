"""Other plans worth seeing: each the best in which enough groups are in no plan before it.

How many groups are new is a matter of the whole plan, so every new group gets a bonus, and the smallest bonus
is sought with which the best plan has enough of them. If it has just enough, no other plan with enough can be
better, since it would have got at least the same bonus. Otherwise a gap stays between the plan and its bound.
It is narrowed by branching: a plan with enough new groups lacks some group that the best plan with the bonus
kept, so each of those is forbidden in turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush
from itertools import chain, islice, product
from typing import NamedTuple

import numpy as np

from .parts import Best, Values, worth_of
from .planning import Planner, planner_of, solve
from .problem import Plan, Problem
from .room import Grid, Yes, toward
from .rules import Narrowed, joined
from .scoring import INT64_IS_ENOUGH, Digits, Worths
from .solver import Solver

Groups = frozenset[tuple[int, ...]]

MOST_BETWEEN = 256
MOST_BRANCHES = 25
# In a class of more children a search for several threes is asked seldom, or one for a three, or none; what one may
# take then, in edges.
FEW, SOME, MANY = 14, 45, 100
ONE_LOOK = 12_000


def alternatives(problem: Problem, count: int = 3) -> tuple[Plan, ...]:
    """Up to so many further plans, each the best found in which at least a quarter of the groups (rounded up, two
    or more) are in no plan before it; fewer where there are no more. Each carries its bound and says whether it
    meets it. Raises NoPlan where the class has no plan at all."""
    solve(problem)
    planner = planner_of(problem)
    assert planner.best
    seen = frozenset(planner.best.groups)
    found: list[Best] = []
    while len(found) < count and (best := _next_best(planner, seen)):
        found.append(best)
        seen |= frozenset(best.groups)
    return tuple(planner.plan(best) for best in found)


def _next_best(planner: Planner, seen: Groups) -> Best | None:
    """The best plan with enough groups that were not seen."""
    assert planner.best
    needed = max(2, -(-len(planner.best.groups) // 4))
    crossing = _cross(planner, seen, needed, _between_threes) if _is_slow(planner) else None
    if crossing:
        return _with_a_look_at_threes(planner, seen, needed, crossing)
    crossing = _cross(planner, seen, needed, _on_all)
    if crossing is None:
        return None
    found = crossing.best(planner, seen, needed)
    if planner.ground.numbers_of_threes[-1]:  # branching would take too long
        return found._replace(bound=max(found.worth, crossing.bound))
    return _Branches(planner, seen, needed, crossing.bonus).narrowed(crossing.few, found, crossing.bound)


def _is_slow(planner: Planner) -> bool:
    """Whether a search for threes takes so long that it can't be asked a dozen times."""
    most = planner.ground.numbers_of_threes[-1]
    return not planner.sides and ((most > 1 and planner.room.size > FEW) or (most > 0 and planner.room.size > SOME))


class _Crossing(NamedTuple):
    """The smallest bonus with which there are enough new groups: the best plans with too `few` and with enough (`many`)
    that are as good as one another with it, and what no plan with enough can surpass."""

    few: Best
    many: Best
    bonus: int
    bound: int

    def best(self, planner: Planner, seen: Groups, needed: int) -> Best:
        """The best of the plans between the two."""
        return max(_between(planner, self.few, self.many, seen, needed), key=lambda best: best.worth)


# The best plan with values, above some worth if one is given.
Ask = Callable[[Planner, Values], Best | None]


def _on_all(planner: Planner, values: Values) -> Best | None:
    """Among all plans."""
    return planner.best_on(planner.ground, values)


def _between_threes(planner: Planner, values: Values) -> Best | None:
    """Among the plans with the threes of the best plan."""
    assert planner.best
    threes = [group for group in planner.best.groups if len(group) == 3]
    left = np.ones(planner.room.size, dtype=bool)
    left[[child for three in threes for child in three]] = False
    rest = Solver(values, Narrowed(planner.ground, toward(left, left), no_threes)).pairs_of(left)
    if rest is None:
        return None
    groups = tuple(sorted([*rest.groups, *threes]))
    return Best(worth := worth_of(values, groups), groups, worth)


def _cross(planner: Planner, seen: Groups, needed: int, ask: Ask) -> _Crossing | None:
    """Where enough groups are new, found by going from one crossing to the next; None where they never are."""
    assert planner.best
    few, many = planner.best, _with_enough(planner, seen, needed, ask)
    if many is None:
        return None
    bound = few.bound
    while True:
        bonus, rest = divmod(few.worth - many.worth, _new(many, seen) - _new(few, seen))
        best = _with_bonus(planner, seen, bonus, ask)
        bound = min(bound, _ceiling(best, seen, bonus, needed))
        if _raised(best, seen, bonus) <= _raised(few, seen, bonus):  # less where a search was cut short
            break
        if _new(best, seen) < needed:
            few = best
        else:
            many = best
    if rest:  # the bonus at which the two are equal lies between two whole numbers
        bound = min(bound, _ceiling(_with_bonus(planner, seen, bonus + 1, ask), seen, bonus + 1, needed))
    return _Crossing(few, many, bonus, bound)


def _with_a_look_at_threes(planner: Planner, seen: Groups, needed: int, crossing: _Crossing) -> Best:
    """The best plan with the threes of the best plan, or a better one with others that one search comes upon."""
    assert planner.best
    found, bonus = crossing.best(planner, seen, needed), crossing.bonus
    if planner.room.size > MANY:
        return found._replace(bound=max(found.worth, planner.best.bound))
    raised = Raised(planner.scores, seen, bonus)
    other = planner.best_on(planner.ground, raised, most_edges=ONE_LOOK)
    bound = planner.best.bound
    if other:
        bound = min(bound, other.bound - bonus * needed)
    if other and other.groups and _new(other, seen) >= needed:
        other = other._replace(worth=other.worth - bonus * _new(other, seen))
        found = max(found, other, key=lambda best: best.worth)
    return found._replace(bound=max(found.worth, bound))


class _Branches:
    """The search that forbids kept groups, at one bonus."""

    def __init__(self, planner: Planner, seen: Groups, needed: int, bonus: int) -> None:
        self._planner, self._seen, self._needed, self._bonus = planner, seen, needed, bonus
        self._raised = Raised(planner.scores, seen, bonus)
        self._tried: set[Groups] = {frozenset()}
        self._left_open = -planner.scores.beyond

    def narrowed(self, few: Best, found: Best, bound: int) -> Best:
        """A plan at least as good as the one found, with a bound at most the one given."""
        branches: list[tuple[int, tuple[tuple[int, ...], ...], tuple[tuple[int, ...], ...]]]
        branches = [(-bound, (), self._kept(few))]
        most = max(1, MOST_BRANCHES * SOME**2 // max(SOME, self._planner.room.size) ** 2)
        while branches and -branches[0][0] > found.worth and len(self._tried) < most:
            _, forbidden, kept = heappop(branches)
            for group in kept:
                ceiling, best = self._without(frozenset((*forbidden, group)), found)
                if best and _new(best, self._seen) >= self._needed:
                    found = max(found, best, key=lambda best: best.worth)
                    self._left_open = max(self._left_open, ceiling)
                elif best and best.groups:
                    heappush(branches, (-ceiling, (*forbidden, group), self._kept(best)))
                elif best:  # nothing was found with what may be spent
                    self._left_open = max(self._left_open, ceiling)
        still_open = max([self._left_open, *(-branch[0] for branch in branches)])
        return found._replace(bound=max(found.worth, min(bound, still_open)))

    def _kept(self, best: Best) -> tuple[tuple[int, ...], ...]:
        return tuple(group for group in best.groups if group in self._seen)

    def _without(self, forbidden: Groups, found: Best) -> tuple[int, Best | None]:
        """The best plan with the bonus and without some groups, and what no plan with enough new groups can surpass
        there; nothing where that is no better than the plan found."""
        if forbidden in self._tried:
            return -self._raised.beyond, None
        self._tried.add(forbidden)
        above = found.worth + self._bonus * self._needed
        best = self._planner.best_on(_ground_without(self._planner, forbidden), self._raised, above)
        if best is None or best.bound <= above:
            return -self._raised.beyond, None
        extra = self._bonus * _new(best, self._seen)
        plain = best._replace(worth=best.worth - extra, bound=best.bound - extra)
        return best.bound - self._bonus * self._needed, plain


def no_threes(rows: Grid) -> Yes:
    """Column: none of these threes."""
    return np.zeros(len(rows), dtype=bool)


def _ground_without(planner: Planner, forbidden: Groups) -> Narrowed:
    """The ground without some groups."""
    pairs = np.ones((planner.room.size, planner.room.size), dtype=bool)
    for group in forbidden:
        if len(group) == 2:
            pairs[group], pairs[group[::-1]] = False, False
    rows = np.array([group for group in forbidden if len(group) == 3]).reshape(-1, 1, 3)

    def left(threes: Grid) -> Yes:
        found: Yes = ~(threes == rows).all(axis=2).any(axis=0)
        return found

    return Narrowed(planner.ground, pairs, left)


def _between(planner: Planner, few: Best, many: Best, seen: Groups, needed: int) -> Iterator[Best]:
    """The plans with enough new groups that lie between two: where the same children are grouped in two ways, each
    way can be had without the other. All of them are as good as the two once the bonus is counted."""
    yield many
    parts = [
        [[group for group in best.groups if part.issuperset(group)] for best in (few, many)]
        for part in joined([*few.groups, *many.groups])
    ]
    changing = [ways for ways in parts if ways[0] != ways[1]]
    always = [group for ways in parts if ways[0] == ways[1] for group in ways[0]]
    for ways in islice(product(*changing), MOST_BETWEEN):
        groups = tuple(sorted([*always, *chain.from_iterable(ways)]))
        if sum(group not in seen for group in groups) >= needed and planner.sound(groups):
            yield Best(worth := planner.worth(groups), groups, worth)


def _with_enough(planner: Planner, seen: Groups, needed: int, ask: Ask) -> Best | None:
    """A plan with enough new groups, had by a bonus that grows from what it is worth that one child more is not
    below 60 to more than anything."""
    bonus = planner.scores.worth.one_not_below
    while True:
        best = _with_bonus(planner, seen, bonus, ask)
        if _new(best, seen) >= needed:
            return best
        if bonus >= planner.scores.beyond:
            return None
        bonus = min(bonus * (planner.room.size + 1), planner.scores.beyond)


def _with_bonus(planner: Planner, seen: Groups, bonus: int, ask: Ask) -> Best:
    """The best plan when every new group gets a bonus; its worth and bound are given without."""
    best = ask(planner, Raised(planner.scores, seen, bonus))
    assert best
    if not best.groups:  # nothing was found with what may be spent; no group of the best plan is new
        assert planner.best
        return planner.best._replace(bound=best.bound)
    extra = bonus * _new(best, seen)
    return best._replace(worth=best.worth - extra, bound=best.bound - extra)


def _new(best: Best, seen: Groups) -> int:
    return sum(group not in seen for group in best.groups)


def _raised(best: Best, seen: Groups, bonus: int) -> int:
    return best.worth + bonus * _new(best, seen)


def _ceiling(best: Best, seen: Groups, bonus: int, needed: int) -> int:
    """What no plan with enough new groups can surpass, when this is the best with such a bonus."""
    return best.bound + bonus * (_new(best, seen) - needed)


@dataclass(frozen=True)
class Raised:
    """Values with a bonus on every group that was not seen."""

    values: Values
    seen: Groups
    bonus: int

    @property
    def size(self) -> int:
        """As before."""
        return self.values.size

    @cached_property
    def pair_worth(self) -> Worths:
        """Each pair with its bonus."""
        new = np.ones((self.size, self.size), dtype=np.int64)
        for i, j in (group for group in self.seen if len(group) == 2):
            new[i, j] = new[j, i] = 0
        worth: Worths = self._roomy(self.values.pair_worth) + self._roomy(new) * self.bonus
        return worth

    @property
    def units(self) -> Sequence[int]:
        """As before."""
        return self.values.units

    has_levels = False  # bonuses add up to more than a level holds

    @property
    def low_base(self) -> int:
        """As before."""
        return self.values.low_base

    def threes_worth(self, rows: Grid) -> Digits:
        """Each of these threes with its bonus."""
        return self._with_bonus(rows, self.values.threes_worth(rows))

    @property
    def three_blocks(self) -> Iterator[tuple[Grid, Digits]]:
        """As before, with the bonus."""
        return ((block, self._with_bonus(block, worth)) for block, worth in self.values.three_blocks)

    def _with_bonus(self, rows: Grid, worth: Digits) -> Digits:
        new = np.ones(len(rows), dtype=np.int64)
        for three in (group for group in self.seen if len(group) == 3):
            new &= (rows != three).any(axis=1)
        high, low = divmod(self.bonus, self.low_base)
        roomy = new if 4 * high < INT64_IS_ENOUGH else new.astype(object)
        return Digits(worth.high + roomy * high, worth.low + new * low, self.low_base).in_order()

    @property
    def beyond(self) -> int:
        """As before, and all bonuses."""
        return self.values.beyond + 2 * self.bonus * self.size

    def _roomy(self, worths: Worths) -> Worths:
        """The same as Python's own numbers, where a bonus makes 64 bits too small."""
        return worths if 4 * self.beyond < INT64_IS_ENOUGH else worths.astype(object)
