"""The table of each pair's cost: by keyboard, by mouse, and on a phone."""

import pytest
from playwright.sync_api import Locator, Page, expect

from partners.models import Plan
from tests.addresses import url
from tests.browser.desks import come_in, suggestion
from tests.browser.looks import axe, hidden_sideways, small_targets

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plan() -> Plan:
    return suggestion()


def table(page: Page, plan: Plan) -> Locator:
    come_in(page, plan)
    page.goto(url("partners:plan_why_not", plan.round.classroom.key, plan.key))
    page.get_by_role("button", name="Show the price of every two").click()
    expect(page.get_by_role("heading", name="The price of every two")).to_be_visible()
    return page.locator(".heat-table")


def square(prices: Locator, row: int, column: int) -> Locator:
    """The cell of the two children at these places of the list."""
    return prices.get_by_role("row").nth(row).get_by_role("button").nth(column)


def is_told(found: Locator) -> None:
    """Check that the screen shows the names of the two children."""
    assert found.locator(".heat-says").evaluate("words => words.getBoundingClientRect().width") > 100


def test_arrows_go_from_square_to_square_and_say_which_two(page: Page, plan: Plan) -> None:
    prices = table(page, plan)
    page.locator(".heat-box").focus()
    page.keyboard.press("Tab")
    expect(square(prices, 1, 0)).to_be_focused()
    for key in ("ArrowUp", "ArrowLeft", "ArrowRight"):  # there is no cell in that direction
        page.keyboard.press(key)
        expect(square(prices, 1, 0)).to_be_focused()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
    expect(square(prices, 2, 1)).to_be_focused()
    is_told(square(prices, 2, 1))
    axe(page)
    page.keyboard.press("Enter")
    expect(page.locator("#answer")).to_contain_text("together")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    expect(square(prices, 2, 1)).to_be_focused()


def test_the_mouse_over_a_square_says_which_two(page: Page, plan: Plan) -> None:
    found = square(table(page, plan), 20, 10)
    found.hover()
    is_told(found)


def test_a_phone_has_squares_for_a_finger(page: Page, plan: Plan) -> None:
    table(page, plan)
    assert small_targets(page, 44) == []
    assert hidden_sideways(page) == 0


def test_every_name_ends_at_its_row_and_begins_beside_its_column(page: Page, plan: Plan) -> None:
    """This also holds for a name that is written from right to left."""
    prices = table(page, plan)
    ends, gaps = prices.evaluate(
        """table => {
          const box = (row, part) => row.querySelector(part).getBoundingClientRect();
          const rows = [...table.rows].slice(1);
          return [
            rows.map((row) => box(row, "th[scope] bdi").right),
            rows.map((row) => box(row, ".heat-name bdi").left - box(row, "td:nth-last-child(2) button").right),
          ];
        }"""
    )
    assert max(ends) - min(ends) < 1
    assert all(5 < gap < 15 for gap in gaps)
