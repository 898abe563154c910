"""Answers for the review desk: what two children together would mean for the class, and what a move does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from .clash import clash
from .parts import Best
from .planning import BadGroups, Planner, evaluate, planner_of, solve
from .problem import HardRule, Plan, Problem, Rule
from .room import Grid, Yes, latest_together, toward
from .rules import FRESH, Narrowed, hard_rules, held_together

# What one price may take, in edges of matchings.
MOST_EDGES = 80_000
NO_OTHER_THREES = HardRule("threes", ())


@dataclass(frozen=True)
class Comparison:
    """What another plan changes: after less before, so that more children below is worse.

    `below` are the six differences, `total` and the values of `fits` are in quarters; `fits` holds only the
    children whose fit changes.
    """

    below: tuple[int, ...]
    total: int
    changes: int
    fits: Mapping[str, int]

    @property
    def gains(self) -> tuple[str, ...]:
        """Who gains, most first."""
        return tuple(sorted((one for one in self.fits if self.fits[one] > 0), key=lambda one: (-self.fits[one], one)))

    @property
    def losses(self) -> tuple[str, ...]:
        """Who loses, most first."""
        return tuple(sorted((one for one in self.fits if self.fits[one] < 0), key=lambda one: (self.fits[one], one)))


def compare(before: Plan, after: Plan) -> Comparison:
    """What the second plan changes. Both are plans of one class; who is put aside in one of them is in no `fits`."""
    below = tuple(new - old for old, new in zip(before.below, after.below, strict=True))
    changed = {one: after.fits[one] - before.fits[one] for one in sorted(before.fits.keys() & after.fits.keys())}
    fits = {one: change for one, change in changed.items() if change}
    return Comparison(below, after.total - before.total, after.changes - before.changes, fits)


@dataclass(frozen=True)
class Price:
    """What it would cost to have two children in one group, pair or three.

    `plan` is the best plan in which they are, and `cost` what it changes beside the best plan of all. Where
    there is none both are None, and `forbidden` names rules that, taken together, forbid it. Where none was found with
    what may be spent, though there may be one, no rule is named.
    """

    students: tuple[str, str]
    plan: Plan | None
    cost: Comparison | None
    forbidden: tuple[HardRule, ...] = ()


def price(problem: Problem, one: str, other: str) -> Price:
    """The price of having two children together. Raises NoPlan where the class has no plan at all."""
    best, planner = solve(problem), planner_of(problem)
    students = (min(one, other), max(one, other))
    together = _best_together(planner, *students)
    if together is None:
        return Price(students, None, None, _forbidding(problem, students))
    if not together.groups:
        return Price(students, None, None)
    plan = planner.plan(together)
    return Price(students, plan, compare(best, plan))


def _best_together(planner: Planner, one: str, other: str) -> Best | None:
    """The best plan in which two children are in one group; the class must have a plan."""
    i, j = planner.room.index[one], planner.room.index[other]
    return planner.best_on(_holding(planner, i, j), most_edges=MOST_EDGES)


def _holding(planner: Planner, i: int, j: int) -> Narrowed:
    """The ground without the groups that hold just one of two children."""
    only_i, only_j = (np.arange(planner.room.size) == child for child in (i, j))
    either = only_i | only_j

    def both_or_none(rows: Grid) -> Yes:
        found: Yes = either[rows].sum(axis=1) != 1
        return found

    return Narrowed(planner.ground, toward(either, either) | toward(~either, ~either), both_or_none)


def _forbidding(problem: Problem, pair: tuple[str, str]) -> tuple[HardRule, ...]:
    rules = hard_rules(problem)
    for rule in rules:
        if rule.kind in ("never", "flag") and set(pair) <= set(rule.students):
            return (rule,)
    if FRESH in rules and frozenset(pair) in latest_together(problem) and not held_together(rules, pair):
        return (FRESH,)
    wish = Rule("together", pair)
    against = clash(replace(problem, rules=(*problem.rules, wish)))
    # With the wish as a rule one three more may be made; as a mere wish it may not.
    return tuple(rule for rule in against if rule != HardRule("together", pair)) or (NO_OTHER_THREES,)


class Swap(NamedTuple):
    """Two children of different groups change places."""

    one: str
    other: str


class Shift(NamedTuple):
    """A child leaves its three and joins the group of another."""

    student: str
    to: str


@dataclass(frozen=True)
class Effect:
    """What a move does. `plan` is the plan after it, `touched` the fits in quarters, before and after, of every
    child in a group that changes, and `breaks` the hard rules that were not broken before."""

    plan: Plan
    comparison: Comparison
    touched: Mapping[str, tuple[int, int]]
    breaks: tuple[HardRule, ...]


def what_if(problem: Problem, plan: Plan, move: Swap | Shift) -> Effect:
    """The effect of one move on a plan of this class. Raises BadGroups where a child would be alone or in a four,
    or where the two are in one group already."""
    after = evaluate(problem, _moved(plan.groups, move))
    moved = [group for group in after.groups if group not in plan.groups]
    touched = {one: (plan.fits[one], after.fits[one]) for one in sorted(child for group in moved for child in group)}
    breaks = tuple(rule for rule in after.broken if rule not in plan.broken)
    return Effect(after, compare(plan, after), touched, breaks)


def _moved(groups: tuple[tuple[str, ...], ...], move: Swap | Shift) -> list[list[str]]:
    first, second = move
    if any({first, second} <= set(group) for group in groups):
        raise BadGroups(f"{first} and {second} are in one group already")
    if isinstance(move, Swap):
        places = {first: second, second: first}
        return [[places.get(student, student) for student in group] for group in groups]
    left = [[student for student in group if student != first] for group in groups]
    return [[*group, first] if second in group else group for group in left]
