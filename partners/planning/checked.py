"""Plans of the engine, each checked by code that did not make it. Everything that is suggested comes from here.

Every function raises pairing.NoPlan where the rules leave no plan, and what `pairing.check` raises where a plan is
wrong.
"""

from collections.abc import Iterator

from partners import pairing


def best(problem: pairing.Problem) -> pairing.Plan:
    """The best plan."""
    return _checked(problem, pairing.solve(problem))


def ideas(problem: pairing.Problem) -> Iterator[pairing.Plan]:
    """The best plan, and then others that differ enough from it and from each other."""
    yield best(problem)
    for idea in pairing.alternatives(problem):
        yield _checked(problem, idea)


def best_with(problem: pairing.Problem, one: str, other: str) -> pairing.Plan | None:
    """The best plan in which two children, given by their keys, are in one group; None where the rules keep them
    apart."""
    plan = pairing.price(problem, one, other).plan
    return None if plan is None else _checked(problem, plan)


def _checked(problem: pairing.Problem, plan: pairing.Plan) -> pairing.Plan:
    pairing.check(problem, plan)
    return plan
