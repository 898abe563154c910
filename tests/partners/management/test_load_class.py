"""manage.py load_class: an error is one line of text, and nothing is changed."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from classroom.models import AuditEvent, Classroom, User
from partners import demo

STUDENTS = [{"id": "s1", "name": "Ana"}, {"id": "s2", "name": "Ben"}]
GOOD: dict[str, Any] = {"format": "partners.class/1", "students": STUDENTS}


def load(path: Path, teacher: str) -> str:
    said = io.StringIO()
    call_command("load_class", path, teacher=teacher, stdout=said)
    return said.getvalue()


def test_the_command_says_where_the_class_is(owner: User) -> None:
    assert load(demo.FILE, owner.email.upper()) == "Room 12: 27 children. It is on Ms. Okafor's Home.\n"
    assert Classroom.objects.get().memberships.get().user == owner


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"format": "partners.class/1",\n "students": [}', ["broken JSON", "line 2"]),
        (json.dumps({**GOOD, "mood": "sunny"}), ["unknown key", '"mood"']),
        (json.dumps({"students": STUDENTS}), ["format is missing"]),
        (json.dumps({**GOOD, "students": [*STUDENTS, {"id": "s3"}]}), ["student 3", '"s3"', "name is missing"]),
        (json.dumps({**GOOD, "students": [*STUDENTS, {"id": "s1", "name": "Ana"}]}), ['"s1"', "twice"]),
        (json.dumps({**GOOD, "students": [{"id": "s1", "name": "Ana", "voice": "loud"}]}), ['"s1"', "voice", '"loud"']),
        (json.dumps({**GOOD, "notes": [{"student": "s9"}]}), ["notes", '"s9"', "not in the class"]),
        (json.dumps({**GOOD, "students": [{"id": "s1", "name": "!"}]}), ["s1", "There is no name here."]),
        (json.dumps({**GOOD, "grade_band": "9-12"}), ["grade_band", '"9-12"']),
        (json.dumps({**GOOD, "students": [{"id": "s1", "name": "x" * 121}]}), ["s1", "at most 120 letters"]),
        (json.dumps({**GOOD, "students": [{"id": "s" * 121, "name": "Ana"}]}), ["id"]),
        (json.dumps({**GOOD, "name": "x" * 81}), ["name"]),
    ],
)  # fmt: skip
def test_a_bad_file_is_refused_as_a_whole(text: str, words: list[str], tmp_path: Path, owner: User) -> None:
    path = tmp_path / "room.json"
    path.write_text(text)
    with pytest.raises(CommandError) as refused:
        load(path, owner.email)
    message = str(refused.value)
    assert [word for word in ("room.json: ", *words) if word not in message] == []
    assert "\n" not in message
    assert refused.value.returncode == 2
    assert not Classroom.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_file_that_is_not_text_is_refused(tmp_path: Path, owner: User) -> None:
    path = tmp_path / "room.json"
    path.write_bytes(b'{"format": "\xff"}')
    with pytest.raises(CommandError, match="not UTF-8: byte 13"):
        load(path, owner.email)


def test_a_missing_file_is_refused(tmp_path: Path, owner: User) -> None:
    with pytest.raises(CommandError, match="No such file"):
        load(tmp_path / "none.json", owner.email)


def test_an_unknown_teacher_is_refused(owner: User) -> None:
    with pytest.raises(CommandError, match=r"^Nobody with the e-mail nobody@school\.example is here\.$"):
        load(demo.FILE, "nobody@school.example")


def test_a_person_who_may_not_make_classes_is_refused(account_manager: User) -> None:
    with pytest.raises(CommandError, match="Only teachers make classes"):
        load(demo.FILE, account_manager.email)
