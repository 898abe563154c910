"""Kinds of lists as people have them, each with what it must give: who is taken, who is asked about, what is said."""

import datetime as dt
from dataclasses import replace

import pytest

from classroom import names as class_names
from classroom.roster_files import Book, Reading, guess, read, read_paste, recoded, understand
from tests.classroom.roster_files.making import archive, as_text, oneroster_1_1

TODAY = dt.date(2026, 11, 30)


def reading_of(data: bytes | str | Book) -> Reading:
    book = data if isinstance(data, Book) else read(data) if isinstance(data, bytes) else read_paste(data)
    return understand(book.tables[0], guess(book.tables[0]), today=TODAY)


def sure(data: bytes | str) -> list[str]:
    return [child.name.full for child in reading_of(data).children if child.is_sure]


def called(data: bytes | str) -> list[str]:
    return [child.called or child.name.first for child in reading_of(data).children]


def said(data: bytes | str, words: str) -> bool:
    return any(words in note for note in reading_of(data).notes)


# Student numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("No.,Name\n3,Ida Berg\n1,Jon Dahl\n2,Kim Elo\n", ["", "", ""]),
        ("Seat,Name\n7,Ida Berg\n2,Jon Dahl\n", ["", ""]),
        ("出席番号,氏名\n1,山田 太郎\n2,鈴木 花子\n", ["", ""]),
        ("Student ID,Name\n2,Ida Berg\n1,Jon Dahl\n3,Kim Elo\n", ["", "", ""]),
        ("District ID,Name,Student Number\nD9,Ida Berg,501\nD9,Jon Dahl,502\n", ["501", "502"]),
        ("ID,Name\n77,Ida Berg\n77,Jon Dahl\n", ["", ""]),
        ("Student ID,Name\n2.00871E+11,Ida Berg\n2.00871E+11,Jon Dahl\n", ["", ""]),
        ("Student ID,Name\n2008710000000000,Ida Berg\n1234567890123456,Jon Dahl\n", ["", ""]),
        ("ID,Name\n501,Ida Berg\n501,Jon Dahl\n502,Kim Elo\n", ["", "", "502"]),
        ("Berg, Ida (200123)\nDahl, Jon (200124)\n", ["200123", "200124"]),
        ("200123 Berg, Ida\n200124 Dahl, Jon\n", ["200123", "200124"]),
        ("Ida Berg #200123\nJon Dahl 200124\n", ["200123", "200124"]),
        ("Berg, Ida, 200123\nDahl, Jon, 200124\n", ["200123", "200124"]),
    ],
)
def test_only_what_identifies_a_child_is_a_student_number(text: str, numbers: list[str]) -> None:
    reading = reading_of(text)
    assert [child.source_id for child in reading.children] == numbers
    assert all(child.is_sure for child in reading.children)


def test_numbers_that_are_not_kept_are_spoken_of() -> None:
    assert said("Student ID,Name\n2.00871E+11,Ida Berg\n", "spoiled 1 student number")
    assert said("ID,Name\n501,Ida Berg\n501,Jon Dahl\n502,Kim Elo\n", "Different children have the same student number")


# Who is no child of the class now


@pytest.mark.parametrize(
    ("text", "asides"),
    [
        (
            "Name,Enrollment Status\nIda Berg,Active\nJon Dahl,Withdrawn\nKim Elo,No Show\n",
            ["", "Withdrawn", "No Show"],
        ),
        ("Name,Status\nIda Berg,A\nJon Dahl,I\nKim Elo,Exited 9/12\n", ["", "I", "Exited 9/12"]),
        ("Name,Exit Date\nIda Berg,\nJon Dahl,9/12/2026\nKim Elo,6/10/2027\n", ["", "left on 9/12/2026", ""]),
        ("Name,Exit Date\nIda Berg,13/09/2026\nJon Dahl,01/12/2026\n", ["left on 13/09/2026", ""]),
        ("Name,Entry Date\nIda Berg,8/20/2026\nJon Dahl,2027-01-10\n", ["", "starts on 2027-01-10"]),
        ("Name,Role\nIda Berg,Student\nJon Dahl,Teacher\nKim Elo,Aide\n", ["", "Teacher", "Aide"]),
        ("Nombre,Estado\nIda Berg,Activo\nJon Dahl,Baja\n", ["", "Baja"]),
        ("Name,Status\nIda Berg,Present\nJon Dahl,Absent\n", ["", ""]),
    ],
)
def test_who_is_no_child_of_the_class_is_left_unticked_with_a_word(text: str, asides: list[str]) -> None:
    assert [child.aside for child in reading_of(text).children] == asides


