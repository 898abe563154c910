"""A child's note, from the first answer to the note that a teacher reads."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from classroom.actions import roster
from classroom.models import AuditEvent, Classroom, Student, User
from partners.actions import notes
from partners.actions.notes import SomeoneLeft, UnableToHandIn, UnableToKeep
from partners.models import (
    SIDES,
    MisplacedNote,
    NoteAnswers,
    NoteDraft,
    NoteWords,
    PartnerNote,
    Pick,
    Plan,
    Reasons,
    Round,
    SafetyFlag,
)
from tests.cast import NOW, answers, considered, hand_in, open_round, publish, sit

SOON = NOW + dt.timedelta(minutes=12)


def named(note: PartnerNote) -> tuple[list[int], list[int]]:
    """The children who are named on each side of the note."""
    words = note.open()
    return [pick.student for pick in words.great], [pick.student for pick in words.hard]


def test_a_draft_is_stored_and_shown_in_its_sitting(ana: Student, ben: Student, round: Round) -> None:
    sitting = sit(ana)
    given = answers(great={ben: ["kind"]})
    notes.keep(sitting=sitting, round=round, answers=given, now=NOW)
    assert notes.drafted(sitting=sitting, round=round)[0] == given
    assert notes.drafted(sitting=sitting, round=round)[1] is None


def test_a_new_sitting_starts_empty_and_keeps_earlier_answers(
    ana: Student, ben: Student, cleo: Student, round: Round
) -> None:
    notes.keep(sitting=sit(ana), round=round, answers=answers({ben: ["kind"]}, {cleo: ["loud"]}), now=NOW)
    again = sit(ana, SOON)
    assert notes.drafted(sitting=again, round=round)[0] == NoteAnswers()
    earlier = notes.drafted(sitting=again, round=round)[1]
    assert earlier is not None
    assert (earlier.great, earlier.hard) == ((ben.pk,), (cleo.pk,))
    notes.keep(sitting=again, round=round, answers=answers(loves=["games"]), now=SOON)
    assert notes.drafted(sitting=again, round=round)[0].great == ()
    assert notes.drafted(sitting=again, round=round)[1] == earlier
    notes.hand_in_draft(sitting=again, round=round, now=SOON)
    assert PartnerNote.objects.get().open() == NoteWords(
        great=(Pick(student=ben.pk, why=("kind",)),), hard=(Pick(student=cleo.pk, why=("loud",)),)
    )
    assert not NoteDraft.objects.exists()


@pytest.mark.parametrize("now_hard", [True, False])
def test_a_classmate_moved_from_great_to_hard_is_in_one_list(
    now_hard: bool, ana: Student, ben: Student, round: Round
) -> None:
    """The newest answer counts."""
    great, hard = answers(great={ben: ["kind"]}), answers(hard={ben: ["loud"]})
    before, after = (great, hard) if now_hard else (hard, great)
    notes.keep(sitting=sit(ana), round=round, answers=before, now=NOW)
    again = sit(ana, SOON)
    notes.keep(sitting=again, round=round, answers=after, now=SOON)
    notes.hand_in_draft(sitting=again, round=round, now=SOON)
    assert named(PartnerNote.objects.get()) == (([], [ben.pk]) if now_hard else ([ben.pk], []))


def test_the_answer_no_one_replaces_an_earlier_answer(ana: Student, ben: Student, round: Round) -> None:
    notes.keep(sitting=sit(ana), round=round, answers=answers(hard={ben: ["loud"]}), now=NOW)
    again = sit(ana, SOON)
    notes.keep(sitting=again, round=round, answers=answers(hard={}), now=SOON)
    notes.hand_in_draft(sitting=again, round=round, now=SOON)
    assert PartnerNote.objects.get().open().hard == ()


def test_the_answers_of_two_tabs_are_kept_together(ana: Student, ben: Student, cleo: Student, round: Round) -> None:
    """Each page sends only the answers that were given on it."""
    sitting = sit(ana)
    kind, helps = Reasons(student=ben.pk, why=("kind",)), Reasons(student=cleo.pk, why=("helps",))
    pages = (
        NoteAnswers(great=(ben.pk, cleo.pk)),
        NoteAnswers(great_reasons=(kind,)),
        NoteAnswers(loves=("games",)),
        NoteAnswers(great_reasons=(helps,)),
        NoteAnswers(hard=()),
    )
    for said in pages:
        notes.keep(sitting=sitting, round=round, answers=said, now=NOW)
    assert notes.drafted(sitting=sitting, round=round)[0] == NoteAnswers(
        great=(ben.pk, cleo.pk), hard=(), great_reasons=(kind, helps), loves=("games",)
    )


@pytest.mark.parametrize(("first", "then"), [("great", "hard"), ("hard", "great")])
def test_a_classmate_named_in_two_tabs_is_in_the_list_chosen_last(
    first: str, then: str, ana: Student, ben: Student, cleo: Student, round: Round
) -> None:
    sitting = sit(ana)
    notes.keep(sitting=sitting, round=round, answers=NoteAnswers.only(first, (ben.pk, cleo.pk)), now=NOW)
    notes.keep(sitting=sitting, round=round, answers=NoteAnswers.only(then, (ben.pk,)), now=NOW)
    notes.hand_in_draft(sitting=sitting, round=round, now=NOW)
    sides = dict(zip(SIDES, named(PartnerNote.objects.get()), strict=True))
    assert sides == {first: [cleo.pk], then: [ben.pk]}


def test_a_draft_moves_to_a_round_that_opened_since(ana: Student, ben: Student, cleo: Student, plan: Plan) -> None:
    sitting = sit(ana)
    notes.keep(sitting=sitting, round=plan.round, answers=NoteAnswers(great=(ben.pk,)), now=NOW)
    publish(plan)
    opened = open_round(ana.classroom)
    assert notes.drafted(sitting=sitting, round=opened)[0].great == (ben.pk,)
    notes.keep(sitting=sitting, round=opened, answers=NoteAnswers(hard=(cleo.pk,)), now=SOON)
    draft = NoteDraft.objects.get()
    assert (draft.round, draft.open().now.great) == (opened, (ben.pk,))
    notes.hand_in_draft(sitting=sitting, round=opened, now=SOON)
    note = PartnerNote.objects.get()
    assert note.round == opened
    assert named(note) == ([ben.pk], [cleo.pk])
    assert not NoteDraft.objects.exists()


def test_a_draft_of_another_sitting_stays_in_its_round(ana: Student, ben: Student, plan: Plan) -> None:
    """Answers for a round that is over do not count for the next, unless the child goes on with the same note."""
    notes.keep(sitting=sit(ana), round=plan.round, answers=NoteAnswers(great=(ben.pk,)), now=NOW)
    publish(plan)
    opened, again = open_round(ana.classroom), sit(ana, SOON)
    assert notes.drafted(sitting=again, round=opened)[1] is None
    notes.hand_in_draft(sitting=again, round=opened, now=SOON)
    assert PartnerNote.objects.get().open() == NoteWords()


def test_starting_over_forgets_all_but_a_flag(ana: Student, ben: Student, cleo: Student, round: Round) -> None:
    hand_in(ana, round, hard={ben: ["unsafe"]})
    notes.keep(sitting=sit(ana), round=round, answers=answers(great={cleo: []}), now=NOW)
    again = sit(ana, SOON)
    notes.start_over(sitting=again, round=round)
    assert notes.drafted(sitting=again, round=round)[1] is None
    assert SafetyFlag.objects.count() == 1


def test_a_note_for_another_classs_round_is_refused(ana: Student, other_classroom: Classroom) -> None:
    elsewhere = open_round(other_classroom)
    with pytest.raises(UnableToKeep, match=r"^This note is for another class\.$"):
        notes.keep(sitting=sit(ana), round=elsewhere, answers=answers(), now=NOW)
    with pytest.raises(UnableToHandIn, match=r"^This note is for another class\.$"):
        hand_in(ana, elsewhere)
    assert not NoteDraft.objects.exists()
    assert not PartnerNote.objects.exists()


def test_a_second_note_is_current_and_the_first_one_stays(ana: Student, ben: Student, round: Round) -> None:
    first = hand_in(ana, round, great={ben: ["kind"]})
    second = hand_in(ana, round, hard={ben: ["off_task"]}, now=SOON)
    first.refresh_from_db()
    assert (first.is_current, second.is_current) == (False, True)
    assert first.open().great == (Pick(student=ben.pk, why=("kind",)),)
    assert second.open() == NoteWords(hard=(Pick(student=ben.pk, why=("off_task",)),))
    events = AuditEvent.objects.filter(verb="note_handed_in").order_by("pk")
    assert [(event.student, event.by, event.at) for event in events] == [(ana, None, NOW), (ana, None, SOON)]


def test_sending_again_sends_nothing(ana: Student, ben: Student, round: Round) -> None:
    sitting = sit(ana)
    notes.keep(sitting=sitting, round=round, answers=answers(great={ben: []}), now=NOW)
    notes.hand_in_draft(sitting=sitting, round=round, now=NOW)
    notes.hand_in_draft(sitting=sitting, round=round, now=SOON)
    assert [note.open().great for note in PartnerNote.objects.all()] == [(Pick(student=ben.pk),)]


def test_a_note_without_answers_is_stored(ana: Student, round: Round) -> None:
    notes.hand_in_draft(sitting=sit(ana), round=round, now=NOW)
    assert PartnerNote.objects.get().open() == NoteWords()


def test_a_note_is_accepted_after_partners_are_published(ana: Student, ben: Student, plan: Plan) -> None:
    publish(plan)
    note = hand_in(ana, plan.round, great={ben: ["helps"]}, now=SOON)
    plan.round.refresh_from_db()
    assert note.is_current
    assert plan.round.published_at is not None
    assert note.sent_at > plan.round.published_at


@pytest.mark.parametrize("side", ["great", "hard"])
def test_a_child_cannot_name_themselves(side: str, ana: Student, round: Round) -> None:
    with pytest.raises(UnableToHandIn, match="Someone is on your note twice, or it is you"):
        hand_in(ana, round, great={ana: []} if side == "great" else None, hard={ana: []} if side == "hard" else None)
    assert not PartnerNote.objects.exists()


def test_a_classmate_cannot_be_in_both_lists(ana: Student, ben: Student, round: Round) -> None:
    with pytest.raises(UnableToHandIn, match="Someone is on your note twice"):
        hand_in(ana, round, great={ben: []}, hard={ben: []})
    assert not PartnerNote.objects.exists()


def test_a_child_of_another_class_cannot_be_named(ana: Student, gus: Student, round: Round) -> None:
    with pytest.raises(SomeoneLeft):
        hand_in(ana, round, great={gus: ["kind"]})
    assert not PartnerNote.objects.exists()


def test_a_classmate_who_left_is_taken_off_and_the_rest_stays(
    ana: Student, ben: Student, cleo: Student, dov: Student, round: Round, owner: User
) -> None:
    given = answers(great={ben: ["kind"], cleo: []}, hard={dov: ["loud"]}, loves=["games"])
    sitting = sit(ana)
    notes.keep(sitting=sitting, round=round, answers=given, now=NOW)
    for student in (ben, dov):
        roster.mark_left(student=student, by=owner, now=NOW)
    with pytest.raises(SomeoneLeft, match="We took that name off"):
        notes.hand_in_draft(sitting=sitting, round=round, now=NOW)
    assert not PartnerNote.objects.exists()
    notes.take_off_who_left(sitting=sitting, round=round, now=NOW)
    left = notes.drafted(sitting=sitting, round=round)[0]
    assert (left.great, left.hard, left.loves) == ((cleo.pk,), (), ("games",))
    notes.hand_in_draft(sitting=sitting, round=round, now=NOW)
    assert PartnerNote.objects.get().open() == NoteWords(great=(Pick(student=cleo.pk),))


def test_a_child_who_left_hands_in_no_note(ana: Student, round: Round, owner: User) -> None:
    roster.mark_left(student=ana, by=owner, now=NOW)
    with pytest.raises(UnableToHandIn):
        hand_in(ana, round)
    assert not PartnerNote.objects.exists()


def test_a_reason_that_does_not_exist_is_left_out(ana: Student, ben: Student, round: Round) -> None:
    note = hand_in(ana, round, great={ben: ["kind", "because he is rich"]})
    assert note.open().great == (Pick(student=ben.pk, why=("kind",)),)


def test_loved_topics_stay_with_the_child(ana: Student, round: Round) -> None:
    note = hand_in(ana, round, loves=["games", "a word of her own", "animals"])
    ana.refresh_from_db()
    assert ana.considerations.content == considered(loves=["games", "animals"])
    assert note.open() == NoteWords()
    note.delete()
    hand_in(ana, round, loves=None)
    ana.considerations.refresh_from_db()
    assert ana.considerations.content == considered(loves=["games", "animals"])


def test_a_note_stores_every_answer(ana: Student, ben: Student, cleo: Student, round: Round) -> None:
    """The note has the child's own words, about others, about themselves and to the teacher. Unknown chips are left
    out."""
    own = {ben: "He waits for me.", cleo: "She hums."}
    said = replace(
        answers(great={ben: ["kind"]}, hard={cleo: []}, loves=["games"], own=own),
        will_do=("listen", "dance"),
        does_well=("mend_it", "listen"),
        gets_better=(),
        loves_own="axolotls",
        talk=True,
        tell="My dog is sick.",
    )
    note = notes.hand_in(student=ana, round=round, answers=said, now=NOW)
    assert note.open() == NoteWords(
        great=(Pick(student=ben.pk, why=("kind",), own="He waits for me."),),
        hard=(Pick(student=cleo.pk, own="She hums."),),
        will_do=("listen",),
        does_well=("mend_it",),
        talk=True,
        tell="My dog is sick.",
    )
    assert ana.considerations.content == considered(loves=["games"], loves_own="axolotls")


def test_passing_a_page_keeps_answers_of_an_earlier_sitting(ana: Student, ben: Student, round: Round) -> None:
    """The page did not show the earlier answers, so passing it by takes nothing back. New answers replace them."""
    first = NoteAnswers(great=(ben.pk,), will_do=("kind",), loves=("games",), talk=True, tell="Come.")
    notes.keep(sitting=sit(ana), round=round, answers=first, now=NOW)
    again = sit(ana, SOON)
    passed = NoteAnswers(great=(), will_do=(), loves=(), talk=False, tell="")
    notes.keep(sitting=again, round=round, answers=passed, now=SOON)
    notes.hand_in_draft(sitting=again, round=round, now=SOON)
    words = NoteWords(great=(Pick(student=ben.pk),), will_do=("kind",), talk=True, tell="Come.")
    assert PartnerNote.objects.get().open() == words
    assert ana.considerations.content == considered(loves=["games"])


def flags() -> list[tuple[int | None, str, bool]]:
    """For each flag: the child it names, the child's own words, and whether it was taken back."""
    contents = [flag.content for flag in SafetyFlag.objects.order_by("pk")]
    return [(content.named, content.own, content.taken_off) for content in contents]


