"""The whole product in a browser, on a real class: a teacher, two children, a plan, partners, an observation."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from classroom.actions import first_teacher
from classroom.models import Card, Classroom, Student
from partners import demo
from partners.models import PartnershipPlace, Plan, Round
from partners.planning.draft import layout_of
from partners.planning.regrouping import Swap, regrouped
from partners.queries import newest_plan
from tests.addresses import url
from tests.browser.conftest import Console
from tests.browser.looks import follow, look

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

EMAIL = "teacher@loop.example"
PASSWORD = "a short sentence"


def class_files() -> list[Path]:
    """The class file of the invented class, and every class file in the folder that CLASSES names."""
    folder = os.environ.get("CLASSES")
    return [demo.FILE, *(sorted(Path(folder).glob("*.json")) if folder else [])]


@dataclass
class Room:
    """A class, its teacher's browser page, and a function that opens another browser."""

    classroom: Classroom
    teacher: Page
    open_browser: Callable[[], BrowserContext]

    def tab(self, name: str) -> None:
        follow(self.teacher.get_by_role("navigation").get_by_role("link", name=name, exact=True))

    def look(self, page: Page, name: str) -> None:
        look(page, f"{self.classroom.name}-{name}")

    @property
    def round(self) -> Round:
        return self.classroom.rounds.order_by("-number")[0]

    @property
    def plan(self) -> Plan:
        plan = newest_plan(self.round)
        assert plan is not None
        return plan


@pytest.fixture(params=class_files(), ids=lambda path: path.stem)
def room(request: pytest.FixtureRequest, page: Page, new_context: Callable[[], BrowserContext]) -> Room:
    code = first_teacher.make_sign_up_code(now=timezone.now())
    first_teacher.sign_up_first_teacher(
        code=code, school="Loop School", name="Ms. Loop", email=EMAIL, password=PASSWORD, now=timezone.now()
    )
    call_command("load_class", str(request.param), "--teacher", EMAIL, verbosity=0)
    return Room(Classroom.objects.get(), page, new_context)


def test_the_whole_product(room: Room, console: Console) -> None:
    teacher_signs_in(room)
    first, second = children(room)
    teacher_opens_the_window(room)
    child = child_scans_the_card(room, first)
    child_writes_a_note(room, child)
    other = child_is_let_in_by_number(room, second)
    child_is_not_safe(room, other, console)
    teacher_reads_first(room)
    teacher_reads_a_note(room, first)
    teacher_asks_for_a_suggestion(room)
    teacher_swaps_two(room)
    teacher_publishes(room)
    child_sees_the_partner(room, first)
    teacher_writes_an_observation(room)


def children(room: Room) -> tuple[Student, Student]:
    here = list(room.classroom.students.here())
    return here[0], here[1]


