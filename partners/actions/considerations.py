"""What the teacher knows of a child, her rules, and how writing workshop is run in her class."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.models import Classroom, Student, User
from partners.models import Considerations, Rule, Workshop


@transaction.atomic
def know(*, students: Mapping[Student, Mapping[str, Any]], classroom: Classroom, by: User, now: dt.datetime) -> None:
    """What is known of each of these children of a class from now on, by the keys of the class file."""
    lock(classroom)
    Considerations.objects.filter(student__in=students).delete()
    Considerations.objects.bulk_create(
        Considerations(student=student, content=dict(content)) for student, content in students.items()
    )
    record("considerations_set", now=now, by=by, classroom=classroom)


@transaction.atomic
def add_rule(*, classroom: Classroom, kind: str, students: Sequence[Student], by: User, now: dt.datetime) -> Rule:
    """A rule about two children, or for `never` about more: each two of them."""
    record("rule_added", now=now, by=by, classroom=classroom)
    return Rule.objects.create(
        classroom=classroom, content={"kind": kind, "students": [student.pk for student in students]}
    )


@transaction.atomic
def set_workshop(
    *, classroom: Classroom, mode: str, weights: Mapping[str, str], no_lone_mixed_pair: bool, by: User, now: dt.datetime
) -> None:
    Workshop.objects.filter(classroom=classroom).update(
        mode=mode, weights=dict(weights), no_lone_mixed_pair=no_lone_mixed_pair
    )
    record("workshop_set", now=now, by=by, classroom=classroom)
