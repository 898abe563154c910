"""Other plans worth seeing: each the best in which enough groups are in no plan before it.

How many groups are new is a matter of the whole plan, so every new group gets a bonus, and the smallest bonus
is sought with which the best plan has enough of them. If it has just enough, no other plan with enough can be
better, since it would have got at least the same bonus; otherwise what the bonus adds is the gap that stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice, product

import numpy as np

from .parts import Best, Values
from .planning import Planner, planner_of, solve
from .problem import Plan, Problem
from .room import Grid
from .rules import joined
from .scoring import INT64_IS_ENOUGH, Worths

Groups = frozenset[tuple[int, ...]]

MOST_BETWEEN = 256


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
    few, many = planner.best, _with_bonus(planner, seen, planner.scores.beyond)
    if _new(many, seen) < needed:
        return None
    bound = few.bound
    while True:
        bonus, rest = divmod(few.worth - many.worth, _new(many, seen) - _new(few, seen))
        best = _with_bonus(planner, seen, bonus)
        bound = min(bound, _ceiling(best, seen, bonus, needed))
        if _raised(best, seen, bonus) == _raised(few, seen, bonus):
            break
        if _new(best, seen) < needed:
            few = best
        else:
            many = best
    if rest:  # the bonus at which the two are equal lies between two whole numbers
        bound = min(bound, _ceiling(_with_bonus(planner, seen, bonus + 1), seen, bonus + 1, needed))
    found = max(_between(planner, few, many, seen, needed), key=lambda best: best.worth)
    return found._replace(bound=max(found.worth, bound))


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
            yield Best(worth := planner.solver.worth(groups), groups, worth)


def _with_bonus(planner: Planner, seen: Groups, bonus: int) -> Best:
    """The best plan when every new group gets a bonus; its worth and bound are given without."""
    best = planner.best_on(planner.ground, Raised(planner.scores, seen, bonus))
    assert best
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

    @property
    def threes(self) -> Grid:
        """As before."""
        return self.values.threes

    @cached_property
    def pair_worth(self) -> Worths:
        """Each pair with its bonus."""
        new = np.ones((self.size, self.size), dtype=np.int64)
        for i, j in (group for group in self.seen if len(group) == 2):
            new[i, j] = new[j, i] = 0
        worth: Worths = self._roomy(self.values.pair_worth) + self._roomy(new) * self.bonus
        return worth

    @cached_property
    def three_worth(self) -> Worths:
        """Each three with its bonus."""
        old = {group for group in self.seen if len(group) == 3}
        new = np.array([tuple(row) not in old for row in self.threes.tolist()], dtype=np.int64)
        worth: Worths = self._roomy(self.values.three_worth) + self._roomy(new) * self.bonus
        return worth

    @property
    def beyond(self) -> int:
        """As before, and all bonuses."""
        return self.values.beyond + 2 * self.bonus * self.size

    def _roomy(self, worths: Worths) -> Worths:
        """The same as Python's own numbers, where a bonus makes 64 bits too small."""
        return worths if 4 * self.beyond < INT64_IS_ENOUGH else worths.astype(object)