def teacher_signs_in(room: Room) -> None:
    page = room.teacher
    page.goto(url("partners:home"))
    room.look(page, "sign-in")
    page.get_by_label("School e-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ms. Loop")
    room.look(page, "home")
    page.get_by_role("link", name=room.classroom.name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(room.classroom.name)
    room.look(page, "class")


def teacher_opens_the_window(room: Room) -> None:
    page = room.teacher
    page.get_by_role("link", name="Sign-in cards").click()
    page.get_by_role("button", name="Show the cards").click()
    expect(page.locator(".sign-card")).to_have_count(room.classroom.students.count())
    room.look(page, "cards")
    room.tab("Notes")
    follow(page.get_by_role("button", name="Let children sign in"))
    room.look(page, "safety-contact")
    page.get_by_label("Name").fill("Ms. Keane")
    page.get_by_label("E-mail").fill("keane@loop.example")
    page.get_by_role("button", name="Save, and let children sign in").click()
    expect(page.get_by_role("heading", name="Children can sign in")).to_be_visible()
    room.look(page, "notes")


def child_scans_the_card(room: Room, student: Student) -> Page:
    page = room.open_browser().new_page()
    page.goto(url("classroom:card") + f"#{Card.objects.get(student=student, voided_at=None).token}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(student.called)
    assert "#" not in page.url
    room.look(page, "is-this-you")
    follow(page.get_by_role("button", name="Yes, that's me"))
    return page


def go_on(page: Page) -> None:
    follow(page.locator("footer").get_by_role("button", name="Next"))


def child_writes_a_note(room: Room, page: Page) -> None:
    """The child picks two great partners and nobody who is hard, loves animals, and goes back once."""
    room.look(page, "start")
    follow(page.get_by_role("link", name="Start"))
    room.look(page, "promise")
    page.get_by_role("link", name="OK").click()
    for place in (0, 1):
        page.locator(".tile").nth(place).click()
    room.look(page, "great")
    go_on(page)
    room.look(page, "why")
    page.locator(".chip").first.click()
    go_on(page)
    expect(page).to_have_url(re.compile("/why/great/1/$"))
    page.go_back()
    expect(page.locator(".chip input").first).to_be_checked()
    go_on(page)
    go_on(page)
    room.look(page, "hard")
    page.get_by_role("button", name="No one").click()
    while not page.url.endswith("/talk/"):
        page.locator(".chip").first.click()
        asked = page.url
        page.locator("footer").get_by_role("button", name=re.compile("Next|I'm done")).click()
        expect(page).not_to_have_url(asked)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.locator("footer").get_by_role("link", name="Next").click()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("All done. You can pass this on.")).to_be_visible()
    room.look(page, "all-done")
    page.go_back()
    expect(page.get_by_text("All done. You can pass this on.")).to_be_visible()


def child_is_let_in_by_number(room: Room, student: Student) -> Page:
    page = room.open_browser().new_page()
    page.goto(url("classroom:names", room.classroom.code))
    page.get_by_role("link", name="Ask your teacher to let you in.").click()
    expect(page.locator(".knock-number")).to_have_text(re.compile(r"^\d{4}$"))
    number = page.locator(".knock-number").inner_text()
    room.look(page, "number")
    room.teacher.get_by_role("link", name="Let a child in").click()
    expect(room.teacher.get_by_text(number)).to_be_visible()
    room.look(room.teacher, "let-in")
    room.teacher.get_by_text(number).click()
    room.teacher.get_by_role("button", name=student.called, exact=True).click()
    page.get_by_role("button", name="Come in").click()
    follow(page.get_by_role("button", name="Yes, that's me"))
    return page


def child_is_not_safe(room: Room, page: Page, console: Console) -> None:
    """The child says that they do not feel safe, and closes the browser without sending the note."""
    page.get_by_role("link", name="Start").click()
    page.get_by_role("link", name="OK").click()
    go_on(page)
    page.get_by_role("button", name=re.compile("Yes, tell my teacher|Choose")).click()
    page.locator(".tile").first.click()
    room.look(page, "who-is-hard")
    go_on(page)
    room.look(page, "why-hard")
    page.get_by_role("button", name=re.compile("I do not feel safe")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you for telling")
    room.look(page, "thank-you")
    page.context.close()


def teacher_reads_first(room: Room) -> None:
    page = room.teacher
    page.goto(url("partners:home"))
    page.get_by_role("link", name="Read this first").click()
    expect(page.get_by_text("does not feel safe")).to_have_count(0)
    room.look(page, "read-first")
    page.get_by_role("button", name="Uncover for").click()
    expect(page.get_by_text("does not feel safe")).to_be_visible()
    room.look(page, "read-first-uncovered")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Uncover for")).to_be_visible()
    expect(page.get_by_text("does not feel safe")).to_have_count(0)


def teacher_reads_a_note(room: Room, student: Student) -> None:
    page = room.teacher
    follow(page.locator(".roll a").filter(has_text=student.called))
    room.look(page, "note")
    expect(page.get_by_text("Would make a great partner")).to_have_count(0)
    page.get_by_role("button", name="Uncover").click()
    expect(page.get_by_text("Would make a great partner")).to_be_visible()
    room.look(page, "note-uncovered")
    page.get_by_role("link", name="Cover now").click()
    expect(page.get_by_text("Would make a great partner")).to_have_count(0)


def teacher_asks_for_a_suggestion(room: Room) -> None:
    page = room.teacher
    room.tab("Plan")
    room.look(page, "plan-before")
    page.get_by_role("button", name="Suggest partners").click()
    expect(page.locator(".pair")).to_have_count(room.classroom.students.count() // 2)
    room.look(page, "plan")
    page.get_by_role("button", name="Uncover").click()
    expect(page.get_by_role("link", name="Cover now")).to_be_visible()
    room.look(page, "plan-uncovered")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Uncover")).to_be_visible()


def teacher_swaps_two(room: Room) -> None:
    page = room.teacher
    one, other = a_swap_that_the_rules_allow(room.plan)
    page.get_by_role("button", name=f"Pick up {one.called}", exact=True).click()
    page.get_by_role("button", name=f"Swap {one.called} with {other.called}").click()
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    expect(page.get_by_role("button", name=f"Pick up {one.called}", exact=True)).to_be_visible()


def a_swap_that_the_rules_allow(plan: Plan) -> tuple[Student, Student]:
    layout = layout_of(plan, plan.round.classroom.today(timezone.now()))
    for one in layout.groups[0]:
        for other in layout.groups[1]:
            if not layout.value(regrouped(layout.groups, Swap(one, other))).broken:
                return layout.here[one], layout.here[other]
    pytest.fail("No swap between the first two groups keeps to the rules.")


def teacher_publishes(room: Room) -> None:
    page = room.teacher
    follow(page.get_by_role("link", name="Look over and publish"))
    room.look(page, "publish")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published. Partners start today.")).to_be_visible()
    expect(page.locator(".walk-tile")).to_have_count(room.classroom.students.count() // 2)
    room.look(page, "partnerships")
    page.get_by_role("link", name="For the wall").click()
    expect(page.locator(".projector-card")).to_have_count(room.classroom.students.count() // 2)
    room.look(page, "wall")
    page.get_by_role("link", name="Back").click()


def child_sees_the_partner(room: Room, student: Student) -> None:
    mine = PartnershipPlace.objects.unended().get(student=student, round=room.round)
    partners = mine.partnership.places.exclude(student=student).values_list("student__called", flat=True)
    page = child_scans_the_card(room, student)
    heading = page.get_by_role("heading", level=1)
    for called in partners:
        expect(heading).to_contain_text(called)
    room.look(page, "my-partner")


def teacher_writes_an_observation(room: Room) -> None:
    page = room.teacher
    page.locator(".walk-tile").first.click()
    page.get_by_text("faced partner").click()
    page.get_by_text("take turns").click()
    page.get_by_text("Growing").click()
    page.get_by_label("A note").fill("“What did the dog do then?”")
    room.look(page, "partnership")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Kept.")).to_be_visible()
    expect(page.get_by_text("What did the dog do then?")).to_have_count(0)
    page.get_by_role("button", name="Uncover").click()
    entry = page.locator(".entry").first
    expect(entry).to_contain_text("Faced partner")
    expect(entry).to_contain_text("“What did the dog do then?”")
    expect(page.locator(".tag", has_text="Growing").first).to_be_visible()
    room.look(page, "partnership-after")
