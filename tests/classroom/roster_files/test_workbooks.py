"""Excel files: the values that their cells show, on any sheet."""

import datetime as dt
import io
import zipfile
from typing import Any

import openpyxl
import pytest

from classroom.roster_files import Meaning, Unreadable, read
from classroom.roster_files.excel import NO_VALUES
from classroom.roster_files.tables import MOST_LINES
from tests.classroom.roster_files.making import archive, excel
from tests.classroom.roster_files.test_lists import columns, found, names

ROWS: list[list[Any]] = [["First Name", "Last Name", "Grade"], ["Ana", "Ruiz", 2], ["Zoë", "van der Berg", 2.0]]


def test_values_are_read_as_cells_show_them() -> None:
    rows: list[list[Any]] = [
        ["ID", "Name", "Grade", "Born", "Here"],
        [7, "Ana Ruiz", 2, dt.date(2017, 3, 4), True],
        [8.0, "Ben Cohen", "2nd", dt.datetime(2017, 3, 5, 9, 30, tzinfo=dt.UTC).replace(tzinfo=None), False],
    ]
    book = read(excel(("Roster", rows)))
    assert [(c.line, c.source_id, c.name.full, c.band) for c in found(book).children] == [
        (2, "7", "Ana Ruiz", "2-3"),
        (3, "8", "Ben Cohen", "2-3"),
    ]
    assert [row.cells[3:] for row in book.tables[0].rows[1:]] == [("2017-03-04", "True"), ("2017-03-05", "False")]


def test_the_sheet_with_names_comes_first() -> None:
    book = read(excel(("Notes", [["Bring crayons"], ["Call 555"]]), ("Grade 2", ROWS), ("Empty", [])))
    assert [table.title for table in book.tables] == ["Grade 2", "Notes"]
    assert [child.name.full for child in found(book).children] == ["Ana Ruiz", "Zoë van der Berg"]


def test_a_hidden_sheet_is_not_read() -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book["Old"].sheet_state = "hidden"

    book = read(excel(("Old", [["Name"], ["Gone Child"]]), ("New", ROWS), change=hide))
    assert [table.title for table in book.tables] == ["New"]


def test_a_hidden_column_waits_for_the_teacher() -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book["Roster"].column_dimensions["C"].hidden = True

    book = read(excel(("Roster", ROWS), change=hide))
    shown = found(book).columns
    assert [column.meaning for column in shown] == [Meaning.FIRST, Meaning.LAST, Meaning.UNUSED]
    assert (shown[2].why, shown[2].sample) == ("This column is hidden in the sheet.", "")


def test_merged_cells_titles_and_blank_rows_are_understood() -> None:
    def merge(book: openpyxl.Workbook) -> None:
        book["Roster"].merge_cells("A1:C1")

    rows = [["Room 12", None, None], [], *ROWS, [], ["Total", None, 2]]
    book = read(excel(("Roster", rows), change=merge))
    assert [(c.line, c.name.full) for c in found(book).children] == [(4, "Ana Ruiz"), (5, "Zoë van der Berg")]
    assert [(other.line, other.text) for other in found(book).others] == [(1, "Room 12"), (7, "Total · 2")]


def test_a_formula_is_not_calculated() -> None:
    """This file was never opened in Excel, so the formula has no value yet."""
    book = read(excel(("Roster", [["Name", "Gr"], ["=1+1", 2], ["Ana Ruiz", 2]])))
    assert book.notes == (NO_VALUES,)
    assert [child.name.full for child in found(book).children] == ["Ana Ruiz"]
    assert [(other.line, other.why) for other in found(book).others] == [(2, "There is no name here.")]


def test_the_value_that_a_formula_showed_is_read() -> None:
    made = excel(("Roster", [["Name", "Gr"], ['="Ana "&"Ruiz"', 2], ["Ben Cohen", 2]]))
    with zipfile.ZipFile(io.BytesIO(made)) as before:
        parts = {name: before.read(name) for name in before.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert b"<v />" in sheet or b"<v></v>" in sheet or b"<v/>" in sheet
    for empty in (b"<v />", b"<v></v>", b"<v/>"):
        sheet = sheet.replace(empty, b"<v>Ana Ruiz</v>")
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b'<c r="A2"', b'<c r="A2" t="str"')
    assert names(archive(parts)) == ["Ana Ruiz", "Ben Cohen"]


