"""Partnerships that run: the list, and the wall."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from classroom import access as classroom_access
from classroom.models import Classroom
from classroom.requests import Request
from partners import queries
from partners.catalogue import move_of_the_week
from partners.models import Workshop


def _of_class(request: Request, classroom: Classroom) -> dict[str, Any]:
    """The pairs of today, or where none run yet those that will; and when they start."""
    today = classroom.today(request.now)
    pairs = queries.current_pairs(classroom, today)
    newest = classroom.rounds.published().first()
    coming = newest if newest and newest.starts_on and newest.starts_on > today else None
    return {
        "classroom": classroom,
        "pairs": pairs,
        "round": pairs[0].partnership.round if pairs else None,
        "coming": coming,
        "without": queries.without_partner(classroom),
        "coming_pairs": queries.pairs_of(coming) if coming else [],
        "is_aide": not classroom_access.teaches(request.user, classroom),
        "tab": "partnerships",
    }


@never_cache
def show_partnerships(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_helped_by(request.user, key)
    return render(request, "partners/partnerships.html", _of_class(request, classroom))


@never_cache
def projector(request: Request, key: str) -> HttpResponse:
    """For the wall: who sits with whom, and the move of the week. Nothing else, and never uncovered."""
    classroom = classroom_access.classroom_helped_by(request.user, key)
    context = _of_class(request, classroom)
    if context["coming"] and (not context["pairs"] or "next" in request.GET):
        context |= {"pairs": context["coming_pairs"], "starts_on": context["coming"].starts_on}
    context["move"] = move_of_the_week(Workshop.objects.get(classroom=classroom))
    return render(request, "partners/projector.html", context)
