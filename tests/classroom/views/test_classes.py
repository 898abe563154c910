"""A class: made, shown and changed. Children are added, renamed, marked as left, and come back; cards are voided."""

from string import ascii_uppercase as LETTERS  # noqa: N812

import pytest

from classroom.actions import roster, sign_in_cards
from classroom.models import AuditEvent, Card, Classroom, SignInWindow, Student, User
from classroom.names import Name
from tests.addresses import url
from tests.cast import NOW, TODAY, child, open_window, page, sign_in, token_of

NAMES = "Ana Ribeiro\nCohen, Ben\r\n\n  \nO’Neill, Zoë-Mae\n李小龙\nمحمد علي\nT.J. Park\n"


def test_a_class_is_made_by_pasting_names(owner: User) -> None:
    teacher = sign_in(owner)
    answer = teacher.post(
        url("classroom:class_new"), {"name": "Room 3", "grade_band": "2-3", "children": NAMES}, follow=True
    )
    classroom = Classroom.objects.get()
    assert answer.redirect_chain == [(url("classroom:class", classroom.key), 302)]
    html = page(answer)
    assert "Room 3" in html
    assert [s.name for s in classroom.students.order_by("pk")] == [
        "Ana Ribeiro",
        "Ben Cohen",
        "Zoë-Mae O’Neill",
        "李小龙",
        "محمد علي",
        "T.J. Park",
    ]
    assert [s.name for s in classroom.students.all() if s.called not in html] == []


def test_a_class_may_start_empty(owner: User) -> None:
    teacher = sign_in(owner)
    teacher.post(url("classroom:class_new"), {"name": "Room 3", "grade_band": "2-3", "children": ""})
    assert "No children yet." in page(teacher.get(url("classroom:class", Classroom.objects.get().key)))


def test_the_name_of_a_class_must_be_visible(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    for address in (url("classroom:class_new"), url("classroom:class_change", classroom.key)):
        html = page(teacher.post(address, {"name": "\u200f\u3164", "grade_band": "2-3"}))
        assert "This field is required." in html
    assert [room.name for room in Classroom.objects.all()] == ["Room 12"]
    teacher.post(
        url("classroom:class_change", classroom.key), {"name": "\u202eRoom\u200b 7\u200f", "grade_band": "2-3"}
    )
    classroom.refresh_from_db()
    assert classroom.name == "Room 7"


def test_a_class_is_made_with_at_most_two_hundred_names(owner: User) -> None:
    names = "\n".join(f"Ana {one}{two}" for one in LETTERS[:20] for two in LETTERS.lower()[:10])
    sign_in(owner).post(url("classroom:class_new"), {"name": "All", "grade_band": "2-3", "children": names})
    assert Student.objects.count() == 200


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"children": "Ana\n" + "x" * 121}, "Line 2: A name has at most 120 letters."),
        ({"children": f"Ana\n{'x' * 121}\n\nBen\n{'y' * 121}"}, "Line 2: A name has at most 120 letters."),
        ({"children": f"Ana\n{'x' * 121}\n\nBen\n{'y' * 121}"}, "Line 5: A name has at most 120 letters."),
        ({"children": "\n".join(["Ana Soto"] * 201)}, "A class has at most 200 children. There are 201 names here."),
        ({"children": "x" * 40_001}, "at most 40000 characters"),
        ({"name": ""}, "This field is required."),
        ({"name": "x" * 81}, "at most 80 characters"),
        ({"grade_band": "9-12"}, "Select a valid choice."),
    ],
)
def test_an_invalid_form_says_why_and_keeps_the_typed_values(change: dict[str, str], message: str, owner: User) -> None:
    sent = {"name": "Room 3", "grade_band": "2-3", "children": "Ana Ribeiro", **change}
    html = page(sign_in(owner).post(url("classroom:class_new"), sent))
    assert message in html
    assert sent["children"] in html.replace("\r\n", "\n")
    assert f'value="{sent["name"]}"' in html or not sent["name"]
    assert not Classroom.objects.exists()


def test_a_person_who_may_not_make_classes_gets_a_message(account_manager: User) -> None:
    sent = {"name": "Room 3", "grade_band": "2-3", "children": "Ana Ribeiro"}
    html = page(sign_in(account_manager).post(url("classroom:class_new"), sent))
    assert "Only teachers make classes." in html
    assert "Ana Ribeiro" in html
    assert not Classroom.objects.exists()


