"""Stores what the teacher knows about children."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from classroom.actions.audit import record, record_each
from classroom.actions.roster import lock
from classroom.models import AuditEvent, Classroom, Student, User
from partners.considerations.field_kinds import FieldChange, Shown
from partners.models import Considerations, ConsiderationsContent, PartnersVerb

# Within this time, repeated edits of one child by one person are one audit event.
ONE_EDIT = dt.timedelta(minutes=15)


@transaction.atomic
def know(
    *, students: Mapping[Student, ConsiderationsContent], classroom: Classroom, by: User, now: dt.datetime
) -> None:
    """Replace what is known about each of these children of a class."""
    lock(classroom)
    Considerations.objects.filter(student__in=students).delete()
    Considerations.objects.bulk_create(
        Considerations(student=student, content=content) for student, content in students.items()
    )
    record(PartnersVerb.CONSIDERATIONS_SET, now=now, by=by, classroom=classroom)


@transaction.atomic
def change_fields(*, classroom: Classroom, changes: Sequence[FieldChange], by: User, now: dt.datetime) -> list[Shown]:
    """Apply these changes and no others. Returns what each changed field shows afterwards, in the same order.

    A field that somebody else changed since the page was made stays as it is.
    """
    lock(classroom)
    rows = {
        row.student_id: row for row in Considerations.objects.filter(student__in={change.student for change in changes})
    }
    changed: dict[int, Student] = {}
    shown = []
    for change in changes:
        row = rows.setdefault(change.student.pk, Considerations(student=change.student))
        held, asked = change.dial.shown(row.content), change.dial.shown(change.kept)
        if held == change.seen and held != asked:
            row.content = change.dial.turned(row.content, change.kept)
            changed[change.student.pk] = change.student
            held = asked
        shown.append(held)
    Considerations.objects.bulk_create(
        [rows[pk] for pk in changed], update_conflicts=True, unique_fields=["student"], update_fields=["content"]
    )
    _record_each_once(classroom, changed.values(), by, now)
    return shown


def _record_each_once(classroom: Classroom, students: Iterable[Student], by: User, now: dt.datetime) -> None:
    """Write one audit event for each child. One for each cell would drown the openings of notes."""
    verb = PartnersVerb.CONSIDERATIONS_CHANGED
    rows = AuditEvent.objects.filter(classroom=classroom, verb=verb, by=by, at__gt=now - ONE_EDIT)
    recorded = set(rows.values_list("student_id", flat=True))
    record_each(verb, [student for student in students if student.pk not in recorded], now=now, by=by)
