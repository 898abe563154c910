"""The pages on which partners change in the middle of a unit, and a unit ends."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client

from classroom.models import Classroom, Student, User
from partners.models import PartnerChange, Round
from tests.addresses import url
from tests.cast import (
    NOW,
    TODAY,
    has_focus,
    open_round,
    owner_of,
    page,
    partnership_of,
    plan_of,
    publish,
    seat,
    sign_in,
    together,
)

NEXT_WEEK = TODAY + dt.timedelta(days=7)
WOMBAT = "a wombat sat between them"
OWN = {frozenset(pair) for pair in (("Ana", "Ben"), ("Cleo", "Dov"), ("Eli", "Fay"))}


@pytest.fixture
def teacher(owner: User) -> Client:
    return sign_in(owner)


@pytest.fixture
def at(published: Round, classroom: Classroom) -> str:
    return url("partners:partners_change", classroom.key)


def offered(html: str) -> list[tuple[str, list[str]]]:
    ways = re.findall(r'name="groups" value="([^"]*)"[^>]*><span>(.*?)</label>', html)
    return [(value, re.findall(r'<span dir="auto">([^<]*)</span>', words)) for value, words in ways]


def data(html: str, **more: str) -> dict[str, str]:
    return {"groups": offered(html)[0][0], "starts_on": NEXT_WEEK.isoformat(), "reason": "", **more}


def test_the_teacher_chooses_partnerships_and_then_a_way(
    teacher: Client, at: str, classroom: Classroom, ana: Student, cleo: Student
) -> None:
    assert offered(page(teacher.get(at))) == []
    which = [partnership_of(student).key for student in (ana, cleo)]
    html = page(teacher.get(at, {"which": which}))
    assert sorted(tuple(sorted(words)) for _, words in offered(html)) == [
        ("Ana and Cleo", "Ben and Dov"),
        ("Ana and Dov", "Ben and Cleo"),
    ]
    assert 'value="2026-01-19"' in html  # a Monday
    answer = teacher.post(at, {**data(html, reason=WOMBAT), "which": which}, follow=True)
    assert "New partners from Monday, 19 January. Until then nothing changes." in page(answer)
    assert together(classroom) == OWN
    assert frozenset(("Eli", "Fay")) in together(classroom, NEXT_WEEK)
    assert len(together(classroom, NEXT_WEEK) & OWN) == 1
    assert "Your writing partner is Ben." in page(seat(ana).get(url("partners:my_partner")))


def test_a_change_may_start_today(teacher: Client, at: str, classroom: Classroom, ana: Student, cleo: Student) -> None:
    which = [partnership_of(student).key for student in (ana, cleo)]
    sent = data(page(teacher.get(at, {"which": which})), starts_on=TODAY.isoformat())
    html = page(teacher.post(at, {**sent, "which": which}, follow=True))
    assert re.findall(r"New partners from [^<]*", html) == ["New partners from today."]
    assert len(together(classroom) & OWN) == 1


@pytest.mark.parametrize(
    ("next_start", "day"), [(TODAY + dt.timedelta(days=3), "2026-01-14"), (NEXT_WEEK, "2026-01-18")]
)
def test_the_filled_in_first_day_is_possible(
    next_start: dt.date, day: str, teacher: Client, at: str, classroom: Classroom, ana: Student, cleo: Student
) -> None:
    """This holds even where the next partners begin before next Monday, or on it."""
    here = list(classroom.students.here())
    publish(plan_of(open_round(classroom), here[:3], here[3:]), next_start)
    which = [partnership_of(student).key for student in (ana, cleo)]
    html = page(teacher.get(at, {"which": which}))
    assert re.findall(r'name="starts_on" value="([^"]*)"', html) == [day]
    answer = teacher.post(at, {**data(html, starts_on=day), "which": which}, follow=True)
    assert "Until then nothing changes." in page(answer)


def test_the_reason_is_behind_the_cover(teacher: Client, at: str, classroom: Classroom, ana: Student) -> None:
    html = page(teacher.get(at, {"which": partnership_of(ana).key}))
    teacher.post(at, data(html, reason=WOMBAT))
    for address in (at, url("partners:partnerships", classroom.key), url("partners:record", classroom.key)):
        assert "wombat" not in page(teacher.get(address))
    assert "changed partners, and gave a reason" in page(teacher.get(url("partners:record", classroom.key)))
    assert WOMBAT in page(teacher.post(f"{at}uncover/"))
    assert "looked behind the cover" in page(teacher.get(url("partners:record", classroom.key)))
    assert PartnerChange.objects.get().reason == WOMBAT


def test_changed_partners_are_reported_by_name(teacher: Client, at: str, ana: Student, cleo: Student) -> None:
    which = [partnership_of(student).key for student in (ana, cleo)]
    html = page(teacher.get(at, {"which": which}))
    teacher.post(at, data(html))
    listed = page(teacher.get(at)).split("Changed so far")[1]
    assert re.findall(r'<span dir="auto">(.*?)</span>', listed) == offered(html)[0][1]


def test_a_later_change_is_reported_and_not_offered_again(
    teacher: Client, at: str, classroom: Classroom, ana: Student, cleo: Student, eli: Student
) -> None:
    which = [partnership_of(student).key for student in (ana, cleo)]
    html = page(teacher.get(at, {"which": which}))
    teacher.post(at, data(html))
    again = page(teacher.get(at, {"which": which}))
    assert re.findall(r'name="which" value="(\w+)"', again) == [partnership_of(eli).key]
    assert offered(again) == []
    told = page(teacher.get(url("partners:partnerships", classroom.key)))
    assert f"From Monday, 19 January: {' · '.join(offered(html)[0][1])}." in told


def test_a_future_change_can_be_taken_back(
    teacher: Client, at: str, classroom: Classroom, ana: Student, cleo: Student, gus: Student
) -> None:
    which = [partnership_of(student).key for student in (ana, cleo)]
    teacher.post(at, data(page(teacher.get(at, {"which": which}))))
    [number] = re.findall(r'name="change" value="(\d+)"', page(teacher.get(at)))
    elsewhere = url("partners:partners_take_back", gus.classroom.key)
    assert teacher.post(elsewhere, {"change": number}).status_code == 404
    for sent, words in (
        ({"change": "no"}, "This change is taken back by now."),
        ({"change": number}, "Taken back. Nobody changes on Monday, 19 January."),
        ({"change": number}, "This change is taken back by now."),
    ):
        answer = teacher.post(f"{at}take-back/", sent, follow=True)
        assert answer.redirect_chain == [(at, 302)]
        assert words in page(answer)
    assert "Changed so far" not in page(teacher.get(at))
    assert together(classroom, NEXT_WEEK) == OWN


def test_a_change_that_began_is_not_offered_for_taking_back(
    teacher: Client, at: str, ana: Student, cleo: Student
) -> None:
    which = [partnership_of(student).key for student in (ana, cleo)]
    teacher.post(at, {**data(page(teacher.get(at, {"which": which}))), "starts_on": TODAY.isoformat()})
    html = page(teacher.get(at))
    assert "Changed so far" in html
    assert "Take it back" not in html


def test_an_invalid_change_keeps_everything_typed(teacher: Client, at: str, classroom: Classroom, ana: Student) -> None:
    which = partnership_of(ana).key
    html = page(teacher.get(at, {"which": which}))
    for wrong in ({"starts_on": "2026-01-11"}, {"starts_on": "soon"}, {"groups": ""}, {"groups": "x"}):
        sent = {**data(html, reason=WOMBAT), **wrong, "which": which}
        again = page(teacher.post(at, sent), 422)
        assert offered(again) == offered(html)
        assert has_focus(again) == list(wrong)
        assert f'value="{WOMBAT}"' in again
    assert together(classroom, NEXT_WEEK) == OWN


@pytest.mark.parametrize("groups", ["bbbbbbbbbb-cccccccccc,dddddddddd-ffffffffff"])
def test_unknown_children_are_refused(groups: str, teacher: Client, at: str, classroom: Classroom) -> None:
    sent = {"groups": groups, "starts_on": NEXT_WEEK.isoformat()}
    assert "Partnerships have changed meanwhile." in page(teacher.post(at, sent), 422)
    assert together(classroom, NEXT_WEEK) == OWN


def test_the_teacher_ends_a_unit(teacher: Client, published: Round, classroom: Classroom, ana: Student) -> None:
    address = url("partners:unit_end", classroom.key)
    assert 'value="2026-02-20"' in page(teacher.get(address))
    for wrong in ("2026-01-11", "2027-01-14", "9999-12-31"):
        html = page(teacher.post(address, {"last_day": wrong}))
        assert '<p class="field-error" role="alert">Choose today or a later day, within a year.</p>' in html
    for wrong in ("soon", ""):
        assert '<p class="field-error" role="alert">' in page(teacher.post(address, {"last_day": wrong}))
    assert has_focus(html) == ["last_day"]
    assert "Partners are together until today." in page(teacher.post(address, {"last_day": "2026-01-12"}, follow=True))
    answer = teacher.post(address, {"last_day": "2026-01-16"}, follow=True)
    html = page(answer)
    assert "Partners are together until Friday, 16 January." in html
    assert "until Friday, 16 January" in html
    assert together(classroom, dt.date(2026, 1, 17)) == set()


@pytest.mark.parametrize(
    ("next_start", "day"),
    [(NEXT_WEEK, "2026-01-18"), (TODAY + dt.timedelta(days=1), "2026-01-12"), (dt.date(2026, 6, 1), "2026-02-20")],
)
def test_the_filled_in_last_day_is_possible(
    next_start: dt.date, day: str, teacher: Client, published: Round, classroom: Classroom
) -> None:
    """The next partners are published, but the page is about today's."""
    here = list(classroom.students.here())
    publish(plan_of(open_round(classroom), [here[0], here[2]], [here[1], here[3]], here[4:]), next_start)
    address = url("partners:unit_end", classroom.key)
    assert re.findall(r'name="last_day" value="([^"]*)"', page(teacher.get(address))) == [day]
    late = page(teacher.post(address, {"last_day": next_start.isoformat()}))
    assert '<p class="field-error" role="alert">The next partners begin by then. Choose an earlier day.</p>' in late
    assert "Partners are together until" in page(teacher.post(address, {"last_day": day}, follow=True))


