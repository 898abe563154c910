"""A teacher opens a note, and every opening is recorded."""

from classroom.models import AuditEvent, Student, User
from partners.actions import note_reading
from partners.models import Pick, Round
from tests.cast import hand_in
from tests.partners.actions.test_notes import SOON


def test_each_opening_is_recorded(ana: Student, ben: Student, round: Round, owner: User) -> None:
    note = hand_in(ana, round, great={ben: []})
    for _ in range(2):
        assert note_reading.open_note(note=note, by=owner, now=SOON).great == (Pick(student=ben.pk),)
    events = AuditEvent.objects.filter(verb="note_opened")
    assert [(e.by, e.student, e.classroom, e.at) for e in events] == [(owner, ana, ana.classroom, SOON)] * 2
