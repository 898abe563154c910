"""The page on which a child sees their partners, and the page after a note was sent."""

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
    """The numbers of the partners: 1, 2 (and 3). They move on by one child each week of the round, so that a number
    is never a rank. A day away makes no difference: the week decides."""
    weeks = (today - (places[0].partnership.round.starts_on or today)).days // 7
    return {place.student: (index + weeks) % len(places) + 1 for index, place in enumerate(places)}


def _shared(places: Sequence[PartnershipPlace], today: dt.date) -> list[Any]:
    """The topics that they all love and may be told about. Empty while a guest is with them, because the guest may
    not share them."""
    told = [] if _has_guest(places, today) else places[0].partnership.shared
    return [LOVED[key] for key in told if key in LOVED]


def _has_guest(places: Sequence[PartnershipPlace], today: dt.date) -> bool:
    """Whether a guest is with them until tomorrow."""
    ends = [place.ended_on == today + DAY for place in places]
    return any(ends) and not all(ends)


def _is_just_today(places: Sequence[PartnershipPlace], today: dt.date) -> bool:
    """Whether a guest is with them, or one of them comes back tomorrow."""
    return _has_guest(places, today) or bool(
        PartnershipPlace.objects.filter(partnership=places[0].partnership_id, starts_on=today + DAY).exists()
    )


@farewell
def all_done(request: Request) -> HttpResponse:
    """The page after Send. It names nobody, so nobody needs to be signed in."""
    sent_by = request.session.get(SENT, "")
    level = level_of(sent_by) if sent_by else 1
    return render(request, "partners/note/all_done.html", {"sent_by": sent_by, "level": level})
