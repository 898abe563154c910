"""Who sits with whom on one day: children who are away, and children who work with other partners until tomorrow."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from classroom.models import Classroom, Student
from partners.models import Partnership, PartnershipPlace
from partners.queries import Pair, in_order, pairs_of

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class TemporaryMove:
    """A child's own place, which has stopped for the day (`until`) and goes on tomorrow (`again`)."""

    until: PartnershipPlace
    again: PartnershipPlace


class Day:
    """The places of a class on one day. One query."""

    def __init__(self, classroom: Classroom, today: dt.date) -> None:
        self.classroom = classroom
        near = PartnershipPlace.objects.filter(partnership__classroom=classroom, starts_on__lte=today + DAY)
        found = list(
            near.filter(Q(ended_on=None) | Q(ended_on__gte=today))
            .select_related("student", "partnership__round")
            .order_by("partnership_id", "place", "pk")
        )
        self.held = {place.student_id: place for place in found if place.is_held(today)}
        stopped = {(place.student_id, place.partnership_id): place for place in found if place.ended_on == today}
        again = [place for place in found if place.starts_on == today + DAY]
        self.temporary_moves = {
            place.student_id: TemporaryMove(stopped[place.student_id, place.partnership_id], place)
            for place in again
            if (place.student_id, place.partnership_id) in stopped
        }

    @property
    def away(self) -> list[Student]:
        """The children who are away: their place continues tomorrow, and they have none today."""
        gone = [move.again.student for pk, move in self.temporary_moves.items() if pk not in self.held]
        return sorted((student for student in gone if student.left_on is None), key=lambda s: bytes(s.sort_key))

    @property
    def alone(self) -> list[Student]:
        """The children who are here while their partners are away and nobody else is free."""
        return [students[0] for students in self.groups.values() if len(students) == 1]

    @property
    def guests(self) -> set[int]:
        """The children who work with other partners today."""
        return self.temporary_moves.keys() & self.held.keys()

    @property
    def own_places(self) -> list[PartnershipPlace]:
        """The places as on ordinary days, in the order of places."""
        held = [place for pk, place in self.held.items() if pk not in self.guests]
        away_from_own = [move.again for move in self.temporary_moves.values() if move.again.student.left_on is None]
        return sorted([*held, *away_from_own], key=lambda place: (place.place, place.pk))

    @property
    def groups(self) -> dict[Partnership, list[Student]]:
        groups: dict[Partnership, list[Student]] = defaultdict(list)
        for place in self.held.values():
            groups[place.partnership].append(place.student)
        return groups

    def pairs(self, *, own: bool = False) -> list[Pair]:
        """The partnerships of today, sorted as `current_pairs` sorts. With `own`, the partnerships of an ordinary
        day."""
        groups: dict[Partnership, list[Student]] = defaultdict(list)
        for place in self.own_places if own else sorted(self.held.values(), key=lambda place: place.place):
            groups[place.partnership].append(place.student)
        found = [Pair(partnership, tuple(students)) for partnership, students in groups.items() if len(students) > 1]
        return sorted(found, key=lambda pair: in_order(pair.students))

    def pairs_until(self, until: dt.date) -> list[Pair]:
        """The partnerships of an ordinary day, without those that end before that day."""
        short = {place.partnership_id for place in self.own_places if place.ended_on and place.ended_on < until}
        return [pair for pair in self.pairs(own=True) if pair.partnership.pk not in short]

    @property
    def changed(self) -> set[int]:
        """The partnerships that differ from an ordinary day."""
        left = {move.again.partnership_id for move in self.temporary_moves.values()}
        return left | {self.held[pk].partnership_id for pk in self.guests}

    def beside(self, student: int) -> list[Student]:
        """The children with whom this child works today."""
        at = self.held[student].partnership_id if student in self.held else None
        return [place.student for pk, place in self.held.items() if pk != student and place.partnership_id == at]

    def home(self, student: int) -> int | None:
        """The child's own partnership."""
        if student in self.temporary_moves:
            return self.temporary_moves[student].again.partnership_id
        return self.held[student].partnership_id if student in self.held else None

    @property
    def displaced(self) -> set[int]:
        """The guests who moved because somebody is away. Children whom the teacher moved are left out."""
        return {pk for pk in self.guests if self.held[pk].because_away}


def alone_until(student: Student, day: Day, today: dt.date) -> dt.date | None:
    """The day until which a child has no partner while today's partnerships stay as they are. Their own place begins
    then, or all of today's end. None where that is tomorrow, and for a child who has a partner or may get one for
    good."""
    if student.pk in day.held or student.pk in day.temporary_moves:
        return None
    coming = PartnershipPlace.objects.filter(student=student, starts_on__gt=today).order_by("starts_on", "pk").first()
    ends = [place.ended_on for place in day.own_places if place.ended_on]
    last = max(ends) if ends and len(ends) == len(day.own_places) else None
    until = coming.starts_on if coming else last
    return until if until and until > today + DAY else None


def last_pairs(classroom: Classroom) -> list[Pair]:
    """The partnerships that the newest published round continues with, or with which its unit ended, as far as two
    of their children are still in the class."""
    round = classroom.rounds.published().first()
    if round is None:
        return []
    found = pairs_of(round) or (Day(classroom, round.ends_on).pairs(own=True) if round.ends_on else [])
    here = {student.pk for student in classroom.students.here()}
    left = [Pair(pair.partnership, tuple(s for s in pair.students if s.pk in here)) for pair in found]
    return [pair for pair in left if len(pair.students) > 1]
