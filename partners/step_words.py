"""What happened to a plan, in words that may stand on a covered page."""

from classroom.models import Student
from partners.layout import Layout
from partners.models import Did, PlanStep
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


def happened(layout: Layout, seen: int) -> list[str]:
    """What was done to a plan after the version that a page showed, oldest first."""
    steps = layout.plan.steps.filter(version__gt=seen, number__lte=layout.plan.step)
    lines = [_line(step, layout.here) for step in steps.select_related("by").order_by("number")]
    return lines or ["Someone went a step back, or forward again."]


def _line(step: PlanStep, here: dict[int, Student]) -> str:
    names = [here[pk].called for pk in step.students if pk in here]
    words = WORDS[Did(step.did)].format(names=in_words(names) or "two children", first=names[0] if names else "a child")
    return f"{step.by.name if step.by else 'Someone'} {words}."
