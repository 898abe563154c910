"""Old Excel files (.xls): their values. Hidden rows and number formats are not told by the library."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from .cells import table_of
from .excel import FAR
from .tables import Aside, Table, Unreadable

BROKEN = "This old Excel file is broken, too large, or has a password. Save it as .xlsx, and try again."
UNTOLD = "In an old Excel file hidden rows can't be told from others. Look whether everyone belongs here."
_WORKER = Path(__file__).with_name("calamine_worker.py")
_SECONDS = 10


def read_old_excel(data: bytes) -> tuple[list[Table], list[str]]:
    """The sheets of the file, and notes for the person. Raises Unreadable."""
    found = _worked(data)
    notes = [UNTOLD]
    tables = []
    for sheet in found["sheets"]:
        if sheet["more"]:
            notes.append(FAR)
        lines = ((number, row, Aside.NONE) for number, row in enumerate(sheet["rows"], 1))
        tables.append(table_of(sheet["title"], lines))
    if found["hidden"]:
        notes.append(f"Hidden sheets were not read: {found['hidden']}.")
    return tables, notes


def _worked(data: bytes) -> Any:
    command = [sys.executable, "-I", str(_WORKER)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=True)
        return json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError, OSError):
        # What the process says may quote the file.
        raise Unreadable(BROKEN) from None
