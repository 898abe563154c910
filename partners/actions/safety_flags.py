"""Safety flags: a child who does not feel safe with another raises one, and a teacher reads and answers it."""

import datetime as dt
import logging
from dataclasses import replace

from django.db import transaction

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.actions.unable import Unable
from classroom.content import UnreadableContent
from classroom.models import Classroom, ClassroomVerb, Student, User
from partners.actions import rules
from partners.models import FlagAnswer, FlagContent, PartnersVerb, Round, SafetyFlag

logger = logging.getLogger(__name__)


class UnableToAnswer(Unable):
    pass


@transaction.atomic
def raise_flag(*, student: Student, named_pk: int, round: Round, now: dt.datetime, own: str = "") -> None:
    """From this moment the two are not partners, and the teacher is asked to read this first. `own` are the child's own
    words, or empty.

    A flag that is raised twice in a round is one flag. It must be read again when it is raised again in a later round
    or after the teacher has ended it. After an answer it must be read again when the child uses other words, or takes
    it back and then says it again.

    No audit event names the child: it would say in clear what only ciphertext may say.
    """
    lock(student.classroom)
    flag = _flag_about(student, named_pk) or SafetyFlag(classroom=student.classroom)
    before = flag.content if flag.pk and flag.is_open else None
    own = own or (before.own if before else "")
    if before and before.round == round.pk and not _is_new(before, own):
        _keep(flag, replace(before, taken_off=False, own=own))
        return
    flag.content = FlagContent(student=student.pk, named=named_pk, round=round.pk, own=own, raised_at=now)
    flag.save()


def _is_new(before: FlagContent, own: str) -> bool:
    """Whether the child says more than what the teacher has answered."""
    return bool(before.answer) and (before.taken_off or own != before.own)


@transaction.atomic
def take_off(*, student: Student, named_pk: int) -> None:
    """The child took the chip back. The flag stays and says so: the child may be afraid."""
    lock(student.classroom)
    flag = _flag_about(student, named_pk)
    if flag is not None and flag.is_open:
        _keep(flag, replace(flag.content, taken_off=True))


def _flag_about(student: Student, named_pk: int) -> SafetyFlag | None:
    """The child's flag about that classmate. A row that can't be read is passed over: a second flag is the safe
    side."""
    flags = SafetyFlag.objects.filter(classroom=student.classroom_id).order_by("pk")
    return next((flag for flag in flags if _is_about(flag, student.pk, named_pk)), None)


def _is_about(flag: SafetyFlag, student_pk: int, named_pk: int) -> bool:
    try:
        return (flag.content.student, flag.content.named) == (student_pk, named_pk)
    except UnreadableContent:
        logger.exception("A safety flag can't be read: %s", flag.key)
        return False


def _keep(flag: SafetyFlag, content: FlagContent) -> None:
    flag.content = content
    flag.save(update_fields=["content"])


@transaction.atomic
def read_flags(*, classroom: Classroom, by: User, now: dt.datetime) -> list[SafetyFlag]:
    """The open flags of a class, for a teacher who looks behind the cover. They count as read from now on."""
    lock(classroom)
    flags = [flag for flag in classroom.safety_flags.order_by("pk") if flag.is_open]
    for flag in flags:
        if flag.content.read_at is None:
            _keep(flag, replace(flag.content, read_at=now))
    record(ClassroomVerb.COVER_LIFTED, now=now, by=by, classroom=classroom)
    return flags


def _open(flag: SafetyFlag) -> SafetyFlag:
    """The flag as it is now, under the lock of its class. Raises UnableToAnswer where it is not open any more."""
    lock(flag.classroom)
    flag = SafetyFlag.objects.select_related("classroom").get(pk=flag.pk)
    if not flag.is_open:
        raise UnableToAnswer("This one was answered already. Here is how it is now.")
    return flag


@transaction.atomic
def answer(*, flag: SafetyFlag, answer: str, by: User, now: dt.datetime) -> None:
    """Store what the teacher did about the flag, see FlagAnswer. The two children stay apart."""
    flag = _open(flag)
    _keep(flag, replace(flag.content, answer=FlagAnswer(answer).value))
    record(PartnersVerb.FLAG_ANSWERED, now=now, by=by, classroom=flag.classroom)


@transaction.atomic
def decide(*, flag: SafetyFlag, may_be_partners: bool, by: User, now: dt.datetime) -> None:
    """End the flag. If the two may not be partners, a rule keeps them apart from now on."""
    flag = _open(flag)
    if not may_be_partners:
        students = Student.objects.filter(pk__in=flag.pair).order_by("pk")
        rules.add_rule(classroom=flag.classroom, kind="never", students=list(students), by=by, now=now)
    _keep(flag, replace(flag.content, ended_at=now))
    record(PartnersVerb.FLAG_ENDED, now=now, by=by, classroom=flag.classroom)
