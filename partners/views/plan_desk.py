"""The page of a plan, covered or not, perhaps with a child who is picked up or with a question.

`hand` is the key of the child who is picked up, as the page sent it. A key of no child in this class counts as none.
"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from classroom.changed_since import mark_of
from classroom.models import Classroom
from classroom.requests import Request
from classroom.views.cover import uncovered
from partners import queries
from partners.desk import Desk, desk
from partners.forms.plans import LockReasonForm, NameForm
from partners.forms.suggestions import SuggestForm
from partners.models import Plan
from partners.planning.draft import Layout, layout_of

# The changes and pages that the desk can ask for, as the ends of URL names.
ASKED_FOR = (
    *("pick_up", "move", "lock", "unlock", "undo", "redo", "complete", "another", "relax", "decide"),
    *("why_not", "compare", "publish"),
)


def is_lifted(request: Request) -> bool:
    """Whether the page that sent this request is uncovered."""
    return request.method == "POST" and request.POST.get("uncovered") == "1"


def address(plan: Plan, hand: str = "") -> str:
    found = reverse("partners:plan_draft", args=[plan.round.classroom.key, plan.key])
    return f"{found}?{urlencode({'hand': hand})}" if hand else found


def layout_for(request: Request, plan: Plan) -> Layout:
    """The layout of the plan, as of today in the class's time zone."""
    return layout_of(plan, plan.round.classroom.today(request.now))


def answer(request: Request, layout: Layout, *, hand: str = "", **shown: Any) -> HttpResponse:
    """The answer after a change or a refusal. An uncovered page stays uncovered; a covered one is asked for anew."""
    plan = layout.plan
    if plan.round.published_at is not None:
        return over(request, plan)
    if is_lifted(request):
        return lifted(request, layout, hand=hand, **shown)
    if shown:
        return covered(request, layout, hand=hand, **shown)
    return redirect(address(plan, hand))


def over(request: Request, plan: Plan) -> HttpResponse:
    """Redirect to the plan of the class, because the round was published, perhaps on another screen."""
    return lead(request, reverse("partners:plan", args=[plan.round.classroom.key]))


def lead(request: Request, to: str) -> HttpResponse:
    """Redirect the whole page, even if it asked for a part of itself, because there is no desk any more."""
    return HttpResponseClientRedirect(to) if "HX-Request" in request.headers else redirect(to)


def covered(request: Request, layout: Layout, *, hand: str = "", **shown: Any) -> HttpResponse:
    return _page(request, context(layout, lifted=False, hand=hand) | shown)


def _page(request: Request, shown: dict[str, Any]) -> HttpResponse:
    """Render the page. The drafts of the round are read unless `shown` has them already."""
    if "drafts" not in shown:
        shown["drafts"] = queries.drafts(shown["classroom"])
    return render(request, "partners/plan.html", shown)


def lifted(request: Request, layout: Layout, *, hand: str = "", back: str = "", **shown: Any) -> HttpResponse:
    """The page with what is behind the cover. Covering it leads to the page of this plan, or to `back`."""

    def show() -> HttpResponse:
        return _page(request, context(layout, lifted=True, hand=hand) | shown)

    return uncovered(request, show, back=back or address(layout.plan, hand), of=layout.plan.round.classroom)


def still_alone(before: Layout) -> str:
    """A sentence, to follow another, about the children without a partner in a draft that is no longer open; empty
    if there are none."""
    if not before.groups or not before.aside:
        return ""
    return f" {before.aside_names} {'have' if len(before.aside) > 1 else 'has'} no partner in it yet."


def _desk(layout: Layout, lock_at: str, *, lifted: bool, hand: str) -> Desk:
    shown = desk(layout, uncovered=lifted, hand=layout.students.get(hand))
    for card in shown.cards if lifted else []:
        if card.is_locked:
            card.lock_form = LockReasonForm(card, version=layout.plan.version, action=lock_at)
    return shown


def context(layout: Layout, *, lifted: bool, hand: str = "") -> dict[str, Any]:
    plan = layout.plan
    classroom: Classroom = plan.round.classroom
    starts_over = any(together.rounds_ago == 1 for together in layout.ruled.history)
    at = {what: reverse(f"partners:plan_{what}", args=[classroom.key, plan.key]) for what in ASKED_FOR}
    return {
        "classroom": classroom,
        "round": plan.round,
        "plan": plan,
        "at": at,
        "desk": _desk(layout, at["lock"], lifted=lifted, hand=hand),
        "name_form": NameForm(initial={"name": plan.label}),
        "can_redo": layout.can_redo,
        "since": queries.since(plan),
        "names": mark_of(queries.names_shown(layout.here.values())),
        "suggest": SuggestForm(plan.round, mode=plan.mode, weights=layout.ruled.weights, starts_over=starts_over),
        "uncovered": lifted,
        "sends_uncovered": "1" if lifted else "",
        "cover_at": address(plan),
        "lift_at": reverse("partners:plan_draft_uncover", args=[classroom.key, plan.key]),
        "tab": "plan",
    }
