"""The teacher's rules about children together. Rules are relations between children, so all of them are behind the
cover.

The form for a new rule is on the covered page and holds names only. What a rule clashes with shows behind the cover
only: a rule that is refused on the covered page is sent along when the teacher uncovers it.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from classroom import access as classroom_access
from classroom import dates
from classroom.models import Classroom, Student
from classroom.requests import Request
from classroom.views.cover import ask_password_after_rest, has_rested, uncovered, uncovers
from partners import access, queries
from partners.actions import rules
from partners.actions.rules import UnableToKeepRule, Words
from partners.forms.rules import RuleForm
from partners.models import Rule, RuleKind
from partners.queries import in_words
from partners.views.plan_desk import is_lifted

ICONS = {
    RuleKind.NEVER: "close",
    RuleKind.TOGETHER: "keep",
    RuleKind.BETTER_NOT: "swap",
    RuleKind.GOOD_IDEA: "tick",
}
KEPT = "Kept. It counts from now on, in your drafts, too."
REMOVED = "Removed. From now on it does not count, in your drafts either."
BESIDE = "Look behind the cover for what is so beside it."
NOT_YET = "The rule stands as it was. Change it once more."
REFUSED = "Not kept yet. Look behind the cover for this one."


@never_cache
def show_rules(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_for(request.user, key)
    return _page(request, classroom, _form(request, classroom))


@uncovers
def uncover_rules(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_for(request.user, key)

    def show() -> HttpResponse:
        form = _form(request, classroom, typed=True)
        lines, refused = _lines(request, classroom), _refusal(request, classroom)
        no_way = rules.standing_clash(classroom=classroom, now=request.now)
        return _page(request, classroom, form, uncovered=True, lines=lines, no_way=no_way, refused=refused)

    return uncovered(request, show, back=reverse("partners:rules", args=[key]), of=classroom)


def _refusal(request: Request, classroom: Classroom) -> UnableToKeepRule | None:
    """Why the rule that was typed on the covered page can't be saved. None if it can be, or if it is not a whole
    rule."""
    if "kind" in request.POST and (form := _form(request, classroom, data=True)).is_valid():
        try:
            rules.check_rule(classroom=classroom, words=_words(form), now=request.now)
        except UnableToKeepRule as error:
            return error
    return None


@require_POST
def add_rule(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_for(request.user, key)
    return _keep(request, classroom, _form(request, classroom, data=True), None)


@uncovers
def open_rule(request: Request, key: str, rule_key: str) -> HttpResponse:
    """One rule, to change or to remove it. Covering the page leads to the page of all rules."""
    rule = access.rule_for_teacher(request.user, key, rule_key)
    return _uncovered_page(request, rule.classroom, _form(request, rule.classroom, rule), rule=rule)


@require_POST
def change_rule(request: Request, key: str, rule_key: str) -> HttpResponse:
    """Change a rule. Existing rules are on no covered page, so after a rest the password is asked for first and what
    was entered is dropped."""
    rule = access.rule_for_teacher(request.user, key, rule_key)
    if ask := ask_password_after_rest(request, reverse("partners:rules", args=[key])):
        messages.info(request, NOT_YET)
        return ask
    return _keep(request, rule.classroom, _form(request, rule.classroom, rule, data=True), rule)


@require_POST
def remove_rule(request: Request, key: str, rule_key: str) -> HttpResponse:
    rule = access.rule_for_teacher(request.user, key, rule_key)
    rules.remove_rule(rule=rule, by=request.user, now=request.now)
    messages.success(request, REMOVED)
    return redirect("partners:rules", key)


def _keep(request: Request, classroom: Classroom, form: RuleForm, rule: Rule | None) -> HttpResponse:
    """Save the rule that was entered. After a rest the person first has to enter the password, because a refusal
    reveals other rules.

    A covered page, which holds only a new rule, stays covered whatever happens.
    """
    if has_rested(request):
        return _page(request, classroom, form, rested=True, status=422)
    is_open = rule is not None or is_lifted(request)
    show = _uncovered_page if is_open else _page
    if not form.is_valid():
        return show(request, classroom, form, rule=rule, status=422)
    words = _words(form)
    doing: dict[str, Any] = {"words": words, "by": request.user, "now": request.now}
    try:
        clash = rules.change_rule(rule=rule, **doing) if rule else rules.enter_rule(classroom=classroom, **doing)
    except UnableToKeepRule as error:
        if not is_open:
            messages.error(request, REFUSED)
        return show(request, classroom, form, rule=rule, refused=error, status=422)
    together = queries.partners_and_to_be(classroom, classroom.today(request.now))
    is_beside = clash or _among(together, words.kind, {student.pk for student in words.students})
    messages.success(request, f"{KEPT} {BESIDE}" if is_beside else KEPT)
    return redirect("partners:rules", classroom.key)


def _words(form: RuleForm) -> Words:
    entered = form.cleaned_data
    return Words(RuleKind(entered["kind"]), entered["students"], entered["reason"], entered["until"])


def _among(together: Sequence[queries.Group], kind: str, named: Collection[int]) -> list[str]:
    """The names of named children who are partners, or are published to be, although a rule says never."""
    among = [[s.called for s in group if s.pk in named] for group in together] if kind == RuleKind.NEVER else []
    return [in_words(names) for names in among if len(names) > 1]


def _form(
    request: Request, classroom: Classroom, rule: Rule | None = None, *, data: bool = False, typed: bool = False
) -> RuleForm:
    """An empty form; the form of a `rule`; a form that validates the `data` of the request; or one that shows what
    was `typed` so far without validating it."""
    today = classroom.today(request.now)
    named = rule.content.students if rule else ()
    students = [s for s in classroom.students.in_order() if s.left_on is None or s.pk in named]
    initial: dict[str, Any] = {"students": []}
    if typed:
        initial = {**request.POST.dict(), "students": request.POST.getlist("students")}
    if rule:
        initial = {
            "kind": rule.kind,
            "students": [student.key for student in students if student.pk in named],
            "reason": rule.content.reason,
            "until": rule.until,
        }
    return RuleForm(
        request.POST if data else None,
        initial=initial,
        offered=students,
        today=today,
        unit_end=queries.unit_end(classroom, today),
    )


@dataclass(frozen=True)
class RuleLine:
    """A rule as a teacher reads it. `left` names its children who have left the class, and `partners` those who are
    together although the rule says never."""

    rule: Rule
    names: str
    left: str
    has_effect: bool
    is_over: bool
    partners: Sequence[str]

    @property
    def icon(self) -> str:
        return ICONS[self.rule.kind]

    @property
    def about(self) -> str:
        return f"{self.rule.kind.label}, {self.names}"

    @property
    def days(self) -> str:
        """The last day of the rule, in words. Empty if it has none."""
        if self.rule.until is None:
            return ""
        return f"{'It was until' if self.is_over else 'Until'} {dates.day_in_words(self.rule.until, 'j F')}"


def _lines(request: Request, classroom: Classroom) -> list[RuleLine]:
    """The rules as a teacher reads them, with those that are over at the end."""
    students = {student.pk: student for student in classroom.students.in_order()}
    today = classroom.today(request.now)
    together = queries.partners_and_to_be(classroom, today)
    lines = [_line(rule, students, together, today) for rule in classroom.rules.order_by("pk")]
    return sorted(lines, key=lambda line: line.is_over)


def _line(rule: Rule, students: dict[int, Student], together: Sequence[queries.Group], today: dt.date) -> RuleLine:
    named = [students[pk] for pk in students if pk in rule.content.students]
    left = [student.called for student in named if student.left_on]
    stands = rule.stands(today)
    return RuleLine(
        rule,
        names=in_words([student.called for student in named]),
        left=in_words(left),
        has_effect=len(named) - len(left) > 1,
        is_over=not stands,
        partners=_among(together, rule.kind, rule.content.students) if stands else [],
    )


def _uncovered_page(request: Request, classroom: Classroom, form: RuleForm, **shown: Any) -> HttpResponse:
    """The form of an existing rule, or of a rule that was entered behind the cover and has errors."""

    def show() -> HttpResponse:
        return _page(request, classroom, form, uncovered=True, **shown)

    return uncovered(request, show, back=reverse("partners:rules", args=[classroom.key]), of=classroom)


def _page(request: Request, classroom: Classroom, form: RuleForm, *, status: int = 200, **shown: Any) -> HttpResponse:
    cover_at = reverse("partners:rules", args=[classroom.key])
    form.lay_out(shown.get("rule"), cover_at="" if shown.get("uncovered") else cover_at)
    context = {"classroom": classroom, "form": form, "cover_at": cover_at, "tab": "class", **shown}
    return render(request, "partners/rules.html", context, status=status)
