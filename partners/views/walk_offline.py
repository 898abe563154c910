"""The parts of the walk that work without a connection: a service worker, an empty page, and the name of the person
who is signed in."""

import datetime as dt
import hashlib
import json
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache

from classroom.adult_sign_in import name_on_device
from classroom.javascript import with_imports
from classroom.requests import Request
from partners.forms.walk import WalkForm
from partners.moves.built_in import NEXT_STEP, STRENGTH
from partners.moves.chips import Chips

# Everything that the empty page loads.
PARTS = (
    "js-lib-bootstrap5/css/bootstrap.min.css",
    "css/theme.css",
    "css/app.css",
    "css/teacher.css",
    "css/walk.css",
    "img/avatars.svg",
    "img/icons.svg",
    "img/mark.svg",
    *with_imports("js/walk_shell.js"),
)


@never_cache
def me(request: Request) -> HttpResponse:
    """The person who is signed in, by the name that the device knows them by, and a CSRF token to send notes with."""
    return JsonResponse({"person": name_on_device(request.user), "token": get_token(request)})


@login_not_required
def shell(request: Request) -> HttpResponse:
    """The page that opens without a connection. It is the same for everyone, and holds nobody's name."""
    return HttpResponse(render_to_string("partners/walk_shell.html", _shell()))


def _shell() -> dict[str, Any]:
    """The contents of the empty page: a form without partners. The script fills in the partners and the chips of the
    class from the device."""
    return {"form": WalkForm(chips=Chips(STRENGTH, NEXT_STEP), students=[], shown=[], today=dt.date.min)}


@login_not_required
@never_cache
def worker(request: Request) -> HttpResponse:
    """The service worker. Its address is at the root, because a worker under /static/ could not answer for a class's
    pages."""
    keep = json.dumps([reverse("partners:walk_shell"), *(static(part) for part in PARTS)])
    body = render_to_string("partners/walk_shell.html", _shell())
    version = hashlib.sha256((keep + body).encode()).hexdigest()[:12]
    context = {"keep": keep, "version": version}
    return render(request, "partners/walk_worker.js", context, content_type="text/javascript")
