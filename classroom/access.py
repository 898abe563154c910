"""The doors. Every object that a person asks for comes through one of them, filtered by who asks.

Outsiders get Http404, the same as for what does not exist.
"""

from typing import TypeVar

from django.db.models import QuerySet
from django.http import Http404

from classroom.models import ClassMembership, Classroom, Student, User

Found = TypeVar("Found", Classroom, Student)
TEACHERS = (ClassMembership.Role.OWNER, ClassMembership.Role.CO_TEACHER)


def classes_for(user: User) -> QuerySet[Classroom]:
    """The classes where the person teaches or helps, by name."""
    return Classroom.objects.filter(memberships__user=user).order_by("name", "pk")


def taught_by(user: User) -> QuerySet[Classroom]:
    """The classes that the person teaches: as owner or co-teacher, who share a class wholly."""
    return Classroom.objects.filter(memberships__user=user, memberships__role__in=TEACHERS).order_by("name", "pk")


def _one(found: QuerySet[Found]) -> Found:
    thing = found.first()
    if thing is None:
        raise Http404
    return thing


def classroom_for(user: User, key: str) -> Classroom:
    """A class that the person teaches."""
    return _one(taught_by(user).filter(key=key))


def classroom_helped_by(user: User, key: str) -> Classroom:
    """A class where the person teaches, or helps as an aide."""
    return _one(classes_for(user).filter(key=key))


def teaches(user: User, classroom: Classroom) -> bool:
    return taught_by(user).filter(pk=classroom.pk).exists()


def student_for(user: User, classroom_key: str, student_key: str) -> Student:
    """A child of a class that the person teaches, also one who has left."""
    students = Student.objects.filter(classroom__in=taught_by(user), classroom__key=classroom_key)
    return _one(students.select_related("classroom").filter(key=student_key))


def classroom_by_code(code: str) -> Classroom:
    """The class of a short address. Knowing the code opens nothing by itself."""
    return _one(Classroom.objects.filter(code=code.upper()))
