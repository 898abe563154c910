"""Check-ins: opened by the teacher, answered by children, read behind the cover."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.actions.unable import Unable
from classroom.models import Classroom, Student, User
from partners.models import CheckIn, Partnership, Workshop

NOTHING: dict[str, Any] = {"face": "", "help": [], "words": "", "asks": False, "done_at": None}


class UnableToCheckIn(Unable):
    """Its message is for a child."""


@transaction.atomic
def open_check_in(*, classroom: Classroom, by: User, now: dt.datetime) -> None:
    """From now on children are asked how partner time is. Opened twice, it stays as it was."""
    lock(classroom)
    if Workshop.objects.filter(classroom=classroom, check_in_since=None).update(check_in_since=now):
        record("check_in_opened", now=now, by=by, classroom=classroom)


@transaction.atomic
def close_check_in(*, classroom: Classroom, by: User, now: dt.datetime) -> None:
    lock(classroom)
    if Workshop.objects.filter(classroom=classroom).exclude(check_in_since=None).update(check_in_since=None):
        record("check_in_closed", now=now, by=by, classroom=classroom)


@transaction.atomic
def answer(
    *,
    student: Student,
    partnership: Partnership,
    now: dt.datetime,
    face: str | None = None,
    help_with: Sequence[str] | None = None,
    words: str | None = None,
) -> None:
    """Keep what the child said in the check-in that is open; what was not answered now stays as it was said before."""
    lock(student.classroom)
    since = Workshop.objects.get(classroom=student.classroom_id).check_in_since
    if since is None:
        raise UnableToCheckIn("This is closed now. You can tell your teacher.")
    said = {"face": face, "help": None if help_with is None else list(help_with), "words": words}
    check_in = _of(student, partnership, since) or CheckIn(
        student=student, partnership=partnership, at=now, content=NOTHING
    )
    check_in.content = {**check_in.content, **{key: value for key, value in said.items() if value is not None}}
    check_in.save()


def _of(student: Student, partnership: Partnership, since: dt.datetime) -> CheckIn | None:
    found = CheckIn.objects.filter(student=student, partnership=partnership, at__gte=since)
    return found.order_by("-at", "-pk").first()


@transaction.atomic
def ask_for_help(*, student: Student, partnership: Partnership, now: dt.datetime) -> None:
    """The child asks the teacher to come. Asked twice before she came, it is one."""
    lock(student.classroom)
    if any(check_in.waits for check_in in student.check_ins.filter(partnership=partnership)):
        return
    CheckIn.objects.create(student=student, partnership=partnership, at=now, content={**NOTHING, "asks": True})


@transaction.atomic
def read(*, classroom: Classroom, by: User, now: dt.datetime) -> list[CheckIn]:
    """What children of the class said, newest first, for the teacher who looks behind the cover."""
    record("check_ins_read", now=now, by=by, classroom=classroom)
    said = CheckIn.objects.filter(partnership__classroom=classroom).select_related("student", "partnership")
    return list(said.order_by("-at", "-pk"))


@transaction.atomic
def done(*, check_in: CheckIn, by: User, now: dt.datetime) -> None:
    """The teacher has been there."""
    classroom = lock(check_in.partnership.classroom)
    check_in.refresh_from_db()
    if check_in.waits:
        check_in.content = {**check_in.content, "done_at": now.isoformat()}
        check_in.save(update_fields=["content"])
        record("help_given", now=now, by=by, classroom=classroom)
