"""Relaxes rules for one plan.

Each action returns the layout of the plan afterwards, with the data of the class that it opened, so that a page need
not open them again.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from classroom.models import User
from partners import pairing
from partners.actions.plan_steps import relaxed_for, take_step
from partners.actions.plans import changeable, in_order_of_the_roll
from partners.actions.unable_to_plan import ReasonNeeded, RuleInTheWay, UnableToChangePlan
from partners.models import PartnersVerb, Plan, PlanAction
from partners.pairing import HardRule
from partners.planning import checked
from partners.planning.draft import Layout, layout_of


@transaction.atomic
def relax(
    *,
    plan: Plan,
    kind: str,
    students: Sequence[str],
    version: int,
    behind_cover: bool,
    reason: str = "",
    by: User,
    now: dt.datetime,
) -> Layout:
    """Relax one hard rule for this plan: its kind, and the keys of its children. If that leaves a way, the children who
    are aside get a place.

    A lock is opened instead, and a pair that was to change may stay together. A never-rule needs a reason. A safety
    flag can't be relaxed: a teacher answers it, or decides against it with a change of the plan.

    Raises RuleInTheWay on a covered page, ReasonNeeded, or another UnableToChangePlan.
    """
    if not behind_cover:
        raise RuleInTheWay("Look behind the cover for this one.")
    plan = changeable(plan, version)
    layout = layout_of(plan, plan.round.classroom.today(now))
    rule = HardRule(kind, tuple(sorted(students)))
    if rule.kind == "flag":
        raise UnableToChangePlan("A child said that it is not safe. Answer that first, among the notes.")
    if not layout.students.keys() >= set(rule.students):
        raise UnableToChangePlan("This rule is about a child who has left by now.")
    if not _stands_in_the_way(layout, rule):
        raise UnableToChangePlan("No such rule stands in the way of this plan. Nothing was changed.")
    if rule.kind == "never" and not reason:
        raise ReasonNeeded([rule])
    named = frozenset(layout.students[key].pk for key in rule.students)
    if rule.kind == "lock":
        after = replace(layout, locks=tuple(lock for lock in layout.locks if lock.students != named))
    elif rule.kind == "change":
        after = replace(layout, parted=tuple(pair for pair in layout.parted if pair != named))
    else:
        after = replace(layout, relaxed=(*layout.relaxed, relaxed_for(layout, rule, reason, while_together=False)))
    if layout.aside:
        after = _with_places(after)
    verb = PartnersVerb.RULE_RELAXED_WITH_REASON if reason else PartnersVerb.RULE_RELAXED
    return take_step(after, PlanAction.RELAX, (), verb, by, now)


def _stands_in_the_way(layout: Layout, rule: HardRule) -> bool:
    """Whether this is a rule of this plan, as entered or as the plan breaks it. For more threes: whether they are a
    way out."""
    if rule.kind != "threes":
        return rule in {*layout.told(pairing.hard_rules(layout.to_solve)), *layout.valued.broken}
    try:
        pairing.solve(layout.to_solve)
    except pairing.NoPlan as no_plan:
        return no_plan.two_more_threes and not rule.students
    return False


def _with_places(layout: Layout) -> Layout:
    """The best plan around the locks; the layout unchanged where there is none."""
    try:
        solved = checked.best(layout.to_solve)
    except pairing.NoPlan:
        return layout
    return replace(layout, groups=tuple(map(tuple, in_order_of_the_roll(layout.here.values(), solved.groups))))
