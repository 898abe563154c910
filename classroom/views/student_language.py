"""The language of a child's page.

Before a child has signed in, it is the language that was chosen there, or else the browser's. A child who is signed in
reads the language of the sitting: the home language that the teacher set, until the child chooses another. Only the
sitting remembers that, so that it goes with the child; it is encrypted like everything that is said about a child.
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
    """A page before sign-in, when it is not known yet which child is at the device."""
    return _page(view, lambda request: request.session.get(AT_THE_DOOR, ""))


def farewell(view: View) -> View:
    """A page for a child who has just left. It is still in that child's language; the page after it is not."""
    return _page(view, lambda request: _of_sitting(request) or request.session.get(FAREWELL, ""))


def to_who_sits(view: View) -> View:
    """A page for the child who is signed in. Without a sitting it redirects, or stores what came in a moment too
    late."""
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
    """The languages that the class has turned on, where the class is known; else those of all classes, so that a
    child can read the very first question."""
    sitting = request.sitting or request.ended_sitting
    if sitting is not None:
        return list(sitting.student.classroom.languages)
    code = code or request.session.get(CLASS_CODE, "")
    classes = Classroom.objects.filter(code=code.upper()) if code else Classroom.objects.exclude(languages=[])
    return {language for languages in classes.values_list("languages", flat=True) for language in languages}


@at_the_door
@require_POST
def speak(request: Request) -> HttpResponse:
    """Change the language, and stay on the page."""
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
