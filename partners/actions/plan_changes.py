"""A plan changed by hand, one step after the other. Each can be undone, as far as the plan's start.

Each answers how the plan lies then, with what it opened of the class, so that a page need not open it again.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from classroom.actions.audit import record
from classroom.models import Student, User
from partners import pairing
from partners.actions.plans import (
    RuleInTheWay,
    UnableToChangePlan,
    changeable,
    in_order_of_the_roll,
    store_groups,
)
from partners.models import Decisions, Did, Lock, PartnersVerb, Plan, PlanStep, Relaxed
from partners.pairing import HardRule
from partners.planning import regrouping
from partners.planning.draft import REASONED, Layout, faults, layout_of
from partners.planning.regrouping import Groups
from partners.queries import in_words

MOVES = {
    regrouping.Swap: Did.SWAP,
    regrouping.Join: Did.JOIN,
    regrouping.PairUp: Did.PAIR_UP,
    regrouping.PutAside: Did.PUT_ASIDE,
}


class ReasonNeeded(UnableToChangePlan):
    """Someone set that these are never together, or does not feel safe: `rules`, for behind the cover."""

    def __init__(self, rules: Sequence[HardRule]) -> None:
        super().__init__("If you decide so all the same, write down why.")
        self.rules = rules


@transaction.atomic
def move(
    *, plan: Plan, move: regrouping.Move, version: int, behind_cover: bool, reason: str = "", by: User, now: dt.datetime
) -> Layout:
    """Children change places. `version` is that of the plan as the page showed it.

    A move that breaks a hard rule is made behind the cover only: raises RuleInTheWay. Against a never-rule or an open
    safety flag it takes a reason: raises ReasonNeeded.
    """
    plan = changeable(plan, version)
    layout = layout_of(plan, _today(plan, now))
    _check_here(layout, move)
    try:
        groups = regrouping.moved(layout.groups, move)
    except regrouping.CannotMove as error:
        raise UnableToChangePlan(str(error)) from None
    _leave_locks_alone(layout, groups)
    given_way = _given_way(layout, replace(layout, groups=groups), behind_cover=behind_cover, reason=reason)
    after = replace(layout, groups=groups, relaxed=(*layout.relaxed, *given_way))
    return lay(after, MOVES[type(move)], move, _verb(given_way, reason), by, now)


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
    """What has to give way so that the plan may lie so: hard rules that are not broken before, and that are not given
    way already in `after`. Raises RuleInTheWay and ReasonNeeded."""
    everybody = not after.aside
    broken = faults(before.value(after.groups), everybody=everybody) - faults(before.valued, everybody=not before.aside)
    if broken and not behind_cover:
        raise RuleInTheWay("Look behind the cover for this one.")
    needed = sorted(broken & faults(after.valued, everybody=everybody))
    if not reason and (grave := [rule for rule in needed if rule.kind in REASONED]):
        raise ReasonNeeded(grave)
    return [_relaxed(after, rule, reason, while_together=True) for rule in needed]


def _verb(given_way: Collection[Relaxed], reason: str) -> PartnersVerb:
    return PartnersVerb.PLAN_OVERRIDDEN if reason and given_way else PartnersVerb.PLAN_CHANGED


def _relaxed(layout: Layout, rule: HardRule, reason: str, *, while_together: bool) -> Relaxed:
    named = frozenset(layout.students[key].pk for key in rule.students)
    return Relaxed(rule.kind, named, reason, while_together)


def lay(layout: Layout, did: Did, about: Iterable[int], verb: PartnersVerb, by: User, now: dt.datetime) -> Layout:
    """A step further. What had been undone can't be done again from here."""
    plan = layout.plan
    before = layout.step or keep_step(layout_of(plan, _today(plan, now)), Did.START, (), None, plan.made_at).step
    plan.steps.filter(number__gt=plan.step).delete()
    plan.step += 1
    plan.version += 1
    laid = replace(keep_step(layout, did, about, by, now), before=before, can_redo=False)
    _on_the_table(laid, verb, by, now)
    return laid


