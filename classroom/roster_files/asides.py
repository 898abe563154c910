"""Tells who is in a list, but not a child of the class now: by status, role, and the days of coming and leaving."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping

from .layouts import Meaning
from .vocabulary import plain, words

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_OTHER = re.compile(r"(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d{2})")


def aside_of(cells: Mapping[Meaning, str], today: dt.date | None, *, day_first: bool = False) -> str:
    """The word that says why somebody is left unticked; empty for a child of the class. `cells` are those of role,
    status, first and last day."""
    role, status = cells[Meaning.ROLE], cells[Meaning.STATUS]
    if plain(role) in words("aside_roles"):
        return role
    if _is_aside(status):
        return {"false": "inactive", "no": "inactive", "0": "inactive"}.get(status.lower(), status)
    if today and (day := day_of(cells[Meaning.ENDS], day_first=day_first)) and day < today:
        return f"left on {cells[Meaning.ENDS]}"
    if today and (day := day_of(cells[Meaning.STARTS], day_first=day_first)) and day > today:
        return f"starts on {cells[Meaning.STARTS]}"
    return ""


def _is_aside(status: str) -> bool:
    folded = plain(status)
    parts = folded.split(" ")
    known = words("aside_status")
    return folded in known or (len(parts) > 1 and parts[0] in known and len(parts[0]) > 3)


def is_day_first(values: Iterable[str]) -> bool:
    """Whether days are written 15/9/2026, as one of them shows that can't be meant otherwise."""
    return any((found := _OTHER.match(value)) and int(found[1]) > 12 for value in values)


def day_of(text: str, *, day_first: bool = False) -> dt.date | None:
    """A day as people write it: 2026-09-15, 9/15/2026 (month first unless `day_first`), 15.9.2026."""
    try:
        if found := _ISO.match(text):
            return dt.date(int(found[1]), int(found[2]), int(found[3]))
        if found := _OTHER.match(text):
            one, sign, two, year = int(found[1]), found[2], int(found[3]), int(found[4])
            month, day = (two, one) if day_first or sign == "." or one > 12 else (one, two)
            return dt.date(year if year > 99 else 2000 + year, month, day)
    except ValueError:
        return None
    return None
