"""The doors: fetch every object that a person asks for, filtered by who asks.

Outsiders get Http404, the same as for objects that do not exist.
"""

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

from classroom.models import (
    ClassMembership,
    Classroom,
    Invitation,
    RosterDraft,
    School,
    SchoolMembership,
    Student,
    User,
)

Found = TypeVar("Found", bound=Model)

TEACHERS = (ClassMembership.Role.OWNER, ClassMembership.Role.CO_TEACHER)


def classes_for(user: User) -> QuerySet[Classroom]:
    """The classes where the person teaches or helps, by name."""
    return Classroom.objects.filter(memberships__user=user).order_by("name", "pk")


def taught_by(user: User) -> QuerySet[Classroom]:
    """The classes that the person teaches as owner or co-teacher, by name. Both share a class fully."""
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


def owned_classroom_for(user: User, key: str) -> Classroom:
    """A class that the person owns. Only the owner decides who shares it, what is exported from it, and when it
    ends."""
    return _one(_owned_by(user).filter(key=key).order_by("pk"))


def _owned_by(user: User) -> QuerySet[Classroom]:
    return Classroom.objects.filter(memberships__user=user, memberships__role=ClassMembership.Role.OWNER)


def owns(user: User, classroom: Classroom) -> bool:
    return classroom.memberships.filter(user=user, role=ClassMembership.Role.OWNER).exists()


def teaches(user: User, classroom: Classroom) -> bool:
    return taught_by(user).filter(pk=classroom.pk).exists()


def student_for(user: User, classroom_key: str, student_key: str) -> Student:
    """A child of a class that the person teaches, also one who has left."""
    students = Student.objects.filter(classroom__in=taught_by(user), classroom__key=classroom_key)
    return _one(students.select_related("classroom").filter(key=student_key))


def student_for_owner(user: User, classroom_key: str, student_key: str) -> Student:
    """A child of a class that the person owns, also one who has left. Only the owner may delete a child or export
    their record."""
    students = Student.objects.filter(classroom__key=classroom_key, classroom__in=_owned_by(user), key=student_key)
    return _one(students.select_related("classroom__school").order_by("pk"))


def draft_for(user: User, classroom_key: str, draft_key: str) -> RosterDraft | None:
    """A roster draft that the person is reviewing, for a class that they teach. None where there is no such draft any
    more: it was imported, discarded or replaced."""
    classroom = classroom_for(user, classroom_key)
    draft = RosterDraft.objects.select_related("classroom").filter(key=draft_key).first()
    if draft is not None and (draft.classroom_id, draft.by_id) != (classroom.pk, user.pk):
        raise Http404
    return draft


def classroom_by_code(code: str) -> Classroom:
    """The class of a short address. Knowing the code opens nothing by itself."""
    return _one(Classroom.objects.filter(code=code.upper()))


# People. Adults have no opaque key: forms name them by number, and anything else matches nobody.


def _number(typed: str) -> int:
    """The number of a row, as a form sends it; 0 for anything else."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0


def membership_for_owner(user: User, key: str, number: str) -> ClassMembership:
    """The membership of somebody who shares a class that the person owns."""
    classroom = owned_classroom_for(user, key)
    return _one(classroom.memberships.select_related("classroom", "user").filter(pk=_number(number)).order_by("pk"))


def own_membership(user: User, key: str) -> ClassMembership:
    found = ClassMembership.objects.filter(user=user, classroom__key=key)
    return _one(found.select_related("classroom", "user").order_by("pk"))


def invitation_for_owner(user: User, key: str, invitation_key: str) -> Invitation:
    return _one(owned_classroom_for(user, key).invitations.filter(key=invitation_key).order_by("pk"))


# The school, for the person who looks after its accounts. Nothing behind these doors leads to a child.


def school_managed_by(user: User) -> School:
    manages = SchoolMembership.objects.filter(user=user, role=SchoolMembership.Role.ACCOUNT_MANAGER)
    return _one(School.objects.filter(pk__in=manages.values("school")).order_by("pk"))


def people_of(school: School) -> QuerySet[User]:
    """Everyone with an account at the school, by name."""
    at_school = SchoolMembership.objects.filter(school=school)
    return User.objects.filter(pk__in=at_school.values("user")).order_by("name", "pk")


def person_for_manager(user: User, number: str) -> User:
    return _one(people_of(school_managed_by(user)).filter(pk=_number(number)))


def classroom_for_manager(user: User, key: str) -> Classroom:
    return _one(Classroom.objects.filter(school=school_managed_by(user), key=key).order_by("pk"))


def invitation_for_manager(user: User, invitation_key: str) -> Invitation:
    """An invitation to the school. Invitations to a class belong to the class's owner."""
    found = Invitation.objects.filter(school=school_managed_by(user), classroom=None, key=invitation_key)
    return _one(found.order_by("pk"))


def student_by_code(code: str, student_key: str) -> Student:
    """A child who is in the class of that short address."""
    students = Student.objects.filter(classroom__code=code.upper(), left_on=None)
    return _one(students.select_related("classroom").filter(key=student_key))
