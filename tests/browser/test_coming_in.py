"""Children sign in, in a browser: by card and picture, by name and pictures, by number. They sign out again."""

from collections.abc import Callable

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from classroom.actions import sign_in_cards, sign_in_windows
from classroom.actions.student_sign_in import hash_device
from classroom.models import Card, Classroom, GradeBand, Student, WrongTry
from partners import demo
from tests.addresses import url
from tests.browser.conftest import Console
from tests.browser.looks import follow, look, small_targets
from tests.cast import choose_pictures, owner_of

pytestmark = pytest.mark.django_db(transaction=True)

MINUTE = 60 * 1000


@pytest.fixture
def classroom() -> Classroom:
    """Room 12 of the demo, with its sign-in window open."""
    return demo.set_up(now=timezone.now())


@pytest.fixture
def student(classroom: Classroom) -> Student:
    return classroom.students.here()[2]


def find_the_name(page: Page, student: Student) -> None:
    page.goto(url("classroom:code"))
    page.get_by_label("Class code").fill(f" {student.classroom.code.lower()[:3]}-{student.classroom.code[3:]}")
    page.get_by_role("button", name="Go").click()
    expect(page.get_by_role("heading", name="Find your name.")).to_be_visible()
    page.get_by_role("link", name=student.called, exact=True).click()


def tap(page: Page, *labels: str) -> None:
    for label in labels:
        page.get_by_role("button", name=label, exact=True).click()


def go_on(page: Page) -> None:
    follow(page.locator("footer").get_by_role("button", name="Next"))


def set_up(classroom: Classroom) -> None:
    sign_in_windows.open_window(classroom=classroom, set_up=True, by=owner_of(classroom), now=timezone.now())


def test_pictures_are_chosen_and_open_the_door(page: Page, classroom: Classroom, student: Student) -> None:
    set_up(classroom)
    page.goto(url("classroom:code"))
    look(page, "class-code")
    find_the_name(page, student)
    look(page, "first-time")
    page.get_by_role("button", name="Yes, that's me").click()
    expect(page.get_by_role("heading", name="Choose your pictures.")).to_be_visible()
    tap(page, "sun", "shoe", "sun", "cup", "ice cream", "bell")
    expect(page.get_by_role("button", pressed=True)).to_have_count(3)
    look(page, "choose-pictures")
    go_on(page)
    expect(page.locator(".my-pictures li")).to_have_text(["1Shoe", "2Cup", "3Ice cream"])
    look(page, "remember-pictures")
    page.get_by_role("button", name="I know them").click()
    expect(page.get_by_role("link", name="Start")).to_be_visible()
    follow(page.get_by_role("button", name="That's not me"))
    find_the_name_in_the_list(page, student)
    tap(page, "shoe", "cup", "bell")
    go_on(page)
    expect(page.get_by_role("alert")).to_have_text("Not quite. Try again.")
    look(page, "tap-pictures")
    tap(page, "shoe", "cup", "ice cream")
    go_on(page)
    expect(page.get_by_role("link", name="Start")).to_be_visible()


def find_the_name_in_the_list(page: Page, student: Student) -> None:
    """Tap the child's name in the list that opens, because the device still remembers the class."""
    expect(page.get_by_role("heading", name="Find your name.")).to_be_visible()
    look(page, "names")
    page.get_by_role("link", name=student.called, exact=True).click()


def test_a_child_signs_in_by_keyboard_alone(page: Page, student: Student) -> None:
    choose_pictures(student, "sun", "cup", "book", now=timezone.now())
    find_the_name(page, student)
    for label in ("sun", "cup", "book"):
        page.get_by_role("button", name=label, exact=True).focus()
        page.keyboard.press("Space")
        expect(page.get_by_role("button", name=label, exact=True)).to_be_focused()
    page.locator("footer").get_by_role("button", name="Next").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Start")).to_be_visible()


def test_a_child_signs_in_without_a_script(
    new_context: Callable[..., BrowserContext], classroom: Classroom, student: Student
) -> None:
    set_up(classroom)
    page = new_context(java_script_enabled=False).new_page()
    find_the_name(page, student)
    page.get_by_role("button", name="Yes, that's me").click()
    tap(page, "hat", "sun", "ball")
    go_on(page)
    page.get_by_role("button", name="I know them").click()
    page.get_by_role("button", name="That's not me").click()
    page.get_by_role("link", name=student.called, exact=True).click()
    tap(page, "hat", "sun", "house", "house", "ball")
    go_on(page)
    expect(page.get_by_role("link", name="Start")).to_be_visible()


