"""Signs a child in by card, by name and pictures, or by the teacher's number; and signs the child out."""

import datetime as dt
import hashlib
import secrets
from collections.abc import Callable, Sequence

from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from classroom.models import (
    Card,
    Classroom,
    ClassroomVerb,
    Knock,
    PicturePassword,
    SignInWindow,
    Sitting,
    Student,
    User,
    WrongTry,
)
from classroom.models.sign_in import KNOCK

from . import picture_limits, picture_passwords
from .audit import record
from .roster import lock
from .sign_in_cards import hash_token
from .unable import Unable

MOST_KNOCKS = 60

# Sent with `sitting` once the child has said "That's me".
student_sat_down = Signal()


class UnableToSignIn(Unable):
    """The child can't sign in. The message is for a child."""


class DeadCard(UnableToSignIn):
    pass


class NotQuite(UnableToSignIn):
    """These are not the child's pictures."""


class UnableToLetIn(Unable):
    """The teacher can't let this device in. The message is for the teacher."""


def open_window_of(classroom: Classroom, now: dt.datetime) -> SignInWindow | None:
    window = classroom.windows.filter(closed_at=None).order_by("-pk").first()
    return window if window is not None and window.is_open(now) else None


def _window_for(student: Student, now: dt.datetime) -> SignInWindow:
    window = open_window_of(student.classroom, now)
    if window is None or student.left_on is not None:
        raise UnableToSignIn(_("Ask your teacher to let you in."))
    return window


def _begin(student: Student, window: SignInWindow, now: dt.datetime) -> Sitting:
    record(ClassroomVerb.STUDENT_SIGNED_IN, now=now, classroom=student.classroom, student=student)
    chooses = may_choose(student, window)
    return Sitting.objects.create(student=student, window=window, started_at=now, seen_at=now, chooses_pictures=chooses)


def read_card(*, token: str, now: dt.datetime) -> Card:
    """The card with this token, in a class where children may sign in now."""
    cards = Card.objects.select_related("student__classroom")
    card = cards.filter(token_hash=hash_token(token), voided_at=None).first()
    if card is None:
        raise DeadCard(_("This card does not work any more. Ask your teacher to let you in."))
    if open_window_of(card.student.classroom, now) is None:
        raise UnableToSignIn(_("Ask your teacher to let you in."))
    return card


def _check_card(card: Card) -> None:
    if not Card.objects.filter(pk=card.pk, voided_at=None).exists():
        raise DeadCard(_("This card does not work any more. Ask your teacher to let you in."))


def asks_for_picture(card: Card) -> bool:
    return PicturePassword.objects.filter(student=card.student_id).exists()


@transaction.atomic
def begin_by_card(*, card: Card, now: dt.datetime) -> Sitting:
    """A sitting of the card's child, still to be confirmed. Only for a card that asks for no picture."""
    _check_card(card)
    if asks_for_picture(card):
        raise NotQuite(_("Tap your first picture."))
    return _begin(card.student, _window_for(card.student, now), now)


def begin_by_card_and_picture(*, card: Card, picture: str, device: str, now: dt.datetime) -> Sitting:
    """A sitting of the card's child, who tapped their first picture."""
    student = card.student

    def check() -> None:
        _check_card(card)
        picture_limits.check_with_card(student=student, now=now)

    return _begin_with(
        student,
        check=check,
        password=lambda: picture_passwords.password_that_begins(student, picture),
        way=WrongTry.Way.CARD,
        device=device,
        now=now,
    )


def begin_by_pictures(*, student: Student, tapped: Sequence[str], device: str, now: dt.datetime) -> Sitting:
    """A sitting of the child whose name and pictures were tapped. Nothing tells whether the child has any pictures."""
    return _begin_with(
        student,
        check=lambda: picture_limits.check_by_name(student=student, device_hash=hash_device(device), now=now),
        password=lambda: picture_passwords.password_that_fits(student, tapped),
        way=WrongTry.Way.NAME,
        device=device,
        now=now,
    )


