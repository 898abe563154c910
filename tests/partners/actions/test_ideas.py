"""Ideas for a plan: the rest around locks, other drafts, two together, the last round, and rules that give way."""

import pytest

from classroom.models import AuditEvent, Classroom, Student, User
from partners import pairing, table
from partners.actions import ideas, plans, rules, steps
from partners.actions.plans import RuleInTheWay, UnableToChangePlan, UnableToSuggest
from partners.actions.steps import ReasonNeeded
from partners.layout import layout_of
from partners.models import Plan, PlanStep, Round
from tests.cast import NOW, TODAY, hand_in, make_class, move, open_round

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
    locked = steps.lock(plan=plan, student=ana, version=1, by=owner, now=NOW).plan
    done = ideas.complete(plan=locked, version=2, by=owner, now=NOW).plan
    assert called(done) == {pair("Ana", "Ben"), pair("Cleo", "Eli"), pair("Dov", "Fay")}
    layout = layout_of(done, TODAY)
    assert layout.valued.levels == pairing.solve(layout.locked_problem).levels
    with pytest.raises(UnableToChangePlan, match="This is the best way around what is locked"):
        ideas.complete(plan=done, version=3, by=owner, now=NOW)


def test_who_lies_at_the_edge_gets_a_place(plan: Plan, owner: User, ana: Student) -> None:
    aside = move(plan, table.PutAside(ana.pk))
    done = ideas.complete(plan=aside, version=2, by=owner, now=NOW).plan
    assert layout_of(done, TODAY).aside == []
    back = steps.undo(plan=done, version=3, by=owner, now=NOW).plan
    assert [student.called for student in layout_of(back, TODAY).aside] == ["Ana", "Ben"]


def test_locks_that_leave_no_way(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, cleo: Student, dov: Student
) -> None:
    rule(classroom, owner, "never", cleo, dov)
    for student in classroom.students.filter(called__in=["Ana", "Eli"]):
        plan = steps.lock(plan=plan, student=student, version=plan.version, by=owner, now=NOW).plan
    with pytest.raises(UnableToChangePlan, match="Your rules and locks leave no way"):
        ideas.complete(plan=plan, version=3, by=owner, now=NOW)


# Drafts


def test_another_idea_is_a_draft_beside_with_the_same_locks(plan: Plan, owner: User, ana: Student) -> None:
    locked = steps.lock(plan=plan, student=ana, version=1, reason=WHY, by=owner, now=NOW).plan
    other = ideas.another(plan=locked, by=owner, now=NOW).plan
    assert other != plan
    assert pair("Ana", "Ben") in called(other)
    assert called(other) != called(plan)
    assert [lock.reason for lock in layout_of(other, TODAY).locks] == [WHY]
    assert AuditEvent.objects.filter(verb="plan_suggested").count() == 1


def one_more(plan: Plan, owner: User) -> Plan | None:
    try:
        return ideas.another(plan=plan, by=owner, now=NOW).plan
    except UnableToChangePlan:
        return None


def test_ideas_come_to_an_end(plan: Plan, owner: User) -> None:
    seen = [called(plan)]
    while len(seen) < 9 and (idea := one_more(plan, owner)):
        seen.append(called(idea))
    assert 2 < len(seen) < 9
    assert all(seen.count(groups) == 1 for groups in seen)
    with pytest.raises(UnableToChangePlan, match="You have seen all ideas that differ enough"):
        ideas.another(plan=plan, by=owner, now=NOW)


def test_drafts_are_named_and_deleted(plan: Plan, round: Round, owner: User, ana: Student) -> None:
    first = plans.suggest(round=round, mode="mix", by=owner, now=NOW)
    second = plans.suggest(round=round, mode="mix", by=owner, now=NOW)
    assert (first.label, second.label) == ("Draft 2", "Draft 3")
    plans.rename(plan=first, name="With a window seat", by=owner, now=NOW)
    first.refresh_from_db()
    assert first.label == "With a window seat"
    steps.lock(plan=second, student=ana, version=1, by=owner, now=NOW)
    plans.delete(plan=second, by=owner, now=NOW)
    assert not PlanStep.objects.exists()
    assert Plan.objects.count() == 2
    assert AuditEvent.objects.get(verb="plan_deleted").by == owner
    third = plans.suggest(round=round, mode="mix", by=owner, now=NOW)
    assert third.label == "Draft 3"


def test_a_published_round_keeps_its_plan(published: Round, plan: Plan, owner: User) -> None:
    with pytest.raises(UnableToSuggest, match="This round is published"):
        plans.delete(plan=plan, by=owner, now=NOW)
    with pytest.raises(UnableToSuggest, match="This round is published"):
        ideas.another(plan=plan, by=owner, now=NOW)


def test_two_together_as_a_draft(plan: Plan, owner: User, ana: Student, eli: Student) -> None:
    draft = ideas.together(plan=plan, one=ana, other=eli, by=owner, now=NOW).plan
    assert pair("Ana", "Eli") in called(draft)
    with pytest.raises(UnableToChangePlan, match="Choose two children of this class"):
        ideas.together(plan=plan, one=ana, other=ana, by=owner, now=NOW)


