"""The considerations grid in a browser: by keyboard, saved while the teacher types, and without loss when saving
fails."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from classroom.models import Classroom, Student, User
from partners import demo
from partners.actions import considerations
from partners.considerations.field_kinds import FieldChange
from partners.considerations.fields import BY_KEY
from partners.models import Considerations
from tests.addresses import url
from tests.browser.conftest import Console
from tests.browser.looks import axe, follow, look, shots
from tests.browser.test_cover import LEAVE_THE_TAB
from tests.cast import considered

pytestmark = pytest.mark.django_db(transaction=True)

FAILED = "Failed to load resource"


@pytest.fixture
def classroom() -> Classroom:
    """The invented class, without considerations of its first child."""
    classroom = demo.set_up(now=timezone.now())
    Considerations.objects.filter(student=first(classroom)).delete()
    return classroom


def first(classroom: Classroom) -> Student:
    return classroom.students.here()[0]


def known(classroom: Classroom) -> dict[str, Any]:
    """The stored considerations of the first child, without their version."""
    row = Considerations.objects.filter(student=first(classroom)).first()
    return {key: value for key, value in row.content.to_json().items() if key != "v"} if row else {}


def uncover(page: Page, classroom: Classroom) -> Page:
    page.goto(url("account_login"))
    page.get_by_label("School e-mail").fill(demo.TEACHER)
    page.get_by_label("Password").fill(demo.PASSWORD)
    follow(page.get_by_role("button", name="Sign in"))
    page.goto(url("partners:considerations", classroom.key))
    page.get_by_role("button", name="Uncover").click()
    expect(page.locator("#grid")).to_be_visible()
    return page


@pytest.fixture
def grid(page: Page, classroom: Classroom) -> Page:
    return uncover(page, classroom)


def cell(page: Page, dial: str, row: int = 0) -> Locator:
    return page.locator(f"td[data-dial={dial}]").nth(row)


def is_saved(page: Page) -> None:
    expect(page.locator("[data-state]")).to_contain_text("Saved ")


def is_covered(page: Page) -> None:
    expect(page.locator("#grid")).to_have_count(0)
    expect(page.get_by_role("button", name="Uncover for 60 seconds")).to_be_visible()


def all_is_saved(page: Page) -> None:
    """Wait until everything is saved: the page does not cover itself before."""
    page.keyboard.press("Escape")
    is_covered(page)


def test_a_row_is_filled_by_keyboard_alone(grid: Page, classroom: Classroom) -> None:
    press, typed = grid.keyboard.press, grid.keyboard.type
    cell(grid, "languages").locator("input").focus()
    typed("spanish, twi")
    press("Enter")  # moves down, because words were typed
    expect(cell(grid, "languages", 1).locator("input")).to_be_focused()
    expect(cell(grid, "languages").locator("input")).to_have_value("Spanish, Twi")
    press("ArrowUp")
    press("ArrowRight")
    typed("b")  # English: bridging
    press("ArrowRight")
    typed("very")
    press("Tab")
    press(" ")  # welcoming
    press("ArrowRight")
    press("ArrowRight")
    press("ArrowRight")
    press("Enter")  # the list of strengths opens
    expect(cell(grid, "strengths").get_by_label("ideas")).to_be_focused()
    press(" ")
    press("ArrowDown")
    press("ArrowDown")
    press(" ")
    press("Enter")
    expect(cell(grid, "strengths").locator("summary")).to_be_focused()
    expect(cell(grid, "strengths").locator("[data-words]")).to_have_text("ideas, order")
    press("End")
    typed("B")
    press("Home")
    press(" ")
    expect(grid.get_by_text("1 chosen")).to_be_visible()
    all_is_saved(grid)
    assert known(classroom) == {
        "languages": ["es", "tw"],
        "english": "bridging",
        "voice": "very_quiet",
        "welcoming": True,
        "strengths": ["ideas", "order"],
        "side": "B",
    }


def test_arrows_stay_in_words_that_are_typed_and_in_a_list_that_is_open(grid: Page) -> None:
    words = cell(grid, "interests").locator("input")
    words.focus()
    grid.keyboard.type("sea")
    for key in ("ArrowLeft", "ArrowLeft", "ArrowLeft"):
        grid.keyboard.press(key)
    grid.keyboard.type("the ")
    expect(words).to_have_value("the sea")
    voice = cell(grid, "voice").locator("select")
    voice.focus()
    grid.keyboard.press("ArrowDown")
    expect(cell(grid, "voice", 1).locator("select")).to_be_focused()
    expect(voice).to_have_value("")
    voice.focus()
    grid.keyboard.press("Enter")
    expect(grid.locator("select:open")).to_have_count(1)
    grid.keyboard.press("ArrowDown")
    grid.keyboard.press("Enter")
    expect(voice).to_have_value("takes_over")
    expect(voice).to_be_focused()


def test_filled_cells_can_be_undone(grid: Page, classroom: Classroom) -> None:
    before = {row.student_id: row.content for row in Considerations.objects.all()}
    grid.get_by_role("button", name="All", exact=True).click()
    grid.get_by_label("Column to fill").select_option("English")
    grid.get_by_label("Value to fill in").select_option("Developing")
    grid.get_by_role("button", name="Fill").click()
    expect(grid.get_by_text("English: Developing, filled in for 27 children.")).to_be_visible()
    is_saved(grid)
    assert {row.content.english for row in Considerations.objects.all()} == {"developing"}
    with grid.expect_response("**/save/"):
        grid.get_by_role("button", name="Undo").click()
    expect(grid.locator("[data-filled]")).to_have_text("")
    is_saved(grid)
    after = {row.student_id: row.content for row in Considerations.objects.all()}
    assert {pk: content for pk, content in after.items() if content != before.get(pk, considered())} == {}


@pytest.mark.parametrize("how", ["no connection", "an error"])
def test_an_unsaved_change_stays_and_is_sent_again(
    how: str, grid: Page, classroom: Classroom, console: Console
) -> None:
    console.expect(FAILED)

    def fail(route: Route) -> None:
        if how == "no connection":
            route.abort("internetdisconnected")
        else:
            route.fulfill(status=500, body="<h1>Something went wrong here</h1>")

    grid.route("**/save/", fail)
    cell(grid, "voice").locator("select").select_option("quiet")
    expect(cell(grid, "voice").get_by_text("Not saved")).to_be_visible()
    problems = grid.get_by_role("alert")
    expect(problems).to_contain_text("1 change is not saved yet.")
    cell(grid, "interests").locator("input").fill("the sea")
    cell(grid, "interests").locator("input").press("Enter")
    expect(problems).to_contain_text("2 changes are not saved yet.")
    look(grid, "grid-unsaved")
    assert known(classroom) == {}
    grid.unroute("**/save/")
    grid.get_by_role("button", name="Try again").click()
    is_saved(grid)
    expect(problems).to_be_empty()
    expect(grid.get_by_text("Not saved")).to_have_count(0)
    expect(cell(grid, "voice").locator("select")).to_have_value("quiet")
    assert known(classroom) == {"voice": "quiet", "interests": ["the sea"]}


def test_an_ended_session_loses_no_changes(
    grid: Page, classroom: Classroom, console: Console, new_context: Callable[..., BrowserContext]
) -> None:
    """The teacher signs in again in another tab, and the form's old token is no longer valid."""
    grid.context.clear_cookies()
    cell(grid, "voice").locator("select").select_option("quiet")
    expect(grid.get_by_role("alert")).to_contain_text("You were away too long.")
    tab = grid.context.new_page()
    tab.goto(url("account_login"))
    tab.get_by_label("School e-mail").fill(demo.TEACHER)
    tab.get_by_label("Password").fill(demo.PASSWORD)
    tab.get_by_role("button", name="Sign in").click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("Good")
    console.expect(FAILED)
    grid.get_by_role("button", name="Try again").click()
    is_saved(grid)
    assert known(classroom) == {"voice": "quiet"}


