"""A child asked its teacher to come and talk, and she did."""

import datetime as dt

from django.db import transaction

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.models import Student, User
from partners.models import PartnerNote, PartnersVerb
from partners.notes.talk_requests import waiting_to_talk


@transaction.atomic
def tick_off(*, student: Student, by: User, now: dt.datetime) -> None:
    """The teacher has talked with the child, who asked in a note or in one that is not sent yet. Ticked off twice, it
    is once.

    No audit row names the child: it would say in clear what only ciphertext may say.
    """
    classroom = lock(student.classroom)
    asked = [asked for asked in waiting_to_talk([classroom]) if asked.student_id == student.pk]
    for each in asked:
        each.hear(now)
        each.save(update_fields=["content"])
    if asked:
        record(PartnersVerb.TALKED, now=now, by=by, classroom=classroom)


def hear(*, note: PartnerNote, now: dt.datetime) -> None:
    """A teacher has opened the note: that the child asks to talk is heard. Within a transaction."""
    if not note.wants_to_talk or note.was_heard:
        return
    lock(note.student.classroom)
    note.refresh_from_db(fields=["content"])
    note.hear(now)
    note.save(update_fields=["content"])
