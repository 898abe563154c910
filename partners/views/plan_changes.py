"""Changing a plan by choosing: one child is picked up, then the place where it goes."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from classroom import access as classroom_access
from classroom.actions.unable import Unable
from classroom.models import Student
from classroom.requests import Request
from classroom.views.archived_classes import works_when_archived
from partners import access
from partners.actions import plan_changes
from partners.forms.plans import HandForm, LockForm, MoveForm, ReasonForm, VersionForm
from partners.models import Plan
from partners.planning import regrouping
from partners.planning.draft import Layout
from partners.views.pending_changes import who_is_it
from partners.views.plan_desk import answer, cover_first, covered, is_lifted, layout_for, refused

MOVES: dict[str, Callable[[int, int], regrouping.Move]] = {
    "swap": regrouping.Swap,
    "join": regrouping.Join,
    "pair": regrouping.PairUp,
}


@works_when_archived
@require_POST
def pick_up(request: Request, key: str, plan_key: str) -> HttpResponse:
    """Take a child into the hand; or put it back, when none is named."""
    plan = access.plan_for_teacher(request.user, key, plan_key)
    form = HandForm(request.POST)
    named = form.cleaned_data["child"] if form.is_valid() else ""
    return answer(request, layout_for(request, plan), hand=named)


@require_POST
def move(request: Request, key: str, plan_key: str) -> HttpResponse:
    plan = access.plan_for_teacher(request.user, key, plan_key)
    form = MoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose a child first, and then where it goes.")
        return answer(request, layout_for(request, plan))
    how, _, named = form.cleaned_data["to"].partition(":")
    child = child_named(request, key, form.cleaned_data["hand"])
    asked = (
        regrouping.PutAside(child.pk) if how == "aside" else MOVES[how](child.pk, child_named(request, key, named).pk)
    )
    behind_cover, reason = is_lifted(request), form.cleaned_data["reason"]
    return change(
        request, plan, form, plan_changes.move, hand=child.key, move=asked, behind_cover=behind_cover, reason=reason
    )


@require_POST
def undo(request: Request, key: str, plan_key: str) -> HttpResponse:
    plan = access.plan_for_teacher(request.user, key, plan_key)
    return _to_step(request, plan, plan_changes.undo)


@require_POST
def redo(request: Request, key: str, plan_key: str) -> HttpResponse:
    plan = access.plan_for_teacher(request.user, key, plan_key)
    return _to_step(request, plan, plan_changes.redo)


def _to_step(request: Request, plan: Plan, action: Callable[..., Layout]) -> HttpResponse:
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    return change(request, plan, form, action, behind_cover=is_lifted(request), reason=reason)


@require_POST
def lock(request: Request, key: str, plan_key: str) -> HttpResponse:
    """Lock the partnership of a child; behind the cover perhaps with a reason, perhaps to coach it. Where it is not
    asked for the reason, what was said before stays."""
    plan = access.plan_for_teacher(request.user, key, plan_key)
    says_why = "reason" in request.POST
    if says_why and (ask := cover_first(request, plan)):
        return ask
    form = LockForm(request.POST)
    if not form.is_valid():
        return not_clear(request, plan)
    child = child_named(request, key, form.cleaned_data["child"])
    said = {name: form.cleaned_data[name] for name in ("reason", "to_coach")} if says_why else {}
    return change(request, plan, form, plan_changes.lock, student=child, **said)


@require_POST
def unlock(request: Request, key: str, plan_key: str) -> HttpResponse:
    """A child that was picked up stays in the hand: it can go somewhere now."""
    plan = access.plan_for_teacher(request.user, key, plan_key)
    form = LockForm(request.POST)
    if not form.is_valid():
        return not_clear(request, plan)
    child, hand = child_named(request, key, form.cleaned_data["child"]), form.cleaned_data["hand"]
    return change(request, plan, form, plan_changes.unlock, hand=hand, then=hand, student=child)


@sensitive_post_parameters()
def change(
    request: Request,
    plan: Plan,
    form: VersionForm,
    action: Callable[..., Layout],
    *,
    hand: str = "",
    then: str = "",
    **change: Any,
) -> HttpResponse:
    """One change of a plan; `hand` stays the child in the hand where it is refused, and `then` is it where it is made.
    Whoever rested before it says first who it is."""
    if not form.is_valid():
        return not_clear(request, plan)
    if ask := who_is_it(request, plan):
        return covered(request, layout_for(request, plan), hand=hand, question=ask)
    try:
        changed = action(plan=plan, version=form.cleaned_data["version"], by=request.user, now=request.now, **change)
    except Unable as error:
        return refused(request, plan, error, hand=hand)
    return answer(request, changed, hand=then)


def not_clear(request: Request, plan: Plan) -> HttpResponse:
    messages.error(request, "That did not reach us whole. Here is the plan as it is; try once more.")
    return answer(request, layout_for(request, plan))


def child_named(request: Request, key: str, student_key: str) -> Student:
    return classroom_access.student_for(request.user, key, student_key)
