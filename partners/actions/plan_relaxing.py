"""Rules that one plan need not keep.

Each answers how the plan lies then, with what it opened of the class, so that a page need not open it again.
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
    """This plan need not keep a hard rule, of a kind and about children by their keys; if that leaves a way, whoever
    lies at the edge gets a place.

    A lock is opened instead, and who was to change may stay. A never-rule takes a reason. A safety flag is not relaxed:
    it is answered, or a teacher decides against it with a move.
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
    """Whether a rule is one of this plan, as entered or as it is broken; or more threes are a way out."""
    if rule.kind != "threes":
        return rule in {*layout.told(pairing.hard_rules(layout.to_solve)), *layout.valued.broken}
    try:
        pairing.solve(layout.to_solve)
    except pairing.NoPlan as no_plan:
        return no_plan.two_more_threes and not rule.students
    return False


def _with_places(layout: Layout) -> Layout:
    """The best plan around what is locked; as it lies where there is none."""
    try:
        solved = checked.best(layout.to_solve)
    except pairing.NoPlan:
        return layout
    return replace(layout, groups=tuple(map(tuple, in_order_of_the_roll(layout.here.values(), solved.groups))))
