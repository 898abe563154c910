"""Ways to make partners of a class from its notes, each a function from a class and a lot to groups.

The same lot decides the same chances, so that a class with one note changed differs by the note alone.
"""

import random
from collections.abc import Callable, Sequence
from itertools import combinations

import rustworkx as rx

from bench.greedy import greedy_with_swaps
from bench.wishes import Groups, Wishes
from partners import pairing
from partners.pairing import Problem
from partners.pairing.planning import Planner

Way = Callable[[Problem, int], Groups]
# More than all lots of a plan: one child more with a pick counts above any of them.
ONE_CHILD = 10**6
MOST_LOT = 1000


def at_random(problem: Problem, lot: int) -> Groups:
    """Names out of a hat."""
    return _in_twos(_drawn(problem, lot))


def slips_in_turn(problem: Problem, lot: int) -> Groups:
    """Slips of paper, drawn one after the other: a child who has no partner yet gets the first on the slip who has none
    either. Those who are left over go, in the order drawn, with the next whom neither of the two named as hard, or
    else with the next."""
    wishes = Wishes(problem)
    listed = {note.student: [choice.student for choice in note.great] for note in problem.notes}
    drawn = _drawn(problem, lot)
    groups: list[tuple[str, ...]] = []
    free = dict.fromkeys(drawn)
    for child in drawn:
        partner = next((pick for pick in listed.get(child, ()) if pick in free), None)
        if child in free and partner:
            groups.append(_out_of(free, child, partner))
    while len(free) > 1:
        child, *others = free
        mild = (other for other in others if not wishes.beside_hard([(child, other)]))
        groups.append(_out_of(free, child, next(mild, others[0])))
    return _with_last(groups, list(free), wishes.beside_hard)


def greedy(problem: Problem, lot: int) -> Groups:
    """Greedy with swaps, by our objective."""
    planner = Planner(problem)
    groups = greedy_with_swaps(planner)
    if groups is None:
        raise ValueError("greedy with swaps found no plan")
    return planner.named(groups)


def most_picks(problem: Problem, lot: int) -> Groups:
    """Pairs with the most children who are with somebody whom they named as great, exactly; among equals by lot. In an
    odd class one child is left out of the pairs, and joins the pair with which most are with a pick."""
    wishes, lots = Wishes(problem), _lots(lot)
    children = wishes.children
    graph: rx.PyGraph[str, int] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(children)
    for one, other in combinations(range(len(children)), 2):
        met = wishes.met([(children[one], children[other])])
        graph.add_edge(one, other, met * ONE_CHILD + lots.randrange(MOST_LOT))
    matched = rx.max_weight_matching(graph, max_cardinality=True, weight_fn=int)
    groups = sorted(tuple(sorted((children[one], children[other]))) for one, other in matched)
    left = set(children).difference(*groups)
    return _with_last(groups, list(left), lambda groups: -wishes.met(groups))


def ours(problem: Problem, lot: int) -> Groups:
    """The engine."""
    return pairing.solve(problem).groups


def _drawn(problem: Problem, lot: int) -> list[str]:
    """The children in an order drawn by lot."""
    children = sorted(student.id for student in problem.students)
    return _lots(lot).sample(children, len(children))


def _lots(lot: int) -> random.Random:
    """The same chances every time."""
    return random.Random(lot)  # noqa: S311 nothing secret hangs on them


def _in_twos(children: Sequence[str]) -> Groups:
    """The first with the second, and so on; the last of an odd number makes a three of the last pair."""
    groups = [tuple(children[place : place + 2]) for place in range(0, len(children) - 1, 2)]
    return [*groups[:-1], (*groups[-1], children[-1])] if len(children) % 2 else groups


def _out_of(free: dict[str, None], *group: str) -> tuple[str, ...]:
    for child in group:
        del free[child]
    return group


def _with_last(groups: list[tuple[str, ...]], last: Sequence[str], cost: Callable[[Groups], int]) -> Groups:
    """The groups after the last of an odd number has joined the first of those where it costs least."""
    if not last:
        return groups
    joined = min(groups, key=lambda group: cost([(*group, *last)]) - cost([group]))
    return [(*group, *last) if group is joined else group for group in groups]
