"""Pages for the room: who sits with whom, on the wall and on the desks. They show nothing else and are never
uncovered."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from classroom import access as classroom_access
from classroom.models import Classroom
from classroom.requests import Request
from partners.models import Workshop
from partners.moves.class_moves import move_of_the_week
from partners.queries import Pair
from partners.views.partnerships import of_class


@never_cache
def projector(request: Request, key: str) -> HttpResponse:
    """The cards by table. With `shown`, that many cards are face up and the others face down; names on cards that
    are face down are not sent."""
    own = "own" in request.GET
    context = _published(request, classroom_access.classroom_helped_by(request.user, key), own=own)
    pairs, workshop = context["pairs"], context["workshop"]
    shown = _shown(request, len(pairs))
    context |= {
        "cards": [(pair, shown is None or number < shown) for number, pair in enumerate(pairs)],
        "shown": shown,
        "own": own,
        "newest": pairs[shown - 1] if shown else None,
        "move": move_of_the_week(workshop),
    }
    return render(request, "partners/projector.html", context)


@never_cache
def desk_cards(request: Request, key: str) -> HttpResponse:
    """A card for each desk. It lies there in the open, so it holds names and nothing that lets anybody sign in."""
    context = _published(request, classroom_access.classroom_helped_by(request.user, key), own=True)
    return render(request, "partners/desk_cards.html", context)


def _published(request: Request, classroom: Classroom, *, own: bool) -> dict[str, Any]:
    """The partners of today, or with `own` those of an ordinary day. With `next`, or while no others are running,
    the partners of a published round that has not begun."""
    context = of_class(request, classroom)
    workshop = Workshop.objects.get(classroom=classroom)
    is_next = bool(context["coming"]) and ("next" in request.GET or not context["day"].own_places)
    pairs = context["coming_pairs"] if is_next else context["day"].pairs(own=own)
    return context | {
        "workshop": workshop,
        "pairs": by_table(pairs, workshop.spots),
        "starts_on": context["coming"].starts_on if is_next else None,
    }


def by_table(pairs: Sequence[Pair], spots: Sequence[str]) -> list[Pair]:
    """The pairs in the order of the spots in the room. Pairs without one of these spots come last."""
    place = {spot: number for number, spot in enumerate(spots)}
    return sorted(pairs, key=lambda pair: place.get(pair.partnership.spot, len(spots)))


def _shown(request: Request, most: int) -> int | None:
    """The number of cards that are face up; None for all of them."""
    asked = request.GET.get("shown", "")
    return min(int(asked), most) if asked.isdecimal() and len(asked) < 4 else None
