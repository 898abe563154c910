"""The lines of a class's card on the home page: what needs the teacher in the class."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.template.defaultfilters import pluralize
from django.urls import reverse

from classroom.dates import day_in_words
from classroom.models import Classroom


@dataclass(frozen=True)
class Line:
    """A line with a link to the page where something can be done. `go` is the text of the link; `is_now` marks what
    can't wait."""

    icon: str
    words: str
    go: str
    href: str
    is_now: bool = False
    icon_css: str = ""


def class_page(classroom: Classroom, *, teaches: bool) -> str:
    """The address that the name of a class leads to. For an aide, who helps with partnerships only, it is that page."""
    return reverse("classroom:class" if teaches else "partners:partnerships", args=[classroom.key])


def lines_of(card: dict[str, Any]) -> list[Line]:
    """The lines of one class, urgent ones first. `card` is a card of the home page."""
    key = card["classroom"].key
    lines = [*_waiting(card, key), *_round(card, key), *_unseen(card, key)] if card["teaches"] else []
    return [*lines, *_running(card, key)]


def _to(view: str, key: str, rest: str = "") -> str:
    return reverse(view, args=[key]) + rest


def _waiting(card: dict[str, Any], key: str) -> Iterator[Line]:
    """Lines about reports and requests of children, wrong picture passwords, and children without a partner."""
    first = _to("partners:notes", key, "#read-first")
    if card["to_read"]:
        yield Line("watch", "Read this first", "Open", first, is_now=True)
    if card["needed"]:
        yield Line("people", "A partnership needs you today", "Open", first, is_now=True)
    if card["needed_first"]:
        yield Line("people", "A partnership needs you before it starts", "Open", first, is_now=True)
    if card["to_talk"]:
        yield Line("speech", "A child asks to talk", "Open", first)
    if card["guessed"]:
        pictures = _to("classroom:pictures", key)
        yield Line("door", "Many wrong pictures in the last hour", "Open", pictures, is_now=True, icon_css="icon-turns")
    if card["asked"]:
        yield Line("hand", "A child asks for you", "Read it", _to("partners:check_ins", key))
    if card["alone"]:
        words = "One child needs a partner" if card["alone"] == 1 else f"{card['alone']} children need a partner"
        yield Line("people", words, "Choose", _to("partners:partnerships", key, "?without=1#without"))
    if card["again"]:
        yield Line("calendar", "Time to coach, or to look again", "Read it", _to("partners:check_ins", key))


def _round(card: dict[str, Any], key: str) -> Iterator[Line]:
    """The next step of the round."""
    preparing, notes, plan = card["preparing"], _to("partners:notes", key), _to("partners:plan", key)
    if not card["children"]:
        yield Line("people", "No children yet", "Add them", _to("classroom:class", key))
    elif preparing:
        count = f"{preparing.notes_in} of {card['children_asked']} notes are in"
        yield Line("sheet", count, "See the notes", notes)
        yield Line("calendar", f"Round {preparing.number} is open", "Plan it", plan)
        if edge := card["at_the_edge"]:
            who = "a child" if edge == 1 else f"{edge} children"
            yield Line("people", f"The plan has {who} at the table’s edge", "Find a place", f"{plan}#edge")
    elif card["ends_on"]:
        words = f"The unit’s last day: {day_in_words(card['ends_on'])}"
        yield Line("calendar", words, "Plan the next round", _to("partners:plan_last_round", key))
    elif not card["running"]:
        yield Line("calendar", "No partners yet", "Open round 1", notes)


def _unseen(card: dict[str, Any], key: str) -> Iterator[Line]:
    if unseen := card["unseen"]:
        words = f"{unseen} partnership{pluralize(unseen)} not seen for two weeks"
        yield Line("walk", words, "See which", _to("partners:over_time", key))


def _running(card: dict[str, Any], key: str) -> Iterator[Line]:
    if running := card["running"]:
        when = "from" if running.starts_on > card["today"] else "since"
        words = f"Partners of round {running.number}, {when} {day_in_words(running.starts_on, 'j F')}"
        yield Line("walk", words, "See them", _to("partners:partnerships", key))
