"""Partnerships begin, end, and take someone in when a partner leaves the class."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction

from classroom.actions import roster
from classroom.actions.unable import Unable
from classroom.models import Classroom, Student, User
from partners import pairing
from partners.models import Considerations, Partnership, PartnershipPlace, Round
from partners.queries import pairing_problem, parted

LEANED_ON = ("language", "behaviour", "welcoming")


class UnableToLeave(Unable):
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


def end_running(*, classroom: Classroom, on: dt.date) -> None:
    """Partnerships that run, or wait to begin, end on that day; who would end before beginning never began."""
    running = PartnershipPlace.objects.not_over(on).filter(partnership__classroom=classroom)
    running.filter(starts_on__gte=on).delete()
    running.update(ended_on=on)
    Partnership.objects.filter(classroom=classroom, places=None).delete()


def remember_round(*, round: Round, groups: Sequence[Sequence[Student]], mode: str) -> None:
    """Keep with each child what counts next time: picks that were missed, and that others leaned on this child."""
    problem = pairing_problem(round, mode=mode)
    reasons = pairing.reasons(problem, [[student.key for student in group] for group in groups])
    leaned_on = {r.about for given in reasons.values() for r in given if r.key in LEANED_ON and r.quarters > 0}
    picks = {note.student: {choice.student for choice in note.great} for note in problem.notes}
    rows = _considerations_of([student for group in groups for student in group])
    for group in groups:
        for student in group:
            partners = {other.key for other in group} - {student.key}
            row = rows[student.pk]
            row.content = {
                **row.content,
                "missed_picks": _missed(row.content, picks.get(student.key, set()), partners),
                **_helped(row.content, student.key in leaned_on),
            }
    Considerations.objects.bulk_update(rows.values(), ["content"])


def _considerations_of(students: Sequence[Student]) -> dict[int, Considerations]:
    rows = {row.student_id: row for row in Considerations.objects.filter(student__in=students)}
    missing = [Considerations(student=student, content={}) for student in students if student.pk not in rows]
    rows.update({row.student_id: row for row in Considerations.objects.bulk_create(missing)})
    return rows


def _missed(content: dict[str, int], picks: set[str], partners: set[str]) -> int:
    """Rounds in a row in which none of the child's picks came true. A round without a pick changes nothing."""
    before = content.get("missed_picks", 0)
    if not picks:
        return before
    return 0 if picks & partners else before + 1


def _helped(content: dict[str, int], now: bool) -> dict[str, int]:
    """Of the last two rounds, in how many others leaned on the child; and whether in the last one."""
    last = content.get("helped_last", int(content.get("helper_rounds", 0) > 0))
    return {"helper_rounds": int(now) + last, "helped_last": int(now)}


@transaction.atomic
def leave_class(
    *, student: Student, joins: Partnership | None, partner_of: Student | None, by: User, now: dt.datetime
) -> None:
    """A child leaves the class. If that leaves one partner alone, she or he goes where the teacher said:

    `joins` a pair, which becomes a three; or becomes the partner of `partner_of`, who comes out of a three.
    """
    classroom = roster.lock(student.classroom)
    today = classroom.today(now)
    place = unended_place(student)
    roster.mark_left(student=student, by=by, now=now)
    PartnershipPlace.objects.filter(student=student, ended_on__gt=today).update(ended_on=today)
    if place is None:
        return
    alone = _end_place(place, today)
    if alone is None:
        return
    others = PartnershipPlace.objects.unended().filter(round=place.round_id).exclude(student=alone.student)
    if joins is not None:
        _join(alone, joins, today)
    elif partner_of is not None:
        _pair_up(alone, partner_of, today)
    elif others.exists():
        raise UnableToLeave(f"Choose whom {alone.student.called} joins, so that nobody is left alone.")
    else:
        _end(alone, today)


def unended_place(student: Student) -> PartnershipPlace | None:
    places = PartnershipPlace.objects.unended().filter(student=student)
    return places.select_related("partnership__round", "student").order_by("-round__number").first()


def _end(place: PartnershipPlace, today: dt.date) -> None:
    """The place ends today; one that has not begun never was."""
    if place.starts_on > today:
        place.delete()
    else:
        place.ended_on = today
        place.save(update_fields=["ended_on"])


def _end_place(place: PartnershipPlace, today: dt.date) -> PartnershipPlace | None:
    """End it, and return the place of the one partner who would be alone, if that is so."""
    _end(place, today)
    left = list(place.partnership.places.unended().select_related("student", "partnership"))
    return left[0] if len(left) == 1 else None


def _join(alone: PartnershipPlace, joins: Partnership, today: dt.date) -> None:
    taken = {place.place: place.student_id for place in joins.places.unended()}
    if joins.round_id != alone.round_id or len(taken) != 2:
        raise UnableToLeave("That partnership has changed meanwhile. Choose again.")
    _check_together(alone, taken.values())
    _end(alone, today)
    free = min({1, 2, 3} - taken.keys())
    joins.places.create(
        round_id=joins.round_id, student=alone.student, place=free, starts_on=max(today, alone.starts_on)
    )


def _check_together(alone: PartnershipPlace, others: Iterable[int]) -> None:
    """A rule, or a child's word that it is not safe, may be newer than the page that offered this place."""
    apart = parted(alone.partnership.classroom)
    if any(frozenset((alone.student_id, other)) in apart for other in others):
        raise UnableToLeave(f"{alone.student.called} can't go there. Choose again.")


def _pair_up(alone: PartnershipPlace, other: Student, today: dt.date) -> None:
    place = unended_place(other)
    if place is None or place.round_id != alone.round_id or place.partnership.places.unended().count() != 3:
        raise UnableToLeave("That partnership has changed meanwhile. Choose again.")
    _check_together(alone, [other.pk])
    _end(alone, today)
    _end(place, today)
    partnership = Partnership.objects.create(classroom_id=alone.partnership.classroom_id, round_id=alone.round_id)
    seat(partnership, [alone.student, other], max(today, alone.starts_on))
