"""The preview of an imported list: how it is read, where everything went, what is asked, and what stays chosen."""

import datetime as dt
import re
from typing import Any

import openpyxl
import pytest
from django.test import Client

from classroom.actions import roster, roster_import
from classroom.models import Classroom, RosterDraft, RosterLayout, Student, User
from tests.cast import NOW, child, make_class, page, sign_in
from tests.classroom.roster_files.making import Rows, excel
from tests.classroom.views.test_roster_import import address_of, names, paste, ticks, upload, value_of

LIST = "Room 3\nName,Gr,Locker\nNoa New,2,17\nGirls,,\nMia More,3,18\nTotal: 2,,\n"


def chosen(classroom: Classroom) -> dict[str, str]:
    """What the page sends about how the list is read, as long as nothing is changed."""
    layout = roster_import.opened(RosterDraft.objects.get(classroom=classroom)).layout
    sent = {"reads": "1", "starts": str(layout.starts_at)}
    sent |= {f"column{place}": meaning.value for place, meaning in enumerate(layout.columns)}
    return (
        sent | ({"headed": "on"} if layout.headings else {}) | ({"headed_twice": "on"} if layout.headings > 1 else {})
    )


def read_otherwise(teacher: Client, classroom: Classroom, **sent: Any) -> str:
    return page(teacher.post(f"{address_of(classroom)}columns/", chosen(classroom) | sent, follow=True))


def test_every_line_and_column_is_accounted_for(classroom: Classroom, owner: User) -> None:
    html = page(upload(sign_in(owner), classroom, LIST))
    assert "Nothing is saved yet. 2 children, 3 lines that are no child, 1 column not used." in html
    assert "<summary>3 lines that are no child</summary>" in html
    assert "<summary>1 column not used</summary>" in html
    for text in ("Room 3", "Girls", "Total: 2"):
        assert f'<b dir="auto">{text}</b>' in html
    assert 'href="#id_column2">Use it' in html


def test_the_first_rows_are_shown_as_they_were_sent(classroom: Classroom, owner: User) -> None:
    rows = "".join(f"Child{i} Last{i},{i}\n" for i in range(60))
    html = page(upload(sign_in(owner), classroom, f"Name,Locker\n{rows}"))
    first, more = html.split('<tbody class="more-rows">')
    assert "Child6 Last6</bdi>" in first
    assert "Child7 Last7</bdi>" not in first
    assert "Child38 Last38</bdi>" in more
    assert "Child39 Last39</bdi>" not in more
    assert "Show 32 more lines" in html
    assert "21 further lines in the list" in html


