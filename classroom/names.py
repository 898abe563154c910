"""Children's names: as typed, in any script, and short for daily use. Knows nothing of Django."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

MAX_LENGTH = 120
MOST_OF_A_SORT_KEY = 60

_INITIAL = re.compile(r"(?:\w\.-?)+")
# Half a name: "servant of", "father of", "mother of", "daughter of" need the next word, which may have an article.
_HALF = re.compile(r"abd|abdul|abdel|abu|umm?|bint|عبد|[أا]بو|[أا]م|بنت", re.IGNORECASE)
# These do, too, unless they stand in a column of first names: Dr. Ana, St. Clair, Ma. Teresa, Al Amin, El Hadji.
_PREFIX = re.compile(r"dr\.?|st\.?|ste\.|ma\.|al|el", re.IGNORECASE)
_ARTICLE = re.compile(r"[ae]l|[ae][rdntz]|ash|ur|ul", re.IGNORECASE)
# Chinese, Japanese, Korean: the family name comes first, so the first word is not what a child is called.
_FAMILY_FIRST = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af ]+")
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv)\.?", re.IGNORECASE)
# Marks that people may leave out: accents, and the vowels of Arabic. Marks of other scripts count as letters.
_MARKS = re.compile(r"[\u0300-\u036f\u064b-\u0655]")
# Invisible letters and marks: joiners, fillers, variation selectors.
_BLANK = re.compile(
    r"[\s\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0]*"
)


def _is_punctuation(character: str) -> bool:
    return unicodedata.category(character).startswith("P")


# Letters that are not a plain letter with a mark, and what people type when they search for them.
_PLAIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i"}
)
# The same for plain letters alone, which are folded most often.
_ASCII_FOLD = str.maketrans(
    "-/", "  ", "".join(c for c in map(chr, range(128)) if _is_punctuation(c) and c not in "-/")
)


@dataclass(frozen=True)
class Name:
    """A child's name: `full` as it is written, first name first, and the `first` name."""

    full: str
    first: str


class BadName(ValueError):
    """A line is not a name. The message is for the person who typed it."""


def tidy(text: str) -> str:
    """`text` composed, without invisible characters, with single spaces.

    The joiners that hold some scripts and emoji together (U+200C, U+200D) stay.
    """
    composed = unicodedata.normalize("NFC", text)
    spaced = "".join(" " if character.isspace() else character for character in composed)
    kept = (c for c in spaced if c in "\u200c\u200d" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))
    return re.sub(r" +", " ", "".join(kept)).strip()


def is_blank(text: str) -> bool:
    """Whether the text is invisible: empty, or blank characters only."""
    return bool(_BLANK.fullmatch(text))


def parse(line: str) -> Name:
    """The name in one line: "First Last" or "Last, First", with or without a suffix such as Jr. Raises BadName."""
    text, suffix = _without_suffix(tidy(line))
    last, comma, first = (part.strip() for part in text.partition(","))
    if comma and first and last:
        return of(first, f"{last} {suffix}")
    text = f"{text.strip(' ,')} {suffix}".strip()
    return _checked(_prefixed(text))


def _prefixed(text: str) -> Name:
    words = text.split(" ")
    halves = len(words) > 1 and bool(_PREFIX.fullmatch(words[0]))
    return Name(full=text, first=" ".join(words[: 2 if halves else 1]))


def of(first: str, last: str) -> Name:
    """The name from two columns, either of which may be empty. Raises BadName."""
    first, last = tidy(first), tidy(last)
    full = f"{first} {last}".strip()
    return _checked(Name(full=full, first=_without_middle_initials(first) or full.split(" ")[0]))


def _without_middle_initials(first: str) -> str:
    """Ana for Ana M., but J. R. for J. R.: a middle initial is no part of what a child is called."""
    words = first.split(" ")
    while len(words) > 1 and _is_initial(words[-1]) and not _is_initial(words[0]):
        words.pop()
    return " ".join(words)


def written(name: Name) -> str:
    """One line that `parse` reads as this name: "Last, First" where "First Last" would be read otherwise, as with a
    first name of two words."""
    rest = _rest(name)
    turned = f"{rest}, {name.first}"
    return turned if rest and parse(name.full) != name and parse(turned) == name else name.full


def _without_suffix(text: str) -> tuple[str, str]:
    """The text without a suffix between commas, and the suffix (or an empty text): Smith, Jr., D'Andre; D'Andre
    Smith, Jr."""
    parts = [part.strip() for part in text.split(",")]
    for place, part in enumerate(parts[1:], 1):
        if _SUFFIX.fullmatch(part):
            return ", ".join(parts[:place] + parts[place + 1 :]), part
    return text, ""


def _checked(name: Name) -> Name:
    # A name needs a letter, a digit or a picture: punctuation and joiners alone are not enough.
    letters = any(unicodedata.category(character).startswith(("L", "N", "So")) for character in name.full)
    if not letters or is_blank(name.full):
        raise BadName("There is no name here.")
    if len(name.full) > MAX_LENGTH:
        raise BadName(f"A name has at most {MAX_LENGTH} letters.")
    return Name(full=name.full, first=_telling_first(name))