def test_a_future_change_is_named_where_the_unit_ends(
    teacher: Client, at: str, classroom: Classroom, ana: Student, cleo: Student
) -> None:
    """The round that follows does not count as such a change."""
    address, said = url("partners:unit_end", classroom.key), "On Monday, 19 January some partners change."
    assert "some partners change" not in page(teacher.get(address))
    which = [partnership_of(student).key for student in (ana, cleo)]
    html = page(teacher.get(at, {"which": which}))
    teacher.post(at, {**data(html), "which": which})
    here = list(classroom.students.here())
    publish(plan_of(open_round(classroom), here[:3], here[3:]), dt.date(2026, 2, 2))
    assert page(teacher.get(address)).count("some partners change") == 1
    assert said in page(teacher.get(address))
    teacher.post(address, {"last_day": "2026-01-16"})
    assert "some partners change" not in page(teacher.get(address))


def test_today_is_filled_in_for_a_unit_that_is_overdue(
    teacher: Client, published: Round, classroom: Classroom, clock: time_machine.Traveller
) -> None:
    clock.move_to(NOW + dt.timedelta(weeks=8))
    address = url("partners:unit_end", classroom.key)
    assert 'name="last_day" value="2026-03-09"' in page(sign_in(owner_of(classroom)).get(address))


def test_nothing_can_change_or_end_before_partners_are_published(teacher: Client, classroom: Classroom) -> None:
    for address in ("change-partners/", "end-unit/"):
        assert "No partners are together now." in page(teacher.get(f"/c/{classroom.key}/{address}"))
    assert "No partners are together today." in page(
        teacher.post(url("partners:unit_end", classroom.key), {"last_day": "2026-01-16"})
    )
