import datetime as dt
import re
import uuid
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from classroom.actions import roster
from classroom.models import Classroom, Student, User
from partners.actions import observations, plans, safety_flags, temporary_moves
from partners.models import Plan, Round, SafetyFlag
from partners.planning import regrouping
from tests.addresses import url
from tests.cast import (
    NOW,
    TODAY,
    hand_in,
    make_class,
    move,
    observe,
    open_round,
    page,
    partnership_of,
    plan_of,
    publish,
    seat,
    sign_in,
    together,
)


def test_without_a_class_the_first_step_is_shown(owner: User) -> None:
    html = page(sign_in(owner).get(url("partners:home")))
    assert "Good morning, Ms. Okafor" in html
    assert "Monday, 12 January" in html
    assert "Make a class" in html


@pytest.mark.parametrize(("hours", "part"), [(0, "morning"), (3, "afternoon"), (9, "evening"), (-8, "morning")])
def test_the_greeting_follows_the_clock_in_the_room(
    hours: int, part: str, clock: time_machine.Traveller, classroom: Classroom, owner: User
) -> None:
    clock.shift(dt.timedelta(hours=hours))
    assert f"Good {part}, Ms. Okafor" in page(sign_in(owner).get(url("partners:home")))


def test_home_says_what_a_class_needs(classroom: Classroom, owner: User, ana: Student, ben: Student) -> None:
    teacher = sign_in(owner)
    assert "No partners yet" in page(teacher.get(url("partners:home")))
    round = open_round(classroom)
    for _ in range(2):
        hand_in(ana, round, great={ben: []})
    html = page(teacher.get(url("partners:home")))
    assert "1 of 6 notes are in" in html
    assert "Round 1 is open" in html
    assert "Read this first" not in html


def test_children_not_placed_in_the_newest_plan_are_counted_and_not_named(
    classroom: Classroom, owner: User, plan: Plan, ana: Student, ben: Student, cleo: Student
) -> None:
    teacher, edge = sign_in(owner), "at the table’s edge"
    assert edge not in page(teacher.get(url("partners:home")))
    move(plan, regrouping.PutAside(ana.pk))
    html = page(teacher.get(url("partners:home")))
    assert "The plan has 2 children at the table’s edge" in html
    assert "Ana" not in html
    roster.mark_left(student=ben, by=owner, now=NOW)
    assert "The plan has a child at the table’s edge" in page(teacher.get(url("partners:home")))
    roster.mark_left(student=cleo, by=owner, now=NOW)  # Dov is alone then
    assert "The plan has 2 children at the table’s edge" in page(teacher.get(url("partners:home")))
    plans.suggest(round=plan.round, mode="mix", by=owner, now=NOW)
    assert edge not in page(teacher.get(url("partners:home")))


def test_home_says_when_a_class_has_no_children(owner: User) -> None:
    make_class(owner)
    assert "No children yet" in page(sign_in(owner).get(url("partners:home")))


def test_home_shows_the_running_round_to_both_teachers(published: Round, owner: User, co_teacher: User) -> None:
    for user in (owner, co_teacher):
        assert "Partners of round 1, since 12 January" in page(sign_in(user).get(url("partners:home")))


def test_a_child_who_is_not_safe_is_on_home_at_once(
    classroom: Classroom, owner: User, ana: Student, ben: Student, round: Round
) -> None:
    """Home says so before the note is sent, without a name, until the teacher has answered."""
    reader, teacher = seat(ana), sign_in(owner)
    reader.post(url("partners:note_who_hard"), {"student": ben.key})
    assert "Read this first" not in page(teacher.get(url("partners:home")))
    reader.post(url("partners:note_why", "hard", 0), {"student": ben.key, "unsafe": "1"})
    html = page(teacher.get(url("partners:home")))
    assert "Read this first" in html
    assert not re.search(r"\bAna\b", html)
    assert "Read this first" in page(teacher.get(url("partners:notes", classroom.key)))
    teacher.post(url("partners:notes_uncover", classroom.key))
    assert "Read this first" in page(teacher.get(url("partners:home")))
    flag = SafetyFlag.objects.get()
    teacher.post(url("partners:flag_answer", classroom.key, flag.key), {"answer": "seen"})
    assert "Read this first" not in page(teacher.get(url("partners:home")))
    assert "Read this first" in page(teacher.get(url("partners:notes", classroom.key)))


def test_a_partnership_that_needs_the_teacher_is_on_home_at_once(
    published: Round, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student
) -> None:
    """Ana and Ben are partners; Ana and Cleo are not. Home names nobody."""
    teacher = sign_in(owner)
    safety_flags.raise_flag(student=ana, named_pk=cleo.pk, round=published, now=NOW)
    assert "A partnership needs you today" not in page(teacher.get(url("partners:home")))
    safety_flags.raise_flag(student=ben, named_pk=ana.pk, round=published, now=NOW)
    html = page(teacher.get(url("partners:home")))
    assert "A partnership needs you today" in html
    assert not re.search(r"\b(Ana|Ben|Cleo)\b", html)
    flag = SafetyFlag.objects.order_by("pk").last()
    assert flag
    teacher.post(url("partners:flag_decide", classroom.key, flag.key), {"may": "no"})
    assert "A partnership needs you today" not in page(teacher.get(url("partners:home")))
    assert "Read this first" in page(teacher.get(url("partners:notes", classroom.key)))


