"""Hostile files are answered by a sentence, or read, before the work is much. The number of lines that are looked at
says how much work it is; nothing here is timed."""

import io
import zipfile
from collections.abc import Callable

import pytest

from classroom.roster_files import MOST_BYTES, Unreadable, guess, read, understand
from classroom.roster_files.bounded_xml import MOST_UNPACKED
from classroom.roster_files.oneroster import MOST_RECORDS
from tests.classroom.roster_files.making import archive, as_text, excel, oneroster_1_1

SHEET = "xl/worksheets/sheet1.xml"
START = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = "</sheetData></worksheet>"


def with_part(content: str, name: str = SHEET) -> bytes:
    with zipfile.ZipFile(io.BytesIO(excel(("Roster", [["Name"], ["Ana Ruiz"]])))) as before:
        parts = {part: before.read(part) for part in before.namelist()}
    return archive({**parts, name: content})


def enrolled(count: int) -> bytes:
    users = [["sourcedId", "role", "givenName"], ["u1", "student", "Ana"]]
    classes = [["sourcedId", "title"], *([f"c{i}", "T"] for i in range(count))]
    rows = [["classSourcedId", "userSourcedId"], *([f"c{i}", "u1"] for i in range(count))]
    return oneroster_1_1(users=users, classes=classes, enrollments=rows)


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "lines": (lambda: b"a\n" * (MOST_BYTES // 2), "more than 2,500 rows"),
    "an unclosed quote": (lambda: b'Name,Grade\n"Ana,2\n' + b"Ben Cohen,2\n" * 400_000, "more than 2,500 rows"),
    "columns": (lambda: as_text([["x"] * 200] * 2600).encode(), "more than 2,500 rows"),
    "names side by side": (lambda: as_text([["Name"] * 40, *[["Ana Ruiz"] * 40] * 100]).encode(), "4,000 names"),
    "numbers in lines": (lambda: (b"1. a " * 1000 + b"\n") * 900, "more than 2,500 rows"),
    "a class file": (lambda: b'{"a":[' + b"0," * 2_000_000 + b"0]}", "too large"),
    "entries of a zip": (lambda: archive({f"part{i}": "" for i in range(4001)}), "too large inside"),
    "a zip that unpacks to more": (lambda: archive({"users.csv": b" " * (4 * MOST_UNPACKED)}), "too large inside"),
    "records of OneRoster": (lambda: enrolled(MOST_RECORDS + 1), "classes.csv has more than 20,000 lines."),
    "a file of OneRoster": (
        lambda: archive({"users.csv": b"sourcedId\n" + b" " * 9_000_000, "classes.csv": "", "enrollments.csv": ""}),
        "users.csv has more than 20,000 lines.",
    ),
    "rows of a sheet": (
        lambda: with_part(START + '<row><c t="str"><v>a</v></c></row>' * 5000 + END),
        "more than 2,500 rows",
    ),
    "cells of a sheet": (lambda: with_part(START + "<row>" + "<c/>" * 800_000 + "</row>" + END), "too large inside"),
    "an attribute": (lambda: with_part(f'{START}<row a="{"a" * 2_000_000}"></row>{END}'), "too large inside"),
    "shared strings": (
        lambda: archive_with_strings(800_000),
        "too large inside",
    ),
    "an entity": (lambda: with_part('<!DOCTYPE x [<!ENTITY a "aa">]><x>&a;</x>'), "broken"),
}


def archive_with_strings(count: int) -> bytes:
    sheet = f'{START}<row><c t="s"><v>{count - 1}</v></c></row>{END}'
    with zipfile.ZipFile(io.BytesIO(with_part(sheet))) as before:
        parts = {part: before.read(part) for part in before.namelist()}
    return archive({**parts, "xl/sharedStrings.xml": "<sst>" + "<si><t>a</t></si>" * count + "</sst>"})


@pytest.mark.parametrize("kind", REFUSED)
def test_a_hostile_file_is_refused_with_a_sentence(kind: str) -> None:
    make, words = REFUSED[kind]
    with pytest.raises(Unreadable) as refused:
        read(make())
    assert words in str(refused.value)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    "data",
    [
        b"a" * MOST_BYTES,
        b"a," * (MOST_BYTES // 2),
        b"Ana Ruiz;" * (MOST_BYTES // 9),
        b'"' * MOST_BYTES,
        b"@" * MOST_BYTES,
        bytes(range(128, 256)) * (MOST_BYTES // 128),
    ],
    ids=["one word", "commas", "names", "quotes", "at signs", "bytes"],
)
def test_one_long_line_is_read(data: bytes) -> None:
    book = read(data)
    for table in book.tables:
        reading = understand(table, guess(table))
        assert len(reading.children) + len(reading.others) <= 201
        assert all(len(cell) <= 200 for row in table.rows for cell in row.cells)


@pytest.mark.parametrize("sign", ["(a)", "(ELL) ", "(", "“", "*", " - a", " 1", "&amp;amp;", "a ", "@"])
def test_a_line_of_signs_is_read(sign: str) -> None:
    line = ("Ana " + sign * 200)[:190]
    [table] = read(f"{line}\n".encode() * 100).tables
    reading = understand(table, guess(table))
    assert len(reading.children) + len(reading.others) == 100


def test_a_far_cell_takes_no_room() -> None:
    far = '<row r="9000"><c r="XFD9000" t="str"><v>x</v></c></row>'
    rows = '<row r="1"><c r="A1" t="str"><v>Name</v></c></row><row r="2"><c r="A2" t="str"><v>Ana Ruiz</v></c></row>'
    [table] = read(with_part(START + rows + far + END)).tables
    assert (len(table.rows), table.width) == (2, 1)
    assert table.notes == ("This table has more than 60 columns. The others are left out.",)


def test_what_is_cut_is_said() -> None:
    [table] = read(as_text([["Name", *["x"] * 70], ["Ana Ruiz", *["y"] * 70], ["B" * 201]]).encode()).tables
    assert table.notes == (
        "This table has more than 60 columns. The others are left out.",
        "Cells with more than 200 letters were cut.",
    )


def test_a_sheet_that_is_too_long_is_left_out_if_another_can_be_read() -> None:
    book = read(excel(("Data", [["x"]] * 2600), ("Roster", [["Name"], ["Ana Ruiz"]])))
    assert [table.title for table in book.tables] == ["Roster"]
    assert book.notes[0].startswith("The sheet “Data” was not read.")
