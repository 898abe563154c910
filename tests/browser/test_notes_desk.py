"""The notes desk in a browser: from the list of children to the notes, from note to note, and a scribed note."""

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from classroom.models import Classroom, Student
from partners import demo
from partners.actions import notes, safety_flags
from partners.models import NoteAnswers, PartnerNote, Round
from tests.addresses import url
from tests.browser.conftest import Console
from tests.browser.looks import follow, look
from tests.browser.test_cover import LEAVE_THE_TAB
from tests.cast import hand_in, sit

pytestmark = pytest.mark.django_db(transaction=True)

BEHIND = "[data-behind-cover]"


@pytest.fixture
def classroom() -> Classroom:
    return demo.set_up(now=timezone.now())


@pytest.fixture
def teacher(page: Page, classroom: Classroom) -> Page:
    """The invented class's teacher, signed in, on the page of notes."""
    page.goto(url("partners:home"))
    page.get_by_label("School e-mail").fill(demo.TEACHER)
    page.get_by_label("Password").fill(demo.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="See the notes").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("notes are in")
    return page


@pytest.fixture
def round(classroom: Classroom) -> Round:
    return classroom.rounds.get(published_at=None)


@pytest.fixture
def children(classroom: Classroom) -> list[Student]:
    return list(classroom.students.here().select_related("classroom"))


def heading(page: Page, student: Student) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{student.called}’s note")
    expect(page.get_by_role("link", name="Cover now")).to_be_visible()
    page.wait_for_load_state("domcontentloaded")


def on_the_roll(page: Page, student: Student) -> Locator:
    return page.locator(".roll li").filter(has_text=student.called).first


def test_notes_are_read_one_after_the_other_without_covering(
    teacher: Page, round: Round, children: list[Student]
) -> None:
    """Urgent notes come first. When it is covered, the page is the one of all notes."""
    PartnerNote.objects.all().delete()
    first, second, third = children[:3]
    for student in (first, second, third):
        hand_in(student, round, great={children[5]: ["kind"]}, now=timezone.now())
    safety_flags.raise_flag(student=third, named_pk=children[8].pk, round=round, now=timezone.now())
    teacher.reload()
    look(teacher, "desk")
    teacher.get_by_role("button", name="Uncover, and read in turn").click()
    heading(teacher, third)
    look(teacher, "desk-note")
    teacher.get_by_role("button", name=first.called, exact=True).press("Enter")
    heading(teacher, first)
    teacher.get_by_role("button", name=second.called, exact=True).click()
    heading(teacher, second)
    teacher.get_by_role("button", name=first.called, exact=True).click()
    heading(teacher, first)
    teacher.keyboard.press("Escape")
    expect(teacher.get_by_role("heading", level=1)).to_contain_text("notes are in")
    expect(teacher.locator(BEHIND)).to_have_count(0)


def test_a_child_asks_to_talk(teacher: Page, round: Round, children: list[Student]) -> None:
    """The teacher goes from Home to the child's name, and marks the talk as done by keyboard."""
    student = children[0]
    notes.keep(sitting=sit(student, timezone.now()), round=round, answers=NoteAnswers(talk=True), now=timezone.now())
    teacher.goto(url("partners:home"))
    follow(teacher.get_by_role("link", name="A child asks to talk"))
    expect(teacher.get_by_role("heading", name="A child asks to talk")).to_be_visible()
    expect(teacher.get_by_text("asks you to come")).to_have_count(0)
    look(teacher, "desk-asks-to-talk")
    follow(teacher.get_by_role("button", name="Uncover for 60 seconds"))
    expect(teacher.get_by_text(f"{student.called} asks you to come and talk")).to_be_visible()
    look(teacher, "desk-who-asks-to-talk")
    teacher.get_by_role("button", name="We talked").press("Enter")
    expect(teacher.get_by_text("Nothing waits for you here now.")).to_be_visible()
    teacher.goto(url("partners:home"))
    expect(teacher.get_by_role("link", name="See the notes")).to_be_visible()
    expect(teacher.get_by_role("link", name="A child asks to talk")).to_have_count(0)


