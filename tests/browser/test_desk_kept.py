"""The review desk stays usable while its parts are replaced: the focus, half-typed words and a child being dragged."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Locator, Page, expect

from partners import demo
from partners.models import Plan
from tests.browser.desks import (
    centre,
    child,
    come_in,
    key_of,
    pairs_that_may_swap,
    suggestion,
    uncover,
)
from tests.browser.looks import axe

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plan() -> Plan:
    return suggestion()


def enter(button: Locator) -> None:
    button.focus()
    button.press("Enter")


def in_hand(page: Page) -> Locator:
    return page.get_by_text("is in your hand")


def lock(page: Page, card: int) -> Locator:
    return page.locator(".pair").nth(card).get_by_role("button", name="Lock")


def changes(page: Page) -> list[str]:
    """A list that fills with the last part of each address to which the page posts from now on."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.split("/")[-2]) if request.method == "POST" else None)
    return asked


def test_the_focus_stays_on_the_pressed_button(page: Page, plan: Plan) -> None:
    come_in(page, plan)
    one, other, _ = pairs_that_may_swap(page, plan)
    undo, redo = (page.get_by_role("button", name=name) for name in ("Undo", "Redo"))
    enter(page.locator(f"#child-{one}"))
    expect(in_hand(page)).to_be_visible()
    enter(page.locator(f"#child-{other}"))
    expect(in_hand(page)).to_have_count(0)
    expect(page.locator(f"#child-{one}")).to_be_focused()
    enter(undo)
    expect(redo).to_be_focused()
    enter(redo)
    expect(undo).to_be_focused()
    enter(page.locator(f"#child-{one}"))
    enter(page.get_by_role("button", name="Put back", exact=True))
    expect(page.locator(f"#child-{one}")).to_be_focused()
    enter(page.locator(f"#child-{one}"))
    enter(page.get_by_role("button", name="Put aside"))
    expect(page.locator(f"#child-{one}")).to_be_focused()
    enter(page.get_by_role("button", name="Find places for all"))
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_keys_put_a_child_aside_and_undo_and_redo(page: Page, plan: Plan) -> None:
    come_in(page, plan)
    asked = changes(page)
    one = child(page, 5)
    key = key_of(one)
    edge = page.get_by_role("heading", name="At the table’s edge")
    one.press("Delete")  # no child is picked up
    enter(one)
    expect(in_hand(page)).to_be_visible()
    page.keyboard.press("Delete")
    expect(edge).to_be_visible()
    expect(page.locator(f".edge #child-{key}")).to_be_focused()
    page.keyboard.press("Control+z")
    expect(edge).to_have_count(0)
    page.keyboard.press("Control+Shift+Z")
    expect(edge).to_be_visible()
    page.get_by_label("Name of this draft").press("Control+z")  # undoes words, not the change
    page.get_by_role("button", name="Find places for all").press("Control+z")
    expect(edge).to_have_count(0)
    assert asked == ["pick-up", "move", "undo", "redo", "undo"]


