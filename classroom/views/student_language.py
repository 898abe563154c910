"""In which language a page speaks to the child who reads it.

At the door it is the one that was put on there, else the browser's. A child who sits is spoken to in the language of
the sitting: the home language that the teacher set, until the child puts on another. Only a sitting remembers that, so
that it goes with the child; it is kept like everything that is said about one.
"""

from collections.abc import Callable, Iterable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from classroom.actions import student_sign_in
from classroom.forms.student_sign_in import LanguageForm
from classroom.languages import ENGLISH, Language, first_spoken, offered
from classroom.models import Classroom
from classroom.requests import Request

CLASS_CODE = "class_code"
AT_THE_DOOR = "language"
FAREWELL = "farewell_language"

View = Callable[..., HttpResponse]


def at_the_door(view: View) -> View:
    """A page that is for whoever stands there, before it is known who that is."""
    return _page(view, lambda request: request.session.get(AT_THE_DOOR, ""))


def farewell(view: View) -> View:
    """A page for a child who has just gone. It speaks to that child still; the page after it no longer does."""
    return _page(view, lambda request: _of_sitting(request) or request.session.get(FAREWELL, ""))


def to_who_sits(view: View) -> View:
    """A page of the child's own. Without a sitting it leads elsewhere, or keeps what came in a moment too late."""
    return _page(view, lambda request: _of_sitting(request) or request.session.get(AT_THE_DOOR, ""))


def _of_sitting(request: Request) -> str:
    sitting = request.sitting or request.ended_sitting
    return sitting.language if sitting else ""


def _page(view: View, put_on: Callable[[Request], str]) -> View:
    @never_cache
    @login_not_required
    @wraps(view)
    def inside(request: Request, *args: object, **kwargs: object) -> HttpResponse:
        request.languages = offered(_turned_on(request, str(kwargs.get("code", ""))))
        request.language = _chosen(request, put_on(request))
        with translation.override(request.language.code):
            return view(request, *args, **kwargs)

    return inside


def _chosen(request: Request, put_on: str) -> Language:
    accepted = [code for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", ""))]
    return first_spoken([put_on, *accepted], request.languages) or ENGLISH


def _turned_on(request: Request, code: str) -> Iterable[str]:
    """In the class, if it is known which; else in any, so that a child can read what is asked first of all."""
    sitting = request.sitting or request.ended_sitting
    if sitting is not None:
        return list(sitting.student.classroom.languages)
    code = code or request.session.get(CLASS_CODE, "")
    classes = Classroom.objects.filter(code=code.upper()) if code else Classroom.objects.exclude(languages=[])
    return {language for languages in classes.values_list("languages", flat=True) for language in languages}


@at_the_door
@require_POST
def speak(request: Request) -> HttpResponse:
    """A child puts on another language, and stays on the page."""
    form = LanguageForm(request.POST)
    form.full_clean()
    wanted = first_spoken([form.cleaned_data.get("language", "")], request.languages)
    at = form.cleaned_data.get("at", "")
    if wanted is not None and request.sitting is not None:
        student_sign_in.speak(sitting=request.sitting, language=wanted.code)
    elif wanted is not None:
        gone = at in (reverse("partners:all_done"), reverse("classroom:time_to_stop"))
        request.session[FAREWELL if gone else AT_THE_DOOR] = wanted.code
    here = url_has_allowed_host_and_scheme(at, {request.get_host()}, require_https=request.is_secure())
    return redirect(at if here and at.startswith("/") else "classroom:code")
