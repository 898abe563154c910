"""Changes of a plan by hand, on groups of two and three: a swap, a third child, a new pair, a child put aside.

Children are primary keys. A child in no group is aside, and so is a child whom a change leaves alone: nobody is ever
alone in a group, and no group has four.
"""

from collections.abc import Iterable
from typing import NamedTuple

Groups = tuple[tuple[int, ...], ...]

MOST = 3


class CannotRegroup(ValueError):
    """The change can't be made. The message is for the person."""


class Swap(NamedTuple):
    """Two children change places. One of them may be aside."""

    one: int
    other: int


class Join(NamedTuple):
    """The child `one` joins the pair of `other`, which becomes a three. If `other` is aside, the two become a pair."""

    one: int
    other: int


class PairUp(NamedTuple):
    """Two children leave their places and become a pair."""

    one: int
    other: int


class PutAside(NamedTuple):
    """A child leaves their group and is aside."""

    one: int


Change = Swap | Join | PairUp | PutAside


def regrouped(groups: Groups, change: Change) -> Groups:
    """The groups after a change. Raises CannotRegroup."""
    match change:
        case Swap(one, other):
            changed = _swapped(groups, one, other)
        case Join(one, other):
            changed = _joined(groups, one, other)
        case PairUp(one, other):
            _apart(groups, one, other)
            changed = (*_without(groups, one, other), (other, one))
        case PutAside(one):
            changed = _without(groups, one)
    return tuple(group for group in changed if len(group) > 1)


def group_of(groups: Groups, child: int) -> tuple[int, ...]:
    """The group of a child; empty for a child who is aside."""
    return next((group for group in groups if child in group), ())


def _without(groups: Groups, *children: int) -> Groups:
    return tuple(tuple(child for child in group if child not in children) for group in groups)


def _apart(groups: Groups, one: int, other: int) -> None:
    if one == other or (group_of(groups, one) and group_of(groups, one) == group_of(groups, other)):
        raise CannotRegroup("Choose two children of different partnerships.")


def _swapped(groups: Groups, one: int, other: int) -> Groups:
    _apart(groups, one, other)
    if not group_of(groups, one) and not group_of(groups, other):
        raise CannotRegroup("Both lie at the table’s edge. Make them a pair.")
    places = {one: other, other: one}
    return tuple(tuple(places.get(child, child) for child in group) for group in groups)


def _joined(groups: Groups, one: int, other: int) -> Groups:
    _apart(groups, one, other)
    host = group_of(groups, other)
    if not host:
        return (*_without(groups, one), (other, one))
    if len(host) == MOST:
        raise CannotRegroup("Three is the most in a partnership.")
    return tuple((*group, one) if other in group else group for group in _without(groups, one))


def in_groups(groups: Iterable[Iterable[int]], here: Iterable[int]) -> Groups:
    """Groups without the children who are not here. A child who would be alone then is in no group."""
    present = set(here)
    kept = (tuple(child for child in group if child in present) for group in groups)
    return tuple(group for group in kept if len(group) > 1)
