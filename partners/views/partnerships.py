"""The list of the partnerships that are running."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from classroom import access as classroom_access
from classroom.dates import day_in_words
from classroom.models import Classroom
from classroom.requests import Request
from partners import queries
from partners.models import Round
from partners.partner_time.seats import Day


def of_class(request: Request, classroom: Classroom) -> dict[str, Any]:
    """The contents of a page about a class's partnerships: the pairs of today, and those of a published round that
    has not begun."""
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
        "nobody": nobody(day, newest),
        "without": queries.without_partner(classroom, today),
        "coming_pairs": queries.pairs_of(coming) if coming else [],
        "is_aide": not classroom_access.teaches(request.user, classroom),
        "tab": "partnerships",
    }


def nobody(day: Day, newest: Round | None) -> str:
    """A sentence that says why no partners are together, for a page that shows none."""
    if day.away:
        return "No partners are together today." if day.held else "Everybody is away today."
    return "No partners are together now." if newest else "No partners yet."


@never_cache
def show_partnerships(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_helped_by(request.user, key)
    # The list of children without a partner is folded unless the teacher followed Home's line to it.
    page = of_class(request, classroom)
    page |= {"is_asked_for": "without" in request.GET, "changing": _changing(request, classroom, page["coming"])}
    page |= {"until": _until(page["round"], page["coming"])}
    return render(request, "partners/partnerships.html", page)


def _until(round: Round | None, coming: Round | None) -> str:
    """The end of today's round in words, to follow its first day."""
    if coming and coming.starts_on:
        return f" · new partners from {day_in_words(coming.starts_on)}"
    return f", until {day_in_words(round.ends_on)}" if round and round.ends_on else ""


def _changing(request: Request, classroom: Classroom, coming: Round | None) -> dict[dt.date, list[str]]:
    """The names of each new partnership of changes that are to come, by the day of the change. Those of the next
    round are left out."""
    _, to_be = queries.pairs_and_to_be(classroom, classroom.today(request.now))
    changing: dict[dt.date, list[str]] = {}
    for pair, day in to_be:
        if pair.partnership.round != coming:
            changing.setdefault(day, []).append(pair.names)
    return changing