def test_not_safe_raises_a_flag_as_soon_as_it_is_stored(
    ana: Student, ben: Student, cleo: Student, round: Round
) -> None:
    """The flag holds the child's newest words and says whether the child took it back. The note need not be sent."""
    sitting = sit(ana)

    def keep(**said: Any) -> list[tuple[int | None, str, bool]]:
        notes.keep(sitting=sitting, round=round, answers=NoteAnswers(**said), now=NOW)
        return flags()

    def about_ben(**said: Any) -> list[tuple[int | None, str, bool]]:
        return keep(hard_reasons=(Reasons(student=ben.pk, **said),))

    assert keep(hard=(ben.pk, cleo.pk)) == []
    assert about_ben(why=("unsafe",)) == [(ben.pk, "", False)]
    assert about_ben(own="He waits for me.") == [(ben.pk, "He waits for me.", False)]
    assert about_ben(why=("loud",)) == [(ben.pk, "He waits for me.", True)]
    assert about_ben(why=("unsafe",)) == [(ben.pk, "He waits for me.", False)]
    # It counts as taken back, too, when the classmate is no longer named.
    assert keep(hard=(cleo.pk,)) == [(ben.pk, "He waits for me.", True)]
    assert keep(hard=(ben.pk,)) == [(ben.pk, "He waits for me.", False)]
    assert keep(great=(ben.pk,)) == [(ben.pk, "He waits for me.", True)]


def test_answers_of_another_sitting_are_not_taken_back(ana: Student, ben: Student, round: Round) -> None:
    unsafe = answers(hard={ben: ["unsafe"]})
    notes.keep(sitting=sit(ana), round=round, answers=unsafe, now=NOW)
    again = sit(ana, SOON)
    notes.keep(sitting=again, round=round, answers=NoteAnswers(hard=()), now=SOON)
    notes.hand_in_draft(sitting=again, round=round, now=SOON)
    assert flags() == [(ben.pk, "", False)]


@pytest.mark.parametrize("wrong", ["student", "round"])
def test_a_note_opens_only_for_its_own_child_and_round(wrong: str, ana: Student, ben: Student, plan: Plan) -> None:
    note = hand_in(ana, plan.round)
    if wrong == "student":
        PartnerNote.objects.update(student=ben)
    else:
        publish(plan)
        PartnerNote.objects.update(round=open_round(ana.classroom))
    with pytest.raises(MisplacedNote):
        PartnerNote.objects.get(pk=note.pk).open()
