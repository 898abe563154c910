"""The history of a plan, and the changes that are asked for, in words that may stand on a covered page."""

from dataclasses import dataclass

from classroom.models import Student
from partners.models import PlanAction, PlanStep
from partners.planning.draft import Layout
from partners.planning.regrouping import group_of
from partners.queries import in_words

WORDS = {
    PlanAction.START: "began this plan",
    PlanAction.SWAP: "swapped {names}",
    PlanAction.JOIN: "made a three around {first}",
    PlanAction.PAIR_UP: "made {names} a pair",
    PlanAction.PUT_ASIDE: "put {names} aside",
    PlanAction.LOCK: "locked {names}",
    PlanAction.UNLOCK: "unlocked {names}",
    PlanAction.REASON: "changed the reason why {names} are locked",
    PlanAction.COMPLETE: "asked for the rest",
    PlanAction.RELAX: "relaxed a rule for this plan",
}

# By the name of the address where it is asked for; a move by its kind.
ASKED = {
    "plan_undo": "one step back",
    "plan_redo": "one step forward again",
    "plan_complete": "the best way around what is locked",
    "plan_relax": "relax a rule for this plan",
    "plan_lock": "lock {group}",
    "plan_unlock": "unlock {group}",
    "swap": "swap {child} with {other}",
    "join": "{child} joins {group}",
    "pair": "make {child} and {other} a pair",
    "aside": "put {child} aside",
}
ABOUT_THE_HAND = ("plan_move", "plan_unlock")


def happened(layout: Layout, seen: int) -> list[str]:
    """What was done to a plan after the version that the page showed, oldest first."""
    steps = layout.plan.steps.filter(version__gt=seen, number__lte=layout.plan.step)
    lines = [_line(step, layout.here) for step in steps.select_related("by").order_by("number")]
    return lines or ["Someone went a step back, or forward again."]


def _line(step: PlanStep, here: dict[int, Student]) -> str:
    names = [here[pk].called for pk in step.students if pk in here]
    first = names[0] if names else "a child"
    words = WORDS[PlanAction(step.did)].format(names=in_words(names) or "two children", first=first)
    return f"{step.by.name if step.by else 'Someone'} {words}."


@dataclass(frozen=True)
class Asked:
    """A change as a page asked for it, so that it can be asked for once more: the name of its address and its path, and
    the fields of its form. `reason` is the one that was given, None where no field for it was sent."""

    address: str
    path: str
    fields: tuple[tuple[str, str], ...]
    reason: str | None = None
    uncovered: bool = False

    def value(self, name: str) -> str:
        return dict(self.fields).get(name, "")

    @property
    def hand(self) -> str:
        """The key of the child in the hand, where the change is about that child."""
        return self.value("hand") if self.address in ABOUT_THE_HAND else ""


def your_change(layout: Layout, asked: Asked) -> str:
    how, _, to = asked.value("to").partition(":") if asked.address == "plan_move" else ("", "", "")
    child = layout.students.get(asked.value("hand" if how else "child"))
    other = layout.students.get(to)
    group = _group(layout, other or child)
    change = ASKED.get(how or asked.address, "change this plan").format(
        child=child.called if child else "a child",
        other=other.called if other else "another child",
        group=in_words([student.called for student in group]) or "a partnership",
    )
    return f"Your change: {change}."


def now_together(layout: Layout, asked: Asked) -> list[str]:
    """Where the children of a change are now, as sentences."""
    keys = (asked.value("hand"), asked.value("to").partition(":")[2], asked.value("child"))
    students = [layout.students[key] for key in dict.fromkeys(keys) if key in layout.students]
    groups = dict.fromkeys(tuple(_group(layout, student)) or (student,) for student in students)
    return [_lies([student.called for student in group]) for group in groups]


def _group(layout: Layout, student: Student | None) -> list[Student]:
    return [layout.here[pk] for pk in group_of(layout.groups, student.pk)] if student else []


def _lies(names: list[str]) -> str:
    return f"{in_words(names)} are together now." if len(names) > 1 else f"{names[0]} has no partner now."
