"""Imports a roster from a file: it is chosen, reviewed, and saved as ticked."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from classroom import access
from classroom.actions import roster_import
from classroom.actions.roster import MOST_STUDENTS
from classroom.actions.roster_import import Opened
from classroom.actions.unable import Unable
from classroom.forms.importing import ColumnsForm, RosterForm, TicksForm
from classroom.models import Classroom, RosterDraft
from classroom.names import listed
from classroom.requests import Request, too_large
from classroom.roster_files import Book, Changes

LEAVING = "leaving"
OVER = "That was more than an hour ago, so the list is no longer here. Choose the file once more."


def import_roster(request: Request, key: str) -> HttpResponse:
    classroom = access.classroom_for(request.user, key)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = RosterForm(*sent, too_large=too_large(request))
    if form.is_valid():
        return look_over(request, classroom, form.cleaned_data["book"])
    context = {"classroom": classroom, "form": form, "tab": "class"}
    return render(request, "classroom/import.html", context, status=_status(form))


def look_over(request: Request, classroom: Classroom, book: Book) -> HttpResponse:
    """Store what was just read as a draft, and redirect to its preview."""
    draft = roster_import.begin(classroom=classroom, book=book, by=request.user, now=request.now)
    return redirect("classroom:roster_preview", classroom.key, draft.key)


def _status(form: RosterForm | TicksForm | ColumnsForm) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK


def _is_over(request: Request, draft: RosterDraft) -> bool:
    if not draft.is_over(request.now):
        return False
    roster_import.discard(draft=draft)
    messages.error(request, OVER)
    return True


def preview(request: Request, key: str, draft_key: str) -> HttpResponse:
    """GET shows what was understood, and what would change. POST saves what is ticked."""
    draft = access.draft_for(request.user, key, draft_key)
    if _is_over(request, draft):
        return redirect("classroom:roster_import", key)
    opened = roster_import.opened(draft)
    changes = roster_import.compared(opened.reading.children, draft.classroom)
    form = TicksForm(
        request.POST if request.method == "POST" else None, changes=changes, band=draft.classroom.grade_band
    )
    if form.is_valid():
        try:
            return _bring_in(request, draft, form)
        except Unable as error:
            form.add_error(None, str(error))
    return _page(request, draft, opened, changes, form, ColumnsForm(opened=opened))


def _bring_in(request: Request, draft: RosterDraft, form: TicksForm) -> HttpResponse:
    leaves = form.cleaned_data.pop("leaves")
    joined = roster_import.bring_in(draft=draft, **form.cleaned_data, by=request.user, now=request.now)
    done = [f"{listed([student.called for student in joined])} joined the class."] if joined else []
    for field_, words in (("changed", "changed"), ("back", "back again")):
        if count := len(form.cleaned_data[field_]):
            done.append(f"{count} child{'ren' if count > 1 else ''} {words}.")
    messages.success(request, " ".join(done) or "The class is as it was.")
    key = draft.classroom.key
    if leaves:
        request.session[LEAVING] = {"class": key, "students": leaves}
        return redirect("partners:students_leaving", key)
    return redirect("classroom:class", key)


@require_POST
def columns(request: Request, key: str, draft_key: str) -> HttpResponse:
    """Choose another list of the file, or other columns, and show the preview again."""
    draft = access.draft_for(request.user, key, draft_key)
    if _is_over(request, draft):
        return redirect("classroom:roster_import", key)
    opened = roster_import.opened(draft)
    form = ColumnsForm(request.POST, opened=opened)
    if form.is_valid():
        roster_import.choose(draft=draft, **form.chosen())
        return redirect("classroom:roster_preview", key, draft_key)
    changes = roster_import.compared(opened.reading.children, draft.classroom)
    ticks = TicksForm(changes=changes, band=draft.classroom.grade_band)
    return _page(request, draft, opened, changes, ticks, form)


@require_POST
def discard(request: Request, key: str, draft_key: str) -> HttpResponse:
    roster_import.discard(draft=access.draft_for(request.user, key, draft_key))
    messages.success(request, "The list is forgotten. Nothing was changed.")
    return redirect("classroom:class", key)


def _page(
    request: Request, draft: RosterDraft, opened: Opened, changes: Changes, form: TicksForm, columns_form: ColumnsForm
) -> HttpResponse:
    context = {
        "classroom": draft.classroom,
        "draft": draft,
        "opened": opened,
        "reading": opened.reading,
        "same": [change.known.name for change in changes.same],
        "most": MOST_STUDENTS,
        "form": form,
        "columns": columns_form,
        "tab": "class",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors or columns_form.errors else HTTPStatus.OK
    return render(request, "classroom/import_preview.html", context, status=status)
