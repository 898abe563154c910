"""Imports a roster from a file: it is chosen, reviewed, and saved as ticked."""

from collections.abc import Callable, Collection
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from classroom import access
from classroom.actions import roster_import
from classroom.actions.roster import MOST_STUDENTS
from classroom.actions.roster_import import ListIsOver, Opened
from classroom.actions.unable import Unable
from classroom.forms.importing import RosterForm
from classroom.forms.importing_columns import ColumnsForm
from classroom.forms.importing_ticks import TicksForm
from classroom.forms.unsaved_forms import bring_back
from classroom.models import Classroom, RosterDraft
from classroom.names import listed
from classroom.requests import Request, too_large
from classroom.roster_files import Book, Unreadable

LEAVING = "leaving"
# Sent along where the page sends everything that is on it, and not the ticks or columns alone.
READS = "reads"
OTHERWISE = "You changed how the list is read, so nothing is saved yet. Look it over, and save."
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
    if goes_on:
        if following:
            roster_import.choose(draft=draft, **following)
        return redirect("classroom:roster_preview", draft.classroom.key, draft.key)
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
    """Read the list another way, and show the preview again. What was ticked stays ticked."""
    if "forget" in request.POST:
        roster_import.forget_layout(draft=draft)
        return redirect("classroom:roster_preview", draft.classroom.key, draft.key)
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
@of_draft
def discard(request: Request, draft: RosterDraft) -> HttpResponse:
    roster_import.discard(draft=draft)
    messages.success(request, "The list is forgotten. Nothing was changed.")
    return redirect("classroom:class", draft.classroom.key)


def _page(
    request: Request, draft: RosterDraft, opened: Opened, form: TicksForm, columns_form: ColumnsForm
) -> HttpResponse:
    for each in (columns_form, form):
        bring_back(each, request, reverse("classroom:roster_preview", args=[draft.classroom.key, draft.key]))
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
