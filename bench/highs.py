"""The best plan by a MIP solver, level by level, as a measure of speed and of truth: HiGHS, as SciPy has it."""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from partners.pairing import Levels, Problem
from partners.pairing.planning import Planner
from partners.pairing.priced import levels_of

SLACK = 1e-6


def best_levels(problem: Problem) -> Levels | None:
    """The levels of the best plan; None where there is none. Knows no lone mixed pair."""
    planner = Planner(problem)
    groups, worths = every_group(planner)
    if not groups:
        return None
    units = planner.scores.units
    levels = np.array([levels_of(worth, units) for worth in worths], dtype=float)
    places = [(child, column) for column, group in enumerate(groups) for child in group]
    children = csr_matrix((np.ones(len(places)), tuple(zip(*places, strict=True))), (planner.room.size, len(groups)))
    threes = csr_matrix([[float(len(group) == 3) for group in groups]])
    rules = [LinearConstraint(children, 1, 1), LinearConstraint(threes, 0, planner.ground.numbers_of_threes[-1])]
    total = 0
    for level, unit in enumerate(units):
        if not levels[:, level].any():
            continue
        solved = milp(-levels[:, level], constraints=rules, integrality=np.ones(len(groups)), bounds=Bounds(0, 1))
        if solved.x is None:
            return None
        reached = round(-solved.fun)
        total += reached * unit
        rules.append(LinearConstraint(csr_matrix(levels[:, level]), reached - SLACK, np.inf))
    return planner.scores.worth.levels(total)


def every_group(planner: Planner) -> tuple[list[tuple[int, ...]], list[int]]:
    """Every allowed pair and, where the class may have threes, every allowed three; and what each is worth."""
    pairs = [tuple(pair) for pair in np.argwhere(np.triu(planner.ground.pairs)).tolist()]
    worths = [int(planner.scores.pair_worth[pair]) for pair in pairs]
    if not planner.ground.numbers_of_threes[-1]:
        return pairs, worths
    for block, worth in planner.scores.three_blocks:
        rows = np.flatnonzero(planner.ground.threes(block.astype(np.int64)))
        pairs += [tuple(three) for three in block[rows].tolist()]
        worths += worth.at(rows).whole().tolist()
    return pairs, worths
