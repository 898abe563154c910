"""What people change about their own accounts."""

import datetime as dt

from django.db import transaction

from classroom.models import User

from .audit import record


@transaction.atomic
def change_name(*, user: User, name: str, now: dt.datetime) -> None:
    user.name = name
    user.save(update_fields=["name"])
    record("name_changed", now=now, by=user)
