"""A child's note: stored as a draft while they write it, and sent."""

import datetime as dt
from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.actions.unable import Unable
from classroom.models import GradeBand, Sitting, Student, User
from partners.actions import safety_flags
from partners.models import (
    Considerations,
    DraftWords,
    NoteAnswers,
    NoteDraft,
    NoteWords,
    PartnerNote,
    PartnersVerb,
    Pick,
    Reasons,
    Round,
    Workshop,
)
from partners.moves import class_moves
from partners.notes.questions import LIMITS, LOVED, REASONS, UNSAFE, WILL_DO

PROMISED = {answer.key for answer in WILL_DO}


class UnableToKeep(Unable):
    """The answers can't be stored. The message is for a child."""


class UnableToHandIn(Unable):
    """The note can't be sent. The message is for a child."""


class SomeoneLeft(UnableToHandIn):
    pass


def _draft(sitting: Sitting, round: Round) -> NoteDraft | None:
    """The child's draft for this round. If there is none, the draft that this sitting began for an earlier round,
    which is carried over."""
    drafts = NoteDraft.objects.filter(student=sitting.student)
    return drafts.filter(round=round).first() or drafts.filter(sitting=sitting).order_by("-pk").first()


def drafted(*, sitting: Sitting, round: Round) -> tuple[NoteAnswers, NoteAnswers | None]:
    """The answers of this sitting so far; and the answers of earlier sittings, or None. The note will include those
    too, but no page shows them."""
    return _opened(_draft(sitting, round), sitting)


def _opened(draft: NoteDraft | None, sitting: Sitting) -> tuple[NoteAnswers, NoteAnswers | None]:
    if draft is None:
        return NoteAnswers(), None
    words = draft.open()
    if draft.sitting_id != sitting.pk:
        return NoteAnswers(), _merged(words.earlier, words.now)
    return words.now, words.earlier


@transaction.atomic
def keep(*, sitting: Sitting, round: Round, answers: NoteAnswers, now: dt.datetime) -> NoteAnswers:
    """Store the answers given on one page, next to what this sitting answered before, also in another tab. Answers of
    earlier sittings stay.

    Returns all answers of this sitting. Raises UnableToKeep.
    """
    student = sitting.student
    if round.classroom_id != student.classroom_id:
        raise UnableToKeep(_("This note is for another class."))
    lock(student.classroom)
    draft = _draft(sitting, round)
    before, earlier = _opened(draft, sitting)
    draft = draft or NoteDraft(student=student)
    after = _changed(before, answers)
    # The draft remembers that a teacher has talked with the child, until the child asks for a talk again.
    asks_anew = after.talk and not before.talk
    heard_at = None if draft.pk is None or asks_anew else draft.open().heard_at
    draft.round, draft.sitting, draft.changed_at = round, sitting, now
    draft.seal(DraftWords(now=after, earlier=earlier, heard_at=heard_at))
    draft.save()
    _flag(student, round, _not_safe_with(before), _not_safe_with(after), now)
    return after


def _not_safe_with(answers: NoteAnswers) -> dict[int, str]:
    """The children with whom this child does not feel safe, by primary key, each with the child's own words about
    it."""
    tapped = [pk for pk in answers.picks("hard") if UNSAFE in (answers.reasons("hard", pk).why or ())]
    return {pk: answers.reasons("hard", pk).own or "" for pk in (*tapped, *(answers.not_safe or ()))}


def _flag(student: Student, round: Round, before: dict[int, str], after: dict[int, str], now: dt.datetime) -> None:
    """Tell the teacher at once what is new about not being safe, and what was taken back."""
    for pk, own in after.items():
        if before.get(pk) != own:
            safety_flags.raise_flag(student=student, named_pk=pk, round=round, now=now, own=own)
    for pk in before.keys() - after.keys():
        safety_flags.take_off(student=student, named_pk=pk)


def _changed(before: NoteAnswers, answers: NoteAnswers) -> NoteAnswers:
    """`before` with the new answers. No child stays in both lists: the newer answer counts."""
    return _with(before, answers.given(), answers)


def _with(before: NoteAnswers, given: dict[str, Any], later: NoteAnswers) -> NoteAnswers:
    """`before` with the answers `given` later, and with all reasons of both."""
    great = _joined(before.great_reasons, later.great_reasons)
    hard = _joined(before.hard_reasons, later.hard_reasons)
    after = replace(before, **given, great_reasons=great, hard_reasons=hard)
    if "great" in given and "hard" not in given:
        return replace(after, hard=_less(after.hard, after.picks("great")))
    if "hard" in given and "great" not in given:
        return replace(after, great=_less(after.great, after.picks("hard")))
    return after


def _less(picks: tuple[int, ...] | None, others: Container[int]) -> tuple[int, ...] | None:
    return None if picks is None else tuple(pk for pk in picks if pk not in others)


def _joined(before: Iterable[Reasons], later: Iterable[Reasons]) -> tuple[Reasons, ...]:
    """The reasons of both, one entry for each child. The later answer counts."""
    joined = {reasons.student: reasons for reasons in before}
    for said in later:
        known = joined.get(said.student, said)
        why, own = (known.why if said.why is None else said.why), (known.own if said.own is None else said.own)
        joined[said.student] = replace(said, why=why, own=own)
    return tuple(joined.values())


@transaction.atomic
def start_over(*, sitting: Sitting, round: Round) -> None:
    """Delete the draft, with the answers of this sitting and of earlier ones. A safety flag that was raised stays."""
    lock(sitting.student.classroom)
    draft = _draft(sitting, round)
    if draft is not None:
        draft.delete()


