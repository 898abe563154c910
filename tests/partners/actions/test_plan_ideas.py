"""Ideas for a plan: the rest around locks, other drafts, and two children together."""

from typing import Any

import pytest

from classroom.models import AuditEvent, Classroom, Student, User
from partners import pairing
from partners.actions import plan_changes, plan_ideas, plan_locks, plans, rules
from partners.actions.unable_to_plan import UnableToChangePlan, UnableToSuggest
from partners.models import Plan, PlanStep, Round
from partners.planning import regrouping
from partners.planning.draft import layout_of
from tests.cast import NOW, TODAY, hand_in, move

WHY = "They have made up."


def called(plan: Plan) -> set[frozenset[str]]:
    return {frozenset(student.called for student in group) for group in layout_of(plan, TODAY).seated}


def pair(*names: str) -> frozenset[str]:
    return frozenset(names)


def wish(plan: Plan, *pairs: tuple[Student, Student]) -> None:
    for one, other in pairs:
        hand_in(one, plan.round, great={other: ["kind"]})
        hand_in(other, plan.round, great={one: ["kind"]})


def rule(classroom: Classroom, owner: User, kind: str, *students: Student) -> None:
    rules.add_rule(classroom=classroom, kind=kind, students=students, by=owner, now=NOW)


# Around locks


def test_the_rest_is_the_best_around_what_is_locked(
    plan: Plan, owner: User, ana: Student, ben: Student, cleo: Student, dov: Student, eli: Student
) -> None:
    wish(plan, (cleo, eli))
    hand_in(ana, plan.round, great={dov: ["kind"]})
    locked = plan_locks.lock(plan=plan, student=ana, version=1, by=owner, now=NOW).plan
    done = plan_ideas.complete(plan=locked, version=2, by=owner, now=NOW).plan
    assert called(done) == {pair("Ana", "Ben"), pair("Cleo", "Eli"), pair("Dov", "Fay")}
    layout = layout_of(done, TODAY)
    assert layout.valued.levels == pairing.solve(layout.to_solve).levels
    with pytest.raises(UnableToChangePlan, match="This is the best way around what is locked"):
        plan_ideas.complete(plan=done, version=3, by=owner, now=NOW)


def test_children_who_are_not_placed_get_a_place(plan: Plan, owner: User, ana: Student) -> None:
    aside = move(plan, regrouping.PutAside(ana.pk))
    done = plan_ideas.complete(plan=aside, version=2, by=owner, now=NOW).plan
    assert layout_of(done, TODAY).aside == []
    back = plan_changes.undo(plan=done, version=3, behind_cover=False, by=owner, now=NOW).plan
    assert [student.called for student in layout_of(back, TODAY).aside] == ["Ana", "Ben"]


def test_no_plan_is_completed_when_locks_leave_no_way(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, cleo: Student, dov: Student
) -> None:
    rule(classroom, owner, "never", cleo, dov)
    for student in classroom.students.filter(called__in=["Ana", "Eli"]):
        plan = plan_locks.lock(plan=plan, student=student, version=plan.version, by=owner, now=NOW).plan
    with pytest.raises(UnableToChangePlan, match="Your rules and locks leave no way"):
        plan_ideas.complete(plan=plan, version=3, by=owner, now=NOW)


# Drafts


def test_another_idea_is_a_new_draft_with_the_same_locks(plan: Plan, owner: User, ana: Student) -> None:
    locked = plan_locks.lock(plan=plan, student=ana, version=1, reason=WHY, by=owner, now=NOW).plan
    other = plan_ideas.another(plan=locked, by=owner, now=NOW).plan
    assert other != plan
    assert pair("Ana", "Ben") in called(other)
    assert called(other) != called(plan)
    assert [lock.reason for lock in layout_of(other, TODAY).locks] == [WHY]
    assert AuditEvent.objects.filter(verb="plan_suggested").count() == 1


