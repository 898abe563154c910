"""Every consideration bites where it should, by the points it should, and nowhere else."""

from typing import Any

import pytest

from partners import pairing
from partners.pairing import Choice, Note, Problem, Rule, Student, Together, words
from partners.pairing.considerations import CONSIDERATIONS
from partners.pairing.verify import Facts


def points(problem, student="a", about="b"):
    """What a child gains by a partner, in points by key. The checker must come to the same fit by itself."""
    given = pairing.reasons(problem, [(student, about)])[student]
    assert Facts(problem).fit(student, about) == 200 + sum(reason.quarters for reason in given)
    return {reason.key: reason.quarters / 4 for reason in given}


def children(a=None, b=None, c=None, **more):
    """Ana, Ben and perhaps Cleo."""
    known = (("a", a or {}), ("b", b or {}), ("c", c))
    return Problem(tuple(Student(student, **dials) for student, dials in known if dials is not None), **more)


def noted(*notes, a=None, b=None, **more):
    """Notes as (writer, list, named, why)."""
    found: dict[str, dict[str, tuple[Choice, ...]]] = {}
    for writer, key, named, *why in notes:
        lists = found.setdefault(writer, {"great": (), "hard": ()})
        lists[key] += (Choice(named, tuple(why)),)
    return children(a, b, notes=tuple(Note(writer, **lists) for writer, lists in found.items()), **more)


def test_every_key_of_a_weight_is_a_consideration_but_unsafe():
    assert {one.key for one in CONSIDERATIONS} == set(words.WEIGHT_KEYS) - {"unsafe"}


def test_nothing_known_gives_nothing():
    assert points(children()) == {}


@pytest.mark.parametrize(
    ("why", "missed", "expected"),
    [
        ((), 0, 30),
        (("likes_same",), 0, 30),
        (("same_language",), 0, 30),
        (("likes_same", "listens"), 0, 30),
        (("know_better",), 0, 30),
        ((), 1, 40),
        ((), 2, 50),
        ((), 3, 50),
    ],
)
def test_great(why, missed, expected):
    problem = noted(("a", "great", "b", *why), a={"missed_picks": missed})
    assert points(problem) == {"great": expected} | ({"limit": 50 - expected} if expected > 50 else {})
    assert points(problem, "b", "a") == {}


def test_mutual():
    problem = noted(("a", "great", "b"), ("b", "great", "a"))
    assert points(problem) == {"great": 30, "mutual": 8}
    assert points(problem, "b", "a") == {"great": 30, "mutual": 8}


@pytest.mark.parametrize(
    ("why", "expected"),
    [
        ((), -25),
        (("unsafe",), -25),
        (("speed",), -20),
        (("stages",), -20),
        *(((word,), -30) for word in ("off_task", "talk", "loud", "no_turn", "too_shy")),
        *(((word,), -40) for word in ("not_fixed", "teased", "mocked")),
        (("speed", "loud"), -30),
        (("stages", "unsafe"), -20),
        (("loud", "teased", "speed"), -40),
    ],
)
def test_hard(why, expected):
    problem = noted(("a", "hard", "b", *why))
    assert points(problem) == {"hard": expected}
    assert points(problem, "b", "a") == {}


def test_hard_both_ways_costs_both_more():
    problem = noted(("a", "hard", "b", "speed"), ("b", "hard", "a", "teased"))
    assert points(problem) == {"hard": -30}
    assert points(problem, "b", "a") == {"hard": -50}


def test_a_pick_that_is_hard_for_the_other_is_not_mutual():
    problem = noted(("a", "great", "b"), ("b", "hard", "a"))
    assert points(problem) == {"great": 30}
    assert points(problem, "b", "a") == {"hard": -25}


@pytest.mark.parametrize(("kind", "expected"), [("better_not", -35), ("good_idea", 25)])
def test_soft_rules(kind, expected):
    problem = children(c={}, rules=(Rule(kind, ("b", "a")), Rule(kind, ("a", "b"))))
    assert points(problem) == points(problem, "b", "a") == {kind: expected}
    assert points(problem, "a", "c") == {}


SPANISH = {"languages": ("es",)}