def another_turns(classroom: Classroom, key: str, seen: list[str], typed: list[str]) -> None:
    dial = BY_KEY[key]
    turn = FieldChange(first(classroom), dial, seen, dial.kept(typed))
    considerations.change_fields(classroom=classroom, changes=[turn], by=User.objects.get(), now=timezone.now())


@pytest.mark.parametrize(("way", "kept"), [("Keep mine", "quiet"), ("Take theirs", "takes_over")])
def test_a_change_on_another_screen_is_not_overwritten(way: str, kept: str, grid: Page, classroom: Classroom) -> None:
    another_turns(classroom, "voice", [], ["takes_over"])
    cell(grid, "voice").locator("select").select_option("quiet")
    expect(grid.get_by_role("alert")).to_contain_text(
        f"Voice, {first(classroom).called}: Changed on another screen meanwhile, to: Takes over."
    )
    expect(cell(grid, "voice").locator("select")).to_have_value("quiet")
    assert known(classroom) == {"voice": "takes_over"}
    # Another cell is saved, while this one still waits for the teacher's decision.
    cell(grid, "stage").locator("select").select_option("2")
    expect(grid.get_by_role("button", name=way)).to_be_visible()
    grid.get_by_role("button", name=way).click()
    expect(grid.get_by_role("alert")).to_be_empty()
    expect(cell(grid, "voice").locator("select")).to_have_value(kept)
    all_is_saved(grid)
    assert known(classroom) == {"voice": kept, "stage": 2}


