"""The people of the tests: one school with its adults and children, and helpers, for every test that needs a database.

Each fixture creates only the people that a test asks for. The plain functions below do what a person would do: sign in,
start a sitting, send a note.
"""

import datetime as dt
import html
import json
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import models
from django.test import Client
from django.utils import timezone

from classroom import crypto, names, roster_files
from classroom.actions import (
    classes,
    invitations,
    picture_passwords,
    roster_import,
    sign_in_cards,
    sign_in_windows,
    student_sign_in,
)
from classroom.fields import EncryptedTextField, Token
from classroom.models import (
    ClassMembership,
    Classroom,
    GradeBand,
    Invitation,
    RosterDraft,
    School,
    SchoolMembership,
    Sitting,
    Student,
    User,
)
from classroom.views.accounts import BACKEND
from partners import pairing
from partners.actions import considerations, notes, observations, plan_changes, plans, publishing, rounds
from partners.models import (
    ConsiderationsContent,
    Mode,
    NoteAnswers,
    Observation,
    ObservationContent,
    PartnerNote,
    Partnership,
    Plan,
    Reasons,
    Round,
)
from partners.planning import regrouping
from partners.queries import current_pairs
from tests.addresses import url

# A Monday in January, 9 AM in the time zone of the class (America/New_York).
NOW = dt.datetime(2026, 1, 12, 14, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 1, 12)
PASSWORD = "paper and ink and glue"
SAFETY = "keane@riverbend.example"

Why = Mapping[Student, Sequence[str]]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stops the time at NOW. `clock.shift(seconds)` moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


# Adults


def adult(school: School, name: str, role: str = SchoolMembership.Role.TEACHER) -> User:
    email = f"{name.lower().replace('.', '').replace(' ', '.')}@school{school.pk}.example"
    user = User.objects.create_user(email, PASSWORD, name=name)
    SchoolMembership.objects.create(school=school, user=user, role=role)
    return user


@pytest.fixture
def school(db: None, clock: time_machine.Traveller) -> School:
    return School.objects.create(name="Riverbend School")


@pytest.fixture
def owner(school: School) -> User:
    return adult(school, "Ms. Okafor")


@pytest.fixture
def co_teacher(school: School, classroom: Classroom) -> User:
    return _helping(adult(school, "Mr. Lindqvist"), classroom, ClassMembership.Role.CO_TEACHER)


@pytest.fixture
def aide(school: School, classroom: Classroom) -> User:
    return _helping(adult(school, "Mrs. Tanaka", SchoolMembership.Role.AIDE), classroom, ClassMembership.Role.AIDE)


def _helping(user: User, classroom: Classroom, role: str) -> User:
    ClassMembership.objects.create(classroom=classroom, user=user, role=role)
    return user


@pytest.fixture
def other_teacher(school: School) -> User:
    """A teacher of the same school with a class of their own: see `other_classroom`."""
    return adult(school, "Mr. Abara")


@pytest.fixture
def outsider(school: School) -> User:
    """A teacher of another school with a class of their own."""
    user = adult(School.objects.create(name="Hilltop School"), "Mr. Novak")
    classes.make_class(name="Room 1", grade_band=GradeBand.G2_3, children=[], by=user, now=NOW)
    return user


@pytest.fixture
def account_manager(school: School) -> User:
    return adult(school, "Ms. Keane", SchoolMembership.Role.ACCOUNT_MANAGER)


def sign_in(user: User) -> Client:
    """The browser of an adult who has signed in."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def link_for(classroom: Classroom, role: str = Invitation.Role.CO_TEACHER, now: dt.datetime = NOW) -> str:
    """The secret of a new link to the class, made by its owner."""
    by, school = owner_of(classroom), classroom.school
    _, secret = invitations.invite(school=school, classroom=classroom, role=role, sent_to="", by=by, now=now)
    return secret


def link_to_school(school: School, role: str = Invitation.Role.TEACHER, by: User | None = None) -> str:
    """The secret of a new link to the school."""
    _, secret = invitations.invite(school=school, classroom=None, role=role, sent_to="", by=by, now=NOW)
    return secret


def page(answer: Any, status: int = 200) -> str:
    """The text of an answer with this status, with HTML entities decoded and line breaks between tags removed.
    Tokens of forms are left out, because random letters contain any short name some day."""
    assert answer.status_code == status
    parts = re.split(r"(<(textarea|pre)\b.*?</\2>)", answer.content.decode(), flags=re.DOTALL)
    text = "".join(_in_one_line(part) if place % 3 == 0 else part for place, part in enumerate(parts) if place % 3 < 2)
    return re.sub(r'(?<=name="csrfmiddlewaretoken" value=")\w+', "-", html.unescape(text))


def _in_one_line(text: str) -> str:
    return re.sub(r"\s*\n +", " ", re.sub(r">\s*\n\s*<", "><", text))


def wide(text: str) -> str:
    """The text as an East Asian keyboard types it: in full-width letters, digits and signs."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def has_focus(html: str) -> list[str]:
    """The names of the fields that have the focus when a page opens."""
    return re.findall(r'<input[^>]*name="(\w+)"[^>]* autofocus', html)


