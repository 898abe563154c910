"""The walk on a phone: by touch, at 390 pixels, with and without a connection."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import APIResponse, BrowserContext, Locator, Page, Route, expect

from classroom.actions import year_end
from classroom.models import ClassMembership, Classroom, Student
from partners import demo
from partners.actions import moves
from partners.models import Observation, Partnership
from tests.addresses import url
from tests.browser.conftest import Console
from tests.browser.looks import axe, look, shots
from tests.cast import PASSWORD, adult, observe, owner_of

pytestmark = pytest.mark.django_db(transaction=True)

OFFLINE = "ERR_INTERNET_DISCONNECTED"


@pytest.fixture
def room(db: None) -> Classroom:
    return demo.set_up(now=timezone.now())


@pytest.fixture
def phone(room: Classroom, new_context: Callable[..., BrowserContext]) -> BrowserContext:
    return new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)


def sign_in(page: Page, email: str = demo.TEACHER, password: str = demo.PASSWORD) -> None:
    page.get_by_label("School e-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").tap()


def address(room: Classroom) -> str:
    return url("partners:walk", room.key)


@pytest.fixture
def page(room: Classroom, phone: BrowserContext) -> Page:
    return laid_down(room, phone)


def laid_down(room: Classroom, phone: BrowserContext) -> Page:
    """The page of the walk, stored on the device for use without a connection."""
    page = phone.new_page()
    page.goto(address(room))
    sign_in(page)
    expect(page.get_by_role("heading", name="Partner time")).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


def tile(page: Page) -> Locator:
    return page.locator(".walk-tile").first


def chip(page: Page, words: str) -> Locator:
    return page.locator(".chip", has_text=words).first


def state(page: Page) -> Locator:
    return page.locator("[data-walk-state]")


def new() -> list[Observation]:
    """The observations of this test, without the older ones of the invented class."""
    return list(Observation.objects.exclude(client_key=None).order_by("pk"))


def kept() -> list[list[str]]:
    """The chips of each observation of this test."""
    return [sorted([*note.content.strengths, *note.content.next_steps]) for note in new()]


def cut(page: Page, console: Console) -> None:
    """Cut the connection, and expect the messages that the browser logs about it."""
    console.expect(OFFLINE)
    console.expect("Failed to load resource")
    page.context.set_offline(True)


def laid(page: Page) -> dict[str, int]:
    """How many items of each kind are stored on the device."""
    found: dict[str, int] = page.evaluate(
        """async () => {
            const opened = await new Promise((resolve) => {
                const request = indexedDB.open("partners-walk");
                request.onsuccess = () => resolve(request.result);
            });
            const names = [...opened.objectStoreNames];
            const count = (name) => new Promise((resolve) => {
                const request = opened.transaction(name).objectStore(name).count();
                request.onsuccess = () => resolve(request.result);
            });
            return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await count(name)])));
        }"""
    )
    return found


def test_an_observation_takes_three_taps(page: Page) -> None:
    look(page, "walk")
    tile(page).tap()
    expect(page.get_by_role("group", name="I saw")).to_be_visible()
    chip(page, "Even turns").tap()
    chip(page, "Take turns").tap()
    expect(state(page)).to_have_text("Saved")
    look(page, "walk-note")
    (note,) = new()
    assert (note.content.strengths, note.content.next_steps) == (("even_turns",), ("take_turns",))


def test_each_tap_can_be_undone(page: Page) -> None:
    tile(page).tap()
    undo = page.get_by_role("button", name="Undo the last tap")
    expect(undo).to_be_disabled()
    chip(page, "Even turns").tap()
    chip(page, "Faced partner").tap()
    page.get_by_label("I heard…").fill("“Say more.”")
    undo.tap()
    expect(page.get_by_label("I heard…")).to_have_value("")
    undo.tap()
    expect(page.get_by_role("checkbox", name="Faced partner")).not_to_be_checked()
    expect(state(page)).to_have_text("Saved")
    (note,) = new()
    assert (note.content.strengths, note.content.note) == (("even_turns",), "")
    undo.tap()
    expect(undo).to_be_disabled()
    expect(state(page)).to_have_text("Saved")
    assert new() == []


def test_a_swipe_leads_to_the_next_partners(page: Page) -> None:
    names = page.locator(".walk-tile b").nth(1)
    expect(names).to_be_visible()
    second = names.locator("span").first.inner_text()
    tile(page).tap()
    expect(page.get_by_role("link", name="Next:")).to_be_visible()
    swipe(page, 300, 120)
    expect(page.get_by_role("heading", level=1)).to_contain_text(second)


def swipe(page: Page, start: int, end: int) -> None:
    page.evaluate(
        """([start, end]) => {
            const at = (x) => [new Touch({ identifier: 1, target: document.body, clientX: x, clientY: 300 })];
            document.body.dispatchEvent(new TouchEvent("touchstart", { touches: at(start), bubbles: true }));
            document.body.dispatchEvent(new TouchEvent("touchend", { changedTouches: at(end), bubbles: true }));
        }""",
        [start, end],
    )


def test_the_teacher_changes_the_order_by_buttons(page: Page) -> None:
    first = page.locator(".walk-tile b").first
    expect(first).to_be_visible()
    name = first.locator("span").first.inner_text()
    page.get_by_role("link", name="Change the order").tap()
    expect(page.get_by_role("heading", name="The order of the walk")).to_be_visible()
    look(page, "walk-order")
    page.get_by_role("button", name="later").first.tap()
    expect(page.locator(".walk-order li").nth(1)).to_contain_text(name)
    page.get_by_role("link", name="Back to partner time").tap()
    expect(page.locator(".walk-tile").nth(1)).to_contain_text(name)


def test_the_teacher_changes_the_order_by_dragging(page: Page, room: Classroom) -> None:
    """The teacher drags by mouse and by finger, which use the same pointer events."""
    page.goto(f"{address(room)}order/")
    lines = page.locator(".walk-order li")
    before = lines.locator("b").all_inner_texts()
    grips = page.locator("[data-grip]")

    def middle(place: int) -> tuple[float, float]:
        box = grips.nth(place).bounding_box()
        assert box
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    page.mouse.move(*middle(0))
    page.mouse.down()
    page.mouse.move(*middle(2), steps=4)
    expect(lines.nth(2)).to_have_class(re.compile("goes-after"))
    with page.expect_event("domcontentloaded"):
        page.mouse.up()
    expect(lines.nth(2).locator("b")).to_have_text(before[0])
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    start, end = middle(2), middle(0)
    with page.expect_event("domcontentloaded"):
        touch("touchStart", start)
        touch("touchMove", (start[0], start[1] - 40))
        touch("touchMove", end)
        touch("touchEnd")
    expect(lines.first.locator("b")).to_have_text(before[0])
    assert lines.locator("b").all_inner_texts() == before


def test_observations_survive_a_lost_connection_and_a_closed_tab(page: Page, room: Classroom, console: Console) -> None:
    tile(page).tap()
    chip(page, "Even turns").tap()
    expect(state(page)).to_have_text("Saved")
    cut(page, console)
    chip(page, "Faced partner").tap()
    expect(state(page)).to_have_text("1 waiting")
    phone = page.context
    page.close()

    again = phone.new_page()
    again.goto(address(room))
    expect(again.get_by_text("No connection. What you tap is kept on this device")).to_be_visible()
    expect(state(again)).to_have_text("1 waiting")
    look(again, "walk-offline")
    again.locator(".walk-tile").nth(1).tap()
    chip(again, "Take turns").tap()
    expect(state(again)).to_have_text("2 waiting")
    look(again, "walk-note-offline")
    # Chromium may still send the first tab's observation: the cut ends with the tab, and a request may outlive it.
    assert ["take_turns"] not in kept()

    phone.set_offline(False)
    expect(state(again)).to_have_text("Saved")
    # A reload must not store the observations twice.
    again.reload()
    expect(again.get_by_role("group", name="I saw")).to_be_visible()
    assert kept() == [["even_turns", "faced_partner"], ["take_turns"]]


def test_the_teachers_chips_and_swipes_work_without_a_connection(
    room: Classroom, phone: BrowserContext, console: Console
) -> None:
    teacher, now = owner_of(room), timezone.now()
    words = {"name": "Sit tall", "looks_like": "", "sounds_like": "", "stems": []}
    own = moves.add_move(classroom=room, words=words, by=teacher, now=now)
    partnership = Partnership.objects.filter(classroom=room).order_by("-pk")[0]
    Observation.objects.all().delete()
    observe(partnership=partnership, strengths=["celebrated", own], by=teacher, now=now)
    observe(partnership=partnership, strengths=[own], by=teacher, now=now)
    page = laid_down(room, phone)
    cut(page, console)
    page.goto(address(room))
    names = page.locator(".walk-tile b")
    first, second = (names.nth(number).inner_text().split("\n")[0] for number in (0, 1))
    tile(page).tap()
    faces = page.get_by_role("group", name="I saw").locator(".chips").first.locator(".chip")
    expect(faces).to_have_count(7)
    assert faces.all_inner_texts()[:2] == ["Sit tall", "Celebrated"]
    heading = page.get_by_role("heading", level=1)
    swipe(page, 300, 120)
    expect(heading).to_contain_text(second)
    swipe(page, 120, 300)
    expect(heading).to_contain_text(first)
    chip(page, "Sit tall").tap()
    expect(state(page)).to_have_text("1 waiting")
    page.context.set_offline(False)
    expect(state(page)).to_have_text("Saved")
    assert kept() == [[own]]


def test_an_observation_is_stored_once_when_its_answer_is_lost(page: Page, console: Console) -> None:
    """The server has stored the observation, but the page doesn't know: it sends it again."""
    tile(page).tap()
    expect(page.get_by_role("group", name="I saw")).to_be_visible()
    console.expect("503")
    lost: list[APIResponse] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch())
            route.fulfill(status=503)
        else:
            route.continue_()

    page.route("**/walk/**", lose)
    chip(page, "Even turns").tap()
    expect(state(page)).to_have_text("1 waiting")
    assert kept() == [["even_turns"]]
    chip(page, "Faced partner").tap()
    expect(state(page)).to_have_text("Saved")
    assert kept() == [["even_turns", "faced_partner"]]