@pytest.mark.parametrize(
    ("a", "b", "c", "expected"),
    [
        ({**SPANISH, "english": "newcomer"}, {**SPANISH, "english": "bridging"}, {}, 20),
        ({**SPANISH, "english": "newcomer"}, {"languages": ("ES-mx",), "english": "fluent"}, {}, 20),
        ({**SPANISH, "english": "newcomer"}, {**SPANISH, "english": "newcomer"}, {}, -20),
        ({**SPANISH, "english": "newcomer"}, {}, {**SPANISH, "english": "fluent"}, -20),
        ({**SPANISH, "english": "newcomer"}, {**SPANISH, "english": "developing"}, {}, 0),
        ({**SPANISH, "english": "newcomer"}, {**SPANISH}, {}, 20),
        ({**SPANISH, "english": "newcomer"}, {}, {**SPANISH}, -20),
        ({**SPANISH, "english": "newcomer"}, {"english": "fluent"}, {"languages": ("ht",)}, 0),
        ({**SPANISH, "english": "newcomer"}, {"languages": ("ht",), "english": "fluent"}, {}, 0),
        ({"languages": ("en",), "english": "newcomer"}, {"languages": ("en",), "english": "fluent"}, {}, 0),
        ({**SPANISH, "english": "developing"}, {**SPANISH}, {}, 10),
        ({**SPANISH, "english": "developing"}, {"languages": ("ht",)}, {**SPANISH}, 0),
        ({"languages": ("en-US",), "english": "developing"}, {"languages": ("en",)}, {}, 0),
        ({**SPANISH, "english": "bridging"}, {**SPANISH, "english": "newcomer"}, {}, 0),
        ({**SPANISH}, {**SPANISH, "english": "fluent"}, {}, 0),
    ],
)
def test_language(a, b, c, expected):
    assert points(children(a, b, c)).get("language", 0) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("takes_over", "very_quiet", -30),
        ("takes_over", "quiet", -15),
        ("takes_over", "takes_over", -10),
        ("very_quiet", "very_quiet", -10),
        ("takes_over", "even", 0),
        ("talkative", "very_quiet", 0),
        ("quiet", "quiet", 0),
        ("quiet", "very_quiet", 0),
        ("takes_over", None, 0),
    ],
)
def test_voice(a, b, expected):
    problem = children({"voice": a}, {"voice": b})
    assert points(problem).get("voice", 0) == points(problem, "b", "a").get("voice", 0) == expected


@pytest.mark.parametrize(
    ("a", "b", "notes", "expected"),
    [
        ({"voice": "very_quiet"}, {"welcoming": True}, (), 10),
        ({"new": True}, {"welcoming": True}, (), 10),
        ({"new": True, "voice": "very_quiet"}, {"welcoming": True}, (), 10),
        ({}, {"welcoming": True}, (), 0),
        ({}, {"welcoming": True}, (("b", "hard", "a"),), 10),
        ({}, {"welcoming": True}, (("b", "great", "a"),), 0),
        ({"new": True}, {"welcoming": False}, (), 0),
        ({"new": True}, {}, (), 0),
        ({"voice": "quiet"}, {"welcoming": True}, (), 0),
    ],
)
def test_welcoming(a, b, notes, expected):
    assert points(noted(*notes, a=a, b=b)).get("welcoming", 0) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected", "back"),
    [
        ("needs_model", "models", 12, 0),
        ("needs_model", "needs_model", -30, -30),
        ("models", "models", 0, 0),
        ("needs_model", None, 0, 0),
    ],
)
def test_behaviour(a, b, expected, back):
    problem = children({"behaviour": a}, {"behaviour": b})
    assert points(problem).get("behaviour", 0) == expected
    assert points(problem, "b", "a").get("behaviour", 0) == back


@pytest.mark.parametrize(
    ("a", "b", "expected"), [(2, 2, 4), (2, 3, 4), (3, 1, -6), (1, 4, -18), (4, 1, -18), (None, 2, 0), (1, None, 0)]
)
def test_stage(a, b, expected):
    assert points(children({"stage": a}, {"stage": b})).get("stage", 0) == expected


