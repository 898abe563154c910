"""Growth: moves over time, and what to teach next."""

import datetime as dt

from partners.moves.built_in import MOVES
from partners.partner_time import growth
from partners.partner_time.growth import Glimpse
from tests.cast import TODAY


def glimpse(move: str, days: int, *, strength: bool = True) -> Glimpse:
    return Glimpse(move, TODAY + dt.timedelta(days=days), strength, 1)


def table(seen: list[Glimpse], days: int) -> dict[str, list[str]]:
    chart = growth.moves_over_weeks(seen, MOVES, since=TODAY, until=TODAY + dt.timedelta(days=days))
    assert chart
    return {line.label: [cell.words for cell in line.cells] for line in chart.lines} | {"": list(chart.columns)}


def test_each_move_is_shown_in_its_week() -> None:
    seen = [
        glimpse("trade_turns", 0, strength=False),
        glimpse("trade_turns", 13),
        glimpse("trade_turns", 7, strength=False),
        glimpse("set_the_spot", 6),
        glimpse("set_the_spot", -1),
    ]
    assert table(seen, 20) == {
        "": ["1", "2", "3"],
        "Set the spot": ["strength", "", ""],
        "Trade turns": ["next step", "strength and next step", ""],
    }


def test_only_the_newest_weeks_that_fit_are_shown() -> None:
    seen = [glimpse("trade_turns", 0), glimpse("set_the_spot", 7 * 14)]
    assert table(seen, 7 * 14) == {"": [str(week) for week in range(4, 16)], "Set the spot": [*[""] * 11, "strength"]}


def test_there_is_no_chart_without_observations() -> None:
    assert growth.moves_over_weeks([], MOVES, since=TODAY, until=TODAY) is None


def test_the_chart_has_a_mark_for_each_filled_cell() -> None:
    seen = [glimpse("trade_turns", 0, strength=False), glimpse("trade_turns", 8), glimpse("celebrate", 8)]
    chart = growth.moves_over_weeks(seen, MOVES, since=TODAY, until=TODAY + dt.timedelta(days=8))
    assert chart
    marks = [(short, mark.cell.mark, mark.x, mark.y) for _, short, _, found in chart.drawn for mark in found]
    assert marks == [
        ("Trade turns", "next", 196.0, 15),
        ("Trade turns", "strength", 232.0, 15),
        ("Celebrate", "strength", 232.0, 45),
    ]
    assert chart.now == (214.0, 36)


def test_next_steps_come_first_and_the_newest_of_them_leads() -> None:
    seen = [
        glimpse("mend_it", 1, strength=False),
        glimpse("say_it_back", 3, strength=False),
        glimpse("trade_turns", 0, strength=False),
        glimpse("trade_turns", 2),
    ]
    seen.sort(key=lambda each: each.day)
    assert [move.key for move in growth.teach_next(seen, MOVES)] == ["say_it_back", "mend_it", "set_the_spot"]


def test_a_strength_that_became_a_next_step_is_taught_again() -> None:
    seen = [glimpse("trade_turns", 2), glimpse("trade_turns", 4, strength=False)]
    assert growth.teach_next(seen, MOVES)[0].key == "trade_turns"


def test_moves_never_seen_follow_in_the_classs_order() -> None:
    seen = [glimpse("set_the_spot", 0), glimpse("knee_to_knee", 0)]
    assert [move.key for move in growth.teach_next(seen, MOVES[::-1])] == ["celebrate", "mend_it", "friendly_reminder"]
