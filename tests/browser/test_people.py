"""Invitation links, from one browser to another: made, opened, used, over."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from partners import demo
from tests.addresses import url
from tests.browser.conftest import Console
from tests.browser.looks import follow, look

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "a sentence with a kite"


@pytest.fixture
def teacher(page: Page) -> Page:
    """Ms. Okafor, signed in, on Home."""
    demo.set_up(now=timezone.now())
    page.goto(url("account_login"))
    sign_in(page, demo.TEACHER, demo.PASSWORD)
    expect(page.get_by_role("heading", level=1)).to_contain_text(demo.TEACHER_NAME)
    return page


def sign_in(page: Page, email: str, password: str) -> None:
    page.get_by_label("School e-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_a_co_teacher_is_invited_joins_and_leaves(
    teacher: Page, new_context: Callable[[], BrowserContext], console: Console
) -> None:
    link = teacher_makes_a_link(teacher)
    colleague = colleague_opens_it(new_context().new_page(), link)
    colleague_makes_an_account(colleague)
    expect(colleague.get_by_role("heading", level=1)).to_have_text("Room 12")
    expect(colleague.get_by_text("Wilhelmina", exact=True)).to_be_visible()
    the_link_is_over(new_context().new_page(), link, console)
    teacher_removes_the_colleague(teacher)
    console.expect("404")
    colleague.get_by_role("link", name="Notes", exact=True).click()
    expect(colleague.get_by_text("Wilhelmina")).to_have_count(0)
    expect(colleague.get_by_role("heading", level=1)).not_to_have_text("Notes")


def teacher_makes_a_link(page: Page) -> str:
    page.get_by_role("link", name="Room 12").click()
    follow(page.get_by_role("link", name="People"))
    look(page, "people-alone")
    page.get_by_role("button", name="Make a link").click()
    expect(page.get_by_role("heading", name="The link is ready")).to_be_visible()
    look(page, "people-link")
    page.get_by_role("button", name="Copy").click()
    return page.get_by_label("The link").input_value()


def colleague_opens_it(page: Page, link: str) -> Page:
    seen: list[str] = []
    page.on("request", lambda request: seen.append(f"{request.url} {request.headers.get('referer', '')}"))
    page.goto(link)
    expect(page.get_by_text("Ms. Okafor invites you")).to_be_visible()
    secret = link.split("#")[1]
    assert not any(secret in line.replace(link, "") for line in seen)
    page.go_back()
    page.go_forward()
    assert secret not in page.url
    look(page, "people-invited")
    return page


def colleague_makes_an_account(page: Page) -> None:
    page.get_by_role("link", name="I am new here").click()
    page.get_by_label("Your name").fill("Mr. Lindqvist")
    page.get_by_label("School e-mail").fill("lindqvist@school.example")
    page.get_by_label("Password").fill(PASSWORD)
    look(page, "people-new-account")
    page.get_by_role("button", name="Make my account").click()
    expect(page.get_by_text("Now sign in with that e-mail and password.")).to_be_visible()
    look(page, "people-sign-in")
    sign_in(page, "lindqvist@school.example", PASSWORD)


def the_link_is_over(page: Page, link: str, console: Console) -> None:
    console.expect("410")
    page.goto(link)
    expect(page.get_by_role("heading", name="This link does not work any more")).to_be_visible()
    look(page, "people-over")


def teacher_removes_the_colleague(page: Page) -> None:
    page.get_by_role("link", name="People").click()
    page.get_by_text("Remove Mr. Lindqvist").click()
    look(page, "people-remove")
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_text("Mr. Lindqvist no longer shares this class.")).to_be_visible()


def test_the_pages_of_the_school_the_year_and_the_account(teacher: Page) -> None:
    teacher.get_by_role("link", name="The school").click()
    expect(teacher.get_by_role("heading", level=1)).to_have_text(demo.SCHOOL)
    look(teacher, "people-school")
    teacher.goto(url("classroom:account"))
    look(teacher, "people-account")
    follow(teacher.get_by_role("link", name="Password"))
    look(teacher, "people-password")
    teacher.goto(url("partners:home"))
    teacher.get_by_role("link", name="Room 12").click()
    teacher.get_by_role("link", name="People").click()
    teacher.get_by_role("link", name="A new school year").click()
    teacher.get_by_text("The same children again").click()
    teacher.get_by_label("Wilhelmina").check()
    teacher.get_by_label("New children").fill("Li Wei")
    look(teacher, "people-next")
    teacher.get_by_role("button", name="Look it over").click()
    expect(teacher.get_by_text("1 of the children you have now, and 1 new.")).to_be_visible()
    look(teacher, "people-next-confirm")
    teacher.get_by_role("button", name="Make the class").click()
    expect(teacher.get_by_text("Room 12 is ready.")).to_be_visible()
    teacher.goto(url("partners:home"))
    expect(teacher.get_by_role("heading", name="Archived")).to_be_visible()
    look(teacher, "people-archived")


def test_the_menu_closes_on_escape(teacher: Page) -> None:
    menu = teacher.locator("summary", has_text="Ms. Okafor")
    menu.click()
    account = teacher.get_by_role("link", name="Your account")
    expect(account).to_be_visible()
    account.focus()
    teacher.keyboard.press("Escape")
    expect(account).not_to_be_visible()
    expect(menu).to_be_focused()


def test_a_link_is_pasted_without_a_script(teacher: Page, new_context: Callable[..., BrowserContext]) -> None:
    link = teacher_makes_a_link(teacher)
    page = new_context(java_script_enabled=False).new_page()
    page.goto(url("classroom:invitation"))
    page.get_by_label("Paste the whole link here").fill(link)
    page.get_by_role("button", name="Open it").click()
    expect(page.get_by_text("Ms. Okafor invites you")).to_be_visible()
