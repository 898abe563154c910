"""Children pick their avatars."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from classroom.avatars import AVATARS
from classroom.models import Classroom, ClassroomVerb, Student

from .audit import record
from .roster import lock
from .unable import Unable


class UnableToPick(Unable):
    """The child can't have this avatar. The message is for a child."""


def free_for(student: Student) -> list[str]:
    """The avatars that no classmate has, including the child's own."""
    taken = _taken(student.classroom, student)
    return [avatar for avatar in AVATARS if avatar not in taken]


def _taken(classroom: Classroom, student: Student) -> set[str]:
    return set(classroom.students.filter(left_on=None).exclude(pk=student.pk).values_list("avatar", flat=True))


@transaction.atomic
def pick_avatar(*, student: Student, avatar: str, now: dt.datetime) -> None:
    """Give the child this avatar. No two children of a class have the same one."""
    lock(student.classroom)
    if avatar not in AVATARS or avatar in _taken(student.classroom, student):
        raise UnableToPick(_("Someone has this one now. Pick another."))
    student.avatar = avatar
    student.save(update_fields=["avatar"])
    record(ClassroomVerb.AVATAR_PICKED, now=now, classroom=student.classroom, student=student)
