"""Words of lists that are no names. The table of words is words.toml."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from classroom.names import fold

LONGEST = 100


@cache
def _data() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


@cache
def words(section: str, group: str = "words") -> frozenset[str]:
    """The words of a section, folded as by `plain`."""
    return frozenset(word for part in _data()[section][group].split("|") if (word := plain(part)))


@cache
def exact(section: str, group: str = "words") -> frozenset[str]:
    return frozenset(part.strip() for part in _data()[section][group].split("|"))


@cache
def states() -> frozenset[str]:
    """Words of columns that say who somebody is in the class: Active, Withdrawn, Student, Teacher."""
    status = words("aside_status") | words("aside_status", "active")
    return status | words("aside_roles") | words("sections", "member")


def plain(text: str) -> str:
    """The text folded, with underscores and colons as spaces. No word of the table is longer than LONGEST."""
    return " ".join(fold(text[:LONGEST].replace("_", " ").replace(":", " ").replace("=", " ")).split())


def begins_with(text: str, section: str, group: str = "words") -> str:
    """The words of the section with which the plain text begins; the longest of them, or an empty text."""
    parts = text.split(" ")
    known = words(section, group)
    for length in range(min(len(parts), 4), 0, -1):
        start = " ".join(parts[:length])
        if start in known:
            return start
    return ""
