"""Locks of a plan: a locked partnership stays as it is, whatever is suggested, until it is unlocked.

Each action returns the layout of the plan afterwards, with the data of the class that it opened, so that a page need
not open them again.
"""

import datetime as dt
from dataclasses import replace
from typing import Any

from django.db import transaction

from classroom.models import Student, User
from partners.actions.plan_steps import take_step
from partners.actions.plans import changeable
from partners.actions.unable_to_plan import UnableToChangePlan
from partners.models import Lock, PartnersVerb, Plan, PlanAction
from partners.planning import regrouping
from partners.planning.draft import Layout, layout_of


@transaction.atomic
def lock(
    *,
    plan: Plan,
    student: Student,
    version: int,
    reason: str | None = None,
    to_coach: bool | None = None,
    by: User,
    now: dt.datetime,
) -> Layout:
    """Lock the partnership of this child, perhaps in order to coach it. `reason` and `to_coach` stay as they were
    where they are None. Raises UnableToChangePlan."""
    layout, group = _group(plan, student, version, now)
    kept = [lock for lock in layout.locks if lock.students != frozenset(group)]
    did = PlanAction.LOCK if len(kept) == len(layout.locks) else PlanAction.REASON
    before = next((lock for lock in layout.locks if lock not in kept), Lock(frozenset(group)))
    said: dict[str, Any] = {"reason": reason, "to_coach": to_coach}
    locked = replace(before, **{name: value for name, value in said.items() if value is not None})
    after = replace(layout, locks=(*kept, locked))
    verb = PartnersVerb.PLAN_LOCKED_WITH_REASON if reason else PartnersVerb.PLAN_CHANGED
    return take_step(after, did, group, verb, by, now)


@transaction.atomic
def unlock(*, plan: Plan, student: Student, version: int, by: User, now: dt.datetime) -> Layout:
    layout, group = _group(plan, student, version, now)
    kept = tuple(lock for lock in layout.locks if lock.students != frozenset(group))
    return take_step(replace(layout, locks=kept), PlanAction.UNLOCK, group, PartnersVerb.PLAN_CHANGED, by, now)


def _group(plan: Plan, student: Student, version: int, now: dt.datetime) -> tuple[Layout, tuple[int, ...]]:
    plan = changeable(plan, version)
    layout = layout_of(plan, plan.round.classroom.today(now))
    group = regrouping.group_of(layout.groups, student.pk)
    if not group:
        raise UnableToChangePlan("Choose a partnership of this plan.")
    return layout, group
