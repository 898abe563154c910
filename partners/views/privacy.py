"""The Privacy page of a class: who opened which note, when records are deleted, which notes are on hold."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from classroom import access as classroom_access
from classroom.dates import day_in_words
from classroom.models import AuditEvent, Classroom
from classroom.requests import Request
from classroom.views.archived_classes import works_when_archived
from partners import access
from partners.actions import legal_holds
from partners.models import PartnersVerb, Round, Workshop
from partners.privacy import audit_feed, retention

MOST_OPENINGS = 30


@never_cache
def show_privacy(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_for(request.user, key)
    workshop = Workshop.objects.select_related("classroom").get(classroom=classroom)
    rounds = list(_counted(classroom))
    opened = AuditEvent.objects.filter(classroom=classroom, verb=PartnersVerb.NOTE_OPENED)
    context = {
        "classroom": classroom,
        "workshop": workshop,
        "today": classroom.today(request.now),
        "next": retention.next_to_go(rounds, workshop),
        "year_end": retention.year_end(workshop),
        "rounds": _with_notes(rounds, workshop, classroom.today(request.now)),
        "opened": audit_feed.lines_of(audit_feed.newest(opened, classroom, MOST_OPENINGS), classroom),
        "students": classroom.students.in_order(),
        "owns": classroom_access.owns(request.user, classroom),
        "tab": "class",
    }
    return render(request, "partners/privacy.html", context)


def _counted(classroom: Classroom) -> Any:
    """The rounds in order, each with the number of its current notes as `count`."""
    current = Count("notes", Q(notes__is_current=True))
    return classroom.rounds.select_related("hold__by").annotate(count=current).order_by("number")


def _with_notes(rounds: list[Any], workshop: Workshop, today: dt.date) -> list[dict[str, Any]]:
    """The rounds that have notes or are on hold as lines, newest first."""
    days = retention.notes_go(rounds, workshop)
    shown = [round for round in reversed(rounds) if round.count or hasattr(round, "hold")]
    return [_held_line(round, days.get(round), workshop.classroom, today) for round in shown]


def _held_line(round: Any, goes: dt.date | None, classroom: Classroom, today: dt.date) -> dict[str, Any]:
    """A round with what its button does, and when its notes are deleted."""
    hold = getattr(round, "hold", None)
    line = {"round": round, "about": f"round {round.number}"}
    if hold:
        since = f"On hold since {day_in_words(classroom.here(hold.since), 'j F')}"
        state = f"{since}, by {hold.by.name}" if hold.by else since
        return line | {"icon": "lock", "words": "Lift the hold", "view": "partners:round_let_go", "state": state}
    if goes is None:
        state = "Not published yet"
    elif goes <= today:
        state = "They go the next time the server clears up"
    else:
        state = f"They go on {day_in_words(goes, 'j F')}"
    return line | {"icon": "sheet", "words": "Hold", "view": "partners:round_hold", "state": state}


@works_when_archived
@require_POST
def hold(request: Request, key: str, number: int) -> HttpResponse:
    round = access.round_for_teacher(request.user, key, number)
    legal_holds.hold(round=round, by=request.user, now=request.now)
    messages.success(request, f"The notes of round {round.number} stay until the hold is lifted.")
    return redirect("partners:privacy", key)


@works_when_archived
@require_POST
def lift(request: Request, key: str, number: int) -> HttpResponse:
    round: Round = access.round_for_teacher(request.user, key, number)
    legal_holds.lift(round=round, by=request.user, now=request.now)
    messages.success(request, f"The hold on round {round.number} is lifted. Its notes go when their time has come.")
    return redirect("partners:privacy", key)
