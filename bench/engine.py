"""How long the pairing engine takes: `python -m bench.engine`, with CLASSES naming a folder of class files if you like.

Each line is the median of five runs, each on a class that the engine has not seen, in milliseconds. The last
column is one bare matching of as many children, the least that an exact answer can cost.
"""

import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import replace

import rustworkx as rx

from bench.real import DEMO, class_files, problem_of
from partners import pairing
from partners.pairing import Problem, Rule, Swap
from partners.pairing.planning import Planner
from tests.partners.pairing.classes import full_class

RUNS = 5


def milliseconds(work: Callable[[Problem], object], problem: Problem) -> float:
    """The median time of some work on a class that is new to the engine each time."""
    times = []
    for _ in range(RUNS):
        unseen = replace(problem)
        start = time.perf_counter()
        work(unseen)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def bare_matching(problem: Problem) -> float:
    """The median time of a single matching with the weights of this class, one child left out if it is odd."""
    scores = Planner(problem).scores
    graph: rx.PyGraph[int, int] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(range(scores.size))
    weights = scores.pair_worth.tolist()
    graph.add_edges_from([(i, j, weights[i][j]) for i in range(scores.size) for j in range(i)])
    return milliseconds(lambda _: rx.max_weight_matching(graph, max_cardinality=True, weight_fn=int), problem)


def line(what: str, problem: Problem, work: Callable[[Problem], object], aim: int | None = None) -> None:
    """Measure and print one line."""
    measured, bare = milliseconds(work, problem), bare_matching(problem)
    aimed = "" if aim is None else f"{aim}"
    print(f"{what:<44}{measured:>10.1f}{aimed:>8}{bare:>16.2f}", flush=True)


def with_marks(problem: Problem, count: int) -> Problem:
    """The class with some children marked as better in a three."""
    marked = (replace(one, better_in_three=place < count) for place, one in enumerate(problem.students))
    return replace(problem, students=tuple(marked))


def nobody_left(problem: Problem) -> Problem:
    """The class with a child who may be with nobody."""
    first, *others = (student.id for student in problem.students)
    return replace(problem, rules=(*problem.rules, *(Rule("never", (first, other)) for other in others)))


def one_swap(problem: Problem) -> float:
    """The median time of asking what a swap does, as a page does that has the plan before it."""
    plan = pairing.solve(problem)
    move = Swap(plan.groups[0][0], plan.groups[1][0])
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        pairing.what_if(problem, plan, move)
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def main() -> None:
    """Print the table."""
    print(f"{'':<44}{'ms':>10}{'aim':>8}{'bare matching':>16}")
    for size, aim in ((30, 10), (31, 40), (35, 60), (60, None), (120, 60), (121, 1500)):
        line(f"solve and prove {size}", full_class(size), pairing.solve, aim)
    class30, class31 = full_class(30), full_class(31)
    line("solve and prove 30 with two threes", with_marks(class30, 2), pairing.solve, 500)
    line("price of one pair of 31", class31, lambda one: pairing.price(one, "s05", "s09"))
    line("three alternatives for 31", class31, pairing.alternatives, 300)
    line("clash in 30", nobody_left(class30), pairing.clash, 200)
    print(f"{'what if one swap in 31':<44}{one_swap(class31):>10.1f}{1:>8}")
    for file in (DEMO, *class_files()):
        problem = problem_of(file)
        proved = "proved" if pairing.solve(problem).proved else "NOT PROVED"
        line(f"{file.stem} ({len(problem.students)}, {proved})", problem, pairing.solve)
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB (aim 150)")


if __name__ == "__main__":
    main()
