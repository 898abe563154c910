"""Sends a message to the school's safety contact when no teacher has answered a safety flag by the next school day."""

import datetime as dt
import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from smtplib import SMTPException
from typing import NamedTuple

from django.core.mail import send_mail
from django.db import transaction

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.models import ClassMembership, Classroom
from partners.models import FlagContent, PartnersVerb, SafetyFlag

logger = logging.getLogger(__name__)

SUBJECT = "Partners: something waits to be read"
BODY = """Something in Partners has waited for a teacher for a school day.

Please ask the teacher of {classroom} ({school}) to sign in to Partners and to read what is marked "Read this first".

This message says nothing else on purpose.
"""
SATURDAY = 5
# A flag that one run has taken is left alone by other runs for this time. If the run was killed while it sent messages,
# the next run after this time continues.
LEASE = dt.timedelta(hours=1)


class Reminders(NamedTuple):
    """The number of classes in which somebody got a message, and of classes in which a message could not be sent."""

    told: int
    failed: int


def remind(*, now: dt.datetime) -> Reminders:
    """Send a message to the safety contact of every class in which a flag has waited too long, once for each flag.

    Each class is handled by itself, and no lock is held while a message is on its way. A message that can't be sent is
    tried again in the next run, and nobody gets it twice.
    """
    told = failed = 0
    classes = Classroom.objects.filter(safety_flags__isnull=False).distinct().order_by("pk")
    for classroom in classes.select_related("school"):
        try:
            reached, refused = _remind(classroom, now)
        except Exception:
            # An error in one class must not stop the messages of the others.
            logger.exception("A class could not be reminded.")
            reached, refused = [], True
        told += bool(reached)
        failed += refused
    return Reminders(told, failed)


def _remind(classroom: Classroom, now: dt.datetime) -> tuple[list[str], bool]:
    """The addresses that got a message, and True where one could not be sent."""
    addresses = _begin(classroom, now)
    reached = [address for address in addresses if _send(classroom, address)]
    if addresses:
        _finish(classroom, reached, now)
    return reached, len(reached) < len(addresses)


@transaction.atomic(durable=True)
def _begin(classroom: Classroom, now: dt.datetime) -> list[str]:
    """Mark the flags that are due as taken by this run. Returns the addresses to write to. This is committed before
    a message is sent."""
    lock(classroom)
    waiting = [flag for flag in _unanswered(classroom) if _is_due(flag, classroom, now)]
    addresses = [address for address in _addresses(classroom) if not _all_told(waiting, address)]
    for flag in waiting if addresses else ():
        _keep(flag, replace(flag.content, reminding_at=now))
    return addresses


@transaction.atomic(durable=True)
def _finish(classroom: Classroom, reached: Sequence[str], now: dt.datetime) -> None:
    """Store which addresses got a message about the flags of this run, even where a teacher has answered meanwhile."""
    lock(classroom)
    everybody = set(_addresses(classroom))
    for flag in classroom.safety_flags.order_by("pk"):
        if flag.content.reminding_at == now:
            told = {*flag.content.reminded, *reached}
            done = replace(flag.content, reminding_at=None, reminded=(), reminded_at=now)
            going_on = replace(flag.content, reminding_at=None, reminded=tuple(sorted(told)))
            _keep(flag, done if everybody <= told else going_on)
    if reached:
        record(PartnersVerb.REMINDED, now=now, classroom=classroom)


def _send(classroom: Classroom, address: str) -> bool:
    body = BODY.format(classroom=classroom.name, school=classroom.school.name)
    try:
        send_mail(SUBJECT, body, None, [address])
    except (OSError, SMTPException):
        logger.exception("A reminder could not be sent.")
        return False
    return True


def _unanswered(classroom: Classroom) -> Iterable[SafetyFlag]:
    return (flag for flag in classroom.safety_flags.order_by("pk") if not flag.is_answered)


def _is_due(flag: SafetyFlag, classroom: Classroom, now: dt.datetime) -> bool:
    begun = flag.content.reminding_at
    if flag.content.reminded_at or (begun and now < begun + LEASE):
        return False
    return now >= due_at(classroom.here(flag.content.raised_at))


def _all_told(flags: Iterable[SafetyFlag], address: str) -> bool:
    return all(address in flag.content.reminded for flag in flags)


def _keep(flag: SafetyFlag, content: FlagContent) -> None:
    flag.content = content
    flag.save(update_fields=["content"])


def due_at(raised_at: dt.datetime) -> dt.datetime:
    """The same hour of the next weekday, on the clock of the classroom."""
    day = raised_at + dt.timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += dt.timedelta(days=1)
    return day


def _addresses(classroom: Classroom) -> list[str]:
    """The safety contact. If none is named, the owner of the class; if the owner's account is closed, the
    co-teachers."""
    if classroom.has_safety_contact:
        return [classroom.safety_email]
    for role in (ClassMembership.Role.OWNER, ClassMembership.Role.CO_TEACHER):
        teachers = classroom.memberships.filter(role=role, user__is_active=True).order_by("pk")
        if addresses := list(teachers.values_list("user__email", flat=True)):
            return addresses
    return []
