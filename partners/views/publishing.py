"""Publishing a plan, after the teacher has looked it over as children will see it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from classroom import dates
from classroom.actions.unable import Unable
from classroom.models import Classroom, Student
from classroom.requests import Request
from partners import access, queries
from partners.actions import publishing
from partners.actions.publishing import UnableToPublish
from partners.actions.unable_to_plan import Stale
from partners.forms.plans import VersionForm
from partners.forms.publishing import PublishForm
from partners.models import Plan
from partners.moves.class_moves import move_of_the_week
from partners.notes.questions import LOVED
from partners.queries import Group
from partners.views.plan_desk import layout_for, over
from partners.wording.plan_history import happened

Loves = Mapping[Student, Sequence[tuple[str, Any]]]


@never_cache
def publish(request: Request, key: str, plan_key: str) -> HttpResponse:
    """GET shows exactly what children will see; POST publishes it."""
    plan = access.plan_for_teacher(request.user, key, plan_key)
    today = plan.round.classroom.today(request.now)
    groups = queries.groups_of(plan)
    loves = _loves(groups)
    form = _form(plan, loves, today, request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _publish(request, plan, form, today)
    if plan.round.published_at is not None:
        return over(request, plan)
    if "version" in form.errors or "shared" in form.errors:
        return _look_again(request, plan, today)
    return render(request, "partners/publish.html", _page(plan, groups, loves, form, today))


def _publish(request: Request, plan: Plan, form: PublishForm, today: dt.date) -> HttpResponse:
    key = plan.round.classroom.key
    try:
        publishing.publish(plan=plan, **form.cleaned_data, by=request.user, now=request.now)
    except Stale as error:
        return _look_again(request, error.plan, today)
    except Unable as error:
        messages.error(request, str(error))
        return redirect("partners:plan", key)
    messages.success(request, f"Published. Partners start {_day(form.cleaned_data['starts_on'], today)}.")
    return redirect("partners:partnerships", key)


def _look_again(request: Request, plan: Plan, today: dt.date) -> HttpResponse:
    """The plan has changed since the page was shown: the plan as it is now, what happened to it, and everything that
    was typed and ticked. A tick about children who are no longer together is left out."""
    groups = queries.groups_of(plan)
    loves = _loves(groups)
    changed = _changed(request, plan)
    if not changed:
        messages.error(request, "Look the plan over once more, then publish.")
    page = _page(plan, groups, loves, _form(plan, loves, today, _kept(request.POST, plan, loves)), today)
    return render(request, "partners/publish.html", page | {"changed": changed})


def _changed(request: Request, plan: Plan) -> list[str]:
    """Sentences about what happened to the plan after the teacher looked it over. Empty if the version that they saw
    is not known."""
    form = VersionForm(request.POST)
    seen = form.cleaned_data["version"] if form.is_valid() else plan.version
    return happened(layout_for(request, plan), seen) if seen != plan.version else []


def _kept(sent: QueryDict, plan: Plan, loves: Loves) -> QueryDict:
    kept = sent.copy()
    kept["version"] = str(plan.version)
    offered = _offered(loves)
    kept.setlist("shared", [value for value in kept.getlist("shared") if value in offered])
    return kept


def _loves(groups: Sequence[Group]) -> Loves:
    """The topics that all children of a group love and may be told about, by the first child of the group: as values
    of the form, and in words."""
    shared = queries.shared_loves(groups)
    return {group[0]: [(queries.love_value(group, key), LOVED[key]) for key in shared[group[0]]] for group in groups}


def _offered(loves: Loves) -> dict[str, Any]:
    return {value: words for shared in loves.values() for value, words in shared}


def _form(plan: Plan, loves: Loves, today: dt.date, sent: QueryDict | None) -> PublishForm:
    ends_on = queries.last_day(plan.round.classroom, today)
    initial = {"starts_on": today, "ends_on": ends_on, "version": plan.version}
    return PublishForm(sent, today=today, shared=_offered(loves).items(), initial=initial)


def _page(plan: Plan, groups: Sequence[Group], loves: Loves, form: PublishForm, today: dt.date) -> dict[str, Any]:
    classroom: Classroom = plan.round.classroom
    seated, boxes = queries.with_spots(groups, classroom.workshop.spots), form.boxes()
    in_the_way = _in_the_way(plan, groups, today)
    form.lay_out(may_publish=not in_the_way)
    return {
        "classroom": classroom,
        "plan": plan,
        "seated": [(group, spot, [boxes[value] for value, _ in loves[group[0]]]) for group, spot in seated],
        "move": move_of_the_week(classroom.workshop),
        "in_the_way": in_the_way,
        "form": form,
        "tab": "plan",
    }


def _in_the_way(plan: Plan, groups: Sequence[Group], today: dt.date) -> str:
    try:
        publishing.check_ready(plan=plan, groups=groups, today=today)
    except UnableToPublish as error:
        return str(error)
    return ""


def _day(day: dt.date, today: dt.date) -> str:
    return "today" if day == today else f"on {dates.day_in_words(day)}"
