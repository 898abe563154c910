"""Check-ins: a teacher opens one, children answer it, and the teacher reads it behind the cover and helps."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.actions.unable import Unable
from classroom.models import Classroom, Student, User
from partners.models import CheckIn, CheckInContent, HelpGiven, HelpStep, Partnership, PartnersVerb, Workshop


class UnableToCheckIn(Unable):
    """The child can't answer now. The message is for a child."""


@transaction.atomic
def open_check_in(
    *, classroom: Classroom, partnerships: Sequence[Partnership] = (), by: User, now: dt.datetime
) -> None:
    """From now on children are asked how partner time is going: all of them, or those of some partnerships. A second
    call changes nothing."""
    lock(classroom)
    workshop = Workshop.objects.get(classroom=classroom)
    if workshop.check_in_since is None:
        workshop.check_in_since = now
        workshop.check_in_for = [partnership.pk for partnership in partnerships]
        workshop.save(update_fields=["check_in_since", "check_in_for"])
        record(PartnersVerb.CHECK_IN_OPENED, now=now, by=by, classroom=classroom)


@transaction.atomic
def close_check_in(*, classroom: Classroom, by: User, now: dt.datetime) -> None:
    lock(classroom)
    if (
        Workshop.objects.filter(classroom=classroom)
        .exclude(check_in_since=None)
        .update(check_in_since=None, check_in_for=[])
    ):
        record(PartnersVerb.CHECK_IN_CLOSED, now=now, by=by, classroom=classroom)


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
    """Store what the child answers in the open check-in. Earlier answers stay where an argument is None. Raises
    UnableToCheckIn."""
    lock(student.classroom)
    workshop = Workshop.objects.get(classroom=student.classroom_id)
    since = workshop.check_in_since
    if since is None or not workshop.asks(partnership.pk):
        raise UnableToCheckIn(_("This is closed now. You can tell your teacher."))
    check_in = _of(student, partnership, since) or CheckIn(
        student=student, partnership=partnership, at=now, content=CheckInContent()
    )
    before = check_in.content
    is_news = bool(words) and words != before.words
    check_in.content = replace(
        before,
        face=before.face if face is None else face,
        help=before.help if help_with is None else tuple(help_with),
        words=before.words if words is None else words,
        done_at=None if is_news else before.done_at,
    )
    check_in.save()


def _of(student: Student, partnership: Partnership, since: dt.datetime) -> CheckIn | None:
    found = CheckIn.objects.filter(student=student, partnership=partnership, at__gte=since)
    return found.order_by("-at", "-pk").first()


@transaction.atomic
def ask_for_help(*, student: Student, partnership: Partnership, now: dt.datetime) -> None:
    """The child asks the teacher to come. Asking again before the teacher has come changes nothing."""
    lock(student.classroom)
    earlier = student.check_ins.filter(partnership=partnership)
    if any(check_in.content.asks and check_in.waits for check_in in earlier):
        return
    CheckIn.objects.create(student=student, partnership=partnership, at=now, content=CheckInContent(asks=True))


@transaction.atomic
def read(*, classroom: Classroom, by: User, now: dt.datetime) -> list[CheckIn]:
    """The check-ins of a class, newest first, for a teacher who looks behind the cover."""
    record(PartnersVerb.CHECK_INS_READ, now=now, by=by, classroom=classroom)
    said = CheckIn.objects.filter(partnership__classroom=classroom).select_related("student", "partnership")
    return list(said.order_by("-at", "-pk"))


# The time until the teacher looks again, unless they choose another day.
LOOKS_AGAIN = {HelpStep.COACH: dt.timedelta(days=1), HelpStep.TRY: dt.timedelta(weeks=1)}


class UnableToTakeStep(Unable):
    pass


@transaction.atomic
def take_step(*, check_in: CheckIn, step: HelpStep, again_on: dt.date | None, by: User, now: dt.datetime) -> None:
    """Store that the teacher was there and took this step. The teacher looks again on the day `again_on`; if it is
    None, LOOKS_AGAIN sets the day. A second call changes nothing. Raises UnableToTakeStep."""
    classroom = lock(check_in.partnership.classroom)
    check_in.refresh_from_db()
    today = classroom.today(now)
    if not check_in.needs_teacher(today):
        return
    content = check_in.content
    check_in.content = replace(
        content, done_at=content.done_at or now, steps=(*content.steps, _step(step, again_on, today, now))
    )
    check_in.save(update_fields=["content"])
    record(PartnersVerb.HELP_GIVEN, now=now, by=by, classroom=classroom)


@transaction.atomic
def coach(*, partnership: Partnership, step: HelpStep, again_on: dt.date | None, by: User, now: dt.datetime) -> None:
    """Store a step that the teacher took for partners who are together to be coached. Otherwise as `take_step`."""
    classroom = lock(partnership.classroom)
    partnership.refresh_from_db()
    today = classroom.today(now)
    if not partnership.to_coach(today):
        return
    coaching = partnership.coaching
    partnership.coaching = replace(coaching, steps=(*coaching.steps, _step(step, again_on, today, now)))
    partnership.save(update_fields=["coaching"])
    record(PartnersVerb.HELP_GIVEN, now=now, by=by, classroom=classroom)


def _step(step: HelpStep, again_on: dt.date | None, today: dt.date, now: dt.datetime) -> HelpGiven:
    if again_on and again_on <= today:
        raise UnableToTakeStep("Choose a later day to look again.")
    day = again_on or (today + LOOKS_AGAIN[step] if step in LOOKS_AGAIN else None)
    return HelpGiven(step=str(step), at=now, again_on=day)
