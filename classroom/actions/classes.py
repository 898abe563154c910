"""Makes classes, and changes their names, safety contacts, languages and codes."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction

from classroom.languages import LANGUAGES
from classroom.models import ClassMembership, Classroom, ClassroomVerb, SchoolMembership, User
from classroom.models.keyed import new_class_code
from classroom.names import Name

from . import roster
from .audit import record
from .unable import Unable


class UnableToMakeClass(Unable):
    pass


@transaction.atomic
def make_class(*, name: str, grade_band: str, children: Sequence[Name], by: User, now: dt.datetime) -> Classroom:
    """A new class of `by` at their school, with the children in the given order."""
    membership = by.school_memberships.filter(role=SchoolMembership.Role.TEACHER).order_by("pk").first()
    if membership is None:
        raise UnableToMakeClass("Only teachers make classes. Ask the person who looks after accounts at your school.")
    classroom = Classroom.objects.create(school=membership.school, name=name, grade_band=grade_band)
    ClassMembership.objects.create(classroom=classroom, user=by, role=ClassMembership.Role.OWNER)
    record(ClassroomVerb.CLASS_MADE, now=now, by=by, classroom=classroom)
    roster.add_students(classroom=classroom, names=children, by=by, now=now)
    return classroom


@transaction.atomic
def change_class(*, classroom: Classroom, name: str, grade_band: str, by: User, now: dt.datetime) -> None:
    classroom.name = name
    classroom.grade_band = grade_band
    classroom.save(update_fields=["name", "grade_band"])
    record(ClassroomVerb.CLASS_CHANGED, now=now, by=by, classroom=classroom)


@transaction.atomic
def set_safety_contact(*, classroom: Classroom, name: str, email: str, by: User, now: dt.datetime) -> None:
    """Name the adult at the school to whom a teacher turns when a child is not safe."""
    classroom.safety_name, classroom.safety_email = name, email
    classroom.save(update_fields=["safety_name", "safety_email"])
    record(ClassroomVerb.SAFETY_CONTACT_SET, now=now, by=by, classroom=classroom)


@transaction.atomic
def turn_on_languages(*, classroom: Classroom, codes: Iterable[str], by: User, now: dt.datetime) -> None:
    """From now on children's pages offer these languages, and the checked ones."""
    classroom.languages = [language.code for language in LANGUAGES if language.code in set(codes)]
    classroom.save(update_fields=["languages"])
    record(ClassroomVerb.LANGUAGES_TURNED_ON, now=now, by=by, classroom=classroom)


@transaction.atomic
def change_code(*, classroom: Classroom, by: User, now: dt.datetime) -> str:
    """Give the class a new code. The old one stops working, and devices that wait at it must come again."""
    roster.lock(classroom)
    classroom.code = next(code for code in iter(new_class_code, "") if not Classroom.objects.filter(code=code).exists())
    classroom.save(update_fields=["code"])
    classroom.knocks.all().delete()
    record(ClassroomVerb.CODE_CHANGED, now=now, by=by, classroom=classroom)
    return classroom.code
