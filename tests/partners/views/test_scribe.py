"""A note that the teacher writes down for a child, and a child who is not asked for a note."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client

from classroom.models import AuditEvent, Classroom, Student, User
from partners.models import Considerations, NoteDraft, PartnerNote, Round, SafetyFlag, Workshop
from partners.queries import pairing_problem
from tests.addresses import url
from tests.cast import NOW, TODAY, considered, hand_in, page, seat, sign_in


def note_page(student: Student) -> str:
    return url("partners:note_for", student.classroom.key, student.key)


def skip(teacher: Client, student: Student, **data: str) -> str:
    return page(teacher.post(f"{note_page(student)}skip/", data, follow=True))


@pytest.fixture
def teacher(owner: User) -> Client:
    return sign_in(owner)


# Notes written down for a child


def test_a_note_is_written_down_for_a_child(
    teacher: Client, classroom: Classroom, owner: User, round: Round, ana: Student, ben: Student, cleo: Student
) -> None:
    sent = {
        "great_0": ben.key,
        "great_0_why": ["kind", "listens"],
        "great_3": cleo.key,
        "great_3_own": "She waits for me.",
        "hard_0": "",
        "will_do": ["listen"],
        "loves": ["animals"],
    }
    assert teacher.post(note_page(ana), sent)["Location"] == url("partners:notes", classroom.key)
    [note] = pairing_problem(round, mode="mix", today=TODAY).notes
    assert (note.student, note.hard) == (ana.key, ())
    assert [(choice.student, choice.why) for choice in note.great] == [(ben.key, ("listens", "kind")), (cleo.key, ())]
    assert Considerations.objects.get(student=ana).content.loves == ("animals",)
    [event] = AuditEvent.objects.filter(verb="note_scribed")
    assert (event.by, event.student, event.classroom) == (owner, ana, classroom)
    shown = page(teacher.post(url("partners:note_uncover", classroom.key, PartnerNote.objects.get().key)))
    assert 'Written down for <span dir="auto">Ana</span> by <span dir="auto">Ms. Okafor</span>' in shown
    assert "“She waits for me.”" in shown
    assert "I will listen" in shown
    assert "wrote down the note of" in page(teacher.get(url("partners:record", classroom.key)))


def test_only_the_uncovered_page_says_that_a_note_was_written_down(
    teacher: Client, classroom: Classroom, round: Round, ana: Student
) -> None:
    teacher.post(note_page(ana), {})
    assert "Written down for" not in page(
        teacher.get(url("partners:note", classroom.key, PartnerNote.objects.get().key))
    )
    own = hand_in(ana, round, now=NOW + dt.timedelta(minutes=1))
    assert "Written down for" not in page(teacher.post(url("partners:note_uncover", classroom.key, own.key)))


def test_a_scribed_note_replaces_the_present_one_and_can_be_replaced(
    teacher: Client, round: Round, ana: Student, ben: Student, cleo: Student
) -> None:
    first = hand_in(ana, round, great={ben: ["kind"]})
    html = page(teacher.get(note_page(ana)))
    assert "This note takes the place of the one that is in." in html
    assert not re.search(r"checked|selected(?! *>–)", html)
    teacher.post(note_page(ana), {"great_0": cleo.key})
    assert [note.is_current for note in PartnerNote.objects.order_by("pk")] == [False, True]
    hand_in(ana, round)
    assert [note.is_current for note in PartnerNote.objects.order_by("pk")] == [False, False, True]
    assert PartnerNote.objects.order_by("pk")[0].pk == first.pk


def test_words_to_the_teacher_are_scribed_too(
    teacher: Client, classroom: Classroom, round: Round, ana: Student
) -> None:
    too_long = page(teacher.post(note_page(ana), {"talk": "on", "tell": "a" * 201}), 422)
    assert "at most 200 characters" in too_long
    assert "a" * 201 in too_long
    assert 'name="talk" value="on" checked' in too_long
    assert teacher.post(note_page(ana), {"talk": "on", "tell": " I miss my friend.\u202e "}).status_code == 302
    assert "A child asks to talk" in page(teacher.get(url("partners:home")))
    shown = page(teacher.post(url("partners:note_uncover", classroom.key, PartnerNote.objects.get().key)))
    assert "asks you to come and talk." in shown
    assert "“I miss my friend.”" in shown
    teacher.post(note_page(ana), {})
    words = PartnerNote.objects.get(is_current=True).open()
    assert (words.talk, words.tell) == (False, "")


def test_a_scribed_note_that_cannot_be_sent_comes_back_as_entered(
    teacher: Client, round: Round, ana: Student, ben: Student, cleo: Student, gus: Student
) -> None:
    sent = {"great_0": ben.key, "great_1": gus.key, "great_2_why": ["kind"], "hard_0": ben.key, "hard_0_why": ["loud"]}
    answer = teacher.post(note_page(ana), sent)
    html = page(answer, 422)
    assert answer["Cache-Control"].startswith("no-store")
    assert "Ben is on this note already. Choose once." in html
    assert "This child is not in the class now. Choose again." in html
    assert "Choose whom this is about." in html
    assert 'name="hard_0_why" value="loud" checked' in html
    assert f'<option value="{ben.key}" selected>' in html
    assert PartnerNote.objects.count() == 0


def test_the_form_offers_neither_the_child_nor_one_who_left(
    teacher: Client, classroom: Classroom, owner: User, round: Round, ana: Student, ben: Student
) -> None:
    ben.left_on = TODAY
    ben.save()
    html = page(teacher.get(note_page(ana)))
    assert html.count(f'<option value="{ana.key}"') == html.count(f'<option value="{ben.key}"') == 0
    assert "Choose again." in page(teacher.post(note_page(ana), {"great_0": ben.key}), 422)
    assert teacher.get(note_page(ben)).status_code == 404


def test_not_safe_in_a_scribed_note_raises_a_flag(teacher: Client, round: Round, ana: Student, ben: Student) -> None:
    teacher.post(note_page(ana), {"hard_1": ben.key, "hard_1_why": ["unsafe", "loud"]})
    assert SafetyFlag.objects.get().pair == {ana.pk, ben.pk}


def test_a_class_without_the_hard_question_asks_about_safety_only(
    teacher: Client, classroom: Classroom, round: Round, ana: Student, ben: Student
) -> None:
    Workshop.objects.update(hard_question=False)
    html = page(teacher.get(note_page(ana)))
    assert "Does not feel safe with" in html
    assert ('name="hard_0"' in html, 'name="hard_1"' in html, 'name="hard_0_why"' in html) == (True, False, False)
    teacher.post(note_page(ana), {"hard_0": ben.key})
    assert SafetyFlag.objects.get().pair == {ana.pk, ben.pk}


def test_a_note_written_after_a_rest_needs_the_password(
    clock: time_machine.Traveller, teacher: Client, round: Round, ana: Student, ben: Student
) -> None:
    teacher.get(url("partners:home"))
    clock.shift(dt.timedelta(minutes=16))
    html = page(teacher.post(note_page(ana), {"great_0": ben.key}), 422)
    assert "Type your password in another tab" in html
    assert f'<option value="{ben.key}" selected>' in html
    assert PartnerNote.objects.count() == 0


def test_without_a_round_there_is_nothing_to_write(teacher: Client, ana: Student, published: Round) -> None:
    assert "No round is open." in page(teacher.get(note_page(ana)))
    assert "No round is open." in page(teacher.post(note_page(ana), {}))
    assert PartnerNote.objects.count() == 0


# Children who are not asked


def test_a_child_who_is_not_asked_sees_the_pages_without_a_round(
    teacher: Client, classroom: Classroom, ana: Student
) -> None:
    def shown() -> tuple[str, ...]:
        reader = seat(ana)
        answers = [reader.get(f"/me/{rest}") for rest in ("", "avatar/", "note/promise/", "note/great/", "note/check/")]
        return tuple(answer.get("Location", "") or page(answer) for answer in answers)

    before = shown()
    assert "There is nothing to do here yet." in before[0]
    teacher.post(url("partners:round_open", classroom.key))
    assert shown() != before
    skip(teacher, ana)
    assert shown() == before
    assert seat(ana).post(url("partners:note_send"))["Location"] == url("partners:me")
    assert PartnerNote.objects.count() == 0


@pytest.mark.parametrize("address", ["why/hard/0/", "not-safe/"])
def test_not_safe_counts_after_the_family_opted_out(
    address: str, teacher: Client, round: Round, ana: Student, ben: Student, gus: Student
) -> None:
    """The family's wish came while the child was writing. No note is stored, and the child is thanked and led to
    their page."""
    reader = seat(ana)
    reader.post(url("partners:note_who_hard"), {"student": ben.key})
    skip(teacher, ana)
    tapped = {"unsafe": "1", "own": "He waits for me."}
    for nobody in ({}, {"student": gus.key}):
        assert reader.post(f"/me/note/{address}", tapped | nobody)["Location"] == url("partners:me")
    assert not SafetyFlag.objects.exists()
    thanks = page(reader.post(f"/me/note/{address}", tapped | {"student": ben.key}))
    assert "Thank you for telling. You did the right thing." in thanks
    assert 'href="/me/"' in thanks
    said = SafetyFlag.objects.get().content
    assert (said.student, said.named, said.own) == (ana.pk, ben.pk, "He waits for me.")
    assert not NoteDraft.objects.exists()


def test_the_roll_marks_a_child_who_is_not_asked_and_counts_the_others(
    teacher: Client, classroom: Classroom, round: Round, ana: Student, ben: Student
) -> None:
    hand_in(ben, round)
    html = skip(teacher, ana)
    assert "The family asked that Ana skip the note." in html
    notes = page(teacher.get(url("partners:notes", classroom.key)))
    assert notes.count('<span class="state">Not asked</span>') == 1
    assert "1 of 5 notes are in" in notes
    assert "1 of 5 notes are in" in page(teacher.get(url("partners:home")))
    assert "For a child who can’t write it" in skip(teacher, ana, ask="1")
    assert "1 of 6 notes are in" in page(teacher.get(url("partners:notes", classroom.key)))


def test_an_opt_out_does_not_change_lists_of_classmates(
    teacher: Client, round: Round, ana: Student, ben: Student
) -> None:
    reader = seat(ben)
    before = [page(reader.get(f"/me/note/{name}/")) for name in ("great", "hard/who")]
    skip(teacher, ana)
    assert [page(reader.get(f"/me/note/{name}/")) for name in ("great", "hard/who")] == before
    reader.post(url("partners:note_great"), {"student": ana.key})
    assert reader.post(url("partners:note_send"))["Location"] == url("partners:all_done")
    problem = pairing_problem(round, mode="mix", today=TODAY)
    assert ana.key in {student.id for student in problem.students}
    assert [(note.student, note.great[0].student) for note in problem.notes] == [(ben.key, ana.key)]


def test_an_opt_out_removes_the_note_of_this_round(
    teacher: Client, classroom: Classroom, round: Round, ana: Student, ben: Student
) -> None:
    """A flag that the note raised stays."""
    hand_in(ana, round, hard={ben: ["unsafe", "loud"]})
    seat(ana).post(url("partners:note_great"), {"student": ben.key})
    skip(teacher, ana)
    problem = pairing_problem(round, mode="mix", today=TODAY)
    assert (problem.notes, problem.flags) == ((), ((ana.key, ben.key),))
    skip(teacher, ana, ask="1")
    assert pairing_problem(round, mode="mix", today=TODAY).notes == ()
    assert page(teacher.get(url("partners:notes", classroom.key))).count("Not yet") == 6
    assert "checked" not in page(seat(ana).get(url("partners:note_great")))


def test_no_note_is_written_down_for_a_child_who_is_not_asked(
    teacher: Client, round: Round, ana: Student, ben: Student
) -> None:
    skip(teacher, ana)
    assert "The family asked that Ana skip the note." in page(teacher.post(note_page(ana), {"great_0": ben.key}))
    assert PartnerNote.objects.count() == 0


def test_no_audit_event_reveals_a_familys_wish(teacher: Client, round: Round, ana: Student) -> None:
    skip(teacher, ana)
    assert list(AuditEvent.objects.filter(student=ana).values_list("verb", flat=True)) == ["considerations_changed"]
    skip(teacher, ana, ask="1")
    assert set(AuditEvent.objects.filter(student=ana).values_list("verb", flat=True)) == {"considerations_changed"}


def test_an_opt_out_keeps_the_considerations(teacher: Client, round: Round, ana: Student) -> None:
    Considerations.objects.create(student=ana, content=considered(voice="quiet", loves=["games"]))
    for data in ({}, {"ask": "1"}):
        skip(teacher, ana, **data)
    assert Considerations.objects.get(student=ana).content == considered(voice="quiet", loves=["games"])
