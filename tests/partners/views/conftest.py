"""Fixtures for tests of views: children's browsers and classes with a past."""

import pytest
from django.test import Client

from classroom.actions import roster
from classroom.models import Classroom, Student, User
from classroom.names import Name
from partners.actions import leaving
from partners.actions.partner_changes import change_partners
from partners.models import Round
from tests.cast import NOW, child, make_class, open_round, partnership_of, plan_of, publish, seat, together
from tests.partners.views.places import NEXT_WEEK, pairs


@pytest.fixture
def reader(ana: Student, round: Round) -> Client:
    """Ana's browser, while a round is open."""
    return seat(ana)


@pytest.fixture
def waiting(
    published: Round,
    classroom: Classroom,
    ana: Student,
    ben: Student,
    cleo: Student,
    dov: Student,
    eli: Student,
    fay: Student,
) -> Classroom:
    """A class with Ana and Ben, Cleo and Dov, Eli and Fay; from next week with Ana and Cleo, Ben and Eli, Dov and
    Fay."""
    publish(plan_of(open_round(classroom), [ana, cleo], [ben, eli], [dov, fay]), NEXT_WEEK)
    return classroom


@pytest.fixture
def noa(published: Round, classroom: Classroom, owner: User) -> Student:
    """Noa, who came after the partners of Room 12 were published."""
    roster.add_students(classroom=classroom, names=[Name("Noa New", "Noa")], by=owner, now=NOW)
    return child(classroom, "Noa")


@pytest.fixture
def visited(owner: User) -> Classroom:
    """A class after Dov left: Cleo works with Ana and Ben until next week. Then Cleo and Eli become partners, and
    Fay joins them."""
    classroom = make_class(owner, "Ana", "Ben", "Cleo", "Dov", "Eli", "Fay", "Gil", "Hana")
    ana, ben, cleo, dov, eli, fay, gil, hana = classroom.students.in_order()
    publish(plan_of(open_round(classroom), [ana, ben], [cleo, dov], [eli, fay], [gil, hana]))
    change_partners(
        classroom=classroom, groups=[[cleo, eli], [dov, fay]], starts_on=NEXT_WEEK, reason="", by=owner, now=NOW
    )
    to_be = partnership_of(eli, NEXT_WEEK)
    leaving.leave_class(student=dov, meanwhile=partnership_of(ana), joins=to_be, by=owner, now=NOW)
    assert together(classroom) == pairs("Ana Ben Cleo", "Eli Fay", "Gil Hana")
    assert together(classroom, NEXT_WEEK) == pairs("Ana Ben", "Cleo Eli Fay", "Gil Hana")
    return classroom
