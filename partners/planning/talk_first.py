"""Partners who go well, one of whom would rather change: the teacher is asked before either is decided.

What is found here belongs behind the cover, and says of no pair which child it was.
"""

from dataclasses import replace

from partners import pairing
from partners.models import Mode
from partners.planning.draft import Layout

Pairs = set[frozenset[str]]


def to_talk_first(problem: pairing.Problem) -> Pairs:
    """The pairs of a class, as keys, whatever the plan and its mode."""
    steady = replace(problem, mode=Mode.STEADY)
    nobody = pairing.evaluate(steady, (), aside=[student.id for student in problem.students])
    return {frozenset(pair) for pair in nobody.talk_first}


def still_to_ask(layout: Layout) -> Pairs:
    """The pairs about whom nothing is decided in this plan: they are not kept to be coached, and are not to change."""
    answered = [lock.students for lock in layout.locks if lock.to_coach]
    pairs = {frozenset(pair) for pair in layout.valued.talk_first}
    return {pair for pair in pairs if not _is_answered(layout, pair, answered)}


def _is_answered(layout: Layout, pair: frozenset[str], coached: list[frozenset[int]]) -> bool:
    students = frozenset(layout.students[key].pk for key in pair)
    return students in layout.parted or any(students <= group for group in coached)
