"""The ways that the benchmark compares with the engine."""

from itertools import chain, combinations

import pytest

from bench.greedy import Worth, greedy_with_swaps, improved
from bench.ways import Way, at_random, greedy, most_picks, ours, slips_in_turn
from bench.wishes import Wishes
from partners.pairing import Rule
from partners.pairing.planning import Planner
from tests.bench.test_wishes import class_of
from tests.partners.pairing.classes import full_class

WAYS = (at_random, slips_in_turn, greedy, most_picks, ours)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("size", [2, 3, 8, 9])
def test_every_way_gives_everybody_a_partner(way: Way, size: int) -> None:
    problem = full_class(size, rules=())
    groups = way(problem, 1)
    assert sorted(chain.from_iterable(groups)) == sorted(student.id for student in problem.students)
    assert sorted(map(len, groups)) == [*[2] * ((size - 3) // 2 if size % 2 else size // 2), *[3] * (size % 2)]
    assert way(problem, 1) == groups


def test_slips_are_honoured_as_long_as_the_pick_is_free() -> None:
    problem = class_of({"a": "b", "c": "b", "d": "b", "b": "d"})
    assert {frozenset(map(frozenset, slips_in_turn(problem, lot))) for lot in range(30)} == {
        frozenset({frozenset("ab"), frozenset("cd")}),
        frozenset({frozenset("bc"), frozenset("ad")}),
        frozenset({frozenset("bd"), frozenset("ac")}),
    }


def test_those_left_over_are_kept_from_somebody_hard() -> None:
    problem = class_of({}, {"a": "b", "c": "d"})
    assert {Wishes(problem).beside_hard(slips_in_turn(problem, lot)) for lot in range(30)} == {0}


def test_most_picks_gives_up_one_pick_for_two() -> None:
    problem = class_of({"a": "b", "b": "c", "c": "b", "d": "a"})
    assert Wishes(problem).met(most_picks(problem, 1)) == 3


def test_greedy_takes_the_best_pair_and_swaps_repair_it() -> None:
    worth: Worth = {**dict.fromkeys(combinations(range(4), 2), 0), (0, 1): 10, (0, 2): 9, (1, 3): 9}
    assert improved([(0, 1), (2, 3)], worth) == [(0, 2), (1, 3)]
    del worth[1, 3]
    assert improved([(0, 1), (2, 3)], worth, forbidden=-100) == [(0, 1), (2, 3)]


def test_a_child_leaves_a_three_where_that_helps() -> None:
    worth: Worth = {(0, 1, 2): 1, (3, 4): 1, (0, 1): 3, (2, 3, 4): 3}
    assert improved([(0, 1, 2), (3, 4)], worth) == [(0, 1), (2, 3, 4)]


def test_greedy_with_swaps_keeps_to_the_rules_or_gives_up() -> None:
    problem = full_class(9, rules=(Rule("never", ("s00", "s01", "s02", "s03")),))
    groups = greedy_with_swaps(Planner(problem))
    assert groups
    assert all(len({0, 1, 2, 3} & set(group)) < 2 for group in groups)
    alone = tuple(Rule("never", ("s00", f"s0{other}")) for other in range(1, 8))
    assert greedy_with_swaps(Planner(full_class(8, rules=alone))) is None


def test_greedy_is_never_better_than_the_engine() -> None:
    for seed in range(20):
        problem = full_class(8 + seed % 2, seed)
        planner = Planner(problem)
        groups = greedy_with_swaps(planner)
        assert groups
        assert planner.best
        assert planner.worth(groups) <= planner.best.worth
