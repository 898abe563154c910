"""Adding and subtracting months."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.retention import months_after, months_before

days = st.dates(dt.date(2020, 1, 1), dt.date(2040, 12, 31))
months = st.integers(1, 13)


@pytest.mark.parametrize(
    ("day", "count", "after"),
    [
        ("2026-01-12", 13, "2027-02-12"),
        ("2026-12-31", 12, "2027-12-31"),
        ("2026-01-31", 13, "2027-03-01"),
        ("2024-02-29", 12, "2025-03-01"),
        ("2026-10-31", 1, "2026-12-01"),
        ("2026-12-31", 1, "2027-01-31"),
    ],
)
def test_a_period_is_never_shorter_than_its_months(day: str, count: int, after: str) -> None:
    assert months_after(dt.date.fromisoformat(day), count).isoformat() == after


@given(days, months)
def test_months_back_give_the_last_possible_day(day: dt.date, count: int) -> None:
    last = months_before(day, count)
    assert months_after(last, count) <= day < months_after(last + dt.timedelta(days=1), count)
