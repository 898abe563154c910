"""A plan: suggested, changed by hand."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.actions.unable import Unable
from classroom.models import Student, User
from partners import pairing
from partners.models import Plan, PlanPlace, Round, Workshop
from partners.queries import groups_of, pairing_problem, swapped


class UnableToSuggest(Unable):
    pass


class NoWay(UnableToSuggest):
    """The rules allow no plan. Which of them clash is behind the cover."""


class UnableToChangePlan(Unable):
    pass


class RuleInTheWay(UnableToChangePlan):
    """Why is behind the cover."""


@transaction.atomic
def suggest(*, round: Round, mode: str, by: User, now: dt.datetime) -> Plan:
    """A new draft: the best plan, proved and checked. Stores the groups, never the reasons."""
    lock(round.classroom)
    round.refresh_from_db()
    if round.published_at is not None:
        raise UnableToSuggest("This round is published. Open the next one to plan new partnerships.")
    solved = _solve(pairing_problem(round, mode=mode, today=round.classroom.today(now)))
    Workshop.objects.filter(classroom=round.classroom_id).update(mode=mode)
    reached = {"below": list(solved.below), "total": solved.total, "proved": solved.proved}
    plan = Plan.objects.create(
        round=round, mode=mode, engine=pairing.ENGINE_VERSION, made_by=by, made_at=now, reached=reached
    )
    store_groups(plan, _in_order_of_the_roll(round, solved.groups))
    record("plan_suggested", now=now, by=by, classroom=round.classroom)
    return plan


def _solve(problem: pairing.Problem) -> pairing.Plan:
    if len(problem.students) < 2:
        raise UnableToSuggest("A partnership needs two children. Add children to the class first.")
    try:
        solved = pairing.solve(problem)
    except pairing.NoPlan:
        raise NoWay(
            "Your rules leave no way to give every child a partner. Look behind the cover to see which ones."
        ) from None
    pairing.check(problem, solved)
    return solved


def _in_order_of_the_roll(round: Round, groups: Sequence[Sequence[str]]) -> list[list[int]]:
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
    """The plan under the lock of its class. Raises UnableToChangePlan when the page that asks is not up to date."""
    lock(plan.round.classroom)
    plan = Plan.objects.select_related("round__classroom").get(pk=plan.pk)
    if plan.round.published_at is not None:
        raise UnableToChangePlan("Partners are published already, so this plan stays as it was. Nothing was changed.")
    if plan.version != version:
        raise UnableToChangePlan(
            "This plan was changed on another screen meanwhile. Here is how it is now. Nothing of yours was lost: "
            "try your change again if it still fits."
        )
    return plan


@transaction.atomic
def swap(*, plan: Plan, one: Student, other: Student, version: int, by: User, now: dt.datetime) -> Plan:
    """Two children of different groups change places. `version` is that of the plan as the page showed it."""
    plan = changeable(plan, version)
    places = {place.student_id: place for place in plan.places.all()}
    if one.pk not in places or other.pk not in places:
        raise UnableToChangePlan("Choose two children of this plan.")
    mine, yours = places[one.pk], places[other.pk]
    if one.pk == other.pk or mine.group == yours.group:
        raise UnableToChangePlan("Choose two children of different partnerships.")
    if _breaks_more(plan, one, other, plan.round.classroom.today(now)):
        raise RuleInTheWay("Look behind the cover for this one.")
    _exchange(mine, yours)
    plan.version += 1
    plan.save(update_fields=["version"])
    record("plan_changed", now=now, by=by, classroom=plan.round.classroom)
    return plan


def _exchange(mine: PlanPlace, yours: PlanPlace) -> None:
    """Two rows change their children; one is taken out between, since a child is once in a plan."""
    one, other = mine.student_id, yours.student_id
    mine.delete()
    yours.student_id = one
    yours.save(update_fields=["student"])
    PlanPlace.objects.create(plan_id=mine.plan_id, group=mine.group, place=mine.place, student_id=other)


def _breaks_more(plan: Plan, one: Student, other: Student, today: dt.date) -> bool:
    problem = pairing_problem(plan.round, mode=plan.mode, today=today)
    here = {student.id for student in problem.students}
    groups = [[student.key for student in group] for group in groups_of(plan)]
    if {key for group in groups for key in group} != here:
        raise UnableToChangePlan("The class has changed since this plan was made. Suggest again first.")
    before = pairing.evaluate(problem, groups)
    after = pairing.evaluate(problem, swapped(groups, one.key, other.key))
    return not set(after.broken) <= set(before.broken)
