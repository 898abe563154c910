"""A child's note, one question a page: the start, the names, and the reasons. `student_note_end` has the other
pages."""

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
from partners.forms.student_note import SKIP, TAKE_OFF, HardForm, NamesForm, NotSafeForm, WhyForm
from partners.models import SIDES, NoteAnswers, Reasons
from partners.notes import wizard
from partners.notes.questions import UNSAFE, Answer, great_answers, hard_answers
from partners.notes.wizard import Page, Sheet
from partners.views.student_note_pages import (
    go,
    heard,
    keep,
    of_a_note,
    sent,
    sheet_of,
    show,
    show_thanks,
    thank,
)


@for_children
def me(request: Request) -> HttpResponse:
    """The page on which a child comes in: the start of the note if a round asks for one, or else the partner's page.

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


# Names


@of_a_note
def great(request: Request, note: Sheet) -> HttpResponse:
    """Asks "Who would be a great partner?" and stores the names."""
    return _choose(request, note, wizard.GREAT, "great")


@of_a_note
def who_hard(request: Request, note: Sheet) -> HttpResponse:
    if not note.workshop.hard_question:
        return redirect(note.past("great").at)
    return _choose(request, note, wizard.WHO_HARD, "hard")


def _choose(request: Request, note: Sheet, page: Page, side: str) -> HttpResponse:
    limit = dict(zip(SIDES, notes.limits(note.student), strict=True))[side]
    other_side = note.answers.picks("hard" if side == "great" else "great")
    offered = [student for student in note.classmates if student.pk not in other_side]
    form = NamesForm(sent(request), offered=offered, limit=limit, picked=note.answers.picks(side))
    if form.is_valid():
        keep(request, note, NoteAnswers.only(side, form.picked))
        return go(note, page, form, note.past(side) if form.cleaned_data["go"] == SKIP else None)
    for error in form.errors.get("student", ()):
        messages.error(request, str(error))
    picked = form.shown
    shown = NamesForm(offered=offered, limit=limit, picked=[student.pk for student in picked])
    seats = {"picked": picked, "free": range(max(0, limit - len(picked)))}
    context = {"form": shown, "limit": limit, "seats": seats, "kept": note.is_kept(side)}
    return show(request, note, page, "great" if side == "great" else "hard_choose", **context)


@of_a_note
def hard(request: Request, note: Sheet) -> HttpResponse:
    """The page "Would it be hard with someone?" "No one" is as large as "Yes", and a child who goes on without a
    tap, and has no answer from before, says "No one"."""
    if not note.workshop.hard_question:
        return redirect(note.past("great").at)
    kept = note.is_kept("hard")
    says = "" if kept else "yes" if note.named("hard") else "no"
    form = HardForm(sent(request), level=note.student.level, says=says)
    if not form.is_valid():
        return show(request, note, wizard.HARD, "hard", form=form, kept=kept)
    answer = form.cleaned_data["answer"]
    if answer == "yes":
        return redirect(wizard.WHO_HARD.at)
    if answer == "no" or (note.answers.hard is None and not kept):
        keep(request, note, NoteAnswers(hard=()))
    return redirect(note.after(wizard.HARD).at)


# Reasons


@of_a_note
def why(request: Request, note: Sheet, side: str, place: int) -> HttpResponse:
    """Asks "Why would this child be great?" or "What would make it hard?" and stores the reasons.

    The address holds only the place of the name in the list, so that no history and no log shows whom a child named.
    """
    named = note.named(side)
    form = WhyForm(sent(request), note=note, offered=_offered(note, side))
    is_valid = form.is_valid()
    student = (form.about if form.is_bound else None) or (named[place] if place < len(named) else None)
    if form.is_bound and side == "hard" and student and form.cleaned_data["unsafe"]:
        return _tell_not_safe(request, note, student, form)
    if student is None or student not in named:
        messages.error(request, _("Someone you tapped is not on the list now. Please look again."))
        return redirect((wizard.GREAT if side == "great" else wizard.WHO_HARD).at)
    page, known = wizard.why(side, named.index(student)), note.answers.reasons(side, student.pk)
    if is_valid:
        _keep_why(request, note, side, student, form, form.cleaned_data.get("own", ""))
        return redirect(page.at) if form.cleaned_data["take_off"] else go(note, page, form)
    form.ask_about(student, known.why or (), known.own)
    return show(request, note, page, "why", student=student, side=side, form=form)


def _offered(note: Sheet, side: str) -> tuple[Answer, ...]:
    return great_answers(note.student.band) if side == "great" else hard_answers(note.student.band)


def _keep_why(request: Request, note: Sheet, side: str, student: Student, form: WhyForm, own: str) -> None:
    why = form.reasons(note.answers.reasons(side, student.pk).why or ())
    keep(request, note, NoteAnswers.only(f"{side}_reasons", (Reasons(student=student.pk, why=why, own=own),)))


# Not safe


def _tell_not_safe(request: Request, note: Sheet, student: Student, form: WhyForm) -> HttpResponse:
    """A child taps that they do not feel safe. The teacher gets that first of all, whatever became of the list
    meanwhile.

    The thanks come at once and at this address, and are the same whatever anyone else wrote. If the child's words are
    too long, the teacher gets the beginning of them.
    """
    own = NotSafeForm(form.data, note=note).words
    if student not in note.named("hard") or UNSAFE in (note.answers.reasons("hard", student.pk).why or ()):
        # Storing the answers may raise no flag: the name is off the list, or the child reports it once more.
        safety_flags.raise_flag(student=note.student, named_pk=student.pk, round=note.round, now=request.now, own=own)
    _keep_why(request, note, "hard", student, form, own)
    named = note.named("hard")
    page = wizard.why("hard", named.index(student)) if student in named else wizard.WHO_HARD
    return thank(request, note, page, note.after(page).at)


@of_a_note
def thank_you(request: Request, note: Sheet) -> HttpResponse:
    """The page of thanks at its own address, for a child who switched the language."""
    page = wizard.HARD if note.workshop.hard_question else note.last_asked
    return show_thanks(request, note, page, note.goes_on_at().at)


@of_a_note
def not_safe(request: Request, note: Sheet) -> HttpResponse:
    """The page on which a child can name someone with whom they do not feel safe, in a class without the hard
    question."""
    if note.workshop.hard_question:
        return redirect(wizard.HARD.at)
    page = note.last_asked
    form = NotSafeForm(sent(request), note=note)
    if taken_off := form.tapped(TAKE_OFF):
        told = note.answers.not_safe or ()
        keep(request, note, NoteAnswers(not_safe=tuple(pk for pk in told if pk != taken_off.pk)))
        return redirect("partners:note_not_safe")
    if student := form.tapped("student"):
        return _tell_not_safe_with(request, note, page, student, form.words)
    return show(request, note, page, "not_safe", form=form, back=page.at)


def _tell_not_safe_with(request: Request, note: Sheet, page: Page, student: Student, words: str) -> HttpResponse:
    """Raise the flag, and store the name among the answers of this sitting, so that the child can take it off again."""
    answer = heard(request, note, page, student, page.at, words)
    told = [pk for pk in note.answers.not_safe or () if pk != student.pk]
    reasons = Reasons(student=student.pk, own=words)
    keep(request, note, NoteAnswers(not_safe=(*told, student.pk), hard_reasons=(reasons,)))
    return answer