def test_an_error_in_a_cell_is_no_name() -> None:
    book = read(excel(("Roster", [["Name"], ["#REF!"], ["Ana Ruiz"]])))
    assert [child.name.full for child in found(book).children] == ["Ana Ruiz"]


def test_a_sheet_with_a_wrong_size_is_read() -> None:
    made = excel(("Roster", ROWS))
    with zipfile.ZipFile(io.BytesIO(made)) as before:
        parts = {name: before.read(name) for name in before.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    for said in (b'ref="A1:A1"', b'ref="A1:XFD1048576"'):
        lying = sheet.replace(b'ref="A1:C3"', said)
        assert lying != sheet
        assert names(archive({**parts, "xl/worksheets/sheet1.xml": lying})) == ["Ana Ruiz", "Zoë van der Berg"]


def test_rows_beyond_the_limit_are_not_read_and_it_is_said() -> None:
    def far(book: openpyxl.Workbook) -> None:
        book["Roster"].cell(row=1_048_576, column=1, value="Lost")
        book["Roster"].cell(row=MOST_LINES + 1, column=1, value="Also")

    data = excel(("Roster", ROWS), change=far)
    assert names(data) == ["Ana Ruiz", "Zoë van der Berg"]
    assert read(data).notes == ("Rows after line 10,000 were not read.",)


def test_sensitive_columns_of_a_workbook_are_recognized() -> None:
    rows = [["Name", "Password", "IEP"], ["Ana Ruiz", "tiger12", "Y"], ["Ben Cohen", "lion34", ""]]
    shown = columns(excel(("Roster", rows)))
    assert [(column.meaning, column.is_never_kept) for column in shown] == [
        (Meaning.FULL, False),
        (Meaning.UNUSED, True),
        (Meaning.UNUSED, False),
    ]
    assert "confidential" in shown[2].why
    assert "tiger12" not in str(read(excel(("Roster", rows))))


# Refused files


def bomb() -> bytes:
    """A workbook that is small on disk and unpacks to forty megabytes."""
    made = excel(("Roster", ROWS))
    with zipfile.ZipFile(io.BytesIO(made)) as before:
        parts = {name: before.read(name) for name in before.namelist()}
    return archive({**parts, "xl/worksheets/sheet1.xml": b" " * (40 * 1024 * 1024)})


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<workbook>&b;</workbook>"""


def with_part(name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(excel(("Roster", ROWS)))) as before:
        parts = {part: before.read(part) for part in before.namelist()}
    return archive({**parts, name: content})


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (bomb(), "too large inside"),
        (with_part("xl/workbook.xml", ENTITIES), "This Excel file is broken."),
        (with_part("xl/worksheets/sheet1.xml", b"<worksheet"), "This Excel file is broken."),
        (with_part("xl/worksheets/sheet1.xml", ENTITIES), "This Excel file is broken."),
        (excel(("Roster", ROWS))[:-400], "This file is broken."),
        (excel(("Roster", [])), "There is nothing in this list."),
        (excel(("Roster", [["Name"]])), "There are no names in this list."),
        (archive({f"part{i}": "" for i in range(2001)}), "too large inside"),
        (archive({"word/document.xml": "<w/>"}), "neither an Excel file nor OneRoster"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "or has a password"),
        (b"%PDF-1.7", "This is a PDF."),
        (b"\x89PNG\r\n", "This is a picture."),
        (b"<!DOCTYPE html><table>", "This is a web page"),
        (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
        (b"", "There is nothing in this list."),
        (b" \n\t\n", "There is nothing in this list."),
        (b"\x01\x02\x03\x04" * 40, "no list that can be read"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_refused_files_get_a_clear_reason(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert words in str(refused.value)
    assert str(refused.value).endswith(".")
