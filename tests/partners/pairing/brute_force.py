"""Finds the best plan of a small class by looking at every plan: slow, short, and without any code of the engine."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import combinations

from partners.pairing import Levels, Problem

from .own_fits import OwnFits

Group = tuple[str, ...]
Groups = tuple[Group, ...]
Value = tuple[int, ...]


def best(problem: Problem) -> tuple[Levels, set[frozenset[Group]]] | None:
    """The best value with every plan that has it, of those the plans with the fewest threes; None where there is no
    plan."""
    valued: dict[Value, set[frozenset[Group]]] = {}
    for groups, value in valued_plans(problem):
        valued.setdefault(value, set()).add(frozenset(groups))
    if not valued:
        return None
    found = valued[max(valued)]
    fewest = min(map(threes_in, found))
    return as_levels(max(valued)), {plan for plan in found if threes_in(plan) == fewest}


def threes_in(plan: Iterable[Group]) -> int:
    """How many threes a plan has."""
    return sum(len(group) == 3 for group in plan)


def valued_plans(problem: Problem) -> Iterator[tuple[Groups, Value]]:
    """Every plan with its value."""
    ids = tuple(sorted(student.id for student in problem.students))
    value = group_values(problem)
    for threes in range(len(ids) % 2, most_threes(problem) + 1, 2):
        for groups in plans(problem, ids, threes):
            yield groups, total_value(map(value, groups))


def total_value(values: Iterable[Value]) -> Value:
    """The value of a plan from those of its groups."""
    return tuple(map(sum, zip(*values, strict=True)))


def as_levels(value: Value) -> Levels:
    """A value as the engine gives it."""
    *badly_placed, beside_hard, kept, below_60, total, changes = value
    below = tuple(-count for count in (*badly_placed, below_60))
    return Levels(below, -beside_hard, kept, total, -changes)


def group_values(problem: Problem) -> Callable[[Group], Value]:
    """A function from a group to its share of the value: a number a level, in their order, larger for the better."""
    fits = OwnFits(problem)

    @cache
    def value(group: Group) -> Value:
        quarters = [fits.quarters(child, group) for child in group]
        below = [-sum(fit < 4 * step for fit in quarters) for step in (10, 20, 30, 40, 50, 60)]
        beside_hard, kept, changes = (
            sum(holds(child, group) for child in group)
            for holds in (fits.is_beside_hard, fits.is_kept, fits.is_changed)
        )
        return (*below[:5], -beside_hard, kept, below[5], sum(quarters), -changes)

    return value


def plans(problem: Problem, ids: Group, threes: int) -> Iterator[Groups]:
    """Every plan with this many threes that meets the hard rules."""
    side = {student.id: student.side for student in problem.students}
    fine = cache(lambda group: allowed(problem, group))
    for groups in partitions(ids, threes, fine):
        mixed = sum({"A", "B"} <= {side[student] for student in group} for group in groups)
        if not (problem.no_lone_mixed_pair and mixed == 1):
            yield groups


def partitions(ids: Group, threes: int, fine) -> Iterator[Groups]:
    """Every way to put these children into fine pairs and this many fine threes."""
    if not ids:
        yield from [()] if threes == 0 else []
        return
    for size in (2, 3) if threes else (2,):
        for others in combinations(ids[1:], size - 1):
            group = (ids[0], *others)
            if fine(group):
                left = tuple(student for student in ids if student not in group)
                yield from ((group, *groups) for groups in partitions(left, threes - (size == 3), fine))


def allowed(problem: Problem, group: Group) -> bool:
    """Whether a group breaks no hard rule, whatever the other groups are."""
    inside = set(group)
    tied = [set(rule.students) for rule in problem.rules if rule.kind == "together"]
    locks = [set(lock) for lock in problem.locks]
    if any(inside & tie and not tie <= inside for tie in tied) or any(
        inside & lock and lock != inside for lock in locks
    ):
        return False
    if len(group) == 2 and any(student.better_in_three for student in problem.students if student.id in inside):
        return False
    return not any(parted(problem, *pair) for pair in combinations(group, 2))


def parted(problem: Problem, one: str, two: str) -> bool:
    """Whether these two may not be in one group."""
    pair = {one, two}
    if any(rule.kind == "never" and pair <= set(rule.students) for rule in problem.rules):
        return True
    unsafe = [
        {note.student, choice.student} for note in problem.notes for choice in note.hard if "unsafe" in choice.why
    ]
    if pair in unsafe or pair in [set(flag) for flag in problem.flags]:
        return True
    met = any(pair <= set(entry.students) for entry in problem.history)
    return problem.mode == "fresh" and met and not any(pair <= held for held in held_sets(problem))


def held_sets(problem: Problem) -> list[set[str]]:
    """The children that keep-togethers and locks hold in one group."""
    held: list[set[str]] = []
    for bond in [*(rule.students for rule in problem.rules if rule.kind == "together"), *problem.locks]:
        joined = set(bond).union(*(one for one in held if one & set(bond)))
        held = [one for one in held if not one & joined] + [joined]
    return held


def most_threes(problem: Problem) -> int:
    """Marked children and held threes, one more where the class needs it to be odd or even."""
    marked = sum(student.better_in_three for student in problem.students)
    threes = marked + sum(len(held) == 3 for held in held_sets(problem)) + problem.extra_threes
    return threes + (len(problem.students) - threes) % 2
