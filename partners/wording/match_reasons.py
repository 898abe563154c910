"""The engine's reasons for a match as sentences.

Open sentences may stand on a screen that anyone sees: each is written as if the child stood behind the teacher. The
other sentences belong behind the cover.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from classroom.models import Student
from partners.considerations.home_languages import name_of
from partners.notes.questions import REASONS
from partners.pairing import OpenReason, Reason
from partners.queries import in_words

Students = Mapping[str, Student]


@dataclass(frozen=True)
class Line:
    """One line of a partnership's card. `watch` lines are for planning ahead; they are no verdicts. A `traded` line
    says what was given up for other children, and one that `ends` which partners part although it goes well."""

    words: str
    watch: bool = False
    from_notes: bool = False
    traded: bool = False
    ends: bool = False

    @property
    def lead(self) -> str:
        """What stands before the words."""
        if self.traded:
            return "Traded:"
        if self.ends:
            return "Ends what went well:"
        return "Plan for:" if self.watch and not self.from_notes else ""

    @property
    def icon(self) -> str:
        looks = (("swap", self.traded or self.ends), ("pencil", self.from_notes), ("watch", self.watch))
        return next((icon for icon, applies in looks if applies), "tick")

    @property
    def css(self) -> str:
        looks = (("line-watch", self.watch), ("from-notes", self.from_notes), ("line-traded", self.traded))
        return " ".join(["line", *(css for css, applies in looks if applies)])


def open_lines(open_reasons: Iterable[OpenReason], group: Sequence[Student]) -> list[Line]:
    """The reasons for a group that may be said aloud: shared interests, a strength that is the other's goal, a shared
    language.

    A reason that two children share with the third is said once, of all three.
    """
    students = {student.key: student for student in group}
    strong: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    shared: dict[tuple[str, str], set[str]] = {}
    for reason in open_reasons:
        if reason.key == "strengths":
            strong.setdefault((reason.about, reason.detail), []).append(reason.student)
        else:
            for word in reason.detail:
                shared.setdefault((reason.key, word), set()).update((reason.student, reason.about))
    return [
        *(_shared_line(key, words, sharing, students) for key, sharing, words in _by_who(shared, "interests")),
        *(_strong_line(other, words, ones, students) for (other, words), ones in strong.items()),
        *(_shared_line(key, words, sharing, students) for key, sharing, words in _by_who(shared, "language")),
    ]


def _by_who(shared: Mapping[tuple[str, str], set[str]], key: str) -> Iterable[tuple[str, frozenset[str], list[str]]]:
    """Shared things, grouped by the children who share them."""
    found: dict[frozenset[str], list[str]] = {}
    for (kind, word), sharing in shared.items():
        if kind == key:
            found.setdefault(frozenset(sharing), []).append(word)
    return [(key, sharing, words) for sharing, words in found.items()]


def _shared_line(key: str, words: Sequence[str], sharing: Collection[str], students: Students) -> Line:
    who = _called(sharing, students) if len(sharing) < len(students) else {2: "Both", 3: "All three"}[len(sharing)]
    if key == "language":
        return Line(f"{who} speak {in_words([name_of(code) for code in words])}")
    return Line(f"{who} like to write about {_listed(words)}")


def _strong_line(other: str, words: Sequence[str], ones: Sequence[str], students: Students) -> Line:
    goals = f"which is a goal of {_called(ones, students)}"
    return Line(f"{students[other].called} is strong in {_listed(words)}, {goals}")


def _listed(words: Iterable[str]) -> str:
    return in_words([word.replace("_", " ") for word in words])


def _called(keys: Iterable[str], students: Students) -> str:
    return in_words(sorted(students[key].called for key in keys))


class _Said:
    """Reasons of one kind that make one sentence: `one` has the points, `other` gives them."""

    def __init__(self, reasons: Sequence[Reason], students: Students) -> None:
        self.reasons, self.students = reasons, students
        self.one = _called({reason.student for reason in reasons}, students)
        self.other = _called({reason.about for reason in reasons if reason.about}, students)

    @property
    def quarters(self) -> int:
        return sum(reason.quarters for reason in self.reasons)

    @property
    def pairs(self) -> list[str]:
        found = {frozenset((reason.student, reason.about)) for reason in self.reasons if reason.about}
        return sorted(_called(pair, self.students) for pair in found)

    @property
    def both(self) -> str:
        """On the card of a pair it is plain who they are."""
        if len(self.students) == 2:
            return "They"
        pairs = self.pairs
        return "All three" if len(pairs) == 3 else f"{', and '.join(pairs)}{',' if len(pairs) == 2 else ''}"

    @property
    def each(self) -> str:
        return self.both if self.both == "All three" else f"{self.both} both"

    @property
    def ones(self) -> str:
        """All children who have the points, in one sentence."""
        return self.one

    @property
    def alike(self) -> str:
        """The two as the subject of something that is true of each of them."""
        return "Both" if len(self.students) == 2 else self.each

    @property
    def about(self) -> str:
        return "" if len(self.students) == 2 else f"{self.both.rstrip(',')}: "

    @property
    def listed(self) -> str:
        return in_words([_PACE.get(word, word) for word in self.reasons[0].detail])

    @property
    def why(self) -> str:
        words = ", ".join(_inside(str(REASONS[key])) for key in self.reasons[0].detail if key in REASONS)
        return f": {words}" if words else ""


def _inside(words: str) -> str:
    """The words of a chip, as they stand inside a sentence."""
    return words if words.startswith("I ") else words[0].lower() + words[1:]


_PACE = {
    "calm_spot": "a calm spot",
    "extra_time": "extra time",
    "one_step": "one step at a time",
    "reads_with_help": "help with reading",
    "speech_device": "a speech device",
}
# One sentence where a reason speaks for the two, another one, to plan for, where it does not.
_COVERED = {
    "great": ("{said.one} named {said.other}{said.why}", ""),
    "hard": ("", "{said.one} wrote that it would be hard with {said.other}{said.why}"),
    "better_not": ("", "{said.about}you noted: better not"),
    "good_idea": ("{said.about}you noted: a good idea", ""),
    "language": ("", "{said.other} can’t help {said.one} between two languages yet"),
    "voice": ("", "{said.both} differ in voice: who reads first, and how do they take turns?"),
    "welcoming": ("{said.other} makes partners welcome", ""),
    "behaviour": ("{said.other} models how partners work", "{said.each} look for a model: a spot near you"),
    "stage": ("{said.both} write at about the same stage", "{said.both} write at different stages"),
    "support": ("{said.each} do well with {said.listed}", "{said.each} need much support: stop by first"),
    "time": ("", "{said.both} share only part of workshop time"),
    "helper_load": ("", "{said.one} helped a partner before this too. Thank {said.one} aloud"),
    "history": ("{said.both} worked well together before", "{said.both} have been partners before"),
    "three_again": ("", "In a three last time, too: {said.ones}"),
    "outsider": ("", "The other two named each other. See that {said.one} has a turn"),
}
# Where the words behind a reason tell more, the sentence is another one: by the reason and its words, in any order.
_MORE_EXACT = {
    ("voice", frozenset({"very_quiet"})): "{said.alike} are very quiet: give them words to start with",
    ("voice", frozenset({"takes_over"})): "{said.alike} take over: who reads first, and how do they take turns?",
    ("history", frozenset({"growing"})): "{said.both} were partners before, and are still growing",
    ("history", frozenset({"needs_me"})): "{said.both} were partners before, and needed you",
}
_ORDER = {key: place for place, key in enumerate(_COVERED)}
_FROM_NOTES = ("great", "hard")


def covered_lines(reasons: Iterable[Reason], group: Sequence[Student]) -> list[Line]:
    """The other reasons for and against a group: first those that help, then those to plan for, the weightiest
    first."""
    students = {student.key: student for student in group}
    told: dict[tuple[Any, ...], list[Reason]] = {}
    for reason in sorted((r for r in reasons if _sentence(r)), key=lambda reason: _ORDER[reason.key]):
        told.setdefault((reason.key, _sentence(reason), *_apart(reason)), []).append(reason)
    said = [(_Said(found, students), found[0]) for found in told.values()]
    said.sort(key=lambda each: (each[1].quarters < 0, min(each[0].quarters, 0)))
    return [
        Line(capfirst(_sentence(one).format(said=each)), watch=one.quarters < 0, from_notes=one.key in _FROM_NOTES)
        for each, one in said
    ]


def _sentence(reason: Reason) -> str:
    """A sentence for these reasons. Empty where the open lines say it already, and for reasons that have no
    sentence."""
    if reason.source == "open":
        return ""
    good, bad = _COVERED.get(reason.key, ("", ""))
    return _MORE_EXACT.get((reason.key, frozenset(reason.detail)), good if reason.quarters > 0 else bad)


def _apart(reason: Reason) -> tuple[str | None, tuple[str, ...]]:
    """Reasons of one kind that differ in this make sentences of their own: whom they are about, and what they list."""
    sentence = _sentence(reason)
    who = reason.student if "{said.one}" in sentence else reason.about if "{said.other}" in sentence else None
    return who, reason.detail if "{said.why}" in sentence or "{said.listed}" in sentence else ()


def look_once_more(
    *, little: Sequence[Student], unheard: Sequence[Student], unknown: Sequence[Student] = ()
) -> list[str]:
    """Sentences about children for whom few reasons speak: little is known of them, or they wrote no note. The
    sentences are kind, and hold no number."""
    known = [student for student in little if student not in unknown]
    told = [
        (unknown, "Little is known about {names} yet"),
        (known, "{names}: we don’t have many reasons for this match"),
        (unheard, "No note from {names}: look at this one twice"),
    ]
    return [words.format(names=_names(students)) for students, words in told if students]


def _names(students: Iterable[Student]) -> str:
    return in_words([student.called for student in students])
