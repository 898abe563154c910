"""A child leaves the class: the page asks whom their partner joins."""

import datetime as dt
import re

import pytest

from classroom.actions import roster
from classroom.models import Classroom, Student, User
from classroom.names import Name
from partners.actions import away, leaving, partnerships, placement, rules
from partners.actions.partner_changes import change_partners
from partners.models import Round
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


@pytest.fixture
def seven(owner: User) -> Classroom:
    """A class of seven: Ana and Ben, Cleo and Dov, and the three Eli, Fay, Gil."""
    names = ("Ana", "Ben", "Cleo", "Dov", "Eli", "Fay", "Gil")
    classroom = make_class(owner, *names)
    ana, ben, cleo, dov, eli, fay, gil = (child(classroom, name) for name in names)
    publish(plan_of(open_round(classroom), [ana, ben], [cleo, dov], [eli, fay, gil]))
    return classroom


def test_the_page_asks_whom_the_partner_joins(seven: Classroom, owner: User) -> None:
    html = page(sign_in(owner).get(url("partners:student_left", seven.key, child(seven, "Ana").key)))
    assert "Whom does Ben join?" in html
    assert offered(html) == [
        "Ben with Eli; Fay and Gil stay together",
        "Ben with Fay; Eli and Gil stay together",
        "Ben with Gil; Eli and Fay stay together",
        "Ben with Cleo and Dov, a three",
        "Later: until then Ben has no partner",
    ]


