"""The cover in a browser: covered data leaves the page after a minute, on waking, on leaving, and on going back."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from partners import demo
from tests.addresses import url
from tests.browser.desks import age
from tests.browser.looks import follow

pytestmark = pytest.mark.django_db(transaction=True)

BEHIND = "[data-behind-cover]"

LEAVE_THE_TAB = """() => {
  Object.defineProperty(document, "visibilityState", { value: "hidden" });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
PRINT = "() => window.dispatchEvent(new Event('beforeprint'))"


@pytest.fixture
def uncovered(page: Page) -> Page:
    """The plan of the invented class, uncovered, in a browser whose clock the test can move."""
    demo.set_up(now=timezone.now())
    page.goto(url("partners:home"))
    page.get_by_label("School e-mail").fill(demo.TEACHER)
    page.get_by_label("Password").fill(demo.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Plan it").click()
    follow(page.get_by_role("button", name="Suggest partners"))
    page.clock.install()
    page.get_by_role("button", name="Uncover").click()
    expect(page.locator(BEHIND).first).to_be_visible()
    page.wait_for_load_state("domcontentloaded")  # the deferred script has run
    return page


def is_covered(page: Page) -> None:
    expect(page.locator(BEHIND)).to_have_count(0)
    expect(page.get_by_role("button", name="Uncover")).to_be_visible()


def test_a_page_covers_itself_after_a_minute_without_a_touch(uncovered: Page) -> None:
    uncovered.clock.fast_forward(50_000)
    uncovered.keyboard.press("Shift")
    uncovered.clock.run_for(59_000)
    expect(uncovered.locator(BEHIND).first).to_be_visible()
    uncovered.clock.run_for(2_000)
    is_covered(uncovered)


def test_a_page_covers_itself_when_a_device_wakes_after_a_minute(uncovered: Page) -> None:
    uncovered.clock.fast_forward(61_000)
    is_covered(uncovered)


@pytest.mark.parametrize("leaving", [LEAVE_THE_TAB, PRINT], ids=["the tab", "for the printer"])
def test_a_page_covers_itself_on_leaving(leaving: str, uncovered: Page) -> None:
    uncovered.evaluate(leaving)
    is_covered(uncovered)


def test_back_shows_nothing_covered(uncovered: Page) -> None:
    uncovered.keyboard.press("Escape")
    is_covered(uncovered)
    uncovered.go_back()
    expect(uncovered.locator(BEHIND)).to_have_count(0)


def test_back_and_reload_lead_to_the_covered_page(uncovered: Page) -> None:
    """The browser does not ask whether to send a form again."""
    uncovered.get_by_role("link", name="Why not someone else?").first.click()
    expect(uncovered.get_by_role("heading", name="Why not?")).to_be_visible()
    uncovered.go_back()
    is_covered(uncovered)
    follow(uncovered.get_by_role("button", name="Uncover"))
    expect(uncovered.locator(BEHIND).first).to_be_visible()
    uncovered.reload()
    is_covered(uncovered)


def test_without_a_script_the_page_returns_to_the_covered_page(uncovered: Page) -> None:
    html = uncovered.request.get(uncovered.url.replace("/uncover/", "/")).text()
    assert "http-equiv" not in html
    refresh = uncovered.locator("head noscript").text_content()
    assert refresh is not None
    assert 'http-equiv="refresh" content="60;url=/c/' in refresh


def test_a_password_question_stays_when_the_minute_is_over(uncovered: Page) -> None:
    """The page is covered already, and the teacher may have typed half of the password."""
    age(16)
    uncovered.get_by_role("button", name=re.compile("^Lock ")).first.click()
    password = uncovered.get_by_label("Password")
    password.fill(demo.PASSWORD[:3])
    is_covered(uncovered)
    expect(uncovered.locator("body.is-uncovered")).to_have_count(0)
    uncovered.clock.fast_forward(61_000)
    uncovered.keyboard.press("Escape")
    uncovered.clock.run_for(2_000)
    password.press_sequentially(demo.PASSWORD[3:])
    follow(uncovered.get_by_role("button", name="Apply my change now"))
    expect(uncovered.locator(".pair.is-locked")).to_have_count(1)
