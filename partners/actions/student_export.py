"""Shows one child's record to a teacher, and exports it without the words that the teacher blanks."""

import datetime as dt
from collections.abc import Collection, Mapping

from django.db import transaction

from classroom.actions.audit import record, record_each
from classroom.models import Student, User
from classroom.name_masking import BLANK, blanked
from partners.models import PartnersVerb
from partners.privacy import student_export
from partners.privacy.student_export import Record, Text


@transaction.atomic
def look_through(*, student: Student, by: User, now: dt.datetime) -> None:
    """Write audit events for a teacher who reads the free text of the record behind the cover. Each note of the
    child counts as opened by them."""
    record(PartnersVerb.RECORD_LOOKED_THROUGH, now=now, by=by, classroom=student.classroom, student=student)
    record_each(PartnersVerb.NOTE_OPENED, [student] * student.notes.count(), now=now, by=by)


@transaction.atomic
def take(*, student: Student, blanks: Mapping[str, Collection[int] | None], by: User, now: dt.datetime) -> Record:
    """The record without the blanked words. `blanks` says for a text, by its key, which words are blanked: their
    positions, or None for all."""
    record(PartnersVerb.RECORD_TAKEN, now=now, by=by, classroom=student.classroom, student=student)

    def tell(text: Text) -> str:
        which = blanks.get(text.key, ())
        return BLANK if which is None else blanked(text.text, which)

    return student_export.record_of(student, now=now, tell=tell)
