"""The address and the scroll position of the review desk, and messages that appear where they are visible."""

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from partners.actions import rules
from partners.models import Plan
from tests.browser.conftest import Console
from tests.browser.desks import child, come_in, pairs_that_may_swap, suggestion, uncover

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plan() -> Plan:
    return suggestion()


@pytest.fixture
def phone(page: Page) -> Page:
    page.set_viewport_size({"width": 390, "height": 844})
    return page


def height(part: Locator) -> float:
    box = part.bounding_box()
    assert box
    return box["y"]


def in_hand(page: Page) -> Locator:
    return page.get_by_text("is in your hand")


def test_a_standing_message_does_not_scroll_the_page(phone: Page, plan: Plan) -> None:
    classroom = plan.round.classroom
    two, teacher = list(classroom.students.here()[:2]), classroom.memberships.get().user
    rules.add_rule(classroom=classroom, kind="better_not", students=two, by=teacher, now=timezone.now())
    come_in(phone, plan)
    notice = phone.get_by_text("You have told more about the class since it was made.")
    expect(notice).to_be_visible()
    one = child(phone, 8)
    one.evaluate("child => child.scrollIntoView({ block: 'center' })")
    before = height(one)
    one.click()
    expect(in_hand(phone)).to_be_visible()
    assert abs(height(one) - before) < 2
    expect(notice).not_to_be_in_viewport()


def test_news_is_visible_wherever_the_page_was_scrolled(phone: Page, plan: Plan) -> None:
    come_in(phone, plan)
    phone.evaluate("document.querySelector('#touch [name=version]').value = 'x'")
    last = phone.get_by_role("button", name="Lock").last
    last.scroll_into_view_if_needed()
    last.click()
    expect(phone.get_by_text("That did not reach us whole.")).to_be_in_viewport()


def test_after_a_change_the_address_is_still_that_of_the_draft(page: Page, plan: Plan) -> None:
    come_in(page, plan)
    one, other, _ = pairs_that_may_swap(page, plan)
    at, been = page.url, page.evaluate("history.length")
    undo, redo = (page.get_by_role("button", name=name) for name in ("Undo", "Redo"))
    page.locator(f"#child-{one}").click()
    expect(in_hand(page)).to_be_visible()
    page.locator(f"#child-{other}").click()
    expect(undo).to_be_enabled()
    undo.click()
    expect(redo).to_be_enabled()
    redo.click()
    expect(redo).to_be_disabled()
    page.get_by_role("button", name="Lock").first.click()
    with page.expect_response("**/complete/"):
        page.get_by_role("button", name="Complete the rest").click()
    expect(page.locator(".htmx-request")).to_have_count(0)
    expect(page).to_have_url(at)
    assert page.evaluate("history.length") == been
    page.reload()
    expect(page.locator(".pair.is-locked")).to_have_count(1)


def test_a_change_on_the_uncovered_desk_adds_no_address_to_the_history(page: Page, plan: Plan) -> None:
    come_in(page, plan)
    uncover(page)
    at, been = page.url, page.evaluate("history.length")
    page.get_by_role("button", name="Lock").first.click()
    page.locator(".pair.is-locked summary", has_text="Keep a reason").click()
    page.locator(".pair.is-locked [name=reason]").fill("They have just begun.")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("They have just begun.")).to_be_visible()
    expect(page).to_have_url(at)
    assert page.evaluate("history.length") == been


def test_a_missing_network_is_reported_where_it_is_visible(phone: Page, plan: Plan, console: Console) -> None:
    console.expect("ERR_INTERNET_DISCONNECTED")
    console.expect("htmx:")
    come_in(phone, plan)
    says = phone.get_by_text("No connection just now.")
    one = child(phone, 1)
    phone.context.set_offline(True)
    one.click()
    expect(says).to_be_in_viewport()
    phone.context.set_offline(False)
    one.click()
    expect(in_hand(phone)).to_be_visible()
    expect(says).to_be_hidden()
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Put aside").click()
    expect(says).to_be_in_viewport()
    assert height(says) < height(phone.locator("[data-hand]"))
    phone.context.set_offline(False)
