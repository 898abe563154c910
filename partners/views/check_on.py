"""Children to check on before partners are planned, with things to do. All of it is behind the cover, without
scores."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from classroom import access as classroom_access
from classroom.models import Classroom
from classroom.requests import Request
from classroom.views.cover import uncovered, uncovers
from partners import access
from partners.planning import check_on


@never_cache
def look_out(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_for(request.user, key)
    return render(request, "partners/look_out.html", _page(classroom))


@uncovers
def uncover_look_out(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_for(request.user, key)

    def show() -> HttpResponse:
        round = access.round_being_prepared(classroom)
        children = check_on.look_out(round, today=classroom.today(request.now)) if round else None
        page = _page(classroom) | {"uncovered": True, "children": children}
        return render(request, "partners/look_out.html", page)

    return uncovered(request, show, back=reverse("partners:look_out", args=[key]), of=classroom)


def _page(classroom: Classroom) -> dict[str, Any]:
    return {"classroom": classroom, "cover_at": reverse("partners:look_out", args=[classroom.key]), "tab": "notes"}
