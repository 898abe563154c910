"""Middleware: one person per browser, how long sessions last, and answers for pages that ask for a part of themselves.

An adult's session ends twelve hours after signing in. What they typed before and sent afterwards is kept for them. A
child's sitting depends on its sign-in window. The clock is read here, once a request, as `request.now`. NUL characters
are removed from a request before anybody reads it, and an address that takes only a POST answers a GET with a way back.
"""

import datetime as dt
from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import is_valid_path, reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django_htmx.http import HttpResponseClientRedirect, HttpResponseClientRefresh

from classroom.actions import unsaved_forms
from classroom.models import Sitting
from classroom.requests import Request

ADULT_SESSION = dt.timedelta(hours=12)
# For this long after a teacher's last activity, lifting the cover asks for no password.
COVER_REST = dt.timedelta(minutes=15)
NOTE_ACTIVITY_EVERY = 30

SIGNED_IN_AT = "signed_in_at"
ACTIVE_AT = "active_at"
SITTING = "sitting"

KEPT = "You were signed out before this was saved. Sign in, and what you typed is there again."
# The id of the line above a form that was brought back: see the template of a form.
BROUGHT_BACK = "brought-back"


def sitting(get_response: Callable[[Request], HttpResponse]) -> Callable[[Request], HttpResponse]:
    """Gives a request `now`, `sitting` (a child's, or None), `ended_sitting` (one that has just ended, or None) and
    `rested` (seconds since an adult's last activity)."""

    def middleware(request: Request) -> HttpResponse:
        request.now = timezone.now()
        found = _sitting(request)
        request.sitting = found if found and found.is_open(request.now) else None
        request.ended_sitting = found if found and found.has_just_ended(request.now) else None
        request.rested = 0.0
        request.stale_token = False
        if request.user.is_authenticated:
            _end_long_session(request)
            _note_activity(request)
        response = get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return middleware


def lead_whole_page(get_response: Callable[[Request], HttpResponse]) -> Callable[[Request], HttpResponse]:
    """Leads the whole page away where it asked for a part of itself, and the answer is to sign in, to type the
    password, or that the page is gone or too old. Otherwise the part would vanish from the page without a word."""

    def middleware(request: Request) -> HttpResponse:
        response = get_response(request)
        if "HX-Request" not in request.headers:
            return response
        to = response.headers.get("Location", "")
        if to.startswith(reverse("classroom:confirm_password")):
            return HttpResponseClientRedirect(to)
        # The page is loaded again, so that signing in leads back to it. The address it asked may take only a POST.
        is_over = response.status_code in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
        return HttpResponseClientRefresh() if is_over or to.startswith(reverse("account_login")) else response

    return middleware


def _sitting(request: Request) -> Sitting | None:
    key = request.session.get(SITTING)
    if key is None:
        return None
    return Sitting.objects.select_related("window", "student__classroom").filter(key=key).first()


def _end_long_session(request: Request) -> None:
    began = request.session.setdefault(SIGNED_IN_AT, request.now.timestamp())
    if request.now.timestamp() - began > ADULT_SESSION.total_seconds():
        logout(request)


def is_polling(request: Request) -> bool:
    """Whether the page looks for news by itself. That is no activity of the person."""
    return request.headers.get("X-Polling") == "true"


def _note_activity(request: Request) -> None:
    moment = request.now.timestamp()
    request.rested = moment - request.session.get(ACTIVE_AT, moment)
    # After a rest only the password makes the person active again: somebody who finds the device can open pages, too.
    if is_polling(request) or request.rested > COVER_REST.total_seconds():
        return
    if ACTIVE_AT not in request.session or request.rested > NOTE_ACTIVITY_EVERY:
        request.session[ACTIVE_AT] = moment


def without_nul(get_response: Callable[[Request], HttpResponse]) -> Callable[[Request], HttpResponse]:
    """Removes NUL characters from what was sent: PostgreSQL refuses them."""

    def middleware(request: Request) -> HttpResponse:
        request.GET = _without_nul(request.GET)  # type: ignore[assignment]
        request.POST = _without_nul(request.POST)  # type: ignore[assignment]
        return get_response(request)

    return middleware


def _without_nul(sent: QueryDict) -> QueryDict:
    if not any("\0" in value for _, values in sent.lists() for value in values):
        return sent
    cleaned = sent.copy()
    for name, values in sent.lists():
        cleaned.setlist(name, [value.replace("\0", "") for value in values])
    return cleaned


def way_back(get_response: Callable[[Request], HttpResponse]) -> Callable[[Request], HttpResponse]:
    """Shows a way back where an address that takes only a POST is opened by GET: after signing in again, or by the
    browser's Back."""

    def middleware(request: Request) -> HttpResponse:
        response = get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and request.method == "GET":
            response.content = render_to_string("405.html", {"above": _page_above(request.path)}, request)
        return response

    return middleware


def _page_above(path: str) -> str:
    above = path.rstrip("/").rpartition("/")[0] + "/"
    return above if is_valid_path(above) else _page_above(above)


def keep_unsaved_forms(get_response: Callable[[Request], HttpResponse]) -> Callable[[Request], HttpResponse]:
    """Keeps a form that was sent after its session had ended, and leads back to it once the same person has signed in.
    The page itself fills it in: see `Helper` in forms/layout.py. Only forms that say who typed them are kept."""

    def middleware(request: Request) -> HttpResponse:
        response = get_response(request)
        if request.method == "POST" and unsaved_forms.TYPED_BY in request.POST:
            return _keep(request, response)
        if request.method == "GET" and isinstance(response, HttpResponseNotAllowed) and _has_unsaved(request):
            return redirect(f"{_page_above(request.path)}#{BROUGHT_BACK}")
        return response

    return middleware


def _keep(request: Request, response: HttpResponse) -> HttpResponse:
    path = unsaved_forms.address_of(sent=request.POST, path=request.get_full_path())
    asks_to_sign_in = response.headers.get("Location", "").startswith(reverse("account_login"))
    if not (asks_to_sign_in or request.stale_token):
        if request.user.is_authenticated and response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
            unsaved_forms.discard(path=path, by=request.user)
        return response
    by = unsaved_forms.typist(sent=request.POST, path=path)
    if by is None or not unsaved_forms.keep(sent=request.POST, path=path, by=by, now=request.now):
        return response
    if request.user.is_authenticated:
        # Another person who has signed in here meanwhile hears nothing of it.
        return redirect(path) if request.user == by else response
    messages.info(request, KEPT)
    return redirect_to_login(path)


def _has_unsaved(request: Request) -> bool:
    path = request.get_full_path()
    return request.user.is_authenticated and bool(unsaved_forms.find(path=path, by=request.user, now=request.now))
