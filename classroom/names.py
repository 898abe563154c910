"""Children's names: as typed, in any script, and short for daily use. Knows nothing of Django."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

MAX_LENGTH = 120


@dataclass(frozen=True)
class Name:
    """A child's name: `full` as it is written, first name first, and the `first` name."""

    full: str
    first: str


class BadName(ValueError):
    """A line that is no name. The message is for the person who typed it."""


def tidy(text: str) -> str:
    """`text` composed, without invisible characters, with single spaces.

    The joiners that hold some scripts and emoji together (U+200C, U+200D) stay.
    """
    composed = unicodedata.normalize("NFC", text)
    spaced = "".join(" " if character.isspace() else character for character in composed)
    kept = (c for c in spaced if c in "\u200c\u200d" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))
    return re.sub(r" +", " ", "".join(kept)).strip()


def parse(line: str) -> Name:
    """The name in one line: "First Last" or "Last, First". Raises BadName."""
    text = tidy(line)
    last, comma, first = (part.strip() for part in text.partition(","))
    if comma and first and last:
        name = Name(full=f"{first} {last}", first=first)
    else:
        text = text.strip(" ,")
        name = Name(full=text, first=text.split(" ")[0])
    # A letter, a digit, or a picture: punctuation and joiners alone are no name.
    if not any(unicodedata.category(character).startswith(("L", "N", "So")) for character in name.full):
        raise BadName("There is no name here.")
    if len(name.full) > MAX_LENGTH:
        raise BadName(f"A name has at most {MAX_LENGTH} letters.")
    return name


def called(names: Mapping[str, Name], now: Mapping[str, str]) -> dict[str, str]:
    """What to call each child: the first name, or with the shortest telling letters of the rest where first names
    are alike (Ana Ri., Ana Ro.).

    Both mappings go from a child's key: `names` for all children, `now` what some are called already. A child who has
    telling letters keeps them while they still tell.
    """
    alike: dict[str, list[str]] = defaultdict(list)
    for key, name in names.items():
        alike[name.first.casefold()].append(key)
    result: dict[str, str] = {}
    for keys in alike.values():
        result.update(_told_apart({key: names[key] for key in keys}, now))
    return _numbered(result, names, now)


def _told_apart(names: Mapping[str, Name], now: Mapping[str, str]) -> dict[str, str]:
    if len(names) == 1:
        return {key: name.first for key, name in names.items()}
    return {
        key: now[key] if _still_tells(key, names, now) else _with_letters(name, _others(key, names))
        for key, name in names.items()
    }


def _rest(name: Name) -> str:
    return name.full.removeprefix(name.first).strip()


def _others(key: str, names: Mapping[str, Name]) -> list[str]:
    return [_rest(name).casefold() for other, name in names.items() if other != key]


def _still_tells(key: str, names: Mapping[str, Name], now: Mapping[str, str]) -> bool:
    letters = now.get(key, "").removeprefix(names[key].first).strip().rstrip(".").casefold()
    return (
        bool(letters)
        and now[key].startswith(names[key].first)
        and _rest(names[key]).casefold().startswith(letters)
        and not any(other.startswith(letters) for other in _others(key, names))
    )


def _with_letters(name: Name, others: Iterable[str]) -> str:
    rest = _rest(name)
    others = list(others)
    for length in range(1, len(rest) + 1):
        if not any(other.startswith(rest[:length].casefold()) for other in others):
            whole = length == len(rest)
            return f"{name.first} {rest[:length].strip()}{'' if whole else '.'}"
    return name.full


def _numbered(result: Mapping[str, str], names: Mapping[str, Name], now: Mapping[str, str]) -> dict[str, str]:
    """Numbers for children whose whole names are alike. Who is called so already comes first."""
    taken: set[str] = set()
    numbered: dict[str, str] = {}
    for key in sorted(names, key=lambda key: key not in now):
        kept = now.get(key, "")
        word = kept if re.fullmatch(re.escape(result[key]) + r" \d+", kept) and kept not in taken else result[key]
        number = 2
        while word in taken:
            word = f"{result[key]} {number}"
            number += 1
        taken.add(word)
        numbered[key] = word
    return numbered
