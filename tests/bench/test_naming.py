"""Whether it pays to write anything but the truth, in classes small enough to see why."""

from dataclasses import replace

from bench.naming import gains_of, hinting, tally
from partners import pairing
from tests.bench.test_wishes import class_of
from tests.partners.pairing.classes import full_class


def test_nobody_gains_who_has_what_they_want() -> None:
    found = tally(class_of({"a": "b", "b": "a", "c": "d", "d": "c"}))
    assert found == (4, 0, 0, 0, 0)


def test_another_pick_is_no_better_even_where_it_is_earlier_and_fits_better() -> None:
    """a has c, who shares an interest with a. By naming only b, a would have b, and c would have their pick d."""
    problem = class_of({"a": "bc", "b": "ad", "c": "d", "d": "b"})
    both = tuple(replace(one, interests=("rain",) if one.id in "ac" else ()) for one in problem.students)
    problem = replace(problem, students=both)
    plan = pairing.solve(problem)
    assert plan.groups == (("a", "c"), ("b", "d"))
    assert gains_of(problem, plan, "a") == (False, True, True)


def test_each_hint_is_one_chip_more_beside_one_pick() -> None:
    problem = full_class(8)
    note = next(note for note in problem.notes if len(note.great) > 1)
    before = [len(choice.why) for choice in note.great]
    for place, hinted in enumerate(hinting(problem, note.student)):
        after = next(one for one in hinted.notes if one.student == note.student)
        more = [len(choice.why) - count for choice, count in zip(after.great, before, strict=True)]
        assert more == [int(number == place) for number in range(len(before))]
        assert [choice.student for choice in after.great] == [choice.student for choice in note.great]
