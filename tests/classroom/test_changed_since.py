"""Marks that a page carries for the facts it showed."""

import datetime as dt

import pytest
from django.test import override_settings

from classroom.changed_since import MARK_LENGTH, changed_since, mark_of


@pytest.mark.parametrize(
    ("shown", "now"),
    [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ((1, ("x", None)), [1, ["x", None]]),
        ({"day": dt.date(2026, 1, 12)}, {"day": dt.date(2026, 1, 12)}),
    ],
)
def test_the_same_facts_have_the_same_mark(shown: object, now: object) -> None:
    assert not changed_since(mark_of(shown), now)


@pytest.mark.parametrize(
    ("shown", "now"),
    [([1, 2], [2, 1]), ({"a": 1}, {"a": "1"}), (["a", "b"], ["ab"]), ({"a": None}, {}), ("", None)],
)
def test_other_facts_have_another_mark(shown: object, now: object) -> None:
    assert changed_since(mark_of(shown), now)


@pytest.mark.parametrize("mark", ["", "é", "x" * 100_000])
def test_an_invalid_mark_counts_as_changed(mark: str) -> None:
    assert changed_since(mark, "facts")


def test_a_mark_needs_the_key_of_the_server() -> None:
    mark = mark_of("facts")
    assert len(mark) == MARK_LENGTH
    with override_settings(SECRET_KEY="another one, of another server"):
        assert changed_since(mark, "facts")
