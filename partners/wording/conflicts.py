"""Conflicts of hard rules as sentences, for behind the cover."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from partners import pairing
from partners.queries import in_words
from partners.wording import match_reasons

# More names than that are a crowd, and a sentence counts them.
FEW = 6
# How a teacher knows the rules that the engine names.
Told = Callable[[Sequence[pairing.HardRule]], Sequence[pairing.HardRule]]


@dataclass(frozen=True)
class Clash:
    """`headline` says in a sentence what the rules add up to, where one sentence can. `rules` are the rules as
    entered; without any one of them there is a plan, unless they are only the fewest that we found (`is_smallest`), or
    it is not even sure that there is no plan (`is_certain`). `threes_help` is true where two more threes would help,
    too."""

    headline: str
    rules: list[str]
    hard_rules: Sequence[pairing.HardRule] = ()
    threes_help: bool = False
    is_smallest: bool = True
    is_certain: bool = True

    @property
    def is_one(self) -> bool:
        """Whether a single rule cannot hold by itself."""
        return len(self.rules) == 1

    @property
    def title(self) -> str:
        if not self.is_certain:
            return "We found no way to keep all of these"
        return "This can’t hold" if self.is_one else "These can’t all hold"

    @property
    def way_out(self) -> str:
        if not self.is_certain:
            return "There may be a way that we did not find. Without some of them it is easier."
        if not self.is_smallest:
            return "They can’t all hold, and these are the fewest that we found. One of them has to give way first."
        if self.is_one:
            return "It has to give way first."
        return "They can’t all hold. One of them has to give way first."

    @property
    def ways_out(self) -> list[tuple[pairing.HardRule, str]]:
        """Each rule with its sentence."""
        return list(zip(self.hard_rules, self.rules, strict=True))


def clash(problem: pairing.Problem, students: match_reasons.Students, told: Told = tuple) -> Clash | None:
    """The smallest set of rules that cannot hold together, with the children's names. None where a plan exists."""
    try:
        pairing.solve(problem)
    except pairing.NoPlan as no_plan:
        return in_sentences(no_plan, problem, students, told) if no_plan.clash else None
    return None


def in_sentences(
    no_plan: pairing.NoPlan, problem: pairing.Problem, students: match_reasons.Students, told: Told = tuple
) -> Clash:
    rules = told(no_plan.clash)
    words = [broken_rule(rule, students) for rule in rules]
    found = pairing.shape(problem, no_plan.clash)
    headline = _headline(found, problem, rules, students) if found else ""
    return Clash(
        headline, words, rules, no_plan.two_more_threes, is_smallest=no_plan.is_smallest, is_certain=no_plan.is_certain
    )


def broken_rule(rule: pairing.HardRule, students: match_reasons.Students) -> str:
    """A hard rule as a sentence without its full stop."""
    words = _RULES.get(rule.kind, "A rule stands against {names}")
    return words.format(names=_names(rule.students, students)).rstrip(": ")


_RULES = {
    "never": "You set: {names} never together",
    "together": "You set: keep {names} together",
    "flag": "Someone does not feel safe: {names}",
    "lock": "Locked: {names}",
    "change": "You let {names} change",
    "mark": "You marked: {names} better in a three",
    "fresh": "Fresh, nobody with a partner from before: {names}",
    "no_lone_mixed_pair": "You set: no lone mixed pair: {names}",
    "threes": "There are more threes than the class needs",
}


def _names(keys: Sequence[str], students: match_reasons.Students) -> str:
    return in_words(sorted(students[key].called for key in keys if key in students))


def _some(keys: Sequence[str], students: match_reasons.Students) -> str:
    return _names(keys, students) if len(keys) <= FEW else f"{len(keys)} children"


def _headline(
    found: pairing.Shape, problem: pairing.Problem, rules: Sequence[pairing.HardRule], students: match_reasons.Students
) -> str:
    some, others = _some(found.students, students), _some(found.others, students)
    if found.kind == "nobody":
        return _nobody(problem, rules, found.students[0], students)
    if found.kind == "takers":
        return f"{some} may only be with {others}, so that one of them would be left over."
    groups = len(problem.students) // 2
    left = "one partnership" if groups == 1 else f"{groups} partnerships"
    return _HEADLINES[found.kind].format(some=some, groups=left)


_HEADLINES = {
    "torn": "{some} are to stay together, and something parts them.",
    "tied": "{some} are all tied together, and a group holds three at most.",
    "crowd": "{some} may not be with one another, and there is room in {groups} only.",
    "island": "{some} may only be with one another, so one of them would be left over.",
}


def _nobody(
    problem: pairing.Problem, rules: Sequence[pairing.HardRule], child: str, students: match_reasons.Students
) -> str:
    """Ana may not be with anyone who is left: never with Ben, Cleo and Dan; Eli and Fay are together."""
    left = {student.id for student in problem.students} - {child}
    parts = []
    for kind, words in _PARTED.items():
        parted = {key for rule in rules if rule.kind == kind and child in rule.students for key in rule.students} & left
        parts += [words.format(names=_names(sorted(parted), students))] if parted else []
        left -= parted
    if any(rule.kind == "fresh" for rule in rules):
        before = {key for entry in problem.history if child in entry.students for key in entry.students} & left
        parts += [f"{_names(sorted(before), students)} from before"] if before else []
        left -= before
    concerned = [rule for rule in rules if left.union([child]) & set(rule.students)]
    for kind, words in _BOUND.items():
        parts += [words.format(names=_names(rule.students, students)) for rule in concerned if rule.kind == kind]
    return f"{students[child].called} may not be with anyone who is left: {'; '.join(parts)}."


_PARTED = {
    "never": "never with {names}",
    "flag": "parted for safety from {names}",
    "change": "not again with {names}",
}
_BOUND = {
    "together": "{names} stay together",
    "lock": "{names} are locked",
    "mark": "{names} is marked for a three",
}
