"""One partnership: a form for observations, and behind the cover the partnership's story and what to teach next."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from classroom import access as classroom_access
from classroom.requests import Request, flash_errors
from classroom.views.cover import uncovered, uncovers
from partners import access, queries
from partners.actions import observations
from partners.forms.moves import CardForm
from partners.forms.observations import ObservationForm
from partners.models import CheckIn, Partnership, PartnershipPlace, State, Workshop
from partners.moves import class_moves
from partners.moves.chips import Chips, chips_of
from partners.partner_time import growth, timeline


@never_cache
def show_partnership(request: Request, key: str, partnership_key: str) -> HttpResponse:
    partnership = access.partnership_for(request.user, key, partnership_key)
    return _covered(request, partnership, ObservationForm(chips=_chips(partnership)))


@uncovers
def uncover_partnership(request: Request, key: str, partnership_key: str) -> HttpResponse:
    """The page with what is behind the cover. With `paper`, that part is printed, too."""
    partnership = access.partnership_for(request.user, key, partnership_key)

    def show() -> HttpResponse:
        page = _page(request, partnership)
        page |= _story(request, partnership, page)
        return render(request, "partners/partnership_story.html", page)

    back = reverse("partners:partnership", args=[key, partnership_key])
    return uncovered(request, show, back=back, of=partnership.classroom)


def _covered(request: Request, partnership: Partnership, form: ObservationForm) -> HttpResponse:
    page = _page(request, partnership)
    page |= {
        "form": form,
        "entries": timeline.newest_first(timeline.changes(page["places"])),
    }
    return render(request, "partners/partnership.html", page, status=422 if form.errors else 200)


def _chips(partnership: Partnership) -> Chips:
    return chips_of(Workshop.objects.get(classroom=partnership.classroom_id))


def _page(request: Request, partnership: Partnership) -> dict[str, Any]:
    """The parts of the page that anyone in the room may see."""
    classroom = partnership.classroom
    today = classroom.today(request.now)
    run = queries.runs_of([partnership]).get(partnership.pk) or _without_places(partnership, today)
    held = PartnershipPlace.objects.filter(partnership__in=run.partnerships)
    places = list(held.select_related("student", "partnership__round").order_by("starts_on", "place", "pk"))
    own = [place for place in places if place.partnership_id == partnership.pk]
    current = [place.student for place in own if place.ended_on is None or place.ended_on > today]
    students = current or list({place.student.pk: place.student for place in own}.values())
    return {
        "classroom": classroom,
        "partnership": partnership,
        "places": places,
        "run": run,
        "students": students,
        "names": queries.in_words([student.called for student in students]),
        "runs": bool(current),
        "is_aide": not classroom_access.teaches(request.user, classroom),
        "cover_at": reverse("partners:partnership", args=[classroom.key, partnership.key]),
        "lift_at": reverse("partners:partnership_uncover", args=[classroom.key, partnership.key]),
        "tab": "partnerships",
    }


def _without_places(partnership: Partnership, today: dt.date) -> queries.Run:
    """The run of a partnership whose children have left it without a trace."""
    return queries.Run(partnership.round.starts_on or today, (partnership.pk,))


def _story(request: Request, partnership: Partnership, page: dict[str, Any]) -> dict[str, Any]:
    """The parts behind the cover, with those of the rounds that the partnership carries on. A teacher sees everything;
    an aide sees the changes of partners and their own observations."""
    of_run = {"partnership__in": page["run"].partnerships}
    classroom = partnership.classroom
    students = {place.student_id: place.student for place in page["places"]}
    found = access.observations_for(request.user).filter(**of_run)
    seen = list(found.select_related("by").order_by("at", "pk"))
    workshop = Workshop.objects.get(classroom=classroom)
    chips = chips_of(workshop)
    entries = timeline.observation_entries(seen, students, classroom, chips)
    entries += timeline.changes(page["places"])
    story: dict[str, Any] = {"uncovered": True, "on_paper": "paper" in request.POST}
    if not page["is_aide"]:
        check_ins = CheckIn.objects.filter(**of_run).select_related("student").order_by("at", "pk")
        entries += timeline.check_in_entries(check_ins, classroom)
        glimpses = growth.glimpses(seen, classroom, chips)
        moves = class_moves.moves_of(workshop)
        since, until = _span(page["run"].since, partnership, page["places"], classroom.today(request.now))
        story |= {
            "to_coach": partnership.to_coach(classroom.today(request.now)),
            "state": State(partnership.state) if partnership.state else None,
            "chart": growth.moves_over_weeks(glimpses, moves, since=since, until=until),
            "teach": growth.teach_next(glimpses, moves),
        }
    return story | {"entries": timeline.newest_first(entries)}


def _span(
    since: dt.date, partnership: Partnership, places: list[PartnershipPlace], today: dt.date
) -> tuple[dt.date, dt.date]:
    """The first day, and the last day of the partnership or today."""
    own = [place for place in places if place.partnership_id == partnership.pk]
    ends = [place.ended_on for place in own if place.ended_on and not place.is_for_a_day]
    over = own and all(place.ended_on and place.ended_on <= today for place in own)
    return since, max(since, max(ends) - dt.timedelta(days=1) if over and ends else today)


@never_cache
def coaching_card(request: Request, key: str, partnership_key: str) -> HttpResponse:
    """Half a page for the partners: a move, what it looks and sounds like, and what to say. It is the move of the
    week unless the teacher chooses another."""
    partnership = access.partnership_for(request.user, key, partnership_key)
    page = _page(request, partnership)
    workshop = Workshop.objects.get(classroom=partnership.classroom)
    moves = class_moves.shown_moves(workshop)
    chosen = [move for move in moves if move.key == request.POST.get("move")]
    move = chosen[0] if chosen else class_moves.move_of_the_week(workshop)
    page |= {"move": move, "form": CardForm(moves=moves, move=move)}
    return render(request, "partners/coaching_card.html", page)


@require_POST
def observe(request: Request, key: str, partnership_key: str) -> HttpResponse:
    partnership = access.partnership_for(request.user, key, partnership_key)
    form = ObservationForm(request.POST, chips=_chips(partnership))
    if not form.is_valid():
        return _covered(request, partnership, form)
    with flash_errors(request):
        observations.observe(partnership=partnership, seen=form.seen, by=request.user, now=request.now)
        messages.success(request, "Kept.")
    return redirect("partners:partnership", key, partnership_key)
