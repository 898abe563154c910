"""What the benchmark counts in a plan, in classes small enough to count by hand."""

import pytest

from bench.wishes import Wishes, gains_by_naming_one, naming_one
from partners.pairing import Choice, Note, Problem, Student


def class_of(great: dict[str, str], hard: dict[str, str] | None = None) -> Problem:
    """A class in which children, each a letter, named others."""
    letters = sorted({letter for named in (great, hard or {}) for pair in named.items() for letter in "".join(pair)})
    return Problem(
        tuple(map(Student, letters)),
        tuple(Note(one, _choices(great.get(one, "")), _choices((hard or {}).get(one, ""))) for one in letters),
    )


def _choices(letters: str) -> tuple[Choice, ...]:
    return tuple(map(Choice, letters))


def test_picks_and_hard_choices_count_for_the_child_who_named() -> None:
    wishes = Wishes(class_of({"a": "bc", "b": "d"}, {"d": "c", "c": "d"}))
    groups = [("a", "b"), ("c", "d")]
    assert (wishes.met(groups), wishes.beside_hard(groups), wishes.hard_groups(groups)) == (1, 2, 1)
    assert wishes.named_somebody == ["a", "b"]


@pytest.mark.parametrize(("partners", "view"), [("b", 1), ("d", -1), ("e", 0), ("be", 0.5), ("bd", 0), ("bc", 1)])
def test_the_view_of_two_partners_is_the_mean(partners: str, view: float) -> None:
    assert Wishes(class_of({"a": "bc"}, {"a": "de"} | {"a": "d", "e": "a"})).view("a", tuple(partners)) == view


def test_a_blocking_pair_is_better_off_on_both_sides() -> None:
    wishes = Wishes(class_of({"a": "c", "c": "a", "b": "d"}))
    assert wishes.blocking_pairs([("a", "b"), ("c", "d")]) == [("a", "c")]  # d did not name b
    assert wishes.blocking_pairs([("a", "c"), ("b", "d")]) == []


def test_two_of_one_three_are_no_blocking_pair() -> None:
    wishes = Wishes(class_of({"a": "b", "b": "a"}, {"a": "c"}))
    assert wishes.blocking_pairs([("a", "b", "c")]) == []


def test_to_leave_somebody_hard_is_reason_enough() -> None:
    wishes = Wishes(class_of({}, {"a": "b", "d": "c"}))
    assert wishes.blocking_pairs([("a", "b"), ("c", "d")]) == [("a", "d")]


def test_naming_one_leaves_each_pick_alone_in_turn() -> None:
    named = [Wishes(problem).great["a"] for problem in naming_one(class_of({"a": "bc", "b": "c"}), "a")]
    assert named == [{"b"}, {"c"}]
    assert list(naming_one(class_of({"a": "bc", "b": "c"}), "b")) == []


def test_a_child_gains_only_by_their_true_view() -> None:
    """This way gives a child whom they named, but only if they named just one; d is nobody's true pick."""

    def pair_up(problem: Problem) -> list[tuple[str, ...]]:
        alone = Wishes(problem).great["a"] == {"c"}
        return [("a", "c"), ("b", "d")] if alone else [("a", "d"), ("b", "c")]

    problem = class_of({"a": "bc", "d": "ab"})
    assert gains_by_naming_one(problem, pair_up(problem), pair_up, "a")
    assert not gains_by_naming_one(problem, pair_up(problem), pair_up, "d")
