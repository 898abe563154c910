"""Marks a child's request to talk as answered by the teacher."""

import datetime as dt

from django.db import transaction

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.models import Student, User
from partners.models import PartnerNote, PartnersVerb
from partners.notes.talk_requests import waiting_to_talk


@transaction.atomic
def tick_off(*, student: Student, by: User, now: dt.datetime) -> None:
    """The teacher has talked with a child who asked for it in a note, or in a draft of one. A second time changes
    nothing.

    No audit event names the child: it would say in clear what only ciphertext may say.
    """
    classroom = lock(student.classroom)
    asked = [asked for asked in waiting_to_talk([classroom]) if asked.student_id == student.pk]
    for each in asked:
        each.hear(now)
        each.save(update_fields=["content"])
    if asked:
        record(PartnersVerb.TALKED, now=now, by=by, classroom=classroom)


def hear(*, note: PartnerNote, now: dt.datetime) -> None:
    """Mark the request to talk in this note as heard, because a teacher has opened the note. Call it within a
    transaction."""
    if not note.wants_to_talk or note.was_heard:
        return
    lock(note.student.classroom)
    note.refresh_from_db(fields=["content"])
    note.hear(now)
    note.save(update_fields=["content"])
