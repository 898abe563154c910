"""Typed contents: stored contents are read version by version, and unknown ones are refused."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.state import ProjectState

from classroom import crypto
from classroom.content import Content, UnreadableContent
from classroom.fields import EncryptedJSONField
from classroom.models import Classroom, RosterDraft, Student
from classroom.roster_files import understand
from partners.models import CheckIn, CheckInContent, HelpGiven, Partnership
from tests.cast import NOW, TODAY, looking_over, store_json

WOMBAT = "a wombat"


@dataclass(frozen=True, kw_only=True)
class Animal(Content):
    """A content whose version 2 calls `kind` what version 1 called `sort`."""

    VERSION: ClassVar[int] = 2
    kind: str
    legs: int = 4
    seen_on: dt.date | None = None
    names: tuple[str, ...] = ()

    @classmethod
    def upgraded(cls, values: dict[str, Any], version: int) -> dict[str, Any]:
        return values if version == 2 else {"kind" if key == "sort" else key: value for key, value in values.items()}


def test_content_comes_back_as_it_was() -> None:
    animal = Animal(kind=WOMBAT, legs=3, seen_on=TODAY, names=("Bo", "李 🦔"))
    stored = json.loads(json.dumps(animal.to_json()))
    assert stored == {"v": 2, "kind": WOMBAT, "legs": 3, "seen_on": "2026-01-12", "names": ["Bo", "李 🦔"]}
    assert Animal.from_json(stored) == animal


def test_a_default_is_left_out_and_comes_back() -> None:
    assert Animal(kind=WOMBAT).to_json() == {"v": 2, "kind": WOMBAT}
    assert Animal.from_json({"v": 2, "kind": WOMBAT}) == Animal(kind=WOMBAT)


def test_an_older_version_is_read() -> None:
    assert Animal.from_json({"v": 1, "sort": WOMBAT}) == Animal(kind=WOMBAT)
    assert Animal.from_json({"kind": WOMBAT, "legs": 2}) == Animal(kind=WOMBAT, legs=2)


@pytest.mark.parametrize("version", [3, -1, "2", None, 1.0])
def test_an_unknown_version_is_refused(version: Any) -> None:
    with pytest.raises(UnreadableContent, match="reads up to 2"):
        Animal.from_json({"v": version, "kind": WOMBAT})


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"kind": None},
        {"kind": 7},
        {"kind": WOMBAT, "legs": "four"},
        {"kind": WOMBAT, "legs": True},
        {"kind": WOMBAT, "seen_on": "yesterday"},
        {"kind": WOMBAT, "names": [1]},
        {"kind": WOMBAT, "wings": 2},
    ],
)
def test_content_of_another_shape_is_refused_without_showing_it(values: dict[str, Any]) -> None:
    with pytest.raises(UnreadableContent) as caught:
        Animal.from_json({"v": 2, **values})
    assert str(caught.value) == "Animal has not the shape of version 2."
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_json_that_is_no_object_is_refused() -> None:
    with pytest.raises(UnreadableContent, match="Animal is not a JSON object"):
        Animal.from_json([WOMBAT])


# In the database


@pytest.fixture
def check_ins(partnership: Partnership, ana: Student) -> list[CheckIn]:
    return [
        CheckIn.objects.create(student=ana, partnership=partnership, at=NOW, content=CheckInContent(face=face))
        for face in ("good", "hard")
    ]


def test_a_row_of_an_unknown_version_is_an_error_for_that_row_alone(check_ins: list[CheckIn]) -> None:
    unknown, _ = check_ins
    store_json(unknown, "content", {"v": 99, "face": WOMBAT})
    first, second = CheckIn.objects.order_by("pk")
    assert second.content.face == "hard"
    with pytest.raises(UnreadableContent, match=r"partners\.checkin\.content: CheckInContent has version 99") as caught:
        _ = first.content
    assert WOMBAT not in str(caught.value)


def test_unreadable_content_is_saved_unchanged(check_ins: list[CheckIn], ben: Student) -> None:
    unknown, _ = check_ins
    store_json(unknown, "content", {"v": 99, "face": WOMBAT})
    row = CheckIn.objects.get(pk=unknown.pk)
    row.student = ben
    row.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT content, student_id FROM partners_checkin WHERE id = %s", [unknown.pk])
        token, student = cursor.fetchone()
    assert student == ben.pk
    words = crypto.decrypt(token, label="partners.checkin.content", keys=settings.NOTES_KEYS)
    assert json.loads(words) == {"v": 99, "face": WOMBAT}


def test_rows_from_before_versions_are_read(check_ins: list[CheckIn]) -> None:
    old, _ = check_ins
    step = {"step": "try", "at": "2026-01-12T14:00:00+00:00", "again_on": "2026-01-12"}
    words = {"face": "hard", "help": ["turns"], "words": "", "asks": True, "done_at": None, "steps": [step]}
    store_json(old, "content", words)
    given = HelpGiven(step="try", at=NOW, again_on=TODAY)
    assert CheckIn.objects.get(pk=old.pk).content == CheckInContent(
        face="hard", help=("turns",), asks=True, steps=(given,)
    )


def test_migrations_see_a_plain_json_column() -> None:
    """Otherwise every new shape would need a migration, and an old migration would import a class that has moved."""
    state = ProjectState.from_apps(apps)
    field = state.models["partners", "checkin"].get_field("content")
    _, path, args, kwargs = field.deconstruct()
    assert (path, args) == ("classroom.fields.EncryptedJSONField", [])
    assert kwargs == {"label": "partners.checkin.content", "step": 1024}
    assert type(field) is EncryptedJSONField


def test_a_column_accepts_only_its_own_content(partnership: Partnership, ana: Student) -> None:
    with pytest.raises(TypeError, match=r"partners\.checkin\.content takes a CheckInContent"):
        CheckIn.objects.create(
            student=ana,
            partnership=partnership,
            at=NOW,
            content={"face": "good"},  # type: ignore[misc]
        )


def test_a_roster_draft_from_before_versions_is_read(classroom: Classroom) -> None:
    draft = looking_over(classroom, "Student;Homeroom\nRuiz, Ana;12\nCohen, Ben;14\n")
    column = {"why": "", "sample": ""}
    table = {
        "title": "List",
        "columns": [
            {"heading": "Student", "kind": "name", **column},
            {"heading": "Homeroom", "kind": "group", **column},
        ],
        "lines": [[2, ["Ruiz, Ana", "12"]], [3, ["Cohen, Ben", "14"]]],
        "skipped": [{"number": 1, "text": "Room 12", "why": "Stands above the list."}],
        "parts": [{"title": "Homeroom: 12", "places": [0]}, {"title": "Homeroom: 14", "places": [1]}],
        "whole": True,
        "headed": True,
    }
    before = {
        "book": {"tables": [table], "notes": []},
        "table": 0,
        "part": 1,
        "kinds": ["name", "left_out"],
        "classroom": classroom.pk,
        "by": draft.by_id,
    }
    store_json(draft, "content", before)
    content = RosterDraft.objects.get().open()
    [layout] = content.layouts
    assert (layout.columns, layout.headings) == (("full", "unused"), 1)
    reading = understand(content.book.tables[0], layout)
    assert [(child.line, child.name.full) for child in reading.children] == [(2, "Ana Ruiz"), (3, "Ben Cohen")]
    assert reading.headings == ("Student", "Homeroom")
