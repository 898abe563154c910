"""Why no plan exists: a smallest set of hard rules that cannot hold together.

Every plan that was ever found is kept as a witness: the rules that it meets can hold together, and so can
any of them alone, as long as they allow the threes that it has. A clash must therefore hold a rule that the
witness does not meet, which leaves few sets to try. Clashes of up to three rules are found in order of size;
a larger one is what stays when every rule that can be left out has been left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

import numpy as np

from .lone_mixed import Sides
from .numbers import any_plan
from .problem import HardRule, Problem
from .room import Grid, Room
from .rules import FRESH, NO_LONE_MIXED_PAIR, Ground, broken_rules, hard_rules, held_together, most_threes
from .scoring import Digits, Worths, every_block
from .solver import Solver

SMALL = 3

Rules = frozenset[HardRule]


def clash(problem: Problem) -> tuple[HardRule, ...]:
    """A smallest set of hard rules that no plan can meet, none of which can be left out; empty where there is a
    plan. Up to three rules it is the smallest there is."""
    search = ClashSearch(problem)
    if len(problem.students) < 2 or search.possible(search.rules):
        return ()
    found = next(filter(None, map(search.smallest, range(SMALL + 1))), None)
    return tuple(sorted(found or search.irreducible()))


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
        self._impossible: set[Rules] = set()

    def possible(self, rules: Rules) -> bool:
        """Whether some plan meets all these rules."""
        return self._witness(rules) is not None

    def smallest(self, size: int) -> Rules | None:
        """A clash of this size, if there is one and none that is smaller."""
        return next(self._clashes(frozenset(), size), None)

    def _clashes(self, chosen: Rules, more: int) -> Iterator[Rules]:
        witness = self._witness(chosen)
        if witness is None:
            yield chosen
        elif more:
            for rule in sorted(self.rules - witness.met - chosen):
                yield from self._clashes(chosen | {rule}, more - 1)

    def irreducible(self) -> Rules:
        """A clash of which no rule can be left out."""
        kept = self.rules
        while spare := next((rule for rule in sorted(kept) if not self.possible(kept - {rule})), None):
            kept -= {spare}
        return kept

    def _witness(self, rules: Rules) -> Witness | None:
        if rules in self._impossible:
            return None
        most = most_threes(self.room.size, rules, self.problem.extra_threes)
        known = (one for one in self._witnesses if one.threes <= most and one.proves(rules))
        return next(known, None) or self._new_witness(rules)

    def _new_witness(self, rules: Rules) -> Witness | None:
        ground = Ground(self.room, sorted(rules), self.problem.extra_threes)
        sides = self._sides if NO_LONE_MIXED_PAIR in rules else None
        solver = Solver(self._gentle, ground)
        best = any_plan(solver, ground.numbers_of_threes, sides)
        if best is None:
            self._impossible.add(rules)
            return None
        groups = [tuple(self.room.ids[place] for place in group) for group in best.groups]
        again = tuple(fault.students for fault in broken_rules((FRESH,), groups, self.problem))
        met = {rule for rule in self.rules - {FRESH} if not any(broken_rules((rule,), groups, self.problem))}
        met |= set() if again else {FRESH}
        witness = Witness(frozenset(met), sum(len(group) == 3 for group in groups), again)
        self._witnesses.append(witness)
        return witness


class Gentle:
    """Values by which the best plan breaks few rules, so that it is a good witness. A guide, not a proof."""

    def __init__(self, room: Room, rules: list[HardRule]) -> None:
        self.size = room.size
        self._touch = np.zeros(room.size, dtype=np.int64)
        self._touch_pair = np.zeros(room.size, dtype=np.int64)
        self._meet = np.zeros((room.size, room.size), dtype=np.int64)
        for rule in rules:
            self._count(rule.kind, [room.index[student] for student in rule.students])
        if FRESH in rules:
            self._meet += room.grid((room.index[one], room.index[two]) for one, two in map(sorted, room.latest))
        self._meet += self._meet.T
        self.beyond = (
            4 * (room.size + 1) * (1 + int(abs(self._meet).sum() + self._touch.sum() + self._touch_pair.sum()))
        )

    def _count(self, kind: str, children: list[int]) -> None:
        if kind == "mark":
            self._touch_pair[children] += 1
        if kind in ("together", "lock"):
            self._touch[children] += len(children) - 1
        if kind in ("never", "flag", "together", "lock"):
            for pair in combinations(children, 2):
                self._meet[pair] += 1 if kind in ("never", "flag") else -2

    @property
    def pair_worth(self) -> Worths:
        """Each rule that a pair breaks counts against it."""
        touch = self._touch + self._touch_pair
        broken: Worths = touch[:, None] + touch[None, :] + self._meet
        return -broken

    units = (1,)
    has_levels = True
    low_base = 1

    def threes_worth(self, rows: Grid) -> Digits:
        """The same for threes."""
        i, j, k = rows.T
        broken = self._touch[rows].sum(axis=1) + self._meet[i, j] + self._meet[i, k] + self._meet[j, k]
        return Digits(-broken, np.zeros_like(broken), self.low_base)

    @cached_property
    def three_blocks(self) -> list[tuple[Grid, Digits]]:
        """Every three places in blocks, with what they are worth."""
        return [(block, self.threes_worth(block)) for block in every_block(self.size)]
