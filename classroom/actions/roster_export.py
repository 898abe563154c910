"""Exports a class list."""

import datetime as dt

from django.db import transaction

from classroom.models import Classroom, ClassroomVerb, GradeBand, Student, User

from .audit import record

HEADINGS = ("First name", "Last name", "Called", "Grade", "Student number")


@transaction.atomic
def export_roster(*, classroom: Classroom, by: User, now: dt.datetime) -> list[list[str]]:
    """The rows of the list, under HEADINGS, in the order of the roll."""
    record(ClassroomVerb.ROSTER_EXPORTED, now=now, by=by, classroom=classroom)
    return [_row(student) for student in classroom.students.here()]


def _row(student: Student) -> list[str]:
    last = student.name.removeprefix(student.first_name).strip()
    return [student.first_name, last, student.called, GradeBand(student.band).label, student.source_id]
