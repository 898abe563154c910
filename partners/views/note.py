"""A child's note, one question a page. Every page keeps its answer, goes on to the next, and can be gone back to."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from classroom.models import Student
from classroom.requests import Request
from classroom.views.children import SENT, for_children, leave
from partners import access
from partners.actions import notes, safety
from partners.actions.notes import Answers, SomeoneLeft, UnableToHandIn
from partners.models import Round, Workshop
from partners.words import LOVES, UNSAFE, great_answers, hard_answers

SIDES = ("great", "hard")


@dataclass
class Sheet:
    """What a page of the note works on: whose it is, for which round, and what was answered in this sitting."""

    student: Student
    round: Round
    answers: Answers
    workshop: Workshop

    @cached_property
    def classmates(self) -> list[Student]:
        """The class without the child, in an order of this child's own: who stands high in a list is named more."""
        others = self.student.classroom.students.filter(left_on=None).exclude(pk=self.student.pk)
        return sorted(others, key=lambda other: hashlib.sha256(f"{self.student.key}{other.key}".encode()).digest())

    def named(self, side: str) -> list[Student]:
        """The children named on one side, without those who have left the class meanwhile."""
        here = {student.pk: student for student in self.classmates}
        return [here[pk] for pk in self.answers[side] or [] if pk in here]

    def classmate(self, key: str) -> Student | None:
        return next((student for student in self.classmates if student.key == key), None)


Page = Callable[..., HttpResponse]


def of_a_note(view: Page) -> Page:
    """A page of the note of the child who sits here. With no round open, the child goes back to the start."""

    @for_children
    @wraps(view)
    def inside(request: Request, **kwargs: Any) -> HttpResponse:
        assert request.sitting is not None
        student = request.sitting.student
        round = access.round_for_notes(request.sitting)
        if round is None:
            return redirect("me")
        answers = notes.draft_of(sitting=request.sitting, round=round)
        workshop = Workshop.objects.get(classroom=student.classroom)
        return view(request, Sheet(student, round, answers, workshop), **kwargs)

    return inside


def _keep(request: Request, sheet: Sheet, **answers: Any) -> None:
    """Keep what was answered on this page, and go on with it."""
    assert request.sitting is not None
    notes.keep(sitting=request.sitting, round=sheet.round, answers=answers, now=request.now)
    sheet.answers = notes.draft_of(sitting=request.sitting, round=sheet.round)


def _show(request: Request, sheet: Sheet, template: str, step: int, **context: Any) -> HttpResponse:
    dots = range(1, 6)
    return render(
        request,
        f"partners/note/{template}.html",
        {"me": sheet.student, "step": step, "dots": dots, "workshop": sheet.workshop, **context},
    )


@for_children
def me(request: Request) -> HttpResponse:
    """Where a child comes in: to the note if a round is open, else to the partner."""
    assert request.sitting is not None
    student = request.sitting.student
    has_partner = bool(access.my_partnership(student, student.classroom.today(request.now)))
    if access.round_being_prepared(student.classroom):
        return render(request, "partners/note/start.html", {"me": student, "has_partner": has_partner})
    if has_partner:
        return redirect("my_partner")
    return render(request, "partners/note/nothing_yet.html", {"me": student})


@of_a_note
def promise(request: Request, sheet: Sheet) -> HttpResponse:
    return _show(request, sheet, "promise", 0)


@of_a_note
def great(request: Request, sheet: Sheet) -> HttpResponse:
    """Who would be a great partner?"""
    return _choose(request, sheet, "great", step=1)


def _choose(request: Request, sheet: Sheet, side: str, *, step: int) -> HttpResponse:
    limit = dict(zip(SIDES, notes.limits(sheet.student), strict=True))[side]
    other_side = sheet.answers["hard" if side == "great" else "great"] or []
    offered = [student for student in sheet.classmates if student.pk not in other_side]
    chosen = sheet.answers[side] or []
    if request.method == "POST":
        tapped = request.POST.getlist("student")
        picked = [student.pk for student in offered if student.key in tapped]
        if len(picked) != len(set(tapped)):
            messages.error(request, _("Someone you tapped is not on the list now. Please look again."))
            chosen = picked
        elif len(picked) > limit:
            messages.error(request, _("Tap up to %(max)s. Tap a name again to take it away.") % {"max": limit})
            chosen = picked
        else:
            _keep(request, sheet, **{side: picked})
            return _after(sheet, side, None)
    seats = {"picked": [s for s in offered if s.pk in chosen], "free": range(max(0, limit - len(chosen)))}
    template = "great" if side == "great" else "hard_choose"
    return _show(request, sheet, template, step, offered=offered, chosen=chosen, limit=limit, seats=seats)


def _after(sheet: Sheet, side: str, student: Student | None) -> HttpResponse:
    """The page after this one: why, for each child named; then the next question."""
    named = sheet.named(side)
    place = named.index(student) + 1 if student in named else 0 if student is None else len(named)
    if place < len(named):
        return redirect("note_why", side, place)
    if side == "great" and sheet.workshop.hard_question:
        return redirect("note_hard")
    return redirect("note_loves")


@of_a_note
def why(request: Request, sheet: Sheet, side: str, place: int) -> HttpResponse:
    """Why would this child be great, or what would make it hard?

    The address says only which in the list it is: whom a child named stands in no history and no log.
    """
    named = sheet.named(side)
    student = named[place] if place < len(named) else None
    if request.method == "POST":
        student = sheet.classmate(request.POST.get("student", "")) or student
        if side == "hard" and student and UNSAFE in request.POST:
            return _not_safe(request, sheet, student)
    if student not in named:
        messages.error(request, _("Someone you tapped is not on the list now. Please look again."))
        return redirect("note_great" if side == "great" else "note_who_hard")
    assert student is not None
    offered = great_answers(sheet.student.band) if side == "great" else hard_answers(sheet.student.band)
    if request.method == "POST":
        _keep_why(request, sheet, side, student)
        return _after(sheet, side, student)
    tapped = sheet.answers["why"][side].get(str(student.pk), [])
    step, back = 2 if side == "great" else 3, _before(side, place)
    return _show(request, sheet, "why", step, back=back, student=student, side=side, offered=offered, tapped=tapped)


def _keep_why(request: Request, sheet: Sheet, side: str, student: Student) -> None:
    offered = great_answers(sheet.student.band) if side == "great" else hard_answers(sheet.student.band)
    tapped = [*request.POST.getlist("why"), *([UNSAFE] if UNSAFE in request.POST else [])]
    _keep(request, sheet, why={side: {str(student.pk): [answer.key for answer in offered if answer.key in tapped]}})


def _not_safe(request: Request, sheet: Sheet, student: Student) -> HttpResponse:
    """A child tells that it is not safe: the teacher is told first of all, whatever became of the list meanwhile.

    The thanks come at once and at this address. They are the same whatever anyone else wrote.
    """
    if student not in sheet.named("hard"):
        safety.raise_flag(student=sheet.student, named_pk=student.pk, round=sheet.round, now=request.now)
    _keep_why(request, sheet, "hard", student)
    following = _after(sheet, "hard", student)
    return _show(request, sheet, "thank_you", 3, following=following["Location"])


@of_a_note
def not_safe(request: Request, sheet: Sheet) -> HttpResponse:
    """The way to tell it in a class that is not asked with whom it would be hard."""
    if sheet.workshop.hard_question:
        return redirect("note_hard")
    student = sheet.classmate(request.POST.get("student", ""))
    if student is None:
        return _show(request, sheet, "not_safe", 5, offered=sheet.classmates, back=("note_check",))
    safety.raise_flag(student=sheet.student, named_pk=student.pk, round=sheet.round, now=request.now)
    return _show(request, sheet, "thank_you", 5, following=reverse("note_check"))


def _before(side: str, place: int) -> tuple[Any, ...]:
    """The page before: why of the child named before, or the question itself."""
    if place:
        return ("note_why", side, place - 1)
    return ("note_great",) if side == "great" else ("note_who_hard",)


@of_a_note
def hard(request: Request, sheet: Sheet) -> HttpResponse:
    """Would it be hard with someone? "No one" is as large as "Yes"."""
    if not sheet.workshop.hard_question:
        return redirect("note_loves")
    if request.method == "POST":
        if request.POST.get("answer") == "yes":
            return redirect("note_who_hard")
        _keep(request, sheet, hard=[])
        return redirect("note_loves")
    return _show(request, sheet, "hard", 3, back=_last_why(sheet))


def _last_why(sheet: Sheet) -> tuple[Any, ...]:
    named = sheet.named("great")
    return ("note_why", "great", len(named) - 1) if named else ("note_great",)


@of_a_note
def who_hard(request: Request, sheet: Sheet) -> HttpResponse:
    if not sheet.workshop.hard_question:
        return redirect("note_loves")
    return _choose(request, sheet, "hard", step=3)


@of_a_note
def loves(request: Request, sheet: Sheet) -> HttpResponse:
    """What do you love to write about?"""
    if request.method == "POST":
        tapped = request.POST.getlist("love")
        _keep(request, sheet, loves=[answer.key for answer in LOVES if answer.key in tapped])
        return redirect("note_check")
    back = ("note_hard",) if sheet.workshop.hard_question else _last_why(sheet)
    return _show(request, sheet, "loves", 4, offered=LOVES, tapped=sheet.answers["loves"] or [], back=back)


@of_a_note
def check(request: Request, sheet: Sheet) -> HttpResponse:
    """Is this right? Names of hard answers stay covered here."""
    assert request.sitting is not None
    context = {
        "great": sheet.named("great"),
        "hard_count": len(sheet.named("hard")),
        "hard_answered": sheet.answers["hard"] is not None,
        "loves": [answer.words for answer in LOVES if answer.key in (sheet.answers["loves"] or [])],
        "earlier": notes.earlier_answers(sitting=request.sitting, round=sheet.round) is not None,
    }
    return _show(request, sheet, "check", 5, **context)


@for_children
@require_POST
def send(request: Request) -> HttpResponse:
    """Hand it in and sign out. Sent once more, or after the round moved on, it is still kept."""
    assert request.sitting is not None
    sitting = request.sitting
    round = access.round_for_notes(sitting)
    if round is None:
        return redirect("me")
    try:
        notes.hand_in_draft(sitting=sitting, round=round, now=request.now)
    except SomeoneLeft as error:
        notes.take_off_who_left(sitting=sitting, round=round, now=request.now)
        messages.error(request, str(error))
        return redirect("note_check")
    except UnableToHandIn as error:
        messages.error(request, str(error))
        return redirect("note_check")
    leave(request)
    request.session[SENT] = sitting.student.level
    return redirect("all_done")


@for_children
@require_POST
def start_over(request: Request) -> HttpResponse:
    assert request.sitting is not None
    round = access.round_for_notes(request.sitting)
    if round is not None:
        notes.start_over(sitting=request.sitting, round=round)
    return redirect("note_great")
