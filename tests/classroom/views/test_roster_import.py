"""Importing a roster from a file: the teacher looks it over, checked rows are imported, and the file is never stored
on disk or for long."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from classroom.actions import roster, roster_import
from classroom.actions.roster_import import ListIsOver
from classroom.models import AuditEvent, Classroom, RosterDraft, Student, User
from classroom.models.roster_drafts import MisplacedDraft
from classroom.names import Name
from classroom.views.roster_import import OVER
from partners.models import Round
from tests.addresses import url
from tests.cast import NOW, child, looking_over, make_class, page, partnership_of, sign_in, together
from tests.classroom.roster_files.making import class_file, excel, oneroster_1_1
from tests.confidential.planted import everything_stored

SCHOOL = (
    "ID,Last Name,First Name,Gr,ELL,Email\n1001,Ribeiro,Ana,2,Y,ana@kids.example\n1002,New,Noa,5,,noa@kids.example\n"
)


def upload(teacher: Client, classroom: Classroom, data: bytes | str, name: str = "list.csv") -> Any:
    content = data.encode() if isinstance(data, str) else data
    return teacher.post(
        url("classroom:roster_import", classroom.key),
        {"file": SimpleUploadedFile(name, content), "text": ""},
        follow=True,
    )


def paste(teacher: Client, classroom: Classroom, text: str) -> Any:
    return teacher.post(url("classroom:roster_import", classroom.key), {"text": text}, follow=True)


def address_of(classroom: Classroom) -> str:
    return url("classroom:roster_preview", classroom.key, RosterDraft.objects.get().key)


def ticks(html: str, box: str) -> dict[str, bool]:
    """Whether each checkbox of a section is checked, by the name next to it."""
    found = re.findall(rf'name="{box}" value="[^"]*"( checked)?><span><b dir="auto">([^<]*)</b>', html)
    return {name: bool(checked) for checked, name in found}


def value_of(html: str, box: str, name: str) -> str:
    found = re.search(rf'name="{box}" value="([^"]*)"[^>]*><span><b dir="auto">{re.escape(name)}</b>', html)
    assert found, name
    return found[1]


def names(classroom: Classroom) -> list[str]:
    return [student.name for student in classroom.students.here()]


def test_a_file_is_reviewed_before_anything_is_saved(classroom: Classroom, owner: User) -> None:
    html = page(upload(sign_in(owner), classroom, SCHOOL))
    assert "Nothing is saved yet. 2 children, 2 columns not used." in html
    assert ticks(html, "joins") == {"Noa New": True}
    assert "Grades 4 and 5 · Number 1002" in html
    assert "1 already here, as in the list" in html
    assert ticks(html, "leaves") == dict.fromkeys(
        ("Ben Cohen", "Cleo Adams", "Dov Katz", "Eli Moss", "Fay Lund"), False
    )
    assert "If it matters for partners, set it under Considerations." in html
    assert "e-mail addresses of children are never kept here." in html
    assert "kids.example" not in html
    assert classroom.students.count() == 6


def test_checked_rows_are_imported(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    upload(teacher, classroom, SCHOOL)
    answer = teacher.post(address_of(classroom), {"joins": ["3"]}, follow=True)
    assert answer.redirect_chain == [(url("classroom:class", classroom.key), 302)]
    assert "Noa joined the class." in page(answer)
    noa = child(classroom, "Noa")
    assert (noa.name, noa.source_id, noa.grade_band, noa.joined_on.isoformat()) == (
        "Noa New",
        "1002",
        "4-5",
        "2026-01-12",
    )
    # A child's first number is stored without asking.
    assert child(classroom, "Ana").source_id == "1001"
    assert not RosterDraft.objects.exists()
    assert AuditEvent.objects.get(verb="roster_imported").by == owner
    assert "brought in a list" in page(teacher.get(url("partners:record", classroom.key)))


def test_without_checked_rows_only_numbers_change(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    upload(teacher, classroom, SCHOOL)
    before = names(classroom)
    assert "The class is as it was." in page(teacher.post(address_of(classroom), {}, follow=True))
    assert names(classroom) == before


def test_importing_again_recognizes_every_child(classroom: Classroom, owner: User) -> None:
    """Children are recognized by number, whatever their names are now, and then by name. A row where only the
    spelling differs is not checked."""
    teacher = sign_in(owner)
    upload(teacher, classroom, SCHOOL)
    teacher.post(address_of(classroom), {"joins": ["3"]})
    again = "ID,Name,Gr\n1001,Anaïs Ribeiro,2\n1002,Noa New,5\n,ben cohen,2\n,Cleo Adams,4\n"
    html = page(upload(teacher, classroom, again))
    assert ticks(html, "joins") == {}
    assert ticks(html, "changed") == {"Anaïs Ribeiro": True, "ben cohen": False, "Cleo Adams": True}
    assert "Was Ana Ribeiro" in html
    assert "Grades 4 and 5, was Grades 2 and 3" in html
    ticked = [value_of(html, "changed", name) for name in ("Anaïs Ribeiro", "Cleo Adams")]
    assert "2 children changed." in page(teacher.post(address_of(classroom), {"changed": ticked}, follow=True))
    assert names(classroom)[:3] == ["Anaïs Ribeiro", "Ben Cohen", "Cleo Adams"]
    assert child(classroom, "Cleo").grade_band == "4-5"
    assert child(classroom, "Noa").grade_band == "4-5"


def test_a_child_who_left_comes_back(classroom: Classroom, owner: User, ana: Student) -> None:
    for called in ("Ana", "Ben", "Cleo", "Dov"):
        roster.mark_left(student=child(classroom, called), by=owner, now=NOW)
    teacher = sign_in(owner)
    html = page(paste(teacher, classroom, "Name\nAna Ribeiro\nBen Cohen\nCleo Adams\nDov Katz\nEli Moss\nFay Lund\n"))
    back = ("Ana Ribeiro", "Ben Cohen", "Cleo Adams", "Dov Katz")
    assert ticks(html, "back") == dict.fromkeys(back, True)
    ticked = [value_of(html, "back", name) for name in back]
    assert "4 children back again." in page(teacher.post(address_of(classroom), {"back": ticked}, follow=True))
    assert Student.objects.get(pk=ana.pk).left_on is None
    assert len(names(classroom)) == 6
    assert AuditEvent.objects.filter(verb="student_back").count() == 4


def test_a_repeated_name_needs_a_decision(classroom: Classroom, owner: User) -> None:
    html = page(paste(sign_in(owner), classroom, "Name\nNoa New\nNoa New\n"))
    assert re.findall(r'name="joins" value="(\d+)"( checked)?', html) == [("3", ""), ("2", " checked")]
    assert "The same name as in line 2. Check if it is another child." in html


# Children who leave


def test_children_who_leave_no_partner_alone_are_marked_together(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    html = page(paste(teacher, classroom, "Name\nAna Ribeiro\nBen Cohen\nCleo Adams\n"))
    ticked = [value_of(html, "leaves", name) for name in ("Dov Katz", "Eli Moss")]
    answer = teacher.post(address_of(classroom), {"leaves": ticked}, follow=True)
    assert answer.redirect_chain == [(url("partners:students_leaving", classroom.key), 302)]
    assert "Mark these 2 as left" in page(answer)
    assert len(names(classroom)) == 6
    answer = teacher.post(url("partners:students_leaving", classroom.key), follow=True)
    assert "Dov and Eli are marked as left. What happened before is kept." in page(answer)
    assert names(classroom) == ["Ana Ribeiro", "Ben Cohen", "Cleo Adams", "Fay Lund"]


def test_a_partner_who_would_be_alone_needs_a_decision(published: Round, classroom: Classroom, owner: User) -> None:
    """The partners are Ana and Ben, Cleo and Dov, Eli and Fay. Ana leaves alone; Cleo and Dov leave together."""
    teacher = sign_in(owner)
    html = page(paste(teacher, classroom, "Name\nBen Cohen\nEli Moss\nFay Lund\n"))
    ticked = [value_of(html, "leaves", name) for name in ("Ana Ribeiro", "Cleo Adams", "Dov Katz")]
    asked = page(teacher.post(address_of(classroom), {"leaves": ticked}, follow=True))
    ana = child(classroom, "Ana")
    assert "Mark these 2 as left" in asked
    assert url("partners:student_left", classroom.key, ana.key) in asked
    answer = teacher.post(url("partners:students_leaving", classroom.key), follow=True)
    assert answer.redirect_chain == [(url("partners:students_leaving", classroom.key), 302)]
    assert together(classroom) == {frozenset(("Ana", "Ben")), frozenset(("Eli", "Fay"))}
    to = {"to": f"pair:{partnership_of(child(classroom, 'Eli')).key}"}
    answer = teacher.post(url("partners:student_left", classroom.key, ana.key), to, follow=True)
    assert answer.redirect_chain == [(url("classroom:class", classroom.key), 302)]
    assert together(classroom) == {frozenset(("Ben", "Eli", "Fay"))}
    assert names(classroom) == ["Ben Cohen", "Eli Moss", "Fay Lund"]


def test_only_checked_children_are_marked_as_left(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    assert "Nobody else leaves." in page(teacher.get(url("partners:students_leaving", classroom.key)))
    teacher.post(url("partners:students_leaving", classroom.key))
    assert len(names(classroom)) == 6


# Columns and lists


def test_the_teacher_may_change_the_meaning_of_columns(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    paste(teacher, classroom, "Ruiz\tAna\nLee\tZoë\n")
    address = address_of(classroom)
    assert ticks(page(teacher.get(address)), "joins") == {"Ruiz Ana": True, "Lee Zoë": True}
    answer = teacher.post(f"{address}columns/", {"column0": "last", "column1": "first"}, follow=True)
    assert answer.redirect_chain == [(address, 302)]
    assert ticks(page(answer), "joins") == {"Ana Ruiz": True, "Zoë Lee": True}


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"column0": "first", "column1": "first"}, "Two columns are taken for: first name. Choose one."),
        ({"column0": "unused", "column1": "number"}, "Say which column holds the names."),
        ({"column0": "full", "column1": "last"}, "Take either the whole name, or first and last name."),
    ],
)
def test_unusable_columns_get_a_message(sent: dict[str, str], message: str, classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    paste(teacher, classroom, "Ruiz\tAna\nLee\tZoë\n")
    html = page(teacher.post(f"{address_of(classroom)}columns/", sent), status=422)
    assert message in html
    assert f'<option value="{sent["column0"]}" selected>' in html


def test_columns_that_are_never_stored_cannot_be_chosen(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    paste(teacher, classroom, "Name;Password\nAna Ruiz;tiger12\nZoë Lee;lion34\n")
    answer = teacher.post(f"{address_of(classroom)}columns/", {"column0": "full", "column1": "number"}, follow=True)
    assert "tiger12" not in page(answer)
    assert "tiger12" not in str(RosterDraft.objects.get().content)


def test_a_class_of_oneroster_is_chosen(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    html = page(upload(teacher, classroom, oneroster_1_1(), "export.zip"))
    assert "Choose the class" in html
    assert "Save checked" not in html
    place = re.search(r'<option value="(\d+)">Writing 2 \(2\)', html)
    assert place
    meanings = RosterDraft.objects.get().open().layouts[0].columns
    kinds = {f"column{i}": str(meaning) for i, meaning in enumerate(meanings)}
    answer = teacher.post(f"{address_of(classroom)}columns/", {"list": place[1], **kinds}, follow=True)
    assert ticks(page(answer), "joins") == {"Ana Ruiz": True, "Tess Moore": False}  # Ben Cohen is here
    assert "1 already here, as in the list" in page(answer)
    assert RosterDraft.objects.get().open().layouts[0].part == "Writing 2"


def test_a_class_of_the_same_name_is_preselected(owner: User) -> None:
    classroom = make_class(owner, name="Writing 2")
    assert ticks(page(upload(sign_in(owner), classroom, oneroster_1_1())), "joins") == {
        "Ana Ruiz": True,
        "Ben Cohen": True,
        "Tess Moore": False,
    }


def test_another_sheet_is_read_with_its_own_columns(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    upload(
        teacher, classroom, excel(("A", [["Name"], ["Ana Ruiz"]]), ("B", [["Last Name", "First Name"], ["Lee", "Zoë"]]))
    )
    answer = teacher.post(f"{address_of(classroom)}columns/", {"list": "1", "column0": "full"}, follow=True)
    assert ticks(page(answer), "joins") == {"Zoë Lee": True}


def test_a_whole_school_is_refused_until_a_class_is_chosen(classroom: Classroom, owner: User) -> None:
    rows = "".join(f"Child{i} Last{i},Room {i % 9}\n" for i in range(400))
    teacher = sign_in(owner)
    html = page(upload(teacher, classroom, f"Name,Homeroom\n{rows}"))
    assert "A class has at most 200 children." in html
    assert "Save checked" not in html
    sent = {"joins": [str(i) for i in range(2, 302)]}
    html = page(teacher.post(address_of(classroom), sent), status=422)
    assert "A class has at most 200 children. These would make it 306." in html
    answer = teacher.post(
        f"{address_of(classroom)}columns/", {"list": "4", "column0": "full", "column1": "group"}, follow=True
    )
    assert len(ticks(page(answer), "joins")) == 45


# Unusable files and lists


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"%PDF-1.7", "This is a PDF."),
        (b"", "The submitted file is empty."),
        (b"x" * (5 * 1024 * 1024 + 1), "This file is larger than 5 MB."),
        (b"x" * (6 * 1024 * 1024), "This file is larger than 5 MB."),
        (b"Name\n", "There are no names in this list."),
        (class_file(), "There are no names in this list."),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_an_unusable_file_gets_a_message(data: bytes, message: str, classroom: Classroom, owner: User) -> None:
    html = page(upload(sign_in(owner), classroom, data), status=422)
    assert message in html
    assert not RosterDraft.objects.exists()


def test_an_import_needs_a_file_or_a_list(classroom: Classroom, owner: User) -> None:
    assert "Choose a file, or paste a list." in page(paste(sign_in(owner), classroom, "  \n"), status=422)


def test_an_unusable_pasted_list_comes_back(classroom: Classroom, owner: User) -> None:
    html = page(paste(sign_in(owner), classroom, '{"students": ["Ana Wombat"]}'), status=422)
    assert "no class file of Partners" in html
    assert '{"students": ["Ana Wombat"]}' in html


def test_a_class_that_changed_meanwhile_is_reviewed_again(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    paste(teacher, classroom, "Name\nNoa New\nMia More\n")
    roster.add_students(classroom=classroom, names=[Name(full="Noa New", first="Noa")], by=owner, now=NOW)
    html = page(teacher.post(address_of(classroom), {"joins": ["2", "3"]}), status=422)
    assert "The class has changed meanwhile. Look it over once more." in html
    assert ticks(html, "joins") == {"Mia More": True}
    assert names(classroom).count("Noa New") == 1


def test_lines_that_could_not_be_read_come_first(classroom: Classroom, owner: User) -> None:
    listed = "Name\tGrade\nNoa New\t2\n...\t3\nAna Ribeiro\t2\nMia More (ELL)\t2\n"
    html = page(paste(sign_in(owner), classroom, listed))
    titles = ("1 line that is no child</summary>", "To decide", "Join the class", "Not in this list", "1 already here")
    assert all(html.count(title) == 1 for title in titles)
    assert sorted(titles, key=html.index) == list(titles)
    left_out = html.split('id="account-lines"')[1].split("</details>")[0]
    assert "... · 3" in left_out
    assert "line 3" in left_out


# The draft


def test_a_draft_is_encrypted_and_deleted(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    upload(teacher, classroom, "Name;ELL\nQuokka Marsupial;Y\nNoa New;N\n")
    assert "Quokka" not in everything_stored()
    assert "Quokka" in str(RosterDraft.objects.get().content)
    answer = teacher.post(f"{address_of(classroom)}discard/", follow=True)
    assert "The list is forgotten. Nothing was changed." in page(answer)
    assert not RosterDraft.objects.exists()


def test_no_file_is_written_to_the_disk(classroom: Classroom, owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """This holds for a file of any size, for which Django by default would use a temporary file."""
    opened: list[str] = []
    monkeypatch.setattr("tempfile.NamedTemporaryFile", lambda *args, **kwargs: opened.append("a file"))
    rows = "".join(f"Child{i} Last{i},{'x' * 2300}\n" for i in range(1990))
    assert len(rows) > 4_500_000
    assert "Nothing is saved yet. 1990 children, 1 column not used." in page(
        upload(sign_in(owner), classroom, f"Name,Note\n{rows}")
    )
    assert opened == []


def test_a_draft_ends_after_an_hour(classroom: Classroom, owner: User, clock: time_machine.Traveller) -> None:
    teacher = sign_in(owner)
    paste(teacher, classroom, "Name\nNoa New\n")
    address = address_of(classroom)
    clock.shift(dt.timedelta(minutes=59))
    assert teacher.get(address).status_code == 200
    clock.shift(dt.timedelta(minutes=1))
    assert "That was more than an hour ago" in page(teacher.get(address, follow=True))
    again = teacher.get(address, follow=True)
    assert again.redirect_chain == [(url("classroom:class", classroom.key), 302)]
    assert OVER in page(again)
    assert not RosterDraft.objects.exists()


def test_the_page_says_that_the_draft_is_over(classroom: Classroom, owner: User, clock: time_machine.Traveller) -> None:
    teacher = sign_in(owner)
    for ask in ("get", "post"):
        paste(teacher, classroom, "Name\nNoa New\n")
        address = address_of(classroom)
        clock.shift(dt.timedelta(hours=1))
        answer = getattr(teacher, ask)(address, follow=True)
        assert answer.redirect_chain == [(url("classroom:roster_import", classroom.key), 302)]
        assert "That was more than an hour ago, so the list is no longer here." in page(answer)
    assert len(names(classroom)) == 6


def test_expired_drafts_are_deleted_with_the_next_import(
    classroom: Classroom, other_classroom: Classroom, owner: User, other_teacher: User
) -> None:
    old = looking_over(classroom)
    looking_over(other_classroom)
    book = roster_import.opened(old).book
    later = NOW + dt.timedelta(hours=1)
    roster_import.begin(classroom=other_classroom, book=book, by=other_teacher, now=later)
    assert [draft.made_at for draft in RosterDraft.objects.all()] == [later]


def test_a_person_has_one_draft_at_a_time(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    paste(teacher, classroom, "Name\nNoa New\n")
    first = address_of(classroom)
    paste(teacher, classroom, "Name\nMia More\n")
    second = address_of(classroom)
    for answer in (
        teacher.get(first, follow=True),
        teacher.post(first, {"joins": ["2"]}, follow=True),
        teacher.post(f"{first}columns/", {"column0": "name"}, follow=True),
        teacher.post(f"{first}discard/", follow=True),
    ):
        assert answer.redirect_chain == [(url("classroom:class", classroom.key), 302)]
        assert OVER in page(answer)
    assert len(names(classroom)) == 6
    assert ticks(page(teacher.get(second)), "joins") == {"Mia More": True}
    teacher.post(second, {"joins": ["2"]})
    assert names(classroom)[-1] == "Mia More"


def test_a_list_is_saved_once(classroom: Classroom, owner: User) -> None:
    """Back and Save once more, or Save in a second tab: the page says that it is done, and leads on to the class."""
    teacher = sign_in(owner)
    paste(teacher, classroom, "Name\nAna Ribeiro\nNoa New\n")
    address = address_of(classroom)
    for _ in range(2):
        answer = teacher.post(address, {"joins": ["3"]}, follow=True)
        assert answer.redirect_chain == [(url("classroom:class", classroom.key), 302)]
    for again in (answer, teacher.get(address, follow=True)):
        assert "This list is saved already. Nothing was added twice." in page(again)
    assert names(classroom).count("Noa New") == 1
    elsewhere = sign_in(owner).post(address, {"joins": ["3"]}, follow=True)
    assert OVER in page(elsewhere)
    assert names(classroom).count("Noa New") == 1


def test_a_saved_list_leads_on_to_the_children_who_are_ticked_as_gone(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    paste(teacher, classroom, "Name\nAna Ribeiro\nBen Cohen\nCleo Adams\nDov Katz\nEli Moss\n")
    address = address_of(classroom)
    gone = {"leaves": [child(classroom, "Fay").key]}
    assert teacher.post(address, gone)["Location"] == url("partners:students_leaving", classroom.key)
    assert teacher.post(address, gone)["Location"] == url("partners:students_leaving", classroom.key)
    teacher.post(url("partners:students_leaving", classroom.key))
    assert teacher.post(address, gone)["Location"] == url("classroom:class", classroom.key)


@pytest.mark.parametrize("change", ["bring_in", "choose"])
def test_a_list_that_ends_while_it_is_saved_changes_nothing(classroom: Classroom, owner: User, change: str) -> None:
    """Two tabs press at once: the second has found the draft before the first deleted it."""
    draft = looking_over(classroom)
    roster_import.discard(draft=RosterDraft.objects.get())
    how: dict[str, dict[str, Any]] = {
        "bring_in": {"joins": ["3"], "changed": [], "back": [], "by": owner, "now": NOW},
        "choose": {"table": 0, "layout": draft.open().layouts[0]},
    }
    with pytest.raises(ListIsOver):
        getattr(roster_import, change)(draft=draft, **how[change])
    assert len(names(classroom)) == 6
    assert not RosterDraft.objects.exists()


def test_a_draft_opens_for_its_class_and_its_person_only(
    classroom: Classroom, other_classroom: Classroom, co_teacher: User, owner: User
) -> None:
    draft = looking_over(classroom)
    assert sign_in(co_teacher).get(url("classroom:roster_preview", classroom.key, draft.key)).status_code == 404
    assert sign_in(owner).get(url("classroom:roster_preview", other_classroom.key, draft.key)).status_code == 404
    other = looking_over(other_classroom)
    other.content = draft.content
    with pytest.raises(MisplacedDraft):
        roster_import.opened(other)


# Pasting into the quick box, and making a new class


def test_a_table_pasted_into_the_quick_box_is_reviewed(classroom: Classroom, owner: User) -> None:
    answer = sign_in(owner).post(
        url("classroom:students_add", classroom.key), {"children": "1.\tNoa New\n2.\tMia More"}, follow=True
    )
    assert ticks(page(answer), "joins") == {"Noa New": True, "Mia More": True}
    assert classroom.students.count() == 6


@pytest.mark.parametrize("sent", ["file", "children"])
def test_a_class_is_made_of_a_list(sent: str, owner: User) -> None:
    teacher = sign_in(owner)
    data: Any = SimpleUploadedFile("list.csv", SCHOOL.encode()) if sent == "file" else SCHOOL
    form = {"name": "Room 3", "grade_band": "2-3", "children": "", sent: data}
    answer = teacher.post(url("classroom:class_new"), form, follow=True)
    classroom = Classroom.objects.get()
    assert answer.redirect_chain == [(address_of(classroom), 302)]
    assert ticks(page(answer), "joins") == {"Ana Ribeiro": True, "Noa New": True}
    assert "Not in this list" not in page(answer)
    teacher.post(address_of(classroom), {"joins": ["2", "3"]})
    assert names(classroom) == ["Ana Ribeiro", "Noa New"]


def test_no_class_is_made_of_an_unusable_file(owner: User) -> None:
    file = SimpleUploadedFile("list.pdf", b"%PDF-1.7")
    html = page(
        sign_in(owner).post(
            url("classroom:class_new"), {"name": "Room 3", "grade_band": "2-3", "children": "Ana", "file": file}
        )
    )
    assert "This is a PDF." in html
    assert 'value="Room 3"' in html
    assert not Classroom.objects.exists()
