"""One partnership: who they are, what was seen of them, and a place to write down what is seen now."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from classroom import access as classroom_access
from classroom.requests import Request, telling
from partners import access, queries
from partners.actions import observations
from partners.forms import ObservationForm
from partners.models import Observation, Partnership, PartnershipPlace, State
from partners.moves import NEXT_STEP, NEXT_STEPS, STRENGTH, STRENGTHS


@never_cache
def show_partnership(request: Request, key: str, partnership_key: str) -> HttpResponse:
    partnership = access.partnership_for(request.user, key, partnership_key)
    return _partnership_page(request, partnership, ObservationForm())


def _partnership_page(request: Request, partnership: Partnership, form: ObservationForm) -> HttpResponse:
    classroom = partnership.classroom
    teaches = classroom_access.teaches(request.user, classroom)
    today = classroom.today(request.now)
    places = list(partnership.places.select_related("student").order_by("starts_on", "place", "pk"))
    current = [place.student for place in places if place.ended_on is None or place.ended_on > today]
    students = current or [place.student for place in places]
    context = {
        "classroom": classroom,
        "partnership": partnership,
        "students": students,
        "names": queries.in_words([student.called for student in students]),
        "runs": bool(current),
        "state": partnership.state if teaches else "",
        "entries": _timeline(request, partnership, teaches),
        "changes": _changes(places),
        "form": form,
        "strengths": STRENGTHS,
        "next_steps": NEXT_STEPS,
        "states": State.choices,
        "is_aide": not teaches,
        "tab": "partnerships",
    }
    return render(request, "partners/partnership.html", context, status=422 if form.errors else 200)


def _timeline(request: Request, partnership: Partnership, teaches: bool) -> list[dict[str, Any]]:
    """What was seen, newest first. An aide sees what she wrote herself."""
    seen = Observation.objects.filter(partnership=partnership).select_related("by").order_by("-at", "-pk")
    if not teaches:
        seen = seen.filter(by=request.user)
    return [
        {
            "at": observation.at,
            "by": observation.by,
            "strengths": _words(observation.content["strengths"], STRENGTH),
            "next_steps": _words(observation.content["next_steps"], NEXT_STEP),
            "state": _state(observation.content["state"]),
            "note": observation.content["note"],
        }
        for observation in seen
    ]


def _words(keys: list[str], chips: dict[str, Any]) -> list[str]:
    return [str(chips[key].words) for key in keys if key in chips]


def _state(key: str) -> str:
    return str(State(key).label) if key else ""


def _changes(places: list[PartnershipPlace]) -> list[PartnershipPlace]:
    """Who came later than the first ones. Not who was here for a day, nor who came back from another pair."""
    first = min((place.starts_on for place in places), default=None)
    founders = {place.student_id for place in places if place.starts_on == first}
    return [place for place in places if place.student_id not in founders and not place.is_for_a_day]


@require_POST
def observe(request: Request, key: str, partnership_key: str) -> HttpResponse:
    partnership = access.partnership_for(request.user, key, partnership_key)
    form = ObservationForm(request.POST)
    if not form.is_valid():
        return _partnership_page(request, partnership, form)
    with telling(request):
        observations.observe(partnership=partnership, **form.cleaned_data, by=request.user, now=request.now)
        messages.success(request, "Kept.")
    return redirect("partnership", key, partnership_key)
