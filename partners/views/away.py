"""Children who are away today: one tap marks a child, and a partner who is left alone works with others until
tomorrow."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from classroom import access as classroom_access
from classroom.models import Student
from classroom.requests import Request, flash_errors
from partners.actions import away
from partners.partner_time.seats import Day
from partners.queries import in_words


@never_cache
def show_away(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_for(request.user, key)
    day = Day(classroom, classroom.today(request.now))
    here = [place.student for place in day.held.values()]
    context = {
        "classroom": classroom,
        "away": day.away,
        "here": sorted(here, key=lambda student: bytes(student.sort_key)),
        "alone": in_words([student.called for student in day.alone]),
        "changed": [pair for pair in day.pairs() if pair.partnership.pk in day.changed],
        "today": classroom.here(request.now),
        "tab": "partnerships",
    }
    return render(request, "partners/away.html", context)


@require_POST
def mark_away(request: Request, key: str, student_key: str) -> HttpResponse:
    student = classroom_access.student_for(request.user, key, student_key)
    with flash_errors(request):
        away.mark_away(student=student, by=request.user, now=request.now)
        messages.success(request, f"{student.called} is away today.")
    return redirect("partners:away", key)


@require_POST
def mark_here(request: Request, key: str, student_key: str) -> HttpResponse:
    student = classroom_access.student_for(request.user, key, student_key)
    with flash_errors(request):
        away.mark_here(student=student, by=request.user, now=request.now)
        with_whom = _with_whom(student, student.classroom.today(request.now))
        messages.success(request, f"{student.called} is here{with_whom}.")
    return redirect("partners:away", key)


def _with_whom(student: Student, today: dt.date) -> str:
    """The end of a sentence that says with whom a child works today who is here after all. Empty if they work with
    nobody."""
    day = Day(student.classroom, today)
    others = day.beside(student.pk)
    if not others:
        return ""
    if any(day.home(other.pk) == day.home(student.pk) for other in others):
        return ", and with the usual partner"
    return f", and works with {in_words([other.called for other in others])} today"
