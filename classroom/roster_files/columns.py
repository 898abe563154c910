"""What is known of each column of a table: by its heading, and by its values."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from classroom.names import fold

from .grades import band_of
from .headings import BIRTH, CONTACT, COUNTS, NEVER_KEPT, Heading, heading_of
from .layouts import NAMES, Meaning
from .tables import ADDRESS, Row, Table
from .vocabulary import plain, words

HIDDEN = "This column is hidden in the sheet."
SAME = "It has the same value for everyone, so it is no child’s number."
NO_NAMES = "It holds dates, times or numbers, not names."
MANY_ROWS = 300

_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?:[ T,].*)?|\d{1,2}[.-](?:[A-Za-z]{3,9})(?:[.-]\d{2,4})?")
_TIME = re.compile(r"\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?")
_PHONE = re.compile(r"\+?\(?\d[\d\s().-]{6,}\d")
_NUMBERING = re.compile(r"[(#]?\d{1,4}\s*[.):\-]?")
_MARKS = {
    "y",
    "n",
    "x",
    "yes",
    "no",
    "true",
    "false",
    "m",
    "f",
    "p",
    "a",
    "t",
    "e",
    "l",
    "si",
    "oui",
    "non",
    "ja",
    "nein",
}


@dataclass(frozen=True)
class Fact:
    """What a column most likely is. `heading` is what is known of its heading; `why` is the reason where it is not
    used; an `is_never_kept` column is emptied."""

    words: str
    meaning: Meaning
    heading: Heading | None = None
    why: str = ""
    is_never_kept: bool = False

    @property
    def rank(self) -> int:
        known = self.heading and self.heading.section != "no_identity"
        return self.heading.rank if self.heading and known else 10_000

    @property
    def is_sensitive(self) -> bool:
        return bool(self.why) and (self.is_never_kept or bool(self.heading and self.heading.is_sensitive))


def facts_of(table: Table, headings: Sequence[tuple[str, ...]], rows: Sequence[Row]) -> list[Fact]:
    """A fact for each column. `headings` are the lines of headings, `rows` the lines below."""
    sample = rows[:MANY_ROWS]
    return [
        _fact(_words(headings, place), [cell for row in sample if (cell := row.cells[place])], place in table.hidden)
        for place in range(table.width)
    ]


def _words(headings: Sequence[tuple[str, ...]], place: int) -> list[str]:
    """The words over a column: each line, the lowest first, then all together. A cell that is merged with those to its
    left has their words."""
    if not headings:
        return []
    cells = [_over(line, place) if number < len(headings) - 1 else line[place] for number, line in enumerate(headings)]
    filled = [cell for cell in cells if cell]
    return [*([" ".join(filled)] if len(filled) > 1 else []), *reversed(filled)]


def _over(line: tuple[str, ...], place: int) -> str:
    return next((line[i] for i in range(place, max(-1, place - 4), -1) if line[i]), "")


def _fact(words: list[str], filled: Sequence[str], is_hidden: bool) -> Fact:
    heading = next((found for one in words if (found := heading_of(one))), None)
    text = words[0] if words else ""
    if (heading and heading.section == "never") or share(filled, ADDRESS.__eq__) > 0.5:
        return Fact(text, Meaning.UNUSED, heading, NEVER_KEPT, is_never_kept=True)
    if is_hidden:
        return Fact(text, Meaning.UNUSED, heading, HIDDEN)
    if heading and heading.is_sensitive:
        return Fact(text, Meaning.UNUSED, heading, heading.why)
    meaning, why = _by_values(heading, filled)
    return Fact(text, meaning, heading, why)


def _by_values(heading: Heading | None, filled: Sequence[str]) -> tuple[Meaning, str]:
    """The meaning of a column after a look at its values, and why it is not used."""
    meaning = heading.meaning if heading else Meaning.UNUSED
    if meaning in (*NAMES, Meaning.CALLED):
        return _names(meaning, filled)
    if heading and heading.section == "count":
        long = share(filled, lambda value: sum(c.isdigit() for c in value) >= 4) > 0.5
        return (Meaning.NUMBER, "") if long and not is_numbering(filled) else (Meaning.UNUSED, COUNTS)
    if meaning is Meaning.NUMBER:
        return _number(filled)
    if heading is None:
        return _unknown(filled)
    if heading.section == "no_identity" and _are_childrens(filled):
        return Meaning.NUMBER, ""
    return meaning, heading.why


def _names(meaning: Meaning, filled: Sequence[str]) -> tuple[Meaning, str]:
    """A column with a heading of names: it may hold numbers (Student: 1001), and dates are never names."""
    if share(filled, is_worded) >= 0.5 or not filled:
        return meaning, ""
    numbers = share(filled, lambda value: value.isascii() and value.isdecimal()) > 0.5
    return (Meaning.NUMBER, "") if numbers and not is_numbering(filled) else (Meaning.UNUSED, NO_NAMES)


def _number(filled: Sequence[str]) -> tuple[Meaning, str]:
    if is_numbering(filled):
        return Meaning.UNUSED, COUNTS
    if len(filled) > 1 and len(set(filled)) == 1 and not _spoiled(filled[0]):
        return Meaning.UNUSED, SAME
    return Meaning.NUMBER, ""


def _are_childrens(filled: Sequence[str]) -> bool:
    """Whether numbers are different for each child, although the heading names a school: some systems call it so."""
    return len(filled) > 2 and len(set(filled)) == len(filled) and all(re.search(r"\d{2}", value) for value in filled)


def _spoiled(value: str) -> bool:
    return bool(SPOILED.fullmatch(value))


# A number that a spreadsheet has rounded: 1.00235E+11, or more digits than it keeps.
SPOILED = re.compile(r"\d[.,]\d+E\+?\d+|\dE\+\d+|\d{13,}0{3,}", re.IGNORECASE)


def _unknown(filled: Sequence[str]) -> tuple[Meaning, str]:
    if _are_some(filled, words("aside_roles"), words("sections", "member")):
        return Meaning.ROLE, ""
    if _are_some(filled, words("aside_status"), words("aside_status", "active")):
        return Meaning.STATUS, ""
    if is_numbering(filled):
        return Meaning.UNUSED, COUNTS
    if share(filled, is_moment) > 0.5:
        return Meaning.UNUSED, BIRTH if share(filled, _is_old) > 0.5 else ""
    if share(filled, lambda value: bool(_PHONE.fullmatch(value)) and len(value) > 9) > 0.5:
        return Meaning.UNUSED, CONTACT
    return Meaning.UNUSED, ""


def _are_some(filled: Sequence[str], others: frozenset[str], childrens: frozenset[str]) -> bool:
    """Whether all values are words for children of the class or for others, and both are there."""
    given = {plain(value) for value in filled}
    return bool(given & others) and bool(given & childrens) and given <= others | childrens


def _is_old(value: str) -> bool:
    """Whether a date may be a child's birthday, by its year."""
    found = re.search(r"(?:19|20)\d\d", value)
    return found is None or int(found[0]) < 2024


