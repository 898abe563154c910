"""Moves children to other partners for one day. On the next day they are back with their own."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping

from django.db import transaction

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.actions.unable import Unable
from classroom.models import Classroom, Student, User
from partners.models import Partnership, PartnershipPlace, PartnersVerb
from partners.partner_time.seats import DAY
from partners.queries import parted


class UnableToMove(Unable):
    pass


@transaction.atomic
def move_for_today(*, classroom: Classroom, moves: Mapping[Student, Partnership], by: User, now: dt.datetime) -> None:
    """Each of these children joins a pair for today, which becomes a three.

    All of them move or none does. Raises UnableToMove where a child would be alone, or would join a child from whom a
    rule or a safety flag keeps them apart.
    """
    lock(classroom)
    today = classroom.today(now)
    places = {
        place.student_id: place for place in PartnershipPlace.objects.on(today).filter(partnership__classroom=classroom)
    }
    _check(classroom, moves, places, today)
    for student, partnership in moves.items():
        stop(places[student.pk], today)
        sit(places[student.pk], partnership, today)
    record(PartnersVerb.MOVED_FOR_TODAY, now=now, by=by, classroom=classroom)


def _check(
    classroom: Classroom,
    moves: Mapping[Student, Partnership],
    places: Mapping[int, PartnershipPlace],
    today: dt.date,
) -> None:
    if any(student.pk not in places for student in moves):
        raise UnableToMove("One of them has no partner today.")
    left = Counter(place.partnership_id for place in places.values())
    left.subtract(places[student.pk].partnership_id for student in moves)
    if any(left[places[student.pk].partnership_id] == 1 for student in moves):
        raise UnableToMove("That would leave a child alone today. Choose a place for each of them.")
    apart = parted(classroom, today)
    for student, partnership in moves.items():
        hosts = [place.student_id for place in places.values() if place.partnership_id == partnership.pk]
        guests = Counter(target.pk for target in moves.values())
        if len(hosts) != 2 or guests[partnership.pk] != 1 or any(host in {s.pk for s in moves} for host in hosts):
            raise UnableToMove("Choose another pair for each of them: a group holds three at most.")
        if any(frozenset((student.pk, host)) in apart for host in hosts):
            raise UnableToMove(f"{student.called} can't go there. Choose again.")


def stop(place: PartnershipPlace, today: dt.date) -> None:
    """End this place today, and begin the same place again tomorrow, for as long as it was to last."""
    until = place.ended_on
    place.ended_on = today
    place.save(update_fields=["ended_on"])
    PartnershipPlace.objects.create(
        partnership_id=place.partnership_id,
        round_id=place.round_id,
        student_id=place.student_id,
        place=place.place,
        starts_on=today + DAY,
        ended_on=until,
    )


def sit(place: PartnershipPlace, to: Partnership, today: dt.date, *, because_away: bool = False) -> None:
    """Give the child of `place` a place in the partnership `to` for today. `because_away` is False where the teacher
    moved the child."""
    taken = set(PartnershipPlace.objects.on(today).filter(partnership=to).values_list("place", flat=True))
    PartnershipPlace.objects.create(
        partnership=to,
        round_id=place.round_id,
        student_id=place.student_id,
        place=min({1, 2, 3} - taken),
        starts_on=today,
        ended_on=today + DAY,
        because_away=because_away,
    )
