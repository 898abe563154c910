"""The steps of a plan. Each holds the layout after a change, so that the change can be undone and redone."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import replace

from classroom.actions.audit import record
from classroom.models import User
from partners.actions.plans import store_groups
from partners.models import Decisions, PartnersVerb, Plan, PlanAction, PlanStep, Relaxed
from partners.pairing import HardRule
from partners.planning.draft import Layout, layout_of


def take_step(
    layout: Layout, did: PlanAction, about: Iterable[int], verb: PartnersVerb, by: User, now: dt.datetime
) -> Layout:
    """Store this layout as the next step of its plan. Steps that had been undone can't be redone afterwards."""
    plan = layout.plan
    before = layout.step or _start(plan, now)
    plan.steps.filter(number__gt=plan.step).delete()
    plan.step += 1
    plan.version += 1
    laid = replace(keep_step(layout, did, about, by, now), before=before, can_redo=False)
    put_on_the_table(laid, verb, by, now)
    return laid


def _start(plan: Plan, now: dt.datetime) -> PlanStep | None:
    """The step with which a plan began, stored before the first change."""
    return keep_step(layout_of(plan, plan.round.classroom.today(now)), PlanAction.START, (), None, plan.made_at).step


def keep_step(layout: Layout, did: PlanAction, about: Iterable[int], by: User | None, now: dt.datetime) -> Layout:
    """Store a layout as the step whose number its plan has. Returns it without locks, relaxed rules and partings
    that no longer hold."""
    groups = {frozenset(group) for group in layout.groups}
    locks = [lock for lock in layout.locks if lock.students in groups]
    relaxed = [each for each in layout.relaxed if not each.while_together or _still_needed(each, groups)]
    parted = [pair for pair in layout.parted if not any(pair <= group for group in groups)]
    kept = replace(layout, locks=tuple(locks), relaxed=tuple(relaxed), parted=tuple(parted))
    step = PlanStep.objects.create(
        plan=layout.plan,
        number=layout.plan.step,
        version=layout.plan.version,
        did=did,
        students=list(about),
        groups=[list(group) for group in layout.groups],
        locked=[sorted(lock.students) for lock in locks],
        said=_decisions(kept),
        by=by,
        at=now,
    )
    return replace(kept, step=step)


def _decisions(layout: Layout) -> Decisions:
    return Decisions(locks=layout.locks, relaxed=layout.relaxed, parted=layout.parted)


def _still_needed(relaxed: Relaxed, groups: Collection[frozenset[int]]) -> bool:
    """A rule that parts two children is relaxed while they are together. One that keeps children together is relaxed
    while they are apart."""
    together = any(relaxed.students <= group for group in groups)
    return together if relaxed.kind in ("never", "flag", "fresh") else not together or relaxed.kind == "mark"


def put_on_the_table(layout: Layout, verb: PartnersVerb, by: User, now: dt.datetime) -> None:
    """Store the groups of a plan as they are now, with an audit event."""
    plan = layout.plan
    plan.save(update_fields=["step", "version"])
    plan.places.all().delete()
    store_groups(plan, layout.groups)
    record(verb, now=now, by=by, classroom=plan.round.classroom)


def rewrite_step(layout: Layout) -> None:
    """Store the relaxed rules of a layout in its present step, without a new one."""
    if layout.step:
        layout.step.said = _decisions(layout)
        layout.step.save(update_fields=["said"])


def relaxed_for(layout: Layout, rule: HardRule, reason: str, *, while_together: bool) -> Relaxed:
    named = frozenset(layout.students[key].pk for key in rule.students)
    return Relaxed(rule.kind, named, reason, while_together)
