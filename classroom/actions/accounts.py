"""Closes and opens accounts of a school, and changes people's own accounts."""

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
    """Nobody can sign in with the account any more, and open sessions end. Everything made with it stays."""
    if user == by:
        raise UnableToManage("Ask someone else to close your account.")
    User.objects.filter(pk=user.pk).update(is_active=False)
    Invitation.objects.open(now).filter(made_by=user).update(taken_back_at=now)
    record(ClassroomVerb.ACCOUNT_CLOSED, now=now, by=by, person=user)


@transaction.atomic
def open_account(*, user: User, by: User, now: dt.datetime) -> None:
    """The account can be used again, with its password and its classes."""
    User.objects.filter(pk=user.pk).update(is_active=True)
    record(ClassroomVerb.ACCOUNT_OPENED, now=now, by=by, person=user)


@transaction.atomic
def step_down(*, school: School, by: User, now: dt.datetime) -> None:
    """The person no longer looks after accounts. Somebody else must do so."""
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