def test_two_who_are_never_together_are_no_draft(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, eli: Student
) -> None:
    rule(classroom, owner, "never", ana, eli)
    with pytest.raises(UnableToChangePlan, match=r"^Look behind the cover for this one\.$"):
        ideas.together(plan=plan, one=ana, other=eli, by=owner, now=NOW)


def test_weights_are_set_with_a_suggestion(round: Round, classroom: Classroom, owner: User) -> None:
    plans.suggest(round=round, mode="mix", weights={"voice": "high"}, by=owner, now=NOW)
    classroom.workshop.refresh_from_db()
    assert classroom.workshop.weights == {"voice": "high"}
    plans.suggest(round=round, mode="mix", by=owner, now=NOW)
    classroom.workshop.refresh_from_db()
    assert classroom.workshop.weights == {"voice": "high"}
    assert AuditEvent.objects.filter(verb="workshop_set").count() == 1


# The last round


def test_from_the_last_round(
    published: Round, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student, dov: Student,
    eli: Student, fay: Student,
) -> None:  # fmt: skip
    round = open_round(classroom)
    groups: dict[tuple[Student, ...], str] = {(ana, ben): "coach", (cleo, dov): "change", (eli, fay): "change"}
    plan = ideas.from_last_round(round=round, mode="steady", groups=groups, by=owner, now=NOW)
    assert pair("Ana", "Ben") in called(plan)
    assert not called(plan) & {pair("Cleo", "Dov"), pair("Eli", "Fay")}
    assert [lock.reason for lock in layout_of(plan, TODAY).locks] == ["They stay together, and you coach them."]
    kept = ideas.from_last_round(round=round, mode="fresh", groups=dict.fromkeys(groups, "keep"), by=owner, now=NOW)
    assert called(kept) == {pair("Ana", "Ben"), pair("Cleo", "Dov"), pair("Eli", "Fay")}


def test_who_changes_needs_somebody_to_change_with(
    published: Round, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student, dov: Student,
    eli: Student, fay: Student,
) -> None:  # fmt: skip
    groups: dict[tuple[Student, ...], str] = {(ana, ben): "change", (cleo, dov): "keep", (eli, fay): "keep"}
    with pytest.raises(UnableToSuggest, match="Let some more change"):
        ideas.from_last_round(round=open_round(classroom), mode="steady", groups=groups, by=owner, now=NOW)


# Rules that give way


def stuck(owner: User) -> Plan:
    """A class of two who are never together: everybody lies at the edge."""
    classroom = make_class(owner, "Ana Ribeiro", "Ben Cohen")
    rule(classroom, owner, "never", *classroom.students.in_order())
    return plans.suggest(round=open_round(classroom), mode="mix", by=owner, now=NOW)


def relax(plan: Plan, owner: User, kind: str, *students: Student, reason: str = "", behind_cover: bool = True) -> Plan:
    return steps.relax(
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
    assert called(steps.undo(plan=done, version=2, by=owner, now=NOW).plan) == set()
    assert layout_of(plans.suggest(round=plan.round, mode="mix", by=owner, now=NOW), TODAY).groups == ()


def test_a_flag_is_not_relaxed(plan: Plan, owner: User, ana: Student, ben: Student) -> None:
    hand_in(ana, plan.round, hard={ben: ["unsafe"]})
    with pytest.raises(UnableToChangePlan, match="A child said that it is not safe"):
        relax(plan, owner, "flag", ana, ben, reason=WHY)


def test_a_lock_that_clashes_is_opened(plan: Plan, owner: User, ana: Student, ben: Student) -> None:
    locked = steps.lock(plan=plan, student=ana, version=1, by=owner, now=NOW).plan
    assert layout_of(relax(locked, owner, "lock", ana, ben), TODAY).locks == ()


@pytest.mark.parametrize("kind", ["together", "mark", "no_lone_mixed_pair", "fresh", "threes"])
def test_other_rules_give_way_without_a_reason(kind: str, plan: Plan, owner: User, ana: Student, cleo: Student) -> None:
    named = {"together": (ana, cleo), "mark": (ana,)}.get(kind, ())
    done = relax(plan, owner, kind, *named)
    assert [(each.kind, each.reason) for each in layout_of(done, TODAY).relaxed] == [(kind, "")]
    assert AuditEvent.objects.filter(verb="rule_relaxed").count() == 1


def test_a_never_rule_about_three_goes_on_for_the_other_pairs(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student
) -> None:
    rule(classroom, owner, "never", ana, ben, cleo)
    done = relax(plan, owner, "never", ana, ben, reason=WHY)
    left = {frozenset(rule.students) for rule in layout_of(done, TODAY).problem.rules}
    assert left == {frozenset((ana.key, cleo.key)), frozenset((ben.key, cleo.key))}
