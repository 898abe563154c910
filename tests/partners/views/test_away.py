"""Children who are away today, on every page that shows partners."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client

from classroom.models import Classroom, Student, User
from partners.actions import rules, safety_flags
from partners.models import Partnership, Round
from tests.addresses import url
from tests.cast import NOW, TODAY, page, seat, sign_in, together

TOMORROW = TODAY + dt.timedelta(days=1)


@pytest.fixture
def teacher(owner: User) -> Client:
    return sign_in(owner)


def tap(teacher: Client, student: Student, what: str = "") -> str:
    answer = teacher.post(f"/c/{student.classroom.key}/away/{student.key}/{what}", follow=True)
    assert answer.redirect_chain == [(url("partners:away", student.classroom.key), 302)]
    return page(answer)


def lists(html: str, heading: str) -> list[str]:
    section = re.search(rf'<h2[^>]*id="{heading}".*?</section>', html, re.DOTALL)
    return re.findall(r'dir="auto">([^<]*)<', section[0]) if section else []


def test_a_tap_marks_a_child_away_and_another_undoes_it(
    teacher: Client, published: Round, classroom: Classroom, ana: Student, ben: Student, cleo: Student
) -> None:
    html = page(teacher.get(url("partners:away", classroom.key)))
    assert lists(html, "here") == ["Ana", "Ben", "Cleo", "Dov", "Eli", "Fay"]
    assert "Everyone is here." in html
    assert "Ana is away today." in tap(teacher, ana)
    html = tap(teacher, cleo)
    assert lists(html, "here") == ["Ben", "Dov", "Eli", "Fay"]
    assert lists(html, "away") == ["Ana", "Cleo"]
    assert len(lists(html, "changed")) == 1
    assert lists(html, "changed")[0] in ("Ben and Dov", "Dov and Ben")
    assert "Ana is here, and with the usual partner." in tap(teacher, ana, "here/")
    tap(teacher, cleo, "here/")
    assert "Everyone is here." in page(teacher.get(url("partners:away", classroom.key)))
    assert "Ana is not away today." in tap(teacher, ana, "here/")


def test_the_page_works_with_everybody_away(teacher: Client, published: Round, classroom: Classroom) -> None:
    for student in classroom.students.here():
        html = tap(teacher, student)
    assert lists(html, "here") == []
    assert "Nobody is here today." in html
    assert lists(html, "away") == ["Ana", "Ben", "Cleo", "Dov", "Eli", "Fay"]
    assert "Nobody is free" not in html


def test_the_page_says_when_nobody_is_free(
    teacher: Client, published: Round, classroom: Classroom, owner: User, ana: Student, ben: Student
) -> None:
    """It does not say why, because this page has no cover."""
    for other in classroom.students.exclude(pk__in=(ana.pk, ben.pk)):
        rules.add_rule(classroom=classroom, kind="never", students=[ben, other], by=owner, now=NOW)
    tap(teacher, ana)
    html = page(teacher.get(url("partners:away", classroom.key)))
    assert 'Nobody is free for <span dir="auto">Ben</span> today.' in html
    listed = page(teacher.get(url("partners:partnerships", classroom.key)))
    assert 'Without a partner today: <span dir="auto">Ben</span>.' in listed
    assert not re.search(r"never|rule|safe", html.split("<main")[1] + listed.split("<main")[1], re.IGNORECASE)
    assert "Nobody is free" not in tap(teacher, ana, "here/")
    assert "Without a partner" not in page(teacher.get(url("partners:partnerships", classroom.key)))


def test_a_child_who_comes_while_the_partner_is_away_works_with_others(
    teacher: Client, published: Round, ana: Student, ben: Student
) -> None:
    tap(teacher, ana)
    tap(teacher, ben)
    assert re.search(r"Ana is here, and works with (Cleo and Dov|Eli and Fay) today\.", tap(teacher, ana, "here/"))


def test_children_see_todays_partner_for_today_only(
    clock: time_machine.Traveller,
    teacher: Client,
    published: Round,
    classroom: Classroom,
    ana: Student,
    ben: Student,
    cleo: Student,
    dov: Student,
) -> None:
    Partnership.objects.update(shared=["games"])
    tap(teacher, ana)
    tap(teacher, cleo)
    html = page(seat(ben).get(url("partners:my_partner")))
    assert "Your writing partner is Dov." in html
    assert "This is just for today." in html
    assert "like to write about" not in html  # that is about the usual partners
    assert "Ana" not in html
    assert "Your writing partner is Ben." in page(seat(dov).get(url("partners:my_partner")))
    html = page(seat(classroom.students.get(called="Fay")).get(url("partners:my_partner")))
    assert "just for today" not in html
    assert "Games" in html
    assert re.findall(r"You are Partner \d (.*?)\.", page(seat(ben).get(url("partners:my_partner")))) == ["today"]
    clock.shift(dt.timedelta(days=1))
    html = page(seat(ben).get(url("partners:my_partner")))
    assert re.findall(r"You are Partner \d (.*?)\.", html) == ["this week"]
    assert "Your writing partner is Ana." in html
    assert "just for today" not in html
    assert "Games" in html


def test_partner_numbers_follow_the_week_after_a_day_away(
    clock: time_machine.Traveller, owner: User, published: Round, ana: Student, ben: Student
) -> None:
    clock.shift(dt.timedelta(days=8))
    teacher = sign_in(owner)
    assert "You are Partner 2 this week." in page(seat(ana).get(url("partners:my_partner")))
    tap(teacher, ana)
    tap(teacher, ben)
    clock.shift(dt.timedelta(days=1))
    assert "You are Partner 2 this week." in page(seat(ana).get(url("partners:my_partner")))
    assert "You are Partner 1 this week." in page(seat(ben).get(url("partners:my_partner")))


def test_the_list_and_the_wall_show_the_partners_of_the_day(
    teacher: Client, published: Round, classroom: Classroom, aide: User, ana: Student, cleo: Student
) -> None:
    for student in (ana, cleo):
        tap(teacher, student)
    for reader in (teacher, sign_in(aide)):
        html = page(reader.get(url("partners:partnerships", classroom.key)))
        assert html.count("Just today") == 1
        assert re.search(r"Away today:.*Ana.*, .*Cleo.*\.</p>", html)
    wall = page(teacher.get(url("partners:projector", classroom.key)))
    assert wall.count("projector-card ") + wall.count('projector-card"') == 2
    assert "Ana" not in wall
    assert "Without today’s changes" in page(teacher.get(url("partners:projector", classroom.key)))
    for address in ("wall/?own=1", "desk-cards/"):
        html = page(teacher.get(f"/c/{classroom.key}/{address}"))
        assert re.findall(r'<span dir="auto">([A-Z]\w+)</span>', html) == ["Ana", "Ben", "Cleo", "Dov", "Eli", "Fay"]


def test_no_page_tells_who_must_be_apart(
    teacher: Client, published: Round, classroom: Classroom, ana: Student, ben: Student, cleo: Student
) -> None:
    """With a flag the pages read the same as without one."""
    before = tap(teacher, ana)
    tap(teacher, ana, "here/")
    safety_flags.raise_flag(student=ana, named_pk=cleo.pk, round=published, now=NOW)
    assert tap(teacher, ana) == before
    assert frozenset(("Ana", "Ben")) in together(classroom, TOMORROW)


def test_a_child_of_another_class_is_not_found(
    teacher: Client, published: Round, classroom: Classroom, gus: Student
) -> None:
    assert teacher.post(url("partners:away_mark", classroom.key, gus.key)).status_code == 404
    assert teacher.post(url("partners:away_mark", classroom.key, "nothing")).status_code == 404


def test_nobody_can_be_away_before_partners_begin(teacher: Client, classroom: Classroom, ana: Student) -> None:
    assert "No partners work together today." in page(teacher.get(url("partners:away", classroom.key)))
    assert "Ana has no partner today." in tap(teacher, ana)
