"""Why no plan exists: a smallest set of hard rules that cannot hold together.

Every plan that was ever found is kept as a witness: the rules that it meets can hold together, and so can
any of them alone, as long as they allow the threes that it has. A clash must therefore hold a rule that the
witness does not meet, which leaves few sets to try. Clashes of up to three rules are found in order of size;
a larger one is what stays when every rule that can be left out has been left out, many at a time first. What
may be spent on all this is counted: a class with thousands of rules gets the smallest set that was found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from .feasible import Feasible, parts
from .gentle import Gentle
from .lone_mixed import Sides
from .problem import HardRule, Problem
from .room import Room
from .rules import (
    FRESH,
    NO_LONE_MIXED_PAIR,
    Ground,
    broken_rules,
    hard_rules,
    held_together,
    mixed_groups,
    most_threes,
    tied,
)
from .solver import Solver
from .threes_count import any_plan

SMALL = 3
# What may be spent, in squares of the number of children: each question costs about as much as there are pairs.
MOST_SPENT = 1_600_000
# Edges that one question may take where threes make it hard.
MOST_EDGES = 20_000
# Rules that two or three children break by being together; few of them always leave a plan in a larger class.
SIMPLE = ("never", "flag")
# Rules that hold children in one group, which is of three at most.
TYING = ("together", "lock")
LARGEST_GROUP = 3
MANY = 2  # threes, above which it takes more than matchings

Rules = frozenset[HardRule]


class Clash(NamedTuple):
    """Rules that no plan can meet. `is_settled` says that none can be left out, and that there is no smaller clash
    where it has up to three rules or fewer; else it is the smallest set that was found. There it may be that not even
    this was found for certain: where the rules of the whole class were too hard to try, all of them are given."""

    rules: tuple[HardRule, ...]
    is_settled: bool = True


def clash(problem: Problem) -> tuple[HardRule, ...]:
    """A smallest set of hard rules that no plan can meet, or the smallest that was found in time; empty where there is
    a plan."""
    return find_clash(problem).rules


def find_clash(problem: Problem) -> Clash:
    """The same, with whether it is certain that there is none smaller."""
    search = ClashSearch(problem)
    if len(problem.students) < 2 or search.possible(search.rules):
        return Clash(())
    found = next(filter(None, map(search.smallest, range(SMALL + 1))), None) or search.irreducible()
    return Clash(tuple(sorted(found)), search.is_settled)


def two_more_threes_help(problem: Problem) -> bool:
    """Whether there would be a plan if it might hold two threes more."""
    search = ClashSearch(replace(problem, extra_threes=problem.extra_threes + 2))
    return search.possible(search.rules)


class Witness(NamedTuple):
    """A plan that was found: the rules that it meets, its threes, and who are partners again. Whether those
    break Fresh depends on the keep-togethers and locks that hold beside it."""

    met: Rules
    threes: int
    again: tuple[tuple[str, ...], ...]

    def proves(self, rules: Rules) -> bool:
        """Whether all these rules are met."""
        fresh = FRESH not in rules or all(held_together(rules, pair) for pair in self.again)
        return fresh and rules <= self.met | {FRESH}


class ClashSearch:
    """Questions to one class about which of its rules can hold together."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.room = Room(problem)
        self.rules: Rules = frozenset(hard_rules(problem))
        self._gentle = Gentle(self.room, sorted(self.rules))
        self._sides = Sides(self.room)
        self._witnesses: list[Witness] = []
        # Rules without a plan, and whether that is certain.
        self._hopeless: dict[Rules, bool] = {}
        self._spent = 0

    @property
    def is_spent(self) -> bool:
        """Whether what may be spent is spent."""
        return self._spent > MOST_SPENT

    @property
    def is_settled(self) -> bool:
        """Whether every question was answered for certain."""
        return not self.is_spent and all(self._hopeless.values())

    def possible(self, rules: Rules) -> bool:
        """Whether some plan that meets all these rules was found."""
        return self._witness(rules) is not None

    def impossible(self, rules: Rules) -> bool:
        """Whether it is certain that no plan meets all these rules."""
        return self._witness(rules) is None and self._hopeless[rules]

    # Small clashes

    def smallest(self, size: int) -> Rules | None:
        """A clash of this size, if there is one and none that is smaller."""
        if not self._few_simple_rules_always_hold:
            return next(self._clashes(frozenset(), size), None)
        if not size:
            return frozenset() if self.impossible(frozenset()) else None
        starts = sorted(rule for rule in self.rules if rule.kind not in SIMPLE)
        found = (next(self._clashes(frozenset({rule}), size - 1), None) for rule in starts)
        return next(filter(None, found), None)

    @cached_property
    def _few_simple_rules_always_hold(self) -> bool:
        """Whether up to three rules of the simple kinds leave a plan in any case: everybody whom they name gets a
        partner whom they don't name, and somebody is left for a three."""
        named = sorted((len(rule.students) for rule in self.rules if rule.kind in SIMPLE), reverse=True)
        return 2 * sum(named[:SMALL]) + 3 <= self.room.size

    def _clashes(self, chosen: Rules, more: int) -> Iterator[Rules]:
        if self.is_spent:
            return
        witness = self._witness(chosen)
        if self.impossible(chosen):
            yield chosen
        elif more:
            met = witness.met if witness else frozenset()
            for rule in sorted(self.rules - met - chosen):
                yield from self._clashes(chosen | {rule}, more - 1)

    # Large clashes

    def irreducible(self) -> Rules:
        """A clash of which no rule can be left out, as far as what may be spent goes."""
        kept = self._about_a_tie() or self._about_odd_part()
        step = max(1, len(kept) // 2)
        left = sorted(kept)
        while left and not self.is_spent:
            tried, left = left[:step], left[step:]
            fewer = kept - set(tried)
            if self.impossible(fewer):
                kept = fewer
            elif len(tried) > 1:
                step = max(1, len(tried) // 2)
                left = [*tried, *left]
                continue
            step = min(2 * step, max(1, len(left)))
        return kept

    def _about_a_tie(self) -> Rules | None:
        """The rules that hold the smallest tie of more than three children together, where there is such a tie: a clash
        already."""
        ties = sorted((tie for tie in tied(sorted(self.rules)) if len(tie) > LARGEST_GROUP), key=len)
        if not ties:
            return None
        few = frozenset(rule for rule in self.rules if rule.kind in TYING and ties[0].issuperset(rule.students))
        return few if self.impossible(few) else None

    def _about_odd_part(self) -> Rules:
        """The rules without those that do not part the smallest odd part of the class from the others, where that is a
        clash already; else all."""
        apart = Ground(self.room, tuple(self.rules), self.problem.extra_threes).apart
        odd = [part for part in parts(~apart) if len(part) % 2]
        for part in sorted(odd, key=len)[:SMALL]:
            ids = {self.room.ids[child] for child in part}
            few = frozenset(
                rule
                for rule in self.rules
                if rule.kind not in SIMPLE or 0 < len(ids & set(rule.students)) < len(rule.students)
            )
            if len(few) < len(self.rules) and self.impossible(few):
                return few
        return self.rules

    # Questions

    def _witness(self, rules: Rules) -> Witness | None:
        if rules in self._hopeless:
            return None
        most = most_threes(self.room.size, rules, self.problem.extra_threes)
        known = (one for one in self._witnesses if one.threes <= most and one.proves(rules))
        return next(known, None) or self._new_witness(rules)

    def _new_witness(self, rules: Rules) -> Witness | None:
        ground = Ground(self.room, tuple(rules), self.problem.extra_threes)
        groups = self._plan(ground, NO_LONE_MIXED_PAIR in rules)
        if not groups:
            self._hopeless[rules] = groups is None
            return None
        named = [tuple(self.room.ids[place] for place in group) for group in groups]
        again = tuple(fault.students for fault in broken_rules((FRESH,), named, self.problem))
        met = set(self._met(named)) | (set() if again else {FRESH})
        witness = Witness(frozenset(met), sum(len(group) == 3 for group in named), again)
        self._witnesses.append(witness)
        return witness

    def _plan(self, ground: Ground, needs_sides: bool) -> Sequence[tuple[int, ...]] | None:
        """The groups of some plan, None where there is none; no groups where, with several threes, none was found with
        what one question may take."""
        if ground.most_threes < MANY and not ground.asks_for_threes and not needs_sides:
            feasible = Feasible(ground, self._gentle)
            groups = feasible.plan()
            self._spent += (1 + feasible.matchings) * self.room.size**2
            return groups
        solver = Solver(self._gentle, ground, most_edges=MOST_EDGES)
        best = any_plan(solver, ground.numbers_of_threes, self._sides if needs_sides else None)
        self._spent += 4 * self.room.size**2 + 20 * solver.edges
        return best and best.groups

    def _met(self, groups: Sequence[tuple[str, ...]]) -> Iterator[HardRule]:
        """The rules but Fresh that these groups meet."""
        group_of = {student: group for group in groups for student in group}
        for rule in self.rules - {FRESH}:
            theirs = {group_of[student] for student in rule.students}
            if (
                (rule.kind in SIMPLE and len(theirs) == len(rule.students))
                or (rule.kind == "together" and len(theirs) == 1)
                or (rule.kind == "lock" and {tuple(sorted(rule.students))} == {tuple(sorted(each)) for each in theirs})
                or (rule.kind == "mark" and len(next(iter(theirs))) > 2)
                or (rule == NO_LONE_MIXED_PAIR and len(mixed_groups(self.problem, groups)) != 1)
            ):
                yield rule
