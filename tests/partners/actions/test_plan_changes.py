"""Plans changed by hand: moves, rules and reasons, undo and redo."""

from typing import Any

import pytest

from classroom.actions import roster
from classroom.models import AuditEvent, Classroom, Student, User
from classroom.names import Name
from partners.actions import plan_changes, plan_ideas, plan_locks, plan_relaxing, rules
from partners.actions.unable_to_plan import ReasonNeeded, RuleInTheWay, Stale, UnableToChangePlan
from partners.models import Plan, PlanPlace, PlanStep, Round
from partners.planning import regrouping
from partners.planning.draft import Layout, layout_of
from partners.wording.plan_history import happened
from tests.cast import NOW, TODAY, hand_in, move, swap

WHY = "They asked me to try it for a week."


def called(plan: Plan) -> list[str]:
    return [" ".join(student.called for student in group) for group in layout_of(plan, TODAY).seated]


def aside(plan: Plan) -> list[str]:
    return [student.called for student in layout_of(plan, TODAY).aside]


def rule(classroom: Classroom, owner: User, kind: str, *students: Student) -> None:
    rules.add_rule(classroom=classroom, kind=kind, students=students, by=owner, now=NOW)


def undo(plan: Plan, owner: User, *, behind_cover: bool = False, reason: str = "") -> Plan:
    asked: dict[str, Any] = {"behind_cover": behind_cover, "reason": reason, "by": owner, "now": NOW}
    return plan_changes.undo(plan=plan, version=plan.version, **asked).plan


def redo(plan: Plan, owner: User, *, behind_cover: bool = False, reason: str = "") -> Plan:
    asked: dict[str, Any] = {"behind_cover": behind_cover, "reason": reason, "by": owner, "now": NOW}
    return plan_changes.redo(plan=plan, version=plan.version, **asked).plan


# Moves


def test_a_swap_changes_two_places(plan: Plan, owner: User, ana: Student, cleo: Student) -> None:
    changed = swap(plan, ana, cleo)
    assert called(changed) == ["Cleo Ben", "Ana Dov", "Eli Fay"]
    assert changed.version == 2
    assert AuditEvent.objects.get(verb="plan_changed").by == owner
    held = PlanPlace.objects.order_by("group", "place").values_list("student__called", flat=True)
    assert list(held) == ["Cleo", "Ben", "Ana", "Dov", "Eli", "Fay"]


def test_unpairing_takes_both_partners_out_and_they_can_come_back(
    plan: Plan, ana: Student, ben: Student, cleo: Student
) -> None:
    changed = move(plan, regrouping.PutAside(ana.pk))
    assert (called(changed), aside(changed)) == (["Cleo Dov", "Eli Fay"], ["Ana", "Ben"])
    changed = move(changed, regrouping.Join(ana.pk, cleo.pk), changed.version)
    assert (called(changed), aside(changed)) == (["Cleo Dov Ana", "Eli Fay"], ["Ben"])
    changed = move(changed, regrouping.PairUp(ben.pk, ana.pk), changed.version)
    assert (called(changed), aside(changed)) == (["Cleo Dov", "Eli Fay", "Ana Ben"], [])


def test_a_stale_page_changes_nothing_and_reports_the_other_change(
    plan: Plan, ana: Student, cleo: Student, eli: Student
) -> None:
    swap(plan, ana, cleo)
    with pytest.raises(Stale, match="This plan was changed on another screen meanwhile") as raised:
        swap(plan, ana, eli)
    assert called(raised.value.plan) == ["Cleo Ben", "Ana Dov", "Eli Fay"]
    layout = layout_of(raised.value.plan, TODAY)
    assert happened(layout, raised.value.seen) == ["Ms. Okafor swapped Ana and Cleo."]


def test_partners_cannot_swap(plan: Plan, ana: Student, ben: Student) -> None:
    for other in (ana, ben):
        with pytest.raises(UnableToChangePlan, match="Choose two children of different partnerships"):
            swap(plan, ana, other)


def test_a_child_of_another_class_cannot_be_moved_in(plan: Plan, ana: Student, gus: Student) -> None:
    with pytest.raises(UnableToChangePlan, match="Choose two children of this class"):
        swap(plan, ana, gus)


def test_a_child_who_joined_since_gets_a_place(plan: Plan, classroom: Classroom, owner: User, ana: Student) -> None:
    roster.add_students(classroom=classroom, names=[Name("Noa New", "Noa")], by=owner, now=NOW)
    assert aside(plan) == ["Noa"]
    noa = classroom.students.get(called="Noa")
    assert called(move(plan, regrouping.Join(noa.pk, ana.pk))) == ["Ana Ben Noa", "Cleo Dov", "Eli Fay"]


def test_a_child_who_left_cannot_be_moved(plan: Plan, owner: User, ana: Student, cleo: Student, eli: Student) -> None:
    for student in (cleo, ana):
        roster.mark_left(student=student, by=owner, now=NOW)
    with pytest.raises(UnableToChangePlan, match=r"^Ana has left the class\.$"):
        swap(plan, eli, ana)
    with pytest.raises(UnableToChangePlan, match=r"^Ana and Cleo have left the class\.$"):
        swap(plan, ana, cleo)


