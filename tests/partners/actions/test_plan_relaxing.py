"""Rules that are relaxed in one plan."""

from itertools import product
from typing import Any

import pytest

from classroom.models import AuditEvent, Classroom, Student, User
from partners.actions import plan_changes, plan_locks, plan_relaxing, plans, rules
from partners.actions.unable_to_plan import ReasonNeeded, RuleInTheWay, UnableToChangePlan
from partners.models import Plan
from partners.planning.draft import layout_of
from tests.cast import NOW, TODAY, hand_in, know, make_class, open_round, plan_of, publish

WHY = "They have made up."


def called(plan: Plan) -> set[frozenset[str]]:
    return {frozenset(student.called for student in group) for group in layout_of(plan, TODAY).seated}


def pair(*names: str) -> frozenset[str]:
    return frozenset(names)


def rule(classroom: Classroom, owner: User, kind: str, *students: Student) -> None:
    rules.add_rule(classroom=classroom, kind=kind, students=students, by=owner, now=NOW)


def stuck(owner: User) -> Plan:
    """A plan for a class of two who are never together: nobody has a partner."""
    classroom = make_class(owner, "Ana Ribeiro", "Ben Cohen")
    rule(classroom, owner, "never", *classroom.students.in_order())
    return plans.suggest(round=open_round(classroom), mode="mix", by=owner, now=NOW)


def relax(plan: Plan, owner: User, kind: str, *students: Student, reason: str = "", behind_cover: bool = True) -> Plan:
    return plan_relaxing.relax(
        plan=plan,
        kind=kind,
        students=[student.key for student in students],
        version=plan.version,
        behind_cover=behind_cover,
        reason=reason,
        by=owner,
        now=NOW,
    ).plan


def test_a_rule_is_relaxed_for_one_plan_and_everybody_gets_a_place(owner: User) -> None:
    plan = stuck(owner)
    children = list(plan.round.classroom.students.in_order())
    with pytest.raises(RuleInTheWay):
        relax(plan, owner, "never", *children, reason=WHY, behind_cover=False)
    with pytest.raises(ReasonNeeded):
        relax(plan, owner, "never", *children)
    done = relax(plan, owner, "never", *children, reason=WHY)
    assert called(done) == {pair("Ana", "Ben")}
    assert AuditEvent.objects.get(verb="rule_relaxed_with_reason").by == owner
    assert called(plan_changes.undo(plan=done, version=2, behind_cover=False, by=owner, now=NOW).plan) == set()
    assert layout_of(plans.suggest(round=plan.round, mode="mix", by=owner, now=NOW), TODAY).groups == ()


def test_a_safety_flag_cannot_be_relaxed(plan: Plan, owner: User, ana: Student, ben: Student) -> None:
    hand_in(ana, plan.round, hard={ben: ["unsafe"]})
    with pytest.raises(UnableToChangePlan, match="A child said that it is not safe"):
        relax(plan, owner, "flag", ana, ben, reason=WHY)


def test_relaxing_a_lock_unlocks_it(plan: Plan, owner: User, ana: Student, ben: Student) -> None:
    locked = plan_locks.lock(plan=plan, student=ana, version=1, by=owner, now=NOW).plan
    assert layout_of(relax(locked, owner, "lock", ana, ben), TODAY).locks == ()


def a_class_under(kind: str, owner: User) -> tuple[Plan, list[Student]]:
    """A plan under a hard rule of this kind, and the children whom the rule names."""
    classroom = make_class(owner, "Ana", "Ben", "Cleo", "Dov", "Eli", "Fay")
    ana, ben, cleo, dov, eli, fay = classroom.students.in_order()
    if kind == "fresh":
        publish(plan_of(open_round(classroom), [ana, ben], [cleo, dov], [eli, fay]))
    if kind == "together":
        rule(classroom, owner, kind, ana, cleo)
    if kind == "threes":
        for one, other in product((ana, ben, cleo), (dov, eli, fay)):
            rule(classroom, owner, "never", one, other)
    known: dict[Student, dict[str, Any]] = {"mark": {ana: {"better_in_three": True}}}.get(kind, {})
    know(students=known, classroom=classroom, by=owner, now=NOW)
    classroom.workshop.no_lone_mixed_pair = kind == "no_lone_mixed_pair"
    classroom.workshop.save()
    mode = "fresh" if kind == "fresh" else "mix"
    plan = plan_of(open_round(classroom), [ana, ben], [cleo, dov], [eli, fay], mode=mode)
    return plan, {"together": [cleo, ana], "mark": [ana]}.get(kind, [])


KINDS = ["together", "mark", "no_lone_mixed_pair", "fresh", "threes"]


@pytest.mark.parametrize("kind", KINDS)
def test_other_rules_are_relaxed_without_a_reason(kind: str, owner: User) -> None:
    plan, named = a_class_under(kind, owner)
    done = relax(plan, owner, kind, *named)
    assert [(each.kind, each.reason) for each in layout_of(done, TODAY).relaxed] == [(kind, "")]
    assert AuditEvent.objects.filter(verb="rule_relaxed").count() == 1


@pytest.mark.parametrize("kind", [*KINDS, "never", "lock", "change", "nonsense"])
def test_only_a_rule_of_the_plan_can_be_relaxed(
    kind: str, plan: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student
) -> None:
    """A rule about other children, or one that is relaxed already, can't be relaxed."""
    rule(classroom, owner, "never", ana, cleo)
    for named in ((), (ana,), (ana, ben)):
        with pytest.raises(UnableToChangePlan, match=r"^No such rule stands in the way of this plan\. Nothing was"):
            relax(plan, owner, kind, *named, reason=WHY)
    done = relax(plan, owner, "never", ana, cleo, reason=WHY)
    with pytest.raises(UnableToChangePlan, match="No such rule stands in the way"):
        relax(done, owner, "never", ana, cleo, reason=WHY)


def test_a_never_rule_about_three_still_holds_for_the_other_pairs(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student
) -> None:
    rule(classroom, owner, "never", ana, ben, cleo)
    done = relax(plan, owner, "never", ana, ben, reason=WHY)
    left = {frozenset(rule.students) for rule in layout_of(done, TODAY).problem.rules}
    assert left == {frozenset((ana.key, cleo.key)), frozenset((ben.key, cleo.key))}
