"""Sign-in cards on paper: eight on a sheet whatever the children are called, and none cut by the edge of the sheet."""

from collections.abc import Sequence

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from classroom.models import Classroom, User
from tests.addresses import url
from tests.browser.looks import look, sheets
from tests.cast import make_class, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

ORDINARY = tuple(f"Child{number:02} Last" for number in range(30))
FOUR_WORDS = ("Ruiz, Ana Guadalupe del Carmen", *ORDINARY[:15])
LONG = (
    "Ruiz, Ana Guadalupe del Carmen",
    "Last, Maximiliana-Theodora Alexandrina Konstantina",
    "Last, Wwwwwwwwwwwwwwwwwwwwwwww",
    "عبد الرحمن الحسيني الهاشمي",
    "الحسيني, عبد الرحمن ابن الخطيب المنصوري",
    "Шевченко, Юлія-Олександра Володимирівна",
    "อัครเดช ศรีสุวรรณ",
    "Last, ขวัญข้าวหอมมะลิ",
    "司马相如欧阳修诸葛亮上官婉儿",
    "Last, नन्दिनीप्रियदर्शिनी राजलक्ष्मी",
)
# As long as names can be: nothing is shorter for being wide.
LONGEST = (
    f"Last, {'Wolfram Mummmwwm ' * 6}Wow",
    f"Last, {'W' * 113}",
    f"Last, {'Мышшш Жщщщщщщ ' * 7}",
    "司" * 120,
    f"Last, {'عبد الرحمن المنصوري ' * 5}",
)
LONG_CLASS = "Ms. Featherstonehaugh-Okonkwo’s second and third grade, Riverbend, West Wing, No. 2"[:80]
# The printable part of a sheet in millimeters.
PAPERS = {"Letter": (195.9, 259.4), "A4": (190, 277)}
PIXELS = 96 / 25.4


@pytest.fixture
def teacher(page: Page, live_server: LiveServer, owner: User) -> Page:
    session = sign_in(owner).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    return page


def show_cards(page: Page, classroom: Classroom, language: str = "") -> None:
    page.goto(url("classroom:cards", classroom.key))
    if language:
        page.get_by_label("Language of the cards").select_option(language)
    page.get_by_role("button", name="Show the cards").click()
    expect(page.locator(".sign-card")).to_have_count(classroom.students.count())


def outside(page: Page, paper: str) -> list[str]:
    """The cards with something outside of the dashed line, and sheets that are longer than the paper, as sentences."""
    width, height = (round(side * PIXELS) for side in PAPERS[paper])
    page.emulate_media(media="print")
    page.set_viewport_size({"width": width, "height": height})
    found: list[str] = page.evaluate(
        """height => {
          const name = (card) => card.querySelector("h2").textContent;
          const boxes = (card) => [...card.querySelectorAll("*")].flatMap((part) => {
            const words = document.createRange();
            words.selectNodeContents(part);
            return [...part.getClientRects(), ...words.getClientRects()];
          });
          const isIn = (box, card) => box.top >= card.top && box.bottom <= card.bottom
            && box.left >= card.left && box.right <= card.right;
          const cards = [...document.querySelectorAll(".sign-card")]
            .filter((card) => !boxes(card).every((box) => isIn(box, card.getBoundingClientRect()))
              || [...card.querySelectorAll("*")].some((part) => getComputedStyle(part).overflow === "hidden"
                && part.scrollHeight > part.clientHeight + 1))
            .map(name);
          const sheets = [...document.querySelectorAll(".card-page")].map((sheet) => sheet.offsetHeight)
            .filter((tall) => tall > height).map((tall) => `${tall} of ${height}`);
          return [...cards, ...sheets];
        }""",
        height,
    )
    page.emulate_media(media="null")
    page.set_viewport_size({"width": 1366, "height": 768})
    return found


@pytest.mark.parametrize(
    ("children", "language"),
    [
        pytest.param(FOUR_WORDS, "", id="four words"),
        pytest.param((*LONG, *ORDINARY[:25]), "", id="long"),
        pytest.param((*LONG, *ORDINARY[:25]), "vi", id="long, in Vietnamese"),
        pytest.param((*LONGEST, *LONG, *ORDINARY[:20]), "ar", id="longest, in Arabic"),
        pytest.param((*LONGEST, *LONG, *ORDINARY[:1]), "ht", id="longest, in Haitian Creole"),
        pytest.param(ORDINARY[:8], "", id="one sheet"),
    ],
)
def test_eight_cards_are_on_a_sheet_whatever_the_names(
    teacher: Page, owner: User, children: Sequence[str], language: str
) -> None:
    classroom = make_class(owner, *children, name="Room 12" if children is FOUR_WORDS else LONG_CLASS)
    classroom.languages = ["vi", "ar", "ht"]
    classroom.save()
    show_cards(teacher, classroom, language)
    look(teacher, f"cards-{len(children)}-{language}")
    for paper in PAPERS:
        assert outside(teacher, paper) == [], paper
    assert set(sheets(teacher, f"sign-cards-{len(children)}-{language}").values()) == {-(-len(children) // 8)}


def test_the_name_of_a_card_is_whole(teacher: Page, owner: User) -> None:
    classroom = make_class(owner, *LONGEST, *LONG)
    show_cards(teacher, classroom)
    shown = teacher.locator(".sign-card h2").all_inner_texts()
    assert shown == [student.called for student in classroom.students.here()]
