"""Class lists as text: pasted or saved by a spreadsheet, in any encoding, with titles and other lines around the
names."""

from dataclasses import replace

import pytest

from classroom.roster_files import (
    MOST_ROWS,
    Book,
    Column,
    Layout,
    Meaning,
    Reading,
    Unreadable,
    guess,
    read,
    read_paste,
    understand,
)
from tests.classroom.roster_files.making import as_text, kept

FOUR = ["Ana Ruiz", "Zoë van der Berg", "محمد علي", "Jennifer O'Neil"]


def found(book: Book, table: int = 0, part: str = "") -> Reading:
    chosen = book.tables[table]
    return understand(chosen, replace(guess(chosen), part=part))


def book_of(data: bytes | str) -> Book:
    return read(data) if isinstance(data, bytes) else read_paste(data)


def names(data: bytes | str) -> list[str]:
    return [child.name.full for child in found(book_of(data)).children]


def meanings(data: bytes | str) -> list[Meaning]:
    return [column.meaning for column in found(book_of(data)).columns]


def columns(data: bytes | str) -> tuple[Column, ...]:
    return found(book_of(data)).columns


# Encodings, delimiters and line ends

ROWS = [["First Name", "Last Name", "Grade"], ["Ana", "Ruiz", "2"], ["Zoë", "van der Berg", "2"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_encoding_and_delimiter_is_read(encoding: str, delimiter: str) -> None:
    assert names(as_text(ROWS, delimiter).encode(encoding)) == ["Ana Ruiz", "Zoë van der Berg"]


def test_the_unicode_text_of_excel_is_read() -> None:
    text = as_text([["Student", "Gr"], *([name, "2nd"] for name in FOUR)], "\t")
    assert names(b"\xff\xfe" + text.encode("utf-16-le")) == FOUR


def test_the_encoding_of_old_windows_is_reported() -> None:
    [note] = read("Name;Gr\nAlvarez, José;2\n".encode("cp1252")).notes
    assert note.startswith("The letters were read as: Western Europe (Windows).")
    assert read("Name;Gr\nAlvarez, José;2\n".encode()).notes == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_read(end: str) -> None:
    assert names(end.join(["Name,Grade", "Ana Ruiz,2", "Ben Cohen,2", ""])) == ["Ana Ruiz", "Ben Cohen"]


def test_the_line_that_sets_excels_delimiter_is_read() -> None:
    book = read(b'sep=;\r\nName;Gr\r\n"Ruiz; Ana";2\r\n')
    assert [(c.line, c.name.full) for c in found(book).children] == [(3, "Ruiz; Ana")]


def test_quoted_line_breaks_count_as_lines() -> None:
    book = read(b'Name,Grade\n"Ruiz,\nAna",2\nBen Cohen,2\n')
    assert [(c.line, c.name.full) for c in found(book).children] == [(2, "Ana Ruiz"), (4, "Ben Cohen")]


def test_an_unclosed_quotation_mark_loses_no_child() -> None:
    rows = "\n".join(f"Child{i} Last{i},2" for i in range(9))
    assert len(names(f'Name,Grade\n"Ann ""Annie" Lee,2\n"Annie Ruiz,2\n{rows}\n')) == 11


# Titles, numbers and other text around names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana Ruiz\nBen Cohen\n", ["Ana Ruiz", "Ben Cohen"]),
        ("Ana\n", ["Ana"]),
        ("Ruiz, Ana\nCohen, Ben\n", ["Ana Ruiz", "Ben Cohen"]),
        ("Ruiz,Ana\nCohen,Ben\n", ["Ana Ruiz", "Ben Cohen"]),
        ('"Ruiz, Ana"\n"Cohen, Ben"\n', ["Ana Ruiz", "Ben Cohen"]),
        ("Student\nRuiz, Ana\nCohen, Ben\n", ["Ana Ruiz", "Ben Cohen"]),
        ("1. Ana Ruiz\n2. Ben Cohen\n", ["Ana Ruiz", "Ben Cohen"]),
        ("1) Ana Ruiz\n2) Ben Cohen\n", ["Ana Ruiz", "Ben Cohen"]),
        ("1 Ana Ruiz\n2 Ben Cohen\n", ["Ana Ruiz", "Ben Cohen"]),
        ("• Ana Ruiz\n• Ben Cohen\n", ["Ana Ruiz", "Ben Cohen"]),
        ("- Ana Ruiz\n- Ben Cohen\n", ["Ana Ruiz", "Ben Cohen"]),
        ("1.\tAna Ruiz\n2.\tBen Cohen\n", ["Ana Ruiz", "Ben Cohen"]),
        ("Ana\tRuiz\nBen\tCohen\n", ["Ana Ruiz", "Ben Cohen"]),
        ("Ana Ruiz\t2\nBen Cohen\t3\n", ["Ana Ruiz", "Ben Cohen"]),
        ("Ana Ruiz,2\nBen Cohen,3\n", ["Ana Ruiz", "Ben Cohen"]),
        ("Ms. Moore\nRoom 12\nAna Ruiz\nBen Cohen\n", ["Ana Ruiz", "Ben Cohen"]),
        ("Class list 2026;;\n;;\nName;Gr;\nAna Ruiz;2;\n;;\nBen Cohen;2;\nTotal;2;\n", ["Ana Ruiz", "Ben Cohen"]),
        ("Name,Grade\nAna Ruiz,2\nName,Grade\nBen Cohen,2\n", ["Ana Ruiz", "Ben Cohen"]),
        ("Name,Grade\nAna Ruiz,2\nPrinted 1/2/2026,\n", ["Ana Ruiz"]),
        ("Name\nAna Ruiz\nStudents: 1\n", ["Ana Ruiz"]),
        ("Name\nAna Ruiz\n27 students\n", ["Ana Ruiz"]),
        ("Name,Note\nAna Ruiz,sits in front\nBen Cohen,\n", ["Ana Ruiz", "Ben Cohen"]),
        ("Ho, Minh\nTen, Lee\n", ["Minh Ho", "Lee Ten"]),
        ("Minh\tHo\nLee\tTen\n", ["Minh Ho", "Lee Ten"]),
        ("Ho\nTen\n", ["Ho", "Ten"]),
        ("李小龙\n王小明\n", ["李小龙", "王小明"]),
        ("محمد علي\nأنا\n", ["محمد علي", "أنا"]),
    ],
)
def test_decorations_around_names_are_removed(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_lines_that_are_no_child_are_named_with_their_number() -> None:
    reading = found(read(b"Room 12;;\r\nMs. Moore;;\r\nStudent;Gr;ELL\r\nRuiz, Ana;2;Y\r\n;;\r\nTotal;1;\r\n"))
    assert [(other.line, other.text, other.why) for other in reading.others] == [
        (1, "Room 12", "Stands above the list."),
        (2, "Ms. Moore", "Stands above the list."),
        (6, "Total · 1", "A total or a statistic, not a child."),
    ]
    assert reading.summary() == "1 child, 3 lines that are no child, 1 column not used"


def test_a_child_may_have_a_name_like_a_word() -> None:
    text = "Name,Grade\nGrace Total,2\nRoom Nguyen,2\nPage Miller,2\nClass Adams,2\n"
    assert names(text) == ["Grace Total", "Room Nguyen", "Page Miller", "Class Adams"]


# Headings


@pytest.mark.parametrize(
    "heading",
    [
        "Last Name,First Name",
        "Surname,Forename",
        "lastName,firstName",
        "LAST_NAME,FIRST_NAME",
        "Student Last Name,Student First Name",
        "familyName,givenName",
        "Apellidos,Nombre",
        "Nom,Prénom",
        "Name,Vorname",
        "Nachname,Vorname",
        "Cognome,Nome",
        "Sobrenome,Nome",
        "Achternaam,Voornaam",
        "Nazwisko,Imię",
        "Фамилия,Имя",
        "姓,名",
        "اسم العائلة,الاسم الأول",
        "Họ,Tên",
        "Apelyido,Pangalan",
    ],
)
def test_headings_in_other_languages_are_understood(heading: str) -> None:
    assert names(f"{heading},X\nRuiz,Ana,q\nCohen,Ben,q\n") == ["Ana Ruiz", "Ben Cohen"]


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("Student ID", Meaning.NUMBER),
        ("sourcedId", Meaning.NUMBER),
        ("Grade Level", Meaning.GRADE),
        ("Homeroom", Meaning.GROUP),
        ("Preferred Name", Meaning.CALLED),
        ("Enrollment Status", Meaning.STATUS),
        ("Exit Date", Meaning.ENDS),
        ("Role", Meaning.ROLE),
    ],
)
def test_headings_that_add_a_word_are_understood(heading: str, meaning: Meaning) -> None:
    values = ["x7", "q9"] if meaning is not Meaning.GRADE else ["2", "3"]
    assert meanings(f"Name;{heading}\nAna Ruiz;{values[0]}\nBen Cohen;{values[1]}\n") == [Meaning.FULL, meaning]


