"""What is doubtful in a list is asked about, not taken; what is a child's name stays one."""

import pytest

from classroom.roster_files import read_paste
from classroom.roster_files.capitals import usual
from tests.classroom.roster_files.test_kinds import reading_of, said, sure


def asked(data: str) -> dict[str, tuple[str, ...]]:
    return {child.name.full: child.questions for child in reading_of(data).children if not child.is_sure}


@pytest.mark.parametrize(
    ("text", "name", "question"),
    [
        ('Name,Grade\n"Berg, Ida,2\nJon Dahl,2\nKim Elo,2\n', '"Berg', "Is this a child’s name?"),
        ("Ida Berg - 2nd grade\nJon Dahl\n", "Ida Berg", "“2nd grade” stood beside the name and was left out."),
        ("<li>Ida Berg</li>\n<li>Jon Dahl</li>\n", "<li>Ida Berg</li>", "Is this a child’s name?"),
        ("Ida,Kim,Noa\nJon,Lea,Max\n", "Ida Kim", "Another column holds names, too. Is this one child?"),
        ("Save in tab 1.\nIda Berg\n", "Save in tab 1.", "Is “1” a part of the name?"),
    ],
)
def test_what_may_be_no_name_is_asked_about(text: str, name: str, question: str) -> None:
    [found] = asked(text)[name]
    assert found.startswith(question)


def test_columns_that_the_teacher_chose_are_not_asked_about() -> None:
    text = "Name,Other,More\nIda Berg,Kim Elo,Noa Fox\nJon Dahl,Lea Gil,Max Hay\n"
    assert said(text, "Another column may hold names")
    assert asked(text) == {}


@pytest.mark.parametrize(
    "name",
    ["Ana Guadalupe del Carmen Ruiz y Mora de la Vega", "Smith - Jones Ida", "Abdul Rahman bin Ali al Hashimi"],
)
def test_a_long_name_is_a_name(name: str) -> None:
    assert sure(f"Name,Grade\n{name},2\n") == [name]


def test_entities_that_were_pasted_are_read() -> None:
    assert sure("Jos&eacute; Berg\nSean O&#39;Dahl\n") == ["José Berg", "Sean O'Dahl"]
    assert sure("Jos&eacute; Berg; Kim&nbsp;Elo; Ida Dahl") == ["José Berg", "Kim Elo", "Ida Dahl"]


def test_lines_of_dates_and_points_are_no_children() -> None:
    text = "Last Name,First Name,Email Address,Essay\nDate,,,2026-09-01\nPoints,,,10\nBerg,Ida,,9\nDahl,Jon,,8\n"
    assert sure(text) == ["Ida Berg", "Jon Dahl"]
    assert [other.text for other in reading_of(text).others] == ["Date · 2026-09-01", "Points · 10"]


@pytest.mark.parametrize(
    "text",
    [
        "Name\tTitle\nIda Berg\tStudent\nTove Ash\tTeacher\n",
        "Name,Enr\nIda Berg,Enrolled\nTove Ash,Withdrawn\n",
        "Ida Berg,Active,2\nTove Ash,Inactive,2\n",
    ],
)
def test_roles_and_status_are_known_by_their_words_alone(text: str) -> None:
    assert sure(text) == ["Ida Berg"]
    assert [child.name.full for child in reading_of(text).children if child.aside] == ["Tove Ash"]


def test_circled_numbers_are_looked_over() -> None:
    assert not read_paste("① Ida Berg\n② Jon Dahl\n").plain
    assert sure("① Ida Berg\n② Jon Dahl\n") == ["Ida Berg", "Jon Dahl"]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Marie DUPONT", "Marie Dupont"),
        ("Ana DE LA CRUZ", "Ana de la Cruz"),
        ("AJ RUIZ", "AJ Ruiz"),
        ("T.J. PARK", "T.J. Park"),
        ("Ana McDonald", "Ana McDonald"),
        ("DJ Lee", "DJ Lee"),
    ],
)
def test_capitals_of_a_part_of_the_name_are_written_the_usual_way(name: str, written: str) -> None:
    assert usual(name) == written


def test_capitals_of_family_names_are_offered() -> None:
    assert reading_of('Nom et prénom\n"DUPONT, Marie"\n"MARTIN, Luc"\n').has_capitals
    assert not reading_of('Nom et prénom\n"Dupont, Marie"\n"Martin, Luc"\n').has_capitals


def test_spoiled_numbers_are_counted_in_words() -> None:
    assert said("ID,Name\n2.00871E+11,Ida Berg\n", "spoiled 1 student number (")
    assert said("ID,Name\n2008710000000000,Ida Berg\n2008710000000001,Jon Dahl\n", "2 student numbers")
