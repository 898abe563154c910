"""Where no plan exists: the smallest set of rules that cannot hold together."""

from dataclasses import replace
from importlib import import_module
from itertools import combinations

import pytest
from hypothesis import given, settings

from partners import pairing
from partners.pairing import Choice, HardRule, Note, Problem, Rule, Shape, Student, Together
from partners.pairing.rules import hard_rules

from . import brute_force
from .classes import full_class, ids, problems, problems_of_marked


def with_only(problem, rules):
    """The class with no hard rules but these."""
    kinds = {kind for kind, _ in rules}
    marked = {rule.students[0] for rule in rules if rule.kind == "mark"}
    return replace(
        problem,
        students=tuple(replace(one, better_in_three=one.id in marked) for one in problem.students),
        notes=tuple(replace(note, hard=tuple(Choice(one.student) for one in note.hard)) for note in problem.notes),
        rules=tuple(Rule(kind, students) for kind, students in rules if kind in ("never", "together")),
        flags=tuple(students for kind, students in rules if kind == "flag"),
        locks=tuple(students for kind, students in rules if kind == "lock"),
        mode="fresh" if "fresh" in kinds else "mix",
        no_lone_mixed_pair="no_lone_mixed_pair" in kinds,
    )


def possible(problem, rules):
    return brute_force.best(with_only(problem, rules)) is not None


@settings(max_examples=400)
@given(problem=problems(least=2, most=7))
def test_a_clash_holds_no_rule_too_many_and_is_the_smallest(problem):
    assert_smallest_clash(problem)


@settings(max_examples=60)
@given(problem=problems_of_marked(most=8))
def test_a_clash_of_many_marks_holds_no_rule_too_many(problem):
    assert_smallest_clash(problem)


def assert_smallest_clash(problem):
    """The clash can't be met, can be met without any of its rules, and is the smallest of up to three."""
    clash = pairing.clash(problem)
    rules = hard_rules(problem)
    if brute_force.best(problem) is not None:
        assert clash == ()
        return
    assert set(clash) <= set(rules)
    assert not possible(problem, clash)
    assert all(possible(problem, [rule for rule in clash if rule != left_out]) for left_out in clash)
    for size in range(min(len(clash), 4)):
        assert all(possible(problem, some) for some in combinations(rules, size))


@settings(max_examples=100)
@given(problem=problems(least=2, most=7))
def test_no_plan_says_whether_two_more_threes_would_do(problem):
    if brute_force.best(problem) is None:
        more = replace(problem, extra_threes=problem.extra_threes + 2)
        with pytest.raises(pairing.NoPlan) as no_plan:
            pairing.solve(problem)
        assert no_plan.value.two_more_threes == (brute_force.best(more) is not None)


def students(names):
    return tuple(Student(name) for name in names)


def never(*names):
    return Rule("never", names)


