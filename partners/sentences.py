"""What the engine says as data, in words.

Open sentences may stand on a screen that anyone sees: each is written as if the child stood behind the teacher. The
others are for behind the cover.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from babel import Locale

from classroom.models import Student
from partners.pairing import Reason
from partners.queries import in_words
from partners.words import REASONS

Students = Mapping[str, Student]
_LANGUAGES = Locale("en").languages


@dataclass(frozen=True)
class Line:
    """One line of a partnership's card. `watch` lines are for planning ahead, not verdicts."""

    words: str
    watch: bool = False
    from_notes: bool = False


@dataclass(frozen=True)
class _Said:
    """A reason with the children it is about: `one` has the points, `other` gives them."""

    reason: Reason
    one: str
    other: str

    @property
    def both(self) -> str:
        return in_words(sorted((self.one, self.other)))

    @property
    def helps(self) -> bool:
        return self.reason.quarters > 0

    def listed(self) -> str:
        return in_words([word.replace("_", " ") for word in self.reason.detail])

    def why(self) -> str:
        words = ", ".join(str(REASONS[key]).lower() for key in self.reason.detail if key in REASONS)
        return f": {words}" if words else ""


def language(code: str) -> str:
    """The English name of a language by its code."""
    return _LANGUAGES.get(code.casefold().split("-")[0], code)


def _shared_language(said: _Said) -> Line:
    return Line(f"{said.both} speak {in_words([language(code) for code in said.reason.detail])}")


_OPEN: dict[str, Callable[[_Said], Line]] = {
    "interests": lambda said: Line(f"{said.both} like {said.listed()}"),
    "strengths": lambda said: Line(f"{said.other} is strong in {said.listed()}, which is a goal of {said.one}"),
    "language": _shared_language,
}


def open_lines(reasons: Iterable[Reason], students: Students) -> list[Line]:
    """What may be said aloud for a group: shared interests, a strength that is the other's goal, a shared language."""
    return _told(reasons, students, _OPEN, lambda reason: reason.source == "open")


def _either(good: str, bad: str, **marks: bool) -> Callable[[_Said], Line]:
    """One sentence where the reason speaks for the two, another one, to plan for, where it does not."""

    def line(said: _Said) -> Line:
        words = good if said.helps else bad
        filled = words.format(
            one=said.one,
            other=said.other,
            both=said.both,
            listed=said.listed(),
            why=said.why(),
        )
        return Line(filled, watch=not said.helps, **marks)

    return line


_COVERED: dict[str, Callable[[_Said], Line]] = {
    "great": _either("{one} named {other}{why}", "", from_notes=True),
    "mutual": _either("{both} named each other", "", from_notes=True),
    "hard": _either("", "{one} wrote that it would be hard with {other}{why}", from_notes=True),
    "better_not": _either("", "You noted: better not {both}"),
    "good_idea": _either("You noted: {both} is a good idea", ""),
    "language": _either(
        "{other} can bridge languages for {one}",
        "No one here bridges languages for {one} yet",
    ),
    "voice": _either("", "{both}: plan who reads first and how they take turns"),
    "welcoming": _either("{other} makes partners welcome", ""),
    "behaviour": _either(
        "{other} models how partners work",
        "{both} both look for a model. Plan a spot near you",
    ),
    "stage": _either("{both} write at about the same stage", "{both} write at different stages"),
    "support": _either(
        "{both} both do well with {listed}",
        "{both} both need much support. Plan a stop with them",
    ),
    "time": _either("", "{both} share only part of workshop time"),
    "helper_load": _either("", "{one} helped a partner before this too. Thank {one} aloud"),
    "history": _either("The last unit of {both} was a good one", "{both} have been partners before"),
    "outsider": _either("", "The other two named each other. See that {one} has a turn"),
}


def covered_lines(reasons: Iterable[Reason], students: Students) -> list[Line]:
    """The rest of what speaks for and against a group: what helps first, then what to plan for."""
    lines = _told(reasons, students, _COVERED, lambda reason: reason.source != "open")
    return sorted(lines, key=lambda line: line.watch)


def _told(
    reasons: Iterable[Reason],
    students: Students,
    sentences: Mapping[str, Callable[[_Said], Line]],
    wanted: Callable[[Reason], bool],
) -> list[Line]:
    """A sentence for each reason that has one, each once, in the order of the table of sentences."""
    found: dict[Line, int] = {}
    order = list(sentences)
    for reason in reasons:
        if wanted(reason) and reason.key in sentences and reason.quarters:
            other = students[reason.about].called if reason.about else ""
            said = _Said(reason, students[reason.student].called, other)
            found.setdefault(sentences[reason.key](said), order.index(reason.key))
    return [line for line in sorted(found, key=lambda line: found[line]) if line.words]


def little_known(students: Sequence[Student]) -> list[str]:
    """Children for whom little speaks yet, kindly and with no number."""
    return [f"{student.called}: little speaks for this yet" for student in students]
