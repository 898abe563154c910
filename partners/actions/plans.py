"""A plan: suggested, changed by hand."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.actions.unable import Unable
from classroom.models import User
from partners import pairing
from partners.models import Plan, PlanPlace, Round, Workshop
from partners.queries import pairing_problem


class UnableToSuggest(Unable):
    pass


class UnableToChangePlan(Unable):
    pass


class RuleInTheWay(UnableToChangePlan):
    """Why is behind the cover."""


class Stale(UnableToChangePlan):
    """The page that asked showed an earlier version. `plan` is as it is now."""

    def __init__(self, plan: Plan, seen: int) -> None:
        super().__init__(
            "This plan was changed on another screen meanwhile. Here is how it is now. Nothing of yours was lost: "
            "try your change again if it still fits."
        )
        self.plan = plan
        self.seen = seen


@transaction.atomic
def suggest(*, round: Round, mode: str, by: User, now: dt.datetime) -> Plan:
    """A new draft: the best plan, proved and checked. Stores the groups, never the reasons.

    Where the rules allow no plan, everybody lies at the table's edge of it. Which rules clash is behind the cover.
    """
    lock(round.classroom)
    round.refresh_from_db()
    if round.published_at is not None:
        raise UnableToSuggest("This round is published. Open the next one to plan new partnerships.")
    problem = pairing_problem(round, mode=mode, today=round.classroom.today(now))
    if len(problem.students) < 2:
        raise UnableToSuggest("A partnership needs two children. Add children to the class first.")
    Workshop.objects.filter(classroom=round.classroom_id).update(mode=mode)
    plan = _draft(round, mode, _solved(problem), by, now)
    record("plan_suggested", now=now, by=by, classroom=round.classroom)
    return plan


def _solved(problem: pairing.Problem) -> pairing.Plan | None:
    """The best plan, checked; None where the rules allow none."""
    try:
        solved = pairing.solve(problem)
    except pairing.NoPlan:
        return None
    pairing.check(problem, solved)
    return solved


def _draft(round: Round, mode: str, solved: pairing.Plan | None, by: User, now: dt.datetime) -> Plan:
    reached = {"below": list(solved.below), "total": solved.total, "proved": solved.proved} if solved else {}
    plan = Plan.objects.create(
        round=round,
        mode=mode,
        engine=pairing.ENGINE_VERSION,
        made_by=by,
        made_at=now,
        reached=reached,
        name=f"Draft {round.plans.count() + 1}",
    )
    store_groups(plan, in_order_of_the_roll(round, solved.groups) if solved else [])
    return plan


def in_order_of_the_roll(round: Round, groups: Sequence[Sequence[str]]) -> list[list[int]]:
    """Groups of keys as groups of primary keys, all in the order in which the roll names the children."""
    place = {student.key: (number, student.pk) for number, student in enumerate(round.classroom.students.here())}
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
    """The plan under the lock of its class. Raises UnableToChangePlan when partners are published by now, and Stale
    when the page that asks is not up to date."""
    lock(plan.round.classroom)
    fresh = Plan.objects.select_related("round__classroom").filter(pk=plan.pk).first()
    if fresh is None:
        raise UnableToChangePlan("This draft was deleted on another screen meanwhile.")
    if fresh.round.published_at is not None:
        raise UnableToChangePlan("Partners are published already, so this plan stays as it was. Nothing was changed.")
    if fresh.version != version:
        raise Stale(fresh, version)
    return fresh
