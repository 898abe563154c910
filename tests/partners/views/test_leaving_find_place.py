"""A child without a partner gets one."""

import re

import pytest

from classroom.actions import roster
from classroom.models import Classroom, Student, User
from classroom.names import Name
from partners.actions import away, leaving, partnerships, placement, rules
from partners.models import Partnership, Round
from partners.partner_time.seats import Day
from partners.queries import without_partner
from tests.addresses import url
from tests.cast import (
    NOW,
    TODAY,
    child,
    hand_in,
    make_class,
    open_round,
    page,
    partnership_of,
    plan_of,
    publish,
    seat,
    sign_in,
    together,
)
from tests.partners.views.places import CHANGED, DAY, NEXT_WEEK, offered, pairs, suggested


def test_children_without_a_partner_are_listed_for_teachers(
    noa: Student, classroom: Classroom, owner: User, co_teacher: User, aide: User
) -> None:
    for user in (owner, co_teacher):
        html = page(sign_in(user).get(url("partners:partnerships", classroom.key)))
        assert "One child needs a partner" in html
        assert url("partners:student_place", classroom.key, noa.key) in html
    assert "Noa" not in page(sign_in(aide).get(url("partners:partnerships", classroom.key)))
    roster.add_students(classroom=classroom, names=[Name("Max New", "Max")], by=owner, now=NOW)
    assert "2 children need a partner" in page(sign_in(owner).get(url("partners:partnerships", classroom.key)))


def test_nothing_is_listed_when_everybody_has_a_partner(published: Round, classroom: Classroom, owner: User) -> None:
    assert "needs a partner" not in page(sign_in(owner).get(url("partners:partnerships", classroom.key)))


def test_a_child_without_a_partner_gets_the_chosen_place(
    noa: Student, classroom: Classroom, owner: User, cleo: Student
) -> None:
    teacher, address = sign_in(owner), url("partners:student_place", classroom.key, noa.key)
    assert offered(page(teacher.get(address))) == [
        "Noa with Ana and Ben, a three",
        "Noa with Cleo and Dov, a three",
        "Noa with Eli and Fay, a three",
    ]
    answer = teacher.post(address, {"to": f"pair:{partnership_of(cleo).key}"}, follow=True)
    assert answer.redirect_chain == [(url("partners:partnerships", classroom.key), 302)]
    assert "Noa has a place." in page(answer)
    assert "needs a partner" not in page(answer)
    assert together(classroom) == pairs("Ana Ben", "Cleo Dov Noa", "Eli Fay")
    assert 'found a partner for <span dir="auto">Noa' in page(teacher.get(url("partners:record", classroom.key)))
    again = teacher.post(address, {"to": f"pair:{partnership_of(cleo).key}"}, follow=True)
    assert "Noa has a partner already." in page(again)


def test_a_child_can_be_paired_with_one_out_of_a_three(
    noa: Student, classroom: Classroom, owner: User, cleo: Student, dov: Student
) -> None:
    roster.add_students(classroom=classroom, names=[Name("Max New", "Max")], by=owner, now=NOW)
    teacher = sign_in(owner)
    teacher.post(url("partners:student_place", classroom.key, noa.key), {"to": f"pair:{partnership_of(cleo).key}"})
    address = url("partners:student_place", classroom.key, child(classroom, "Max").key)
    assert "Max with Dov; Cleo and Noa stay together" in offered(page(teacher.get(address)))
    teacher.post(address, {"to": f"child:{dov.key}"})
    assert together(classroom) == pairs("Ana Ben", "Max Dov", "Cleo Noa", "Eli Fay")


@pytest.fixture
def max_(noa: Student, classroom: Classroom, owner: User) -> Student:
    """Max, who came together with Noa."""
    roster.add_students(classroom=classroom, names=[Name("Max New", "Max")], by=owner, now=NOW)
    return child(classroom, "Max")


def test_two_children_without_a_partner_become_a_pair(
    noa: Student, max_: Student, classroom: Classroom, owner: User
) -> None:
    """The page suggests this pair, and all other partners stay together."""
    teacher, address = sign_in(owner), url("partners:student_place", classroom.key, noa.key)
    html = page(teacher.get(address))
    assert offered(html)[:2] == ["Noa with Max, as a pair", "Noa with Ana and Ben, a three"]
    assert len(offered(html)) == 4
    assert suggested(html) == ["Noa with Max, as a pair"]
    answer = page(teacher.post(address, {"to": f"child:{max_.key}"}, follow=True))
    assert "Noa has a place." in answer
    assert "needs a partner" not in answer
    assert together(classroom) == pairs("Ana Ben", "Cleo Dov", "Eli Fay", "Noa Max")
    again = url("partners:student_place", classroom.key, max_.key)
    assert "Max has a partner already." in page(teacher.get(again, follow=True))


