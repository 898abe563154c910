"""Present partnerships, observations of one of them, the wall, and the page of a child's partner."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine

from classroom.models import Classroom, GradeBand, Student, User
from partners.models import Observation, ObservationContent, Partnership, Plan, Round
from tests.addresses import url
from tests.cast import (
    TODAY,
    child,
    make_class,
    open_round,
    page,
    partnership_of,
    plan_of,
    publish,
    seat,
    sign_in,
    tuples,
)

NEXT_WEEK = TODAY + dt.timedelta(days=7)


def names(html: str) -> list[str]:
    return re.findall(r'<span dir="auto">([A-Z][a-z]+)</span>', html)


def test_pages_say_when_there_are_no_partners(classroom: Classroom, owner: User, aide: User) -> None:
    for user in (owner, aide):
        assert "No partners yet." in page(sign_in(user).get(url("partners:partnerships", classroom.key)))
        assert "No partners yet." in page(sign_in(user).get(url("partners:projector", classroom.key)))


def test_the_list_shows_partners_and_the_round(published: Round, classroom: Classroom, owner: User) -> None:
    html = page(sign_in(owner).get(url("partners:partnerships", classroom.key)))
    assert names(html) == ["Ana", "Ben", "Cleo", "Dov", "Eli", "Fay"]
    assert "Round 1 · since 12 January" in html


def test_partners_that_wait_to_begin_are_shown_apart(
    clock: time_machine.Traveller,
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
    publish(plan_of(open_round(classroom), [ana, cleo], [ben, dov], [eli, fay]), NEXT_WEEK)
    teacher = sign_in(owner)
    html = page(teacher.get(url("partners:partnerships", classroom.key)))
    assert names(html) == ["Ana", "Ben", "Cleo", "Dov", "Eli", "Fay", "Ana", "Cleo", "Ben", "Dov", "Eli", "Fay"]
    assert "From Monday, 19 January" in html
    wall = page(teacher.get(url("partners:projector", classroom.key)))
    assert names(wall) == ["Ana", "Ben", "Cleo", "Dov", "Eli", "Fay"]
    assert names(page(teacher.get(url("partners:projector", classroom.key) + "?next"))) == [
        "Ana",
        "Cleo",
        "Ben",
        "Dov",
        "Eli",
        "Fay",
    ]
    clock.shift(dt.timedelta(days=7))
    teacher = sign_in(owner)
    assert names(page(teacher.get(url("partners:projector", classroom.key)))) == [
        "Ana",
        "Cleo",
        "Ben",
        "Dov",
        "Eli",
        "Fay",
    ]
    assert "19 January" not in page(teacher.get(url("partners:projector", classroom.key)))


def test_the_wall_shows_the_move_of_the_week(published: Round, classroom: Classroom, aide: User) -> None:
    html = page(sign_in(aide).get(url("partners:projector", classroom.key)))
    assert "Our writing partners" in html
    assert "Set the spot" in html


# Observations

SEEN: dict[str, Any] = {
    "strengths": ["waited", "celebrated"],
    "next_steps": ["take_turns"],
    "state": "growing",
    "note": "“Wait,\nwhat?” <b>",
}


def test_observations_are_stored_and_shown(partnership: Partnership, classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    address = url("partners:partnership", classroom.key, partnership.key)
    assert teacher.post(f"{address}observe/", SEEN)["Location"] == address
    covered = page(teacher.get(address))
    assert "Kept." in covered
    assert [word for word in ("Waited · celebrated", "“Wait", "checked", "data-behind-cover") if word in covered] == []
    answer = teacher.post(f"{address}uncover/")
    html = page(answer)
    assert "no-store" in answer["Cache-Control"]
    assert "Waited · celebrated" in html
    assert "take turns" in html
    assert "“Wait,<br>what?” &lt;b&gt;" in answer.content.decode()
    assert '<span class="soft">Now</span> <span class="tag tag-growing">' in html
    assert "Monday, 12 January, 9:00" in html
    assert Observation.objects.get().content == ObservationContent(**tuples(SEEN), tap=1)


def test_an_empty_observation_is_refused(partnership: Partnership, classroom: Classroom, owner: User) -> None:
    address = url("partners:partnership", classroom.key, partnership.key)
    answer = sign_in(owner).post(f"{address}observe/", {"note": "  "}, follow=True)
    assert "There is nothing to keep yet. Tap what you saw, or write a few words." in page(answer)
    assert not Observation.objects.exists()


def test_too_many_words_come_back(partnership: Partnership, classroom: Classroom, owner: User) -> None:
    address = url("partners:observe", classroom.key, partnership.key)
    words = "They laughed. " * 72
    html = page(sign_in(owner).post(address, {**SEEN, "note": words}), status=422)
    assert words in html
    assert 'role="alert"' in html
    assert re.findall(r'value="(\w+)" checked', html) == ["waited", "celebrated", "take_turns", "growing"]
    assert not Observation.objects.exists()


@pytest.mark.parametrize("wrong", [{"strengths": ["being_rich"]}, {"next_steps": ["waited"]}, {"state": "hopeless"}])
def test_an_unknown_chip_is_refused(
    wrong: dict[str, Any], partnership: Partnership, classroom: Classroom, owner: User
) -> None:
    address = url("partners:observe", classroom.key, partnership.key)
    html = page(sign_in(owner).post(address, {**SEEN, **wrong}), status=422)
    assert 'role="alert"' in html
    assert not Observation.objects.exists()


def test_a_partnership_of_another_class_is_not_found(
    partnership: Partnership, other_classroom: Classroom, other_teacher: User
) -> None:
    address = url("partners:partnership", other_classroom.key, partnership.key)
    assert sign_in(other_teacher).get(address).status_code == 404
    assert sign_in(other_teacher).post(f"{address}observe/", SEEN).status_code == 404
    assert not Observation.objects.exists()


def test_a_partnership_that_ended_says_so(
    clock: time_machine.Traveller,
    partnership: Partnership,
    classroom: Classroom,
    owner: User,
    ana: Student,
    ben: Student,
    cleo: Student,
    dov: Student,
    eli: Student,
    fay: Student,
) -> None:
    publish(plan_of(open_round(classroom), [ana, cleo], [ben, dov], [eli, fay]), NEXT_WEEK)
    address = url("partners:partnership", classroom.key, partnership.key)
    assert "· ended" not in page(sign_in(owner).get(address))
    clock.shift(dt.timedelta(days=7))
    html = page(sign_in(owner).get(address))
    assert "Ana and Ben" in html
    assert "· ended" in html


def test_observations_stay_when_partners_are_replaced_before_their_first_day(
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
    publish(plan_of(open_round(classroom), [ana, cleo], [ben, dov], [eli, fay]), NEXT_WEEK)
    coming = partnership_of(ana, NEXT_WEEK)
    teacher, address = sign_in(owner), url("partners:partnership", classroom.key, coming.key)
    teacher.post(f"{address}observe/", SEEN)
    publish(plan_of(open_round(classroom), [ana, dov], [ben, cleo], [eli, fay]))
    assert Observation.objects.get().partnership == coming
    assert "Waited · celebrated" in page(teacher.post(f"{address}uncover/"))
    # Replaced partnerships without observations were deleted.
    assert Partnership.objects.filter(places=None).count() == 1


# A child's partner


def test_a_child_sees_their_partner_and_number(published: Round, ana: Student, ben: Student) -> None:
    html = page(seat(ana).get(url("partners:my_partner")))
    assert "Your writing partner is Ben." in html
    assert "You are Partner 1 this week. You read first today." in html
    assert "what will Ben want to know?" in html
    assert "“I'm ready. Are you?”" in html
    assert [name for name in ("Cleo", "Dov", "Eli", "Fay") if name in html] == []
    assert "You are Partner 2 this week. Partner 1 reads first today." in page(
        seat(ben).get(url("partners:my_partner"))
    )


def test_older_children_read_other_words(owner: User) -> None:
    classroom = make_class(owner, "Ana", "Ben", grade_band=GradeBand.G6_8)
    publish(plan_of(open_round(classroom), list(classroom.students.in_order())))
    html = page(seat(child(classroom, "Ana")).get(url("partners:my_partner")))
    assert "Ben is your reader." in html
    assert "what will Ben be curious about?" in html


def test_partner_numbers_rotate_each_week(clock: time_machine.Traveller, owner: User) -> None:
    """The numbers take turns, so that a number is never a rank. They change on the weekday on which partners began."""
    classroom = make_class(owner, "Ana", "Ben", "Cleo")
    publish(plan_of(open_round(classroom), list(classroom.students.in_order())))
    found = []
    for _ in range(4):
        numbers = []
        for name in ("Ana", "Ben", "Cleo"):
            html = page(seat(child(classroom, name)).get(url("partners:my_partner")))
            numbers += re.findall(r"You are Partner (\d) this week", html)
        found.append("".join(numbers))
        clock.shift(dt.timedelta(days=7))
    assert found == ["123", "231", "312", "123"]


def test_a_child_in_a_three_sees_both_partners(owner: User) -> None:
    classroom = make_class(owner, "Ana", "Ben", "Cleo")
    publish(plan_of(open_round(classroom), list(classroom.students.in_order())))
    assert "Your writing partners are Ben and Cleo." in page(
        seat(child(classroom, "Ana")).get(url("partners:my_partner"))
    )


def test_a_child_sees_the_present_partner_until_the_new_one_begins(
    plan: Plan,
    classroom: Classroom,
    ana: Student,
    ben: Student,
    cleo: Student,
    dov: Student,
    eli: Student,
    fay: Student,
) -> None:
    reader = seat(ana)
    publish(plan, NEXT_WEEK)
    assert reader.get(url("partners:my_partner"))["Location"] == url("partners:me")
    assert "There is nothing to do here yet." in page(reader.get(url("partners:me")))
    publish(plan_of(open_round(classroom), [ana, ben], [cleo, dov], [eli, fay]))
    publish(plan_of(open_round(classroom), [ana, cleo], [ben, dov], [eli, fay]), NEXT_WEEK)
    html = page(reader.get(url("partners:my_partner")))
    assert "Your writing partner is Ben." in html
    assert "Cleo" not in html
    assert reader.get(url("partners:me"))["Location"] == url("partners:my_partner")


def test_a_child_can_see_their_partner_while_a_round_is_open(
    published: Round, classroom: Classroom, ana: Student
) -> None:
    open_round(classroom)
    html = page(seat(ana).get(url("partners:me")))
    assert "It is time to think about writing partners." in html
    assert 'href="/me/partner/"' in html
