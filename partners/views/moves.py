"""The moves of a class: the list, the teacher's words, their order, hidden moves; the move of the week; the chart
for the wall."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from classroom import access as classroom_access
from classroom.models import Classroom
from classroom.requests import Request, flash_errors
from partners import access
from partners.actions import moves
from partners.forms.moves import ChartForm, MoveForm, MoveOfTheWeekForm
from partners.models import Workshop
from partners.moves import class_moves
from partners.moves.built_in import Move
from partners.moves.class_moves import BASE


@never_cache
def show_moves(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_for(request.user, key)
    workshop = Workshop.objects.get(classroom=classroom)
    shown, week = class_moves.moves_of(workshop), class_moves.move_of_the_week(workshop)
    offered = [move for move in shown if not move.hidden or move == week]
    context = {
        "classroom": classroom,
        "lines": [_line(move, is_week=move == week) for move in shown],
        "week_form": MoveOfTheWeekForm(initial={"move": week.key}, moves=offered),
        "chart_form": ChartForm(languages=class_moves.languages()),
        "tab": "class",
    }
    return render(request, "partners/moves.html", context)


def _line(move: Move, *, is_week: bool) -> dict[str, Any]:
    """A move of the list, with its icon and its tags."""
    marks = [("this week", "", is_week), ("yours", "", move.own), ("hidden", "tag-draft", move.hidden)]
    icons = [("curtain", move.hidden), ("calendar", is_week), ("pencil", move.own), ("blank", True)]
    return {
        "move": move,
        "icon": next(icon for icon, holds in icons if holds),
        "tags": [(words, css) for words, css, holds in marks if holds],
    }


@require_POST
def set_move_of_the_week(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_for(request.user, key)
    form = MoveOfTheWeekForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose a move.")
        return redirect("partners:moves", key)
    with flash_errors(request):
        moves.set_move_of_the_week(classroom=classroom, key=form.cleaned_data["move"], by=request.user, now=request.now)
        messages.success(request, "Children see it from now on.")
    return redirect("partners:moves", key)


@never_cache
def add_move(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_for(request.user, key)
    form = MoveForm(request.POST if request.method == "POST" else None, needs_name=True)
    if form.is_valid():
        with _naming(request, form):
            moves.add_move(classroom=classroom, words=form.cleaned_data, by=request.user, now=request.now)
            messages.success(request, f"{form.cleaned_data['name']} is one of your moves.")
            return redirect("partners:moves", key)
    return _form_page(request, classroom, form, None, BASE)


@never_cache
def change_move(request: Request, key: str, move_key: str) -> HttpResponse:
    """Change the teacher's words for one move, in one language at a time (`in`)."""
    workshop, move = access.move_for_teacher(request.user, key, move_key)
    asked = request.GET.get("in", BASE)
    language = asked if asked in dict(class_moves.languages()) else BASE
    kept = next(entry for entry in class_moves.entries(workshop) if entry["key"] == move_key)
    initial = kept.get("words", {}).get(language, {})
    data = request.POST if request.method == "POST" else None
    form = MoveForm(
        data,
        initial=initial,
        needs_name=move.own and language == BASE,
        language=language,
        stands_in=BASE if move.own else language,
        as_it_is=_otherwise(move, language),
    )
    if form.is_valid():
        with _naming(request, form):
            moves.change_move(
                classroom=workshop.classroom,
                key=move_key,
                language=language,
                words=form.cleaned_data,
                by=request.user,
                now=request.now,
            )
            messages.success(request, "Saved.")
            return redirect(
                reverse("partners:move", args=[key, move_key]) + ("" if language == BASE else f"?in={language}")
            )
    return _form_page(request, workshop.classroom, form, move, language)


@contextmanager
def _naming(request: Request, form: MoveForm) -> Iterator[None]:
    """Show a name that another move has as an error of the name field, and anything else that can't be done above
    the form."""
    with flash_errors(request):
        try:
            yield
        except moves.NameTaken as error:
            form.add_error("name", str(error))


def _form_page(
    request: Request, classroom: Classroom, form: MoveForm, move: Move | None, language: str
) -> HttpResponse:
    context: dict[str, Any] = {"classroom": classroom, "form": form, "move": move, "tab": "class"}
    if move is not None:
        context |= {
            "languages": class_moves.languages(),
            "language": language,
            "is_week": classroom.workshop.move_of_the_week == move.key,
        }
    return render(request, "partners/move.html", context, status=422 if form.errors else 200)


def _otherwise(move: Move, language: str) -> dict[str, str]:
    """The words of the move, by field, that show where the teacher has written none in that language. Empty for a
    move of the class's own in BASE."""
    if move.own and language == BASE:
        return {}
    stands = (
        move if move.own else next(told for told in class_moves.moves_of(Workshop(), language) if told.key == move.key)
    )
    return {
        "name": str(stands.name),
        "looks_like": capfirst(str(stands.looks_like)),
        "sounds_like": capfirst(str(stands.sounds_like)),
        "stems": " · ".join(map(str, stands.stems)),
    }


@require_POST
def place_move(request: Request, key: str, move_key: str) -> HttpResponse:
    workshop, _ = access.move_for_teacher(request.user, key, move_key)
    steps = -1 if request.POST.get("to") == "up" else 1
    with flash_errors(request):
        moves.place_move(classroom=workshop.classroom, key=move_key, steps=steps, by=request.user, now=request.now)
    return redirect(reverse("partners:moves", args=[key]) + f"#{move_key}")


@require_POST
def hide_move(request: Request, key: str, move_key: str) -> HttpResponse:
    """Hide a move or, with `show`, show it again."""
    workshop, move = access.move_for_teacher(request.user, key, move_key)
    hidden = "show" not in request.POST
    with flash_errors(request):
        moves.hide_move(classroom=workshop.classroom, key=move_key, hidden=hidden, by=request.user, now=request.now)
        messages.success(request, f"{move.name} is {'hidden' if hidden else 'shown again'}.")
    return redirect("partners:moves", key)


@require_POST
def remove_move(request: Request, key: str, move_key: str) -> HttpResponse:
    workshop, move = access.move_for_teacher(request.user, key, move_key)
    with flash_errors(request):
        moves.remove_move(classroom=workshop.classroom, key=move_key, by=request.user, now=request.now)
        messages.success(request, f"{move.name} is removed.")
    return redirect("partners:moves", key)


@never_cache
def anchor_chart(request: Request, key: str) -> HttpResponse:
    """A chart for the wall of the room, to print, in any of the children's languages."""
    classroom = classroom_access.classroom_for(request.user, key)
    workshop = Workshop.objects.get(classroom=classroom)
    language = request.GET.get("in", BASE)
    language = language if language in dict(class_moves.languages()) else BASE
    which = request.GET.get("which", "week")
    shown = class_moves.shown_moves(workshop, language)
    if which == "first":
        shown = [move for move in shown if move.teach_first] or shown
    elif which != "all":
        shown, which = [class_moves.move_of_the_week(workshop, language)], "week"
    context = {
        "classroom": classroom,
        "moves": shown,
        "which": which,
        "paper": "a4" if request.GET.get("paper") == "a4" else "letter",
        "language": language,
        "is_rtl": get_language_info(language)["bidi"],
        "tab": "class",
    }
    return render(request, "partners/anchor_chart.html", context)
