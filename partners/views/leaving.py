"""A child leaves the class or has no partner yet: the teacher chooses who becomes whose partner."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from classroom import access as classroom_access
from classroom import dates
from classroom.forms.layout import To
from classroom.models import Classroom, Student
from classroom.names import listed
from classroom.requests import Request, flash_errors
from classroom.views.roster_import import LEAVING
from partners import access, queries
from partners.actions import leaving, placement
from partners.forms.leaving import Choice, PlaceForm, Question
from partners.models import PartnershipPlace, Round
from partners.partner_time.seats import Day, alone_until
from partners.planning.placement import Problem, best_partner, best_place, steady
from partners.queries import Beside, Pair, in_words

LATER = "later"


@never_cache
def leave_class(request: Request, key: str, student_key: str) -> HttpResponse:
    """GET asks whom a partner joins who would be left alone; POST marks the child as left. A three that loses a
    child stays together as a pair, and nothing is asked. For a child who has already left, GET says since when."""
    student = classroom_access.student_for(request.user, key, student_key)
    form = PlaceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with flash_errors(request) as flashed:
            places = _chosen(request, key, form.cleaned_data["to"])
            meanwhile = _chosen(request, key, form.cleaned_data["meanwhile"])["joins"]
            later = LATER in form.cleaned_data.values()
            nowhere = leaving.leave_class(
                student=student, **places, meanwhile=meanwhile, later=later, by=request.user, now=request.now
            )
            messages.success(request, _left(student, nowhere))
        return _after(request, key) if flashed.error is None else redirect("partners:student_left", key, student_key)
    questions = _questions(request, student) if student.left_on is None else []
    back = To("classroom:student", "classroom.key", "student.key")
    form = PlaceForm.asking(questions, "Mark as left", back)
    context = {"classroom": student.classroom, "student": student, "form": form, "tab": "class"}
    return render(request, "partners/leaving.html", context)


def _left(student: Student, nowhere: list[Student]) -> str:
    words = f"{student.called} is marked as left. What happened before is kept."
    if nowhere:
        words += f" {in_words([other.called for other in nowhere])} needs a partner: see Partnerships."
    return words


@never_cache
def leave_together(request: Request, key: str) -> HttpResponse:
    """Children whom the teacher ticked as gone when a list was imported. POST marks those who leave nobody alone as
    left; each of the others has a link to choose whom the partner joins."""
    classroom = classroom_access.classroom_for(request.user, key)
    students = _leaving(request, classroom)
    alone = queries.leaving_alone(students, classroom.today(request.now))
    free = [student for student in students if student not in alone]
    if request.method == "POST":
        with flash_errors(request):
            leaving.leave_together(students=free, by=request.user, now=request.now)
            if free:
                messages.success(request, f"{_has_left(free)} What happened before is kept.")
        return _after(request, key)
    words = f"Mark {free[0].called if len(free) == 1 else f'these {len(free)}'} as left" if free else ""
    context = {"classroom": classroom, "free": free, "words": words, "alone": alone, "tab": "class"}
    return render(request, "partners/leaving_together.html", context)


def _has_left(students: list[Student]) -> str:
    return f"{listed([student.called for student in students])} {'is' if len(students) == 1 else 'are'} marked as left."


def _leaving(request: Request, classroom: Classroom) -> list[Student]:
    ticked = request.session.get(LEAVING, {})
    keys = ticked.get("students", ()) if ticked.get("class") == classroom.key else ()
    return [student for student in classroom.students.here() if student.key in keys]


def _after(request: Request, key: str) -> HttpResponse:
    """Redirect to the children of an imported list who have not left yet, or else to the class."""
    classroom = classroom_access.classroom_for(request.user, key)
    return redirect("partners:students_leaving" if _leaving(request, classroom) else "classroom:class", key)


@never_cache
def find_place(request: Request, key: str, student_key: str) -> HttpResponse:
    """GET asks whom a child joins who came late or came back; POST gives them the place."""
    student = classroom_access.student_for(request.user, key, student_key)
    form = PlaceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with flash_errors(request) as flashed:
            places = _chosen(request, key, form.cleaned_data["to"])
            meanwhile = _chosen(request, key, form.cleaned_data["meanwhile"])["joins"]
            placement.find_place(student=student, **places, meanwhile=meanwhile, by=request.user, now=request.now)
            messages.success(request, f"{student.called} has a place.")
        return (
            redirect("partners:partnerships", key)
            if flashed.error is None
            else redirect("partners:student_place", key, student_key)
        )
    if student.left_on is not None:
        return redirect("partners:student_left", key, student_key)
    questions = _places_to_find(student, student.classroom.today(request.now))
    if not questions:
        messages.error(request, f"{student.called} has a partner already.")
        return redirect("partners:partnerships", key)
    is_any = any(question.choices for question in questions)
    back = To("partners:partnerships", "classroom.key")
    form = PlaceForm.asking(questions, "Give this place" if is_any else "", back)
    context = {"classroom": student.classroom, "student": student, "form": form, "tab": "partnerships"}
    return render(request, "partners/find_place.html", context)


def _places_to_find(student: Student, today: dt.date) -> list[Question]:
    """The questions about a child without a partner: where they go until today's partnerships end, and where they go
    for good."""
    day = Day(student.classroom, today)
    until = alone_until(student, day, today)
    round = student.classroom.rounds.published().first()
    pairs = queries.pairs_of(round) if round else []
    questions = []
    if until:
        lasting = day.pairs_until(until)
        choices = _choices(student, queries.beside(lasting, pairs_only=True), lasting, {}, today)
        questions.append(Question("meanwhile", student, choices, until))
    is_placed = any(student in pair.students for pair in pairs)
    if not is_placed and (pairs or not questions):
        begins = round.starts_on if round and round.starts_on else today
        running = {partnership.pk for partnership in day.groups}
        is_any_to_be = any(pair.partnership.pk not in running for pair in pairs)
        later = _later(_to_be(student.classroom, today), begins) if is_any_to_be else {}
        problem = steady(round, today) if round and pairs else None
        alike = _without_partner_either(student, round, problem) if round and problem else []
        is_found = any(choice.is_best for choice in alike)
        choices = _choices(student, queries.beside(pairs), pairs, later, today, problem, suggest=not is_found)
        questions.append(Question("to", student, [*alike, *choices], since=begins if begins > today else None))
    return questions


def _without_partner_either(student: Student, round: Round, problem: Problem) -> list[Choice]:
    """A pair with each of the other children who have no partner. All partnerships stay as they are."""
    others = [other for other in queries.unplaced(round) if other != student]
    best = best_partner(student, others, problem)
    return [
        Choice(f"child:{other.key}", f"{student.called} with {other.called}, as a pair", other == best)
        for other in others
    ]


def _chosen(request: Request, key: str, to: str) -> dict[str, Any]:
    """The chosen partnership or child, as arguments of the action. Raises UnableToLeave if it is no longer there,
    because somebody changed it meanwhile."""
    kind, _, chosen = to.partition(":")
    partnership = access.partnerships_for(request.user).filter(classroom__key=key, key=chosen).first()
    students = Student.objects.filter(classroom__in=classroom_access.taught_by(request.user), classroom__key=key)
    child = students.filter(key=chosen).first()
    if to and to != LATER and not (partnership or child):
        raise placement.UnableToJoin(placement.CHANGED)
    return {"joins": partnership if kind == "pair" else None, "partner_of": child if kind == "child" else None}


def _questions(request: Request, student: Student) -> list[Question]:
    """A question for each partner who would be left alone, now or when a published round begins, with their possible
    places."""
    today = student.classroom.today(request.now)
    places = PartnershipPlace.objects.not_over(today).filter(student=student).order_by("starts_on", "pk")
    day = Day(student.classroom, today)
    visited = day.held[student.pk] if student.pk in day.guests else None
    own = [place for place in places.select_related("round") if place != visited]
    to_be = _to_be(student.classroom, today)
    return [question for place in own if (question := _question(place, student.classroom, to_be, today))]


def _question(
    place: PartnershipPlace, classroom: Classroom, to_be: Mapping[int, dt.date], today: dt.date
) -> Question | None:
    running = place.ended_on is not None
    since = to_be.get(place.partnership_id)
    pairs = Day(classroom, today).pairs_until(place.ended_on) if place.ended_on else queries.pairs_of(place.round)
    mine = next((pair for pair in pairs if pair.partnership.pk == place.partnership_id), None)
    if mine is None or len(mine.students) != 2:
        return None
    alone = next(other for other in mine.students if other.pk != place.student_id)
    others = [pair for pair in pairs if pair is not mine]
    places = queries.beside(others, pairs_only=running)
    choices = _choices(alone, places, others, _later(to_be, since or today), today)
    if choices:
        choices.append(Choice(LATER, f"Later: until then {alone.called} has no partner"))
    return Question("meanwhile" if running else "to", alone, choices, place.ended_on, since)


def _to_be(classroom: Classroom, today: dt.date) -> dict[int, dt.date]:
    """The first days of the partnerships that are still to begin, after a change or with a round, by primary key."""
    return {pair.partnership.pk: day for pair, day in queries.pairs_and_to_be(classroom, today)[1]}


def _later(to_be: Mapping[int, dt.date], needed: dt.date) -> dict[int, dt.date]:
    """The partnerships of `to_be` that begin after the day on which a place is needed."""
    return {pk: day for pk, day in to_be.items() if day > needed}


def _choices(
    student: Student,
    places: list[Beside],
    pairs: Sequence[Pair],
    later: Mapping[int, dt.date],
    today: dt.date,
    problem: Problem | None = None,
    *,
    suggest: bool = True,
) -> list[Choice]:
    """The places as choices; each changes one partnership. All are offered, because a missing one would tell who is
    kept apart. The suggested one does not begin `later` if there is another, so that the child waits for nobody."""
    in_time = [place for place in places if place.pair.partnership.pk not in later]
    best = best_place(student, in_time or places, pairs, today, problem) if suggest else None
    return [_choice(student, place, place is best, later.get(place.pair.partnership.pk)) for place in places]


def _choice(student: Student, place: Beside, is_best: bool, first: dt.date | None) -> Choice:
    begins = f", from {dates.day_in_words(first)}" if first else ""
    if place.child is None:
        words = f"{student.called} with {place.pair.names}, a three{begins}"
        return Choice(f"pair:{place.pair.partnership.key}", words, is_best)
    rest = in_words([other.called for other in place.pair.students if other != place.child])
    words = f"{student.called} with {place.child.called}{begins}; {rest} stay together"
    return Choice(f"child:{place.child.key}", words, is_best)
