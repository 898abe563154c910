"""Suggests, renames and deletes draft plans, and stores their groups."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any

from django.db import transaction

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.models import Student, User
from partners import pairing
from partners.actions.unable_to_plan import Stale, UnableToChangePlan, UnableToSuggest
from partners.models import PartnersVerb, Plan, PlanPlace, Round, SolverResult, Workshop
from partners.planning import checked
from partners.queries import drafted, pairing_problem

SMALLEST = 2


@transaction.atomic
def suggest(*, round: Round, mode: str, weights: Mapping[str, str] | None = None, by: User, now: dt.datetime) -> Plan:
    """A draft of the best plan, proved and checked. It stores the groups, never the reasons.

    It is a new draft, unless a draft in this mode has these groups already: then that one counts as suggested now.
    `weights` says how much each consideration counts from now on; None changes nothing. Where the rules allow no plan,
    every child is aside in the draft. Which rules clash is shown behind the cover only. Raises UnableToSuggest.
    """
    open_for_plans(round)
    here = list(round.classroom.students.here())
    if len(here) < SMALLEST:
        raise UnableToSuggest("A partnership needs two children. Add children to the class first.")
    _set_workshop(round, mode, weights, by, now)
    problem = pairing_problem(round, mode=mode, today=round.classroom.today(now), here=here)
    try:
        solved: pairing.Plan | None = checked.best(problem)
    except pairing.NoPlan:
        solved = None
    groups = in_order_of_the_roll(here, solved.groups) if solved else []
    made: dict[str, Any] = {"round": round, "mode": mode, "solved": solved, "groups": groups, "by": by, "now": now}
    plan = suggested_again(**made) or new_draft(**made)
    record(PartnersVerb.PLAN_SUGGESTED, now=now, by=by, classroom=round.classroom)
    return plan


def suggested_again(
    *,
    round: Round,
    mode: str,
    solved: pairing.Plan | None,
    groups: Sequence[Sequence[int]],
    by: User,
    now: dt.datetime,
) -> Plan | None:
    """The draft in this mode that has these groups already, marked as suggested now; None where there is none."""
    wanted, lying = {frozenset(group) for group in groups}, drafted(round)
    plan = next((plan for plan in round.plans.filter(mode=mode).order_by("pk") if lying[plan.pk] == wanted), None)
    if plan:
        plan.solver_result, plan.engine, plan.made_by, plan.made_at = _result(solved), pairing.ENGINE_VERSION, by, now
        plan.save(update_fields=["solver_result", "engine", "made_by", "made_at"])
    return plan


def open_for_plans(round: Round) -> None:
    """Lock the class. Raises UnableToSuggest where the round is published by now."""
    lock(round.classroom)
    round.refresh_from_db(fields=["published_at"])
    if round.published_at is not None:
        raise UnableToSuggest("This round is published. Open the next one to plan new partnerships.")


def _set_workshop(round: Round, mode: str, weights: Mapping[str, str] | None, by: User, now: dt.datetime) -> None:
    workshop = Workshop.objects.get(classroom=round.classroom_id)
    changed = weights is not None and dict(weights) != workshop.weights
    if changed:
        record(PartnersVerb.WORKSHOP_SET, now=now, by=by, classroom=round.classroom)
    workshop.mode = mode
    workshop.weights = dict(weights) if weights is not None else workshop.weights
    workshop.save(update_fields=["mode", "weights"])


def new_draft(
    *,
    round: Round,
    mode: str,
    solved: pairing.Plan | None,
    groups: Sequence[Sequence[int]],
    by: User,
    now: dt.datetime,
) -> Plan:
    """A draft with these groups of primary keys. Its name has a number that no other draft of the round has."""
    names = {plan.name for plan in round.plans.all()}
    number = next(number for number in count(len(names) + 1) if f"Draft {number}" not in names)
    plan = Plan.objects.create(
        round=round,
        mode=mode,
        engine=pairing.ENGINE_VERSION,
        made_by=by,
        made_at=now,
        solver_result=_result(solved),
        name=f"Draft {number}",
    )
    store_groups(plan, groups)
    return plan


def _result(solved: pairing.Plan | None) -> SolverResult:
    if solved is None:
        return SolverResult()
    return SolverResult(below=solved.below, total=solved.total, proved=solved.proved)


def in_order_of_the_roll(here: Iterable[Student], groups: Sequence[Sequence[str]]) -> list[list[int]]:
    """Groups of keys as groups of primary keys. The groups, and the children in each, are in the order of the roll."""
    place = {student.key: (number, student.pk) for number, student in enumerate(here)}
    ordered = sorted(sorted(place[key] for key in group) for group in groups)
    return [[pk for _, pk in group] for group in ordered]


def store_groups(plan: Plan, groups: Sequence[Sequence[int]]) -> None:
    """Write the groups of a plan that has none. `groups` holds primary keys of students."""
    PlanPlace.objects.bulk_create(
        PlanPlace(plan=plan, group=number, place=place, student_id=pk)
        for number, group in enumerate(groups, 1)
        for place, pk in enumerate(group, 1)
    )


def changeable(plan: Plan, version: int) -> Plan:
    """The plan as it is now, under the lock of its class.

    Raises UnableToChangePlan where the draft was deleted or partners are published by now, and Stale where the page
    that asks showed an earlier version.
    """
    lock(plan.round.classroom)
    fresh = Plan.objects.select_related("round__classroom").filter(pk=plan.pk).first()
    if fresh is None:
        raise UnableToChangePlan("This draft was deleted on another screen meanwhile.")
    if fresh.round.published_at is not None:
        raise UnableToChangePlan("Partners are published already, so this plan stays as it was. Nothing was changed.")
    if fresh.version != version:
        raise Stale(fresh, version)
    return fresh


@transaction.atomic
def rename(*, plan: Plan, name: str, by: User, now: dt.datetime) -> None:
    """Give a draft the teacher's own name."""
    open_for_plans(plan.round)
    plan.name = name
    plan.save(update_fields=["name"])
    record(PartnersVerb.PLAN_CHANGED, now=now, by=by, classroom=plan.round.classroom)


@transaction.atomic
def delete(*, plan: Plan, by: User, now: dt.datetime) -> None:
    """Delete a draft for good, with its steps and reasons."""
    open_for_plans(plan.round)
    plan.delete()
    record(PartnersVerb.PLAN_DELETED, now=now, by=by, classroom=plan.round.classroom)
