"""A child comes in: by card, or let in by number; says "That's me"; leaves."""

import secrets
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST

from classroom import access
from classroom.actions import sittings
from classroom.actions.sittings import DeadCard, UnableToSignIn
from classroom.middleware import SITTING
from classroom.models import Sitting
from classroom.models.sign_in import IDLE
from classroom.requests import Request

UNSAFE = "unsafe"
CARD = "card"
DEVICE = "device"
SENT = "sent"
SEEN_EVERY = 20
KNOCK_AGAIN = 5


def for_children(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of a child who has said "That's me". Without an open sitting: time to stop.

    The page leaves by itself when nobody touches the device: what is on it is not for the next child.
    """

    @never_cache
    @login_not_required
    @wraps(view)
    def inside(request: Request, *args: object, **kwargs: object) -> HttpResponse:
        sitting = request.sitting
        if sitting is None:
            return _keep_the_last_tap(request, view, *args, **kwargs)
        if sitting.confirmed_at is None:
            return redirect("thats_me")
        _seen(request, sitting)
        response = view(request, *args, **kwargs)
        response["Refresh"] = f"{int(IDLE.total_seconds()) + 1}; url={reverse('time_to_stop')}"
        return response

    return inside


def _keep_the_last_tap(
    request: Request, view: Callable[..., HttpResponse], *args: object, **kwargs: object
) -> HttpResponse:
    """What a child taps in the moment when the sitting ends is kept like everything before. Nothing is shown, but
    for the thanks to a child who told that it is not safe."""
    ended = request.ended_sitting
    if request.method != "POST" or ended is None or ended.confirmed_at is None:
        return redirect(_outside(request))
    request.sitting = ended
    response = view(request, *args, **kwargs)
    return response if response.status_code == HTTPStatus.FOUND or UNSAFE in request.POST else redirect("time_to_stop")


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
    rotate_token(request)
    request.session[SITTING] = sitting.key
    return redirect("thats_me")


@never_cache
@login_not_required
@ensure_csrf_cookie
def card(request: Request) -> HttpResponse:
    """The address of every card. A script reads the token behind the #, posts it here, and goes where it is sent."""
    if request.method != "POST":
        return render(request, "classroom/child/card.html")
    try:
        sitting = sittings.begin_by_card(token=request.POST.get("token", ""), now=request.now)
    except DeadCard:
        return redirect(f"{reverse('ask_your_teacher')}?{CARD}")
    except UnableToSignIn:
        return redirect("ask_your_teacher")
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
    """The child goes, also where the sitting has ended by itself: nobody adds to it from here any more."""
    sitting = request.sitting or request.ended_sitting
    if sitting is not None:
        sittings.end(sitting=sitting, now=request.now)
        request.session.flush()
        # A form that lies open in another tab is no longer anyone's.
        rotate_token(request)


@never_cache
@login_not_required
def ask_your_teacher(request: Request) -> HttpResponse:
    why = _("This card does not work any more. Ask your teacher to let you in.") if CARD in request.GET else ""
    return render(request, "classroom/child/ask_your_teacher.html", {"why": why})


@never_cache
@login_not_required
def time_to_stop(request: Request) -> HttpResponse:
    """The window closed, or nobody touched the device for a while. What was entered is kept."""
    if request.sitting is None:
        request.session.pop(SITTING, None)
    return render(request, "classroom/child/time_to_stop.html")
