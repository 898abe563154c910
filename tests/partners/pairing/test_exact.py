"""The solver against every other way to find the best plan."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import networkx as nx  # type: ignore[import-untyped]
import pytest
from hypothesis import given, settings

from bench.highs import best_levels
from partners import pairing
from partners.pairing import Choice, Note, Problem, Rule, Student
from partners.pairing.scoring import Scores
from partners.pairing.solver import Solver

from . import brute_force
from .classes import full_class, ids, lots_strategy, problems, problems_of_marked, small_class


@settings(max_examples=1700)
@given(problem=problems())
def test_small_classes_get_the_best_plan_there_is(problem):
    assert_best(problem)


@settings(max_examples=300)
@given(problem=problems_of_marked())
def test_classes_in_which_most_are_marked_get_the_best_plan_there_is(problem):
    assert_best(problem)


def assert_best(problem):
    """The engine's plan is a best one, and proved; where there is none the engine says so."""
    best = brute_force.best(problem)
    if best is None:
        with pytest.raises(pairing.NoPlan) as no_plan:
            pairing.solve(problem)
        assert no_plan.value.is_certain
        return
    levels, plans = best
    plan = pairing.solve(problem)
    assert plan.levels == plan.bound == levels
    assert frozenset(plan.groups) in plans
    assert plan.proved
    pairing.check(problem, plan)


def best_by_networkx(problem, threes):
    """The value of the best plan: each three that is allowed taken out in turn, and a matching of the rest."""
    ids = sorted(student.id for student in problem.students)
    value = brute_force.group_values(problem)
    base = 10**6
    graph = nx.Graph()
    for pair in combinations(ids, 2):
        if brute_force.allowed(problem, pair):
            graph.add_edge(*pair, weight=as_number(value(pair), base))
    found = []
    for taken in combinations(ids, 3) if threes else [()]:
        if taken and not brute_force.allowed(problem, taken):
            continue
        matching = nx.max_weight_matching(graph.subgraph(set(ids) - set(taken)), maxcardinality=True)
        if 2 * len(matching) == len(ids) - len(taken):
            groups = [*(tuple(sorted(pair)) for pair in matching), *([taken] if taken else [])]
            found.append(brute_force.total_value(map(value, groups)))
    return brute_force.as_levels(max(found))


def as_number(digits, base):
    number = 0
    for digit in digits:
        number = number * base + digit
    return number


@pytest.mark.parametrize("size", [12, 13, 14, 15])
@pytest.mark.parametrize("seed", [1, 2])
def test_middling_classes_against_networkx(size, seed):
    problem = full_class(size, seed)
    assert pairing.solve(problem).levels == best_by_networkx(problem, threes=size % 2)


@pytest.mark.parametrize("size", [20, 26, 32, 40])
def test_even_classes_against_networkx(size):
    problem = full_class(size)
    assert pairing.solve(problem).levels == best_by_networkx(problem, threes=0)


@pytest.mark.parametrize("size", range(20, 41))
def test_the_checker_accepts_large_classes(size):
    problem = full_class(size, seed=3)
    plan = pairing.solve(problem)
    assert plan.proved
    pairing.check(problem, plan)


def test_a_class_too_large_for_64_bits():
    problem = full_class(121)
    plan = pairing.solve(problem)
    assert not Scores(problem).worth.fits_int64
    assert Scores(problem).pair_worth.dtype == object
    assert plan.proved
    pairing.check(problem, plan)
    assert Scores(full_class(24)).pair_worth.dtype == "int64"


def test_64_bits_and_more_come_to_the_same(monkeypatch):
    problem = full_class(31)
    plan = pairing.solve(problem)
    monkeypatch.setattr("partners.pairing.scoring.INT64_IS_ENOUGH", 0)
    assert Scores(problem).pair_worth.dtype == object
    assert pairing.solve(replace(problem)) == plan


