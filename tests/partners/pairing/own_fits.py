"""Fits as the objective states them, worked out once more for the tests alone: neither the solver's nor the check's.

Every consideration is a function from a child and a partner to points, before the teacher's weight. Fits are counted in
quarters of a point, as the engine gives them.
"""

from collections.abc import Callable
from functools import cached_property
from itertools import permutations

from partners.pairing import Problem

QUARTERS = {"off": 0, "low": 2, "normal": 4, "high": 6}
LEARNING = {"newcomer", "developing"}
STRONG = {"not_fixed": 40, "teased": 40, "mocked": 40}
HARD = STRONG | dict.fromkeys(("off_task", "talk", "loud", "no_turn", "too_shy"), 30) | {"speed": 20, "stages": 20}
VOICES = {
    ("takes_over", "very_quiet"): -30,
    ("quiet", "takes_over"): -15,
    ("takes_over", "takes_over"): -10,
    ("very_quiet", "very_quiet"): -10,
}


class OwnFits:
    """The fits of one class."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.children = {child.id: child for child in problem.students}
        self.great = {(note.student, choice.student) for note in problem.notes for choice in note.great}
        self.hard = {(note.student, choice.student): set(choice.why) for note in problem.notes for choice in note.hard}
        self.rules = {(rule.kind, pair) for rule in problem.rules for pair in permutations(rule.students, 2)}
        self.sources: dict[str, Callable[[str, str], int]] = {
            "great": self._great, "mutual": self._mutual, "hard": self._hard, "better_not": self._better_not,
            "good_idea": self._good_idea, "language": self._language, "voice": self._voice,
            "welcoming": self._welcoming, "behaviour": self._behaviour, "stage": self._stage,
            "strengths": self._strengths, "support": self._support, "interests": self._interests, "time": self._time,
            "helper_load": self._helper_load, "history": self._history,
        }  # fmt: skip

    # What the levels ask

    def quarters(self, child: str, group: tuple[str, ...]) -> int:
        """The fit of a child in a pair or a three."""
        partners = [other for other in group if other != child]
        toward = [self._toward(child, other) for other in partners]
        if len(partners) == 1:
            return toward[0]
        fit = sum(toward) // 2 - 20
        if self._are_mutual(*partners) and not any(self._are_mutual(child, other) for other in partners):
            fit -= 120
        if child in self._in_last_threes and not self.children[child].better_in_three:
            fit -= 10 * self._weight("history")
        return max(0, fit)

    def is_beside_hard(self, child: str, group: tuple[str, ...]) -> bool:
        """Whether somebody in the group is a hard choice of the child that counts."""
        if not self._weight("hard"):
            return False
        return any((child, other) in self.hard and not self._is_to_talk_about(child, other) for other in group)

    def is_kept(self, child: str, group: tuple[str, ...]) -> bool:
        """Whether it goes well with somebody in the group, and that counts."""
        return self._weight("history") > 0 and any((child, other) in self._goes_well for other in group)

    def is_changed(self, child: str, group: tuple[str, ...]) -> bool:
        """Whether the partners are not those of the last round."""
        before = {other for entry in self._last_round if child in entry for other in entry}
        return before - {child} != set(group) - {child}

    # One partner

    def _toward(self, child: str, other: str) -> int:
        quarters = sum(self._weight(key) * points(child, other) for key, points in self.sources.items())
        return min(400, max(0, 200 + quarters))

    def _weight(self, key: str) -> int:
        return QUARTERS[self.problem.weights.get(key, "normal")]

    def _great(self, child: str, other: str) -> int:
        if (child, other) not in self.great:
            return 0
        return 30 + min(20, 10 * self.children[child].missed_picks)

    def _mutual(self, child: str, other: str) -> int:
        return 8 if self._are_mutual(child, other) else 0

    def _are_mutual(self, one: str, other: str) -> bool:
        return {(one, other), (other, one)} <= self.great

    def _hard(self, child: str, other: str) -> int:
        if (child, other) not in self.hard or self._is_to_talk_about(child, other):
            return 0
        reasons = self.hard[child, other] & HARD.keys()
        strongest = max(HARD[reason] for reason in reasons) if reasons else 25
        return -strongest - (10 if (other, child) in self.hard else 0)

    def _is_to_talk_about(self, child: str, other: str) -> bool:
        return (child, other) in self._goes_well and not self.hard[child, other] & STRONG.keys()

    def _better_not(self, child: str, other: str) -> int:
        return -35 if ("better_not", (child, other)) in self.rules else 0

    def _good_idea(self, child: str, other: str) -> int:
        return 25 if ("good_idea", (child, other)) in self.rules else 0

    def _language(self, child: str, other: str) -> int:
        english = self.children[child].english
        if english == "developing":
            return 10 if self._speaks(child) & self._speaks(other) else 0
        if english != "newcomer":
            return 0
        bridges = self._bridges(child)
        if other in bridges:
            return 20
        return -20 if bridges or self.children[other].english == "newcomer" else 0

    def _speaks(self, child: str) -> set[str]:
        return {tag.lower().partition("-")[0] for tag in self.children[child].languages} - {"en"}

    def _bridges(self, child: str) -> set[str]:
        mine = self._speaks(child)
        return {
            other.id
            for other in self.children.values()
            if other.id != child and other.english not in LEARNING and mine & self._speaks(other.id)
        }

    def _voice(self, child: str, other: str) -> int:
        one, two = sorted(self.children[each].voice or "" for each in (child, other))
        return VOICES.get((one, two), 0)

    def _welcoming(self, child: str, other: str) -> int:
        me = self.children[child]
        is_named_by_nobody = bool(self.problem.notes) and all(named != child for _, named in self.great)
        needs_it = me.voice == "very_quiet" or me.new or is_named_by_nobody
        return 10 if self.children[other].welcoming and needs_it else 0

    def _behaviour(self, child: str, other: str) -> int:
        me, them = self.children[child].behaviour, self.children[other].behaviour
        if me != "needs_model":
            return 0
        return {"models": 12, "needs_model": -30}.get(them or "", 0)

    def _stage(self, child: str, other: str) -> int:
        one, two = self.children[child].stage, self.children[other].stage
        return 0 if one is None or two is None else {0: 4, 1: 4, 2: -6, 3: -18}[abs(one - two)]

    def _strengths(self, child: str, other: str) -> int:
        return min(10, 5 * len({*self.children[child].goals} & {*self.children[other].strengths}))

    def _support(self, child: str, other: str) -> int:
        one, two = self.children[child], self.children[other]
        both = -25 if one.high_support and two.high_support else 0
        return both + (5 if {*one.pace} & {*two.pace} else 0)

    def _interests(self, child: str, other: str) -> int:
        one, two = ({word.casefold() for word in self.children[each].interests} for each in (child, other))
        return min(6, 2 * len(one & two))

    def _time(self, child: str, other: str) -> int:
        return -20 if min(self.children[child].time_share, self.children[other].time_share) < 60 else 0

    def _helper_load(self, child: str, other: str) -> int:
        leans = (
            (self._weight("language") and child in self._bridges(other) and self._is_newcomer(other))
            or (self._weight("behaviour") and self._behaviour(other, child) > 0)
            or (self._weight("welcoming") and self._welcoming(other, child) > 0)
        )
        return -min(20, 10 * self.children[child].helper_rounds) if leans else 0

    def _is_newcomer(self, child: str) -> bool:
        return self.children[child].english == "newcomer"

    def _history(self, child: str, other: str) -> int:
        entries = [entry for entry in self.problem.history if {child, other} <= set(entry.students)]
        if not entries:
            return 0
        latest = min(entries, key=lambda entry: entry.rounds_ago)
        if self.problem.mode == "mix":
            return -15
        if self.problem.mode != "steady" or latest.rounds_ago > 1:
            return 0
        return {"going_well": 20, "growing": 5, "needs_me": -40}.get(latest.state or "", 0)

    # The last round

    @cached_property
    def _last_round(self) -> list[tuple[str, ...]]:
        return [entry.students for entry in self.problem.history if entry.rounds_ago == 1]

    @cached_property
    def _in_last_threes(self) -> set[str]:
        return {child for entry in self._last_round if len(entry) == 3 for child in entry}

    @cached_property
    def _goes_well(self) -> set[tuple[str, str]]:
        """Who and with whom, in both directions."""
        if self.problem.mode != "steady":
            return set()
        entries = [entry for entry in self.problem.history if (entry.rounds_ago, entry.state) == (1, "going_well")]
        return {pair for entry in entries for pair in permutations(entry.students, 2)}
