"""What a clash comes down to, where it has a shape that can be told in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np

from .parts import bits, children
from .problem import HardRule, Problem
from .room import Room, Yes, some
from .rules import Ground, tied
from .scoring import every_three

LARGEST_GROUP = 3
MOST_TAKERS = 2
FEW_CHILDREN = 60  # up to so many children every two takers are looked at


class Shape(NamedTuple):
    """`kind` says what is wrong, `students` with whom (ids, in order).

    torn: the two are to be together and apart. tied: more than three are to be in one group. nobody: there is no one
    left for this child. crowd: none of these may be with another, and there are fewer groups. island: these, an odd
    number, may only be with one another. takers: these may only be with `others`, who are fewer.
    """

    kind: str
    students: tuple[str, ...]
    others: tuple[str, ...] = ()


def shape(problem: Problem, clash: Sequence[HardRule]) -> Shape | None:
    """The shape of a clash of this class; None where it has none of them."""
    room = Room(problem)
    ground = Ground(room, clash, problem.extra_threes)
    found = next(_shapes(room, ground, clash), None)
    return found and found._replace(students=tuple(sorted(found.students)), others=tuple(sorted(found.others)))


def _shapes(room: Room, ground: Ground, clash: Sequence[HardRule]) -> Iterator[Shape]:
    for tie in tied(clash):
        if len(tie) > LARGEST_GROUP:
            yield Shape("tied", tuple(tie))
        for one, other in combinations(sorted(tie), 2):
            if ground.apart[room.index[one], room.index[other]]:
                yield Shape("torn", (one, other))
    for child in _without_a_group(ground):
        yield Shape("nobody", (room.ids[child],))
    for rule in clash:
        if rule.kind == "never" and len(rule.students) > room.size // 2:
            yield Shape("crowd", rule.students)
    if not ground.most_threes:
        yield from _left_over(room, ground.pairs)


def _without_a_group(ground: Ground) -> list[int]:
    """The children for whom no pair is allowed and, where threes may be, no three."""
    placed = some(ground.pairs, axis=1)
    if ground.most_threes:
        rows = every_three(ground.size)
        placed[rows[ground.threes(rows)]] = True
    return np.flatnonzero(~placed).tolist()


def _left_over(room: Room, pairs: Yes) -> Iterator[Shape]:
    """Without threes: children whom the takers, few of them or none, leave apart in odd numbers (Tutte's condition)."""
    near = [bits(tuple(np.flatnonzero(row).tolist())) for row in pairs]
    for count in range((MOST_TAKERS if room.size <= FEW_CHILDREN else 1) + 1):
        for takers in combinations(range(room.size), count):
            odd = [part for part in _parts(near, bits(takers)) if part.bit_count() % 2]
            single = [part for part in odd if part.bit_count() == 1]
            if not takers and odd:
                yield Shape("island", _ids(room, min(odd, key=int.bit_count)))
            elif len(single) > count:
                yield Shape("takers", _ids(room, sum(single)), _ids(room, bits(takers)))


def _ids(room: Room, places: int) -> tuple[str, ...]:
    return tuple(room.ids[child] for child in children(places))


def _parts(near: list[int], without: int) -> Iterator[int]:
    """The parts, as bits, between which no pair is allowed when some children are left out. `near` holds for each
    child as bits with whom it may be."""
    left = (1 << len(near)) - 1 & ~without
    while left:
        part, edge = 0, left & -left
        while edge:
            part |= edge
            reached = 0
            for child in children(edge):
                reached |= near[child]
            edge = reached & left & ~part
        yield part
        left &= ~part
