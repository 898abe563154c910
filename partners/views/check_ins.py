"""Check-ins, for the teacher: opened and closed, read behind the cover, and ticked off."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from classroom import access as classroom_access
from classroom.forms.layout import To
from classroom.models import Classroom
from classroom.requests import Request, flash_errors
from classroom.views.cover import uncovered, uncovers
from partners import access, queries
from partners.actions import check_ins
from partners.actions.check_ins import UnableToTakeStep
from partners.forms.help_steps import ChosenPairsForm, StepForm, StepsForm
from partners.models import CheckIn, HelpGiven, HelpStep, Partnership, Workshop
from partners.moves import class_moves
from partners.moves.built_in import Move
from partners.notes.questions import SAID
from partners.queries import Pair
from partners.wording.coaching_prompts import move_for, scripts

# The addresses that tick a step off. The page has the check-in or the pair in its variable `line`.
DONE_AT = To("partners:check_in_done", "classroom.key", "line.check_in.key")
COACHED_AT = To("partners:coached", "classroom.key", "line.pair.partnership.key")
NOT_CLEAR = "Choose what you did, and a day that can be read. Nothing was ticked off yet."


@never_cache
def show_check_ins(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_for(request.user, key)
    return render(request, "partners/check_ins.html", _page(classroom, classroom.today(request.now)))


def _page(classroom: Classroom, today: dt.date) -> dict[str, Any]:
    workshop = Workshop.objects.get(classroom=classroom)
    pairs = queries.current_pairs(classroom, today)
    return {
        "classroom": classroom,
        "workshop": workshop,
        "open": workshop.check_in_since is not None,
        "pairs": pairs,
        "some_form": ChosenPairsForm(pairs=[(pair.partnership.key, pair.names) for pair in pairs]),
        "cover_at": reverse("partners:check_ins", args=[classroom.key]),
        "lift_at": reverse("partners:check_ins_uncover", args=[classroom.key]),
        "tab": "partnerships",
    }


@uncovers
def uncover_check_ins(request: Request, key: str) -> HttpResponse:
    return _uncovered_page(request, classroom_access.classroom_for(request.user, key))


def _uncovered_page(request: Request, classroom: Classroom) -> HttpResponse:
    def show() -> HttpResponse:
        page = _page(classroom, classroom.today(request.now))
        page |= _behind(request, classroom, page) | {"uncovered": True}
        return render(request, "partners/check_ins.html", page)

    return uncovered(request, show, back=reverse("partners:check_ins", args=[classroom.key]), of=None)


def _behind(request: Request, classroom: Classroom, page: dict[str, Any]) -> dict[str, Any]:
    today, pairs = classroom.today(request.now), page["pairs"]
    said = check_ins.read(classroom=classroom, by=request.user, now=request.now)
    shown = class_moves.shown_moves(page["workshop"])
    lines = [_readable(check_in, shown, today) for check_in in said]
    return {
        "asked": _asked(page["workshop"], pairs),
        "tomorrow": today + dt.timedelta(days=1),
        "said": sorted(lines, key=lambda line: not line["waits"]),
        "to_coach": [_coached(pair, shown, today) for pair in pairs if pair.partnership.to_coach(today)],
    }


def _asked(workshop: Workshop, pairs: Iterable[Pair]) -> list[str]:
    """The names of the partners whom an open check-in asks; empty if it asks everyone. The choice is behind the
    cover, because it tells what the teacher saw."""
    return [pair.names for pair in pairs if workshop.check_in_for and workshop.asks(pair.partnership.pk)]


def _readable(check_in: CheckIn, shown: Sequence[Move], today: dt.date) -> dict[str, Any]:
    content = check_in.content
    waits = check_in.needs_teacher(today)
    move = move_for(content.help, shown) if waits else None
    return {
        "check_in": check_in,
        "face": SAID.get(content.face, ""),
        "help": [SAID[key] for key in content.help if key in SAID],
        "words": content.words,
        "asks": content.asks,
        "icon": "hand" if content.asks else "speech",
        "waits": waits,
        "form": _steps_form(move, today, check_in.student.called, DONE_AT, check_in.key) if waits else None,
        "steps": _taken(content.steps),
        "again_on": check_in.again_on,
    }


def _coached(pair: Pair, shown: Sequence[Move], today: dt.date) -> dict[str, Any]:
    return {
        "pair": pair,
        "form": _steps_form(move_for((), shown), today, pair.names, COACHED_AT, pair.partnership.key),
        "steps": _taken(pair.partnership.coaching.steps),
    }


def _steps_form(move: Move | None, today: dt.date, who: str, tick_off: To, key: str) -> StepsForm:
    """The form of steps that the teacher can take for these children. `move` is the move to try."""
    tomorrow = today + dt.timedelta(days=1)
    return StepsForm(scripts=scripts(move, today), who=who, key=key, tick_off=tick_off, tomorrow=tomorrow)


def _taken(steps: Iterable[HelpGiven]) -> list[tuple[str, dt.datetime]]:
    """The steps that the teacher took, in words, each with its time."""
    return [(str(HelpStep(taken.step).label), taken.at) for taken in steps]


@require_POST
def open_check_in(request: Request, key: str) -> HttpResponse:
    """Open a check-in for everyone, or only for the partnerships that the teacher chose."""
    classroom = classroom_access.classroom_for(request.user, key)
    pairs = queries.current_pairs(classroom, classroom.today(request.now))
    chosen = set(request.POST.getlist("pair"))
    partnerships = [pair.partnership for pair in pairs if pair.partnership.key in chosen]
    if "some" in request.POST and not partnerships:
        messages.error(request, "Tick the partnerships that you want to ask.")
        return redirect("partners:check_ins", key)
    check_ins.open_check_in(
        classroom=classroom,
        partnerships=partnerships,
        by=request.user,
        now=request.now,
    )
    return redirect("partners:check_ins", key)


@require_POST
def close_check_in(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_for(request.user, key)
    check_ins.close_check_in(classroom=classroom, by=request.user, now=request.now)
    return redirect("partners:check_ins", key)


@require_POST
def done(request: Request, key: str, check_in_key: str) -> HttpResponse:
    """Tick off a check-in with the step that the teacher took. The page stays uncovered, because the next one waits."""
    check_in = access.check_in_for_teacher(request.user, key, check_in_key)
    _tick_off(request, check_ins.take_step, check_in=check_in)
    return _uncovered_page(request, check_in.partnership.classroom)


@require_POST
def coached(request: Request, key: str, partnership_key: str) -> HttpResponse:
    """Tick off a step for partners whom the teacher keeps together to coach them. The page stays uncovered."""
    classroom = classroom_access.classroom_for(request.user, key)
    partnership = access.partnership_for(request.user, key, partnership_key)
    _tick_off(request, check_ins.coach, partnership=partnership)
    return _uncovered_page(request, classroom)


def _tick_off(request: Request, action: Callable[..., None], **whose: CheckIn | Partnership) -> None:
    form = StepForm(request.POST)
    with flash_errors(request):
        if not form.is_valid():
            raise UnableToTakeStep(NOT_CLEAR)
        action(**whose, **form.cleaned_data, by=request.user, now=request.now)
