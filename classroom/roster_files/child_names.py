"""A child's name as it stands in a file: without numbering, marks and placeholders, with the name they are called."""

import re
from dataclasses import dataclass, field

from classroom import names
from classroom.names import BadName, Name, tidy

from .capitals import usual
from .layouts import Meaning
from .tables import ADDRESS
from .vocabulary import exact, plain, words

NO_NAME = "There is no name here."
A_NUMBER = "This is a number, not a name."
A_DATE = "A spreadsheet made a date of this name. Add the child by hand."
MARKED = "“{}” stood beside the name and was left out. Is the name right?"
BRACKETED = "“{}” stood in brackets. Is it a part of the name?"
NUMBERED = "Is “{}” a part of the name?"
SENTENCE = "Is this a child’s name?"
ORDER = "Is the last name first here?"

# How lines are numbered: 1. 1) 1- (1) #1 a) ① • ☐ - [ ] and 1 before a space.
COUNTED = re.compile(
    r"(?:\(?\d{1,3}\s*[.):、．）]\s*(?=\D)|\d{1,3}\s*[-–—]\s*(?=[^\W\d_])|\d{1,3}\s+(?=\D)|#\s?\d{1,3}\s*[.:)-]?\s+|[a-zA-Z]\)\s*"
    r"|[\u2460-\u2473]\s*|[-•*–—·▪●○◦‣►➢✦☐☑☒✓✔✗□■◻◼]\s+|[•▪●○◦‣►➢☐☑☒✓✔□■◻◼]|(?:[-*•]\s*)?\[[ xX✓✔]?\]\s*)"
)
_LEADING_NUMBER = re.compile(r"[(#\[]?(\d{4,15})[)\]]?\s*[-–:,.|/]?\s+(?=\D)")
_DIGITS = re.compile(r"\d{4}")
_TRAILING_NUMBER = re.compile(r" ?[-–,:|/]? ?(?:id|ID|no\.?|#)? ?[(#\[]{0,2}(?<!\d)(?<!\d[-/.])(\d{4,15})[)\]]?$")
_BRACKETS = re.compile(r"\s*[(\[（{【]([^()\[\]（）{}【】]*)[)\]）}】]\s*")
_QUOTES = re.compile(
    r"\s*(?:[\"“”„«»「『]([^\"“”„«»「」『』]{1,40})[\"“”«»」』]|(?<!\S)['‘]([^\W\d_][\w .-]{0,30})['’](?!\w))\s*"
)
_SIGNS = re.compile(r"^[*†‡+^~!°⭐★☆]+\s*| ?[*†‡+^~!°⭐★☆✓✔]+$")
_DASHED = re.compile(r"\s+[-–—]\s+([^-–—]+)$")
_WITH_NUMBER = re.compile(r"\d{1,4}\w{0,2}(?: \w+)?|[a-z]+ \d{1,4}\w?", re.IGNORECASE)  # 2nd grade, Room 12
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d|\d{1,2}-\d{1,2}|\d{1,2}-(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE
)
# Two children in one cell, an explanation, a phone number, a birthday.
_DOUBTFUL = re.compile(r"[:=/\"<>]|\s(?:and|&|und|et)\s|\d[\d .()-]{4,}\d", re.IGNORECASE)
_LONGEST_NICKNAME = 2
_MOST_WORDS = 7
_PARTICLES = {
    *(
        "de",
        "del",
        "della",
        "di",
        "da",
        "dos",
        "du",
        "la",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "al",
        "el",
        "bin",
        "ben",
        "abu",
        "st",
        "st.",
        "le",
        "mc",
        "o",
    )
}


@dataclass
class Named:
    """A name as it was read, and what was found beside it."""

    name: Name
    called: str = ""
    number: str = ""
    marks: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    has_placeholder: bool = False
    is_nicknamed: bool = False


@dataclass
class _Beside:
    """What stands in a cell beside the name."""

    called: str = ""
    number: str = ""
    marks: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    has_placeholder: bool = False


