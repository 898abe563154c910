"""The places where a child who is picked up can go, and behind the cover what would happen there."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from classroom.models import Student
from partners import pairing
from partners.pairing import STEPS
from partners.planning.draft import Layout, faults
from partners.planning.regrouping import Change, Groups, Join, PairUp, Swap, group_of, regrouped
from partners.queries import in_words
from partners.wording.conflicts import broken_rule

QUARTERS = 4
# The fit of a child without partners: that of a match with no reasons for or against it.
NEITHER = 50 * QUARTERS
# A change of the class's total below this is shown as little.
LITTLE = 5 * QUARTERS


@dataclass(frozen=True)
class Mark:
    """The effect of a change on the class. `kind` is easier, same, harder or rule; `who` names the children."""

    kind: str
    words: str
    who: str = ""


LOCKED = Mark("rule", "Locked")


@dataclass(frozen=True)
class Place:
    """One thing that the child who is picked up can do. `to` is how the page asks for it; `name` is the full name
    for people who do not see where it is on the page. On a covered page the only mark is that of a lock."""

    to: str
    name: str
    short: str = ""
    mark: Mark | None = None

    @property
    def is_locked(self) -> bool:
        return self.mark is LOCKED


@dataclass
class Hand:
    """The child who is picked up, and their places: `swaps` by the child to change places with, `beside` by the
    first child of a card. A child of a locked partnership has no places; `locked` names that partnership."""

    student: Student
    is_aside: bool
    locked: str = ""
    swaps: dict[int, Place] = field(default_factory=dict)
    beside: dict[int, list[Place]] = field(default_factory=dict)


def hand_of(layout: Layout, student: Student, *, uncovered: bool) -> Hand:
    source = group_of(layout.groups, student.pk)
    if layout.lock_of(source):
        return Hand(student, is_aside=False, locked=in_words([layout.here[pk].called for pk in source]))
    hand = Hand(student, is_aside=not source)
    for group in layout.groups:
        if group != source:
            _places_in(hand, layout, group, source, uncovered)
    for other in layout.aside:
        if other != student:
            move = Swap(student.pk, other.pk) if source else PairUp(student.pk, other.pk)
            hand.swaps[other.pk] = _place(layout, move, uncovered)
    return hand


def _places_in(hand: Hand, layout: Layout, group: tuple[int, ...], source: tuple[int, ...], uncovered: bool) -> None:
    child = hand.student.pk
    locked = layout.lock_of(group) is not None
    for other in group:
        hand.swaps[other] = _place(layout, Swap(child, other), uncovered, locked=locked)
    if locked:
        return
    if len(group) == 2:
        hand.beside[group[0]] = [_place(layout, Join(child, group[0]), uncovered)]
    elif len(source) != 2:
        hand.beside[group[0]] = [_place(layout, PairUp(child, other), uncovered) for other in group]


def _place(layout: Layout, change: Change, uncovered: bool, *, locked: bool = False) -> Place:
    one, other = layout.here[change[0]].called, layout.here[change[1]]  # type: ignore[misc] # no change here has one child
    to = f"{PREFIX[type(change)]}:{other.key}"
    name, short = (words.format(one=one, other=other.called) for words in NAMES[type(change)])
    if locked:
        return Place(to, name, short, LOCKED)
    return Place(to, name, short, _mark(layout, regrouped(layout.groups, change)) if uncovered else None)


PREFIX: dict[type[Change], str] = {Swap: "swap", Join: "join", PairUp: "pair"}
NAMES: dict[type[Change], tuple[str, str]] = {
    Swap: ("Swap {one} with {other}", "Swap"),
    Join: ("{one} joins them", "Join, as a three"),
    PairUp: ("{one} and {other} as a pair", "Pair with {other}"),
}


def _mark(layout: Layout, groups: Groups) -> Mark:
    before, after = layout.valued, layout.value(groups)
    placed = sum(map(len, groups))
    broken = faults(after, everybody=placed == len(layout.here)) - faults(before, everybody=not layout.aside)
    fits = {key: (before.fits.get(key, NEITHER), after.fits.get(key, NEITHER)) for key in layout.students}
    gains = [key for key, (old, new) in fits.items() if new > old]
    losses = [key for key, (old, new) in fits.items() if new < old]
    who = _who(layout, gains, losses, sorted(broken))
    if broken:
        return Mark("rule", "Breaks a rule", who)
    old, new = ([fit[time] for fit in fits.values()] for time in (0, 1))
    kind = _kind(_rank(before, old), _rank(after, new), sum(new) - sum(old))
    words = {
        "easier": f"Better for {len(gains) or 'the class'}",
        "harder": f"Harder for {len(losses) or 'the class'}",
        "same": "Little change",
    }
    return Mark(kind, words[kind], who)


def _who(layout: Layout, gains: Iterable[str], losses: Iterable[str], broken: Iterable[pairing.HardRule]) -> str:
    parts = [broken_rule(rule, layout.students) for rule in broken]
    for words, keys in (("Better for", gains), ("Harder for", losses)):
        if names := [layout.students[key].called for key in keys]:
            parts.append(f"{words} {in_words(names)}")
    return ". ".join(parts) or "Nothing changes"


def _kind(before: tuple[int, ...], after: tuple[int, ...], change: int) -> str:
    """The `kind` of a change for the whole class: how it ranks, and where it ranks the same, the `change` of the
    total."""
    if before != after:
        return "easier" if after > before else "harder"
    if abs(change) < LITTLE:
        return "same"
    return "easier" if change > 0 else "harder"


def _rank(plan: pairing.Plan, fits: list[int]) -> tuple[int, ...]:
    """The order in which plans are judged, up to the total: larger is better. `fits` are those of all children."""
    *badly_placed, few_reasons = (-sum(fit < step * QUARTERS for fit in fits) for step in STEPS)
    return (*badly_placed, -plan.beside_hard, plan.kept, few_reasons)
