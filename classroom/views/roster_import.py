"""Imports a roster from a file: it is chosen, reviewed, and saved as ticked."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from classroom import access
from classroom.actions import roster_import
from classroom.actions.roster import MOST_STUDENTS
from classroom.actions.roster_import import ListIsOver, Opened
from classroom.actions.unable import Unable
from classroom.forms.importing import ColumnsForm, RosterForm, TicksForm
from classroom.models import Classroom, RosterDraft
from classroom.names import listed
from classroom.requests import Request, too_large
from classroom.roster_files import Book, Changes

LEAVING = "leaving"
SAVED = "saved_list"
TOO_LATE = "That was more than an hour ago, so the list is no longer here. Choose the file once more."
SAVED_ALREADY = "This list is saved already. Nothing was added twice."
OVER = (
    "This list is no longer open: it was saved or forgotten, or you opened another one after it. Nothing was changed "
    "just now. If someone is missing, choose the file once more."
)

DraftView = Callable[[Request, RosterDraft], HttpResponse]


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


def of_draft(view: DraftView) -> Callable[[Request, str, str], HttpResponse]:
    """The view gets the draft that its address names. Where the draft is over, a message says so, and the answer
    leads on to the class, or to the choice of a file."""

    @wraps(view)
    def with_draft(request: Request, key: str, draft_key: str) -> HttpResponse:
        draft = access.draft_for(request.user, key, draft_key)
        if draft is None:
            return _over(request, key, draft_key)
        if draft.is_over(request.now):
            roster_import.discard(draft=draft)
            messages.error(request, TOO_LATE)
            return redirect("classroom:roster_import", key)
        try:
            return view(request, draft)
        except ListIsOver:
            return _over(request, key, draft_key)

    return with_draft


def _over(request: Request, key: str, draft_key: str) -> HttpResponse:
    is_saved = request.session.get(SAVED) == draft_key
    messages.warning(request, SAVED_ALREADY if is_saved else OVER)
    return _after(request, access.classroom_for(request.user, key)) if is_saved else redirect("classroom:class", key)


@of_draft
def preview(request: Request, draft: RosterDraft) -> HttpResponse:
    """GET shows what was understood, and what would change. POST saves what is ticked."""
    opened = roster_import.opened(draft)
    changes = roster_import.compared(opened.children().children, draft.classroom)
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
    request.session[SAVED] = draft.key
    request.session[LEAVING] = {"class": draft.classroom.key, "students": leaves}
    return _after(request, draft.classroom)


def _after(request: Request, classroom: Classroom) -> HttpResponse:
    """Lead on from a list that was saved: to the children who are ticked as gone and still here, or to the class."""
    gone = request.session.get(LEAVING, {})
    is_next = gone.get("class") == classroom.key and classroom.students.here().filter(key__in=gone["students"]).exists()
    return redirect("partners:students_leaving" if is_next else "classroom:class", classroom.key)


@require_POST
@of_draft
def columns(request: Request, draft: RosterDraft) -> HttpResponse:
    """Choose another list of the file, or other columns, and show the preview again."""
    opened = roster_import.opened(draft)
    form = ColumnsForm(request.POST, opened=opened)
    if form.is_valid():
        roster_import.choose(draft=draft, **form.chosen())
        return redirect("classroom:roster_preview", draft.classroom.key, draft.key)
    changes = roster_import.compared(opened.children().children, draft.classroom)
    ticks = TicksForm(changes=changes, band=draft.classroom.grade_band)
    return _page(request, draft, opened, changes, ticks, form)


@require_POST
@of_draft
def discard(request: Request, draft: RosterDraft) -> HttpResponse:
    roster_import.discard(draft=draft)
    messages.success(request, "The list is forgotten. Nothing was changed.")
    return redirect("classroom:class", draft.classroom.key)


def _page(
    request: Request, draft: RosterDraft, opened: Opened, changes: Changes, form: TicksForm, columns_form: ColumnsForm
) -> HttpResponse:
    context = {
        "classroom": draft.classroom,
        "draft": draft,
        "opened": opened,
        "found": opened.children(),
        "same": [change.known.name for change in changes.same],
        "most": MOST_STUDENTS,
        "form": form,
        "columns": columns_form,
        "tab": "class",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors or columns_form.errors else HTTPStatus.OK
    return render(request, "classroom/import_preview.html", context, status=status)
