"""What the engine says as data, in words.

Open sentences may stand on a screen that anyone sees: each is written as if the child stood behind the teacher. The
others are for behind the cover.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import capfirst

from classroom.models import Student
from partners.languages import name_of
from partners.pairing import OpenReason, Reason
from partners.queries import in_words
from partners.words import REASONS

Students = Mapping[str, Student]


@dataclass(frozen=True)
class Line:
    """One line of a partnership's card. `watch` lines are for planning ahead, not verdicts."""

    words: str
    watch: bool = False
    from_notes: bool = False
    traded: bool = False


@dataclass(frozen=True)
class _Said:
    """A reason with the children it is about: `one` has the points, `other` gives them."""

    reason: Reason
    one: str
    other: str
    in_a_pair: bool

    @property
    def both(self) -> str:
        """On the card of a pair it is plain who they are."""
        return "They" if self.in_a_pair else in_words(sorted((self.one, self.other)))

    @property
    def about(self) -> str:
        return "" if self.in_a_pair else f"{self.both}: "

    @property
    def helps(self) -> bool:
        return self.reason.quarters > 0

    def listed(self) -> str:
        return in_words([word.replace("_", " ") for word in self.reason.detail])

    def why(self) -> str:
        words = ", ".join(_inside(str(REASONS[key])) for key in self.reason.detail if key in REASONS)
        return f": {words}" if words else ""


def _inside(words: str) -> str:
    """A chip's words inside a sentence."""
    return words if words.startswith("I ") else words[0].lower() + words[1:]


def open_lines(open_reasons: Iterable[OpenReason], group: Sequence[Student]) -> list[Line]:
    """What may be said aloud for a group: shared interests, a strength that is the other's goal, a shared language."""
    students = {student.key: student for student in group}
    lines = [_open_line(reason, students, len(students) == 2) for reason in open_reasons]
    return list(dict.fromkeys(lines))


def _open_line(reason: OpenReason, students: Students, in_a_pair: bool) -> Line:
    one, other = students[reason.student].called, students[reason.about].called
    both = "Both" if in_a_pair else in_words([one, other])
    words = in_words([word.replace("_", " ") for word in reason.detail])
    if reason.key == "language":
        return Line(f"{both} speak {in_words([name_of(code) for code in reason.detail])}")
    if reason.key == "strengths":
        return Line(f"{other} is strong in {words}, which is a goal of {one}")
    return Line(f"{both} like to write about {words}")


def _either(good: str, bad: str, **marks: bool) -> Callable[[_Said], Line]:
    """One sentence where the reason speaks for the two, another one, to plan for, where it does not."""

    def line(said: _Said) -> Line:
        words = good if said.helps else bad
        filled = words.format(
            one=said.one, other=said.other, both=said.both, about=said.about, listed=said.listed(), why=said.why()
        )
        return Line(capfirst(filled), watch=not said.helps, **marks)

    return line


_COVERED: dict[str, Callable[[_Said], Line]] = {
    "great": _either("{one} named {other}{why}", "", from_notes=True),
    "hard": _either("", "{one} wrote that it would be hard with {other}{why}", from_notes=True),
    "better_not": _either("", "{about}you noted: better not"),
    "good_idea": _either("{about}you noted: a good idea", ""),
    "language": _either("", "No one here bridges languages for {one} yet"),
    "voice": _either("", "{both} differ in voice: who reads first, and how do they take turns?"),
    "welcoming": _either("{other} makes partners welcome", ""),
    "behaviour": _either("{other} models how partners work", "{both} both look for a model: a spot near you"),
    "stage": _either("{both} write at about the same stage", "{both} write at different stages"),
    "support": _either("{both} both do well with {listed}", "{both} both need much support: stop by first"),
    "time": _either("", "{both} share only part of workshop time"),
    "helper_load": _either("", "{one} helped a partner before this too. Thank {one} aloud"),
    "history": _either("{both} worked well together before", "{both} have been partners before"),
    "outsider": _either("", "The other two named each other. See that {one} has a turn"),
}


_ORDER = {key: place for place, key in enumerate(_COVERED)}


def covered_lines(reasons: Iterable[Reason], group: Sequence[Student]) -> list[Line]:
    """The rest of what speaks for and against a group: what helps first, then what to plan for."""
    students = {student.key: student for student in group}
    told = sorted((r for r in reasons if r.source != "open" and r.key in _COVERED), key=lambda r: _ORDER[r.key])
    lines = dict.fromkeys(_COVERED[reason.key](_said(reason, students)) for reason in told)
    return sorted((line for line in lines if line.words), key=lambda line: line.watch)


def _said(reason: Reason, students: Students) -> _Said:
    other = students[reason.about].called if reason.about else ""
    return _Said(reason, students[reason.student].called, other, in_a_pair=len(students) == 2)


def traded_lines(missed: Sequence[Student]) -> list[Line]:
    """What was given up for the class: children who are with none of those whom they named."""
    words = "{name} is with none of the children whom {name} named. They count more next time"
    return [Line(words.format(name=student.called), traded=True) for student in missed]


def look_once_more(
    *, little: Sequence[Student], unheard: Sequence[Student], unknown: Sequence[Student] = ()
) -> list[str]:
    """Children for whom little speaks yet, of whom little is known, and who wrote nothing where a note might have said
    something; kindly, and with no number."""
    return [
        *(f"Little is known about {student.called} yet" for student in unknown),
        *(f"{student.called}: little speaks for this yet" for student in little if student not in unknown),
        *(f"No note from {student.called}: look at this one twice" for student in unheard),
    ]
