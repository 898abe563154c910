"""Days as teachers read them."""

import datetime as dt

from django.utils import dateformat, timezone

NEAR = dt.timedelta(days=182)


def day_in_words(day: dt.date, form: str = "l, j F") -> str:
    """A day in the words of `form` (Django's letters), with the year where it is half a year away or more.

    Monday, 12 October; or Tuesday, 12 October 2027.
    """
    date = day.date() if isinstance(day, dt.datetime) else day
    is_near = abs(date - timezone.localdate()) < NEAR
    return dateformat.format(day, form if is_near else f"{form} Y")
