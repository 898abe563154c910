"""From a class to its best plan, and the value of any plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from .clash import Clash, find_clash, two_more_threes_help
from .considerations import talk_first
from .lone_mixed import Sides
from .parts import Best, Values, worth_of
from .problem import STEPS, HardRule, Levels, Plan, Problem
from .rules import Allowed, Ground, Groups, broken, hard_rules
from .scoring import Scores
from .solver import MOST_EDGES, Solver
from .threes_count import best_number_of_threes


class BadGroups(ValueError):
    """The groups are no partition of the class into twos and threes; the text says why."""


class NoPlan(Exception):
    """No plan meets the hard rules, or none was found with what may be spent: `is_certain` says which.

    `clash` is a smallest set of rules that cannot hold together (empty for a class of fewer than two
    children). `is_smallest` says so for certain; else, in a class with very many rules, it is the smallest
    set that was found. `two_more_threes` says whether allowing two more threes would be a way out. They are
    looked for when they are asked for: that takes far longer than to see that there is no plan.
    """

    def __init__(self, text: str, problem: Problem | None = None, *, is_certain: bool = True) -> None:
        super().__init__(text)
        self._problem, self.is_certain = problem, is_certain

    @cached_property
    def _clash(self) -> Clash:
        return find_clash(self._problem) if self._problem else Clash(())

    @property
    def clash(self) -> tuple[HardRule, ...]:
        return self._clash.rules

    @property
    def is_smallest(self) -> bool:
        return self._clash.is_settled

    @cached_property
    def two_more_threes(self) -> bool:
        return two_more_threes_help(self._problem) if self._problem else False


class Planner:
    """A class made ready for questions: scored, with its ground. What is computed is kept."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.scores = Scores(problem)
        self.room = self.scores.room

    @cached_property
    def ground(self) -> Ground:
        """The groups that the hard rules allow."""
        return Ground(self.room, hard_rules(self.problem), self.problem.extra_threes)

    @cached_property
    def solver(self) -> Solver:
        """The solver on the whole ground."""
        return Solver(self.scores, self.ground)

    @cached_property
    def sides(self) -> Sides | None:
        """The two sides, where a lone mixed pair is to be avoided."""
        return Sides(self.room) if self.problem.no_lone_mixed_pair else None

    @cached_property
    def best(self) -> Best | None:
        """The best plan, as places."""
        return self.best_on(self.ground)

    @cached_property
    def talk_first(self) -> tuple[tuple[str, str], ...]:
        """The (child, partner) about whom the teacher is asked first, in order."""
        cells = np.argwhere(talk_first(self.room) & ~self.ground.apart).tolist()
        return tuple((self.room.ids[child], self.room.ids[partner]) for child, partner in cells)

    def best_on(
        self,
        allowed: Allowed,
        values: Values | None = None,
        above: int | None = None,
        most_edges: int = MOST_EDGES,
    ) -> Best | None:
        """The best plan of these groups only, by the class's values or by others; where only what surpasses `above` is
        of use, perhaps just a bound."""
        first_question = allowed is self.ground and values is None
        solver = self.solver if first_question else Solver(values or self.scores, allowed, most_edges=most_edges)
        return best_number_of_threes(solver, self.ground.numbers_of_threes, self.sides, above)

    def sound(self, groups: Sequence[tuple[int, ...]]) -> bool:
        """Whether allowed groups make a plan: with a number of threes that the class may have and, where that matters,
        no lone mixed pair."""
        threes = sum(len(group) == 3 for group in groups)
        return threes in self.ground.numbers_of_threes and not (self.sides and self.sides.count(groups) == 1)

    def worth(self, groups: Iterable[tuple[int, ...]]) -> int:
        """What allowed groups are worth together."""
        return worth_of(self.scores, groups)

    def named(self, groups: Iterable[tuple[int, ...]]) -> tuple[tuple[str, ...], ...]:
        """Groups of places as sorted groups of ids."""
        return tuple(sorted(tuple(sorted(self.room.ids[place] for place in group)) for group in groups))

    def plan(self, best: Best) -> Plan:
        """A result of the solver as a plan."""
        groups = self.named(best.groups)
        bound = self.scores.worth.levels(best.bound)
        return self._plan(groups, bound=bound, proved=best.bound == best.worth)

    def evaluated(self, groups: Groups, aside: Iterable[str] = ()) -> Plan:
        """The value of any partition of the children who are not aside into twos and threes. Raises BadGroups."""
        ordered = tuple(sorted(tuple(sorted(group)) for group in groups))
        _refuse_no_partition(ordered, set(self.room.ids) - set(aside))
        return self._plan(ordered, broken=broken(self.problem, ordered))

    def _plan(
        self,
        groups: tuple[tuple[str, ...], ...],
        bound: Levels | None = None,
        proved: bool = False,
        broken: tuple[HardRule, ...] = (),
    ) -> Plan:
        levels, fits = self.scores.levels(groups)
        floor = max((step for step, count in zip(STEPS, levels.below, strict=True) if count == 0), default=0)
        return Plan(
            groups=groups,
            below=levels.below,
            beside_hard=levels.beside_hard,
            kept=levels.kept,
            floor=floor,
            total=levels.total,
            changes=levels.changes,
            fits=fits,
            talk_first=self.talk_first,
            bound=bound,
            proved=proved,
            broken=broken,
        )


def _refuse_no_partition(groups: Groups, ids: set[str]) -> None:
    placed = [student for group in groups for student in group]
    if set(placed) - ids:
        raise BadGroups(f"not in the class: {', '.join(sorted(set(placed) - ids))}")
    if ids - set(placed):
        raise BadGroups(f"in no group: {', '.join(sorted(ids - set(placed)))}")
    if len(placed) != len(ids):
        raise BadGroups(f"placed twice: {', '.join(sorted(one for one in ids if placed.count(one) > 1))}")
    if sizes := {len(group) for group in groups} - {2, 3}:
        raise BadGroups(f"a group holds two or three children, not {min(sizes)}")


def planner_of(problem: Problem) -> Planner:
    """The class made ready, kept with it. Two threads that ask at once may both do the work; the result is one."""
    if "planner" not in problem.kept:
        # It gets a class of its own: if it held this one, which holds it, neither would go before the next sweep.
        problem.kept["planner"] = Planner(replace(problem))
    planner: Planner = problem.kept["planner"]
    return planner


def solve(problem: Problem) -> Plan:
    """The best plan of a class, with its proof. Raises NoPlan where the hard rules allow none."""
    planner = planner_of(problem)
    if planner.room.size < 2:
        raise NoPlan("a partnership needs two children")
    if planner.best is None:
        raise NoPlan("no plan meets the rules", problem)
    if not planner.best.groups:
        raise NoPlan("no plan that meets the rules was found; there may be one", problem, is_certain=False)
    return planner.plan(planner.best)


def evaluate(problem: Problem, groups: Groups, aside: Iterable[str] = ()) -> Plan:
    """The value of any partition into twos and threes, with the hard rules that it breaks in `broken`.

    Children who are put aside have no group, no fit and break no rule. Raises BadGroups.
    """
    return planner_of(problem).evaluated(groups, aside)


def complete(problem: Problem, locks: Groups) -> Plan:
    """The best plan in which these groups, beside the locks of the problem, stay as they are.
    Raises NoPlan, and BadProblem for locks of children who are not in the class."""
    return solve(replace(problem, locks=(*problem.locks, *map(tuple, locks))))
