"""The audit row that an action writes in its own transaction."""

import datetime as dt

from classroom.models import AuditEvent, Classroom, Student, User


def record(
    verb: str,
    *,
    now: dt.datetime,
    by: User | None = None,
    classroom: Classroom | None = None,
    student: Student | None = None,
    person: User | None = None,
) -> None:
    """`by` is the adult who did it, `person` another adult whom it was about; a child's own doings have none."""
    AuditEvent.objects.create(verb=verb, at=now, by=by, classroom=classroom, student=student, person=person)
