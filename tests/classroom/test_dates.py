"""Days in words."""

import datetime as dt

import pytest
import time_machine

from classroom.dates import day_in_words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (dt.date(2026, 11, 26), "Thursday, 26 November"),
        (dt.date(2027, 1, 4), "Monday, 4 January"),
        (dt.date(2026, 9, 1), "Tuesday, 1 September"),
        (dt.date(2027, 5, 26), "Wednesday, 26 May"),
        (dt.date(2027, 5, 27), "Thursday, 27 May 2027"),
        (dt.date(2026, 5, 29), "Friday, 29 May"),
        (dt.date(2026, 5, 27), "Wednesday, 27 May 2026"),
        (dt.datetime(2027, 11, 26, 9, tzinfo=dt.UTC), "Friday, 26 November 2027"),
    ],
)
def test_a_far_day_has_its_year(day: dt.date, words: str) -> None:
    with time_machine.travel(dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC), tick=False):
        assert day_in_words(day) == words


def test_a_day_can_be_written_without_the_day_of_the_week() -> None:
    with time_machine.travel(dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC), tick=False):
        assert day_in_words(dt.date(2027, 11, 26), "j F") == "26 November 2027"
