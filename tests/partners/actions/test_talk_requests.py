"""A child asks the teacher to come and talk, in a note or a draft; the request waits until the teacher has seen it."""

import datetime as dt

import pytest

from classroom.models import AuditEvent, Student, User
from partners.actions import leaving, note_reading, notes
from partners.actions.talk_requests import tick_off
from partners.models import NoteAnswers, PartnerNote, Plan, Round
from partners.notes import talk_requests
from tests.cast import NOW, open_round, publish, sit

SOON = NOW + dt.timedelta(minutes=12)
ASKS = NoteAnswers(talk=True)


def waiting(student: Student) -> list[tuple[str, str]]:
    """The children of the class who wait to talk, and whether each asked in a note or in a draft."""
    return [
        (type(asked).__name__, asked.student.called) for asked in talk_requests.waiting_to_talk([student.classroom])
    ]


def ask_in_draft(student: Student, round: Round, now: dt.datetime = NOW, *, talk: bool = True) -> None:
    notes.keep(sitting=sit(student, now), round=round, answers=NoteAnswers(talk=talk), now=now)


def test_children_who_ask_to_talk_are_found(
    ana: Student, ben: Student, cleo: Student, dov: Student, round: Round
) -> None:
    """A request counts in a sent note and in a draft, because the page promises that the teacher will come."""
    notes.hand_in(student=ana, round=round, answers=ASKS, now=NOW)
    notes.hand_in(student=ben, round=round, answers=NoteAnswers(talk=False, tell="Hello."), now=NOW)
    ask_in_draft(cleo, round)
    notes.keep(sitting=sit(dov), round=round, answers=NoteAnswers(loves=("games",)), now=NOW)
    assert talk_requests.wanting_to_talk(round) == {ana.pk, cleo.pk}
    assert waiting(ana) == [("PartnerNote", "Ana"), ("NoteDraft", "Cleo")]
    notes.keep(sitting=sit(cleo, SOON), round=round, answers=NoteAnswers(loves=("games",)), now=SOON)
    notes.hand_in(student=ana, round=round, answers=NoteAnswers(), now=SOON)
    assert talk_requests.wanting_to_talk(round) == {cleo.pk}
    assert waiting(ana) == [("NoteDraft", "Cleo")]


def test_a_request_in_a_note_waits_until_the_note_is_opened(
    ana: Student, ben: Student, owner: User, round: Round
) -> None:
    """Opening an earlier note of the child does not count. The order in which notes are read stays as it was."""
    first = notes.hand_in(student=ana, round=round, answers=ASKS, now=NOW)
    second = notes.hand_in(student=ana, round=round, answers=ASKS, now=SOON)
    note_reading.open_note(note=first, by=owner, now=SOON)
    assert waiting(ana) == [("PartnerNote", "Ana")]
    assert note_reading.open_note(note=second, by=owner, now=SOON).talk
    assert waiting(ana) == []
    assert talk_requests.wanting_to_talk(round) == {ana.pk}
    notes.hand_in(student=ana, round=round, answers=ASKS, now=SOON)
    assert waiting(ana) == [("PartnerNote", "Ana")]


def test_a_request_in_a_draft_waits_until_it_is_ticked_off(
    ana: Student, ben: Student, owner: User, round: Round
) -> None:
    ask_in_draft(ana, round)
    ask_in_draft(ben, round)
    for _ in range(2):
        tick_off(student=ana, by=owner, now=SOON)
    assert waiting(ana) == [("NoteDraft", "Ben")]
    assert [(event.by, event.student) for event in AuditEvent.objects.filter(verb="talked")] == [(owner, None)]


def test_a_request_stays_ticked_off_while_the_child_goes_on_and_sends(
    ana: Student, cleo: Student, owner: User, round: Round
) -> None:
    sitting = sit(ana)
    notes.keep(sitting=sitting, round=round, answers=NoteAnswers(great=(cleo.pk,), talk=True), now=NOW)
    tick_off(student=ana, by=owner, now=NOW)
    notes.keep(sitting=sitting, round=round, answers=NoteAnswers(loves=("games",), talk=True), now=SOON)
    leaving.leave_together(students=[cleo], by=owner, now=SOON)
    notes.take_off_who_left(sitting=sitting, round=round, now=SOON)
    assert waiting(ana) == []
    notes.hand_in_draft(sitting=sitting, round=round, now=SOON)
    assert PartnerNote.objects.get().open().talk
    assert waiting(ana) == []


@pytest.mark.parametrize("anew", ["after a no", "in another sitting"])
def test_a_child_may_ask_again(anew: str, ana: Student, owner: User, round: Round) -> None:
    sitting = sit(ana)
    notes.keep(sitting=sitting, round=round, answers=ASKS, now=NOW)
    tick_off(student=ana, by=owner, now=NOW)
    if anew == "after a no":
        notes.keep(sitting=sitting, round=round, answers=NoteAnswers(talk=False), now=SOON)
    else:
        sitting = sit(ana, SOON)
    assert waiting(ana) == []
    notes.keep(sitting=sitting, round=round, answers=ASKS, now=SOON)
    assert waiting(ana) == [("NoteDraft", "Ana")]


def test_a_request_to_talk_outlasts_publication_and_ends_when_the_child_leaves(
    ana: Student, ben: Student, owner: User, plan: Plan
) -> None:
    ask_in_draft(ana, plan.round)
    notes.hand_in(student=ben, round=plan.round, answers=ASKS, now=NOW)
    publish(plan)
    open_round(ana.classroom)
    assert waiting(ana) == [("NoteDraft", "Ana"), ("PartnerNote", "Ben")]
    Student.objects.filter(pk=ben.pk).update(left_on=NOW.date())
    assert waiting(ana) == [("NoteDraft", "Ana")]
