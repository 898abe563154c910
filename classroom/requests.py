"""The type of a request after our middleware, and helpers for views."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_htmx.middleware import HtmxDetails

from classroom.actions.unable import Unable
from classroom.languages import Language
from classroom.models import Sitting, User


class Request(HttpRequest):
    """A request after our middleware. `now` is the clock, read once per request. `user` is an adult. `sitting` is a
    child's, or None; `ended_sitting` is one that ended a moment ago, or None. `rested` is the seconds since an
    adult's last activity. `stale_token` says that the token of a form was refused: mostly because someone has signed
    in since its page was opened. On children's pages `language` is the language of the page, and `languages` are those
    on offer."""

    now: dt.datetime
    sitting: Sitting | None
    ended_sitting: Sitting | None
    rested: float
    stale_token: bool
    languages: list[Language]
    language: Language
    user: User
    htmx: HtmxDetails


class flash_errors:  # noqa: N801 # reads as a verb: with flash_errors(request)
    """Flashes an `Unable` raised inside as a message on the next page, and goes on; `error` holds it, or None."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.error: Unable | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> bool:
        if isinstance(error, Unable):
            messages.error(self.request, str(error))
            self.error = error
            return True
        return False


def go(*to: str) -> HttpResponse:
    """A redirect to the page of that name, with its keys."""
    return redirect(to[0], *to[1:])


def too_large(request: HttpRequest) -> bool:
    """Whether more was sent than the server takes. The files are missing then, since they are never written to disk."""
    return int(request.headers.get("content-length") or 0) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE
