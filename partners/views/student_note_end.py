"""The end of a child's note: the child as a partner, words for the teacher, a look at all of the note, and Send."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from classroom.requests import Request
from classroom.views.student_session import SENT, for_children, leave
from partners import access
from partners.actions import notes
from partners.actions.notes import SomeoneLeft, UnableToHandIn
from partners.forms.student_note import ChipsForm, LovesForm, TellForm
from partners.models import NoteAnswers
from partners.moves import class_moves
from partners.notes import wizard
from partners.notes.questions import LOVES, WILL_DO, Answer, Words
from partners.notes.wizard import Page, Sheet
from partners.views.student_note_pages import go, keep, of_a_note, sent, show


def _moves(note: Sheet, page: Page) -> list[Answer]:
    """The moves of the class, with the class's names. Hidden moves are left out unless this note names them already."""
    tapped = note.answers.answer(wizard.ANSWERED_ON[page]) or ()
    moves = class_moves.moves_of(note.workshop)
    return [Answer(each.key, each.name, lang=each.lang) for each in moves if not each.hidden or each.key in tapped]


def _chips(request: Request, note: Sheet, page: Page, offered: Sequence[Answer], question: str) -> HttpResponse:
    """A page with chips to tap. Taps of chips that are not on it are left out."""
    key = wizard.ANSWERED_ON[page]
    known = note.answers.answer(key) or ()
    form = ChipsForm(sent(request), question=question, offered=offered, level=note.student.level, tapped=known)
    if form.is_valid():
        keep(request, note, NoteAnswers.only(key, form.cleaned_data["chip"]))
        return go(note, page, form)
    return show(request, note, page, "chips", form=form, kept=note.is_kept(key))


@of_a_note
def will_do(request: Request, note: Sheet) -> HttpResponse:
    """The page "What will you do to be a great partner?", for Level 1."""
    if note.student.level != 1:
        return redirect(wizard.DOES_WELL.at)
    return _chips(request, note, wizard.WILL_DO, WILL_DO, _("What will you do to be a great partner?"))


@of_a_note
def does_well(request: Request, note: Sheet) -> HttpResponse:
    """The page "What do you do well as a partner?", for Level 2."""
    if note.student.level == 1:
        return redirect(wizard.WILL_DO.at)
    moves = _moves(note, wizard.DOES_WELL)
    return _chips(request, note, wizard.DOES_WELL, moves, _("What do you do well as a partner?"))


@of_a_note
def gets_better(request: Request, note: Sheet) -> HttpResponse:
    """The page "What do you want to get better at?", for Level 2."""
    if note.student.level == 1:
        return redirect(wizard.WILL_DO.at)
    moves = _moves(note, wizard.GETS_BETTER)
    return _chips(request, note, wizard.GETS_BETTER, moves, _("What do you want to get better at?"))


@of_a_note
def loves(request: Request, note: Sheet) -> HttpResponse:
    """Asks "What do you love to write about?" and stores the topics."""
    level, known = note.student.level, note.answers
    form = LovesForm(
        sent(request),
        question=_("What do you love to write about?") if level == 1 else _("What do you like to write about?"),
        offered=LOVES,
        level=level,
        tapped=known.loves or (),
        own=known.loves_own,
        may_type=note.may_type,
    )
    if form.is_valid():
        keep(request, note, NoteAnswers(loves=form.cleaned_data["chip"], loves_own=form.cleaned_data.get("own")))
        return go(note, wizard.LOVES, form)
    return show(request, note, wizard.LOVES, "chips", form=form, kept=note.is_kept("loves"))


# To the teacher


@of_a_note
def tell(request: Request, note: Sheet) -> HttpResponse:
    """The page "Do you want to tell your teacher more?" From grade 2 on a child may add their own words."""
    known, kept = note.answers, note.is_kept("talk")
    form = TellForm(sent(request), may_type=note.may_type, wants=known.talk, own=known.tell, kept=kept)
    if form.is_valid():
        says = note.may_type or form.cleaned_data["talk"] or not known.talk
        keep(request, note, NoteAnswers(tell=form.cleaned_data.get("own"), talk=form.wants if says else None))
        return go(note, wizard.TELL, form)
    return show(request, note, wizard.TELL, "tell", form=form, kept=kept)


@of_a_note
def talk(request: Request, note: Sheet) -> HttpResponse:
    """Says "OK. Your teacher will come and talk with you." to a child who asked to talk."""
    return show(request, note, wizard.TALK, "talk") if note.answers.talk else redirect(wizard.TELL.at)


@of_a_note
def check(request: Request, note: Sheet) -> HttpResponse:
    """The page "Is this right?" The names of hard answers stay covered here, and so does what the child tells the
    teacher."""
    return show(request, note, wizard.CHECK, "check", lines=list(_lines(note)), earlier=note.earlier is not None)


def _lines(note: Sheet) -> Iterator[dict[str, Any]]:
    """The answers in the order of the pages. A line either shows them as `said`, or says with `told` that the
    teacher gets them."""
    answers = note.answers
    yield _line(note, wizard.GREAT, _("Great partners"), children=note.named("great"))
    if note.workshop.hard_question:
        no_one = [] if answers.hard is None else [_("No one")]
        yield _line(note, wizard.HARD, _("Hard right now"), told=bool(note.named("hard")), said=no_one)
    if note.student.level == 1:
        yield _line(note, wizard.WILL_DO, _("As a partner"), said=_words(WILL_DO, answers.will_do))
    else:
        well = _words(_moves(note, wizard.DOES_WELL), answers.does_well)
        yield _line(note, wizard.DOES_WELL, _("I do well"), said=well)
        better = _words(_moves(note, wizard.GETS_BETTER), answers.gets_better)
        yield _line(note, wizard.GETS_BETTER, _("I want to get better at"), said=better)
    own = [answers.loves_own] if answers.loves_own else []
    yield _line(note, wizard.LOVES, _("I love to write about"), said=[*_words(LOVES, answers.loves), *own])
    yield _line(note, wizard.TELL, _("Tell my teacher"), told=bool(answers.talk or answers.tell))


def _line(note: Sheet, page: Page, about: str, **said: Any) -> dict[str, Any]:
    return {"at": page.at, "about": about, "kept": note.is_kept(wizard.ANSWERED_ON[page]), **said}


def _words(offered: Sequence[Answer], keys: Sequence[str] | None) -> list[Words]:
    return [answer.words for answer in offered if answer.key in (keys or [])]


@for_children
@require_POST
def send(request: Request) -> HttpResponse:
    """Hand in the note and sign out. A note that is sent again, or after the round moved on, is stored, too."""
    assert request.sitting is not None
    sitting = request.sitting
    round = access.round_for_notes(sitting)
    if round is None:
        return redirect("partners:me")
    try:
        notes.hand_in_draft(sitting=sitting, round=round, now=request.now)
    except SomeoneLeft as error:
        notes.take_off_who_left(sitting=sitting, round=round, now=request.now)
        messages.error(request, str(error))
        return redirect("partners:note_check")
    except UnableToHandIn as error:
        messages.error(request, str(error))
        return redirect("partners:note_check")
    leave(request)
    request.session[SENT] = sitting.student.band
    return redirect("partners:all_done")


@for_children
@require_POST
def start_over(request: Request) -> HttpResponse:
    assert request.sitting is not None
    round = access.round_for_notes(request.sitting)
    if round is not None:
        notes.start_over(sitting=request.sitting, round=round)
    return redirect("partners:note_great")
