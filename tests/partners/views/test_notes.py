"""The teacher's pages about notes."""

import datetime as dt
import re
from dataclasses import replace

import time_machine
from django.test import Client

from classroom.actions import roster
from classroom.models import AuditEvent, Classroom, Student, User
from partners.actions import notes
from partners.models import PartnerNote, Plan, Round
from tests.addresses import url
from tests.cast import NOW, answers, hand_in, open_window, page, publish, seat, sign_in

SOON = NOW + dt.timedelta(minutes=12)


def states(teacher: Client, classroom: Classroom) -> dict[str, str]:
    """The state of each child's note, as the roll shows it."""
    html = page(teacher.get(url("partners:notes", classroom.key)))
    roll = html[html.index('<ul class="roll"') :]
    found = {}
    for line in re.findall(r"<li>.*?</li>", roll, re.DOTALL):
        words = re.sub(r"<svg.*?</svg>|<span class=\"visually-hidden\">.*?</span>", "", line)
        name, state = re.findall(r">\s*([^<>\s][^<>]*?)\s*<", words)[:2]
        found[name] = state
    return found


def test_the_page_shows_who_turned_in_a_note(
    classroom: Classroom, owner: User, round: Round, ana: Student, ben: Student, cleo: Student, fay: Student
) -> None:
    hand_in(ana, round, great={ben: []})
    hand_in(ben, round)
    hand_in(ben, round, now=SOON)
    seat(cleo)
    roster.mark_left(student=fay, by=owner, now=NOW)
    teacher = sign_in(owner)
    assert states(teacher, classroom) == {
        "Ana": "In",
        "Ben": "Sent twice",
        "Cleo": "Writing now",
        "Dov": "Not yet",
        "Eli": "Not yet",
    }
    assert "2 of 5 notes are in" in page(teacher.get(url("partners:notes", classroom.key)))


def test_writing_ends_with_the_sitting(
    clock: time_machine.Traveller, classroom: Classroom, owner: User, round: Round, cleo: Student
) -> None:
    seat(cleo)
    clock.shift(dt.timedelta(minutes=11))
    assert states(sign_in(owner), classroom)["Cleo"] == "Not yet"


def test_the_newest_note_is_linked_and_an_earlier_one_can_be_read(
    classroom: Classroom, owner: User, round: Round, ana: Student, ben: Student
) -> None:
    first = hand_in(ana, round, great={ben: ["kind"]})
    second = hand_in(ana, round, hard={ben: ["loud"]}, now=SOON)
    teacher = sign_in(owner)
    shown = page(teacher.get(url("partners:notes", classroom.key)))
    assert f"/notes/{second.key}/" in shown
    assert f"/notes/{first.key}/" not in shown
    newest = page(teacher.post(url("partners:note_uncover", classroom.key, second.key)))
    assert "sent twice, this is the newest" in newest
    assert "The note of 12 January, 9:00" in newest
    assert "It gets too loud for me" in newest
    earlier = page(teacher.post(url("partners:note_uncover", classroom.key, first.key)))
    assert "an earlier one" in earlier
    assert "Kind about my work" in earlier


def test_a_note_that_came_after_publishing_says_so(classroom: Classroom, owner: User, plan: Plan, ana: Student) -> None:
    publish(plan)
    note = hand_in(ana, plan.round, now=SOON)
    assert "after partners were published" in page(sign_in(owner).get(url("partners:note", classroom.key, note.key)))


def test_a_named_classmate_who_left_is_shown(
    classroom: Classroom, owner: User, round: Round, ana: Student, ben: Student
) -> None:
    note = hand_in(ana, round, great={ben: ["kind"]})
    roster.mark_left(student=ben, by=owner, now=NOW)
    assert "(left the class)" in page(sign_in(owner).post(url("partners:note_uncover", classroom.key, note.key)))


def test_a_note_leads_to_the_ones_before_and_after(
    classroom: Classroom, owner: User, round: Round, ana: Student, ben: Student, cleo: Student
) -> None:
    """The order is that of the roll. On an uncovered page the next note is opened by POST, which is recorded, too."""
    notes = {student: hand_in(student, round) for student in (cleo, ana, ben)}
    teacher = sign_in(owner)
    address = f"/c/{classroom.key}/notes/{{}}/".format
    covered = page(teacher.get(address(notes[ben].key)))
    assert address(notes[ana].key) in covered
    assert address(notes[cleo].key) in covered
    assert "one-by-one" not in covered
    read = page(teacher.post(address(notes[ben].key) + "uncover/"))
    assert read.count(f'action="/c/{classroom.key}/notes/one-by-one/uncover/"') == 2
    assert address(notes[cleo].key) not in page(teacher.get(address(notes[ana].key)))