# Classes and children


def make_class(owner: User, *children: str, name: str = "Room 12", grade_band: str = GradeBand.G2_3) -> Classroom:
    """A class with a safety contact, which a class needs before children can sign in."""
    parsed = [names.parse(child) for child in children]
    classroom = classes.make_class(name=name, grade_band=grade_band, children=parsed, by=owner, now=NOW)
    classes.set_safety_contact(classroom=classroom, name="Ms. Keane", email=SAFETY, by=owner, now=NOW)
    return classroom


def child(classroom: Classroom, called: str) -> Student:
    """The child of the class who is called by this name."""
    return classroom.students.select_related("classroom").get(called=called)


@pytest.fixture
def classroom(owner: User) -> Classroom:
    """Room 12: six second-graders."""
    return make_class(owner, "Ana Ribeiro", "Ben Cohen", "Cleo Adams", "Dov Katz", "Eli Moss", "Fay Lund")


@pytest.fixture
def ana(classroom: Classroom) -> Student:
    return child(classroom, "Ana")


@pytest.fixture
def ben(classroom: Classroom) -> Student:
    return child(classroom, "Ben")


@pytest.fixture
def cleo(classroom: Classroom) -> Student:
    return child(classroom, "Cleo")


@pytest.fixture
def dov(classroom: Classroom) -> Student:
    return child(classroom, "Dov")


@pytest.fixture
def eli(classroom: Classroom) -> Student:
    return child(classroom, "Eli")


@pytest.fixture
def fay(classroom: Classroom) -> Student:
    return child(classroom, "Fay")


@pytest.fixture
def other_classroom(other_teacher: User) -> Classroom:
    """Room 14, of `other_teacher`."""
    return make_class(other_teacher, "Gus Bell", "Hana Sato", name="Room 14")


@pytest.fixture
def gus(other_classroom: Classroom) -> Student:
    """A child of another class."""
    return child(other_classroom, "Gus")


def owner_of(classroom: Classroom) -> User:
    return classroom.memberships.get(role=ClassMembership.Role.OWNER).user


def open_window(classroom: Classroom, now: dt.datetime = NOW) -> None:
    sign_in_windows.open_window(classroom=classroom, by=owner_of(classroom), now=now)


def token_of(student: Student, now: dt.datetime = NOW) -> str:
    """The token in the QR code of the child's sign-in card."""
    made = sign_in_cards.cards_for(classroom=student.classroom, by=owner_of(student.classroom), now=now)
    return str(next(card.token for card in made if card.student_id == student.pk))


def by_card(token: str, now: dt.datetime = NOW) -> Sitting:
    """A sitting of a child without pictures, who has still to confirm it."""
    return student_sign_in.begin_by_card(card=student_sign_in.read_card(token=token, now=now), now=now)


def sit(student: Student, now: dt.datetime = NOW) -> Sitting:
    """A confirmed sitting of the child, without a browser."""
    open_window(student.classroom, now)
    sitting = by_card(token_of(student, now), now)
    student_sign_in.confirm(sitting=sitting, now=now)
    return sitting


def choose_pictures(student: Student, *chosen: str, now: dt.datetime = NOW) -> None:
    """Choose the child's picture password in a window in set-up, which is an ordinary window afterwards."""
    by = owner_of(student.classroom)
    sign_in_windows.open_window(classroom=student.classroom, set_up=True, by=by, now=now)
    sitting = student_sign_in.begin_to_choose(student=student, now=now)
    picture_passwords.choose(sitting=sitting, pictures=chosen or ("sun", "cup", "book"), now=now)
    student_sign_in.end(sitting=sitting, now=now)
    sign_in_windows.end_set_up(classroom=student.classroom, by=by, now=now)


def seat(student: Student) -> Client:
    """The browser of a child who signed in by card and tapped "That's me"."""
    open_window(student.classroom, timezone.now())
    client = Client()
    client.post(url("classroom:card"), {"token": token_of(student, timezone.now())})
    answer = client.post(url("classroom:thats_me"))
    assert answer["Location"] == url("partners:me")
    return client


def looking_over(classroom: Classroom, text: str = "Name\nAna Ribeiro\nNoa New\n") -> RosterDraft:
    """A class list that the owner is about to import."""
    book = roster_files.read_paste(text)
    return roster_import.begin(classroom=classroom, book=book, by=owner_of(classroom), now=NOW)


# Rounds, notes, plans, partnerships


def open_round(classroom: Classroom, now: dt.datetime = NOW) -> Round:
    return rounds.open_round(classroom=classroom, by=owner_of(classroom), now=now)


@pytest.fixture
def round(classroom: Classroom) -> Round:
    """The first round of Room 12, open for notes."""
    return open_round(classroom)


