"""Two drafts side by side. The covered page shows which partnerships differ."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from classroom.requests import Request
from classroom.views.cover import uncovered, uncovers
from partners import access, queries
from partners.desk.comparison import comparison
from partners.forms.plans import CompareForm
from partners.models import Plan
from partners.planning.draft import on_the_table
from partners.views.plan_desk import layout_for, over


@never_cache
def compare(request: Request, key: str, plan_key: str) -> HttpResponse:
    plan = access.plan_for_teacher(request.user, key, plan_key)
    return _page(request, plan, request.GET.get("other", ""), lifted=False)


@uncovers
def uncover_comparison(request: Request, key: str, plan_key: str) -> HttpResponse:
    plan = access.plan_for_teacher(request.user, key, plan_key)
    other = request.POST.get("other", "")

    def show() -> HttpResponse:
        return _page(request, plan, other, lifted=True)

    return uncovered(request, show, back=_address(plan, other), of=plan.round.classroom)


def _address(plan: Plan, other: str) -> str:
    return (
        f"{reverse('partners:plan_compare', args=[plan.round.classroom.key, plan.key])}?{urlencode({'other': other})}"
    )


def _page(request: Request, plan: Plan, named: str, *, lifted: bool) -> HttpResponse:
    """The plan beside the draft that is named, or else beside the newest of the others."""
    if plan.round.published_at is not None:
        return over(request, plan)
    classroom = plan.round.classroom
    others = [draft for draft in queries.drafts(classroom) if draft.pk != plan.pk]
    if not others:
        messages.error(request, "There is one draft only. Ask for another idea, and you can compare them.")
        return redirect("partners:plan_draft", classroom.key, plan.key)
    other = next((draft for draft in others if draft.key == named), others[-1])
    layout = layout_for(request, plan)
    shown: dict[str, Any] = {
        "classroom": classroom,
        "plan": plan,
        "other": other,
        "form": CompareForm(drafts=others, other=other) if len(others) > 1 else None,
        "compared": comparison(layout, on_the_table(other, layout.here), uncovered=lifted),
        "uncovered": lifted,
        "cover_at": _address(plan, other.key),
        "lift_at": reverse("partners:plan_compare_uncover", args=[classroom.key, plan.key]),
        "tab": "plan",
    }
    return render(request, "partners/plan/compare.html", shown)
