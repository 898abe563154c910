"""No column holds confidential data unencrypted, and no length of a ciphertext reveals it."""

import base64
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from classroom.crypto import CannotOpen
from classroom.models import AuditEvent, Classroom, Student, User
from partners.actions import note_reading, notes, partner_changes, rules, safety_flags
from partners.models import PartnerChange, PartnerNote, Plan, Round
from partners.moves.built_in import MOVE
from partners.notes.questions import LOVES, great_answers, hard_answers
from tests.addresses import url
from tests.cast import (
    NOW,
    TODAY,
    answers,
    child,
    choose_pictures,
    hand_in,
    know,
    observe,
    open_round,
    partnership_of,
    plan_of,
    publish,
    seat,
    sign_in,
    sit,
    token_of,
)
from tests.confidential.planted import WOMBAT, Undone, everything_stored, in_clear, lengths


def test_no_column_holds_confidential_data_unencrypted(
    classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student
) -> None:
    """The test plays a whole round through the pages and then searches every table, including sessions, the cache
    and the counters of sign-in."""
    known: dict[Student, dict[str, Any]] = {
        ana: {"english": "newcomer", "voice": "very_quiet", "languages": ["wombatsh"], "interests": ["axolotls"]},
        ben: {"behaviour": "needs_model", "pace": ["speech_device"], "missed_picks": 7},
    }
    know(students=known, classroom=classroom, by=owner, now=NOW)
    rules.add_rule(classroom=classroom, kind="better_not", students=[ana, cleo], by=owner, now=NOW)
    teacher, reader = sign_in(owner), seat(ana)
    key = classroom.key
    teacher.post(url("partners:round_open", key))
    reader.post(url("partners:note_great"), {"student": ben.key})
    reader.post(url("partners:note_why", "great", 0), {"student": ben.key, "why": ["keep_writing"], "own": "a numbat"})
    reader.post(url("partners:note_who_hard"), {"student": cleo.key})
    reader.post(
        url("partners:note_why", "hard", 0),
        {"student": cleo.key, "why": ["off_task"], "unsafe": "1", "own": "a quokka"},
    )
    reader.post(url("partners:note_will_do"), {"chip": ["turns"]})
    reader.post(url("partners:note_loves"), {"chip": ["made-up worlds"], "own": "a bilby"})
    reader.post(url("partners:note_tell"), {"talk": "yes", "own": "a potoroo"})
    draft = everything_stored()
    assert reader.post(url("partners:note_send"))["Location"] == url("partners:all_done")
    note = PartnerNote.objects.get()
    assert teacher.post(url("partners:note_uncover", key, note.key)).status_code == 200
    assert teacher.post(url("partners:notes_uncover", key)).status_code == 200
    rule = {
        "kind": "never",
        "students": [ana.key, child(classroom, "Fay").key],
        "reason": WOMBAT,
        "until": "2026-03-03",
    }
    assert teacher.post(url("partners:rule_add", key), rule)["Location"] == url("partners:rules", key)
    assert teacher.post(url("partners:rules_uncover", key)).status_code == 200
    for sent in (rule, rule | {"uncovered": "1"}):
        assert teacher.post(url("partners:rule_add", key), sent | {"kind": "together"}).status_code == 422
    teacher.post(url("partners:plan_suggest", key), {"mode": "mix"})
    assert teacher.post(url("partners:plan_uncover", key)).status_code == 200
    plan = Plan.objects.get()
    teacher.post(url("partners:plan_publish", key, plan.key), {"starts_on": TODAY.isoformat(), "version": "1"})
    seen = {"strengths": ["faced_partner"], "next_steps": ["take_turns"], "state": "needs_me", "note": WOMBAT}
    teacher.post(url("partners:observe", key, partnership_of(ana).key), seen)
    Client().post(url("account_login"), {"login": owner.email, "password": "a wrong one with a wombat"})

    assert note.open().hard[0].why == ("off_task", "unsafe")
    stored = everything_stored()
    planted = (
        *(
            "newcomer",
            "very_quiet",
            "wombatsh",
            "axolotls",
            "needs_model",
            "speech_device",
            "missed_picks",
            "better_not",
        ),
        *("keep_writing", "off_task", "unsafe", "made-up worlds", "faced_partner", "take_turns", "needs_me", "wombat"),
        *("numbat", "quokka", "bilby", "potoroo", "will_do"),
        "2026-03-03",
    )
    assert [word for word in planted if word in draft or word in stored] == []
    assert token_of(ana) not in everything_stored()
    assert "note_opened" in stored  # proof that the search finds text that is not encrypted
    assert "Ana Ribeiro" in stored


def test_why_partners_changed_is_ciphertext(
    published: Round, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student, dov: Student
) -> None:
    partner_changes.change_partners(
        classroom=classroom, groups=[[ana, cleo], [ben, dov]], starts_on=TODAY, reason=WOMBAT, by=owner, now=NOW
    )
    assert PartnerChange.objects.get().reason == WOMBAT
    assert "wombat" not in everything_stored()


