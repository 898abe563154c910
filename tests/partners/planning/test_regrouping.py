"""Regrouping: no change leaves a child alone in a group, or makes a group of four."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.planning.regrouping import (
    CannotRegroup,
    Change,
    Groups,
    Join,
    PairUp,
    PutAside,
    Swap,
    in_groups,
    regrouped,
)

PAIRS: Groups = ((1, 2), (3, 4), (5, 6))
WITH_THREES: Groups = ((1, 2, 3), (4, 5, 6), (7, 8))


@pytest.mark.parametrize(
    ("groups", "move", "after"),
    [
        pytest.param(PAIRS, Swap(1, 3), ((3, 2), (1, 4), (5, 6)), id="two change places"),
        pytest.param(WITH_THREES, Swap(8, 1), ((8, 2, 3), (4, 5, 6), (7, 1)), id="a three and a pair"),
        pytest.param(PAIRS, Swap(9, 1), ((9, 2), (3, 4), (5, 6)), id="from the edge into a place"),
        pytest.param(PAIRS, Swap(1, 9), ((9, 2), (3, 4), (5, 6)), id="to the edge for another one"),
        pytest.param(WITH_THREES, Join(1, 7), ((2, 3), (4, 5, 6), (7, 8, 1)), id="out of a three into a pair"),
        pytest.param(PAIRS, Join(1, 3), ((3, 4, 1), (5, 6)), id="out of a pair, the other one goes to the edge"),
        pytest.param(((3, 4, 1), (5, 6)), Join(2, 5), ((3, 4, 1), (5, 6, 2)), id="a pair is split into two others"),
        pytest.param(PAIRS, Join(9, 8), (*PAIRS, (8, 9)), id="two at the edge"),
        pytest.param(WITH_THREES, PairUp(1, 4), ((2, 3), (5, 6), (7, 8), (4, 1)), id="two threes are three pairs"),
        pytest.param(WITH_THREES, PairUp(9, 1), ((2, 3), (4, 5, 6), (7, 8), (1, 9)), id="one out of a three"),
        pytest.param(WITH_THREES, PutAside(1), ((2, 3), (4, 5, 6), (7, 8)), id="aside out of a three"),
        pytest.param(PAIRS, PutAside(1), ((3, 4), (5, 6)), id="aside out of a pair, both"),
    ],
)
def test_changes_make_the_expected_groups(groups: Groups, move: Change, after: Groups) -> None:
    assert regrouped(groups, move) == after


@pytest.mark.parametrize(
    ("move", "words"),
    [
        (Swap(1, 2), "Choose two children of different partnerships."),
        (Swap(1, 1), "Choose two children of different partnerships."),
        (PairUp(1, 3), "Choose two children of different partnerships."),
        (Join(1, 2), "Choose two children of different partnerships."),
        (Swap(8, 9), "Both lie at the table’s edge. Make them a pair."),
        (Join(9, 1), "Three is the most in a partnership."),
    ],
)
def test_impossible_changes_are_refused(move: Change, words: str) -> None:
    with pytest.raises(CannotRegroup, match=words):
        regrouped(((1, 2, 3), (4, 5)), move)


@given(st.lists(st.tuples(st.sampled_from([Swap, Join, PairUp, PutAside]), st.integers(1, 9), st.integers(1, 9))))
def test_no_change_leaves_a_child_alone_or_places_one_twice(moves: list[tuple[type, int, int]]) -> None:
    groups: Groups = ((1, 2), (3, 4), (5, 6), (7, 8, 9))
    for kind, one, other in moves:
        try:
            groups = regrouped(groups, PutAside(one) if kind is PutAside else kind(one, other))
        except CannotRegroup:
            continue
        placed = [child for group in groups for child in group]
        assert {len(group) for group in groups} <= {2, 3}
        assert len(placed) == len(set(placed))


def test_a_child_who_left_leaves_nobody_alone() -> None:
    assert in_groups([[1, 2, 3], [4, 5]], [1, 2, 4]) == ((1, 2),)