def test_children_are_added(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    answer = teacher.post(url("classroom:students_add", classroom.key), {"children": "Soto, Ana\nNoa New"}, follow=True)
    assert "Ana S. and Noa joined the class." in page(answer)
    assert child(classroom, "Ana R.").name == "Ana Ribeiro"
    answer = teacher.post(url("classroom:students_add", classroom.key), {"children": "A\nB\nC\nD\nE"}, follow=True)
    assert "5 children joined the class." in page(answer)


def test_added_names_that_cannot_be_read_come_back(classroom: Classroom, owner: User) -> None:
    typed = f"Noa New\n{'x' * 121}\nMia More"
    answer = sign_in(owner).post(url("classroom:students_add", classroom.key), {"children": typed})
    html = page(answer, status=422)
    assert "Line 2: A name has at most 120 letters." in html
    assert typed in html
    assert classroom.students.count() == 6


def test_too_many_children_are_refused_and_come_back(classroom: Classroom, owner: User) -> None:
    names = "\n".join(f"Noa {one}{two}" for one in LETTERS[:15] for two in LETTERS.lower()[:13])
    html = page(sign_in(owner).post(url("classroom:students_add", classroom.key), {"children": names}), status=422)
    assert "A class has at most 200 children. These would make it 201." in html
    assert "Noa Om" in html
    assert classroom.students.count() == 6


def test_a_child_is_renamed(classroom: Classroom, owner: User, ana: Student) -> None:
    teacher = sign_in(owner)
    address = url("classroom:student", classroom.key, ana.key)
    assert 'value="Ana Ribeiro"' in page(teacher.get(address))
    answer = teacher.post(address, {"name": "Ribeiro, Anaïs"}, follow=True)
    assert answer.redirect_chain == [(url("classroom:class", classroom.key), 302)]
    assert "Anaïs Ribeiro it is. Everyone sees “Anaïs”." in page(answer)


def test_a_child_gets_another_short_name(classroom: Classroom, owner: User, ana: Student) -> None:
    teacher = sign_in(owner)
    address = url("classroom:student", classroom.key, ana.key)
    answer = teacher.post(address, {"name": "Ana Ribeiro", "goes_by": " Annie ", "grade_band": "4-5"}, follow=True)
    assert "Ana Ribeiro it is. Everyone sees “Annie”." in page(answer)
    html = page(teacher.get(address))
    assert 'value="Annie"' in html
    assert '<option value="4-5" selected>' in html
    assert "As the class: Grades 2 and 3" in html


@pytest.mark.parametrize(
    ("goes_by", "message"),
    [
        ("Ben", "Ben Cohen is called “Ben” here. Choose another name, so that nobody mixes them up."),
        ("...", "There is no name here."),
        ("x" * 61, "at most 60"),
    ],
)
def test_a_refused_short_name_comes_back(
    goes_by: str, message: str, classroom: Classroom, owner: User, ana: Student
) -> None:
    sent = {"name": "Ana Ribeira", "goes_by": goes_by, "grade_band": ""}
    html = page(sign_in(owner).post(url("classroom:student", classroom.key, ana.key), sent))
    assert message in html
    assert f'value="{goes_by}"' in html
    assert 'value="Ana Ribeira"' in html
    ana.refresh_from_db()
    assert (ana.name, ana.goes_by) == ("Ana Ribeiro", "")


@pytest.mark.parametrize(
    ("name", "message"),
    [("...", "There is no name here."), ("", "This field is required."), ("x" * 121, "at most 120")],
)
def test_an_invalid_name_comes_back(name: str, message: str, classroom: Classroom, owner: User, ana: Student) -> None:
    html = page(sign_in(owner).post(url("classroom:student", classroom.key, ana.key), {"name": name}))
    assert message in html
    assert f'value="{name}"' in html or not name
    ana.refresh_from_db()
    assert ana.name == "Ana Ribeiro"


def test_lines_that_are_more_than_names_are_looked_over(classroom: Classroom, owner: User) -> None:
    typed = "Noa New\n...\nMia More"
    answer = sign_in(owner).post(url("classroom:students_add", classroom.key), {"children": typed}, follow=True)
    html = page(answer)
    assert "Nothing is saved yet. 2 children, 1 line that is no child." in html
    assert "There is no name here." in html
    assert classroom.students.count() == 6


def test_a_name_with_a_script_in_it_is_a_name(classroom: Classroom, owner: User) -> None:
    name = Name(full="<script>alert(1)</script> O'Hara", first="<script>alert(1)</script>")
    roster.add_students(classroom=classroom, names=[name], by=owner, now=NOW)
    raw = sign_in(owner).get(url("classroom:class", classroom.key)).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in raw
    assert "<script>alert" not in raw


def test_a_child_of_another_class_is_not_found_under_this_one(
    classroom: Classroom, other_classroom: Classroom, owner: User, gus: Student
) -> None:
    teacher = sign_in(owner)
    for address in ("", "back/", "card/void/", "left/"):
        assert teacher.post(f"/c/{classroom.key}/children/{gus.key}/{address}").status_code == 404
    assert teacher.get(url("classroom:student", other_classroom.key, gus.key)).status_code == 404


def test_children_who_left_are_listed_apart_and_can_come_back(classroom: Classroom, owner: User, ana: Student) -> None:
    roster.mark_left(student=ana, by=owner, now=NOW)
    teacher = sign_in(owner)
    html = page(teacher.get(url("classroom:class", classroom.key)))
    assert "5 children" in html
    assert "Left the class" in html
    answer = teacher.post(url("classroom:student_back", classroom.key, ana.key), follow=True)
    assert "Ana is in the class again." in page(answer)
    assert child(classroom, "Ana").left_on is None
    again = teacher.post(url("classroom:student_back", classroom.key, ana.key), follow=True)
    assert "Ana is in the class." in page(again)


def test_the_name_and_grade_of_a_class_are_changed(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    address = url("classroom:class_change", classroom.key)
    assert teacher.post(address, {"name": "Room 13", "grade_band": "4-5"})["Location"] == url(
        "classroom:class", classroom.key
    )
    classroom.refresh_from_db()
    assert (classroom.name, classroom.grade_band) == ("Room 13", "4-5")
    assert AuditEvent.objects.filter(verb="class_changed", by=owner).count() == 1
    html = page(teacher.post(address, {"name": "", "grade_band": "4-5"}))
    assert "This field is required." in html
    # The page still shows the class as it is stored.
    assert "Room 13" in html


# Cards and letting in


def test_cards_are_shown_by_a_post_only(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    assert "6 cards, eight a page." in page(teacher.get(url("classroom:cards", classroom.key)))
    assert not Card.objects.exists()
    html = page(teacher.post(url("classroom:cards", classroom.key)))
    assert html.count('class="sign-card"') == 6
    assert AuditEvent.objects.filter(verb="cards_printed", by=owner).count() == 1


def test_a_class_without_children_has_no_cards(owner: User) -> None:
    teacher = sign_in(owner)
    teacher.post(url("classroom:class_new"), {"name": "Room 3", "grade_band": "2-3", "children": ""})
    key = Classroom.objects.get().key
    for answer in (teacher.get(url("classroom:cards", key)), teacher.post(url("classroom:cards", key))):
        assert "No children yet." in page(answer)


def test_cards_are_voided(classroom: Classroom, owner: User, ana: Student) -> None:
    teacher = sign_in(owner)
    sign_in_cards.cards_for(classroom=classroom, by=owner, now=NOW)
    answer = teacher.post(url("classroom:card_void", classroom.key, ana.key), follow=True)
    assert "The card of Ana no longer works. The next print has a new one." in page(answer)
    assert Card.objects.filter(voided_at=None).count() == 5
    answer = teacher.post(url("classroom:cards_void", classroom.key), follow=True)
    assert "No printed card of this class works any more." in page(answer)
    assert Card.objects.filter(voided_at=None).count() == 0
    token_of(ana)
    assert Card.objects.filter(voided_at=None).count() == 6


@pytest.mark.parametrize(
    "sent", [{}, {"number": "12", "student": "x"}, {"number": "abcd", "student": "x"}, {"number": "1234"}]
)
def test_an_invalid_number_lets_nobody_in(sent: dict[str, str], classroom: Classroom, owner: User) -> None:
    open_window(classroom)
    answer = sign_in(owner).post(url("classroom:let_in", classroom.key), sent, follow=True)
    assert "Choose a number and a child." in page(answer)


def test_letting_in_needs_a_window_and_a_waiting_device(classroom: Classroom, owner: User, gus: Student) -> None:
    teacher = sign_in(owner)
    assert "The sign-in window is closed." in page(teacher.get(url("classroom:let_in", classroom.key)))
    open_window(classroom)
    assert "No screen is waiting." in page(teacher.get(url("classroom:let_in", classroom.key)))
    sent = {"number": "1234", "student": gus.key}
    assert teacher.post(url("classroom:let_in", classroom.key), sent).status_code == 404
    assert SignInWindow.objects.count() == 1
    assert classroom.today(NOW) == TODAY
