"""A child leaves the class, and their partner gets another place."""

import datetime as dt

import pytest

from classroom.actions.roster import UnableToChange
from classroom.models import Card, Classroom, Student, User
from partners.actions import leaving, rules
from partners.actions.leaving import UnableToLeave
from partners.actions.placement import UnableToJoin
from partners.models import Partnership, PartnershipPlace, Plan, Round
from tests.cast import (
    NOW,
    TODAY,
    child,
    hand_in,
    make_class,
    open_round,
    partnership_of,
    plan_of,
    publish,
    together,
    token_of,
)

LATER = NOW + dt.timedelta(days=10)
THAT_DAY = TODAY + dt.timedelta(days=10)
NEXT_WEEK = TODAY + dt.timedelta(days=7)


def leave(
    student: Student,
    owner: User,
    joins: Partnership | None = None,
    partner_of: Student | None = None,
    now: dt.datetime = LATER,
) -> None:
    leaving.leave_class(student=student, joins=joins, partner_of=partner_of, by=owner, now=now)


def pairs(*names: str) -> set[frozenset[str]]:
    return {frozenset(group.split()) for group in names}


@pytest.fixture
def seven(owner: User) -> Classroom:
    """A class of seven: Ana and Ben, Cleo and Dov, and the three Eli, Fay, Gil."""
    names = ("Ana", "Ben", "Cleo", "Dov", "Eli", "Fay", "Gil")
    classroom = make_class(owner, *names)
    ana, ben, cleo, dov, eli, fay, gil = (child(classroom, name) for name in names)
    publish(plan_of(open_round(classroom), [ana, ben], [cleo, dov], [eli, fay, gil]))
    return classroom


def test_a_child_without_a_partner_leaves(ana: Student, owner: User, round: Round) -> None:
    token_of(ana)
    leave(ana, owner)
    ana.refresh_from_db()
    assert ana.left_on == THAT_DAY
    assert not Card.objects.filter(student=ana, voided_at=None).exists()


def test_the_teacher_is_asked_whom_the_partner_joins(published: Round, ana: Student, owner: User) -> None:
    with pytest.raises(UnableToLeave, match=r"^Choose whom Ben joins, so that nobody is left alone\.$"):
        leave(ana, owner)
    ana.refresh_from_db()
    assert ana.left_on is None
    assert together(ana.classroom, THAT_DAY) == pairs("Ana Ben", "Cleo Dov", "Eli Fay")


def test_the_partner_joins_a_pair(published: Round, ana: Student, cleo: Student, owner: User) -> None:
    three = partnership_of(cleo)
    leave(ana, owner, joins=three)
    classroom = ana.classroom
    assert together(classroom, THAT_DAY) == pairs("Ben Cleo Dov", "Eli Fay")
    assert together(classroom, THAT_DAY - dt.timedelta(days=1)) == pairs("Ana Ben", "Cleo Dov", "Eli Fay")
    assert sorted(three.places.unended().values_list("student__called", "place", "starts_on")) == [
        ("Ben", 3, THAT_DAY),
        ("Cleo", 1, TODAY),
        ("Dov", 2, TODAY),
    ]


def test_the_partner_takes_one_out_of_a_three(seven: Classroom, owner: User) -> None:
    leave(child(seven, "Ana"), owner, partner_of=child(seven, "Fay"))
    assert together(seven, THAT_DAY) == pairs("Ben Fay", "Cleo Dov", "Eli Gil")


def test_a_three_that_loses_a_child_stays_together(seven: Classroom, owner: User) -> None:
    leave(child(seven, "Gil"), owner)
    assert together(seven, THAT_DAY) == pairs("Ana Ben", "Cleo Dov", "Eli Fay")


def test_a_free_place_in_the_middle_is_filled(seven: Classroom, owner: User) -> None:
    """Fay leaves the three. Then Ben joins Eli and Gil in the free place."""
    three = partnership_of(child(seven, "Fay"))
    leave(child(seven, "Fay"), owner)
    leave(child(seven, "Ana"), owner, joins=three)
    assert sorted(three.places.unended().values_list("student__called", "place")) == [
        ("Ben", 2),
        ("Eli", 1),
        ("Gil", 3),
    ]


def test_the_other_child_in_a_class_of_two_has_no_partner(owner: User) -> None:
    classroom = make_class(owner, "Ana", "Ben")
    ana, ben = classroom.students.in_order()
    publish(plan_of(open_round(classroom), [ana, ben]))
    leave(ana, owner)
    assert together(classroom, THAT_DAY) == set()
    assert [place.ended_on for place in PartnershipPlace.objects.all()] == [THAT_DAY, THAT_DAY]


def test_nobody_joins_a_three(seven: Classroom, owner: User) -> None:
    with pytest.raises(UnableToJoin, match="That partnership has changed meanwhile"):
        leave(child(seven, "Ana"), owner, joins=partnership_of(child(seven, "Eli")))


def test_nobody_is_taken_out_of_a_pair(seven: Classroom, owner: User) -> None:
    with pytest.raises(UnableToJoin, match="That partnership has changed meanwhile"):
        leave(child(seven, "Ana"), owner, partner_of=child(seven, "Cleo"))


def test_nobody_joins_an_ended_partnership(
    published: Round, ana: Student, cleo: Student, dov: Student, owner: User
) -> None:
    old = partnership_of(cleo)
    others = [child(ana.classroom, name) for name in ("Ben", "Eli", "Fay")]
    publish(plan_of(open_round(ana.classroom), [ana, others[0]], [cleo, others[1]], [dov, others[2]]), THAT_DAY)
    with pytest.raises(UnableToJoin):
        leave(ana, owner, joins=old)


@pytest.mark.parametrize("kind", ["never", "unsafe"])
@pytest.mark.parametrize("where", ["pair", "three"])
def test_children_who_are_kept_apart_are_not_brought_together(
    kind: str, where: str, seven: Classroom, owner: User
) -> None:
    """The page offers every place: a missing one would tell who is kept apart."""
    ben, cleo, fay = (child(seven, name) for name in ("Ben", "Cleo", "Fay"))
    other = cleo if where == "pair" else fay
    if kind == "never":
        rules.add_rule(classroom=seven, kind="never", students=[ben, other], by=owner, now=NOW)
    else:
        hand_in(other, open_round(seven), hard={ben: ["unsafe"]})
    goes = {"joins": partnership_of(cleo)} if where == "pair" else {"partner_of": fay}
    with pytest.raises(UnableToJoin, match=r"^Ben can't go there\. Choose again\.$"):
        leave(child(seven, "Ana"), owner, **goes)
    assert together(seven, THAT_DAY) == pairs("Ana Ben", "Cleo Dov", "Eli Fay Gil")


def test_future_partners_are_moved_from_their_first_day_on(
    plan: Plan, ana: Student, cleo: Student, owner: User
) -> None:
    publish(plan, NEXT_WEEK)
    leave(ana, owner, joins=partnership_of(cleo, NEXT_WEEK), now=NOW)
    assert together(ana.classroom) == set()
    assert together(ana.classroom, NEXT_WEEK) == pairs("Ben Cleo Dov", "Eli Fay")


def test_nobody_leaves_twice(published: Round, ana: Student, cleo: Student, owner: User) -> None:
    leave(ana, owner, joins=partnership_of(cleo))
    with pytest.raises(UnableToChange, match=r"^Ana has left already\.$"):
        leave(ana, owner)
