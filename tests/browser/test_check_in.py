"""Check-ins in a browser: the teacher opens one, a child says how partner time goes, and the teacher reads it."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from classroom.models import Classroom, Student
from partners import demo
from partners.models import CheckIn
from tests.addresses import url
from tests.browser.looks import look
from tests.cast import token_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def classroom() -> Classroom:
    return demo.set_up(now=timezone.now())


@pytest.fixture
def teacher(page: Page, classroom: Classroom) -> Page:
    """The invented class's teacher, signed in, on the page of check-ins."""
    page.goto(url("partners:home"))
    page.get_by_label("School e-mail").fill(demo.TEACHER)
    page.get_by_label("Password").fill(demo.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("link", name="Room 12", exact=True)).to_be_visible()
    page.goto(url("partners:check_ins", classroom.key))
    expect(page.get_by_role("heading", name="Check-ins")).to_be_visible()
    return page


def sit_down(page: Page, student: Student) -> None:
    """Sign the child in by card, and open the page of their partner."""
    page.goto(url("classroom:card") + f"#{token_of(student, timezone.now())}")
    page.get_by_role("button", name="Yes, that's me").click()
    expect(page.get_by_role("link", name="Start")).to_be_visible()
    page.goto(url("partners:my_partner"))
    expect(page.get_by_text("Move of the week")).to_be_visible()


def test_a_check_in_from_opening_to_reading(
    teacher: Page, classroom: Classroom, new_context: Callable[[], BrowserContext]
) -> None:
    look(teacher, "check-ins-closed")
    student = classroom.students.here()[2]
    child = new_context().new_page()
    sit_down(child, student)
    expect(child.get_by_role("link", name="How is partner time?")).to_have_count(0)
    teacher.get_by_role("button", name="Ask everyone").click()
    expect(teacher.get_by_role("button", name="Close the check-in")).to_be_visible()
    child.reload()
    look(child, "my-partner")
    child.get_by_role("link", name="How is partner time?").click()
    expect(child.get_by_role("heading", name="How is partner time?")).to_be_visible()
    look(child, "check-in")
    child.get_by_role("button", name="okay").press("Enter")
    expect(child.get_by_role("heading", name="I'd like help with")).to_be_visible()
    child.get_by_text("taking turns").click()
    child.get_by_label("Tell my teacher").fill("We talk at the same time.")
    look(child, "check-in-help")
    child.get_by_role("button", name="Tell my teacher").click()
    expect(child.get_by_role("heading", name="Thank you.")).to_be_visible()
    look(child, "check-in-thanks")
    child.go_back()
    expect(child.get_by_label("Tell my teacher")).to_have_value("")
    expect(child.locator("input:checked")).to_have_count(0)
    child.goto(url("partners:my_partner"))
    child.get_by_role("button", name="Ask for help with our partnership").click()
    expect(child.get_by_role("heading", name="Thank you.")).to_be_visible()
    teacher_reads_it(teacher, student)


def teacher_reads_it(page: Page, student: Student) -> None:
    page.reload()
    expect(page.get_by_text(student.called)).to_have_count(0)
    page.get_by_role("button", name="Uncover").click()
    expect(page.get_by_text("“We talk at the same time.”")).to_be_visible()
    expect(page.get_by_text("asks for help with the partnership.")).to_be_visible()
    look(page, "check-ins-uncovered")
    # One is for the request for help, the other for the child's words.
    for left in (1, 0):
        page.get_by_role("button", name="Tick it off").first.click()
        expect(page.get_by_role("button", name="Tick it off")).to_have_count(left)
    expect(page.get_by_text("“We talk at the same time.”")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("“We talk at the same time.”")).to_have_count(0)
    assert not any(check_in.waits for check_in in CheckIn.objects.all())
    page.get_by_role("button", name="Close the check-in").click()
    expect(page.get_by_role("button", name="Ask everyone")).to_be_visible()
