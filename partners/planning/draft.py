"""The state of a draft: its groups, the children who are aside, its locks, and its relaxed rules."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from classroom.models import Student
from partners import pairing
from partners.models import Lock, Plan, PlanStep, Relaxed, Round
from partners.pairing import HardRule
from partners.planning.regrouping import Groups, in_groups
from partners.queries import Group, in_words, pairing_problem, seated_in

# Rules that stop no change: everybody can see how many threes there are, so a teacher who makes one means to.
UNHIDDEN = ("threes",)
# A plan may break rules of these kinds only if the teacher gives a reason.
REASONED = ("never", "flag")


class Known:
    """The class of a plan as the engine's problem. It is opened when it is first needed, once for all layouts of the
    plan."""

    def __init__(self, plan: Plan, here: Iterable[Student], today: dt.date) -> None:
        self._plan, self._here, self._today = plan, list(here), today

    @cached_property
    def problem(self) -> pairing.Problem:
        return pairing_problem(self._plan.round, mode=self._plan.mode, today=self._today, here=self._here)


@dataclass(frozen=True)
class Layout:
    """A plan as it is after one of its steps. `here` are the children of the class by primary key, in the order of
    the roll. `parted` are pairs who are to change, as long as nobody puts them together by hand. `before` is the
    step before this one."""

    plan: Plan
    step: PlanStep | None
    here: dict[int, Student]
    groups: Groups
    known: Known
    locks: tuple[Lock, ...] = ()
    relaxed: tuple[Relaxed, ...] = ()
    parted: tuple[frozenset[int], ...] = ()
    before: PlanStep | None = None
    can_redo: bool = False

    @property
    def aside(self) -> list[Student]:
        placed = {pk for group in self.groups for pk in group}
        return [student for pk, student in self.here.items() if pk not in placed]

    @property
    def aside_names(self) -> str:
        return in_words([student.called for student in self.aside])

    @property
    def seated(self) -> list[Group]:
        return [tuple(self.here[pk] for pk in group) for group in self.groups]

    @cached_property
    def students(self) -> dict[str, Student]:
        return {student.key: student for student in self.here.values()}

    @property
    def pairs_to_change(self) -> list[list[Student]]:
        """The pairs who are to change, each in the order of the roll."""
        return [[student for pk, student in self.here.items() if pk in pair] for pair in self.parted]

    def lock_of(self, group: Iterable[int]) -> Lock | None:
        students = frozenset(group)
        return next((lock for lock in self.locks if lock.students == students), None)

    def keys(self, groups: Iterable[Iterable[int]]) -> tuple[tuple[str, ...], ...]:
        """The groups with the children's keys, as the engine knows them."""
        return tuple(tuple(self.here[pk].key for pk in group) for group in groups)

    @property
    def ruled(self) -> pairing.Problem:
        """The problem of the class, with all its rules."""
        return self.known.problem

    @cached_property
    def problem(self) -> pairing.Problem:
        """The problem without the relaxed rules of this plan, and with its locked groups as they are."""
        kept = without(self.ruled, [self.hard_rule(relaxed) for relaxed in self.relaxed])
        return replace(kept, locks=self.keys([lock.students for lock in self.locks])) if self.locks else kept

    @cached_property
    def to_solve(self) -> pairing.Problem:
        """The problem for suggestions: the pairs who are to change are parted as well. A change by hand may put them
        together."""
        apart = tuple(pairing.Rule("never", keys) for keys in self.keys(self.parted))
        return replace(self.problem, rules=(*self.problem.rules, *apart)) if apart else self.problem

    def told(self, rules: Iterable[HardRule]) -> list[HardRule]:
        """Rules of `to_solve` as the teacher knows them. A pair who is to change is not shown as a never-rule,
        because the teacher set no such rule."""
        mine = set(pairing.hard_rules(self.problem))
        to_change = {frozenset(keys) for keys in self.keys(self.parted)}
        return [
            HardRule("change", rule.students)
            if rule.kind == "never" and rule not in mine and frozenset(rule.students) in to_change
            else rule
            for rule in rules
        ]

    @cached_property
    def unknown(self) -> set[str]:
        """Keys of the children about whom nothing is known: none of their dials is set, and they wrote nothing."""
        wrote = {note.student for note in self.ruled.notes}
        blank = {one.id for one in self.ruled.students if one == pairing.Student(id=one.id)}
        return blank - wrote

    def hard_rule(self, relaxed: Relaxed) -> HardRule:
        return HardRule(relaxed.kind, tuple(sorted(self.here[pk].key for pk in relaxed.students if pk in self.here)))

    def value(self, groups: Groups) -> pairing.Plan:
        """The engine's value of these groups. Children in none of them count as put aside."""
        keys = self.keys(groups)
        placed = {key for group in keys for key in group}
        return pairing.evaluate(self.problem, keys, aside=self.students.keys() - placed)

    @cached_property
    def valued(self) -> pairing.Plan:
        return self.value(self.groups)


