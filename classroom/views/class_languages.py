"""The languages of children's pages in a class. Its teachers decide: they know who reads them, and whom to ask."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from classroom import access
from classroom.actions import classes
from classroom.forms.classes import LanguagesForm
from classroom.languages import BY_CODE, ENGLISH, sentences_in
from classroom.requests import Request


def show_languages(request: Request, key: str) -> HttpResponse:
    classroom = access.classroom_for(request.user, key)
    on = {"languages": classroom.languages}
    form = LanguagesForm(request.POST if request.method == "POST" else None, initial=on)
    if form.is_valid():
        codes = form.cleaned_data["languages"]
        classes.turn_on_languages(classroom=classroom, codes=codes, by=request.user, now=request.now)
        messages.success(request, "Saved.")
        return redirect("classroom:languages", key)
    context = {"classroom": classroom, "form": form, "tab": "class"}
    return render(request, "classroom/languages.html", context, status=422 if form.errors else 200)


def read_language(request: Request, key: str, language: str) -> HttpResponse:
    """Every sentence beside the English one, for somebody who speaks the language to read."""
    classroom = access.classroom_for(request.user, key)
    found = BY_CODE.get(language)
    if found is None or found == ENGLISH:
        raise Http404
    context = {"classroom": classroom, "language": found, "sentences": sentences_in(found), "tab": "class"}
    return render(request, "classroom/language.html", context)
