"""Archives a class, brings it back, and makes next year's class."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.dispatch import Signal

from classroom.models import ClassMembership, Classroom, ClassroomVerb, Student, User
from classroom.names import Name

from . import classes, roster
from .audit import record
from .memberships import close_links
from .roster import lock
from .sign_in_cards import void_cards
from .sign_in_windows import close_window
from .unable import Unable

SETTINGS = ("time_zone", "safety_name", "safety_email", "languages")

# Sent with `before` and `after`, two classes, when the second goes on from the first; and with `students`: the children
# who go along, to what each is in the second.
class_continued = Signal()


class UnableToPutAway(Unable):
    pass


@transaction.atomic
def archive(*, classroom: Classroom, by: User, now: dt.datetime) -> None:
    """Children can't sign in any more and nothing can change: windows, sittings, cards and links end."""
    if lock(classroom).archived_at is not None:
        raise UnableToPutAway(f"{classroom.name} is archived already.")
    close_window(classroom=classroom, by=by, now=now)
    void_cards(classroom=classroom, by=by, now=now)
    close_links(classroom, now)
    classroom.archived_at = now
    classroom.save(update_fields=["archived_at"])
    record(ClassroomVerb.ARCHIVED, now=now, by=by, classroom=classroom)


@transaction.atomic
def bring_back(*, classroom: Classroom, by: User, now: dt.datetime) -> None:
    """The class is active again. Its cards must be printed anew."""
    if lock(classroom).archived_at is None:
        raise UnableToPutAway(f"{classroom.name} is not archived.")
    classroom.archived_at = None
    classroom.save(update_fields=["archived_at"])
    record(ClassroomVerb.BROUGHT_BACK, now=now, by=by, classroom=classroom)


@transaction.atomic
def make_next(
    *,
    classroom: Classroom,
    name: str,
    grade_band: str,
    students: Sequence[Student],
    names: Sequence[Name],
    adults: Sequence[ClassMembership],
    by: User,
    now: dt.datetime,
) -> Classroom:
    """Next year's class: `students` of this one with their names, avatars and student numbers, `new` names, and the
    adults who share it. The settings stay. Nothing that was said or noted goes along, except a family's wish that
    their child is not asked for a note."""
    new = classes.make_class(name=name, grade_band=grade_band, children=[], by=by, now=now)
    for setting in SETTINGS:
        setattr(new, setting, getattr(classroom, setting))
    new.save(update_fields=SETTINGS)
    along = dict(zip(students, _go_along(new, students, by, now), strict=True))
    class_continued.send(sender=Classroom, before=classroom, after=new, students=along)
    roster.add_students(classroom=new, names=names, by=by, now=now)
    for adult in adults:
        ClassMembership.objects.create(classroom=new, user=adult.user, role=adult.role)
        record(ClassroomVerb.CARRIED_OVER, now=now, by=by, classroom=new, person=adult.user)
    return new


def _go_along(new: Classroom, students: Sequence[Student], by: User, now: dt.datetime) -> list[Student]:
    added = roster.add_students(
        classroom=new,
        names=[Name(full=student.name, first=student.first_name) for student in students],
        source_ids=[student.source_id for student in students],
        by=by,
        now=now,
    )
    for child, before in zip(added, students, strict=True):
        child.avatar, child.goes_by = before.avatar, before.goes_by
    Student.objects.bulk_update(added, ["avatar", "goes_by"])
    roster.call(new)
    return added
