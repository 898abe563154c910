"""Adds children to a class, renames them, and marks who left and who is back."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from classroom import avatars, names
from classroom.models import Card, Classroom, ClassroomVerb, PicturePassword, Sitting, Student, User
from classroom.names import Name

from .audit import record
from .unable import Unable

MOST_STUDENTS = 200


class UnableToAdd(Unable):
    pass


class UnableToChange(Unable):
    pass


def lock(classroom: Classroom) -> Classroom:
    """The class's row, locked until the transaction ends, so that changes of a whole class happen one at a time.

    Others may still add rows that refer to the class. Otherwise every audit event would wait, or deadlock.
    """
    return Classroom.objects.select_for_update(no_key=True).get(pk=classroom.pk)


def call(classroom: Classroom) -> None:
    """Give the children of a class short names that tell them apart, and their order on the roll."""
    students = list(classroom.students.filter(left_on=None).order_by("pk"))
    given = {str(s.pk): Name(full=s.name, first=s.first_name) for s in students}
    now = {str(s.pk): s.called for s in students if not s.called.startswith(_UNCALLED)}
    called = names.called(given, now, {str(s.pk): s.goes_by for s in students if s.goes_by})
    # By way of a name that nobody has, as two children may exchange theirs.
    changed = [s for s in students if s.called != called[str(s.pk)]]
    Student.objects.bulk_update([_as(s, f"{_UNCALLED}{s.pk}") for s in changed], ["called"])
    Student.objects.bulk_update([_as(s, called[str(s.pk)]) for s in changed], ["called"])
    moved = [s for s in students if bytes(s.sort_key) != _sort_key(s)]
    for student in moved:
        student.sort_key = _sort_key(student)
    Student.objects.bulk_update(moved, ["sort_key"])


_UNCALLED = "\x1f"


def _as(student: Student, called: str) -> Student:
    student.called = called
    return student


def _sort_key(student: Student) -> bytes:
    return names.sort_key(student.called, student.name).encode()


@transaction.atomic
def add_students(
    *,
    classroom: Classroom,
    names: Sequence[Name],
    by: User,
    now: dt.datetime,
    source_ids: Sequence[str] = (),
    grade_bands: Sequence[str] = (),
    goes_by: Sequence[str] = (),
) -> list[Student]:
    """New children of a class, each with an avatar, in the order of `names`. `source_ids`, `grade_bands` and `goes_by`
    (what a child is called, or empty) go with the names where they are given."""
    lock(classroom)
    here = list(classroom.students.filter(left_on=None).values_list("avatar", flat=True))
    if len(here) + len(names) > MOST_STUDENTS:
        raise UnableToAdd(
            f"A class has at most {MOST_STUDENTS} children. These would make it {len(here) + len(names)}."
        )
    drawn = avatars.give_out(len(names), here)
    students = Student.objects.bulk_create(
        Student(
            classroom=classroom,
            name=name.full,
            first_name=name.first,
            called=f"{_UNCALLED}new {index}",
            avatar=drawn[index],
            source_id=source_ids[index] if source_ids else "",
            grade_band=grade_bands[index] if grade_bands else "",
            goes_by=goes_by[index] if goes_by else "",
            joined_on=classroom.today(now),
        )
        for index, name in enumerate(names)
    )
    call(classroom)
    record(ClassroomVerb.STUDENTS_ADDED, now=now, by=by, classroom=classroom)
    return list(Student.objects.select_related("classroom").filter(pk__in=[s.pk for s in students]).order_by("pk"))


@transaction.atomic
def change_student(
    *, student: Student, name: Name, goes_by: str, grade_band: str, by: User, now: dt.datetime
) -> Student:
    """Change the child's name, what the teacher calls them (or empty), and their own grade band (empty for that of
    the class)."""
    lock(student.classroom)
    _check_free(student, goes_by)
    student.name, student.first_name = name.full, name.first
    student.goes_by, student.grade_band = goes_by, grade_band
    student.save(update_fields=["name", "first_name", "goes_by", "grade_band"])
    call(student.classroom)
    student.refresh_from_db()
    record(ClassroomVerb.STUDENT_CHANGED, now=now, by=by, classroom=student.classroom, student=student)
    return student


def _check_free(student: Student, goes_by: str) -> None:
    others = student.classroom.students.here().exclude(pk=student.pk)
    taken = next((other for other in others if names.fold(other.called) == names.fold(goes_by)), None)
    if goes_by and taken is not None:
        raise UnableToChange(
            f"{taken.name} is called “{taken.called}” here. Choose another name, so that nobody mixes them up."
        )


@transaction.atomic
def mark_left(*, student: Student, by: User, now: dt.datetime) -> None:
    """The child is no longer in the class: their card, pictures and sittings end. Everything from before stays."""
    lock(student.classroom)
    if student.left_on is not None:
        raise UnableToChange(f"{student.called} has left already.")
    student.left_on = student.classroom.today(now)
    student.save(update_fields=["left_on"])
    Card.objects.filter(student=student, voided_at=None).update(voided_at=now)
    PicturePassword.objects.filter(student=student).delete()
    Sitting.objects.filter(student=student, ended_at=None).update(ended_at=now)
    record(ClassroomVerb.STUDENT_LEFT, now=now, by=by, classroom=student.classroom, student=student)


@transaction.atomic
def mark_back(*, student: Student, by: User, now: dt.datetime) -> None:
    """The child is in the class again."""
    lock(student.classroom)
    if student.left_on is None:
        raise UnableToChange(f"{student.called} is in the class.")
    bring_back(classroom=student.classroom, keys=[student.key], by=by, now=now)
    student.refresh_from_db()


@transaction.atomic
def bring_back(*, classroom: Classroom, keys: Sequence[str], by: User, now: dt.datetime) -> None:
    """Children who left are in the class again."""
    students = list(classroom.students.exclude(left_on=None).filter(key__in=keys).order_by("pk"))
    for student in students:
        student.left_on = None
        student.called = f"{_UNCALLED}{student.pk}"
    Student.objects.bulk_update(students, ["left_on", "called"])
    call(classroom)
    for student in students:
        record(ClassroomVerb.STUDENT_BACK, now=now, by=by, classroom=classroom, student=student)
