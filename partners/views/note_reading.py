"""Reading notes: one at a time, behind the cover."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.cache import never_cache

from classroom import access as classroom_access
from classroom.models import Student, User
from classroom.requests import Request
from classroom.sprites import icon
from classroom.templatetags.look import times
from classroom.views.cover import uncovered, uncovers
from partners import access
from partners.actions import note_reading
from partners.models import (
    Considerations,
    ConsiderationsContent,
    NoteWords,
    PartnerNote,
    Pick,
    Workshop,
)
from partners.notes import reading_order
from partners.notes.questions import LOVED, REASONS, UNSAFE
from partners.privacy.student_export import as_partner


@never_cache
def show_note(request: Request, key: str, note_key: str) -> HttpResponse:
    """The cover of one note."""
    note = access.note_for_teacher(request.user, key, note_key)
    context = {"classroom": note.student.classroom, "note": note, "tab": "notes"}
    return render(request, "partners/note.html", context | _around(note, reading_order.on_the_roll(note.round)))


@uncovers
def open_note(request: Request, key: str, note_key: str) -> HttpResponse:
    """One note, uncovered."""
    note = access.note_for_teacher(request.user, key, note_key)
    ordered = reading_order.in_reading_order(note.round)
    return _read(request, note, ordered, back=reverse("partners:note", args=[key, note_key]))


@uncovers
def read_notes(request: Request, key: str) -> HttpResponse:
    """Read note after note in reading order, beginning with the note that is named, or else with the first."""
    classroom = classroom_access.classroom_for(request.user, key)
    named = request.POST.get("note")
    note = access.note_for_teacher(request.user, key, named) if named else None
    round = note.round if note else access.round_whose_notes_are_shown(classroom)
    ordered = reading_order.in_reading_order(round) if round else []
    if note is None and not ordered:
        return redirect("partners:notes", key)
    # Covering leads to the page of all notes, because the first note in reading order says something about the child.
    return _read(request, note or ordered[0], ordered, back=reverse("partners:notes", args=[key]))


def _read(request: Request, note: PartnerNote, ordered: Sequence[PartnerNote], *, back: str) -> HttpResponse:
    def show() -> HttpResponse:
        words = note_reading.open_note(note=note, by=request.user, now=request.now)
        context = {"classroom": note.student.classroom, "note": note, "tab": "notes"}
        context |= _around(note, ordered) | _readable(note, words) | {"uncovered": True, "cover_at": back}
        return render(request, "partners/note.html", context)

    return uncovered(request, show, back=back, of=None)


def _around(note: PartnerNote, ordered: Sequence[PartnerNote]) -> dict[str, Any]:
    """The notes before and after this one in that order, and the other notes of the same child in this round."""
    sent = PartnerNote.objects.filter(round=note.round).defer("content")
    place = next((i for i, other in enumerate(ordered) if other.student_id == note.student_id), None)
    before = ordered[place - 1] if place else None
    after = ordered[place + 1] if place is not None and place + 1 < len(ordered) else None
    others = list(sent.filter(student=note.student).exclude(pk=note.pk).order_by("-sent_at", "-pk"))
    leaves = [_leaf(before, is_back=True)] if before else []
    leaves += [_leaf(after, is_back=False)] if after else []
    marks = list(_marks(note, others))
    return {"before": before, "after": after, "others": others, "leaves": leaves, "marks": marks}


def _leaf(note: PartnerNote, *, is_back: bool) -> dict[str, str]:
    """The button that turns to another child's note."""
    name = format_html('<span dir="auto">{}</span>', note.student.called)
    words = icon("back", "icon-turns") + name if is_back else name + icon("next", "icon-turns")
    return {"key": note.key, "words": words, "css": "" if is_back else "push"}


def _marks(note: PartnerNote, others: Sequence[PartnerNote]) -> Iterator[str]:
    """Remarks to show after the time at which the note was sent."""
    if others:
        yield f"sent {times(len(others) + 1)}, this is the newest" if note.is_current else "an earlier one"
    if note.round.published_at and note.sent_at > note.round.published_at:
        yield "after partners were published"


def _readable(note: PartnerNote, words: NoteWords) -> dict[str, Any]:
    """The note in words. Beside it is what the child loves to write about, which is not deleted with the notes."""
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
