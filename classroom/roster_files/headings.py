"""Tells what a column holds by its heading. The table of headings is headings.toml."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from classroom.names import fold

from .layouts import LONGEST_HEADING, NAMES, Meaning

NEVER_KEPT = "Sign-in details and e-mail addresses of children are never kept here."
BIRTH = "A birth date is not needed to plan partners."
CONTACT = "Addresses, phone numbers and families’ details are not needed to plan partners."
CONFIDENTIAL = "This says something confidential. If it matters for partners, set it under Considerations."
NOT_NEEDED = "This is not needed to plan partners."
NO_IDENTITY = "This is a number or name of a school, not of a child."
COUNTS = "This numbers the lines. It says nothing about a child."

# Why a column with a heading of this section is not used.
_WHY = {
    "never": NEVER_KEPT,
    "birth": BIRTH,
    "contact": CONTACT,
    "confidential": CONFIDENTIAL,
    "private": NOT_NEEDED,
    "no_identity": NO_IDENTITY,
    "count": COUNTS,
    "other": "",
}
_MEANINGS = {
    **{meaning.value: meaning for meaning in Meaning if meaning is not Meaning.UNUSED},
    "last_more": Meaning.LAST,
}


class Heading(NamedTuple):
    """A heading that is known: its section in headings.toml, its place there (the earlier is the better one), and the
    meaning. `why` is the reason where the column is not used."""

    section: str
    rank: int
    meaning: Meaning
    why: str = ""

    @property
    def is_sensitive(self) -> bool:
        return self.section in ("never", "birth", "contact", "confidential", "private")


def heading_of(text: str) -> Heading | None:
    """What is known of a heading; None where it is not known."""
    return _heading_of(text[: LONGEST_HEADING * 2])


@lru_cache(maxsize=4096)
def _heading_of(text: str) -> Heading | None:
    plain = plain_heading(text)
    if not plain:
        return _phrases().get("#") if text.strip() in ("#", "№", "Nº", "N°", "＃") else None
    words = plain.split()
    sensitive = next((_words()[word] for word in words if word in _words()), None)
    exact = _phrases().get(plain)
    if exact and (sensitive is None or exact.is_sensitive or exact.meaning in NAMES):
        return exact
    for phrase, heading in _sensitive_phrases():
        if f" {phrase} " in f" {plain} ":
            return heading
    return sensitive or exact or _without_fillers(words)


def plain_heading(heading: str) -> str:
    """The heading in plain words: givenName, Given_Name and GIVEN NAME all become given name."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    return fold(re.sub(r"[_#:.,;()|&+*?/\[\]{}<>=\"“”'’`´]+", " ", parted))


def _without_fillers(words: list[str]) -> Heading | None:
    rest = " ".join(word for word in words if word not in _data_words("fillers"))
    return _phrases().get(rest or "name") if words and rest != " ".join(words) else None


def is_also_a_name(text: str) -> bool:
    return fold(text) in _data_words("also_names")


@cache
def data() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_name("headings.toml").read_text(encoding="utf-8"))


@cache
def _data_words(section: str) -> frozenset[str]:
    return frozenset(_split(data()[section]["words"]))


def _split(text: str) -> Iterator[str]:
    return (plain for part in text.split("|") if (plain := plain_heading(part) or part.strip()))


@cache
def _phrases() -> Mapping[str, Heading]:
    """Headings by their plain words. A phrase in several sections counts in the first."""
    found: dict[str, Heading] = {}
    for section, groups in data().items():
        if section not in _MEANINGS and section not in _WHY:
            continue
        phrases = (phrase for text in groups.values() for phrase in _split(text))
        for rank, phrase in enumerate(phrases):
            found.setdefault(phrase, _made(section, rank))
    return found


@cache
def _words() -> Mapping[str, Heading]:
    """Single words that make a heading sensitive wherever they stand in it."""
    sections = [section for section in _WHY if "words" in data()[section]]
    return {word: _made(section, 0) for section in sections for word in _split(data()[section]["words"])}


@cache
def _sensitive_phrases() -> tuple[tuple[str, Heading], ...]:
    sections = [section for section in _WHY if "phrases" in data()[section]]
    return tuple((phrase, _made(section, 0)) for section in sections for phrase in _split(data()[section]["phrases"]))


def _made(section: str, rank: int) -> Heading:
    return Heading(section, rank, _MEANINGS.get(section, Meaning.UNUSED), _WHY.get(section, ""))
