"""The wall, its cards one by one, and the cards for the desks."""

import datetime as dt
import re

import pytest
import time_machine

from classroom.models import Classroom, Student, User
from partners.actions import away, partnerships
from partners.models import Round
from tests.addresses import url
from tests.cast import NOW, TODAY, open_round, page, plan_of, publish, sign_in

NAMES = ["Ana", "Ben", "Cleo", "Dov", "Eli", "Fay"]


def names(html: str) -> list[str]:
    return re.findall(r'<span dir="auto">([A-Z][a-z]+)</span>', html)


@pytest.fixture
def seated(plan: object, classroom: Classroom) -> Classroom:
    """A class with Ana and Ben at the window, Cleo and Dov on the rug, and Eli and Fay without a spot."""
    workshop = classroom.workshop
    workshop.spots = ["window", "rug"]
    workshop.save()
    publish(classroom.rounds.get().plans.get())
    workshop.spots = ["rug", "window"]
    workshop.save()
    return classroom


def test_cards_are_in_the_order_of_spots(seated: Classroom, aide: User) -> None:
    html = page(sign_in(aide).get(url("partners:projector", seated.key)))
    assert names(html) == ["Cleo", "Dov", "Ana", "Ben", "Eli", "Fay"]
    assert re.findall(r'projector-spot" dir="auto">(\w+)<', html) == ["rug", "window"]
    assert "Set the spot" in html


@pytest.mark.parametrize(
    ("asked", "shown"), [("0", 0), ("1", 2), ("2", 4), ("3", 6), ("99", 6), ("1000", 6), ("-1", 6), ("x", 6), ("²", 6)]
)
def test_cards_are_turned_one_by_one(asked: str, shown: int, seated: Classroom, owner: User) -> None:
    """Names on cards that are face down are not in the page."""
    html = page(sign_in(owner).get(url("partners:projector", seated.key), {"shown": asked}))
    order = ["Cleo", "Dov", "Ana", "Ben", "Eli", "Fay"]
    assert names(html) == order[:shown]
    assert [name for name in order[shown:] if name in html] == []
    assert html.count("is-down") == 3 - shown // 2
    assert "rug" in html


def test_cards_of_the_next_partners_are_turned_one_by_one_too(
    published: Round,
    classroom: Classroom,
    owner: User,
    ana: Student,
    ben: Student,
    cleo: Student,
    dov: Student,
    eli: Student,
    fay: Student,
) -> None:
    publish(plan_of(open_round(classroom), [ana, cleo], [ben, dov], [eli, fay]), TODAY + dt.timedelta(days=7))
    teacher = sign_in(owner)
    html = page(teacher.get(url("partners:projector", classroom.key) + "?next=1&shown=1"))
    assert names(html) == ["Ana", "Cleo"]
    assert '<input type="hidden" name="next" value="1">' in html
    assert names(page(teacher.get(url("partners:desk_cards", classroom.key)))) == NAMES
    assert names(page(teacher.get(url("partners:desk_cards", classroom.key) + "?next=1"))) == [
        "Ana",
        "Cleo",
        "Ben",
        "Dov",
        "Eli",
        "Fay",
    ]


def test_desk_cards_hold_names_and_spots(seated: Classroom, aide: User) -> None:
    html = page(sign_in(aide).get(url("partners:desk_cards", seated.key)))
    assert html.count('class="desk-card"') == 3
    assert names(html) == ["Cleo", "Dov", "Ana", "Ben", "Eli", "Fay"]
    assert seated.code not in html
    assert "qr" not in html


def test_the_wall_says_when_there_are_no_partners(classroom: Classroom, owner: User) -> None:
    for address in ("wall/", "wall/?shown=1", "wall/?next=1", "desk-cards/"):
        assert "No partners yet." in page(sign_in(owner).get(f"/c/{classroom.key}/{address}"))


def test_the_wall_says_when_everybody_is_away(
    published: Round, classroom: Classroom, owner: User, ana: Student
) -> None:
    """The partners of other days, and those on the desk cards, stay as they are."""
    here = list(classroom.students.here())
    publish(plan_of(open_round(classroom), here[:3], here[3:]), TODAY + dt.timedelta(days=7))
    teacher = sign_in(owner)
    for student in here[1:]:
        away.mark_away(student=student, by=owner, now=NOW)
    wall, pages = url("partners:projector", classroom.key), ("wall/", "wall/?shown=0")
    for address in pages:
        html = page(teacher.get(f"/c/{classroom.key}/{address}"))
        assert (re.findall(r"<p>(.*?)</p>", html)[-1], names(html)) == ("No partners are together today.", [])
    away.mark_away(student=ana, by=owner, now=NOW)
    for address in pages:
        html = page(teacher.get(f"/c/{classroom.key}/{address}"))
        assert (re.findall(r"<p>(.*?)</p>", html)[-1], names(html)) == ("Everybody is away today.", [])
    assert names(page(teacher.get(f"{wall}?own=1"))) == NAMES
    assert names(page(teacher.get(f"{wall}?next=1"))) == NAMES
    assert names(page(teacher.get(url("partners:desk_cards", classroom.key)))) == NAMES


def test_pages_say_when_the_unit_is_over(
    published: Round, classroom: Classroom, owner: User, clock: time_machine.Traveller
) -> None:
    partnerships.end_unit(classroom=classroom, last_day=TODAY, by=owner, now=NOW)
    clock.shift(dt.timedelta(days=1))
    for address in ("wall/", "desk-cards/", "partnerships/"):
        assert "No partners are together now." in page(sign_in(owner).get(f"/c/{classroom.key}/{address}"))
