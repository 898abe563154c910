"""Class files on the pages: the owner exports a whole class, and a teacher makes a class from a file."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from classroom.models import AuditEvent, Classroom, Student, User
from partners import demo, pairing
from partners.actions import note_opt_outs, rules, safety_flags
from partners.models import Round, Workshop, skips_note
from partners.pairing import class_file
from partners.queries import pairing_problem, round_to_plan
from tests.addresses import url
from tests.cast import NOW, PASSWORD, TODAY, child, hand_in, make_class, open_round, page, sign_in
from tests.partners.actions.test_class_file_import import told


def take(teacher: Client, classroom: Classroom, **sent: str) -> Any:
    return teacher.post(url("partners:class_file", classroom.key), {"password": PASSWORD, **sent})


def read(answer: Any) -> class_file.ClassFile:
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    return class_file.read(answer.content)


def load(teacher: Client, data: bytes) -> Any:
    return teacher.post(url("partners:class_load"), {"file": SimpleUploadedFile("room.json", data)}, follow=True)


def problem_of(classroom: Classroom) -> pairing.Problem:
    mode = Workshop.objects.get(classroom=classroom).mode
    return pairing_problem(round_to_plan(classroom), mode=mode, today=TODAY)


def by_name(classroom: Classroom, groups: Any) -> set[frozenset[str]]:
    names = dict(classroom.students.values_list("key", "name"))
    return {frozenset(names[key] for key in group) for group in groups}


@pytest.fixture
def room(owner: User) -> Classroom:
    """The demo's class, loaded from its file."""
    answer = load(sign_in(owner), demo.FILE.read_bytes())
    classroom = Classroom.objects.get()
    assert answer.redirect_chain == [(url("classroom:class", classroom.key), 302)]
    assert "Room 12 is here, as it is in the file." in page(answer)
    return classroom