def test_a_refused_word_stays_in_its_cell(grid: Page, classroom: Classroom) -> None:
    words = cell(grid, "languages").locator("input")
    words.fill("Spanishh")
    words.press("Enter")
    expect(grid.get_by_role("alert")).to_contain_text("Did you mean Spanish?")
    expect(words).to_have_value("Spanishh")
    grid.get_by_role("button", name="Look").click()
    expect(words).to_be_focused()
    words.fill("Spanish")
    words.press("Enter")
    expect(grid.get_by_role("alert")).to_be_empty()
    all_is_saved(grid)
    assert known(classroom) == {"languages": ["es"]}


# The cover


def test_typing_is_saved_when_the_page_covers_itself(grid: Page, classroom: Classroom) -> None:
    cell(grid, "interests").locator("input").focus()
    grid.keyboard.type("the sea")
    grid.keyboard.press("Escape")
    is_covered(grid)
    assert known(classroom) == {"interests": ["the sea"]}
    assert "the sea" not in grid.content()
    assert "Home languages" not in grid.content()


def test_the_page_stays_covered_until_it_is_saved(grid: Page, classroom: Classroom, console: Console) -> None:
    console.expect(FAILED)
    grid.route("**/save/", lambda route: route.abort("internetdisconnected"))
    cell(grid, "interests").locator("input").focus()
    grid.keyboard.type("the sea")
    grid.evaluate(LEAVE_THE_TAB)
    expect(grid.get_by_text("Covered. 1 change is not saved yet")).to_be_visible()
    expect(grid.locator("#grid")).to_have_count(0)
    assert "the sea" not in grid.content()
    look(grid, "grid-covered-unsaved")
    grid.unroute("**/save/")
    grid.get_by_role("button", name="Try again").click()
    is_covered(grid)
    assert known(classroom) == {"interests": ["the sea"]}


def test_a_refused_change_can_be_corrected_after_the_page_covered_itself(
    grid: Page, classroom: Classroom, console: Console
) -> None:
    console.expect(FAILED)  # the next page has status 422
    cell(grid, "languages").locator("input").focus()
    grid.keyboard.type("Spanishh")
    grid.keyboard.press("Escape")
    grid.get_by_role("button", name="Uncover and mend").click()
    words = cell(grid, "languages").locator("input")
    expect(words).to_have_value("Spanishh")
    expect(grid.get_by_role("alert")).to_contain_text("Did you mean Spanish?")
    cell(grid, "voice").locator("select").select_option("quiet")
    expect(grid.get_by_text("Not all saved")).to_be_visible()
    words.fill("Spanish")
    words.press("Enter")
    expect(grid.get_by_role("alert")).to_be_empty()
    all_is_saved(grid)
    assert known(classroom) == {"languages": ["es"], "voice": "quiet"}


def test_typing_keeps_the_page_uncovered(page: Page, classroom: Classroom) -> None:
    page.clock.install()
    uncover(page, classroom)
    page.clock.fast_forward(50_000)
    cell(page, "interests").locator("input").press("s")
    page.clock.run_for(59_000)
    expect(page.locator("#grid")).to_be_visible()
    page.clock.run_for(2_000)
    is_covered(page)


# Without a script, and for everyone


def test_without_a_script_the_grid_is_a_form(classroom: Classroom, new_context: Callable[..., BrowserContext]) -> None:
    page = uncover(new_context(java_script_enabled=False).new_page(), classroom)
    cell(page, "voice").locator("select").select_option("quiet")
    cell(page, "goals").locator("summary").click()
    cell(page, "goals").get_by_label("order").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved ")).to_be_visible()
    assert known(classroom) == {"voice": "quiet", "goals": ["order"]}
    words = cell(page, "interests").locator("input")
    words.fill("the sea")
    words.press("Enter")
    expect(cell(page, "interests").locator("input")).to_have_value("the sea")
    assert known(classroom) == {"voice": "quiet", "goals": ["order"], "interests": ["the sea"]}


@pytest.mark.parametrize("size", [(1366, 768), (768, 1024), (390, 844)], ids=str)
def test_the_page_fits_every_reader_and_screen(size: tuple[int, int], page: Page, classroom: Classroom) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(url("partners:considerations", classroom.key))
    uncover(page, classroom)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # The cell that has the focus is visible, next to the names and below the headings.
    side = cell(page, "side", 26).locator("select")
    side.focus()
    for key in ("ArrowUp", "ArrowLeft", "Home", "End", "ArrowUp", "ArrowLeft", "ArrowLeft"):
        page.keyboard.press(key)
        assert page.evaluate(
            """() => {
              const box = document.activeElement.getBoundingClientRect();
              const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
              return document.activeElement.contains(document.elementFromPoint(x, y));
            }"""
        )
    cell(page, "goals", 26).locator("summary").click()
    expect(cell(page, "goals", 26).get_by_label("stamina")).to_be_in_viewport()
    axe(page)
    page.locator("th .why summary").filter(has_text="Side").click()
    expect(page.get_by_text("two, or none.")).to_be_in_viewport()
    shots(page, "grid")
