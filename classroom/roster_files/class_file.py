"""Reads the roster in a class file (partners.class/1): ids and names, and nothing else."""

import json
from typing import Any

from .shapes import LONGEST_CELL, Line, Sheet, Unreadable

FORMAT = "partners.class/1"
OTHER_JSON = "This is JSON, and no class file of Partners. Save the list as CSV or Excel, or paste the names."


def read_class_file(text: str) -> Sheet:
    """A sheet with one line for each child, numbered in the order of the file. Raises Unreadable."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable("This class file is broken. Save it again where it comes from.") from None
    if not isinstance(found, dict) or found.get("format") != FORMAT or not isinstance(found.get("students"), list):
        raise Unreadable(OTHER_JSON)
    students = [student for student in found["students"] if isinstance(student, dict)]
    lines = [Line(number, (_text(s.get("id")), _text(s.get("name")))) for number, s in enumerate(students, 1)]
    title = _text(found.get("name")) or "Class file"
    return Sheet(title, (Line(0, ("ID", "Name")), *lines), headed=True)


def _text(value: Any) -> str:
    return " ".join(value[:LONGEST_CELL].split()) if isinstance(value, str) else ""