@pytest.mark.parametrize(
    ("heading", "why"),
    [
        ("orgSourcedIds", "of a school"),
        ("School ID", "of a school"),
        ("Parent Name", "families"),
        ("DOB", "birth date"),
        ("Birth Date", "birth date"),
        ("Home Phone", "families"),
        ("Street", "families"),
        ("ELL", "confidential"),
        ("IEP", "confidential"),
        ("504", "confidential"),
        ("Gender", "confidential"),
        ("Home Language", "confidential"),
        ("E-Mail", "never kept"),
        ("Password", "never kept"),
        ("username", "never kept"),
    ],
)
def test_columns_that_are_not_used_say_why(heading: str, why: str) -> None:
    [_, column] = columns(f"Name;{heading}\nAna Ruiz;x7\nBen Cohen;q9\n")
    assert (column.meaning, column.is_never_kept) == (Meaning.UNUSED, why == "never kept")
    assert why in column.why


@pytest.mark.parametrize(
    ("values", "meaning", "why"),
    [
        (["ana@kids.example", "ben@kids.example"], Meaning.UNUSED, "never kept"),
        (["2017-03-04", "2017-05-06"], Meaning.UNUSED, "birth date"),
        (["(555) 123-4567", "555 123 4568"], Meaning.UNUSED, "families"),
        (["Y", "N"], Meaning.UNUSED, ""),
        (["2", "3"], Meaning.GRADE, ""),
        (["10293", "88127"], Meaning.NUMBER, ""),
        (["10293", "10293"], Meaning.UNUSED, ""),
    ],
)
def test_columns_without_headings_are_understood_by_their_values(values: list[str], meaning: Meaning, why: str) -> None:
    [name, column] = columns(f"Ana Ruiz\t{values[0]}\nBen Cohen\t{values[1]}\n")
    assert (name.meaning, column.meaning) == (Meaning.FULL, meaning)
    assert why in column.why