@pytest.mark.parametrize(("kind", "refused"), [("never", True), ("better_not", False)])
def test_two_children_whom_a_rule_keeps_apart_are_not_suggested(
    noa: Student, max_: Student, classroom: Classroom, owner: User, kind: str, refused: bool
) -> None:
    rules.add_rule(classroom=classroom, kind=kind, students=[noa, max_], by=owner, now=NOW)
    teacher, address = sign_in(owner), url("partners:student_place", classroom.key, noa.key)
    html = page(teacher.get(address))
    assert offered(html)[0] == "Noa with Max, as a pair"
    [words] = suggested(html)
    assert words.endswith(", a three")
    answer = page(teacher.post(address, {"to": f"child:{max_.key}"}, follow=True))
    assert ("Noa can't go there. Choose again." in answer) == refused
    assert (frozenset({"Noa", "Max"}) in together(classroom)) != refused


def test_only_children_without_a_partner_are_offered_to_pair_up(
    noa: Student, max_: Student, classroom: Classroom, owner: User, ana: Student
) -> None:
    roster.mark_left(student=max_, by=owner, now=NOW)
    assert len(offered(page(sign_in(owner).get(url("partners:student_place", classroom.key, noa.key))))) == 3
    for other in (max_, ana, noa):
        with pytest.raises(placement.UnableToJoin, match=CHANGED):
            placement.find_place(student=noa, partner_of=other, by=owner, now=NOW)
    assert together(classroom) == pairs("Ana Ben", "Cleo Dov", "Eli Fay")


def test_a_place_against_a_rule_is_refused(noa: Student, classroom: Classroom, owner: User, cleo: Student) -> None:
    rules.add_rule(classroom=classroom, kind="never", students=[noa, cleo], by=owner, now=NOW)
    teacher, address = sign_in(owner), url("partners:student_place", classroom.key, noa.key)
    to = f"pair:{partnership_of(cleo).key}"
    assert to in page(teacher.get(address))
    for choice, said in (
        (to, "Noa can't go there. Choose again."),
        ("", "Choose whom Noa joins."),
        ("pair:bbbbbbbbbb", CHANGED),
    ):
        answer = teacher.post(address, {"to": choice}, follow=True)
        assert answer.redirect_chain == [(address, 302)]
        assert said in page(answer)
    assert together(classroom) == pairs("Ana Ben", "Cleo Dov", "Eli Fay")


def test_there_is_no_place_before_partners_are_published(classroom: Classroom, owner: User, ana: Student) -> None:
    address = url("partners:student_place", classroom.key, ana.key)
    teacher = sign_in(owner)
    assert offered(page(teacher.get(address))) == []
    assert "No partners are published yet." in page(teacher.post(address, {"to": ""}, follow=True))
    assert together(classroom) == set()


def test_a_child_who_came_back_finds_a_place(
    published: Round, classroom: Classroom, owner: User, ana: Student, cleo: Student
) -> None:
    leaving.leave_class(student=ana, joins=partnership_of(cleo), partner_of=None, by=owner, now=NOW)
    roster.mark_back(student=ana, by=owner, now=NOW)
    teacher = sign_in(owner)
    assert f"/children/{ana.key}/place/" in page(teacher.get(url("partners:partnerships", classroom.key)))
    teacher.post(url("partners:student_place", classroom.key, ana.key), {"to": f"child:{cleo.key}"})
    assert together(classroom) == pairs("Ana Cleo", "Ben Dov", "Eli Fay")


def test_a_place_in_a_waiting_round_begins_on_its_first_day(waiting: Classroom, owner: User, dov: Student) -> None:
    roster.add_students(classroom=waiting, names=[Name("Noa New", "Noa")], by=owner, now=NOW)
    address = url("partners:student_place", waiting.key, child(waiting, "Noa").key)
    sign_in(owner).post(address, {"to": f"pair:{partnership_of(dov, NEXT_WEEK).key}"})
    assert together(waiting) == pairs("Ana Ben", "Cleo Dov", "Eli Fay")
    assert together(waiting, NEXT_WEEK) == pairs("Ana Cleo", "Ben Eli", "Dov Fay Noa")


