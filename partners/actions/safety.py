"""A child who does not feel safe with another."""

import datetime as dt
from typing import Any

from django.db import transaction

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.models import Classroom, Student, User
from partners.models import Round, SafetyFlag


@transaction.atomic
def raise_flag(*, student: Student, named_pk: int, round: Round, now: dt.datetime) -> None:
    """From this moment the two are not partners, and the teacher is asked to read it first. Said twice in a
    round, it is one; said again in a later round, it is to be read again.

    No audit row names the child: it would say in clear what only ciphertext may say.
    """
    lock(student.classroom)
    content: dict[str, Any] = {
        "student": student.pk,
        "named": named_pk,
        "round": round.pk,
        "raised_at": now.isoformat(),
        "read_at": None,
    }
    for flag in SafetyFlag.objects.filter(classroom=student.classroom_id):
        if (flag.content["student"], flag.content["named"]) == (student.pk, named_pk):
            if flag.content["round"] != round.pk:
                flag.content = content
                flag.save(update_fields=["content"])
            return
    SafetyFlag.objects.create(classroom=student.classroom, content=content)


@transaction.atomic
def read_flags(*, classroom: Classroom, by: User, now: dt.datetime) -> list[SafetyFlag]:
    """The flags of a class, for the teacher who looks behind the cover; from now on they have been read."""
    lock(classroom)
    flags = list(classroom.safety_flags.order_by("pk"))
    for flag in flags:
        if flag.content["read_at"] is None:
            flag.content = {**flag.content, "read_at": now.isoformat()}
            flag.save(update_fields=["content"])
    record("cover_lifted", now=now, by=by, classroom=classroom)
    return flags