def test_a_column_that_is_left_out_has_a_reason_and_no_sample() -> None:
    book = read_paste("Name;ELL;Email\nAna Ruiz;Y;ana@kids.example\nBen Cohen;N;ben@kids.example\n")
    shown = found(book).columns
    assert [column.sample for column in shown] == ["Ana Ruiz", "", ""]
    assert "under Considerations" in shown[1].why
    assert "never kept" in shown[2].why
    # Confidential columns wait for the teacher's decision; columns that are never stored are emptied. An at sign says
    # that an address stood there.
    assert [row.cells for row in book.tables[0].rows[1:]] == [("Ana Ruiz", "Y", "@"), ("Ben Cohen", "N", "@")]


def test_first_and_last_names_are_read_next_to_the_whole_name() -> None:
    assert meanings("Name;First Name\nAna Ruiz;Ana\nBen Cohen;Ben\n") == [Meaning.FULL, Meaning.UNUSED]
    assert meanings("Name;First Name;Last Name\nx;Ana;Ruiz\n") == [Meaning.UNUSED, Meaning.FIRST, Meaning.LAST]


def test_the_classes_of_a_whole_school_are_parts() -> None:
    rows = [["Name", "Homeroom"], ["Ana Ruiz", "12"], ["Ben Cohen", "14"], ["Cleo Adams", "12"]]
    book = read(as_text(rows).encode())
    [table] = book.tables
    assert [(part.title, part.size) for part in found(book).parts] == [("Homeroom: 12", 2), ("Homeroom: 14", 1)]
    assert table.whole
    assert [child.name.full for child in found(book, part="Homeroom: 12").children] == ["Ana Ruiz", "Cleo Adams"]
    assert len(found(book).children) == 3


# Children


def test_grades_and_numbers_are_read_for_each_child() -> None:
    rows = [
        ["ID", "Last, First", "Grade"],
        ["00123", "Ruiz, Ana", "KG"],
        ["=1+1", "Cohen, Ben", "2nd"],
        ["", "Li", "12"],
    ]
    assert [(c.source_id, c.name.full, c.band) for c in found(read(as_text(rows).encode())).children] == [
        ("00123", "Ana Ruiz", "K-1"),
        ("=1+1", "Ben Cohen", "2-3"),
        ("", "Li", ""),
    ]


def test_unreadable_lines_are_named_with_their_number() -> None:
    rows = [["ID", "Name"], ["1001", "Ana Ruiz"], ["1002", "..."], ["1003", ""], ["1004", "x" * 121], ["1005", "12345"]]
    rows += [["1001", "Ana Ruiz"], ["k" * 121, "Ben Cohen"]]
    assert [(other.line, other.why) for other in found(read(as_text(rows).encode())).others] == [
        (3, "There is no name here."),
        (4, "There is no name here."),
        (5, "A name has at most 120 letters."),
        (6, "This is a number, not a name."),
        (7, "The same child as in line 2."),
        (8, "A student number has at most 120 letters."),
    ]


def test_the_teacher_may_change_the_meaning_of_columns() -> None:
    [table] = read_paste("Ana\tRuiz\nBen\tCohen\n").tables
    for chosen, expected in (
        ((Meaning.LAST, Meaning.FIRST), ["Ruiz Ana", "Cohen Ben"]),
        ((Meaning.FULL, Meaning.UNUSED), ["Ana", "Ben"]),
        ((Meaning.UNUSED, Meaning.UNUSED), []),
    ):
        reading = understand(table, Layout(chosen))
        assert [child.name.full for child in reading.children] == expected
        assert len(reading.children) + len(reading.others) == 2


def test_a_list_has_at_most_two_thousand_rows() -> None:
    rows = [["Name"], *([f"Ana Last{i}"] for i in range(MOST_ROWS))]
    assert len(names(as_text(rows).encode())) == MOST_ROWS
    rows.append(["Ben Cohen"])
    with pytest.raises(Unreadable, match=r"^There are 2,001 rows in this list, and 2,000 is the most\.$"):
        read(as_text(rows).encode())


def test_a_book_comes_back_as_it_was() -> None:
    book = read(b"Room 12;;\nStudent;Homeroom;ELL\nRuiz, Ana;12;Y\nCohen, Ben;14;\nTotal;2;\n")
    assert kept(book) == book