def names_in_turn(teacher: Client, classroom: Classroom) -> list[str]:
    """The names of the children whose notes are read one after another, from the first to the last."""
    address = url("partners:notes_read_uncover", classroom.key)
    read, following = [], [""]
    while following:
        html = page(teacher.post(address, {"note": following[0]}))
        read += re.findall(r"<h1[^>]*>(\w+)’s note</h1>", html)
        following = re.findall(r'name="note" value="(\w+)"><button[^>]*><span', html)
    return read


def test_urgent_notes_are_read_first(
    classroom: Classroom, owner: User, round: Round, ana: Student, ben: Student, cleo: Student, dov: Student
) -> None:
    """Cleo said that she does not feel safe, and changed her note after that. Dov asks to talk."""
    for student in (ana, ben):
        hand_in(student, round)
    notes.hand_in(student=dov, round=round, answers=replace(answers(), talk=True), now=NOW)
    hand_in(cleo, round, hard={ana: ["unsafe"]})
    hand_in(cleo, round)
    teacher = sign_in(owner)
    assert names_in_turn(teacher, classroom) == ["Cleo", "Dov", "Ana", "Ben"]
    opened = AuditEvent.objects.filter(verb="note_opened").order_by("pk")
    assert [event.student for event in opened] == [cleo, dov, ana, ben]


def test_the_order_of_covered_pages_gives_nothing_away(
    classroom: Classroom, owner: User, round: Round, ana: Student, ben: Student, cleo: Student
) -> None:
    """Covered pages keep the order of the roll. A note that was opened in turn leads back to the covered list."""
    notes = {student: hand_in(student, round) for student in (ana, ben)}
    notes[cleo] = hand_in(cleo, round, hard={ana: ["unsafe"]})
    teacher = sign_in(owner)
    covered = page(teacher.get(url("partners:note", classroom.key, notes[ben].key)))
    ways = re.findall(r'<a class="btn btn-outline[^>]*>\s*(?:<svg.*?</svg>)?\s*<span dir="auto">(\w+)</span>', covered)
    assert ways == ["Ana", "Cleo"]
    read = page(teacher.post(url("partners:notes_read_uncover", classroom.key)))
    assert f'data-cover="/c/{classroom.key}/notes/"' in read
    assert page(teacher.get(url("partners:notes", classroom.key))).index("Ben") < page(
        teacher.get(url("partners:notes", classroom.key))
    ).index("Cleo")


def test_without_notes_there_is_nothing_to_read(classroom: Classroom, owner: User, round: Round) -> None:
    teacher = sign_in(owner)
    assert "one-by-one" not in page(teacher.get(url("partners:notes", classroom.key)))
    answer = teacher.post(url("partners:notes_read_uncover", classroom.key))
    assert answer["Location"] == url("partners:notes", classroom.key)


def test_only_the_roll_is_refreshed(
    classroom: Classroom, owner: User, round: Round, ana: Student, ben: Student
) -> None:
    """A part of the page that appears by itself must not tell the room that a child does not feel safe."""
    reader, teacher = seat(ana), sign_in(owner)
    html = page(teacher.get(url("partners:notes", classroom.key)))
    [asked] = re.findall(r"<div id=\"live\"[^>]*hx-get[^>]*>", html)
    assert re.findall(r'hx-select(?:-oob)?="([^"]*)"', asked) == ["#live", "#roll-list"]
    reader.post(url("partners:note_who_hard"), {"student": ben.key})
    reader.post(url("partners:note_why", "hard", 0), {"student": ben.key, "unsafe": "1"})
    html = page(teacher.get(url("partners:notes", classroom.key)))
    live, rest = (
        html[html.index('<div id="live"') : html.index('id="read-first"')],
        html[html.index('id="roll-list"') :],
    )
    assert "Read this first" not in live + rest
    assert html.count("Read this first") == 1


