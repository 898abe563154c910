"""Makes archived classes read-only. A request that would change one is refused with a page that says why."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

from django.http import HttpResponse
from django.shortcuts import render

from classroom import access
from classroom.requests import Request

View = TypeVar("View", bound=Callable[..., HttpResponse])
SAFE = ("GET", "HEAD", "OPTIONS")


def works_when_archived(view: View) -> View:
    """Mark a view that takes a POST in an archived class: it changes nothing in the class, as lifting a cover, or is
    about the archive itself."""
    view.works_when_archived = True  # type: ignore[attr-defined]
    return view


class ReadOnly:
    """Middleware that refuses every POST to an address of an archived class, except to marked views. So new views
    are refused until they are marked."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: Request, view: Callable[..., HttpResponse], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if request.method in SAFE or "key" not in kwargs or getattr(view, "works_when_archived", False):
            return None
        if not request.user.is_authenticated:
            return None
        # Outsiders go on to the view, where the door answers 404.
        archived = access.classes_for(request.user).exclude(archived_at=None)
        classroom = archived.filter(key=kwargs["key"]).first()
        if classroom is None:
            return None
        context = {
            "classroom": classroom,
            "is_aide": not access.teaches(request.user, classroom),
            "owns": access.owns(request.user, classroom),
        }
        return render(request, "classroom/is_archived.html", context, status=HTTPStatus.CONFLICT)
