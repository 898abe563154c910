"""Five ways to make partners, compared on real classes by what the children wrote: `CLASSES=FOLDER python -m
bench.classes`. docs/benchmark.md says what each number means and how to add another way."""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, replace
from itertools import compress
from statistics import fmean

from bench.real import real_classes, why_none
from bench.ways import Way, at_random, greedy, most_picks, ours, slips_in_turn
from bench.wishes import Groups, Wishes, gains_by_naming_one
from partners import pairing
from partners.pairing import Note, Problem, Student
from partners.pairing.scoring import QUARTERS

# By name: the way, how many lots each number is the mean of, and how many for the rate of gain, which takes longest.
WAYS: dict[str, tuple[Way, int, int]] = {
    "random": (at_random, 100, 5),
    "slips honoured in turn": (slips_in_turn, 100, 5),
    "greedy with swaps": (greedy, 1, 1),
    "most picks": (most_picks, 20, 2),
    "ours": (ours, 1, 1),
}
HEAD = (
    f"{'':24}{'own pick':>10}{'beside':>9}{'groups with':>13}{'worst':>7}{'blocking':>10}{'gain by':>10}{'ms a':>9}\n"
    f"{'':24}{'met, %':>10}{'hard':>9}{'a hard':>13}{'fit':>7}{'pairs':>10}{'one, %':>10}{'class':>9}"
)


@dataclass(frozen=True)
class Outcome:
    """What a way came to in one class, as means over its lots. All but `worst_fit` (points) and `seconds` of processor
    time are counts of children, groups or pairs."""

    met: float
    beside_hard: float
    hard_groups: float
    worst_fit: float
    blocking: float
    gaining: float
    seconds: float


def main() -> None:
    """Print a table of all classes and, where these are only some, one of those with hard choices."""
    if missing := why_none():
        sys.exit(missing)
    problems = [only_notes(problem) for _, problem in real_classes()]
    found = {name: [outcome(problem, *way) for problem in problems] for name, way in WAYS.items()}
    hard = [any(note.hard for note in problem.notes) for problem in problems]
    _print_table("all classes", problems, found)
    if any(hard) and not all(hard):
        some = {name: list(compress(outcomes, hard)) for name, outcomes in found.items()}
        _print_table("those in which children also named whom they find hard", list(compress(problems, hard)), some)


def only_notes(problem: Problem) -> Problem:
    """A class with nothing but who named whom: that is all that every way can use, and it leaves no hard rules."""
    return Problem(
        tuple(Student(student.id) for student in problem.students),
        tuple(_without_reasons(note) for note in problem.notes),
    )


def _without_reasons(note: Note) -> Note:
    great, hard = (tuple(replace(choice, why=()) for choice in named) for named in (note.great, note.hard))
    return Note(note.student, great, hard)


def outcome(problem: Problem, way: Way, lots: int, lots_for_gain: int) -> Outcome:
    """Measure one way in one class."""
    wishes = Wishes(problem)
    start = time.process_time()
    plans = [way(replace(problem), lot) for lot in range(lots)]
    seconds = (time.process_time() - start) / lots

    def mean(count: Callable[[Groups], float]) -> float:
        return fmean(map(count, plans))

    return Outcome(
        met=mean(wishes.met),
        beside_hard=mean(wishes.beside_hard),
        hard_groups=mean(wishes.hard_groups),
        worst_fit=mean(lambda groups: worst_fit(problem, groups)),
        blocking=mean(lambda groups: len(wishes.blocking_pairs(groups))),
        gaining=fmean(gaining(problem, way, lot, plans[lot]) for lot in range(lots_for_gain)),
        seconds=seconds,
    )


def gaining(problem: Problem, way: Way, lot: int, groups: Groups) -> int:
    """How many children of a class would gain by naming only one of their picks, each by themselves."""
    named = Wishes(problem).named_somebody
    return sum(gains_by_naming_one(problem, groups, lambda other: way(other, lot), child) for child in named)


def worst_fit(problem: Problem, groups: Groups) -> float:
    """The lowest fit of a child, in points."""
    return min(pairing.evaluate(problem, groups).fits.values()) / QUARTERS


def _print_table(heading: str, problems: Sequence[Problem], found: dict[str, list[Outcome]]) -> None:
    children = sum(len(problem.students) for problem in problems)
    named = sum(len(Wishes(problem).named_somebody) for problem in problems)
    print(f"\n{heading}: {len(problems)} classes, {children} children, of whom {named} named somebody\n{HEAD}")
    for name, outcomes in found.items():
        met, beside, hard, worst, blocking, gaining, seconds = (
            fmean(numbers) for numbers in zip(*map(astuple, outcomes), strict=True)
        )
        count, percent = len(outcomes), 100 * len(outcomes) / named
        print(
            f"{name:24}{met * percent:>10.1f}{beside * count:>9.1f}{hard * count:>13.1f}{worst:>7.1f}"
            f"{blocking * count:>10.1f}{gaining * percent:>10.1f}{seconds * 1000:>9.2f}"
        )


if __name__ == "__main__":
    main()
