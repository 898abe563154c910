"""What the solver passes around: values of groups, results, and sets of children as bits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

import numpy as np

from .room import Grid
from .scoring import Digits, Worths


class Values(Protocol):
    """What groups are worth."""

    @property
    def size(self) -> int:
        """How many children there are."""

    @property
    def pair_worth(self) -> Worths:
        """Symmetric grid: what each pair is worth."""

    def threes_worth(self, rows: Grid) -> Digits:
        """What each three of these rows of children is worth; the rows are in order."""

    @property
    def three_blocks(self) -> Iterable[tuple[Grid, Digits]]:
        """Every three places of the class in blocks of rows, with what they are worth."""

    @property
    def units(self) -> Sequence[int]:
        """What one of each level is worth, the first level first."""

    @property
    def has_levels(self) -> bool:
        """Whether a level of a plan never carries over into the level before."""

    @property
    def low_base(self) -> int:
        """The base of the digits that threes_worth() gives."""

    @property
    def beyond(self) -> int:
        """More than any two plans are worth together. What is impossible is worth less than minus this."""


class Best(NamedTuple):
    """The best groups found for some children (places in id order), their worth, and what none can surpass.

    Where nothing was found there are no groups; if `bound` is below every worth there is nothing to be found.
    """

    worth: int
    groups: tuple[tuple[int, ...], ...]
    bound: int


def better(one: Best | None, other: Best | None) -> Best | None:
    """The better of two, with a bound for both; the first where they are equal."""
    if one is None or other is None:
        return one or other
    winner = other if other.worth > one.worth else one
    return winner._replace(bound=max(one.bound, other.bound))


def worth_of(values: Values, groups: Iterable[tuple[int, ...]]) -> int:
    """What these groups are worth together."""
    groups = list(groups)
    pairs = sum(int(values.pair_worth[group]) for group in groups if len(group) == 2)
    threes = np.array([group for group in groups if len(group) == 3], dtype=np.int64).reshape(-1, 3)
    return pairs + sum(map(int, values.threes_worth(threes).whole()))


def bits(places: tuple[int, ...]) -> int:
    """Children as bits."""
    return sum(1 << place for place in places)


def children(out: int) -> list[int]:
    """Bits as children, in order."""
    return [place for place in range(out.bit_length()) if out >> place & 1]
