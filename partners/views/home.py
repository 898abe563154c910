"""Home: each class as a card that says what needs the teacher now."""

import datetime as dt
from collections.abc import Sequence

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from classroom.access import TEACHERS, classes_for
from classroom.models import Classroom, SchoolMembership, User
from classroom.requests import Request
from partners.models import Round, SafetyFlag


@never_cache
@login_not_required
def home(request: Request) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect(_door(request))
    classes = list(
        classes_for(request.user)
        .annotate(children=Count("students", filter=Q(students__left_on=None)))
        .prefetch_related("memberships")
    )
    flags = _unread(classes)
    rounds = _rounds(classes)
    context = {
        "cards": [
            {
                "classroom": classroom,
                "children": classroom.children,
                "teaches": _teaches(classroom, request),
                "unread": flags.get(classroom.pk, 0),
                "preparing": rounds.get((classroom.pk, True)),
                "running": rounds.get((classroom.pk, False)),
            }
            for classroom in classes
        ],
        "greeting": _greeting(classes, request),
        "today": request.now,
        "may_make": request.user.school_memberships.filter(role=SchoolMembership.Role.TEACHER).exists(),
    }
    return render(request, "partners/home.html", context)


def _door(request: Request) -> str:
    """The way in for whoever is not signed in as an adult: a child who sits here, the very first teacher, others."""
    if request.sitting is not None:
        return "me"
    return "account_login" if User.objects.exists() else "account_signup"


def _teaches(classroom: Classroom, request: Request) -> bool:
    return any(m.user_id == request.user.pk and m.role in TEACHERS for m in classroom.memberships.all())


def _unread(classes: Sequence[Classroom]) -> dict[int, int]:
    """How many flags of each class no teacher has read."""
    unread: dict[int, int] = {}
    for flag in SafetyFlag.objects.filter(classroom__in=classes):
        if flag.content["read_at"] is None:
            unread[flag.classroom_id] = unread.get(flag.classroom_id, 0) + 1
    return unread


def _rounds(classes: Sequence[Classroom]) -> dict[tuple[int, bool], Round]:
    """For each class the round being prepared (True) and the newest published one (False)."""
    rounds = Round.objects.filter(classroom__in=classes).order_by("number")
    notes = Count("notes", filter=Q(notes__is_current=True, notes__student__left_on=None))
    return {(round.classroom_id, round.published_at is None): round for round in rounds.annotate(notes_in=notes)}


def _greeting(classes: Sequence[Classroom], request: Request) -> str:
    here: dt.datetime = classes[0].here(request.now) if classes else timezone.localtime(request.now)
    part = "morning" if here.hour < 12 else "afternoon" if here.hour < 18 else "evening"
    return f"Good {part}, {request.user.name}"
