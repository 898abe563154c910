"""A child signs in by card or is let in by number, says "That's me", and signs out."""

import datetime as dt
import hashlib
import secrets

from django.db import transaction

from classroom.models import Card, Classroom, Knock, SignInWindow, Sitting, Student, User
from classroom.models.sign_in import KNOCK

from .audit import record
from .cards import hash_token
from .roster import lock
from .unable import Unable

MOST_KNOCKS = 60


class UnableToSignIn(Unable):
    """Its message is for a child."""


class DeadCard(UnableToSignIn):
    pass


class UnableToLetIn(Unable):
    """Its message is for the teacher."""


def open_window_of(classroom: Classroom, now: dt.datetime) -> SignInWindow | None:
    window = classroom.windows.filter(closed_at=None).order_by("-pk").first()
    return window if window is not None and window.is_open(now) else None


def _begin(student: Student, now: dt.datetime) -> Sitting:
    window = open_window_of(student.classroom, now)
    if window is None or student.left_on is not None:
        raise UnableToSignIn("Ask your teacher to let you in.")
    record("student_signed_in", now=now, classroom=student.classroom, student=student)
    return Sitting.objects.create(student=student, window=window, started_at=now, seen_at=now)


@transaction.atomic
def begin_by_card(*, token: str, now: dt.datetime) -> Sitting:
    """A sitting of the child whose card this is, still to be confirmed."""
    card = (
        Card.objects.select_related("student__classroom").filter(token_hash=hash_token(token), voided_at=None).first()
    )
    if card is None:
        raise DeadCard("This card does not work any more. Ask your teacher to let you in.")
    return _begin(card.student, now)


def _hash_device(device: str) -> str:
    return hashlib.sha256(device.encode()).hexdigest()


@transaction.atomic
def knock(*, classroom: Classroom, device: str, now: dt.datetime) -> Knock:
    """The number that this device shows: the one it has while that holds, or a new one for two minutes."""
    lock(classroom)
    if open_window_of(classroom, now) is None:
        raise UnableToSignIn("Ask your teacher to let you in.")
    classroom.knocks.filter(expires_at__lte=now).delete()
    Knock.objects.filter(device_hash=_hash_device(device)).exclude(classroom=classroom).delete()
    waiting = classroom.knocks.filter(device_hash=_hash_device(device)).first()
    if waiting is not None:
        return waiting
    taken = set(classroom.knocks.values_list("number", flat=True))
    if len(taken) >= MOST_KNOCKS:
        raise UnableToSignIn("Many are waiting. Ask your teacher to let you in.")
    number = secrets.choice([n for n in (f"{i:04}" for i in range(1000, 10000)) if n not in taken])
    return classroom.knocks.create(
        number=number, device_hash=_hash_device(device), knocked_at=now, expires_at=now + KNOCK
    )


@transaction.atomic
def let_in(*, classroom: Classroom, number: str, student: Student, by: User, now: dt.datetime) -> None:
    """The teacher lets the child in at the device that shows `number`."""
    lock(classroom)
    waiting = classroom.knocks.filter(number=number, student=None, expires_at__gt=now).first()
    if waiting is None:
        raise UnableToLetIn(f"No screen shows {number} any more. Ask for the number that is there now.")
    if open_window_of(classroom, now) is None:
        raise UnableToLetIn("The sign-in window is closed. Open it first.")
    if student.left_on is not None:
        raise UnableToLetIn(f"{student.called} has left the class.")
    waiting.student = student
    waiting.save(update_fields=["student"])
    record("student_let_in", now=now, by=by, classroom=classroom, student=student)


@transaction.atomic
def begin_by_knock(*, classroom: Classroom, device: str, now: dt.datetime) -> Sitting | None:
    """The sitting of the child whom the teacher let in at this device, or None while it waits. Works once."""
    lock(classroom)
    waiting = classroom.knocks.filter(device_hash=_hash_device(device), expires_at__gt=now).first()
    if waiting is None or waiting.student is None:
        return None
    waiting.delete()
    return _begin(waiting.student, now)


@transaction.atomic
def confirm(*, sitting: Sitting, now: dt.datetime) -> None:
    """The child says "That's me". A sitting of the same child at another device ends: the last to say so stays."""
    lock(sitting.student.classroom)
    sitting.refresh_from_db(fields=["confirmed_at", "ended_at"])
    if sitting.confirmed_at is None and sitting.ended_at is None:
        others = Sitting.objects.filter(student=sitting.student_id, ended_at=None).exclude(pk=sitting.pk)
        others.update(ended_at=now)
        sitting.confirmed_at = now
        sitting.save(update_fields=["confirmed_at"])


@transaction.atomic
def end(*, sitting: Sitting, now: dt.datetime) -> None:
    Sitting.objects.filter(pk=sitting.pk, ended_at=None).update(ended_at=now)