def _telling_first(name: Name) -> str:
    """The first name that tells who the child is. One initial is not enough: take all of them (J. R.), or one with
    the next word (J. Robert). Half a name takes the rest along (Abd al Rahman, عبد الرحمن). A name that begins with
    the family's is taken whole (李 明)."""
    words = name.full.split(" ")
    if _FAMILY_FIRST.fullmatch(name.full):
        return name.full
    if _HALF.fullmatch(name.first):
        return " ".join(words[: 3 if _ARTICLE.fullmatch("".join(words[1:2])) else 2])
    if not _is_initial(name.first):
        return name.first
    initials = list(takewhile(_is_initial, words))
    letters = sum(c.isalpha() for c in "".join(initials))
    return " ".join(initials if letters > 1 else words[:2])


def _is_initial(word: str) -> bool:
    return bool(_INITIAL.fullmatch(word)) or (len(word) == 1 and word.isupper())


def fold(text: str) -> str:
    """`text` without what people overlook when they compare names: capitals, marks on letters, punctuation, repeated
    spaces."""
    if text.isascii():
        return " ".join(text.lower().translate(_ASCII_FOLD).split())
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    plain = _MARKS.sub("", re.sub(r"[-‐/]", " ", apart))
    return " ".join("".join(c for c in plain if not _is_punctuation(c)).split())


def sort_key(called: str, full: str = "") -> str:
    """A key that sorts a roll as a person would, whatever the database thinks of accents: Émile comes next to Emil."""
    key = re.sub(r"\d+", lambda digits: digits[0].zfill(3), f"{fold(called)}\0{fold(full)}")
    return key[:MOST_OF_A_SORT_KEY]


def listed(called: Sequence[str]) -> str:
    """Names as a list in words: Ana; Ana and Ben; Ana, Ben and Cleo. More than four are counted: 5 children."""
    if len(called) > 4:
        return f"{len(called)} children"
    return " and ".join([", ".join(called[:-1]), called[-1]] if len(called) > 1 else called)


def called(
    names: Mapping[str, Name], now: Mapping[str, str], chosen: Mapping[str, str] | None = None
) -> dict[str, str]:
    """What to call each child: the `chosen` name, or the first name, or the first name with the fewest letters of the
    rest that tell children with the same first name apart (Ana Ri., Ana Ro.).

    All mappings are by a child's key: `names` for all children, `now` for what some are called already. Children keep
    their letters while these still tell them apart.
    """
    chosen = {key: word for key, word in (chosen or {}).items() if key in names}
    spoken = {**names, **{key: Name(full=word, first=word) for key, word in chosen.items()}}
    alike: dict[str, list[str]] = defaultdict(list)
    for key, name in spoken.items():
        alike[name.first.casefold()].append(key)
    result: dict[str, str] = {}
    for keys in alike.values():
        result.update(_told_apart({key: spoken[key] for key in keys}, now, chosen))
    return _numbered({**result, **chosen}, now, sorted(spoken, key=lambda key: (key not in chosen, key not in now)))


def _told_apart(names: Mapping[str, Name], now: Mapping[str, str], chosen: Mapping[str, str]) -> dict[str, str]:
    if len(names) == 1:
        return {key: name.first for key, name in names.items()}
    return {
        key: now[key] if _still_tells(key, names, now) else _with_letters(name, _others(key, names))
        for key, name in names.items()
        if key not in chosen
    }


def _rest(name: Name) -> str:
    return name.full.removeprefix(name.first).strip()


def _family(name: Name) -> str:
    """What tells children with the same first name apart: the rest of the name, without middle initials."""
    words = _rest(name).split(" ")
    while len(words) > 1 and _is_initial(words[0]):
        words.pop(0)
    return " ".join(words)


def _others(key: str, names: Mapping[str, Name]) -> list[str]:
    return [_family(name).casefold() for other, name in names.items() if other != key]


def _still_tells(key: str, names: Mapping[str, Name], now: Mapping[str, str]) -> bool:
    letters = now.get(key, "").removeprefix(names[key].first).strip().rstrip(".").casefold()
    return (
        bool(letters)
        and now[key].startswith(names[key].first)
        and _family(names[key]).casefold().startswith(letters)
        and not any(other.startswith(letters) for other in _others(key, names))
    )


def _with_letters(name: Name, others: Iterable[str]) -> str:
    rest = _family(name)
    others = list(others)
    for length in range(1, len(rest) + 1):
        if not any(other.startswith(rest[:length].casefold()) for other in others):
            whole = length == len(rest)
            return f"{name.first} {rest[:length].strip()}{'' if whole else '.'}"
    return name.full


def _numbered(result: Mapping[str, str], now: Mapping[str, str], order: Sequence[str]) -> dict[str, str]:
    """Add numbers where children would be called alike. Children who are first in `order` are named first."""
    taken: set[str] = set()
    numbered: dict[str, str] = {}
    for key in order:
        kept = now.get(key, "")
        has_number = re.fullmatch(re.escape(result[key]) + r" \d+", kept)
        word = kept if has_number and kept.casefold() not in taken else result[key]
        number = 2
        while word.casefold() in taken:
            word = f"{result[key]} {number}"
            number += 1
        taken.add(word.casefold())
        numbered[key] = word
    return numbered
