"""Ideas for a plan: the rest around its locks, another plan beside it, two children together, the last round again."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations

from django.db import transaction

from classroom.actions.audit import record
from classroom.models import Classroom, Student, User
from partners import pairing
from partners.actions import steps
from partners.actions.plans import (
    UnableToChangePlan,
    UnableToSuggest,
    changeable,
    in_order_of_the_roll,
    new_draft,
    open_for_plans,
)
from partners.actions.rounds import open_round
from partners.layout import COACHED, Known, Layout, Lock, layout_of
from partners.models import Did, Plan, PlanPlace, Round, Workshop
from partners.queries import pairing_problem
from partners.table import Groups

NO_WAY = "Your rules and locks leave no way to give every child a partner. Look behind the cover to see which ones."
KEEP, COACH, CHANGE = "keep", "coach", "change"


@transaction.atomic
def complete(*, plan: Plan, version: int, by: User, now: dt.datetime) -> Layout:
    """The best plan around the locked partnerships, in place of how the rest lies now."""
    plan = changeable(plan, version)
    layout = layout_of(plan, plan.round.classroom.today(now))
    groups = _groups(layout, _solved(layout.locked_problem))
    if {frozenset(group) for group in groups} == {frozenset(group) for group in layout.groups}:
        raise UnableToChangePlan("This is the best way around what is locked.")
    return steps.lay(replace(layout, groups=groups), Did.COMPLETE, (), "plan_changed", by, now)


def _solved(problem: pairing.Problem) -> pairing.Plan:
    try:
        solved = pairing.solve(problem)
    except pairing.NoPlan:
        raise UnableToChangePlan(NO_WAY) from None
    pairing.check(problem, solved)
    return solved


def _groups(layout: Layout, solved: pairing.Plan) -> Groups:
    return tuple(map(tuple, in_order_of_the_roll(layout.here.values(), solved.groups)))


@transaction.atomic
def another(*, plan: Plan, by: User, now: dt.datetime) -> Layout:
    """A new draft beside this one, with its locks: the best plan that differs enough from every draft there is."""
    layout = _open(plan, now)
    seen = _drafted(plan.round)
    best = _solved(layout.locked_problem)
    for idea in (best, *pairing.alternatives(layout.locked_problem)):
        if {frozenset(group) for group in _groups(layout, idea)} not in seen:
            return _beside(layout, idea, by, now)
    raise UnableToChangePlan(
        "You have seen all ideas that differ enough. Another mode, or what counts how much, leads to others."
    )


def _open(plan: Plan, now: dt.datetime) -> Layout:
    """How the plan lies, under the lock of its class, while its round is not published."""
    open_for_plans(plan.round)
    return layout_of(plan, plan.round.classroom.today(now))


def _drafted(round: Round) -> list[set[frozenset[int]]]:
    """The groups of every draft of a round."""
    drafts: dict[int, dict[int, set[int]]] = {}
    for plan, group, student in PlanPlace.objects.filter(plan__round=round).values_list("plan", "group", "student"):
        drafts.setdefault(plan, {}).setdefault(group, set()).add(student)
    return [{frozenset(group) for group in groups.values()} for groups in drafts.values()]


def _beside(layout: Layout, solved: pairing.Plan, by: User, now: dt.datetime) -> Layout:
    groups = _groups(layout, solved)
    plan = new_draft(round=layout.plan.round, mode=layout.plan.mode, solved=solved, groups=groups, by=by, now=now)
    beside = replace(layout, plan=plan, groups=groups, before=None, can_redo=False)
    record("plan_suggested", now=now, by=by, classroom=plan.round.classroom)
    return steps.keep_step(beside, Did.START, (), by, now)


@transaction.atomic
def together(*, plan: Plan, one: Student, other: Student, by: User, now: dt.datetime) -> Layout:
    """A new draft: the best plan in which two children are in one group."""
    layout = _open(plan, now)
    if not {one.key, other.key} <= layout.students.keys() or one == other:
        raise UnableToChangePlan("Choose two children of this class.")
    try:
        price = pairing.price(layout.locked_problem, one.key, other.key)
    except pairing.NoPlan:
        raise UnableToChangePlan(NO_WAY) from None
    if price.plan is None:
        raise UnableToChangePlan("Look behind the cover for this one.")
    return _beside(layout, price.plan, by, now)


@transaction.atomic
def from_last_round(
    *, round: Round, mode: str, groups: Mapping[tuple[Student, ...], str], by: User, now: dt.datetime
) -> Plan:
    """A new draft that starts from who is together: `groups` says for each whether they keep, coach or change.

    Who is kept or coached is locked in the draft; who changes is parted. The rest is the best plan around them.
    """
    open_for_plans(round)
    here, today = list(round.classroom.students.here()), round.classroom.today(now)
    kept = {group: how for group, how in groups.items() if how != CHANGE}
    parted = [pair for group, how in groups.items() if how == CHANGE for pair in combinations(group, 2)]
    problem = pairing_problem(round, mode=mode, today=today, here=here)
    apart = tuple(pairing.Rule("never", (one.key, other.key)) for one, other in parted)
    locks = tuple(tuple(student.key for student in group) for group in kept)
    try:
        solved = pairing.solve(replace(problem, locks=locks, rules=(*problem.rules, *apart)))
    except pairing.NoPlan:
        raise UnableToSuggest(
            "Around these there is no way to give every child a partner. Let some more change."
        ) from None
    laid = tuple(map(tuple, in_order_of_the_roll(here, solved.groups)))
    plan = new_draft(round=round, mode=mode, solved=solved, groups=laid, by=by, now=now)
    held = tuple(Lock(frozenset(s.pk for s in group), COACHED if how == COACH else "") for group, how in kept.items())
    layout = Layout(plan, None, {s.pk: s for s in here}, laid, Known(plan, here, today), locks=held)
    steps.keep_step(layout, Did.START, (), by, now)
    record("plan_suggested", now=now, by=by, classroom=round.classroom)
    return plan


@transaction.atomic
def next_round(*, classroom: Classroom, groups: Mapping[tuple[Student, ...], str], by: User, now: dt.datetime) -> Plan:
    """The same for the round that is being prepared, or else for a new one, in the mode of the class."""
    round = classroom.rounds.being_prepared().first() or open_round(classroom=classroom, by=by, now=now)
    mode = Workshop.objects.get(classroom=classroom).mode
    return from_last_round(round=round, mode=mode, groups=groups, by=by, now=now)
