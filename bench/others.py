"""The engine beside other ways to the same objective, in one run: `python -m bench.others`, with CLASSES naming a
folder of class files if you like.

Each number says how many times as long another way takes, in processor time, from the class to the plan: the matching
of networkx (even classes only, where it is exact too), HiGHS level by level (exact as well), and greedy with swaps,
which is not exact. Beside it stands the first level of the objective at which greedy falls short.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from statistics import median

import networkx as nx  # type: ignore[import-untyped]

from bench.greedy import greedy_with_swaps
from bench.highs import best_levels
from bench.real import DEMO, problem_of, real_classes
from partners import pairing
from partners.pairing import STEPS, Levels, Problem
from partners.pairing.planning import Planner
from tests.partners.pairing.classes import full_class

RUNS = 3
# Invented classes, beside those that are printed, in which greedy is held against the best.
MANY = 100
LEVELS = (*(f"below {step}" for step in STEPS[:-1]), "beside hard", "kept", f"below {STEPS[-1]}", "total", "changes")
BEST = "the best"


def main() -> None:
    """Print the tables."""
    print(f"\n{'times as long as ours':<44}{'ours, ms':>10}{'networkx':>10}{'HiGHS':>10}{'greedy':>10}  greedy's plan")
    ratios: dict[str, list[float]] = {"networkx": [], "HiGHS": [], "greedy": []}
    short: Counter[str] = Counter()
    for name, problem in classes():
        own = seconds(pairing.solve, problem)
        found = {way: seconds(work, problem) / own for way, work in other_ways(problem).items()}
        fell = falls_short(problem)
        short[fell] += 1
        for way, ratio in found.items():
            ratios[way].append(ratio)
        cells = "".join(f"{found[way]:>10.1f}" if way in found else f"{'':>10}" for way in ratios)
        print(f"{f'{name} ({len(problem.students)})':<44}{own * 1000:>10.1f}{cells}  {_in_words(fell)}", flush=True)
    print(f"{'median':<54}{''.join(f'{median(found):>10.1f}' for found in ratios.values())}")
    _print_greedy("of these classes", short)
    _print_greedy("invented classes of 20 to 35", Counter(map(falls_short, invented())))


def classes() -> Iterator[tuple[str, Problem]]:
    """The classes of the table, each with its name."""
    yield DEMO.stem, problem_of(DEMO)
    for size in (24, 30, 31, 35, 40):
        yield "invented", full_class(size)
    yield from real_classes()


def invented() -> Iterator[Problem]:
    """Classes in which most dials are set."""
    return (full_class(20 + seed % 16, seed) for seed in range(MANY))


def other_ways(problem: Problem) -> dict[str, Callable[[Problem], object]]:
    """The other ways that know this kind of class."""
    ways: dict[str, Callable[[Problem], object]] = {} if len(problem.students) % 2 else {"networkx": by_networkx}
    return ways | {"HiGHS": best_levels, "greedy": lambda unseen: greedy_with_swaps(Planner(unseen))}


def by_networkx(problem: Problem) -> Levels | None:
    """The levels of the best pairs of an even class, by the matching of networkx; None where there are none."""
    planner = Planner(problem)
    weights, allowed = planner.scores.pair_worth.tolist(), planner.ground.pairs
    size = planner.room.size
    graph = nx.Graph()
    graph.add_nodes_from(range(size))
    graph.add_weighted_edges_from((i, j, weights[i][j]) for i in range(size) for j in range(i) if allowed[i, j])
    matching = nx.max_weight_matching(graph, maxcardinality=True)
    if 2 * len(matching) < size:
        return None
    return planner.scores.worth.levels(sum(weights[i][j] for i, j in matching))


def seconds(work: Callable[[Problem], object], problem: Problem) -> float:
    """The median processor time of some work on a class that is new to it each time."""
    times = []
    for _ in range(RUNS):
        unseen = replace(problem)
        start = time.process_time()
        work(unseen)
        times.append(time.process_time() - start)
    return median(times)


def falls_short(problem: Problem) -> str:
    """The first level of the objective at which greedy with swaps is not as good as the best plan; `BEST` where it is,
    and "no plan" where it finds none although there is one."""
    planner = Planner(problem)
    groups = greedy_with_swaps(planner)
    if groups is None:
        return "no plan"
    rank, best = planner.evaluated(planner.named(groups)).levels.rank, pairing.solve(problem).levels.rank
    differences = (level for level, mine, most in zip(LEVELS, rank, best, strict=True) if mine != most)
    return next(differences, BEST)


def _in_words(fell: str) -> str:
    return fell if fell in (BEST, "no plan") else f"falls short: {fell}"


def _print_greedy(where: str, short: Counter[str]) -> None:
    count = short.total() - short[BEST]
    levels = ", ".join(f"{level} {short[level]}" for level in (*LEVELS, "no plan") if short[level])
    print(
        f"greedy with swaps is not the best in {count} of {short.total()} {where}" + (f" ({levels})" if levels else "")
    )


if __name__ == "__main__":
    main()
