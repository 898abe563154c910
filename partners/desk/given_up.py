"""What a plan gives up, card by card: picks that are missed, and partners who part although it goes well."""

from collections.abc import Mapping, Sequence
from itertools import combinations

from classroom.models import Student
from partners import pairing
from partners.desk.exchange import Exchange, best_exchange
from partners.models import Mode, State
from partners.planning.draft import Layout
from partners.queries import Group
from partners.wording.conflicts import broken_rule
from partners.wording.match_reasons import Line
from partners.wording.trades import ended_line, harder_for, missed_line

FRESH = "You chose Fresh, in which nobody keeps a partner."
MIX = "You chose Mix, which looks for new partners."


def missed_lines(layout: Layout, group: Group, told: pairing.Summary) -> list[Line]:
    """A line for each child of a group who picked somebody and is with none of them."""
    missed = [student for student in group if student.key in told.named and student.key not in told.honoured]
    return [_missed(layout, student) for student in missed]


def _missed(layout: Layout, student: Student) -> Line:
    picks = [choice.student for note in layout.ruled.notes if note.student == student.key for choice in note.great]
    others = [layout.students[key].pk for key in picks if key in layout.students]
    found = best_exchange(layout, student.pk, others)
    if found is None or found[1].broken:
        return missed_line(student, None, ())
    other, exchange = found
    return missed_line(student, layout.here[other], [one for one in exchange.losers if one != student])


Ended = Mapping[frozenset[int], str]


def ended(layout: Layout) -> Ended:
    """Partners of the last round with whom it goes well and whom the plan parts, each with a sentence that says why."""
    going_well = [
        frozenset((layout.students[one].pk, layout.students[other].pk))
        for together in layout.ruled.history
        if together.rounds_ago == 1 and together.state == State.GOING_WELL
        for one, other in combinations(together.students, 2)
    ]
    group = {pk: members for members in layout.groups for pk in members}
    parted = [pair for pair in going_well if len({group.get(pk) for pk in pair} - {None}) == 2]
    return {pair: _why(layout, pair) for pair in parted}


def _why(layout: Layout, pair: frozenset[int]) -> str:
    if pair in layout.parted:
        return "You decided that they change."
    if layout.plan.mode == Mode.FRESH:
        return FRESH
    one, other = pair
    found = best_exchange(layout, one, [other])
    if found and found[1].broken:
        return f"{'. '.join(broken_rule(rule, layout.students) for rule in found[1].broken)}."
    if layout.plan.mode == Mode.MIX:
        return MIX
    return _by_choice(layout, found[1] if found else None)


def _by_choice(layout: Layout, exchange: Exchange | None) -> str:
    """Why they part where they could stay together."""
    if exchange is None or exchange.rank >= layout.valued.levels.rank:
        return "They could stay together: nothing in the plan stands against it."
    if not exchange.losers:
        return "The class as a whole does better."
    return f"If they stayed, it would be {harder_for(exchange.losers)}."


def ended_lines(layout: Layout, found: Ended, group: Sequence[Student]) -> list[Line]:
    """The lines of those who part, for the card of a group that one of them is in."""
    here = {student.pk for student in group}
    return [
        ended_line([student for pk, student in layout.here.items() if pk in pair], why)
        for pair, why in found.items()
        if pair & here
    ]
