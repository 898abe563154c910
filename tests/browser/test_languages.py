"""Children's pages in another language: the language switch, and a note from right to left."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from classroom.models import Classroom, GradeBand, Student
from partners import demo
from partners.actions import check_ins
from partners.models import SIDES, Considerations, NoteWords, PartnerNote
from tests.addresses import url
from tests.browser.looks import axe, hidden_sideways, look
from tests.cast import considered, owner_of, seat

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
    Considerations.objects.update_or_create(student=student, defaults={"content": considered(languages=[home])})
    session = seat(student).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page = context.new_page()
    page.goto(url("partners:me"))
    return page


# The questions of the note in Arabic.
PROMISE = "معلمك يقرأ هذا. الأطفال الآخرون لا يرونه."
GREAT = "من يكون شريكًا رائعًا لك في الكتابة؟"
HARD = "هل تصعب الكتابة مع أحد الآن؟"
WILL_DO = "ماذا ستفعل لتكون شريكًا رائعًا؟"
LOVES = "عمَّ تحب أن تكتب؟"
TELL = "هل تريد أن تقول لمعلمك المزيد؟"
TALK = "حسنًا. معلمك سيأتي ويتكلم معك."
CHECK = "هل هذا صحيح؟ اضغط على «إرسال» عندما تنتهي."
NEXT = "التالي"
REACHED = """() => {
  const at = document.activeElement;
  const label = at.labels && at.labels[0];
  return (label || at).innerText.trim();
}"""


def asked(page: Page, words: str) -> None:
    """Check that the page asks this question and that the question has the focus."""
    expect(page.get_by_role("heading", level=1, name=words)).to_be_focused()


def next_page(page: Page) -> None:
    page.locator(".child-bar .btn-primary").tap()


def sent(student: Student) -> dict[str, Any]:
    """The child's note as it was sent. Each side is a list of children's keys with reasons."""
    words = PartnerNote.objects.get(student=student, is_current=True).open()
    keys = dict(student.classroom.students.values_list("pk", "key"))
    said = {key: said for key, said in vars(words).items() if said != getattr(NoteWords(), key)}
    return said | {side: [[keys[pick.student], [*pick.why]] for pick in getattr(words, side)] for side in SIDES}


def test_a_note_from_right_to_left(
    new_context: Callable[..., BrowserContext], student: Student, live_server: LiveServer
) -> None:
    """The child only taps, from Start to Send."""
    page = sit_here(new_context(has_touch=True), student, live_server, "ar")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    next_page(page)
    asked(page, PROMISE)
    expect(page.get_by_role("region", name="English")).to_contain_text("Your teacher reads this.")
    look(page, "promise-ar")
    next_page(page)
    asked(page, GREAT)
    page.locator(".tile").first.tap()
    first = page.locator(".tile input").first.get_attribute("value")
    # Next is at the left, and its arrow points to the left.
    back, on = (page.locator(".child-bar .btn").nth(place).bounding_box() for place in (0, -1))
    assert back
    assert on
    assert on["x"] < back["x"]
    axe(page)
    next_page(page)
    page.get_by_text("يستمع إليّ").tap()
    look(page, "why-ar")
    next_page(page)
    asked(page, HARD)
    page.get_by_role("button", name="لا أحد").tap()
    asked(page, WILL_DO)
    page.get_by_text("سأستمع").tap()
    next_page(page)
    asked(page, LOVES)
    page.get_by_text("حيوانات", exact=True).tap()
    next_page(page)
    asked(page, TELL)
    page.get_by_text("أريد أن أتكلم مع معلمي").tap()
    look(page, "tell-ar")
    next_page(page)
    asked(page, TALK)
    next_page(page)
    asked(page, CHECK)
    look(page, "check-ar")
    page.get_by_role("button", name="إرسال").tap()
    expect(page.get_by_role("heading", name="أحسنت!")).to_be_visible()
    look(page, "all-done-ar")
    assert sent(student) == {"great": [[first, ["listens"]]], "hard": [], "will_do": ("listen",), "talk": True}
    assert Considerations.objects.get(student=student).content.loves == ("animals",)


def test_a_note_from_right_to_left_by_keyboard_alone(
    new_context: Callable[..., BrowserContext], student: Student, live_server: LiveServer
) -> None:
    """The child uses Tab, Space, Enter and letters. The arrow of Next is at the left, and typed text runs from the
    right."""
    page = sit_here(new_context(), student, live_server, "ar")

    def reach(words: str) -> None:
        """Press Tab until the element with these words has the focus."""
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate(REACHED) == words:
                return
        pytest.fail(f"{words} is not reached by Tab")

    def press(words: str) -> None:
        reach(words)
        page.keyboard.press("Enter")

    press("ابدأ")
    asked(page, PROMISE)
    press("حسنًا")
    asked(page, GREAT)
    called = page.locator(".tile").nth(3).inner_text().strip()
    reach(called)
    page.keyboard.press("Space")
    press(NEXT)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    reach("يستمع إليّ")
    page.keyboard.press("Space")
    press(NEXT)
    asked(page, HARD)
    press("لا أحد")
    asked(page, WILL_DO)
    press(NEXT)
    asked(page, LOVES)
    press(NEXT)
    asked(page, TELL)
    reach("إخبار معلمي")
    page.keyboard.insert_text("أنا سعيد")
    expect(page.locator("#own")).to_have_css("direction", "rtl")
    press("انتهيت")
    asked(page, CHECK)
    press("إرسال")
    expect(page.get_by_role("heading", name="أحسنت!")).to_be_visible()
    key = student.classroom.students.get(called=called).key
    assert sent(student) == {"great": [[key, ["listens"]]], "hard": [], "tell": "أنا سعيد"}


@pytest.mark.parametrize("code", [code for code, _ in settings.LANGUAGES if code != "en"])
def test_nothing_is_wider_than_a_small_screen(
    code: str,
    new_context: Callable[..., BrowserContext],
    classroom: Classroom,
    student: Student,
    live_server: LiveServer,
) -> None:
    """The class is as large as possible, the words are the longest, and the language switch is open."""
    Student.objects.filter(pk=student.pk).update(grade_band=GradeBand.G6_8)
    check_ins.open_check_in(classroom=classroom, by=owner_of(classroom), now=timezone.now())
    page = sit_here(new_context(viewport={"width": 390, "height": 844}), student, live_server, code)
    for address in ("", "note/great/", "note/tell/", "partner/", "check-in/", "check-in/help/"):
        page.goto(f"/me/{address}")
        assert (address, hidden_sideways(page)) == (address, 0)
    page.locator("summary").click()
    menu = page.locator(".languages form").bounding_box()
    assert menu
    assert menu["x"] >= 0
    assert menu["x"] + menu["width"] <= 390


def test_the_language_switch_needs_no_script(
    new_context: Callable[..., BrowserContext], student: Student, live_server: LiveServer
) -> None:
    page = sit_here(new_context(java_script_enabled=False), student, live_server, "vi")
    expect(page.get_by_role("link", name="Bắt đầu")).to_be_visible()
    page.locator("summary").click()
    page.get_by_role("button", name="Français").click()
    expect(page.get_by_role("link", name="Commencer")).to_be_visible()


def test_the_language_switch_fits_a_small_screen(
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
