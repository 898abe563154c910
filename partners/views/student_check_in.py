"""A check-in as a child answers it: how partner time goes. Every page saves its answer, and no answer is shown
again."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from classroom.models import Student
from classroom.requests import Request
from classroom.views.student_session import for_children
from partners import access
from partners.actions import check_ins
from partners.actions.check_ins import UnableToCheckIn
from partners.forms.student_check_in import CheckInForm, CheckInHelpForm
from partners.models import Partnership, Workshop

Page = Callable[..., HttpResponse]


def with_partner(view: Page) -> Page:
    """Decorator for a page of a child who has a partner today. Any other child goes back to the start."""

    @for_children
    @wraps(view)
    def inside(request: Request) -> HttpResponse:
        assert request.sitting is not None
        student = request.sitting.student
        places = access.my_partnership(student, student.classroom.today(request.now))
        return view(request, student, places[0].partnership) if places else redirect("partners:me")

    return inside


def while_open(view: Page) -> Page:
    """Decorator for a page that exists only while the teacher asks. Afterwards the child goes back to the partner's
    page."""

    @wraps(view)
    def inside(request: Request, student: Student, partnership: Partnership) -> HttpResponse:
        if not Workshop.objects.get(classroom=student.classroom).asks(partnership.pk):
            return redirect("partners:my_partner")
        try:
            return view(request, student, partnership)
        except UnableToCheckIn:
            return redirect("partners:my_partner")

    return inside


@with_partner
@while_open
def how(request: Request, student: Student, partnership: Partnership) -> HttpResponse:
    """The child taps one of three faces."""
    form = CheckInForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.cleaned_data["face"]:
        check_ins.answer(student=student, partnership=partnership, face=form.cleaned_data["face"], now=request.now)
        return redirect("partners:check_in_help")
    return render(request, "partners/check_in/how.html", {"me": student, "form": form})


@with_partner
@while_open
def help_with(request: Request, student: Student, partnership: Partnership) -> HttpResponse:
    """The child taps what they would like help with. From grade 2 on they may add their own words."""
    form = CheckInHelpForm(request.POST if request.method == "POST" else None, student=student)
    if form.is_valid():
        check_ins.answer(student=student, partnership=partnership, **form.said(), now=request.now)
        return redirect("partners:check_in_thanks")
    context = {"me": student, "form": form}
    return render(request, "partners/check_in/help.html", context, status=422 if form.errors else 200)


@with_partner
@require_POST
def ask_for_help(request: Request, student: Student, partnership: Partnership) -> HttpResponse:
    check_ins.ask_for_help(student=student, partnership=partnership, now=request.now)
    return redirect("partners:check_in_thanks")


@with_partner
def thanks(request: Request, student: Student, partnership: Partnership) -> HttpResponse:
    return render(request, "partners/check_in/thanks.html", {"me": student})