@pytest.mark.parametrize(
    ("text", "asides"),
    [
        ("People\nTeachers\nTess Moore\nClassmates\nIda Berg\nmore_vert\nJon Dahl\n", ["Teachers", "", ""]),
        ("Members (3)\nTess Moore\nAdmin\nIda Berg\nMember\nJon Dahl\nMember\n", ["Admin", "", ""]),
        ("Ida Berg\nJon Dahl\nTeachers\nTess Moore\n", ["", "", "Teachers"]),
        ("Teachers\nIda Berg\nJon Dahl\n", ["", ""]),
    ],
)
def test_adults_of_a_copied_page_are_left_unticked(text: str, asides: list[str]) -> None:
    assert [child.aside for child in reading_of(text).children] == asides


def test_enrollments_of_oneroster_that_do_not_hold_are_left_unticked() -> None:
    users = [["sourcedId", "enabledUser", "role", "givenName", "familyName"]]
    users += [
        [f"u{n}", "false" if n == 2 else "true", "student", name, "Berg"]
        for n, name in enumerate(["Ana", "Bea", "Cy", "Dan", "Eva", "Fay"])
    ]
    users += [["t1", "true", "teacher", "Tess", "Moore"]]
    enrolled = [["sourcedId", "status", "classSourcedId", "userSourcedId", "role", "beginDate", "endDate"]]
    enrolled += [["e0", "", "c1", "u0", "student", "2026-08-20", "2027-06-10"]]
    enrolled += [["e1", "", "c1", "u1", "student", "2026-08-20", "2026-09-15"]]
    enrolled += [["e2", "", "c1", "u2", "student", "", ""], ["e3", "inactive", "c1", "u3", "student", "", ""]]
    enrolled += [
        ["e4", "", "c1", "u4", "student", "2027-01-10", ""],
        ["e5", "tobedeleted", "c1", "u5", "student", "", ""],
    ]
    enrolled += [["e6", "", "c1", "t1", "teacher", "", ""]]
    data = oneroster_1_1(users=users, classes=[["sourcedId", "title"], ["c1", "Room 3"]], enrollments=enrolled)
    assert {child.name.first: child.aside for child in reading_of(data).children} == {
        "Ana": "",
        "Bea": "left on 2026-09-15",
        "Cy": "account disabled",
        "Dan": "inactive",
        "Eva": "starts on 2027-01-10",
        "Fay": "to be deleted",
        "Tess": "teacher",
    }