def height(part: Locator) -> float:
    box = part.bounding_box()
    assert box
    return box["y"]


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_a_chosen_child_stays_in_place_on_the_screen(size: tuple[int, int], page: Page, plan: Plan) -> None:
    """Every card grows by a possible place as soon as a child is picked up."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    come_in(page, plan)
    here, there, partner = (page.locator(f"#child-{key}") for key in pairs_that_may_swap(page, plan))
    here.evaluate("child => child.scrollIntoView({ block: 'center' })")
    before = height(here)
    here.click()
    expect(in_hand(page)).to_be_visible()
    assert abs(height(here) - before) < 2
    there.evaluate("child => child.scrollIntoView({ block: 'center' })")
    before = height(there)
    there.click()
    expect(in_hand(page)).to_have_count(0)
    assert abs(height(here) - before) < 2
    assert abs(height(here) - height(partner)) < 2


def test_the_focus_returns_to_the_child_after_a_question(page: Page, plan: Plan) -> None:
    come_in(page, plan)
    lock(page, 1).click()
    expect(page.locator(".pair.is-locked")).to_have_count(1)
    one = child(page, 1)
    enter(one)
    enter(page.get_by_role("button", name="Leave it as it is"))
    expect(one).to_be_focused()
    enter(one)
    axe(page)
    enter(page.get_by_role("button", name="Unlock", exact=True))
    expect(in_hand(page)).to_be_visible()
    expect(one).to_be_focused()


@pytest.mark.parametrize("answer", ["Leave it as it is", "Apply my change now"])
def test_the_focus_returns_to_the_child_after_a_change_that_came_too_late(answer: str, page: Page, plan: Plan) -> None:
    come_in(page, plan)
    page.get_by_label("Name of this draft").focus()  # while the teacher types, the desk does not change
    Plan.objects.update(version=2)
    enter(lock(page, 1))
    question = page.get_by_role("heading", name="This plan was changed meanwhile")
    expect(question).to_be_focused()
    enter(page.get_by_role("button", name=answer))
    expect(question).to_have_count(0)
    expect(child(page, 1)).to_be_focused()


def test_a_half_typed_reason_for_a_lock_stays(page: Page, plan: Plan) -> None:
    come_in(page, plan)
    uncover(page)
    lock(page, 1).click()
    summary = page.locator(".pair").nth(1).get_by_text("Locked. Keep a reason")
    summary.click()
    reason = page.locator(".pair").nth(1).get_by_role("textbox")
    reason.fill("They finish their book ")
    lock(page, 2).click()
    expect(page.locator(".pair.is-locked")).to_have_count(2)
    expect(reason).to_have_value("They finish their book ")
    page.locator(".pair").nth(2).get_by_text("Locked. Keep a reason").click()
    coach = page.locator(".pair").nth(2).get_by_label("Keep, and coach")
    coach.check()
    lock(page, 3).click()
    expect(page.locator(".pair.is-locked")).to_have_count(3)
    expect(coach).to_be_checked()
    expect(page.locator(".pair").nth(2).get_by_role("textbox")).to_be_visible()
    reason.press("Enter")
    written = page.locator(".pair").nth(1).locator("summary", has_text="They finish their book")
    expect(written).to_be_focused()
    expect(reason).to_be_hidden()
    expect(page.locator(".pair").nth(2).get_by_role("textbox")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(summary).to_be_visible()
    expect(reason).to_be_hidden()


def drag(page: Page, plan: Plan) -> str:
    """Drag a child with the mouse over another one with whom they can swap, and return the first one's key. The
    button stays down."""
    page.set_viewport_size({"width": 1366, "height": 2400})
    come_in(page, plan)
    one, other, _ = pairs_that_may_swap(page, plan)
    page.mouse.move(*centre(page.locator(f"#child-{one}")))
    page.mouse.down()
    page.mouse.move(300, 300)
    expect(in_hand(page)).to_be_visible()
    page.mouse.move(*centre(page.locator(f"#child-{other}")))
    expect(page.locator(f"#child-{other}.is-over")).to_be_visible()
    return one


def nothing_is_on_its_way(page: Page) -> None:
    expect(page.locator(".dragged, .is-over")).to_have_count(0)
    expect(in_hand(page)).to_have_count(0)


@pytest.mark.parametrize("breaks_in", ["blur", "pointercancel"])
def test_an_interrupted_drag_puts_the_child_back(breaks_in: str, page: Page, plan: Plan) -> None:
    one = drag(page, plan)
    page.evaluate("name => dispatchEvent(new Event(name))", breaks_in)
    nothing_is_on_its_way(page)
    page.mouse.move(400, 400)
    page.mouse.up()
    nothing_is_on_its_way(page)
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    page.locator(f"#child-{one}").click()
    expect(in_hand(page)).to_be_visible()


def test_esc_ends_a_drag_with_the_mouse(page: Page, plan: Plan) -> None:
    one = drag(page, plan)
    asked = changes(page)
    page.keyboard.press("Escape")
    nothing_is_on_its_way(page)
    page.mouse.move(*centre(page.locator(f"#child-{one}")))
    page.mouse.up()
    nothing_is_on_its_way(page)
    assert asked == ["pick-up"]
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()


def test_esc_or_an_interruption_ends_a_drag_with_a_finger(
    new_context: Callable[..., BrowserContext], plan: Plan
) -> None:
    page = new_context(has_touch=True, viewport={"width": 1024, "height": 2400}).new_page()
    come_in(page, plan)
    one, other, _ = pairs_that_may_swap(page, plan)
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    def drag() -> None:
        touch("touchStart", centre(page.locator(f"#child-{one}")))
        expect(in_hand(page)).to_be_visible()
        touch("touchMove", centre(page.locator(f"#child-{other}")))
        expect(page.locator(f"#child-{other}.is-over")).to_be_visible()

    drag()
    page.keyboard.press("Escape")
    nothing_is_on_its_way(page)
    touch("touchEnd")
    nothing_is_on_its_way(page)
    drag()
    touch("touchCancel")
    nothing_is_on_its_way(page)
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()


def test_dragging_a_child_of_a_locked_pair_asks_to_unlock(page: Page, plan: Plan) -> None:
    page.set_viewport_size({"width": 1366, "height": 2400})
    come_in(page, plan)
    lock(page, 1).click()
    expect(page.locator(".pair.is-locked")).to_have_count(1)
    child(page, 1).drag_to(child(page, 3))
    expect(page.locator("[data-hand]")).to_contain_text("are locked")
    expect(page.locator(".dragged")).to_have_count(0)
    one = key_of(child(page, 1))
    page.get_by_role("button", name="Unlock", exact=True).click()
    expect(in_hand(page)).to_be_visible()
    expect(page.locator(f"#child-{one}.is-picked")).to_be_visible()


def test_an_uncovered_desk_that_is_signed_out_elsewhere_leads_to_signing_in_and_back(page: Page, plan: Plan) -> None:
    page.clock.install()
    come_in(page, plan)
    at = page.url
    uncover(page)
    page.wait_for_load_state("domcontentloaded")
    Session.objects.all().delete()
    page.clock.run_for(4_000)
    expect(page.get_by_label("School e-mail")).to_be_visible()
    page.get_by_label("School e-mail").fill(demo.TEACHER)
    page.get_by_label("Password").fill(demo.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Uncover")).to_be_visible()
    expect(page).to_have_url(at)