def one_more(plan: Plan, owner: User) -> Plan | None:
    try:
        return plan_ideas.another(plan=plan, by=owner, now=NOW).plan
    except UnableToChangePlan:
        return None


def test_ideas_come_to_an_end(plan: Plan, owner: User) -> None:
    seen = [called(plan)]
    while len(seen) < 9 and (idea := one_more(plan, owner)):
        seen.append(called(idea))
    assert 2 < len(seen) < 9
    assert all(seen.count(groups) == 1 for groups in seen)
    with pytest.raises(UnableToChangePlan, match="You have seen all ideas that differ enough"):
        plan_ideas.another(plan=plan, by=owner, now=NOW)


def test_drafts_are_named_and_deleted(plan: Plan, round: Round, owner: User, ana: Student, dov: Student) -> None:
    wish(plan, (ana, dov))
    first = plans.suggest(round=round, mode="mix", by=owner, now=NOW)
    second = plans.suggest(round=round, mode="steady", by=owner, now=NOW)
    assert (first.label, second.label) == ("Draft 2", "Draft 3")
    plans.rename(plan=first, name="With a window seat", by=owner, now=NOW)
    first.refresh_from_db()
    assert first.label == "With a window seat"
    plan_locks.lock(plan=second, student=ana, version=1, by=owner, now=NOW)
    plans.delete(plan=second, by=owner, now=NOW)
    assert not PlanStep.objects.exists()
    assert Plan.objects.count() == 2
    assert AuditEvent.objects.get(verb="plan_deleted").by == owner
    third = plans.suggest(round=round, mode="steady", by=owner, now=NOW)
    assert third.label == "Draft 3"


def test_a_published_round_keeps_its_plan(published: Round, plan: Plan, owner: User) -> None:
    with pytest.raises(UnableToSuggest, match="This round is published"):
        plans.delete(plan=plan, by=owner, now=NOW)
    with pytest.raises(UnableToSuggest, match="This round is published"):
        plan_ideas.another(plan=plan, by=owner, now=NOW)


def test_a_draft_can_be_made_with_two_children_together(plan: Plan, owner: User, ana: Student, eli: Student) -> None:
    draft = plan_ideas.together(plan=plan, one=ana, other=eli, by=owner, now=NOW).plan
    assert pair("Ana", "Eli") in called(draft)
    with pytest.raises(UnableToChangePlan, match="Choose two children of this class"):
        plan_ideas.together(plan=plan, one=ana, other=ana, by=owner, now=NOW)


def test_two_children_who_are_together_in_a_draft_lead_to_it(
    plan: Plan, owner: User, ana: Student, eli: Student
) -> None:
    asked: dict[str, Any] = {"one": ana, "other": eli, "by": owner, "now": NOW}
    first = plan_ideas.together(plan=plan, **asked).plan
    again = plan_ideas.together(plan=plan, **asked)
    assert again.plan == first
    assert called(again.plan) == called(first)
    assert Plan.objects.count() == 2


def test_no_draft_is_made_for_two_who_are_never_together(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, eli: Student
) -> None:
    rule(classroom, owner, "never", ana, eli)
    with pytest.raises(UnableToChangePlan, match=r"^Look behind the cover for this one\.$"):
        plan_ideas.together(plan=plan, one=ana, other=eli, by=owner, now=NOW)


def test_weights_are_set_with_a_suggestion(round: Round, classroom: Classroom, owner: User) -> None:
    plans.suggest(round=round, mode="mix", weights={"voice": "high"}, by=owner, now=NOW)
    classroom.workshop.refresh_from_db()
    assert classroom.workshop.weights == {"voice": "high"}
    plans.suggest(round=round, mode="mix", by=owner, now=NOW)
    classroom.workshop.refresh_from_db()
    assert classroom.workshop.weights == {"voice": "high"}
    assert AuditEvent.objects.filter(verb="workshop_set").count() == 1
