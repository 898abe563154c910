"""Every level of the objective decides where it should, and only there."""

from dataclasses import replace

import pytest

from partners import pairing
from partners.pairing import Choice, Note, Problem, Rule, Student, Together

A_WITH_B, A_WITH_C = (("a", "b"), ("c", "d")), (("a", "c"), ("b", "d"))


def four(**more):
    """Four children who share two interests, so that everybody starts at 54."""
    return Problem(tuple(Student(name, interests=("cats", "dogs")) for name in "abcd"), **more)


def great(child, *named):
    return Note(child, great=tuple(Choice(name) for name in named))


def hard(child, named, *why):
    return Note(child, hard=(Choice(named, why),))


# Points speak for a and b as partners, and a wrote that b would be hard for a: 59 for a, and 100 for b.
POINTS_FOR_A_WITH_B = four(
    notes=(hard("a", "b", "speed"), great("b", "a")), rules=(Rule("good_idea", ("a", "b")),), weights={"stage": "off"}
)


def test_a_hard_choice_is_not_outbid_by_points():
    plan = pairing.solve(POINTS_FOR_A_WITH_B)
    assert (plan.groups[0] == ("a", "b"), plan.beside_hard) == (False, 0)
    beside = pairing.evaluate(POINTS_FOR_A_WITH_B, A_WITH_B)
    assert (beside.beside_hard, beside.total > plan.total) == (1, True)


def test_a_hard_choice_that_is_off_counts_for_nobody():
    plan = pairing.solve(replace(POINTS_FOR_A_WITH_B, weights={"hard": "off"}))
    assert (plan.groups, plan.beside_hard) == (A_WITH_B, 0)


def test_a_hard_choice_does_not_push_another_child_below_fifty():
    rules = tuple(Rule("better_not", pair) for pair in (("a", "c"), ("a", "d")))
    problem = replace(POINTS_FOR_A_WITH_B, rules=(*POINTS_FOR_A_WITH_B.rules, *rules))
    plan = pairing.solve(problem)
    assert (plan.groups, plan.beside_hard) == (A_WITH_B, 1)


def test_a_hard_choice_comes_before_the_count_below_sixty():
    problem = replace(POINTS_FOR_A_WITH_B, rules=(*POINTS_FOR_A_WITH_B.rules, Rule("good_idea", ("c", "d"))))
    plan, beside = pairing.solve(problem), pairing.evaluate(problem, A_WITH_B)
    assert plan.beside_hard == 0
    assert plan.below[:5] == beside.below[:5]
    assert plan.below[5] > beside.below[5]


def test_a_hard_choice_is_not_averaged_away_in_a_three():
    students = tuple(Student(name, interests=("cats", "dogs", "fish")) for name in "abcde")
    picks = (great("b", "a", "c"), great("c", "a", "b"))
    problem = Problem(students, notes=(Note("a", (Choice("c"),), (Choice("b", ("speed",)),)), *picks))
    plan, averaged = pairing.solve(problem), pairing.evaluate(problem, (("a", "b", "c"), ("d", "e")))
    assert (plan.beside_hard, averaged.beside_hard) == (0, 1)
    assert averaged.fits["a"] == 4 * 60
    assert averaged.total > plan.total


# They named each other and it goes well, so that points above the limit are lost; with c and d less is lost.
GOING_WELL = four(
    notes=(great("a", "b", "c"), great("b", "a", "d"), great("c", "a"), great("d", "b")),
    history=(Together(("a", "b"), "going_well"), Together(("c", "d"))),
)


def test_steady_keeps_what_goes_well():
    plan = pairing.solve(GOING_WELL)
    assert (plan.groups, plan.kept) == (A_WITH_B, 2)
    parted = pairing.evaluate(GOING_WELL, A_WITH_C)
    assert (parted.kept, parted.total > plan.total, parted.below[5] < plan.below[5]) == (0, True, True)


