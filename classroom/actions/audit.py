"""Audit events, which an action writes in its own transaction."""

import datetime as dt
from collections.abc import Iterable

from classroom.models import AuditEvent, Classroom, Student, User, Verb


def record(
    verb: Verb,
    *,
    now: dt.datetime,
    by: User | None = None,
    classroom: Classroom | None = None,
    student: Student | None = None,
    person: User | None = None,
) -> None:
    """Write one audit event. `by` is the adult who acted, `person` another adult whom it is about. What a child does
    has neither."""
    AuditEvent.objects.create(verb=verb, at=now, by=by, classroom=classroom, student=student, person=person)


def record_each(verb: Verb, students: Iterable[Student], *, now: dt.datetime, by: User) -> None:
    """Write one audit event for each of these children."""
    AuditEvent.objects.bulk_create(
        AuditEvent(verb=verb, at=now, by=by, classroom_id=student.classroom_id, student=student) for student in students
    )
