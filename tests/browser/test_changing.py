"""Partners change in the middle of a round, by keyboard; a child leaves; the round ends."""

import re

import pytest
from playwright.sync_api import Page, expect

from classroom.models import Classroom
from tests.addresses import url
from tests.browser.looks import look
from tests.browser.test_wall import large, publish_without_looking, signed_in, teacher

__all__ = ["large", "signed_in", "teacher"]

pytestmark = pytest.mark.django_db(transaction=True)


def test_partners_change_in_a_round_and_the_round_ends(teacher: Page, large: Classroom) -> None:
    publish_without_looking(teacher, large)
    teacher.get_by_role("link", name="Change partners").click()
    expect(teacher.get_by_role("heading", name="Change partners")).to_be_visible()
    for names in ("Child03 and Child04", "Child05 and Child06"):
        teacher.get_by_role("checkbox", name=names).focus()
        teacher.keyboard.press("Space")
    teacher.keyboard.press("Enter")
    ways = teacher.get_by_role("group", name="New partners").get_by_role("radio")
    expect(ways).to_have_count(2)
    expect(ways.first).to_be_checked()
    look(teacher, "changing-ways")
    teacher.get_by_label("From this day on").fill("2026-01-19")
    teacher.get_by_label("Why, for yourself").fill("They play and do not write.")
    teacher.keyboard.press("Enter")
    expect(teacher.get_by_text("New partners from Monday, 19 January.")).to_be_visible()
    teacher.get_by_role("link", name="Change partners").click()
    expect(teacher.get_by_role("heading", name="Changed so far")).to_be_visible()
    why = teacher.get_by_text("They play and do not write.")
    expect(why).to_have_count(0)
    look(teacher, "changing-covered")
    teacher.get_by_role("button", name="Uncover").click()
    expect(why).to_be_visible()
    teacher.keyboard.press("Escape")
    expect(teacher.get_by_role("button", name="Uncover")).to_be_visible()
    expect(why).to_have_count(0)
    teacher.get_by_role("link", name="All partnerships").click()
    teacher.get_by_role("link", name="End the unit").click()
    expect(teacher.get_by_role("heading", name="End the unit")).to_be_visible()
    look(teacher, "changing-end")
    teacher.get_by_label("The last day together").fill("2026-01-30")
    teacher.get_by_role("button", name="End on this day").click()
    expect(teacher.get_by_text("Partners are together until Friday, 30 January.")).to_be_visible()


def test_the_partner_of_a_child_who_leaves_waits(teacher: Page, large: Classroom) -> None:
    publish_without_looking(teacher, large)
    student = large.students.get(called="Child07")
    teacher.goto(url("partners:student_left", large.key, student.key))
    suggested = teacher.get_by_role("radio", name=re.compile("Suggested"))
    expect(suggested).to_be_checked()
    look(teacher, "changing-leaving")
    teacher.get_by_role("radio", name=re.compile("^Later")).check()
    teacher.get_by_role("button", name="Mark as left").click()
    expect(teacher.get_by_text("Child08 needs a partner: see Partnerships.")).to_be_visible()
    teacher.goto(url("partners:home"))
    teacher.get_by_role("link", name="One child needs a partner").click()
    look(teacher, "changing-needs-a-partner")
    teacher.get_by_role("link", name=re.compile("Child08.*Find a place")).click()
    expect(teacher.get_by_role("heading", name="A partner for Child08")).to_be_visible()
    look(teacher, "changing-place")
    teacher.get_by_role("button", name="Give this place").click()
    expect(teacher.get_by_text("Child08 has a place.")).to_be_visible()
