"""Who has no partner, and where one more child may go."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from classroom.models import Classroom, Student
from partners.models import PartnershipPlace, Round
from partners.queries.partnerships import Pair


@dataclass(frozen=True)
class Beside:
    """A place for one more child: in a pair, which becomes a three; or beside `child`, who comes out of a three."""

    pair: Pair
    child: Student | None = None

    def is_allowed(self, student: Student, apart: set[frozenset[int]]) -> bool:
        """Whether no never-rule and no safety flag stands against it (`apart`: see `parted`)."""
        others = (self.child,) if self.child else self.pair.students
        return not any(frozenset((student.pk, other.pk)) in apart for other in others)


def beside(pairs: Sequence[Pair], *, pairs_only: bool = False) -> list[Beside]:
    """Every place for one more child beside these partnerships, those out of a three first."""
    threes = [] if pairs_only else [pair for pair in pairs if len(pair.students) == 3]
    out_of_threes = [Beside(pair, child) for pair in threes for child in pair.students]
    return [*out_of_threes, *(Beside(pair) for pair in pairs if len(pair.students) == 2)]


def leaving_alone(students: Sequence[Student], today: dt.date) -> list[Student]:
    """Those of `students` who leave exactly one partner behind, if all of them leave. One query."""
    going = {student.pk for student in students}
    held: dict[int, set[int]] = defaultdict(set)
    theirs = PartnershipPlace.objects.filter(student__in=going).values("partnership")
    for place in PartnershipPlace.objects.not_over(today).filter(partnership__in=theirs):
        held[place.partnership_id].add(place.student_id)
    asking = {pk for together in held.values() if len(together - going) == 1 for pk in together & going}
    return [student for student in students if student.pk in asking]


def without_partner(classroom: Classroom) -> list[Student]:
    """Children of the class who have no place in the newest published round, while it goes on: who joined late, or
    came back, or whose partner left."""
    round = classroom.rounds.published().first()
    return list(_unplaced([round])) if round else []


def how_many_without_partner(rounds: Iterable[Round]) -> Counter[int]:
    """For the class of each of these rounds, its newest published: how many children have no place. One query."""
    return Counter(student.classroom_id for student in _unplaced(list(rounds)))


def _unplaced(rounds: Sequence[Round]) -> Iterable[Student]:
    """A round in which every place has an end is over, or is to be."""
    held = PartnershipPlace.objects.unended().filter(round__in=rounds)
    students = Student.objects.filter(classroom__in=held.values("round__classroom"), left_on=None)
    return students.exclude(pk__in=held.values("student")).order_by("sort_key", "pk")
