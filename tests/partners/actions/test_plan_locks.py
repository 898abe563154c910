"""Locks: partnerships that a teacher keeps in a plan, and the reasons."""

from typing import Any

import pytest

from classroom.models import AuditEvent, Student, User
from partners.actions import plan_locks
from partners.actions.unable_to_plan import UnableToChangePlan
from partners.models import Plan, PlanStep
from partners.planning import regrouping
from partners.planning.draft import layout_of
from tests.cast import NOW, TODAY, move, swap
from tests.partners.actions.test_plan_changes import WHY, called, redo, undo


def test_a_locked_partnership_stays(plan: Plan, owner: User, ana: Student, cleo: Student) -> None:
    locked = plan_locks.lock(plan=plan, student=ana, version=1, by=owner, now=NOW).plan
    for move_it in (regrouping.Swap(cleo.pk, ana.pk), regrouping.Join(cleo.pk, ana.pk), regrouping.PutAside(ana.pk)):
        with pytest.raises(UnableToChangePlan, match=r"^Ana and Ben are locked\. Unlock them first\.$"):
            move(locked, move_it, version=2)
    unlocked = plan_locks.unlock(plan=locked, student=ana, version=2, by=owner, now=NOW).plan
    assert called(swap(unlocked, ana, cleo, version=3)) == ["Cleo Ben", "Ana Dov", "Eli Fay"]


def test_a_lock_may_have_a_reason_and_comes_back_with_undo(plan: Plan, owner: User, ana: Student) -> None:
    locked = plan_locks.lock(plan=plan, student=ana, version=1, reason=WHY, by=owner, now=NOW).plan
    assert [lock.reason for lock in layout_of(locked, TODAY).locks] == [WHY]
    assert AuditEvent.objects.filter(verb="plan_locked_with_reason").count() == 1
    back = undo(locked, owner)
    assert layout_of(back, TODAY).locks == ()
    assert [lock.reason for lock in layout_of(redo(back, owner), TODAY).locks] == [WHY]


def test_a_changed_lock_keeps_its_reason_and_coaching_unless_given(plan: Plan, owner: User, ana: Student) -> None:
    asked: dict[str, Any] = {"student": ana, "by": owner, "now": NOW}
    said: list[tuple[dict[str, Any], tuple[str, bool]]] = [
        ({}, ("", False)),
        ({"reason": WHY, "to_coach": True}, (WHY, True)),
        ({}, (WHY, True)),
        ({"to_coach": False}, (WHY, False)),
        ({"reason": ""}, ("", False)),
    ]
    for version, (anew, kept) in enumerate(said, start=1):
        plan = plan_locks.lock(plan=plan, version=version, **anew, **asked).plan
        assert [(lock.reason, lock.to_coach) for lock in layout_of(plan, TODAY).locks] == [kept]


def test_a_child_without_a_partner_cannot_be_locked(plan: Plan, owner: User, ana: Student) -> None:
    changed = move(plan, regrouping.PutAside(ana.pk))
    with pytest.raises(UnableToChangePlan, match="Choose a partnership of this plan"):
        plan_locks.lock(plan=changed, student=ana, version=2, by=owner, now=NOW)


def test_reasons_are_deleted_with_their_plan(plan: Plan, owner: User, ana: Student) -> None:
    plan_locks.lock(plan=plan, student=ana, version=1, reason=WHY, by=owner, now=NOW)
    plan.delete()
    assert not PlanStep.objects.exists()
