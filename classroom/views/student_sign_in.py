"""A child signs in by card, by name and pictures, or by a number when the teacher lets them in."""

import math
import secrets

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie

from classroom import access
from classroom.actions import picture_limits, picture_passwords, student_sign_in
from classroom.actions.picture_limits import TryLater, UnableToTry
from classroom.actions.student_sign_in import DeadCard, NotQuite, UnableToSignIn, hash_device
from classroom.forms.student_sign_in import CardForm, CodeForm
from classroom.models import Card, Classroom, Student
from classroom.models.sign_in import IDLE
from classroom.requests import Request
from classroom.views.picture_pad import Tapping
from classroom.views.student_language import CLASS_CODE, at_the_door
from classroom.views.student_session import CARD, DEVICE, take_a_seat

CARD_READ = "card_read"
KNOCK_AGAIN = 5


def _device(request: Request) -> str:
    """This browser's name. A browser that lost its cookies gets a new one, so tries for a child are also counted on
    all devices."""
    return str(request.session.setdefault(DEVICE, secrets.token_urlsafe(16)))


def _closed(request: Request) -> HttpResponse:
    return render(request, "classroom/child/ask_your_teacher.html", status=403)


# By card


@at_the_door
@ensure_csrf_cookie
def card(request: Request) -> HttpResponse:
    """The page that every card opens. A script reads the token behind the #, posts it here, and follows the answer."""
    if request.method != "POST":
        return render(request, "classroom/child/card.html", {"form": CardForm(auto_id=False)})
    form = CardForm(request.POST)
    token = form.cleaned_data["token"] if form.is_valid() else ""
    try:
        read = student_sign_in.read_card(token=token, now=request.now)
        if student_sign_in.asks_for_picture(read):
            request.session[CARD_READ] = [read.pk, request.now.timestamp()]
            return redirect("classroom:card_picture")
        sitting = student_sign_in.begin_by_card(card=read, now=request.now)
    except DeadCard:
        return redirect(f"{reverse('classroom:ask_your_teacher')}?{CARD}")
    except UnableToSignIn:
        return redirect("classroom:ask_your_teacher")
    return take_a_seat(request, sitting, sure=False)


@at_the_door
def card_picture(request: Request) -> HttpResponse:
    """Ask for the first picture of the child whose card was just read. "That's not me" forgets the card."""
    tapping = Tapping.of(request, 1)
    read = None if tapping.is_somebody_elses else _card_just_read(request)
    if read is None:
        request.session.pop(CARD_READ, None)
        return redirect("classroom:ask_your_teacher")
    if tapping.is_handed_in and tapping.is_whole:
        try:
            sitting = student_sign_in.begin_by_card_and_picture(
                card=read, picture=tapping.tapped[0], device=_device(request), now=request.now
            )
        except NotQuite:
            return _not_quite(request, "classroom:card_picture")
        except UnableToTry:
            return redirect("classroom:knock_as", read.student.classroom.code, read.student.key)
        except UnableToSignIn:
            return redirect("classroom:ask_your_teacher")
        return take_a_seat(request, sitting, sure=True)
    context = {"student": read.student, "tapping": tapping}
    return _going_away(render(request, "classroom/child/card_picture.html", context), "classroom:ask_your_teacher")


def _card_just_read(request: Request) -> Card | None:
    pk, moment = request.session.get(CARD_READ, (None, 0))
    if request.now.timestamp() - moment > IDLE.total_seconds():
        return None
    return Card.objects.select_related("student__classroom").filter(pk=pk, voided_at=None).first()


def _going_away(response: HttpResponse, *to: str) -> HttpResponse:
    """Make a page with a child's name on it leave by itself when nobody goes on."""
    response["Refresh"] = f"{int(IDLE.total_seconds())}; url={reverse(to[0], args=to[1:])}"
    return response


def _not_quite(request: Request, *to: str) -> HttpResponse:
    messages.error(request, _("Not quite. Try again."))
    return redirect(to[0], *to[1:])


# By name and pictures


