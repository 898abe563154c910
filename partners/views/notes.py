"""Notes, for the teacher: who has turned in a note, live, and never what it says."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from classroom import access as classroom_access
from classroom.actions.picture_limits import being_guessed
from classroom.actions.student_sign_in import open_window_of
from classroom.changed_since import changed_since, mark_of
from classroom.middleware import is_polling
from classroom.models import AuditEvent, Classroom, Sitting, Student
from classroom.requests import Request, flash_errors
from classroom.templatetags.look import times
from partners import access
from partners.actions import rounds
from partners.models import (
    NoteDraft,
    PartnerNote,
    Round,
    SafetyFlag,
    skips_note,
)
from partners.notes.talk_requests import waiting_to_talk
from partners.privacy import audit_feed

MOST_EVENTS = 200


@never_cache
def show_notes(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_for(request.user, key)
    page = page_of_notes(request, classroom)
    if is_polling(request) and not changed_since(request.headers.get("X-Seen", ""), page["live"]):
        # Nothing is new, so the page stays as it is under a finger that is about to tap it.
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "partners/notes.html", page)


def page_of_notes(request: Request, classroom: Classroom, flags: Sequence[SafetyFlag] | None = None) -> dict[str, Any]:
    """The contents of the covered page. `flags` are the open safety flags if the caller has read them already; the
    page is then about them."""
    round = access.round_whose_notes_are_shown(classroom)
    everyone = list(classroom.students.in_order().select_related("considerations"))
    students = [student for student in everyone if student.left_on is None]
    guessed = flags is None and bool(being_guessed([classroom], request.now))
    if flags is None:
        flags = [flag for flag in classroom.safety_flags.all() if flag.is_open]
    to_talk = waiting_to_talk([classroom])
    told_now = any(flag.content.read_at is None for flag in flags) or any(
        isinstance(asked, NoteDraft) for asked in to_talk
    )
    roll = _roll(request, classroom, round, students, show_writing=not told_now)
    live = _live(roll, guessed=guessed)
    return {
        "classroom": classroom,
        "round": round,
        "live": live,
        "roll": [_line(line, classroom, is_published=bool(round and round.published_at)) for line in roll],
        "seen": mark_of(live),
        "guessed": guessed,
        "slips": sorted(line["note"] is None for line in roll if line["asked"]),
        "count_in": sum(1 for line in roll if line["asked"] and line["note"]),
        "count_asked": sum(1 for line in roll if line["asked"]),
        "window": open_window_of(classroom, request.now),
        "everyone": everyone,
        "flags": len(flags),
        "to_talk": to_talk,
        "next_round": f"Open round {round.number + 1}" if round else "",
        "tab": "notes",
    }


def _live(roll: list[dict[str, Any]], *, guessed: bool) -> tuple[object, ...]:
    """The parts of the page that may change while it is open. Its mark is made from them."""
    return guessed, [(line["student"].pk, line["times"], line["writing"], line["asked"]) for line in roll]


def _roll(
    request: Request, classroom: Classroom, round: Round | None, students: list[Student], *, show_writing: bool
) -> list[dict[str, Any]]:
    """For each child: how often they sent a note, the newest note, whether they are writing now, and whether they are
    asked for one.

    Nobody is shown as writing while there is something to read first: if only one child is writing, that would tell who
    reported it.
    """
    sent: dict[int, list[PartnerNote]] = {}
    if round is not None:
        # Only the child and the time are read; the words stay encrypted.
        for note in PartnerNote.objects.filter(round=round).defer("content").order_by("sent_at", "pk"):
            sent.setdefault(note.student_id, []).append(note)
    sittings = Sitting.objects.filter(student__in=students, ended_at=None).select_related("window", "student")
    writing = {
        sitting.student_id
        for sitting in sittings
        if show_writing and sitting.confirmed_at and sitting.is_open(request.now)
    }
    current = {pk: note for pk, notes in sent.items() for note in notes if note.is_current}
    return [
        {
            "student": student,
            "times": len(sent[student.pk]) if student.pk in current else 0,
            "note": current.get(student.pk),
            "writing": student.pk in writing,
            "asked": not skips_note(student),
        }
        for student in students
    ]


def _line(line: dict[str, Any], classroom: Classroom, *, is_published: bool) -> dict[str, Any]:
    """A child of the roll with the address that the name leads to, and the state of the note."""
    student, note = line["student"], line["note"]
    to_write = reverse("partners:note_for", args=[classroom.key, student.key])
    shown: dict[str, Any] = {"href": to_write, "leads_to": "the note", "icon": "", "is_in": False, "state": "Not asked"}
    if line["asked"] and note:
        state = f"Sent {times(line['times'])}" if line["times"] > 1 else "In"
        shown |= {"href": reverse("partners:note", args=[classroom.key, note.key]), "icon": "sheet", "is_in": True}
        shown["state"] = f"{state}, writing" if line["writing"] else state
    elif line["asked"]:
        shown |= {"href": "" if is_published else to_write, "leads_to": "write the note down"}
        shown |= {"icon": "pencil", "state": "Writing now"} if line["writing"] else {"state": "Not yet"}
    return line | shown


@require_POST
def open_round(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_for(request.user, key)
    with flash_errors(request):
        rounds.open_round(classroom=classroom, by=request.user, now=request.now)
    return redirect("partners:notes", key)


@never_cache
def record(request: Request, key: str) -> HttpResponse:
    """The page of who opened which note, and when, and of everything else that was done in the class."""
    classroom = classroom_access.classroom_for(request.user, key)
    lines = audit_feed.lines_of(
        audit_feed.newest(AuditEvent.objects.filter(classroom=classroom), classroom, MOST_EVENTS), classroom
    )
    return render(request, "partners/record.html", {"classroom": classroom, "lines": lines, "tab": "notes"})
