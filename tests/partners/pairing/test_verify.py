"""The checker notices every planted fault, and shares nothing with the solver."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from partners import pairing
from partners.pairing import CheckFailed, Choice, HardRule, Note, Problem, Rule, Student, Together, verify

from .classes import full_class


@pytest.fixture(scope="module")
def problem():
    return replace(full_class(9), rules=(Rule("never", ("s00", "s01")),), no_lone_mixed_pair=False)


@pytest.fixture(scope="module")
def plan(problem):
    return pairing.solve(problem)


def refused(problem, plan, words):
    with pytest.raises(CheckFailed, match=words):
        pairing.check(problem, plan)


def regrouped(problem, plan, groups):
    """A plan that claims to be proved, with other groups and their true value."""
    other = pairing.evaluate(problem, groups)
    return replace(other, bound=other.levels, proved=True, broken=())


def test_a_good_plan_passes(problem, plan):
    pairing.check(problem, plan)
    pairing.check(problem, pairing.evaluate(problem, plan.groups))


def test_a_child_missing(problem, plan):
    groups = [group for group in plan.groups if "s00" not in group]
    refused(problem, replace(plan, groups=tuple(groups)), "s00 is in 0 places")


def test_a_child_twice(problem, plan):
    first, *rest = plan.groups
    refused(problem, replace(plan, groups=((first[0], first[0]), *rest)), "is in 2 places")


def test_a_stranger(problem, plan):
    refused(problem, replace(plan, groups=(*plan.groups, ("x1", "x2"))), "not in the class")


def test_a_group_of_four(problem, plan):
    pairs = [group for group in plan.groups if len(group) == 2]
    others = [group for group in plan.groups if group not in pairs[:2]]
    refused(problem, replace(plan, groups=(pairs[0] + pairs[1], *others)), "a group of 4")


def test_a_child_alone(problem, plan):
    (three,) = (group for group in plan.groups if len(group) == 3)
    others = tuple(group for group in plan.groups if group != three)
    refused(problem, replace(plan, groups=(three[:2], three[2:], *others)), "a group of 1")


def test_a_wrong_fit(problem, plan):
    refused(problem, replace(plan, fits=plan.fits | {"s03": plan.fits["s03"] + 1}), "s03: the fit is")


def test_a_fit_too_many(problem, plan):
    refused(problem, replace(plan, fits=plan.fits | {"x": 200}), "the fits are not those of the children")


def test_a_wrong_count(problem, plan):
    below = (*plan.below[:5], plan.below[5] + 1)
    refused(problem, replace(plan, below=below, bound=plan.bound._replace(below=below)), "the counts below are")


@pytest.mark.parametrize(("level", "complaint"), [("beside_hard", "beside a hard choice"), ("kept", "stay where it")])
def test_a_wrong_level(problem, plan, level, complaint):
    number = {level: getattr(plan, level) + 1}
    refused(problem, replace(plan, bound=plan.bound._replace(**number), **number), complaint)


def test_other_pairs_to_talk_about_first(problem, plan):
    refused(problem, replace(plan, talk_first=(*plan.talk_first, ("s00", "s02"))), "talk about first are others")


def test_a_wrong_floor(problem, plan):
    refused(problem, replace(plan, floor=plan.floor + 10), "the floor is")


def test_a_total_off_by_a_quarter(problem, plan):
    total = plan.total + 1
    refused(problem, replace(plan, total=total, bound=plan.bound._replace(total=total)), "the total is")


def test_wrong_changes(problem, plan):
    changes = plan.changes - 1
    refused(problem, replace(plan, changes=changes, bound=plan.bound._replace(changes=changes)), "the changes are")


def test_a_bound_that_is_not_met(problem, plan):
    for better in (
        plan.bound._replace(changes=plan.changes - 1),
        plan.bound._replace(total=plan.total + 1),
        plan.bound._replace(beside_hard=plan.beside_hard - 1),
        plan.bound._replace(kept=plan.kept + 1, total=plan.total - 1),
        plan.bound._replace(below=(*plan.below[:5], plan.below[5] - 1)),
    ):
        refused(problem, replace(plan, bound=better), "proved must mean that the bound is met")
        pairing.check(problem, replace(plan, bound=better, proved=False))


def test_a_bound_that_is_surpassed(problem, plan):
    refused(problem, replace(plan, bound=plan.bound._replace(total=plan.total - 1)), "better than its bound")


def test_a_plan_that_meets_its_bound_and_does_not_say_so(problem, plan):
    refused(problem, replace(plan, proved=False), "proved must mean")


def test_proved_without_a_bound(problem, plan):
    refused(problem, replace(plan, bound=None), "proved without a bound")


STUDENTS = tuple(Student(name) for name in "abcdef")
APART = (("a", "d"), ("b", "e"), ("c", "f"))
TOGETHER = (("a", "b"), ("c", "d"), ("e", "f"))


def marked(*names):
    return tuple(replace(student, better_in_three=student.id in names) for student in STUDENTS)


def sided(a, b):
    return tuple(
        replace(student, side="A" if student.id in a else "B" if student.id in b else None) for student in STUDENTS
    )


BROKEN = {
    "never": (Problem(STUDENTS, rules=(Rule("never", ("a", "b")),)), TOGETHER, ("a", "b")),
    "never of several": (Problem(STUDENTS, rules=(Rule("never", ("a", "c", "b")),)), TOGETHER, ("a", "b")),
    "together": (Problem(STUDENTS, rules=(Rule("together", ("b", "a")),)), APART, ("a", "b")),
    "flag": (Problem(STUDENTS, flags=(("b", "a"),)), TOGETHER, ("a", "b")),
    "flag in a note": (
        Problem(STUDENTS, notes=(Note("b", hard=(Choice("a", ("loud", "unsafe")),)),)),
        TOGETHER,
        ("a", "b"),
    ),
    "lock": (Problem(STUDENTS, locks=(("b", "a"),)), APART, ("a", "b")),
    "lock of three": (Problem(STUDENTS, locks=(("a", "b", "c"),)), TOGETHER, ("a", "b", "c")),
    "lock inside a three": (Problem(marked("c"), locks=(("a", "b"),)), (("a", "b", "c"), ("d", "e", "f")), ("a", "b")),
    "mark": (Problem(marked("c")), TOGETHER, ("c",)),
    "fresh": (Problem(STUDENTS, mode="fresh", history=(Together(("a", "c", "b"), None, 3),)), TOGETHER, ("a", "b")),
    "no_lone_mixed_pair": (Problem(sided("acd", "bef"), no_lone_mixed_pair=True), TOGETHER, ("a", "b")),
    "threes": (Problem(STUDENTS), (("a", "b", "c"), ("d", "e", "f")), ()),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_hard_rule(case):
    problem, groups, at_fault = BROKEN[case]
    by_hand = pairing.evaluate(problem, groups)
    (fault,) = by_hand.broken
    assert fault == HardRule(case.split()[0], at_fault)
    pairing.check(problem, by_hand)
    refused(problem, replace(by_hand, broken=()), "broken and not said so")
    refused(problem, regrouped(problem, by_hand, groups), "broken and not said so")
    refused(problem, replace(by_hand, broken=(*by_hand.broken, HardRule("never", ("a", "f")))), "is not: never a, f")


@pytest.mark.parametrize("case", BROKEN)
def test_a_plan_with_a_bound_breaks_nothing(case):
    problem, groups, _ = BROKEN[case]
    by_hand = pairing.evaluate(problem, groups)
    refused(problem, replace(by_hand, bound=by_hand.levels, proved=True), "must break no rule")


def test_what_is_not_broken_is_not_said_to_be():
    held = Problem(STUDENTS, mode="fresh", history=(Together(("a", "b")),), rules=(Rule("together", ("a", "b")),))
    assert pairing.evaluate(held, TOGETHER).broken == ()
    two_mixed = Problem(sided("ac", "bd"), no_lone_mixed_pair=True)
    assert pairing.evaluate(two_mixed, TOGETHER).broken == ()
    assert pairing.evaluate(Problem(STUDENTS, extra_threes=2), (("a", "b", "c"), ("d", "e", "f"))).broken == ()


def test_the_checker_imports_only_values():
    tree = ast.parse(Path(verify.__file__).read_text())
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert imported == {"__future__", "collections.abc", "itertools", "problem"}
