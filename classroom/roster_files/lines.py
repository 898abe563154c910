"""Tells lines that are no child: titles, totals, footers, group words, words of a page that were copied along."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .columns import is_moment
from .tables import ADDRESS
from .vocabulary import begins_with, plain, words

TITLE = "Stands above the list."
AGAIN = "The headings once more."
TOTAL = "A total or a statistic, not a child."
FOOTER = "Stands below the list."
GROUP = "The name of a group, not of a child."
CLASS = "Says which class or teacher follows."
INTERFACE = "Words of a web page, not a child."
LEGEND = "Explains signs."
TEST = "A student who is made for tests."
DATE = "A date."
ADDRESS_ONLY = "Only an e-mail address stands here."
A_NUMBER = "This is a number, not a name."
NO_NAME = "There is no name here."
LINK = "A link."
LABEL = "Says what follows."
_COUNT_BEHIND = re.compile(r"\s*\(\d{1,4}\)$")  # Members (3)

_GROUP_MARK = re.compile(
    r"(?P<word>.+?)\s*(?:no\.?|nr\.?|#)?\s*[-:.]?\s*(?P<mark>\d{1,2}|[a-z]|[ivx]{1,4}|one|two|three|four|five|six)?"
)
_GROUP_ENDS = ("group", "groups", "team", "table", "tables")  # Blue Group
_CJK_GROUP = re.compile(r"第?[\d一二三四五六七八九十]{1,2}\s?[组組班]")
_CHILDREN = (
    "students?|children|pupils?|names|kids|alumnos|estudiantes|eleves|schuler|alunos|alunni|leerlingen|uczniow|zaku|"
    "учеников|учнів"
)
_COUNTED = re.compile(rf"\d+ (?:{_CHILDREN})(?: .*)?")
_VALUE = re.compile(r"[\s:=#/.,%()\d-]*\d[\s:=#/.,%()\d-]*|[\s:=.-]*")
_LEGEND = re.compile(r"(?:\S{1,4}\s*=\s*\S+.*)|(?:.*\b\S{1,3}\s?=\s?\w+.*=.*)")
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_WEEKDAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)day,? "
_LONG_DATE = re.compile(rf"(?:{_WEEKDAY})?(?:{_MONTHS}) \d{{1,2}}(?:st|nd|rd|th)?,? ?\d{{0,4}}")


@dataclass(frozen=True)
class NoChild:
    """Why a line is no child. `group` is the class that it announces, where it does."""

    why: str
    group: str = ""


def is_group_word(text: str) -> bool:
    """Whether a text is the name of a group within a class, such as Girls or Table 2."""
    folded = plain(text)
    if folded in words("groups", "alone") or _CJK_GROUP.fullmatch(text.strip()):
        return True
    if folded.rpartition(" ")[2] in _GROUP_ENDS and folded.count(" ") < 3:
        return True
    found = _GROUP_MARK.fullmatch(folded)
    return bool(found and found["mark"] and found["word"].strip() in words("groups", "numbered"))


def no_child(cells: Sequence[str], name: str) -> NoChild | None:
    """Why a line is no child; None where it may be one. `name` is what stands where the names are."""
    given = [cell for cell in cells if cell]
    lettered = [cell for cell in given if any(c.isalpha() or not c.isascii() for c in cell) and not is_moment(cell)]
    first = given[0] if given else ""
    text = name or first
    if plain(" ".join(text.replace(",", " ").split())) in words("tests"):
        return NoChild(TEST)
    if not lettered:
        addresses = any(cell == ADDRESS for cell in given)
        if name and any(c.isdigit() for c in name) and not is_moment(name):
            return NoChild(A_NUMBER)
        return NoChild(DATE if any(is_moment(cell) for cell in given) else ADDRESS_ONLY if addresses else NO_NAME)
    if is_total(first, alone=len(lettered) == 1) or (name and name != first and is_total(name, alone=False)):
        return NoChild(TOTAL)
    if len(lettered) == 1:
        return _single(lettered[0], alone=len(given) == 1)
    return None


def _single(text: str, *, alone: bool) -> NoChild | None:
    """The same for a line whose only words are `text`. `alone`: there are no numbers beside it either."""
    text = _COUNT_BEHIND.sub("", text)
    folded = plain(text)
    if is_group_word(text):
        return NoChild(GROUP)
    if not alone and folded in words("totals", "beside"):
        return NoChild(TOTAL)
    if not alone:
        return None
    if group := class_of(text):
        return NoChild(CLASS, group)
    reasons = (
        (INTERFACE, folded in words("interface")),
        (LABEL, text.endswith(":")),
        (LINK, _LINK.fullmatch(text)),
        (DATE, _LONG_DATE.fullmatch(folded)),
        (LEGEND, _LEGEND.fullmatch(text) or folded in words("footers", "signs")),
        (FOOTER, is_footer(text, folded)),
    )
    return next((NoChild(why) for why, holds in reasons if holds), None)


def is_total(text: str, *, alone: bool) -> bool:
    """Whether a text counts or sums. Alone, the word is enough; otherwise only the surest words are."""
    folded = plain(text)
    if _COUNTED.fullmatch(folded):
        return True
    if start := begins_with(folded, "totals"):
        rest = folded[len(start) :]
        return bool(_VALUE.fullmatch(rest)) or ":" in text or "=" in text
    start = begins_with(folded, "totals", "labels")
    rest = folded[len(start) :]
    valued = bool(re.search(r"\d", rest)) and bool(_VALUE.fullmatch(rest))
    return bool(start) and alone and (valued or ":" in text) and not class_of(text)


def is_footer(text: str, folded: str) -> bool:
    start = begins_with(folded, "footers")
    rest = folded[len(start) :]
    return bool(start) and (" " in start or ":" in text or bool(re.search(r"\d", rest)))


def class_of(text: str) -> str:
    """The class that a line announces: "Homeroom: 12 - Ms. Moore" gives 12 - Ms. Moore, "Room 12" all of it."""
    folded = plain(text)
    if not folded:
        return ""
    if folded.split(" ")[0] in words("classes", "titles") and len(folded.split(" ")) < 5:
        return text.strip()
    start = begins_with(folded, "classes")
    if not start or folded == start:
        return text.strip() if start else ""
    rest = folded[len(start) :].strip()
    label, colon, value = text.partition(":")
    if colon and value.strip() and plain(label) == start:
        return value.strip()
    titled = any(word in words("classes", "titles") for word in rest.split(" "))
    numbered = bool(re.fullmatch(r"(?:no |nr )?(?:\d{1,4}[a-z]?|[a-z]\d{0,3}|k|kg)(?:[ -].*)?", rest))
    return text.strip() if titled or numbered or re.search(r"\s[-–—]\s", text) else ""
