"""Quick taps on the review desk: each is carried out as it was meant, and none later as a different one."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from partners.models import Plan
from tests.browser.conftest import Console
from tests.browser.desks import are_in_one_card, centre, come_in, pairs_that_may_swap, suggestion

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plan() -> Plan:
    return suggestion()


def asked_of(page: Page) -> list[str]:
    """A list that fills with the last part of each address to which the desk posts from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.split("/")[-2]) if request.method == "POST" else None)
    return asked


def held(page: Page, address: str) -> list[Route]:
    """Requests to this address, each delayed until the test lets it continue."""
    routes: list[Route] = []

    def hold(route: Route) -> None:
        routes.append(route)

    page.route(address, hold)
    return routes


def on_its_way(page: Page, routes: list[Route]) -> Route:
    while not routes:
        page.evaluate("0")  # Playwright handles routes while it waits for the page
    return routes.pop()


def is_in_hand(page: Page, key: str) -> None:
    expect(page.locator(f"#child-{key}.is-picked")).to_be_visible()
    expect(page.get_by_text("is in your hand")).to_have_count(1)


def nothing_is_in_hand(page: Page) -> None:
    expect(page.get_by_text("is in your hand")).to_have_count(0)


def test_a_tap_does_not_wait_for_news(page: Page, plan: Plan) -> None:
    page.clock.install()
    come_in(page, plan)
    one, other, partner = pairs_that_may_swap(page, plan)
    news, asked = held(page, "**/news/**"), asked_of(page)
    page.clock.run_for(4_000)
    late = on_its_way(page, news)
    page.locator(f"#child-{one}").click()
    is_in_hand(page, one)
    late.continue_()
    page.locator(f"#child-{other}").click()
    nothing_is_in_hand(page)
    are_in_one_card(page, one, partner)
    assert asked == ["pick-up", "move"]


def test_news_that_arrives_during_a_tap_is_ignored(page: Page, plan: Plan) -> None:
    page.clock.install()
    come_in(page, plan)
    one, *_ = pairs_that_may_swap(page, plan)
    news, pick_up = held(page, "**/news/**"), held(page, "**/pick-up/")
    Plan.objects.update(version=2)
    page.clock.run_for(4_000)
    late = on_its_way(page, news)
    page.locator(f"#child-{one}").click()
    tapped = on_its_way(page, pick_up)
    with page.expect_event("requestfinished"):
        late.continue_()
    expect(page.locator("#touch [name=version]")).to_have_value("1")
    tapped.continue_()
    is_in_hand(page, one)
    expect(page.locator("#touch [name=version]")).to_have_value("2")


def test_two_quick_taps_swap_and_a_third_one_does_nothing(page: Page, plan: Plan) -> None:
    come_in(page, plan)
    one, other, partner = pairs_that_may_swap(page, plan)
    pick_up, asked = held(page, "**/pick-up/"), asked_of(page)
    page.locator(f"#child-{one}").click()
    page.locator(f"#child-{other}").click()
    page.locator(f"#child-{partner}").click()
    on_its_way(page, pick_up).continue_()
    are_in_one_card(page, one, partner)
    nothing_is_in_hand(page)
    assert asked == ["pick-up", "move"]


def test_a_second_tap_does_nothing_if_the_plan_has_changed_meanwhile(page: Page, plan: Plan) -> None:
    come_in(page, plan)
    one, other, _ = pairs_that_may_swap(page, plan)
    pick_up, asked = held(page, "**/pick-up/"), asked_of(page)
    page.locator(f"#child-{one}").click()
    page.locator(f"#child-{other}").click()
    Plan.objects.update(version=2)
    on_its_way(page, pick_up).continue_()
    is_in_hand(page, one)
    assert asked == ["pick-up"]


def drag(page: Page, one: str, other: str) -> None:
    """Drag one child onto another with the mouse."""
    page.mouse.move(*centre(page.locator(f"#child-{one}")))
    page.mouse.down()
    page.mouse.move(*centre(page.locator(f"#child-{other}")))
    page.mouse.up()


def nothing_was_changed(page: Page) -> None:
    """Check that the page says that nothing was changed, and restore the network."""
    expect(page.get_by_text("No connection just now. Nothing was changed")).to_be_visible()
    page.unroute("**/pick-up/")


def test_a_failure_leaves_nothing_behind(page: Page, plan: Plan, console: Console) -> None:
    console.expect("ERR_FAILED")
    console.expect("htmx:")
    come_in(page, plan)
    one, other, partner = pairs_that_may_swap(page, plan)
    pick_up, asked = held(page, "**/pick-up/"), asked_of(page)
    page.locator(f"#child-{one}").click()
    page.locator(f"#child-{other}").click()
    on_its_way(page, pick_up).abort()
    nothing_was_changed(page)
    page.locator(f"#child-{partner}").click()
    is_in_hand(page, partner)
    assert asked == ["pick-up", "pick-up"]


def test_a_drag_while_the_network_is_away_leaves_nothing_behind(page: Page, plan: Plan, console: Console) -> None:
    console.expect("ERR_FAILED")
    console.expect("htmx:")
    page.set_viewport_size({"width": 1366, "height": 2400})
    come_in(page, plan)
    one, other, partner = pairs_that_may_swap(page, plan)
    pick_up, asked = held(page, "**/pick-up/"), asked_of(page)
    drag(page, one, other)
    on_its_way(page, pick_up).abort()
    nothing_was_changed(page)
    page.locator(f"#child-{partner}").click()
    is_in_hand(page, partner)
    assert asked == ["pick-up", "pick-up"]


def test_a_drag_that_is_faster_than_the_answer_ends_where_the_child_was_dropped(page: Page, plan: Plan) -> None:
    page.set_viewport_size({"width": 1366, "height": 2400})
    come_in(page, plan)
    one, other, partner = pairs_that_may_swap(page, plan)
    pick_up, asked = held(page, "**/pick-up/"), asked_of(page)
    drag(page, one, other)
    on_its_way(page, pick_up).continue_()
    are_in_one_card(page, one, partner)
    nothing_is_in_hand(page)
    assert asked == ["pick-up", "move"]


@pytest.mark.parametrize("by", ["mouse", "finger"])
def test_the_second_click_of_a_double_click_does_nothing(
    by: str, new_context: Callable[..., BrowserContext], plan: Plan
) -> None:
    page = new_context(has_touch=True, viewport={"width": 1024, "height": 2400}).new_page()
    come_in(page, plan)
    one, other, partner = pairs_that_may_swap(page, plan)
    asked = asked_of(page)

    def twice(key: str) -> None:
        x, y = centre(page.locator(f"#child-{key}"))
        for _ in range(2):
            page.touchscreen.tap(x, y) if by == "finger" else None
        page.mouse.dblclick(x, y) if by == "mouse" else None

    twice(one)
    is_in_hand(page, one)
    twice(other)
    nothing_is_in_hand(page)
    are_in_one_card(page, one, partner)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name="Redo")).to_be_enabled()
    assert asked == ["pick-up", "move", "undo"]
