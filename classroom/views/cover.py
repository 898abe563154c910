"""The one way to show what is behind a page's cover.

A covered page is at an address X, with the URL name x. The button that lifts its cover posts to X/uncover/, with the
URL name x_uncover, whose view is marked with `uncovers`. An uncovered page that posts, and gets an uncovered page as
the answer, goes through `uncovered` too.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from classroom.actions.audit import record
from classroom.middleware import COVER_REST
from classroom.models import Classroom, ClassroomVerb, Student
from classroom.requests import Request
from classroom.views.archived_classes import works_when_archived

UNCOVER = "_uncover"


def uncovers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark the view of X/uncover/. It takes a POST, also in an archived class, since it changes nothing there. Any
    other request, such as the way back after signing in, is led to the covered page at X."""

    @works_when_archived
    @wraps(view)
    def posted(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            return view(request, *args, **kwargs)
        match = request.resolver_match
        assert match is not None
        return redirect(reverse(match.view_name.removesuffix(UNCOVER), kwargs=match.kwargs))

    posted.uncovers = True  # type: ignore[attr-defined]
    return posted


def leads_to(name: str) -> Callable[..., HttpResponse]:
    """A view that redirects to another page of the class, for an address that has no page of its own, or no longer
    has one."""

    @works_when_archived
    def lead(request: Request, key: str, **kwargs: Any) -> HttpResponse:
        return redirect(name, key)

    return lead


def uncovered(
    request: Request, show: Callable[[], HttpResponse], *, back: str, of: Classroom | Student | None
) -> HttpResponse:
    """The answer of `show`, which holds what is behind a cover.

    After a rest the password is asked for first: nothing is read, and the way leads `back` to the covered page. An
    audit event of who looked is written in the transaction in which `show` reads. `of` says whose cover was lifted, a
    class's or a child's; it is None where an action that `show` calls writes an audit event itself. No browser or proxy
    stores the answer.
    """
    if ask := ask_password_after_rest(request, back):
        return ask
    with transaction.atomic():
        if of is not None:
            student = of if isinstance(of, Student) else None
            classroom = of.classroom if isinstance(of, Student) else of
            record(ClassroomVerb.COVER_LIFTED, now=request.now, by=request.user, classroom=classroom, student=student)
        response = show()
    response.is_uncovered = True  # type: ignore[attr-defined]
    return not_kept(response)


def has_rested(request: Request) -> bool:
    """Whether the person did nothing for more than fifteen minutes: somebody else may be at the device by now."""
    return request.rested > COVER_REST.total_seconds()


def ask_password_after_rest(request: Request, back: str) -> HttpResponse | None:
    """After a rest: a redirect to the page that asks for the password, and from there `back`. Otherwise None."""
    if not has_rested(request):
        return None
    return redirect(f"{reverse('classroom:confirm_password')}?{urlencode({'next': back})}")


def not_kept(response: HttpResponse) -> HttpResponse:
    """Mark an answer that no browser or proxy may store."""
    response["Cache-Control"] = "no-store"
    return response
