"""The class over time: days of observations on the covered page, moves and states behind the cover."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from classroom.models import Classroom, Student, User
from partners.actions import away, moves
from partners.models import Round
from tests.addresses import url
from tests.cast import NOW, observe, open_round, page, partnership_of, plan_of, publish, sign_in
from tests.partners.views.test_partnership import table, text


@pytest.fixture
def teacher(owner: User, clock: time_machine.Traveller, published: Round) -> Client:
    clock.shift(dt.timedelta(days=15))
    return sign_in(owner)


def seen(student: Student, by: User, day: int, **what: Any) -> None:
    observe(partnership=partnership_of(student), by=by, now=NOW + dt.timedelta(days=day), **{"note": "Fine.", **what})


def lines(html: str) -> list[str]:
    found = re.findall(r'<a class="line-link".*?</a>', html, re.DOTALL)
    return [text(line) for line in found if "together" in line]


def test_the_days_on_which_partners_were_seen_are_not_covered(
    teacher: Client, classroom: Classroom, owner: User, ana: Student, cleo: Student
) -> None:
    seen(ana, owner, 0)
    seen(cleo, owner, 8)
    seen(cleo, owner, 15)
    html = page(teacher.get(url("partners:over_time", classroom.key)))
    assert table(html) == [
        ["Partnership", "Week 1", "Week 2", "Week 3"],
        ["Eli and Fay", "", "", ""],
        ["Ana and Ben", "seen", "", ""],
        ["Cleo and Dov", "", "seen", "seen"],
    ]
    assert "2 not seen for two weeks" in html
    assert lines(html) == [
        "Eli and Fay Not seen yet · week 3 together Open",
        "Ana and Ben Seen 15 days ago · week 3 together Open",
        "Cleo and Dov Seen today · week 3 together Open",
    ]


def test_partners_of_a_few_days_do_not_count_as_unseen(owner: User, classroom: Classroom, published: Round) -> None:
    html = page(sign_in(owner).get(url("partners:over_time", classroom.key)))
    assert "Nobody waits for longer than two weeks" in html
    assert lines(html)[0] == "Ana and Ben Not seen yet · week 1 together Open"


def test_the_page_shows_moves_of_the_class_and_the_next_lesson(
    teacher: Client, classroom: Classroom, owner: User, ana: Student, cleo: Student, eli: Student
) -> None:
    for student in (ana, cleo, eli):
        seen(student, owner, 0, strengths=["piece_in_the_middle"])
    seen(ana, owner, 8, strengths=["piece_in_the_middle", "faced_partner"], next_steps=["take_turns"])
    seen(cleo, owner, 8, next_steps=["take_turns", "say_it_back"])
    seen(cleo, owner, 9, strengths=["even_turns"])
    seen(eli, owner, 9, next_steps=["take_turns"])
    html = page(teacher.post(url("partners:over_time_uncover", classroom.key)))
    rows = {row[0]: row[1:] for row in table(html)}
    assert rows["Move"] == ["Week 1", "Week 2", "Week 3", "In all"]
    assert rows["Piece in the middle"] == ["3", "1", "", "3 of 3"]
    assert rows["Trade turns"] == ["", "1", "", "1 of 3"]
    assert rows["Celebrate"] == ["", "", "", "0 of 3"]
    lesson = text(html[html.index("The next lesson") :])
    assert lesson.startswith("The next lesson for everyone Trade turns Seen in 1 of 3 partnerships, a next step in 2.")
    assert 'name="move" value="trade_turns"' in html


def test_a_teachers_own_move_is_charted_and_may_be_the_lesson(
    teacher: Client, classroom: Classroom, owner: User, ana: Student, cleo: Student
) -> None:
    words: dict[str, Any] = {"name": "Sit tall", "looks_like": "", "sounds_like": "", "stems": ["Up we go."]}
    own = moves.add_move(classroom=classroom, words=words, by=owner, now=NOW)
    seen(ana, owner, 0, strengths=[own])
    for student in (ana, cleo):
        seen(student, owner, 8, next_steps=[own])
    html = page(teacher.post(url("partners:over_time_uncover", classroom.key)))
    assert {row[0]: row[1:] for row in table(html)}["Sit tall"] == ["1", "", "", "1 of 3"]
    lesson = text(html[html.index("The next lesson") :])
    assert lesson.startswith("The next lesson for everyone Sit tall Seen in 1 of 3 partnerships, a next step in 2.")
    story = page(teacher.post(url("partners:partnership_uncover", classroom.key, partnership_of(ana).key)))
    assert {row[0]: row[1:] for row in table(story)}["Sit tall"] == ["strength", "next step", ""]
    year = page(teacher.post(url("partners:student_year_uncover", classroom.key, ana.key)))
    assert {row[0]: row[1:] for row in table(year)}["Sit tall"] == ["strength and next step"]
    family = page(teacher.post(url("partners:family_page", classroom.key, ana.key), {"strengths": [own]}))
    assert "Sit tall" in family


def test_states_are_behind_the_cover(
    teacher: Client, classroom: Classroom, owner: User, ana: Student, cleo: Student
) -> None:
    seen(ana, owner, 0, state="needs_me")
    seen(cleo, owner, 0, state="going_well")
    assert "Needs me" not in page(teacher.get(url("partners:over_time", classroom.key)))
    states = text(page(teacher.post(url("partners:over_time_uncover", classroom.key))))
    assert "How it goes Going well Cleo and Dov Needs me Ana and Ben" in states


def test_partners_who_stay_together_keep_their_count_of_weeks(
    teacher: Client,
    classroom: Classroom,
    owner: User,
    ana: Student,
    ben: Student,
    cleo: Student,
    dov: Student,
    eli: Student,
    fay: Student,
) -> None:
    later = NOW + dt.timedelta(days=14)
    publish(plan_of(open_round(classroom, later), [ana, ben], [cleo, fay], [eli, dov]), later.date(), later)
    assert {
        line.split(" Not")[0]: line[-15:-5]
        for line in lines(page(teacher.get(url("partners:over_time", classroom.key))))
    } == {
        "Ana and Ben": "3 together",
        "Cleo and Fay": "1 together",
        "Eli and Dov": "1 together",
    }


def test_partners_who_are_away_today_stay_in_the_list(published: Round, owner: User, classroom: Classroom) -> None:
    """This holds even when everybody is away."""
    teacher, address = sign_in(owner), url("partners:over_time", classroom.key)
    before = lines(page(teacher.get(address)))
    assert len(before) == 3
    for student in classroom.students.here():
        away.mark_away(student=student, by=owner, now=NOW)
        assert lines(page(teacher.get(address))) == before


def test_the_page_says_when_there_are_no_partners(owner: User, classroom: Classroom) -> None:
    teacher = sign_in(owner)
    for answer in (
        teacher.get(url("partners:over_time", classroom.key)),
        teacher.post(url("partners:over_time_uncover", classroom.key)),
    ):
        assert "No partners yet." in page(answer)
