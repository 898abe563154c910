"""Check-ins, for the teacher: opened and closed, read behind the cover, and ticked off."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from classroom import access as classroom_access
from classroom.models import Classroom
from classroom.requests import Request
from classroom.views.cover import password_first, uncovered
from partners import access
from partners.actions import check_ins
from partners.models import CheckIn, Workshop
from partners.words import SAID


@never_cache
def show_check_ins(request: Request, key: str) -> HttpResponse:
    """GET shows the cover; POST lifts it, and is written down."""
    classroom = classroom_access.classroom_for(request.user, key)
    if request.method == "POST":
        return _uncovered(request, classroom)
    return render(request, "partners/check_ins.html", _page(classroom))


def _page(classroom: Classroom) -> dict[str, Any]:
    workshop = Workshop.objects.get(classroom=classroom)
    return {
        "classroom": classroom,
        "open": workshop.check_in_since is not None,
        "cover_at": reverse("check_ins", args=[classroom.key]),
        "tab": "partnerships",
    }


def _uncovered(request: Request, classroom: Classroom) -> HttpResponse:
    page = _page(classroom)
    if ask := password_first(request, page["cover_at"]):
        return ask
    said = check_ins.read(classroom=classroom, by=request.user, now=request.now)
    page |= {"uncovered": True, "said": sorted(map(_readable, said), key=lambda line: not line["waits"])}
    return uncovered(render(request, "partners/check_ins.html", page))


def _readable(check_in: CheckIn) -> dict[str, Any]:
    content = check_in.content
    return {
        "check_in": check_in,
        "face": SAID.get(content["face"], ""),
        "help": [SAID[key] for key in content["help"] if key in SAID],
        "words": content["words"],
        "asks": content["asks"],
        "waits": check_in.waits,
    }


@require_POST
def open_check_in(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_for(request.user, key)
    check_ins.open_check_in(classroom=classroom, by=request.user, now=request.now)
    return redirect("check_ins", key)


@require_POST
def close_check_in(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_for(request.user, key)
    check_ins.close_check_in(classroom=classroom, by=request.user, now=request.now)
    return redirect("check_ins", key)


@require_POST
def done(request: Request, key: str, check_in_key: str) -> HttpResponse:
    """The teacher has been there. The page stays uncovered: the next one waits."""
    check_in = access.check_in_for_teacher(request.user, key, check_in_key)
    check_ins.done(check_in=check_in, by=request.user, now=request.now)
    return _uncovered(request, check_in.partnership.classroom)
