"""The preview of a list in a browser: the result follows each choice, by keyboard, on a phone, and without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import Console
from tests.browser.looks import hidden_sideways, look
from tests.browser.test_lists import choose, joined, to_the_import
from tests.browser.test_settings import teacher

__all__ = ["teacher"]

pytestmark = pytest.mark.django_db(transaction=True)

# The demo's class has an Ana Lucía Marín and an Owen Li.
LIST = (
    "Room 12 - Ms. Moore,,,\nPrinted 11/30/2026,,,\nStudent,Gr,Status,Locker\nAna Lucía Marín Soto,2,Active,7\n"
    "Noa New (ELL),2,Active,8\nMia More,3,Active,9\nOwen Li,2,Withdrawn,10\nGirls,,,\nEva Else,2,Active,11\n"
    + "".join(f"Child{letter} Last{letter},2,Active,1{place}\n" for place, letter in enumerate("abcdef"))
    + "Total students: 11,,,\n"
).encode()


def summary(page: Page) -> Locator:
    return page.get_by_role("status")


@pytest.fixture
def preview(teacher: Page) -> Page:
    to_the_import(teacher)
    choose(teacher, "room12.csv", LIST)
    return teacher


def test_the_result_follows_each_choice_by_keyboard(preview: Page) -> None:
    look(preview, "preview-doubtful")
    expect(summary(preview)).to_contain_text("11 children, 4 lines that are no child, 1 column not used.")
    mia = preview.get_by_role("checkbox", name="Mia More")
    expect(mia).to_be_checked()
    mia.press("Space")
    locker = preview.get_by_label("Locker")
    locker.focus()
    preview.keyboard.type("Stud")  # Student number
    expect(summary(preview)).to_contain_text("11 children, 4 lines that are no child.")
    expect(preview.get_by_text("Number 9")).to_be_visible()
    expect(locker).to_be_focused()
    expect(mia).not_to_be_checked()


def test_lines_are_brought_back_and_left_out_again_by_keyboard(preview: Page) -> None:
    lines = preview.locator("#account-lines > summary")
    lines.press("Enter")
    preview.get_by_role("button", name="It is a child : Girls").press("Enter")
    expect(summary(preview)).to_contain_text("12 children, 3 lines that are no child")
    expect(preview.get_by_role("checkbox", name="Girls")).to_be_visible()
    # What was open stays open, and focus is not lost.
    expect(preview.get_by_role("button", name="It is a child : Total students")).to_be_visible()
    expect(summary(preview)).to_be_focused()
    preview.locator("#account-taken > summary").press("Enter")
    preview.get_by_role("button", name="It is no child : Girls").press("Enter")
    expect(summary(preview)).to_contain_text("11 children, 4 lines that are no child")


def test_a_column_is_brought_back_by_a_link(preview: Page) -> None:
    preview.locator("#account-columns > summary").press("Enter")
    preview.get_by_role("link", name="Use it : Locker").press("Enter")
    expect(preview.get_by_label("Locker")).to_be_focused()


def test_the_list_begins_where_its_number_is_pressed(preview: Page) -> None:
    preview.get_by_role("button", name="Begin the list at line 4", exact=True).press("Enter")
    expect(preview.get_by_label("The list begins at")).to_have_value("3")
    preview.get_by_label("The first line is headings").press("Space")
    expect(preview.get_by_label("The first line is headings")).not_to_be_checked()
    expect(preview.get_by_role("group", name="Is Ana Lucía Marín Soto the same child")).to_be_visible()


def test_more_rows_are_shown_and_stay(preview: Page) -> None:
    last = preview.get_by_role("cell", name="Childe Laste")
    expect(last).to_be_hidden()
    preview.get_by_label("more lines").press("Space")
    expect(last).to_be_visible()
    preview.get_by_label("Locker").select_option("Student number")
    expect(preview.get_by_text("Number 9")).to_be_visible()
    expect(last).to_be_visible()


def test_questions_are_answered_and_saved(preview: Page) -> None:
    summary(preview).get_by_role("link", name="to decide").click()
    asked = preview.get_by_role("group", name="To decide")
    expect(asked.get_by_role("checkbox", name="Noa New")).not_to_be_checked()
    pair = preview.get_by_role("group", name="Is Ana Lucía Marín Soto the same child as Ana Lucía Marín?")
    expect(pair.get_by_label("Leave it as it is")).to_be_checked()
    pair.get_by_label("The same child").press("Space")
    expect(
        preview.get_by_role("group", name="Not in this list").get_by_role("checkbox", name="Owen Li")
    ).to_be_visible()
    preview.get_by_role("button", name="Save checked").press("Enter")
    expect(preview.get_by_text("1 child changed.")).to_be_visible()
    assert {"Mia More", "Ana Lucía Marín Soto"} <= joined()
    assert "Noa New" not in joined()


def test_a_refused_choice_says_so_in_its_place(preview: Page, console: Console) -> None:
    console.expect("422")
    preview.get_by_label("Student", exact=True).select_option("Not used")
    expect(preview.get_by_role("alert")).to_have_text("Say which column holds the names.")
    expect(preview.get_by_label("Student", exact=True)).to_have_value("unused")
    preview.get_by_label("Student", exact=True).select_option("Full name, first name first")
    expect(preview.get_by_role("alert")).to_have_count(0)


def test_the_preview_fits_a_phone(preview: Page) -> None:
    preview.set_viewport_size({"width": 390, "height": 844})
    assert hidden_sideways(preview) == 0
    locker = preview.get_by_label("Locker")
    locker.scroll_into_view_if_needed()
    box = preview.locator("#sent-box")
    scrolled = box.evaluate("box => box.scrollLeft")
    assert scrolled > 0
    locker.select_option("Student number")
    expect(preview.get_by_text("Number 9")).to_be_visible()
    expect(locker).to_be_in_viewport()
    assert box.evaluate("box => box.scrollLeft") == scrolled
    assert hidden_sideways(preview) == 0


def test_the_preview_works_without_javascript(new_context: Callable[..., BrowserContext], teacher: Page) -> None:
    plain = new_context(java_script_enabled=False).new_page()
    plain.context.add_cookies(teacher.context.cookies())  # type: ignore[arg-type]
    plain.goto(teacher.url)
    to_the_import(plain)
    choose(plain, "room12.csv", LIST)
    plain.get_by_role("checkbox", name="Mia More").uncheck()
    plain.get_by_label("Locker").select_option("Student number")
    plain.get_by_role("button", name="Update").click()
    expect(plain.get_by_text("Number 9")).to_be_visible()
    expect(plain.get_by_role("checkbox", name="Mia More")).not_to_be_checked()
    plain.locator("#account-lines > summary").click()
    plain.get_by_role("button", name="It is a child : Girls").click()
    expect(plain.get_by_role("checkbox", name="Girls")).to_be_visible()
    plain.get_by_label("Locker").select_option("Not used")
    plain.get_by_role("button", name="Save checked").click()
    expect(plain.get_by_text("You changed how the list is read, so nothing is saved yet.")).to_be_visible()
    assert joined() == set()
    plain.get_by_role("button", name="Save checked").click()
    expect(plain.get_by_text("joined the class.")).to_be_visible()
    assert "Eva Else" in joined()
    assert "Mia More" not in joined()
