"""Counts that are made when partners are published change who is suggested in the next round."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from classroom.models import Classroom, Student, User
from partners.actions import plans
from partners.models import Considerations
from partners.queries import groups_of
from tests.cast import NOW, child, hand_in, know, make_class, open_round, plan_of, publish

Picks = Mapping[str, str]


@pytest.fixture
def four(owner: User) -> Classroom:
    return make_class(owner, "Ana", "Ben", "Cleo", "Dov")


def known(classroom: Classroom, **of_each: dict[str, Any]) -> None:
    students: dict[Student, dict[str, Any]] = {child(classroom, name): of_each[name] for name in of_each}
    know(students=students, classroom=classroom, by=classroom.memberships.get().user, now=NOW)


def live_through(classroom: Classroom, groups: Sequence[Sequence[str]], picks: Picks | None = None) -> None:
    """Go through a round with these notes and these partners, from its opening to its publication."""
    round = open_round(classroom)
    for name, picked in (picks or {}).items():
        hand_in(child(classroom, name), round, great={child(classroom, picked): []})
    publish(plan_of(round, *([child(classroom, name) for name in group] for group in groups)))


def suggested(classroom: Classroom, owner: User, picks: Picks | None = None) -> set[frozenset[str]]:
    """The names of each group that is suggested in a new round with these notes."""
    round = open_round(classroom)
    for name, picked in (picks or {}).items():
        hand_in(child(classroom, name), round, great={child(classroom, picked): []})
    plan = plans.suggest(round=round, mode="steady", by=owner, now=NOW)
    return {frozenset(student.called for student in group) for group in groups_of(plan)}


def both(*groups: Sequence[str]) -> set[frozenset[str]]:
    return {frozenset(group) for group in groups}


@pytest.mark.parametrize(
    ("picked_before", "missed", "expected"),
    [
        ("Dov", 0, both(["Ben", "Cleo"], ["Ana", "Dov"])),
        ("Cleo", 2, both(["Ana", "Cleo"], ["Ben", "Dov"])),
    ],
)
def test_a_child_who_missed_a_pick_twice_goes_first(
    picked_before: str, missed: int, expected: set[frozenset[str]], four: Classroom, owner: User
) -> None:
    """Ana and Ben both name Cleo, and Ben has a little more in common with her."""
    known(four, Ben={"interests": ["snails"]}, Cleo={"interests": ["snails"]})
    for _ in range(2):
        live_through(four, [["Ana", "Dov"], ["Ben", "Cleo"]], {"Ana": picked_before, "Ben": "Cleo"})
    assert Considerations.objects.get(student=child(four, "Ana")).content.missed_picks == missed
    assert suggested(four, owner, {"Ana": "Cleo", "Ben": "Cleo"}) == expected


@pytest.mark.parametrize(
    ("before", "leaned_on", "expected"),
    [
        ([["Ana", "Dov"], ["Ben", "Cleo"]], 0, both(["Ana", "Ben"], ["Cleo", "Dov"])),
        ([["Ana", "Ben"], ["Cleo", "Dov"]], 1, both(["Ana", "Cleo"], ["Ben", "Dov"])),
    ],
)
def test_a_helper_of_the_last_round_gets_a_rest(
    before: Sequence[Sequence[str]], leaned_on: int, expected: set[frozenset[str]], four: Classroom, owner: User
) -> None:
    """Ana is new to English. Ben and Cleo both speak her language, and Ben has a little more in common with her."""
    fluent = {"languages": ["es"], "english": "fluent"}
    newcomer = {"languages": ["es"], "english": "newcomer"}
    known(four, Ana=newcomer | {"interests": ["snails"]}, Ben=fluent | {"interests": ["snails"]}, Cleo=fluent)
    live_through(four, before)
    assert Considerations.objects.get(student=child(four, "Ben")).content.helper_rounds == leaned_on
    assert suggested(four, owner) == expected
