"""A child leaves the class, or has no partner yet: who goes where, so that nobody is left alone."""

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
from partners.queries import Beside, beside, leaving_alone, left_over, pairs_of, parted, unplaced


class UnableToLeave(Unable):
    pass


class UnableToJoin(Unable):
    pass


CHANGED = "That partnership has changed meanwhile. Choose again."


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
    """A child leaves the class. A partner whom that leaves alone goes where the teacher said:

    `joins` a pair, which becomes a three; or becomes the partner of `partner_of`, who comes out of a three. Where a
    published round waits to begin, that is about the coming partner, and the partner of now joins `meanwhile` a pair.
    With `later` she says so another day. Returns those who have no partner until then, or whom the rules leave none.
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
    """Several children of one class leave, none of whom leaves a partner alone."""
    if not students:
        return
    classroom = roster.lock(students[0].classroom)
    today = classroom.today(now)
    alone = leaving_alone(students, today)
    if alone:
        raise UnableToLeave(f"{alone[0].called} would leave a partner alone. Say first whom the partner joins.")
    with away.set_aside(classroom, today):
        for place in PartnershipPlace.objects.not_over(today).filter(student__in=students):
            _end(place, today)
        for student in students:
            roster.mark_left(student=student, by=by, now=now)


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
    """A child who has no partner in the newest published round gets one: who joined late, or came back. `partner_of`
    comes out of a three, or has no partner either. Where the partners of today end, or the child's own place is still
    to begin, it joins `meanwhile` a pair."""
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
    _join(PartnershipPlace(round=joins.round, student=student, starts_on=today, ended_on=until), joins, today)


def _join_for_good(student: Student, joins: Partnership | None, partner_of: Student | None, today: dt.date) -> None:
    round = student.classroom.rounds.published()[0]
    newcomer = PartnershipPlace(round=round, student=student, starts_on=_from(round, today))
    if not _make_free(newcomer):
        raise UnableToJoin(f"{student.called} has a partner already.")
    if joins is not None:
        _join(newcomer, joins, today)
    elif partner_of is not None:
        _pair_up(newcomer, partner_of, today)


def _from(round: Round, today: dt.date) -> dt.date:
    return max(today, round.starts_on or today)


def _make_free(newcomer: PartnershipPlace) -> bool:
    """Whether the child has nobody for good. A place that it has alone ends: the new one begins when no guest is there
    any longer."""
    own = PartnershipPlace.objects.unended().filter(student=newcomer.student, round=newcomer.round).first()
    if own is None:
        return True
    found = left_over(own.partnership.places.not_over(newcomer.starts_on))
    if found is None:
        return False
    newcomer.starts_on = found[1] or newcomer.starts_on
    _end(own, newcomer.starts_on)
    return True


def _end(place: PartnershipPlace, on: dt.date) -> None:
    """The place ends on that day; one that has not begun then never was."""
    if place.starts_on > on:
        place.delete()
    else:
        place.ended_on = on
        place.save(update_fields=["ended_on"])


def _end_and_find_alone(place: PartnershipPlace, today: dt.date) -> tuple[PartnershipPlace, dt.date] | None:
    """End it, and return the place of the one partner who would be alone, if that is so, and from which day on."""
    left = PartnershipPlace.objects.not_over(today).filter(partnership=place.partnership_id).exclude(pk=place.pk)
    others = list(left.select_related("student", "partnership__classroom", "round"))
    until = place.ended_on
    _end(place, today)
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
    """Move the child to where the teacher said. Returns False where she will later, or no place is allowed; refuses to
    guess."""
    # The same span of time, elsewhere; as long as a guest is there, both stay.
    moved = PartnershipPlace(
        round=alone.round,
        student=alone.student,
        starts_on=max(since, alone.starts_on),
        ended_on=alone.ended_on,
    )
    if joins is None and partner_of is None and not later and _has_a_place(alone, today):
        raise UnableToLeave(f"Choose whom {alone.student.called} joins, so that nobody is left alone.")
    _end(alone, since)
    if joins is not None:
        _join(moved, joins, today)
    elif partner_of is not None:
        _pair_up(moved, partner_of, today)
    return joins is not None or partner_of is not None


def _has_a_place(alone: PartnershipPlace, today: dt.date) -> bool:
    classroom = alone.partnership.classroom
    pairs = Day(classroom, today).pairs_until(alone.ended_on) if alone.ended_on else pairs_of(alone.round)
    others = [pair for pair in pairs if pair.partnership.pk != alone.partnership_id]
    places: Sequence[Beside] = beside(others, pairs_only=alone.ended_on is not None)
    apart = parted(classroom, today)
    return any(place.is_allowed(alone.student, apart) for place in places)


def _check_together(student: Student, others: Sequence[int], today: dt.date) -> None:
    """A rule, or a child's word that it is not safe, stands against this. Why is not said on a page without a cover."""
    apart = parted(student.classroom, today)
    if any(frozenset((student.pk, other)) in apart for other in others):
        raise UnableToLeave(f"{student.called} can't go there. Choose again.")


def _join(newcomer: PartnershipPlace, joins: Partnership, today: dt.date) -> None:
    """The pair becomes a three; one that is still to begin, when it begins."""
    held = list(PartnershipPlace.objects.not_over(newcomer.starts_on).filter(partnership=joins))
    taken = {place.place: place.student_id for place in held}
    if joins.round_id != newcomer.round_id or len(taken) != 2:
        raise UnableToLeave(CHANGED)
    _check_together(newcomer.student, list(taken.values()), today)
    newcomer.starts_on = max(newcomer.starts_on, *(place.starts_on for place in held))
    if not all(_lasts(place, newcomer) for place in held):
        raise UnableToLeave(CHANGED)
    newcomer.partnership = joins
    newcomer.place = min({1, 2, 3} - taken.keys())
    newcomer.save()
    # What children were told that they all love was not said of the newcomer.
    joins.shared = []
    joins.save(update_fields=["shared"])


def _lasts(place: PartnershipPlace, newcomer: PartnershipPlace) -> bool:
    """Whether it begins before the newcomer's ends, and does not end before: nobody is to be alone then."""
    if newcomer.ended_on is None:
        return place.ended_on is None
    return newcomer.starts_on < newcomer.ended_on and (place.ended_on is None or place.ended_on >= newcomer.ended_on)


def _pair_up(newcomer: PartnershipPlace, other: Student, today: dt.date) -> None:
    """The two are a pair: `other` has no partner either, or comes out of a three."""
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
    """Out of a three, when the newcomer comes and not before; the two who stay are a pair. Returns from when on."""
    place = PartnershipPlace.objects.unended().filter(student=other, round=newcomer.round_id).first()
    if place is None or place.partnership.places.unended().count() != 3:
        raise UnableToLeave(CHANGED)
    starts_on = max(newcomer.starts_on, place.starts_on)
    if place.starts_on > today and place.starts_on == starts_on:
        place.delete()
    else:
        _end(place, starts_on)
    return starts_on
