"""A plan of a whole class in a few facts, as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import permutations

from .considerations import leaning
from .planning import planner_of
from .problem import STEPS, Plan, Problem
from .scoring import QUARTERS, Scores

SEVERAL = 2


@dataclass(frozen=True)
class Summary:
    """What a plan means for the class. Children and groups are ids, in order; `lowest` is in quarters.

    `lowest` is the lowest fit of a child and `little` who is below 60 points. `named` are the children who named
    somebody as great, `honoured` those of them who are with one whom they named, `mutual` pairs in one group who named
    each other. `hard_notes` are (child, partner) where the child wrote that it would be hard with this partner.
    `leaned_on` says for each helper who leans on it. `changed` are the children whose partners were others in the last
    round, or who had none. `unheard` are children without a note one of whose partners several others would find hard:
    silence has no hard list.
    """

    lowest: int
    little: tuple[str, ...]
    named: tuple[str, ...]
    honoured: tuple[str, ...]
    mutual: tuple[tuple[str, str], ...]
    hard_notes: tuple[tuple[str, str], ...]
    threes: tuple[tuple[str, ...], ...]
    leaned_on: Mapping[str, tuple[str, ...]]
    changed: tuple[str, ...]
    unheard: tuple[str, ...]


def summary(problem: Problem, plan: Plan) -> Summary:
    """The facts of any plan of this class, suggested or made by hand."""
    scores = planner_of(problem).scores
    room = scores.room
    beside = [pair for group in plan.groups for pair in permutations(group, 2)]
    great, hard = _named(scores, room.great), _named(scores, room.hard)
    return Summary(
        lowest=min(plan.fits.values(), default=0),
        little=tuple(one for one, fit in plan.fits.items() if fit < STEPS[-1] * QUARTERS),
        named=tuple(sorted({one for one, _ in great})),
        honoured=tuple(sorted({one for one, other in beside if (one, other) in great})),
        mutual=tuple(sorted((a, b) for a, b in beside if a < b and {(a, b), (b, a)} <= great)),
        hard_notes=tuple(sorted(set(beside) & hard)),
        threes=tuple(group for group in plan.groups if len(group) == 3),
        leaned_on=_leaned_on(scores, beside),
        changed=tuple(sorted(_changed(scores, plan))),
        unheard=tuple(sorted(_unheard(problem, beside, hard))),
    )


@dataclass(frozen=True)
class LookOut:
    """Children to look out for before anything is planned, as ids in order: whom nobody named as great, and whom
    several named as hard. `welcoming` says for each of them which welcoming children no rule keeps apart from it and
    for neither of the two wrote that the other would be hard."""

    unnamed: tuple[str, ...]
    hard_for_several: tuple[str, ...]
    welcoming: Mapping[str, tuple[str, ...]]


def look_out(problem: Problem) -> LookOut:
    """Who may need more than a good plan. It counts nothing that is shown, and ranks nobody."""
    planner = planner_of(problem)
    room, scores = planner.room, planner.scores
    great, hard = _named(scores, room.great), _named(scores, room.hard)
    named, asked = {other for _, other in great}, Counter(other for _, other in hard)
    unnamed = tuple(one for one in room.ids if one not in named)
    several = tuple(one for one in room.ids if asked[one] >= SEVERAL)
    hosts = [student.id for student in room.students if student.welcoming]
    return LookOut(
        unnamed,
        several,
        {
            one: tuple(
                host
                for host in hosts
                if host != one
                and not {(one, host), (host, one)} & hard
                and not planner.ground.apart[room.index[one], room.index[host]]
            )
            for one in sorted({*unnamed, *several})
        },
    )


def _named(scores: Scores, cells: Mapping[tuple[int, int], object]) -> set[tuple[str, str]]:
    ids = scores.room.ids
    return {(ids[i], ids[j]) for i, j in cells}


def _leaned_on(scores: Scores, beside: list[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    leans, index = leaning(scores.room), scores.room.index
    found: dict[str, list[str]] = {}
    for one, helper in sorted(beside):
        if leans[index[one], index[helper]]:
            found.setdefault(helper, []).append(one)
    return {helper: tuple(ones) for helper, ones in sorted(found.items())}


def _changed(scores: Scores, plan: Plan) -> list[str]:
    index = scores.room.index
    return [
        one
        for group in plan.groups
        for one in group
        if scores.is_changed(index[one], tuple(index[other] for other in group if other != one))
    ]


def _unheard(problem: Problem, beside: list[tuple[str, str]], hard: set[tuple[str, str]]) -> set[str]:
    asked = Counter(partner for _, partner in hard)
    wrote = {note.student for note in problem.notes}
    return {one for one, partner in beside if one not in wrote and asked[partner] >= SEVERAL}
