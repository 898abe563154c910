"""The order in which a teacher reads the notes of a round.

The order tells something about the writers, so it is for behind the cover only. On covered pages notes are in the order
of the roll.
"""

from partners.models import PartnerNote, Round
from partners.notes.talk_requests import wanting_to_talk


def on_the_roll(round: Round) -> list[PartnerNote]:
    """The current notes of children who are in the class, in the order of the roll, without their contents. One
    query."""
    sent = PartnerNote.objects.filter(round=round, is_current=True, student__left_on=None).defer("content")
    return list(sent.select_related("student__classroom", "round").order_by("student__sort_key", "student_id"))


def in_reading_order(round: Round) -> list[PartnerNote]:
    """The same notes: first those of children who are not safe, then of children who want to talk, then the rest."""
    not_safe, want_to_talk = _not_safe(round), wanting_to_talk(round)
    return sorted(
        on_the_roll(round), key=lambda note: (note.student_id not in not_safe, note.student_id not in want_to_talk)
    )


def _not_safe(round: Round) -> set[int]:
    return {flag.content.student for flag in round.classroom.safety_flags.all() if flag.is_open}
