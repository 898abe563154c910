"""The settings of a class, and the notice for families."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render

from classroom import access as classroom_access
from classroom.changed_since import mark_of
from classroom.languages import ENGLISH, first_spoken, offered
from classroom.models import Classroom
from classroom.requests import Request
from partners.actions import workshop as workshops
from partners.actions.workshop import ChangedMeanwhile
from partners.considerations.weights import USUAL, WEIGHED
from partners.forms.settings import SettingsForm, time_zones
from partners.models import Workshop


def show_settings(request: Request, key: str) -> HttpResponse:
    """All settings in one form. `as_usual` resets the weights on the page only; they still have to be saved."""
    classroom = classroom_access.classroom_for(request.user, key)
    if request.method != "POST":
        return _page(request, classroom, _form(request, classroom))
    if "as_usual" in request.POST:
        return _page(request, classroom, _form(request, classroom, _as_usual(request.POST)), as_usual=True)
    form = _form(request, classroom, request.POST)
    if form.is_valid():
        try:
            workshops.change_settings(
                classroom=classroom,
                settings=form.settings(),
                seen=form.cleaned_data["seen"],
                by=request.user,
                now=request.now,
            )
        except ChangedMeanwhile as error:
            form.see(error.seen)
            form.add_error(None, str(error))
        else:
            messages.success(request, "Saved.")
            return redirect("partners:settings", key)
    return _page(request, classroom, form)


def _form(request: Request, classroom: Classroom, data: QueryDict | None = None) -> SettingsForm:
    workshop = Workshop.objects.select_related("classroom").get(classroom=classroom)
    now = workshops.settings_of(workshop)
    return SettingsForm(data, initial=now | {"seen": mark_of(now)}, today=classroom.today(request.now))


def _as_usual(data: QueryDict) -> QueryDict:
    changed = data.copy()
    changed.update({f"weight_{each.key}": USUAL for each in WEIGHED})
    return changed


def _page(request: Request, classroom: Classroom, form: SettingsForm, *, as_usual: bool = False) -> HttpResponse:
    failed = form.is_bound and bool(form.errors) and not as_usual
    context = {
        "classroom": classroom,
        "form": form,
        "failed": failed,
        "wrong": [field for field in form if field.errors],
        "as_usual": as_usual,
        "zones": time_zones(),
        "tab": "class",
    }
    return render(request, "partners/settings.html", context, status=422 if failed else 200)


def family_notice(request: Request, key: str) -> HttpResponse:
    """The notice for families, to copy and to print, in a language that is on in the class."""
    classroom = classroom_access.classroom_for(request.user, key)
    languages = offered(classroom.languages)
    language = first_spoken([request.GET.get("language", "")], languages) or ENGLISH
    context = {"classroom": classroom, "workshop": classroom.workshop, "languages": languages, "language": language}
    return render(request, "partners/family_notice.html", context | {"tab": "class"})