def answers(
    great: Why | None = None,
    hard: Why | None = None,
    loves: Sequence[str] | None = None,
    own: Mapping[Student, str] | None = None,
) -> NoteAnswers:
    """The answers of a note. `great` and `hard` give the reasons by child; `own` gives the writer's own words by
    child."""

    def reasons(named: Why) -> tuple[Reasons, ...]:
        return tuple(Reasons(student=s.pk, why=tuple(why), own=(own or {}).get(s)) for s, why in named.items())

    return NoteAnswers(
        great=tuple(student.pk for student in great or {}),
        hard=None if hard is None else tuple(student.pk for student in hard),
        great_reasons=reasons(great or {}),
        hard_reasons=reasons(hard or {}),
        loves=None if loves is None else tuple(loves),
    )


def hand_in(
    student: Student,
    round: Round,
    great: Why | None = None,
    hard: Why | None = None,
    loves: Sequence[str] | None = None,
    now: dt.datetime = NOW,
) -> PartnerNote:
    return notes.hand_in(student=student, round=round, answers=answers(great, hard, loves), now=now)


def plan_of(round: Round, *groups: Sequence[Student], mode: str = Mode.MIX, now: dt.datetime = NOW) -> Plan:
    """A plan with exactly these groups, as if the engine had suggested it."""
    plan = Plan.objects.create(round=round, mode=mode, engine=pairing.ENGINE_VERSION, made_at=now)
    plans.store_groups(plan, [[student.pk for student in group] for group in groups])
    return plan


def publish(plan: Plan, starts_on: dt.date = TODAY, now: dt.datetime = NOW) -> Round:
    by = owner_of(plan.round.classroom)
    return publishing.publish(plan=plan, version=plan.version, starts_on=starts_on, by=by, now=now)


def move(
    plan: Plan, change: regrouping.Change, version: int = 1, *, behind_cover: bool = False, reason: str = ""
) -> Plan:
    """The plan after the owner changed it from a page that showed this version."""
    by = owner_of(plan.round.classroom)
    return plan_changes.regroup(
        plan=plan, change=change, version=version, behind_cover=behind_cover, reason=reason, by=by, now=NOW
    ).plan


def swap(plan: Plan, one: Student, other: Student, version: int = 1) -> Plan:
    return move(plan, regrouping.Swap(one.pk, other.pk), version)


@pytest.fixture
def plan(round: Round, ana: Student, ben: Student, cleo: Student, dov: Student, eli: Student, fay: Student) -> Plan:
    """A plan with Ana and Ben, Cleo and Dov, Eli and Fay."""
    return plan_of(round, [ana, ben], [cleo, dov], [eli, fay])


@pytest.fixture
def published(plan: Plan) -> Round:
    """The round of `plan`, published: its partners are together from today."""
    return publish(plan)


@pytest.fixture
def partnership(published: Round, ana: Student) -> Partnership:
    """The partnership of Ana and Ben."""
    return partnership_of(ana)


def partnership_of(student: Student, today: dt.date = TODAY) -> Partnership:
    found = [pair for pair in current_pairs(student.classroom, today) if student in pair.students]
    assert len(found) == 1
    return found[0].partnership


def tuples(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same values with a tuple for each list, as typed contents hold them."""
    return {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}


def store_json(row: models.Model, name: str, data: Any) -> None:
    """Write this JSON into an encrypted column of a row, as another version of the program would have."""
    field = row._meta.get_field(name)
    assert isinstance(field, EncryptedTextField)
    token = crypto.encrypt(json.dumps(data), label=field.label, keys=settings.NOTES_KEYS, step=field.step)
    type(row)._base_manager.filter(pk=row.pk).update(**{name: Token(token)})


def considered(**known: Any) -> ConsiderationsContent:
    """The considerations of a child, from values that may be lists."""
    return ConsiderationsContent(**tuples(known))


def know(students: Mapping[Student, Mapping[str, Any]], classroom: Classroom, by: User, now: dt.datetime = NOW) -> None:
    """Set these fields of the considerations of each child, as the teacher would."""
    known = {student: considered(**content) for student, content in students.items()}
    considerations.know(students=known, classroom=classroom, by=by, now=now)


def observe(
    partnership: Partnership,
    by: User,
    *,
    now: dt.datetime = NOW,
    at: dt.datetime | None = None,
    client_key: uuid.UUID | None = None,
    tap: int = 1,
    **seen: Any,
) -> Observation:
    """An observation with these chips, state and words."""
    content = ObservationContent(**tuples(seen))
    return observations.observe(
        partnership=partnership, seen=content, by=by, now=now, at=at, client_key=client_key, tap=tap
    )


def together(classroom: Classroom, today: dt.date = TODAY) -> set[frozenset[str]]:
    """The groups who are partners on this day, by the names the children are called."""
    return {frozenset(s.called for s in pair.students) for pair in current_pairs(classroom, today)}