def layout_of(plan: Plan, today: dt.date) -> Layout:
    """The present layout of a plan. Three queries at most."""
    here = {student.pk: student for student in plan.round.classroom.students.here()}
    known = Known(plan, here.values(), today)
    steps = {step.number: step for step in plan.steps.filter(number__range=(max(plan.step - 1, 0), plan.step + 1))}
    step = steps.get(plan.step)
    if step is None:
        return Layout(plan, None, here, on_the_table(plan, here), known)
    groups_here = in_groups(step.groups, here)
    return Layout(
        plan,
        step,
        here,
        groups_here,
        known,
        _locks(step, groups_here),
        step.said.relaxed,
        _parted(step, here),
        before=steps.get(plan.step - 1),
        can_redo=plan.step + 1 in steps,
    )


def on_the_table(plan: Plan, here: Iterable[int]) -> Groups:
    """The groups of a plan, with only the children who are here. One query."""
    groups: dict[int, list[int]] = {}
    for group, student in plan.places.order_by("group", "place").values_list("group", "student_id"):
        groups.setdefault(group, []).append(student)
    return in_groups(groups.values(), here)


def with_seated(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """Annotates rounds with `has_draft`, and with `seated`: how many children have a partner in the newest draft
    (None for nobody)."""
    newest = Plan.objects.filter(round=OuterRef(OuterRef("pk"))).order_by("-made_at", "-pk").values("pk")[:1]
    return rounds.annotate(
        has_draft=Exists(Plan.objects.filter(round=OuterRef("pk"))), seated=seated_in(Subquery(newest))
    )


def _locks(step: PlanStep, groups: Groups) -> tuple[Lock, ...]:
    said = {lock.students: lock for lock in step.said.locks}
    standing = {frozenset(group) for group in groups}
    return tuple(said.get(group, Lock(group)) for group in map(frozenset, step.locked) if group in standing)


def _parted(step: PlanStep, here: Iterable[int]) -> tuple[frozenset[int], ...]:
    present = set(here)
    return tuple(pair for pair in step.said.parted if pair <= present)


def faults(plan: pairing.Plan, *, everybody: bool) -> set[HardRule]:
    """The hard rules that a plan breaks and that stand in the way of a change. While somebody is aside (`everybody`
    is False) it is too early to say that a mixed pair is the only one."""
    transient = () if everybody else ("no_lone_mixed_pair",)
    return {rule for rule in plan.broken if rule.kind not in (*UNHIDDEN, *transient)}


def without(problem: pairing.Problem, relaxed: Sequence[HardRule]) -> pairing.Problem:
    """The problem without some of its hard rules. A never-rule about more children still keeps the others apart."""
    for rule in relaxed:
        problem = _without(problem, rule)
    return problem


def _without(problem: pairing.Problem, relaxed: HardRule) -> pairing.Problem:
    kind, students = relaxed.kind, set(relaxed.students)
    match kind:
        case "never" | "together":
            kept = [rule for old in problem.rules for rule in _rest_of(old, kind, students)]
            return replace(problem, rules=tuple(kept))
        case "flag":
            return replace(problem, flags=tuple(pair for pair in problem.flags if set(pair) != students))
        case "mark":
            unmarked = (replace(one, better_in_three=False) if one.id in students else one for one in problem.students)
            return replace(problem, students=tuple(unmarked))
        case "fresh":
            return _met_before(problem, students)
        case "threes":
            return replace(problem, extra_threes=problem.extra_threes + 2)
    return replace(problem, no_lone_mixed_pair=False)


def _rest_of(rule: pairing.Rule, kind: str, students: set[str]) -> list[pairing.Rule]:
    if rule.kind != kind or not students & set(rule.students):
        return [rule]
    if kind == "together":
        return [] if set(rule.students) == students else [rule]
    left = [pair for pair in combinations(rule.students, 2) if not set(pair) <= students]
    if len(left) == len(list(combinations(rule.students, 2))):
        return [rule]
    return [pairing.Rule(kind, pair) for pair in left]


def _met_before(problem: pairing.Problem, students: set[str]) -> pairing.Problem:
    """The mode Fresh with an exception for these two children. Without children it is the mode Mix."""
    if not students:
        return replace(problem, mode="mix")
    kept = tuple(
        pairing.Together(pair, each.state, each.rounds_ago)
        for each in problem.history
        for pair in combinations(each.students, 2)
        if set(pair) != students
    )
    return replace(problem, history=kept)
