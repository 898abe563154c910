"""Makes roster files of invented children, as the programs of schools write them."""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import openpyxl

from classroom.models.roster_drafts import RosterDraftContent
from classroom.roster_files import Book

Rows = Sequence[Sequence[Any]]


def kept(book: Book) -> Book:
    """The book after it was stored in a draft and read again."""
    content = RosterDraftContent(classroom=1, by=1, book=book, table=0, layouts=())
    return RosterDraftContent.from_json(json.loads(json.dumps(content.to_json()))).book


def as_text(rows: Rows, delimiter: str = ",") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue()


def excel(*sheets: tuple[str, Rows], change: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def archive(files: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


# Two classes with Ana in both. Tess is a teacher.
USERS_1_1 = [
    [
        "sourcedId",
        "status",
        "enabledUser",
        "role",
        "username",
        "givenName",
        "familyName",
        "email",
        "grades",
        "password",
    ],
    ["u1", "", "true", "student", "ana.ruiz", "Ana", "Ruiz", "ana@kids.example", "02", "tiger12"],
    ["u2", "", "true", "student", "ben.cohen", "Ben", "Cohen", "ben@kids.example", "02", "lion34"],
    ["u3", "", "true", "student", "cleo.adams", "Cleo", "Adams", "", "03", "bear56"],
    ["u4", "tobedeleted", "true", "student", "dov", "Dov", "Katz", "", "03", ""],
    ["t1", "", "true", "teacher", "tess", "Tess", "Moore", "tess@school.example", "", ""],
]
CLASSES = [
    ["title", "sourcedId", "classCode", "classType"],
    ["Writing 2", "c1", "W2", "homeroom"],
    ["Art", "c2", "A-1", "scheduled"],
    ["Art", "c3", "A-2", "scheduled"],
]
ENROLLMENTS = [
    ["sourcedId", "role", "userSourcedId", "classSourcedId"],
    ["e1", "student", "u1", "c1"],
    ["e2", "student", "u2", "c1"],
    ["e3", "teacher", "t1", "c1"],
    ["e4", "student", "u1", "c2"],
    ["e5", "student", "u3", "c3"],
    ["e6", "student", "u4", "c3"],
]


def oneroster_1_1(**files: Rows | None) -> bytes:
    made: dict[str, Rows | None] = {"users": USERS_1_1, "classes": CLASSES, "enrollments": ENROLLMENTS, **files}
    return archive({f"{name}.csv": as_text(rows) for name, rows in made.items() if rows is not None})


def oneroster_1_2(**files: Rows | None) -> bytes:
    """A OneRoster 1.2 archive whose columns are in another order, with a file for roles, and all files in a folder."""
    users = [list(reversed(row[:3] + row[4:])) for row in USERS_1_1]
    roles = [["sourcedId", "userSourcedId", "roleType", "role"]]
    roles += [[f"r{i}", row[0], "primary", row[3]] for i, row in enumerate(USERS_1_1[1:])]
    made: dict[str, Rows | None] = {
        "users": users,
        "roles": roles,
        "classes": CLASSES,
        "enrollments": ENROLLMENTS,
        **files,
    }
    return archive({f"export/{name}.csv": as_text(rows) for name, rows in made.items() if rows is not None})


def class_file(*students: Mapping[str, Any], **more: Any) -> bytes:
    return json.dumps({"format": "partners.class/1", "students": list(students), **more}).encode()