# Several names on a line, several lists in one


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ida, Jon, Kim, Lou\n", ["Ida", "Jon", "Kim", "Lou"]),
        ("Ida, Jon, Kim and Lou", ["Ida", "Jon", "Kim", "Lou"]),
        ("1. Ida Berg, 2. Jon Dahl, 3. Kim Elo\n", ["Ida Berg", "Jon Dahl", "Kim Elo"]),
        ("1. Ida Berg 2. Jon Dahl 3. Kim Elo\n", ["Ida Berg", "Jon Dahl", "Kim Elo"]),
        ("• Ida Berg • Jon Dahl\n", ["Ida Berg", "Jon Dahl"]),
        ("Room 3: Ida, Jon, Kim\nRoom 4: Lou, Mia, Nia\n", ["Ida", "Jon", "Kim", "Lou", "Mia", "Nia"]),
        ("Students: Ida, Jon, Kim\n", ["Ida", "Jon", "Kim"]),
        ("Ida Berg; Jon Dahl\n", ["Ida Berg", "Jon Dahl"]),
        ("Berg, Ida; Dahl, Jon; Elo, Kim\n", ["Ida Berg", "Jon Dahl", "Kim Elo"]),
        ("Ida Berg\tJon Dahl\tKim Elo\n", ["Ida Berg", "Jon Dahl", "Kim Elo"]),
        ("Ida, Jon, Kim\nLou, Mia, Nia, Ole\n", ["Ida", "Jon", "Kim", "Lou", "Mia", "Nia", "Ole"]),
        ("Ida Berg <i@kids.example>\nJon Dahl <j@kids.example>\n", ["Ida Berg", "Jon Dahl"]),
        (
            "Ida Berg <i@kids.example>, Jon Dahl <j@kids.example>, Kim Elo <k@kids.example>",
            ["Ida Berg", "Jon Dahl", "Kim Elo"],
        ),
        ("Berg, Ida <i@kids.example>; Dahl, Jon <j@kids.example>", ["Ida Berg", "Jon Dahl"]),
        ("Ida Berg\ti@kids.example\tJon Dahl\tj@kids.example", ["Ida Berg", "Jon Dahl"]),
        ("1.\tIda Berg\t3.\tKim Elo\n2.\tJon Dahl\t4.\tLou Falk\n", ["Ida Berg", "Jon Dahl", "Kim Elo", "Lou Falk"]),
        ("Name,Grade,,Name,Grade\nIda Berg,2,,Jon Dahl,2\n", ["Ida Berg", "Jon Dahl"]),
        ("First,Last,,First,Last\nIda,Berg,,Jon,Dahl\n", ["Ida Berg", "Jon Dahl"]),
        ("Girls,,Boys\nIda Berg,,Jon Dahl\nKim Elo,,\n", ["Ida Berg", "Kim Elo", "Jon Dahl"]),
        (
            "Room 3,,Room 4,\nIda Berg,2,Jon Dahl,2\nKim Elo,2,Lou Falk,2\n",
            ["Ida Berg", "Kim Elo", "Jon Dahl", "Lou Falk"],
        ),
    ],
)
def test_everybody_on_a_line_is_taken(text: str, names: list[str]) -> None:
    assert sure(text) == names
    assert "kids.example" not in str(read_paste(text))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Teacher,Name\nMoore,Ida Berg\n,Jon Dahl\nLee,Kim Elo\n", {"Teacher: Moore": 2, "Teacher: Lee": 1}),
        (
            "Homeroom,Name\nMs. Moore,\n,Ida Berg\nMr. Lee,\n,Jon Dahl\n",
            {"Homeroom: Ms. Moore": 1, "Homeroom: Mr. Lee": 1},
        ),
        ("Room 3\nIda Berg\nJon Dahl\nRoom 4\nKim Elo\n", {"Room 3": 2, "Room 4": 1}),
        (
            "Report,\nRoom: 3 - Ms. Moore,\nName,Gr\nIda Berg,2\nTotal: 1,\nRoom: 4 - Mr. Lee,\nName,Gr\nJon Dahl,2\n",
            {"3 - Ms. Moore": 1, "4 - Mr. Lee": 1},
        ),
        ("Girls,Boys\nIda,Jon\nKim,\n", {"Girls": 2, "Boys": 1}),
        ("Name,,Name\nIda Berg,,Jon Dahl\n", {"List 1": 1, "List 2": 1}),
    ],
)
def test_the_lists_within_a_list_are_offered(text: str, parts: dict[str, int]) -> None:
    [table] = read_paste(text).tables
    layout = guess(table)
    whole = understand(table, layout)
    assert {part.title: part.size for part in whole.parts} == parts
    for title, size in parts.items():
        assert len(understand(table, replace(layout, part=title)).children) == size


def test_a_class_that_is_not_in_the_list_any_more_counts_as_none() -> None:
    [table] = read_paste("Homeroom,Name\n3,Ida Berg\n4,Jon Dahl\n").tables
    reading = understand(table, replace(guess(table), part="Homeroom: 9"))
    assert len(reading.children) == 2


def test_a_name_that_cannot_be_read_beside_another_is_told() -> None:
    reading = reading_of(f"Name,,Name\nIda Berg,,Jon Dahl\nKim Elo,,{'x' * 121}\nLou Falk,,12345\n")
    assert [child.name.full for child in reading.children] == ["Ida Berg", "Kim Elo", "Lou Falk", "Jon Dahl"]
    assert [(other.line, other.why) for other in reading.others] == [
        (3, "A name has at most 120 letters."),
        (4, "This is a number, not a name."),
    ]


# Lines that are no child


NO_CHILD = (
    *(
        "Total",
        "Total Students: 2",
        "Class size: 2",
        "Average",
        "27 students",
        "Points Possible",
        "Number of pupils: 2",
    ),
    *("Girls", "Boys", "Table 1", "Group B", "Homeroom", "Niñas", "女生", "Blue Group", "第1组"),
    *("more_vert", "person_add", "Members (3)", "Sort by last name", "Test Student", "Student, Test", "Student View"),
    *("Room 12", "Ms. Moore", "Homeroom: 12 - Ms. Moore", "Grade 2", "Period 3", "Teacher: Ms. Moore"),
    *(
        "9/8/2026",
        "September 8, 2026",
        "Week of 9/7/2026",
        "Page 1 of 2",
        "Printed 9/8/2026",
        "Generated by Attend 2.1",
    ),
    *("P = Present, A = Absent", "https://school.example/list", "12345", "...", "My class:"),
)


