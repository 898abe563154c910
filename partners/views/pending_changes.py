"""A change of a plan that was not made yet: asked about on the desk, with all that it takes to ask for it again."""

from dataclasses import dataclass

from django.http import QueryDict

from classroom.forms.accounts import PasswordForm
from classroom.middleware import ACTIVE_AT
from classroom.requests import Request
from classroom.views.accounts import knows_password
from classroom.views.cover import has_rested
from partners.actions.plan_changes import ReasonNeeded
from partners.actions.plans import Stale
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
    button: str
    needs_reason: bool = False
    reason: str | None = None
    is_covered: bool = False
    password: PasswordForm | None = None

    @property
    def about(self) -> str:
        """The key of the child whom the change is about, where it is about one."""
        return next((value for name, value in self.fields if name in ("hand", "child") and value), "")


def again(request: Request, layout: Layout, error: Stale, *, is_covered: bool) -> Question:
    """Somebody else was faster. On an uncovered page it may hold a reason, or the rule that was to be relaxed."""
    fields = _fields(request.POST)
    return Question(
        title="This plan was changed meanwhile",
        lines=[*happened(layout, error.seen), *now_together(layout, dict(fields)), _mine(request, layout, fields)],
        action=request.path,
        fields=fields,
        button="Apply my change now",
        reason=request.POST.get("reason"),
        is_covered=is_covered,
    )


def all_the_same(request: Request, layout: Layout, error: ReasonNeeded) -> Question:
    return Question(
        title="Do it all the same?",
        lines=[broken_rule(rule, layout.students) for rule in error.rules],
        action=request.path,
        fields=_fields(request.POST),
        button="Do it all the same",
        needs_reason=True,
        reason=request.POST.get("reason", ""),
        is_covered=True,
    )


def who_is_it(request: Request, plan: Plan) -> Question | None:
    """After a rest, until the password is there; then None, and the person is active again. Covered, too: what may not
    be tells of a rule or of a child that is not safe, and whoever finds the device could move children about."""
    if not has_rested(request):
        return None
    form = PasswordForm(request.POST if "password" in request.POST else None)
    if form.is_valid() and knows_password(request, form):
        request.session[ACTIVE_AT] = request.now.timestamp()
        request.rested = 0.0
        return None
    fields, layout = _fields(request.POST), layout_of(plan, plan.round.classroom.today(request.now))
    return Question(
        title="Is it still you?",
        lines=["Nothing moved here for a while, and nothing is changed yet.", _mine(request, layout, fields)],
        action=request.path,
        fields=fields,
        button="Apply my change now",
        password=form,
    )


def _fields(data: QueryDict) -> list[tuple[str, str]]:
    return [(name, value) for name in data if name not in OF_THE_PAGE for value in data.getlist(name)]


def _mine(request: Request, layout: Layout, fields: list[tuple[str, str]]) -> str:
    match = request.resolver_match
    return f"Your change: {asked_for(layout, match.url_name or '' if match else '', dict(fields))}."
