"""A child's note: kept as it is written, handed in, opened by a teacher.

Answers, of a draft and of a note, are a plain dict:
    great, hard      [student primary keys], in the order tapped; `hard` may be absent: not answered
    why              {"great": {pk: [reason keys]}, "hard": {pk: [reason keys]}}, with the keys as text
    loves            [keys of the list of things to write about]
"""

import datetime as dt
from typing import Any

from django.db import transaction

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.actions.unable import Unable
from classroom.models import GradeBand, Sitting, Student, User
from partners.actions import safety
from partners.models import Considerations, NoteDraft, PartnerNote, Round
from partners.words import LIMITS, LOVES, REASONS, UNSAFE

Answers = dict[str, Any]
EMPTY: Answers = {"great": [], "hard": None, "why": {"great": {}, "hard": {}}, "loves": None}


class UnableToKeep(Unable):
    """Its message is for a child."""


class UnableToHandIn(Unable):
    """Its message is for a child."""


class SomeoneLeft(UnableToHandIn):
    pass


def _draft(sitting: Sitting, round: Round) -> NoteDraft | None:
    """The child's draft for this round; or the one that this sitting began for the round before, to be taken along."""
    drafts = NoteDraft.objects.filter(student=sitting.student)
    return drafts.filter(round=round).first() or drafts.filter(sitting=sitting).order_by("-pk").first()


def draft_of(*, sitting: Sitting, round: Round) -> Answers:
    """What this sitting has answered so far. Answers of an earlier sitting are kept, and never shown."""
    draft = _draft(sitting, round)
    if draft is None or draft.sitting_id != sitting.pk:
        return {**EMPTY, "why": {"great": {}, "hard": {}}}
    answers: Answers = draft.open()["now"]
    return answers


def has_earlier_answers(*, sitting: Sitting, round: Round) -> bool:
    """Whether an earlier sitting left answers that this note will carry along."""
    draft = _draft(sitting, round)
    if draft is None:
        return False
    words = draft.open()
    return bool(words["earlier"] if draft.sitting_id == sitting.pk else words["now"])


@transaction.atomic
def keep(*, sitting: Sitting, round: Round, answers: Answers, now: dt.datetime) -> None:
    """Keep the answers given on one page, beside what this sitting answered before and in another tab.

    Those of an earlier sitting stay beside them.
    """
    student = sitting.student
    if round.classroom_id != student.classroom_id:
        raise UnableToKeep("This note is for another class.")
    lock(student.classroom)
    before = draft_of(sitting=sitting, round=round)
    draft = _draft(sitting, round) or NoteDraft(student=student, sitting=sitting)
    earlier: Answers = {}
    if draft.pk:
        words = draft.open()
        taken_up = draft.sitting_id != sitting.pk
        earlier = _merged(words["earlier"], words["now"]) if taken_up else words["earlier"]
    draft.round, draft.sitting, draft.changed_at = round, sitting, now
    draft.seal({"now": _changed(before, answers), "earlier": earlier})
    draft.save()


def _changed(before: Answers, answers: Answers) -> Answers:
    """`before` with what was answered now. Nobody is in both lists: the later word counts."""
    result = {**before, **answers}
    for side, other in (("great", "hard"), ("hard", "great")):
        if side in answers and other not in answers and result[other]:
            result[other] = [pk for pk in result[other] if pk not in (answers[side] or [])]
    why = answers.get("why", {})
    result["why"] = {side: {**before["why"][side], **why.get(side, {})} for side in ("great", "hard")}
    return result


@transaction.atomic
def start_over(*, sitting: Sitting, round: Round) -> None:
    """Forget what was kept, of this sitting and of earlier ones. A flag that was raised stays."""
    lock(sitting.student.classroom)
    draft = _draft(sitting, round)
    if draft is not None:
        draft.delete()


def _merged(earlier: Answers, now: Answers) -> Answers:
    """`now`, filled up from `earlier` where nothing was answered now. Nobody is in both lists."""
    if not earlier:
        return now
    great = now["great"] or earlier["great"]
    hard = now["hard"] if now["hard"] is not None else earlier["hard"]
    if hard:
        first, second = (great, hard) if now["hard"] is None else (hard, great)
        kept = [pk for pk in second if pk not in first]
        great, hard = (first, kept) if now["hard"] is None else (kept, first)
    why = {side: {**earlier["why"][side], **now["why"][side]} for side in ("great", "hard")}
    loves = now["loves"] if now["loves"] is not None else earlier["loves"]
    return {"great": great, "hard": hard, "why": why, "loves": loves}