@pytest.mark.parametrize("line", NO_CHILD)
def test_a_line_that_is_no_child_is_left_out_with_a_reason(line: str) -> None:
    for text in (f"Ida Berg\n{line}\nJon Dahl\n", f'Name,Grade\nIda Berg,2\n"{line}",\nJon Dahl,2\n'):
        reading = reading_of(text)
        assert [child.name.full for child in reading.children] == ["Ida Berg", "Jon Dahl"]
        assert [other.line for other in reading.others] in ([2], [3])
        assert all(other.why.endswith(".") for other in reading.others)


@pytest.mark.parametrize(
    "name",
    [
        "Grace Total",
        "Max",
        "Page Miller",
        "Room Nguyen",
        "Rose Table-Lee",
        "Dr. Ida Berg",
        "Nam",
        "Key Johnson",
        "Summer Class",
    ],
)
def test_a_child_may_be_called_like_a_word(name: str) -> None:
    assert name in sure(f"Name,Grade\nIda Berg,2\n{name},2\n")


def test_a_line_comes_back_when_the_teacher_takes_it() -> None:
    [table] = read_paste("Name,Grade\nIda Berg,2\nGirls,\n").tables
    [other] = understand(table, guess(table)).others
    again = understand(table, guess(table), [other.key])
    assert [(child.name.full, child.is_sure) for child in again.children] == [("Ida Berg", True), ("Girls", True)]
    assert again.others == ()


# Headings that are unknown, or hard to find


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Xyz abc,Qwe\nHodan Ali,2\nAbdi Yusuf,3\n", ["Hodan Ali", "Abdi Yusuf"]),
        ('Student,Essay 1,Essay 2,Quiz 1\n"Berg, Ida",9,8,7\n"Dahl, Jon",8,7,6\n', ["Ida Berg", "Jon Dahl"]),
        ("Student,,Grade\nLast,First,\nBerg,Ida,2\nDahl,Jon,2\n", ["Ida Berg", "Jon Dahl"]),
        (
            "Date:,9/8/2026\nRoom:,Room 3\n\nStatistics\nPresent:,2\n\nName,Status,Late\nIda Berg,Present,No\n",
            ["Ida Berg"],
        ),
        ("Timestamp,Student\n9/1/2026 9:01,Ida Berg\n9/1/2026 9:02,Jon Dahl\n", ["Ida Berg", "Jon Dahl"]),
        ("Student,Name\n8:05 AM,Ida Berg\n8:06 AM,Jon Dahl\n", ["Ida Berg", "Jon Dahl"]),
    ],
)
def test_the_headings_are_found(text: str, names: list[str]) -> None:
    assert sure(text) == names


def test_the_columns_are_guessed_where_the_teacher_says_that_the_list_begins() -> None:
    [table] = read_paste("Ida,Berg,2\nNachname X,Vorname Y,Zahl\nDahl,Jon,3\n").tables
    layout = guess(table, start=1)
    assert (layout.starts_at, layout.headings) == (1, 1)
    assert [child.line for child in understand(table, layout).children] == [3]
    assert [child.line for child in understand(table, guess(table, start=2, headings=0)).children] == [3]


# What a child is called


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nazwisko i imię\nKowalska Anna\nNowak Jan Piotr\n", ["Anna", "Jan"]),
        ("Фамилия Имя\nИванова Анна\n", ["Анна"]),
        ("ФИО\nИванова Анна Петровна\n", ["Анна"]),
        ("Last Name First Name\nBerg Ida\n", ["Ida"]),
        ("Apellidos y nombres\nRuiz Mora Ana Lucía\nDe la Cruz Pérez Eva\nCohen Ben\n", ["Ana", "Eva", "Ben"]),
        ("Họ và tên\nNguyễn Thị Mai\nTrần Văn Bình\n", ["Mai", "Bình"]),
        ("Nguyễn Thị Mai\nTrần Văn Bình\nLê Hoàng Anh\n", ["Mai", "Bình", "Anh"]),
        ("DUPONT Marie\nLE GOFF Anne\n", ["Marie", "Anne"]),
        ("Last,First,Preferred Name\nBerg,Ida,Idi\nDahl,Jon,\n", ["Idi", "Jon"]),
        ('Name\n"Dahl, Jonathan (Jon)"\nRobert “Bobby” Falk\n', ["Jon", "Bobby"]),
        (
            "Dr. Ida Berg\nSt. Clair Jones\nMa. Teresa Cruz\nUm Kulthum Ali\n",
            ["Dr. Ida", "St. Clair", "Ma. Teresa", "Um Kulthum"],
        ),
    ],
)
def test_what_a_child_is_called(text: str, expected: list[str]) -> None:
    assert called(text) == expected


