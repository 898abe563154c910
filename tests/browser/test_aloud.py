"""Pages are read aloud. A stand-in replaces the browser's speech synthesis, because headless browsers have no
voices."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from classroom.models import Classroom, GradeBand, Student
from partners import demo
from partners.models import Considerations
from tests.addresses import url
from tests.browser.looks import follow, look
from tests.cast import considered

pytestmark = pytest.mark.django_db(transaction=True)

# A silent stand-in: it stores the texts that it should speak in `said`, and continues when a test tells it to.
STAND_IN = """(() => {
  const {voices, late} = %s;
  window.said = [];
  window.SpeechSynthesisUtterance = class extends EventTarget {
    constructor(text) { super(); this.text = text; }
  };
  const synth = new EventTarget();
  synth.ready = !late;
  synth.queue = [];
  synth.getVoices = () => (synth.ready ? voices : []);
  synth.cancel = () => { synth.queue = []; };
  synth.speak = (utterance) => {
    said.push({text: utterance.text, voice: utterance.voice && utterance.voice.name, lang: utterance.lang});
    synth.queue.push(utterance);
    if (window.refuse) {
      setTimeout(() => happen("error", {error: "not-allowed"}));
    } else {
      setTimeout(() => happen("start"));
    }
  };
  window.happen = (kind, what = {}) => {
    const utterance = kind === "end" || kind === "error" ? synth.queue.shift() : synth.queue[0];
    if (utterance) {
      utterance.dispatchEvent(Object.assign(new Event(kind), what));
    }
  };
  window.arrive = () => { synth.ready = true; synth.dispatchEvent(new Event("voiceschanged")); };
  window.marked = () => [...(CSS.highlights.get("said") || [])].map(String).join();
  Object.defineProperty(window, "speechSynthesis", {value: synth});
})()"""

HERE = {"name": "here", "lang": "en-US", "localService": True, "default": True}
ELSEWHERE = {"name": "elsewhere", "lang": "en-US", "localService": False, "default": True}
QUESTION = "Who could be a great writing partner for you?"


@pytest.fixture
def classroom() -> Classroom:
    return demo.set_up(now=timezone.now())


@pytest.fixture
def student(classroom: Classroom) -> Student:
    return classroom.students.select_related("classroom").in_order()[2]


@pytest.fixture
def sit_here(page: Page, student: Student, seated: Callable[[Page, Student], Page]) -> Callable[..., Page]:
    """A function that opens a page of the child's note in a browser with these voices."""

    def sit(*voices: dict[str, Any], band: str = GradeBand.G2_3, late: bool = False) -> Page:
        Student.objects.filter(pk=student.pk).update(grade_band=band)
        seated(page, student)
        page.add_init_script(STAND_IN % json.dumps({"voices": voices, "late": late}))
        page.goto(url("partners:note_great"))
        return page

    return sit


def said(page: Page) -> list[str]:
    return [spoken["text"].strip() for spoken in page.evaluate("said")]


def the_ear(page: Page) -> Any:
    return page.get_by_role("button", name=f"Read {QUESTION} aloud")


def test_a_voice_of_the_device_reads_the_page_sentence_by_sentence(sit_here: Callable[..., Page]) -> None:
    page = sit_here(ELSEWHERE, HERE)
    the_ear(page).click()
    expect(the_ear(page)).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("said") == [{"text": QUESTION, "voice": "here", "lang": "en-US"}]
    page.wait_for_function("() => marked()")
    assert page.evaluate("marked()") == QUESTION
    page.evaluate("happen('end')")
    page.evaluate("happen('end')")
    page.evaluate("happen('end')")
    assert said(page) == [QUESTION, "Tap up to 6 kids.", "They do not have to be your best friends."]
    expect(the_ear(page)).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("marked()") == ""
    look(page, "aloud")


def test_words_are_marked_while_the_voice_speaks_them(sit_here: Callable[..., Page]) -> None:
    page = sit_here(HERE)
    the_ear(page).click()
    page.evaluate("happen('end')")
    page.wait_for_function("() => marked() === 'Tap up to 6 kids.'")
    page.evaluate("happen('boundary', {name: 'word', charIndex: 4, charLength: 2})")
    assert page.evaluate("marked()") == "up"
    # Some browsers do not report the length of a word.
    page.evaluate("happen('boundary', {name: 'word', charIndex: 12})")
    assert page.evaluate("marked()") == "kids"


