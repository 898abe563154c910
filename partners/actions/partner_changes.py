"""Changes some partnerships of a running round for good, all on the same day."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.actions.unable import Unable
from classroom.models import Classroom, Student, User
from partners.actions.partnerships import seat
from partners.models import PartnerChange, Partnership, PartnershipPlace, PartnersVerb
from partners.partner_time.seats import Day
from partners.planning import placement

MEANWHILE = "Partnerships have changed meanwhile. Choose again."


class UnableToChangePartners(Unable):
    pass


@transaction.atomic
def change_partners(
    *,
    classroom: Classroom,
    groups: Sequence[Sequence[Student]],
    starts_on: dt.date,
    reason: str,
    by: User,
    now: dt.datetime,
) -> None:
    """From that day on the children of some partnerships work in these groups instead, until their old ones were to
    end.

    `reason` is for the teacher alone, and may be empty. Whole partnerships change, at least two: so nobody is alone,
    and no child is singled out. Raises UnableToChangePartners.
    """
    classroom = lock(classroom)
    today = classroom.today(now)
    day = Day(classroom, today)
    _check_day(classroom, day, starts_on, today)
    places = _places_of(day, groups, starts_on)
    round, until = places[0].round, places[0].ended_on
    if placement.stands_against(round, groups, today):
        raise UnableToChangePartners("Something stands against this by now. Choose again.")
    spots = [spot for _, spot in sorted({(p.partnership_id, p.partnership.spot) for p in places})]
    _end(day, places, starts_on)
    change = PartnerChange.objects.create(round=round, by=by, at=now, starts_on=starts_on, reason=reason)
    for number, group in enumerate(groups):
        spot = spots[number] if number < len(spots) else ""
        partnership = Partnership.objects.create(classroom=classroom, round=round, spot=spot, change=change)
        seat(partnership, group, starts_on, ended_on=until)
    verb = PartnersVerb.PARTNERS_CHANGED_FOR_A_REASON if reason else PartnersVerb.PARTNERS_CHANGED
    record(verb, now=now, by=by, classroom=classroom)


def _check_day(classroom: Classroom, day: Day, starts_on: dt.date, today: dt.date) -> None:
    if starts_on < today:
        raise UnableToChangePartners("Choose today or a later day.")
    if starts_on == today and day.temporary_moves:
        raise UnableToChangePartners("Some children work with others today. Choose tomorrow or a later day.")
    coming = classroom.rounds.published().filter(starts_on__gt=today, starts_on__lte=starts_on).first()
    if coming:
        raise UnableToChangePartners("The next partners begin by then. Choose an earlier day.")


def _places_of(day: Day, groups: Sequence[Sequence[Student]], starts_on: dt.date) -> list[PartnershipPlace]:
    """The places that end. Raises UnableToChangePartners where the groups are not made of whole partnerships, or of
    only one, or change nothing."""
    chosen = [student.pk for group in groups for student in group]
    places = [place for place in day.own_places if place.student_id in set(chosen)]
    touched = {place.partnership_id for place in places}
    before = {frozenset(place.student_id for place in day.own_places if place.partnership_id == pk) for pk in touched}
    after = {frozenset(student.pk for student in group) for group in groups}
    whole = sorted(pk for group in before for pk in group) == sorted(chosen)
    ends = {place.ended_on for place in places}
    # If some of the places end earlier than others, another change is planned already.
    if not whole or len(ends) > 1 or any(end and end <= starts_on for end in ends):
        raise UnableToChangePartners(MEANWHILE)
    if len(touched) < 2 or after & before or any(len(group) not in (2, 3) for group in groups):
        raise UnableToChangePartners("Change two partnerships at least, each of them wholly.")
    return places


def _end(day: Day, places: Sequence[PartnershipPlace], starts_on: dt.date) -> None:
    """End these places on that day. A partnership that would end before it begins is deleted."""
    again = {move.again.pk for move in day.temporary_moves.values()}
    for place in places:
        if place.starts_on < starts_on or place.pk in again:
            place.ended_on = starts_on
            place.save(update_fields=["ended_on"])
        else:
            place.delete()
    touched = {place.partnership_id for place in places}
    Partnership.objects.filter(pk__in=touched, places=None, observations=None, check_ins=None).delete()


@transaction.atomic
def take_back(*, change: PartnerChange, by: User, now: dt.datetime) -> None:
    """Cancel a change before its day comes: the partnerships go on as if it had not been made. Raises
    UnableToChangePartners."""
    classroom = lock(change.round.classroom)
    if change.starts_on <= classroom.today(now):
        raise UnableToChangePartners("These partners have begun. Change them once more instead.")
    coming = {place.student_id: place for place in PartnershipPlace.objects.filter(partnership__change=change)}
    ending = PartnershipPlace.objects.filter(round=change.round, ended_on=change.starts_on).select_related("student")
    touched = set(ending.filter(student__in=coming).values_list("partnership_id", flat=True))
    going = list(ending.filter(partnership__in=touched).exclude(partnership__change=change).order_by("place"))
    if not coming or sorted(place.student_id for place in going) != sorted(coming):
        raise UnableToChangePartners("Since then somebody left or joined. Change partners once more instead.")
    together = [[place.student for place in going if place.partnership_id == pk] for pk in sorted(touched)]
    if placement.stands_against(change.round, together, classroom.today(now)):
        raise UnableToChangePartners("Something stands against this by now. Change partners once more instead.")
    change.partnerships.all().delete()
    for place in going:
        place.ended_on = coming[place.student_id].ended_on
    PartnershipPlace.objects.bulk_update(going, ["ended_on"])
    change.delete()
    record(PartnersVerb.CHANGE_TAKEN_BACK, now=now, by=by, classroom=classroom)