def test_a_middle_initial_tells_nobody_apart() -> None:
    children = reading_of('Name\n"Berg, Ida M."\n"Moe, Ida"\n').children
    told = class_names.called({child.key: child.name for child in children}, {})
    assert list(told.values()) == ["Ida B.", "Ida M."]


# Names stay as written


@pytest.mark.parametrize(
    "name",
    ["Ida Berg- Dahl", "Jon Smith - Jones", "Kim 2 Elo", "Dan O'Neill– Byrne", "D’Andre Lee", "Malcolm X", "T.J. Park"],
)
def test_names_stay_as_written(name: str) -> None:
    assert sure(f"Name,Grade\n{name},2\n") == [name]


@pytest.mark.parametrize(
    "sign", ["1. ", "1) ", "1- ", "(1) ", "#1 ", "a) ", "• ", "☐ ", "- [ ] ", "- [x] ", "① ", "1 - ", "* "]
)
def test_numbering_is_cut_at_the_beginning_of_a_line(sign: str) -> None:
    assert sure(f"{sign}Ida Berg\n{sign}Jon Dahl\n") == ["Ida Berg", "Jon Dahl"]


@pytest.mark.parametrize("mark", ["(ELL)", "(504)", "(IEP)", "*", "- new", "IEP", "(she/her)", "(ELL, 504)", "[RSP]"])
def test_a_mark_is_asked_about_and_never_a_part_of_the_name(mark: str) -> None:
    [child, _] = reading_of(f"Ida Berg {mark}\nJon Dahl\n").children
    assert (child.name.full, child.called, child.is_sure) == ("Ida Berg", "", False)
    assert mark.strip("()[]- ") in child.questions[0]


@pytest.mark.parametrize(
    "name",
    [
        "Ida and Jon",
        "Ida & Jon",
        "Ida/Jon",
        "Ida Berg 555-123-4567",
        "Ida Berg 3/4/2018",
        "Ida Berg 2",
        "Ida: sits in front",
    ],
)
def test_a_doubtful_name_is_asked_about_as_written(name: str) -> None:
    assert not read_paste(f"{name}\nKim Elo\n").plain
    assert [(c.name.full, c.is_sure) for c in reading_of(f"{name}\nKim Elo\n").children] == [
        (name, False),
        ("Kim Elo", True),
    ]


def test_placeholders_are_empty() -> None:
    text = "First,Last\nFNU,Rahman\nIda,.\nJon,NULL\nKim,N/A\nLou,LNU\n-,Elo\n"
    assert sure(text) == ["Rahman", "Ida", "Jon", "Kim", "Lou", "Elo"]
    assert said(text, "Placeholders")


def test_names_in_capitals_are_written_the_usual_way_unless_the_teacher_says_otherwise() -> None:
    [table] = read_paste("LAST,FIRST\nRUIZ MORA,ANA\nMCDONALD,BEN\nDE LA CRUZ,EVA\nO'NEILL,SEAN\n").tables
    layout = guess(table)
    names = [child.name.full for child in understand(table, layout).children]
    assert names == ["Ana Ruiz Mora", "Ben McDonald", "Eva de la Cruz", "Sean O'Neill"]
    as_sent = understand(table, replace(layout, usual_capitals=False))
    assert as_sent.children[0].name.full == "ANA RUIZ MORA"
    assert as_sent.has_capitals


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("JosÃ© Berg", "José Berg"),
        ("Jos&eacute; Berg", "José Berg"),
        ("Sean O&#39;Neill", "Sean O'Neill"),
        ("Ida_x000D_ Berg", "Ida Berg"),
    ],
)
def test_letters_are_repaired(written: str, name: str) -> None:
    assert sure(f"Name,Grade\n{written},2\n") == [name]


