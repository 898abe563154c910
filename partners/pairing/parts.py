"""What the solver passes around: values of groups, results, and sets of children as bits."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from .room import Grid
from .scoring import Worths


class Values(Protocol):
    """What groups are worth: pairs as a symmetric grid, threes as a column over the rows of `threes`."""

    @property
    def size(self) -> int:
        """How many children there are."""

    @property
    def pair_worth(self) -> Worths:
        """What each pair is worth."""

    @property
    def threes(self) -> Grid:
        """Rows of three children, every three of the class."""

    @property
    def three_worth(self) -> Worths:
        """What each three is worth."""

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

    def joined(self, group: tuple[int, ...], worth: int) -> Best:
        """The same with one group more."""
        return Best(self.worth + worth, (*self.groups, group), self.bound + worth)


def better(one: Best | None, other: Best | None) -> Best | None:
    """The better of two, with a bound for both; the first where they are equal."""
    if one is None or other is None:
        return one or other
    winner = other if other.worth > one.worth else one
    return winner._replace(bound=max(one.bound, other.bound))


def bits(places: tuple[int, ...]) -> int:
    """Children as bits."""
    return sum(1 << place for place in places)


def children(out: int) -> list[int]:
    """Bits as children, in order."""
    return [place for place in range(out.bit_length()) if out >> place & 1]
