"""What a pair costs, what a move does, what else there is: against looking at every plan."""

from dataclasses import replace
from itertools import chain, combinations

import pytest
from hypothesis import assume, given, settings

from partners import pairing
from partners.pairing import BadGroups, HardRule, Levels, Problem, Rule, Shift, Student, Swap, Together

from . import brute_force
from .classes import full_class, problems


def best_of(problem, fits_in):
    """The best value over the plans of which this is true; None if there is none."""
    found = [value for groups, value in brute_force.valued_plans(problem) if fits_in(groups)]
    return brute_force.as_levels(max(found)) if found else None


def best_of_every_pair(problem):
    """The best value over the plans in which two are in one group, by these two; those who never are left out."""
    found: dict[tuple[str, ...], brute_force.Value] = {}
    for groups, value in brute_force.valued_plans(problem):
        for pair in chain.from_iterable(combinations(group, 2) for group in groups):
            found[pair] = max(value, found.get(pair, value))
    return {tuple(sorted(pair)): brute_force.as_levels(value) for pair, value in found.items()}


@settings(max_examples=100)
@given(problem=problems(most=8))
def test_prices_against_brute_force(problem):
    """What two together would mean, and what forbids it."""
    assume(brute_force.best(problem))
    best = pairing.solve(problem)
    best_with = best_of_every_pair(problem)
    for one, other in combinations(sorted(student.id for student in problem.students), 2):
        price, levels = pairing.price(problem, other, one), best_with.get((one, other))
        assert price.students == (one, other)
        if price.plan is None or levels is None:
            assert (levels, price.plan, price.cost) == (None, None, None)
            assert price.forbidden
            continue
        assert price.plan.levels == levels
        assert any({one, other} <= set(group) for group in price.plan.groups)
        pairing.check(problem, price.plan)
        assert price.cost == pairing.compare(best, price.plan)
        assert price.forbidden == ()
        assert price.plan.levels.rank <= best.levels.rank


@pytest.mark.parametrize("size", [20, 21])
def test_two_who_are_together_already_cost_nothing(size):
    problem = full_class(size)
    plan = pairing.solve(problem)
    for group in plan.groups[:4]:
        price = pairing.price(problem, *group[:2])
        assert price.plan
        assert price.plan.levels == plan.levels


FOUR = tuple(Student(name) for name in "abcd")


@pytest.mark.parametrize(
    ("more", "forbidden"),
    [
        ({"rules": (Rule("never", ("b", "a")),)}, HardRule("never", ("a", "b"))),
        ({"flags": (("b", "a"),)}, HardRule("flag", ("a", "b"))),
        ({"rules": (Rule("together", ("a", "c")),)}, HardRule("together", ("a", "c"))),
        ({"locks": (("d", "a"),)}, HardRule("lock", ("a", "d"))),
        ({"mode": "fresh", "history": (Together(("a", "b"), None, 2),)}, HardRule("fresh", ())),
        ({"rules": (Rule("never", ("c", "d")),)}, HardRule("never", ("c", "d"))),
    ],
)
def test_what_forbids_a_pair(more, forbidden):
    price = pairing.price(Problem(FOUR, **more), "a", "b")
    assert (price.plan, price.forbidden) == (None, (forbidden,))


def test_a_wish_makes_no_new_three():
    students = tuple(Student(name) for name in "abcdef")
    price = pairing.price(Problem(students, rules=(Rule("together", ("a", "b")),)), "b", "c")
    assert price.plan is None
    assert HardRule("together", ("a", "b")) in price.forbidden or price.forbidden == (HardRule("threes", ()),)


def test_a_price_may_be_two_more_threes():
    students = tuple(Student(f"s{number}", better_in_three=number < 2) for number in range(9))
    problem = Problem(students, rules=(Rule("never", ("s1", "s2")),))
    assert sum(len(group) == 3 for group in pairing.solve(problem).groups) == 1
    price = pairing.price(problem, "s0", "s2")
    assert price.plan
    assert sum(len(group) == 3 for group in price.plan.groups) == 3


def test_who_gains_and_who_loses():
    before = pairing.evaluate(Problem(FOUR, rules=(Rule("good_idea", ("a", "b")),)), ("ab", "cd"))
    after = pairing.evaluate(Problem(FOUR, rules=(Rule("good_idea", ("a", "b")),)), ("ac", "bd"))
    lost = pairing.compare(before, after)
    assert (lost.total, lost.gains, lost.losses) == (-200, (), ("a", "b"))
    assert lost.below == (0, 0, 0, 0, 0, 2)
    gained = pairing.compare(after, before)
    assert (gained.total, gained.gains, gained.losses) == (200, ("a", "b"), ())


def test_what_if_two_children_change_places():
    problem = full_class(21)
    plan = pairing.solve(problem)
    first, second = plan.groups[0], plan.groups[5]
    effect = pairing.what_if(problem, plan, Swap(first[0], second[1]))
    assert set(effect.touched) == {*first, *second}
    assert effect.plan == pairing.evaluate(problem, effect.plan.groups)
    assert effect.touched == {one: (plan.fits[one], effect.plan.fits[one]) for one in effect.touched}
    assert effect.comparison.total == effect.plan.total - plan.total
    assert effect.breaks == ()
    assert pairing.what_if(problem, effect.plan, Swap(first[0], second[1])).plan.groups == plan.groups