def test_the_page_asks_nothing_when_a_child_leaves_a_three(seven: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    address = url("partners:student_left", seven.key, child(seven, "Gil").key)
    assert "Whom does" not in page(teacher.get(address))
    answer = teacher.post(address, {"to": ""}, follow=True)
    assert answer.redirect_chain == [(url("classroom:class", seven.key), 302)]
    assert "Gil is marked as left. What happened before is kept." in page(answer)
    assert together(seven) == pairs("Ana Ben", "Cleo Dov", "Eli Fay")


def test_a_place_that_is_forbidden_is_offered_and_refused(seven: Classroom, owner: User) -> None:
    """The page has no cover, and a gap in its list would tell who is kept apart from whom."""
    ana, ben, cleo, fay = (child(seven, name) for name in ("Ana", "Ben", "Cleo", "Fay"))
    teacher, address = sign_in(owner), url("partners:student_left", seven.key, ana.key)
    before = offered(page(teacher.get(address)))
    rules.add_rule(classroom=seven, kind="never", students=[cleo, ben], by=owner, now=NOW)
    hand_in(fay, open_round(seven), hard={ben: ["unsafe"]})
    assert offered(page(teacher.get(address))) == before
    for to in (f"pair:{partnership_of(cleo).key}", f"child:{fay.key}"):
        answer = teacher.post(address, {"to": to}, follow=True)
        assert answer.redirect_chain == [(address, 302)]
        assert "Ben can't go there. Choose again." in page(answer)
    assert child(seven, "Ana").left_on is None
    assert together(seven) == pairs("Ana Ben", "Cleo Dov", "Eli Fay Gil")


def test_the_page_says_when_rules_leave_no_place(
    published: Round, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student, eli: Student
) -> None:
    """The partner is left without one, and the class goes on."""
    for other in (cleo, eli):
        rules.add_rule(classroom=classroom, kind="never", students=[ben, other], by=owner, now=NOW)
    answer = sign_in(owner).post(url("partners:student_left", classroom.key, ana.key), {"to": ""}, follow=True)
    assert answer.redirect_chain == [(url("classroom:class", classroom.key), 302)]
    said = "Ana is marked as left. What happened before is kept. Ben needs a partner: see Partnerships."
    assert said in page(answer)
    assert together(classroom) == pairs("Cleo Dov", "Eli Fay")


def test_the_partner_joins_the_chosen_pair(seven: Classroom, owner: User) -> None:
    ana, cleo = child(seven, "Ana"), child(seven, "Cleo")
    answer = sign_in(owner).post(
        url("partners:student_left", seven.key, ana.key), {"to": f"pair:{partnership_of(cleo).key}"}
    )
    assert answer["Location"] == url("classroom:class", seven.key)
    assert together(seven) == pairs("Ben Cleo Dov", "Eli Fay Gil")


def test_the_partner_works_with_the_chosen_child(seven: Classroom, owner: User) -> None:
    ana, gil = child(seven, "Ana"), child(seven, "Gil")
    sign_in(owner).post(url("partners:student_left", seven.key, ana.key), {"to": f"child:{gil.key}"})
    assert together(seven) == pairs("Ben Gil", "Cleo Dov", "Eli Fay")


def test_the_page_asks_again_without_a_choice(seven: Classroom, owner: User) -> None:
    address = url("partners:student_left", seven.key, child(seven, "Ana").key)
    answer = sign_in(owner).post(address, {"to": ""}, follow=True)
    assert answer.redirect_chain == [(address, 302)]
    assert "Choose whom Ben joins, so that nobody is left alone." in page(answer)
    assert child(seven, "Ana").left_on is None


@pytest.mark.parametrize("to", ["nonsense", "pair:", "pair:1", "child:Ana", "pair:bbbbbbbbbb:child"])
def test_an_unreadable_choice_changes_nothing(to: str, seven: Classroom, owner: User) -> None:
    answer = sign_in(owner).post(url("partners:student_left", seven.key, child(seven, "Ana").key), {"to": to})
    assert answer.status_code == 200
    assert child(seven, "Ana").left_on is None


def test_a_partnership_of_another_class_is_not_found(
    seven: Classroom, owner: User, other_classroom: Classroom, other_teacher: User
) -> None:
    gus, hana = other_classroom.students.in_order()
    publish(plan_of(open_round(other_classroom), [gus, hana]))
    address = url("partners:student_left", seven.key, child(seven, "Ana").key)
    for to in (f"pair:{partnership_of(gus).key}", f"child:{gus.key}"):
        answer = sign_in(owner).post(address, {"to": to}, follow=True)
        assert answer.redirect_chain == [(address, 302)]
        assert CHANGED in page(answer)
    assert child(seven, "Ana").left_on is None
    assert together(other_classroom) == pairs("Gus Hana")


def test_a_place_that_is_gone_is_refused(
    published: Round, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student, eli: Student
) -> None:
    """While this page was open, another teacher marked Fay as left, and Eli joined Cleo and Dov."""
    gone = partnership_of(eli)
    teacher, address = sign_in(owner), url("partners:student_left", classroom.key, ana.key)
    leaving.leave_class(student=child(classroom, "Fay"), joins=partnership_of(cleo), partner_of=None, by=owner, now=NOW)
    for to in (f"pair:{gone.key}", f"pair:{partnership_of(cleo).key}", "pair:bbbbbbbbbb", "child:bbbbbbbbbb"):
        assert CHANGED in page(teacher.post(address, {"to": to}, follow=True)), to
    assert child(classroom, "Ana").left_on is None
    teacher.post(address, {"to": f"child:{cleo.key}"})
    assert together(classroom) == pairs("Ben Cleo", "Dov Eli")


def test_the_page_asks_for_both_partners_while_a_round_waits_to_begin(
    waiting: Classroom, owner: User, ana: Student, cleo: Student, dov: Student
) -> None:
    teacher, address = sign_in(owner), url("partners:student_left", waiting.key, ana.key)
    html = page(teacher.get(address))
    assert "Until 19 January, whom does Ben join?" in html
    assert "From 19 January, whom does Cleo join?" in html
    assert offered(html) == [
        "Ben with Cleo and Dov, a three",
        "Ben with Eli and Fay, a three",
        "Later: until then Ben has no partner",
        "Cleo with Ben and Eli, a three",
        "Cleo with Dov and Fay, a three",
        "Later: until then Cleo has no partner",
    ]
    now, coming = (partnership_of(dov, day) for day in (TODAY, NEXT_WEEK))
    for missing in ({"to": f"pair:{coming.key}"}, {"to": "", "meanwhile": f"pair:{now.key}"}):
        answer = teacher.post(address, missing, follow=True)
        assert answer.redirect_chain == [(address, 302)]
        assert "so that nobody is left alone." in page(answer)
    both = {"to": f"pair:{coming.key}", "meanwhile": f"pair:{now.key}"}
    assert teacher.post(address, both)["Location"] == url("classroom:class", waiting.key)
    assert together(waiting) == pairs("Ben Cleo Dov", "Eli Fay")
    assert together(waiting, NEXT_WEEK) == pairs("Cleo Dov Fay", "Ben Eli")


@pytest.fixture
def changing(seven: Classroom, owner: User) -> Classroom:
    """The class of `seven`, in which Ana and Cleo, and Ben and Dov, become partners next week."""
    ana, ben, cleo, dov = (child(seven, name) for name in ("Ana", "Ben", "Cleo", "Dov"))
    groups = [[ana, cleo], [ben, dov]]
    change_partners(classroom=seven, groups=groups, starts_on=NEXT_WEEK, reason="", by=owner, now=NOW)
    return seven


def test_nobody_is_alone_until_a_place_begins(changing: Classroom, owner: User) -> None:
    """Cleo's future partner left, so Eli is to join Cleo. Eli stays in the three until the day when Cleo needs
    somebody."""
    ana, cleo, eli = (child(changing, name) for name in ("Ana", "Cleo", "Eli"))
    teacher, address = sign_in(owner), url("partners:student_left", changing.key, ana.key)
    html = page(teacher.get(address))
    assert "Until 19 January, whom does Ben join?" in html
    assert "From 19 January, whom does Cleo join?" in html
    teacher.post(address, {"to": f"child:{eli.key}", "meanwhile": f"pair:{partnership_of(cleo).key}"})
    for day in (TODAY, NEXT_WEEK - DAY):
        assert together(changing, day) == pairs("Ben Cleo Dov", "Eli Fay Gil")
    assert together(changing, NEXT_WEEK) == pairs("Cleo Eli", "Ben Dov", "Fay Gil")


def test_a_pair_that_ends_sooner_is_not_offered(changing: Classroom, owner: User) -> None:
    """The unit ends in two weeks. Ana and Ben, and Cleo and Dov, are together for one more week only."""
    roster.add_students(classroom=changing, names=[Name("Noa New", "Noa")], by=owner, now=NOW)
    eli, noa = child(changing, "Eli"), child(changing, "Noa")
    placement.find_place(student=noa, joins=None, partner_of=eli, by=owner, now=NOW)
    partnerships.end_unit(classroom=changing, last_day=TODAY + dt.timedelta(days=13), by=owner, now=NOW)
    teacher, address = sign_in(owner), url("partners:student_left", changing.key, noa.key)
    html = page(teacher.get(address))
    assert "Until 26 January, whom does Eli join?" in html
    assert offered(html) == ["Eli with Fay and Gil, a three", "Later: until then Eli has no partner"]
    short = partnership_of(child(changing, "Ana"))
    answer = teacher.post(address, {"meanwhile": f"pair:{short.key}"}, follow=True)
    assert CHANGED in page(answer)
    teacher.post(address, {"meanwhile": f"pair:{partnership_of(child(changing, 'Fay')).key}"})
    assert together(changing, NEXT_WEEK) == pairs("Ana Cleo", "Ben Dov", "Eli Fay Gil")


def test_a_child_joins_a_future_partnership_when_it_begins(changing: Classroom, owner: User) -> None:
    """The page says when each one begins. It suggests a place that the child need not wait for."""
    roster.add_students(classroom=changing, names=[Name("Noa New", "Noa")], by=owner, now=NOW)
    noa, ben = child(changing, "Noa"), child(changing, "Ben")
    teacher, address = sign_in(owner), url("partners:student_place", changing.key, noa.key)
    html = page(teacher.get(address))
    assert "Whom does Noa join?" in html
    assert offered(html)[-2:] == [
        "Noa with Ana and Cleo, a three, from Monday, 19 January",
        "Noa with Ben and Dov, a three, from Monday, 19 January",
    ]
    [words] = suggested(html)
    assert "stay together" in words
    teacher.post(address, {"to": f"pair:{partnership_of(ben, NEXT_WEEK).key}"})
    for day in (TODAY, NEXT_WEEK - DAY):
        assert together(changing, day) == pairs("Ana Ben", "Cleo Dov", "Eli Fay Gil")
    assert seat(noa).get(url("partners:my_partner"))["Location"] == url("partners:me")
    assert together(changing, NEXT_WEEK) == pairs("Ana Cleo", "Ben Dov Noa", "Eli Fay Gil")


def test_the_teacher_can_decide_later(seven: Classroom, owner: User) -> None:
    """Home and the list of partnerships say that the child needs a partner. No child's page does."""
    ana, ben = child(seven, "Ana"), child(seven, "Ben")
    teacher = sign_in(owner)
    assert "needs a partner" not in page(teacher.get(url("partners:home")))
    answer = teacher.post(url("partners:student_left", seven.key, ana.key), {"to": "later"}, follow=True)
    assert "Ben needs a partner: see Partnerships." in page(answer)
    assert together(seven) == pairs("Cleo Dov", "Eli Fay Gil")
    assert "One child needs a partner" in page(teacher.get(url("partners:home")))
    assert f"/children/{ben.key}/place/" in page(teacher.get(url("partners:partnerships", seven.key)))
    reader = seat(ben)
    assert reader.get(url("partners:my_partner"))["Location"] == url("partners:me")
    html = page(reader.get(url("partners:me")))
    assert "There is nothing to do here yet." in html
    assert "partner" not in re.sub(r"<title>.*?</title>|<[^>]*>", "", html.split("<main")[1]).lower()
    teacher.post(url("partners:student_place", seven.key, ben.key), {"to": f"child:{child(seven, 'Gil').key}"})
    assert together(seven) == pairs("Ben Gil", "Cleo Dov", "Eli Fay")
    assert "needs a partner" not in page(teacher.get(url("partners:home")))


def test_the_best_place_is_suggested(seven: Classroom, owner: User) -> None:
    """It is the best place for the class. A place against a rule is offered, but never suggested."""
    ana, ben, dov, fay = (child(seven, name) for name in ("Ana", "Ben", "Dov", "Fay"))
    round = seven.rounds.get()
    hand_in(fay, round, great={ben: ["kind"]})
    hand_in(ben, round, great={fay: ["kind"]})
    teacher, address = sign_in(owner), url("partners:student_left", seven.key, ana.key)
    assert suggested(page(teacher.get(address))) == ["Ben with Fay; Eli and Gil stay together"]
    for other in (fay, dov):
        rules.add_rule(classroom=seven, kind="never", students=[ben, other], by=owner, now=NOW)
    [words] = suggested(page(teacher.get(address)))
    assert words in ("Ben with Eli; Fay and Gil stay together", "Ben with Gil; Eli and Fay stay together")
    for name in ("Eli", "Gil"):
        rules.add_rule(classroom=seven, kind="never", students=[ben, child(seven, name)], by=owner, now=NOW)
    assert suggested(page(teacher.get(address))) == []


def test_a_shared_interest_is_not_shown_when_a_third_child_joins(
    noa: Student, classroom: Classroom, owner: User, cleo: Student
) -> None:
    three = partnership_of(cleo)
    three.shared = ["games"]
    three.save()
    placement.find_place(student=noa, joins=three, partner_of=None, by=owner, now=NOW)
    three.refresh_from_db()
    assert three.shared == []


def test_a_child_who_is_alone_when_a_guest_goes_is_asked_about(visited: Classroom, owner: User) -> None:
    ana, gil = child(visited, "Ana"), child(visited, "Gil")
    teacher, address = sign_in(owner), url("partners:student_left", visited.key, ana.key)
    assert "Whom does Ben join?" in page(teacher.get(address))
    refused = page(teacher.post(address, {}, follow=True))
    assert "Choose whom Ben joins, so that nobody is left alone." in refused
    teacher.post(address, {"to": f"pair:{partnership_of(gil).key}"})
    assert together(visited) == pairs("Ben Cleo", "Eli Fay", "Gil Hana")
    assert together(visited, NEXT_WEEK) == pairs("Cleo Eli Fay", "Ben Gil Hana")


def test_a_child_who_is_alone_when_a_guest_goes_is_listed_for_later(visited: Classroom, owner: User) -> None:
    ben = child(visited, "Ben")
    assert leaving.leave_class(student=child(visited, "Ana"), later=True, by=owner, now=NOW) == [ben]
    assert together(visited) == pairs("Ben Cleo", "Eli Fay", "Gil Hana")
    assert without_partner(visited, TODAY) == [ben]
    placement.find_place(student=ben, joins=partnership_of(child(visited, "Gil")), by=owner, now=NOW)
    assert without_partner(visited, TODAY) == []
    assert together(visited, NEXT_WEEK) == pairs("Cleo Eli Fay", "Ben Gil Hana")


def test_a_child_can_leave_on_the_day_before_a_change(seven: Classroom, owner: User) -> None:
    """Their present place lasts for a day, as the place of a guest does."""
    ana, ben, cleo, dov = (child(seven, name) for name in ("Ana", "Ben", "Cleo", "Dov"))
    change_partners(
        classroom=seven, groups=[[ana, cleo], [ben, dov]], starts_on=TODAY + DAY, reason="", by=owner, now=NOW
    )
    teacher, address = sign_in(owner), url("partners:student_left", seven.key, ana.key)
    html = page(teacher.get(address))
    assert "Until 13 January, whom does Ben join?" in html
    assert "From 13 January, whom does Cleo join?" in html
    chosen = {
        "meanwhile": f"pair:{partnership_of(cleo).key}",
        "to": f"pair:{partnership_of(dov, TODAY + DAY).key}",
    }
    assert "Ana is marked as left." in page(teacher.post(address, chosen, follow=True))
    assert together(seven) == pairs("Ben Cleo Dov", "Eli Fay Gil")
    assert together(seven, TODAY + DAY) == pairs("Ben Cleo Dov", "Eli Fay Gil")


def test_several_children_can_leave_while_a_partner_is_away(seven: Classroom, owner: User) -> None:
    """A child who is a guest for the day does not count as a partner of tomorrow."""
    for name in ("Ben", "Dov"):
        away.mark_away(student=child(seven, name), by=owner, now=NOW)
    assert together(seven) == pairs("Ana Cleo", "Eli Fay Gil")
    for name in ("Ana", "Cleo"):
        with pytest.raises(leaving.UnableToLeave, match=f"{name} would leave a partner alone"):
            leaving.leave_together(students=[child(seven, name)], by=owner, now=NOW)
    leaving.leave_together(students=[child(seven, "Cleo"), child(seven, "Dov")], by=owner, now=NOW)
    assert together(seven, TODAY + DAY) == pairs("Ana Ben", "Eli Fay Gil")


def test_a_child_who_is_away_can_leave(seven: Classroom, owner: User) -> None:
    ana, cleo = child(seven, "Ana"), child(seven, "Cleo")
    for student in (ana, cleo):
        away.mark_away(student=student, by=owner, now=NOW)
    assert together(seven) == pairs("Ben Dov", "Eli Fay Gil")
    html = page(sign_in(owner).get(url("partners:student_left", seven.key, ana.key)))
    assert "Whom does Ben join?" in html
    assert len(offered(html)) == 5
    leaving.leave_class(student=ana, partner_of=child(seven, "Fay"), by=owner, now=NOW)
    tomorrow = TODAY + DAY
    assert together(seven, tomorrow) == pairs("Ben Fay", "Cleo Dov", "Eli Gil")
    assert [student.called for student in Day(seven, TODAY).away] == ["Cleo"]
    assert "Dov" in {name for group in together(seven) for name in group}
