"""Ideas for a plan: the best one around its locks, another draft, two children together, a start from the last
round."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import combinations
from typing import Any

from django.db import transaction

from classroom.actions.audit import record
from classroom.models import Classroom, Student, User
from partners import pairing
from partners.actions.plan_steps import keep_step, take_step
from partners.actions.plans import (
    changeable,
    in_order_of_the_roll,
    new_draft,
    open_for_plans,
    suggested_again,
)
from partners.actions.rounds import open_round
from partners.actions.unable_to_plan import NoWay, UnableToChangePlan, UnableToSuggest
from partners.models import Lock, Mode, PartnersVerb, Plan, PlanAction, Round, Workshop
from partners.planning import checked
from partners.planning.draft import Known, Layout, layout_of
from partners.planning.regrouping import Groups, group_of
from partners.queries import drafted, round_to_plan
from partners.wording.conflicts import Clash, clash, in_sentences

NO_WAY_AROUND = "Around these there is no way to give every child a partner."
KEEP, COACH, CHANGE = "keep", "coach", "change"


@transaction.atomic
def complete(*, plan: Plan, version: int, by: User, now: dt.datetime) -> Layout:
    """Replace all groups that are not locked by the best plan around the locks. Raises UnableToChangePlan."""
    plan = changeable(plan, version)
    layout = layout_of(plan, plan.round.classroom.today(now))
    with _no_way():
        groups = _groups(layout, checked.best(layout.to_solve))
    if {frozenset(group) for group in groups} == {frozenset(group) for group in layout.groups}:
        raise UnableToChangePlan("This is the best way around what is locked.")
    return take_step(replace(layout, groups=groups), PlanAction.COMPLETE, (), PartnersVerb.PLAN_CHANGED, by, now)


@contextmanager
def _no_way() -> Iterator[None]:
    """Raises NoWay, whose message is for the person, where the engine finds no plan."""
    try:
        yield
    except pairing.NoPlan:
        raise NoWay from None


def _groups(layout: Layout, solved: pairing.Plan) -> Groups:
    return tuple(map(tuple, in_order_of_the_roll(layout.here.values(), solved.groups)))


@transaction.atomic
def another(*, plan: Plan, by: User, now: dt.datetime) -> Layout:
    """A new draft with the locks of this one: the best plan that differs enough from every draft there is. Raises
    UnableToPlan."""
    layout = _open(plan, now)
    seen = drafted(plan.round).values()
    with _no_way():
        for idea in checked.ideas(layout.to_solve):
            if {frozenset(group) for group in _groups(layout, idea)} not in seen:
                return _beside(layout, idea, by, now)
    raise UnableToChangePlan(
        "You have seen all ideas that differ enough. Another mode, or what counts how much, leads to others."
    )


def _open(plan: Plan, now: dt.datetime) -> Layout:
    """The layout of the plan, under the lock of its class. Raises UnableToSuggest where the round is published."""
    open_for_plans(plan.round)
    return layout_of(plan, plan.round.classroom.today(now))


def _beside(layout: Layout, solved: pairing.Plan, by: User, now: dt.datetime) -> Layout:
    groups = _groups(layout, solved)
    plan = new_draft(round=layout.plan.round, mode=layout.plan.mode, solved=solved, groups=groups, by=by, now=now)
    beside = replace(layout, plan=plan, groups=groups, before=None, can_redo=False)
    record(PartnersVerb.PLAN_SUGGESTED, now=now, by=by, classroom=plan.round.classroom)
    return keep_step(beside, PlanAction.START, (), by, now)


@transaction.atomic
def together(*, plan: Plan, one: Student, other: Student, by: User, now: dt.datetime) -> Layout:
    """A draft of the best plan in which two children are in one group. It is new, unless a draft has these groups
    already. Raises UnableToPlan."""
    layout = _open(plan, now)
    if not {one.key, other.key} <= layout.students.keys() or one == other:
        raise UnableToChangePlan("Choose two children of this class.")
    with _no_way():
        solved = checked.best_with(layout.to_solve, one.key, other.key)
    if solved is None:
        raise UnableToChangePlan("Look behind the cover for this one.")
    made: dict[str, Any] = {"solved": solved, "groups": _groups(layout, solved), "by": by, "now": now}
    if again := suggested_again(round=plan.round, mode=plan.mode, **made):
        return layout_of(again, plan.round.classroom.today(now))
    return _beside(layout, solved, by, now)


@transaction.atomic
def decide(
    *, plan: Plan, one: Student, other: Student, keeps: bool, version: int, by: User, now: dt.datetime
) -> Layout:
    """What the teacher decided about two partners of the last round: they stay together and are coached, or they
    change. The plan is the best one around that. Raises UnableToPlan."""
    plan = changeable(plan, version)
    layout = layout_of(plan, plan.round.classroom.today(now))
    if not {one.key, other.key} <= layout.students.keys() or one == other:
        raise UnableToChangePlan("Choose two children of this class.")
    decided = _kept(layout, one, other) if keeps else _changing(layout, one, other)
    group = group_of(layout.groups, one.pk)
    if keeps == (other.pk in group):
        did, about = (PlanAction.LOCK, group) if keeps else (PlanAction.COMPLETE, ())
        return take_step(decided, did, about, PartnersVerb.PLAN_CHANGED, by, now)
    with _no_way():
        groups = _groups(decided, checked.best(decided.to_solve))
    return take_step(replace(decided, groups=groups), PlanAction.COMPLETE, (), PartnersVerb.PLAN_CHANGED, by, now)


def _kept(layout: Layout, one: Student, other: Student) -> Layout:
    """The layout with a lock, to coach them, on the group of the two or, where they are apart, on the two."""
    pair = frozenset((one.pk, other.pk))
    group = frozenset(group_of(layout.groups, one.pk))
    kept = group | pair if other.pk in group else pair
    locks = [lock for lock in layout.locks if lock.students.isdisjoint(kept)]
    before = layout.lock_of(kept) or Lock(kept)
    parted = tuple(each for each in layout.parted if each != pair)
    return replace(layout, locks=(*locks, replace(before, to_coach=True)), parted=parted)


def _changing(layout: Layout, one: Student, other: Student) -> Layout:
    """The layout without a lock on the two, who are to change."""
    pair = frozenset((one.pk, other.pk))
    locks = tuple(lock for lock in layout.locks if not pair <= lock.students)
    return replace(layout, locks=locks, parted=(*(each for each in layout.parted if each != pair), pair))


class NoWayAround(UnableToSuggest):
    """The teacher's choices of who stays and who changes leave no plan: those of `start`. `clash` says why, behind the
    cover only."""

    def __init__(self, clash: Clash, start: Layout) -> None:
        super().__init__(f"{NO_WAY_AROUND} Look behind the cover to see why.")
        self.clash = clash
        self.start = start


Choices = Mapping[tuple[Student, ...], str]


@transaction.atomic
def from_last_round(*, round: Round, mode: str, groups: Choices, by: User, now: dt.datetime) -> Plan:
    """A new draft that starts from the last round. `groups` says for each partnership whether it is kept, coached or
    changed.

    Kept and coached partnerships are locked in the draft; changed ones are parted. The rest is the best plan around
    them. Raises NoWayAround.
    """
    open_for_plans(round)
    start = _from_last_round(round, mode, groups, now)
    try:
        solved = checked.best(start.to_solve)
    except pairing.NoPlan as no_plan:
        raise NoWayAround(in_sentences(no_plan, start.to_solve, start.students, start.told), start) from None
    laid = _groups(start, solved)
    plan = new_draft(round=round, mode=mode, solved=solved, groups=laid, by=by, now=now)
    keep_step(replace(start, plan=plan, groups=laid), PlanAction.START, (), by, now)
    record(PartnersVerb.PLAN_SUGGESTED, now=now, by=by, classroom=round.classroom)
    return plan


def _from_last_round(round: Round, mode: str, groups: Choices, now: dt.datetime) -> Layout:
    """The layout of a draft that has no groups yet, with the locks and the partings of these choices."""
    plan, here = Plan(round=round, mode=mode), list(round.classroom.students.here())
    known = Known(plan, here, round.classroom.today(now))
    kept = [(frozenset(s.pk for s in group), how == COACH) for group, how in groups.items() if how != CHANGE]
    locks = tuple(Lock(group, to_coach=to_coach) for group, to_coach in kept)
    changing = [group for group, how in groups.items() if how == CHANGE]
    parted = tuple(frozenset((one.pk, other.pk)) for group in changing for one, other in combinations(group, 2))
    return Layout(plan, None, {s.pk: s for s in here}, (), known, locks=locks, parted=parted)


@transaction.atomic
def next_round(*, classroom: Classroom, groups: Choices, by: User, now: dt.datetime) -> Plan:
    """As `from_last_round`, in the mode of the class. The round is the one that is being prepared, or a new one."""
    round = classroom.rounds.being_prepared().first() or open_round(classroom=classroom, by=by, now=now)
    return from_last_round(round=round, mode=_mode(classroom), groups=groups, by=by, now=now)


def around(*, classroom: Classroom, groups: Choices | None, now: dt.datetime) -> Layout:
    """The layout of the draft that these choices would make, without groups; in Steady where nothing is chosen yet.
    Nothing is stored."""
    mode = Mode.STEADY if groups is None else _mode(classroom)
    return _from_last_round(round_to_plan(classroom), mode, groups or {}, now)


def clash_around(start: Layout) -> Clash | None:
    """Why the choices of a start leave no plan; None where they leave one."""
    return clash(start.to_solve, start.students, start.told)


def _mode(classroom: Classroom) -> str:
    return Workshop.objects.get(classroom=classroom).mode
