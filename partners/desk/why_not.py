"""Why not these two? Says what it would mean for the class to have two children together."""

from dataclasses import dataclass

from classroom.models import Student
from partners import pairing
from partners.desk.comparison import names, total_in_words
from partners.pairing import NoPlan
from partners.planning.draft import Layout
from partners.wording.conflicts import broken_rule

__all__ = ["NoPlan", "why_not"]

NOT_FOUND = "We found no partners for the class with these two together. There may be some that we did not find."


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
        if not price.forbidden:
            return Answer(one, other, [NOT_FOUND], is_possible=False)
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
        lines.append(f"The best plan then has {_count(change)} with few reasons.")
    lost, won = set(before.honoured) - set(after.honoured), set(after.honoured) - set(before.honoured)
    for keys, words in ((lost, "would lose a partner they picked"), (won, "would get a partner they picked")):
        if keys:
            lines.append(f"{names(layout, keys)} {words}.")
    for ones, words in ((cost.losses, "Harder for"), (cost.gains, "Better for")):
        if ones:
            lines.append(f"{words} {names(layout, ones)}.".replace("..", "."))
    return [*lines, f"For the whole class: {total_in_words(cost.total)}."]


def _count(change: int) -> str:
    number = "one" if abs(change) == 1 else str(abs(change))
    return f"{number} {'more' if change > 0 else 'fewer'} {'child' if abs(change) == 1 else 'children'}"
