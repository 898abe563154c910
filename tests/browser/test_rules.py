"""Rules by keyboard: entered on the covered page, refused behind the cover, changed and deleted."""

import pytest
from playwright.sync_api import Page, expect

from partners.models import Rule
from tests.browser.conftest import Console
from tests.browser.looks import follow, look
from tests.browser.test_settings import teacher

__all__ = ["teacher"]

pytestmark = pytest.mark.django_db(transaction=True)

BEHIND = "[data-behind-cover]"


def enter(page: Page, kind: str, *names: str) -> None:
    """Enter a rule by keyboard, from the kind to the button that saves it."""
    page.get_by_role("radio", name=kind).focus()
    page.keyboard.press("Space")
    for name in names:
        page.get_by_role("checkbox", name=name, exact=True).focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Keep the rule").focus()
    page.keyboard.press("Enter")


def test_rules_are_entered_changed_and_deleted_by_keyboard(teacher: Page, console: Console) -> None:
    before = Rule.objects.count()
    follow(teacher.get_by_role("link", name="Rules"))
    look(teacher, "rules")
    enter(teacher, "Keep together", "Dagny", "Eshe")
    expect(teacher.get_by_text("Kept. It counts from now on, in your drafts, too.")).to_be_visible()
    expect(teacher.locator(BEHIND)).to_have_count(0)

    enter(teacher, "Never together", "Dagny", "Eshe")
    expect(teacher.get_by_role("alert")).to_contain_text("Look behind the cover for this one.")
    console.expect("422")
    expect(teacher.locator(BEHIND)).to_have_count(0)
    teacher.get_by_role("button", name="Uncover").press("Enter")
    expect(teacher.get_by_role("alert")).to_contain_text("You have set “Keep together” for Dagny and Eshe.")
    look(teacher, "rules-refused")
    expect(teacher.get_by_role("checkbox", name="Dagny")).to_be_checked()
    # The teacher can go back and change the rule.
    enter(teacher, "Good idea")
    expect(teacher.get_by_text("Kept. It counts from now on, in your drafts, too.")).to_be_visible()
    assert Rule.objects.count() == before + 2

    teacher.get_by_role("button", name="Uncover").press("Enter")
    expect(teacher.get_by_role("heading", name="Your rules")).to_be_visible()
    look(teacher, "rules-uncovered")
    teacher.get_by_role("listitem").filter(has_text="Dagny and Eshe").filter(has_text="Good idea").get_by_role(
        "button"
    ).press("Enter")
    expect(teacher.get_by_role("button", name="Remove it")).to_be_visible()
    look(teacher, "rule")
    teacher.get_by_role("button", name="Remove it").press("Enter")
    expect(teacher.get_by_text("Removed. From now on it does not count")).to_be_visible()
    assert Rule.objects.count() == before + 1


def test_a_refusal_is_covered_with_the_page(teacher: Page, console: Console) -> None:
    console.expect("422")
    teacher.get_by_role("link", name="Rules").click()
    enter(teacher, "Keep together", "Dagny", "Eshe")
    enter(teacher, "Better not", "Dagny", "Eshe")
    expect(teacher.get_by_role("alert")).to_contain_text("Look behind the cover for this one.")
    teacher.get_by_role("button", name="Uncover").click()
    expect(teacher.get_by_role("alert")).to_contain_text("You have set")
    teacher.keyboard.press("Escape")
    expect(teacher.get_by_role("button", name="Uncover")).to_be_visible()
    expect(teacher.locator(BEHIND)).to_have_count(0)
    expect(teacher.get_by_role("checkbox", name="Dagny")).not_to_be_checked()
    teacher.go_back()
    expect(teacher.get_by_text("You have set")).to_have_count(0)
