"""The teacher's rules about children together."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from classroom.actions.audit import record
from classroom.models import Classroom, Student, User
from partners.models import Rule


@transaction.atomic
def add_rule(
    *,
    classroom: Classroom,
    kind: str,
    students: Sequence[Student],
    reason: str = "",
    until: dt.date | None = None,
    by: User,
    now: dt.datetime,
) -> Rule:
    """A rule about two children, or for `never` about more: each two of them. It holds up to and with `until`.

    It is kept as it is: rules that come from elsewhere may contradict each other, and a plan then says so.
    """
    record("rule_added", now=now, by=by, classroom=classroom)
    return Rule.objects.create(classroom=classroom, content=_content(kind, students, reason, until))


def _content(kind: str, students: Sequence[Student], reason: str, until: dt.date | None) -> dict[str, Any]:
    return {
        "kind": kind,
        "students": [student.pk for student in students],
        "reason": reason,
        "until": until.isoformat() if until else None,
    }
