"""Adults join by a link that lasts a week and works once."""

import datetime as dt
import hashlib
import secrets

from django.db import IntegrityError, transaction

from classroom.models import ClassMembership, Classroom, ClassroomVerb, Invitation, School, SchoolMembership, User
from classroom.models.invitations import LASTS

from .audit import record
from .unable import Unable

SECRET_BYTES = 24
OVER = "This link does not work any more."
SCHOOL_ROLES = {
    Invitation.Role.CO_TEACHER: SchoolMembership.Role.TEACHER,
    Invitation.Role.AIDE: SchoolMembership.Role.AIDE,
    Invitation.Role.TEACHER: SchoolMembership.Role.TEACHER,
    Invitation.Role.ACCOUNT_MANAGER: SchoolMembership.Role.ACCOUNT_MANAGER,
}


class UnableToJoin(Unable):
    pass


class LinkIsOver(UnableToJoin):
    """The link expired, was used or taken back, or never existed. The message is the same for all of these."""

    def __init__(self) -> None:
        super().__init__(OVER)


def _hash(secret: str) -> str:
    """The hash by which an invitation is found. The secret has 192 random bits, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def invite(
    *, school: School, classroom: Classroom | None, role: str, sent_to: str, by: User | None, now: dt.datetime
) -> tuple[Invitation, str]:
    """A new invitation and the secret of its link, which is not stored."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    invitation = Invitation.objects.create(
        school=school,
        classroom=classroom,
        role=role,
        secret_hash=_hash(secret),
        sent_to=sent_to,
        made_by=by,
        made_at=now,
        ends_at=now + LASTS,
    )
    record(ClassroomVerb.INVITED, now=now, by=by, classroom=classroom)
    return invitation, secret


@transaction.atomic
def take_back(*, invitation: Invitation, by: User, now: dt.datetime) -> None:
    if Invitation.objects.open(now).filter(pk=invitation.pk).update(taken_back_at=now):
        record(ClassroomVerb.INVITATION_TAKEN_BACK, now=now, by=by, classroom=invitation.classroom)


def find(*, secret: str, now: dt.datetime) -> Invitation:
    """The open invitation with this secret."""
    return _open(Invitation.objects.filter(secret_hash=_hash(secret)).first(), now)


def _open(invitation: Invitation | None, now: dt.datetime) -> Invitation:
    if invitation is None or not invitation.is_open(now):
        raise LinkIsOver
    if invitation.classroom is not None and invitation.classroom.archived_at is not None:
        raise LinkIsOver
    return invitation


@transaction.atomic
def accept(*, invitation: Invitation, user: User, now: dt.datetime) -> None:
    """The person joins as the invitation says, and its link is used up."""
    held = Invitation.objects.select_for_update(of=("self",)).select_related("classroom", "school")
    invitation = _open(held.filter(pk=invitation.pk).first(), now)
    _check(invitation, user)
    if invitation.classroom is not None:
        _join_class(invitation.classroom, user, invitation.role)
    _join_school(invitation.school, user, SCHOOL_ROLES[Invitation.Role(invitation.role)])
    invitation.used_at, invitation.used_by = now, user
    invitation.save(update_fields=["used_at", "used_by"])
    record(ClassroomVerb.JOINED, now=now, by=user, classroom=invitation.classroom, person=invitation.made_by)


def _check(invitation: Invitation, user: User) -> None:
    if invitation.made_by_id == user.pk:
        raise UnableToJoin("You made this link. Send it to the person it is for.")
    places = user.school_memberships.values_list("school_id", "role")
    if any(school != invitation.school_id for school, _ in places):
        raise UnableToJoin(
            "Your account belongs to another school. Sign out, open the link again, and make an account for this one."
        )
    roles = {role for _, role in places}
    if invitation.classroom is not None and roles == {SchoolMembership.Role.ACCOUNT_MANAGER}:
        raise UnableToJoin("An account that looks after people joins no class.")


def _join_class(classroom: Classroom, user: User, role: str) -> None:
    membership, is_new = ClassMembership.objects.get_or_create(classroom=classroom, user=user, defaults={"role": role})
    if is_new:
        return
    if membership.role != ClassMembership.Role.AIDE or role == ClassMembership.Role.AIDE:
        raise UnableToJoin("This class is on your Home already. The link is still good for someone else.")
    membership.role = role
    membership.save(update_fields=["role"])


def _join_school(school: School, user: User, role: str) -> None:
    """Add the person to the school. A teacher of the school who is invited as an aide stays a teacher."""
    if role == SchoolMembership.Role.AIDE and user.school_memberships.filter(school=school).exists():
        return
    SchoolMembership.objects.get_or_create(school=school, user=user, role=role)


@transaction.atomic
def sign_up(*, invitation: Invitation, name: str, email: str, password: str, now: dt.datetime) -> User | None:
    """A new account that joins as the invitation says. None where the address has an account already: nothing
    happens then, and the page must not tell. The password is hashed before that is known, so that the time does not
    tell either."""
    _open(invitation, now)
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, password, name=name)
            accept(invitation=invitation, user=user, now=now)
    except IntegrityError:
        if not User.objects.filter(email=email.strip().lower()).exists():
            raise
        return None
    return user
