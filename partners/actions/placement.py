"""Gives a place beside others to a child who has no partner: joined late, came back, or lost a partner."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from classroom.actions import roster
from classroom.actions.audit import record
from classroom.actions.unable import Unable
from classroom.models import Student, User
from partners.actions import away
from partners.actions.partnerships import seat
from partners.models import Partnership, PartnershipPlace, PartnersVerb, Round
from partners.partner_time.seats import Day, alone_until
from partners.queries import left_over, parted, unplaced

CHANGED = "That partnership has changed meanwhile. Choose again."


class UnableToJoin(Unable):
    pass


@transaction.atomic
def find_place(
    *,
    student: Student,
    joins: Partnership | None = None,
    partner_of: Student | None = None,
    meanwhile: Partnership | None = None,
    by: User,
    now: dt.datetime,
) -> None:
    """A child without a partner in the newest published round gets one, because the child joined late or came back.

    `partner_of` leaves a three, or has no partner either. Where today's partnerships end, or the child's own place has
    not begun yet, the child joins the pair `meanwhile` until then. Raises UnableToJoin.
    """
    classroom = roster.lock(student.classroom)
    student.refresh_from_db(fields=["left_on"])
    today = classroom.today(now)
    if student.left_on is not None:
        raise UnableToJoin(f"{student.called} has left the class.")
    if not classroom.rounds.published().exists():
        raise UnableToJoin("No partners are published yet.")
    if meanwhile is None and joins is None and partner_of is None:
        raise UnableToJoin(f"Choose whom {student.called} joins.")
    with away.set_aside(classroom, today):
        if meanwhile is not None:
            _join_meanwhile(student, meanwhile, today)
        if joins is not None or partner_of is not None:
            _join_for_good(student, joins, partner_of, today)
    record(PartnersVerb.PARTNER_FOUND, now=now, by=by, classroom=classroom, student=student)


def _join_meanwhile(student: Student, joins: Partnership, today: dt.date) -> None:
    until = alone_until(student, Day(student.classroom, today), today)
    if until is None:
        raise UnableToJoin(f"{student.called} has a partner already.")
    join(PartnershipPlace(round=joins.round, student=student, starts_on=today, ended_on=until), joins, today)


def _join_for_good(student: Student, joins: Partnership | None, partner_of: Student | None, today: dt.date) -> None:
    round = student.classroom.rounds.published()[0]
    newcomer = PartnershipPlace(round=round, student=student, starts_on=_from(round, today))
    if not _make_free(newcomer):
        raise UnableToJoin(f"{student.called} has a partner already.")
    if joins is not None:
        join(newcomer, joins, today)
    elif partner_of is not None:
        pair_up(newcomer, partner_of, today)


def _from(round: Round, today: dt.date) -> dt.date:
    return max(today, round.starts_on or today)


def _make_free(newcomer: PartnershipPlace) -> bool:
    """Make the child free for a new place. Returns False where the child has a partner for good.

    A place that the child holds alone ends, and the new place begins when no guest is there any longer.
    """
    own = PartnershipPlace.objects.unended().filter(student=newcomer.student, round=newcomer.round).first()
    if own is None:
        return True
    found = left_over(own.partnership.places.not_over(newcomer.starts_on))
    if found is None:
        return False
    newcomer.starts_on = found[1] or newcomer.starts_on
    end(own, newcomer.starts_on)
    return True


def end(place: PartnershipPlace, on: dt.date) -> None:
    """End the place on that day. A place that has not begun by then is deleted."""
    if place.starts_on > on:
        place.delete()
    else:
        place.ended_on = on
        place.save(update_fields=["ended_on"])


def _check_together(student: Student, others: Sequence[int], today: dt.date) -> None:
    """Raises UnableToJoin where a rule or a safety flag keeps them apart. The message does not say why: it may
    stand on a page without a cover."""
    apart = parted(student.classroom, today)
    if any(frozenset((student.pk, other)) in apart for other in others):
        raise UnableToJoin(f"{student.called} can't go there. Choose again.")


def join(newcomer: PartnershipPlace, joins: Partnership, today: dt.date) -> None:
    """The pair becomes a three: on the newcomer's first day, or when the pair itself begins."""
    held = list(PartnershipPlace.objects.not_over(newcomer.starts_on).filter(partnership=joins))
    taken = {place.place: place.student_id for place in held}
    if joins.round_id != newcomer.round_id or len(taken) != 2:
        raise UnableToJoin(CHANGED)
    _check_together(newcomer.student, list(taken.values()), today)
    newcomer.starts_on = max(newcomer.starts_on, *(place.starts_on for place in held))
    if not all(_lasts(place, newcomer) for place in held):
        raise UnableToJoin(CHANGED)
    newcomer.partnership = joins
    newcomer.place = min({1, 2, 3} - taken.keys())
    newcomer.save()
    # The interests that the pair was told they share need not be the newcomer's.
    joins.shared = []
    joins.save(update_fields=["shared"])


def _lasts(place: PartnershipPlace, newcomer: PartnershipPlace) -> bool:
    """Whether this place begins before the newcomer's place ends, and does not end earlier. Otherwise somebody would
    be alone."""
    if newcomer.ended_on is None:
        return place.ended_on is None
    return newcomer.starts_on < newcomer.ended_on and (place.ended_on is None or place.ended_on >= newcomer.ended_on)


def pair_up(newcomer: PartnershipPlace, other: Student, today: dt.date) -> None:
    """The two become a pair. `other` has no partner either, or leaves a three."""
    _check_together(newcomer.student, [other.pk], today)
    if other != newcomer.student and other in unplaced(newcomer.round):
        beside = PartnershipPlace(round=newcomer.round, student=other, starts_on=newcomer.starts_on)
        _make_free(beside)
        starts_on = beside.starts_on
    else:
        starts_on = _come_out(other, newcomer, today)
    partnership = Partnership.objects.create(classroom=newcomer.student.classroom, round_id=newcomer.round_id)
    seat(partnership, [newcomer.student, other], starts_on)


def _come_out(other: Student, newcomer: PartnershipPlace, today: dt.date) -> dt.date:
    """`other` leaves a three on the newcomer's first day, not earlier, and the other two stay as a pair. Returns the
    day."""
    place = PartnershipPlace.objects.unended().filter(student=other, round=newcomer.round_id).first()
    if place is None or place.partnership.places.unended().count() != 3:
        raise UnableToJoin(CHANGED)
    starts_on = max(newcomer.starts_on, place.starts_on)
    if place.starts_on > today and place.starts_on == starts_on:
        place.delete()
    else:
        end(place, starts_on)
    return starts_on
