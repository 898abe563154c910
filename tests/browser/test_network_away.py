"""A child's note while the network is away: an answer that can't be saved stays on the page, which says so."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from classroom.models import GradeBand, Sitting, Student
from partners import demo
from partners.actions import notes
from partners.models import PartnerNote, Round
from tests.addresses import url
from tests.browser.conftest import Console
from tests.browser.looks import follow, look

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def student() -> Student:
    """A child of grade 1 in Room 12 of the demo, with its second round and its sign-in window open."""
    classroom = demo.set_up(now=timezone.now())
    student = classroom.students.select_related("classroom").in_order()[2]
    student.grade_band = GradeBand.K_1
    student.save()
    return student


@pytest.fixture
def away(page: Page, seated: Callable[[Page, Student], Page], student: Student, console: Console) -> Page:
    """A page of the note on which the child tapped something after the network had gone."""
    console.expect("ERR_INTERNET_DISCONNECTED")
    page.clock.install()
    seated(page, student).goto(url("partners:note_loves"))
    expect(page.get_by_role("heading", name="What do you love to write about?")).to_be_focused()
    page.context.set_offline(True)
    page.get_by_text("Animals").click()
    expect(not_kept(page)).to_be_visible()
    return page


def not_kept(page: Page) -> Locator:
    return page.get_by_text("Your answer is still here. We will try again to keep it.")


def loves(student: Student) -> tuple[str, ...] | None:
    """The stored answer to "What do you love to write about?"."""
    sitting = Sitting.objects.get(student=student, ended_at=None)
    return notes.drafted(sitting=sitting, round=Round.objects.being_prepared().get())[0].loves


def handed_in(student: Student) -> dt.datetime:
    """When the child sent their newest note."""
    return PartnerNote.objects.filter(student=student).latest("sent_at").sent_at


def test_the_page_says_that_the_network_is_away_and_stays(away: Page, student: Student) -> None:
    with away.expect_event("requestfailed"):
        away.get_by_role("button", name="Next").click()
    expect(not_kept(away)).to_be_visible()
    expect(away.get_by_label("Animals")).to_be_checked()
    look(away, "note-network-away")
    assert loves(student) is None


def test_a_note_is_saved_once_the_network_is_back(away: Page, student: Student) -> None:
    away.clock.run_for(4_000)
    expect(not_kept(away)).to_be_visible()
    away.context.set_offline(False)
    away.clock.run_for(2_000)
    expect(not_kept(away)).to_have_count(0)
    assert loves(student) == ("animals",)


def test_a_note_is_saved_with_the_next_tap(away: Page, student: Student) -> None:
    away.context.set_offline(False)
    away.get_by_text("Games").click()
    expect(not_kept(away)).to_have_count(0)
    assert loves(student) == ("animals", "games")


def test_a_note_is_saved_before_the_page_is_left(away: Page, student: Student) -> None:
    away.context.set_offline(False)
    follow(away.get_by_role("button", name="Next"))
    expect(away.get_by_role("heading", name="Do you want to tell your teacher more?")).to_be_focused()
    assert loves(student) == ("animals",)


def test_links_of_the_walk_wait_for_the_network(
    page: Page, seated: Callable[[Page, Student], Page], student: Student, console: Console
) -> None:
    """Send and links leave the page as it is, and the page says so until the network is back."""
    console.expect("ERR_INTERNET_DISCONNECTED")
    before = handed_in(student)
    seated(page, student).goto(url("partners:note_loves"))
    page.get_by_text("Animals").click()
    follow(page.get_by_role("button", name="Next"))
    page.goto(url("partners:note_check"))
    says = page.get_by_role("alert").filter(has_text="Wait a little, then try again.")
    expect(says).to_be_hidden()
    page.context.set_offline(True)
    page.get_by_role("link", name="Back").click()
    expect(says).to_be_visible()
    look(page, "note-check-network-away")
    page.get_by_role("button", name="Send").click()
    expect(page).to_have_url(re.compile("/me/note/check/$"))
    assert handed_in(student) == before
    page.context.set_offline(False)
    expect(says).to_be_hidden()
    follow(page.get_by_role("button", name="Send"))
    expect(page.get_by_role("heading", name="You did it!")).to_be_visible()
    assert handed_in(student) > before


def test_a_browser_that_claims_to_be_offline_still_sends(
    page: Page, seated: Callable[[Page, Student], Page], student: Student
) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'onLine', { get: () => false })")
    seated(page, student).goto(url("partners:note_check"))
    follow(page.get_by_role("button", name="Send"))
    expect(page.get_by_role("heading", name="You did it!")).to_be_visible()
