"""Class lists in a browser: pasted, from a spreadsheet, from OneRoster; and exported."""

import csv
import io
import json
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect

from classroom.models import Classroom
from partners import demo
from tests.browser.conftest import Console
from tests.browser.looks import follow, look
from tests.browser.test_settings import teacher
from tests.classroom.roster_files.making import oneroster_1_2

__all__ = ["teacher"]

pytestmark = pytest.mark.django_db(transaction=True)

# A file from a program with German settings: a title, semicolons, surnames first, a total, in the encoding of Windows.
FROM_A_SPREADSHEET = (
    "Room 12;;\r\nMs. Okafor;;\r\nStudent;Gr;ELL\r\nÁlvarez, José;2nd;Y\r\nvan der Berg, Zoë;02;\r\n;;\r\nTotal;2;\r\n"
).encode("windows-1252")


def to_the_import(page: Page) -> None:
    page.get_by_role("link", name="From a file").click()
    expect(page.get_by_role("heading", name="Children from a file", level=1)).to_be_visible()


def choose(page: Page, name: str, content: bytes) -> None:
    page.get_by_label("A file").set_input_files({"name": name, "mimeType": "", "buffer": content})
    page.get_by_role("button", name="Look it over").click()
    expect(page.get_by_role("heading", name="Look it over", level=1)).to_be_visible()


def joined() -> set[str]:
    """The names of children who are in the class but not in the demo's class file."""
    of_the_demo = {student["name"] for student in json.loads(demo.FILE.read_text())["students"]}
    return {student.name for student in Classroom.objects.get().students.here()} - of_the_demo


def test_a_pasted_list_is_imported_by_keyboard(teacher: Page) -> None:
    to_the_import(teacher)
    look(teacher, "lists-import")
    teacher.get_by_label("Or paste a list").focus()
    teacher.keyboard.insert_text("1.\tLý Nguyễn\n2.\tمحمد علي\n3.\t?\n")
    teacher.get_by_role("button", name="Look it over").press("Enter")
    expect(teacher.get_by_text("Nothing is saved yet. 2 children, 1 line that is no child")).to_be_visible()
    look(teacher, "lists-pasted")
    mohammed = teacher.get_by_role("group", name="Join the class").get_by_role("checkbox", name="محمد علي")
    expect(mohammed).to_be_checked()
    mohammed.press("Space")
    teacher.get_by_role("button", name="Save checked").press("Enter")
    expect(teacher.get_by_text("Lý joined the class.")).to_be_visible()
    assert joined() == {"Lý Nguyễn"}


def test_a_spreadsheet_is_understood(teacher: Page, console: Console) -> None:
    to_the_import(teacher)
    choose(teacher, "room12.csv", FROM_A_SPREADSHEET)
    expect(teacher.get_by_text("2 children, 3 lines that are no child, 1 column not used.")).to_be_visible()
    expect(teacher.get_by_label("ELL")).to_have_value("unused")
    teacher.get_by_text("3 lines that are no child", exact=True).click()
    expect(teacher.get_by_role("button", name="It is a child : Total")).to_be_visible()
    look(teacher, "lists-spreadsheet")
    # The list is read in another way, and back again. Nothing is saved before the teacher confirms it.
    console.expect("422")
    for kind in ("Not used", "Full name, first name first"):
        teacher.get_by_label("Student").select_option(kind)
        refused = teacher.get_by_role("alert").filter(has_text="Say which column holds the names.")
        expect(refused).to_have_count(1 if kind == "Not used" else 0)
    expect(teacher.get_by_role("checkbox", name="José Álvarez")).to_be_checked()
    assert joined() == set()
    teacher.get_by_role("button", name="Save checked").click()
    expect(teacher.get_by_text("José and Zoë joined the class.")).to_be_visible()
    assert joined() == {"José Álvarez", "Zoë van der Berg"}


def test_one_class_of_a_school_is_imported(teacher: Page) -> None:
    to_the_import(teacher)
    choose(teacher, "oneroster.zip", oneroster_1_2())
    expect(teacher.get_by_role("button", name="Save checked")).to_have_count(0)
    look(teacher, "lists-oneroster")
    teacher.get_by_label("Which list?").select_option(label="Writing 2 (2)")
    expect(teacher.get_by_role("checkbox", name="Ana Ruiz")).to_be_checked()
    expect(teacher.get_by_text("tiger12")).to_have_count(0)
    look(teacher, "lists-oneroster-class")
    teacher.get_by_role("button", name="Save checked").click()
    expect(teacher.get_by_text("joined the class.")).to_be_visible()
    assert {"Ana Ruiz", "Ben Cohen"} <= joined()
    assert "Cleo Adams" not in joined()


def content_of(download: Download, folder: Path) -> bytes:
    path = folder / download.suggested_filename
    download.save_as(path)
    return path.read_bytes()


def test_the_class_list_is_exported(teacher: Page, tmp_path: Path) -> None:
    names = [student.name for student in Classroom.objects.get().students.here()]
    follow(teacher.get_by_role("link", name="Take along"))
    look(teacher, "lists-take-along")
    with teacher.expect_download() as download:
        teacher.get_by_role("button", name="CSV").click()
    content = content_of(download.value, tmp_path)
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [f"{row['First name']} {row['Last name']}".strip() for row in rows] == names

    follow(teacher.get_by_role("link", name="Class file"))
    look(teacher, "lists-class-file")
    teacher.get_by_label("Password").fill(demo.PASSWORD)
    with teacher.expect_download() as download:
        teacher.get_by_role("button", name="Take it along").click()
    file = json.loads(content_of(download.value, tmp_path))
    assert [student["name"] for student in file["students"]] == names
    assert "notes" not in file