@transaction.atomic
def hand_in_draft(*, sitting: Sitting, round: Round, now: dt.datetime) -> None:
    """Send what is in the draft. A note without an answer is a note too, but never takes the place of another."""
    lock(sitting.student.classroom)
    draft = _draft(sitting, round)
    if draft is not None:
        words = draft.open()
        answers = _merged(words["earlier"], words["now"])
        hand_in(student=sitting.student, round=round, answers=answers, now=now)
        draft.delete()
    elif not PartnerNote.objects.filter(student=sitting.student, round=round).exists():
        hand_in(student=sitting.student, round=round, answers=EMPTY, now=now)


@transaction.atomic
def hand_in(*, student: Student, round: Round, answers: Answers, now: dt.datetime) -> PartnerNote:
    """The child's note of a round. A note sent before stays, and is no longer the current one."""
    lock(student.classroom)
    words = _checked(student, round, answers)
    PartnerNote.objects.filter(student=student, round=round, is_current=True).update(is_current=False)
    note = PartnerNote(student=student, round=round, sent_at=now)
    note.seal(words)
    note.save()
    for choice in words["hard"]:
        if UNSAFE in choice["why"]:
            safety.raise_flag(student=student, named_pk=choice["student"], round=round, now=now)
    if answers["loves"] is not None:
        _remember_loves(student, answers["loves"])
    record("note_handed_in", now=now, classroom=student.classroom, student=student)
    return note


def _checked(student: Student, round: Round, answers: Answers) -> dict[str, Any]:
    """The words of a note. Raises UnableToHandIn when they can't be those of this child in this round."""
    if round.classroom_id != student.classroom_id or student.left_on is not None:
        raise UnableToHandIn("This note is for another class.")
    great, hard = answers["great"], answers["hard"] or []
    named = [*great, *hard]
    if student.pk in named or len(set(named)) != len(named):
        raise UnableToHandIn("Someone is on your note twice, or it is you. Look at your answers again.")
    classmates = set(student.classroom.students.filter(left_on=None).values_list("pk", flat=True))
    if not classmates.issuperset(named):
        raise SomeoneLeft("Someone you picked is not in your class now. We took that name off. Check and tap Send.")
    return {
        "great": [_choice(pk, answers["why"]["great"]) for pk in great],
        "hard": [_choice(pk, answers["why"]["hard"]) for pk in hard],
    }


def _choice(pk: int, why: dict[str, list[str]]) -> dict[str, Any]:
    return {"student": pk, "why": [key for key in why.get(str(pk), []) if key in REASONS]}


@transaction.atomic
def take_off_who_left(*, sitting: Sitting, round: Round, now: dt.datetime) -> None:
    """Take out of the draft whoever is no longer in the class."""
    draft = _draft(sitting, round)
    if draft is None:
        return
    here = set(sitting.student.classroom.students.filter(left_on=None).values_list("pk", flat=True))
    words = {when: _without(answers, here) for when, answers in draft.open().items()}
    draft.seal(words)
    draft.changed_at = now
    draft.save()


def _without(answers: Answers, here: set[int]) -> Answers:
    if not answers:
        return answers
    hard = answers["hard"]
    return {
        **answers,
        "great": [pk for pk in answers["great"] if pk in here],
        "hard": hard if hard is None else [pk for pk in hard if pk in here],
    }


def _remember_loves(student: Student, loves: list[str]) -> None:
    """What a child loves to write about is not part of the note: it stays when notes go."""
    row = Considerations.objects.filter(student=student).first()
    row = row or Considerations(student=student, content={})
    known = {answer.key for answer in LOVES}
    row.content = {**row.content, "loves": [key for key in loves if key in known]}
    row.save()


def limits(student: Student) -> tuple[int, int]:
    """How many great and how many hard names this child may give."""
    limit = LIMITS[GradeBand(student.band)]
    return limit.great, limit.hard


@transaction.atomic
def open_note(*, note: PartnerNote, by: User, now: dt.datetime) -> dict[str, Any]:
    """The words of a note, for the teacher who opens it. Each opening is an audit row."""
    record("note_opened", now=now, by=by, classroom=note.student.classroom, student=note.student)
    return note.open()
