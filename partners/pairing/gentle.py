"""Values by which the best plan breaks few of some rules."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import combinations

import numpy as np

from .problem import HardRule
from .room import Grid, Room
from .rules import FRESH
from .scoring import Digits, Worths, every_block


class Gentle:
    """Values by which the best plan breaks few rules, so that it is a good witness. A guide, not a proof."""

    def __init__(self, room: Room, rules: Sequence[HardRule]) -> None:
        self.size = room.size
        self._touch = np.zeros(room.size, dtype=np.int64)
        self._touch_pair = np.zeros(room.size, dtype=np.int64)
        self._meet = np.zeros((room.size, room.size), dtype=np.int64)
        for rule in rules:
            self._count(rule.kind, [room.index[student] for student in rule.students])
        if FRESH in rules:
            self._meet += room.grid((room.index[one], room.index[two]) for one, two in map(sorted, room.latest))
        self._meet += self._meet.T
        self.beyond = (
            4 * (room.size + 1) * (1 + int(abs(self._meet).sum() + self._touch.sum() + self._touch_pair.sum()))
        )

    def _count(self, kind: str, children: list[int]) -> None:
        if kind == "mark":
            self._touch_pair[children] += 1
        if kind in ("together", "lock"):
            self._touch[children] += len(children) - 1
        if kind in ("never", "flag", "together", "lock"):
            for pair in combinations(children, 2):
                self._meet[pair] += 1 if kind in ("never", "flag") else -2

    @property
    def pair_worth(self) -> Worths:
        """Each rule that a pair breaks counts against it."""
        touch = self._touch + self._touch_pair
        broken: Worths = touch[:, None] + touch[None, :] + self._meet
        return -broken

    units = (1,)
    has_levels = True
    low_base = 1

    def threes_worth(self, rows: Grid) -> Digits:
        """The same for threes."""
        i, j, k = rows.T
        broken = self._touch[rows].sum(axis=1) + self._meet[i, j] + self._meet[i, k] + self._meet[j, k]
        return Digits(-broken, np.zeros_like(broken), self.low_base)

    @cached_property
    def three_blocks(self) -> list[tuple[Grid, Digits]]:
        """Every three places in blocks, with what they are worth."""
        return [(block, self.threes_worth(block)) for block in every_block(self.size)]
