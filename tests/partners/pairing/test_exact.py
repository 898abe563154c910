"""The solver against every other way to find the best plan."""

import pytest
from hypothesis import given, settings

from partners import pairing

from . import brute_force
from .classes import problems


@settings(max_examples=3000)
@given(problem=problems())
def test_small_classes_get_the_best_plan_there_is(problem):
    best = brute_force.best(problem)
    if best is None:
        with pytest.raises(pairing.NoPlan):
            pairing.solve(problem)
        return
    levels, plans = best
    plan = pairing.solve(problem)
    assert plan.levels == levels
    assert frozenset(plan.groups) in plans
    assert plan.proved
    pairing.check(problem, plan)
