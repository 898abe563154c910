"""Marks children as away for a day. Children whom that leaves alone work with others until tomorrow."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager

from django.db import transaction

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.actions.unable import Unable
from classroom.models import Classroom, Student, User
from partners.actions.temporary_moves import sit, stop
from partners.models import Partnership, PartnershipPlace, PartnersVerb
from partners.partner_time.seats import Day
from partners.planning import placement
from partners.queries import parted


class UnableToBeAway(Unable):
    pass


@transaction.atomic
def mark_away(*, student: Student, by: User, now: dt.datetime) -> list[Student]:
    """The child is away today. Returns the children for whom the rules leave no partner today."""
    classroom = lock(student.classroom)
    today = classroom.today(now)
    day = Day(classroom, today)
    if student in day.away:
        raise UnableToBeAway(f"{student.called} is away today already.")
    if student.pk not in day.held:
        raise UnableToBeAway(f"{student.called} has no partner today.")
    record(PartnersVerb.AWAY_TODAY, now=now, by=by, classroom=classroom, student=student)
    return arrange(classroom, {*_keys(day.away), student.pk}, today)


@transaction.atomic
def mark_here(*, student: Student, by: User, now: dt.datetime) -> list[Student]:
    """The child is here after all and works with their own partner. So do the children who were moved because the
    child was away. Returns the children for whom the rules leave no partner today."""
    classroom = lock(student.classroom)
    today = classroom.today(now)
    day = Day(classroom, today)
    if student not in day.away:
        raise UnableToBeAway(f"{student.called} is not away today.")
    record(PartnersVerb.HERE_TODAY, now=now, by=by, classroom=classroom, student=student)
    return arrange(classroom, _keys(day.away) - {student.pk}, today)


def _keys(students: Collection[Student]) -> set[int]:
    return {student.pk for student in students}


def arrange(classroom: Classroom, away: Collection[int], today: dt.date) -> list[Student]:
    """Arrange the day so that exactly these children are away. A child whom the teacher moved for the day stays there.

    Returns the children for whom the rules leave no partner today.
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
    """Inside, partnerships are as on other days, so that they can be changed for good. Afterwards the same children
    are away again."""
    gone = _keys(Day(classroom, today).away)
    if gone:
        bring_back(classroom, today)
    yield
    if gone:
        arrange(classroom, gone, today)


def bring_back(classroom: Classroom, today: dt.date) -> None:
    """End every absence of today, and every move that was made because of one."""
    day = Day(classroom, today)
    for pk in {*_keys(day.away), *day.displaced}:
        move = day.temporary_moves[pk]
        if pk in day.held:
            day.held[pk].delete()
        move.again.delete()
        move.until.ended_on = move.again.ended_on
        move.until.save(update_fields=["ended_on"])


def _seat_those_alone(classroom: Classroom, before: set[frozenset[int]], today: dt.date) -> list[Student]:
    day = Day(classroom, today)
    students = {student.key: student for group in day.groups.values() for student in group}
    alone, pairs, threes = _who_needs_a_place(day, before, today)
    if not alone:
        return []
    problem = placement.steady(next(iter(day.groups)).round, today)
    groups, nowhere = placement.for_those_alone(problem, sorted(alone), pairs, threes)
    seated = _gather(day, [[students[key] for key in keys] for keys in groups], today)
    return [students[key] for key in (nowhere if seated else alone)]


def _who_needs_a_place(
    day: Day, before: set[frozenset[int]], today: dt.date
) -> tuple[list[str], list[placement.Keys], list[placement.Keys]]:
    """The children who are alone today, the pairs that could take one in, and the threes that could give up a child.

    Children who must be apart count as alone where today's changes would bring them together. Partners of other days
    count as alone only where one of them does not feel safe: a teacher who published against a rule decided to do so.
    """
    flags = list(day.classroom.safety_flags.all())
    apart, unsafe = parted(day.classroom, today, flags), {flag.pair for flag in flags if flag.is_open}
    alone: list[str] = []
    of_size: dict[int, list[placement.Keys]] = {2: [], 3: []}
    for partnership, group in day.groups.items():
        keys, together = tuple(student.key for student in group), frozenset(student.pk for student in group)
        is_whole = partnership.pk not in day.changed
        against = unsafe if is_whole else apart
        if len(group) == 1 or (together not in before and any(pair <= together for pair in against)):
            alone += keys
        elif len(group) == 2 or is_whole:
            of_size[len(group)].append(keys)
    return alone, of_size[2], of_size[3]


def _gather(day: Day, groups: Sequence[Sequence[Student]], today: dt.date) -> bool:
    """Seat each group at the partnership where most of its children belong, if nobody outside the group stays there.
    Returns False, and moves nobody, if there is no such place for every group."""
    gathered = {student.pk for group in groups for student in group}
    taken = frozenset(place.partnership_id for pk, place in day.held.items() if pk not in gathered)
    places = [[day.held[student.pk] for student in group] for group in groups]
    hosts = _hosts(places, taken)
    moves = [
        (place, to)
        for group, to in zip(places, hosts, strict=False)
        for place in group
        if place.partnership_id != to.pk
    ]
    by_hand = day.guests - day.displaced
    for place, _ in moves:
        if place.student_id in day.guests:
            place.delete()
        else:
            stop(place, today)
    for place, to in moves:
        sit(place, to, today, because_away=place.student_id not in by_hand)
    return len(hosts) == len(groups)


def _hosts(groups: Sequence[Sequence[PartnershipPlace]], taken: frozenset[int]) -> list[Partnership]:
    """One partnership for each group, none twice, preferably that of most of its children. Empty if one group would
    be left without."""
    if not groups:
        return []
    first, *others = groups
    at_home = Counter(place.partnership for place in first if place.partnership_id not in taken)
    for partnership, _ in at_home.most_common():
        rest = _hosts(others, taken | {partnership.pk})
        if len(rest) == len(others):
            return [partnership, *rest]
    return []
