"""A child's year with partners, behind the cover; and half a page for the family, with what the teacher chose from
it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from classroom import access as classroom_access
from classroom.actions.audit import record
from classroom.models import Student
from classroom.requests import Request
from classroom.views.archived_classes import works_when_archived
from classroom.views.cover import uncovered, uncovers
from partners import access
from partners.forms.observations import FamilyPageForm
from partners.models import Observation, PartnersVerb, Workshop
from partners.moves import class_moves
from partners.moves.built_in import Chip
from partners.moves.chips import Chips, chips_of
from partners.partner_time import student_year, timeline

# The number of observations of reading, and of listening, that the page shows: the newest ones.
SHOWN = 12


@never_cache
def show_year(request: Request, key: str, student_key: str) -> HttpResponse:
    """The covered page: the child's partners, whom anyone who looks at the screen may see."""
    student = classroom_access.student_for(request.user, key, student_key)
    return render(request, "partners/student_year.html", _page(request, student))


@uncovers
def uncover_year(request: Request, key: str, student_key: str) -> HttpResponse:
    """The page with what is behind the cover. With `paper`, that part is printed, too."""
    student = classroom_access.student_for(request.user, key, student_key)

    def show() -> HttpResponse:
        page = _page(request, student)
        page |= _behind(request, student, page) | {"uncovered": True, "on_paper": "paper" in request.POST}
        return render(request, "partners/student_year.html", page)

    return uncovered(request, show, back=reverse("partners:student_year", args=[key, student_key]), of=student)


def _page(request: Request, student: Student) -> dict[str, Any]:
    classroom = student.classroom
    return {
        "classroom": classroom,
        "student": student,
        "together": student_year.partners_of(student, classroom.today(request.now)),
        "cover_at": reverse("partners:student_year", args=[classroom.key, student.key]),
        "lift_at": reverse("partners:student_year_uncover", args=[classroom.key, student.key]),
        "tab": "class",
    }


def _behind(request: Request, student: Student, page: dict[str, Any]) -> dict[str, Any]:
    classroom, together = student.classroom, page["together"]
    seen = _seen(request, student, page)
    students = {student.pk: student} | {partner.pk: partner for each in together for partner in each.partners}
    read = [each for each in seen if each.content.reader == student.pk]
    listened = [each for each in seen if student.pk in each.content.listeners]
    workshop = Workshop.objects.get(classroom=classroom)
    chips, moves = chips_of(workshop), class_moves.moves_of(workshop)
    strengths, next_steps = student_year.chips_seen(seen, chips)

    def newest(observations: list[Observation]) -> list[timeline.Entry]:
        return timeline.newest_first(timeline.observation_entries(observations, students, classroom, chips))[:SHOWN]

    return {
        "chart": student_year.moves_by_round(seen, together, moves, chips),
        "roles": [("Reading", len(read), newest(read)), ("Listening", len(listened), newest(listened))],
        "form": _family_form(chips, strengths, next_steps) if strengths or next_steps else None,
    }


def _family_form(chips: Chips, strengths: list[Chip], next_steps: list[Chip]) -> FamilyPageForm:
    """The form for the family's page. It offers only chips that were observed in the child."""
    form = FamilyPageForm(chips=chips)
    form.offer("strengths", strengths)
    form.offer("next_steps", next_steps)
    return form


def _seen(request: Request, student: Student, page: dict[str, Any]) -> list[Observation]:
    partnerships = [each.partnership.pk for each in page["together"]]
    found = access.observations_for(request.user).filter(partnership__in=partnerships)
    return student_year.concerning(found.select_related("by").order_by("at", "pk"), student)


@works_when_archived
@require_POST
def family_page(request: Request, key: str, student_key: str) -> HttpResponse:
    """Half a page for a conference: what the teacher chose and wrote, without other children. It is not stored."""
    student = classroom_access.student_for(request.user, key, student_key)
    form = FamilyPageForm(request.POST, chips=chips_of(Workshop.objects.get(classroom=student.classroom)))
    back = reverse("partners:student_year", args=[key, student_key])

    def show() -> HttpResponse:
        if not form.is_valid():
            messages.error(request, "Choose what the family reads: a strength, a next step, or a sentence of yours.")
            return redirect(back)
        record(
            PartnersVerb.FAMILY_PAGE_MADE,
            now=request.now,
            by=request.user,
            classroom=student.classroom,
            student=student,
        )
        page = _page(request, student) | {**form.chosen(), "today": student.classroom.today(request.now)}
        return render(request, "partners/family_page.html", page)

    return uncovered(request, show, back=back, of=None)
