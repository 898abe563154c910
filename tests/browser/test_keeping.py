"""Retention in a browser: notes on hold, a child who is deleted, and a student's export."""

from urllib.parse import quote

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from classroom.models import Student
from partners import demo
from partners.actions import observations
from partners.models import ObservationContent
from tests.browser.conftest import Console
from tests.browser.looks import look
from tests.browser.test_settings import teacher

__all__ = ["teacher"]

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_legal_hold_is_set_and_lifted(teacher: Page) -> None:
    teacher.get_by_role("link", name="Privacy").click()
    expect(teacher.get_by_role("heading", name="How long it is kept")).to_be_visible()
    look(teacher, "privacy")
    round = teacher.get_by_role("listitem").filter(has_text="Round 2")
    round.get_by_role("button", name="Hold").click()
    expect(teacher.get_by_text("The notes of round 2 stay until the hold is lifted.")).to_be_visible()
    look(teacher, "privacy-held")
    round.get_by_role("button", name="Lift the hold").click()
    expect(teacher.get_by_text("The hold on round 2 is lifted.")).to_be_visible()
    teacher.get_by_role("link", name="All that was done here").click()
    expect(teacher.get_by_text("lifted a hold")).to_be_visible()


def test_a_child_leaves_and_is_deleted_for_good(teacher: Page) -> None:
    teacher.get_by_role("link", name="Wilhelmina").click()
    teacher.get_by_role("link", name="Delete for good").click()
    expect(teacher.get_by_role("heading", name="Delete Wilhelmina for good")).to_be_visible()
    look(teacher, "delete-not-yet")
    teacher.get_by_role("link", name="Mark as left").click()
    expect(teacher.get_by_role("heading", name="Wilhelmina leaves the class")).to_be_visible()
    choices = teacher.get_by_role("radio")
    if choices.count():
        choices.first.check()
    teacher.get_by_role("button", name="Mark as left").click()
    expect(teacher.get_by_text("Wilhelmina is marked as left.")).to_be_visible()
    teacher.get_by_role("link", name="Wilhelmina").click()
    expect(teacher.get_by_role("button", name="Back in the class")).to_be_visible()
    look(teacher, "child-left")
    teacher.get_by_role("link", name="Delete for good").click()
    expect(teacher.get_by_label("Password")).to_be_visible()
    look(teacher, "delete-child")
    teacher.get_by_label("Password").fill(demo.PASSWORD)
    teacher.get_by_role("button", name="Delete for good").click()
    expect(teacher.get_by_text("Deleted for good.")).to_be_visible()
    expect(teacher.get_by_text("Wilhelmina")).to_have_count(0)
    assert not Student.objects.filter(called="Wilhelmina").exists()
    teacher.get_by_role("link", name="People").click()
    teacher.get_by_role("link", name="Delete it for good").click()
    expect(teacher.get_by_role("heading", name="Delete Room 12 for good")).to_be_visible()
    look(teacher, "delete-class")


def see_more(child: Student) -> None:
    """Write an observation with free text about the child's current partnership."""
    now = timezone.now()
    place = child.places.on(child.classroom.today(now)).get()
    note = "Dagny bites a pen and looks."
    by = child.classroom.memberships.get().user
    observations.observe(partnership=place.partnership, seen=ObservationContent(note=note), by=by, now=now)


def test_a_students_record_is_reviewed_and_exported(teacher: Page, console: Console) -> None:
    console.expect("422")
    child = Student.objects.get(called="Wilhelmina")
    see_more(child)
    teacher.get_by_role("link", name="Wilhelmina").click()
    teacher.get_by_role("link", name="Take it along").click()
    expect(teacher.get_by_role("heading", name="The record of Wilhelmina")).to_be_visible()
    look(teacher, "record-covered")
    teacher.get_by_role("button", name="Uncover").click()
    expect(teacher.get_by_text("Tap a word to blank it")).to_be_visible()
    partner = teacher.get_by_role("checkbox", name="Dagny", exact=True)
    expect(partner).to_be_checked()
    # By tap, and by keyboard.
    teacher.get_by_text("bites", exact=True).click()
    pen = teacher.get_by_role("checkbox", name="pen", exact=True)
    pen.focus()
    teacher.keyboard.press("Space")
    expect(pen).to_be_checked()
    look(teacher, "record")
    teacher.get_by_label("Password").fill("not mine")
    teacher.get_by_role("button", name="A page to print").click()
    expect(teacher.get_by_text("That is not your password.")).to_be_visible()
    expect(pen).to_be_checked()
    teacher.get_by_label("Password").fill(demo.PASSWORD)
    with teacher.expect_download() as waiting:
        teacher.get_by_role("button", name="A page to print").click()
    text = waiting.value.path().read_text()
    assert waiting.value.suggested_filename.startswith("Room 12, Wilhelmina 20")
    assert "[…] a […] and looks." in text
    assert "Dagny" not in text
    printed = teacher.context.new_page()
    printed.goto(f"data:text/html;charset=utf-8,{quote(text)}")
    expect(printed.get_by_role("heading", name="Wilhelmina Stone")).to_be_visible()
    look(printed, "record-printed")
