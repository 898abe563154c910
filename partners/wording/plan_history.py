"""The history of a plan, and the changes that are asked for, in words that may stand on a covered page."""

from collections.abc import Mapping

from classroom.models import Student
from partners.models import Did, PlanStep
from partners.planning.draft import Layout
from partners.planning.regrouping import group_of
from partners.queries import in_words

WORDS = {
    Did.START: "began this plan",
    Did.SWAP: "swapped {names}",
    Did.JOIN: "made a three around {first}",
    Did.PAIR_UP: "made {names} a pair",
    Did.PUT_ASIDE: "put {names} aside",
    Did.LOCK: "locked {names}",
    Did.UNLOCK: "unlocked {names}",
    Did.REASON: "changed the reason why {names} are locked",
    Did.COMPLETE: "asked for the rest",
    Did.RELAX: "relaxed a rule for this plan",
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


def happened(layout: Layout, seen: int) -> list[str]:
    """What was done to a plan after the version that the page showed, oldest first."""
    steps = layout.plan.steps.filter(version__gt=seen, number__lte=layout.plan.step)
    lines = [_line(step, layout.here) for step in steps.select_related("by").order_by("number")]
    return lines or ["Someone went a step back, or forward again."]


def _line(step: PlanStep, here: dict[int, Student]) -> str:
    names = [here[pk].called for pk in step.students if pk in here]
    words = WORDS[Did(step.did)].format(names=in_words(names) or "two children", first=names[0] if names else "a child")
    return f"{step.by.name if step.by else 'Someone'} {words}."


def asked_for(layout: Layout, address: str, fields: Mapping[str, str]) -> str:
    """A change in words, by the address and the fields that ask for it."""
    how, _, to = fields.get("to", "").partition(":") if address == "plan_move" else ("", "", "")
    child = layout.students.get(fields.get("hand", "") if how else fields.get("child", ""))
    other = layout.students.get(to)
    group = _group(layout, other or child)
    return ASKED.get(how or address, "change this plan").format(
        child=child.called if child else "a child",
        other=other.called if other else "another child",
        group=in_words([student.called for student in group]) or "a partnership",
    )


def now_together(layout: Layout, fields: Mapping[str, str]) -> list[str]:
    """Where the children of a change are now, as sentences."""
    keys = (fields.get("hand", ""), fields.get("to", "").partition(":")[2], fields.get("child", ""))
    students = [layout.students[key] for key in dict.fromkeys(keys) if key in layout.students]
    groups = dict.fromkeys(tuple(_group(layout, student)) or (student,) for student in students)
    return [_lies([student.called for student in group]) for group in groups]


def _group(layout: Layout, student: Student | None) -> list[Student]:
    return [layout.here[pk] for pk in group_of(layout.groups, student.pk)] if student else []


def _lies(names: list[str]) -> str:
    return f"{in_words(names)} are together now." if len(names) > 1 else f"{names[0]} has no partner now."
