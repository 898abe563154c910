"""Children without a partner, and the partnerships that one more child could join."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from classroom.models import Classroom, Student
from partners.models import PartnershipPlace, Round
from partners.models.partnerships import PlaceQuerySet
from partners.queries.partnerships import Pair

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Beside:
    """A place for one more child: in a pair, which becomes a three, or beside `child`, who leaves a three."""

    pair: Pair
    child: Student | None = None

    def is_allowed(self, student: Student, apart: set[frozenset[int]]) -> bool:
        """Whether no never-rule and no safety flag forbids it. `apart` is what `parted` returns."""
        others = (self.child,) if self.child else self.pair.students
        return not any(frozenset((student.pk, other.pk)) in apart for other in others)


def beside(pairs: Sequence[Pair], *, pairs_only: bool = False) -> list[Beside]:
    """Every place for one more child beside these partnerships, the places out of a three first."""
    threes = [] if pairs_only else [pair for pair in pairs if len(pair.students) == 3]
    out_of_threes = [Beside(pair, child) for pair in threes for child in pair.students]
    return [*out_of_threes, *(Beside(pair) for pair in pairs if len(pair.students) == 2)]


def left_over(places: Iterable[PartnershipPlace]) -> tuple[PartnershipPlace, dt.date | None] | None:
    """The one of these children who stays alone in the end, and the day on which the last partner leaves. A guest
    until then does not count as a partner. None where the last of them end together."""
    last = sorted(places, key=lambda place: place.ended_on or dt.date.max, reverse=True)[:2]
    if not last or (len(last) == 2 and last[0].ended_on == last[1].ended_on):
        return None
    return last[0], last[1].ended_on if len(last) == 2 else None


def leaving_alone(students: Sequence[Student], today: dt.date) -> list[Student]:
    """Those of `students` who leave exactly one partner behind, now or in the end, if all of them leave. One query.
    A child who works with others because somebody is away is seated again by `away.set_aside`."""
    going = {student.pk for student in students}
    held: dict[int, list[PartnershipPlace]] = defaultdict(list)
    theirs = PartnershipPlace.objects.filter(student__in=going).values("partnership")
    for place in PartnershipPlace.objects.not_over(today).filter(partnership__in=theirs, because_away=False):
        held[place.partnership_id].append(place)
    asking = set()
    for places in held.values():
        if left_over(place for place in places if place.student_id not in going):
            asking |= going.intersection(place.student_id for place in places)
    return [student for student in students if student.pk in asking]


def without_partner(classroom: Classroom, today: dt.date) -> list[Student]:
    """Children of the class who have no partner, for good (see `unplaced`) or until the partners of today end."""
    round = classroom.rounds.published().first()
    return list(_without([round], today)) if round else []


def how_many_without_partner(rounds: Iterable[Round], today: Mapping[int, dt.date]) -> Counter[int]:
    """Maps each class to the number of its children without a partner. `rounds` are the newest published round of
    each class, and `today` is the date in each room. One query for each date."""
    by_day: dict[dt.date, list[Round]] = defaultdict(list)
    for round in rounds:
        by_day[today[round.classroom_id]].append(round)
    return Counter(student.classroom_id for day, few in by_day.items() for student in _without(few, day))


def unplaced(round: Round) -> list[Student]:
    """Children who have no partner in this round, the newest published one, while it is running: they joined late,
    came back, or their partner left."""
    return list(_in_order(_for_good([round])))


def _without(rounds: Sequence[Round], today: dt.date) -> QuerySet[Student]:
    own = _own(today).filter(partnership__classroom__in=[round.classroom_id for round in rounds])
    lasting = own.filter(Q(ended_on=None) | Q(ended_on__gt=today + DAY))
    for_now = Q(classroom__in=lasting.values("round__classroom")) & ~Q(pk__in=own.values("student"))
    return _in_order(_for_good(rounds) | for_now)


def _for_good(rounds: Sequence[Round]) -> Q:
    """Children without a partner for good. A round in which every place has an end is over, or about to be. A child
    who holds a place alone has no partner."""
    unended = PartnershipPlace.objects.unended()
    others = unended.filter(partnership=OuterRef("partnership")).exclude(pk=OuterRef("pk"))
    held = unended.filter(Exists(others), round__in=rounds)
    return Q(classroom__in=held.values("round__classroom")) & ~Q(pk__in=held.values("student"))


def _own(today: dt.date) -> PlaceQuerySet:
    """The places of today, and those that have stopped for the day (see `Day.temporary_moves`)."""
    stopped = PartnershipPlace.objects.filter(
        student=OuterRef("student"), partnership=OuterRef("partnership"), ended_on=today
    )
    again = Q(Exists(stopped), starts_on=today + DAY)
    return PartnershipPlace.objects.not_over(today).filter(Q(starts_on__lte=today) | again)


def _in_order(which: Q) -> QuerySet[Student]:
    return Student.objects.filter(which, left_on=None).order_by("sort_key", "pk")
