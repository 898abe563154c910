"""Notes, for the teacher: who has handed in, live; and one note at a time behind the cover."""

from collections.abc import Iterable, Iterator, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from classroom import access as classroom_access
from classroom.actions.picture_attempts import being_guessed
from classroom.actions.student_sign_in import open_window_of
from classroom.changed_since import changed_since, mark_of
from classroom.middleware import is_polling
from classroom.models import AuditEvent, Classroom, Sitting, Student, User
from classroom.requests import Request, flash_errors
from classroom.views.cover import uncovered, uncovers
from partners import access
from partners.actions import notes, rounds
from partners.models import (
    Considerations,
    ConsiderationsContent,
    NoteDraft,
    NoteWords,
    PartnerNote,
    Pick,
    Round,
    SafetyFlag,
    Workshop,
    skips_note,
)
from partners.notes import reading_order
from partners.notes.questions import LOVED, REASONS, UNSAFE
from partners.notes.talk_requests import waiting_to_talk
from partners.privacy import audit_feed
from partners.privacy.student_export import as_partner

MOST_EVENTS = 200


@never_cache
def show_notes(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_for(request.user, key)
    page = page_of_notes(request, classroom)
    if is_polling(request) and not changed_since(request.headers.get("X-Seen", ""), page["live"]):
        # Nothing is new: the page stays as it is, under the finger that is about to tap it.
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    return render(request, "partners/notes.html", page)


def page_of_notes(request: Request, classroom: Classroom, flags: Sequence[SafetyFlag] | None = None) -> dict[str, Any]:
    """What the page shows covered. `flags` are the open ones, where they are known already: then it is about them."""
    round = _round(classroom)
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
        "roll": roll,
        "live": live,
        "seen": mark_of(live),
        "guessed": guessed,
        "slips": sorted(line["note"] is None for line in roll if line["asked"]),
        "count_in": sum(1 for line in roll if line["asked"] and line["note"]),
        "count_asked": sum(1 for line in roll if line["asked"]),
        "window": open_window_of(classroom, request.now),
        "everyone": everyone,
        "flags": len(flags),
        "to_talk": to_talk,
        "tab": "notes",
    }


def _round(classroom: Classroom) -> Round | None:
    """The round whose notes are shown: the one being prepared, or else the newest published one."""
    return access.round_being_prepared(classroom) or classroom.rounds.published().first()


def _live(roll: list[dict[str, Any]], *, guessed: bool) -> tuple[object, ...]:
    """What of the page may change while it lies open, for its mark."""
    return guessed, [(line["student"].pk, line["times"], line["writing"], line["asked"]) for line in roll]


def _roll(
    request: Request, classroom: Classroom, round: Round | None, students: list[Student], *, show_writing: bool
) -> list[dict[str, Any]]:
    """Each child, how often a note came in, which one is the newest, who is writing now, and who is asked at all.

    Not who is writing while there is something to read first: with one child writing it would tell who said it.
    """
    sent: dict[int, list[PartnerNote]] = {}
    if round is not None:
        # Only who and when: the words stay closed.
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


@require_POST
def open_round(request: Request, key: str) -> HttpResponse:
    classroom = classroom_access.classroom_for(request.user, key)
    with flash_errors(request):
        rounds.open_round(classroom=classroom, by=request.user, now=request.now)
    return redirect("partners:notes", key)


@never_cache
def show_note(request: Request, key: str, note_key: str) -> HttpResponse:
    """The cover of one note."""
    note = access.note_for_teacher(request.user, key, note_key)
    context = {"classroom": note.student.classroom, "note": note, "tab": "notes"}
    return render(request, "partners/note.html", context | _around(note, reading_order.on_the_roll(note.round)))


@uncovers
def open_note(request: Request, key: str, note_key: str) -> HttpResponse:
    note = access.note_for_teacher(request.user, key, note_key)
    ordered = reading_order.in_reading_order(note.round)
    return _read(request, note, ordered, back=reverse("partners:note", args=[key, note_key]))


@uncovers
def read_notes(request: Request, key: str) -> HttpResponse:
    """Note after note, in the order in which they are best read: the one that is named, or else the first."""
    classroom = classroom_access.classroom_for(request.user, key)
    named = request.POST.get("note")
    note = access.note_for_teacher(request.user, key, named) if named else None
    round = note.round if note else _round(classroom)
    ordered = reading_order.in_reading_order(round) if round else []
    if note is None and not ordered:
        return redirect("partners:notes", key)
    # Covered again, it is the page of all notes: which one was first says something of the child.
    return _read(request, note or ordered[0], ordered, back=reverse("partners:notes", args=[key]))


def _read(request: Request, note: PartnerNote, ordered: Sequence[PartnerNote], *, back: str) -> HttpResponse:
    def show() -> HttpResponse:
        words = notes.open_note(note=note, by=request.user, now=request.now)
        context = {"classroom": note.student.classroom, "note": note, "tab": "notes"}
        context |= _around(note, ordered) | _readable(note, words) | {"uncovered": True, "cover_at": back}
        return render(request, "partners/note.html", context)

    return uncovered(request, show, back=back, of=None)


def _around(note: PartnerNote, ordered: Sequence[PartnerNote]) -> dict[str, Any]:
    """The notes before and after this one in that order, and the same child's other notes of the round."""
    sent = PartnerNote.objects.filter(round=note.round).defer("content")
    place = next((i for i, other in enumerate(ordered) if other.student_id == note.student_id), None)
    return {
        "before": ordered[place - 1] if place else None,
        "after": ordered[place + 1] if place is not None and place + 1 < len(ordered) else None,
        "others": list(sent.filter(student=note.student).exclude(pk=note.pk).order_by("-sent_at", "-pk")),
    }


def _readable(note: PartnerNote, words: NoteWords) -> dict[str, Any]:
    """What the note says, and beside it what the child loves to write about, which stays when notes go."""
    students = {student.pk: student for student in note.student.classroom.students.all()}
    known = Considerations.objects.filter(student=note.student).first()
    loves = known.content if known else ConsiderationsContent()
    return {
        "great": list(_picks(words.great, students)),
        "hard": list(_picks(words.hard, students)),
        "as_partner": list(as_partner(words, Workshop.objects.get(classroom=note.student.classroom_id))),
        "loves": [LOVED[key] for key in loves.loves if key in LOVED],
        "loves_own": loves.loves_own,
        "scribed": words.scribe is not None,
        "scribe": User.objects.filter(pk=words.scribe).first() if words.scribe is not None else None,
        "talk": words.talk,
        "tell": words.tell,
    }


def _picks(picks: Iterable[Pick], students: dict[int, Student]) -> Iterator[dict[str, Any]]:
    for pick in picks:
        if pick.student in students:
            yield {
                "student": students[pick.student],
                "why": [REASONS[key] for key in pick.why if key in REASONS],
                "own": pick.own,
                "unsafe": UNSAFE in pick.why,
            }


@never_cache
def record(request: Request, key: str) -> HttpResponse:
    """Who opened which note, and when; and everything else that was done in the class."""
    classroom = classroom_access.classroom_for(request.user, key)
    lines = audit_feed.told(
        audit_feed.newest(AuditEvent.objects.filter(classroom=classroom), classroom, MOST_EVENTS), classroom
    )
    return render(request, "partners/record.html", {"classroom": classroom, "lines": lines, "tab": "notes"})
