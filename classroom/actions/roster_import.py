"""Imports a roster: a file is stored as a draft while the teacher reviews it, and then imported as ticked."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from classroom.models import Classroom, ClassroomVerb, RosterDraft, Student, User
from classroom.models.roster_drafts import LIFE
from classroom.roster_files import Book, Change, Changes, Child, Found, Join, Kind, Known, Table, changes, children

from . import roster
from .audit import record
from .unable import Unable


class UnableToBringIn(Unable):
    pass


class ListIsOver(Exception):
    """The draft is no longer there: it was imported, discarded or replaced, perhaps in another tab."""


@dataclass(frozen=True)
class Opened:
    """A draft as it was read: the chosen table and part, and what its columns are taken for.

    `part` is None for the whole table. That may be more than a class can hold: then `needs_part` is true.
    """

    book: Book
    place: int
    part: int | None
    kinds: tuple[Kind, ...]

    @property
    def table(self) -> Table:
        return self.book.tables[self.place]

    @property
    def needs_part(self) -> bool:
        return self.part is None and not self.table.whole

    def children(self) -> Found:
        return Found() if self.needs_part else children(self.table, self.kinds, self.part)


@transaction.atomic
def begin(*, classroom: Classroom, book: Book, by: User, now: dt.datetime) -> RosterDraft:
    """Store a file for its preview. It replaces the person's last draft, and expired drafts are deleted."""
    roster.lock(classroom)
    RosterDraft.objects.filter(made_at__lte=now - LIFE).delete()
    RosterDraft.objects.filter(classroom=classroom, by=by).delete()
    draft = RosterDraft(classroom=classroom, by=by, made_at=now)
    titles = [part.title for part in book.tables[0].parts]
    part = titles.index(classroom.name) if classroom.name in titles else 0 if len(titles) == 1 else None
    draft.seal(book=book, table=0, part=part, kinds=default_kinds(book.tables[0]))
    draft.save()
    return draft


def default_kinds(table: Table) -> list[Kind]:
    """What the columns of a table are taken for unless the teacher says otherwise."""
    taken = (Kind.NAME, Kind.FIRST, Kind.LAST, Kind.ID, Kind.GRADE)
    return [column.kind if column.kind in taken else Kind.LEFT_OUT for column in table.columns]


def opened(draft: RosterDraft) -> Opened:
    content = draft.open()
    return Opened(content.book, content.table, content.part, content.kinds)


@transaction.atomic
def choose(*, draft: RosterDraft, table: int, part: int | None, kinds: Sequence[Kind]) -> None:
    """Read the draft another way: another list, another class of it, other columns. Raises ListIsOver."""
    _check_open(draft)
    draft.seal(book=draft.open().book, table=table, part=part, kinds=kinds)
    draft.save(update_fields=["content"])


def _check_open(draft: RosterDraft) -> None:
    if not RosterDraft.objects.select_for_update().filter(pk=draft.pk).exists():
        raise ListIsOver


@transaction.atomic
def discard(*, draft: RosterDraft) -> None:
    draft.delete()


def compared(found: Sequence[Child], classroom: Classroom) -> Changes:
    """The difference between the file and the children who are, or were, in the class."""
    return changes(found, [_known(student) for student in classroom.students.in_order()])


def _known(student: Student) -> Known:
    return Known(student.key, student.name, student.source_id, student.band, student.left_on is None)


@transaction.atomic
def bring_in(
    *,
    draft: RosterDraft,
    joins: Collection[int],
    changed: Collection[str],
    back: Collection[str],
    by: User,
    now: dt.datetime,
) -> list[Student]:
    """Carry out what was ticked: `joins` by their lines, the others by their keys. Nobody leaves by this.

    Returns the children who joined. The draft is deleted, so that nobody joins twice. Raises ListIsOver and
    UnableToBringIn.
    """
    classroom = roster.lock(draft.classroom)
    _check_open(draft)
    shown = compared(opened(draft).children().children, classroom)
    returning = [change for change in shown.back if change.known.key in back]
    altered = [change for change in shown.changed if change.known.key in changed]
    numbered = [change for change in shown.same if change.source_id]
    coming = [join for join in shown.joins if join.child.line in joins]
    if (len(returning), len(altered), len(coming)) != (len(back), len(changed), len(joins)):
        raise UnableToBringIn("The class has changed meanwhile. Look it over once more.")
    _alter(classroom, [*returning, *altered, *numbered])
    roster.bring_back(classroom=classroom, keys=[change.known.key for change in returning], by=by, now=now)
    joined = _add(classroom, coming, by, now)
    draft.delete()
    record(ClassroomVerb.ROSTER_IMPORTED, now=now, by=by, classroom=classroom)
    return joined


def _alter(classroom: Classroom, altered: Sequence[Change]) -> None:
    students = {s.key: s for s in classroom.students.filter(key__in=[change.known.key for change in altered])}
    for change in altered:
        student = students[change.known.key]
        if change.name:
            student.name, student.first_name = change.child.name.full, change.child.name.first
        student.source_id = change.source_id or student.source_id
        if change.band:
            student.grade_band = _own_band(classroom, change.band)
    Student.objects.bulk_update(students.values(), ["name", "first_name", "source_id", "grade_band"])
    roster.call(classroom)


def _own_band(classroom: Classroom, band: str) -> str:
    return "" if band == classroom.grade_band else band


def _add(classroom: Classroom, coming: Sequence[Join], by: User, now: dt.datetime) -> list[Student]:
    if not coming:
        return []
    return roster.add_students(
        classroom=classroom,
        names=[join.child.name for join in coming],
        source_ids=[join.child.source_id for join in coming],
        grade_bands=[_own_band(classroom, join.child.band) for join in coming],
        by=by,
        now=now,
    )