def _merged(earlier: NoteAnswers | None, now: NoteAnswers) -> NoteAnswers:
    """`now`, filled up from `earlier` where nothing was answered now. No child is in both lists.

    A page that was passed without an answer leaves the earlier answer, which it did not show. "No one" counts as an
    answer.
    """
    if earlier is None:
        return now
    before = earlier.given()
    given = {key: said for key, said in now.given().items() if said or key == "hard" or key not in before}
    return _with(earlier, given, now)


@transaction.atomic
def hand_in_draft(*, sitting: Sitting, round: Round, now: dt.datetime) -> None:
    """Send the draft. A note without an answer is a note too, but never replaces another one."""
    lock(sitting.student.classroom)
    draft = _draft(sitting, round)
    if draft is not None:
        words = draft.open()
        answers = _merged(words.earlier, words.now)
        note = hand_in(student=sitting.student, round=round, answers=answers, now=now)
        if draft.was_heard:
            note.hear(now)
            note.save(update_fields=["content"])
        draft.delete()
    elif not PartnerNote.objects.filter(student=sitting.student, round=round).exists():
        hand_in(student=sitting.student, round=round, answers=NoteAnswers(), now=now)


@transaction.atomic
def hand_in(
    *, student: Student, round: Round, answers: NoteAnswers, now: dt.datetime, scribe: User | None = None
) -> PartnerNote:
    """Store the child's note of a round. An earlier note stays, but is no longer the current one.

    `scribe` is the teacher who wrote the note down for the child; the note says so. Raises UnableToHandIn.
    """
    lock(student.classroom)
    _check(student, round, answers)
    words = replace(_words(student, answers), scribe=scribe.pk if scribe else None)
    PartnerNote.objects.filter(student=student, round=round, is_current=True).update(is_current=False)
    note = PartnerNote(student=student, round=round, sent_at=now)
    note.seal(words)
    note.save()
    _flag(student, round, {}, _not_safe_with(answers), now)
    _remember_loves(student, answers.loves, answers.loves_own)
    verb = PartnersVerb.NOTE_SCRIBED if scribe else PartnersVerb.NOTE_HANDED_IN
    record(verb, now=now, by=scribe, classroom=student.classroom, student=student)
    return note


def _check(student: Student, round: Round, answers: NoteAnswers) -> None:
    """Raises UnableToHandIn where these answers can't be those of this child in this round."""
    if round.classroom_id != student.classroom_id or student.left_on is not None:
        raise UnableToHandIn(_("This note is for another class."))
    known = Considerations.objects.filter(student=student).first()
    if known is not None and known.skips_note:
        raise UnableToHandIn(_("You do not write a note this time. Ask your teacher."))
    named = [*answers.picks("great"), *answers.picks("hard")]
    if student.pk in named or len(set(named)) != len(named):
        raise UnableToHandIn(_("Someone is on your note twice, or it is you. Look at your answers again."))
    classmates = set(student.classroom.students.filter(left_on=None).values_list("pk", flat=True))
    if not classmates.issuperset(named):
        raise SomeoneLeft(_("Someone you picked is not in your class now. We took that name off. Check and tap Send."))


def _words(student: Student, answers: NoteAnswers) -> NoteWords:
    """The contents of a note, without keys that are on no list."""
    moves: set[str] = set()
    if answers.does_well or answers.gets_better:
        workshop = Workshop.objects.get(classroom=student.classroom_id)
        moves = {entry["key"] for entry in class_moves.entries(workshop)}
    return NoteWords(
        great=_picks(answers, "great"),
        hard=_picks(answers, "hard"),
        will_do=_among(PROMISED, answers.will_do),
        does_well=_among(moves, answers.does_well),
        gets_better=_among(moves, answers.gets_better),
        talk=bool(answers.talk),
        tell=answers.tell or "",
    )


def _picks(answers: NoteAnswers, side: str) -> tuple[Pick, ...]:
    said = [answers.reasons(side, pk) for pk in answers.picks(side)]
    return tuple(Pick(student=each.student, why=_among(REASONS, each.why), own=each.own or "") for each in said)


def _among(known: Container[str], keys: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(key for key in keys or () if key in known)


@transaction.atomic
def take_off_who_left(*, sitting: Sitting, round: Round, now: dt.datetime) -> None:
    """Remove children who have left the class from the draft."""
    draft = _draft(sitting, round)
    if draft is None:
        return
    here = set(sitting.student.classroom.students.filter(left_on=None).values_list("pk", flat=True))
    words = draft.open()
    earlier = words.earlier and _without(words.earlier, here)
    draft.seal(replace(words, now=_without(words.now, here), earlier=earlier))
    draft.changed_at = now
    draft.save()


def _without(answers: NoteAnswers, here: set[int]) -> NoteAnswers:
    """The answers without picks of children who are not in the class."""
    gone = {*answers.picks("great"), *answers.picks("hard")} - here
    return replace(answers, great=_less(answers.great, gone), hard=_less(answers.hard, gone))


def _remember_loves(student: Student, loves: Sequence[str] | None, own: str | None) -> None:
    """Store what a child loves to write about. It is not part of the note, so it stays when notes are deleted."""
    if loves is None and own is None:
        return
    row = Considerations.objects.filter(student=student).first() or Considerations(student=student)
    if loves is not None:
        row.content = replace(row.content, loves=tuple(key for key in loves if key in LOVED))
    if own is not None:
        row.content = replace(row.content, loves_own=own)
    row.save()


def limits(student: Student) -> tuple[int, int]:
    """How many children this child may name as great, and how many as hard."""
    limit = LIMITS[GradeBand(student.band)]
    return limit.great, limit.hard
