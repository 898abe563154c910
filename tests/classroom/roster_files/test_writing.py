"""Rosters written for spreadsheets: they open correctly, and no cell is calculated as a formula."""

import io

import openpyxl
import pytest

from classroom.roster_files import as_csv, as_excel, guess, read, understand

HEADINGS = ["Name", "Student number"]
ROWS = [["Zoë “Zo” O’Hara, Jr.", "00123"], ["=HYPERLINK(1)", "+1"], ["@Sue", "-2"], ["李小龙", ""], ["🦔", "x"]]


def test_excel_reads_the_letters_of_the_csv() -> None:
    data = as_csv(HEADINGS, ROWS)
    assert data.startswith(b"\xef\xbb\xbfName,Student number\r\n")
    assert data.decode("utf-8-sig").split("\r\n")[1] == '"Zoë “Zo” O’Hara, Jr.",00123'


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_like_a_formula_is_written_as_text(sign: str) -> None:
    assert as_csv(["Name"], [[f"{sign}1+1"]]).decode("utf-8-sig").split("\r\n", 1)[1].lstrip('"').startswith(f"'{sign}")


def test_every_cell_of_the_workbook_is_text() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(as_excel("Room [12]: 'A'/B", HEADINGS, ROWS))).worksheets[0]
    assert sheet.title == "Room  12    A  B"
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    assert [[cell.value or "" for cell in row] for row in sheet.iter_rows(min_row=2)] == ROWS


@pytest.mark.parametrize("written", [as_csv(HEADINGS, ROWS), as_excel("Room 12", HEADINGS, ROWS)], ids=["csv", "xlsx"])
def test_a_written_file_is_read_the_same(written: bytes) -> None:
    [table] = read(written).tables
    found = understand(table, guess(table)).children
    assert found[0].called == "Zo"
    assert [(child.name.full, child.source_id) for child in found] == [
        ("Zoë O’Hara Jr.", "00123"),
        ("=HYPERLINK(1)", "+1"),
        ("@Sue", "-2"),
        ("李小龙", ""),
        ("🦔", "x"),
    ]
