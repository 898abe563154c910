"""Partner time over weeks, in a browser: charts and tables of observations, coaching, and the next round."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from classroom.models import Classroom
from partners import demo
from partners.actions import check_ins
from partners.models import CheckIn, Partnership, Plan
from partners.queries import Pair, current_pairs
from tests.addresses import url
from tests.browser.looks import follow, hidden_sideways, look

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def room(db: None) -> Classroom:
    return demo.set_up(now=timezone.now())


@pytest.fixture
def teacher(page: Page, room: Classroom) -> Page:
    page.goto(url("partners:home"))
    page.get_by_label("School e-mail").fill(demo.TEACHER)
    page.get_by_label("Password").fill(demo.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Room 12", exact=True)).to_be_visible()
    return page


def today(room: Classroom) -> dt.date:
    return room.today(timezone.now())


def pair_with(room: Classroom, state: str) -> Pair:
    """Today's first partners whose state is this one."""
    return next(pair for pair in current_pairs(room, today(room)) if pair.partnership.state == state)


def uncover(page: Page) -> None:
    follow(page.get_by_role("button", name="Uncover"))
    expect(page.get_by_text("Cover now")).to_be_visible()


def looked_at(page: Page, name: str) -> None:
    """Check and photograph the page, and check that on a phone nothing is wider than the screen."""
    look(page, name)
    page.set_viewport_size({"width": 390, "height": 844})
    assert hidden_sideways(page) == 0
    page.set_viewport_size({"width": 1366, "height": 768})


def table_of(picture: Locator) -> dict[str, list[str]]:
    """The table next to a chart: the cells of each row by its first cell, and the heading under ""."""
    box = picture.locator("xpath=ancestor::div[contains(@class, 'sheet')][1]")
    box.get_by_text("As a table").click()
    rows = [[cell.strip() for cell in row.split("\t")] for row in box.get_by_role("row").all_inner_texts()]
    return {"": rows[0][1:]} | {row[0]: row[1:] for row in rows[1:]}


def drawn(picture: Locator, kind: str) -> int:
    return picture.locator(f".chart-{kind}").count()


def test_the_page_of_the_class_over_time(teacher: Page, room: Classroom) -> None:
    teacher.goto(url("partners:over_time", room.key))
    seen = teacher.get_by_role("img", name="In which weeks each partnership was seen")
    table = table_of(seen)
    pairs = current_pairs(room, today(room))
    assert len(table) == len(pairs) + 1
    assert sum(line.count("seen") for line in table.values()) == drawn(seen, "strength") > 0
    uncover(teacher)
    looked_at(teacher, "over-time")
    heat = teacher.get_by_role("img", name="In how many partnerships each move was seen")
    moves = table_of(heat)
    assert moves["Knee to knee"][-1] == f"1 of {len(pairs)}"
    figures = [cell for line in moves.values() for cell in line[:-1] if cell.isdigit()]
    assert sorted(heat.locator(".chart-figure").all_text_contents()) == sorted(figures) != []


def test_the_pages_of_a_partnership_and_its_card(teacher: Page, room: Classroom) -> None:
    partnership = pair_with(room, "needs_me").partnership
    teacher.goto(url("partners:partnership", room.key, partnership.key))
    uncover(teacher)
    looked_at(teacher, "partnership-story")
    picture = teacher.get_by_role("img", name="Moves that were seen, week by week")
    cells = [cell for line in list(table_of(picture).values())[1:] for cell in line if cell]
    assert set(cells) <= {"strength", "next step", "strength and next step"}
    assert len(cells) == drawn(picture, "next") + drawn(picture, "strength") - cells.count("strength and next step")
    move = teacher.locator(".teach-move h3").inner_text()
    follow(teacher.get_by_role("button", name="A card for the two"))
    expect(teacher.get_by_role("heading", name=move)).to_be_visible()
    looked_at(teacher, "coaching-card")


