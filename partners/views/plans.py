"""The drafts of the round that is being prepared: suggested, shown, named, deleted."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from classroom import access as classroom_access
from classroom.buttons import next_step
from classroom.changed_since import changed_since
from classroom.models import Classroom
from classroom.requests import Request, flash_errors
from classroom.views.cover import uncovers
from partners import access, queries
from partners.actions import plans
from partners.forms.plans import HandForm, NameForm
from partners.forms.suggestions import SuggestForm, WeighingForm
from partners.models import Mode, Plan, Workshop
from partners.partner_time.seats import last_pairs
from partners.views.plan_desk import address, covered, layout_for, lifted, over, still_alone
from partners.wording.plan_history import happened

NO_WAY = "Your rules leave no way to give every child a partner. Look behind the cover to see which ones."


@never_cache
def show_plan(request: Request, key: str) -> HttpResponse:
    """The newest draft, or a page that helps to make the first one."""
    classroom = classroom_access.classroom_for(request.user, key)
    drafts = queries.drafts(classroom)
    if not drafts:
        return render(request, "partners/no_plan.html", _no_plan(classroom))
    return covered(request, layout_for(request, drafts[-1]), drafts=drafts)


def _no_plan(classroom: Classroom) -> dict[str, Any]:
    round = access.round_being_prepared(classroom)
    shown: dict[str, Any] = {"classroom": classroom, "round": round, "tab": "plan"}
    if round is None:
        published = classroom.rounds.published().first()
        words = f"Open round {published.number + 1 if published else 1}"
        return shown | {"published": published, "open_words": words, "open_kind": next_step(not published)}
    workshop = Workshop.objects.get(classroom=classroom)
    starts_over = bool(last_pairs(classroom))
    form = SuggestForm(round, mode=workshop.mode, weights=workshop.weights, is_first=True, starts_over=starts_over)
    return shown | {"suggest": form}


@uncovers
def uncover_plan(request: Request, key: str) -> HttpResponse:
    """The newest draft with what is behind the cover."""
    classroom = classroom_access.classroom_for(request.user, key)
    back, drafts = reverse("partners:plan", args=[key]), queries.drafts(classroom)
    if not drafts:
        return redirect(back)
    return lifted(request, layout_for(request, drafts[-1]), back=back, drafts=drafts)


@never_cache
def show_draft(request: Request, key: str, plan_key: str) -> HttpResponse:
    """One draft, perhaps with a child who is picked up."""
    plan = access.plan_for_teacher(request.user, key, plan_key)
    if plan.round.published_at is not None:
        return over(request, plan)
    form = HandForm({"child": request.GET.get("hand", "")})
    named = form.cleaned_data["child"] if form.is_valid() else ""
    return covered(request, layout_for(request, plan), hand=named)


@uncovers
def uncover_draft(request: Request, key: str, plan_key: str) -> HttpResponse:
    plan = access.plan_for_teacher(request.user, key, plan_key)
    if plan.round.published_at is not None:
        return over(request, plan)
    form = HandForm(request.POST)
    named = form.cleaned_data["child"] if form.is_valid() else ""
    return lifted(request, layout_for(request, plan), hand=named)


@never_cache
@require_GET
def news(request: Request, key: str, plan_key: str, version: int, names: str) -> HttpResponse:
    """Answers a covered page that shows this version and these names: 204 if nothing is new, or else the draft as it
    is now."""
    plan = access.plan_for_teacher(request.user, key, plan_key)
    is_news = plan.version != version or plan.round.published_at is not None or _other_names(plan, names)
    return show_draft(request, key, plan_key) if is_news else HttpResponse(status=204)


@never_cache
@require_GET
def news_in_words(request: Request, key: str, plan_key: str, version: int, names: str) -> HttpResponse:
    """Answers an uncovered page, which stays as it is for its minute: 204 if nothing is new, or else the news in
    words that are fit for a covered page. The header `X-Told` is the mark of what was known when the page was
    uncovered."""
    plan = access.plan_for_teacher(request.user, key, plan_key)
    if plan.round.published_at is not None:
        return over(request, plan)
    if plan.version != version:
        return _in_words("This plan was changed on another screen.", *happened(layout_for(request, plan), version))
    if _other_names(plan, names) or changed_since(request.headers.get("X-Told", ""), queries.since(plan).newest):
        return _in_words("There is news of the class.")
    return HttpResponse(status=204)


def _other_names(plan: Plan, mark: str) -> bool:
    """Whether the children of the class, their names or avatars differ from those on the page that has this mark."""
    return changed_since(mark, queries.names_shown(plan.round.classroom.students.here()))


def _in_words(*sentences: str) -> HttpResponse:
    return HttpResponse(" ".join(sentences), content_type="text/plain; charset=utf-8")


@require_POST
def suggest(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_for(request.user, key)
    round = access.round_being_prepared(classroom)
    if round is None:
        messages.error(request, "This round is published by now. Open the next one to plan new partnerships.")
        return redirect("partners:plan", key)
    form = WeighingForm(request.POST)
    mode, weights = (form.cleaned_data["mode"], form.weights()) if form.is_valid() else (Mode.STEADY, None)
    before, known = queries.newest_plan(round), queries.drafted(round).keys()
    with flash_errors(request):
        plan = plans.suggest(round=round, mode=mode, weights=weights, by=request.user, now=request.now)
        if before and before != plan and (alone := still_alone(layout_for(request, before))):
            messages.info(request, f"The draft before is still there, under Drafts.{alone}")
        if plan.solver_result.total is None:
            messages.error(request, NO_WAY)
        elif plan.pk in known:
            messages.info(request, f"That is {plan.label} again: with all that is known by now, it is still the best.")
        elif twin := queries.alike(plan):
            messages.info(request, f"The same partners as in {twin.label}: they are the best in this mode, too.")
        return redirect(address(plan))
    return redirect("partners:plan", key)


@require_POST
def rename(request: Request, key: str, plan_key: str) -> HttpResponse:
    plan = access.plan_for_teacher(request.user, key, plan_key)
    form = NameForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Give it a name of up to 60 letters.")
        return redirect(address(plan))
    with flash_errors(request):
        plans.rename(plan=plan, name=form.cleaned_data["name"], by=request.user, now=request.now)
    return redirect(address(plan))


@require_POST
def delete(request: Request, key: str, plan_key: str) -> HttpResponse:
    plan = access.plan_for_teacher(request.user, key, plan_key)
    with flash_errors(request):
        plans.delete(plan=plan, by=request.user, now=request.now)
        messages.success(request, f"{plan.label} is deleted.")
    return redirect("partners:plan", key)
