"""Why not these two? The covered page lets the teacher choose two children; what it would cost is behind the cover."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from classroom.requests import Request
from classroom.views.cover import uncovered, uncovers
from partners import access
from partners.actions.unable_to_plan import NO_PLAN
from partners.desk import why_not
from partners.forms.plans import ChooseTwoForm, PairForm, WhyNotForm
from partners.models import Plan
from partners.planning.draft import Layout
from partners.views.plan_desk import layout_for, lead


@never_cache
def show_why_not(request: Request, key: str, plan_key: str) -> HttpResponse:
    plan = access.plan_for_teacher(request.user, key, plan_key)
    if plan.round.published_at is not None:
        return _published(request, key)
    layout = layout_for(request, plan)
    chosen = request.GET.get("one", "")
    return render(request, "partners/plan/why_not.html", _page(plan, layout, {"one": chosen}))


@uncovers
def uncover_why_not(request: Request, key: str, plan_key: str) -> HttpResponse:
    """What two children together would mean for the class."""
    plan = access.plan_for_teacher(request.user, key, plan_key)
    if plan.round.published_at is not None:
        return _published(request, key)

    def show() -> HttpResponse:
        layout = layout_for(request, plan)
        shown = _page(plan, layout, _answer(WhyNotForm(request.POST), layout)) | {"uncovered": True}
        return render(request, "partners/plan/why_not.html", shown)

    back = reverse("partners:plan_why_not", args=[key, plan_key])
    return uncovered(request, show, back=back, of=plan.round.classroom)


def _published(request: Request, key: str) -> HttpResponse:
    messages.info(request, "That plan is published. Tick here which of the partners should change.")
    return lead(request, reverse("partners:partners_change", args=[key]))


def _answer(form: WhyNotForm, layout: Layout) -> dict[str, Any]:
    if not form.is_valid():
        return {"problem": "Choose two different children."}
    one, other = (layout.students.get(key) for key in form.two())
    try:
        if one is None or other is None:
            return {"problem": "Choose two different children."}
        two = {"one": one.key, "other": other.key}
        return {"answer": why_not.why_not(layout, one, other), "together": PairForm(initial=two), **two}
    except why_not.NoPlan:
        return {"problem": f"{NO_PLAN} The draft says why, behind its cover."}


def _page(plan: Plan, layout: Layout, shown: dict[str, Any]) -> dict[str, Any]:
    """The contents of the page. `shown` may name two children, `one` and `other`."""
    classroom, students = plan.round.classroom, list(layout.here.values())
    address = [classroom.key, plan.key]
    return {
        "classroom": classroom,
        "plan": plan,
        "layout": layout,
        "form": ChooseTwoForm(students=students, one=shown.get("one", ""), other=shown.get("other", "")),
        "ask_at": reverse("partners:plan_why_not_uncover", args=address),
        "cover_at": reverse("partners:plan_why_not", args=address),
        "tab": "plan",
        **shown,
    }
