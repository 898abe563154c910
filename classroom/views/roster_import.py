"""Imports a roster from a file: it is chosen, reviewed, and saved as ticked."""

from collections.abc import Collection
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from classroom import access
from classroom.actions import roster_import
from classroom.actions.roster import MOST_STUDENTS
from classroom.actions.roster_import import Opened
from classroom.actions.unable import Unable
from classroom.forms.importing import RosterForm
from classroom.forms.importing_columns import ColumnsForm
from classroom.forms.importing_ticks import TicksForm
from classroom.models import Classroom, RosterDraft
from classroom.names import listed
from classroom.requests import Request, too_large
from classroom.roster_files import Book, Unreadable

LEAVING = "leaving"
# Sent along where the page sends everything that is on it, and not the ticks or columns alone.
READS = "reads"
OTHERWISE = "You changed how the list is read, so nothing is saved yet. Look it over, and save."
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
    form = _ticks(request, draft, opened, is_sent=request.method == "POST")
    if not form.is_bound:
        return _page(request, draft, opened, form, ColumnsForm(opened=opened))
    columns_form = ColumnsForm(request.POST if READS in request.POST else None, opened=opened)
    if columns_form.is_bound and (not columns_form.is_valid() or columns_form.differs()):
        return _read_otherwise(request, draft, columns_form, form, saves=True)
    if form.is_valid():
        try:
            return _bring_in(request, draft, form, ColumnsForm(opened=opened).next_list())
        except Unable as error:
            form.add_error(None, str(error))
    return _page(request, draft, opened, form, columns_form)


def _ticks(request: Request, draft: RosterDraft, opened: Opened, *, is_sent: bool) -> TicksForm:
    return TicksForm(
        request.POST if is_sent else None,
        changes=roster_import.compared(opened.reading.children, draft.classroom),
        band=draft.classroom.grade_band,
        answers=opened.answers,
        goes_on=len(opened.book.tables) > 1 or bool(opened.layout.part),
    )


def _bring_in(request: Request, draft: RosterDraft, form: TicksForm, following: dict[str, Any] | None) -> HttpResponse:
    leaves = form.cleaned_data.pop("leaves")
    goes_on = "goes_on" in request.POST and not leaves
    joined = roster_import.bring_in(draft=draft, **form.cleaned_data, by=request.user, now=request.now, goes_on=goes_on)
    done = [f"{listed([student.called for student in joined])} joined the class."] if joined else []
    for field_, words in (("changed", "changed"), ("back", "back again")):
        if count := len(form.cleaned_data[field_]):
            done.append(f"{count} child{'ren' if count > 1 else ''} {words}.")
    messages.success(request, " ".join(done) or "The class is as it was.")
    key = draft.classroom.key
    if goes_on:
        if following:
            roster_import.choose(draft=draft, **following)
        return redirect("classroom:roster_preview", key, draft.key)
    if leaves:
        request.session[LEAVING] = {"class": key, "students": leaves}
        return redirect("partners:students_leaving", key)
    return redirect("classroom:class", key)


@require_POST
def columns(request: Request, key: str, draft_key: str) -> HttpResponse:
    """Read the list another way, and show the preview again. What was ticked stays ticked."""
    draft = access.draft_for(request.user, key, draft_key)
    if _is_over(request, draft):
        return redirect("classroom:roster_import", key)
    if "forget" in request.POST:
        roster_import.forget_layout(draft=draft)
        return redirect("classroom:roster_preview", key, draft_key)
    opened = roster_import.opened(draft)
    ticks = _ticks(request, draft, opened, is_sent=READS in request.POST)
    return _read_otherwise(request, draft, ColumnsForm(request.POST, opened=opened), ticks)


def _read_otherwise(
    request: Request, draft: RosterDraft, form: ColumnsForm, ticks: TicksForm, *, saves: bool = False
) -> HttpResponse:
    """Choose what the form says. With `saves` the teacher meant to save, and is told why nothing was."""
    if form.is_valid():
        answers = ticks.answers() if ticks.is_bound else form.opened.answers
        try:
            _choose(draft, form, answers)
        except Unreadable as error:
            form.add_error(None, str(error))
        else:
            if saves:
                messages.info(request, OTHERWISE)
            return redirect("classroom:roster_preview", draft.classroom.key, draft.key)
    return _page(request, draft, form.opened, ticks, form)


def _choose(draft: RosterDraft, form: ColumnsForm, answers: Collection[str]) -> None:
    if encoding := form.encoding():
        roster_import.choose_encoding(draft=draft, encoding=encoding)
    else:
        roster_import.choose(draft=draft, **form.chosen(), answers=answers)


@require_POST
def discard(request: Request, key: str, draft_key: str) -> HttpResponse:
    roster_import.discard(draft=access.draft_for(request.user, key, draft_key))
    messages.success(request, "The list is forgotten. Nothing was changed.")
    return redirect("classroom:class", key)


def _page(
    request: Request, draft: RosterDraft, opened: Opened, form: TicksForm, columns_form: ColumnsForm
) -> HttpResponse:
    context = {
        "classroom": draft.classroom,
        "draft": draft,
        "opened": opened,
        "reading": opened.reading,
        "same": [change.known.name for change in form.changes.same],
        "most": MOST_STUDENTS,
        "form": form,
        "columns": columns_form,
        "tab": "class",
    }
    has_errors = (form.is_bound and form.errors) or columns_form.errors
    status = HTTPStatus.UNPROCESSABLE_ENTITY if has_errors else HTTPStatus.OK
    return render(request, "classroom/import_preview.html", context, status=status)
