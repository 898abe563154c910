"""The page of a plan, for every view that changes one: covered or not, with a child in the hand or a question.

`hand` is the key of the child in the hand, as a page asks for it: none of this class is none.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from classroom.actions.unable import Unable
from classroom.changed_since import mark_of
from classroom.models import Classroom
from classroom.requests import Request
from classroom.views.cover import ask_password_after_rest, uncovered
from partners import access, queries
from partners.actions.plan_changes import ReasonNeeded
from partners.actions.plan_ideas import NO_PLAN, NoWay
from partners.actions.plans import Stale
from partners.considerations.weights import GROUPS, USUAL, WEIGHTS, Weighed
from partners.desk import desk
from partners.models import Mode, Plan
from partners.planning.draft import Layout, layout_of
from partners.views.pending_changes import again, all_the_same

MODES = {
    Mode.STEADY: "Keep what works, change what does not.",
    Mode.MIX: "New partners for most, no partner twice in a row if it can be helped.",
    Mode.FRESH: "Nobody with a partner from before.",
}

NOT_YET = "Nothing is changed yet."
NOT_YET_WITH_REASON = f"{NOT_YET} Write the reason once more."


def is_lifted(request: Request) -> bool:
    """Whether the page that asks is uncovered."""
    return request.method == "POST" and request.POST.get("uncovered") == "1"


def address(plan: Plan, hand: str = "") -> str:
    found = reverse("partners:plan_draft", args=[plan.round.classroom.key, plan.key])
    return f"{found}?{urlencode({'hand': hand})}" if hand else found


def layout_for(request: Request, plan: Plan) -> Layout:
    """How the plan lies today in the room."""
    return layout_of(plan, plan.round.classroom.today(request.now))


def answer(request: Request, layout: Layout, *, hand: str = "", **shown: Any) -> HttpResponse:
    """After a change, or after a refusal: an uncovered page stays uncovered, a covered one is asked for anew."""
    plan = layout.plan
    if plan.round.published_at is not None:
        return over(request, plan)
    if is_lifted(request):
        return lifted(request, layout, hand=hand, **shown)
    if shown:
        return covered(request, layout, hand=hand, **shown)
    return redirect(address(plan, hand))


def over(request: Request, plan: Plan) -> HttpResponse:
    """The round is published, perhaps on another screen."""
    return lead(request, reverse("partners:plan", args=[plan.round.classroom.key]))


def lead(request: Request, to: str) -> HttpResponse:
    """The page goes as a whole, also where it asked for a part of itself: there is no desk any more."""
    return HttpResponseClientRedirect(to) if "HX-Request" in request.headers else redirect(to)


def of_a_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For every address of a draft: once it is deleted, perhaps on another screen, Back and other tabs lead to the
    plan of the class."""

    @wraps(view)
    def led(request: Request, key: str, plan_key: str, **more: Any) -> HttpResponse:
        try:
            return view(request, key, plan_key, **more)
        except access.NoSuchPlan:
            messages.info(request, "That draft is not here any more.")
            return lead(request, reverse("partners:plan", args=[key]))

    return led


def covered(request: Request, layout: Layout, *, hand: str = "", **shown: Any) -> HttpResponse:
    return _page(request, context(layout, lifted=False, hand=hand) | shown)


def _page(request: Request, shown: dict[str, Any]) -> HttpResponse:
    """`drafts` are those of the round, where they are known already."""
    if "drafts" not in shown:
        shown["drafts"] = queries.drafts(shown["classroom"])
    return render(request, "partners/plan.html", shown)


def lifted(request: Request, layout: Layout, *, hand: str = "", back: str = "", **shown: Any) -> HttpResponse:
    """The page with what is behind the cover. Covered, it is the page of this plan, or the one at `back`."""

    def show() -> HttpResponse:
        return _page(request, context(layout, lifted=True, hand=hand) | shown)

    return uncovered(request, show, back=back or address(layout.plan, hand), of=layout.plan.round.classroom)


def cover_first(request: Request, plan: Plan) -> HttpResponse | None:
    """For a change that is asked for behind the cover only: after a rest the password first, and nothing of it goes
    along to a page that is covered."""
    ask = ask_password_after_rest(request, address(plan))
    if ask:
        messages.info(request, NOT_YET_WITH_REASON if request.POST.get("reason") else NOT_YET)
    return ask


def refused(request: Request, plan: Plan, error: Unable, *, hand: str = "") -> HttpResponse:
    """A change that was not made: asked about where it can be made all the same, and else told."""
    layout = layout_for(request, error.plan if isinstance(error, Stale) else plan)
    if isinstance(error, Stale):
        return answer(request, layout, question=again(request, layout, error, is_covered=is_lifted(request)))
    if isinstance(error, ReasonNeeded):
        return answer(request, layout, hand=hand, question=all_the_same(request, layout, error))
    is_shown = isinstance(error, NoWay) and is_lifted(request)
    messages.error(request, f"{NO_PLAN} Here is why." if is_shown else str(error))
    return answer(request, layout, hand=hand)


def still_alone(before: Layout) -> str:
    """That a draft which lies on the table no more is not done, as another sentence; or nothing."""
    if not before.groups or not before.aside:
        return ""
    return f" {before.aside_names} {'have' if len(before.aside) > 1 else 'has'} no partner in it yet."


def weighed(weights: Mapping[str, str]) -> list[tuple[str, list[tuple[Weighed, str]]]]:
    """What counts how much now, as the page shows it."""
    return [(title, [(each, weights.get(each.key, USUAL)) for each in group]) for title, group in GROUPS]


def context(layout: Layout, *, lifted: bool, hand: str = "") -> dict[str, Any]:
    plan = layout.plan
    classroom: Classroom = plan.round.classroom
    return {
        "classroom": classroom,
        "round": plan.round,
        "plan": plan,
        "desk": desk(layout, uncovered=lifted, hand=layout.students.get(hand)),
        "can_redo": layout.can_redo,
        "since": queries.since(plan),
        "names": mark_of(queries.names_shown(layout.here.values())),
        "modes": [(mode, mode.label, MODES[mode]) for mode in Mode],
        "mode": plan.mode,
        "weighed": weighed(layout.ruled.weights),
        "starts_over": any(together.rounds_ago == 1 for together in layout.ruled.history),
        "uncovered": lifted,
        "cover_at": address(plan),
        "lift_at": reverse("partners:plan_draft_uncover", args=[classroom.key, plan.key]),
        "weights": WEIGHTS,
        "tab": "plan",
    }
