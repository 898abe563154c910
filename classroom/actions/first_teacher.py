"""Signs up the first teacher of an empty database."""

import datetime as dt
import hashlib
import secrets

from django.db import transaction

from classroom.models import ClassroomVerb, School, SchoolMembership, SignUpCode, User
from classroom.typed import as_code

from .audit import record
from .unable import Unable

CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


class UnableToSignUp(Unable):
    pass


def _hash(code: str) -> str:
    """The hash of a code as a person may type it: spaces, hyphens, small and full-width letters do not matter."""
    typed = "".join(character for character in as_code(code) if character in CODE_LETTERS)
    return hashlib.sha256(typed.encode()).hexdigest()


@transaction.atomic
def make_sign_up_code(*, now: dt.datetime) -> str:
    """A new one-time code (60 random bits) for the first teacher; earlier ones no longer work."""
    if User.objects.exists():
        raise UnableToSignUp("There are people here already.")
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(12))
    SignUpCode.objects.all().delete()
    SignUpCode.objects.create(code_hash=_hash(letters), made_at=now)
    return "-".join((letters[:4], letters[4:8], letters[8:]))


@transaction.atomic
def sign_up_first_teacher(*, code: str, school: str, name: str, email: str, password: str, now: dt.datetime) -> User:
    """The first teacher, at a new school. They look after its accounts too, until somebody else does."""
    if not SignUpCode.objects.select_for_update().filter(code_hash=_hash(code)).exists():
        raise UnableToSignUp(
            "That code does not fit. Start the server again to get a new one, and type all 12 letters."
        )
    if User.objects.exists():
        raise UnableToSignUp("Someone has signed up already. Ask them to let you in.")
    SignUpCode.objects.all().delete()
    user = User.objects.create_user(email, password, name=name)
    place = School.objects.create(name=school)
    for role in (SchoolMembership.Role.TEACHER, SchoolMembership.Role.ACCOUNT_MANAGER):
        SchoolMembership.objects.create(school=place, user=user, role=role)
    record(ClassroomVerb.SIGNED_UP, now=now, by=user)
    return user
