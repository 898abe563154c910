"""The other ways that the engine is held against."""

import pytest

from bench.highs import best_levels
from bench.others import BEST, LEVELS, by_networkx, falls_short
from bench.worst import in_chains, in_islands
from partners import pairing
from partners.pairing import NoPlan, Problem, Rule, Student
from tests.partners.pairing.classes import full_class, ids


def test_all_exact_ways_come_to_one_value() -> None:
    problem = full_class(12)
    assert by_networkx(problem) == best_levels(problem) == pairing.solve(problem).levels


def test_networkx_says_where_there_is_no_plan() -> None:
    rules = tuple(Rule("never", ("s00", other)) for other in ids(6)[1:])
    assert by_networkx(full_class(6, rules=rules)) is None


def test_greedy_is_said_to_fall_short_by_the_first_level_only() -> None:
    assert len(LEVELS) == len(pairing.solve(full_class(4)).levels.rank)
    assert falls_short(Problem(tuple(map(Student, ids(2))))) == BEST
    assert {falls_short(full_class(8, seed)) for seed in range(60)} - {BEST} <= {*LEVELS, "no plan"}


@pytest.mark.parametrize(("problem", "pairs"), [(in_chains(10, 5), 8), (in_islands(10, 5), 20)])
def test_chains_and_islands_let_few_meet_and_leave_no_plan(problem: Problem, pairs: int) -> None:
    assert 45 - len(problem.rules) == pairs
    with pytest.raises(NoPlan):
        pairing.solve(problem)
