"""The class in a few facts about the plan, not about children; as they are now, and as they were a step before."""

from dataclasses import dataclass

from partners import pairing
from partners.desk.proof import has_few_notes
from partners.planning.draft import Layout
from partners.planning.regrouping import in_groups


@dataclass(frozen=True)
class Fact:
    """One fact. `was` is empty where the last step changed nothing about it."""

    what: str
    how: str
    was: str = ""


def facts(layout: Layout) -> list[Fact]:
    now = facts_of(layout, layout.valued)
    before = layout.before
    then = dict(facts_of(layout, layout.value(in_groups(before.groups, layout.here)))) if before else {}
    return [Fact(what, how, then[what] if then.get(what, how) != how else "") for what, how in now]


def facts_of(layout: Layout, plan: pairing.Plan) -> list[tuple[str, str]]:
    """The facts of a plan for the class of this layout, as (fact, value)."""
    told = pairing.summary(layout.problem, plan)
    # Partners to talk with first are asked about on their cards: the note alone does not count yet.
    hard = set(told.hard_notes) - set(plan.talk_first)
    broken = [rule for rule in plan.broken if rule.kind not in ("threes", "lock")]
    found = [
        ("A pick came true", f"{len(told.honoured)} of {len(told.named)}"),
        ("Picked each other", _count(len(told.mutual), "pair")),
        ("Against a note", _count(len(hard), "child", "children")),
        *([] if has_few_notes(layout) else [("Few reasons yet", _count(len(told.little), "child", "children"))]),
        ("Your rules", _rules(len(broken), len(layout.relaxed))),
        ("Threes", str(len(told.threes) or "none")),
        ("Helpers", _count(len(told.leaned_on), "child", "children")),
    ]
    if any(together.rounds_ago == 1 for together in layout.problem.history):
        found.append(("New partner", f"{len(told.changed)} of {len(plan.fits)}"))
    return found


def alone(layout: Layout) -> str:
    """How many children have no partner. All other facts are about the children who have one."""
    return _count(len(layout.aside), "child", "children")


def _rules(broken: int, relaxed: int) -> str:
    kept = f"{broken} not kept" if broken else "all kept"
    return f"{kept}, {relaxed} relaxed" if relaxed else kept


def _count(number: int, one: str, more: str = "") -> str:
    return f"{number or 'no'} {one if number == 1 else more or one + 's'}"
