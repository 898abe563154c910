"""Begins and ends partnerships, and carries forward what counts in the next round."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.db.models import Q

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.actions.unable import Unable
from classroom.models import Classroom, Student, User
from partners import pairing
from partners.models import (
    Considerations,
    ConsiderationsContent,
    PartnerChange,
    Partnership,
    PartnershipPlace,
    PartnersVerb,
    Round,
)
from partners.partner_time.seats import DAY, Day
from partners.queries import before_the_next, pairing_problem, runs_of


class UnableToEnd(Unable):
    pass


def seat(
    partnership: Partnership, students: Sequence[Student], starts_on: dt.date, *, ended_on: dt.date | None = None
) -> None:
    """Give these children the places of a new partnership, from that day on."""
    PartnershipPlace.objects.bulk_create(
        PartnershipPlace(
            partnership=partnership,
            round_id=partnership.round_id,
            student=student,
            place=place,
            starts_on=starts_on,
            ended_on=ended_on,
        )
        for place, student in enumerate(students, 1)
    )


def end_running(*, classroom: Classroom, on: dt.date, today: dt.date) -> None:
    """End all partnerships that run or wait to begin on the day `on`. Places that would end before they begin are
    deleted.

    A child who works elsewhere today has their own place again from tomorrow on. That place stays even if it ends on
    the day it begins, because it tells `Day` to which partnership the child belongs.
    """
    again = [move.again.pk for move in Day(classroom, today).temporary_moves.values()] if on > today else []
    running = PartnershipPlace.objects.not_over(on).filter(partnership__classroom=classroom)
    running.filter(starts_on__gte=on).exclude(pk__in=again).delete()
    running.update(ended_on=on)
    PartnerChange.objects.filter(round__classroom=classroom, starts_on__gte=on).delete()
    Partnership.objects.filter(classroom=classroom, places=None, observations=None, check_ins=None).delete()


@transaction.atomic
def end_unit(*, classroom: Classroom, last_day: dt.date, by: User, now: dt.datetime) -> None:
    """Today's partners are together until that day and no longer. Until it has passed, another day can be chosen.
    Raises UnableToEnd."""
    classroom = lock(classroom)
    today = classroom.today(now)
    day = Day(classroom, today)
    own = day.own_places
    if not own:
        raise UnableToEnd("No partners are together today.")
    if last_day < today:
        raise UnableToEnd("Choose today or a later day.")
    round, end = own[0].round, last_day + DAY
    latest = before_the_next(round)
    if latest and last_day > latest:
        raise UnableToEnd("The next partners begin by then. Choose an earlier day.")
    again = [move.again.pk for move in day.temporary_moves.values()]
    later = PartnershipPlace.objects.filter(round=round, starts_on__gt=today).exclude(pk__in=again)
    followed = set(later.filter(starts_on__lt=end).values_list("student_id", flat=True))
    for place in own:
        if place.student_id not in followed:
            place.ended_on = max(end, place.starts_on)
    PartnershipPlace.objects.bulk_update(own, ["ended_on"])
    later.filter(starts_on__gte=end).delete()
    later.filter(Q(ended_on=None) | Q(ended_on__gt=end)).update(ended_on=end)
    round.changes.filter(starts_on__gte=end).delete()
    round.partnerships.filter(places=None, observations=None, check_ins=None).delete()
    round.ends_on = last_day
    round.save(update_fields=["ends_on"])
    record(PartnersVerb.UNIT_ENDED, now=now, by=by, classroom=classroom)


def carry_forward(*, round: Round, groups: Sequence[Sequence[Student]], mode: str, today: dt.date) -> None:
    """Store for each child what counts next time: picks that were missed, and whether others leaned on this child."""
    problem = pairing_problem(round, mode=mode, today=today)
    plan = pairing.evaluate(problem, [[student.key for student in group] for group in groups])
    leaned_on = pairing.summary(problem, plan).leaned_on
    picks = {note.student: {choice.student for choice in note.great} for note in problem.notes}
    rows = _considerations_of([student for group in groups for student in group])
    for group in groups:
        for student in group:
            partners = {other.key for other in group} - {student.key}
            row = rows[student.pk]
            missed = _missed(row.content, picks.get(student.key, set()), partners)
            row.content = _helped(replace(row.content, missed_picks=missed), student.key in leaned_on)
    Considerations.objects.bulk_update(rows.values(), ["content"])


def carry_states(round: Round) -> None:
    """Give each partnership of a round that was just published, and that carries on one of the round before, the state
    of that one."""
    new = list(round.partnerships.order_by("pk"))
    before = {pk: run.partnerships[-2] for pk, run in runs_of(new).items() if len(run.partnerships) > 1}
    states = {one.pk: one.state for one in Partnership.objects.filter(pk__in=before.values())}
    kept = [one for one in new if one.pk in before]
    for one in kept:
        one.state = states[before[one.pk]]
    Partnership.objects.bulk_update(kept, ["state"])


def _considerations_of(students: Sequence[Student]) -> dict[int, Considerations]:
    rows = {row.student_id: row for row in Considerations.objects.filter(student__in=students)}
    missing = [Considerations(student=student) for student in students if student.pk not in rows]
    rows.update({row.student_id: row for row in Considerations.objects.bulk_create(missing)})
    return rows


def _missed(content: ConsiderationsContent, picks: set[str], partners: set[str]) -> int:
    """The number of rounds in a row in which none of the child's picks came true. A round without a pick changes
    nothing."""
    if not picks:
        return content.missed_picks
    return 0 if picks & partners else content.missed_picks + 1


def _helped(content: ConsiderationsContent, now: bool) -> ConsiderationsContent:
    """The content with the number of the last two rounds in which others leaned on the child, and whether they did
    in the last."""
    last = int(content.helper_rounds > 0) if content.helped_last is None else content.helped_last
    return replace(content, helper_rounds=int(now) + last, helped_last=int(now))