@at_the_door
def code(request: Request) -> HttpResponse:
    """The page on which a child types the class code. A device that was in a class before goes on to that class."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return redirect("classroom:names", form.cleaned_data["code"].code)
    if form.is_bound:
        return render(request, "classroom/child/code.html", {"form": form})
    if "another" in request.GET:
        request.session.pop(CLASS_CODE, None)
    elif Classroom.objects.filter(code=request.session.get(CLASS_CODE)).exists():
        return redirect("classroom:names", request.session[CLASS_CODE])
    return render(request, "classroom/child/code.html", {"form": form})


@at_the_door
def names(request: Request, code: str) -> HttpResponse:
    """The children of the class: their names and avatars, in the order of the roll, and nothing else about them."""
    classroom = access.classroom_by_code(code)
    if student_sign_in.open_window_of(classroom, request.now) is None:
        return _closed(request)
    if request.session.get(CLASS_CODE) != classroom.code:
        request.session[CLASS_CODE] = classroom.code
    context = {"classroom": classroom, "students": classroom.students.here()}
    return render(request, "classroom/child/names.html", context)


@at_the_door
def tap_pictures(request: Request, code: str, student_key: str) -> HttpResponse:
    """The pictures to tap for the child whose name was tapped. The page looks the same whether or not the child has
    pictures, except in a window in set-up, where a child without pictures signs in and chooses them."""
    student = access.student_by_code(code, student_key)
    window = student_sign_in.open_window_of(student.classroom, request.now)
    if window is None:
        return _closed(request)
    if student_sign_in.may_choose(student, window):
        return _first_time(request, student)
    tapping = Tapping.of(request, picture_passwords.count_of(student))
    if tapping.is_handed_in and tapping.is_whole:
        return _try(request, student, tapping)
    try:
        picture_limits.check_by_name(student=student, device_hash=hash_device(_device(request)), now=request.now)
    except UnableToTry as error:
        return _not_now(request, student, error)
    context = {"student": student, "tapping": tapping}
    return _going_away(
        render(request, "classroom/child/tap_pictures.html", context), "classroom:names", student.classroom.code
    )


def _try(request: Request, student: Student, tapping: Tapping) -> HttpResponse:
    try:
        sitting = student_sign_in.begin_by_pictures(
            student=student, tapped=tapping.tapped, device=_device(request), now=request.now
        )
    except NotQuite:
        return _not_quite(request, "classroom:tap_pictures", student.classroom.code, student.key)
    except UnableToTry as error:
        return _not_now(request, student, error)
    except UnableToSignIn:
        return _closed(request)
    return take_a_seat(request, sitting, sure=True)


def _not_now(request: Request, student: Student, error: UnableToTry) -> HttpResponse:
    if not isinstance(error, TryLater):
        return redirect("classroom:knock_as", student.classroom.code, student.key)
    list(messages.get_messages(request))  # drops "Try again", which is not for now
    seconds = math.ceil((error.until - request.now).total_seconds())
    context = {"student": student, "minutes": math.ceil(seconds / 60)}
    response = render(request, "classroom/child/try_later.html", context, status=429)
    response["Retry-After"] = str(seconds)
    response["Refresh"] = f"{seconds}; url={request.path}"
    return response


def _first_time(request: Request, student: Student) -> HttpResponse:
    if request.method != "POST":
        return render(request, "classroom/child/first_time.html", {"student": student})
    try:
        sitting = student_sign_in.begin_to_choose(student=student, now=request.now)
    except UnableToSignIn:
        return redirect("classroom:tap_pictures", student.classroom.code, student.key)
    return take_a_seat(request, sitting, sure=True)


# By number


@at_the_door
def knock(request: Request, code: str, student_key: str = "") -> HttpResponse:
    """A number to tell the teacher, and a way in once the teacher has let the child in.

    A GET makes the number, as it makes the session that holds it, and the page reloads by itself, with a script or
    without. Signing in is a POST. Where a name was tapped before, the teacher sees it beside the number.
    """
    classroom = access.classroom_by_code(code)
    student = access.student_by_code(code, student_key) if student_key else None
    device = _device(request)
    try:
        if request.method == "POST":
            sitting = student_sign_in.begin_by_knock(classroom=classroom, device=device, now=request.now)
            if sitting is not None:
                return take_a_seat(request, sitting, sure=False)
        waiting = student_sign_in.knock(classroom=classroom, device=device, says=student, now=request.now)
    except UnableToSignIn as error:
        return render(request, "classroom/child/ask_your_teacher.html", {"why": str(error)}, status=403)
    response = render(request, "classroom/child/knock.html", {"knock": waiting, "student": student, "code": code})
    response["Refresh"] = str(KNOCK_AGAIN)
    return response