def test_a_session_that_ends_loses_nothing(page: Page, room: Classroom, console: Console) -> None:
    tile(page).tap()
    cut(page, console)
    chip(page, "Even turns").tap()
    expect(state(page)).to_have_text("1 waiting")
    page.context.clear_cookies(name="partners")
    page.context.set_offline(False)
    page.get_by_role("link", name="Sign in to send").tap()
    sign_in(page)
    expect(state(page)).to_have_text("Saved")
    assert kept() == [["even_turns"]]


def test_another_person_on_the_device_sees_and_sends_nothing(page: Page, room: Classroom, console: Console) -> None:
    """Another person can neither read nor send what the first one left on the device."""
    helper = adult(room.school, "Mrs. Tanaka")
    ClassMembership.objects.create(classroom=room, user=helper, role=ClassMembership.Role.AIDE)
    tile(page).tap()
    cut(page, console)
    chip(page, "Even turns").tap()
    expect(state(page)).to_have_text("1 waiting")
    page.context.clear_cookies(name="partners")
    page.context.set_offline(False)
    page.goto(url("partners:home"))
    sign_in(page, helper.email, PASSWORD)
    expect(page.get_by_role("link", name="Room 12", exact=True)).to_be_visible()
    page.goto(url("partners:partnerships", room.key))
    expect(page.get_by_role("heading", name="Partnerships")).to_be_visible()
    page.context.set_offline(True)
    page.goto(address(room))
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()
    look(page, "walk-nothing")
    page.context.set_offline(False)
    page.goto(address(room))
    expect(page.get_by_role("heading", name="Partner time")).to_be_visible()
    expect(state(page)).to_be_hidden()
    assert new() == []


