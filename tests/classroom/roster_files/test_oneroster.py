"""Reads OneRoster 1.1 and 1.2, and class files."""

import json
from typing import Any

import pytest

from classroom.roster_files import Unreadable, read
from tests.classroom.roster_files.making import (
    CLASSES,
    ENROLLMENTS,
    USERS_1_1,
    class_file,
    oneroster_1_1,
    oneroster_1_2,
)
from tests.classroom.roster_files.test_lists import found, names


@pytest.mark.parametrize("data", [oneroster_1_1(), oneroster_1_2()], ids=["1.1", "1.2"])
def test_the_children_of_each_class_are_read(data: bytes) -> None:
    book = read(data)
    assert not book.tables[0].whole
    classes = {
        part.title: [(c.source_id, c.name.full, c.band) for c in found(book, part=part.title).children if c.is_sure]
        for part in found(book).parts
    }
    assert classes == {
        "Art · A-1": [("u1", "Ana Ruiz", "2-3")],
        "Art · A-2": [("u3", "Cleo Adams", "2-3")],
        "Writing 2": [("u1", "Ana Ruiz", "2-3"), ("u2", "Ben Cohen", "2-3")],
    }


@pytest.mark.parametrize("data", [oneroster_1_1(), oneroster_1_2()], ids=["1.1", "1.2"])
def test_passwords_and_addresses_are_dropped(data: bytes) -> None:
    book = read(data)
    never = {column.heading for column in found(book).columns if column.is_never_kept}
    assert never == {"username", "email", "password"}
    assert not any(word in str(book) for word in ("tiger12", "kids.example", "ana.ruiz"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (oneroster_1_1(users=None), "has no users.csv"),
        (oneroster_1_1(classes=None), "has no classes.csv"),
        (oneroster_1_2(roles=None), "has no roles.csv"),
        (oneroster_1_1(users=[row[1:] for row in USERS_1_1]), "users.csv has no column sourcedId."),
        (oneroster_1_1(enrollments=[row[:3] for row in ENROLLMENTS]), "enrollments.csv has no column classSourcedId."),
        (oneroster_1_1(enrollments=ENROLLMENTS[:1]), "No child is enrolled in a class"),
        (oneroster_1_1(users=USERS_1_1[:1]), "has no roles.csv"),
        (oneroster_1_1(classes=[["title"]]), "classes.csv has no column sourcedId."),
    ],
)
def test_missing_columns_are_named(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert words in str(refused.value)


def test_the_data_of_a_whole_district_is_refused() -> None:
    users = [USERS_1_1[0], *([f"u{i}", "", "", "student", "", f"Ana{i}", "Ruiz", "", "", ""] for i in range(2001))]
    enrolled = [ENROLLMENTS[0], *([f"e{i}", "student", f"u{i}", "c1"] for i in range(2001))]
    with pytest.raises(Unreadable, match=r"^2,001 children are in this file, and 2,000 is the most\."):
        read(oneroster_1_1(users=users, enrollments=enrolled))


def test_a_class_without_children_is_not_offered() -> None:
    book = read(oneroster_1_1(classes=[*CLASSES, ["Empty", "c9", "E", "homeroom"]]))
    assert "Empty" not in [part.title for part in found(book).parts]


# Class files


def test_only_the_roster_of_a_class_file_is_read() -> None:
    students: list[dict[str, Any]] = [
        {"id": "s1", "name": "Ruiz, Ana", "english": "newcomer", "behaviour": "needs_model"},
        {"id": "s2", "name": "Ben Cohen"},
    ]
    book = read(class_file(*students, name="Room 12", notes=[{"student": "s1", "hard": [{"student": "s2"}]}]))
    assert [(c.line, c.source_id, c.name.full) for c in found(book).children] == [
        (1, "s1", "Ana Ruiz"),
        (2, "s2", "Ben Cohen"),
    ]
    assert book.tables[0].title == "Room 12"
    assert "newcomer" not in str(book)
    assert "needs_model" not in str(book)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b'{"format": "partners.class/1", "students": [', "This class file is broken."),
        (json.dumps({"format": "other/1", "students": []}).encode(), "no class file of Partners"),
        (b"[" * 100_000, "no class file of Partners"),
        (b'{"a":' * 100_000, "This class file is broken."),
        (class_file(), "There are no names in this list."),
        (b'[{"name": "Ana"}]', "no class file of Partners"),
    ],
)
def test_an_invalid_class_file_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data)
    assert words in str(refused.value)


def test_unreadable_children_of_a_class_file_are_reported() -> None:
    data = class_file({"id": "s1", "name": ["Ana"]}, {"id": 2, "name": "Ben"}, {"id": "s3"})
    assert names(data) == ["Ben"]
    assert [(other.line, other.why) for other in found(read(data)).others] == [
        (1, "There is no name here."),
        (3, "There is no name here."),
    ]