def whole_name(cell: str, meaning: Meaning, *, capitals_first: bool = False) -> Named:
    """The name in one column. With `capitals_first` a family name in capitals comes first, as in DUPONT Marie. Raises
    BadName."""
    beside = _Beside()
    text = _bare(cell, beside)
    if re.fullmatch(r"[\d\s./:-]+", text):
        raise BadName(A_DATE if _DATE.fullmatch(text) else A_NUMBER)
    text = _without_edges(text, beside)
    first, last = _parts(text, meaning, capitals_first=capitals_first)
    name = _turned(first, last) if first and last else _by_order(text, meaning)
    return _named(name, beside, text)


def _parts(text: str, meaning: Meaning, *, capitals_first: bool) -> tuple[str, str]:
    """First and last name where their order or their capitals part them. Otherwise, and with a comma, two empty
    texts."""
    if "," in text:
        return "", ""
    words_ = text.split(" ")
    family = family_in_capitals(text) if capitals_first else 0
    if not family and meaning in (Meaning.TURNED, Meaning.TURNED_TWO) and len(words_) > 1:
        family = _family_words(words_, 2 if meaning is Meaning.TURNED_TWO else 1)
    return (" ".join(words_[family:]), " ".join(words_[:family])) if family else ("", "")


def family_in_capitals(text: str) -> int:
    """How many words at the beginning are in capitals, before others that aren't: DUPONT Marie. Otherwise 0."""
    words_ = text.split(" ")
    count = 0
    while count < len(words_) and len(words_[count]) > 1 and _is_capital(words_[count]):
        count += 1
    rest = words_[count:]
    initials = count == 1 and len(words_[0]) < 3
    return count if count and rest and not initials and not any(_is_capital(w) and len(w) > 2 for w in rest) else 0


def _is_capital(word: str) -> bool:
    return word == word.upper() != word.lower() and "." not in word and not any(c.isdigit() for c in word)


def _family_words(words_: list[str], count: int) -> int:
    """How many words at the beginning are the family name: `count`, and the particles before each of them."""
    place = 0
    for _ in range(count):
        while place < len(words_) - 2 and words_[place].casefold() in _PARTICLES:
            place += 1
        place += 1
    return min(place, len(words_) - 1)


def _turned(given: str, family: str) -> Name:
    """The name from an order, which does not say whether a second given name is a part of what the child is called."""
    full = names.of(given, family).full
    return Name(full=full, first=names.parse(given).first)


def _by_order(text: str, meaning: Meaning) -> Name:
    name = names.parse(text)
    if meaning is Meaning.LAST_WORD and " " in name.full:
        return Name(full=name.full, first=name.full.split(" ")[-1])
    return name


def name_of_parts(first: str, last: str) -> Named:
    """The name in two columns, either of which may be empty. Raises BadName."""
    beside = _Beside()
    given, family = _bare(first, beside), _bare(last, beside)
    given = "" if _is_placeholder(given, beside) else given
    family = "" if _is_placeholder(family, beside) else family
    for text in (given, family):
        if _DATE.fullmatch(text):
            raise BadName(A_DATE)
    if given and not family and "," in given:
        return whole_name(given, Meaning.FULL)
    return _named(names.of(given, family), beside, f"{given} {family}")


def _named(name: Name, beside: _Beside, text: str) -> Named:
    if not any(c.isalpha() or not c.isascii() for c in name.full):
        raise BadName(A_NUMBER)
    questions = [*(MARKED.format(mark) for mark in beside.marks), *beside.questions]
    has_many = sum(1 for word in text.split(" ") if word.casefold() not in _PARTICLES) > _MOST_WORDS
    if has_many or _DOUBTFUL.search(text) or re.search(r"[?!]$|\w{3,}\.$", text):
        questions.append(SENTENCE)
    if found := re.search(r"\s(\d{1,3}(?:st|nd|rd|th)?)\.?$", text):
        questions.append(NUMBERED.format(found[1]))
    return Named(
        name=name,
        called="" if beside.called == name.first else beside.called,
        number=beside.number,
        marks=beside.marks,
        questions=questions,
        has_placeholder=beside.has_placeholder,
        is_nicknamed=bool(beside.called),
    )


# What stands beside a name


