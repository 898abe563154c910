"""A plan is looked over as children will see it, and published."""

import datetime as dt
import re

import pytest

from classroom.models import Classroom, Student, User
from partners.actions import considerations
from partners.models import Partnership, Plan
from tests.cast import NOW, TODAY, hand_in, page, seat, sign_in, together


def test_looking_over_shows_what_children_will_see(plan: Plan, owner: User) -> None:
    html = page(sign_in(owner).get(f"/c/{plan.round.classroom.key}/plan/{plan.key}/publish/"))
    called = re.findall(r"<span dir=\"auto\">([A-Z][a-z]+)</span><small", html)
    assert called == ["Ana", "Ben", "Cleo", "Dov", "Eli", "Fay"]
    assert 'value="2026-01-12"' in html
    assert not Partnership.objects.exists()


def test_looking_over_shows_all_that_children_will_see(plan: Plan, classroom: Classroom, owner: User) -> None:
    classroom.workshop.spots = ["the rug", "table 1"]
    classroom.workshop.save()
    html = page(sign_in(owner).get(f"/c/{classroom.key}/plan/{plan.key}/publish/"))
    assert re.findall(r">(\w+)</span><small[^>]*>(Partner \d)</small>", html) == [
        (name, f"Partner {number % 2 + 1}") for number, name in enumerate(("Ana", "Ben", "Cleo", "Dov", "Eli", "Fay"))
    ]
    assert re.findall(r'Your spot: <span dir="auto">(.*?)</span>', html) == ["the rug", "table 1"]
    assert re.findall(r'<p><span dir="auto">(\w+)</span> reads first', html) == ["Ana", "Cleo", "Eli"]
    assert "Set the spot" in html
    assert "I'm ready. Are you?" in html
    assert 'value="2026-02-20"' in html


def test_the_last_day(plan: Plan, classroom: Classroom, owner: User) -> None:
    teacher, address = sign_in(owner), f"/c/{classroom.key}/plan/{plan.key}/publish/"
    early = page(teacher.post(address, {"starts_on": "2026-01-19", "ends_on": "2026-01-18", "version": 1}))
    assert "Choose a day after the first one, within a year." in early
    teacher.post(address, {"starts_on": "2026-01-12", "ends_on": "2026-01-30", "version": 1})
    assert "until Friday, 30 January" in page(teacher.get(f"/c/{classroom.key}/partnerships/"))


def test_publishing(plan: Plan, classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    address = f"/c/{classroom.key}/plan/{plan.key}/publish/"
    answer = teacher.post(address, {"starts_on": "2026-01-12", "version": 1}, follow=True)
    assert answer.redirect_chain == [(f"/c/{classroom.key}/partnerships/", 302)]
    assert "Published. Partners start today." in page(answer)
    assert len(together(classroom)) == 3
    again = teacher.post(address, {"starts_on": "2026-01-12", "version": 1}, follow=True)
    assert "Partners are published already" in page(again)
    assert "The partners of round 1 are published." in page(teacher.get(f"/c/{classroom.key}/plan/"))


def test_publishing_for_a_later_day(plan: Plan, classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    data = {"starts_on": "2026-01-19", "version": 1}
    answer = teacher.post(f"/c/{classroom.key}/plan/{plan.key}/publish/", data, follow=True)
    assert "Published. Partners start on Monday, 19 January." in page(answer)
    assert together(classroom, TODAY) == set()
    assert len(together(classroom, TODAY + dt.timedelta(days=7))) == 3


@pytest.mark.parametrize("version", [{}, {"version": ""}, {"version": "x"}])
def test_publishing_without_the_version_that_was_looked_over(
    version: dict[str, str], plan: Plan, classroom: Classroom, owner: User
) -> None:
    data = {"starts_on": "2026-01-19", **version}
    html = page(sign_in(owner).post(f"/c/{classroom.key}/plan/{plan.key}/publish/", data))
    assert "Look the plan over once more, then publish." in html
    assert 'name="version" value="1"' in html
    assert 'value="2026-01-19"' in html
    assert not Partnership.objects.exists()


@pytest.mark.parametrize("day", ["2026-01-11", "2027-01-14", "soon", "", "0001-01-01", "9999-12-31"])
def test_a_day_that_cannot_be(day: str, plan: Plan, classroom: Classroom, owner: User) -> None:
    html = page(sign_in(owner).post(f"/c/{classroom.key}/plan/{plan.key}/publish/", {"starts_on": day, "version": 1}))
    assert 'class="field-error" role="alert"' in html
    assert f'value="{day}"' in html or not day
    assert not Partnership.objects.exists()


def test_a_flag_since_then_stops_publishing(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student
) -> None:
    hand_in(ana, plan.round, hard={ben: ["unsafe"]})
    teacher = sign_in(owner)
    address = f"/c/{classroom.key}/plan/{plan.key}/publish/"
    looked_over = page(teacher.get(address))
    assert "Something stands against this plan by now." in looked_over
    assert 'type="submit">Publish' not in re.sub(r"<svg.*?</svg>", "", looked_over)
    answer = teacher.post(address, {"starts_on": "2026-01-12", "version": 1}, follow=True)
    assert answer.redirect_chain == [(f"/c/{classroom.key}/plan/", 302)]
    assert "Something stands against this plan by now." in page(answer)
    assert "Someone does not feel safe: Ana and Ben" in page(teacher.post(f"/c/{classroom.key}/plan/uncover/"))


def test_children_are_told_of_a_shared_interest_only_where_the_teacher_ticks_it(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student
) -> None:
    """From the list's keys alone: what a child added in its own words is nobody else's."""
    known = {
        ana: {"loves": ["animals", "games", "feelings"], "interests": ["wombats"]},
        ben: {"loves": ["games", "feelings"], "interests": ["Wombats", "animals", "wombats"]},
        cleo: {"loves": ["games"]},
    }
    considerations.know(students=known, classroom=classroom, by=owner, now=NOW)
    teacher = sign_in(owner)
    address = f"/c/{classroom.key}/plan/{plan.key}/publish/"
    offered = re.findall(r'name="shared" value="([^"]*)"', page(teacher.get(address)))
    assert offered == [f"{ana.key}:{love}" for love in ("animals", "games", "feelings")]
    data = {"starts_on": "2026-01-12", "version": 1}
    wrong = page(teacher.post(address, {**data, "shared": [f"{cleo.key}:games"]}))
    assert "Look the plan over once more, then publish." in wrong
    teacher.post(address, {**data, "shared": [f"{ana.key}:games"]})
    for reader, partner in ((seat(ana), "Ben"), (seat(ben), "Ana")):
        html = page(reader.get("/me/partner/"))
        assert partner in html
        assert "You both like to write about this: Games." in html
        assert not re.search("(?i)animals|feelings|wombats", html)
    assert "like to write about" not in page(seat(cleo).get("/me/partner/"))
