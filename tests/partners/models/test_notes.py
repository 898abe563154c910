"""Notes, drafts and safety flags as older versions stored them, and in shapes that no version stored."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.db import models

from classroom import crypto
from classroom.content import UnreadableContent
from classroom.fields import EncryptedContentField, Token
from classroom.models import Student, User
from partners.actions import notes, safety_flags
from partners.models import (
    DraftWords,
    FlagContent,
    NoteAnswers,
    NoteDraft,
    NoteWords,
    PartnerNote,
    Pick,
    Reasons,
    Round,
    SafetyFlag,
)
from partners.queries import pairing_problem, parted
from tests.addresses import url
from tests.cast import NOW, TODAY, answers, hand_in, page, sign_in, sit

WOMBAT = "a wombat"


def store(row: models.Model, content: dict[str, Any]) -> None:
    """Put this JSON into the row, as another version of the program would have done."""
    field = row._meta.get_field("content")
    assert isinstance(field, EncryptedContentField)
    token = crypto.encrypt(json.dumps(content), label=field.label, keys=settings.NOTES_KEYS, step=field.step)
    type(row)._base_manager.filter(pk=row.pk).update(content=Token(token))


def content_of(row: models.Model) -> dict[str, Any]:
    """The JSON that the row holds now."""
    field = row._meta.get_field("content")
    assert isinstance(field, EncryptedContentField)
    row.refresh_from_db()
    words = crypto.decrypt(field.get_prep_value(vars(row)["content"]), label=field.label, keys=settings.NOTES_KEYS)
    stored: dict[str, Any] = json.loads(words)
    return stored


# Notes that were sent


def test_the_first_notes_are_read(ana: Student, ben: Student, cleo: Student, round: Round) -> None:
    note = hand_in(ana, round)
    great, hard = {"student": ben.pk, "why": ["kind", "helps"]}, {"student": cleo.pk, "why": []}
    store(note, {"student": ana.pk, "round": round.pk, "words": {"great": [great], "hard": [hard]}})
    assert PartnerNote.objects.get().open() == NoteWords(
        great=(Pick(student=ben.pk, why=("kind", "helps")),), hard=(Pick(student=cleo.pk),)
    )


def test_the_last_notes_without_a_version_are_read(ana: Student, ben: Student, owner: User, round: Round) -> None:
    note = hand_in(ana, round)
    words = {
        "great": [{"student": ben.pk, "why": ["kind"], "own": "He waits."}],
        "hard": [],
        "will_do": ["listen"],
        "does_well": ["mend_it"],
        "gets_better": ["celebrate"],
        "talk": True,
        "tell": "My dog is sick.",
        "scribe": owner.pk,
        "heard_at": "2026-01-12T14:00:00+00:00",
    }
    store(note, {"student": ana.pk, "round": round.pk, "words": words})
    expected = NoteWords(
        great=(Pick(student=ben.pk, why=("kind",), own="He waits."),),
        will_do=("listen",),
        does_well=("mend_it",),
        gets_better=("celebrate",),
        talk=True,
        tell="My dog is sick.",
        scribe=owner.pk,
        heard_at=NOW,
    )
    read = PartnerNote.objects.get()
    assert read.open() == expected
    read.seal(expected)
    read.save()
    # The newest shape differs only by its version, and leaves out empty fields.
    del words["hard"]
    assert content_of(read) == {"v": 1, "student": ana.pk, "round": round.pk, "words": words}
    assert PartnerNote.objects.get().open() == expected


def test_a_note_of_an_unknown_version_does_not_block_other_notes(
    ana: Student, ben: Student, cleo: Student, round: Round, owner: User, caplog: pytest.LogCaptureFixture
) -> None:
    unknown = hand_in(ana, round, great={ben: ["kind"]})
    known = notes.hand_in(student=ben, round=round, answers=replace(answers({ana: []}), talk=True), now=NOW)
    notes.keep(sitting=sit(cleo), round=round, answers=NoteAnswers(talk=True), now=NOW)
    store(unknown, {"v": 99, "student": ana.pk, "round": round.pk, "words": {"tell": WOMBAT}})
    teacher, at = sign_in(owner), url("partners:notes", ana.classroom.key)
    teacher.raise_request_exception = False
    assert "A child asks to talk" in page(teacher.get(url("partners:home")))
    page(teacher.get(at))
    assert "asks you to come and talk" in page(teacher.post(f"{at}{known.key}/uncover/"))
    assert teacher.post(f"{at}{unknown.key}/uncover/").status_code == 500
    with pytest.raises(UnreadableContent, match="NoteContent has version 99; this program reads up to 1") as caught:
        PartnerNote.objects.get(pk=unknown.pk).open()
    assert f"partners.PartnerNote {unknown.pk} can't be read." in caplog.messages
    assert WOMBAT not in caplog.text + str(caught.value)


def test_a_note_of_an_unknown_version_stops_a_suggestion(ana: Student, ben: Student, round: Round) -> None:
    """No partners are suggested, rather than some as if the child had named nobody."""
    store(hand_in(ana, round, hard={ben: ["loud"]}), {"v": 99, "student": ana.pk, "round": round.pk, "words": {}})
    with pytest.raises(UnreadableContent):
        pairing_problem(round, mode="mix", today=TODAY)


# Drafts


@pytest.fixture
def draft(ana: Student, round: Round) -> NoteDraft:
    notes.keep(sitting=sit(ana), round=round, answers=NoteAnswers(), now=NOW)
    return NoteDraft.objects.get()


def test_the_first_drafts_are_read(draft: NoteDraft, ben: Student, cleo: Student) -> None:
    """They had four answers. An empty list of names and a question without an answer are different things."""
    now: dict[str, Any] = {"great": [], "hard": None, "why": {"great": {}, "hard": {}}, "loves": None}
    why = {"great": {str(ben.pk): ["kind"]}, "hard": {str(cleo.pk): []}}
    earlier = {"great": [ben.pk], "hard": [cleo.pk], "why": why, "loves": ["games"]}
    place = {"student": draft.student_id, "round": draft.round_id}
    store(draft, {**place, "words": {"now": now, "earlier": {}}})
    assert NoteDraft.objects.get().open() == DraftWords(now=NoteAnswers(great=()), earlier=None)
    store(draft, {**place, "words": {"now": now, "earlier": earlier}})
    assert NoteDraft.objects.get().open().earlier == NoteAnswers(
        great=(ben.pk,),
        hard=(cleo.pk,),
        great_reasons=(Reasons(student=ben.pk, why=("kind",)),),
        hard_reasons=(Reasons(student=cleo.pk, why=()),),
        loves=("games",),
    )


def test_the_last_drafts_without_a_version_are_read(
    draft: NoteDraft, ben: Student, cleo: Student, dov: Student
) -> None:
    """No answer, an empty answer and a "no" are three things. An earlier sitting without any answer differs from
    none."""
    empty: dict[str, Any] = {
        "great": None,
        "hard": None,
        "why": {"great": {}, "hard": {}},
        "own": {"great": {}, "hard": {}},
        "will_do": None,
        "does_well": None,
        "gets_better": None,
        "loves": None,
        "loves_own": None,
        "not_safe": None,
        "talk": None,
        "tell": None,
    }
    now = empty | {
        "great": [ben.pk, cleo.pk],
        "hard": [],
        "why": {"great": {str(ben.pk): ["kind", "listens"], str(cleo.pk): []}, "hard": {str(dov.pk): ["unsafe"]}},
        "own": {"great": {str(ben.pk): ""}, "hard": {str(dov.pk): "He waits.", str(cleo.pk): "She hums."}},
        "does_well": ["mend_it"],
        "gets_better": [],
        "loves": ["games"],
        "loves_own": "",
        "not_safe": [cleo.pk],
        "talk": False,
        "tell": "Hello.",
    }
    words = {"now": now, "earlier": empty, "heard_at": "2026-01-12T14:00:00+00:00"}
    store(draft, {"student": draft.student_id, "round": draft.round_id, "words": words})
    expected = DraftWords(
        now=NoteAnswers(
            great=(ben.pk, cleo.pk),
            hard=(),
            great_reasons=(
                Reasons(student=ben.pk, why=("kind", "listens"), own=""),
                Reasons(student=cleo.pk, why=()),
            ),
            hard_reasons=(
                Reasons(student=dov.pk, why=("unsafe",), own="He waits."),
                Reasons(student=cleo.pk, own="She hums."),
            ),
            does_well=("mend_it",),
            gets_better=(),
            loves=("games",),
            loves_own="",
            not_safe=(cleo.pk,),
            talk=False,
            tell="Hello.",
        ),
        earlier=NoteAnswers(),
        heard_at=NOW,
    )
    read = NoteDraft.objects.get()
    assert read.open() == expected
    read.seal(expected)
    read.save()
    assert NoteDraft.objects.get().open() == expected


@pytest.mark.parametrize(
    "words",
    [
        [],
        {"now": 7, "earlier": {}},
        {"now": {"why": [], "own": {}}, "earlier": {}},
        {"now": {"why": {"great": {"x": []}, "hard": {}}}, "earlier": {}},
        {"now": {"why": {}, "own": WOMBAT}, "earlier": {}},
    ],
)
def test_a_draft_of_an_unknown_shape_is_refused_without_quoting_it(words: Any, draft: NoteDraft) -> None:
    store(draft, {"student": draft.student_id, "round": draft.round_id, "words": words})
    with pytest.raises(UnreadableContent) as caught:
        NoteDraft.objects.get().open()
    assert str(caught.value) == "partners.notedraft.content: DraftContent has not the shape of version 0."


# Safety flags


@pytest.fixture
def flag(ana: Student, ben: Student, round: Round) -> SafetyFlag:
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=round, now=NOW)
    return SafetyFlag.objects.get()


def test_the_first_flags_are_read(flag: SafetyFlag) -> None:
    """They had no answer and no end, so they are open."""
    content = flag.content
    first = {"student": content.student, "named": content.named, "round": content.round}
    store(flag, {**first, "raised_at": "2026-01-12T14:00:00+00:00", "read_at": None})
    flag.refresh_from_db()
    assert flag.content == content
    assert (flag.is_open, flag.is_answered) == (True, False)


def test_the_last_flags_without_a_version_are_read(flag: SafetyFlag, ana: Student, round: Round) -> None:
    """The flag names a child who was deleted."""
    at = "2026-01-12T14:00:00+00:00"
    said = {"student": ana.pk, "named": None, "round": round.pk, "own": "He waits.", "taken_off": True}
    done = {"raised_at": at, "read_at": at, "answer": "seen", "reminded_at": at, "ended_at": at}
    store(flag, {**said, **done})
    flag.refresh_from_db()
    assert flag.content == FlagContent(
        student=ana.pk,
        named=None,
        round=round.pk,
        own="He waits.",
        taken_off=True,
        raised_at=NOW,
        read_at=NOW,
        answer="seen",
        reminded_at=NOW,
        ended_at=NOW,
    )
    assert (flag.is_open, flag.is_answered) == (False, True)


def test_a_flag_of_an_unknown_version_does_not_count_as_ended(flag: SafetyFlag, ana: Student, ben: Student) -> None:
    """Otherwise the two children might become partners."""
    store(flag, {"v": 99, "student": ana.pk, "named": ben.pk})
    with pytest.raises(UnreadableContent):
        parted(ana.classroom, TODAY)