def _bare(cell: str, beside: _Beside) -> str:
    """The cell without numbering, and without what stands beside the name: that is put into `beside`."""
    text = " ".join(word for word in tidy(cell).split(" ") if word != ADDRESS)
    if found := _LEADING_NUMBER.match(text):
        beside.number, text = found[1], text[found.end() :]
    for _ in range(2):
        text = COUNTED.sub("", text, count=1) if COUNTED.match(text) else text
    text = _QUOTES.sub(lambda found: _quoted(found, beside), text)
    text = _BRACKETS.sub(lambda found: _bracketed(found, beside), text)
    text = " ".join(text.split())
    if _DIGITS.search(text) and (found := _TRAILING_NUMBER.search(text)) and found.start():
        beside.number, text = found[1], text[: found.start()]
    if found := _SIGNS.search(text):
        beside.marks.append(found[0].strip())
        text = _SIGNS.sub("", text)
    text = _without_dashed(text.strip(), beside)
    return re.sub(r"\s+,", ",", text).strip(" ;")


def _quoted(found: re.Match[str], beside: _Beside) -> str:
    words_ = (found[1] or found[2]).strip(" ,")
    if not _is_nickname(words_):
        return found[0]
    beside.called = words_
    return " "


def _bracketed(found: re.Match[str], beside: _Beside) -> str:
    inside = found[1].strip(" ,")
    folded = plain(inside)
    digits = re.sub(r"\D", "", inside)
    if not inside:
        return " "
    if found.start() and not found[0][0].isspace() and not inside[0].isalpha() and len(digits) < 4:
        return found[0]  # grown together with a word
    if re.fullmatch(r"(?:id|no\.?|#|nr\.?|:|\s)*\d{4,15}", inside, re.IGNORECASE):
        beside.number = digits
    elif _is_mark(inside, folded):
        beside.marks.append(inside)
    elif _is_nickname(inside):
        beside.called = inside.strip("\"“”'‘’")
    else:
        beside.questions.append(BRACKETED.format(inside))
    return " "


def _is_mark(inside: str, folded: str) -> bool:
    parts = [part for part in re.split(r"[\s,/;+&]+", folded) if part]
    if folded in words("marks") or re.fullmatch(r"[\W\d_]+", inside) or "/" in inside:
        return True
    known = all(part in words("marks") or part.isdecimal() for part in parts)
    return bool(parts) and known and (len(parts) > 1 or inside == inside.upper() or folded in words("marks"))


def _is_nickname(text: str) -> bool:
    parts = text.split(" ")
    if len(parts) > _LONGEST_NICKNAME or plain(text) in words("marks") or plain(parts[0]) in words("classes", "titles"):
        return False
    letters = text.strip("\"“”'‘’").replace("-", "").replace(" ", "").replace(".", "").replace("'", "").replace("’", "")
    return len(letters) > 1 and letters.isalpha() and (letters[0] == letters[0].upper())


def _without_dashed(text: str, beside: _Beside) -> str:
    """The text without a mark behind a dash (Dan Diaz - new), or behind the name in capitals (Ana Ruiz ELL)."""
    if (found := _DASHED.search(text)) and (plain(found[1]) in words("marks") or _WITH_NUMBER.fullmatch(found[1])):
        beside.marks.append(found[1].strip())
        text = text[: found.start()]
    *before, last = text.split(" ")
    is_capital = last == last.upper() and len(last) > 2 and plain(last) in words("marks")
    if len(before) > 1 and is_capital and " ".join(before) != " ".join(before).upper():
        beside.marks.append(last)
        text = " ".join(before)
    return text


def _is_placeholder(text: str, beside: _Beside) -> bool:
    if text in exact("placeholders") or (text and not re.search(r"\w", text)):
        beside.has_placeholder = True
        return True
    return False


def _without_edges(text: str, beside: _Beside) -> str:
    """The text without placeholders at its beginning and end, and beside its comma."""
    parts: list[str] = []
    for part in text.split(","):
        found = [word for word in part.strip().split(" ") if word]
        while found and found[0] in edges() and len(found) + len(parts):
            found, beside.has_placeholder = found[1:], True
        while found and found[-1] in edges():
            found, beside.has_placeholder = found[:-1], True
        parts.append(" ".join(found))
    return ", ".join(part for part in parts if part)


def edges() -> frozenset[str]:
    return exact("placeholders", "edges")


def in_usual_capitals(named: Named) -> None:
    named.name = Name(full=usual(named.name.full), first=usual(named.name.first))
    named.called = usual(named.called)
