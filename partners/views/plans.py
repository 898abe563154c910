"""The plan of the round being prepared: suggested, looked at, changed."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from classroom import access as classroom_access
from classroom.actions.audit import record
from classroom.models import Classroom, Student
from classroom.requests import Request, telling
from classroom.views.archived import works_when_archived
from classroom.views.cover import password_first, uncovered
from partners import access, desk, queries
from partners.actions import plans
from partners.actions.plans import NoWay
from partners.forms import SuggestForm, SwapForm
from partners.models import Mode, Plan, Workshop

TRIED = "swap_tried"

MODES = {
    Mode.STEADY: "Keep what works, change what does not.",
    Mode.MIX: "New partners for most, no partner twice in a row if it can be helped.",
    Mode.FRESH: "Nobody with a partner from before.",
}


@never_cache
def show_plan(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_for(request.user, key)
    return render(request, "partners/plan.html", _page(request, classroom, lifted=False))


@works_when_archived
@require_POST
def uncover_plan(request: Request, key: str) -> HttpResponse:
    """The same page with what is behind the cover."""
    classroom = classroom_access.classroom_for(request.user, key)
    back = reverse("plan", args=[key])
    if ask := password_first(request, back):
        return ask
    record("cover_lifted", now=request.now, by=request.user, classroom=classroom)
    return uncovered(render(request, "partners/plan.html", _page(request, classroom, lifted=True)))


def _page(request: Request, classroom: Classroom, *, lifted: bool) -> dict[str, Any]:
    round = access.round_being_prepared(classroom)
    plan = queries.newest_plan(round) if round else None
    today = classroom.today(request.now)
    context: dict[str, Any] = {
        "classroom": classroom,
        "round": round,
        "plan": plan,
        "published": None if round else classroom.rounds.published().first(),
        "modes": [(mode, mode.label, MODES[mode]) for mode in Mode],
        "mode": plan.mode if plan else Workshop.objects.get(classroom=classroom).mode,
        "uncovered": lifted,
        "cover_at": reverse("plan", args=[classroom.key]),
        "tab": "plan",
    }
    if plan is not None:
        context["desk"] = desk.desk(plan, uncovered=lifted, today=today)
        context["since"] = queries.since(plan)
        context["tried"] = _tried(request, plan, lifted, today)
    asked = request.POST if request.method == "POST" else request.GET
    stuck = asked.get("stuck", "")
    if stuck in Mode and round is not None:
        context["stuck"] = context["mode"] = stuck
        context["clash"] = desk.clash_of(round, mode=stuck, today=today) if lifted else None
    return context


def _tried(request: Request, plan: Plan, lifted: bool, today: dt.date) -> dict[str, Any]:
    """The two children of a swap that a rule stood against, and behind the cover which rule."""
    if TRIED not in request.session:
        return {}
    keys = request.session[TRIED]
    students = {student.key: student for group in queries.groups_of(plan) for student in group}
    one, other = (students.get(tried) for tried in keys)
    if one is None or other is None:
        return {}
    tried: dict[str, Any] = {"one": one, "other": other}
    if lifted:
        tried["rules"] = desk.swap_seen(plan, one, other, today=today)
    return tried


@require_POST
def suggest(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_for(request.user, key)
    round = access.round_being_prepared(classroom)
    if round is None:
        messages.error(request, "This round is published by now. Open the next one to plan new partnerships.")
        return redirect("plan", key)
    form = SuggestForm(request.POST)
    mode = form.cleaned_data["mode"] if form.is_valid() else Mode.MIX
    with telling(request) as told:
        plans.suggest(round=round, mode=mode, by=request.user, now=request.now)
    address = reverse("plan", args=[key])
    if isinstance(told.error, NoWay):
        address += "?" + urlencode({"stuck": mode})
    return redirect(address)


@require_POST
def swap(request: Request, key: str, plan_key: str) -> HttpResponse:
    plan = access.plan_for_teacher(request.user, key, plan_key)
    form = SwapForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose two children to swap.")
        return redirect("plan", key)
    one, other = (_student(request, key, form.cleaned_data[name]) for name in ("one", "other"))
    version = form.cleaned_data["version"]
    with telling(request) as told:
        plans.swap(plan=plan, one=one, other=other, version=version, by=request.user, now=request.now)
        messages.success(request, f"{one.called} and {other.called} have changed places.")
    return _after_swap(request, key, one, other, told.error is None)


def _student(request: Request, key: str, student_key: str) -> Student:
    return classroom_access.student_for(request.user, key, student_key)


def _after_swap(request: Request, key: str, one: Student, other: Student, done: bool) -> HttpResponse:
    """Back to the desk; after a refusal with the two still chosen, which in an address would tell who is kept apart."""
    if done:
        request.session.pop(TRIED, None)
    else:
        request.session[TRIED] = [one.key, other.key]
    return redirect(reverse("plan", args=[key]) + ("" if done else "#swap"))
