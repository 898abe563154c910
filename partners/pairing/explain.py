"""Why a plan is as it is: reasons as data, from which a page makes its sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, permutations
from typing import NamedTuple

from .considerations import CONSIDERATIONS, interests_words, language_words, strengths_words
from .planning import planner_of
from .problem import Problem
from .rules import Groups
from .scoring import MOST, START, THREE, Scores


class Reason(NamedTuple):
    """One consideration that gave points.

    `quarters` is what `student` gains by `about` (negative: loses); about None stands for the three as a
    whole. `source` is open or covered. `detail` holds the words behind it: chips for great and hard, shared
    home languages, interests and needs of pace, goals that the partner is strong in, how the history went.
    """

    key: str
    quarters: int
    student: str
    about: str | None
    source: str
    detail: tuple[str, ...] = ()


class OpenReason(NamedTuple):
    """Something that may be said of a pair on any screen. `key` is interests, strengths or language; for strengths
    the goals of `student` that are strengths of `about`, otherwise what the two share, given once."""

    key: str
    student: str
    about: str
    detail: tuple[str, ...]


def reasons(problem: Problem, groups: Groups) -> Mapping[str, tuple[Reason, ...]]:
    """For every child of these groups the reasons behind their fit, by id.

    They add up: with one partner the fit is 200 quarters and all reasons. With two it is the mean over the
    partners of 200 quarters and the reasons about that partner, and then the reasons about nobody (`three`,
    `three_again`, `outsider`, `limit`). `limit` is what holding a fit between 0 and 100 points took or gave.
    """
    scores = planner_of(problem).scores
    found = {}
    for group in groups:
        for student in group:
            others = tuple(sorted(other for other in group if other != student))
            found[student] = _reasons_of(scores, student, others)
    return dict(sorted(found.items()))


def _reasons_of(scores: Scores, student: str, others: tuple[str, ...]) -> tuple[Reason, ...]:
    toward = [reason for other in others for reason in _toward(scores, student, other)]
    return (*toward, *(_of_three(scores, student, others) if len(others) == 2 else ()))


def _toward(scores: Scores, student: str, other: str) -> list[Reason]:
    room = scores.room
    i, j = room.index[student], room.index[other]
    found = []
    for consideration in CONSIDERATIONS:
        quarters = int(scores.quarters[consideration.key][i, j]) if consideration.key in scores.quarters else 0
        if quarters:
            source = consideration.source(quarters)
            found.append(Reason(consideration.key, quarters, student, other, source, consideration.words(room, i, j)))
    return [*found, *_limit(START + sum(reason.quarters for reason in found), student, other)]


def _of_three(scores: Scores, student: str, others: tuple[str, ...]) -> list[Reason]:
    child, one, two = (scores.room.index[each] for each in (student, *others))
    found = [Reason("three", THREE, student, None, "covered")]
    if again := int(scores.three_again[child]):
        found.append(Reason("three_again", again, student, None, "covered"))
    if cost := scores.outsider(child, (one, two)):
        found.append(Reason("outsider", cost, student, None, "covered"))
    mean = int(scores.fit[child, one] + scores.fit[child, two]) // 2
    return [*found, *_limit(mean + sum(reason.quarters for reason in found), student, None)]


def _limit(fit: int, student: str, about: str | None) -> list[Reason]:
    taken = min(max(fit, 0), MOST) - fit
    return [Reason("limit", taken, student, about, "covered")] if taken else []


def publishable(problem: Problem, group: Sequence[str]) -> tuple[OpenReason, ...]:
    """What may be said of a group on any screen: shared interests, goals that the partner is strong in, and a
    shared home language whatever anybody's level. It depends on nothing that is covered, so it stays the same
    when all notes, rules and flags are gone. A consideration that is off says nothing."""
    room = planner_of(problem).room
    found = []
    for (one, two), key, words in (
        *((pair, "interests", interests_words) for pair in combinations(sorted(group), 2)),
        *((pair, "strengths", strengths_words) for pair in permutations(sorted(group), 2)),
        *((pair, "language", language_words) for pair in combinations(sorted(group), 2)),
    ):
        detail = words(room, room.index[one], room.index[two])
        if detail and room.weight(key) != "off":
            found.append(OpenReason(key, one, two, detail))
    return tuple(found)
