"""Published partners in the room: checked by the teacher, on the wall, one by one, on paper."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from classroom.models import Classroom, User
from tests.addresses import url
from tests.browser.looks import look, sheets
from tests.cast import make_class, open_round, plan_of, seat, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

LONG = (
    "Maximiliana-Theodora Papadopoulou",
    "Oluwaseun-Bartholomew Adeyemi",
    "عبد الرحمن الحسيني",
    "ليلى منصور",
    "Юлія Шевченко",
)
SPOTS = ["Window bench", "Reading rug, left", "Reading rug, right", *(f"Table {number}" for number in range(1, 13))]
CARDS = 17


@pytest.fixture
def large(owner: User) -> Classroom:
    """A class of thirty-five children, some with long names or another script, with a draft of sixteen pairs and a
    three."""
    classroom = make_class(owner, *LONG, *(f"Child{number:02} Last" for number in range(30)))
    classroom.workshop.spots = SPOTS
    classroom.workshop.save()
    students = list(classroom.students.in_order())
    pairs = list(zip(students[3::2], students[4::2], strict=True))
    plan_of(open_round(classroom), students[:3], *pairs)
    return classroom


@pytest.fixture
def signed_in(live_server: LiveServer, owner: User) -> Callable[[BrowserContext], Page]:
    """A function that opens a page in a browser in which the teacher is signed in."""

    def come_in(context: BrowserContext) -> Page:
        session = sign_in(owner).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return context.new_page()

    return come_in


@pytest.fixture
def teacher(context: BrowserContext, signed_in: Callable[[BrowserContext], Page]) -> Page:
    return signed_in(context)


def publish(page: Page, classroom: Classroom) -> None:
    page.goto(url("partners:plan", classroom.key))
    page.get_by_role("link", name="Look over and publish").click()
    expect(page.get_by_role("heading", name="This is what children will see")).to_be_visible()
    look(page, "wall-publish")
    page.get_by_label("They stay together until").fill("2026-02-13")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("until Friday, 13 February")).to_be_visible()


def test_the_cards_are_turned_by_keyboard(teacher: Page, large: Classroom) -> None:
    publish(teacher, large)
    teacher.get_by_role("link", name="For the wall").click()
    expect(teacher.locator(".projector-card")).to_have_count(CARDS)
    look(teacher, "wall-all")
    teacher.get_by_role("button", name="One by one").click()
    down = teacher.locator(".is-down")
    expect(down).to_have_count(CARDS)
    look(teacher, "wall-none")
    for turned, key in enumerate(("Enter", "Space", "ArrowRight", "PageDown"), 1):
        expect(teacher.get_by_role("button", name="Next", exact=True)).to_be_focused()
        teacher.wait_for_load_state("domcontentloaded")  # the script adds the arrows
        teacher.keyboard.press(key)
        expect(down).to_have_count(CARDS - turned)
    look(teacher, "wall-four")
    expect(teacher.locator("#newest")).to_contain_text("Table 1")
    teacher.keyboard.press("PageUp")
    expect(down).to_have_count(CARDS - 3)
    teacher.get_by_role("button", name="Show all").click()
    expect(down).to_have_count(0)
    expect(teacher.locator(".projector-card")).to_have_count(CARDS)


def test_the_cards_are_turned_without_a_script(
    new_context: Callable[..., BrowserContext], signed_in: Callable[[BrowserContext], Page], large: Classroom
) -> None:
    page = signed_in(new_context(java_script_enabled=False))
    publish_without_looking(page, large)
    page.goto(url("partners:projector", large.key))
    page.get_by_role("button", name="One by one").click()
    for turned in (1, 2, 3):
        page.get_by_role("button", name="Next", exact=True).click()
        expect(page.locator(".is-down")).to_have_count(CARDS - turned)


def publish_without_looking(page: Page, classroom: Classroom) -> None:
    page.goto(url("partners:plan", classroom.key))
    page.get_by_role("link", name="Look over and publish").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", name="Partnerships")).to_be_visible()


def test_the_chart_and_the_cards_fit_their_sheets_of_paper(teacher: Page, large: Classroom) -> None:
    """The chart is one landscape sheet. The cards are three sheets with eight cards each."""
    publish_without_looking(teacher, large)
    teacher.goto(url("partners:projector", large.key))
    expect(teacher.locator(".projector-card")).to_have_count(CARDS)
    assert set(sheets(teacher, "chart").values()) == {1}
    teacher.goto(url("partners:desk_cards", large.key))
    expect(teacher.locator(".desk-card")).to_have_count(CARDS)
    look(teacher, "wall-desk-cards")
    assert set(sheets(teacher, "cards").values()) == {3}


def test_a_child_is_marked_as_away_today(
    teacher: Page, new_context: Callable[..., BrowserContext], live_server: LiveServer, large: Classroom
) -> None:
    publish_without_looking(teacher, large)
    teacher.get_by_role("link", name="Away today").click()
    teacher.get_by_role("button", name="Child03").click()
    expect(teacher.get_by_text("Child03 is away today.")).to_be_visible()
    teacher.get_by_role("button", name="Child06").click()
    expect(teacher.get_by_text("Child06 is away today.")).to_be_visible()
    together = teacher.get_by_role("region", name="Together just for today")
    expect(together).to_contain_text(re.compile("Child04 and Child05|Child05 and Child04"))
    look(teacher, "wall-away")
    child = new_context()
    session = seat(large.students.get(called="Child04")).cookies[settings.SESSION_COOKIE_NAME].value
    child.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page = child.new_page()
    page.goto(url("partners:my_partner"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Child05")
    expect(page.get_by_text("This is just for today.")).to_be_visible()
    look(page, "wall-just-today")
    teacher.get_by_role("link", name="All partnerships").click()
    expect(teacher.get_by_text("Away today: Child03, Child06.")).to_be_visible()
    look(teacher, "wall-partnerships")
    teacher.get_by_role("link", name="Away today").click()
    teacher.get_by_role("button", name=re.compile("Here after all.*Child03")).click()
    expect(teacher.get_by_text("Child03 is here, and with the usual partner.")).to_be_visible()
