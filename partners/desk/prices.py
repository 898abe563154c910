"""Why not these two? What it would mean for the class to have them together."""

from dataclasses import dataclass

from classroom.models import Student
from partners import pairing
from partners.clashes import broken_rule
from partners.desk.comparison import names, total_in_words
from partners.layout import Layout
from partners.pairing import NoPlan

__all__ = ["NoPlan", "why_not"]


@dataclass(frozen=True)
class Answer:
    """What the best plan with two children together changes, as sentences. `is_possible` says that there is one."""

    one: Student
    other: Student
    lines: list[str]
    is_possible: bool


def why_not(layout: Layout, one: Student, other: Student) -> Answer:
    """Beside the best plan around what is locked. Raises NoPlan where there is none."""
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
