"""The teacher's rules about children together."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.actions.unable import Unable
from classroom.models import Classroom, Student, User
from partners.models import PartnersVerb, Rule, RuleContent, RuleKind, Workshop
from partners.queries import in_words, rules_problem, rules_problems
from partners.wording.conflicts import Clash, clash

# Rules of these kinds about the same two children contradict each other.
OPPOSITES = {
    RuleKind.NEVER: {RuleKind.TOGETHER, RuleKind.GOOD_IDEA},
    RuleKind.TOGETHER: {RuleKind.NEVER, RuleKind.BETTER_NOT},
    RuleKind.BETTER_NOT: {RuleKind.TOGETHER, RuleKind.GOOD_IDEA},
    RuleKind.GOOD_IDEA: {RuleKind.NEVER, RuleKind.BETTER_NOT},
}


class UnableToKeepRule(Unable):
    """The rule can't be saved. The message and `clash` (or None) name children and other rules, so they belong
    behind the cover."""

    def __init__(self, message: str, clash: Clash | None = None) -> None:
        super().__init__(message)
        self.clash = clash


@dataclass(frozen=True)
class Words:
    """The content of a rule. A rule is about two children; a `never` may be about more and then holds for each two
    of them. `until` is its last day."""

    kind: RuleKind
    students: Sequence[Student]
    reason: str = ""
    until: dt.date | None = None

    def write(self, rule: Rule) -> Rule:
        rule.content = RuleContent(
            kind=self.kind,
            students=tuple(student.pk for student in self.students),
            reason=self.reason,
            until=self.until,
        )
        return rule


@transaction.atomic
def add_rule(
    *,
    classroom: Classroom,
    kind: str,
    students: Sequence[Student],
    reason: str = "",
    until: dt.date | None = None,
    by: User,
    now: dt.datetime,
) -> Rule:
    """Save a rule from elsewhere unchecked. Such rules may contradict each other; planning then reports it."""
    rule = Words(RuleKind(kind), students, reason, until).write(Rule(classroom=classroom))
    rule.save()
    record(PartnersVerb.RULE_ADDED, now=now, by=by, classroom=classroom)
    return rule


@transaction.atomic
def enter_rule(*, classroom: Classroom, words: Words, by: User, now: dt.datetime) -> Clash | None:
    """Save a new rule, checked against all the others. If there is no plan even without the rule, returns why.

    Raises UnableToKeepRule where the rule contradicts another one, or leaves no plan where there was one.
    """
    return _keep(words, Rule(classroom=classroom), PartnersVerb.RULE_ADDED, by, now)


@transaction.atomic
def change_rule(*, rule: Rule, words: Words, by: User, now: dt.datetime) -> Clash | None:
    """Change what the rule says; otherwise as `enter_rule`."""
    return _keep(words, rule, PartnersVerb.RULE_CHANGED, by, now)


@transaction.atomic
def check_rule(*, classroom: Classroom, words: Words, now: dt.datetime) -> None:
    """Raises UnableToKeepRule where `enter_rule` would not save this rule. Nothing is changed."""
    _check(words, Rule(classroom=classroom), lock(classroom), now)


def standing_clash(*, classroom: Classroom, now: dt.datetime) -> Clash | None:
    """Why the present rules leave no plan in any mode; None where they leave one."""
    students = {student.key: student for student in classroom.students.here()}
    workshop = Workshop.objects.get(classroom=classroom)
    standing = classroom.rules.standing(classroom.today(now))
    return clash(rules_problem(workshop, list(students.values()), standing), students)


@transaction.atomic
def remove_rule(*, rule: Rule, by: User, now: dt.datetime) -> None:
    rule.delete()
    record(PartnersVerb.RULE_REMOVED, now=now, by=by, classroom=rule.classroom)


def _keep(words: Words, rule: Rule, verb: PartnersVerb, by: User, now: dt.datetime) -> Clash | None:
    classroom = lock(rule.classroom)
    if rule.pk and not classroom.rules.filter(pk=rule.pk).exists():
        raise UnableToKeepRule("This rule was removed on another screen meanwhile. Enter it anew if you still want it.")
    before = _check(words, rule, classroom, now)
    rule.save()
    record(verb, now=now, by=by, classroom=classroom)
    return before


def _check(words: Words, rule: Rule, classroom: Classroom, now: dt.datetime) -> Clash | None:
    others = [other for other in classroom.rules.standing(classroom.today(now)) if other.pk != rule.pk]
    words.write(rule)
    _check_contradictions(words, rule, others)
    return _check_possible(classroom, rule, others)


def _check_possible(classroom: Classroom, rule: Rule, others: Sequence[Rule]) -> Clash | None:
    """The clash that exists without this rule, or None. Raises UnableToKeepRule. The mode plays no part: Fresh is
    chosen anew each time."""
    students = {student.key: student for student in classroom.students.here()}
    workshop = Workshop.objects.get(classroom=classroom)
    without, with_it = rules_problems(workshop, list(students.values()), others, rule)
    found = clash(with_it, students)
    before = clash(without, students) if found else None
    if found and not before:
        raise UnableToKeepRule("With this rule there is no way to give every child a partner.", found)
    return before


def _check_contradictions(words: Words, rule: Rule, others: Sequence[Rule]) -> None:
    for other in others:
        if other.kind == rule.kind and rule.pairs <= other.pairs:
            raise UnableToKeepRule(f"You have set “{rule.kind.label}” for {_names(words, rule.pairs)} already.")
        if other.kind in OPPOSITES[rule.kind] and (both := rule.pairs & other.pairs):
            raise UnableToKeepRule(
                f"You have set “{other.kind.label}” for {_names(words, both)}. Both can’t be meant: choose again, or "
                "change that rule first."
            )


def _names(words: Words, pairs: set[frozenset[int]]) -> str:
    concerned = frozenset().union(*pairs)
    return in_words([student.called for student in words.students if student.pk in concerned])
