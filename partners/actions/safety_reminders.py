"""A child's word that no teacher has answered by the next school day: the school's safety contact is told to ask."""

import datetime as dt
from dataclasses import replace

from django.core.mail import send_mail
from django.db import transaction

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.models import ClassMembership, Classroom
from partners.models import PartnersVerb, SafetyFlag

SUBJECT = "Partners: something waits to be read"
BODY = """Something in Partners has waited for a teacher for a school day.

Please ask the teacher of {classroom} ({school}) to sign in to Partners and to read what is marked "Read this first".

This message says nothing else on purpose.
"""
SATURDAY = 5


def remind(*, now: dt.datetime) -> int:
    """Tell the safety contact of every class in which a flag waits too long, once a flag. Returns how many classes.

    One transaction a class: a message that can't be sent leaves the flags of its class, and nothing else, for the next
    time. Raises what the mail server raises.
    """
    classes = Classroom.objects.filter(safety_flags__isnull=False).distinct().order_by("pk")
    return sum(_remind(classroom, now) for classroom in classes.select_related("school"))


@transaction.atomic
def _remind(classroom: Classroom, now: dt.datetime) -> bool:
    lock(classroom)
    waiting = [flag for flag in classroom.safety_flags.order_by("pk") if _is_due(flag, classroom, now)]
    addresses = _addresses(classroom)
    if not waiting or not addresses:
        return False
    for flag in waiting:
        flag.content = replace(flag.content, reminded_at=now)
        flag.save(update_fields=["content"])
    record(PartnersVerb.REMINDED, now=now, classroom=classroom)
    send_mail(SUBJECT, BODY.format(classroom=classroom.name, school=classroom.school.name), None, addresses)
    return True


def _is_due(flag: SafetyFlag, classroom: Classroom, now: dt.datetime) -> bool:
    if flag.is_answered or flag.content.reminded_at:
        return False
    return now >= due_at(classroom.here(flag.content.raised_at))


def due_at(raised_at: dt.datetime) -> dt.datetime:
    """The same hour of the next weekday, by the clock in the room."""
    day = raised_at + dt.timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day += dt.timedelta(days=1)
    return day


def _addresses(classroom: Classroom) -> list[str]:
    """The safety contact; where none is named, who owns the class; and where she is gone, who teaches it with her."""
    if classroom.has_safety_contact:
        return [classroom.safety_email]
    for role in (ClassMembership.Role.OWNER, ClassMembership.Role.CO_TEACHER):
        teachers = classroom.memberships.filter(role=role, user__is_active=True).order_by("pk")
        if addresses := list(teachers.values_list("user__email", flat=True)):
            return addresses
    return []
