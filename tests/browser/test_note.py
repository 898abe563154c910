"""A child's note in a browser: by taps, by keyboard, without JavaScript, and accessible to everyone."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, Route, expect

from classroom.actions import sign_in_windows
from classroom.models import Classroom, GradeBand, Sitting, Student
from classroom.text_direction import apart
from partners import demo
from partners.actions import notes
from partners.models import SIDES, NoteDraft, NoteWords, PartnerNote, SafetyFlag
from tests.addresses import url
from tests.browser.looks import SIZES, axe, follow, hidden_sideways, look, shots, small_targets
from tests.cast import answers, owner_of

pytestmark = pytest.mark.django_db(transaction=True)

Seated = Callable[[Page, Student], Page]
NewContext = Callable[..., BrowserContext]


@pytest.fixture
def classroom() -> Classroom:
    """Room 12 of the demo, with its second round and its sign-in window open."""
    return demo.set_up(now=timezone.now())


@pytest.fixture
def child_of(classroom: Classroom) -> Callable[[str], Student]:
    """A function that returns a child of this grade band who has not sent a note."""

    def child_of(band: str) -> Student:
        student = classroom.students.select_related("classroom").in_order()[2]
        student.grade_band = band
        student.save()
        PartnerNote.objects.filter(student=student).delete()
        return student

    return child_of


def question(page: Page, words: str) -> None:
    """Check that the page asks this question and that the question has the focus."""
    heading = page.get_by_role("heading", level=1, name=words)
    expect(heading).to_be_visible()
    expect(heading).to_be_focused()


def named(page: Page, *places: int) -> list[str]:
    """The keys of the children at these places of the list."""
    return [str(page.locator(".tile input").nth(place).get_attribute("value")) for place in places]


def only_note(student: Student) -> dict[str, Any]:
    note = PartnerNote.objects.get(student=student)
    words = note.open()
    keys = dict(student.classroom.students.values_list("pk", "key"))
    said = {key: said for key, said in vars(words).items() if said != getattr(NoteWords(), key)}
    return said | {side: [keys[pick.student] for pick in getattr(words, side)] for side in SIDES}


# The whole note


def test_a_note_is_written_by_taps_alone(
    new_context: NewContext, seated: Seated, child_of: Callable[[str], Student]
) -> None:
    """A six-year-old needs no keyboard, types nothing, and finds everything where it was on the page before."""
    student = child_of(GradeBand.K_1)
    page = new_context(has_touch=True, viewport={"width": 768, "height": 1024}).new_page()
    seated(page, student).goto(url("partners:me"))
    ways = set()

    def tap(name: str, role: Any = "button") -> None:
        for step in ("Back", "Next"):
            found = page.locator("footer").get_by_text(step)
            if found.count():
                box = found.locator("..").bounding_box()
                assert box is not None
                ways.add((step, box["y"], box["x"] if step == "Back" else box["x"] + box["width"]))
        expect(page.locator("textarea, [type=search], [type=text]")).to_have_count(0)
        axe(page)
        page.get_by_role(role, name=name).tap()

    page.get_by_role("link", name="Start").tap()
    question(page, "Your teacher reads this. Other kids do not see it.")
    tap("OK", "link")
    question(page, "Who could be a great writing partner for you?")
    for place in range(5):
        page.locator(".tile").nth(place).tap()
    expect(page.get_by_text("Tap up to 4. Tap a name again to take it away.")).to_be_visible()
    great = named(page, 0, 1, 2, 3)
    tap("Next")
    for place in range(4):
        expect(page).to_have_url(re.compile(f"/why/great/{place}/$"))
        page.get_by_text("Is kind").tap()
        tap("Next")
    question(page, "Would it be hard to write with someone right now?")
    tap("Yes, tell my teacher")
    question(page, "Would it be hard to write with someone right now?")
    page.locator(".tile").first.tap()
    hard = named(page, 0)
    tap("Next")
    question(page, "What would make it hard?")
    page.get_by_text("It gets too loud for me").tap()
    tap("Next")
    question(page, "What will you do to be a great partner?")
    page.get_by_text("I will take turns").tap()
    tap("Next")
    question(page, "What do you love to write about?")
    page.get_by_text("Animals").tap()
    tap("Next")
    question(page, "Do you want to tell your teacher more?")
    tap("Yes")
    question(page, "OK. Your teacher will come and talk with you.")
    tap("Next", "link")
    question(page, "Is this right? Tap Send when you are done.")
    tap("Send")
    expect(page.get_by_text("You did it!")).to_be_visible()
    assert only_note(student) == {"great": great, "hard": hard, "will_do": ("turns",), "talk": True}
    for step in ("Back", "Next"):
        assert len({(y, x) for name, y, x in ways if name == step}) == 1, ways


def test_a_note_is_written_by_keyboard_alone(page: Page, seated: Seated, child_of: Callable[[str], Student]) -> None:
    """The child uses Tab, Space, Enter and letters. The focus begins at each question."""
    student = child_of(GradeBand.G4_5)
    seated(page, student).goto(url("partners:me"))

    def reach(name: str) -> None:
        """Press Tab until the element with this name has the focus."""
        for _ in range(60):
            page.keyboard.press("Tab")
            reached = page.evaluate(
                """() => {
                  const at = document.activeElement;
                  const label = at.labels && at.labels[0];
                  return (label || at).innerText.trim();
                }"""
            )
            if reached == name:
                return
        pytest.fail(f"{name} is not reached by Tab")

    def press(name: str) -> None:
        reach(name)
        page.keyboard.press("Enter")

    question(page, "Help your teacher plan writing partners.")
    press("Start")
    question(page, "Your teacher reads this note and uses it to plan partners. Other students cannot see it.")
    press("OK")
    question(page, "Who would make a great writing partner for you?")
    called = page.locator(".tile").nth(5).inner_text().strip()
    great = named(page, 5)
    reach("Find a name")
    page.keyboard.type(called[:3].upper())
    reach(called)
    page.keyboard.press("Space")
    press("Next")
    question(page, f"What would make {apart(called)} a great partner for you?")
    reach("Really listens")
    page.keyboard.press("Space")
    reach("You can add your own words.")
    page.keyboard.type("We laugh.")
    press("Next")
    question(page, "Is there anyone who would probably not be a good match for you right now?")
    press("No one")
    question(page, "What do you do well as a partner?")
    reach("Trade turns")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")  # continues, as Next does
    question(page, "What do you want to get better at?")
    reach("Mend it")
    page.keyboard.press("Space")
    press("Back")
    question(page, "What do you do well as a partner?")
    expect(page.get_by_label("Trade turns")).to_be_checked()
    press("Next")
    question(page, "What do you want to get better at?")
    expect(page.get_by_label("Mend it")).to_be_checked()
    press("Next")
    question(page, "What do you like to write about?")
    reach("You can add your own words.")
    page.keyboard.type("axolotls")
    press("Next")
    question(page, "Do you want to tell your teacher more?")
    reach("Tell my teacher")
    page.keyboard.type("Not too early please.")
    press("I'm done")
    question(page, "Check your answers.")
    axe(page)
    press("Send")
    expect(page.get_by_text("Your note is sent.")).to_be_visible()
    assert only_note(student) == {
        "great": great,
        "hard": [],
        "does_well": ("trade_turns",),
        "gets_better": ("mend_it",),
        "tell": "Not too early please.",
    }
    assert PartnerNote.objects.get(student=student).open().great[0].own == "We laugh."
    assert student.considerations.content.loves_own == "axolotls"


def test_a_note_is_written_without_javascript(
    new_context: NewContext, seated: Seated, child_of: Callable[[str], Student]
) -> None:
    student = child_of(GradeBand.G2_3)
    page = new_context(java_script_enabled=False).new_page()
    seated(page, student).goto(url("partners:me"))
    page.get_by_role("link", name="Start").click()
    page.get_by_role("link", name="OK").click()
    question(page, "Who could be a great writing partner for you?")
    expect(page.get_by_label("Find a name")).to_be_hidden()
    page.locator(".tile").nth(1).click()
    great = named(page, 1)
    page.get_by_role("button", name="Back").click()
    page.get_by_role("link", name="OK").click()
    expect(page.locator(".tile input").nth(1)).to_be_checked()
    page.get_by_role("button", name="Next").click()
    page.get_by_text("Listens to me").click()
    page.get_by_label("You can add your own words.").fill("He waits.")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Yes, tell my teacher").click()
    page.locator(".tile").first.click()
    hard = named(page, 0)
    page.get_by_role("button", name="Next").click()
    page.get_by_label("You can add your own words.").fill("She hits me.")
    page.get_by_role("button", name="I do not feel safe").click()
    question(page, "Thank you for telling. You did the right thing.")
    assert SafetyFlag.objects.get().content.own == "She hits me."
    page.get_by_role("link", name="Next").click()
    for words in ("I will listen", "Funny things"):
        page.get_by_text(words).click()
        page.get_by_role("button", name="Next").click()
    page.get_by_text("I want to talk to my teacher").click()
    page.get_by_role("button", name="I'm done").click()
    page.get_by_role("link", name="Next").click()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("You did it!")).to_be_visible()
    assert only_note(student) == {"great": great, "hard": hard, "will_do": ("listen",), "talk": True}
    assert PartnerNote.objects.get(student=student).open().hard[0].why == ("unsafe",)


def test_answers_are_saved_when_the_window_closes_in_the_middle(
    page: Page, new_context: NewContext, seated: Seated, child_of: Callable[[str], Student]
) -> None:
    """A tapped answer is saved even without Next. A new sitting continues with the next question and shows none of
    the earlier answers."""
    student = child_of(GradeBand.G2_3)
    page.clock.install()
    seated(page, student).goto(url("partners:note_great"))
    question(page, "Who could be a great writing partner for you?")
    with page.expect_response(lambda answer: answer.status == 204):
        page.locator(".tile").nth(2).click()
    great, called = named(page, 2), page.locator(".tile").nth(2).inner_text().strip()
    sign_in_windows.close_window(classroom=student.classroom, by=owner_of(student.classroom), now=timezone.now())
    page.clock.run_for(16_000)
    expect(page.get_by_text("Time to stop. We kept your answers.")).to_be_visible()
    page.go_back()
    expect(page.get_by_text(called, exact=True)).to_have_count(0)
    again = seated(new_context().new_page(), student)
    again.goto(url("partners:me"))
    again.get_by_role("link", name="Start").click()
    question(again, "Would it be hard to write with someone right now?")
    again.goto(url("partners:note_check"))
    expect(again.get_by_text("Your earlier answers are kept.")).to_be_visible()
    expect(again.get_by_text(called, exact=True)).to_have_count(0)
    shots(again, "note-check-earlier")
    again.get_by_role("button", name="Send").click()
    expect(again.get_by_text("You did it!")).to_be_visible()
    assert only_note(student) == {"great": great, "hard": []}


# Tapping


def test_a_tap_is_saved_before_the_page_is_left(page: Page, seated: Seated, child_of: Callable[[str], Student]) -> None:
    """This holds even if the server answers slowly: the last tap counts, and Next waits for it."""
    student = child_of(GradeBand.G2_3)
    seated(page, student).goto(url("partners:note_great"))
    question(page, "Who could be a great writing partner for you?")
    held: list[Route] = []
    page.route("**/me/note/great/", lambda route: route.continue_() if held else held.append(route))
    for place in (0, 1, 2, 1):
        page.locator(".tile").nth(place).click()
    great = set(named(page, 0, 2))
    page.get_by_role("button", name="Next").click()
    expect(page.locator(".seats .avatar")).to_have_count(2)
    assert not NoteDraft.objects.filter(student=student).exists()
    held[0].continue_()
    expect(page).to_have_url(re.compile("/why/great/0/$"))
    [draft] = NoteDraft.objects.filter(student=student)
    keys = dict(student.classroom.students.values_list("pk", "key"))
    assert {keys[pk] for pk in draft.open().now.picks("great")} == great
    page.go_back()
    question(page, "Who could be a great writing partner for you?")
    expect(page.locator(".tile input:checked")).to_have_count(2)


def test_a_double_tap_does_nothing_twice(page: Page, seated: Seated, child_of: Callable[[str], Student]) -> None:
    student = child_of(GradeBand.G2_3)
    seated(page, student).goto(url("partners:note_great"))
    question(page, "Who could be a great writing partner for you?")
    for place in (0, 1):
        page.locator(".tile").nth(place).click()
    page.get_by_role("button", name="Next").dblclick()
    expect(page).to_have_url(re.compile("/why/great/0/$"))
    page.goto(url("partners:note_check"))
    question(page, "Is this right? Tap Send when you are done.")
    page.get_by_role("button", name="Send").dblclick()
    expect(page.get_by_text("You did it!")).to_be_visible()
    assert PartnerNote.objects.filter(student=student).count() == 1


def test_a_tap_takes_back_not_safe(page: Page, seated: Seated, child_of: Callable[[str], Student]) -> None:
    student = child_of(GradeBand.G6_8)
    seated(page, student).goto(url("partners:note_who_hard"))
    page.locator(".tile").first.click()
    page.get_by_role("button", name="Next").click()
    question(page, "What would get in the way?")
    for words in ("I would be teased about it", "We work at different stages"):
        expect(page.get_by_text(words)).to_be_visible()
    chip = page.get_by_role("button", name="I do not feel safe with this person")
    chip.click()
    question(page, "Thank you for telling us.")
    page.go_back()
    question(page, "What would get in the way?")
    expect(chip).to_have_attribute("aria-pressed", "true")
    shots(page, "note-not-safe-told")
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "false")
    assert SafetyFlag.objects.get().content.taken_off


def test_names_are_found_by_typing(page: Page, seated: Seated, child_of: Callable[[str], Student]) -> None:
    """The search ignores accents, and picked children stay picked while the child searches for others."""
    student = child_of(GradeBand.G2_3)
    other = student.classroom.students.exclude(pk=student.pk).in_order()[0]
    other.called = "Żoë-Ångström"
    other.save()
    seated(page, student).goto(url("partners:note_great"))
    find = page.get_by_label("Find a name")
    find.fill("zoe-an")
    expect(page.locator(".tile:visible")).to_have_count(1)
    page.get_by_text("Żoë-Ångström").click()
    find.fill("qqq")
    expect(page.get_by_text("No name like that. Try other letters.")).to_be_visible()
    axe(page)
    find.fill("")
    expect(page.locator(".tile:visible")).to_have_count(student.classroom.students.here().count() - 1)
    expect(page.locator(".tile input:checked")).to_have_count(1)


def test_letters_are_counted(page: Page, seated: Seated, child_of: Callable[[str], Student]) -> None:
    student = child_of(GradeBand.G2_3)
    seated(page, student).goto(url("partners:note_tell"))
    own = page.get_by_label("Tell my teacher")
    expect(page.get_by_text("Up to 200 letters.")).to_be_visible()
    own.press_sequentially("x" * 3)
    expect(page.get_by_text("Letters left: 197")).to_be_visible()
    own.fill("x" * 195)
    own.press_sequentially("y" * 9)
    expect(page.get_by_text("Letters left: 0")).to_be_visible()
    expect(own).to_have_value("x" * 195 + "y" * 5)
    page.get_by_role("button", name="Back").click()
    question(page, "What do you love to write about?")
    page.go_back()
    expect(own).to_have_value("x" * 195 + "y" * 5)


# Every page, for every body and device

BANDS = [(GradeBand.K_1, 64), (GradeBand.G2_3, 64), (GradeBand.G6_8, 48)]


def pages_of(student: Student) -> list[str]:
    """The addresses of every page of a note that picks two great partners and one who is hard, and asks to talk to
    the teacher."""
    first, second, third = student.classroom.students.exclude(pk=student.pk).in_order()[:3]
    said = replace(answers({first: ["kind"], second: []}, {third: ["unsafe"]}, ["games"]), talk=True)
    sitting = Sitting.objects.filter(student=student, ended_at=None).latest("pk")
    round = student.classroom.rounds.being_prepared().get()
    notes.keep(sitting=sitting, round=round, answers=said, now=timezone.now())
    itself = ["will-do"] if student.level == 1 else ["does-well", "gets-better"]
    names = [
        "promise",
        "great",
        "why/great/0",
        "hard",
        "hard/who",
        "why/hard/0",
        *itself,
        "loves",
        "tell",
        "talk",
        "check",
    ]
    return [url("partners:me"), *(f"/me/note/{name}/" for name in names)]


@pytest.mark.parametrize(("band", "least"), BANDS)
def test_every_page_is_accessible(
    band: str, least: int, page: Page, seated: Seated, child_of: Callable[[str], Student]
) -> None:
    """Axe finds nothing, targets are large, the question has the focus, and nothing is wider than the screen: on a
    small, a low and an enlarged one."""
    student = child_of(band)
    seated(page, student)
    small, beside = {}, {}
    for address in pages_of(student):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_focused()
        axe(page)
        shots(
            page, f"note-{student.level}{'k' if band == GradeBand.K_1 else ''}-{address.strip('/').replace('/', '-')}"
        )
        small[address] = small_targets(page, least)
        # A low window of a laptop; then the same at 200 % and at 400 %.
        for width, height in (*SIZES, (1366, 600), (683, 384), (342, 192), (320, 256)):
            page.set_viewport_size({"width": width, "height": height})
            beside[address, width] = hidden_sideways(page)
    assert {address: found for address, found in small.items() if found} == {}
    assert {where: pixels for where, pixels in beside.items() if pixels} == {}


@pytest.mark.parametrize(("band", "least"), BANDS)
def test_the_pages_about_safety_are_accessible(
    band: str, least: int, page: Page, seated: Seated, child_of: Callable[[str], Student]
) -> None:
    """The children of this class are not asked with whom it would be hard."""
    student = child_of(band)
    student.classroom.workshop.hard_question = False
    student.classroom.workshop.save()
    seated(page, student).goto(f"/me/note/{'tell' if student.level == 1 else 'check'}/")
    page.get_by_role("link", name="I do not feel safe with someone").click()
    question(page, "I do not feel safe with someone")
    look(page, f"note-{band}-not-safe")
    small = small_targets(page, least)
    page.locator(".tile").first.click()
    page.get_by_role("button", name="Tell my teacher").click()
    question(page, "Thank you for telling" + (". You did the right thing." if student.level == 1 else " us."))
    look(page, f"note-{band}-thank-you")
    assert [*small, *small_targets(page, least)] == []
    page.set_viewport_size({"width": 320, "height": 256})
    assert hidden_sideways(page) == 0
    page.get_by_role("link", name="Next").click()
    question(page, "Do you want to tell your teacher more?" if student.level == 1 else "Check your answers.")
    assert SafetyFlag.objects.get().content.student == student.pk
    # One tap takes back a mistake.
    page.set_viewport_size({"width": 1366, "height": 768})
    follow(page.get_by_role("link", name="I do not feel safe with someone"))
    told = page.locator(".tile[aria-pressed=true]")
    expect(told).to_be_visible()
    look(page, f"note-{band}-not-safe-told")
    assert small_targets(page, least) == []
    follow(told)
    expect(page.get_by_role("button", name="Tell my teacher")).to_be_visible()
    expect(told).to_have_count(0)
    assert SafetyFlag.objects.get().content.taken_off


def test_enter_sends_not_safe_and_never_takes_it_back(
    page: Page, seated: Seated, child_of: Callable[[str], Student]
) -> None:
    student = child_of(GradeBand.G2_3)
    student.classroom.workshop.hard_question = False
    student.classroom.workshop.save()
    seated(page, student)
    for _ in range(2):
        page.goto(url("partners:note_not_safe"))
        radio = page.get_by_role("radio").first
        radio.press("Space")
        radio.press("Enter")
        question(page, "Thank you for telling. You did the right thing.")
    assert [flag.content.taken_off for flag in SafetyFlag.objects.all()] == [False, False]


@pytest.mark.parametrize("band", [GradeBand.K_1, GradeBand.G6_8])
def test_the_bar_hides_nothing_on_an_enlarged_page(
    band: str, page: Page, seated: Seated, child_of: Callable[[str], Student]
) -> None:
    """At 400 % the bar does not stay on the screen, so the page can be read to its end."""
    student = child_of(band)
    seated(page, student)
    page.set_viewport_size({"width": 320, "height": 256})
    for address in pages_of(student):
        page.goto(address)
        expect(page.locator(".child-bar")).to_have_css("position", "static")


def test_a_choice_is_visible_with_the_devices_own_colors(
    new_context: NewContext, seated: Seated, child_of: Callable[[str], Student]
) -> None:
    student = child_of(GradeBand.G2_3)
    page = seated(new_context(forced_colors="active").new_page(), student)
    pages_of(student)
    for address, chosen in (
        ("great", ".tile input:checked + .tile-face"),
        ("loves", ".chip input:checked + .chip-face"),
        ("hard", ".answer[aria-pressed=true]"),
        ("why/hard/0", ".chip-face[aria-pressed=true]"),
    ):
        page.goto(f"/me/note/{address}/")
        expect(page.locator(chosen).first).to_have_css("outline-style", "solid")
        expect(page.locator(chosen).first.locator(".tick")).to_be_visible()


def test_more_contrast_makes_edges_dark(
    new_context: NewContext, seated: Seated, child_of: Callable[[str], Student]
) -> None:
    student = child_of(GradeBand.G2_3)
    page = seated(new_context(contrast="more").new_page(), student)
    page.goto(url("partners:note_loves"))
    expect(page.locator(".chip-face").first).to_have_css("border-top-color", "rgb(35, 38, 58)")


def test_nothing_moves_by_itself(page: Page, seated: Seated, child_of: Callable[[str], Student]) -> None:
    student = child_of(GradeBand.K_1)
    seated(page, student).emulate_media(reduced_motion="no-preference")
    for address in pages_of(student):
        page.goto(address)
        assert page.evaluate("document.getAnimations().length") == 0, address
