"""A child's note, one question a page: where it begins, who, and why. `note_end` has the rest."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from classroom.models import Student
from classroom.requests import Request
from classroom.views.student_session import for_children
from partners import access
from partners.actions import notes, safety_flags
from partners.models import SIDES, NoteAnswers, Reasons
from partners.notes import wizard
from partners.notes.questions import UNSAFE, Answer, great_answers, hard_answers
from partners.notes.wizard import Page, Sheet
from partners.views.student_note_pages import (
    go,
    heard,
    keep,
    of_a_note,
    own_words,
    sheet_of,
    show,
    show_thanks,
    thank,
    told_words,
    typed,
)

TAKE_OFF = "take_off"


@for_children
def me(request: Request) -> HttpResponse:
    """Where a child comes in: to the note if a round is open, else to the partner.

    A note that was begun goes on at the first page without an answer.
    """
    assert request.sitting is not None
    student = request.sitting.student
    has_partner = bool(access.my_partnership(student, student.classroom.today(request.now)))
    if round := access.round_that_asks(student):
        goes_on = sheet_of(request.sitting, round).goes_on_at()
        context = {"me": student, "has_partner": has_partner, "goes_on": goes_on.at}
        return render(request, "partners/note/start.html", context)
    if has_partner:
        return redirect("partners:my_partner")
    return render(request, "partners/note/nothing_yet.html", {"me": student})


@of_a_note
def promise(request: Request, note: Sheet) -> HttpResponse:
    return show(
        request, note, wizard.PROMISE, "promise", back=reverse("partners:me"), next=note.after(wizard.PROMISE).at
    )


# Who


@of_a_note
def great(request: Request, note: Sheet) -> HttpResponse:
    """Who would be a great partner?"""
    return _choose(request, note, wizard.GREAT, "great")


@of_a_note
def who_hard(request: Request, note: Sheet) -> HttpResponse:
    if not note.workshop.hard_question:
        return redirect(note.past("great").at)
    return _choose(request, note, wizard.WHO_HARD, "hard")


def _not_on_the_list(request: Request) -> None:
    messages.error(request, _("Someone you tapped is not on the list now. Please look again."))


def _choose(request: Request, note: Sheet, page: Page, side: str) -> HttpResponse:
    limit = dict(zip(SIDES, notes.limits(note.student), strict=True))[side]
    other_side = note.answers.picks("hard" if side == "great" else "great")
    offered = [student for student in note.classmates if student.pk not in other_side]
    chosen = note.answers.picks(side)
    if request.method == "POST":
        tapped = request.POST.getlist("student")
        picked = tuple(student.pk for student in offered if student.key in tapped)
        if len(picked) == len(set(tapped)) and len(picked) <= limit:
            keep(request, note, NoteAnswers.only(side, picked))
            return go(request, note, page, note.past(side) if request.POST.get("go") == "skip" else None)
        if len(picked) > limit:
            messages.error(request, _("Tap up to %(max)s. Tap a name again to take it away.") % {"max": limit})
        else:
            _not_on_the_list(request)
        chosen = picked
    seats = {"picked": [s for s in offered if s.pk in chosen], "free": range(max(0, limit - len(chosen)))}
    context = {"offered": offered, "chosen": chosen, "limit": limit, "seats": seats, "kept": note.is_kept(side)}
    return show(request, note, page, "great" if side == "great" else "hard_choose", **context)


@of_a_note
def hard(request: Request, note: Sheet) -> HttpResponse:
    """Would it be hard with someone? "No one" is as large as "Yes", and what goes on without a tap means."""
    if not note.workshop.hard_question:
        return redirect(note.past("great").at)
    if request.method == "POST":
        answer = request.POST.get("answer")
        if answer == "yes":
            return redirect(wizard.WHO_HARD.at)
        if answer == "no" or (note.answers.hard is None and not note.is_kept("hard")):
            keep(request, note, NoteAnswers(hard=()))
        return redirect(note.after(wizard.HARD).at)
    return show(request, note, wizard.HARD, "hard", said_yes=bool(note.named("hard")), kept=note.is_kept("hard"))


# Why


@of_a_note
def why(request: Request, note: Sheet, side: str, place: int) -> HttpResponse:
    """Why would this child be great, or what would make it hard?

    The address says only which in the list it is: whom a child named stands in no history and no log.
    """
    named = note.named(side)
    student = named[place] if place < len(named) else None
    if request.method == "POST":
        student = note.classmate(request.POST.get("student", "")) or student
        if side == "hard" and student and UNSAFE in request.POST:
            return _tell_not_safe(request, note, student)
    if student is None or student not in named:
        _not_on_the_list(request)
        return redirect((wizard.GREAT if side == "great" else wizard.WHO_HARD).at)
    page, tapped = wizard.why(side, named.index(student)), _tapped(request, note, side, student)
    form = typed(request, note)
    if request.method == "POST" and form.is_valid():
        _keep_why(request, note, side, student, form.cleaned_data["own"])
        return redirect(page.at) if TAKE_OFF in request.POST else go(request, note, page)
    own = own_words(request, note.answers.reasons(side, student.pk).own)
    context = {"student": student, "side": side, "offered": _offered(note, side), "tapped": tapped}
    return show(request, note, page, "why", **context, own=own, form=form)


def _offered(note: Sheet, side: str) -> tuple[Answer, ...]:
    return great_answers(note.student.band) if side == "great" else hard_answers(note.student.band)


def _tapped(request: Request, note: Sheet, side: str, student: Student) -> tuple[str, ...]:
    """The reasons as they stand on the page. That it is not safe stays until it is taken off by a tap of its own."""
    known = note.answers.reasons(side, student.pk).why or ()
    if request.method != "POST":
        return known
    unsafe = UNSAFE in request.POST or (UNSAFE in known and TAKE_OFF not in request.POST)
    tapped = {*request.POST.getlist("why")} - {UNSAFE} | ({UNSAFE} if unsafe else set())
    return tuple(answer.key for answer in _offered(note, side) if answer.key in tapped)


def _keep_why(request: Request, note: Sheet, side: str, student: Student, own: str) -> None:
    reasons = Reasons(student=student.pk, why=_tapped(request, note, side, student), own=own)
    keep(request, note, NoteAnswers.only(f"{side}_reasons", (reasons,)))


# Not safe


def _tell_not_safe(request: Request, note: Sheet, student: Student) -> HttpResponse:
    """A child tells that it is not safe: the teacher is told first of all, whatever became of the list meanwhile.

    The thanks come at once and at this address. They are the same whatever anyone else wrote.
    """
    own = told_words(request, note)
    if student not in note.named("hard") or UNSAFE in (note.answers.reasons("hard", student.pk).why or ()):
        # Keeping the page would tell nothing new, and it was said again.
        safety_flags.raise_flag(student=note.student, named_pk=student.pk, round=note.round, now=request.now, own=own)
    _keep_why(request, note, "hard", student, own)
    named = note.named("hard")
    page = wizard.why("hard", named.index(student)) if student in named else wizard.WHO_HARD
    return thank(request, note, page, note.after(page).at)


@of_a_note
def thank_you(request: Request, note: Sheet) -> HttpResponse:
    """The thanks once more, in another language."""
    page = wizard.HARD if note.workshop.hard_question else note.last_asked
    return show_thanks(request, note, page, note.goes_on_at().at)


@of_a_note
def not_safe(request: Request, note: Sheet) -> HttpResponse:
    """The way to tell it in a class that is not asked with whom it would be hard."""
    if note.workshop.hard_question:
        return redirect(wizard.HARD.at)
    page = note.last_asked
    told = note.answers.not_safe or ()
    if taken_off := note.classmate(request.POST.get(TAKE_OFF, "")):
        keep(request, note, NoteAnswers(not_safe=tuple(pk for pk in told if pk != taken_off.pk)))
        return redirect("partners:note_not_safe")
    student = note.classmate(request.POST.get("student", ""))
    if student is None:
        context = {"offered": note.classmates, "told": told, "own": own_words(request, "")}
        return show(request, note, page, "not_safe", **context, back=page.at)
    return _tell_not_safe_with(request, note, page, student)


def _tell_not_safe_with(request: Request, note: Sheet, page: Page, student: Student) -> HttpResponse:
    """Told, and kept among the answers of this sitting, so that the child can take it off again."""
    answer = heard(request, note, page, student, page.at)
    told = [pk for pk in note.answers.not_safe or () if pk != student.pk]
    reasons = Reasons(student=student.pk, own=told_words(request, note))
    keep(request, note, NoteAnswers(not_safe=(*told, student.pk), hard_reasons=(reasons,)))
    return answer
