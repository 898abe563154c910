"""The last day of a unit."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from classroom import access as classroom_access
from classroom.models import Classroom
from classroom.requests import Request, telling
from partners import queries
from partners.actions import partnerships
from partners.day import Day
from partners.forms.rounds import EndUnitForm


@never_cache
def end_unit(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_for(request.user, key)
    today = classroom.today(request.now)
    form = EndUnitForm(request.POST or None, initial={"last_day": _planned(classroom, today)})
    if form.is_valid():
        last_day = form.cleaned_data["last_day"]
        with telling(request) as told:
            partnerships.end_unit(classroom=classroom, last_day=last_day, by=request.user, now=request.now)
            messages.success(request, f"Partners are together until {last_day:%A}, {last_day.day} {last_day:%B}.")
        if told.error is None:
            return redirect("partnerships", key)
    pairs = Day(classroom, today).pairs(own=True)
    context = {"classroom": classroom, "form": form, "pairs": pairs, "tab": "partnerships"}
    return render(request, "partners/end_unit.html", context)


def _planned(classroom: Classroom, today: dt.date) -> dt.date:
    return queries.unit_end(classroom, today) or today
