"""The review desk: a plan as cards, with reasons computed afresh for whoever may see them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from classroom.models import Student
from partners import pairing, sentences
from partners.models import Plan, Round
from partners.queries import Group, groups_of, in_words, pairing_problem, swapped

# Below this many points little speaks for a match, and the teacher is asked to look once more.
LITTLE = 60 * 4


@dataclass
class Card:
    """One partnership of a plan. `covered` and `look` are empty unless the cover is lifted."""

    students: Group
    together_before: bool
    lines: list[sentences.Line]
    covered: list[sentences.Line] = field(default_factory=list)
    look: list[str] = field(default_factory=list)

    @property
    def names(self) -> str:
        return in_words([student.called for student in self.students])

    @property
    def is_three(self) -> bool:
        return len(self.students) == 3


@dataclass
class Desk:
    """The whole desk. `changed` says that the class is no longer the one of this plan; then there are no reasons."""

    cards: list[Card]
    changed: bool = False
    broken: list[str] = field(default_factory=list)


def desk(plan: Plan, *, uncovered: bool, today: dt.date) -> Desk:
    """The cards of a plan, threes first. Covered, they hold names, what was so before, and open reasons only."""
    groups = groups_of(plan)
    problem = pairing_problem(plan.round, mode=plan.mode, today=today)
    if {s.key for group in groups for s in group} != {student.id for student in problem.students}:
        return Desk([Card(group, False, []) for group in groups], changed=True)
    keys = [[student.key for student in group] for group in groups]
    reasons = pairing.reasons(problem, keys)
    students = {student.key: student for group in groups for student in group}
    before = {frozenset(t.students) for t in problem.history if t.rounds_ago == 1}
    cards = [_card(problem, group, before) for group in groups]
    seen = Desk(sorted(cards, key=lambda card: not card.is_three))
    if uncovered:
        _uncover(seen, problem, keys, reasons, students)
    return seen


def _card(problem: pairing.Problem, group: Group, before: set[frozenset[str]]) -> Card:
    keys = tuple(student.key for student in group)
    together_before = all(frozenset(pair) in before for pair in combinations(keys, 2))
    return Card(group, together_before, sentences.open_lines(pairing.publishable(problem, keys), group))


def _uncover(
    seen: Desk,
    problem: pairing.Problem,
    keys: Sequence[Sequence[str]],
    reasons: Mapping[str, Sequence[pairing.Reason]],
    students: sentences.Students,
) -> None:
    evaluated = pairing.evaluate(problem, keys)
    for card in seen.cards:
        card.covered = sentences.covered_lines([r for s in card.students for r in reasons[s.key]], card.students)
        card.look = sentences.little_known([s for s in card.students if evaluated.fits[s.key] < LITTLE])
    seen.broken = [broken_rule(broken, students) for broken in evaluated.broken]


def broken_rule(broken: pairing.HardRule, students: sentences.Students) -> str:
    """A hard rule as a sentence, for behind the cover."""
    names = in_words(sorted(students[key].called for key in broken.students if key in students))
    return _RULES.get(broken.kind, "A rule stands against {names}").format(names=names).rstrip(": ")


_RULES = {
    "never": "You set: {names} never together",
    "together": "You set: keep {names} together",
    "flag": "Someone does not feel safe: {names}",
    "lock": "Locked: {names}",
    "mark": "You marked: {names} better in a three",
    "fresh": "Fresh, nobody with a partner from before: {names}",
    "no_lone_mixed_pair": "You set: no lone mixed pair",
    "threes": "There are more threes than the class needs",
}


def swap_seen(plan: Plan, one: Student, other: Student, *, today: dt.date) -> list[str]:
    """What a swap would break, for behind the cover."""
    groups = groups_of(plan)
    problem = pairing_problem(plan.round, mode=plan.mode, today=today)
    students = {student.key: student for group in groups for student in group}
    keys = [[student.key for student in group] for group in groups]
    if set(students) != {student.id for student in problem.students}:
        return []
    after = pairing.evaluate(problem, swapped(keys, one.key, other.key))
    return [broken_rule(broken, students) for broken in after.broken]


def clash_of(round: Round, *, mode: str, today: dt.date) -> list[str]:
    """Where the rules allow no plan: the smallest set of them that can't hold together, in words. Otherwise empty."""
    problem = pairing_problem(round, mode=mode, today=today)
    students = {student.key: student for student in round.classroom.students.here()}
    clash = pairing.clash(problem) if len(students) > 1 else ()
    return [broken_rule(item, students) for item in clash]
