"""Stores that a child is not asked for a note, because the family wishes so."""

import datetime as dt
from dataclasses import replace

from django.db import transaction

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.models import Student, User
from partners.models import Considerations, NoteDraft, PartnerNote, PartnersVerb


@transaction.atomic
def skip_note(*, student: Student, by: User, now: dt.datetime) -> None:
    """The child is not asked for a note, in this round and later ones. A note or draft for the open round no longer
    counts.

    Safety flags that the child raised stay. The audit event does not tell the family's wish, which only ciphertext may
    tell.
    """
    lock(student.classroom)
    _know(student, skips=True)
    preparing = {"student": student, "round__published_at": None}
    NoteDraft.objects.filter(**preparing).delete()
    PartnerNote.objects.filter(**preparing, is_current=True).update(is_current=False)
    record(PartnersVerb.CONSIDERATIONS_CHANGED, now=now, by=by, classroom=student.classroom, student=student)


@transaction.atomic
def ask_again(*, student: Student, by: User, now: dt.datetime) -> None:
    """The child is asked for a note like everyone else. A note that was set aside does not come back."""
    lock(student.classroom)
    _know(student, skips=False)
    record(PartnersVerb.CONSIDERATIONS_CHANGED, now=now, by=by, classroom=student.classroom, student=student)


def _know(student: Student, *, skips: bool) -> None:
    row = Considerations.objects.filter(student=student).first() or Considerations(student=student)
    row.content = replace(row.content, skips_note=skips)
    row.save()
