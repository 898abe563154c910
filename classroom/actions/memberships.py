"""Changes who shares a class: a person leaves or is removed, and the class gets another owner."""

import datetime as dt

from django.db import transaction

from classroom.models import ClassMembership, Classroom, ClassroomVerb, Invitation, SchoolMembership, User

from .audit import record
from .roster import lock
from .unable import Unable

Role = ClassMembership.Role


class UnableToShare(Unable):
    pass


@transaction.atomic
def remove_person(*, membership: ClassMembership, by: User, now: dt.datetime) -> None:
    """The person no longer shares the class, by the owner's wish or their own. It holds from their next request on."""
    lock(membership.classroom)
    membership.refresh_from_db(fields=["role"])
    if membership.role == Role.OWNER:
        raise UnableToShare("Hand the class over first: a class has one teacher whose it is.")
    membership.delete()
    verb = ClassroomVerb.LEFT_CLASS if membership.user == by else ClassroomVerb.PERSON_REMOVED
    record(verb, now=now, by=by, classroom=membership.classroom, person=membership.user)


@transaction.atomic
def hand_over(*, classroom: Classroom, to: User, stays: bool, by: User, now: dt.datetime) -> None:
    """The owner gives the class to a co-teacher or another teacher of the school, and stays as a co-teacher or
    leaves."""
    lock(classroom)
    if not classroom.memberships.filter(user=by, role=Role.OWNER).exists():
        raise UnableToShare("This class has another owner now.")
    _check_may_own(classroom, to)
    _give(classroom, to, previous_owner_stays=stays, now=now)
    record(ClassroomVerb.HANDED_OVER, now=now, by=by, classroom=classroom, person=to)


@transaction.atomic
def hand_over_for_owner(*, classroom: Classroom, to: User, by: User, now: dt.datetime) -> None:
    """An account manager gives the class of somebody who has left to another teacher, never to themselves."""
    lock(classroom)
    owner = classroom.memberships.select_related("user").filter(role=Role.OWNER).first()
    if owner is not None and owner.user.is_active:
        raise UnableToShare(f"{owner.user.name} has this class, and hands it over herself or himself.")
    if to == by:
        raise UnableToShare("Choose someone else: whoever looks after accounts joins no class.")
    _check_may_own(classroom, to)
    _give(classroom, to, previous_owner_stays=False, now=now)
    record(ClassroomVerb.HANDED_OVER_FOR_OWNER, now=now, by=by, classroom=classroom, person=to)


def may_own(classroom: Classroom) -> set[User]:
    """The people to whom a class can be given: its co-teachers and the teachers of the school, without its owner."""
    teachers = User.objects.filter(
        is_active=True,
        school_memberships__school=classroom.school_id,
        school_memberships__role=SchoolMembership.Role.TEACHER,
    )
    sharing = User.objects.filter(
        is_active=True, class_memberships__classroom=classroom, class_memberships__role=Role.CO_TEACHER
    )
    owners = User.objects.filter(class_memberships__classroom=classroom, class_memberships__role=Role.OWNER)
    return ({*teachers} | {*sharing}) - {*owners}


def _check_may_own(classroom: Classroom, to: User) -> None:
    if to not in may_own(classroom):
        raise UnableToShare("That person can't have this class now. Choose again.")


def _give(classroom: Classroom, to: User, *, previous_owner_stays: bool, now: dt.datetime) -> None:
    owners = classroom.memberships.filter(role=Role.OWNER)
    if previous_owner_stays:
        owners.update(role=Role.CO_TEACHER)
    else:
        owners.delete()
    ClassMembership.objects.update_or_create(classroom=classroom, user=to, defaults={"role": Role.OWNER})
    close_links(classroom, now)


def close_links(classroom: Classroom, now: dt.datetime) -> None:
    """Close open links to the class: they were the wish of its former owner."""
    Invitation.objects.open(now).filter(classroom=classroom).update(taken_back_at=now)
