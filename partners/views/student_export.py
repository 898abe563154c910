"""The export of one child's record: the teacher looks through its free words behind the cover, and then downloads
it."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from classroom import access
from classroom.models import Student
from classroom.requests import Request
from classroom.views.accounts import is_locked_out, knows_password, locked_out
from classroom.views.archived_classes import works_when_archived
from classroom.views.cover import uncovered, uncovers
from classroom.views.roster_export import as_file
from partners.actions import student_export
from partners.forms.student_export import RecordForm
from partners.privacy.student_export import Record, classmates, texts_of

# In seconds. Without a script the page cannot notice ticks, so it leaves enough time to read before it covers itself.
REST_WITHOUT_SCRIPT = 900


@never_cache
def show_record(request: Request, key: str, student_key: str) -> HttpResponse:
    """The covered page, which says what is in the record."""
    student = access.student_for_owner(request.user, key, student_key)
    return render(request, "partners/student_record.html", _around(student))


@uncovers
def uncover_record(request: Request, key: str, student_key: str) -> HttpResponse:
    """The free words of the record, to look through."""
    student = access.student_for_owner(request.user, key, student_key)
    return _to_look_through(request, student, _form(request, student, done=False))


@works_when_archived
@require_POST
@sensitive_post_parameters("password")
def take_record(request: Request, key: str, student_key: str) -> HttpResponse:
    """Download the record, as a page to print or as `json`. The teacher must have looked through all of it and type
    the password. After a rest, the password on this page is enough, because looking through takes a while."""
    student = access.student_for_owner(request.user, key, student_key)
    form = _form(request, student, done=True)
    knows = form.is_valid() and knows_password(request, form)
    if is_locked_out(request):
        return locked_out(request, {})
    if knows and form.has_seen_all:
        return _taken(request, student, form)
    if knows:
        request.rested = 0.0
        messages.warning(request, "Something new stands here since you looked. It is marked: look once more.")
    return _to_look_through(request, student, form)


def _to_look_through(request: Request, student: Student, form: RecordForm) -> HttpResponse:
    def show() -> HttpResponse:
        if form.errors:  # the field is below all the texts
            form.fields["password"].widget.attrs["autofocus"] = True
        student_export.look_through(student=student, by=request.user, now=request.now)
        context = _around(student) | {"uncovered": True, "form": form, "lines": form.lines()}
        return render(request, "partners/student_record.html", context, status=422 if form.errors else 200)

    return uncovered(
        request, show, back=reverse("partners:student_record", args=[student.classroom.key, student.key]), of=None
    )


def _form(request: Request, student: Student, *, done: bool) -> RecordForm:
    texts = texts_of(student, now=request.now)
    return RecordForm(request.POST if done else None, texts=texts, names=classmates(student))


def _around(student: Student) -> dict[str, Any]:
    classroom = student.classroom
    return {
        "classroom": classroom,
        "student": student,
        "cover_at": reverse("partners:student_record", args=[classroom.key, student.key]),
        "cover_after": REST_WITHOUT_SCRIPT,
        "tab": "class",
    }


def _taken(request: Request, student: Student, form: RecordForm) -> HttpResponse:
    record = student_export.take(student=student, blanks=form.blanks(), by=request.user, now=request.now)
    name = f"{student.classroom.name}, {student.called}"
    if "json" in request.POST:
        return as_file(request, student.classroom, _as_json(record), "json", "application/json", name=name)
    page = render_to_string("partners/record_to_print.html", {"record": record})
    return as_file(request, student.classroom, page, "html", "text/html; charset=utf-8", name=name)


def _as_json(record: Record) -> str:
    """The record as JSON, with dates and times in ISO 8601."""
    return json.dumps(record, ensure_ascii=False, indent=2, default=lambda day: day.isoformat())
