"""Reads an old Excel file (.xls) in a process of its own, which may not take much time and memory: python-calamine
makes room for the whole rectangle of a sheet, however few cells are filled.

The file comes on the standard input; the sheets go to the standard output as JSON.
"""

import datetime as dt
import io
import json
import resource
import sys
from itertools import islice

SECONDS = 3
BYTES = 320 * 1024 * 1024
MOST_SHEETS, MOST_LINES, MOST_COLUMNS = 40, 10_000, 61


def shown(value: object) -> str:
    if isinstance(value, bool):
        return "True" if value else "False"
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    if isinstance(value, float) and abs(value) >= 10**15:
        return f"{value:.5E}"
    if isinstance(value, dt.datetime | dt.date):
        return f"{value:%Y-%m-%d}"
    return str(value)[:400]


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
    import python_calamine

    book = python_calamine.load_workbook(io.BytesIO(sys.stdin.buffer.read()))
    visible = [
        sheet.name for sheet in book.sheets_metadata if sheet.visible == python_calamine.SheetVisibleEnum.Visible
    ]
    found = []
    for name in (visible or book.sheet_names)[:MOST_SHEETS]:
        sheet = book.get_sheet_by_name(name)
        rows = [[shown(value) for value in row[:MOST_COLUMNS]] for row in islice(sheet.iter_rows(), MOST_LINES)]
        found.append({"title": name, "rows": rows, "more": sheet.total_height > MOST_LINES})
    json.dump({"sheets": found, "hidden": len(book.sheet_names) - len(found)}, sys.stdout)


if __name__ == "__main__":
    main()