def test_pressing_read_aloud_again_stops_reading(sit_here: Callable[..., Page]) -> None:
    page = sit_here(HERE)
    the_ear(page).click()
    the_ear(page).click()
    page.evaluate("happen('end')")
    assert said(page) == [QUESTION]
    expect(the_ear(page)).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("voices", [(), (ELSEWHERE,), ({**HERE, "lang": "de-DE"},)], ids=["none", "remote", "other"])
def test_a_device_without_a_local_voice_has_no_read_aloud_buttons(
    sit_here: Callable[..., Page], voices: tuple[dict[str, Any], ...]
) -> None:
    page = sit_here(*voices, band=GradeBand.K_1)
    expect(page.get_by_role("heading", name=QUESTION)).to_be_visible()
    page.evaluate("arrive()")
    page.locator("body").click(position={"x": 2, "y": 2})
    expect(page.locator(".ear")).to_have_count(0)
    assert said(page) == []


def test_a_voice_that_loads_late_is_used(sit_here: Callable[..., Page]) -> None:
    page = sit_here(HERE, late=True)
    expect(page.locator(".ear")).to_have_count(0)
    page.evaluate("arrive()")
    page.evaluate("arrive()")
    expect(the_ear(page)).to_have_count(1)


def test_names_and_chips_are_read_aloud(sit_here: Callable[..., Page], student: Student) -> None:
    page = sit_here(HERE)
    names = [name.strip() for name in page.locator(".tile").all_inner_texts()]
    page.get_by_role("button", name="Read the names aloud").click()
    for _ in names:
        page.evaluate("happen('end')")
    assert said(page) == names
    page.locator(".tile").first.click()
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.get_by_role("heading", name="Why would")).to_be_visible()
    page.get_by_role("button", name="Read Listens to me aloud").click()
    assert said(page) == ["Listens to me"]
    # Tapping the read-aloud button does not tap the chip.
    expect(page.get_by_role("checkbox", name="Listens to me")).not_to_be_checked()
    look(page, "aloud-why")


@pytest.mark.parametrize("width", [390, 1366])
def test_the_buttons_of_the_bar_are_read_aloud_and_stay_in_place(sit_here: Callable[..., Page], width: int) -> None:
    """Back can be heard too, even where only its arrow is visible."""
    page = sit_here(HERE, band=GradeBand.K_1)
    page.set_viewport_size({"width": width, "height": 844})
    back, on = page.get_by_role("button", name="Back", exact=True), page.get_by_role("button", name="Next", exact=True)
    heard = [at.bounding_box() for at in (back, on)]
    page.get_by_role("button", name="Read Back, Next aloud").click()
    page.evaluate("happen('end')")
    page.evaluate("happen('end')")
    assert said(page) == ["Back", "Next"]
    expect(page).to_have_url(re.compile("/great/$"))
    page.get_by_role("button", name="Read aloud", exact=True).click()
    expect(page.locator(".child-bar .ear")).to_be_hidden()
    assert [at.bounding_box() for at in (back, on)] == heard
    follow(on)
    page.get_by_role("button", name="Read aloud", exact=True).click()
    page.get_by_role("button", name="Read No one aloud").click()
    assert said(page)[-1] == "No one"
    page.goto(url("partners:note_check"))
    page.get_by_role("button", name="Read Back, Send aloud").click()
    page.evaluate("happen('end')")
    assert said(page)[-1] == "Send"


def test_a_page_reads_itself_to_the_youngest_after_the_first_tap(sit_here: Callable[..., Page]) -> None:
    page = sit_here(HERE, band=GradeBand.K_1)
    expect(the_ear(page)).to_be_visible()
    assert said(page) == []
    page.locator("h1").click()
    assert said(page) == [QUESTION]
    page.goto(url("partners:note_promise"))
    page.wait_for_function("() => said.length")
    assert said(page) == ["Your teacher reads this."]


