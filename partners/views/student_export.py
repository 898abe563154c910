"""One child's record: its free words are looked through behind the cover, and then it is taken along."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from classroom import access
from classroom.models import Student
from classroom.requests import Request
from classroom.views.accounts import is_locked_out, knows_password, locked_out
from classroom.views.archived_classes import works_when_archived
from classroom.views.cover import password_first, uncovered
from classroom.views.roster_export import as_file
from partners.actions import student_export
from partners.forms.student_export import RecordForm
from partners.privacy.student_export import Record, classmates, texts_of

# Without a script the page covers itself after this time, whatever is ticked: it is to be read.
REST_WITHOUT_SCRIPT = 900


@works_when_archived
@never_cache
@sensitive_post_parameters("password")
def show_record(request: Request, key: str, student_key: str) -> HttpResponse:
    """GET says what is in the record. POST lifts the cover; when she is `done`, it hands the record out, as a page to
    print or as `json`."""
    student = access.student_for_owner(request.user, key, student_key)
    if request.method != "POST":
        return render(request, "partners/student_record.html", _around(student))
    done = "done" in request.POST or "json" in request.POST
    form = _form(request, student, done=done)
    # Looking through a long record takes a while: her password on the page is as good as on one of its own.
    knows = done and form.is_valid() and knows_password(request, form)
    if is_locked_out(request):
        return locked_out(request, {})
    if not knows and (ask := password_first(request, reverse("partners:student_record", args=[key, student_key]))):
        return ask
    if knows and form.has_seen_all:
        return _taken(request, student, form)
    if knows:
        messages.warning(request, "Something new stands here since you looked. It is marked: look once more.")
    if form.errors:  # below all the texts
        form.fields["password"].widget.attrs["autofocus"] = True
    student_export.look_through(student=student, by=request.user, now=request.now)
    context = _around(student) | {"uncovered": True, "form": form, "lines": form.lines()}
    return uncovered(render(request, "partners/student_record.html", context, status=422 if form.errors else 200))


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
    """Dates and moments as ISO 8601."""
    return json.dumps(record, ensure_ascii=False, indent=2, default=lambda day: day.isoformat())
