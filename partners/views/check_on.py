"""Children to look out for before partners are planned, with things to do; behind the cover, and without a number."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from classroom import access as classroom_access
from classroom.actions.audit import record
from classroom.requests import Request
from classroom.views.archived_classes import works_when_archived
from classroom.views.cover import password_first, uncovered
from partners import access
from partners.models import PartnersVerb
from partners.planning import check_on


@works_when_archived
@never_cache
def look_out(request: Request, key: str) -> HttpResponse:
    """GET shows the cover; POST lifts it, and is written down."""
    classroom = classroom_access.classroom_for(request.user, key)
    back = reverse("partners:look_out", args=[key])
    context: dict[str, Any] = {"classroom": classroom, "cover_at": back, "tab": "notes"}
    if request.method != "POST":
        return render(request, "partners/look_out.html", context)
    if ask := password_first(request, back):
        return ask
    record(PartnersVerb.COVER_LIFTED, now=request.now, by=request.user, classroom=classroom)
    round = access.round_being_prepared(classroom)
    children = check_on.look_out(round, today=classroom.today(request.now)) if round else None
    context |= {"uncovered": True, "children": children}
    return uncovered(render(request, "partners/look_out.html", context))
