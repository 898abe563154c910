"""A teacher opens a child's note."""

import datetime as dt

from django.db import transaction

from classroom.actions.audit import record
from classroom.models import User
from partners.actions import talk_requests
from partners.models import NoteWords, PartnerNote, PartnersVerb


@transaction.atomic
def open_note(*, note: PartnerNote, by: User, now: dt.datetime) -> NoteWords:
    """The words of a note, for the teacher who opens it. Each opening is an audit event."""
    record(PartnersVerb.NOTE_OPENED, now=now, by=by, classroom=note.student.classroom, student=note.student)
    talk_requests.hear(note=note, now=now)
    return note.open()
