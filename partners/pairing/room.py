"""One class as arrays, so that a consideration is a line of arithmetic for all children at once.

Children stand in id order. A column holds one value a child; in a grid the row is the child whose fit is
counted and the column the partner in question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from .problem import Choice, Problem, Student, Together

Grid: TypeAlias = NDArray[np.int64]
Yes: TypeAlias = NDArray[np.bool_]


class Room:
    """A problem, indexed: `students`, `ids` and `index` in id order, and who named whom as `great` and `hard`."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.students = sorted(problem.students, key=lambda student: student.id)
        self.ids = tuple(student.id for student in self.students)
        self.index = {student: place for place, student in enumerate(self.ids)}
        self.size = len(self.ids)
        self.great = {(i, j): choice for i, j, choice in self._choices("great")}
        self.hard = {(i, j): choice for i, j, choice in self._choices("hard")}
        self.latest = latest_together(problem)

    def _choices(self, key: str) -> Iterator[tuple[int, int, Choice]]:
        for note in self.problem.notes:
            for choice in getattr(note, key):
                yield self.index[note.student], self.index[choice.student], choice

    def who(self, test: Callable[[Student], bool | None]) -> Yes:
        """Column: the children of whom the test is true."""
        return np.array([bool(test(student)) for student in self.students], dtype=bool)

    def column(self, value: Callable[[Student], int]) -> Grid:
        """Column: a number for each child."""
        return np.array([value(student) for student in self.students], dtype=np.int64)

    def grid(self, cells: Iterable[tuple[int, int]]) -> Yes:
        """Grid: true in these cells (row, column)."""
        found = np.zeros((self.size, self.size), dtype=bool)
        for i, j in cells:
            found[i, j] = True
        return found

    def ruled(self, kind: str) -> Yes:
        """Grid: the pairs, in both directions, that the teacher's rules of this kind name."""
        pairs = [pair for rule in self.problem.rules if rule.kind == kind for pair in combinations(rule.students, 2)]
        cells = [(self.index[first], self.index[second]) for first, second in pairs]
        return self.grid(cells + [(j, i) for i, j in cells])

    def shared(
        self,
        mine: Callable[[Student], Iterable[str]],
        yours: Callable[[Student], Iterable[str]] | None = None,
    ) -> Grid:
        """Grid: how many of the child's words are the partner's too (of the same list, if only one is given)."""
        rows = [set(mine(student)) for student in self.students]
        columns = rows if yours is None else [set(yours(student)) for student in self.students]
        vocabulary = {word: place for place, word in enumerate(sorted(set().union(*rows, *columns)))}
        left, right = (_incidence(lists, vocabulary) for lists in (rows, columns))
        # Floats multiply far faster than integers and are exact for counts this small.
        return np.rint(left @ right.T).astype(np.int64)

    def weight(self, key: str) -> str:
        """The teacher's word for how much a consideration counts."""
        return self.problem.weights.get(key, "normal")


def toward(children: Yes, partners: Yes) -> Yes:
    """Grid: the child is in the first column and the partner in the second."""
    grid: Yes = children[:, None] & partners[None, :]
    return grid


def either_way(one: Yes, other: Yes) -> Yes:
    """Grid: one of the two is in the first column and the other in the second."""
    return toward(one, other) | toward(other, one)


def some(grid: Yes, axis: int) -> Yes:
    """Column: there is a partner in the child's row (axis 1), or a child in the partner's column (axis 0)."""
    column: Yes = np.logical_or.reduce(grid, axis=axis)
    return column


def _incidence(lists: list[set[str]], vocabulary: dict[str, int]) -> NDArray[np.float64]:
    cells = [(row, vocabulary[word]) for row, found in enumerate(lists) for word in found]
    table = np.zeros((len(lists), len(vocabulary)))
    if cells:
        table[tuple(zip(*cells, strict=True))] = 1
    return table


def latest_together(problem: Problem) -> dict[frozenset[str], Together]:
    """For each two who were ever partners the latest time that they were."""
    latest: dict[frozenset[str], Together] = {}
    for entry in sorted(problem.history, key=lambda entry: -entry.rounds_ago):
        for pair in combinations(entry.students, 2):
            latest[frozenset(pair)] = entry
    return latest


def home_languages(student: Student) -> frozenset[str]:
    """A child's home languages as they compare: without case, region or script, and never English."""
    return frozenset(tag.casefold().partition("-")[0] for tag in student.languages) - {"en"}


def interests(student: Student) -> frozenset[str]:
    """A child's interests as they compare."""
    return frozenset(word.strip().casefold() for word in student.interests)
