"""The teacher's pages for sign-in: the window, the cards, pictures and the class code, and letting a child in."""

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from classroom import access
from classroom.actions import (
    classes,
    picture_limits,
    picture_passwords,
    sign_in_cards,
    sign_in_windows,
    student_sign_in,
)
from classroom.actions.sign_in_windows import NoSafetyContact, UnableToOpenWindow
from classroom.buttons import next_step
from classroom.forms.sign_in import CardsForm, LetInForm, SafetyContactForm
from classroom.languages import ENGLISH, first_spoken, offered
from classroom.models import Card, GradeBand, PicturePassword
from classroom.requests import Request, flash_errors
from classroom.views.cover import uncovered

A_PAGE = 8


@require_POST
def open_window(request: Request, key: str) -> HttpResponse:
    classroom = access.classroom_for(request.user, key)
    set_up = "set_up" in request.POST
    if not classroom.windows.exists():
        return redirect(f"{reverse('classroom:safety_contact', args=[key])}{'?set_up' if set_up else ''}")
    try:
        sign_in_windows.open_window(classroom=classroom, set_up=set_up, by=request.user, now=request.now)
    except NoSafetyContact:
        return redirect("classroom:safety_contact", key)
    except UnableToOpenWindow as error:
        messages.error(request, str(error))
    return redirect("classroom:pictures" if set_up else "partners:notes", key)


def safety_contact(request: Request, key: str) -> HttpResponse:
    """Ask the teacher for the safety contact before the first window. Saving it opens the window."""
    classroom = access.classroom_for(request.user, key)
    known = {"safety_name": classroom.safety_name, "safety_email": classroom.safety_email}
    form = SafetyContactForm(request.POST if request.method == "POST" else None, initial=known)
    set_up = "set_up" in request.GET
    if form.is_valid():
        sign_in_windows.open_first_window(
            classroom=classroom,
            name=form.cleaned_data["safety_name"],
            email=form.cleaned_data["safety_email"],
            set_up=set_up,
            by=request.user,
            now=request.now,
        )
        return redirect("classroom:pictures" if set_up else "partners:notes", key)
    context = {"classroom": classroom, "form": form, "tab": "notes"}
    return render(request, "classroom/safety_contact.html", context, status=422 if form.errors else 200)


@require_POST
def end_set_up(request: Request, key: str) -> HttpResponse:
    classroom = access.classroom_for(request.user, key)
    sign_in_windows.end_set_up(classroom=classroom, by=request.user, now=request.now)
    return redirect("classroom:pictures", key)


@require_POST
def close_window(request: Request, key: str) -> HttpResponse:
    classroom = access.classroom_for(request.user, key)
    sign_in_windows.close_window(classroom=classroom, by=request.user, now=request.now)
    return redirect("partners:notes", key)


@never_cache
def print_cards(request: Request, key: str) -> HttpResponse:
    """The cards of the class, eight a page. GET explains; POST makes and shows them, since their tokens are keys.

    All are in one language that the teacher chooses: a card that somebody finds must not tell what a child speaks at
    home.
    """
    classroom = access.classroom_for(request.user, key)
    languages = offered(classroom.languages)
    spoken = first_spoken([request.POST.get("language", "")], languages) or ENGLISH
    context = {"classroom": classroom, "tab": "class", "spoken": spoken}
    if count := classroom.students.here().count():
        context["form"] = CardsForm(languages=languages, count=count)

    def show() -> HttpResponse:
        made = sign_in_cards.cards_for(classroom=classroom, by=request.user, now=request.now)
        cards = [{"student": card.student, "square": _square(request, card)} for card in made]
        pages = [cards[first : first + A_PAGE] for first in range(0, len(cards), A_PAGE)]
        return render(request, "classroom/cards.html", context | {"pages": pages})

    if request.method == "POST":
        return uncovered(request, show, back=reverse("classroom:cards", args=[key]), of=None)
    return render(request, "classroom/cards.html", context)