CLASHES = {
    "a child with nobody left": (
        Problem(students("abcd"), rules=(never("a", "b"), never("a", "c"), never("d", "a"))),
        {("never", "ab"), ("never", "ac"), ("never", "ad")},
    ),
    "the same by one rule": (Problem(students("abcd"), rules=(never("a", "b", "c", "d"),)), {("never", "abcd")}),
    "an odd island": (
        Problem(students("abcdef"), rules=tuple(never(one, other) for one in "abc" for other in "def")),
        {("never", one + other) for one in "abc" for other in "def"},
    ),
    "an odd island that a mark could save, were it not for a flag": (
        Problem(
            (Student("a", better_in_three=True), *students("bcdef")),
            rules=tuple(never(one, other) for one in "abc" for other in "def"),
            flags=(("d", "e"),),
        ),
        {("never", one + other) for one in "abc" for other in "def"},
    ),
    "keep-togethers that tie four": (
        Problem(students("abcdef"), rules=tuple(Rule("together", tuple(pair)) for pair in ("ab", "bc", "cd"))),
        {("together", "ab"), ("together", "bc"), ("together", "cd")},
    ),
    "together and never": (
        Problem(students("abcd"), rules=(Rule("together", ("b", "a")), never("a", "b"), never("c", "a"))),
        {("together", "ab"), ("never", "ab")},
    ),
    "together and a flag": (
        Problem(students("abcd"), rules=(Rule("together", ("a", "b")),), flags=(("b", "a"),)),
        {("together", "ab"), ("flag", "ab")},
    ),
    "together and a note": (
        Problem(
            students("abcd"),
            rules=(Rule("together", ("a", "b")),),
            notes=(Note("b", hard=(Choice("a", ("unsafe",)),)),),
        ),
        {("together", "ab"), ("flag", "ab")},
    ),
    "two locks": (Problem(students("abcdef"), locks=(("a", "b"), ("c", "b"))), {("lock", "ab"), ("lock", "bc")}),
    "a lock and a mark": (
        Problem((Student("a", better_in_three=True), *students("bcdef")), locks=(("a", "b"),)),
        {("lock", "ab"), ("mark", "a")},
    ),
    "a mark in a class too small": (
        Problem((Student("a", better_in_three=True), *students("bcd"))),
        {("mark", "a")},
    ),
    "fresh when all have met": (
        Problem(students("abcd"), mode="fresh", history=(Together(("a", "b", "c")), Together(("a", "d")))),
        {("fresh", "")},
    ),
    "one mixed pair must be": (
        Problem(
            tuple(Student(name, side="A" if name == "a" else "B") for name in "abcd"),
            no_lone_mixed_pair=True,
        ),
        {("no_lone_mixed_pair", "")},
    ),
}


@pytest.mark.parametrize("case", CLASHES)
def test_shapes_of_a_clash(case):
    problem, expected = CLASHES[case]
    clash = pairing.clash(problem)
    assert {(kind, "".join(names)) for kind, names in clash} == expected
    with pytest.raises(pairing.NoPlan) as no_plan:
        pairing.solve(problem)
    assert no_plan.value.clash == clash


def test_two_more_threes_as_a_way_out():
    problem, _ = CLASHES["an odd island"]
    with pytest.raises(pairing.NoPlan) as no_plan:
        pairing.solve(problem)
    assert no_plan.value.two_more_threes
    assert pairing.solve(replace(problem, extra_threes=2)).groups == (("a", "b", "c"), ("d", "e", "f"))
    nobody_left, _ = CLASHES["a child with nobody left"]
    with pytest.raises(pairing.NoPlan) as no_plan:
        pairing.solve(nobody_left)
    assert not no_plan.value.two_more_threes


@pytest.mark.parametrize("size", [30, 31])
def test_a_clash_in_a_large_class_with_many_rules(size):
    problem = full_class(size)
    names = [student.id for student in problem.students]
    rules = (*problem.rules, *(never(*pair) for pair in zip(names, names[5:], strict=False)))
    problem = replace(problem, rules=(*rules, *(never("s00", name) for name in names[1:])))
    clash = pairing.clash(problem)
    assert set(clash) == {HardRule("never", ("s00", name)) for name in names[1:]}
    assert pairing.clash(replace(problem, rules=rules)) == ()


@pytest.mark.parametrize("size", [0, 1])
def test_a_partnership_needs_two(size):
    with pytest.raises(pairing.NoPlan, match="a partnership needs two children") as no_plan:
        pairing.solve(Problem(students("a"[:size])))
    assert no_plan.value.clash == ()