def test_a_line_becomes_a_child_by_a_tap_and_back(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    html = page(upload(teacher, classroom, LIST))
    assert ticks(html, "joins") == {"Noa New": True, "Mia More": True}
    html = read_otherwise(teacher, classroom, take="4", joins=["3", "5"])
    assert set(ticks(html, "joins")) == {"Noa New", "Mia More", "Girls"}
    assert "1 line that you made a child" in html
    html = read_otherwise(teacher, classroom, leave="4", joins=["3", "5"])
    assert ticks(html, "joins") == {"Noa New": True, "Mia More": True}


def test_a_line_without_a_name_becomes_no_child(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    upload(teacher, classroom, "Name,Gr\nNoa New,2\n77,3\n")
    sent = chosen(classroom) | {"take": "3"}
    assert "No name could be made of line 3." in page(
        teacher.post(f"{address_of(classroom)}columns/", sent), status=422
    )


def test_the_first_line_may_be_a_child(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    upload(teacher, classroom, "Magaca,Fasalka\nNoa New,2\nMia More,3\n")
    opened = roster_import.opened(RosterDraft.objects.get())
    sent = chosen(classroom)
    assert opened.layout.headings == int("headed" in sent)
    without = {key: value for key, value in sent.items() if key != "headed"} | {"column0": "full", "starts": "0"}
    html = page(teacher.post(f"{address_of(classroom)}columns/", without, follow=True))
    assert "Magaca" in ticks(html, "joins")
    html = read_otherwise(teacher, classroom, headed="on", column0="full")
    assert "Magaca" not in ticks(html, "joins")


@pytest.mark.parametrize("sent", [{"begin": "2"}, {"starts": "2"}])
def test_the_teacher_says_where_the_list_begins(sent: dict[str, str], classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    upload(teacher, classroom, "Name\nNoa New\nName\nMia More\n")
    html = read_otherwise(teacher, classroom, **sent, joins=["2", "4"])
    assert ticks(html, "joins") == {"Mia More": True}
    assert '<b dir="auto">Noa New</b>' in html.split('id="account-lines"')[1].split("</details>")[0]


def test_usual_capitals_are_offered(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    html = page(upload(teacher, classroom, "Name,Gr\nNOA NEW,2\nMIA MORE,3\n"))
    assert ticks(html, "joins") == {"Noa New": True, "Mia More": True}
    html = read_otherwise(teacher, classroom, joins=["2", "3"])
    assert ticks(html, "joins") == {"NOA NEW": True, "MIA MORE": True}
    html = read_otherwise(teacher, classroom, usual_capitals="on", joins=["2", "3"])
    assert ticks(html, "joins") == {"Noa New": True, "Mia More": True}


def test_another_encoding_is_chosen(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    data = "Příjmení;Jméno\nDvořáková;Žofie\nKrál;Jiří\n".encode("cp1250")
    html = page(upload(teacher, classroom, data))
    assert ticks(html, "joins") == {"Žofie Dvořáková": True, "Jiří Král": True}
    html = read_otherwise(teacher, classroom, encoding="cp1252", joins=["2", "3"])
    assert "Žofie Dvořáková" not in html
    assert "Dvoøáková" in html
    html = read_otherwise(teacher, classroom, encoding="cp1250", joins=["2", "3"])
    assert "Žofie Dvořáková" in html


def test_what_was_checked_stays_when_the_list_is_read_another_way(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    html = page(upload(teacher, classroom, LIST))
    left = value_of(html, "leaves", "Ben Cohen")
    html = read_otherwise(teacher, classroom, column2="number", joins=["5"], leaves=[left])
    assert ticks(html, "joins") == {"Noa New": False, "Mia More": True}
    assert ticks(html, "leaves")["Ben Cohen"]
    assert ticks(page(teacher.get(address_of(classroom))), "joins") == {"Noa New": False, "Mia More": True}


def test_columns_that_were_changed_are_not_saved_unseen(classroom: Classroom, owner: User) -> None:
    """Without scripts the result follows only when the page is sent."""
    teacher = sign_in(owner)
    upload(teacher, classroom, "First,Last\nNoa,New\nMia,More\n")
    sent = chosen(classroom) | {"column0": "last", "column1": "first", "joins": ["2", "3"]}
    html = page(teacher.post(address_of(classroom), sent, follow=True))
    assert "You changed how the list is read, so nothing is saved yet." in html
    assert ticks(html, "joins") == {"New Noa": True, "More Mia": True}
    assert classroom.students.count() == 6
    page(teacher.post(address_of(classroom), chosen(classroom) | {"joins": ["2", "3"]}, follow=True))
    assert "New Noa" in names(classroom)


def test_unusable_columns_keep_what_was_chosen_and_checked(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    upload(teacher, classroom, LIST)
    sent = chosen(classroom) | {"column0": "unused", "joins": ["5"]}
    for address in (address_of(classroom), f"{address_of(classroom)}columns/"):
        html = page(teacher.post(address, sent), status=422)
        assert "Say which column holds the names." in html
        assert '<option value="unused" selected>' in html
        assert ticks(html, "joins") == {"Noa New": False, "Mia More": True}


@pytest.mark.parametrize("sent", ["starts=99", "column0=name", "encoding=x", "list=99", "begin=-1", "begin=99"])
def test_a_page_that_sends_anything_breaks_nothing(sent: str, classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    upload(teacher, classroom, LIST)
    name, value = sent.split("=")
    answer = teacher.post(f"{address_of(classroom)}columns/", chosen(classroom) | {name: value})
    assert answer.status_code in (302, 422)
    assert teacher.get(address_of(classroom)).status_code == 200


# Questions


@pytest.fixture
def room_of_ana(owner: User) -> Classroom:
    return make_class(owner, "Ana Ruiz", "Ben Cohen", name="Room 7")


def asking(teacher: Client, room: Classroom) -> tuple[str, str]:
    """The page that asks whether Ana Lucia Ruiz is Ana Ruiz, and the name of the answer."""
    html = page(paste(teacher, room, "Name,Gr\nAna Lucia Ruiz,2\nBen Cohen,2\n"))
    assert "Is Ana Lucia Ruiz the same child as Ana Ruiz?" in html
    return html, re.findall(r'name="(who_[^"]*)"', html)[0]


def test_a_likely_same_child_is_asked_about(room_of_ana: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    html, _ = asking(teacher, room_of_ana)
    assert html.index("To decide") < html.index("already here, as in the list")
    assert re.findall(r'name="who_2" value="([^"]*)"( checked)?', html) == [("same", ""), ("new", ""), ("", " checked")]
    assert ticks(html, "leaves") == {}
    teacher.post(address_of(room_of_ana), {})
    assert names(room_of_ana) == ["Ana Ruiz", "Ben Cohen"]


@pytest.mark.parametrize(
    ("answer", "there"),
    [("same", ["Ana Lucia Ruiz", "Ben Cohen"]), ("new", ["Ana Ruiz", "Ana Lucia Ruiz", "Ben Cohen"])],
)
def test_the_answer_decides(answer: str, there: list[str], room_of_ana: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    _, name = asking(teacher, room_of_ana)
    html = read_otherwise(teacher, room_of_ana, **{name: answer})
    assert f'name="{name}" value="{answer}" checked' in html
    page(teacher.post(address_of(room_of_ana), chosen(room_of_ana) | {name: answer}, follow=True))
    assert sorted(names(room_of_ana)) == sorted(there)


def test_an_answer_about_somebody_who_left_meanwhile_is_refused(room_of_ana: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    _, name = asking(teacher, room_of_ana)
    Student.objects.filter(classroom=room_of_ana, name="Ana Ruiz").update(left_on=dt.date(2026, 1, 5))
    html = page(teacher.post(address_of(room_of_ana), {name: "same"}), status=422)
    assert "The class has changed meanwhile." in html
    assert names(room_of_ana) == ["Ben Cohen"]


def test_questions_come_first_and_unchecked(classroom: Classroom, owner: User) -> None:
    listed = "Name,Status\nMia More,Active\nNoa New (ELL),Active\nEve Old,Withdrawn\nBen Cohen,Withdrawn\n"
    html = page(upload(sign_in(owner), classroom, listed))
    asked, sure = html.split('id="section-joins"')
    assert ticks(asked, "joins") == {"Noa New": False, "Eve Old": False}
    assert ticks(sure, "joins") == {"Mia More": True}
    assert '<a href="#section-asked">2 to decide</a>' in html
    assert not ticks(html, "leaves")["Ben Cohen"]
    assert html.index("Not in this list") < html.index('<b dir="auto">Ben Cohen') < html.index("Not named in this list")
    assert re.search(r'<b dir="auto">Ben Cohen</b><br><span class="small" dir="auto">Withdrawn', html)


def test_each_hidden_row_leads_to_its_box(classroom: Classroom, owner: User, ana: Student, ben: Student) -> None:
    """Somebody who joins, who is here, and who was here before."""
    roster.mark_left(student=ben, by=owner, now=NOW)

    def hide(book: openpyxl.Workbook) -> None:
        for line in (2, 3, 4):
            book.worksheets[0].row_dimensions[line].hidden = True

    rows: list[list[Any]] = [
        ["Name", "Gr"],
        *([name, 2] for name in ("Noa New", "Ana Ribeiro", "Ben Cohen", "Mia More")),
    ]
    html = page(upload(sign_in(owner), classroom, excel(("A", rows), change=hide), "list.xlsx"))
    assert "4 children, 3 hidden rows" in html
    assert re.findall(r'href="#box-(\w+)">Show', html) == ["2", "3", "4"]
    for line, box in (("2", "joins"), ("3", "leaves"), ("4", "back")):
        assert re.search(rf'id="box-{line}"><label><input[^>]* name="{box}"', html), box
    assert ticks(html, "joins") == {"Noa New": False, "Mia More": True}
    assert ticks(html, "back") == {"Ben Cohen": False}
    assert not ticks(html, "leaves")["Ana Ribeiro"]


def test_an_empty_column_is_nothing_that_was_left_out(classroom: Classroom, owner: User) -> None:
    html = page(upload(sign_in(owner), classroom, "Girls,,Boys\nNoa New,,Max More\n"))
    assert "2 children." in html
    assert "not used</summary>" not in html


# Several lists


def test_lists_are_taken_one_after_another(owner: User) -> None:
    room = make_class(owner, name="Room 7")
    teacher = sign_in(owner)
    data = excel(("A", [["Name", "Gr"], ["Ana Ruiz", 2]]), ("B", [["Last Name", "First Name"], ["Lee", "Zoë"]]))
    html = page(upload(teacher, room, data))
    key = value_of(html, "joins", "Ana Ruiz")
    sent = chosen(room) | {"list": "0", "joins": [key], "goes_on": "1"}
    html = page(teacher.post(address_of(room), sent, follow=True))
    assert "Ana joined the class." in html
    assert ticks(html, "joins") == {"Zoë Lee": True}
    sent = chosen(room) | {"list": "1", "joins": [value_of(html, "joins", "Zoë Lee")]}
    page(teacher.post(address_of(room), sent, follow=True))
    assert names(room) == ["Ana Ruiz", "Zoë Lee"]
    assert not RosterDraft.objects.exists()


def test_sheets_with_the_same_columns_are_offered_together(owner: User) -> None:
    room = make_class(owner, name="Room 7")
    teacher = sign_in(owner)
    sheets: tuple[tuple[str, Rows], ...] = (
        ("Room 1", [["Name", "Gr"], ["Ana Ruiz", 2]]),
        ("Room 2", [["Name", "Gr"], ["Zoë Lee", 3], ["Bo Li", 3]]),
    )
    html = page(upload(teacher, room, excel(*sheets)))
    assert ticks(html, "joins") == {"Ana Ruiz": True}
    assert "1 other list in this file: <bdi>Room 2</bdi>" in html
    place = re.search(r'<option value="(\d+)">All of them together: all 3 children', html)
    assert place
    html = read_otherwise(teacher, room, list=place[1], joins=["2"])
    assert ticks(html, "joins") == {"Ana Ruiz": True, "Zoë Lee": True, "Bo Li": True}
    assert "other list" not in html
    keys = re.findall(r'name="joins" value="([^"]*)"', html)
    page(teacher.post(address_of(room), chosen(room) | {"list": place[1], "joins": keys}, follow=True))
    assert sorted(names(room)) == ["Ana Ruiz", "Bo Li", "Zoë Lee"]


def test_lists_side_by_side_are_offered(owner: User) -> None:
    room = make_class(owner, name="Room 7")
    teacher = sign_in(owner)
    html = page(upload(teacher, room, "Girls,,Boys\nAna Ruiz,,Ben Cohen\nCleo Adams,,Dan Diaz\n"))
    assert "All 4 children" in html
    assert len(ticks(html, "joins")) == 4
    place = re.search(r'<option value="(\d+)">Boys \(2\)', html)
    assert place
    keys = re.findall(r'name="joins" value="([^"]*)"', html)
    html = read_otherwise(teacher, room, list=place[1], joins=keys)
    assert ticks(html, "joins") == {"Ben Cohen": True, "Dan Diaz": True}
    assert "2 children in other classes of this list" in html


def test_a_class_of_a_whole_school_is_chosen_with_its_children_checked(owner: User) -> None:
    """No box is on the page as long as there are too many children, so none was cleared."""
    room = make_class(owner, name="Room 7")
    teacher = sign_in(owner)
    upload(teacher, room, "Name,Homeroom\n" + "".join(f"Child{i} Last{i},Room {i % 9}\n" for i in range(400)))
    html = read_otherwise(teacher, room, list="4")
    assert len(ticks(html, "joins")) == 45
    assert all(ticks(html, "joins").values())


def test_boxes_of_each_class_stay_while_another_is_looked_at(owner: User) -> None:
    room = make_class(owner, name="Room 7")
    teacher = sign_in(owner)
    upload(teacher, room, "Name,Homeroom\nAna Ruiz,Room 1\nBen Cohen,Room 1\nCleo Adams,Room 2\n")
    read_otherwise(teacher, room, list="1", joins=["2", "3", "4"])
    read_otherwise(teacher, room, list="2", joins=["3"])
    html = read_otherwise(teacher, room, list="1", joins=["4"])
    assert ticks(html, "joins") == {"Ana Ruiz": False, "Ben Cohen": True}


# What a school remembers


ODD = "Kolumna;Inna\nNoa;New\nMia;More\n"


def save_as(teacher: Client, room: Classroom, **columns: str) -> None:
    upload(teacher, room, ODD)
    html = read_otherwise(teacher, room, headed="on", starts="0", **columns)
    keys = re.findall(r'name="joins" value="([^"]*)"', html)
    page(teacher.post(address_of(room), {"joins": keys}, follow=True))


def test_a_school_remembers_how_a_list_was_read(classroom: Classroom, owner: User, co_teacher: User) -> None:
    teacher = sign_in(owner)
    save_as(teacher, classroom, column0="last", column1="first")
    assert "New Noa" in names(classroom)
    kept = RosterLayout.objects.get()
    assert (kept.school, kept.layout) == (classroom.school, {"columns": ["last", "first"], "headings": 1})
    html = page(upload(sign_in(co_teacher), classroom, "Kolumna;Inna\nEva;Else\nFay;Further\n"))
    assert "Read as your school read such lists before." in html
    assert ticks(html, "joins") == {"Else Eva": True, "Further Fay": True}


def test_what_a_school_remembers_is_forgotten(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    save_as(teacher, classroom, column0="last", column1="first")
    upload(teacher, classroom, "Kolumna;Inna\nEva;Else\nFay;Further\n")
    html = read_otherwise(teacher, classroom, forget="1")
    assert "Read as your school read such lists before." not in html
    assert not RosterLayout.objects.exists()
    assert RosterDraft.objects.get().open().layouts[0].columns != ("last", "first")


def test_another_school_does_not_remember_it(classroom: Classroom, owner: User, outsider: User) -> None:
    save_as(sign_in(owner), classroom, column0="last", column1="first")
    elsewhere = make_class(outsider, name="Room 1")
    html = page(upload(sign_in(outsider), elsewhere, ODD))
    assert "Read as your school read such lists before." not in html


def test_what_is_remembered_has_no_word_of_the_list(classroom: Classroom, owner: User) -> None:
    save_as(sign_in(owner), classroom, column0="last", column1="first")
    [stored] = RosterLayout.objects.values_list("shape", "layout")
    assert not [word for word in ("Kolumna", "Inna", "Noa", "More", "kolumna") if word in str(stored)]


def test_what_is_guessed_anyway_is_not_remembered(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    upload(teacher, classroom, LIST)
    teacher.post(address_of(classroom), {"joins": ["3"]})
    assert child(classroom, "Noa")
    assert not RosterLayout.objects.exists()
