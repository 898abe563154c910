"""The page on which a teacher ends a unit on a day."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from classroom import access as classroom_access
from classroom import dates
from classroom.models import Classroom
from classroom.requests import Request, flash_errors
from partners import queries
from partners.actions import partnerships
from partners.forms.unit_end import EndUnitForm
from partners.models import Round
from partners.partner_time.seats import Day


@never_cache
def end_unit(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_for(request.user, key)
    today = classroom.today(request.now)
    day = Day(classroom, today)
    round = day.own_places[0].round if day.own_places else None
    latest = queries.before_the_next(round) if round else None
    form = EndUnitForm(
        request.POST or None,
        today=today,
        latest=latest,
        initial={"last_day": _planned(classroom, round, latest, today)},
    )
    if form.is_valid():
        last_day = form.cleaned_data["last_day"]
        with flash_errors(request) as flashed:
            partnerships.end_unit(classroom=classroom, last_day=last_day, by=request.user, now=request.now)
            until = "today" if last_day == today else dates.day_in_words(last_day)
            messages.success(request, f"Partners are together until {until}.")
        if flashed.error is None:
            return redirect("partners:partnerships", key)
    context = {
        "classroom": classroom,
        "form": form,
        "pairs": day.pairs(own=True),
        "changing": _changing(classroom, round, today),
        "tab": "partnerships",
    }
    return render(request, "partners/end_unit.html", context)


def _changing(classroom: Classroom, round: Round | None, today: dt.date) -> list[dt.date]:
    """The days on which some partners of the round are to change. None of them comes after the last day of the
    round."""
    _, to_be = queries.pairs_and_to_be(classroom, today)
    return sorted({day for pair, day in to_be if pair.partnership.round == round})


def _planned(classroom: Classroom, round: Round | None, latest: dt.date | None, today: dt.date) -> dt.date:
    """The last day to suggest: the planned one, or the nearest day that is possible."""
    if round is None or round.starts_on is None:
        return today
    planned = round.ends_on or queries.last_day(classroom, round.starts_on)
    return max(today, min(planned, latest or planned))
