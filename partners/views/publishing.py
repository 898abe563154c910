"""A plan is looked over as children will see it, and published."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from classroom.requests import Request, telling
from partners import access, queries
from partners.actions import publishing
from partners.forms import PublishForm
from partners.words import LOVED


@never_cache
def publish(request: Request, key: str, plan_key: str) -> HttpResponse:
    """GET shows exactly what children will see; POST makes it so."""
    plan = access.plan_for_teacher(request.user, key, plan_key)
    classroom = plan.round.classroom
    today = classroom.today(request.now)
    groups = queries.groups_of(plan)
    loves = {
        student: [(f"{student.key}:{key}", LOVED[key]) for key in keys]
        for student, keys in queries.shared_loves(groups).items()
    }
    offered = [value for shared in loves.values() for value, _ in shared]
    initial = {"starts_on": today, "version": plan.version}
    form = PublishForm(request.POST or None, today=today, shared=offered, initial=initial)
    if form.is_valid():
        with telling(request):
            publishing.publish(plan=plan, **form.cleaned_data, by=request.user, now=request.now)
            messages.success(request, f"Published. Partners start {_day(form.cleaned_data['starts_on'], today)}.")
            return redirect("partnerships", key)
        return redirect("plan", key)
    if "version" in form.errors or "shared" in form.errors:
        messages.error(request, "Look the plan over once more, then publish.")
        asked = form.cleaned_data.get("starts_on", today)
        form = PublishForm(today=today, shared=offered, initial=initial | {"starts_on": asked})
    context = {
        "classroom": classroom,
        "plan": plan,
        "seated": [
            (group, spot, loves[group[0]]) for group, spot in queries.with_spots(groups, classroom.workshop.spots)
        ],
        "form": form,
        "tab": "plan",
    }
    return render(request, "partners/publish.html", context)


def _day(day: dt.date, today: dt.date) -> str:
    return "today" if day == today else f"on {day:%A}, {day.day} {day:%B}"
