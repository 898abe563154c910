"""The review desk: a plan as cards, with reasons computed afresh for whoever may see them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from classroom.models import Student
from partners import pairing, sentences
from partners.clashes import Clash, broken_rule, clash
from partners.models import Plan, Round
from partners.queries import Group, groups_of, in_words, pairing_problem, swapped


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


Fact = tuple[str, str]


@dataclass
class Desk:
    """The whole desk. `changed` says that the class is no longer the one of this plan; then there are no reasons.
    `facts` (what, and how it is) and `broken` rules are empty unless the cover is lifted."""

    cards: list[Card]
    changed: bool = False
    facts: list[Fact] = field(default_factory=list)
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
    plan = pairing.evaluate(problem, keys)
    told = pairing.summary(problem, plan)
    for card in seen.cards:
        card.covered = sentences.covered_lines([r for s in card.students for r in reasons[s.key]], card.students)
        card.look = sentences.look_once_more(
            little=[s for s in card.students if s.key in told.little],
            unheard=[s for s in card.students if s.key in told.unheard],
        )
    seen.facts = _facts(problem, plan, told)
    seen.broken = [broken_rule(broken, students) for broken in plan.broken]


def _facts(problem: pairing.Problem, plan: pairing.Plan, told: pairing.Summary) -> list[Fact]:
    """The class in a few facts, about the plan and not about children."""
    facts = [
        ("A pick came true", f"{len(told.honoured)} of {len(told.named)}"),
        ("Picked each other", _count(len(told.mutual), "pair")),
        ("Against a note", _count(len(told.hard_notes), "child", "children")),
        ("Little speaks yet", _count(len(told.little), "child", "children")),
        ("Your rules", "all kept" if not plan.broken else f"{len(plan.broken)} not kept"),
        ("Threes", str(len(told.threes) or "none")),
        ("Helpers", _count(len(told.leaned_on), "child", "children")),
    ]
    if any(together.rounds_ago == 1 for together in problem.history):
        facts.append(("New partner", f"{len(told.changed)} of {len(problem.students)}"))
    return facts


def _count(number: int, one: str, more: str = "") -> str:
    return f"{number or 'no'} {one if number == 1 else more or one + 's'}"


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


def clash_of(round: Round, *, mode: str, today: dt.date) -> Clash | None:
    """Why the rules allow no plan; None where they do."""
    students = {student.key: student for student in round.classroom.students.here()}
    return clash(pairing_problem(round, mode=mode, today=today), students)
