"""A child's note: kept as it is written, handed in, opened by a teacher.

Answers, of a draft and of a note, are a plain dict. What was not answered is None, or absent:
    great, hard      [student primary keys], in the order of the child's list
    why              {"great": {pk: [reason keys]}, "hard": {pk: [reason keys]}}, with the keys as text
    own              {"great": {pk: text}, "hard": {pk: text}}, the child's own words beside the reasons
    will_do          [keys of WILL_DO]; does_well, gets_better: [keys of moves of the class]
    loves            [keys of the list of things to write about]; loves_own: text
    not_safe         [student primary keys], with whom the child is not safe, where it is not asked with whom it
                     would be hard; own["hard"] holds its words
    talk             whether the teacher is asked to come and talk; tell: text
Own words are for the teacher alone, and are never compared with anything.
"""

import copy
import datetime as dt
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.actions.unable import Unable
from classroom.models import GradeBand, Sitting, Student, User
from partners import catalogue
from partners.actions import safety, talks
from partners.models import Considerations, NoteDraft, PartnerNote, Round, Workshop
from partners.words import LIMITS, LOVED, REASONS, UNSAFE, WILL_DO

Answers = dict[str, Any]
SIDES = ("great", "hard")
EMPTY: Answers = {
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
PROMISED = {answer.key for answer in WILL_DO}


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


def drafted(*, sitting: Sitting, round: Round) -> tuple[Answers, Answers | None]:
    """What this sitting has answered so far; and what earlier ones did, which the note carries along and no page shows,
    or None where they left nothing."""
    return _opened(_draft(sitting, round), sitting)


def draft_of(*, sitting: Sitting, round: Round) -> Answers:
    """What this sitting has answered so far."""
    return drafted(sitting=sitting, round=round)[0]


def _opened(draft: NoteDraft | None, sitting: Sitting) -> tuple[Answers, Answers | None]:
    if draft is None:
        return _whole({}), None
    words = draft.open()
    now, earlier = words["now"], words["earlier"]
    if draft.sitting_id != sitting.pk:
        now, earlier = {}, _merged(earlier, now)
    return _whole(now), _whole(earlier) if earlier else None


def _whole(answers: Answers) -> Answers:
    """With every key: None where nothing was answered."""
    return {**copy.deepcopy(EMPTY), **answers}


@transaction.atomic
def keep(*, sitting: Sitting, round: Round, answers: Answers, now: dt.datetime) -> Answers:
    """Keep the answers given on one page, beside what this sitting answered before and in another tab. Returns all that
    it has answered now.

    Those of an earlier sitting stay beside them.
    """
    student = sitting.student
    if round.classroom_id != student.classroom_id:
        raise UnableToKeep(_("This note is for another class."))
    lock(student.classroom)
    draft = _draft(sitting, round)
    before, earlier = _opened(draft, sitting)
    draft = draft or NoteDraft(student=student)
    after = _changed(before, answers)
    heard = _still_heard(draft, asks_anew=bool(after["talk"]) and not before["talk"])
    draft.round, draft.sitting, draft.changed_at = round, sitting, now
    draft.seal({"now": after, "earlier": earlier or {}, **heard})
    draft.save()
    _flag(student, round, _not_safe_with(before), _not_safe_with(after), now)
    return after


def _still_heard(draft: NoteDraft, *, asks_anew: bool) -> dict[str, Any]:
    """That a teacher has talked with the child stays on its draft, until the child asks for it anew."""
    if draft.pk is None or asks_anew:
        return {}
    return {key: at for key, at in draft.open().items() if key == "heard_at"}


def _not_safe_with(answers: Answers) -> dict[int, str]:
    """With whom the child says that it does not feel safe, by primary key, and in which words."""
    why, own = answers["why"]["hard"], answers["own"]["hard"]
    tapped = [pk for pk in answers["hard"] or [] if UNSAFE in why.get(str(pk), [])]
    return {pk: own.get(str(pk), "") for pk in (*tapped, *(answers["not_safe"] or []))}


def _flag(student: Student, round: Round, before: dict[int, str], after: dict[int, str], now: dt.datetime) -> None:
    """The teacher learns at once what is said now and was not before, and what was taken back."""
    for pk, own in after.items():
        if before.get(pk) != own:
            safety.raise_flag(student=student, named_pk=pk, round=round, now=now, own=own)
    for pk in before.keys() - after.keys():
        safety.take_off(student=student, named_pk=pk)


def _changed(before: Answers, answers: Answers) -> Answers:
    """`before` with what was answered now. Nobody is in both lists: the later word counts."""
    result = {**before, **answers}
    for side, other in (("great", "hard"), ("hard", "great")):
        if side in answers and other not in answers and result[other]:
            result[other] = [pk for pk in result[other] if pk not in (answers[side] or [])]
    for what in ("why", "own"):
        said = answers.get(what, {})
        result[what] = {side: {**before[what][side], **said.get(side, {})} for side in SIDES}
    return result


@transaction.atomic
def start_over(*, sitting: Sitting, round: Round) -> None:
    """Forget what was kept, of this sitting and of earlier ones. A flag that was raised stays."""
    lock(sitting.student.classroom)
    draft = _draft(sitting, round)
    if draft is not None:
        draft.delete()


def _merged(earlier: Answers, now: Answers) -> Answers:
    """`now`, filled up from `earlier` where nothing was answered now. Nobody is in both lists.

    A page that was passed without an answer leaves the earlier one, which it did not show; "No one" is an answer.
    """
    if not earlier:
        return now
    earlier, now = _whole(earlier), _whole(now)
    said = {key for key, answer in now.items() if answer or (key == "hard" and answer is not None)}
    result = {key: now[key] if key in said or earlier[key] is None else earlier[key] for key in EMPTY}
    for side, other in (("great", "hard"), ("hard", "great")):
        if side in said and other not in said and result[other]:
            result[other] = [pk for pk in result[other] if pk not in result[side]]
    for what in ("why", "own"):
        result[what] = {side: {**earlier[what][side], **now[what][side]} for side in SIDES}
    return result


@transaction.atomic
def hand_in_draft(*, sitting: Sitting, round: Round, now: dt.datetime) -> None:
    """Send what is in the draft. A note without an answer is a note too, but never takes the place of another."""
    lock(sitting.student.classroom)
    draft = _draft(sitting, round)
    if draft is not None:
        words = draft.open()
        answers = _merged(words["earlier"], words["now"])
        note = hand_in(student=sitting.student, round=round, answers=answers, now=now)
        if draft.was_heard:
            note.hear(now)
            note.save(update_fields=["content"])
        draft.delete()
    elif not PartnerNote.objects.filter(student=sitting.student, round=round).exists():
        hand_in(student=sitting.student, round=round, answers=EMPTY, now=now)


@transaction.atomic
def hand_in(
    *, student: Student, round: Round, answers: Answers, now: dt.datetime, scribe: User | None = None
) -> PartnerNote:
    """The child's note of a round. A note sent before stays, and is no longer the current one.

    `scribe` is the teacher who wrote it down for the child; the note says so from then on.
    """
    lock(student.classroom)
    answers = _whole(answers)
    words = {**_checked(student, round, answers), **_said(student, answers)}
    if scribe is not None:
        words["scribe"] = scribe.pk
    PartnerNote.objects.filter(student=student, round=round, is_current=True).update(is_current=False)
    note = PartnerNote(student=student, round=round, sent_at=now)
    note.seal(words)
    note.save()
    _flag(student, round, {}, _not_safe_with(answers), now)
    _remember_loves(student, answers["loves"], answers["loves_own"])
    verb = "note_scribed" if scribe else "note_handed_in"
    record(verb, now=now, by=scribe, classroom=student.classroom, student=student)
    return note


def _checked(student: Student, round: Round, answers: Answers) -> dict[str, Any]:
    """The words of a note. Raises UnableToHandIn when they can't be those of this child in this round."""
    if round.classroom_id != student.classroom_id or student.left_on is not None:
        raise UnableToHandIn(_("This note is for another class."))
    known = Considerations.objects.filter(student=student).first()
    if known is not None and known.skips_note:
        raise UnableToHandIn(_("You do not write a note this time. Ask your teacher."))
    great, hard = answers["great"] or [], answers["hard"] or []
    named = [*great, *hard]
    if student.pk in named or len(set(named)) != len(named):
        raise UnableToHandIn(_("Someone is on your note twice, or it is you. Look at your answers again."))
    classmates = set(student.classroom.students.filter(left_on=None).values_list("pk", flat=True))
    if not classmates.issuperset(named):
        raise SomeoneLeft(_("Someone you picked is not in your class now. We took that name off. Check and tap Send."))
    return {
        side: [_choice(pk, answers["why"][side], answers["own"][side]) for pk in chosen]
        for side, chosen in (("great", great), ("hard", hard))
    }


def _choice(pk: int, why: dict[str, list[str]], own: dict[str, str]) -> dict[str, Any]:
    words = own.get(str(pk), "")
    reasons = [key for key in why.get(str(pk), []) if key in REASONS]
    return {"student": pk, "why": reasons, **({"own": words} if words else {})}


def _said(student: Student, answers: Answers) -> dict[str, Any]:
    """The rest of a note: what the child said of itself and to the teacher, without what it left out."""
    moves: set[str] = set()
    if answers["does_well"] or answers["gets_better"]:
        workshop = Workshop.objects.get(classroom=student.classroom_id)
        moves = {entry["key"] for entry in catalogue.entries(workshop)}
    known = {"will_do": PROMISED, "does_well": moves, "gets_better": moves}
    said = {key: [chosen for chosen in answers[key] or [] if chosen in keys] for key, keys in known.items()}
    said |= {"talk": answers["talk"], "tell": answers["tell"]}
    return {key: answer for key, answer in said.items() if answer}


@transaction.atomic
def take_off_who_left(*, sitting: Sitting, round: Round, now: dt.datetime) -> None:
    """Take out of the draft whoever is no longer in the class."""
    draft = _draft(sitting, round)
    if draft is None:
        return
    here = set(sitting.student.classroom.students.filter(left_on=None).values_list("pk", flat=True))
    words = draft.open()
    draft.seal({**words, **{when: _without(words[when], here) for when in ("now", "earlier")}})
    draft.changed_at = now
    draft.save()


def _without(answers: Answers, here: set[int]) -> Answers:
    if not answers:
        return answers
    named = {side: [pk for pk in answers[side] if pk in here] for side in SIDES if answers[side] is not None}
    return {**answers, **named}


def _remember_loves(student: Student, loves: list[str] | None, own: str | None) -> None:
    """What a child loves to write about is not part of the note: it stays when notes go."""
    if loves is None and own is None:
        return
    row = Considerations.objects.filter(student=student).first() or Considerations(student=student)
    if loves is not None:
        row.content = replace(row.content, loves=tuple(key for key in loves if key in LOVED))
    if own is not None:
        row.content = replace(row.content, loves_own=own)
    row.save()


def limits(student: Student) -> tuple[int, int]:
    """How many great and how many hard names this child may give."""
    limit = LIMITS[GradeBand(student.band)]
    return limit.great, limit.hard


@transaction.atomic
def open_note(*, note: PartnerNote, by: User, now: dt.datetime) -> dict[str, Any]:
    """The words of a note, for the teacher who opens it. Each opening is an audit row."""
    record("note_opened", now=now, by=by, classroom=note.student.classroom, student=note.student)
    talks.hear(note=note, now=now)
    return note.open()