SHAPES = {
    "a child with nobody left": (
        Problem(students("abcd"), rules=(never("a", "b"), never("a", "c"), never("d", "a"))),
        Shape("nobody", ("a",)),
    ),
    "the others are held, marked or no longer safe": (
        Problem(
            (*students("abcde"), Student("f", better_in_three=True)),
            rules=(Rule("together", ("b", "c")),),
            flags=(("a", "d"),),
            locks=(("e", "f", "d"),),
        ),
        None,
    ),
    "nobody in a class with a three": (
        Problem(students("abcde"), rules=tuple(never("a", other) for other in "bcde")),
        Shape("nobody", ("a",)),
    ),
    "an odd island": (
        Problem(students("abcdef"), rules=tuple(never(one, other) for one in "abc" for other in "def")),
        Shape("island", ("a", "b", "c")),
    ),
    "the smaller of two islands": (
        Problem(students("abcdefgh"), rules=tuple(never(one, other) for one in "abc" for other in "defgh")),
        Shape("island", ("a", "b", "c")),
    ),
    "four tied together": (
        Problem(
            students("abcdef"),
            rules=(Rule("together", ("a", "b")), Rule("together", ("d", "c"))),
            locks=(("c", "b", "e"),),
        ),
        Shape("tied", ("a", "b", "c", "e")),
    ),
    "together and apart": (
        Problem(students("abcd"), rules=(Rule("together", ("b", "a")), never("a", "b"))),
        Shape("torn", ("a", "b")),
    ),
    "two who may only be with one": (
        Problem(students("abcdef"), rules=(never("c", "d"), *(never(x, y) for x in "cd" for y in "bef"))),
        Shape("takers", ("c", "d"), ("a",)),
    ),
    "a rule for more than half of the class": (
        Problem(students("abcdefgh"), rules=(never(*"hgfed"),)),
        Shape("crowd", ("d", "e", "f", "g", "h")),
    ),
    "a rule for more children than there are groups": (
        Problem(students("abcde"), rules=(never(*"abc"),)),
        Shape("crowd", ("a", "b", "c")),
    ),
    "no shape: a lone mixed pair": (
        Problem(
            (Student("a", side="A"), Student("b", side="B")),
            no_lone_mixed_pair=True,
        ),
        None,
    ),
}


@pytest.mark.parametrize("case", SHAPES)
def test_what_a_clash_comes_to(case):
    problem, shape = SHAPES[case]
    assert pairing.shape(problem, pairing.clash(problem)) == shape


@settings(max_examples=400)
@given(problem=problems(least=2, most=7))
def test_a_shape_is_true(problem):
    """Seen with nothing but the rules of the clash, by looking at every group."""
    clash = pairing.clash(problem)
    found = pairing.shape(problem, clash) if clash else None
    if found is None:
        return
    only = with_only(problem, clash)
    ids = sorted(student.id for student in problem.students)
    sizes = (2, 3) if brute_force.most_threes(only) else (2,)
    groups = [set(group) for size in sizes for group in combinations(ids, size) if brute_force.allowed(only, group)]
    some, others = set(found.students), set(found.others)
    touched = [group for group in groups if group & some]
    if found.kind in ("nobody", "tied", "torn"):
        assert touched == []
    if found.kind == "island":
        assert len(some) % 2 == 1
        assert all(group <= some for group in touched)
    if found.kind == "takers":
        assert len(some) > len(others)
        assert all(len(group & some) == 1 and group <= some | others for group in touched)
    if found.kind == "crowd":
        assert len(some) > len(ids) // 2
        assert all(len(group & some) == 1 for group in touched)


def test_a_question_that_is_too_hard_keeps_its_rule(monkeypatch):
    """Where nothing may be spent no rule is left out on a guess, and the set is not called the smallest."""
    problem = Problem(
        tuple(Student(child, better_in_three=child not in ("s02", "s05")) for child in ids(8)), flags=(("s02", "s05"),)
    )
    monkeypatch.setattr(import_module("partners.pairing.clash"), "MOST_EDGES", 0)
    monkeypatch.setattr("partners.pairing.search.FEW_TRIED", -(10**6))
    monkeypatch.setattr("partners.pairing.search.MOST_TRIED", -(10**6))
    with pytest.raises(pairing.NoPlan) as no_plan:
        pairing.solve(problem)
    assert not possible(problem, no_plan.value.clash)
    assert not no_plan.value.is_smallest
