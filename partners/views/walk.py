"""The walk through the room with a phone: the partners as tiles, the order of the tiles, and a note that each tap
saves."""

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from classroom import access as classroom_access
from classroom.actions.unable import Unable
from classroom.adult_sign_in import name_on_device
from classroom.models import Classroom, Student
from classroom.requests import Request, flash_errors
from partners import access, queries
from partners.actions import observations
from partners.actions import walk as orders
from partners.forms.walk import WalkForm
from partners.models import Observation, Partnership, Workshop
from partners.moves.chips import chips_of
from partners.partner_time import walk

# The query with which addresses of the walk ask for the longest wait first.
ORDER = "?order=longest"


def _tiles(request: Request, classroom: Classroom) -> tuple[list[walk.Tile], bool]:
    """The tiles in the order that was asked for, and whether those who waited longest come first."""
    tiles, longest = walk.tiles(classroom, request.user, request.now), request.GET.get("order") == "longest"
    return walk.longest_first(tiles) if longest else tiles, longest


@never_cache
def show_walk(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_helped_by(request.user, key)
    tiles, longest = _tiles(request, classroom)
    context = {
        "classroom": classroom,
        "tiles": tiles,
        "order": ORDER if longest else "",
        "on_device": _on_device(classroom, tiles, request),
        "this_week": sum(tile.this_week for tile in tiles),
        "is_aide": not classroom_access.teaches(request.user, classroom),
        "tab": "partnerships",
    }
    return render(request, "partners/walk.html", context)


def _on_device(classroom: Classroom, tiles: list[walk.Tile], request: Request) -> dict[str, Any]:
    """The data that the page stores on the device, so that it opens without a connection: names, avatars, spots and
    keys, and the person's chips in their order."""
    pairs = [tile.pair for tile in tiles]
    chips = chips_of(Workshop.objects.get(classroom=classroom))
    strengths, next_steps = walk.at_the_thumb(classroom, request.user, chips)
    return {
        "name": classroom.name,
        "tiles": [
            {
                "key": pair.partnership.key,
                "spot": pair.partnership.spot,
                "names": pair.names,
                "children": [{"key": s.key, "called": s.called, "avatar": s.avatar} for s in pair.students],
            }
            for pair in pairs
        ],
        "chips": {
            "strengths": [[chip.key, chip.at_the_start] for chip in strengths],
            "next_steps": [[chip.key, chip.at_the_start] for chip in next_steps],
        },
    }


@never_cache
def show_order(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_for(request.user, key)
    tiles = walk.tiles(classroom, request.user, request.now)
    return render(request, "partners/walk_order.html", {"classroom": classroom, "tiles": tiles, "tab": "partnerships"})


@require_POST
def move(request: Request, key: str, partnership_key: str) -> HttpResponse:
    """Move a tile one place earlier or later or, if it was dragged, to the place `to`. If it is there already,
    nothing happens."""
    partnership = access.partnership_for(request.user, key, partnership_key)
    classroom = classroom_access.classroom_for(request.user, key)
    order = [tile.pair.partnership.key for tile in walk.tiles(classroom, request.user, request.now)]
    if partnership.key in order:
        place, dragged = order.index(partnership.key), request.POST.get("to", "")
        to = (
            int(dragged)
            if dragged.isdecimal() and len(dragged) < 5
            else place + (-1 if "earlier" in request.POST else 1)
        )
        moved = [key for key in order if key != partnership.key]
        moved.insert(max(to, 0), partnership.key)
        if moved != order:
            orders.set_walk(classroom=classroom, order=moved, by=request.user, now=request.now)
    return redirect(f"{reverse('partners:walk_order', args=[key])}#{partnership.key}")


@never_cache
def note(request: Request, key: str, partnership_key: str) -> HttpResponse:
    """A note on partners. The page's script sends each tap, and reads the answer as JSON."""
    partnership = access.partnership_for(request.user, key, partnership_key)
    students = _students(partnership, request)
    around: dict[str, Any] = {
        # A note about a guest for a day is valid even if it arrives after that day.
        "students": students if request.method != "POST" else _ever(partnership),
        "shown": students,
        "today": partnership.classroom.today(request.now),
        "chips": chips_of(Workshop.objects.get(classroom=partnership.classroom)),
    }
    if request.method != "POST":
        begun = _begun(request, partnership)
        form = WalkForm(initial=_initial(begun, students), **around)
        return _note_page(request, partnership, students, form, is_kept=begun is not None)
    form = WalkForm(request.POST, **around)
    if request.headers.get("Accept") == "application/json":
        return _answer(request, partnership, form)
    if not form.is_valid():
        return _note_page(request, partnership, students, form)
    with flash_errors(request):
        kept = _keep(request, partnership, form, undo="undo" in request.POST)
        messages.success(request, "Taken back." if kept.taken_back else "Kept.")
        again = "" if kept.taken_back else f"?note={kept.client_key}"
        return redirect(f"{reverse('partners:walk_note', args=[key, partnership_key])}{again}")
    return redirect("partners:walk_note", key, partnership_key)


def _answer(request: Request, partnership: Partnership, form: WalkForm) -> HttpResponse:
    if request.POST.get("person") != name_on_device(request.user):
        return JsonResponse({"person": "other"}, status=HTTPStatus.CONFLICT)
    try:
        if not form.is_valid():
            raise Unable(" ".join(str(error) for errors in form.errors.values() for error in errors))
        kept = _keep(request, partnership, form, undo=not form.seen.says_something)
    except Unable as error:
        return JsonResponse({"error": str(error)}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return JsonResponse({"tap": kept.content.tap})


def _keep(request: Request, partnership: Partnership, form: WalkForm, *, undo: bool) -> Observation:
    of_note: dict[str, Any] = {
        "partnership": partnership,
        "by": request.user,
        "now": request.now,
        "client_key": form.cleaned_data["client_key"],
        "tap": form.cleaned_data["tap"],
    }
    if undo:
        return observations.take_back(**of_note)
    return observations.observe(**of_note, seen=form.seen, at=request.now - form.cleaned_data["waited"])


def _students(partnership: Partnership, request: Request) -> list[Student]:
    """The children of the partnership today. If they work elsewhere today, or their time is over, all who were ever
    in it."""
    places = partnership.places.on(partnership.classroom.today(request.now))
    today = [place.student for place in places.select_related("student").order_by("place", "pk")]
    return today or _ever(partnership)


def _ever(partnership: Partnership) -> list[Student]:
    """All children who were ever in the partnership, including guests for a day."""
    return list({place.student: None for place in partnership.places.select_related("student").order_by("place", "pk")})


def _begun(request: Request, partnership: Partnership) -> Observation | None:
    """The person's own note that this page continues, without scripts. None if there is none."""
    try:
        client_key = uuid.UUID(request.GET.get("note", ""))
    except ValueError:
        return None
    return partnership.observations.filter(by=request.user, client_key=client_key).first()


def _initial(begun: Observation | None, students: list[Student]) -> dict[str, Any]:
    if begun is None:
        return {"client_key": uuid.uuid4(), "tap": 1}
    key_of: dict[int | None, str] = {student.pk: student.key for student in students}
    seen = begun.content
    return {
        "strengths": seen.strengths,
        "next_steps": seen.next_steps,
        "state": seen.state,
        "note": seen.note,
        "about": key_of.get(seen.about, ""),
        "reader": key_of.get(seen.reader, ""),
        "follow_up": seen.follow_up.isoformat() if seen.follow_up else "",
        "client_key": begun.client_key,
        "tap": seen.tap + 1,
    }


def _note_page(
    request: Request, partnership: Partnership, students: list[Student], form: WalkForm, *, is_kept: bool = False
) -> HttpResponse:
    classroom = partnership.classroom
    tiles, longest = _tiles(request, classroom)
    keys = [tile.pair.partnership.key for tile in tiles]
    place = keys.index(partnership.key) if partnership.key in keys else -1
    strengths, next_steps = walk.at_the_thumb(classroom, request.user, form.chips)
    form.offer("strengths", strengths)
    form.offer("next_steps", next_steps)
    order = ORDER if longest else ""
    context = {
        "classroom": classroom,
        "partnership": partnership,
        "students": students,
        "names": queries.in_words([student.called for student in students]),
        "before": tiles[place - 1].pair if place > 0 else None,
        "after": tiles[place + 1].pair if place + 1 < len(tiles) else None,
        "order": order,
        "note_at": reverse("partners:walk_note", args=[classroom.key, partnership.key]) + order,
        "form": form,
        "is_kept": is_kept,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "partners/walk_note.html", context, status=status)
