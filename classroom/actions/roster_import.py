"""Imports a roster: a file is stored as a draft while the teacher reviews it, and then imported as ticked."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.db import transaction

from classroom.models import Classroom, ClassroomVerb, RosterDraft, Student, User
from classroom.models.roster_drafts import LIFE
from classroom.names import fold
from classroom.roster_files import (
    Book,
    Change,
    Changes,
    Child,
    Join,
    Known,
    Layout,
    Reading,
    Table,
    changes,
    guess,
    recoded,
    scrubbed,
    understand,
)

from . import roster, roster_layouts
from .audit import record
from .roster_together import with_all_together
from .unable import Unable


class UnableToBringIn(Unable):
    pass


class ListIsOver(Exception):
    """The draft is no longer there: it was imported, discarded or replaced, perhaps in another tab."""


@dataclass(frozen=True)
class Opened:
    """A draft: the file, the place of the chosen table, how each table is read, which of its other lines the teacher
    takes as children, and the boxes that the teacher set. `today` is the class's day when the file was sent."""

    book: Book
    place: int
    layouts: tuple[Layout, ...]
    taken: tuple[str, ...]
    answers: tuple[str, ...]
    remembered: tuple[int, ...]
    today: dt.date

    @property
    def table(self) -> Table:
        return self.book.tables[self.place]

    @property
    def layout(self) -> Layout:
        return self.layouts[self.place]

    @cached_property
    def reading(self) -> Reading:
        """What is understood of the chosen table, read in the way that was chosen."""
        return understand(self.table, self.layout, self.taken, today=self.today)

    @property
    def needs_part(self) -> bool:
        return self.reading.needs_part

    @property
    def is_remembered(self) -> bool:
        """Whether the chosen table is read as the school read such lists before."""
        return self.place in self.remembered


@transaction.atomic
def begin(
    *, classroom: Classroom, book: Book, by: User, now: dt.datetime, layouts: Sequence[Layout] | None = None
) -> RosterDraft:
    """Store a file for its preview. It replaces the person's last draft, and expired drafts are deleted. `layouts` says
    how each table is read; without it, that is guessed."""
    roster.lock(classroom)
    RosterDraft.objects.filter(made_at__lte=now - LIFE).delete()
    RosterDraft.objects.filter(classroom=classroom, by=by).delete()
    draft = RosterDraft(classroom=classroom, by=by, made_at=now)
    if layouts is None:
        _seal_guessed(draft, with_all_together(book))
    else:
        chosen = [_with_part(table, layout, classroom) for table, layout in zip(book.tables, layouts, strict=True)]
        draft.seal(book=book, table=0, layouts=chosen)
    draft.save()
    return draft


def _seal_guessed(draft: RosterDraft, book: Book) -> None:
    """Seal a book as it is guessed to be read, or as the school read such lists before."""
    guessed = [guess(table) for table in book.tables]
    layouts = roster_layouts.applied(draft.classroom.school_id, book.tables, guessed)
    chosen = [_with_part(table, layout, draft.classroom) for table, layout in zip(book.tables, layouts, strict=True)]
    remembered = [place for place, layout in enumerate(layouts) if layout != guessed[place]]
    tables = tuple(scrubbed(table, layout) for table, layout in zip(book.tables, chosen, strict=True))
    draft.seal(book=replace(book, tables=tables), table=0, layouts=chosen, remembered=remembered)


def _with_part(table: Table, layout: Layout, classroom: Classroom) -> Layout:
    """The layout with the class of the list that is called as the classroom, if there is one."""
    titles = [part.title for part in understand(table, layout).parts]
    part = next((title for title in titles if fold(title) == fold(classroom.name)), "")
    return replace(layout, part=part)


def opened(draft: RosterDraft) -> Opened:
    content = draft.open()
    today = draft.classroom.today(draft.made_at)
    return Opened(
        content.book, content.table, content.layouts, content.taken, content.answers, content.remembered, today
    )


