"""Ends a child's sitting and remembers the browser when an adult signs in."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from classroom.actions import student_sign_in
from classroom.middleware import ACTIVE_AT, SIGNED_IN_AT, SITTING
from classroom.models import Sitting, User


@receiver(user_logged_in)
def end_the_childs_sitting(request: HttpRequest, **kwargs: Any) -> None:
    """End a child's sitting in this browser, which holds one person only, and start the clock of the adult's
    session."""
    now = timezone.now()
    key = request.session.pop(SITTING, None)
    found = Sitting.objects.filter(key=key).first() if key else None
    if found is not None:
        student_sign_in.end(sitting=found, now=now)
    request.session[SIGNED_IN_AT] = request.session[ACTIVE_AT] = now.timestamp()


@receiver(user_logged_in)
def remember_the_browser(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Note who signed in. The middleware in adult_sign_in.py writes the cookie."""
    request.signed_in_as = user.email  # type: ignore[attr-defined]
