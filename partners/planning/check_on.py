"""Children to check on before partners are planned, with things to do. It shows no counts and ranks nobody."""

import datetime as dt
from dataclasses import dataclass

from classroom.models import Student
from partners import pairing
from partners.models import Mode, Round
from partners.queries import in_words, pairing_problem


@dataclass(frozen=True)
class Attention:
    """A child, and what may help. `welcoming` names children who could be a first partner; it may be empty."""

    student: Student
    unnamed: bool
    hard_for_several: bool
    welcoming: str


def look_out(round: Round, *, today: dt.date) -> list[Attention] | None:
    """The children to check on, in the order of the roll. None while more than half of the notes are missing: until
    then nobody can tell who is left out."""
    problem = pairing_problem(round, mode=Mode.MIX, today=today)
    students = {student.key: student for student in round.classroom.students.here()}
    if not problem.notes or 2 * len(problem.notes) < len(students):
        return None
    told = pairing.look_out(problem)
    return [
        Attention(
            student=student,
            unnamed=key in told.unnamed,
            hard_for_several=key in told.hard_for_several,
            welcoming=in_words([students[host].called for host in told.welcoming[key]], "or"),
        )
        for key, student in students.items()
        if key in told.welcoming
    ]
