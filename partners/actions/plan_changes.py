"""Changes a plan by hand: swaps two children, joins a child to a pair, makes a pair, puts a child aside; undo and redo.

Each action returns the layout of the plan afterwards, with the data of the class that it opened, so that a page need
not open them again.
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import replace

from django.db import transaction

from classroom.models import User
from partners.actions.plan_steps import put_on_the_table, relaxed_for, rewrite_step, take_step
from partners.actions.plans import changeable
from partners.actions.unable_to_plan import ReasonNeeded, RuleInTheWay, UnableToChangePlan
from partners.models import PartnersVerb, Plan, PlanAction, Relaxed
from partners.planning import regrouping
from partners.planning.draft import REASONED, Layout, faults, layout_of
from partners.planning.regrouping import Groups
from partners.queries import in_words

ACTIONS = {
    regrouping.Swap: PlanAction.SWAP,
    regrouping.Join: PlanAction.JOIN,
    regrouping.PairUp: PlanAction.PAIR_UP,
    regrouping.PutAside: PlanAction.PUT_ASIDE,
}


@transaction.atomic
def regroup(
    *,
    plan: Plan,
    change: regrouping.Change,
    version: int,
    behind_cover: bool,
    reason: str = "",
    by: User,
    now: dt.datetime,
) -> Layout:
    """Make one change of the groups: a swap, a child who joins a pair, a new pair, or a child put aside. `version` is
    the version of the plan that the page showed.

    A change that breaks a hard rule can be made behind the cover only, otherwise it raises RuleInTheWay. Against a
    never-rule or an open safety flag it needs a reason, otherwise it raises ReasonNeeded.
    """
    plan = changeable(plan, version)
    layout = layout_of(plan, _today(plan, now))
    _check_here(layout, change)
    try:
        groups = regrouping.regrouped(layout.groups, change)
    except regrouping.CannotRegroup as error:
        raise UnableToChangePlan(str(error)) from None
    _leave_locks_alone(layout, groups)
    given_way = _given_way(layout, replace(layout, groups=groups), behind_cover=behind_cover, reason=reason)
    after = replace(layout, groups=groups, relaxed=(*layout.relaxed, *given_way))
    return take_step(after, ACTIONS[type(change)], change, _verb(given_way, reason), by, now)


def _check_here(layout: Layout, students: Iterable[int]) -> None:
    if missing := set(students) - layout.here.keys():
        left = layout.plan.round.classroom.students.filter(pk__in=missing).in_order()
        names = in_words([student.called for student in left])
        have = "have" if len(missing) > 1 else "has"
        raise UnableToChangePlan(f"{names} {have} left the class." if names else "Choose two children of this class.")


def _today(plan: Plan, now: dt.datetime) -> dt.date:
    return plan.round.classroom.today(now)


def _leave_locks_alone(layout: Layout, groups: Groups) -> None:
    kept = {frozenset(group) for group in groups}
    for lock in layout.locks:
        if lock.students not in kept:
            names = in_words([s.called for pk, s in layout.here.items() if pk in lock.students])
            raise UnableToChangePlan(f"{names} are locked. Unlock them first.")


def _given_way(before: Layout, after: Layout, *, behind_cover: bool, reason: str) -> list[Relaxed]:
    """The hard rules to relax for this change: those that were not broken before and are not relaxed in `after`
    already. Raises RuleInTheWay and ReasonNeeded."""
    everybody = not after.aside
    broken = faults(before.value(after.groups), everybody=everybody) - faults(before.valued, everybody=not before.aside)
    if broken and not behind_cover:
        raise RuleInTheWay("Look behind the cover for this one.")
    needed = sorted(broken & faults(after.valued, everybody=everybody))
    if not reason and (grave := [rule for rule in needed if rule.kind in REASONED]):
        raise ReasonNeeded(grave)
    return [relaxed_for(after, rule, reason, while_together=True) for rule in needed]


def _verb(given_way: Collection[Relaxed], reason: str) -> PartnersVerb:
    return PartnersVerb.PLAN_OVERRIDDEN if reason and given_way else PartnersVerb.PLAN_CHANGED


@transaction.atomic
def undo(*, plan: Plan, version: int, behind_cover: bool, reason: str = "", by: User, now: dt.datetime) -> Layout:
    """Go back by one step. Hard rules count as for any other change."""
    plan = changeable(plan, version)
    if plan.step == 0:
        raise UnableToChangePlan("This is how the plan began.")
    return _to_step(plan, plan.step - 1, behind_cover, reason, by, now)


@transaction.atomic
def redo(*, plan: Plan, version: int, behind_cover: bool, reason: str = "", by: User, now: dt.datetime) -> Layout:
    """Make the change again that was undone last. Hard rules count as for any other change."""
    plan = changeable(plan, version)
    if not plan.steps.filter(number=plan.step + 1).exists():
        raise UnableToChangePlan("There is nothing to do again.")
    return _to_step(plan, plan.step + 1, behind_cover, reason, by, now)


def _to_step(plan: Plan, number: int, behind_cover: bool, reason: str, by: User, now: dt.datetime) -> Layout:
    before = layout_of(plan, _today(plan, now))
    plan.step = number
    plan.version += 1
    after = replace(layout_of(plan, _today(plan, now)), known=before.known)
    if given_way := _given_way(before, after, behind_cover=behind_cover, reason=reason):
        after = replace(after, relaxed=(*after.relaxed, *given_way))
        rewrite_step(after)
    put_on_the_table(after, _verb(given_way, reason), by, now)
    return after
