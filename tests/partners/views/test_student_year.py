"""A child's year with partners, and half a page about it for the family."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from classroom.models import AuditEvent, Classroom, Student, User
from partners.models import Round
from tests.addresses import url
from tests.cast import NOW, hand_in, observe, open_round, page, partnership_of, plan_of, publish, sign_in
from tests.confidential.planted import WOMBAT
from tests.partners.views.test_partnership import story, table, text

LATER = NOW + dt.timedelta(days=28)


@pytest.fixture
def year(
    published: Round,
    classroom: Classroom,
    clock: time_machine.Traveller,
    ana: Student,
    ben: Student,
    cleo: Student,
    dov: Student,
    eli: Student,
    fay: Student,
) -> str:
    """The address of Ana's page. She was with Ben, and since four weeks later is with Cleo."""
    round = open_round(classroom, LATER)
    hand_in(ben, round, hard={ana: ["loud"]}, now=LATER)
    publish(plan_of(round, [ana, cleo], [ben, dov], [eli, fay]), LATER.date(), LATER)
    clock.shift(dt.timedelta(days=28))
    return url("classroom:student", classroom.key, ana.key)


@pytest.fixture
def teacher(year: str, owner: User) -> Client:
    return sign_in(owner)


def seen(student: Student, by: User, now: dt.datetime, **what: Any) -> None:
    partnership = partnership_of(student, student.classroom.today(now))
    observe(partnership=partnership, by=by, now=now, **what)


def test_partners_over_the_year_are_not_covered(teacher: Client, year: str) -> None:
    html = page(teacher.get(f"{year}year/"))
    lines = [text(line) for line in re.findall(r'<a class="line-link".*?</a>', html, re.DOTALL)]
    assert lines == ["Cleo Round 2 · 9 February, now Open", "Ben Round 1 · 12 January to 9 February Open"]
    assert "data-behind-cover" not in html


def test_moves_reading_and_listening_are_behind_the_cover(
    teacher: Client, year: str, owner: User, ana: Student, ben: Student, cleo: Student
) -> None:
    seen(ana, owner, NOW, strengths=["waited", "even_turns"], reader=ana.pk)
    seen(ana, owner, NOW, next_steps=["say_it_back"], reader=ben.pk)
    seen(ana, owner, NOW, strengths=["celebrated"], note=WOMBAT, about=ben.pk)
    seen(ana, owner, LATER, strengths=["retold_accurately"], about=ana.pk, reader=cleo.pk)
    html = page(teacher.post(f"{year}year/uncover/"))
    assert table(html) == [
        ["Move", "Round 1", "Round 2"],
        ["Trade turns", "strength", ""],
        ["Say it back", "next step", "strength"],
    ]
    assert WOMBAT not in html
    reading, listening = html.index(">Reading</h2>"), html.index(">Listening</h2>")
    assert [entry.split("Okafor ")[1] for entry in story(html[reading:listening])] == ["Waited · even turns Ana read."]
    assert [entry.split("Okafor ")[1] for entry in story(html[listening:])] == [
        "About Ana Retold accurately Cleo read.",
        "Next step: listener: say it back Ben read.",
    ]
    assert "loud" not in html  # Ben's note
    assert AuditEvent.objects.get(verb="cover_lifted").student == ana


def test_the_family_page_shows_only_what_was_chosen_about_this_child(
    teacher: Client, year: str, owner: User, ana: Student, ben: Student
) -> None:
    seen(ana, owner, NOW, strengths=["waited", "even_turns"], next_steps=["say_it_back"], note=WOMBAT, reader=ben.pk)
    html = page(teacher.post(f"{year}year/uncover/"))
    assert re.findall(r'name="(?:strengths|next_steps)" value="(\w+)"( checked)?', html) == [
        ("even_turns", ""),
        ("waited", ""),
        ("say_it_back", ""),
    ]
    answer = teacher.post(f"{year}family/", {"strengths": ["waited"], "words": "She lets others finish."})
    shown = text(page(answer))
    assert "Ana as a writing partner Room 12 · 9 February 2026 Does well Waited She lets others finish." in shown
    assert [word for word in ("Ben", "Cleo", WOMBAT, "Even turns", "Learns next") if word in shown] == []
    assert "no-store" in answer["Cache-Control"]
    assert AuditEvent.objects.get(verb="family_page_made").student == ana


@pytest.mark.parametrize("sent", [{}, {"strengths": ["being_rich"]}, {"words": "x" * 601}])
def test_a_family_page_needs_a_valid_choice(sent: dict[str, Any], teacher: Client, year: str) -> None:
    html = page(teacher.post(f"{year}family/", sent, follow=True))
    assert "Choose what the family reads" in html
    assert not AuditEvent.objects.filter(verb="family_page_made").exists()


def test_the_page_says_when_a_child_had_no_partners(owner: User, classroom: Classroom, ana: Student) -> None:
    teacher = sign_in(owner)
    address = url("partners:student_year", classroom.key, ana.key)
    for answer in (teacher.get(address), teacher.post(f"{address}uncover/")):
        assert "No partner yet." in page(answer)