@pytest.mark.parametrize("threes", [2, 3])
def test_several_threes_against_brute_force(threes):
    problem = full_class(10 if threes == 2 else 11, seed=threes)
    held = tuple(Student(**vars(one) | {"better_in_three": number < 4}) for number, one in enumerate(problem.students))
    problem = replace(problem, students=held)
    best = brute_force.best(problem)
    assert best
    levels, plans = best
    assert pairing.solve(problem).levels == levels
    assert set(map(brute_force.threes_in, plans)) == {threes}


def with_marks(problem, count):
    """The class with its first children marked as better in a three."""
    marked = tuple(replace(one, better_in_three=place < count) for place, one in enumerate(problem.students))
    return replace(problem, students=marked)


def test_a_search_stops_after_what_may_be_spent(monkeypatch):
    problem = with_marks(full_class(20, seed=1), 11)
    proved = pairing.solve(problem)
    assert proved.proved
    assert sum(len(group) == 3 for group in proved.groups) == 6
    monkeypatch.setitem(Solver.__init__.__kwdefaults__, "most_edges", 5000)
    cut = pairing.solve(replace(problem))
    assert not cut.proved
    assert cut.bound
    assert cut.levels.rank <= proved.levels.rank <= cut.bound.rank
    pairing.check(problem, cut)
    assert pairing.solve(replace(problem)) == cut


@settings(max_examples=400)
@given(problem=problems(least=6))
def test_small_classes_by_the_linear_relaxation(problem):
    """The same as above, where a search turns to the linear relaxation at once. Small classes never need it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("partners.pairing.search.FEW_THREES", 0)
        patch.setattr("partners.pairing.search.PRICINGS", 0)
        best = brute_force.best(problem)
        if best is None:
            with pytest.raises(pairing.NoPlan):
                pairing.solve(problem)
            return
        plan = pairing.solve(problem)
        assert plan.levels == plan.bound == best[0]
        assert frozenset(plan.groups) in best[1]


@pytest.mark.parametrize(
    ("size", "marks", "seed"), [(13, 5, 0), (14, 3, 1), (17, 2, 4), (17, 3, 4), (18, 4, 2), (21, 3, 5)]
)
@pytest.mark.parametrize("few", [0, 200])
def test_marked_children_against_a_mip_solver(size, marks, seed, few, monkeypatch):
    monkeypatch.setattr("partners.pairing.search.FEW_THREES", few)
    problem = with_marks(full_class(size, seed, mode="mix" if seed % 2 else "steady"), marks)
    plan = pairing.solve(problem)
    assert plan.proved
    assert plan.levels == best_levels(problem)


def shuffled(problem, lots):
    """The same class with everything in another order."""

    def other_order(items):
        return tuple(lots.sample(items, len(items)))

    def note(one):
        return replace(one, great=other_order(one.great), hard=other_order(one.hard))

    return replace(
        problem,
        students=other_order(problem.students),
        notes=tuple(note(one) for one in other_order(problem.notes)),
        rules=tuple(replace(one, students=other_order(one.students)) for one in other_order(problem.rules)),
        history=tuple(replace(one, students=other_order(one.students)) for one in other_order(problem.history)),
        flags=tuple(other_order(pair) for pair in other_order(problem.flags)),
        locks=tuple(other_order(lock) for lock in other_order(problem.locks)),
    )


@settings(max_examples=150)
@given(lots=lots_strategy)
def test_the_order_of_everything_has_no_effect(lots):
    problem = small_class(lots, lots.randint(2, 12))
    other = shuffled(problem, lots)
    assert answers(other) == answers(problem)


def answers(problem):
    """The plan and another idea, or the clash."""
    try:
        return pairing.solve(problem), pairing.alternatives(problem, 1)
    except pairing.NoPlan as no_plan:
        return no_plan.clash, no_plan.two_more_threes


PRINT_PLANS = """
from partners import pairing
from tests.partners.pairing.classes import full_class
for size in (20, 21):
    problem = full_class(size)
    print(pairing.solve(problem), pairing.alternatives(problem), pairing.price(problem, "s03", "s08"))
