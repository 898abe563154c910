"""The timeline of a partnership, behind the cover, and the card for the pair."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from classroom.models import AuditEvent, Classroom, Student, User
from partners.actions import check_ins
from partners.models import Partnership
from tests.addresses import url
from tests.cast import NOW, TODAY, observe, page, sign_in
from tests.confidential.planted import WOMBAT


@pytest.fixture
def teacher(owner: User, clock: time_machine.Traveller) -> Client:
    clock.shift(dt.timedelta(days=9))
    return sign_in(owner)


def seen(partnership: Partnership, by: User, day: int, **what: Any) -> None:
    observe(partnership=partnership, by=by, now=NOW + dt.timedelta(days=day), **what)


def address(partnership: Partnership) -> str:
    return url("partners:partnership", partnership.classroom.key, partnership.key)


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def table(html: str) -> list[list[str]]:
    """The rows of the first chart on a page, from its table."""
    found = re.search(r"<table.*?</table>", html, re.DOTALL)
    assert found
    rows = re.findall(r"<tr>(.*?)</tr>", found[0], re.DOTALL)
    return [[text(cell) for cell in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row)] for row in rows]


def story(html: str) -> list[str]:
    return [text(entry) for entry in re.findall(r'<li class="entry.*?</li>', html, re.DOTALL)]


def test_the_timeline_shows_the_newest_first(
    teacher: Client, partnership: Partnership, owner: User, aide: User, ana: Student, ben: Student
) -> None:
    seen(partnership, owner, 1, strengths=["waited"], reader=ana.pk, note="“Wait.”", state="growing")
    seen(partnership, aide, 8, next_steps=["take_turns"], about=ben.pk, follow_up=TODAY + dt.timedelta(days=10))
    check_ins.open_check_in(classroom=partnership.classroom, by=owner, now=NOW)
    said = {"face": "okay", "help_with": ["turns"], "words": "She reads fast."}
    check_ins.answer(student=ana, partnership=partnership, now=NOW + dt.timedelta(days=2), **said)  # type: ignore[arg-type]
    assert story(page(teacher.post(f"{address(partnership)}uncover/"))) == [
        "Tuesday, 20 January, 9:00 · Mrs. Tanaka About Ben Next step: take turns Look again on Thursday, 22 January.",
        "Wednesday, 14 January, 9:00 Ana checked in: okay. Help with: taking turns. “She reads fast.”",
        "Tuesday, 13 January, 9:00 · Ms. Okafor Waited “Wait.” Ana read. Growing",
        "12 January Partners began.",
    ]


def test_the_page_shows_the_chart_and_what_to_teach(teacher: Client, partnership: Partnership, owner: User) -> None:
    seen(partnership, owner, 0, strengths=["faced_partner", "waited"], next_steps=["take_turns"])
    seen(partnership, owner, 8, strengths=["even_turns"], next_steps=["say_it_back"])
    html = page(teacher.post(f"{address(partnership)}uncover/"))
    assert table(html) == [
        ["Move", "Week 1", "Week 2"],
        ["Knee to knee", "strength", ""],
        ["Trade turns", "next step", "strength"],
        ["Say it back", "", "next step"],
    ]
    assert html.count('class="chart-strength"') == 2 + 1  # and one in the key
    taught = html[html.index("What to teach next") :]
    assert re.findall(r'name="move" value="(\w+)"', taught) == ["say_it_back", "set_the_spot", "piece_in_the_middle"]
    assert "Listener retells with fingers" in taught
    assert "“So first… then… Is that it?”" in taught


def test_moves_have_the_teachers_names(teacher: Client, partnership: Partnership, owner: User) -> None:
    classroom = partnership.classroom
    teacher.post(url("partners:move", classroom.key, "trade_turns"), {"name": "Swap seats"})
    teacher.post(url("partners:move_hide", classroom.key, "set_the_spot"))  # still shown, as the move of the week
    teacher.post(url("partners:move_hide", classroom.key, "knee_to_knee"))
    seen(partnership, owner, 0, strengths=["even_turns"])
    html = page(teacher.post(f"{address(partnership)}uncover/"))
    assert [row[0] for row in table(html)] == ["Move", "Swap seats"]
    assert re.findall(r'name="move" value="(\w+)"', html) == [
        "set_the_spot",
        "piece_in_the_middle",
        "show_im_listening",
    ]


def test_uncovering_is_recorded(teacher: Client, partnership: Partnership, owner: User) -> None:
    page(teacher.get(address(partnership)))
    assert not AuditEvent.objects.filter(verb="cover_lifted").exists()
    page(teacher.post(f"{address(partnership)}uncover/"))
    assert AuditEvent.objects.get(verb="cover_lifted").by == owner


def test_uncovering_after_a_rest_asks_for_the_password(
    teacher: Client, partnership: Partnership, owner: User, clock: time_machine.Traveller
) -> None:
    seen(partnership, owner, 0, note=WOMBAT)
    page(teacher.get(address(partnership)))
    clock.shift(16 * 60)
    assert teacher.post(f"{address(partnership)}uncover/")["Location"].startswith(url("classroom:confirm_password"))


def test_the_page_prints_only_when_opened_for_paper(teacher: Client, partnership: Partnership, owner: User) -> None:
    seen(partnership, owner, 0, strengths=["even_turns"])
    assert "on-paper" not in page(teacher.post(f"{address(partnership)}uncover/"))
    paper = page(teacher.post(f"{address(partnership)}uncover/", {"paper": "1"}))
    assert 'data-behind-cover="on-paper"' in paper
    assert "data-on-paper" in paper


def test_the_card_holds_names_and_a_move(
    teacher: Client, partnership: Partnership, owner: User, classroom: Classroom
) -> None:
    seen(partnership, owner, 0, note=WOMBAT, next_steps=["say_it_back"], state="needs_me")
    html = page(teacher.get(f"{address(partnership)}card/"))
    assert '<h2 id="card" dir="auto">Set the spot</h2>' in html
    card = page(teacher.post(f"{address(partnership)}card/", {"move": "say_it_back"}))
    assert '<h2 id="card" dir="auto">Say it back</h2>' in card
    assert "Ana and Ben" in card
    assert [word for word in (WOMBAT, "Needs me", "next step") if word in card] == []


def test_an_archived_class_can_be_read(teacher: Client, partnership: Partnership, owner: User) -> None:
    seen(partnership, owner, 0, note=WOMBAT)
    Classroom.objects.update(archived_at=NOW)
    assert WOMBAT in page(teacher.post(f"{address(partnership)}uncover/"))
