"""Opens and closes the sign-in window of a class."""

import datetime as dt

from django.db import transaction

from classroom.models import Classroom, ClassroomVerb, SignInWindow, Sitting, User
from classroom.models.sign_in import WINDOW

from . import picture_limits
from .audit import record
from .classes import set_safety_contact
from .roster import lock
from .unable import Unable


class UnableToOpenWindow(Unable):
    pass


class NoSafetyContact(UnableToOpenWindow):
    pass


@transaction.atomic
def open_window(*, classroom: Classroom, by: User, now: dt.datetime, set_up: bool = False) -> SignInWindow:
    """Let children sign in for 45 minutes from now. A window that is open already gets the 45 minutes.

    In set-up, children without pictures choose them. Raises NoSafetyContact for a class without a safety contact:
    somebody must hear what a child may say.
    """
    locked = lock(classroom)
    if locked.archived_at is not None:
        raise UnableToOpenWindow(f"{classroom.name} is archived. Bring it back first.")
    if not locked.has_safety_contact:
        raise NoSafetyContact("Name a safety contact first.")
    window = classroom.windows.filter(closed_at=None).order_by("-pk").first()
    if window is not None and window.is_open(now):
        window.closes_at, window.set_up = now + WINDOW, set_up
        window.save(update_fields=["closes_at", "set_up"])
    else:
        picture_limits.forget_old(classroom, now)
        close_window(classroom=classroom, by=by, now=now)
        window = classroom.windows.create(opened_by=by, opened_at=now, closes_at=now + WINDOW, set_up=set_up)
    record(ClassroomVerb.SET_UP_OPENED if set_up else ClassroomVerb.WINDOW_OPENED, now=now, by=by, classroom=classroom)
    return window


@transaction.atomic
def open_first_window(
    *, classroom: Classroom, name: str, email: str, by: User, now: dt.datetime, set_up: bool = False
) -> SignInWindow:
    """Open the window and name the safety contact in one step."""
    set_safety_contact(classroom=classroom, name=name, email=email, by=by, now=now)
    return open_window(classroom=classroom, set_up=set_up, by=by, now=now)


@transaction.atomic
def end_set_up(*, classroom: Classroom, by: User, now: dt.datetime) -> None:
    """The window stays open, and nobody signs in without pictures any more. Children who are choosing may finish."""
    lock(classroom)
    if SignInWindow.objects.filter(classroom=classroom, closed_at=None, set_up=True).update(set_up=False):
        record(ClassroomVerb.SET_UP_ENDED, now=now, by=by, classroom=classroom)


@transaction.atomic
def close_window(*, classroom: Classroom, by: User, now: dt.datetime) -> None:
    """Nobody signs in any more, and children who are signed in are signed out. Their drafts stay."""
    windows = SignInWindow.objects.filter(classroom=classroom, closed_at=None)
    Sitting.objects.filter(window__in=windows, ended_at=None).update(ended_at=now)
    if windows.update(closed_at=now):
        record(ClassroomVerb.WINDOW_CLOSED, now=now, by=by, classroom=classroom)
    classroom.knocks.all().delete()