def test_a_child_signs_in_by_card_and_picture(page: Page, student: Student) -> None:
    choose_pictures(student, "sun", "cup", "book", now=timezone.now())
    sign_in_cards.cards_for(classroom=student.classroom, by=owner_of(student.classroom), now=timezone.now())
    page.goto(url("classroom:card") + f"#{Card.objects.get(student=student).token}")
    expect(page.get_by_role("heading", name="Tap your first picture.")).to_be_visible()
    assert "#" not in page.url
    look(page, "card-and-picture")
    tap(page, "sun")
    go_on(page)
    expect(page.get_by_role("link", name="Start")).to_be_visible()


def test_a_child_waits_after_wrong_tries_and_is_let_in(page: Page, console: Console, student: Student) -> None:
    console.expect("429")
    choose_pictures(student, "sun", "cup", "book", now=timezone.now())
    find_the_name(page, student)
    for _ in range(5):
        tap(page, "hat", "cup", "book")
        go_on(page)
        page.wait_for_load_state()
    expect(page.get_by_role("heading", name="Wait a little, then try again.")).to_be_visible()
    look(page, "try-later")
    page.get_by_role("link", name="Ask your teacher to let you in.").click()
    expect(page.locator(".knock-number")).to_be_visible()
    look(page, "knock-with-a-name")


# Out again


def come_in(page: Page, student: Student) -> None:
    choose_pictures(student, "sun", "cup", "book", now=timezone.now())
    find_the_name(page, student)
    tap(page, "sun", "cup", "book")
    go_on(page)
    expect(page.get_by_role("link", name="Start")).to_be_visible()


def test_still_here_is_asked_after_a_while(page: Page, student: Student) -> None:
    page.clock.install()
    come_in(page, student)
    page.get_by_role("link", name="Start").click()
    expect(page.get_by_role("link", name="OK")).to_be_visible()
    page.clock.fast_forward(5 * MINUTE - 3000)
    expect(page.get_by_role("dialog", name="Still here?")).to_be_hidden()
    page.clock.run_for(4000)
    expect(page.get_by_role("dialog", name="Still here?")).to_be_visible()
    expect(page.get_by_role("button", name="Yes")).to_be_focused()
    look(page, "still-here")
    with page.expect_request(
        lambda request: request.method == "POST" and request.url.endswith(url("classroom:still_here"))
    ):
        page.get_by_role("button", name="Yes").click()
    expect(page.get_by_role("dialog", name="Still here?")).to_be_hidden()
    page.clock.fast_forward(5 * MINUTE - 3000)
    expect(page.get_by_role("dialog", name="Still here?")).to_be_hidden()
    page.clock.run_for(4000)
    expect(page.get_by_role("dialog", name="Still here?")).to_be_visible()
    page.clock.run_for(20_000)
    expect(page.get_by_text("Time to stop. We kept your answers.")).to_be_visible()
    assert not student.sittings.filter(ended_at=None).exists()


def test_a_touch_keeps_the_child_signed_in(page: Page, student: Student) -> None:
    """A child who reads or writes for a long time on one page stays signed in."""
    page.clock.install()
    come_in(page, student)
    page.clock.fast_forward(4 * MINUTE)
    page.mouse.click(5, 300)
    with page.expect_request(
        lambda request: request.method == "POST" and request.url.endswith(url("classroom:still_here"))
    ):
        page.clock.run_for(2000)
    page.clock.fast_forward(4 * MINUTE)
    expect(page.get_by_role("dialog", name="Still here?")).to_be_hidden()


def test_children_are_signed_out_when_the_window_closes(page: Page, classroom: Classroom, student: Student) -> None:
    page.clock.install()
    come_in(page, student)
    sign_in_windows.close_window(classroom=classroom, by=owner_of(classroom), now=timezone.now())
    page.clock.run_for(16_000)
    expect(page.get_by_text("Time to stop. We kept your answers.")).to_be_visible()


def test_a_page_in_another_tab_goes_when_another_child_signs_in(
    page: Page, context: BrowserContext, classroom: Classroom, student: Student
) -> None:
    page.clock.install()
    other = classroom.students.here()[3]
    choose_pictures(other, "hat", "cup", "book", now=timezone.now())
    come_in(page, student)
    expect(page.get_by_text(student.called, exact=True)).to_be_visible()
    tab = context.new_page()
    tab.goto(url("classroom:pick_avatar"))
    follow(tab.get_by_role("button", name="That's not me"))
    tab.get_by_role("link", name=other.called, exact=True).click()
    tap(tab, "hat", "cup", "book")
    go_on(tab)
    expect(tab.get_by_text(other.called, exact=True)).to_be_visible()
    page.clock.run_for(16_000)
    expect(page.get_by_text(other.called, exact=True)).to_be_visible()
    expect(page.get_by_text(student.called, exact=True)).to_have_count(0)