def test_a_new_child_works_with_a_pair_of_today_until_the_round_begins(
    waiting: Classroom, owner: User, cleo: Student, dov: Student
) -> None:
    """The page asks for both places, and still asks for today's when the one in the coming round is found."""
    roster.add_students(classroom=waiting, names=[Name("Noa New", "Noa")], by=owner, now=NOW)
    noa, teacher = child(waiting, "Noa"), sign_in(owner)
    address, listed = url("partners:student_place", waiting.key, noa.key), url("partners:partnerships", waiting.key)
    html = page(teacher.get(address))
    assert "Until 19 January, whom does Noa join?" in html
    assert "From 19 January, whom does Noa join?" in html
    assert offered(html) == [
        "Noa with Ana and Ben, a three",
        "Noa with Cleo and Dov, a three",
        "Noa with Eli and Fay, a three",
        "Noa with Ana and Cleo, a three",
        "Noa with Ben and Eli, a three",
        "Noa with Dov and Fay, a three",
    ]
    teacher.post(address, {"to": f"pair:{partnership_of(dov, NEXT_WEEK).key}"})
    for where in (listed, "/"):
        assert "One child needs a partner" in page(teacher.get(where))
    html = page(teacher.get(address))
    assert "From 19 January" not in html
    teacher.post(address, {"meanwhile": f"pair:{partnership_of(cleo).key}"})
    for where in (listed, "/"):
        assert "needs a partner" not in page(teacher.get(where))
    assert "Your writing partners are Cleo and Dov." in page(seat(noa).get(url("partners:my_partner")))
    assert together(waiting, NEXT_WEEK - DAY) == pairs("Ana Ben", "Cleo Dov Noa", "Eli Fay")
    assert together(waiting, NEXT_WEEK) == pairs("Ana Cleo", "Ben Eli", "Dov Fay Noa")
    again = teacher.post(address, {"meanwhile": f"pair:{partnership_of(cleo).key}"}, follow=True)
    assert "Noa has a partner already." in page(again)


def test_a_child_who_joins_before_the_unit_ends_stays_as_long_as_the_others(
    noa: Student, classroom: Classroom, owner: User, cleo: Student
) -> None:
    partnerships.end_unit(classroom=classroom, last_day=NEXT_WEEK, by=owner, now=NOW)
    teacher, address = sign_in(owner), url("partners:student_place", classroom.key, noa.key)
    assert "One child needs a partner" in page(teacher.get(url("partners:partnerships", classroom.key)))
    html = page(teacher.get(address))
    assert re.findall(r"\w+ \d+ January, whom does Noa join", html) == ["Until 20 January, whom does Noa join"]
    assert len(offered(html)) == 3
    assert "Choose whom Noa joins." in page(teacher.post(address, {}, follow=True))
    teacher.post(address, {"meanwhile": f"pair:{partnership_of(cleo).key}"})
    assert together(classroom, NEXT_WEEK) == pairs("Ana Ben", "Cleo Dov Noa", "Eli Fay")
    assert together(classroom, NEXT_WEEK + DAY) == set()


def test_a_child_who_is_away_or_a_guest_needs_no_partner(waiting: Classroom, owner: User) -> None:
    """This holds although partners of next week are published, so that today's partnerships have an end."""
    for name in ("Ana", "Cleo"):
        away.mark_away(student=child(waiting, name), by=owner, now=NOW)
    assert together(waiting) == pairs("Ben Dov", "Eli Fay")
    for where in ("/", url("partners:partnerships", waiting.key)):
        html = page(sign_in(owner).get(where))
        assert "needs a partner" not in html
        assert "need a partner" not in html


def test_nobody_needs_a_place_on_the_last_day(noa: Student, classroom: Classroom, owner: User) -> None:
    partnerships.end_unit(classroom=classroom, last_day=TODAY, by=owner, now=NOW)
    teacher = sign_in(owner)
    assert "needs a partner" not in page(teacher.get(url("partners:partnerships", classroom.key)))
    assert offered(page(teacher.get(url("partners:student_place", classroom.key, noa.key)))) == []


def test_a_child_cannot_leave_twice(
    published: Round, classroom: Classroom, owner: User, ana: Student, cleo: Student
) -> None:
    teacher = sign_in(owner)
    address, to = url("partners:student_left", classroom.key, ana.key), {"to": f"pair:{partnership_of(cleo).key}"}
    teacher.post(address, to)
    answer = teacher.post(address, {"to": ""}, follow=True)
    assert "Ana has left already." in page(answer)
    assert together(classroom) == pairs("Ben Cleo Dov", "Eli Fay")


