"""The worst cases that are known of what a page waits for: `python -m bench.worst`, or one row: `... worst NUMBER`.

Each row runs in a process of its own: seconds of processor time (the median of three runs, each on a class that the
engine has not seen; one run where it takes long) and the most memory that the process ever had, with Python and its
libraries. The aims: 2 s and 150 MB up to 40 children with up to 6 marked, 5 s for 200, 1 s and a proof for a solve.
"""

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from statistics import median

from partners import pairing
from partners.pairing import NoPlan, Problem, Rule, Student
from tests.partners.pairing.classes import full_class, ids

RUNS = 3
LONG = 5.0
MEGABYTES = 150

# Does the work, and says what is to be said of the answer.
Work = Callable[[Problem], str]


@dataclass(frozen=True)
class Row:
    """One worst case. `aim` is in seconds of processor time; `must` is what the answer should say."""

    name: str
    aim: float
    make: Callable[[], Problem]
    work: Work
    must: str = ""


@dataclass(frozen=True)
class Measured:
    """What came out: seconds of processor time, the most memory in MB, and what was said of the answer."""

    seconds: float
    megabytes: int
    said: str


def main() -> None:
    """Print the table, or measure one row."""
    if len(sys.argv) > 1 and sys.argv[-1].isdigit():
        print(json.dumps(vars(measure(ROWS[int(sys.argv[-1])]))))
        return
    print(f"\n{'worst cases':<52}{'CPU s':>8}{'aim':>6}{'MB':>6}{'aim':>6}  {'answer':<26}")
    for number, row in enumerate(ROWS):
        found = in_a_process(number)
        missed = found.seconds > row.aim or found.megabytes > MEGABYTES or not found.said.startswith(row.must)
        print(
            f"{row.name:<52}{found.seconds:>8.2f}{row.aim:>6.0f}{found.megabytes:>6}{MEGABYTES:>6}  {found.said:<26}"
            f"{'MISSED' if missed else ''}",
            flush=True,
        )


def in_a_process(number: int) -> Measured:
    """One row, measured by itself. A process starts with the peak of the one that starts it, so this one does no
    work."""
    asked = [sys.executable, "-m", "bench.worst", str(number)]
    done = subprocess.run(asked, check=True, stdout=subprocess.PIPE, text=True)
    return Measured(**json.loads(done.stdout))


def measure(row: Row) -> Measured:
    """One row, measured here."""
    problem = row.make()
    times: list[float] = []
    said = ""
    while len(times) < RUNS and sum(times) < LONG:
        unseen = replace(problem)
        start = time.process_time()
        said = row.work(unseen)
        times.append(time.process_time() - start)
    return Measured(median(times), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, said)


# What a page asks


def solve(problem: Problem) -> str:
    """The best plan."""
    return _proved([pairing.solve(problem)])


def suggest(problem: Problem) -> str:
    """The best plan, and the check that every suggestion passes."""
    plan = pairing.solve(problem)
    pairing.check(problem, plan)
    return _proved([plan])


def three_ideas(problem: Problem) -> str:
    """Three alternatives, each checked."""
    ideas = pairing.alternatives(problem)
    for idea in ideas:
        pairing.check(problem, idea)
    return _proved(ideas)


def two_together(problem: Problem) -> str:
    """What it would mean to have the first child with the last."""
    return _priced([pairing.price(problem, problem.students[0].id, problem.students[-1].id)])


def clash(problem: Problem) -> str:
    """The rules that cannot hold together, and whether two more threes would help."""
    try:
        pairing.solve(problem)
    except NoPlan as no_plan:
        size = f"{'smallest' if no_plan.is_smallest else 'found'}: {len(no_plan.clash)} rules"
        return f"{size}{', threes help' if no_plan.two_more_threes else ''}"
    return "there is a plan"


def _proved(plans: Sequence[pairing.Plan]) -> str:
    proved = sum(plan.proved for plan in plans)
    return ("proved" if proved else "not proved") if len(plans) == 1 else f"{proved} of {len(plans)} proved"


def _priced(prices: Sequence[pairing.Price]) -> str:
    return _proved([price.plan for price in prices if price.plan])


# Classes


def with_marks(problem: Problem, count: int) -> Problem:
    """The class with its first children marked as better in a three."""
    marked = (replace(one, better_in_three=place < count) for place, one in enumerate(problem.students))
    return replace(problem, students=tuple(marked))


def marked(size: int, count: int) -> Callable[[], Problem]:
    """A full class, some of it marked."""
    return lambda: with_marks(full_class(size), count)


def only_pairs(size: int, allowed: Iterable[tuple[str, str]]) -> Problem:
    """A class of which only these pairs may meet, by one rule for every other pair."""
    parted = sorted(set(combinations(ids(size), 2)) - set(allowed))
    return Problem(tuple(map(Student, ids(size))), rules=tuple(Rule("never", pair) for pair in parted))


def few_allowed(size: int, allowed: int) -> Problem:
    """A class of which only so many pairs may meet, drawn by lot."""
    lots = random.Random(size)  # noqa: S311 the same class each time
    return only_pairs(size, lots.sample(list(combinations(ids(size), 2)), allowed))


def in_chains(size: int, length: int) -> Problem:
    """A class of chains, in which each child may meet the one before and the one after."""
    children = ids(size)
    return only_pairs(size, [children[place : place + 2] for place in range(size - 1) if (place + 1) % length])  # type: ignore[misc]


def in_islands(size: int, each: int) -> Problem:
    """A class of islands, in which each child may meet those of the same island only."""
    islands = (ids(size)[place : place + each] for place in range(0, size, each))
    return only_pairs(size, [pair for island in islands for pair in combinations(island, 2)])


def tied_in_chains(size: int, length: int) -> Problem:
    """A class in which keep-togethers hold each child with the next of the same chain."""
    children = ids(size)
    ties = [Rule("together", children[place : place + 2]) for place in range(size - 1) if (place + 1) % length]
    return Problem(tuple(map(Student, children)), rules=tuple(ties))


ROWS = (
    Row("solve 31 with 4 marked", 1, marked(31, 4), solve, must="proved"),
    Row("solve 35 with 12 marked", 2, marked(35, 12), solve),
    Row("solve 40 with 6 marked", 1, marked(40, 6), solve, must="proved"),
    Row("the same, and check it", 2, marked(40, 6), suggest),
    Row("solve 199", 5, marked(199, 0), solve, must="proved"),
    Row("solve 200", 5, marked(200, 0), solve, must="proved"),
    Row("solve 199 and check it", 5, marked(199, 0), suggest),
    Row("three alternatives for 31 with 4 marked", 2, marked(31, 4), three_ideas),
    Row("three alternatives for 40 with 6 marked", 2, marked(40, 6), three_ideas),
    Row("three alternatives for 199", 5, marked(199, 0), three_ideas),
    Row("two together in 40 with 6 marked", 2, marked(40, 6), two_together),
    Row("two together in 199", 5, marked(199, 0), two_together),
    Row("solve 200 with 6 marked", 5, marked(200, 6), solve),
    Row("solve 200 with 30 marked", 5, marked(200, 30), solve),
    Row("clash in 35, 40 of 595 pairs allowed", 2, lambda: few_allowed(35, 40), clash, must="smallest"),
    Row("clash in 200, chains of 5", 5, lambda: in_chains(200, 5), clash),
    Row("clash in 200, islands of 25", 5, lambda: in_islands(200, 25), clash),
    Row("clash in 200, keep-togethers in chains of 4", 5, lambda: tied_in_chains(200, 4), clash, must="found: 3"),
)


if __name__ == "__main__":
    main()
