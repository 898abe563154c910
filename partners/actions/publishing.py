"""Publishes a plan: its partnerships begin on a day, and the earlier ones end."""

import datetime as dt
from collections.abc import Collection, Sequence
from contextlib import suppress

from django.db import transaction

from classroom.actions.audit import record
from classroom.actions.unable import Unable
from classroom.models import Student, User
from partners import pairing
from partners.actions import partnerships
from partners.actions.plans import changeable
from partners.models import Coaching, Partnership, PartnersVerb, Plan, Round
from partners.planning.draft import Layout, faults, layout_of
from partners.queries import groups_of, last_day, love_value, shared_loves, with_spots


class UnableToPublish(Unable):
    pass


@transaction.atomic
def publish(
    *,
    plan: Plan,
    version: int,
    starts_on: dt.date,
    ends_on: dt.date | None = None,
    shared: Collection[str] = (),
    by: User,
    now: dt.datetime,
) -> Round:
    """Start the partnerships of a plan on that day; those of the round before end then. All or nothing.

    `ends_on` is the last day of the round; None for the usual length. `shared` says which interests children may see
    that they share, see `partners.queries.love_value`. Raises UnableToPublish, or what `changeable` raises.
    """
    plan = changeable(plan, version)
    round = plan.round
    classroom = round.classroom
    groups = groups_of(plan)
    today = classroom.today(now)
    check_ready(plan=plan, groups=groups, today=today)
    ends_on = ends_on or last_day(classroom, starts_on)
    if starts_on < today:
        raise UnableToPublish("Choose today or a later day to start.")
    if ends_on < starts_on:
        raise UnableToPublish("Choose a last day that is not before the first.")
    partnerships.carry_forward(round=round, groups=groups, mode=plan.mode, today=today)
    partnerships.end_running(classroom=classroom, on=starts_on, today=today)
    loves, coached = shared_loves(groups), _to_coach(plan, today)
    for group, spot in with_spots(groups, classroom.workshop.spots):
        shown = [key for key in loves[group[0]] if love_value(group, key) in shared]
        to_coach = frozenset(student.pk for student in group) in coached
        partnership = Partnership.objects.create(
            classroom=classroom,
            round=round,
            spot=spot,
            shared=shown,
            coaching=Coaching(since=starts_on if to_coach else None),
        )
        partnerships.seat(partnership, group, starts_on)
    plan.published_at = round.published_at = now
    plan.save(update_fields=["published_at"])
    round.starts_on, round.ends_on = starts_on, ends_on
    round.save(update_fields=["published_at", "starts_on", "ends_on"])
    partnerships.carry_states(round)
    record(PartnersVerb.PLAN_PUBLISHED, now=now, by=by, classroom=classroom)
    return round


def _to_coach(plan: Plan, today: dt.date) -> set[frozenset[int]]:
    """The groups that the teacher keeps together in order to coach them."""
    return {lock.students for lock in layout_of(plan, today).locks if lock.to_coach}


def check_ready(*, plan: Plan, groups: Sequence[Sequence[Student]], today: dt.date) -> None:
    """Raises UnableToPublish, in words for a covered page, where the plan can't be published as it is."""
    layout = layout_of(plan, today)
    _check_everyone(layout, groups)
    _check_rules(layout)


def _check_everyone(layout: Layout, groups: Sequence[Sequence[Student]]) -> None:
    planned = {student.pk for group in groups for student in group}
    for pk, student in layout.here.items():
        if pk not in planned:
            raise UnableToPublish(f"{student.called} is not in this plan. {_way_on(layout)}")
    for group in groups:
        for student in group:
            if student.pk not in layout.here:
                raise UnableToPublish(f"{student.called} has left the class. Suggest again, so that nobody is alone.")


def _way_on(layout: Layout) -> str:
    """Advice to suggest again. It would not help where the rules allow no plan, so then the sentence points to the
    rules."""
    for problem in (layout.ruled, layout.to_solve):
        with suppress(pairing.NoPlan):
            pairing.solve(problem)
            return "Suggest again, so that nobody is left out."
    return "Your rules leave no way to give every child a partner. Look behind the cover of the plan to see which ones."


def _check_rules(layout: Layout) -> None:
    """Raises UnableToPublish where a rule or a safety flag is newer than the plan. What a teacher decided against in
    this plan may stand, except against an open safety flag: that must be answered first."""
    flagged = [
        rule for rule in pairing.evaluate(layout.ruled, layout.keys(layout.groups)).broken if rule.kind == "flag"
    ]
    if flagged or faults(layout.valued, everybody=True):
        raise UnableToPublish(
            "Something stands against this plan by now. Look behind the cover, then swap or suggest again."
        )
