"""Nothing of a list vanishes unsaid: every line and every column is accounted for, whatever the list looks like."""

import json
import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from classroom.names import fold
from classroom.roster_files import (
    Layout,
    Meaning,
    Reading,
    Remembered,
    Table,
    Unreadable,
    guess,
    headings_of,
    read_paste,
    remembered_as,
    shape_of,
    understand,
    with_remembered,
)

# Made-up names, so that each can be found again.
NAMES = st.sampled_from([f"Qa{one}{two}{three}" for one in "bdfgk" for two in "lmnpr" for three in "stvwz"])
BEFORE = st.sampled_from(["", "", "", "1. ", "- ", "☐ ", "100123 ", "* ", "a) "])
BETWEEN = st.sampled_from([" ", ", "])
BEHIND = st.sampled_from(["", "", "", " (ELL)", " (100123)", " *", " - new", " <x@kids.example>", " (Bo)"])
DECORATED = st.tuples(BEFORE, NAMES, BETWEEN, NAMES, BEHIND).map("".join)
OTHER = st.sampled_from(
    [
        "",
        "2",
        "Room 12",
        "Total",
        "Girls",
        "Name",
        "Last Name",
        "Grade",
        "x",
        "2026-09-01",
        "Active",
        "Table 2",
        "No.",
        "–",
    ]
)
CELLS = st.one_of(DECORATED, NAMES, OTHER)
HEADINGS = st.sampled_from(
    [
        [],
        ["Name", "Grade"],
        ["Last Name", "First Name"],
        ["Student", "Q1", "Q2"],
        ["Name", "", "Name"],
        ["Girls", "Boys"],
        ["Họ và tên"],
        ["Apellidos y nombres", "Grado"],
    ]
)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=8)
TABLES = st.tuples(ROWS, HEADINGS, ROWS).map(lambda parts: [*parts[0][:2], parts[1], *parts[2]])


def letters_of(text: str) -> set[str]:
    return {word for word in fold(re.sub("[,()“”]", " ", text)).split() if word[:2] == "qa"}


def check(table: Table, layout: Layout, reading: Reading) -> None:
    first = layout.starts_at + layout.headings
    lines = {child.line for child in reading.children} | {other.line for other in reading.others}
    assert lines >= {row.number for place, row in enumerate(table.rows) if not layout.starts_at <= place < first}
    assert [column.place for column in reading.columns] == list(range(table.width))
    told = letters_of(" ".join(f"{c.name.full} {c.called} {c.grade} {c.group}" for c in reading.children))
    told |= letters_of(" ".join(child.source_id for child in reading.children))
    told |= letters_of(" ".join(question for child in reading.children for question in child.questions))
    unused = {column.place for column in reading.columns if column.meaning not in USED}
    others = {other.line for other in reading.others}
    for place, row in enumerate(table.rows):
        if layout.starts_at <= place < first or row.number in others:
            continue
        for column, cell in enumerate(row.cells):
            assert column in unused or letters_of(cell) <= told


USED = (Meaning.FULL, Meaning.TURNED, Meaning.TURNED_TWO, Meaning.LAST_WORD, Meaning.FIRST, Meaning.LAST)


@given(TABLES, st.sampled_from(["\t", ";", ",", "|"]))
def test_no_name_disappears(rows: list[list[str]], delimiter: str) -> None:
    try:
        book = read_paste("\n".join(delimiter.join(row) for row in rows))
    except Unreadable:
        return
    for table in book.tables:
        layout = guess(table)
        check(table, layout, understand(table, layout))


@given(TABLES, st.data())
def test_no_name_disappears_whatever_the_teacher_chooses(rows: list[list[str]], data: st.DataObject) -> None:
    try:
        [table] = read_paste("\n".join("\t".join(row) for row in rows)).tables
    except Unreadable:
        return
    columns = tuple(data.draw(st.sampled_from(Meaning)) for _ in range(table.width))
    starts_at = data.draw(st.integers(0, len(table.rows)))
    headings = data.draw(st.integers(0, min(2, len(table.rows) - starts_at)))
    layout = Layout(columns, headings, starts_at, usual_capitals=data.draw(st.booleans()))
    reading = understand(table, layout)
    check(table, layout, reading)
    taken = [other.key for other in reading.others if other.can_be_taken]
    again = understand(table, layout, taken)
    assert len(again.children) >= len(reading.children)
    check(table, layout, again)


@given(TABLES)
def test_the_parts_of_a_list_are_the_list(rows: list[list[str]]) -> None:
    try:
        [table] = read_paste("\n".join("\t".join(row) for row in rows)).tables
    except Unreadable:
        return
    layout = guess(table)
    whole = understand(table, layout)
    readings = [understand(table, replace(layout, part=part.title)) for part in whole.parts]
    keys = [child.key for reading in readings for child in reading.children]
    assert len(set(keys)) == len(keys)
    assert set(keys) <= {child.key for child in whole.children} | {other.key for other in whole.others}


@given(TABLES)
def test_what_a_school_remembers_holds_no_child(rows: list[list[str]]) -> None:
    try:
        [table] = read_paste("\n".join("\t".join(row) for row in rows)).tables
    except Unreadable:
        return
    layout = guess(table)
    stored = json.dumps(remembered_as(layout).to_json())
    assert letters_of(stored) == set()
    remembered = Remembered.from_json(json.loads(stored))
    assert remembered is not None
    assert with_remembered(layout, remembered) == layout
    shape = shape_of(headings_of(table, layout))
    assert (len(shape) == 32) is (layout.headings > 0 and any(headings_of(table, layout)))
