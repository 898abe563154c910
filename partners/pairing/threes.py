"""The threes that the rules allow, and what they are worth; gone through in blocks, since a large class has many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .parts import Values
from .room import Grid, Yes, some
from .rules import Allowed
from .scoring import Digits, Worths, digits, every_block


class Rows(NamedTuple):
    """Some threes: rows of three children in order, and what each is worth in Python's own numbers."""

    children: Grid
    worth: Worths

    def by_child(self, size: int) -> list[Grid]:
        """For each child of a class of this size the places of the rows with them, in order."""
        flat = self.children.ravel(order="F")
        order = np.argsort(flat, kind="stable")
        ends = np.searchsorted(flat[order], np.arange(1, size))
        return [np.sort(places % len(self.children)) for places in np.split(order, ends)]


class Threes:
    """The allowed threes of a class."""

    def __init__(self, values: Values, ground: Allowed) -> None:
        self._values, self._ground = values, ground
        self.only_in_threes = ~some(ground.pairs, axis=1)

    def holding(self, chosen: Yes) -> Rows:
        """The threes with any of the chosen children."""
        return self._rows(
            (rows := block[some(chosen[block], axis=1)], self._values.threes_worth(rows))
            for block in every_block(self._values.size)
        )

    def over(self, prices: Worths, floor: int | None, most: int) -> Rows | None:
        """The threes that are worth at least the prices of their children and `floor` more, or all; None where these
        are more than `most`."""
        found, count = [], 0
        for block, worth, excess in self._blocks(prices):
            keep = np.arange(len(block)) if floor is None else np.flatnonzero(excess.at_least(floor))
            keep = keep[self._ground.threes(block[keep].astype(np.int64))]
            found.append((block[keep], worth.at(keep)))
            count += len(keep)
            if count > most:
                return None
        return self._rows(iter(found))

    def most_over(self, prices: Worths) -> int | None:
        """By how much a three of children who may also be in pairs is worth more than their prices at most, as a whole
        number; None where there is no such three."""
        most: int | None = None
        for block, _, excess in self._blocks(prices):
            usual = ~some(self.only_in_threes[block], axis=1)
            if most is not None:
                usual &= excess.at_least(most + 1)
            places = np.flatnonzero(usual)
            places = places[self._ground.threes(block[places].astype(np.int64))]
            if len(places):
                most = int(excess.at(places).whole().max())
        return most

    def most_over_by_child(self, prices: Worths) -> NDArray[np.float64]:
        """Column: by about how much a three with the child surpasses the prices of its children at most, where they all
        may also be in pairs."""
        most = np.full(self._values.size, -np.inf)
        for block, _, excess in self._blocks(prices):
            usual = np.flatnonzero(~some(self.only_in_threes[block], axis=1))
            usual = usual[self._ground.threes(block[usual].astype(np.int64))]
            about = excess.at(usual).high.astype(np.float64) * excess.base + excess.at(usual).low
            for column in block[usual].T:
                np.maximum.at(most, column, about)
        return most

    def _blocks(self, prices: Worths) -> Iterator[tuple[Grid, Digits, Digits]]:
        priced = digits(prices, self._values.low_base)
        for block, worth in self._values.three_blocks:
            yield block, worth, worth.less(*(priced.at(column) for column in block.T))

    def _rows(self, found: Iterator[tuple[Grid, Digits]]) -> Rows:
        parts = [(np.empty((0, 3), dtype=np.int64), np.empty(0, dtype=object))]
        for narrow, worth in found:
            rows = narrow.astype(np.int64)
            keep = np.flatnonzero(self._ground.threes(rows))
            parts.append((rows[keep], worth.at(keep).whole()))
        children, worths = zip(*parts, strict=True)
        return Rows(np.concatenate(children), np.concatenate(worths))

    def beside(self) -> Yes:
        """Grid: the two may share a three."""
        found = np.zeros((self._values.size, self._values.size), dtype=bool)
        for block in every_block(self._values.size):
            i, j, k = block[self._ground.threes(block)].T
            for one, other in ((i, j), (i, k), (j, k)):
                found[one, other] = found[other, one] = True
        return found

    def needed(self) -> int:
        """How many threes any plan holds, at least: children who can be in no pair are at most three in one, and those
        of them who may not share a three are in as many as they are."""
        left = np.flatnonzero(self.only_in_threes).tolist()
        if len(left) < 2:
            return len(left)
        beside = self.beside()
        chosen: list[int] = []
        for child in left:
            if not any(beside[child, other] for other in chosen):
                chosen.append(child)
        return max(len(chosen), -(-len(left) // 3))