def test_what_if_a_swap_breaks_a_rule():
    problem = Problem(FOUR, rules=(Rule("never", ("a", "c")),), locks=(("a", "b"),))
    plan = pairing.solve(problem)
    effect = pairing.what_if(problem, plan, Swap("b", "c"))
    assert effect.plan.groups == (("a", "c"), ("b", "d"))
    assert effect.breaks == (HardRule("lock", ("a", "b")), HardRule("never", ("a", "c")))
    assert pairing.what_if(problem, effect.plan, Swap("b", "c")).breaks == ()


def test_what_if_a_child_leaves_a_three():
    five = Problem((*FOUR, Student("e")))
    plan = pairing.evaluate(five, ("abc", "de"))
    assert pairing.what_if(five, plan, Shift("b", "d")).plan.groups == (("a", "c"), ("b", "d", "e"))


@pytest.mark.parametrize(
    ("move", "complaint"),
    [
        (Shift("d", "a"), "a group holds two or three children, not 1"),
        (Shift("a", "b"), "in one group already"),
        (Swap("a", "b"), "in one group already"),
        (Swap("a", "x"), "not in the class: x"),
    ],
)
def test_what_cannot_be_done(move, complaint):
    five = Problem((*FOUR, Student("e")))
    with pytest.raises(BadGroups, match=complaint):
        pairing.what_if(five, pairing.evaluate(five, ("abc", "de")), move)


@pytest.mark.parametrize(
    ("groups", "complaint"),
    [
        (("ab",), "in no group: c, d"),
        (("ab", "cd", "ab"), "placed twice: a, b"),
        (("ab", "cx"), "not in the class: x"),
        (("abcd",), "not 4"),
        (("abc", "d"), "not 1"),
    ],
)
def test_groups_that_are_no_plan(groups, complaint):
    with pytest.raises(BadGroups, match=complaint):
        pairing.evaluate(Problem(FOUR), groups)


def test_who_is_put_aside_has_no_fit_and_breaks_no_rule():
    rules = (Rule("together", ("a", "e")), Rule("good_idea", ("a", "b")), Rule("better_not", ("c", "d")))
    five = Problem((*FOUR, Student("e", better_in_three=True)), rules=rules)
    plan = pairing.evaluate(five, ("ab", "cd"), aside={"e"})
    assert plan.fits == {"a": 300, "b": 300, "c": 60, "d": 60}
    assert (plan.total, plan.below, plan.broken) == (720, (0, 2, 2, 2, 2, 2), ())
    assert pairing.evaluate(five, ("ab", "ce"), aside={"d"}).broken == (
        HardRule("mark", ("e",)),
        HardRule("together", ("a", "e")),
    )
    assert pairing.evaluate(five, (), aside="abcde").levels == Levels((0,) * 6, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("groups", "aside", "complaint"),
    [
        (("ab",), "c", "in no group: d"),
        (("ab", "cd"), "d", "not in the class: d"),
    ],
)
def test_groups_that_are_no_plan_without_those_aside(groups, aside, complaint):
    with pytest.raises(BadGroups, match=complaint):
        pairing.evaluate(Problem(FOUR), groups, aside=aside)


def new_groups(plan, seen):
    return sum(group not in seen for group in plan.groups)


@settings(max_examples=80)
@given(problem=problems(least=4, most=9))
def test_another_idea_is_new_enough_and_its_bound_holds(problem):
    assume(brute_force.best(problem))
    plan = pairing.solve(problem)
    needed = max(2, -(-len(plan.groups) // 4))
    seen = set(plan.groups)
    ideas = pairing.alternatives(problem, 3)
    for idea in ideas:
        best = best_of(problem, lambda groups, seen=frozenset(seen): len(set(groups) - seen) >= needed)
        assert new_groups(idea, seen) >= needed
        pairing.check(problem, idea)
        assert best
        assert idea.bound
        assert idea.levels.rank <= best.rank <= idea.bound.rank
        seen |= set(idea.groups)
    if len(ideas) < 3:
        assert best_of(problem, lambda groups: len(set(groups) - seen) >= needed) is None


def test_other_ideas_of_a_large_class():
    for size in (20, 21):
        problem = full_class(size)
        plan, ideas = pairing.solve(problem), pairing.alternatives(problem, 3)
        assert len(ideas) == 3
        seen = set(plan.groups)
        for idea in ideas:
            assert new_groups(idea, seen) >= 3
            assert idea.bound
            assert idea.levels.rank <= idea.bound.rank
            pairing.check(problem, idea)
            seen |= set(idea.groups)


def test_an_idea_is_proved_where_just_enough_groups_are_new():
    problem = full_class(20, seed=2)
    seen = set(pairing.solve(problem).groups)
    for idea in pairing.alternatives(problem, 2):
        assert (new_groups(idea, seen), idea.proved) == (3, True)
        assert idea.bound == idea.levels
        seen |= set(idea.groups)


def test_completing_around_locks():
    problem = full_class(21)
    free = pairing.solve(problem)
    locks = (("s03", "s04"), ("s07", "s08", "s09"))
    plan = pairing.complete(problem, locks)
    assert set(locks) <= set(plan.groups)
    assert plan.proved
    assert plan.levels.rank < free.levels.rank
    assert plan == pairing.solve(replace(problem, locks=locks))
    kept = free.groups[:4]
    assert pairing.complete(problem, kept).groups == free.groups