def test_back_after_signing_out_shows_nothing(page: Page, student: Student) -> None:
    come_in(page, student)
    page.goto(url("classroom:pick_avatar"))
    look(page, "badges")
    page.get_by_role("button", name="That's not me").click()
    expect(page.get_by_role("heading", name="Find your name.")).to_be_visible()
    for _ in range(3):
        page.go_back()
        expect(page.get_by_role("button", name="That's not me")).to_have_count(0)


def test_a_page_from_the_browsers_cache_is_loaded_again(page: Page, student: Student) -> None:
    """The page goes blank when the browser puts it in its cache, and reloads when it comes back. The test fires the
    same events."""
    come_in(page, student)
    with page.expect_navigation():
        page.evaluate(
            """() => {
              dispatchEvent(new PageTransitionEvent("pagehide", {persisted: true}));
              sessionStorage.setItem("hidden", String(document.documentElement.hidden));
              dispatchEvent(new PageTransitionEvent("pageshow", {persisted: true}));
            }"""
        )
    assert page.evaluate("sessionStorage.getItem('hidden')") == "true"
    expect(page.get_by_role("link", name="Start")).to_be_visible()


@pytest.mark.parametrize(("band", "least"), [(GradeBand.K_1, 64), (GradeBand.G2_3, 64), (GradeBand.G6_8, 48)])
def test_everything_is_large_enough_to_tap(
    band: str, least: int, page: Page, console: Console, classroom: Classroom, student: Student
) -> None:
    console.expect("429")
    Classroom.objects.update(grade_band=band)
    classroom.refresh_from_db()
    student.refresh_from_db()
    small = {}
    set_up(classroom)
    door = url("classroom:names", classroom.code)
    for name in (url("classroom:code"), door, f"{door}number/", f"{door}{student.key}/"):
        page.goto(name)
        small[name] = small_targets(page, least)
    follow(page.get_by_role("button", name="Yes, that's me"))
    small["choose"] = small_targets(page, least)
    tap(page, *(("sun", "cup") if band == GradeBand.K_1 else ("sun", "cup", "book")))
    go_on(page)
    small["remember"] = small_targets(page, least)
    follow(page.get_by_role("button", name="I know them"))
    for name in (url("classroom:pick_avatar"), url("classroom:still_here"), f"{door}{student.key}/"):
        page.goto(name)
        small[name] = small_targets(page, least)
    for number in range(5):
        WrongTry.objects.create(student=student, way="name", device_hash=f"{number}", at=timezone.now())
    WrongTry.objects.update(device_hash=hash_device(device_of(page)))
    page.reload()
    expect(page.get_by_role("heading", name="Wait a little, then try again.")).to_be_visible()
    small["later"] = small_targets(page, least)
    assert {name: found for name, found in small.items() if found} == {}


def device_of(page: Page) -> str:
    """The identifier under which the server knows this browser."""
    [cookie] = [cookie for cookie in page.context.cookies() if cookie["name"] == "partners"]
    return str(SessionStore(cookie["value"])["device"])


# The teacher


def test_the_teacher_lets_children_choose(
    page: Page, new_context: Callable[..., BrowserContext], classroom: Classroom, student: Student
) -> None:
    page.goto(url("account_login"))
    page.get_by_label("School e-mail").fill(demo.TEACHER)
    page.get_by_label("Password").fill(demo.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name=classroom.name).click()
    page.get_by_role("navigation").get_by_role("link", name="Notes", exact=True).click()
    follow(page.get_by_role("link", name="Picture passwords and class code"))
    look(page, "pictures-of-a-class")
    follow(page.get_by_role("button", name="Let children choose"))
    child = new_context().new_page()
    find_the_name(child, student)
    child.get_by_role("button", name="Yes, that's me").click()
    tap(child, "hat", "sun", "ball")
    go_on(child)
    child.get_by_role("button", name="I know them").click()
    expect(page.locator(".roll").get_by_text("Just now")).to_be_visible(timeout=10_000)
    look(page, "pictures-just-chosen")
    page.get_by_role("button", name="Clear").click()
    expect(page.get_by_text(f"{student.called} has no pictures now.")).to_be_visible()
    child.reload()
    expect(child.get_by_text("Time to stop. We kept your answers.")).to_be_visible()
    page.get_by_role("button", name="Done choosing").click()
    expect(page.get_by_role("button", name="Let children choose")).to_be_visible()
