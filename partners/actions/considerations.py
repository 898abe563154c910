"""What the teacher knows of a child."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.models import Classroom, Student, User
from partners.models import Considerations


@transaction.atomic
def know(*, students: Mapping[Student, Mapping[str, Any]], classroom: Classroom, by: User, now: dt.datetime) -> None:
    """What is known of each of these children of a class from now on, by the keys of the class file."""
    lock(classroom)
    Considerations.objects.filter(student__in=students).delete()
    Considerations.objects.bulk_create(
        Considerations(student=student, content=dict(content)) for student, content in students.items()
    )
    record("considerations_set", now=now, by=by, classroom=classroom)
