"""Compares two plans: what differs; and behind the cover who gains, who loses, and what changes for the class."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from partners import pairing
from partners.desk.facts import alone, facts_of
from partners.planning.draft import Layout
from partners.planning.regrouping import Groups
from partners.queries import Group, in_words


@dataclass
class Side:
    """One of the two plans, and the groups that only this plan has."""

    layout: Layout
    groups: list[Group]


@dataclass
class Comparison:
    """Two plans, where the second is seen from the first. `levels` (a fact, in the first plan, in the second),
    `gains` and `losses` are empty unless the cover is lifted."""

    one: Side
    other: Side
    same: list[Group]
    levels: list[tuple[str, str, str]] = field(default_factory=list)
    gains: str = ""
    losses: str = ""


def comparison(one: Layout, groups: Groups, *, uncovered: bool) -> Comparison:
    """Compares a plan with other groups of its class."""
    other = replace(one, groups=groups)
    here, there = ({frozenset(group) for group in layout.groups} for layout in (one, other))
    found = Comparison(Side(one, _without(one, there)), Side(other, _without(other, here)), _within(one, there))
    if uncovered:
        _uncover(found)
    return found


def _without(layout: Layout, groups: Iterable[frozenset[int]]) -> list[Group]:
    return [group for group in layout.seated if frozenset(student.pk for student in group) not in groups]


def _within(layout: Layout, groups: Iterable[frozenset[int]]) -> list[Group]:
    return [group for group in layout.seated if frozenset(student.pk for student in group) in groups]


def _uncover(found: Comparison) -> None:
    """Both plans are judged as the first one is: in its mode, and without its relaxed rules. A child who has a
    partner in only one of them gains in that plan and loses in the other."""
    layout = found.one.layout
    before, after = layout.valued, layout.value(found.other.layout.groups)
    cost = pairing.compare(before, after)
    found.gains = names(layout, {*cost.gains, *(after.fits.keys() - before.fits.keys())})
    found.losses = names(layout, {*cost.losses, *(before.fits.keys() - after.fits.keys())})
    then = dict(facts_of(layout, after))
    found.levels = [(what, how, then[what]) for what, how in facts_of(layout, before)]
    if layout.aside or found.other.layout.aside:
        found.levels.insert(0, ("No partner yet", alone(layout), alone(found.other.layout)))
    found.levels.append(("The whole class", "", total_in_words(cost.total)))


def names(layout: Layout, keys: Iterable[str]) -> str:
    """The names of these children in the order of the roll, which ranks nobody."""
    chosen = set(keys)
    return in_words([student.called for student in layout.here.values() if student.key in chosen])


def total_in_words(quarters: int) -> str:
    """A change of a plan's total, given in quarters of a point, as words in points."""
    points = round(abs(quarters) / 4)
    if not points:
        return "the same"
    return f"{points} point{'s' if points > 1 else ''} {'more' if quarters > 0 else 'less'}"