def _square(request: Request, card: Card) -> SafeString:
    """The QR code of a card. The token is behind the #, where no server, log or referrer sees it."""
    code = segno.make(f"{request.build_absolute_uri(reverse('classroom:card'))}#{card.token}", error="m")
    return mark_safe(code.svg_inline(omitsize=True, border=1, svgclass="qr", lineclass=None))  # noqa: S308 # made of a token of ours


@require_POST
def void_cards(request: Request, key: str) -> HttpResponse:
    classroom = access.classroom_for(request.user, key)
    sign_in_cards.void_cards(classroom=classroom, by=request.user, now=request.now)
    messages.success(request, "No printed card of this class works any more. Print new ones when you need them.")
    return redirect("classroom:cards", key)


@require_POST
def void_card(request: Request, key: str, student_key: str) -> HttpResponse:
    student = access.student_for(request.user, key, student_key)
    sign_in_cards.void_card(student=student, by=request.user, now=request.now)
    messages.success(request, f"The card of {student.called} no longer works. The next print has a new one.")
    return redirect("classroom:student", key, student_key)


@never_cache
def let_in(request: Request, key: str) -> HttpResponse:
    """The numbers that wait at the class's short address, and the children. POST lets one child in."""
    classroom = access.classroom_for(request.user, key)
    if request.method == "POST":
        form = LetInForm(request.POST)
        if not form.is_valid():
            messages.error(request, "Choose a number and a child.")
        else:
            student = access.student_for(request.user, key, form.cleaned_data["student"])
            with flash_errors(request):
                student_sign_in.let_in(
                    classroom=classroom,
                    number=form.cleaned_data["number"],
                    student=student,
                    by=request.user,
                    now=request.now,
                )
                messages.success(request, f"{student.called} is in.")
        return redirect("classroom:let_in", key)
    waiting = classroom.knocks.filter(student=None, expires_at__gt=request.now).order_by("knocked_at", "pk")
    numbers = list(waiting.filter(says=None))
    context = {
        "classroom": classroom,
        "window": student_sign_in.open_window_of(classroom, request.now),
        "numbers": numbers,
        "named": waiting.exclude(says=None).select_related("says"),
        "form": LetInForm(knocks=numbers, students=classroom.students.here() if numbers else ()),
        "tab": "notes",
    }
    return render(request, "classroom/let_in.html", context)


@never_cache
def show_pictures(request: Request, key: str) -> HttpResponse:
    """The class code, and which children have chosen pictures, before or just now; never which pictures."""
    classroom = access.classroom_for(request.user, key)
    window = student_sign_in.open_window_of(classroom, request.now)
    passwords = PicturePassword.objects.filter(student__classroom=classroom)
    chosen = dict(passwords.values_list("student", "chosen_at"))
    new_since = window.opened_at if window else request.now
    locked = picture_limits.left_to_the_teacher(classroom, request.now)
    roll = [
        {
            "student": student,
            "chosen_at": chosen.get(student.pk),
            "just_now": student.pk in chosen and chosen[student.pk] >= new_since,
            "locked": student.pk in locked,
        }
        for student in classroom.students.here()
    ]
    count = sum(1 for line in roll if line["chosen_at"])
    context = {
        "classroom": classroom,
        "window": window,
        "roll": roll,
        "count": count,
        "pictures_each": "two" if classroom.grade_band == GradeBand.K_1 else "three",
        "choose_kind": next_step(count < len(roll)),
        "guessed": classroom.pk in picture_limits.being_guessed([classroom], request.now),
        "tab": "notes",
    }
    return render(request, "classroom/pictures.html", context)


@require_POST
def clear_pictures(request: Request, key: str, student_key: str) -> HttpResponse:
    student = access.student_for(request.user, key, student_key)
    picture_passwords.clear(student=student, by=request.user, now=request.now)
    messages.success(request, f"{student.called} has no pictures now. “Let children choose” is the way to new ones.")
    return redirect("classroom:pictures", key)


@require_POST
def change_code(request: Request, key: str) -> HttpResponse:
    classroom = access.classroom_for(request.user, key)
    code = classes.change_code(classroom=classroom, by=request.user, now=request.now)
    messages.success(request, f"The class code is {code} now. The old one opens nothing. Cards work as before.")
    return redirect("classroom:pictures", key)
