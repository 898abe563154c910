"""Deleting on the pages: the page says what will be deleted, asks for the password, and deletes."""

import pytest

from classroom.actions import roster
from classroom.models import Classroom, Student, User
from partners.actions import legal_holds, safety_flags
from partners.models import Round
from tests.addresses import url
from tests.cast import NOW, PASSWORD, page, sign_in


@pytest.fixture
def left(classroom: Classroom, cleo: Student, owner: User) -> str:
    """The address of the page that deletes Cleo, who has left."""
    roster.mark_left(student=cleo, by=owner, now=NOW)
    return url("partners:student_delete", classroom.key, cleo.key)


def test_a_child_is_deleted_with_the_password(left: str, classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    html = page(teacher.get(left))
    assert [words for words in ("There is no way back.", "What goes", "What stays") if words not in html] == []
    assert "That is not your password." in page(teacher.post(left, {"password": "a wrong one"}))
    assert classroom.students.count() == 6
    html = page(teacher.post(left, {"password": PASSWORD}, follow=True))
    assert "Deleted for good." in html
    assert "Cleo" not in html
    assert classroom.students.count() == 5
    assert "deleted a child" in page(teacher.get(url("partners:record", classroom.key)))
    assert teacher.get(left).status_code == 404


def test_password_guesses_are_limited(left: str, owner: User) -> None:
    teacher = sign_in(owner)
    for _ in range(4):
        teacher.post(left, {"password": "a wrong one"})
    assert teacher.post(left, {"password": "a wrong one"}).status_code == 429
    assert teacher.post(left, {"password": PASSWORD}).status_code == 429


def test_a_child_must_be_marked_as_left_first(classroom: Classroom, ana: Student, owner: User) -> None:
    teacher, address = sign_in(owner), f"/c/{classroom.key}/children/{ana.key}"
    html = page(teacher.get(f"{address}/delete/"))
    assert f'href="{address}/left/"' in html
    assert 'name="password"' not in html
    html = page(teacher.post(f"{address}/delete/", {"password": PASSWORD}, follow=True))
    assert "Mark Ana as left first" in html
    assert classroom.students.count() == 6


def test_conflicts_are_named(
    left: str, classroom: Classroom, round: Round, ana: Student, ben: Student, owner: User
) -> None:
    teacher = sign_in(owner)
    legal_holds.hold(round=round, by=owner, now=NOW)
    for address in (left, url("partners:class_delete", classroom.key)):
        html = page(teacher.get(address))
        assert "Notes of this class are on hold" in html
        assert 'name="password"' not in html
        assert "Notes of this class are on hold" in page(teacher.post(address, {"password": PASSWORD}, follow=True))
    legal_holds.lift(round=round, by=owner, now=NOW)
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=round, now=NOW)
    assert "Under Notes something waits to be read first." in page(teacher.get(left))
    assert classroom.students.count() == 6


def test_only_the_owner_sees_links_to_deleting(left: str, classroom: Classroom, owner: User, co_teacher: User) -> None:
    of_child, of_class = left.removesuffix("delete/"), url("classroom:people", classroom.key)
    assert f'href="{of_child}"' in page(sign_in(owner).get(url("classroom:class", classroom.key)))
    for address, way in ((of_child, left), (of_class, url("partners:class_delete", classroom.key))):
        assert f'href="{way}"' in page(sign_in(owner).get(address))
        assert f'href="{way}"' not in page(sign_in(co_teacher).get(address))


def test_an_archived_class_is_deleted(classroom: Classroom, owner: User, co_teacher: User) -> None:
    teacher = sign_in(owner)
    teacher.post(url("classroom:class_archive", classroom.key))
    html = page(teacher.get(url("partners:class_delete", classroom.key)))
    assert "6 children" in html
    assert "Mr. Lindqvist" in html
    html = page(teacher.post(url("partners:class_delete", classroom.key), {"password": PASSWORD}, follow=True))
    assert "Room 12 is deleted for good." in html
    assert not Classroom.objects.exists()
    assert page(sign_in(co_teacher).get(url("classroom:class", classroom.key)), 404)
