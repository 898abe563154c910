"""A class that contradicts itself is refused in one sentence."""

import pytest

from partners.pairing import BadProblem, Choice, Note, Problem, Rule, Student, Together

THREE = tuple(Student(name) for name in "abc")


def noted(**lists):
    return {"notes": (Note("a", **{key: tuple(map(Choice, names)) for key, names in lists.items()}),)}


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"students": (*THREE, Student("b"))}, 'student "b" is there twice'),
        ({"students": (Student(""),)}, "a student's id is empty"),
        ({"students": (Student("a", voice="loud"),)}, 'student "a": voice: "loud" is none of takes_over, '),
        ({"students": (Student("a", english="B2"),)}, "english"),
        ({"students": (Student("a", behaviour="good"),)}, "behaviour"),
        ({"students": (Student("a", stage=5),)}, "stage: 5 is none of 1, 2, 3, 4"),
        ({"students": (Student("a", side="C"),)}, "side"),
        ({"students": (Student("a", strengths=("ideas", "wit")),)}, 'strengths: "wit" is none of ideas, '),
        ({"students": (Student("a", goals=("wit",)),)}, "goals"),
        ({"students": (Student("a", pace=("fast",)),)}, "pace"),
        ({"students": (Student("a", languages=("e s",)),)}, 'languages: "e s" is not a language code'),
        ({"students": (Student("a", interests=(" ",)),)}, "interests: a word is empty"),
        ({"students": (Student("a", time_share=101),)}, "time_share: 101 is not between 0 and 100"),
        ({"students": (Student("a", time_share=-1),)}, "time_share"),
        ({"students": (Student("a", helper_rounds=-1),)}, "helper_rounds: -1 is below 0"),
        ({"students": (Student("a", missed_picks=-2),)}, "missed_picks: -2 is below 0"),
        ({"notes": (Note("x"),)}, 'notes: "x" is not in the class'),
        ({"notes": (Note("a"), Note("a"))}, 'student "a" has two notes'),
        (noted(great=["a"]), 'note of "a": great: the child names itself'),
        (noted(hard=["x"]), 'note of "a": hard: "x" is not in the class'),
        (noted(great=["b", "b"]), 'note of "a": great: "b" is there twice'),
        (noted(great=["b"], hard=["b"]), 'note of "a": "b" is in both lists'),
        ({"notes": (Note("a", great=(Choice("b", ("loud",)),)),)}, 'great: why: "loud" is none of'),
        ({"notes": (Note("a", hard=(Choice("b", ("kind",)),)),)}, 'hard: why: "kind" is none of'),
        ({"rules": (Rule("always", ("a", "b")),)}, 'rule 1: kind: "always" is none of'),
        ({"rules": (Rule("never", ("a", "b")), Rule("never", ("a",)))}, "rule 2: a rule names two students"),
        ({"rules": (Rule("never", ("a", "a")),)}, 'rule 1: "a" is there twice'),
        ({"rules": (Rule("together", ("a", "x")),)}, 'rule 1: "x" is not in the class'),
        ({"rules": (Rule("together", ("a", "b", "c")),)}, "rule 1: together names two students, not more"),
        ({"history": (Together(("a",)),)}, "history 1: partners are two or three students"),
        ({"history": (Together(("a", "x")),)}, 'history 1: "x" is not in the class'),
        ({"history": (Together(("a", "b"), "fine"),)}, 'history 1: state: "fine" is none of'),
        ({"history": (Together(("a", "b"), None, 0),)}, "history 1: rounds_ago is 0, the last round is 1"),
        (
            {"history": (Together(("a", "b")), Together(("c", "b", "a")))},
            'history 2: "a" and "b" are there twice for one round',
        ),
        ({"flags": (("a", "x"),)}, 'flag 1: "x" is not in the class'),
        ({"flags": (("a", "a"),)}, 'flag 1: "a" is there twice'),
        ({"locks": (("a",),)}, "lock 1: names 1 students"),
        ({"weights": {"luck": "high"}}, 'weights: "luck" is none of great, '),
        ({"weights": {"voice": "loud"}}, 'weights: voice: "loud" is none of off, low, normal, high'),
        ({"mode": "wild"}, 'mode: "wild" is none of steady, mix, fresh'),
        ({"extra_threes": -1}, "extra_threes: -1 is below 0"),
    ],
)
def test_what_is_refused(more, sentence):
    with pytest.raises(BadProblem) as refused:
        Problem(**{"students": THREE} | more)
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)


def test_what_is_fine():
    history = (Together(("a", "b"), None, 1), Together(("a", "b", "c"), "growing", 2))
    rules = (Rule("never", ("a", "b", "c")), Rule("better_not", ("a", "b")), Rule("good_idea", ("a", "b")))
    weights = {"unsafe": "off", "history": "high"}
    problem = Problem(THREE, notes=(Note("a"),), rules=rules, history=history, weights=weights, flags=(("a", "b"),))
    assert problem == Problem(THREE, (Note("a"),), rules, history, (("a", "b"),), weights=weights)


def test_long_and_odd_values_stay_on_one_line():
    with pytest.raises(BadProblem) as refused:
        Problem((Student("a\n" * 100, voice="x" * 1000),))
    assert len(str(refused.value)) < 300
    assert "\n" not in str(refused.value)
