"""A child's sitting at a device: "That's me", "Still here?" and leaving. Signing in is in student_sign_in.py."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_POST

from classroom.actions import student_sign_in
from classroom.middleware import SITTING, is_polling
from classroom.models import Sitting
from classroom.models.sign_in import STILL_HERE
from classroom.requests import Request
from classroom.views.student_language import AT_THE_DOOR, CLASS_CODE, FAREWELL, at_the_door, farewell, to_who_sits

CARD = "card"
DEVICE = "device"
SENT = "sent"
FIRST_OF_ALL = "classroom:choose_pictures"


def for_children(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for a child who has said "That's me", and has chosen pictures where that comes first.

    Without an open sitting it redirects, mostly to "Time to stop". The page asks "Still here?" when nobody touches the
    device, and then goes away, so that the next child does not see it. It is compressed, since it holds a child's own
    answers and nobody else's.
    """

    @gzip_page
    @to_who_sits
    @wraps(view)
    def inside(request: Request, *args: object, **kwargs: object) -> HttpResponse:
        sitting = request.sitting
        if sitting is None:
            return _keep_the_last_tap(request, view, *args, **kwargs)
        if sitting.confirmed_at is None:
            return redirect("classroom:thats_me")
        if _chooses_first(request, sitting):
            return redirect(FIRST_OF_ALL)
        student_sign_in.see(sitting=sitting, now=request.now)
        return view(request, *args, **kwargs)

    return inside


def _chooses_first(request: Request, sitting: Sitting) -> bool:
    match = request.resolver_match
    return sitting.chooses_pictures and (match is None or match.view_name != FIRST_OF_ALL)


def _keep_the_last_tap(
    request: Request, view: Callable[..., HttpResponse], *args: object, **kwargs: object
) -> HttpResponse:
    """Store what a child taps in the moment when the sitting ends, like everything before. Nothing is shown, except
    the thanks to a child who said that something is not safe: see `thanks`."""
    ended = request.ended_sitting
    if request.method != "POST" or ended is None or ended.confirmed_at is None or _chooses_first(request, ended):
        return redirect(_outside(request))
    request.sitting = ended
    response = view(request, *args, **kwargs)
    return response if getattr(response, "is_thanks", False) else redirect(_outside(request))


def thanks(response: HttpResponse) -> HttpResponse:
    """Mark an answer that thanks a child who told something, and holds nothing else: it is shown even when the
    sitting has ended."""
    response.is_thanks = True  # type: ignore[attr-defined]
    return response


def _outside(request: Request) -> str:
    """The page for a browser in which no child sits. After Send that is "All done": a child may tap Send twice, or
    Back."""
    if SENT in request.session:
        return "partners:all_done"
    return "classroom:time_to_stop" if SITTING in request.session else "classroom:ask_your_teacher"


def take_a_seat(request: Request, sitting: Sitting, *, sure: bool) -> HttpResponse:
    """Begin this child's sitting in this browser, and end any other one. A child who is not `sure` is asked "Is this
    you?"."""
    if request.sitting is not None:
        student_sign_in.end(sitting=request.sitting, now=request.now)
    put_on = request.session.get(AT_THE_DOOR, "")
    _begin_anew(request)
    if put_on:
        student_sign_in.speak(sitting=sitting, language=put_on)
    request.session[CLASS_CODE] = sitting.student.classroom.code
    request.session[SITTING] = sitting.key
    if not sure:
        return redirect("classroom:thats_me")
    student_sign_in.confirm(sitting=sitting, now=request.now)
    return redirect("partners:me")


def _begin_anew(request: Request) -> None:
    """Clear the session, so that nothing of a person stays in the browser. The names of the device and of the class
    stay.

    A form that is open in another tab no longer works for anyone.
    """
    kept = {key: request.session[key] for key in (DEVICE, CLASS_CODE) if key in request.session}
    request.session.flush()
    request.session.update(kept)
    rotate_token(request)


@to_who_sits
def thats_me(request: Request) -> HttpResponse:
    sitting = request.sitting
    if sitting is None:
        return redirect(_outside(request))
    if request.method == "POST":
        student_sign_in.confirm(sitting=sitting, now=request.now)
        return redirect("partners:me")
    return render(request, "classroom/child/thats_me.html", {"student": sitting.student})


@to_who_sits
@require_POST
def not_me(request: Request) -> HttpResponse:
    """End the sitting; children also leave this way. Nothing of it stays in the browser, and the next child can sign
    in."""
    leave(request)
    return redirect("classroom:code")


def leave(request: Request) -> None:
    """End the sitting, also where it has ended by itself: nobody can add to it from here any more."""
    sitting = request.sitting or request.ended_sitting
    if sitting is not None:
        student_sign_in.end(sitting=sitting, now=request.now)
        _begin_anew(request)
        request.session[FAREWELL] = request.language.code


@to_who_sits
def still_here(request: Request) -> HttpResponse:
    """The question "Still here?" for a page without a script: POST says yes, and goes back to where the child was.

    A script asks on the page itself. Now and then it asks the server whether the child of the page still sits here; the
    answer is 204 if so. If another child does, the page is led away: it was left open in another tab.
    """
    sitting, back = request.sitting, _page_of_a_child(request, request.GET.get("at", ""))
    if sitting is None:
        return redirect(_outside(request))
    if is_polling(request):
        same = request.headers.get("X-Whose") == sitting.whose
        return HttpResponse(status=HTTPStatus.NO_CONTENT) if same else redirect("classroom:time_to_stop")
    if request.method == "POST":
        student_sign_in.see(sitting=sitting, now=request.now)
        return redirect(back)
    context = {"me": sitting.student, "back": back, "seconds": int(STILL_HERE.total_seconds())}
    return render(request, "classroom/child/still_here.html", context)


def _page_of_a_child(request: Request, address: str) -> str:
    allowed = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if allowed and address.startswith("/me/") else reverse("partners:me")


@at_the_door
def ask_your_teacher(request: Request) -> HttpResponse:
    why = _("This card does not work any more. Ask your teacher to let you in.") if CARD in request.GET else ""
    return render(request, "classroom/child/ask_your_teacher.html", {"why": why})


@farewell
def time_to_stop(request: Request) -> HttpResponse:
    """The page after the window closed, or nobody touched the device for a while. Everything that was entered is
    stored."""
    sitting = request.sitting
    if sitting is not None and not sitting.is_idle(request.now):
        return redirect("partners:me")
    if sitting is not None:
        leave(request)
    elif request.ended_sitting is not None:
        request.session[FAREWELL] = request.language.code
    request.session.pop(SITTING, None)
    return render(request, "classroom/child/time_to_stop.html")
