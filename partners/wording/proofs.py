"""How good a plan is beside every other one, in sentences for behind the cover."""

from partners.pairing import STEPS, Levels

BEST = "No other plan is better for this class under your rules."
BEST_AROUND_LOCKS = "Around what is locked, no other plan is better for this class under your rules."
BEST_FOUND = "This is the best we found; there may be a better one."
COMPARED = "Every way to put this class into pairs and threes that your rules allow was taken into account."
COMPARED_IN_PART = (
    "The search stopped after a fixed number of steps, so that some ways to put this class into pairs and threes were "
    "not ruled out."
)
ORDER = (
    "Each child’s match is rated from 0 to 100, and what counts first is that nobody is badly placed, then that nobody "
    "is beside someone they named as hard{steady}, and then how well it goes for the whole class."
)
STEADY = ", then that partners who go well stay together"
CHECKED = "A second program, written apart from the first, went over the result and agreed."


def how_we_know(plan: Levels, bound: Levels, *, is_steady: bool) -> list[str]:
    """Four sentences: what was compared, in which order things count, what no plan can surpass, who checked it."""
    most, order = in_words(bound, is_steady), ORDER.format(steady=STEADY if is_steady else "")
    if plan.rank >= bound.rank:
        return [COMPARED, order, f"No plan can surpass this, and this plan reaches it: {most}.", CHECKED]
    limit = f"No plan can surpass {most}; this plan has {in_words(plan, is_steady)}."
    return [COMPARED_IN_PART, order, limit, CHECKED]


def in_words(levels: Levels, is_steady: bool) -> str:
    """The levels of a plan, in the order in which they count."""
    parts = [*_badly_placed(levels.below[:-1]), f"{_children(levels.beside_hard)} beside someone they named as hard"]
    if is_steady and levels.kept:
        parts.append(f"{_children(levels.kept)} still with a partner with whom it goes well")
    parts.append(f"{_children(levels.below[-1])} below {STEPS[-1]}")
    return ", ".join([*parts, f"{levels.total / 4:,g} for all together"])


def _badly_placed(below: tuple[int, ...]) -> list[str]:
    """How many children are below each step, from the highest step on that nobody is below."""
    counts = list(zip(STEPS, below, strict=False))
    clear = max((step for step, count in counts if not count), default=0)
    return [f"nobody below {clear}"] * bool(clear) + [
        f"{_children(count)} below {step}" for step, count in counts if step > clear
    ]


def _children(count: int) -> str:
    return f"{count} {'child' if count == 1 else 'children'}" if count else "nobody"


def what_is_better(best: Levels, plan: Levels) -> str:
    """A sentence about the first thing in which the best plan is better than this one."""
    return f"Another plan is better under your rules: {_first_difference(best, plan)}."


def _first_difference(best: Levels, plan: Levels) -> str:
    for step, one, other in zip(STEPS[:-1], best.below, plan.below, strict=False):
        if one != other:
            return f"{_fewer(other - one)} with a match below {step} of 100"
    if best.beside_hard != plan.beside_hard:
        return f"{_fewer(plan.beside_hard - best.beside_hard)} beside someone they named as hard"
    if best.kept != plan.kept:
        return f"{_more(best.kept - plan.kept)} with a partner with whom it goes well"
    if best.below[-1] != plan.below[-1]:
        return f"{_fewer(plan.below[-1] - best.below[-1])} with few reasons"
    if best.total != plan.total:
        return f"{(best.total - plan.total) / 4:g} more for all together"
    return "it is as good, and fewer children change partners"


def _fewer(count: int) -> str:
    return f"{count} fewer {'child' if count == 1 else 'children'}"


def _more(count: int) -> str:
    return f"{count} more {'child' if count == 1 else 'children'}"
