"""What a plan means for the children by what they wrote, and by nothing else: no points of the engine.

A child's view of a partner is +1 for somebody whom they named as great, -1 for somebody whom they named as hard and 0
for anybody else; of two partners, the mean. The order within a note counts nothing: the note does not ask for one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from partners.pairing import Note, Problem

Groups = Sequence[tuple[str, ...]]
Partners = dict[str, tuple[str, ...]]


class Wishes:
    """Who named whom in a class."""

    def __init__(self, problem: Problem) -> None:
        self.children = sorted(student.id for student in problem.students)
        self.great = {note.student: {choice.student for choice in note.great} for note in problem.notes}
        self.hard = {note.student: {choice.student for choice in note.hard} for note in problem.notes}

    @property
    def named_somebody(self) -> list[str]:
        """The children who named somebody as great."""
        return [child for child in self.children if self.great.get(child)]

    def picks(self, child: str, partners: Sequence[str]) -> int:
        """How many of these partners the child named as great."""
        return len(self.great.get(child, set()).intersection(partners))

    def hards(self, child: str, partners: Sequence[str]) -> int:
        """How many of these partners the child named as hard."""
        return len(self.hard.get(child, set()).intersection(partners))

    def view(self, child: str, partners: Sequence[str]) -> float:
        """How a child sees one partner or two, from -1 to 1."""
        return (self.picks(child, partners) - self.hards(child, partners)) / len(partners)

    def met(self, groups: Groups) -> int:
        """How many children are with somebody whom they named as great."""
        return sum(self.picks(child, others) > 0 for child, others in partners_in(groups).items())

    def beside_hard(self, groups: Groups) -> int:
        """How many children are with somebody whom they named as hard."""
        return sum(self.hards(child, others) > 0 for child, others in partners_in(groups).items())

    def hard_groups(self, groups: Groups) -> int:
        """How many groups hold such a child."""
        return sum(self.beside_hard([group]) > 0 for group in groups)

    def blocking_pairs(self, groups: Groups) -> list[tuple[str, str]]:
        """Two of different groups who would both rather be a pair than stay with their partners."""
        now = {child: self.view(child, others) for child, others in partners_in(groups).items()}
        together = {pair for group in groups for pair in combinations(sorted(group), 2)}
        return [
            (one, other)
            for one, other in combinations(sorted(now), 2)
            if (one, other) not in together
            and self.view(one, (other,)) > now[one]
            and self.view(other, (one,)) > now[other]
        ]


def partners_in(groups: Groups) -> Partners:
    """By child: their partners."""
    return {child: tuple(other for other in group if other != child) for group in groups for child in group}


def naming_one(problem: Problem, child: str) -> Iterator[Problem]:
    """The class as it would be if a child had named only one of their picks, for each pick of two or more."""
    note = next(note for note in problem.notes if note.student == child)
    for choice in note.great if len(note.great) > 1 else ():
        yield with_note(problem, replace(note, great=(choice,)))


def with_note(problem: Problem, note: Note) -> Problem:
    """The class with another note of one child."""
    return replace(problem, notes=tuple(note if one.student == note.student else one for one in problem.notes))


def gains_by_naming_one(problem: Problem, groups: Groups, pair_up: Callable[[Problem], Groups], child: str) -> bool:
    """Whether some way to name only one of their picks gives a child, in their own true view, better partners."""
    wishes = Wishes(problem)
    now = wishes.view(child, partners_in(groups)[child])
    plans = map(pair_up, naming_one(problem, child))
    return any(wishes.view(child, partners_in(plan)[child]) > now for plan in plans)
