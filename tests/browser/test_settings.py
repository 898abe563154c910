"""A class's settings by keyboard, and the way from the first window to the safety contact."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from classroom.models import Classroom
from partners import demo
from partners.models import Workshop
from tests.addresses import url
from tests.browser.conftest import Console
from tests.browser.looks import follow, look

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def teacher(page: Page) -> Page:
    """The invented class's teacher, signed in, on the page of children."""
    demo.set_up(now=timezone.now())
    page.goto(url("partners:home"))
    page.get_by_label("School e-mail").fill(demo.TEACHER)
    page.get_by_label("Password").fill(demo.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Room 12", exact=True).click()
    return page


def test_settings_are_changed_by_keyboard(teacher: Page, console: Console) -> None:
    follow(teacher.get_by_role("link", name="Settings"))
    look(teacher, "settings")
    voice = teacher.get_by_role("group", name="Voice")
    voice.get_by_role("radio", name="Normal").focus()
    teacher.keyboard.press("ArrowRight")
    expect(voice.get_by_role("radio", name="High")).to_be_checked()
    teacher.get_by_label("Weeks in a unit").fill("40")
    teacher.keyboard.press("Enter")
    expect(teacher.get_by_role("alert")).to_contain_text("Weeks in a unit")
    console.expect("422")
    look(teacher, "settings-with-an-error")
    expect(voice.get_by_role("radio", name="High")).to_be_checked()
    teacher.get_by_role("alert").get_by_role("link").press("Enter")
    expect(teacher.get_by_label("Weeks in a unit")).to_be_focused()
    teacher.keyboard.press("ControlOrMeta+a")
    teacher.keyboard.type("4")
    teacher.keyboard.press("Enter")
    expect(teacher.get_by_text("Saved.")).to_be_visible()
    workshop = Workshop.objects.get()
    assert (workshop.unit_weeks, workshop.weights["voice"]) == (4, "high")
    teacher.get_by_role("button", name="All as usual").click()
    expect(voice.get_by_role("radio", name="Normal")).to_be_checked()
    teacher.get_by_role("button", name="Save").click()
    expect(teacher.get_by_text("Saved.")).to_be_visible()
    assert "voice" not in Workshop.objects.get().weights


def test_the_first_window_asks_for_a_safety_contact(teacher: Page) -> None:
    Classroom.objects.update(safety_name="", safety_email="")
    teacher.get_by_role("link", name="Notes", exact=True).click()
    teacher.get_by_role("button", name="Close now").click()
    follow(teacher.get_by_role("button", name="Let children sign in"))
    look(teacher, "safety-contact")
    teacher.get_by_label("Name").fill("Mr. Haddad")
    teacher.get_by_label("E-mail").fill("haddad@riverbend.example")
    teacher.get_by_role("button", name="Save, and let children sign in").click()
    expect(teacher.get_by_role("heading", name="Children can sign in")).to_be_visible()


def test_the_current_page_is_visible_in_the_navigation_on_a_phone(teacher: Page) -> None:
    teacher.set_viewport_size({"width": 390, "height": 844})
    pages = teacher.get_by_role("navigation", name="The class")
    pages.get_by_role("link", name="Privacy").click()
    expect(teacher.get_by_role("heading", name="Privacy", level=1)).to_be_visible()
    expect(pages.get_by_role("link", name="Privacy")).to_be_in_viewport(ratio=0.9)
    expect(pages.get_by_role("link", name="Children")).not_to_be_in_viewport()
