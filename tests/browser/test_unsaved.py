"""A session ends while a teacher types: in a browser, with the tokens of forms, cookies and anchors of real pages."""

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from classroom.models import Classroom, User
from tests.addresses import url
from tests.browser.looks import follow, look
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = "Gil Ames\nHana Sato"


def comes_in(page: Page, user: User) -> None:
    page.get_by_label("School e-mail").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    follow(page.get_by_role("button", name="Sign in"))


def test_names_that_were_typed_are_there_again(page: Page, classroom: Classroom, owner: User) -> None:
    page.goto(url("classroom:class", classroom.key))
    comes_in(page, owner)
    page.get_by_label("Names").fill(NAMES)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    follow(page.get_by_role("button", name="Add", exact=True))
    expect(page.get_by_text("Sign in, and what you typed is there again.")).to_be_visible()
    look(page, "unsaved-sign-in")
    comes_in(page, owner)
    expect(page.get_by_text("Here is what you typed.")).to_be_in_viewport()
    expect(page.get_by_label("Names")).to_have_value(NAMES)
    assert "Gil" not in page.url
    look(page, "unsaved-names")
    follow(page.get_by_role("button", name="Add", exact=True))
    expect(page.get_by_text("Gil and Hana joined the class.")).to_be_visible()
    assert classroom.students.count() == 8


def test_nothing_is_lost_by_signing_in_again_in_another_tab(page: Page, classroom: Classroom, owner: User) -> None:
    page.goto(url("classroom:roster_import", classroom.key))
    comes_in(page, owner)
    page.get_by_label("Or paste a list").fill(NAMES)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    other = page.context.new_page()
    other.goto(url("classroom:class", classroom.key))
    comes_in(other, owner)
    follow(page.get_by_role("button", name="Look it over"))
    expect(page.get_by_label("Or paste a list")).to_have_value(NAMES)
    look(page, "unsaved-list")
    follow(page.get_by_role("button", name="Look it over"))
    expect(page.get_by_role("heading", name="How we read your list")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Hana Sato")).to_be_checked()


def test_settings_that_were_typed_are_there_again(page: Page, classroom: Classroom, owner: User) -> None:
    page.goto(url("partners:settings", classroom.key))
    comes_in(page, owner)
    page.get_by_label("Spots").fill("rug\nwindow")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    follow(page.get_by_role("button", name="Save", exact=True))
    comes_in(page, owner)
    expect(page.get_by_label("Spots")).to_have_value("rug\nwindow")
    look(page, "unsaved-settings")


@pytest.mark.parametrize("sends", ["a column", "save"])
def test_ticks_of_a_list_are_there_again(page: Page, classroom: Classroom, owner: User, sends: str) -> None:
    """Also where a script sends the page, as it does with each choice."""
    page.goto(url("classroom:roster_import", classroom.key))
    comes_in(page, owner)
    page.get_by_label("Or paste a list").fill("Name\tLocker\nGil Ames\t1001\nHana Sato\t1002\nAna Ribeiro Luz\t1003")
    follow(page.get_by_role("button", name="Look it over"))
    page.get_by_role("checkbox", name="Hana Sato").uncheck()
    page.get_by_role("group", name="Is Ana Ribeiro Luz the same child").get_by_label("The same child").check()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    if sends == "save":
        follow(page.get_by_role("button", name="Save checked"))
    else:
        with page.expect_event("domcontentloaded"):
            page.get_by_label("Locker").select_option("Student number")
    expect(page.get_by_text("Sign in, and what you typed is there again.")).to_be_visible()
    comes_in(page, owner)
    expect(page.get_by_text("Here is what you chose.")).to_be_visible()
    expect(page.get_by_label("Locker")).to_have_value("unused" if sends == "save" else "number")
    expect(page.get_by_role("checkbox", name="Hana Sato")).not_to_be_checked()
    look(page, f"unsaved-ticks-{sends}")
    follow(page.get_by_role("button", name="Save checked"))
    if sends == "a column":
        expect(page.get_by_text("You changed how the list is read, so nothing is saved yet.")).to_be_visible()
        expect(page.get_by_role("checkbox", name="Hana Sato")).not_to_be_checked()
        follow(page.get_by_role("button", name="Save checked"))
    expect(page.get_by_text("Gil joined the class. 1 child changed.")).to_be_visible()
    names = [student.name for student in classroom.students.here()]
    assert "Ana Ribeiro Luz" in names
    assert "Hana Sato" not in names
