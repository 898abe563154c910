"""Tells whether a child of a list is likely one whom the class has already."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from classroom.names import fold

from .readings import Child

_NICKNAME = re.compile(r"\s[(\[\"“„«][^()\[\]\"“”„«»]*[)\]\"“”»]")


@dataclass(frozen=True)
class Known:
    """A child whom the class has already. `band` is the grade band that applies to the child, `called` what the teacher
    calls them where that isn't the first name."""

    key: str
    name: str
    source_id: str
    band: str
    is_here: bool = True
    called: str = ""


def bare(name: str) -> str:
    """A name as `fold` compares it, without a nickname in quotes or brackets."""
    return fold(_NICKNAME.sub(" ", name))


def number_of(source_id: str) -> str:
    """A student number as it is compared: without zeros in front, which spreadsheets drop."""
    text = source_id.strip()
    return (text.lstrip("0") or text) if text.isdecimal() else text.casefold()


def words_of(child: Child) -> list[str]:
    return list(dict.fromkeys([*fold(child.name.full).split(), *fold(child.called).split()]))


def is_near(child: Child, one: Known) -> bool:
    """Whether two names with one number differ slightly: in a middle or last name, or a few letters of the first."""
    mine, theirs = fold(child.name.full).split(), fold(one.name).split()
    firsts = {mine[0], *fold(child.called).split()[:1]} if mine else set()
    if theirs and (theirs[0] in firsts or fold(one.called) in firsts):
        return True
    shared = {word for word in mine if word in theirs and len(word) > 1}
    return bool(shared) and bool(theirs) and bool(mine) and (_alike(mine[0], theirs[0]) or set(mine) == set(theirs))


def is_like(child: Child, one: Known) -> bool:
    """Whether a child of the list is likely one of the class, though the name differs: one name has more words, or the
    first names differ in a few letters, or in their order."""
    mine, theirs = fold(child.name.full).split(), fold(one.name).split()
    if not mine or not theirs:
        return False
    if set(mine) == set(theirs):
        return True
    same_first = (
        mine[0] == theirs[0] or (fold(child.called) or "-") == theirs[0] or (fold(one.called) or "-") == mine[0]
    )
    if same_first:
        rest_mine, rest_theirs = _telling(mine[1:]), _telling(theirs[1:])
        return not rest_mine or not rest_theirs or bool(rest_mine & rest_theirs) or _initial_of(mine, theirs)
    return mine[-1] == theirs[-1] and len(mine) > 1 and _alike(mine[0], theirs[0])


def _telling(words: Sequence[str]) -> set[str]:
    """The words of a rest of a name that aren't initials."""
    return {word for word in words if len(word) > 1}


def _initial_of(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Ana R. and Ana Ruiz."""
    short, long = sorted((mine[-1], theirs[-1]), key=len)
    return len(short) == 1 and long.startswith(short)


def _alike(one: str, other: str) -> bool:
    """Whether two first names differ in a few letters only: Jon and John, Ana and Anna, Sofia and Sophia."""
    if min(len(one), len(other)) > 2 and (one.startswith(other) or other.startswith(one)):
        return True
    return one[:1] == other[:1] and SequenceMatcher(None, one, other, autojunk=False).ratio() >= 0.72