def test_a_round_is_opened_once(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    html = page(teacher.get(url("partners:notes", classroom.key)))
    assert "Open round 1" in html
    assert html.count("<div") == html.count("</div>")
    assert teacher.post(url("partners:round_open", classroom.key))["Location"] == url("partners:notes", classroom.key)
    assert "0 of 6 notes are in" in page(teacher.get(url("partners:notes", classroom.key)))
    answer = teacher.post(url("partners:round_open", classroom.key), follow=True)
    assert "A round is open already. Publish its partners first." in page(answer)
    assert classroom.rounds.count() == 1


def test_a_note_of_another_class_is_not_found_here(
    classroom: Classroom, other_classroom: Classroom, owner: User, other_teacher: User, round: Round, ana: Student
) -> None:
    note = hand_in(ana, round)
    assert sign_in(other_teacher).get(url("partners:note", other_classroom.key, note.key)).status_code == 404
    assert sign_in(owner).get(url("partners:note", classroom.key, "nothing")).status_code == 404
    assert PartnerNote.objects.count() == 1


def test_the_window_is_opened_and_closed_here(
    clock: time_machine.Traveller, classroom: Classroom, owner: User, round: Round
) -> None:
    teacher = sign_in(owner)
    notes = url("partners:notes", classroom.key)
    assert "Children can’t sign in now" in page(teacher.get(notes))
    open_window(classroom)
    assert "until 9:45" in page(teacher.get(notes))
    clock.shift(dt.timedelta(minutes=45))
    assert "Children can’t sign in now" in page(teacher.get(notes))
    teacher.post(url("classroom:window_open", classroom.key))
    teacher.post(url("classroom:window_close", classroom.key))
    assert "Children can’t sign in now" in page(teacher.get(notes))


def test_a_page_that_asks_again_is_answered_only_with_news(
    classroom: Classroom, owner: User, round: Round, ana: Student
) -> None:
    open_window(classroom)
    teacher = sign_in(owner)
    notes = url("partners:notes", classroom.key)
    seen = re.search(r'"X-Seen": "(\w+)"', page(teacher.get(notes)))
    assert seen is not None
    asked = {"X-Polling": "true", "X-Seen": seen[1]}
    assert teacher.get(notes, headers=asked).status_code == 204
    hand_in(ana, round)
    answer = teacher.get(notes, headers=asked)
    assert (answer.status_code, "1 of 6 notes are in" in page(answer)) == (200, True)
    assert teacher.get(notes).status_code == 200


def test_a_whole_note_is_uncovered_and_its_covered_page_holds_none_of_it(
    classroom: Classroom, owner: User, round: Round, ana: Student, ben: Student, cleo: Student
) -> None:
    own = {ben: "He waits for me.", cleo: "She hums <b>loud</b>."}
    said = replace(
        answers(great={ben: ["kind"]}, hard={cleo: []}, loves=["games"], own=own),
        will_do=("listen", "turns"),
        does_well=("mend_it",),
        gets_better=("celebrate",),
        loves_own="axolotls",
        talk=True,
        tell="My dog is sick.",
    )
    note = notes.hand_in(student=ana, round=round, answers=said, now=NOW)
    told = (
        *('<b dir="auto">Ana</b> asks you to come and talk.', "“My dog is sick.”", "“He waits for me.”"),
        *("“She hums <b>loud</b>.”", "Will do to be a great partner", "I will listen · I will take turns"),
        *("Does well as a partner", "Mend it", "Wants to get better at", "Celebrate", "games", "“axolotls”"),
    )
    teacher, address = sign_in(owner), url("partners:note", classroom.key, note.key)
    assert [words for words in told if words not in page(teacher.post(f"{address}uncover/"))] == []
    assert "&lt;b&gt;loud" in teacher.post(f"{address}uncover/").content.decode()
    assert [words for words in told if words in page(teacher.get(address))] == []


def test_a_note_shows_no_headings_for_missing_answers(
    classroom: Classroom, owner: User, round: Round, ana: Student
) -> None:
    shown = page(sign_in(owner).post(url("partners:note_uncover", classroom.key, hand_in(ana, round).key)))
    for words in ("come and talk", "as a partner", "get better", "Loves to write about", "“"):
        assert words not in shown, words
