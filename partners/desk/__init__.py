"""The review desk: a plan as cards, with reasons that are computed anew for each reader.

A covered desk holds only names, avatars, groups, locks, which partners were together before, and open reasons.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, combinations
from typing import Any

from classroom.models import Student
from partners import pairing
from partners.desk.facts import Fact, facts
from partners.desk.given_up import Ended, ended, ended_lines, missed_lines
from partners.desk.places import Hand, Place, hand_of
from partners.desk.proof import Proof, has_few_notes, made_from, proof
from partners.models import Lock
from partners.planning.draft import Layout
from partners.planning.talk_first import Pairs, still_to_ask
from partners.queries import Group, in_words
from partners.wording import match_reasons
from partners.wording.conflicts import Clash, broken_rule, clash


@dataclass
class Seat:
    """A child on a card or aside, and what choosing the child does. They are picked up, or put back if they are the
    `hand`; or the child who is picked up goes to the `place` here."""

    student: Student
    place: Place | None = None
    hand: Student | None = None

    @property
    def is_picked(self) -> bool:
        return self.student == self.hand

    @property
    def is_place(self) -> bool:
        return self.place is not None and not self.is_picked and not self.place.is_locked

    @property
    def does(self) -> str:
        return "move" if self.is_place else "pick_up"

    @property
    def field(self) -> str:
        """The name of the form field that holds the `value`; empty where the page sends none."""
        if self.is_picked:
            return ""
        return "to" if self.is_place else "child"

    @property
    def value(self) -> str:
        return self.place.to if self.place and self.is_place else self.student.key

    @property
    def attrs(self) -> dict[str, Any]:
        """The attributes of the child's button: its look, its id, and data for scripts."""
        key = self.student.key
        css = "duo-child is-picked" if self.is_picked else "duo-child"
        return {"css": css, "id": f"child-{key}", "data_child": key, "data_place": "" if self.is_place else None}

    @property
    def says(self) -> str:
        """The words before the child's name that say what choosing does."""
        if self.hand is None or self.is_picked:
            return "Put back" if self.is_picked else "Pick up"
        return f"{self.place.name}:" if self.place else "Pick up instead:"


@dataclass(frozen=True)
class Tag:
    """A label of a partnership, above the names."""

    icon: str
    words: str


THREE, TOGETHER, NEW = Tag("people", "Three"), Tag("keep", "Stay together"), Tag("fresh", "New together")


@dataclass(frozen=True)
class Talk:
    """Two children who go well, one of whom would rather change, and `who` they are, where the page does not show it.
    It is not told which of them it is."""

    one: str
    other: str
    names: str
    who: str = "They"


@dataclass
class Card:
    """One partnership of a plan.

    `covered`, `more`, `look`, `talks` and the words about a lock are empty unless the cover is lifted. Of the lines to
    plan for, `covered` holds the weightiest and `more` the others. `talks` are the partners to talk with before they
    change. `places` are what the child who is picked up can do here
    besides a swap.
    """

    students: Group
    together_before: bool
    lines: list[match_reasons.Line]
    is_locked: bool = False
    lock_reason: str = ""
    to_coach: bool = False
    covered: list[match_reasons.Line] = field(default_factory=list)
    more: list[match_reasons.Line] = field(default_factory=list)
    look: list[str] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    is_source: bool = False
    lock_form: Any = None  # the view sets it for a locked partnership behind the cover

    @cached_property
    def names(self) -> str:
        return in_words([student.called for student in self.students])

    @property
    def is_three(self) -> bool:
        return len(self.students) == 3

    @property
    def tag(self) -> Tag:
        if self.is_three:
            return THREE
        return TOGETHER if self.together_before else NEW

    @property
    def css(self) -> str:
        looks = (("pair-three", self.is_three), ("is-locked", self.is_locked), ("is-source", self.is_source))
        return " ".join(["sheet pair", *(css for css, applies in looks if applies)])


@dataclass
class Broken:
    """A hard rule that the plan breaks, as a sentence and as data."""

    rule: pairing.HardRule
    words: str
    needs_reason: bool


@dataclass
class Desk:
    """The whole desk.

    `facts`, `proof`, `made_from`, `broken` rules, `despite` (the relaxed rules), `talks` (with partners whom the plan
    parts), `to_change` (the pairs who are to change) and `clash` are empty unless the cover is lifted.
    """

    layout: Layout
    cards: list[Card]
    edge: list[Seat]
    hand: Hand | None = None
    facts: list[Fact] = field(default_factory=list)
    proof: Proof | None = None
    made_from: str = ""
    talks: list[Talk] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    despite: list[str] = field(default_factory=list)
    to_change: str = ""
    clash: Clash | None = None

    @property
    def alone(self) -> str:
        """A sentence that says who has no partner. It is for plans in which somebody is aside."""
        if not self.cards:
            return "Nobody has a partner yet."
        return f"{self.layout.aside_names} {'has' if len(self.layout.aside) == 1 else 'have'} no partner yet."

    @property
    def has_rules_to_tell(self) -> bool:
        return bool(self.unkept or self.clash or self.talks)

    @property
    def unkept(self) -> bool:
        """Whether the plan breaks rules, relaxes rules, or has pairs who are to change."""
        return bool(self.broken or self.despite or self.to_change)


