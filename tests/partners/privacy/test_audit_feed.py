"""The audit feed of a class: who opened which notes, in an order that gives nothing away."""

import re

import pytest
import time_machine

from classroom.models import AuditEvent, Classroom, Student, User
from partners.actions import notes
from partners.models import NoteAnswers, PartnerNote, PartnersVerb, Round
from partners.privacy import audit_feed
from tests.addresses import url
from tests.cast import hand_in, page, sign_in

HOUR = 3600


@pytest.fixture
def room(round: Round, classroom: Classroom, ana: Student, ben: Student, cleo: Student, dov: Student) -> Classroom:
    """A class with four notes: Dov does not feel safe, and Cleo asks to talk."""
    hand_in(ana, round)
    hand_in(ben, round)
    notes.hand_in(student=cleo, round=round, answers=NoteAnswers(talk=True), now=round.opened_at)
    hand_in(dov, round, hard={ana: ["unsafe"]})
    return classroom


def read_in_turn(room: Classroom, owner: User) -> list[str]:
    """Read all notes one after another, as the page leads. Returns the names of the children who wrote them."""
    teacher, address = sign_in(owner), url("partners:notes_read_uncover", room.key)
    html, called = page(teacher.post(address)), []
    while True:
        called += re.findall(r'<h1 dir="auto">(\w+)’s note', html.replace("'", "’"))
        onwards = re.search(r'class="push" method="post".*?name="note" value="(\w+)"', html)
        if onwards is None:
            return called
        html = page(teacher.post(address, {"note": onwards[1]}))


def told_on(page: str) -> list[str]:
    """The children whose notes were opened, in the order of the page, and as often as it names them."""
    said = re.findall(r"(?:opened the notes? of <span|: <b) dir=\"auto\">([^<]*)<", page)
    return [name for line in said for name in re.findall(r"Ana|Ben|Cleo|Dov", line)]


def test_no_page_shows_the_order_in_which_notes_were_read(room: Classroom, owner: User) -> None:
    assert read_in_turn(room, owner) == ["Dov", "Cleo", "Ana", "Ben"]
    for name in ("record", "privacy"):
        html = page(sign_in(owner).get(f"/c/{room.key}/{name}/"))
        assert told_on(html) == ["Ana", "Ben", "Cleo", "Dov"]


def test_each_person_and_each_day_has_a_line(
    room: Classroom, owner: User, co_teacher: User, clock: time_machine.Traveller
) -> None:
    dov, ana = (PartnerNote.objects.get(student__called=called) for called in ("Dov", "Ana"))
    for by, note in ((owner, dov), (co_teacher, dov), (owner, ana), (owner, dov)):
        sign_in(by).post(url("partners:note_uncover", room.key, note.key))
    clock.shift(24 * HOUR)
    sign_in(owner).post(url("partners:note_uncover", room.key, dov.key))
    opened = AuditEvent.objects.filter(verb=PartnersVerb.NOTE_OPENED)
    lines = audit_feed.lines_of(audit_feed.newest(opened, room, 30), room)
    assert [(line.event.by, line.children, line.words) for line in lines] == [
        (owner, "Dov", "opened the note of"),
        (owner, "Ana and Dov", "opened the notes of"),
        (co_teacher, "Dov", "opened the note of"),
    ]


@pytest.mark.parametrize(("most", "found"), [(1, 2), (2, 2), (3, 5), (5, 5), (9, 5)])
def test_the_feed_never_shows_a_part_of_a_day(
    most: int, found: int, room: Classroom, owner: User, clock: time_machine.Traveller
) -> None:
    """A part of a day's openings would show which of them came first."""
    sent = list(PartnerNote.objects.order_by("pk"))
    for day, opened in enumerate((sent[:3], sent[:2])):
        for note in opened:
            sign_in(owner).post(url("partners:note_uncover", room.key, note.key))
        clock.shift((1 - day) * 24 * HOUR)
    assert len(audit_feed.newest(AuditEvent.objects.filter(verb=PartnersVerb.NOTE_OPENED), room, most)) == found