def keep_step(layout: Layout, did: Did, about: Iterable[int], by: User | None, now: dt.datetime) -> Layout:
    """Write down how a plan lies, as the step that its `step` names. What no longer holds is gone from the answer."""
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
    """A rule that parts two is relaxed as long as they sit together; one that holds two, as long as they do not."""
    together = any(relaxed.students <= group for group in groups)
    return together if relaxed.kind in ("never", "flag", "fresh") else not together or relaxed.kind == "mark"


def _on_the_table(layout: Layout, verb: PartnersVerb, by: User, now: dt.datetime) -> None:
    plan = layout.plan
    plan.save(update_fields=["step", "version"])
    plan.places.all().delete()
    store_groups(plan, layout.groups)
    record(verb, now=now, by=by, classroom=plan.round.classroom)


@transaction.atomic
def undo(*, plan: Plan, version: int, behind_cover: bool, reason: str = "", by: User, now: dt.datetime) -> Layout:
    """Back by one step. Hard rules stand against it as against a move."""
    plan = changeable(plan, version)
    if plan.step == 0:
        raise UnableToChangePlan("This is how the plan began.")
    return _to_step(plan, plan.step - 1, behind_cover, reason, by, now)


@transaction.atomic
def redo(*, plan: Plan, version: int, behind_cover: bool, reason: str = "", by: User, now: dt.datetime) -> Layout:
    """Do again what was undone last. Hard rules stand against it as against a move."""
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
        _say_anew(after)
    _on_the_table(after, _verb(given_way, reason), by, now)
    return after


def _say_anew(layout: Layout) -> None:
    """What gives way in a step that was there before goes on in it."""
    if layout.step:
        layout.step.said = _decisions(layout)
        layout.step.save(update_fields=["said"])


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
    """The partnership of this child stays as it is, whatever is suggested; perhaps to be coached. What is not given
    stays as a lock before said it."""
    layout, group = _group(plan, student, version, now)
    kept = [lock for lock in layout.locks if lock.students != frozenset(group)]
    did = Did.LOCK if len(kept) == len(layout.locks) else Did.REASON
    before = next((lock for lock in layout.locks if lock not in kept), Lock(frozenset(group)))
    said: dict[str, Any] = {"reason": reason, "to_coach": to_coach}
    locked = replace(before, **{name: value for name, value in said.items() if value is not None})
    after = replace(layout, locks=(*kept, locked))
    verb = PartnersVerb.PLAN_LOCKED_WITH_REASON if reason else PartnersVerb.PLAN_CHANGED
    return lay(after, did, group, verb, by, now)


@transaction.atomic
def unlock(*, plan: Plan, student: Student, version: int, by: User, now: dt.datetime) -> Layout:
    layout, group = _group(plan, student, version, now)
    kept = tuple(lock for lock in layout.locks if lock.students != frozenset(group))
    return lay(replace(layout, locks=kept), Did.UNLOCK, group, PartnersVerb.PLAN_CHANGED, by, now)


def _group(plan: Plan, student: Student, version: int, now: dt.datetime) -> tuple[Layout, tuple[int, ...]]:
    plan = changeable(plan, version)
    layout = layout_of(plan, _today(plan, now))
    group = regrouping.group_of(layout.groups, student.pk)
    if not group:
        raise UnableToChangePlan("Choose a partnership of this plan.")
    return layout, group


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
    layout = layout_of(plan, _today(plan, now))
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
        after = replace(layout, relaxed=(*layout.relaxed, _relaxed(layout, rule, reason, while_together=False)))
    if layout.aside:
        after = _with_places(after)
    verb = PartnersVerb.RULE_RELAXED_WITH_REASON if reason else PartnersVerb.RULE_RELAXED
    return lay(after, Did.RELAX, (), verb, by, now)


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
        solved = pairing.solve(layout.to_solve)
    except pairing.NoPlan:
        return layout
    return replace(layout, groups=tuple(map(tuple, in_order_of_the_roll(layout.here.values(), solved.groups))))