def _begin_with(
    student: Student,
    *,
    check: Callable[[], None],
    password: Callable[[], PicturePassword | None],
    way: str,
    device: str,
    now: dt.datetime,
) -> Sitting:
    """Check the limits first, so that nobody makes the server hash for nothing. Check again with the child's row
    locked, so that simultaneous tries are counted one after the other. The hashing itself blocks nobody."""
    check()
    fits = password()
    with transaction.atomic():
        Student.objects.select_for_update(no_key=True).get(pk=student.pk)
        window = _window_for(student, now)
        check()
        if fits is not None and PicturePassword.objects.filter(pk=fits.pk).exists():
            picture_limits.forgive(student=student, device_hash=hash_device(device))
            return _begin(student, window, now)
        picture_limits.record_wrong(student=student, way=way, device_hash=hash_device(device), now=now)
    raise NotQuite(_("Not quite. Try again."))


@transaction.atomic
def begin_to_choose(*, student: Student, now: dt.datetime) -> Sitting:
    """A sitting of a child without pictures, whose name was tapped and who chooses pictures now."""
    lock(student.classroom)
    window = _window_for(student, now)
    if not may_choose(student, window):
        raise UnableToSignIn(_("Ask your teacher to let you in."))
    return _begin(student, window, now)


def may_choose(student: Student, window: SignInWindow) -> bool:
    return window.set_up and not PicturePassword.objects.filter(student=student).exists()


def hash_device(device: str) -> str:
    return hashlib.sha256(device.encode()).hexdigest()


@transaction.atomic
def knock(*, classroom: Classroom, device: str, now: dt.datetime, says: Student | None = None) -> Knock:
    """The number that this device shows: its present one while that is valid, or a new one for two minutes.

    `says` is the child whose name was tapped there. With another name the device gets another number.
    """
    lock(classroom)
    if open_window_of(classroom, now) is None:
        raise UnableToSignIn(_("Ask your teacher to let you in."))
    classroom.knocks.filter(expires_at__lte=now).delete()
    Knock.objects.filter(device_hash=hash_device(device)).exclude(classroom=classroom).delete()
    waiting = classroom.knocks.filter(device_hash=hash_device(device)).first()
    if waiting is not None and (waiting.student_id or waiting.says_id == (says.pk if says else None)):
        return waiting
    if waiting is not None:
        waiting.delete()
    taken = set(classroom.knocks.values_list("number", flat=True))
    if len(taken) >= MOST_KNOCKS:
        raise UnableToSignIn(_("Many are waiting. Ask your teacher to let you in."))
    number = secrets.choice([n for n in (f"{i:04}" for i in range(1000, 10000)) if n not in taken])
    return classroom.knocks.create(
        number=number, device_hash=hash_device(device), knocked_at=now, expires_at=now + KNOCK, says=says
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
    record(ClassroomVerb.STUDENT_LET_IN, now=now, by=by, classroom=classroom, student=student)


@transaction.atomic
def begin_by_knock(*, classroom: Classroom, device: str, now: dt.datetime) -> Sitting | None:
    """The sitting of the child whom the teacher let in at this device, or None while it waits. It works once."""
    lock(classroom)
    waiting = classroom.knocks.filter(device_hash=hash_device(device), expires_at__gt=now).first()
    if waiting is None or waiting.student is None:
        return None
    waiting.delete()
    picture_limits.forgive(student=waiting.student, device_hash=hash_device(device))
    return _begin(waiting.student, _window_for(waiting.student, now), now)


@transaction.atomic
def confirm(*, sitting: Sitting, now: dt.datetime) -> None:
    """The child says "That's me". A sitting of the same child at another device ends: the newest one stays."""
    lock(sitting.student.classroom)
    sitting.refresh_from_db(fields=["confirmed_at", "ended_at"])
    if sitting.confirmed_at is None and sitting.ended_at is None:
        others = Sitting.objects.filter(student=sitting.student_id, ended_at=None).exclude(pk=sitting.pk)
        others.update(ended_at=now)
        sitting.confirmed_at = now
        sitting.save(update_fields=["confirmed_at"])
        student_sat_down.send(sender=Sitting, sitting=sitting)


def speak(*, sitting: Sitting, language: str) -> None:
    """From now on the pages of this sitting are in the language with that code."""
    sitting.language = language
    sitting.save(update_fields=["language"])


def see(*, sitting: Sitting, now: dt.datetime) -> None:
    """Note that somebody is at the device."""
    Sitting.objects.filter(pk=sitting.pk, seen_at__lt=now).update(seen_at=now)


@transaction.atomic
def end(*, sitting: Sitting, now: dt.datetime) -> None:
    Sitting.objects.filter(pk=sitting.pk, ended_at=None).update(ended_at=now)