def test_reading_aloud_waits_for_a_tap_where_the_browser_wants_one(sit_here: Callable[..., Page]) -> None:
    page = sit_here(HERE, band=GradeBand.K_1)
    page.evaluate("refuse = true")
    page.locator("h1").click()
    expect(the_ear(page)).to_have_attribute("aria-pressed", "false")
    page.evaluate("refuse = false")
    page.locator("h1").click()
    assert said(page) == [QUESTION, QUESTION]


@pytest.mark.parametrize(("band", "begins"), [(GradeBand.K_1, True), (GradeBand.G2_3, False)])
def test_all_done_is_read_aloud_like_the_pages_before(sit_here: Callable[..., Page], band: str, begins: bool) -> None:
    page = sit_here(HERE, band=band)
    page.locator("h1").click()
    page.goto(url("partners:note_check"))
    follow(page.get_by_role("button", name="Send", exact=True))
    expect(page.get_by_role("button", name="Read You did it! aloud")).to_have_attribute(
        "aria-pressed", "true" if begins else "false"
    )
    assert said(page) == (["You did it!"] if begins else [])
    # For the next child it does not start by itself.
    page.goto(url("classroom:ask_your_teacher"))
    expect(page.locator(".ear").first).to_be_visible()
    page.locator("h1").click()
    assert said(page) == []


def test_older_children_start_reading_aloud_themselves(sit_here: Callable[..., Page]) -> None:
    page = sit_here(HERE)
    page.locator("h1").click()
    page.goto(url("partners:note_promise"))
    expect(page.locator(".ear").first).to_be_visible()
    assert said(page) == []


def test_reading_aloud_can_be_switched_off_until_the_child_leaves(sit_here: Callable[..., Page]) -> None:
    page = sit_here(HERE, band=GradeBand.K_1)
    switch = page.get_by_role("button", name="Read aloud", exact=True)
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.click()
    expect(the_ear(page)).to_be_hidden()
    page.locator("h1").click()
    page.goto(url("partners:note_promise"))
    expect(switch).to_have_attribute("aria-pressed", "false")
    expect(page.locator(".ear:visible")).to_have_count(0)
    assert said(page) == []
    follow(page.get_by_role("button", name="That's not me"))
    page.goto(url("classroom:ask_your_teacher"))
    expect(switch).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Read Ask your teacher to let you in. aloud").click()
    assert said(page) == ["Ask your teacher to let you in."]


# Voices that a device may have, in an order that gives no hint.
VOICES = [
    {"name": "ar elsewhere", "lang": "ar-SA", "localService": False, "default": False},
    {"name": "en here", "lang": "en-US", "localService": True, "default": True},
    {"name": "yue here", "lang": "zh-HK", "localService": True, "default": False},
    {"name": "zh elsewhere", "lang": "zh-CN", "localService": False, "default": False},
    {"name": "zh-TW here", "lang": "zh-TW", "localService": True, "default": False},
    {"name": "zh here", "lang": "cmn_Hans_CN", "localService": True, "default": False},
    {"name": "ar here", "lang": "ar_EG", "localService": True, "default": False},
]


@pytest.fixture
def speaks(classroom: Classroom, student: Student) -> Callable[[str], None]:
    """`speaks(code)` sets the child's home language and turns it on in the class."""

    def speaks(code: str) -> None:
        Classroom.objects.filter(pk=classroom.pk).update(languages=[code])
        Considerations.objects.update_or_create(student=student, defaults={"content": considered(languages=[code])})

    return speaks


