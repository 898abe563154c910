"""The owner exports the class list as a file."""

import io

import openpyxl

from classroom.actions import roster
from classroom.models import AuditEvent, Classroom, Student, User
from classroom.names import parse
from classroom.roster_files import guess, read, understand
from tests.addresses import url
from tests.cast import NOW, child, make_class, page, sign_in


def room(owner: User) -> Classroom:
    classroom = make_class(owner, "Ribeiro, Ana Lucía", "Zoë van der Berg", "=Cmd(1) Lee", "محمد علي")
    zoe = child(classroom, "Zoë")
    roster.change_student(student=zoe, name=parse(zoe.name), goes_by="Zo", grade_band="4-5", by=owner, now=NOW)
    Student.objects.filter(pk=zoe.pk).update(source_id="00123")
    roster.mark_left(student=child(classroom, "محمد"), by=owner, now=NOW)
    return classroom


ROWS = [
    ["Ana Lucía", "Ribeiro", "Ana Lucía", "Grades 2 and 3", ""],
    ["=Cmd(1)", "Lee", "=Cmd(1)", "Grades 2 and 3", ""],
    ["Zoë", "van der Berg", "Zo", "Grades 4 and 5", "00123"],
]
HEADINGS = ["First name", "Last name", "Called", "Grade", "Student number"]


def test_a_list_is_exported_for_excel(owner: User) -> None:
    classroom = room(owner)
    answer = sign_in(owner).post(url("classroom:export", classroom.key), {"excel": "1"})
    assert answer["Content-Disposition"] == 'attachment; filename="Room 12 2026-01-12.xlsx"'
    assert answer["Cache-Control"] == "no-store"
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == HEADINGS
    assert sorted(rows[1:]) == sorted(ROWS)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


def test_a_list_is_exported_as_csv(owner: User) -> None:
    classroom = room(owner)
    answer = sign_in(owner).post(url("classroom:export", classroom.key))
    assert answer["Content-Disposition"] == 'attachment; filename="Room 12 2026-01-12.csv"'
    lines = answer.content.decode("utf-8-sig").split("\r\n")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert lines[0] == "First name,Last name,Called,Grade,Student number"
    assert "'=Cmd(1),Lee,'=Cmd(1),Grades 2 and 3," in lines
    assert len(lines) == 5
    assert AuditEvent.objects.get(verb="roster_exported").by == owner


def test_an_exported_list_is_read_the_same(owner: User) -> None:
    classroom = room(owner)
    for sent in ({"excel": "1"}, {}):
        [table] = read(sign_in(owner).post(url("classroom:export", classroom.key), sent).content).tables
        found = understand(table, guess(table)).children
        assert {(c.name.full, c.name.first, c.band, c.source_id) for c in found} == {
            ("Ana Lucía Ribeiro", "Ana Lucía", "2-3", ""),
            ("=Cmd(1) Lee", "=Cmd(1)", "2-3", ""),
            ("Zoë van der Berg", "Zoë", "4-5", "00123"),
        }


def test_only_the_owner_sees_the_link_to_the_export(classroom: Classroom, owner: User, co_teacher: User) -> None:
    address = url("classroom:export", classroom.key)
    assert address in page(sign_in(owner).get(url("classroom:class", classroom.key)))
    assert address not in page(sign_in(co_teacher).get(url("classroom:class", classroom.key)))