def test_signing_out_asks_while_observations_wait_and_leaves_nothing(
    page: Page, room: Classroom, console: Console
) -> None:
    tile(page).tap()
    cut(page, console)
    chip(page, "Even turns").tap()
    expect(state(page)).to_have_text("1 waiting")
    page.route("**/walk/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    console.expect("ERR_FAILED")
    page.context.set_offline(False)
    page.goto(url("account_logout"))
    page.get_by_role("button", name="Sign out", exact=True).tap()
    dialog = page.get_by_role("dialog", name="1 note waits to be sent.")
    expect(dialog).to_be_visible()
    look(page, "walk-sign-out")
    dialog.get_by_role("button", name="Stay signed in").tap()
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Sign out", exact=True).tap()
    page.get_by_role("button", name="Sign out anyway").tap()
    expect(page.get_by_label("School e-mail")).to_be_visible()
    assert laid(page) == {"keys": 0, "tiles": 0, "waiting": 0, "who": 0}
    assert new() == []


def test_tiles_are_deleted_after_twelve_hours(page: Page, room: Classroom, console: Console) -> None:
    cut(page, console)
    page.clock.set_fixed_time(timezone.now() + dt.timedelta(hours=11, minutes=55))
    page.goto(address(room))
    expect(tile(page)).to_be_visible()
    assert laid(page)["tiles"] == 1
    page.clock.set_fixed_time(timezone.now() + dt.timedelta(hours=12, minutes=5))
    page.goto(address(room))
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()
    assert laid(page)["tiles"] == 0


def test_a_child_at_the_device_finds_no_tiles(
    page: Page, room: Classroom, console: Console, seated: Callable[[Page, Student], Page]
) -> None:
    """The teacher's unsent observations stay on the device, encrypted, until the teacher is back."""
    tile(page).tap()
    cut(page, console)
    chip(page, "Even turns").tap()
    expect(state(page)).to_have_text("1 waiting")
    page.close()
    phone = page.context
    phone.set_offline(False)
    # The teacher's observations are not sent before the child has signed in.
    phone.route("**/walk/**", lambda route: route.abort())
    child = seated(phone.new_page(), room.students.order_by("pk")[0])
    child.goto(url("partners:me"))
    expect(child.get_by_role("heading").first).to_be_visible()
    assert laid(child)["tiles"] == 0
    phone.unroute("**/walk/**")
    phone.set_offline(True)
    child.goto(address(room))
    expect(child.get_by_role("heading", name="No connection")).to_be_visible()
    assert laid(child) == {"keys": 1, "tiles": 0, "waiting": 1, "who": 0}


def test_a_refused_observation_is_shown_and_can_be_dropped(page: Page, room: Classroom, console: Console) -> None:
    tile(page).tap()
    cut(page, console)
    chip(page, "Even turns").tap()
    expect(state(page)).to_have_text("1 waiting")
    year_end.archive(classroom=room, by=owner_of(room), now=timezone.now())
    console.expect("409")
    page.context.set_offline(False)
    expect(state(page)).to_contain_text("A note can't be kept: the class takes no notes from here now.")
    axe(page)
    page.get_by_role("button", name="Delete it").tap()
    expect(state(page)).not_to_contain_text("can't be kept")
    assert kept() == []


def test_an_insecure_address_works_while_connected(room: Classroom, phone: BrowserContext) -> None:
    """The browser treats the address as insecure, as it treats plain http."""
    phone.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    page = phone.new_page()
    page.goto(address(room))
    sign_in(page)
    expect(state(page)).to_have_text("Works only while connected: this address is not https.")
    tile(page).tap()
    chip(page, "Even turns").tap()
    expect(state(page)).to_contain_text("Saved")
    look(page, "walk-note-plain")
    assert kept() == [["even_turns"]]
    assert page.evaluate("indexedDB.databases().then((found) => found.length)") == 0


def test_the_walk_works_by_keyboard(page: Page) -> None:
    tile(page).press("Enter")
    box = page.get_by_role("checkbox", name="Even turns")
    box.press("Space")
    expect(box).to_be_checked()
    expect(state(page)).to_have_text("Saved")
    page.get_by_role("button", name="Undo the last tap").press("Enter")
    expect(box).not_to_be_checked()
    expect(state(page)).to_have_text("Saved")
    assert kept() == []
    page.get_by_role("link", name="Next:").press("Enter")
    expect(page.get_by_role("button", name="Undo the last tap")).to_be_disabled()


def test_the_walk_works_without_scripts(room: Classroom, new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(viewport={"width": 390, "height": 844}, has_touch=True, java_script_enabled=False).new_page()
    page.goto(address(room))
    sign_in(page)
    tile(page).tap()
    expect(page.get_by_role("button", name="Keep it")).to_be_visible()
    chip(page, "Even turns").tap()
    page.get_by_role("button", name="Keep it").tap()
    expect(page.get_by_text("Kept.")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Even turns")).to_be_checked()
    shots(page, "walk-note-without-scripts")
    assert kept() == [["even_turns"]]
    page.get_by_role("button", name="Take it back").tap()
    expect(page.get_by_text("Taken back.")).to_be_visible()
    assert kept() == []
