"""Reads the roster in a class file (partners.class/1): ids and names, and nothing else."""

import json
from typing import Any

from .cells import table_of
from .tables import Aside, Table, Unreadable

FORMAT = "partners.class/1"
# More than this would take much memory. A class of 200 with all its notes has some thousands.
MOST_SIGNS = 200_000
OTHER_JSON = "This is JSON, and no class file of Partners. Save the list as CSV or Excel, or paste the names."


def read_class_file(text: str) -> Table:
    """A table with one row for each child, numbered in the order of the file. Raises Unreadable."""
    if text.count("{") + text.count("[") + text.count(",") > MOST_SIGNS:
        raise Unreadable("This class file is too large. Paste the names instead.")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable("This class file is broken. Save it again where it comes from.") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT or not isinstance(found.get("students"), list):
        raise Unreadable(OTHER_JSON)
    students = [student for student in found["students"] if isinstance(student, dict)]
    lines = ((number, (_text(s.get("id")), _text(s.get("name"))), Aside.NONE) for number, s in enumerate(students, 1))
    title = _text(found.get("name")) or "Class file"
    return table_of(title, [(0, ("ID", "Name"), Aside.NONE), *lines], headed=True)


def _text(value: Any) -> str:
    return value[:400] if isinstance(value, str) else ""
