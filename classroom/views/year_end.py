"""The end of a year: archive a class, bring it back, make the next one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from classroom import access
from classroom.actions import year_end
from classroom.actions.unsaved_forms import TYPED_BY
from classroom.forms.classes import NextClassForm
from classroom.models import GradeBand
from classroom.requests import Request, flash_errors
from classroom.views.archived_classes import works_when_archived
from classroom.views.roster_import import look_over


def archive(request: Request, key: str) -> HttpResponse:
    """GET says what ends, what stays and what is deleted; POST archives the class."""
    classroom = access.owned_classroom_for(request.user, key)
    if request.method != "POST":
        return render(request, "classroom/archive.html", {"classroom": classroom, "tab": "class"})
    with flash_errors(request):
        year_end.archive(classroom=classroom, by=request.user, now=request.now)
        messages.success(request, f"{classroom} is archived. You find it at the foot of this page.")
    return redirect("partners:home")


@works_when_archived
@require_POST
def bring_back(request: Request, key: str) -> HttpResponse:
    classroom = access.owned_classroom_for(request.user, key)
    with flash_errors(request):
        year_end.bring_back(classroom=classroom, by=request.user, now=request.now)
        messages.success(request, f"{classroom} goes on. Print new sign-in cards when you need them.")
    return redirect("classroom:class", key)


@works_when_archived
def next_class(request: Request, key: str) -> HttpResponse:
    """Make next year's class: choose, look it over, confirm."""
    classroom = access.owned_classroom_for(request.user, key)
    form = NextClassForm(request.POST or None, classroom=classroom)
    context: dict[str, Any] = {"classroom": classroom, "form": form, "tab": "class"}
    if not form.is_valid() or "again" in request.POST:
        return render(request, "classroom/next_class.html", context)
    chosen, book = form.cleaned_data, form.book()
    chosen["children"] = [] if book else chosen["children"]
    if "confirmed" not in request.POST:
        sent = [(name, value) for name in (*form.fields, TYPED_BY) for value in request.POST.getlist(name)]
        chosen |= {"grade": GradeBand(chosen["grade_band"]).label.lower()}
        context |= {"chosen": chosen, "sent": sent, "has_list": book is not None}
        return render(request, "classroom/next_class_confirm.html", context)
    with flash_errors(request):
        new = year_end.make_next(
            classroom=classroom,
            name=chosen["name"],
            grade_band=chosen["grade_band"],
            students=chosen["students"],
            names=chosen["children"],
            adults=chosen["adults"],
            by=request.user,
            now=request.now,
        )
        if chosen.get("archives"):
            year_end.archive(classroom=classroom, by=request.user, now=request.now)
        messages.success(request, f"{new} is ready.")
        return look_over(request, new, book) if book else redirect("classroom:class", new.key)
    return redirect("classroom:class_next", key)