def test_a_child_who_has_left_is_not_asked_about_but_can_come_back(
    published: Round, classroom: Classroom, owner: User, ana: Student, cleo: Student
) -> None:
    """A child who has left can't get a place, either."""
    teacher, children = sign_in(owner), url("classroom:student", classroom.key, ana.key)
    joins = {"to": f"pair:{partnership_of(cleo).key}"}
    teacher.post(f"{children}left/", joins)
    html = page(teacher.get(f"{children}left/"))
    assert "Ana has left the class" in html
    assert "Since Monday, 12 January." in html
    assert "Mark as left" not in html
    assert f'href="{children}"' in html
    assert teacher.get(f"{children}place/")["Location"] == f"{children}left/"
    eli = {"to": f"pair:{partnership_of(child(classroom, 'Eli')).key}"}
    refused = teacher.post(f"{children}place/", eli, follow=True)
    assert refused.redirect_chain[-1] == (f"{children}left/", 302)
    assert "Ana has left the class." in page(refused)
    assert together(classroom) == pairs("Ben Cleo Dov", "Eli Fay")
    [back] = re.findall(r'action="([^"]*/back/)"', html)
    assert "Ana is in the class again." in page(teacher.post(back, follow=True))
    assert "Mark as left" in page(teacher.get(f"{children}left/"))


def test_a_child_who_has_a_partner_needs_no_place(
    published: Round, classroom: Classroom, owner: User, ana: Student
) -> None:
    answer = sign_in(owner).get(url("partners:student_place", classroom.key, ana.key), follow=True)
    assert answer.redirect_chain == [(url("partners:partnerships", classroom.key), 302)]
    assert "Ana has a partner already." in page(answer)


def test_in_a_class_of_two_there_is_nobody_to_join(owner: User) -> None:
    classroom = make_class(owner, "Ana", "Ben")
    ana, ben = classroom.students.in_order()
    publish(plan_of(open_round(classroom), [ana, ben]))
    teacher = sign_in(owner)
    address = url("partners:student_left", classroom.key, ana.key)
    assert "There is no other partnership now." in page(teacher.get(address))
    assert teacher.post(address, {"to": ""})["Location"] == url("classroom:class", classroom.key)
    assert together(classroom) == set()


def test_partners_who_struggle_are_suggested_last(noa: Student, classroom: Classroom, owner: User) -> None:
    """They are offered in the list as the others are."""
    ana, cleo, eli, fay = (child(classroom, name) for name in ("Ana", "Cleo", "Eli", "Fay"))
    hand_in(noa, classroom.rounds.get(), great={cleo: ["kind"], eli: ["kind"]})
    teacher, address = sign_in(owner), url("partners:student_place", classroom.key, noa.key)
    for student in (ana, cleo):
        Partnership.objects.filter(pk=partnership_of(student).pk).update(state="needs_me")
    assert suggested(page(teacher.get(address))) == ["Noa with Eli and Fay, a three"]
    rules.add_rule(classroom=classroom, kind="never", students=[eli, fay], by=owner, now=NOW)
    Partnership.objects.filter(pk=partnership_of(ana).pk).update(state="")
    html = page(teacher.get(address))
    assert suggested(html) == ["Noa with Ana and Ben, a three"]
    assert len(offered(html)) == 3


def test_a_child_alone_with_a_guest_needs_a_partner(visited: Classroom, owner: User) -> None:
    """Ben is alone in a partnership that goes on, with a guest for a week."""
    ana, ben, gil = (child(visited, name) for name in ("Ana", "Ben", "Gil"))
    ana.places.unended().delete()
    roster.mark_left(student=ana, by=owner, now=NOW)
    assert without_partner(visited, TODAY) == [ben]
    address = url("partners:student_place", visited.key, ben.key)
    sign_in(owner).post(address, {"to": f"pair:{partnership_of(gil).key}"})
    assert together(visited) == pairs("Ben Cleo", "Eli Fay", "Gil Hana")
    assert together(visited, NEXT_WEEK) == pairs("Cleo Eli Fay", "Ben Gil Hana")
    assert without_partner(visited, TODAY) == []


def test_a_child_can_join_while_another_is_away(noa: Student, classroom: Classroom, owner: User, ana: Student) -> None:
    away.mark_away(student=ana, by=owner, now=NOW)
    placement.find_place(
        student=noa, joins=Day(classroom, TODAY).pairs(own=True)[0].partnership, partner_of=None, by=owner, now=NOW
    )
    assert together(classroom) == pairs("Ben Noa", "Cleo Dov", "Eli Fay")
    assert together(classroom, TODAY + DAY) == pairs("Ana Ben Noa", "Cleo Dov", "Eli Fay")
