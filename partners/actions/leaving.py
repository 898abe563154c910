"""A child leaves the class. A partner who would be alone goes where the teacher chose."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from classroom.actions import roster
from classroom.actions.unable import Unable
from classroom.models import Student, User
from partners.actions import away, placement
from partners.models import Partnership, PartnershipPlace
from partners.partner_time.seats import Day
from partners.queries import Beside, beside, leaving_alone, left_over, pairs_of, parted


class UnableToLeave(Unable):
    pass


@transaction.atomic
def leave_class(
    *,
    student: Student,
    joins: Partnership | None = None,
    partner_of: Student | None = None,
    meanwhile: Partnership | None = None,
    later: bool = False,
    by: User,
    now: dt.datetime,
) -> list[Student]:
    """A child leaves the class. A partner who would be alone goes where the teacher chose.

    The partner joins the pair `joins`, which becomes a three; or becomes the partner of `partner_of`, who leaves a
    three. Where a published round has not begun yet, these two are about the coming partner, and the present partner
    joins the pair `meanwhile`. With `later` the teacher chooses another day.

    Returns the children who have no partner until then, or for whom the rules leave none. Raises UnableToLeave.
    """
    classroom = roster.lock(student.classroom)
    today = classroom.today(now)
    with away.set_aside(classroom, today):
        return _leave(student, joins, partner_of, meanwhile, later, by, now)


def _leave(
    student: Student,
    joins: Partnership | None,
    partner_of: Student | None,
    meanwhile: Partnership | None,
    later: bool,
    by: User,
    now: dt.datetime,
) -> list[Student]:
    today = student.classroom.today(now)
    places = list(PartnershipPlace.objects.not_over(today).filter(student=student).select_related("round"))
    roster.mark_left(student=student, by=by, now=now)
    nowhere = []
    for place in places:
        found = _end_and_find_alone(place, today)
        if found is None:
            continue
        alone, since = found
        chosen = (meanwhile, None) if place.ended_on else (joins, partner_of)
        if not _settle(alone, since, *chosen, later, today):
            nowhere.append(alone.student)
    return nowhere


@transaction.atomic
def leave_together(*, students: Sequence[Student], by: User, now: dt.datetime) -> None:
    """Several children of one class leave. Raises UnableToLeave where one of them leaves a partner alone."""
    if not students:
        return
    classroom = roster.lock(students[0].classroom)
    today = classroom.today(now)
    alone = leaving_alone(students, today)
    if alone:
        raise UnableToLeave(f"{alone[0].called} would leave a partner alone. Say first whom the partner joins.")
    with away.set_aside(classroom, today):
        for place in PartnershipPlace.objects.not_over(today).filter(student__in=students):
            placement.end(place, today)
        for student in students:
            roster.mark_left(student=student, by=by, now=now)


def _end_and_find_alone(place: PartnershipPlace, today: dt.date) -> tuple[PartnershipPlace, dt.date] | None:
    """End the place. Returns the place of the one partner who would be alone then, and from which day on; None if
    nobody would."""
    left = PartnershipPlace.objects.not_over(today).filter(partnership=place.partnership_id).exclude(pk=place.pk)
    others = list(left.select_related("student", "partnership__classroom", "round"))
    until = place.ended_on
    placement.end(place, today)
    place.ended_on = until
    found = left_over(others)
    return (found[0], found[1] or today) if found else None


def _settle(
    alone: PartnershipPlace,
    since: dt.date,
    joins: Partnership | None,
    partner_of: Student | None,
    later: bool,
    today: dt.date,
) -> bool:
    """Move the child to where the teacher said. Returns False where the teacher chooses later, or where no place is
    allowed. Raises UnableToLeave where the teacher must choose."""
    # The same time, at other partners. While a guest is there, the two stay together, so the move begins after that.
    moved = PartnershipPlace(
        round=alone.round,
        student=alone.student,
        starts_on=max(since, alone.starts_on),
        ended_on=alone.ended_on,
    )
    if joins is None and partner_of is None and not later and _has_a_place(alone, today):
        raise UnableToLeave(f"Choose whom {alone.student.called} joins, so that nobody is left alone.")
    placement.end(alone, since)
    if joins is not None:
        placement.join(moved, joins, today)
    elif partner_of is not None:
        placement.pair_up(moved, partner_of, today)
    return joins is not None or partner_of is not None


def _has_a_place(alone: PartnershipPlace, today: dt.date) -> bool:
    classroom = alone.partnership.classroom
    pairs = Day(classroom, today).pairs_until(alone.ended_on) if alone.ended_on else pairs_of(alone.round)
    others = [pair for pair in pairs if pair.partnership.pk != alone.partnership_id]
    places: Sequence[Beside] = beside(others, pairs_only=alone.ended_on is not None)
    apart = parted(classroom, today)
    return any(place.is_allowed(alone.student, apart) for place in places)
