"""A child's pages in another language: the switch, the note from right to left."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from classroom.models import Classroom, Student
from partners import demo
from partners.models import Considerations, PartnerNote
from tests.browser.looks import axe, look
from tests.cast import seat

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def classroom() -> Classroom:
    classroom = demo.set_up(now=timezone.now())
    classroom.languages = [code for code, _ in settings.LANGUAGES if code != "en"]
    classroom.save()
    return classroom


@pytest.fixture
def student(classroom: Classroom) -> Student:
    return classroom.students.select_related("classroom").in_order()[2]


def sit_here(context: BrowserContext, student: Student, live_server: LiveServer, home: str) -> Page:
    Considerations.objects.update_or_create(student=student, defaults={"content": {"languages": [home]}})
    session = seat(student).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto("/me/")
    return page


def next_page(page: Page) -> None:
    page.locator(".child-bar .btn-primary").click()


def test_a_note_from_right_to_left(
    new_context: Callable[..., BrowserContext], student: Student, live_server: LiveServer
) -> None:
    page = sit_here(new_context(), student, live_server, "ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    next_page(page)
    expect(page.get_by_role("region", name="English")).to_contain_text("Your teacher reads this.")
    look(page, "promise-ar")
    next_page(page)
    expect(page.get_by_role("heading", name="من يكون شريكًا رائعًا لك في الكتابة؟")).to_be_visible()
    page.locator(".tile").first.click()
    # Next stands at the left, and points there.
    back, on = (page.locator(".child-bar .btn").nth(place).bounding_box() for place in (0, -1))
    assert back
    assert on
    assert on["x"] < back["x"]
    axe(page)
    next_page(page)
    page.get_by_role("checkbox", name="يستمع إليّ").check(force=True)
    look(page, "why-ar")
    next_page(page)
    page.get_by_role("button", name="لا أحد").click()
    for _ in range(3):
        expect(page.locator(".child-bar .btn-primary")).to_be_visible()
        if page.url.endswith("/check/"):
            break
        next_page(page)
    page.goto("/me/note/check/")
    expect(page.get_by_role("heading", name="شركاء رائعون")).to_be_visible()
    look(page, "check-ar")
    page.get_by_role("button", name="إرسال").click()
    expect(page.get_by_role("heading", name="أحسنت!")).to_be_visible()
    assert PartnerNote.objects.filter(student=student, is_current=True).exists()


def test_the_switch_needs_no_script(
    new_context: Callable[..., BrowserContext], student: Student, live_server: LiveServer
) -> None:
    page = sit_here(new_context(java_script_enabled=False), student, live_server, "vi")
    expect(page.get_by_role("link", name="Bắt đầu")).to_be_visible()
    page.locator("summary").click()
    page.get_by_role("button", name="Français").click()
    expect(page.get_by_role("link", name="Commencer")).to_be_visible()


def test_the_switch_on_a_small_screen(
    new_context: Callable[..., BrowserContext], student: Student, live_server: LiveServer
) -> None:
    page = sit_here(new_context(viewport={"width": 390, "height": 844}), student, live_server, "ru")
    expect(page.get_by_role("button", name="Это не я")).to_be_visible()
    page.locator("summary").click()
    menu = page.locator(".languages form").bounding_box()
    assert menu
    assert menu["x"] >= 0
    assert menu["x"] + menu["width"] <= 390
    look(page, "switch-ru")
