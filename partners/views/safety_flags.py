"""Safety flags and requests to talk, for the teacher, behind the cover: read, answered and decided."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from classroom import access as classroom_access
from classroom.models import Classroom, Student
from classroom.requests import Request, flash_errors
from classroom.views.archived_classes import works_when_archived
from classroom.views.cover import uncovered, uncovers
from partners import access, queries
from partners.actions import safety_flags, talk_requests, temporary_moves
from partners.forms.help_steps import FlagAnswerForm, FlagDecisionForm, PartForTodayForm
from partners.models import FlagAnswer, NoteDraft, PartnerNote, SafetyFlag
from partners.views.notes import page_of_notes

ANSWERED = "Noted. The two stay apart until you say whether they may be partners."
NEVER = "They are never partners from now on. It stands among your rules."
MAY = "They may be partners again. What else the children wrote still counts."
TALKED = "Noted. It is good that you talked."
APART = "They work with others today. Tomorrow they are back with their partners."


@uncovers
def uncover_flags(request: Request, key: str) -> HttpResponse:
    """The page of notes with everything that the teacher should read first."""
    return _uncovered_page(request, classroom_access.classroom_for(request.user, key))


def _uncovered_page(request: Request, classroom: Classroom, act: Callable[[], str] | None = None) -> HttpResponse:
    """The uncovered page after `act` was called, with the sentence that it returns as a message. The message shows
    behind the cover only."""
    back = reverse("partners:notes", args=[classroom.key])

    def show() -> HttpResponse:
        if act is not None:
            with flash_errors(request):
                messages.success(request, act())
        flags = safety_flags.read_flags(classroom=classroom, by=request.user, now=request.now)
        context = page_of_notes(request, classroom, flags) | {"uncovered": True, "cover_at": back}
        said = _said(classroom, context["everyone"], flags, classroom.today(request.now))
        context |= {"said": said, "answer_form": FlagAnswerForm(), "decision_form": FlagDecisionForm()}
        context |= {"asking": _asking(context["to_talk"])}
        return render(request, "partners/notes.html", context)

    return uncovered(request, show, back=back, of=None)


def _said(
    classroom: Classroom, everyone: Sequence[Student], flags: Sequence[SafetyFlag], today: dt.date
) -> list[dict[str, Any]]:
    students: dict[int | None, Student] = {student.pk: student for student in everyone}
    pairs, to_be = queries.pairs_and_to_be(classroom, today) if flags else ([], [])
    apart = queries.parted(classroom, today, flags) if flags else set()
    return [
        {
            "flag": flag,
            "student": students[flag.content.student],
            "named": students[flag.content.named],
            "said_at": flag.content.raised_at,
            "own": flag.content.own,
            "taken_off": flag.content.taken_off,
            "answer": FlagAnswer(flag.content.answer).label if flag.content.answer else "",
            "part_form": _part_form(flag, pairs, apart),
            "to_be_on": next((day for pair, day in to_be if _holds(pair, flag)), None),
        }
        for flag in flags
        if {flag.content.student, flag.content.named} <= students.keys()
    ]


def _asking(waiting: Sequence[PartnerNote | NoteDraft]) -> list[dict[str, Any]]:
    """Each child who asks to talk, once, with the note in which they ask. The note is None if it is not sent yet,
    because nothing else in it is shown."""
    sent = {asked.student: asked for asked in waiting if isinstance(asked, PartnerNote)}
    return [{"student": child, "note": sent.get(child)} for child in dict.fromkeys(asked.student for asked in waiting)]


def _holds(pair: queries.Pair, flag: SafetyFlag) -> bool:
    return {student.pk for student in pair.students} >= flag.pair


def _part_form(flag: SafetyFlag, pairs: Sequence[queries.Pair], apart: set[frozenset[int]]) -> PartForTodayForm | None:
    """The form that parts the two for today. It offers each of them the pairs that could take the child for the day.
    None if the two are not partners today."""
    own = next((pair for pair in pairs if _holds(pair, flag)), None)
    if own is None:
        return None
    others = [beside for beside in queries.beside(pairs, pairs_only=True) if beside.pair != own]
    form = PartForTodayForm(auto_id=f"%s-{flag.key}")
    for student in own.students:
        if student.pk in flag.pair:
            pairs_for = [beside.pair for beside in others if beside.is_allowed(student, apart)]
            places = [(pair.partnership.key, pair.names) for pair in pairs_for]
            side = "student" if student.pk == flag.content.student else "named"
            form.offer(side, student, places, may_stay=len(own.students) == 3)
    return form


@require_POST
def talked(request: Request, key: str) -> HttpResponse:
    """Mark that the teacher has talked with a child who asked for it. The child's key is in the form and not in the
    address."""
    classroom = classroom_access.classroom_for(request.user, key)
    student = classroom.students.here().filter(key=request.POST.get("student", "")).first()

    def act() -> str:
        assert student is not None
        talk_requests.tick_off(student=student, by=request.user, now=request.now)
        return TALKED

    return _uncovered_page(request, classroom, act if student else None)


@works_when_archived
@require_POST
def answer(request: Request, key: str, flag_key: str) -> HttpResponse:
    """Save the teacher's answer to a safety flag: read, reported, or not a safety concern."""
    flag = access.flag_for_teacher(request.user, key, flag_key)
    form = FlagAnswerForm(request.POST)

    def act() -> str:
        safety_flags.answer(flag=flag, answer=form.cleaned_data["answer"], by=request.user, now=request.now)
        return ANSWERED

    return _uncovered_page(request, flag.classroom, act if form.is_valid() else None)


@works_when_archived
@require_POST
def decide(request: Request, key: str, flag_key: str) -> HttpResponse:
    """Save the teacher's decision whether the two may be partners."""
    flag = access.flag_for_teacher(request.user, key, flag_key)
    form = FlagDecisionForm(request.POST)

    def act() -> str:
        may = form.cleaned_data["may"] == "yes"
        safety_flags.decide(flag=flag, may_be_partners=may, by=request.user, now=request.now)
        return MAY if may else NEVER

    return _uncovered_page(request, flag.classroom, act if form.is_valid() else None)


@require_POST
def part_for_today(request: Request, key: str, flag_key: str) -> HttpResponse:
    """Move one or both of two partners to other pairs for today."""
    flag = access.flag_for_teacher(request.user, key, flag_key)
    form = PartForTodayForm(request.POST)

    def act() -> str:
        moves = {
            flag.classroom.students.get(pk=pk): access.partnership_for(request.user, key, to)
            for pk, to in (
                (flag.content.student, form.cleaned_data["student"]),
                (flag.content.named, form.cleaned_data["named"]),
            )
            if to and pk is not None
        }
        temporary_moves.move_for_today(classroom=flag.classroom, moves=moves, by=request.user, now=request.now)
        return APART

    return _uncovered_page(request, flag.classroom, act if form.is_valid() else None)