def test_future_partners_who_need_the_teacher_are_on_home(
    clock: time_machine.Traveller, plan: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student
) -> None:
    """They are on Home from the moment of publishing. From their first day on they count as partners of today."""
    before, now = "A partnership needs you before it starts", "A partnership needs you today"
    publish(plan, starts_on=TODAY + dt.timedelta(days=2))
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=plan.round, now=NOW)

    def said() -> list[str]:
        html = page(sign_in(owner).get(url("partners:home")))
        assert not re.search(r"\b(Ana|Ben)\b", html)
        return [line for line in (before, now) if line in html]

    assert said() == [before]
    read_first = page(sign_in(owner).post(url("partners:notes_uncover", classroom.key)))
    assert "They are to be partners from Wednesday, 14 January." in read_first
    assert "They are partners now." not in read_first
    clock.shift(dt.timedelta(days=2))
    assert said() == [now]
    read_first = page(sign_in(owner).post(url("partners:notes_uncover", classroom.key)))
    assert ("They are to be partners" in read_first, "They are partners now." in read_first) == (False, True)


def test_a_new_plan_parts_future_partners_before_they_begin(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student
) -> None:
    """A plan of the next round that begins on the same day replaces the first one."""
    later = TODAY + dt.timedelta(days=2)
    publish(plan, starts_on=later)
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=plan.round, now=NOW)
    publish(plans.suggest(round=open_round(classroom), mode="steady", by=owner, now=NOW), starts_on=later)
    assert "A partnership needs you before it starts" not in page(sign_in(owner).get(url("partners:home")))
    assert frozenset({"Ana", "Ben"}) not in together(classroom, later)
    assert len(together(classroom, later)) == 3


def test_partners_who_are_parted_for_today_need_nobody(
    published: Round, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student, eli: Student
) -> None:
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=published, now=NOW)
    moves = {ana: partnership_of(cleo), ben: partnership_of(eli)}
    temporary_moves.move_for_today(classroom=classroom, moves=moves, by=owner, now=NOW)
    html = page(sign_in(owner).get(url("partners:home")))
    assert "A partnership needs you" not in html


def test_an_aide_sees_partners_and_nothing_else(
    classroom: Classroom,
    aide: User,
    ana: Student,
    ben: Student,
    cleo: Student,
    dov: Student,
    eli: Student,
    fay: Student,
) -> None:
    round = open_round(classroom)
    hand_in(ana, round, hard={ben: ["unsafe"]})
    helper = sign_in(aide)
    html = page(helper.get(url("partners:home")))
    assert "Room 12" in html
    assert "Nothing needs you today." in html
    assert [words for words in ("notes are in", "Read this first", "Round 1", "New class") if words in html] == []
    publish(plan_of(round, [ana, cleo], [ben, dov], [eli, fay]))
    assert "Partners of round 1" in page(helper.get(url("partners:home")))


def test_an_account_manager_sees_no_class(classroom: Classroom, account_manager: User) -> None:
    html = page(sign_in(account_manager).get(url("partners:home")))
    assert "You look after the accounts of your school." in html
    assert 'href="/school/"' in html
    assert "Room 12" not in html


def test_classes_of_other_teachers_are_not_shown(classroom: Classroom, other_classroom: Classroom, owner: User) -> None:
    html = page(sign_in(owner).get(url("partners:home")))
    assert ("Room 12" in html, "Room 14" in html) == (True, False)


def test_a_visitor_is_led_to_the_sign_in_page(ana: Student) -> None:
    """A child who is signed in is led to their own page."""
    assert seat(ana).get(url("partners:home"))["Location"] == url("partners:me")
    assert Client().get(url("partners:home"))["Location"] == url("account_login")


@pytest.mark.django_db
def test_the_very_first_teacher_is_led_to_sign_up() -> None:
    assert Client().get(url("partners:home"))["Location"] == url("account_signup")


def test_home_shows_a_unit_that_ends_within_a_week(
    clock: time_machine.Traveller, published: Round, classroom: Classroom, owner: User
) -> None:
    line = "The unit’s last day: Friday, 20 February"
    clock.move_to(NOW + dt.timedelta(days=31))
    assert line not in page(sign_in(owner).get(url("partners:home")))
    for days in (32, 39, 45):
        clock.move_to(NOW + dt.timedelta(days=days))
        assert line in page(sign_in(owner).get(url("partners:home")))
    open_round(classroom)
    assert line not in page(sign_in(owner).get(url("partners:home")))


def test_partners_who_were_not_seen_for_two_weeks_are_counted(
    clock: time_machine.Traveller, published: Round, classroom: Classroom, owner: User, ana: Student, cleo: Student
) -> None:
    clock.shift(dt.timedelta(days=13))
    assert "not seen for two weeks" not in page(sign_in(owner).get(url("partners:home")))
    seen: dict[str, Any] = {"strengths": ["waited"], "by": owner, "now": timezone.now()}
    observe(partnership=partnership_of(ana), **seen)
    taken = observe(partnership=partnership_of(cleo), client_key=uuid.uuid4(), **seen)
    assert taken.client_key
    observations.take_back(
        partnership=partnership_of(cleo), by=owner, now=timezone.now(), client_key=taken.client_key, tap=2
    )
    clock.shift(dt.timedelta(days=1))
    html = page(sign_in(owner).get(url("partners:home")))
    assert "2 partnerships not seen for two weeks" in html
    assert not re.search(r"\bAna\b|\bCleo\b", html)
