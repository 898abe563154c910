"""An independent check of a plan, straight from the rules of the objective.

It imports nothing of the engine but the values that go in and come out, takes two children at a time, and
does its sums with plain numbers. What the solver got wrong it would have to get wrong in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

from .problem import Choice, HardRule, Levels, Note, Plan, Problem, Student, Together

FACTOR = {"off": 0, "low": 2, "normal": 4, "high": 6}
HURTS = {"not_fixed", "teased", "mocked"}
HARD_COSTS = {
    "not_fixed": 40, "teased": 40, "mocked": 40, "off_task": 30, "talk": 30, "loud": 30, "no_turn": 30,
    "too_shy": 30, "speed": 20, "stages": 20,
}  # fmt: skip
VOICE_COSTS = {
    frozenset({"takes_over", "very_quiet"}): 30, frozenset({"takes_over", "quiet"}): 15,
    frozenset({"takes_over"}): 10, frozenset({"very_quiet"}): 10,
}  # fmt: skip


class CheckFailed(Exception):
    """A plan is not what it says it is; the text says where."""


def check(problem: Problem, plan: Plan) -> None:
    """Recompute a plan from the class alone: the partition, the sizes, the hard rules, every fit, every level, the
    floor, the pairs to talk about first, and whether its value meets the bound that it carries. A plan made by hand
    (without a bound) may break hard rules, if it says which. Raises CheckFailed."""
    _check_partition(problem, plan)
    facts = Facts(problem)
    _check_rules(facts, plan)
    _check_value(facts, plan)
    _check_bound(plan)


def _must(same: bool, complaint: str) -> None:
    if not same:
        raise CheckFailed(complaint)


def _check_partition(problem: Problem, plan: Plan) -> None:
    placed = [student for group in plan.groups for student in group]
    ids = [student.id for student in problem.students]
    for student in ids:
        _must(placed.count(student) == 1, f"{student} is in {placed.count(student)} places")
    _must(len(placed) == len(ids), "somebody is placed who is not in the class")
    for group in plan.groups:
        _must(len(group) in (2, 3), f"{', '.join(group)}: a group of {len(group)}")


def _check_value(facts: Facts, plan: Plan) -> None:
    fits = {student: facts.fit_in_group(student, group) for group in plan.groups for student in group}
    _must(set(plan.fits) == set(fits), "the fits are not those of the children")
    for student, fit in sorted(fits.items()):
        _must(plan.fits[student] == fit, f"{student}: the fit is {fit} quarters, not {plan.fits[student]}")
    below = tuple(sum(fit < 4 * step for fit in fits.values()) for step in (10, 20, 30, 40, 50, 60))
    _must(plan.below == below, f"the counts below are {below}, not {plan.below}")
    floor = max([0, *(step for step in (10, 20, 30, 40, 50, 60) if all(fit >= 4 * step for fit in fits.values()))])
    _must(plan.floor == floor, f"the floor is {floor}, not {plan.floor}")
    total = sum(fits.values())
    _must(plan.total == total, f"the total is {total} quarters, not {plan.total}")
    beside_hard = _how_many(plan, facts.named_hard)
    _must(plan.beside_hard == beside_hard, f"{beside_hard} are beside a hard choice, not {plan.beside_hard}")
    kept = _how_many(plan, facts.stays_well)
    _must(plan.kept == kept, f"{kept} stay where it goes well, not {plan.kept}")
    changes = sum(facts.last_partners(student) != set(group) - {student} for group in plan.groups for student in group)
    _must(plan.changes == changes, f"the changes are {changes}, not {plan.changes}")
    talk_first = tuple(facts.talk_first())
    _must(plan.talk_first == talk_first, "the pairs to talk about first are others")


def _how_many(plan: Plan, holds: Callable[[str, str], bool]) -> int:
    """The children for whom this holds with a partner."""
    return sum(
        any(holds(student, other) for other in group if other != student) for group in plan.groups for student in group
    )


def _check_rules(facts: Facts, plan: Plan) -> None:
    broken = set(facts.broken(plan.groups))
    _must(plan.bound is None or not plan.broken, "a plan with a bound must break no rule")
    for kind, students in sorted(broken - set(plan.broken)):
        raise CheckFailed(f"broken and not said so: {kind} {', '.join(students)}")
    for kind, students in sorted(set(plan.broken) - broken):
        raise CheckFailed(f"said to be broken and is not: {kind} {', '.join(students)}")


def _check_bound(plan: Plan) -> None:
    if plan.bound is None:
        _must(not plan.proved, "proved without a bound")
        return
    own = _comparable(Levels(plan.below, plan.beside_hard, plan.kept, plan.total, plan.changes))
    bound = _comparable(plan.bound)
    _must(own <= bound, "the plan is better than its bound")
    _must(plan.proved == (own == bound), "proved must mean that the bound is met, and only that")


def _comparable(levels: Levels) -> tuple[int, ...]:
    below_60 = levels.below[5]
    return (
        *(-count for count in levels.below[:5]), -levels.beside_hard, levels.kept, -below_60, levels.total,
        -levels.changes,
    )  # fmt: skip


class Facts:
    """One class, looked up child by child."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.students = {student.id: student for student in problem.students}
        self.notes = {note.student: note for note in problem.notes}
        self.named_by_somebody = {choice.student for note in problem.notes for choice in note.great}

    # Fits

    def fit_in_group(self, student: str, group: tuple[str, ...]) -> int:
        """The fit of a child in a pair or a three, in quarters."""
        others = [other for other in group if other != student]
        if len(others) == 1:
            return self.fit(student, others[0])
        one, two = others
        fit = (self.fit(student, one) + self.fit(student, two)) // 2 - 4 * 5
        if self.mutual(one, two) and not self.mutual(student, one) and not self.mutual(student, two):
            fit -= 4 * 30
        if self._was_in_three(student) and not self.students[student].better_in_three:
            fit -= 10 * FACTOR[self._weight("history")]
        return max(fit, 0)

    def _was_in_three(self, student: str) -> bool:
        last = [entry.students for entry in self.problem.history if entry.rounds_ago == 1]
        return any(student in group and len(group) == 3 for group in last)

    def fit(self, i: str, j: str) -> int:
        """How good j would be for i, in quarters."""
        points = {
            **self._from_notes(i, j), **self._from_teacher(i, j),
            **self._from_dials(self.students[i], self.students[j]),
            "language": self._language(i, j), "welcoming": 10 * self._welcome(i, j),
            "helper_load": self._helper_load(i, j), "history": self._history(i, j),
        }  # fmt: skip
        quarters = sum(FACTOR[self._weight(key)] * value for key, value in points.items())
        return min(max(4 * 50 + quarters, 0), 4 * 100)

    def _weight(self, key: str) -> str:
        return self.problem.weights.get(key, "normal")

    def _from_notes(self, i: str, j: str) -> dict[str, int]:
        points = {"great": 0, "mutual": 8 if self.mutual(i, j) else 0, "hard": 0}
        if self._great(i, j):
            points["great"] = 30 + 10 * min(self.students[i].missed_picks, 2)
        objection = self._hard(i, j)
        if objection and not self._to_talk_first(i, j):
            points["hard"] = -max((HARD_COSTS[why] for why in objection.why if why in HARD_COSTS), default=25)
            points["hard"] -= 10 if self._hard(j, i) else 0
        return points

    def named_hard(self, i: str, j: str) -> bool:
        """Whether the child is beside a hard choice next to this partner."""
        return self._weight("hard") != "off" and bool(self._hard(i, j)) and not self._to_talk_first(i, j)

    def stays_well(self, i: str, j: str) -> bool:
        """Whether the child stays with this partner, with whom it goes well."""
        return self._weight("history") != "off" and self._goes_well(i, j)

    def talk_first(self) -> Iterator[tuple[str, str]]:
        """The child and the partner about whom the teacher is asked first."""
        for i in sorted(self.students):
            for j in sorted(self.students):
                if self._to_talk_first(i, j) and not self._partings(i, j):
                    yield i, j

    def _to_talk_first(self, i: str, j: str) -> bool:
        objection = self._hard(i, j)
        return bool(objection and HURTS.isdisjoint(objection.why) and self._goes_well(i, j))

    def _goes_well(self, i: str, j: str) -> bool:
        latest = self._latest(i, j)
        if latest is None or self.problem.mode != "steady":
            return False
        return latest.rounds_ago == 1 and latest.state == "going_well"

    def mutual(self, i: str, j: str) -> bool:
        """Whether the two named each other as great."""
        return bool(self._great(i, j) and self._great(j, i))

    def _great(self, i: str, j: str) -> Choice | None:
        return next((choice for choice in self._note(i).great if choice.student == j), None)

    def _hard(self, i: str, j: str) -> Choice | None:
        return next((choice for choice in self._note(i).hard if choice.student == j), None)

    def _note(self, i: str) -> Note:
        return self.notes.get(i, Note(i))

    def _from_teacher(self, i: str, j: str) -> dict[str, int]:
        kinds = {rule.kind for rule in self.problem.rules if {i, j} <= set(rule.students)}
        return {
            "better_not": -35 if "better_not" in kinds else 0,
            "good_idea": 25 if "good_idea" in kinds else 0,
        }

    def _from_dials(self, i: Student, j: Student) -> dict[str, int]:
        behaviour = 12 if (i.behaviour, j.behaviour) == ("needs_model", "models") else 0
        behaviour -= 30 if i.behaviour == j.behaviour == "needs_model" else 0
        stage = 0
        if i.stage is not None and j.stage is not None:
            stage = {0: 4, 1: 4, 2: -6, 3: -18}[abs(i.stage - j.stage)]
        support = (-25 if i.high_support and j.high_support else 0) + (5 if set(i.pace) & set(j.pace) else 0)
        hobbies = {word.strip().casefold() for word in i.interests} & {word.strip().casefold() for word in j.interests}
        return {
            "voice": -VOICE_COSTS.get(frozenset({i.voice or "", j.voice or ""}), 0),
            "behaviour": behaviour,
            "stage": stage,
            "strengths": min(10, 5 * len(set(i.goals) & set(j.strengths))),
            "support": support,
            "interests": min(6, 2 * len(hobbies)),
            "time": -20 if min(i.time_share, j.time_share) < 60 else 0,
        }

    def _language(self, i: str, j: str) -> int:
        level = self.students[i].english
        if level == "developing":
            return 10 if self._share_language(i, j) else 0
        if level != "newcomer":
            return 0
        if self._bridge(i, j):
            return 20
        has_bridge = any(self._bridge(i, other) for other in self.students if other != i)
        return -20 if has_bridge or self.students[j].english == "newcomer" else 0

    def _bridge(self, i: str, j: str) -> bool:
        learns = self.students[j].english in ("newcomer", "developing")
        return self.students[i].english == "newcomer" and not learns and self._share_language(i, j)

    def _share_language(self, i: str, j: str) -> bool:
        spoken = [{tag.split("-")[0].casefold() for tag in self.students[child].languages} for child in (i, j)]
        return bool((spoken[0] & spoken[1]) - {"en"})

    def _welcome(self, i: str, j: str) -> bool:
        child = self.students[i]
        unnamed = bool(self.problem.notes) and i not in self.named_by_somebody
        return bool(self.students[j].welcoming and (child.voice == "very_quiet" or child.new or unnamed))

    def _helper_load(self, i: str, j: str) -> int:
        leans = (
            (self._weight("language") != "off" and self._bridge(j, i))
            or (self._weight("welcoming") != "off" and self._welcome(j, i))
            or (
                self._weight("behaviour") != "off"
                and self.students[j].behaviour == "needs_model"
                and self.students[i].behaviour == "models"
            )
        )
        return -10 * min(self.students[i].helper_rounds, 2) if leans else 0

    def _history(self, i: str, j: str) -> int:
        latest = self._latest(i, j)
        if latest and self.problem.mode == "mix":
            return -15
        if latest and self.problem.mode == "steady" and latest.rounds_ago == 1:
            return {"going_well": 20, "growing": 5, "needs_me": -40}.get(latest.state or "", 0)
        return 0

    def _latest(self, i: str, j: str) -> Together | None:
        entries = [entry for entry in self.problem.history if {i, j} <= set(entry.students)]
        return min(entries, key=lambda entry: entry.rounds_ago, default=None)

    def last_partners(self, student: str) -> set[str]:
        """The partners of last round."""
        last = [entry.students for entry in self.problem.history if entry.rounds_ago == 1]
        return {other for group in last if student in group for other in group} - {student}

    # Hard rules

    def broken(self, groups: tuple[tuple[str, ...], ...]) -> Iterator[HardRule]:
        """The hard rules that these groups break."""
        for group in groups:
            for pair in combinations(sorted(group), 2):
                yield from (HardRule(kind, pair) for kind in sorted(self._partings(*pair)))
            if len(group) == 2:
                yield from (HardRule("mark", (one,)) for one in group if self.students[one].better_in_three)
        sets = [set(group) for group in groups]
        for rule in self.problem.rules:
            if rule.kind == "together" and not any(set(rule.students) <= group for group in sets):
                yield HardRule("together", tuple(sorted(rule.students)))
        for lock in self.problem.locks:
            if set(lock) not in sets:
                yield HardRule("lock", tuple(sorted(lock)))
        mixed = [group for group in groups if {"A", "B"} <= {self.students[one].side for one in group}]
        if self.problem.no_lone_mixed_pair and len(mixed) == 1:
            yield HardRule("no_lone_mixed_pair", tuple(sorted(mixed[0])))
        if sum(len(group) == 3 for group in groups) > self._most_threes():
            yield HardRule("threes", ())

    def _partings(self, i: str, j: str) -> set[str]:
        never = any(rule.kind == "never" and {i, j} <= set(rule.students) for rule in self.problem.rules)
        unsafe = any("unsafe" in choice.why for choice in (self._hard(i, j), self._hard(j, i)) if choice)
        flag = unsafe or any({i, j} == set(pair) for pair in self.problem.flags)
        fresh = self.problem.mode == "fresh" and self._latest(i, j) and j not in self._held_with(i)
        return {kind for kind, holds in (("never", never), ("flag", flag), ("fresh", fresh)) if holds}

    def _held_with(self, student: str) -> set[str]:
        held, grown = {student}, True
        bonds = [set(rule.students) for rule in self.problem.rules if rule.kind == "together"]
        bonds += [set(lock) for lock in self.problem.locks]
        while grown:
            wider = held.union(*(bond for bond in bonds if bond & held))
            grown, held = wider != held, wider
        return held

    def _most_threes(self) -> int:
        held = {frozenset(self._held_with(student)) for student in self.students}
        marked = sum(student.better_in_three for student in self.problem.students)
        threes = marked + sum(len(one) == 3 for one in held) + self.problem.extra_threes
        return threes if threes % 2 == len(self.students) % 2 else threes + 1
