"""A child comes in: by card, or let in by number; says "That's me"; leaves."""

import secrets
from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST

from classroom import access
from classroom.actions import sittings
from classroom.actions.sittings import UnableToSignIn
from classroom.middleware import SITTING
from classroom.models import Sitting
from classroom.requests import Request

DEVICE = "device"
SENT = "sent"
SEEN_EVERY = 20
KNOCK_AGAIN = 5


def for_children(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of a child who has said "That's me". Without an open sitting: time to stop."""

    @never_cache
    @login_not_required
    @wraps(view)
    def inside(request: Request, *args: object, **kwargs: object) -> HttpResponse:
        sitting = request.sitting
        if sitting is None:
            return redirect(_outside(request))
        if sitting.confirmed_at is None:
            return redirect("thats_me")
        _seen(request, sitting)
        return view(request, *args, **kwargs)

    return inside


def _outside(request: Request) -> str:
    """The page for a browser in which no child sits: tapping Send twice, or Back after it, is all done."""
    if SENT in request.session:
        return "all_done"
    return "time_to_stop" if SITTING in request.session else "ask_your_teacher"


def _seen(request: Request, sitting: Sitting) -> None:
    if (request.now - sitting.seen_at).total_seconds() > SEEN_EVERY:
        sitting.seen_at = request.now
        sitting.save(update_fields=["seen_at"])


def _take_a_seat(request: Request, sitting: Sitting) -> HttpResponse:
    """This browser holds this child now, and nobody else."""
    if request.sitting is not None:
        sittings.end(sitting=request.sitting, now=request.now)
    request.session.flush()
    request.session[SITTING] = sitting.key
    return redirect("thats_me")


@never_cache
@login_not_required
@ensure_csrf_cookie
def card(request: Request) -> HttpResponse:
    """The address of every card. A script reads the token behind the #, clears it, and posts it here."""
    if request.method != "POST":
        return render(request, "classroom/child/card.html")
    try:
        sitting = sittings.begin_by_card(token=request.POST.get("token", ""), now=request.now)
    except UnableToSignIn as error:
        return render(request, "classroom/child/ask_your_teacher.html", {"why": str(error)}, status=403)
    return _take_a_seat(request, sitting)


@never_cache
@login_not_required
def knock(request: Request, code: str) -> HttpResponse:
    """The class's short address: a number to tell the teacher; once she has let the child in, a way in.

    A GET makes the number, as it makes the session that holds it, and the page asks again by itself, with a script or
    without. Coming in is a POST. Nothing here says who is in the class.
    """
    classroom = access.classroom_by_code(code)
    device = request.session.get(DEVICE) or secrets.token_urlsafe(16)
    try:
        if request.method == "POST":
            sitting = sittings.begin_by_knock(classroom=classroom, device=device, now=request.now)
            if sitting is not None:
                return _take_a_seat(request, sitting)
        waiting = sittings.knock(classroom=classroom, device=device, now=request.now)
    except UnableToSignIn as error:
        return render(request, "classroom/child/ask_your_teacher.html", {"why": str(error)}, status=403)
    request.session[DEVICE] = device
    response = render(request, "classroom/child/knock.html", {"knock": waiting})
    response["Refresh"] = str(KNOCK_AGAIN)
    return response


@never_cache
@login_not_required
def thats_me(request: Request) -> HttpResponse:
    sitting = request.sitting
    if sitting is None:
        return redirect(_outside(request))
    if request.method == "POST":
        sittings.confirm(sitting=sitting, now=request.now)
        return redirect("me")
    return render(request, "classroom/child/thats_me.html", {"student": sitting.student})


@never_cache
@login_not_required
@require_POST
def not_me(request: Request) -> HttpResponse:
    """Also how a child leaves: the sitting ends, and nothing of it stays in the browser."""
    leave(request)
    return redirect("ask_your_teacher")


def leave(request: Request) -> None:
    if request.sitting is not None:
        sittings.end(sitting=request.sitting, now=request.now)
        request.session.flush()


@never_cache
@login_not_required
def ask_your_teacher(request: Request) -> HttpResponse:
    return render(request, "classroom/child/ask_your_teacher.html")


@never_cache
@login_not_required
def time_to_stop(request: Request) -> HttpResponse:
    """The window closed, or nobody touched the device for a while. What was entered is kept."""
    if request.sitting is None:
        request.session.pop(SITTING, None)
    return render(request, "classroom/child/time_to_stop.html")