def test_an_exported_class_is_imported_with_the_same_plan(room: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    data = take(teacher, room, with_notes="on").content
    load(teacher, data)
    again = Classroom.objects.exclude(pk=room.pk).get()
    assert [s.name for s in again.students.here()] == [s.name for s in room.students.here()]
    assert [s.called for s in again.students.here()] == [s.called for s in room.students.here()]
    source = {student.key: student.source_id for student in again.students.all()}
    before, after = problem_of(room), problem_of(again)
    assert told(after, source.__getitem__) == told(before, str)
    one, other = pairing.solve(before), pairing.solve(after)
    assert other.levels == one.levels
    assert by_name(again, other.groups) == by_name(room, one.groups)


def test_notes_are_exported_only_when_ticked(
    classroom: Classroom, owner: User, round: Round, ana: Student, ben: Student, cleo: Student
) -> None:
    hand_in(ana, round, great={ben: ["keep_writing"]}, hard={cleo: ["off_task"]})
    teacher = sign_in(owner)
    bare = take(teacher, classroom)
    assert "keep_writing" not in bare.content.decode()
    assert read(bare).problem.notes == ()
    assert not AuditEvent.objects.filter(verb="note_opened").exists()
    [note] = read(take(teacher, classroom, with_notes="on")).problem.notes
    assert (note.student, note.great[0].student, note.great[0].why) == (ana.key, ben.key, ("keep_writing",))
    assert [event.student for event in AuditEvent.objects.filter(verb="note_opened", by=owner)] == [ana]
    assert AuditEvent.objects.filter(verb="class_file_exported", by=owner).count() == 2
    assert "took a class file along" in page(teacher.get(url("partners:record", classroom.key)))


def test_children_who_are_not_safe_are_kept_apart_in_any_file(
    classroom: Classroom, owner: User, round: Round, ana: Student, ben: Student, cleo: Student, dov: Student
) -> None:
    """A file with notes says it in the note, where the note says it. Otherwise it has a rule, which does not say
    why."""
    hand_in(ana, round, hard={ben: ["unsafe", "loud"]})
    safety_flags.raise_flag(student=cleo, named_pk=dov.pk, round=round, now=NOW)
    teacher = sign_in(owner)
    bare = read(take(teacher, classroom)).problem
    assert {frozenset(rule.students) for rule in bare.rules} == {
        frozenset((ana.key, ben.key)),
        frozenset((cleo.key, dov.key)),
    }
    assert {rule.kind for rule in bare.rules} == {"never"}
    whole = read(take(teacher, classroom, with_notes="on")).problem
    assert [set(note.hard[0].why) for note in whole.notes] == [{"loud", "unsafe"}]
    assert [set(rule.students) for rule in whole.rules] == [{cleo.key, dov.key}]


def test_a_familys_opt_out_is_exported(
    classroom: Classroom, owner: User, round: Round, ana: Student, ben: Student
) -> None:
    """The child is not asked for a note in the class that is made from the file, either."""
    hand_in(ben, round)
    note_opt_outs.skip_note(student=ana, by=owner, now=NOW)
    teacher = sign_in(owner)
    whole = take(teacher, classroom, with_notes="on")
    assert read(whole).skips_note == {ana.key}
    load(teacher, whole.content)
    again = Classroom.objects.exclude(pk=classroom.pk).get()
    assert [student.called for student in again.students.here() if skips_note(student)] == ["Ana"]
    assert "1 of 5 notes are in" in page(teacher.get(url("partners:notes", again.key)))


def test_names_and_a_rule_come_back_as_they_were(owner: User) -> None:
    classroom = make_class(owner, "Ribeiro, Ana Lucía", "Smith, J. R.", "Ben Cohen", "محمد علي")
    ana, ben = child(classroom, "Ana Lucía"), child(classroom, "Ben")
    rules.add_rule(classroom=classroom, kind="never", students=[ana, ben], by=owner, now=NOW)
    teacher = sign_in(owner)
    load(teacher, take(teacher, classroom).content)
    again = Classroom.objects.exclude(pk=classroom.pk).get()
    assert [(s.name, s.first_name) for s in again.students.here()] == [
        (s.name, s.first_name) for s in classroom.students.here()
    ]
    assert child(again, "Ana Lucía").source_id == ana.key
    assert again.rules.count() == 1


def test_a_class_between_rounds_can_be_exported(published: Round, classroom: Classroom, owner: User) -> None:
    problem = read(take(sign_in(owner), classroom, with_notes="on")).problem
    assert problem.notes == ()
    assert {together.rounds_ago for together in problem.history} == {1}


def test_the_file_has_a_name_and_is_not_cached(owner: User) -> None:
    classroom = make_class(owner, "Ana", "Ben", name="Room 12 · Zoë’s")
    answer = take(sign_in(owner), classroom)
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''Room%2012%20%C2%B7%20Zo%C3%AB")
    assert answer["Content-Disposition"].endswith("2026-01-12.json")
    assert answer["Cache-Control"] == "no-store"


def test_the_export_asks_for_the_password(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    html = page(take(teacher, classroom, password="a wrong one", with_notes="on"))
    assert "That is not your password. Try again." in html
    assert 'name="with_notes"' in html
    assert "checked" in html
    assert "a wrong one" not in html
    assert "This field is required." in page(take(teacher, classroom, password=""))
    for _ in range(4):
        answer = take(teacher, classroom, password="a wrong one")
    assert answer.status_code == 429
    assert take(teacher, classroom).status_code == 429
    assert not AuditEvent.objects.filter(verb="class_file_exported").exists()


# Classes made from a file


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{", "This file can’t be used. broken JSON"),
        (b'{"format": "partners.class/1", "mood": 1}', 'unknown key "mood"'),
        (b"", "The submitted file is empty."),
        (b" " * (6 * 1024 * 1024), "This file is larger than 5 MB."),
        (json.dumps({"format": "partners.class/1", "students": [{"id": "s1", "name": "!"}]}).encode(), "no name here"),
    ],
    ids=lambda value: value[:16] if isinstance(value, str) else "",
)
def test_an_invalid_file_makes_no_class(data: bytes, message: str, owner: User) -> None:
    assert message in page(load(sign_in(owner), data))
    assert not Classroom.objects.exists()


def test_a_person_who_may_not_make_classes_is_refused(account_manager: User) -> None:
    assert "Only teachers make classes." in page(load(sign_in(account_manager), demo.FILE.read_bytes()))
    assert not Classroom.objects.exists()


def test_the_page_of_a_new_class_links_to_the_import(owner: User) -> None:
    assert 'href="/classes/from-file/"' in page(sign_in(owner).get(url("classroom:class_new")))


def test_no_round_need_be_open(classroom: Classroom) -> None:
    assert round_to_plan(classroom).number == 1
    assert not classroom.rounds.exists()
    assert round_to_plan(classroom).pk is None
    assert open_round(classroom) == round_to_plan(classroom)
