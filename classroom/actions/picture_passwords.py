"""Picture passwords: chosen by the child, cleared by the teacher, and read by nobody."""

import datetime as dt
from collections.abc import Sequence
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from django.db import transaction
from django.utils.translation import gettext as _

from classroom.models import ClassroomVerb, PicturePassword, Sitting, Student, User
from classroom.picture_choices import PICTURES, how_many

from .audit import record
from .roster import lock
from .sign_in_cards import put_out
from .unable import Unable

# Light enough for a class that signs in together. There are 1,320 threes and 132 pairs: what protects them is the key
# over the hash, and that they can be tried only a few times.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class UnableToChoose(Unable):
    """The child can't choose these pictures. The message is for a child."""


def _words(student: Student, pictures: Sequence[str]) -> str:
    """The text to hash. It contains the child, so that a hash opens for nobody else."""
    return f"{student.key}:{' '.join(pictures)}"


@cache
def _of_nobody() -> str:
    return HASHER.hash("nobody")


def _fits(hashed: str, student: Student, pictures: Sequence[str]) -> bool:
    try:
        return HASHER.verify(hashed, _words(student, pictures))
    except VerifyMismatchError:
        return False


def count_of(student: Student) -> int:
    """The number of pictures that the child taps: as many as they chose, even in another grade now."""
    chosen = PicturePassword.objects.filter(student=student).values_list("count", flat=True).first()
    return chosen or how_many(student.band)


def password_that_fits(student: Student, pictures: Sequence[str]) -> PicturePassword | None:
    """The child's password, if it is these pictures in this order. It takes the same time for a child without
    pictures."""
    password = PicturePassword.objects.filter(student=student).first()
    fits = _fits(password.in_order if password else _of_nobody(), student, pictures)
    return password if fits else None


def password_that_begins(student: Student, picture: str) -> PicturePassword | None:
    """The child's password, if its first picture is this one."""
    password = PicturePassword.objects.filter(student=student).first()
    return password if password and _fits(password.first, student, [picture]) else None


def choose(*, sitting: Sitting, pictures: Sequence[str], now: dt.datetime) -> None:
    """Store the pictures that the child of this sitting chose."""
    student = sitting.student
    count = how_many(student.band)
    if len(pictures) != count or len(set(pictures)) != count or not set(pictures) <= set(PICTURES):
        raise UnableToChoose(_("Tap your pictures again."))
    in_order, first = (HASHER.hash(_words(student, some)) for some in (pictures, pictures[:1]))
    with transaction.atomic():
        lock(student.classroom)
        sitting.refresh_from_db(fields=["chooses_pictures", "ended_at"])
        if not sitting.chooses_pictures or PicturePassword.objects.filter(student=student).exists():
            raise UnableToChoose(_("You have your pictures already."))
        PicturePassword.objects.create(student=student, count=count, in_order=in_order, first=first, chosen_at=now)
        sitting.chooses_pictures = False
        sitting.save(update_fields=["chooses_pictures"])
        record(ClassroomVerb.PICTURES_CHOSEN, now=now, classroom=student.classroom, student=student)


@transaction.atomic
def clear(*, student: Student, by: User, now: dt.datetime) -> None:
    """Delete the child's pictures, and end sittings that began with them."""
    lock(student.classroom)
    PicturePassword.objects.filter(student=student).delete()
    put_out(Sitting.objects.filter(student=student), now)
    record(ClassroomVerb.PICTURES_CLEARED, now=now, by=by, classroom=student.classroom, student=student)
