"""The end of a child's note: what it says of itself and to the teacher, a look at all of it, and Send."""

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
from partners.models import NoteAnswers
from partners.moves import class_moves
from partners.notes import wizard
from partners.notes.questions import LOVES, WILL_DO, Answer, Words
from partners.notes.wizard import Page, Sheet
from partners.views.student_note_pages import go, keep, of_a_note, own_words, show, typed


def _moves(note: Sheet, page: Page) -> list[Answer]:
    """The moves of the class as it names them, without hidden ones that this note does not name yet."""
    tapped = note.answers.answer(wizard.ANSWERED_ON[page]) or ()
    moves = class_moves.moves_of(note.workshop)
    return [Answer(each.key, each.name, lang=each.lang) for each in moves if not each.hidden or each.key in tapped]


def _chips(request: Request, note: Sheet, page: Page, offered: Sequence[Answer], template: str) -> HttpResponse:
    """A page with chips to tap. What is tapped that is not on it is left out."""
    key = wizard.ANSWERED_ON[page]
    if request.method == "POST":
        tapped = request.POST.getlist("chip")
        keep(request, note, NoteAnswers.only(key, tuple(answer.key for answer in offered if answer.key in tapped)))
        return go(request, note, page)
    context = {"offered": offered, "tapped": note.answers.answer(key) or (), "kept": note.is_kept(key), "about": key}
    return show(request, note, page, template, **context)


@of_a_note
def will_do(request: Request, note: Sheet) -> HttpResponse:
    """What will you do to be a great partner?"""
    if note.student.level != 1:
        return redirect(wizard.DOES_WELL.at)
    return _chips(request, note, wizard.WILL_DO, WILL_DO, "as_partner")


@of_a_note
def does_well(request: Request, note: Sheet) -> HttpResponse:
    """What do you do well as a partner?"""
    if note.student.level == 1:
        return redirect(wizard.WILL_DO.at)
    return _chips(request, note, wizard.DOES_WELL, _moves(note, wizard.DOES_WELL), "as_partner")


@of_a_note
def gets_better(request: Request, note: Sheet) -> HttpResponse:
    """What do you want to get better at?"""
    if note.student.level == 1:
        return redirect(wizard.WILL_DO.at)
    return _chips(request, note, wizard.GETS_BETTER, _moves(note, wizard.GETS_BETTER), "as_partner")


@of_a_note
def loves(request: Request, note: Sheet) -> HttpResponse:
    """What do you love to write about?"""
    form = typed(request, note)
    tapped = request.POST.getlist("chip") if request.method == "POST" else note.answers.loves or ()
    if request.method == "POST" and form.is_valid():
        own = form.cleaned_data["own"] if note.may_type else None
        chosen = tuple(answer.key for answer in LOVES if answer.key in tapped)
        keep(request, note, NoteAnswers(loves=chosen, loves_own=own))
        return go(request, note, wizard.LOVES)
    context = {"offered": LOVES, "tapped": tapped, "kept": note.is_kept("loves"), "form": form}
    return show(request, note, wizard.LOVES, "loves", **context, own=own_words(request, note.answers.loves_own))


# To the teacher


@of_a_note
def tell(request: Request, note: Sheet) -> HttpResponse:
    """Do you want to tell your teacher more? From grade 2 on in own words, too."""
    form = typed(request, note)
    wants = request.POST.get("talk") == "yes" if request.method == "POST" else note.answers.talk
    if request.method == "POST" and form.is_valid():
        says = note.may_type or "talk" in request.POST or not note.answers.talk
        tells = form.cleaned_data["own"] if note.may_type else None
        keep(request, note, NoteAnswers(tell=tells, talk=wants if says else None))
        return go(request, note, wizard.TELL)
    own = own_words(request, note.answers.tell)
    return show(request, note, wizard.TELL, "tell", talk=wants, own=own, form=form, kept=note.is_kept("talk"))


@of_a_note
def talk(request: Request, note: Sheet) -> HttpResponse:
    """OK. Your teacher will come and talk with you."""
    return show(request, note, wizard.TALK, "talk") if note.answers.talk else redirect(wizard.TELL.at)


@of_a_note
def check(request: Request, note: Sheet) -> HttpResponse:
    """Is this right? Names of hard answers stay covered here, and so does what is told to the teacher."""
    return show(request, note, wizard.CHECK, "check", lines=list(_lines(note)), earlier=note.earlier is not None)


def _lines(note: Sheet) -> Iterator[dict[str, Any]]:
    """What was answered, in the order of the pages: `said` in words, or only `told` to the teacher."""
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
    """Hand it in and sign out. Sent once more, or after the round moved on, it is still kept."""
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
