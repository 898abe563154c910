"""What goes into the engine and what comes out of it: frozen values without behaviour.

Children are known by opaque ids. A dial that the teacher left unset is None (or an empty tuple) and has
no effect. Fits and totals are whole numbers of quarter points, so that they compare exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .checks import first_fault
from .words import STEADY

STEPS = (10, 20, 30, 40, 50, 60)


class BadProblem(ValueError):
    """The class contradicts itself or names what does not exist; the text is one sentence that says where."""


@dataclass(frozen=True)
class Student:
    """One child. Words are those of `words.py`; `stage` is 1 to 4, `time_share` percent of workshop time.

    `helper_rounds` and `missed_picks` count rounds in a row up to now: rounds in which somebody leaned on
    this child, and rounds in which none of their picks was met. `side` is A or B for `no_lone_mixed_pair`.
    """

    id: str
    languages: tuple[str, ...] = ()
    english: str | None = None
    voice: str | None = None
    welcoming: bool | None = None
    new: bool | None = None
    behaviour: str | None = None
    stage: int | None = None
    strengths: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    high_support: bool | None = None
    pace: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    time_share: int = 100
    helper_rounds: int = 0
    missed_picks: int = 0
    better_in_three: bool = False
    side: str | None = None


@dataclass(frozen=True)
class Choice:
    """A classmate named in a note, with the chips given as reasons (none, or own words only: empty)."""

    student: str
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Note:
    """One child's private note: who would make a great partner and with whom it would be hard."""

    student: str
    great: tuple[Choice, ...] = ()
    hard: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A teacher's rule about two children; `never` may name more and then parts each two of them."""

    kind: str
    students: tuple[str, ...]


@dataclass(frozen=True)
class Together:
    """Two or three children who were partners, `rounds_ago` rounds back (1 is the last), and how it went."""

    students: tuple[str, ...]
    state: str | None = None
    rounds_ago: int = 1


@dataclass(frozen=True)
class Problem:
    """One class to be paired. The order of students, notes, rules, history, flags and locks has no effect.

    `flags` are pairs of ids with an open safety flag (a hard reason `unsafe` is one too), `locks` groups of
    two or three ids that stay as they are, `weights` words by consideration key (unset is `normal`).
    `extra_threes` allows that many threes above what the marks and rules call for.
    Raises BadProblem.
    """

    students: tuple[Student, ...]
    notes: tuple[Note, ...] = ()
    rules: tuple[Rule, ...] = ()
    history: tuple[Together, ...] = ()
    flags: tuple[tuple[str, str], ...] = ()
    locks: tuple[tuple[str, ...], ...] = ()
    weights: Mapping[str, str] = field(default_factory=dict)
    mode: str = STEADY
    no_lone_mixed_pair: bool = False
    extra_threes: int = 0
    # What the engine has worked out about this class, so that many questions score it once.
    kept: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if fault := first_fault(self):
            raise BadProblem(fault)


class HardRule(NamedTuple):
    """One hard rule as data.

    `kind` is never, together, flag, lock, mark (better in a three), fresh or no_lone_mixed_pair. In a clash
    `students` are those of the rule as entered (none for the last two, which stand for the whole class); in
    a list of broken rules they are the children at fault, and the kind may also be `threes` (too many).
    """

    kind: str
    students: tuple[str, ...]


class Levels(NamedTuple):
    """How good a plan is.

    `below` are the counts of children below 10, 20, ... 60 points. `beside_hard` counts children beside somebody
    whom they named as hard, `kept` (mode steady) children who stay with a partner with whom it goes well. `total`
    is the sum of all fits in quarters. `changes` counts children whose partners are not those of the last round.
    """

    below: tuple[int, ...]
    beside_hard: int
    kept: int
    total: int
    changes: int

    @property
    def rank(self) -> tuple[int, ...]:
        """A key that is larger for the better plan: the levels in the order of the objective."""
        *badly_placed, below_last = (-count for count in self.below)
        return (*badly_placed, -self.beside_hard, self.kept, below_last, self.total, -self.changes)


@dataclass(frozen=True)
class Plan:
    """A partition of the class with its value.

    `groups` are sorted and so are the ids within; `fits` and `total` are in quarters; `floor` is the highest
    of 10, 20, ... 60 that nobody is below, else 0. A child without partners in the last round counts as changed.
    `bound` is what no plan can surpass (None for a plan made by hand), and `proved` says that this plan
    meets it. `broken` names the hard rules that a plan made by hand breaks. `talk_first` (covered) are the
    (child, partner) of the class of whom it goes well and the child would rather change, whether this plan
    keeps them together or not; pairs that a rule or a flag parts are left out.
    """

    groups: tuple[tuple[str, ...], ...]
    below: tuple[int, ...]
    beside_hard: int
    kept: int
    floor: int
    total: int
    changes: int
    fits: Mapping[str, int]
    talk_first: tuple[tuple[str, str], ...] = ()
    bound: Levels | None = None
    proved: bool = False
    broken: tuple[HardRule, ...] = ()

    @property
    def levels(self) -> Levels:
        """The plan's value, to be compared by its rank."""
        return Levels(self.below, self.beside_hard, self.kept, self.total, self.changes)
