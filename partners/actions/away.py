"""Children are away for a day: whom that leaves alone works with others until tomorrow."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.actions.unable import Unable
from classroom.models import Classroom, Student, User
from partners import openings, pairing
from partners.actions.for_today import sit, stop
from partners.day import Day
from partners.models import Mode, Partnership, PartnershipPlace, Round
from partners.queries import pairing_problem, parted


class UnableToBeAway(Unable):
    pass


@transaction.atomic
def mark_away(*, student: Student, by: User, now: dt.datetime) -> list[Student]:
    """The child is away today. Returns those for whom the rules leave no partner today."""
    classroom = lock(student.classroom)
    today = classroom.today(now)
    day = Day(classroom, today)
    if student in day.away:
        raise UnableToBeAway(f"{student.called} is away today already.")
    if student.pk not in day.held:
        raise UnableToBeAway(f"{student.called} has no partner today.")
    record("away_today", now=now, by=by, classroom=classroom, student=student)
    return arrange(classroom, {*_keys(day.away), student.pk}, today)


@transaction.atomic
def mark_here(*, student: Student, by: User, now: dt.datetime) -> list[Student]:
    """The child is here after all, and works with the own partner, as does who was with others for its sake."""
    classroom = lock(student.classroom)
    today = classroom.today(now)
    day = Day(classroom, today)
    if student not in day.away:
        raise UnableToBeAway(f"{student.called} is not away today.")
    record("here_today", now=now, by=by, classroom=classroom, student=student)
    return arrange(classroom, _keys(day.away) - {student.pk}, today)


def _keys(students: Collection[Student]) -> set[int]:
    return {student.pk for student in students}


def arrange(classroom: Classroom, away: Collection[int], today: dt.date) -> list[Student]:
    """The day as it is when exactly these children are away. Whom the teacher moved for the day stays where she said.

    Returns those for whom the rules leave no partner today.
    """
    before = {frozenset(s.pk for s in group) for group in Day(classroom, today).groups.values()}
    bring_back(classroom, today)
    day = Day(classroom, today)
    for pk in away:
        if pk in day.guests:
            day.held[pk].delete()  # moved by the teacher, and now away
        elif pk in day.held:
            stop(day.held[pk], today)
    return _seat_those_alone(classroom, before, today)


@contextmanager
def set_aside(classroom: Classroom, today: dt.date) -> Iterator[None]:
    """Inside, partnerships are as on other days, so that they can be changed for good; then who was away is again."""
    gone = _keys(Day(classroom, today).away)
    if gone:
        bring_back(classroom, today)
    yield
    if gone:
        arrange(classroom, gone, today)


def bring_back(classroom: Classroom, today: dt.date) -> None:
    """Nobody is away, and nobody is with others because of it."""
    day = Day(classroom, today)
    for pk in {*_keys(day.away), *day.displaced()}:
        lent = day.lent[pk]
        if pk in day.held:
            day.held[pk].delete()
        lent.again.delete()
        lent.until.ended_on = lent.again.ended_on
        lent.until.save(update_fields=["ended_on"])


def _seat_those_alone(classroom: Classroom, before: set[frozenset[int]], today: dt.date) -> list[Student]:
    day = Day(classroom, today)
    apart = parted(classroom, today)
    students = {student.key: student for group in day.groups.values() for student in group}
    alone: list[str] = []
    pairs: list[openings.Keys] = []
    for group in day.groups.values():
        keys = tuple(student.key for student in group)
        together = frozenset(student.pk for student in group)
        if len(group) == 1 or (together not in before and any(pair <= together for pair in apart)):
            alone += keys
        elif len(group) == 2:
            pairs.append(keys)
    if not alone:
        return []
    problem = _problem(next(iter(day.groups)).round, today)
    groups, nowhere = openings.for_those_alone(problem, sorted(alone), pairs)
    _gather(day, [[students[key] for key in keys] for keys in groups], set(alone), today)
    return [students[key] for key in nowhere]


def _problem(round: Round, today: dt.date) -> pairing.Problem:
    """In the mode that asks for nobody new: it is for a day."""
    return pairing_problem(round, mode=Mode.STEADY, today=today)


def _gather(day: Day, groups: Sequence[Sequence[Student]], alone: set[str], today: dt.date) -> None:
    """Each group works where its pair sits, or else where one of those who were alone does."""
    gathered = {student.pk for group in groups for student in group}
    taken = {place.partnership_id for pk, place in day.held.items() if pk not in gathered}
    moves: list[tuple[PartnershipPlace, Partnership]] = []
    for group in groups:
        places = [day.held[student.pk] for student in group]
        at = [place for place in places if place.student.key not in alone]
        at = at or [place for place in places if place.partnership_id not in taken]
        taken.add(at[0].partnership_id)
        moves += [(place, at[0].partnership) for place in places if place.partnership_id != at[0].partnership_id]
    for place, _ in moves:
        if place.student_id in day.guests:
            place.delete()
        else:
            stop(place, today)
    for place, to in moves:
        sit(place, to, today)
