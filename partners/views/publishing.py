"""A plan is looked over as children will see it, and published."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from classroom.models import Classroom, Student
from classroom.requests import Request, telling
from partners import access, queries
from partners.actions import publishing
from partners.actions.publishing import UnableToPublish
from partners.catalogue import move_of_the_week
from partners.forms.rounds import PublishForm
from partners.models import Plan
from partners.queries import Group
from partners.views.desk import over
from partners.words import LOVED

Loves = Mapping[Student, Sequence[tuple[str, Any]]]


@never_cache
def publish(request: Request, key: str, plan_key: str) -> HttpResponse:
    """GET shows exactly what children will see; POST makes it so."""
    plan = access.plan_for_teacher(request.user, key, plan_key)
    if plan.round.published_at is not None and request.method != "POST":
        return over(request, plan)
    today = plan.round.classroom.today(request.now)
    groups = queries.groups_of(plan)
    loves = _loves(groups)
    form = _form(request, plan, loves, today)
    if form.is_valid():
        with telling(request):
            publishing.publish(plan=plan, **form.cleaned_data, by=request.user, now=request.now)
            messages.success(request, f"Published. Partners start {_day(form.cleaned_data['starts_on'], today)}.")
            return redirect("partnerships", key)
        return redirect("plan", key)
    return render(request, "partners/publish.html", _page(plan, groups, loves, form, today))


def _loves(groups: Sequence[Group]) -> Loves:
    """What each group may be told that all of them love: as a value of the form, and in words."""
    return {
        student: [(f"{student.key}:{key}", LOVED[key]) for key in keys]
        for student, keys in queries.shared_loves(groups).items()
    }


def _form(request: Request, plan: Plan, loves: Loves, today: dt.date) -> PublishForm:
    """What was sent; or, where it was about another plan than the one on the page, the page's own form."""
    offered = [value for shared in loves.values() for value, _ in shared]
    ends_on = queries.last_day(plan.round.classroom, today)
    initial = {"starts_on": today, "ends_on": ends_on, "version": plan.version}
    form = PublishForm(request.POST or None, today=today, shared=offered, initial=initial)
    if "version" in form.errors or "shared" in form.errors:
        messages.error(request, "Look the plan over once more, then publish.")
        asked = {name: form.cleaned_data[name] for name in ("starts_on", "ends_on") if name in form.cleaned_data}
        form = PublishForm(today=today, shared=offered, initial=initial | asked)
    return form


def _page(plan: Plan, groups: Sequence[Group], loves: Loves, form: PublishForm, today: dt.date) -> dict[str, Any]:
    classroom: Classroom = plan.round.classroom
    seated = queries.with_spots(groups, classroom.workshop.spots)
    return {
        "classroom": classroom,
        "plan": plan,
        "seated": [(group, spot, loves[group[0]]) for group, spot in seated],
        "move": move_of_the_week(classroom.workshop),
        "in_the_way": _in_the_way(plan, groups, today),
        "form": form,
        "dates": [form["starts_on"], form["ends_on"]],
        "tab": "plan",
    }


def _in_the_way(plan: Plan, groups: Sequence[Group], today: dt.date) -> str:
    try:
        publishing.check_ready(plan=plan, groups=groups, today=today)
    except UnableToPublish as error:
        return str(error)
    return ""


def _day(day: dt.date, today: dt.date) -> str:
    return "today" if day == today else f"on {day:%A}, {day.day} {day:%B}"
