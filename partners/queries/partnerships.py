"""Partnerships of a class on a day, and over a round."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from classroom.models import Classroom, Student
from classroom.names import sort_key
from classroom.text_direction import apart
from partners.models import Partnership, PartnershipPlace, Round

FRIDAY = 4
Group = tuple[Student, ...]
Held = list[PartnershipPlace]


@dataclass(frozen=True)
class Pair:
    """A partnership with the children who are in it on one day."""

    partnership: Partnership
    students: Group

    @property
    def names(self) -> str:
        return in_words([student.called for student in self.students])


def in_words(names: Sequence[str], last: str = "and") -> str:
    """Names as a list: Ana; Ana and Ben; Ana, Ben and Cleo. A name that is written in the other direction does not
    disturb the order."""
    told = [apart(name) for name in names]
    if len(told) < 2:
        return "".join(told)
    return f"{', '.join(told[:-1])} {last} {told[-1]}"


def in_order(students: Sequence[Student]) -> tuple[int, str]:
    """Partnerships as they are listed: threes first, and then by name."""
    return -len(students), sort_key(" ".join(student.called for student in students))


def current_pairs(classroom: Classroom, today: dt.date) -> list[Pair]:
    """The partnerships of a class on a day, threes first and then by name. Two queries for any class."""
    return _pairs(PartnershipPlace.objects.on(today).filter(partnership__classroom=classroom))


def partners_of(classes: Iterable[Classroom], now: dt.datetime) -> tuple[list[set[int]], list[set[int]]]:
    """The groups of several classes, as primary keys of students: those that are together now, and those that are
    published to begin on a later day. One query for each date that it is in their rooms."""
    by_day: dict[dt.date, list[int]] = defaultdict(list)
    for classroom in classes:
        by_day[classroom.today(now)].append(classroom.pk)
    together: list[set[int]] = []
    to_be: list[set[int]] = []
    for day, rooms in by_day.items():
        running, coming = _begun_and_coming(PartnershipPlace.objects.filter(partnership__classroom__in=rooms), day)
        together += ({place.student_id for place in held} for held in running)
        to_be += ({place.student_id for place in held} for held in coming)
    return together, to_be


def pairs_and_to_be(classroom: Classroom, today: dt.date) -> tuple[list[Pair], list[tuple[Pair, dt.date]]]:
    """The partnerships of a class on a day, as `current_pairs` returns them; and those that are published to begin
    later, each with its first day. One query."""
    places = PartnershipPlace.objects.filter(partnership__classroom=classroom)
    running, coming = _begun_and_coming(places.select_related("student", "partnership__round"), today)
    first = {held[0].partnership_id: held[0].starts_on for held in coming}
    return _sorted(running), [(pair, first[pair.partnership.pk]) for pair in _sorted(coming)]


def _begun_and_coming(places: QuerySet[PartnershipPlace], day: dt.date) -> tuple[list[Held], list[Held]]:
    """Places by partnership: those that are held on that day, and those whose first day is a later one."""
    lasting = places.filter(Q(ended_on=None) | Q(ended_on__gte=day))
    groups = _by_partnership(lasting.order_by("partnership_id", "place", "pk"))
    begun = [held for held in groups if any(place.starts_on <= day for place in held)]
    coming = [held for held in groups if all(place.starts_on > day for place in held)]
    return [[place for place in held if place.is_held(day)] for held in begun], coming


def pairs_of(round: Round) -> list[Pair]:
    """The partnerships of a published round from its start on, running or still to come."""
    return _pairs(PartnershipPlace.objects.unended().filter(round=round))


def partners_and_to_be(classroom: Classroom, today: dt.date) -> list[Group]:
    """The children of each partnership of that day, and of those that are published to begin later."""
    places = PartnershipPlace.objects.not_over(today).filter(partnership__classroom=classroom)
    return [pair.students for pair in _pairs(places)]


def unit_end(classroom: Classroom, today: dt.date) -> dt.date | None:
    """The last day of the unit that is running or begins next. None where there is none."""
    round = classroom.rounds.published().first()
    if round is None or round.starts_on is None:
        return None
    end = round.ends_on or last_day(classroom, round.starts_on)
    return end if end >= today else None


def before_the_next(round: Round) -> dt.date | None:
    """The last day on which partners of a round may be together: the day before the next published round begins.
    None where no next round is published."""
    later = Round.objects.published().filter(classroom=round.classroom_id, number__gt=round.number)
    following = later.order_by("starts_on").first()
    return following.starts_on - dt.timedelta(days=1) if following and following.starts_on else None


def last_day(classroom: Classroom, starts_on: dt.date) -> dt.date:
    """The last day of a unit of the usual length. It is a school day."""
    end = starts_on + dt.timedelta(weeks=classroom.workshop.unit_weeks, days=-1)
    return end - dt.timedelta(days=max(0, end.weekday() - FRIDAY))


def _pairs(places: QuerySet[PartnershipPlace]) -> list[Pair]:
    rows = places.select_related("student", "partnership__round").order_by("partnership_id", "place")
    return _sorted(_by_partnership(rows))


def _by_partnership(places: Iterable[PartnershipPlace]) -> list[Held]:
    groups: dict[int, Held] = defaultdict(list)
    for place in places:
        groups[place.partnership_id].append(place)
    return list(groups.values())


def _sorted(groups: Iterable[Held]) -> list[Pair]:
    # Someone whose partner left in the last days of a round is shown to nobody as one who is alone.
    pairs = [Pair(held[0].partnership, tuple(p.student for p in held)) for held in groups if len(held) > 1]
    return sorted(pairs, key=lambda pair: in_order(pair.students))
