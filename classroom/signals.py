"""A browser holds one person: signing in as an adult ends a child's sitting in it."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from classroom.actions import sittings
from classroom.middleware import ACTIVE_AT, SIGNED_IN_AT, SITTING
from classroom.models import Sitting


@receiver(user_logged_in)
def end_the_childs_sitting(request: HttpRequest, **kwargs: Any) -> None:
    now = timezone.now()
    key = request.session.pop(SITTING, None)
    found = Sitting.objects.filter(key=key).first() if key else None
    if found is not None:
        sittings.end(sitting=found, now=now)
    request.session[SIGNED_IN_AT] = request.session[ACTIVE_AT] = now.timestamp()
