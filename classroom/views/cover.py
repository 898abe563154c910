"""Lifting the cover: who may, and for how long."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from classroom.middleware import COVER_REST
from classroom.requests import Request


def password_first(request: Request, back: str) -> HttpResponse | None:
    """After a rest of fifteen minutes: the way to the page that asks for the password. Otherwise None."""
    if request.rested <= COVER_REST.total_seconds():
        return None
    return redirect(f"{reverse('classroom:confirm_password')}?{urlencode({'next': back})}")


def uncovered(response: HttpResponse) -> HttpResponse:
    """Mark an answer that shows what is behind the cover: no browser or proxy keeps it."""
    response["Cache-Control"] = "no-store"
    return response