def test_a_child_who_left_leaves_the_partner_not_placed(plan: Plan, owner: User, ana: Student) -> None:
    roster.mark_left(student=ana, by=owner, now=NOW)
    assert (called(plan), aside(plan)) == (["Cleo Dov", "Eli Fay"], ["Ben"])


def test_a_published_plan_cannot_change(published: Round, plan: Plan, ana: Student, cleo: Student) -> None:
    with pytest.raises(UnableToChangePlan, match="Partners are published already"):
        swap(plan, ana, cleo)


# Rules


@pytest.mark.parametrize("kind", ["never", "unsafe"])
def test_a_move_against_a_rule_needs_an_uncovered_page_and_a_reason(
    kind: str, plan: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student
) -> None:
    """The swap would bring Cleo together with Ben."""
    if kind == "never":
        rule(classroom, owner, "never", ben, cleo)
    else:
        hand_in(cleo, plan.round, hard={ben: ["unsafe"]})
    wanted = regrouping.Swap(ana.pk, cleo.pk)
    with pytest.raises(RuleInTheWay, match=r"^Look behind the cover for this one\.$"):
        move(plan, wanted, reason=WHY)
    with pytest.raises(ReasonNeeded) as raised:
        move(plan, wanted, behind_cover=True)
    assert [(rule.kind, set(rule.students)) for rule in raised.value.rules] == [
        ("never" if kind == "never" else "flag", {ben.key, cleo.key})
    ]
    assert called(plan) == ["Ana Ben", "Cleo Dov", "Eli Fay"]
    changed = move(plan, wanted, behind_cover=True, reason=WHY)
    assert called(changed) == ["Cleo Ben", "Ana Dov", "Eli Fay"]
    assert [(each.reason, each.while_together) for each in layout_of(changed, TODAY).relaxed] == [(WHY, True)]
    assert layout_of(changed, TODAY).valued.broken == ()
    assert AuditEvent.objects.get(verb="plan_overridden").by == owner


def test_a_reason_is_dropped_when_the_two_are_parted(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student, eli: Student
) -> None:
    rule(classroom, owner, "never", ben, cleo)
    changed = move(plan, regrouping.Swap(ana.pk, cleo.pk), behind_cover=True, reason=WHY)
    changed = swap(changed, cleo, eli, changed.version)
    assert layout_of(changed, TODAY).relaxed == ()
    with pytest.raises(RuleInTheWay):
        swap(changed, cleo, eli, changed.version)


def test_other_rules_are_broken_behind_the_cover_without_a_reason(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student
) -> None:
    rule(classroom, owner, "together", ana, ben)
    with pytest.raises(RuleInTheWay):
        swap(plan, ana, cleo)
    changed = move(plan, regrouping.Swap(ana.pk, cleo.pk), behind_cover=True)
    assert called(changed) == ["Cleo Ben", "Ana Dov", "Eli Fay"]


def test_a_swap_may_leave_a_rule_broken_that_is_broken_already(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student, eli: Student
) -> None:
    rule(classroom, owner, "never", ana, ben)
    assert called(swap(plan, cleo, eli)) == ["Ana Ben", "Eli Dov", "Cleo Fay"]
    assert called(swap(plan, ana, cleo, version=2)) == ["Cleo Ben", "Eli Dov", "Ana Fay"]


def test_an_extra_three_needs_no_uncovered_page(
    plan: Plan, ana: Student, ben: Student, cleo: Student, eli: Student
) -> None:
    """Ana and Ben join two other pairs. These are more threes than the class needs, but the teacher wants them."""
    changed = move(plan, regrouping.Join(ana.pk, cleo.pk))
    changed = move(changed, regrouping.Join(ben.pk, eli.pk), changed.version)
    assert called(changed) == ["Cleo Dov Ana", "Eli Fay Ben"]


# Undo and redo


def test_undo_goes_back_to_the_start_and_redo_forward_again(
    plan: Plan, owner: User, ana: Student, cleo: Student, eli: Student
) -> None:
    start = ["Ana Ben", "Cleo Dov", "Eli Fay"]
    first, second = ["Cleo Ben", "Ana Dov", "Eli Fay"], ["Cleo Ben", "Eli Dov", "Ana Fay"]
    changed = swap(swap(plan, ana, cleo), ana, eli, version=2)
    assert called(changed) == second
    changed = undo(changed, owner)
    assert called(changed) == first
    changed = undo(changed, owner)
    assert called(changed) == start
    assert changed.version == 5
    with pytest.raises(UnableToChangePlan, match="This is how the plan began"):
        undo(changed, owner)
    changed = redo(redo(changed, owner), owner)
    assert called(changed) == second
    with pytest.raises(UnableToChangePlan, match="There is nothing to do again"):
        redo(changed, owner)


def test_a_new_change_drops_undone_steps(plan: Plan, owner: User, ana: Student, cleo: Student, eli: Student) -> None:
    changed = undo(swap(plan, ana, cleo), owner)
    changed = swap(changed, ana, eli, changed.version)
    assert called(changed) == ["Eli Ben", "Cleo Dov", "Ana Fay"]
    with pytest.raises(UnableToChangePlan, match="nothing to do again"):
        redo(changed, owner)
    assert PlanStep.objects.count() == 2


def test_redo_against_a_rule_needs_an_uncovered_page(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student
) -> None:
    """The reason that was given the first time comes back, too."""
    rule(classroom, owner, "never", ben, cleo)
    changed = undo(move(plan, regrouping.Swap(ana.pk, cleo.pk), behind_cover=True, reason=WHY), owner)
    with pytest.raises(RuleInTheWay, match=r"^Look behind the cover for this one\.$"):
        redo(changed, owner)
    assert called(changed) == ["Ana Ben", "Cleo Dov", "Eli Fay"]
    changed = redo(changed, owner, behind_cover=True)
    assert called(changed) == ["Cleo Ben", "Ana Dov", "Eli Fay"]
    assert [each.reason for each in layout_of(changed, TODAY).relaxed] == [WHY]


def test_undo_against_a_safety_flag_needs_a_reason(
    plan: Plan, owner: User, ana: Student, ben: Student, cleo: Student, eli: Student
) -> None:
    hand_in(ben, plan.round, hard={ana: ["unsafe"]})
    changed = swap(plan, ana, cleo)
    with pytest.raises(RuleInTheWay):
        undo(changed, owner)
    with pytest.raises(ReasonNeeded) as raised:
        undo(changed, owner, behind_cover=True)
    assert [(rule.kind, set(rule.students)) for rule in raised.value.rules] == [("flag", {ana.key, ben.key})]
    assert called(Plan.objects.get()) == ["Cleo Ben", "Ana Dov", "Eli Fay"]
    changed = undo(Plan.objects.get(), owner, behind_cover=True, reason=WHY)
    assert called(changed) == ["Ana Ben", "Cleo Dov", "Eli Fay"]
    assert [(each.kind, each.reason) for each in layout_of(changed, TODAY).relaxed] == [("flag", WHY)]
    assert AuditEvent.objects.filter(verb="plan_overridden").count() == 1


def test_undo_that_breaks_no_further_rule_needs_no_uncovered_page(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student, eli: Student
) -> None:
    """A rule that is broken both before and after the step, or is relaxed for the whole plan, needs no new decision."""
    rule(classroom, owner, "never", ana, ben)
    changed = swap(plan, cleo, eli)
    assert called(undo(changed, owner)) == ["Ana Ben", "Cleo Dov", "Eli Fay"]
    relaxed = plan_relaxing.relax(
        plan=plan,
        kind="never",
        students=[ana.key, ben.key],
        version=3,
        behind_cover=True,
        reason=WHY,
        by=owner,
        now=NOW,
    ).plan
    changed = swap(relaxed, ana, cleo, version=4)
    assert called(undo(changed, owner)) == ["Ana Ben", "Cleo Dov", "Eli Fay"]


def test_a_step_that_was_undone_elsewhere_is_reported(plan: Plan, owner: User, ana: Student, cleo: Student) -> None:
    changed = undo(swap(plan, ana, cleo), owner)
    assert happened(layout_of(changed, TODAY), 2) == ["Someone went a step back, or forward again."]


def test_a_change_returns_the_new_layout(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student, eli: Student
) -> None:
    """The page after the change can be drawn without another query."""
    rule(classroom, owner, "never", ben, cleo)
    rule(classroom, owner, "never", ana, cleo)

    def asked(version: int) -> dict[str, Any]:
        return {"plan": plan, "version": version, "by": owner, "now": NOW}

    def lies(layout: Layout) -> dict[str, Any]:
        return {
            name: value for name, value in vars(layout).items() if name in Layout.__match_args__ and name != "known"
        }

    for change in (
        lambda: plan_locks.lock(**asked(1), student=eli, reason=WHY),
        lambda: plan_changes.regroup(
            **asked(2), change=regrouping.Swap(ana.pk, cleo.pk), behind_cover=True, reason=WHY
        ),
        lambda: plan_changes.regroup(**asked(3), change=regrouping.PutAside(ana.pk), behind_cover=False),
        lambda: plan_ideas.complete(**asked(4)),
        lambda: plan_locks.unlock(**asked(5), student=eli),
        lambda: plan_changes.undo(**asked(6), behind_cover=False),
        lambda: plan_changes.redo(**asked(7), behind_cover=True),
        lambda: plan_relaxing.relax(
            **asked(8), kind="never", students=[ana.key, cleo.key], behind_cover=True, reason=WHY
        ),
        lambda: plan_changes.undo(**asked(9), behind_cover=False),
        lambda: plan_changes.regroup(**asked(10), change=regrouping.PutAside(ana.pk), behind_cover=False),
        lambda: plan_ideas.another(plan=plan, by=owner, now=NOW),
    ):
        laid = change()
        stored = Plan.objects.get(pk=laid.plan.pk)
        assert lies(laid) == lies(layout_of(stored, TODAY))
        assert (laid.plan.version, laid.plan.step) == (stored.version, stored.step)
