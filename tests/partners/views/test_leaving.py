"""A child leaves the class: whom does the partner join?"""

import re

import pytest

from classroom.models import Classroom, Student, User
from partners.actions import considerations
from partners.models import Round
from tests.cast import (
    NOW,
    child,
    hand_in,
    make_class,
    open_round,
    page,
    partnership_of,
    plan_of,
    publish,
    sign_in,
    together,
)


def offered(html: str) -> list[str]:
    return re.findall(r'<span dir="auto">([^<]*)</span></label>', html)


def pairs(*names: str) -> set[frozenset[str]]:
    return {frozenset(group.split()) for group in names}


@pytest.fixture
def seven(owner: User) -> Classroom:
    """Ana and Ben, Cleo and Dov, and the three Eli, Fay, Gil."""
    names = ("Ana", "Ben", "Cleo", "Dov", "Eli", "Fay", "Gil")
    classroom = make_class(owner, *names)
    ana, ben, cleo, dov, eli, fay, gil = (child(classroom, name) for name in names)
    publish(plan_of(open_round(classroom), [ana, ben], [cleo, dov], [eli, fay, gil]))
    return classroom


def test_it_asks_whom_the_partner_joins(seven: Classroom, owner: User) -> None:
    html = page(sign_in(owner).get(f"/c/{seven.key}/children/{child(seven, 'Ana').key}/left/"))
    assert "Whom does Ben join?" in html
    assert offered(html) == [
        "Ben with Eli; Fay and Gil stay together",
        "Ben with Fay; Eli and Gil stay together",
        "Ben with Gil; Eli and Fay stay together",
        "Ben with Cleo and Dov, a three",
    ]


def test_out_of_a_three_nobody_is_asked(seven: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    address = f"/c/{seven.key}/children/{child(seven, 'Gil').key}/left/"
    assert "Whom does" not in page(teacher.get(address))
    answer = teacher.post(address, {"to": ""}, follow=True)
    assert answer.redirect_chain == [(f"/c/{seven.key}/", 302)]
    assert "Gil is marked as left. What happened before is kept." in page(answer)
    assert together(seven) == pairs("Ana Ben", "Cleo Dov", "Eli Fay")


def test_places_that_are_forbidden_are_left_out(seven: Classroom, owner: User) -> None:
    ben, cleo, fay = (child(seven, name) for name in ("Ben", "Cleo", "Fay"))
    considerations.add_rule(classroom=seven, kind="never", students=[cleo, ben], by=owner, now=NOW)
    hand_in(fay, open_round(seven), hard={ben: ["unsafe"]})
    html = page(sign_in(owner).get(f"/c/{seven.key}/children/{child(seven, 'Ana').key}/left/"))
    assert offered(html) == ["Ben with Eli; Fay and Gil stay together", "Ben with Gil; Eli and Fay stay together"]


def test_the_choice_is_done(seven: Classroom, owner: User) -> None:
    ana, cleo = child(seven, "Ana"), child(seven, "Cleo")
    answer = sign_in(owner).post(f"/c/{seven.key}/children/{ana.key}/left/", {"to": f"pair:{partnership_of(cleo).key}"})
    assert answer["Location"] == f"/c/{seven.key}/"
    assert together(seven) == pairs("Ben Cleo Dov", "Eli Fay Gil")


def test_another_choice_is_done(seven: Classroom, owner: User) -> None:
    ana, gil = child(seven, "Ana"), child(seven, "Gil")
    sign_in(owner).post(f"/c/{seven.key}/children/{ana.key}/left/", {"to": f"child:{gil.key}"})
    assert together(seven) == pairs("Ben Gil", "Cleo Dov", "Eli Fay")


def test_without_a_choice_it_asks_again(seven: Classroom, owner: User) -> None:
    address = f"/c/{seven.key}/children/{child(seven, 'Ana').key}/left/"
    answer = sign_in(owner).post(address, {"to": ""}, follow=True)
    assert answer.redirect_chain == [(address, 302)]
    assert "Choose whom Ben joins, so that nobody is left alone." in page(answer)
    assert child(seven, "Ana").left_on is None


@pytest.mark.parametrize("to", ["nonsense", "pair:", "pair:1", "child:Ana", "pair:bbbbbbbbbb:child"])
def test_a_choice_that_cannot_be_read(to: str, seven: Classroom, owner: User) -> None:
    answer = sign_in(owner).post(f"/c/{seven.key}/children/{child(seven, 'Ana').key}/left/", {"to": to})
    assert answer.status_code == 200
    assert child(seven, "Ana").left_on is None


def test_a_partnership_of_another_class_is_not_found(
    seven: Classroom, owner: User, other_classroom: Classroom, other_teacher: User
) -> None:
    gus, hana = other_classroom.students.in_order()
    publish(plan_of(open_round(other_classroom), [gus, hana]))
    address = f"/c/{seven.key}/children/{child(seven, 'Ana').key}/left/"
    for to in (f"pair:{partnership_of(gus).key}", f"child:{gus.key}"):
        assert sign_in(owner).post(address, {"to": to}).status_code == 404
    assert together(other_classroom) == pairs("Gus Hana")


def test_twice(published: Round, classroom: Classroom, owner: User, ana: Student, cleo: Student) -> None:
    teacher = sign_in(owner)
    address, to = f"/c/{classroom.key}/children/{ana.key}/left/", {"to": f"pair:{partnership_of(cleo).key}"}
    teacher.post(address, to)
    answer = teacher.post(address, {"to": ""}, follow=True)
    assert "Ana has left already." in page(answer)
    assert together(classroom) == pairs("Ben Cleo Dov", "Eli Fay")


def test_in_a_class_of_two_there_is_nobody_to_join(owner: User) -> None:
    classroom = make_class(owner, "Ana", "Ben")
    ana, ben = classroom.students.in_order()
    publish(plan_of(open_round(classroom), [ana, ben]))
    teacher = sign_in(owner)
    address = f"/c/{classroom.key}/children/{ana.key}/left/"
    assert "There is no other partnership that Ben can join." in page(teacher.get(address))
    assert teacher.post(address, {"to": ""})["Location"] == f"/c/{classroom.key}/"
    assert together(classroom) == set()
