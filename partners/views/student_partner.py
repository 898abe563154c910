"""What a child sees of the partnership, and the page after a note was sent."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from classroom.models import Student
from classroom.models.roster import level_of
from classroom.requests import Request
from classroom.text_direction import apart
from classroom.views.student_language import farewell
from classroom.views.student_session import SENT, for_children
from partners import access
from partners.models import PartnershipPlace, Workshop
from partners.moves.class_moves import move_of_the_week
from partners.notes.questions import LOVED
from partners.partner_time.seats import DAY


@for_children
def my_partner(request: Request) -> HttpResponse:
    assert request.sitting is not None
    student = request.sitting.student
    today = student.classroom.today(request.now)
    places = access.my_partnership(student, today)
    if not places:
        return redirect("partners:me")
    workshop = Workshop.objects.get(classroom=student.classroom)
    numbers = numbered(places, today)
    partners = [other for other in numbers if other != student]
    context = {
        "me": student,
        "everyone": [student, *partners],
        "partners": partners,
        "names": _names([partner.called for partner in partners]),
        "spot": places[0].partnership.spot,
        "shared": _shared(places, today),
        "just_today": _is_just_today(places, today),
        "number": numbers[student],
        "first": next(child for child, number in numbers.items() if number == 1),
        "move": move_of_the_week(workshop),
        "check_in_open": workshop.asks(places[0].partnership_id),
    }
    return render(request, "partners/mine/my_partner.html", context)


def _names(partners: Sequence[str]) -> str:
    *before, last = map(apart, partners)
    return _("%(one)s and %(other)s") % {"one": ", ".join(before), "other": last} if before else last


def numbered(places: Sequence[PartnershipPlace], today: dt.date) -> dict[Student, int]:
    """Partner 1, 2 (and 3): the places in turn, one further each week of the round, so that a number is never a rank.
    Who was away for a day goes on where the week is."""
    weeks = (today - (places[0].partnership.round.starts_on or today)).days // 7
    return {place.student: (index + weeks) % len(places) + 1 for index, place in enumerate(places)}


def _shared(places: Sequence[PartnershipPlace], today: dt.date) -> list[Any]:
    """What they may be told that they all love: not while somebody is with them of whom it was not said."""
    told = [] if _has_guest(places, today) else places[0].partnership.shared
    return [LOVED[key] for key in told if key in LOVED]


def _has_guest(places: Sequence[PartnershipPlace], today: dt.date) -> bool:
    """Whether somebody is lent to them until tomorrow."""
    ends = [place.ended_on == today + DAY for place in places]
    return any(ends) and not all(ends)


def _is_just_today(places: Sequence[PartnershipPlace], today: dt.date) -> bool:
    """Whether somebody is lent to them, or comes back to them tomorrow."""
    return _has_guest(places, today) or bool(
        PartnershipPlace.objects.filter(partnership=places[0].partnership_id, starts_on=today + DAY).exists()
    )


@farewell
def all_done(request: Request) -> HttpResponse:
    """After Send. Says nothing of anyone, so it needs nobody to be signed in."""
    sent_by = request.session.get(SENT, "")
    level = level_of(sent_by) if sent_by else 1
    return render(request, "partners/note/all_done.html", {"sent_by": sent_by, "level": level})