@pytest.mark.parametrize(
    ("goals", "strengths", "expected"),
    [
        (("order",), ("order",), 5),
        (("order", "ideas"), ("ideas", "order"), 10),
        (("order", "ideas", "detail"), ("ideas", "order", "detail"), 10),
        (("order",), ("ideas",), 0),
        ((), ("ideas",), 0),
    ],
)
def test_strengths(goals, strengths, expected):
    problem = children({"goals": goals}, {"strengths": strengths})
    assert points(problem).get("strengths", 0) == expected
    assert points(problem, "b", "a") == {}


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ({"high_support": True}, {"high_support": True}, -25),
        ({"high_support": True}, {"high_support": False}, 0),
        ({"high_support": True}, {}, 0),
        ({"pace": ("calm_spot", "one_step")}, {"pace": ("one_step", "calm_spot")}, 5),
        ({"pace": ("calm_spot",)}, {"pace": ("one_step",)}, 0),
        ({"high_support": True, "pace": ("one_step",)}, {"high_support": True, "pace": ("one_step",)}, -20),
    ],
)
def test_support(a, b, expected):
    assert points(children(a, b)).get("support", 0) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (("animals",), ("Animals",), 2),
        (("animals", "sports"), ("sports", "animals"), 4),
        (("animals", "sports", "games", "feelings"), ("sports", "animals", "games", "feelings"), 6),
        (("Stra\u00dfe",), ("STRASSE",), 2),
        (("animals", "ANIMALS"), ("animals",), 2),
        (("animals",), ("sports",), 0),
    ],
)
def test_interests(a, b, expected):
    assert points(children({"interests": a}, {"interests": b})).get("interests", 0) == expected


@pytest.mark.parametrize(("a", "b", "expected"), [(100, 59, -20), (59, 100, -20), (0, 0, -20), (60, 60, 0)])
def test_time(a, b, expected):
    assert points(children({"time_share": a}, {"time_share": b})).get("time", 0) == expected


LEANING: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "language": ({**SPANISH, "english": "fluent"}, {**SPANISH, "english": "newcomer"}),
    "behaviour": ({"behaviour": "models"}, {"behaviour": "needs_model"}),
    "welcoming": ({"welcoming": True}, {"new": True}),
}


@pytest.mark.parametrize("key", LEANING)
@pytest.mark.parametrize(("rounds", "expected"), [(0, 0), (1, -10), (2, -20), (5, -20)])
def test_helper_load(key, rounds, expected):
    helper, leaning = LEANING[key]
    helper = helper | {"helper_rounds": rounds}
    assert points(children(helper, leaning)).get("helper_load", 0) == expected
    assert "helper_load" not in points(children(helper, leaning), "b", "a")
    assert "helper_load" not in points(children(helper, leaning, weights={key: "off"}))
    assert points(children(helper, leaning, weights={key: "low"})).get("helper_load", 0) == expected


def test_a_shared_language_of_one_still_developing_is_no_load():
    problem = children({**SPANISH, "english": "fluent", "helper_rounds": 2}, {**SPANISH, "english": "developing"})
    assert points(problem) == {}


@pytest.mark.parametrize(
    ("mode", "state", "rounds_ago", "expected"),
    [
        ("steady", "going_well", 1, 20),
        ("steady", "growing", 1, 5),
        ("steady", "needs_me", 1, -40),
        ("steady", None, 1, 0),
        ("steady", "going_well", 2, 0),
        ("mix", "going_well", 1, -15),
        ("mix", None, 4, -15),
        ("fresh", "needs_me", 1, 0),
    ],
)
def test_history(mode, state, rounds_ago, expected):
    problem = children(c={}, mode=mode, history=(Together(("a", "b"), state, rounds_ago),))
    assert points(problem).get("history", 0) == points(problem, "b", "a").get("history", 0) == expected
    assert points(problem, "a", "c") == {}


def test_history_counts_the_latest_time():
    history = (Together(("a", "b"), "going_well", 3), Together(("a", "b", "c"), "needs_me", 1))
    assert points(children(c={}, mode="steady", history=history)) == {"history": -40}
    assert points(children(c={}, mode="mix", history=history)) == {"history": -15}


