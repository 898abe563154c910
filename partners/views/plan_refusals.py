"""Turns the exception of a change that was not made into a page. It is the only place that does.

If the change can be made all the same, the page asks about it, with everything that is needed to send it again.
Otherwise it says why not.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters

from classroom.requests import Request
from partners import access
from partners.actions.unable_to_plan import Question, UnableToPlan
from partners.forms.plans import QuestionForm
from partners.models import Plan
from partners.planning.draft import layout_of
from partners.views import plan_desk
from partners.wording.plan_history import Asked

# Fields of the page that are not part of the change that it asked for.
OF_THE_PAGE = {"csrfmiddlewaretoken", "version", "uncovered", "reason", "password"}


def of_a_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorator for every view of a draft. A change that can't be made comes back as the page of the draft. If the
    draft was deleted, perhaps on another screen, Back and other tabs lead to the plan of the class."""

    @wraps(view)
    @sensitive_post_parameters()
    def answered(request: Request, key: str, plan_key: str, **more: Any) -> HttpResponse:
        try:
            try:
                return view(request, key, plan_key, **more)
            except UnableToPlan as error:
                return _refused(request, access.plan_for_teacher(request.user, key, plan_key), error)
        except access.NoSuchPlan:
            messages.info(request, "That draft is not here any more.")
            return plan_desk.lead(request, reverse("partners:plan", args=[key]))

    return answered


def _refused(request: Request, plan: Plan, error: UnableToPlan) -> HttpResponse:
    layout, asked = layout_of(plan, plan.round.classroom.today(request.now)), _asked(request)
    hand = asked.hand if error.keeps_hand else ""
    question = error.question(layout, asked)
    if question is None:
        messages.error(request, error.words(uncovered=asked.uncovered))
        return plan_desk.answer(request, layout, hand=hand)
    # A question that names a rule is asked on an uncovered page only.
    if question.is_covered and not asked.uncovered:
        messages.error(request, error.words(uncovered=False))
        return plan_desk.answer(request, layout, hand=hand)
    show = plan_desk.covered if error.covers else plan_desk.answer
    return show(request, layout, hand=hand, question=question, question_form=_form(question, plan))


def _form(question: Question, plan: Plan) -> QuestionForm:
    """The form that asks for the change once more."""
    asks = () if question.reason is None else ("reason",)
    form = question.password or QuestionForm(
        asks=asks, needs_reason=question.needs_reason, initial={"reason": question.reason}
    )
    leave_at = reverse("partners:plan_pick_up", args=[plan.round.classroom.key, plan.key])
    form.lay_out(question.button, question.fields, action=question.action, leave_at=leave_at)
    return form


def _asked(request: Request) -> Asked:
    sent, match = request.POST, request.resolver_match
    return Asked(
        address=(match.url_name or "") if match else "",
        path=request.path,
        fields=tuple((name, value) for name in sent if name not in OF_THE_PAGE for value in sent.getlist(name)),
        reason=sent.get("reason"),
        uncovered=plan_desk.is_lifted(request),
    )
