"""The hard rules: which are in force, which groups they allow, and which of them a plan breaks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Protocol, TypeAlias, TypeVar

import numpy as np

from .problem import HardRule, Problem, Rule
from .room import Grid, Room, Yes, latest_together, toward
from .words import UNSAFE

Groups: TypeAlias = Sequence[Sequence[str]]

T = TypeVar("T")

FRESH = HardRule("fresh", ())
NO_LONE_MIXED_PAIR = HardRule("no_lone_mixed_pair", ())


def hard_rules(problem: Problem) -> tuple[HardRule, ...]:
    """Every hard rule of the class as entered, each once, in an order that depends on the rules alone."""
    rules = {_entered(rule) for rule in problem.rules if rule.kind in ("never", "together")}
    rules |= {HardRule("flag", pair) for pair in open_flags(problem)}
    rules |= {HardRule("lock", tuple(sorted(lock))) for lock in problem.locks}
    rules |= {HardRule("mark", (student.id,)) for student in problem.students if student.better_in_three}
    rules |= {FRESH} if problem.mode == "fresh" and problem.history else set()
    rules |= {NO_LONE_MIXED_PAIR} if problem.no_lone_mixed_pair else set()
    return tuple(sorted(rules))


def _entered(rule: Rule) -> HardRule:
    return HardRule(rule.kind, tuple(sorted(rule.students)))


def open_flags(problem: Problem) -> set[tuple[str, ...]]:
    """The pairs parted for safety: flags given as such and notes in which a child does not feel safe."""
    unsafe = {(note.student, choice.student) for note in problem.notes for choice in note.hard if UNSAFE in choice.why}
    return {tuple(sorted(pair)) for pair in unsafe | set(problem.flags)}


def tied(rules: Iterable[HardRule]) -> list[set[str]]:
    """The sets of children that keep-togethers and locks hold in one group, chains followed to their end."""
    return joined(rule.students for rule in rules if rule.kind in ("together", "lock"))


def held_together(rules: Iterable[HardRule], students: Iterable[str]) -> bool:
    """Whether keep-togethers and locks hold all these children in one group."""
    return any(tie.issuperset(students) for tie in tied(rules))


def joined(sets: Iterable[Iterable[T]]) -> list[set[T]]:
    """The same sets with those that overlap made one."""
    found: list[set[T]] = []
    for members in sets:
        one = set(members)
        whole = one.union(*(other for other in found if not other.isdisjoint(one)))
        found = [other for other in found if other.isdisjoint(one)] + [whole]
    return found


def most_threes(size: int, rules: Collection[HardRule], extra: int) -> int:
    """How many threes a plan may hold: the marked children and the threes made by keep-togethers and locks,
    and the extra ones, made even or odd as the class needs."""
    threes = sum(rule.kind == "mark" for rule in rules) + sum(len(one) == 3 for one in tied(rules)) + extra
    return threes + (size - threes) % 2


class Allowed(Protocol):
    """Which groups may be part of a plan."""

    @property
    def pairs(self) -> Yes:
        """Grid: these two may be a pair."""

    def threes(self, threes: Grid) -> Yes:
        """Column over rows of three children: these may be a three."""


class Ground:
    """Which groups of a class a list of hard rules allows, each group seen for itself."""

    def __init__(self, room: Room, rules: Sequence[HardRule], extra_threes: int = 0) -> None:
        self.size = room.size
        self.most_threes = most_threes(room.size, rules, extra_threes)
        self._label = np.arange(room.size)
        for place, held in enumerate(tied(rules)):
            self._label[[room.index[student] for student in held]] = room.size + place
        self._tie = self._label[:, None] == self._label[None, :]
        self._tied_size = self._tie.sum(axis=1)
        self.marked = _column(room, (rule for rule in rules if rule.kind == "mark"))
        self._sealed = _column(room, (rule for rule in rules if rule.kind == "lock" and len(rule.students) == 2))
        self.apart = self._parted(room, rules)

    @property
    def asks_for_threes(self) -> bool:
        """Whether a child is marked, or keep-togethers or locks hold three children or more."""
        return bool(self.marked.any() or (self._tied_size > 2).any())

    @property
    def numbers_of_threes(self) -> range:
        """How many threes a plan may hold, the fewest first."""
        return range(self.size % 2, min(self.most_threes, self.size // 3) + 1, 2)

    def _parted(self, room: Room, rules: Sequence[HardRule]) -> Yes:
        pairs = [pair for rule in rules if rule.kind in ("never", "flag") for pair in combinations(rule.students, 2)]
        parted = room.grid((room.index[first], room.index[second]) for first, second in pairs)
        if FRESH in rules:
            met = room.grid((room.index[first], room.index[second]) for first, second in map(tuple, room.latest))
            parted |= met & ~self._tie
        return parted | parted.T

    @cached_property
    def pairs(self) -> Yes:
        """Grid: these two may be a pair."""
        whole = self._tied_size[:, None] == 1 + self._tie
        free = toward(~self.marked, ~self.marked)
        allowed: Yes = ~self.apart & whole & whole.T & free & ~np.eye(self.size, dtype=bool)
        return allowed

    def threes(self, threes: Grid) -> Yes:
        """Column over rows of three children: these may be a three."""
        i, j, k = threes.T
        apart = self.apart[i, j] | self.apart[i, k] | self.apart[j, k]
        sealed = self._sealed[i] | self._sealed[j] | self._sealed[k]
        whole: Yes = np.ones(len(threes), dtype=bool)
        for one, two, three in ((i, j, k), (j, i, k), (k, i, j)):
            whole &= self._tied_size[one] == 1 + self._tie[one, two] + self._tie[one, three]
        allowed: Yes = ~apart & ~sealed & whole
        return allowed


@dataclass(frozen=True)
class Narrowed:
    """A ground of which only some groups are left: a grid of pairs, and a test of rows of three."""

    ground: Allowed
    only_pairs: Yes
    only_threes: Callable[[Grid], Yes]

    @cached_property
    def pairs(self) -> Yes:
        """Grid: these two may be a pair."""
        return self.ground.pairs & self.only_pairs

    def threes(self, threes: Grid) -> Yes:
        """Column over rows of three children: these may be a three."""
        return self.ground.threes(threes) & self.only_threes(threes)


def _column(room: Room, rules: Iterable[HardRule]) -> Yes:
    column = np.zeros(room.size, dtype=bool)
    column[[room.index[student] for rule in rules for student in rule.students]] = True
    return column


def mixed_groups(problem: Problem, groups: Groups) -> list[Sequence[str]]:
    """The groups across the line between sides A and B."""
    side = {student.id: student.side for student in problem.students}
    return [group for group in groups if {"A", "B"} <= {side[student] for student in group}]


def broken(problem: Problem, groups: Groups) -> tuple[HardRule, ...]:
    """The hard rules of a class that these groups break, with the children at fault."""
    rules = hard_rules(problem)
    found = set(broken_rules(rules, groups, problem))
    children = sum(len(group) for group in groups)
    if sum(len(group) == 3 for group in groups) > most_threes(children, rules, problem.extra_threes):
        found.add(HardRule("threes", ()))
    return tuple(sorted(found))


def broken_rules(rules: Sequence[HardRule], groups: Groups, problem: Problem) -> Iterator[HardRule]:
    """The faults of these groups against some hard rules of a class. Who is in no group is not at fault yet."""
    group_of = {student: group for group in groups for student in group}
    for rule in rules:
        if rule == FRESH:
            yield from _met_again(problem, rules, group_of)
        elif rule == NO_LONE_MIXED_PAIR:
            mixed = mixed_groups(problem, groups)
            yield from [HardRule(rule.kind, tuple(sorted(mixed[0])))] if len(mixed) == 1 else []
        else:
            yield from _faults(rule, group_of)


def _faults(rule: HardRule, group_of: dict[str, Sequence[str]]) -> Iterator[HardRule]:
    kind, students = rule
    if kind in ("never", "flag"):
        pairs = combinations(students, 2)
        yield from (HardRule(kind, pair) for pair in pairs if pair[1] in group_of.get(pair[0], ()))
    elif group_of.keys() >= set(students) and (
        (kind == "together" and students[1] not in group_of[students[0]])
        or (kind == "lock" and set(students) != set(group_of[students[0]]))
        or (kind == "mark" and len(group_of[students[0]]) == 2)
    ):
        yield rule


def _met_again(problem: Problem, rules: Sequence[HardRule], group_of: dict[str, Sequence[str]]) -> Iterator[HardRule]:
    for pair in latest_together(problem):
        first, second = sorted(pair)
        if second in group_of.get(first, ()) and not held_together(rules, (first, second)):
            yield HardRule("fresh", (first, second))
