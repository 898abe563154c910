"""A change of a plan that was not made yet: asked about on the desk, with all that it takes to ask for it again."""

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from classroom.middleware import ACTIVE_AT, COVER_REST
from classroom.requests import Request
from classroom.views.accounts import knows_password
from partners.actions.plan_changes import ReasonNeeded
from partners.actions.plans import Stale
from partners.forms.plans import QuestionForm
from partners.models import Plan
from partners.planning.draft import Layout, layout_of
from partners.wording.conflicts import broken_rule
from partners.wording.plan_history import asked_for, happened, now_together

# What belongs to the page, not to the change that it asked for.
OF_THE_PAGE = {"csrfmiddlewaretoken", "version", "uncovered", "reason", "password"}


@dataclass
class Question:
    """What to say, and the change: where it is asked for, and by which fields."""

    title: str
    lines: list[str]
    action: str
    fields: list[tuple[str, str]]
    form: QuestionForm
    is_covered: bool = False

    @property
    def about(self) -> str:
        """The key of the child whom the change is about, where it is about one."""
        return next((value for name, value in self.fields if name in ("hand", "child") and value), "")


def again(request: Request, layout: Layout, error: Stale, *, is_covered: bool) -> Question:
    """Somebody else was faster. On an uncovered page it may hold a reason, or the rule that was to be relaxed."""
    fields, reason = _fields(request.POST), request.POST.get("reason")
    form = QuestionForm(asks=() if reason is None else ("reason",), initial={"reason": reason})
    return _question(
        request,
        layout,
        form,
        "This plan was changed meanwhile",
        [*happened(layout, error.seen), *now_together(layout, dict(fields)), _mine(request, layout, fields)],
        is_covered=is_covered,
    )


def all_the_same(request: Request, layout: Layout, error: ReasonNeeded) -> Question:
    form = QuestionForm(asks=("reason",), needs_reason=True, initial={"reason": request.POST.get("reason", "")})
    lines = [broken_rule(rule, layout.students) for rule in error.rules]
    return _question(request, layout, form, "Do it all the same?", lines, button="Do it all the same", is_covered=True)


def who_is_it(request: Request, plan: Plan) -> Question | None:
    """After a rest, until the password is there; then None, and the person is active again. Covered, too: what may not
    be tells of a rule or of a child that is not safe, and whoever finds the device could move children about."""
    if request.rested <= COVER_REST.total_seconds():
        return None
    form = QuestionForm(request.POST if "password" in request.POST else None, asks=("password",))
    if form.is_valid() and knows_password(request, form):
        request.session[ACTIVE_AT] = request.now.timestamp()
        request.rested = 0.0
        return None
    fields, layout = _fields(request.POST), layout_of(plan, plan.round.classroom.today(request.now))
    lines = ["Nothing moved here for a while, and nothing is changed yet.", _mine(request, layout, fields)]
    return _question(request, layout, form, "Is it still you?", lines)


def _question(
    request: Request,
    layout: Layout,
    form: QuestionForm,
    title: str,
    lines: list[str],
    *,
    button: str = "Apply my change now",
    is_covered: bool = False,
) -> Question:
    plan, fields = layout.plan, _fields(request.POST)
    leave_at = reverse("partners:plan_pick_up", args=[plan.round.classroom.key, plan.key])
    form.lay_out(button, fields, action=request.path, leave_at=leave_at)
    return Question(title, lines, request.path, fields, form, is_covered)


def _fields(data: QueryDict) -> list[tuple[str, str]]:
    return [(name, value) for name in data if name not in OF_THE_PAGE for value in data.getlist(name)]


def _mine(request: Request, layout: Layout, fields: list[tuple[str, str]]) -> str:
    match = request.resolver_match
    return f"Your change: {asked_for(layout, match.url_name or '' if match else '', dict(fields))}."
