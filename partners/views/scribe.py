"""The note of a child who can't write it at a device: the teacher writes it down, or the child skips it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from classroom import access as classroom_access
from classroom.models import Student
from classroom.requests import Request
from classroom.views.cover import has_rested, not_kept
from partners import access
from partners.actions import note_opt_outs, notes
from partners.actions.notes import UnableToHandIn
from partners.forms.scribe import ScribeForm
from partners.models import Round, Workshop, skips_note
from partners.moves import class_moves


@never_cache
def note_for(request: Request, key: str, student_key: str) -> HttpResponse:
    """GET shows an empty note, whatever the child wrote. If the note can't be saved, the page shows what was
    entered, and no browser stores that page."""
    student = _child(request, key, student_key)
    round = access.round_being_prepared(student.classroom)
    skips = skips_note(student)
    context: dict[str, Any] = {"classroom": student.classroom, "student": student, "skips": skips, "tab": "notes"}
    context |= {"sent": bool(round) and student.notes.filter(round=round, is_current=True).exists()}
    context |= {"why": _why(student, round, skips=skips)}
    if round is None or skips:
        return render(request, "partners/note_for.html", context)
    form = _form(request, student)
    rested = request.method == "POST" and has_rested(request)
    if form.is_valid() and not rested and _written(request, student, round, form):
        messages.success(request, f"{student.called}’s note is in.")
        return redirect("partners:notes", key)
    context |= {"form": form, "rested": rested}
    if request.method != "POST":
        return render(request, "partners/note_for.html", context)
    return not_kept(render(request, "partners/note_for.html", context, status=422))


def _why(student: Student, round: Round | None, *, skips: bool) -> str:
    """A sentence that says what the page is for, or why there is nothing to write."""
    if skips:
        return f"The family asked that {student.called} skip the note."
    if round is None:
        return "No round is open."
    return f"For a child who can’t write it at a device: you ask, and write down what {student.called} says."


def _child(request: Request, key: str, student_key: str) -> Student:
    student = classroom_access.student_for(request.user, key, student_key)
    if student.left_on is not None:
        raise Http404
    return student


def _form(request: Request, student: Student) -> ScribeForm:
    workshop = Workshop.objects.get(classroom=student.classroom)
    return ScribeForm(
        request.POST if request.method == "POST" else None,
        student=student,
        offered=list(student.classroom.students.here().exclude(pk=student.pk)),
        limits=notes.limits(student),
        asks_hard=workshop.hard_question,
        moves=class_moves.shown_moves(workshop),
    )


def _written(request: Request, student: Student, round: Round, form: ScribeForm) -> bool:
    try:
        notes.hand_in(student=student, round=round, answers=form.answers(), scribe=request.user, now=request.now)
    except UnableToHandIn:
        form.add_error(None, "The class changed meanwhile. Look at the names again.")
        return False
    return True


@require_POST
def skip_note(request: Request, key: str, student_key: str) -> HttpResponse:
    """The child skips the note because the family asked for it; with `ask`, the child is asked again."""
    student = _child(request, key, student_key)
    if "ask" in request.POST:
        note_opt_outs.ask_again(student=student, by=request.user, now=request.now)
    else:
        note_opt_outs.skip_note(student=student, by=request.user, now=request.now)
    return redirect("partners:note_for", key, student_key)
