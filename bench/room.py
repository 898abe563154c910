"""A class of any size, all the pages of it that are measured, and a bare page to compare them with."""

import secrets
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path, reverse

from classroom.actions import classes, first_teacher, sign_in_windows, student_sign_in
from classroom.models import Classroom, Student, User
from classroom.names import Name
from partners.actions import considerations, notes, plans, publishing, rounds
from partners.models import ConsiderationsContent, NoteAnswers, Reasons


def named(page: str) -> str:
    """The URL name of a page in this list."""
    return page if page == "bare" else f"classroom:{page}" if page == "class" else f"partners:{page}"


def bare(request: HttpRequest) -> HttpResponse:
    """A page that does nothing but pass through the middleware."""
    return HttpResponse("ok")


urlpatterns = [path("bare/", bare, name="bare"), path("", include("classroom.urls"))]


def pages(children: int, now: datetime) -> Iterator[tuple[str, Callable[[], object]]]:
    """The name of each page and a call that gets it, the bare one first."""
    classroom = classroom_of(children, now)
    user = classroom.memberships.get().user
    teacher = Client(headers={"host": "localhost"})
    teacher.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    for name in ("bare", "home", "class", "considerations", "notes", "plan", "partnerships", "projector"):
        address = reverse(named(name)) if name in ("bare", "home") else reverse(named(name), args=[classroom.key])
        yield name, getting(teacher, address)
    partnership = classroom.partnerships.order_by("pk")[0]
    for name, keys in (("walk", []), ("walk_note", [partnership.key])):
        yield name, getting(teacher, reverse(named(name), args=[classroom.key, *keys]))
    uncover = reverse("partners:considerations_uncover", args=[classroom.key])
    yield "considerations, uncovered", getting(teacher, uncover, {})
    yield "plan, uncovered", getting(teacher, reverse("partners:plan_uncover", args=[classroom.key]), {})
    yield "a list of 2,000 rows", _looking_over(teacher, reverse("classroom:roster_import", args=[classroom.key]))
    child = seated(classroom.students.order_by("pk")[0], now)
    for name in ("note_great", "note_check", "my_partner"):
        yield name, getting(child, reverse(named(name)))


def getting(client: Client, address: str, sent: dict[str, Any] | None = None) -> Callable[[], object]:
    """A call that gets this page, or posts to it where something is `sent`."""

    def get() -> object:
        response = client.get(address) if sent is None else client.post(address, sent)
        if response.status_code != 200:
            raise RuntimeError(f"{address}: {response.status_code}")
        return response

    return get


def _looking_over(client: Client, address: str) -> Callable[[], object]:
    """A call that sends and previews the list of a whole school."""
    rows = "".join(f"{number},Lastname{number},First{number},{number % 8}\n" for number in range(2000))

    def get() -> object:
        response = client.post(address, {"text": f"Number,Last name,First name,Grade\n{rows}"}, follow=True)
        if b"2000 children in this list" not in response.content:
            raise RuntimeError(f"{address}: {response.status_code}")
        return response

    return get


def classroom_of(children: int, now: datetime) -> Classroom:
    """A class whose teacher has opened the sign-in window."""
    user = teacher_of(now)
    classroom = _class(user, children, now)
    sign_in_windows.open_first_window(
        classroom=classroom, name="Counselor", email="counselor@bench.example", by=user, now=now
    )
    return classroom


def teacher_of(now: datetime) -> User:
    """The first teacher of a school."""
    return first_teacher.sign_up_first_teacher(
        code=first_teacher.make_sign_up_code(now=now),
        school="Bench",
        name="Teacher",
        email="teacher@bench.example",
        password=secrets.token_urlsafe(),
        now=now,
    )


def _class(user: User, children: int, now: datetime) -> Classroom:
    """A class with current partnerships, and a plan for the next round, for which every child has written a note."""
    names = [Name(full=f"Child {number}", first=f"Child{number}") for number in range(children)]
    classroom = classes.make_class(name="Bench", grade_band="2-3", children=names, by=user, now=now)
    first = rounds.open_round(classroom=classroom, by=user, now=now)
    plan = plans.suggest(round=first, mode="mix", by=user, now=now)
    publishing.publish(plan=plan, version=plan.version, starts_on=classroom.today(now), by=user, now=now)
    second = rounds.open_round(classroom=classroom, by=user, now=now)
    students = list(classroom.students.order_by("pk"))
    known = ConsiderationsContent(
        languages=("es",), voice="even", stage=2, goals=("order",), interests=("dinosaurs", "rain")
    )
    considerations.know(students=dict.fromkeys(students, known), classroom=classroom, by=user, now=now)
    for place, student in enumerate(students):
        named = tuple(students[(place + step) % children].pk for step in (1, 3, 7))
        answers = NoteAnswers(
            great=named,
            hard=(),
            great_reasons=tuple(Reasons(student=other, why=("listens",)) for other in named),
            loves=("animals",),
        )
        notes.hand_in(student=student, round=second, answers=answers, now=now)
    plans.suggest(round=second, mode="mix", by=user, now=now)
    return classroom


def seated(student: Student, now: datetime) -> Client:
    """The browser of a child who has signed in."""
    classroom = student.classroom
    teacher = classroom.memberships.get().user
    waiting = student_sign_in.knock(classroom=classroom, device="bench", now=now)
    student_sign_in.let_in(classroom=classroom, number=waiting.number, student=student, by=teacher, now=now)
    sitting = student_sign_in.begin_by_knock(classroom=classroom, device="bench", now=now)
    assert sitting is not None
    student_sign_in.confirm(sitting=sitting, now=now)
    client = Client(headers={"host": "localhost"})
    session = client.session
    session["sitting"] = sitting.key
    session.save()
    return client
