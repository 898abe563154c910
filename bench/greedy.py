"""Greedy with swaps: what a careful person or a simple program does, by the same objective as the engine.

The best pair of all first, then the best of those who are left, and so on. In an odd class the last child joins the
pair where the plan is worth most. Then, as long as one helps, the exchange of two children of different groups, or the
move of a child from a three to a pair, that helps most. It knows at most one three, and no lone mixed pair.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

from bench.highs import every_group
from partners.pairing.planning import Planner

Group = tuple[int, ...]
Worth = dict[Group, int]


def greedy_with_swaps(planner: Planner) -> list[Group] | None:
    """The groups of children as places in id order; None where it gets stuck in the hard rules."""
    worth = dict(zip(*every_group(planner), strict=True))
    groups = improved(greedy(range(planner.room.size), worth), worth, forbidden=-planner.scores.beyond)
    return groups if worth.keys() >= set(groups) else None


def greedy(children: Sequence[int], worth: Worth) -> list[Group]:
    """Pairs by their worth, the best first; those left over in any pairs. Only groups with a worth are allowed."""
    groups: list[Group] = []
    free = set(children)
    for group in sorted((group for group in worth if len(group) == 2), key=lambda pair: (-worth[pair], pair)):
        if free.issuperset(group):
            groups.append(group)
            free.difference_update(group)
    left = sorted(free)
    groups += [(left[place], left[place + 1]) for place in range(0, len(left) - 1, 2)]
    return _with_last(groups, left[-1], worth) if len(left) % 2 else groups


def _with_last(groups: list[Group], last: int, worth: Worth) -> list[Group]:
    """The groups after the last child has joined one of them."""
    ways = [(_sorted((*pair, last)), pair) for pair in groups]
    gains = [(worth[three] - worth[pair], three, pair) for three, pair in ways if three in worth and pair in worth]
    three, pair = max(gains)[1:] if gains else ways[0]
    return [three if group == pair else group for group in groups]


def improved(groups: list[Group], worth: Worth, forbidden: int = 0) -> list[Group]:
    """The groups after every exchange that helps, the one that helps most first. What has no worth is worth
    `forbidden`."""
    groups = sorted(groups)
    while True:
        moves = ((one, other, *after) for one, other in combinations(groups, 2) for after in _moves(one, other))
        gains = (
            (sum(worth.get(group, forbidden) * sign for group, sign in zip(move, (-1, -1, 1, 1), strict=True)), move)
            for move in moves
        )
        gain, (one, other, *after) = max(gains, default=(0, ((), ())))
        if gain <= 0:
            return groups
        groups = sorted([*(group for group in groups if group not in (one, other)), *after])


def _moves(one: Group, other: Group) -> Iterator[tuple[Group, Group]]:
    """What two groups become by one exchange, or by one move out of a three."""
    for child in one:
        rest = tuple(each for each in one if each != child)
        for partner in other:
            others = tuple(each for each in other if each != partner)
            yield _sorted((*rest, partner)), _sorted((*others, child))
    for three, pair in ((one, other), (other, one)):
        if len(three) > len(pair):
            for child in three:
                yield tuple(each for each in three if each != child), _sorted((*pair, child))


def _sorted(group: Group) -> Group:
    return tuple(sorted(group))