def test_the_pages_of_a_childs_year_and_for_the_family(teacher: Page, room: Classroom) -> None:
    pair = pair_with(room, "going_well")
    child, partner = pair.students[:2]
    teacher.goto(url("partners:student_year", room.key, child.key))
    uncover(teacher)
    looked_at(teacher, "year")
    table = table_of(teacher.get_by_role("img", name="Moves that were seen, round by round"))
    assert any("strength" in line for line in table.values())
    boxes = teacher.get_by_role("group", name="Does well").get_by_role("checkbox")
    boxes.first.press("Space")
    teacher.get_by_label("In your own words").fill("You wait until the last word is out.")
    follow(teacher.get_by_role("button", name="Make the page"))
    expect(teacher.get_by_role("heading", name="For the family")).to_be_visible()
    expect(teacher.get_by_text("You wait until the last word is out.")).to_be_visible()
    assert partner.called not in teacher.locator("main").inner_text()
    looked_at(teacher, "family-page")


def test_a_task_is_marked_done_by_keyboard(teacher: Page, room: Classroom) -> None:
    pair = pair_with(room, "needs_me")
    check_ins.ask_for_help(student=pair.students[0], partnership=pair.partnership, now=timezone.now())
    teacher.goto(url("partners:home"))
    follow(teacher.get_by_role("link", name="A child asks for you"))
    uncover(teacher)
    looked_at(teacher, "check-ins-task")
    step = teacher.get_by_role("radio", name=re.compile("A one-week try"))
    step.check()
    day = today(room) + dt.timedelta(days=9)
    teacher.get_by_label("Look again on").fill(day.isoformat())
    tick = teacher.get_by_role("button", name="Tick it off")
    with teacher.expect_event("domcontentloaded"):
        tick.press("Enter")
    expect(tick).to_have_count(0)
    expect(teacher.get_by_text(f"look again on {day:%A}, {day.day} {day:%B}")).to_be_visible()
    [taken] = CheckIn.objects.get(student=pair.students[0]).content.steps
    assert (taken.step, taken.again_on) == ("try", day)
    teacher.goto(url("partners:home"))
    expect(teacher.get_by_role("link", name="Room 12", exact=True)).to_be_visible()
    expect(teacher.get_by_role("link", name="A child asks for you")).to_have_count(0)


PRESET = {"going_well": "Keep", "growing": "Keep, and coach", "needs_me": "Change"}


def test_the_next_round_is_planned_from_states_and_published(teacher: Page, room: Classroom) -> None:
    teacher.goto(url("partners:plan_last_round", room.key))
    expect(teacher.get_by_role("radio", checked=True)).to_have_count(0)
    uncover(teacher)
    looked_at(teacher, "next-round")
    pairs = current_pairs(room, today(room))
    for pair in pairs:
        group = teacher.get_by_role("group", name=re.compile(f"^{re.escape(pair.names)}"))
        chosen = PRESET.get(pair.partnership.state, "Keep")
        radio = group.get_by_role("radio", name=chosen, exact=True)
        if pair.partnership.state:
            expect(radio).to_be_checked()
        else:
            radio.press("Space")
    together = {frozenset(s.pk for s in pair.students): pair.partnership.state for pair in pairs}
    follow(teacher.get_by_role("button", name="Make a draft"))
    expect(teacher.get_by_text("Who stays is locked.")).to_be_visible()
    plan = Plan.objects.order_by("-pk")[0]
    teacher.goto(url("partners:plan_publish", room.key, plan.key))
    looked_at(teacher, "next-round-publish")
    follow(teacher.get_by_role("button", name=re.compile("^Publish")))
    plan.refresh_from_db()
    assert plan.published_at is not None
    now = {
        frozenset(made.places.values_list("student_id", flat=True)): made
        for made in Partnership.objects.filter(round=plan.round)
    }
    for children, state in together.items():
        assert (children in now) is (state != "needs_me")
        if children in now:
            assert (now[children].coaching.since is not None) is (state == "growing")