@transaction.atomic
def choose(
    *, draft: RosterDraft, table: int, layout: Layout, taken: Collection[str] = (), answers: Collection[str] = ()
) -> None:
    """Read the draft another way: another list, another class of it, other columns, other lines. Lines and answers
    belong to one list: another list begins without them. Raises ListIsOver."""
    _check_open(draft)
    content = draft.open()
    layouts = [layout if place == table else other for place, other in enumerate(content.layouts)]
    # With other headings, other columns may turn out to be such as are never kept.
    tables = [scrubbed(one, layout) if place == table else one for place, one in enumerate(content.book.tables)]
    stays = table == content.table
    draft.seal(
        book=replace(content.book, tables=tuple(tables)),
        table=table,
        layouts=layouts,
        taken=taken if stays else (),
        answers=answers if stays else (),
        remembered=content.remembered,
    )
    draft.save(update_fields=["content"])


@transaction.atomic
def choose_encoding(*, draft: RosterDraft, encoding: str) -> None:
    """Read the letters of a text file in another encoding. Its columns are guessed anew. Raises Unreadable and
    ListIsOver."""
    _check_open(draft)
    _seal_guessed(draft, recoded(draft.open().book, encoding))
    draft.save(update_fields=["content"])


@transaction.atomic
def forget_layout(*, draft: RosterDraft) -> None:
    """Forget how the school read lists with these headings, and read the chosen table as it is guessed. Raises
    ListIsOver."""
    _check_open(draft)
    content = draft.open()
    table = content.book.tables[content.table]
    guessed = guess(table)
    roster_layouts.forget(draft.classroom.school_id, table)
    layouts = list(content.layouts)
    layouts[content.table] = _with_part(table, guessed, draft.classroom)
    draft.seal(
        book=content.book,
        table=content.table,
        layouts=layouts,
        taken=content.taken,
        answers=content.answers,
        remembered=[place for place in content.remembered if place != content.table],
    )
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
    return Known(student.key, student.name, student.source_id, student.band, student.left_on is None, student.goes_by)


@transaction.atomic
def bring_in(
    *,
    draft: RosterDraft,
    joins: Collection[str],
    changed: Collection[str],
    back: Collection[str],
    by: User,
    now: dt.datetime,
    goes_on: bool = False,
) -> list[Student]:
    """Carry out what was ticked: `joins` by the keys of children in the list, the others by those in the
    class. Nobody leaves by this. The school remembers how the list was read where the teacher chose it.

    Returns the children who joined. The draft is deleted, unless the teacher `goes_on` with another list of it. Raises
    ListIsOver and UnableToBringIn.
    """
    classroom = roster.lock(draft.classroom)
    _check_open(draft)
    open_draft = opened(draft)
    shown = compared(open_draft.reading.children, classroom)
    returning = [change for change in shown.back if change.known.key in back]
    altered = [change for change in shown.changed if change.known.key in changed]
    numbered = [change for change in shown.same if change.source_id]
    coming = [join for join in shown.joins if join.child.key in joins]
    if (len(returning), len(altered), len(coming)) != (len(back), len(changed), len(joins)):
        raise UnableToBringIn("The class has changed meanwhile. Look it over once more.")
    if {change.known.key for change in altered} & {join.like.key for join in coming if join.like}:
        raise UnableToBringIn(
            "A child is checked twice: as a child who is here, and as another one. Choose one of them."
        )
    _alter(classroom, [*returning, *altered, *numbered])
    roster.bring_back(classroom=classroom, keys=[change.known.key for change in returning], by=by, now=now)
    joined = _add(classroom, coming, by, now)
    roster_layouts.remember(classroom.school_id, open_draft.table, open_draft.layout)
    if not goes_on:
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
        goes_by=_told_apart(classroom, [join.child for join in coming]),
        by=by,
        now=now,
    )


def _told_apart(classroom: Classroom, coming: Sequence[Child]) -> list[str]:
    """The preferred names of the children, with a letter of the last name where another child is called the same."""
    here = [fold(called) for called in classroom.students.here().values_list("called", flat=True)]
    spoken = [*here, *(fold(child.called or child.name.first) for child in coming)]
    return [
        f"{child.called} {child.name.full.split(' ')[-1][:1]}."
        if child.called and spoken.count(fold(child.called)) > 1 and " " in child.name.full
        else child.called
        for child in coming
    ]
