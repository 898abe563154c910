"""A child leaves the class: whom does the partner join?"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from classroom import access as classroom_access
from classroom.models import Student
from classroom.requests import Request, telling
from partners import access, queries
from partners.actions import partnerships
from partners.forms import LeavingForm
from partners.queries import in_words


@dataclass(frozen=True)
class Choice:
    """A place for the child whose partner leaves: `value` for the form, in words for the teacher."""

    value: str
    words: str
    students: tuple[Student, ...]


@never_cache
def leave_class(request: Request, key: str, student_key: str) -> HttpResponse:
    """GET asks, POST does it. A three that loses a child stays together as a pair, and nobody is asked."""
    student = classroom_access.student_for(request.user, key, student_key)
    alone, choices = _choices(student)
    form = LeavingForm(request.POST or None)
    if form.is_valid():
        with telling(request) as told:
            partnerships.leave_class(
                student=student, **_chosen(request, key, form.cleaned_data["to"]), by=request.user, now=request.now
            )
            messages.success(request, f"{student.called} is marked as left. What happened before is kept.")
        return redirect("class", key) if told.error is None else redirect("student_left", key, student_key)
    context = {"classroom": student.classroom, "student": student, "alone": alone, "choices": choices, "tab": "class"}
    return render(request, "partners/leaving.html", context)


def _chosen(request: Request, key: str, to: str) -> dict[str, Any]:
    kind, _, chosen = to.partition(":")
    return {
        "joins": access.partnership_for(request.user, key, chosen) if kind == "pair" else None,
        "partner_of": classroom_access.student_for(request.user, key, chosen) if kind == "child" else None,
    }


def _choices(student: Student) -> tuple[Student | None, list[Choice]]:
    """The child who would be alone, if there is one, and where that child could go: out of a three first."""
    place = partnerships.unended_place(student)
    if place is None or student.left_on is not None:
        return None, []
    pairs = queries.pairs_of(place.partnership.round)
    mine = next(pair for pair in pairs if student in pair.students)
    if len(mine.students) != 2:
        return None, []
    alone = next(other for other in mine.students if other != student)
    apart = queries.parted(student.classroom)
    others = [pair for pair in pairs if pair.partnership != mine.partnership]
    out_of_threes = [choice for pair in others if len(pair.students) == 3 for choice in _out_of(pair, alone)]
    into_pairs = [_into(pair, alone) for pair in others if len(pair.students) == 2]
    return alone, [
        choice
        for choice in (*out_of_threes, *into_pairs)
        if not any(frozenset((alone.pk, other.pk)) in apart for other in choice.students)
    ]


def _out_of(pair: queries.Pair, alone: Student) -> list[Choice]:
    found = []
    for child in pair.students:
        rest = in_words([other.called for other in pair.students if other != child])
        words = f"{alone.called} with {child.called}; {rest} stay together"
        found.append(Choice(f"child:{child.key}", words, (child,)))
    return found


def _into(pair: queries.Pair, alone: Student) -> Choice:
    return Choice(f"pair:{pair.partnership.key}", f"{alone.called} with {pair.names}, a three", pair.students)
