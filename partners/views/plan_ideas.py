"""More ideas for a plan: the rest around locks, another draft, two children together, the last round again."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from classroom import access as classroom_access
from classroom.actions.unable import Unable
from classroom.models import Classroom
from classroom.requests import Request
from classroom.views.archived_classes import works_when_archived
from classroom.views.cover import uncovered, uncovers
from partners import access, queries
from partners.actions import plan_ideas, plan_relaxing
from partners.actions.plan_ideas import Choices, NoWayAround
from partners.forms.plans import (
    NOT_WHOLE,
    DecideForm,
    LastRoundForm,
    NotWhole,
    PairForm,
    RelaxForm,
    VersionForm,
    whole,
)
from partners.models import Plan, Round, State
from partners.partner_time.seats import last_pairs
from partners.planning.draft import Layout
from partners.planning.talk_first import to_talk_first
from partners.queries import Pair
from partners.views.after_a_rest import check_still_there, cover_first
from partners.views.plan_desk import address, answer, is_lifted, layout_for, still_alone

PRESET: dict[str, str] = {
    State.GOING_WELL: plan_ideas.KEEP,
    State.GROWING: plan_ideas.COACH,
    State.NEEDS_ME: plan_ideas.CHANGE,
}
# The field of the uncovered page that lists the partnerships chosen before it was uncovered.
OPEN = "open"


@require_POST
def complete(request: Request, key: str, plan_key: str) -> HttpResponse:
    plan = access.plan_for_teacher(request.user, key, plan_key)
    version = whole(VersionForm(request.POST))["version"]
    check_still_there(request)
    return answer(request, plan_ideas.complete(plan=plan, version=version, by=request.user, now=request.now))


@require_POST
def another(request: Request, key: str, plan_key: str) -> HttpResponse:
    plan = access.plan_for_teacher(request.user, key, plan_key)
    return _new_draft(request, plan, plan_ideas.another)


@require_POST
def together(request: Request, key: str, plan_key: str) -> HttpResponse:
    """Make one more draft, in which these two children are in one group."""
    plan = access.plan_for_teacher(request.user, key, plan_key)
    asked = whole(PairForm(request.POST))
    one, other = (classroom_access.student_for(request.user, key, asked[name]) for name in ("one", "other"))
    return _new_draft(request, plan, plan_ideas.together, one=one, other=other)


def _new_draft(request: Request, plan: Plan, idea: Callable[..., Layout], **asked: Any) -> HttpResponse:
    known = queries.drafted(plan.round).keys()
    draft = idea(plan=plan, **asked, by=request.user, now=request.now)
    if draft.plan.pk in known:
        messages.info(request, f"That is {draft.plan.label}: it lies there already.")
    else:
        alone = still_alone(layout_for(request, plan))
        messages.success(request, f"A new draft. The one before is still there, under Drafts.{alone}")
    return answer(request, draft)


@require_POST
def relax(request: Request, key: str, plan_key: str) -> HttpResponse:
    """Relax a rule for this plan. The rule is named behind the cover only."""
    plan = access.plan_for_teacher(request.user, key, plan_key)
    if ask := cover_first(request, plan):
        return ask
    asked = whole(RelaxForm(request.POST))
    rule = {name: asked[name] for name in ("kind", "students", "version", "reason")}
    check_still_there(request)
    relaxed = plan_relaxing.relax(plan=plan, **rule, behind_cover=is_lifted(request), by=request.user, now=request.now)
    return answer(request, relaxed)


@require_POST
def decide(request: Request, key: str, plan_key: str) -> HttpResponse:
    """Keep two partners and coach them, or let them change, as the uncovered desk asks. What is decided about whom
    belongs behind the cover."""
    plan = access.plan_for_teacher(request.user, key, plan_key)
    if ask := cover_first(request, plan):
        return ask
    asked = whole(DecideForm(request.POST))
    if not is_lifted(request):
        raise NotWhole(NOT_WHOLE)
    one, other = (classroom_access.student_for(request.user, key, asked[name]) for name in ("one", "other"))
    keeps, version = asked["how"] == plan_ideas.COACH, asked["version"]
    decided = plan_ideas.decide(
        plan=plan, one=one, other=other, keeps=keeps, version=version, by=request.user, now=request.now
    )
    return answer(request, decided)


@never_cache
def start_from_last_round(request: Request, key: str) -> HttpResponse:
    """Choose keep, coach or change for each partnership of the last round, and make a draft of it."""
    classroom = classroom_access.classroom_for(request.user, key)
    pairs = last_pairs(classroom)
    if not pairs:
        messages.error(request, "There is no round before this one to start from.")
        return redirect("partners:plan", key)
    if request.method != "POST":
        return _covered(request, classroom, pairs, {})
    form = LastRoundForm(request.POST, pairs=pairs)
    if not form.is_valid():
        messages.error(request, "Choose keep, coach or change for everyone.")
        return _choose_again(request, classroom, pairs, form)
    try:
        plan = plan_ideas.next_round(classroom=classroom, groups=form.groups(), by=request.user, now=request.now)
    except NoWayAround as error:
        messages.error(request, plan_ideas.NO_WAY_AROUND if is_lifted(request) else str(error))
        return _choose_again(request, classroom, pairs, form, error)
    except Unable as error:
        messages.error(request, str(error))
        return _choose_again(request, classroom, pairs, form)
    messages.success(request, "A new draft, from who is together now. Who stays is locked.")
    return redirect(address(plan))


def _choose_again(
    request: Request, classroom: Classroom, pairs: list[Pair], form: LastRoundForm, no_way: NoWayAround | None = None
) -> HttpResponse:
    """The page again, with the choices that were made. They may tell how partners get along, so choices from behind
    the cover stay there, and so does a clash."""
    chosen = form.chosen()
    if not is_lifted(request):
        return _covered(request, classroom, pairs, chosen)
    in_the_open = chosen.keys() & request.POST.getlist(OPEN)
    return _lifted(request, classroom, pairs, chosen, in_the_open, no_way=no_way)


@uncovers
def uncover_last_round(request: Request, key: str) -> HttpResponse:
    """The same page, uncovered. Missing choices are filled in from the state of each partnership. If everything is
    chosen and leaves no way, the page says why."""
    classroom = classroom_access.classroom_for(request.user, key)
    pairs = last_pairs(classroom)
    form = LastRoundForm(request.POST, pairs=pairs)
    chosen = form.chosen()
    groups = form.groups() if form.is_valid() else None
    return _lifted(request, classroom, pairs, chosen, chosen.keys(), groups=groups, fills_in=True)


@works_when_archived
@require_POST
def cover_last_round(request: Request, key: str) -> HttpResponse:
    """The page covered again, with the teacher's own choices. Choices that were filled in, or could have been, stay
    behind the cover, and are filled in again there."""
    classroom = classroom_access.classroom_for(request.user, key)
    pairs = last_pairs(classroom)
    filled_in, in_the_open = _filled_in(pairs), request.POST.getlist(OPEN)
    chosen = LastRoundForm(request.POST, pairs=pairs).chosen()
    own = {key: how for key, how in chosen.items() if key in in_the_open or how != filled_in[key]}
    return _covered(request, classroom, pairs, own)


def _filled_in(pairs: list[Pair], to_ask: Collection[str] = ()) -> dict[str, str]:
    """A choice for each partnership from its state. Where the teacher should talk first, nothing is chosen."""
    keys = {pair.partnership.key: pair.partnership.state for pair in pairs}
    return {key: "" if key in to_ask else PRESET.get(state, "") for key, state in keys.items()}


def _to_ask(layout: Layout, pairs: list[Pair]) -> set[str]:
    """The keys of the partnerships that go well, in which somebody would rather change. For behind the cover."""
    asked = to_talk_first(layout.ruled)
    groups = {pair.partnership.key: {student.key for student in pair.students} for pair in pairs}
    return {key for key, group in groups.items() if any(two <= group for two in asked)}


def _covered(request: Request, classroom: Classroom, pairs: list[Pair], chosen: Mapping[str, str]) -> HttpResponse:
    round = access.round_being_prepared(classroom)
    return render(request, "partners/plan/last_round.html", _last_round(classroom, round, pairs, chosen))


def _lifted(
    request: Request,
    classroom: Classroom,
    pairs: list[Pair],
    chosen: Mapping[str, str],
    in_the_open: Collection[str],
    *,
    groups: Choices | None = None,
    fills_in: bool = False,
    no_way: NoWayAround | None = None,
) -> HttpResponse:
    """The uncovered page. `in_the_open` are the keys in `chosen` that were chosen on the covered page. If `groups`, all
    choices, leave no way, the page says why, unless `no_way` does."""

    def show() -> HttpResponse:
        start = no_way.start if no_way else plan_ideas.around(classroom=classroom, groups=groups, now=request.now)
        clash = no_way.clash if no_way else plan_ideas.clash_around(start) if groups else None
        to_ask = _to_ask(start, pairs)
        filled_in = {**_filled_in(pairs, to_ask), **chosen} if fills_in else chosen
        round = start.plan.round if start.plan.round.pk else None
        shown = _last_round(classroom, round, pairs, filled_in, in_the_open, to_ask, lifted=True)
        return render(request, "partners/plan/last_round.html", shown | {"clash": clash})

    return uncovered(request, show, back=reverse("partners:plan_last_round", args=[classroom.key]), of=classroom)


def _last_round(
    classroom: Classroom,
    round: Round | None,
    pairs: list[Pair],
    chosen: Mapping[str, str],
    in_the_open: Collection[str] = (),
    to_ask: Collection[str] = (),
    *,
    lifted: bool = False,
) -> dict[str, Any]:
    """The contents of the page. `round` is the one that is being prepared. `chosen` maps the key of a partnership to
    the choice that is filled in; `to_ask` are the keys of those to talk with first."""
    cover_at = reverse("partners:plan_last_round", args=[classroom.key])
    form = LastRoundForm(pairs=pairs, initial=chosen, cover_at="" if lifted else cover_at)
    lines = [
        {
            "pair": pair,
            "field": form[pair.partnership.key],
            "state": State(pair.partnership.state).label if lifted and pair.partnership.state else "",
            "is_open": pair.partnership.key in in_the_open,
            "talks_first": pair.partnership.key in to_ask,
        }
        for pair in pairs
    ]
    return {
        "classroom": classroom,
        "lines": lines,
        "form": form,
        "round": round,
        "title": "Start from last round" if round else "The next round",
        "words_of_button": "Make a draft" if round else "Open the round and make a draft",
        "uncovered": lifted,
        "sends_uncovered": "1" if lifted else "",
        "cover_at": cover_at,
        "tab": "plan",
    }
