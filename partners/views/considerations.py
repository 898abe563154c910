"""The grid of considerations, which are what the teacher knows of each child. It is behind the cover, and saved as
the teacher fills it in."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateformat import format as formatted
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from classroom.access import TEACHERS, classroom_for
from classroom.models import Classroom, Student
from classroom.requests import Request
from classroom.views.cover import ask_password_after_rest, uncovered, uncovers
from partners.actions import considerations
from partners.considerations import grid, home_languages
from partners.considerations.fields import DIALS
from partners.models import Considerations
from partners.queries import in_words

# In seconds. Without a script the page cannot notice typing, so it leaves enough time to save.
REST_WITHOUT_SCRIPT = 300
GONE = "This child is not in the class any more."


@never_cache
def show_considerations(request: Request, key: str) -> HttpResponse:
    """The covered page: names only. `?child=` names the row to which the uncovered page scrolls."""
    classroom = classroom_for(request.user, key)
    context = _around(request, classroom) | {"students": classroom.students.here()}
    if child := classroom.students.here().filter(key=request.GET.get("child", "")).first():
        context["lift"] += f"#{child.key}"
    return render(request, "partners/considerations.html", context)


@uncovers
def uncover_considerations(request: Request, key: str) -> HttpResponse:
    classroom = classroom_for(request.user, key)
    return _grid(request, classroom, list(classroom.students.here()))


@require_POST
def save_considerations(request: Request, key: str) -> HttpResponse:
    """Save cells that the script sends, and answer in JSON. Without a script the whole page is sent, and the answer
    is the page as it is then."""
    classroom = classroom_for(request.user, key)
    students = list(classroom.students.here())
    posted = grid.read(request.POST, students)
    back = reverse("partners:considerations", args=[key])
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return uncovered(request, lambda: _answer(request, classroom, posted), back=back, of=None)
    _save(request, classroom, posted)
    if ask := ask_password_after_rest(request, back):
        if any(cell.error for cell in posted.changed):
            messages.error(request, "Not everything could be saved. Look at what you changed last.")
        return ask
    return _grid(request, classroom, students, posted)


def _save(request: Request, classroom: Classroom, posted: grid.Posted) -> None:
    asked = [(cell, change) for cell in posted.changed if (change := cell.change())]
    changes = [change for _, change in asked]
    held = considerations.change_fields(classroom=classroom, changes=changes, by=request.user, now=request.now)
    for (cell, change), shown in zip(asked, held, strict=True):
        cell.settle(change, shown)


def _answer(request: Request, classroom: Classroom, posted: grid.Posted) -> HttpResponse:
    """JSON for the script: the value of each cell after saving. The page was uncovered before, and that has its own
    audit event."""
    _save(request, classroom, posted)
    cells = {cell.name: {"now": cell.seen, "error": cell.error} for cell in posted.changed}
    cells |= {name: {"error": GONE} for name in posted.gone}
    return JsonResponse({"saved": _clock(request, classroom), "cells": cells})


def _clock(request: Request, classroom: Classroom) -> str:
    return formatted(classroom.here(request.now), "G:i")


def _around(request: Request, classroom: Classroom) -> dict[str, Any]:
    memberships = classroom.memberships.filter(role__in=TEACHERS).exclude(user=request.user)
    return {
        "classroom": classroom,
        "readers": in_words(["you", *memberships.order_by("user__name", "pk").values_list("user__name", flat=True)]),
        "lift": reverse("partners:considerations_uncover", args=[classroom.key]),
        "cover_at": reverse("partners:considerations", args=[classroom.key]),
        "cover_after": REST_WITHOUT_SCRIPT,
        "tab": "class",
    }


def _grid(
    request: Request, classroom: Classroom, students: Sequence[Student], posted: grid.Posted | None = None
) -> HttpResponse:
    """The uncovered page. After a save without a script, it shows what was saved and what could not be saved."""

    def show() -> HttpResponse:
        shown = _around(request, classroom) | _behind(request, classroom, students, posted)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if shown["unsaved"] else HTTPStatus.OK
        return render(request, "partners/considerations.html", shown, status=status)

    return uncovered(request, show, back=reverse("partners:considerations", args=[classroom.key]), of=classroom)


def _behind(
    request: Request, classroom: Classroom, students: Sequence[Student], posted: grid.Posted | None
) -> dict[str, Any]:
    known = {row.student_id: row.content for row in Considerations.objects.filter(student__in=students)}
    return {
        "uncovered": True,
        "dials": DIALS,
        "rows": grid.rows(students, known, posted),
        "choices": grid.choices(known.values()),
        "languages": home_languages.NAMES.values(),
        "posted": posted,
        "unsaved": [cell for cell in posted.changed if cell.error] if posted else [],
        "saved": _clock(request, classroom) if posted else "",
    }