@pytest.mark.parametrize(("weight", "expected"), [("off", {}), ("low", 15), ("normal", 30), ("high", 45)])
def test_weights(weight, expected):
    problem = noted(("a", "great", "b"), weights={"great": weight})
    assert points(problem) == (expected and {"great": expected})


def test_half_points_are_kept():
    assert points(children({"goals": ("order",)}, {"strengths": ("order",)}, weights={"strengths": "low"})) == {
        "strengths": 2.5
    }


def test_a_fit_stays_between_0_and_100_and_says_what_that_took():
    low = noted(("a", "hard", "b", "teased"), rules=(Rule("better_not", ("a", "b")),))
    assert points(low) == {"hard": -40, "better_not": -35, "limit": 25}
    high = noted(("a", "great", "b"), rules=(Rule("good_idea", ("a", "b")),))
    assert points(high) == {"great": 30, "good_idea": 25, "limit": -5}


def three(*notes, **more):
    """The reasons of Ana in a three with Ben and Cleo, in points."""
    problem = noted(*notes, c={}, **more)
    plan = pairing.evaluate(problem, [("a", "b", "c")])
    pairing.check(problem, plan)
    given = pairing.reasons(problem, plan.groups)["a"]
    return plan.fits["a"] / 4, {(reason.key, reason.about): reason.quarters / 4 for reason in given}


def test_a_three_is_the_mean_less_five():
    assert three(("a", "great", "b")) == (60, {("great", "b"): 30, ("three", None): -5})


def test_a_three_can_end_on_a_quarter():
    known = {"a": {"goals": ("order",)}, "b": {"strengths": ("order",)}}
    fit, _ = three(weights={"strengths": "low"}, **known)
    assert fit == 46.25


def test_an_outsider_loses_thirty_more():
    pair = (("b", "great", "c"), ("c", "great", "b"))
    assert three(*pair) == (15, {("three", None): -5, ("outsider", None): -30})
    assert three(*pair, weights={"great": "off", "mutual": "off"})[0] == 15


LAST_THREE = (Together(("a", "x", "y")),)


@pytest.mark.parametrize(
    ("more", "cost"),
    [
        ({}, 10),
        ({"mode": "mix"}, 10),
        ({"weights": {"history": "low"}}, 5),
        ({"weights": {"history": "off"}}, 0),
        ({"a": {"better_in_three": True}}, 0),
        ({"history": (Together(("a", "x", "y"), None, 2),)}, 0),
        ({"history": (Together(("a", "x")),)}, 0),
    ],
)
def test_a_second_three_in_a_row_costs_ten(more, cost):
    given = {"history": LAST_THREE} | more
    a, settings = given.pop("a", {}), {key: value for key, value in given.items() if key != "history"}
    students = (Student("a", **a), *(Student(name) for name in "bcxy"))
    problem = Problem(students, history=given["history"], **settings)
    plan = pairing.evaluate(problem, [("a", "b", "c"), ("x", "y")])
    pairing.check(problem, plan)
    assert plan.fits["a"] == 4 * (45 - cost)
    assert plan.fits["b"] == 4 * 45
    found = {reason.key: reason.quarters for reason in pairing.reasons(problem, plan.groups)["a"]}
    assert found == {"three": -20} | ({"three_again": -4 * cost} if cost else {})


def test_a_pair_after_a_three_costs_nothing():
    problem = Problem(tuple(Student(name) for name in "abxy"), history=LAST_THREE)
    assert pairing.evaluate(problem, [("a", "b"), ("x", "y")]).fits["a"] == 4 * 50


def test_one_returned_pick_is_enough_not_to_be_an_outsider():
    fit, given = three(("b", "great", "c"), ("c", "great", "b"), ("a", "great", "c"))
    assert ("outsider", None) in given
    fit, given = three(("b", "great", "c"), ("c", "great", "b"), ("c", "great", "a"), ("a", "great", "c"))
    assert (fit, given) == (64, {("great", "c"): 30, ("mutual", "c"): 8, ("three", None): -5})


def test_a_three_never_goes_below_nothing():
    fit, given = three(("b", "great", "c"), ("c", "great", "b"), ("a", "hard", "b", "teased"), ("a", "hard", "c"))
    assert fit == 0
    assert given[("limit", None)] == 17.5
