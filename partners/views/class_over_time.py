"""The class over time: the covered page shows when partners were seen; how they get along, and their moves, are
behind the cover."""

import datetime as dt
from collections import defaultdict
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from classroom import access as classroom_access
from classroom.models import Classroom
from classroom.requests import Request
from classroom.views.cover import uncovered, uncovers
from partners import queries
from partners.models import Observation, State, Workshop
from partners.moves import class_moves
from partners.moves.chips import chips_of
from partners.partner_time import class_over_time, growth
from partners.partner_time.seats import Day
from partners.queries import Pair
from partners.views.partnerships import nobody


@never_cache
def show_over_time(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_for(request.user, key)
    return render(request, "partners/over_time.html", _page(request, classroom))


@uncovers
def uncover_over_time(request: Request, key: str) -> HttpResponse:
    """The page with what is behind the cover. With `paper`, that part is printed, too."""
    classroom = classroom_access.classroom_for(request.user, key)

    def show() -> HttpResponse:
        page = _page(request, classroom)
        page |= _behind(classroom, page, classroom.today(request.now))
        page |= {"uncovered": True, "on_paper": "paper" in request.POST}
        return render(request, "partners/over_time.html", page)

    return uncovered(request, show, back=reverse("partners:over_time", args=[key]), of=classroom)


def _page(request: Request, classroom: Classroom) -> dict[str, Any]:
    today = classroom.today(request.now)
    day = Day(classroom, today)
    # The pairs of an ordinary day, so that children who are away today are in them.
    pairs = day.pairs(own=True)
    page: dict[str, Any] = {
        "classroom": classroom,
        "pairs": pairs,
        "nobody": "" if pairs else nobody(day, classroom.rounds.published().first()),
        "cover_at": reverse("partners:over_time", args=[classroom.key]),
        "lift_at": reverse("partners:over_time_uncover", args=[classroom.key]),
        "tab": "partnerships",
    }
    if pairs:
        runs = queries.runs_of([pair.partnership for pair in pairs])
        days = _days(runs, classroom)
        began = {pk: run.since for pk, run in runs.items()}
        since = min(began.values())
        last = {pk: max(seen) for pk, seen in days.items()}
        lines = class_over_time.longest_unseen_first(pairs, last, began, today)
        page |= {
            "since": since,
            "runs": runs,
            "carried_on": any(len(run.partnerships) > 1 for run in runs.values()),
            "lines": lines,
            "long": [line for line in lines if line.is_long],
            "coverage": class_over_time.coverage([line.pair for line in lines], days, since, today),
        }
    return page


def _days(runs: dict[int, queries.Run], classroom: Classroom) -> dict[int, list[dt.date]]:
    """The days on which each partnership was seen, by primary key, with those of the rounds that it carries on."""
    days: dict[int, list[dt.date]] = defaultdict(list)
    newest = queries.newest_of(runs)
    seen = Observation.objects.filter(partnership__in=newest)
    for pk, at in seen.order_by("at", "pk").values_list("partnership_id", "at"):
        days[newest[pk]].append(classroom.today(at))
    return days


def _behind(classroom: Classroom, page: dict[str, Any], today: dt.date) -> dict[str, Any]:
    pairs: list[Pair] = page["pairs"]
    if not pairs:
        return {}
    newest = queries.newest_of(page["runs"])
    observations = Observation.objects.filter(partnership__in=newest)
    workshop = Workshop.objects.get(classroom=classroom)
    seen = growth.glimpses(observations.order_by("at", "pk"), classroom, chips_of(workshop))
    glimpses = [replace(glimpse, partnership=newest[glimpse.partnership]) for glimpse in seen]
    moves = class_moves.moves_of(workshop)
    states = [(state, [pair for pair in pairs if pair.partnership.state == state]) for state in State]
    return {
        "heat": class_over_time.heat(glimpses, moves, len(pairs), page["since"], today),
        "lesson": class_over_time.lessons(glimpses, moves)[0] if glimpses else None,
        "states": [(state, told) for state, told in states if told],
    }