ENCODED = [
    ("Jméno;Třída\nŽofie Dvořáková;2\nJiří Král;2\n", "cp1250"),
    ("Фамилия;Имя\nИванова;Анна\nПетров;Борис\n", "cp1251"),
    ("Όνομα;Επώνυμο\nΓιώργος;Παππάς\n", "cp1253"),
    ("Adı;Soyadı\nAyşe;Yılmaz\nÇağrı;Öztürk\n", "cp1254"),
    ("الاسم\nمحمد علي\nفاطمة حسن\n", "cp1256"),
    ("姓名,年级\n李小龙,2\n王小明,2\n", "gb18030"),
    ("氏名,学年\n山田太郎,2\n鈴木花子,2\n", "cp932"),
    ("이름,학년\n김민수,2\n이영희,2\n", "cp949"),
    ("Name;Gr\nJosé Álvarez;2\nFrançois Lefèvre;2\n", "cp1252"),
]


@pytest.mark.parametrize(("text", "encoding"), ENCODED, ids=[encoding for _, encoding in ENCODED])
def test_the_encoding_is_guessed_said_and_open_to_a_choice(text: str, encoding: str) -> None:
    book = read(text.encode(encoding))
    assert (book.encoding, len(book.notes)) == (encoding, 1)
    expected = [child.name.full for child in reading_of(text).children]
    assert [child.name.full for child in reading_of(book).children] == expected
    other = recoded(book, "cp1252" if encoding != "cp1252" else "cp1250")
    assert other.notes != book.notes
    assert recoded(other, encoding).tables == book.tables


# What spreadsheets did


def test_true_is_a_name() -> None:
    text = "First,Last\nTRUE,Nguyen\nIda,Berg\n"
    assert sure(text) == ["True Nguyen", "Ida Berg"]
    assert said(text, "TRUE")


def test_grades_and_homerooms_that_became_dates_are_read_back() -> None:
    [child] = reading_of("Name,Grade,Homeroom\nIda Berg,3-Feb,2-Mar\n").children
    assert (child.grade, child.band, child.group) == ("2-3", "2-3", "3-2")
    assert said("Name,Grade\nIda Berg,3-Feb\n", "grades into dates")


@pytest.mark.parametrize(
    ("grade", "band"),
    [
        *(
            ("K", "K-1"),
            ("KF", "K-1"),
            ("Reception", "K-1"),
            ("PK4", "K-1"),
            ("1st", "K-1"),
            ("00", "K-1"),
            ("CP", "K-1"),
        ),
        *(
            ("02", "2-3"),
            ("2nd Grade", "2-3"),
            ("3. Klasse", "2-3"),
            ("3º de Primaria", "2-3"),
            ("二年级", "2-3"),
            ("CE2", "2-3"),
        ),
        *(
            ("5.0", "4-5"),
            ("Primary 4", "4-5"),
            ("Fifth Grade", "4-5"),
            ("P5", "4-5"),
            ("６", "6-8"),
            ("Grade 8", "6-8"),
        ),
        *(("12", ""), ("-1", ""), ("Elementary", ""), ("2.5", ""), ("2026", "")),
    ],
)
def test_a_grade_that_cannot_be_read_is_said(grade: str, band: str) -> None:
    text = as_text([["Name", "Grade"], ["Ida Berg", grade], ["Jon Dahl", "2"]])
    child = reading_of(text).children[0]
    assert (child.grade, child.band) == (grade, band)
    assert said(text, "1 grade could not be read") is (band == "")


# Files that are told what to do


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("xl/workbook.bin", "Excel binary workbook (.xlsb)"),
        ("students.csv", "students.csv"),
        ("Index/Document.iwa", "Numbers"),
    ],
)
def test_other_archives_are_told_by_what_is_in_them(name: str, words: str) -> None:
    with pytest.raises(ValueError, match=r"\.$") as refused:
        read(archive({name: "x", "other": "y"}))
    assert words in str(refused.value)


# Lists that need no preview


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Ida Berg\nJon Dahl\n", True),
        ("Ida\nJon\n\n", True),
        ("Berg, Ida\nO’Neill-Lee, Seán\n", True),
        ("李小龙\n王小明\n", True),
        ("محمد علي\n", True),
        ("T.J. Park\n", True),
        ("Name\nIda Berg\n", False),
        ("1. Ida Berg\n", False),
        ("Ida Berg*\n", False),
        ("Ida, Jon, Kim\n", False),
        ("Room 12\nIda\n", False),
        ("Girls\nIda\n", False),
        ("Ida Berg\t2\n", False),
        ("Ida <i@kids.example>\n", False),
        ("Ida\n\n  \nJon\n", True),
        ("DUPONT Marie\n", False),
    ],
)
def test_plain_lines_of_names_need_no_preview(text: str, plain: bool) -> None:
    assert read_paste(text).plain is plain