"""


def test_every_process_gives_the_same_answers():
    def printed(seed):
        environment = os.environ | {"PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", PRINT_PLANS]
        root = Path(__file__).parents[3]
        return subprocess.run(command, env=environment, cwd=root, capture_output=True, check=True, text=True).stdout

    assert printed("0") == printed("1") == printed("2")


def test_threads_may_ask_about_one_class_at_once():
    plan = pairing.solve(full_class(25))
    problem = full_class(25)
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: pairing.solve(problem).groups, range(8))) == {plan.groups}


def test_the_fewest_threes_are_taken():
    marked = tuple(Student(f"s{number}", better_in_three=number < 2) for number in range(9))
    plan = pairing.solve(Problem(marked))
    assert [len(group) for group in plan.groups].count(3) == 1
    assert any({"s0", "s1"} <= set(group) for group in plan.groups)


def test_keep_togethers_can_make_a_three_and_another_for_the_number():
    students = tuple(Student(f"s{number}") for number in range(6))
    rules = (Rule("together", ("s0", "s1")), Rule("together", ("s1", "s2")))
    assert pairing.solve(Problem(students, rules=rules)).groups == (("s0", "s1", "s2"), ("s3", "s4", "s5"))


def test_fresh_spares_those_whom_a_rule_or_a_lock_holds():
    students = tuple(Student(name) for name in "abcd")
    history = (pairing.Together(("a", "b")), pairing.Together(("c", "d")))
    fresh = Problem(students, history=history, mode="fresh")
    assert not set(pairing.solve(fresh).groups) & {("a", "b"), ("c", "d")}
    held = replace(fresh, rules=(Rule("together", ("a", "b")),), locks=(("c", "d"),))
    assert pairing.solve(held).groups == (("a", "b"), ("c", "d"))


def test_changes_decide_between_equals():
    students = tuple(Student(f"s{number}") for number in range(8))
    history = tuple(pairing.Together((f"s{number}", f"s{7 - number}")) for number in range(4))
    plan = pairing.solve(Problem(students, history=history, weights={"history": "off"}))
    assert plan.changes == 0
    assert plan.groups == (("s0", "s7"), ("s1", "s6"), ("s2", "s5"), ("s3", "s4"))


def test_no_lone_mixed_pair_in_a_large_class():
    problem = full_class(30, seed=5)
    sides = {student.id: "A" if number % 30 < 15 else "B" for number, student in enumerate(problem.students)}
    problem = replace(
        problem,
        students=tuple(replace(one, side=sides[one.id]) for one in problem.students),
        rules=tuple(Rule("better_not", pair) for pair in combinations(sides, 2) if sides[pair[0]] != sides[pair[1]]),
    )
    lone = pairing.solve(problem)
    assert mixed(lone, sides) == 1
    plan = pairing.solve(replace(problem, no_lone_mixed_pair=True))
    assert mixed(plan, sides) == 3
    assert plan.levels.rank < lone.levels.rank
    pairing.check(replace(problem, no_lone_mixed_pair=True), plan)


def mixed(plan, sides):
    return sum(len({sides[student] for student in group}) == 2 for group in plan.groups)


def test_many_marked_children_who_may_not_meet_are_proved():
    """Six in a class of 31, each never with the next: how many threes they need is seen before it is searched for."""
    problem = full_class(31, seed=2)
    ids = [student.id for student in problem.students]
    apart = tuple(Rule("never", pair) for pair in pairwise(ids[:6]))
    problem = with_marks(replace(problem, rules=(*problem.rules, *apart)), 6)
    plan = pairing.solve(problem)
    assert plan.proved
    pairing.check(problem, plan)


def test_three_threes_of_eight_marked_and_one_who_is_not():
    """One welcoming child lifts what the threes are held against by more than a plan is worth; none may be left out."""
    children = ids(9)
    students = [Student(child, better_in_three=child != "s01", welcoming=child == "s03") for child in children]
    assert_best(Problem(tuple(students), notes=(Note("s02", hard=(Choice("s08", ("unsafe",)),)),)))