def test_a_teacher_writes_a_note_down_for_a_child(
    teacher: Page, round: Round, children: list[Student], console: Console
) -> None:
    PartnerNote.objects.all().delete()
    student, friend = children[0], children[4]
    teacher.reload()
    on_the_roll(teacher, student).get_by_role("link").click()
    expect(teacher.get_by_role("heading", name="Would make a great partner")).to_be_visible()
    look(teacher, "scribe")
    teacher.get_by_label("Great partner 1", exact=True).select_option(friend.key)
    teacher.get_by_label("Hard right now 1", exact=True).select_option(friend.key)
    teacher.get_by_text("Why", exact=True).first.click()
    why = teacher.get_by_role("group", name="Why, 1").first
    why.locator("label").first.click()
    send = teacher.get_by_role("button", name=f"Send {student.called}’s note")
    send.click()
    console.expect("422")
    expect(teacher.get_by_text(f"{friend.called} is on this note already. Choose once.")).to_be_visible()
    look(teacher, "scribe-with-an-error")
    expect(teacher.get_by_role("checkbox").first).to_be_checked()
    own = teacher.get_by_label("Wants to tell you, in the child’s own words")
    own.fill("I miss my friend.")
    teacher.keyboard.press("Escape")
    expect(own).to_be_hidden()
    look(teacher, "scribe-out-of-sight")
    teacher.get_by_role("button", name="Go on writing").press("Enter")
    expect(own).to_have_value("I miss my friend.")
    teacher.get_by_label("Hard right now 1", exact=True).select_option("")
    send.click()
    expect(teacher.get_by_text(f"{student.called}’s note is in.")).to_be_visible()
    assert PartnerNote.objects.get().student == student


@pytest.mark.parametrize("leaving", ["a minute without a touch", "the tab", "the printer"])
def test_a_scribed_note_is_covered_after_a_while(leaving: str, teacher: Page, children: list[Student]) -> None:
    """The note is not lost."""
    teacher.clock.install()
    teacher.goto(url("partners:note_for", children[0].classroom.key, children[0].key))
    own = teacher.get_by_label("Wants to tell you, in the child’s own words")
    own.fill("I miss my friend.")
    if leaving == "the printer":
        teacher.emulate_media(media="print")
        expect(own).to_be_hidden()
        teacher.emulate_media(media="screen")
    elif leaving == "the tab":
        teacher.evaluate(LEAVE_THE_TAB)
        expect(own).to_be_hidden()
        teacher.get_by_role("button", name="Go on writing").click()
    else:
        teacher.clock.run_for(59_000)
        expect(own).to_be_visible()
        teacher.clock.run_for(2_000)
        expect(own).to_be_hidden()
        teacher.get_by_role("button", name="Go on writing").click()
    expect(own).to_be_visible()
    expect(own).to_have_value("I miss my friend.")


def test_a_child_is_excused_from_the_note(teacher: Page, round: Round, children: list[Student]) -> None:
    student = children[0]
    PartnerNote.objects.filter(student=student).delete()
    teacher.reload()
    on_the_roll(teacher, student).get_by_role("link").click()
    teacher.get_by_role("button", name=f"Do not ask {student.called}").click()
    expect(teacher.get_by_text(f"The family asked that {student.called} skip the note.")).to_be_visible()
    look(teacher, "not-asked")
    teacher.get_by_role("link", name="All notes").click()
    expect(on_the_roll(teacher, student)).to_contain_text("Not asked")
    look(teacher, "desk-not-asked")


def test_children_to_check_on_are_never_printed(teacher: Page) -> None:
    teacher.get_by_role("link", name="Look out for").click()
    teacher.get_by_role("button", name="Uncover").click()
    expect(teacher.locator(BEHIND).first).to_be_visible()
    look(teacher, "look-out")
    teacher.emulate_media(media="print")
    for part in teacher.locator(BEHIND).all():
        expect(part).to_be_hidden()


def test_the_notice_for_families_is_copied_and_printed(teacher: Page) -> None:
    teacher.context.grant_permissions(["clipboard-read", "clipboard-write"])
    teacher.get_by_role("link", name="Notice for families").click()
    expect(teacher.get_by_role("heading", name="Notice for families")).to_be_visible()
    look(teacher, "family-notice")
    teacher.get_by_role("button", name="Copy").click()
    expect(teacher.get_by_role("button", name="Copied")).to_be_visible()
    copied = teacher.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Our class uses long-term writing partners. Your child may tell me")
    teacher.emulate_media(media="print")
    expect(teacher.locator("#notice")).to_be_visible()
    for part in ("h1", "header", "button"):
        expect(teacher.locator(part).first).to_be_hidden()
