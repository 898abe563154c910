"""Children's pages contain no English when they are in another language."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import translation

from classroom.actions import classes
from classroom.languages import ENGLISH, LANGUAGES
from classroom.models import Classroom, GradeBand, Student
from partners.actions import check_ins
from partners.models import Considerations, Round
from scripts import catalogues
from tests.addresses import url
from tests.cast import NOW, considered, open_round, owner_of, page, seat

OTHERS = [language for language in LANGUAGES if language != ENGLISH]
OF_ANOTHER_SCRIPT = ("ar", "ru", "zh-hans")
TEXT_IN = {"aria-label", "alt", "placeholder", "title", "data-away", "data-full", "data-not-kept"}
# A child's level decides which questions about themselves they are asked.
STEPS = {1: ["will-do"], 2: ["does-well", "gets-better"]}
PLACE = re.compile(r"%\(\w+\)\w|\{\w+\}")
NAMES = re.compile(r"\b(Ana|Ben|Cleo|Dov|Eli|Fay|Partners)\b")


class Words(HTMLParser):
    """The visible and spoken texts of a page, except English that is marked as such, and the names of languages."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.foreign = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.foreign or (tag != "html" and dict(attrs).get("lang")):
            self.foreign += tag not in ("input", "meta", "link", "use", "img")
        else:
            self.said += [value for name, value in attrs if name in TEXT_IN and value]

    def handle_endtag(self, tag: str) -> None:
        self.foreign = max(0, self.foreign - 1)

    def handle_data(self, data: str) -> None:
        if not self.foreign and data.strip():
            self.said.append(" ".join(data.split()))


def english(code: str) -> list[re.Pattern[str]]:
    """A pattern for every English sentence that has a translation, where any text fits a placeholder. A single word
    matches only if it is the whole text."""
    patterns = []
    for sentence in catalogues.sentences():
        with translation.override(code):
            alike = translation.gettext(sentence if isinstance(sentence, str) else sentence[0]) == sentence
        for words in [sentence] if isinstance(sentence, str) else sentence:
            inside = re.sub(r"%\\\(\w+\\\)\w|\\\{\w+\\\}", ".+", re.escape(words))
            if not alike and re.search("[A-Za-z]{2}", PLACE.sub("", words)):
                patterns.append(re.compile(rf"(?<!\w){inside}(?!\w)" if " " in words else rf"^{inside}$"))
    return patterns


def pages(classroom: Classroom, ana: Student, ben: Student, code: str) -> Iterator[str]:
    """The text of every page for children: signing in, the note, the partner and the check-in."""
    browser = seat(ana)
    door = Client(headers={"accept-language": code})
    for address in ("", f"{ben.key}/", "number/"):
        yield page(door.get(f"/k/{classroom.code}/{address}"))
    for address in (
        url("classroom:code") + "?another",
        url("classroom:card"),
        url("classroom:ask_your_teacher") + "?card",
        url("classroom:time_to_stop"),
    ):
        yield page(door.get(address))
    yield page(door.post(url("classroom:code"), {"code": "nothing"}))
    for name in ("", "avatar/", "still-here/", "partner/", "check-in/", "check-in/help/", "check-in/thanks/"):
        yield page(browser.get(f"/me/{name}"))
    browser.post(url("partners:note_great"), {"student": ben.key})
    for name in ("promise", "great", "why/great/0", "hard", "hard/who", *STEPS[ana.level], "loves", "tell", "check"):
        yield page(browser.get(f"/me/note/{name}/"))
    browser.post(url("partners:note_great"), {})
    browser.post(url("partners:note_who_hard"), {"student": ben.key})
    yield page(browser.get(url("partners:note_why", "hard", 0)))
    yield page(browser.post(url("partners:note_why", "hard", 0), {"student": ben.key, "unsafe": "1"}))
    browser.post(url("partners:note_send"))
    yield page(browser.get(url("partners:all_done")))


@pytest.fixture
def published_class(published: Round) -> Classroom:
    classroom = published.classroom
    open_round(classroom)
    check_ins.open_check_in(classroom=classroom, by=owner_of(classroom), now=NOW)
    return classroom


@pytest.mark.parametrize("band", [GradeBand.K_1, GradeBand.G6_8])
@pytest.mark.parametrize("code", [language.code for language in OTHERS])
def test_no_page_contains_english(published_class: Classroom, ana: Student, ben: Student, code: str, band: str) -> None:
    classes.turn_on_languages(classroom=published_class, codes=[code], by=owner_of(published_class), now=NOW)
    Student.objects.update(grade_band=band)
    Considerations.objects.update_or_create(student=ana, defaults={"content": considered(languages=[code])})
    ana.refresh_from_db()
    patterns, kept = english(code), set()
    for html in pages(published_class, ana, ben, code):
        assert f'<html lang="{code}"' in html
        reader = Words()
        reader.feed(html.partition("</head>")[2])
        for words in reader.said:
            kept |= {words for pattern in patterns if pattern.search(words)}
            if code in OF_ANOTHER_SCRIPT and re.search("[A-Za-z]{2}", NAMES.sub("", PLACE.sub("", words))):
                kept.add(words)
    assert kept == set()