def test_unencrypted_columns_do_not_depend_on_confidential_data(
    undone: Undone,
    classroom: Classroom,
    owner: User,
    ana: Student,
    ben: Student,
    cleo: Student,
    dov: Student,
    eli: Student,
    fay: Student,
) -> None:
    """No unencrypted column differs by picks, the children of a rule, the child named in a safety flag, chips,
    states or missed picks."""

    def said(friend: Student, foe: Student, kind: str, state: str, seen: Sequence[str], known: dict[str, Any]) -> Any:
        know(students={ana: known}, classroom=classroom, by=owner, now=NOW)
        rules.add_rule(classroom=classroom, kind=kind, students=[friend, foe], by=owner, now=NOW)
        round = open_round(classroom)
        hand_in(ana, round, great={friend: ["kind"]}, hard={foe: ["unsafe"]})
        publish(plan_of(round, [ana, ben], [cleo, dov], [eli, fay]))
        observe(
            partnership=partnership_of(ana),
            strengths=seen,
            next_steps=[],
            state=state,
            note=known["loves_own"],
            by=owner,
            now=NOW,
        )
        return in_clear(), lengths()

    met = undone(
        lambda: said(ben, cleo, "never", "going_well", ["waited", "celebrated"], {"voice": "even", "loves_own": WOMBAT})
    )
    missed = undone(lambda: said(dov, eli, "good_idea", "", ["even_turns"], {"english": "newcomer", "loves_own": ""}))
    assert met[0] == missed[0]
    # The state of a partnership is one word, or empty.
    assert met[1] == missed[1]


EVERY_DIAL: dict[str, Any] = {
    "languages": ["es", "vi"],
    "english": "newcomer",
    "voice": "very_quiet",
    "welcoming": True,
    "new": True,
    "behaviour": "needs_model",
    "stage": 4,
    "high_support": True,
    "better_in_three": True,
    "missed_picks": 7,
    "strengths": ["ideas", "detail", "order"],
    "goals": ["word_choice", "conventions", "stamina"],
    "helper_rounds": 2,
    "pace": ["speech_device", "needs_breaks"],
    "interests": ["axolotls", "dinosaurs", "football", "space"],
}


def test_lengths_do_not_reveal_how_much_was_written(
    undone: Undone, classroom: Classroom, owner: User, ana: Student, round: Round
) -> None:
    """A note with every answer, its draft, all considerations, a safety flag at each stage, and reasons are each as
    long as empty ones. Only a page of free text makes a ciphertext longer."""
    Classroom.objects.update(grade_band="6-8")
    others = [student for student in classroom.students.here() if student != ana]

    def said(*, much: bool) -> dict[str, list[int]]:
        great, hard = (others[:3], others[3:]) if much else ([], [])
        why = [answer.key for answer in great_answers("6-8")], [answer.key for answer in hard_answers("6-8")]
        told = answers(dict.fromkeys(great, why[0]), dict.fromkeys(hard, why[1]), [love.key for love in LOVES])
        moves = tuple(MOVE)
        everything = replace(told, does_well=moves, gets_better=moves, talk=True, tell=WOMBAT)
        answered = everything if much else answers()
        for sitting in (sit(ana), sit(ana)):
            notes.keep(sitting=sitting, round=round, answers=answered, now=NOW)
        note = notes.hand_in(student=ana, round=round, answers=answered, now=NOW)
        safety_flags.raise_flag(student=ana, named_pk=others[4].pk, round=round, now=NOW, own=WOMBAT if much else "")
        rules.add_rule(classroom=classroom, kind="never", students=others[:2], reason=WOMBAT * much, by=owner, now=NOW)
        know(students={ana: EVERY_DIAL if much else {}}, classroom=classroom, by=owner, now=NOW)
        if much:
            note_reading.open_note(note=note, by=owner, now=NOW)
            for flag in safety_flags.read_flags(classroom=classroom, by=owner, now=NOW):
                safety_flags.answer(flag=flag, answer="passed_on", by=owner, now=NOW)
                safety_flags.decide(flag=flag, may_be_partners=True, by=owner, now=NOW)
        return {column: sorted(set(found)) for column, found in lengths().items() if column.startswith("partners.")}

    little, much = undone(lambda: said(much=False)), undone(lambda: said(much=True))
    told = ("partnernote", "notedraft", "safetyflag", "considerations", "rule")
    for column in [f"partners.{model}.content" for model in told]:
        assert (column, much[column]) == (column, little[column])
        assert len(little[column]) == 1


def test_unencrypted_columns_do_not_depend_on_the_chosen_pictures(undone: Undone, ana: Student) -> None:
    def chosen(*pictures: str) -> Any:
        choose_pictures(ana, *pictures)
        return in_clear(), lengths()

    assert undone(lambda: chosen("sun", "cup", "book")) == undone(lambda: chosen("scissors", "flower", "house"))


def test_a_note_copied_to_another_childs_row_does_not_open(
    ana: Student, ben: Student, round: Round, owner: User
) -> None:
    """Someone with access to the database can't read a note by copying its ciphertext to another child's row."""
    hand_in(ana, round, great={ben: ["kind"]})
    moved = hand_in(ben, round)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE partners_partnernote SET content = (SELECT content FROM partners_partnernote WHERE student_id = %s)"
            " WHERE student_id = %s",
            [ana.pk, ben.pk],
        )
    teacher = sign_in(owner)
    teacher.raise_request_exception = False
    answer = teacher.post(url("partners:note_uncover", ana.classroom.key, moved.key))
    assert answer.status_code == 500
    assert b"Is kind" not in answer.content
    assert not AuditEvent.objects.filter(verb="note_opened").exists()


def test_with_other_keys_nothing_opens(ana: Student, round: Round, settings: Any) -> None:
    note = hand_in(ana, round)
    settings.NOTES_KEYS = (base64.urlsafe_b64encode(b"another key of thirty-two bytes.").decode(),)
    with pytest.raises(CannotOpen):
        PartnerNote.objects.get(pk=note.pk).open()
