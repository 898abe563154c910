"""What a spreadsheet shows: hidden and struck-out rows, formats of numbers, dates, other kinds of workbooks."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from classroom.roster_files import Reading, Unreadable, guess, read, understand
from tests.classroom.roster_files.making import Rows, archive, excel, old_excel

ROWS: Rows = [["Name", "Grade"], ["Ida Berg", 2], ["Jon Dahl", 2], ["Kim Elo", 2]]


def reading_of(data: bytes) -> Reading:
    [table] = read(data).tables
    return understand(table, guess(table))


def changed(rows: Rows, change: Callable[[Any], None]) -> Reading:
    return reading_of(excel(("Roster", rows), change=lambda book: change(book["Roster"])))


def asides(reading: Reading) -> list[str]:
    return [child.aside for child in reading.children]


def test_hidden_and_filtered_rows_are_left_unticked() -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.auto_filter.ref = "A1:B4"

    reading = changed(ROWS, hide)
    assert asides(reading) == ["", "hidden in the sheet", ""]
    assert (reading.hidden, reading.summary()) == (1, "3 children, 1 hidden row")


def test_names_that_are_struck_out_are_left_unticked() -> None:
    def strike(sheet: Any) -> None:
        sheet["A3"].font = Font(strike=True)
        sheet["A4"] = CellRichText(TextBlock(InlineFont(strike=True), "Kim Elo"))

    assert asides(changed(ROWS, strike)) == ["", "struck out", "struck out"]


def test_zeros_of_a_number_format_are_kept() -> None:
    def zeros(sheet: Any) -> None:
        sheet["B2"].number_format = "000000"

    reading = changed([["Name", "Student ID"], ["Ida Berg", 1234], ["Jon Dahl", 5678]], zeros)
    assert [child.source_id for child in reading.children] == ["001234", "5678"]


@pytest.mark.parametrize("code", ["d-mmm", "yyyy-mm-dd", "m/d/yyyy"])
def test_grade_bands_that_became_dates_are_read_back(code: str) -> None:
    def formats(sheet: Any) -> None:
        sheet["B2"].number_format = sheet["B3"].number_format = code

    rows: list[list[Any]] = [["Name", "Grade"], ["Ida Berg", dt.date(2026, 2, 3)], ["Jon Dahl", dt.date(2026, 4, 5)]]
    reading = changed(rows, formats)
    assert [(child.grade, child.band) for child in reading.children] == [("2-3", "2-3"), ("4-5", "4-5")]


def test_a_date_where_a_name_stood_is_told() -> None:
    rows: list[list[Any]] = [["First", "Last"], [dt.date(2026, 5, 1), "Ruiz"], ["Ida", "Berg"], ["Jon", "Dahl"]]
    reading = changed(rows, lambda sheet: None)
    assert [child.name.full for child in reading.children] == ["Ida Berg", "Jon Dahl"]
    [other] = reading.others
    assert (other.line, other.can_be_taken) == (2, True)
    assert other.why.startswith("A spreadsheet made a date of this name.")


def test_true_is_a_name_and_long_numbers_are_not_kept() -> None:
    rows: list[list[Any]] = [["First", "Last", "ID"], [True, "Nguyen", 1234567890123456], ["Ida", "Berg", 5002]]
    reading = changed(rows, lambda sheet: None)
    assert [(child.name.full, child.source_id) for child in reading.children] == [
        ("True Nguyen", ""),
        ("Ida Berg", "5002"),
    ]


def test_a_homeroom_that_is_merged_over_its_rows_is_filled_down() -> None:
    def merge(sheet: Any) -> None:
        sheet.merge_cells("A2:A3")

    reading = changed([["Homeroom", "Name"], ["Moore", "Ida Berg"], [None, "Jon Dahl"], ["Lee", "Kim Elo"]], merge)
    assert [child.group for child in reading.children] == ["Moore", "Moore", "Lee"]
    assert [(part.title, part.size) for part in reading.parts] == [("Homeroom: Lee", 1), ("Homeroom: Moore", 2)]


def test_headings_of_two_lines_are_read_together() -> None:
    def merge(sheet: Any) -> None:
        sheet.merge_cells("A1:B1")

    rows: list[list[Any]] = [
        ["Student Name", None, "Grade"],
        ["Last", "First", None],
        ["Berg", "Ida", 2],
        ["Dahl", "Jon", 2],
    ]
    assert [child.name.full for child in changed(rows, merge).children] == ["Ida Berg", "Jon Dahl"]


def test_every_sheet_is_offered_and_hidden_ones_are_spoken_of() -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book["Old"].sheet_state = "hidden"

    data = excel(("Room 3", ROWS), ("Room 4", [["Name"], ["Lou Falk"]]), ("Old", [["Name"], ["Mia Gold"]]), change=hide)
    book = read(data)
    assert [table.title for table in book.tables] == ["Room 3", "Room 4"]
    assert book.notes == ("Hidden sheets were not read: 1.",)


def test_strict_open_xml_is_read() -> None:
    with zipfile.ZipFile(io.BytesIO(excel(("Roster", ROWS)))) as before:
        parts = {name: before.read(name) for name in before.namelist()}
    strict = {
        name: content.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        )
        for name, content in parts.items()
    }
    assert strict != parts
    assert [child.name.full for child in reading_of(archive(strict)).children] == ["Ida Berg", "Jon Dahl", "Kim Elo"]


def ods(rows: str) -> bytes:
    names = {kind: f"urn:oasis:names:tc:opendocument:xmlns:{kind}:1.0" for kind in ("office", "table", "text")}
    content = (
        f"<office:document-content {' '.join(f'xmlns:{kind}={name!r}' for kind, name in names.items())}><office:body>"
        f'<office:spreadsheet><table:table table:name="Roster">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return archive({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def row(*cells: str, marks: str = "") -> str:
    return f"<table:table-row {marks}>{''.join(cells)}</table:table-row>"


def cell(words: str, marks: str = 'office:value-type="string"') -> str:
    return f"<table:table-cell {marks}><text:p>{words}</text:p></table:table-cell>"


def test_an_opendocument_sheet_is_read() -> None:
    number = 'office:value-type="float" office:value="1234"'
    date = 'office:value-type="date" office:date-value="2026-02-03"'
    data = ods(
        row(cell("Name"), cell("ID"), cell("Grade"))
        + row("<table:table-cell/>", marks='table:number-rows-repeated="2"')
        + row(
            cell("Ida Berg"),
            cell("001234", number),
            cell("3 Feb", date),
        )
        + row(cell("Jon <text:s/>Dahl"), cell("5,678", 'office:value-type="float" office:value="5678"'), cell("2"))
        + row(cell("Kim Elo"), marks='table:visibility="filter"')
        + row('<table:table-cell table:number-columns-repeated="16384"/>', marks='table:number-rows-repeated="1048000"')
    )
    reading = reading_of(data)
    assert [(c.line, c.name.full, c.source_id, c.band, c.aside) for c in reading.children] == [
        (4, "Ida Berg", "001234", "2-3", ""),
        (5, "Jon Dahl", "5678", "2-3", ""),
        (6, "Kim Elo", "", "", "hidden in the sheet"),
    ]
    assert reading.hidden == 1


def test_an_old_excel_file_is_read() -> None:
    data = old_excel(
        "Roster", [[None, None, None], ["Name", "Grade", "ID"], ["Ida Berg", 2, 5001], ["Jon Dahl", 3, 5002]]
    )
    assert [(c.line, c.name.full, c.source_id, c.band) for c in reading_of(data).children] == [
        (3, "Ida Berg", "5001", "2-3"),
        (4, "Jon Dahl", "5002", "2-3"),
    ]
    [note] = read(data).notes
    assert note.startswith("In an old Excel file hidden rows can't be told from others.")


def test_an_old_excel_file_with_a_far_cell_is_refused_before_it_takes_room() -> None:
    rows: list[list[Any]] = [["Name"], ["Ida Berg"], *[[None]] * 65_000, [*[None] * 255, "far"]]
    with pytest.raises(Unreadable, match="too large"):
        read(old_excel("Roster", rows))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (ods(row(cell("Ida"), marks='table:number-rows-repeated="1000000"')), "more than 2,500 rows"),
        (ods("<table:table-row>"), "is broken."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Excel file"),
    ],
)
def test_other_sheets_are_refused_with_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert words in str(refused.value)


def test_a_wide_row_of_opendocument_takes_no_room() -> None:
    wide = cell("x", 'table:number-columns-repeated="16000" office:value-type="string"')
    [table] = read(ods(row(cell("Name"), wide) + row(cell("Ida Berg"), wide))).tables
    assert table.width == 60
    assert table.notes == ("This table has more than 60 columns. The others are left out.",)
