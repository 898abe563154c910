"""Partnerships that run: the list."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from classroom import access as classroom_access
from classroom.models import Classroom
from classroom.requests import Request
from partners import queries
from partners.day import Day


def of_class(request: Request, classroom: Classroom) -> dict[str, Any]:
    """The pairs of today, or where none run yet those that will; and when they start."""
    today = classroom.today(request.now)
    day = Day(classroom, today)
    pairs = day.pairs()
    newest = classroom.rounds.published().first()
    coming = newest if newest and newest.starts_on and newest.starts_on > today else None
    return {
        "classroom": classroom,
        "day": day,
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
    # Who needs a partner is folded, but for a teacher who followed Home's line to it.
    return render(
        request,
        "partners/partnerships.html",
        of_class(request, classroom) | {"is_asked_for": "without" in request.GET},
    )