@pytest.mark.parametrize(
    "more",
    [
        {"mode": "mix"},
        {"weights": {"history": "off"}},
        {"history": (Together(("a", "b"), "growing"), Together(("c", "d")))},
        {"history": (Together(("a", "b"), "going_well", 2),)},
    ],
)
def test_nothing_is_kept_for_its_own_sake_elsewhere(more):
    plan = pairing.solve(replace(GOING_WELL, **more))
    assert (plan.groups, plan.kept) == (A_WITH_C, 0)
    assert pairing.evaluate(replace(GOING_WELL, **more), A_WITH_B).kept == 0


def test_a_child_who_would_be_beside_a_hard_choice_is_not_kept():
    problem = replace(GOING_WELL, notes=(hard("a", "b", "teased"),))
    plan = pairing.solve(problem)
    assert (plan.groups[0] == ("a", "b"), plan.kept, plan.beside_hard, plan.talk_first) == (False, 0, 0, ())


def test_a_kept_child_in_a_three_counts():
    five = Problem((*four().students, Student("e")), history=GOING_WELL.history)
    assert pairing.evaluate(five, (("a", "b", "e"), ("c", "d"))).kept == 2


@pytest.mark.parametrize("why", [(), ("loud",), ("speed", "no_turn")])
def test_one_tap_does_not_end_what_goes_well(why):
    problem = replace(GOING_WELL, notes=(hard("b", "a", *why),))
    plan = pairing.solve(problem)
    assert (plan.groups, plan.kept, plan.beside_hard) == (A_WITH_B, 2, 0)
    assert plan.talk_first == (("b", "a"),)
    assert "hard" not in {reason.key for reason in pairing.reasons(problem, plan.groups)["b"]}
    pairing.check(problem, plan)


@pytest.mark.parametrize("why", ["not_fixed", "teased", "mocked"])
def test_a_strong_reason_ends_it(why):
    problem = replace(GOING_WELL, notes=(hard("b", "a", "loud", why),))
    assert pairing.solve(problem).talk_first == ()
    assert pairing.evaluate(problem, A_WITH_B).beside_hard == 1


@pytest.mark.parametrize(
    "more",
    [
        {"mode": "mix"},
        {"history": (Together(("a", "b"), "growing"),)},
        {"history": (Together(("a", "b"), "going_well", 2),)},
        {"rules": (Rule("never", ("a", "b")),)},
        {"flags": (("b", "a"),)},
    ],
)
def test_there_is_nothing_to_talk_about_first_elsewhere(more):
    problem = replace(GOING_WELL, notes=(hard("b", "a"),), **more)
    assert pairing.solve(problem).talk_first == ()


def test_both_may_want_to_talk_first():
    problem = replace(GOING_WELL, notes=(hard("b", "a"), hard("a", "b", "loud")))
    assert pairing.solve(problem).talk_first == (("a", "b"), ("b", "a"))
    assert pairing.evaluate(problem, A_WITH_C).talk_first == (("a", "b"), ("b", "a"))


NINE = tuple(Student(f"s{number}", better_in_three=number < 3) for number in range(9))


def test_each_marked_child_gets_a_three_of_their_own_where_that_is_better():
    rules = tuple(Rule("better_not", pair) for pair in (("s0", "s1"), ("s1", "s2"), ("s0", "s2")))
    plan = pairing.solve(Problem(NINE, rules=rules))
    assert [len(group) for group in plan.groups] == [3, 3, 3]
    assert all(len({"s0", "s1", "s2"} & set(group)) == 1 for group in plan.groups)
    assert plan.floor == 40


def test_fewer_threes_are_taken_among_equals():
    """Nobody's fit can get better or worse than 0 here, whatever the groups are."""
    students = tuple(Student(name, high_support=True, behaviour="needs_model") for name in "abcdef")
    plan = pairing.solve(Problem(students, extra_threes=2))
    assert plan.total == pairing.evaluate(Problem(students, extra_threes=2), ("abc", "def")).total == 0
    assert [len(group) for group in plan.groups] == [2, 2, 2]


def test_more_threes_are_taken_where_they_are_better():
    students = tuple(Student(name) for name in "abcdef")
    rules = tuple(Rule("better_not", (one, other)) for one in "abc" for other in "def")
    groups = pairing.solve(Problem(students, rules=rules, extra_threes=2)).groups
    assert groups == (("a", "b", "c"), ("d", "e", "f"))
