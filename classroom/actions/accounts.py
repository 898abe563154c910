"""Accounts of a school: closed, opened again; and what people change about their own."""

import datetime as dt

from django.db import transaction

from classroom.models import ClassroomVerb, Invitation, School, SchoolMembership, User

from .audit import record
from .unable import Unable

Role = SchoolMembership.Role


class UnableToManage(Unable):
    pass


@transaction.atomic
def close_account(*, user: User, by: User, now: dt.datetime) -> None:
    """Nobody signs in with it any more, and who is signed in with it is out. What it made stays."""
    if user == by:
        raise UnableToManage("Ask someone else to close your account.")
    User.objects.filter(pk=user.pk).update(is_active=False)
    Invitation.objects.open(now).filter(made_by=user).update(taken_back_at=now)
    record(ClassroomVerb.ACCOUNT_CLOSED, now=now, by=by, person=user)


@transaction.atomic
def open_account(*, user: User, by: User, now: dt.datetime) -> None:
    """With the password and the classes that it had."""
    User.objects.filter(pk=user.pk).update(is_active=True)
    record(ClassroomVerb.ACCOUNT_OPENED, now=now, by=by, person=user)


@transaction.atomic
def step_down(*, school: School, by: User, now: dt.datetime) -> None:
    """No longer look after accounts, when someone else does."""
    School.objects.select_for_update().get(pk=school.pk)
    managers = SchoolMembership.objects.filter(school=school, role=Role.ACCOUNT_MANAGER)
    if not managers.filter(user__is_active=True).exclude(user=by).exists():
        raise UnableToManage("Nobody else looks after accounts yet. Invite someone first.")
    managers.filter(user=by).delete()
    record(ClassroomVerb.STEPPED_DOWN, now=now, by=by)


@transaction.atomic
def change_name(*, user: User, name: str, now: dt.datetime) -> None:
    user.name = name
    user.save(update_fields=["name"])
    record(ClassroomVerb.NAME_CHANGED, now=now, by=user)
