"""How long records about children are kept: every number in one place. Knows nothing of Django.

Days are those of the class's own time zone. A record that is kept for 60 days is still there on the 59th day after, and
is deleted on the 60th.
"""

import calendar
import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Kept:
    """How long records are kept at most. A class may keep its notes for a shorter time."""

    notes_days: int = 60
    check_ins_days: int = 60
    after_the_year_days: int = 30
    history_months: int = 13
    log_months: int = 12


KEPT = Kept()


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; where that month is too short, the first of the next one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= calendar.monthrange(year, month + 1)[1]:
        return dt.date(year, month + 1, day.day)
    return months_after(day.replace(day=1), months + 1)


def months_before(day: dt.date, months: int) -> dt.date:
    """The last day to which `months_after` adds up to `day` or earlier."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
