"""Error pages, without details."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from classroom.requests import Request


def csrf_failure(request: Request, reason: str = "") -> HttpResponse:
    """The page for a form with a wrong token: mostly one that was open since before signing in again. Nothing was
    changed. Where what was typed can be kept, the middleware leads back to it instead."""
    request.stale_token = True
    return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)
