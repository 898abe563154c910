"""The parts that all pages of a child's note share: open the note, save answers, go on or back, render, thank."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from classroom.models import Sitting, Student
from classroom.requests import Request
from classroom.views.student_session import for_children, thanks
from partners import access
from partners.actions import notes, safety_flags
from partners.forms.student_note import BACK, STAY, NotePage, NotSafeForm
from partners.models import NoteAnswers, Round, Workshop
from partners.notes.wizard import CHECK, Page, Sheet

View = Callable[..., HttpResponse]


def sheet_of(sitting: Sitting, round: Round) -> Sheet:
    answers, earlier = notes.drafted(sitting=sitting, round=round)
    workshop = Workshop.objects.get(classroom=sitting.student.classroom)
    return Sheet(sitting.student, round, answers, earlier, workshop)


def of_a_note(view: View) -> View:
    """Decorator for a page of the note of the child who sits here. If no round is open, the child goes back to the
    start."""

    @for_children
    @wraps(view)
    def inside(request: Request, **kwargs: Any) -> HttpResponse:
        assert request.sitting is not None
        round = access.round_for_notes(request.sitting)
        if round is None:
            return _still_heard(request) or redirect("partners:me")
        return view(request, sheet_of(request.sitting, round), **kwargs)

    return inside


def _still_heard(request: Request) -> HttpResponse | None:
    """Passes on that a child is not safe, even if the child is not asked for a note, or no longer. None if the
    request does not say so."""
    assert request.sitting is not None
    classroom = request.sitting.student.classroom
    round = access.round_being_prepared(classroom) or classroom.rounds.published().first()
    if round is None or request.method != "POST":
        return None
    note = sheet_of(request.sitting, round)
    form = NotSafeForm(request.POST, note=note)
    student = form.tapped("student")
    if student is None or not (form.cleaned_data["unsafe"] or request.path == reverse("partners:note_not_safe")):
        return None
    return heard(request, note, CHECK, student, reverse("partners:me"), form.words)


def heard(request: Request, note: Sheet, page: Page, student: Student, following: str, words: str) -> HttpResponse:
    """Tell the teacher at once with whom the child is not safe, with the child's own words, and thank the child."""
    safety_flags.raise_flag(student=note.student, named_pk=student.pk, round=note.round, now=request.now, own=words)
    return thank(request, note, page, following)


def thank(request: Request, note: Sheet, page: Page, following: str) -> HttpResponse:
    """The thanks to a child who reported not being safe. They come at once, and are the same whatever others wrote."""
    return thanks(show_thanks(request, note, page, following))


def show_thanks(request: Request, note: Sheet, page: Page, following: str) -> HttpResponse:
    """The page of thanks. A child who switches the language finds it at an address of its own, unless the note is
    over."""
    assert request.sitting is not None
    over = request.ended_sitting is not None or access.round_for_notes(request.sitting) is None
    stays_at = reverse("partners:note_thank_you")
    return show(request, note, page, "thank_you", following=following, stays_at=stays_at, leads_elsewhere=over)


def sent(request: Request) -> QueryDict | None:
    """The data for a form of this page; None unless it was posted."""
    return request.POST if request.method == "POST" else None


def keep(request: Request, note: Sheet, answers: NoteAnswers) -> None:
    """Store the answers of this page, and go on with all answers that are stored by then."""
    assert request.sitting is not None
    note.answers = notes.keep(sitting=request.sitting, round=note.round, answers=answers, now=request.now)


def go(note: Sheet, page: Page, form: NotePage, on: Page | None = None) -> HttpResponse:
    """The way from a page that was saved: to the next page (or `on`), back, or nowhere while a script saves each
    tap."""
    going = form.cleaned_data["go"]
    if going == STAY:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return redirect((note.before(page) if going == BACK else on or note.after(page)).at)


def show(request: Request, note: Sheet, page: Page, template: str, **context: Any) -> HttpResponse:
    step, steps = note.step(page)
    shared = {
        "me": note.student,
        "step": step,
        "dots": range(1, steps + 1),
        "workshop": note.workshop,
        "may_type": note.may_type,
        "told_not_safe": bool(note.answers.not_safe),
        "back": note.before(page).at,
    }
    return render(request, f"partners/note/{template}.html", {**shared, **context})
