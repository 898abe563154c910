"""A class's moves, by keyboard: from the list to the chart for the wall."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from partners import demo
from tests.addresses import url
from tests.browser.looks import look

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_move_is_named_moved_and_shown_on_the_wall(page: Page) -> None:
    demo.set_up(now=timezone.now())
    page.goto(url("partners:home"))
    page.get_by_label("School e-mail").fill(demo.TEACHER)
    page.get_by_label("Password").fill(demo.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Room 12", exact=True).click()
    page.get_by_role("link", name="Moves").click()
    moves = page.get_by_role("list", name="Moves, in order").get_by_role("listitem")
    expect(moves).to_have_count(17)
    look(page, "moves")
    page.get_by_role("button", name="Knee to knee: up").press("Enter")
    expect(moves.first).to_contain_text("Knee to knee")
    page.get_by_role("link", name="Change Say it back").press("Enter")
    expect(page.get_by_text("As it is: Listener retells with fingers")).to_be_visible()
    look(page, "move")
    page.get_by_label("Name").fill("Echo")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Echo")).to_be_visible()
    page.get_by_role("link", name="All moves").click()
    page.get_by_label("Move of the week").select_option("Echo")
    page.get_by_role("button", name="Show it to children").click()
    expect(page.get_by_text("Children see it from now on.")).to_be_visible()
    page.get_by_label("Paper").select_option("A4")
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("region", name="Echo")).to_contain_text("So first… then… Is that it?")
    look(page, "anchor-chart")
