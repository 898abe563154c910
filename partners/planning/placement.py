"""Finds the best place for a child without a partner, while the other children stay where they are."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import chain, combinations

import rustworkx as rx

from classroom.models import Student
from partners import pairing
from partners.models import Mode, Round, State
from partners.queries import Beside, Group, Pair, in_order, pairing_problem

Keys = tuple[str, ...]
Problem = pairing.Problem
MOST_WAYS = 3
MOST_AT_ONCE = 4


def only(problem: Problem, keys: Collection[str]) -> Problem:
    """The problem of a class that consists of these children only."""

    def inside(rule: pairing.Rule) -> pairing.Rule:
        return replace(rule, students=tuple(key for key in rule.students if key in keys))

    return replace(
        problem,
        students=tuple(student for student in problem.students if student.id in keys),
        notes=tuple(_note(note, keys) for note in problem.notes if note.student in keys),
        rules=tuple(rule for rule in map(inside, problem.rules) if len(rule.students) > 1),
        history=tuple(together for together in problem.history if set(together.students) <= set(keys)),
        flags=tuple(flag for flag in problem.flags if set(flag) <= set(keys)),
    )


def _note(note: pairing.Note, keys: Collection[str]) -> pairing.Note:
    great = tuple(choice for choice in note.great if choice.student in keys)
    hard = tuple(choice for choice in note.hard if choice.student in keys)
    return replace(note, great=great, hard=hard)


def among(problem: Problem, keys: Collection[str]) -> tuple[Keys, ...] | None:
    """The best groups of these children by themselves; None where the rules leave none."""
    if len(keys) < 2:
        return None if keys else ()
    try:
        return pairing.solve(only(problem, keys)).groups
    except pairing.NoPlan:
        return None


def hosts(problem: Problem, key: str, pairs: Iterable[Keys]) -> list[Keys]:
    """The pairs that may take the child in, the best first, including pairs that are together against a rule."""
    plans = {pair: pairing.evaluate(only(problem, {key, *pair}), [(key, *pair)]) for pair in pairs}
    allowed = [pair for pair, plan in plans.items() if not any(key in rule.students for rule in plan.broken)]
    return sorted(allowed, key=lambda pair: plans[pair].levels.rank, reverse=True)


def for_those_alone(
    problem: Problem, alone: Sequence[str], pairs: Sequence[Keys], threes: Sequence[Keys]
) -> tuple[list[Keys], list[str]]:
    """Groups for children who are alone, and the children for whom the rules leave no place, as few as possible.

    The children are put together first. Only those left over join pairs, as few pairs as possible. Where somebody would
    be alone otherwise, a child who is better in a three may be in a pair; after that, the children of a three or a pair
    work in other groups today.
    """
    free = _unmarked(problem)
    here = [*alone, *chain.from_iterable((*pairs, *threes))]
    lost = [key for key in alone if not any(_may_be_together(free, key, other) for other in here if other != key)]
    rest = [key for key in alone if key not in lost]
    together = among(problem, rest)
    if together is not None:
        return list(together), lost
    if len(rest) <= MOST_AT_ONCE:
        groups, nowhere = _best_for((problem, free), rest, pairs, threes)
    else:
        tried = [_step_by_step(free, rest, pairs, threes, part_first=first) for first in (False, True)]
        groups, nowhere = min(tried, key=lambda found: len(found[1]))
    return groups, [*lost, *nowhere]


def _best_for(
    problems: Sequence[Problem],
    alone: Sequence[str],
    pairs: Sequence[Keys],
    threes: Sequence[Keys],
    *,
    part_first: bool = False,
) -> tuple[list[Keys], list[str]]:
    """Try every way, which is quick enough for a few children. Existing groups are split up last. With `part_first`
    they are split up first, where that gives everybody a place and touches no other group."""
    free, groups = problems[-1], (*threes, *pairs)
    whole = [(problem, (), pairs) for problem in problems]
    parting = [(free, few, [pair for pair in pairs if pair != few]) for few in groups]
    ways = [*([(free, few, []) for few in groups] if part_first else []), *whole, *parting]
    for without in range(len(alone) + 1):
        for nowhere in combinations(alone, without):
            rest = [key for key in alone if key not in nowhere]
            for problem, opened, hosting in ways:
                found = _everybody(problem, [*rest, *opened], hosting)
                if found is not None:
                    return found, list(nowhere)
    return [], list(alone)


def _step_by_step(
    problem: Problem, alone: Sequence[str], pairs: Sequence[Keys], threes: Sequence[Keys], *, part_first: bool
) -> tuple[list[Keys], list[str]]:
    """Put as many children as possible together in pairs, then place the rest two at a time. With `part_first` each
    of the two gets one child of a pair that is split up, which takes fewer pairs than two threes."""
    groups, nowhere = _paired(problem, alone), list[str]()
    left = [key for key in alone if not any(key in group for group in groups)]
    for number in range(0, len(left), 2):
        taken = set(chain.from_iterable(groups))
        free_pairs, free_threes = ([few for few in of if not taken & set(few)] for of in (pairs, threes))
        two = left[number : number + 2]
        more, lost = _best_for([problem], two, free_pairs, free_threes, part_first=part_first and len(two) == 2)
        groups, nowhere = [*groups, *more], [*nowhere, *lost]
    return groups, nowhere


def _paired(problem: Problem, keys: Sequence[str]) -> list[Keys]:
    """The largest number of pairs that can be made of these children."""
    graph: rx.PyGraph[str, None] = rx.PyGraph()
    graph.add_nodes_from(list(keys))
    for one, other in combinations(range(len(keys)), 2):
        if _may_be_together(problem, keys[one], keys[other]):
            graph.add_edge(one, other, None)
    matched = rx.max_weight_matching(graph, max_cardinality=True, weight_fn=lambda _: 1)
    return [(keys[one], keys[other]) for one, other in sorted(map(sorted, matched))]


def _may_be_together(problem: Problem, one: str, other: str) -> bool:
    return not pairing.evaluate(only(problem, {one, other}), [(one, other)]).broken


def _unmarked(problem: Problem) -> Problem:
    return replace(problem, students=tuple(replace(one, better_in_three=False) for one in problem.students))


def _everybody(problem: Problem, keys: Sequence[str], pairs: Sequence[Keys]) -> list[Keys] | None:
    """Groups of all these children, as few of them as guests of a pair as possible; None where that is not possible."""
    for left_over in range(len(keys) + 1):
        for placed in combinations(keys, len(keys) - left_over):
            together = among(problem, placed)
            guests = [key for key in keys if key not in placed]
            if together is not None and (joined := _joined(problem, guests, pairs)) is not None:
                return [*together, *joined]
    return None


def _joined(problem: Problem, guests: Sequence[str], pairs: Collection[Keys]) -> list[Keys] | None:
    """Each guest with a different pair; None where that is not possible."""
    if not guests:
        return []
    if len(guests) > len(pairs):
        return None
    for pair in hosts(problem, guests[0], pairs):
        rest = _joined(problem, guests[1:], [other for other in pairs if other != pair])
        if rest is not None:
            return [(*pair, guests[0]), *rest]
    return None


def steady(round: Round, today: dt.date) -> Problem:
    """The problem of a class in the mode Steady, because all children but a few stay where they are."""
    return pairing_problem(round, mode=Mode.STEADY, today=today)


def best_place(
    student: Student,
    places: Sequence[Beside],
    pairs: Sequence[Pair],
    today: dt.date,
    known: Problem | None = None,
) -> Beside | None:
    """The place for the child that is best for the class while all other partnerships stay. Partners who struggle
    have enough to do with each other, so a place with them is taken only where all struggle. None where no place is
    allowed, or where the child has a partner."""
    if not places or any(student in pair.students for pair in pairs):
        return None
    keys = {s.key for pair in pairs for s in pair.students} | {student.key}
    round = pairs[0].partnership.round
    round.classroom = student.classroom
    problem = only(known or steady(round, today), keys)
    plans = [(pairing.evaluate(problem, _with(student, place, pairs)), place) for place in places]
    allowed = [(plan, place) for plan, place in plans if not _parted(plan, student)]
    if not allowed:
        return None
    return max(allowed, key=lambda found: (not _struggles(found[0], found[1], student), *_worth(found[0])))[1]


def best_partner(student: Student, others: Sequence[Student], problem: Problem) -> Student | None:
    """The child among `others`, who have no partner either, who is best for the class; None where a rule or a flag
    stands against each of them."""
    allowed = []
    for other in others:
        two = only(problem, {student.key, other.key})
        plan = pairing.evaluate(two, [(student.key, other.key)])
        against = {rule.kind for rule in plan.broken} | {rule.kind for rule in two.rules if rule.kind == "better_not"}
        if against <= {"threes"}:
            allowed.append((plan, other))
    return max(allowed, key=lambda found: _worth(found[0]))[1] if allowed else None


def _struggles(plan: pairing.Plan, place: Beside, student: Student) -> bool:
    """Whether these partners need the teacher, or a rule or a flag stands against the children who would be there."""
    there = {student.key, *(other.key for other in place.pair.students)}
    against = any(rule.kind != "threes" and len(there.intersection(rule.students)) > 1 for rule in plan.broken)
    return against or place.pair.partnership.state == State.NEEDS_ME


def _parted(plan: pairing.Plan, student: Student) -> bool:
    return any(rule.kind in ("never", "flag") and student.key in rule.students for rule in plan.broken)


def _with(student: Student, place: Beside, pairs: Sequence[Pair]) -> list[list[str]]:
    groups = [[s.key for s in pair.students] for pair in pairs if pair != place.pair]
    mine = [s.key for s in place.pair.students]
    if place.child is None:
        return [*groups, [*mine, student.key]]
    return [*groups, [place.child.key, student.key], [key for key in mine if key != place.child.key]]


def _worth(plan: pairing.Plan) -> tuple[int, ...]:
    """A key for sorting, larger for the better plan. More threes than the class needs do not count against a plan."""
    return (-sum(rule.kind != "threes" for rule in plan.broken), *plan.levels.rank)


def stands_against(round: Round, groups: Iterable[Sequence[Student]], today: dt.date) -> bool:
    """Whether a rule or a flag stands against these groups."""
    keys = [[student.key for student in group] for group in groups]
    problem = only(pairing_problem(round, mode=Mode.STEADY, today=today), {key for group in keys for key in group})
    return any(rule.kind != "threes" for rule in pairing.evaluate(problem, keys).broken)


def exchanges(chosen: Sequence[Pair], others: Sequence[Pair], today: dt.date) -> list[list[Group]]:
    """Up to three ways to give the children of these partnerships other partners, the best first.

    If only one partnership is chosen, or the rules leave no way among the chosen ones, one of the others changes as
    well. For two pairs both ways are shown if one of them is allowed, because a missing one would tell which children
    are kept apart.
    """
    if not chosen:
        return []
    problem = pairing_problem(chosen[0].partnership.round, mode=Mode.STEADY, today=today)
    if len(chosen) > 1 and (plans := _exchanged(problem, chosen, MOST_WAYS)):
        ways = [plan for _, plan in plans]
        return [_named(plan, chosen) for plan in (_both_ways(problem, chosen) or ways)]
    more = [(one, way) for one in others for way in _exchanged(problem, [*chosen, one], 1)]
    best = sorted(more, key=lambda found: found[1][0], reverse=True)[:MOST_WAYS]
    return [_named(plan, [*chosen, one]) for one, (_, plan) in best]


def _exchanged(problem: Problem, pairs: Sequence[Pair], most: int) -> list[tuple[tuple[int, ...], pairing.Plan]]:
    """The best plans that change each of these partnerships, each with what it gains.

    No two former partners are together again, except two children of a three where there is no other way.
    """
    together = [tuple(student.key for student in pair.students) for pair in pairs]
    few = only(problem, {key for keys in together for key in keys})
    plans = _apart(few, together, most) or _apart(few, [keys for keys in together if len(keys) == 2], most)
    before = {frozenset(keys) for keys in together}
    plans = [plan for plan in plans if not before & set(map(frozenset, plan.groups))]
    now = pairing.evaluate(few, together)
    return [(tuple(a - b for a, b in zip(plan.levels.rank, now.levels.rank, strict=True)), plan) for plan in plans]


def _both_ways(problem: Problem, pairs: Sequence[Pair]) -> list[pairing.Plan]:
    """For two pairs, both ways to exchange partners, the better one first, allowed or not. Empty for other
    partnerships."""
    if [len(pair.students) for pair in pairs] != [2, 2]:
        return []
    (one, two), (three, four) = ([student.key for student in pair.students] for pair in pairs)
    few = only(problem, {one, two, three, four})
    ways = (((one, three), (two, four)), ((one, four), (two, three)))
    return sorted((pairing.evaluate(few, way) for way in ways), key=_worth, reverse=True)


def _apart(problem: Problem, together: Sequence[Keys], most: int) -> list[pairing.Plan]:
    """The best plans in which no two children of a group in `together` are together. Empty where there is none."""
    never = tuple(pairing.Rule("never", two) for keys in together for two in combinations(keys, 2))
    apart = replace(problem, rules=(*problem.rules, *never))
    try:
        return [pairing.solve(apart), *(pairing.alternatives(apart, most - 1) if most > 1 else ())]
    except pairing.NoPlan:
        return []


def _named(plan: pairing.Plan, pairs: Sequence[Pair]) -> list[Group]:
    students = {student.key: student for pair in pairs for student in pair.students}
    groups = (tuple(sorted((students[key] for key in keys), key=_on_the_roll)) for keys in plan.groups)
    return sorted(groups, key=in_order)


def _on_the_roll(student: Student) -> tuple[bytes, int]:
    return bytes(student.sort_key), student.pk
