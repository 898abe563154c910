"""Changing a plan by choosing: one child is picked up, then the place where they go.

Each view is door, form, one action, answer. If an action raises an exception, plan_refusals.py makes the answer.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from classroom import access as classroom_access
from classroom.models import Student
from classroom.requests import Request
from classroom.views.archived_classes import works_when_archived
from partners import access
from partners.actions import plan_changes, plan_locks
from partners.forms.plans import HandForm, LockForm, MoveForm, ReasonForm, whole
from partners.planning import regrouping
from partners.planning.draft import Layout
from partners.views.after_a_rest import check_still_there, cover_first
from partners.views.plan_desk import answer, is_lifted, layout_for

CHANGES: dict[str, Callable[[int, int], regrouping.Change]] = {
    "swap": regrouping.Swap,
    "join": regrouping.Join,
    "pair": regrouping.PairUp,
}


@works_when_archived
@require_POST
def pick_up(request: Request, key: str, plan_key: str) -> HttpResponse:
    """Pick up a child, or put the child down again if none is named."""
    plan = access.plan_for_teacher(request.user, key, plan_key)
    form = HandForm(request.POST)
    named = form.cleaned_data["child"] if form.is_valid() else ""
    return answer(request, layout_for(request, plan), hand=named)


@require_POST
def regroup(request: Request, key: str, plan_key: str) -> HttpResponse:
    plan = access.plan_for_teacher(request.user, key, plan_key)
    asked = whole(MoveForm(request.POST), "Choose a child first, and then where it goes.")
    change = _change(request, key, asked["hand"], asked["to"])
    check_still_there(request)
    changed = plan_changes.regroup(plan=plan, change=change, **_how(request, asked), by=request.user, now=request.now)
    return answer(request, changed)


def _change(request: Request, key: str, hand: str, to: str) -> regrouping.Change:
    how, _, named = to.partition(":")
    child = _child(request, key, hand)
    return regrouping.PutAside(child.pk) if how == "aside" else CHANGES[how](child.pk, _child(request, key, named).pk)


@require_POST
def undo(request: Request, key: str, plan_key: str) -> HttpResponse:
    return _to_step(request, key, plan_key, plan_changes.undo)


@require_POST
def redo(request: Request, key: str, plan_key: str) -> HttpResponse:
    return _to_step(request, key, plan_key, plan_changes.redo)


def _to_step(request: Request, key: str, plan_key: str, action: Callable[..., Layout]) -> HttpResponse:
    plan = access.plan_for_teacher(request.user, key, plan_key)
    asked = whole(ReasonForm(request.POST))
    check_still_there(request)
    return answer(request, action(plan=plan, **_how(request, asked), by=request.user, now=request.now))


def _how(request: Request, asked: dict[str, Any]) -> dict[str, Any]:
    """The arguments of every change that a rule may forbid."""
    return {"version": asked["version"], "behind_cover": is_lifted(request), "reason": asked["reason"]}


@require_POST
def lock(request: Request, key: str, plan_key: str) -> HttpResponse:
    """Lock the partnership of a child; behind the cover the teacher may add a reason, and whether to coach the
    partners. If no reason is sent, the lock keeps what it has."""
    plan = access.plan_for_teacher(request.user, key, plan_key)
    says_why = "reason" in request.POST
    if says_why and (ask := cover_first(request, plan)):
        return ask
    asked = whole(LockForm(request.POST))
    why = {name: asked[name] for name in ("reason", "to_coach")} if says_why else {}
    of = {"plan": plan, "student": _child(request, key, asked["child"]), "version": asked["version"]}
    check_still_there(request)
    return answer(request, plan_locks.lock(**of, **why, by=request.user, now=request.now))


@require_POST
def unlock(request: Request, key: str, plan_key: str) -> HttpResponse:
    """Unlock the partnership of a child. A child who was picked up stays picked up, because they can be moved now."""
    plan = access.plan_for_teacher(request.user, key, plan_key)
    asked = whole(LockForm(request.POST))
    of = {"plan": plan, "student": _child(request, key, asked["child"]), "version": asked["version"]}
    check_still_there(request)
    return answer(request, plan_locks.unlock(**of, by=request.user, now=request.now), hand=asked["hand"])


def _child(request: Request, key: str, student_key: str) -> Student:
    return classroom_access.student_for(request.user, key, student_key)