def share(filled: Sequence[str], test) -> float:  # type: ignore[no-untyped-def] # a predicate of one text
    """The share of values that pass a test; 0 where there are no values."""
    return sum(1 for value in filled if test(value)) / len(filled) if filled else 0.0


def is_moment(value: str) -> bool:
    return bool(_DATE.fullmatch(value) or _TIME.fullmatch(value))


def is_worded(value: str) -> bool:
    """Whether a value may be a name: it has letters, and is no date, time or mark."""
    if is_moment(value) or value == ADDRESS or fold(value) in _MARKS:
        return False
    return any(c.isalpha() for c in value)


def is_name_like(value: str) -> bool:
    """Whether a value looks like a name: words of letters, of which the first has a capital, where there are such."""
    return (
        is_worded(value)
        and not any(c.isdigit() for c in value)
        and len(value) > 2
        and value[:1] != value[:1].lower()
        and not band_of(value)
    )


def is_graded(filled: Sequence[str]) -> bool:
    return bool(filled) and all(band_of(value) for value in filled)


def is_numbering(filled: Sequence[str]) -> bool:
    """Whether the values number the lines: they count up from 0 or 1, perhaps with gaps where lines were removed, or
    are the numbers from 1 to n in another order."""
    if len(filled) < 2 or not all(_NUMBERING.fullmatch(value) for value in filled):
        return False
    if any(value.startswith("0") and len(value) > 3 for value in filled):
        return False
    numbers = [int(re.sub(r"\D", "", value)) for value in filled]
    ascending = numbers[0] in (0, 1) and all(one < other for one, other in pairwise(numbers))
    shuffled = len(numbers) > 2 and sorted(numbers) == list(range(1, len(numbers) + 1))
    return (ascending and numbers[-1] < 3 * len(numbers) + 10) or shuffled
