"""What the teacher knows of a child."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from classroom.actions.audit import record, record_each
from classroom.actions.roster import lock
from classroom.models import AuditEvent, Classroom, Student, User
from partners.considerations.field_kinds import Dial, Shown
from partners.models import Considerations, ConsiderationsContent

# Who turns one dial of a child after another is written down once in this time.
AT_IT = dt.timedelta(minutes=15)
CHANGED = "considerations_changed"


@transaction.atomic
def know(
    *, students: Mapping[Student, ConsiderationsContent], classroom: Classroom, by: User, now: dt.datetime
) -> None:
    """What is known of each of these children of a class from now on."""
    lock(classroom)
    Considerations.objects.filter(student__in=students).delete()
    Considerations.objects.bulk_create(
        Considerations(student=student, content=content) for student, content in students.items()
    )
    record("considerations_set", now=now, by=by, classroom=classroom)


@dataclass(frozen=True)
class Turn:
    """A dial of one child: what a page showed of it, and what is to be kept (see `Dial.kept`)."""

    student: Student
    dial: Dial
    seen: Shown
    kept: ConsiderationsContent


@transaction.atomic
def turn(*, classroom: Classroom, turns: Sequence[Turn], by: User, now: dt.datetime) -> list[Shown]:
    """Turn these dials, and no other. What each of them shows afterwards, in the same order.

    A dial that somebody else turned since the page was made stays as it is.
    """
    lock(classroom)
    rows = {row.student_id: row for row in Considerations.objects.filter(student__in={turn.student for turn in turns})}
    turned: dict[int, Student] = {}
    shown = []
    for turn in turns:
        row = rows.setdefault(turn.student.pk, Considerations(student=turn.student))
        held, asked = turn.dial.shown(row.content), turn.dial.shown(turn.kept)
        if held == turn.seen and held != asked:
            row.content = turn.dial.turned(row.content, turn.kept)
            turned[turn.student.pk] = turn.student
            held = asked
        shown.append(held)
    Considerations.objects.bulk_create(
        [rows[pk] for pk in turned], update_conflicts=True, unique_fields=["student"], update_fields=["content"]
    )
    _record_once(classroom, turned.values(), by, now)
    return shown


def _record_once(classroom: Classroom, students: Iterable[Student], by: User, now: dt.datetime) -> None:
    """A line of the record for each child: with one for each cell, the openings of notes would drown."""
    lines = AuditEvent.objects.filter(classroom=classroom, verb=CHANGED, by=by, at__gt=now - AT_IT)
    told = set(lines.values_list("student_id", flat=True))
    record_each(CHANGED, [student for student in students if student.pk not in told], now=now, by=by)