def desk(layout: Layout, *, uncovered: bool, hand: Student | None = None) -> Desk:
    """The cards of a plan, threes first. `hand` is the child who is picked up, or None."""
    last_round = [together.students for together in layout.ruled.history if together.rounds_ago == 1]
    before = {frozenset(pair) for students in last_round for pair in combinations(students, 2)}
    cards = [_card(layout, group, before) for group in layout.seated]
    seen = Desk(layout, sorted(cards, key=lambda card: not card.is_three), [Seat(student) for student in layout.aside])
    if uncovered:
        _uncover(seen)
    if hand:
        _take(seen, hand, uncovered=uncovered)
    return seen


def _card(layout: Layout, group: Group, before: set[frozenset[str]]) -> Card:
    keys = tuple(student.key for student in group)
    together_before = all(frozenset(pair) in before for pair in combinations(keys, 2))
    lines = match_reasons.open_lines(pairing.publishable(layout.problem, keys), group)
    lock = layout.lock_of(student.pk for student in group)
    return Card(group, together_before, lines, lock is not None, seats=[Seat(student) for student in group])


def _uncover(seen: Desk) -> None:
    layout, problem, students = seen.layout, seen.layout.problem, seen.layout.students
    reasons = pairing.reasons(problem, layout.keys(layout.groups))
    told = pairing.summary(problem, layout.valued)
    parted = ended(layout)
    for card in seen.cards:
        _uncover_card(card, layout, reasons, told, parted)
    if layout.groups:
        seen.facts, seen.proof, seen.made_from = facts(layout), proof(layout), made_from(layout)
    _ask_to_talk(seen, still_to_ask(layout))
    # If everybody has a partner and every rule is kept, this plan itself shows that there is no clash.
    if layout.aside or layout.valued.broken or layout.parted:
        seen.clash = clash(layout.to_solve, students, layout.told)
    seen.broken = _broken(layout, seen.clash.hard_rules if seen.clash else ())
    seen.despite = _despite(layout)
    seen.to_change = "; ".join(in_words([s.called for s in pair]) for pair in layout.pairs_to_change)


def _broken(layout: Layout, told: Sequence[pairing.HardRule]) -> list[Broken]:
    """The rules that the plan breaks, without those that the clash shows already (`told`)."""
    return [
        Broken(rule, broken_rule(rule, layout.students), rule.kind in ("never", "flag"))
        for rule in layout.valued.broken
        if rule.kind != "threes" and rule not in told
    ]


def _ask_to_talk(seen: Desk, pairs: Pairs) -> None:
    """Ask about each of these pairs on their card, or beside the rules where the plan parts them."""
    for one, other in combinations(seen.layout.students, 2):
        if {one, other} not in pairs:
            continue
        names = in_words([seen.layout.students[key].called for key in (one, other)])
        card = next((card for card in seen.cards if {one, other} <= {s.key for s in card.students}), None)
        if card is None:
            seen.talks.append(Talk(one, other, names, names))
        else:
            card.talks.append(Talk(one, other, names, names if card.is_three else "They"))


def _uncover_card(
    card: Card,
    layout: Layout,
    reasons: Mapping[str, Sequence[pairing.Reason]],
    told: pairing.Summary,
    parted: Ended,
) -> None:
    lock = layout.lock_of(student.pk for student in card.students) or Lock(frozenset())
    card.lock_reason, card.to_coach = lock.reason, lock.to_coach
    lines = match_reasons.covered_lines([r for s in card.students for r in reasons[s.key]], card.students)
    watch = [line for line in lines if line.watch]
    card.covered, card.more = [line for line in lines if line not in watch[1:]], watch[1:]
    card.covered += [*ended_lines(layout, parted, card.students), *missed_lines(layout, card.students, told)]
    # Where notes are few, the desk says so once instead.
    few = has_few_notes(layout)
    card.look = match_reasons.look_once_more(
        little=[s for s in card.students if s.key in told.little and not few],
        unheard=[s for s in card.students if s.key in told.unheard],
        unknown=[s for s in card.students if s.key in layout.unknown and not few],
    )


def _despite(layout: Layout) -> list[str]:
    """The relaxed rules of this plan, each with the teacher's reason if there is one."""
    lines = []
    for relaxed in layout.relaxed:
        words = broken_rule(layout.hard_rule(relaxed), layout.students)
        why = f": {relaxed.reason}" if relaxed.reason else ""
        lines.append(f"{words}. For this plan you decided otherwise{why}")
    return lines


def _take(seen: Desk, student: Student, *, uncovered: bool) -> None:
    """Pick up a child, and show at every place what the child would do there."""
    seen.hand = hand_of(seen.layout, student, uncovered=uncovered)
    for card in seen.cards:
        card.is_source = student in card.students
        card.places = seen.hand.beside.get(card.students[0].pk, [])
    for seat in chain(seen.edge, *(card.seats for card in seen.cards)):
        seat.hand, seat.place = student, seen.hand.swaps.get(seat.student.pk)
