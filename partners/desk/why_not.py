"""Why not these two? Says what it would cost the class to have two children together, also for every two as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from classroom.models import Student
from partners import pairing
from partners.desk.comparison import names, total_in_words
from partners.pairing import NoPlan
from partners.planning.draft import Layout
from partners.wording.conflicts import broken_rule

__all__ = ["HEAT", "NoPlan", "table", "why_not"]

# The class may lose up to this many points for it to cost little.
LITTLE = 20
HEAT = ("costs nothing", "costs little", "costs something", "costs much", "not possible")


@dataclass(frozen=True)
class Answer:
    """The changes in the best plan with two children together, as sentences. `is_possible` says whether there is
    such a plan."""

    one: Student
    other: Student
    lines: list[str]
    is_possible: bool


def why_not(layout: Layout, one: Student, other: Student) -> Answer:
    """Compares the best plan in which the two are together with the best plan around the locks. Raises NoPlan where
    the rules leave no plan at all."""
    problem = layout.to_solve
    price = pairing.price(problem, one.key, other.key)
    if price.plan is None or price.cost is None:
        rules = [broken_rule(rule, layout.students) for rule in layout.told(price.forbidden)]
        return Answer(one, other, [f"Not possible. {'. '.join(rules)}."], is_possible=False)
    best = pairing.solve(problem)
    return Answer(one, other, _lines(layout, best, price.plan, price.cost), is_possible=True)


def _lines(layout: Layout, best: pairing.Plan, plan: pairing.Plan, cost: pairing.Comparison) -> list[str]:
    if best.groups == plan.groups:
        return ["The best plan has the two together already."]
    before, after = (pairing.summary(layout.to_solve, each) for each in (best, plan))
    lines = []
    if change := len(after.little) - len(before.little):
        lines.append(f"The best plan then has {_count(change)} for whom little speaks.")
    lost, won = set(before.honoured) - set(after.honoured), set(after.honoured) - set(before.honoured)
    for keys, words in ((lost, "no pick any more"), (won, "a pick that comes true")):
        if keys:
            lines.append(f"{names(layout, keys)} {'have' if len(keys) > 1 else 'has'} {words}.")
    for ones, words in ((cost.losses, "Harder for"), (cost.gains, "Better for")):
        if ones:
            lines.append(f"{words} {names(layout, ones)}.".replace("..", "."))
    return [*lines, f"For the whole class: {total_in_words(cost.total)}."]


def _count(change: int) -> str:
    number = "one" if abs(change) == 1 else str(abs(change))
    return f"{number} {'more' if change > 0 else 'fewer'} {'child' if abs(change) == 1 else 'children'}"


@dataclass(frozen=True)
class Cell:
    """The cost of two children together: the second of them, and an index into HEAT."""

    student: Student
    heat: int

    @property
    def words(self) -> str:
        return HEAT[self.heat]


@dataclass(frozen=True)
class Row:
    student: Student
    cells: Sequence[Cell | None]


def table(layout: Layout) -> list[Row]:
    """The cost of every two children. Each pair is in the table once, below the diagonal. Raises NoPlan."""
    best = pairing.solve(layout.to_solve)
    prices = pairing.price_table(layout.to_solve)
    students = list(layout.here.values())
    heat = {frozenset(pair): _heat(best, levels) for pair, levels in prices.items()}
    cells = {frozenset(pair): heat[frozenset(student.key for student in pair)] for pair in combinations(students, 2)}
    return [
        Row(row, [Cell(column, cells[frozenset((row, column))]) for column in students[:place]])
        for place, row in enumerate(students)
    ]


def _heat(best: pairing.Plan, levels: pairing.Levels | None) -> int:
    """The index into HEAT. One more child with few reasons costs something; more of them, or one who is badly
    placed, cost much."""
    if levels is None:
        return len(HEAT) - 1
    more = [new - old for new, old in zip(levels.below, best.below, strict=True)]
    if levels.below > best.below:
        return 3 if max(more[:3]) > 0 or max(more) > 1 else 2
    points = (best.total - levels.total) / 4
    return sum(points > step for step in (0, LITTLE))