@pytest.mark.parametrize(
    ("code", "direction", "voice", "lang", "sentences"),
    [
        ("ar", "rtl", "ar here", "ar_EG", ["معلمك يقرأ هذا.", "الأطفال الآخرون لا يرونه."]),
        ("zh-hans", "ltr", "zh here", "cmn_Hans_CN", ["老师会看这个。", "别的同学看不到。"]),
    ],
)
def test_each_language_is_read_by_its_own_voice(
    sit_here: Callable[..., Page],
    speaks: Callable[[str], None],
    code: str,
    direction: str,
    voice: str,
    lang: str,
    sentences: list[str],
) -> None:
    """The page uses a local voice, and not the voice of a language that only looks alike in writing. An English
    voice reads the English below."""
    speaks(code)
    page = sit_here(*VOICES)
    page.goto(url("partners:note_promise"))
    expect(page.locator("html")).to_have_attribute("dir", direction)
    page.locator(".ear").first.click()
    page.wait_for_function("() => marked()")
    assert page.evaluate("marked()") == sentences[0]
    page.evaluate("happen('end')")
    spoken = page.evaluate("said.slice(0, 2)")
    assert [(each["text"].strip(), each["voice"], each["lang"]) for each in spoken] == [
        (words, voice, lang) for words in sentences
    ]
    page.evaluate("said.length = 0")
    page.get_by_role("region", name="English").locator(".ear").first.click()
    assert {each["voice"] for each in page.evaluate("said")} == {"en here"}
    look(page, f"aloud-{code}")


@pytest.mark.parametrize("code", ["ar", "zh-hans"])
def test_a_language_without_a_voice_has_no_read_aloud_button(
    sit_here: Callable[..., Page], speaks: Callable[[str], None], code: str
) -> None:
    """The page uses neither a voice that needs a network nor one that speaks Cantonese."""
    speaks(code)
    page = sit_here(*VOICES[:5] if code == "ar" else VOICES[:4])
    expect(page.locator("html")).to_have_attribute("lang", code)
    expect(page.locator(".ear")).to_have_count(0)
    page.locator("h1").click()
    assert said(page) == []


def test_a_word_from_right_to_left_is_marked(sit_here: Callable[..., Page], speaks: Callable[[str], None]) -> None:
    """The voice reports only where a word begins, not its length."""
    speaks("ar")
    page = sit_here(*VOICES)
    page.locator(".ear").first.click()
    page.wait_for_function("() => marked()")
    words = page.evaluate("marked()").split()
    begins = page.evaluate("said[0].text").index(words[1])
    page.evaluate(f"happen('boundary', {{name: 'word', charIndex: {begins}}})")
    assert page.evaluate("marked()") == words[1]


@pytest.mark.parametrize("band", [GradeBand.K_1, GradeBand.G2_3, GradeBand.G4_5])
def test_all_words_of_a_note_are_read_aloud(sit_here: Callable[..., Page], band: str) -> None:
    """Each visible text of a page is spoken by one of its read-aloud buttons."""
    page = sit_here(HERE, band=band)
    page.locator(".tile").first.click()
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page).to_have_url(re.compile("/why/great/0/$"))
    itself = ("does-well", "gets-better") if band == GradeBand.G4_5 else ("will-do",)
    unheard = {}
    for name in ("promise", "great", "why/great/0", "hard", "hard/who", *itself, "loves", "tell", "check"):
        page.goto(f"/me/note/{name}/")
        expect(page.locator(".ear").first).to_be_visible()
        unheard[name] = page.evaluate(UNHEARD)
        look(page, f"aloud-{band}-{name.replace('/', '-')}")
    assert {name: words for name, words in unheard.items() if words} == {}


# Presses every read-aloud button and waits until it is silent. Returns the visible texts that none of them spoke.
UNHEARD = """async () => {
  const moment = () => new Promise((go) => setTimeout(go));
  const quiet = async () => {
    while (document.querySelector(".ear[aria-pressed=true]")) { await moment(); happen("end"); }
  };
  await quiet(); // the youngest's page has begun by itself
  for (const ear of document.querySelectorAll(".ear")) {
    ear.click();
    await quiet();
  }
  const heard = said.map(({text}) => text).join(" ").replace(/\\s+/g, " ");
  const silent = ".visually-hidden, [aria-hidden=true], [hidden], textarea";
  const unheard = [];
  for (const part of document.querySelectorAll("#main, .child-bar")) {
    const walk = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const text = walk.currentNode.data.replace(/\\s+/g, " ").trim();
      const around = walk.currentNode.parentElement;
      if (text && !around.closest(silent) && around.getClientRects().length && !heard.includes(text)) {
        unheard.push(text);
      }
    }
  }
  return unheard;
}"""
