"""Makes roster files of invented children, as the programs of schools write them."""

import csv
import io
import json
import struct
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


def old_excel(title: str, rows: Rows) -> bytes:
    """A workbook of Excel 97 (.xls), byte by byte: no library writes them any more."""
    cells = b"".join(
        _record(0x0203, struct.pack("<HHHd", place, column, 0, value))
        if isinstance(value, int | float)
        else _record(0x0204, struct.pack("<HHHHB", place, column, 0, len(value), 1) + value.encode("utf-16-le"))
        for place, row in enumerate(rows)
        for column, value in enumerate(row)
        if value is not None
    )
    size = _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    sheet = _begin(0x10) + size + cells + _record(0x000A)
    name = title.encode("ascii")

    def globals_of(offset: int) -> bytes:
        bound = _record(0x0085, struct.pack("<IBBBB", offset, 0, 0, len(name), 0) + name)
        return _begin(0x05) + bound + _record(0x000A)

    stream = globals_of(len(globals_of(0))) + sheet
    return _compound(stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0"))


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0x0600))


def _compound(stream: bytes) -> bytes:
    """A compound file with one stream: its sectors, then the directory, then the table of sectors."""
    count, end, free = len(stream) // 512, 0xFFFFFFFE, 0xFFFFFFFF
    table = [*range(1, count), end, end, 0xFFFFFFFD]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, 1, count, 0, 4096, end, 0, end, 0)
    head += struct.pack("<109I", count + 1, *[free] * 108)

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        raw = f"{name}\0".encode("utf-16-le") if name else b""
        links = struct.pack("<HBBIII", len(raw), kind, 1, free, free, child)
        return raw.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)

    directory = entry("Root Entry", 5, 1, end, 0) + entry("Workbook", 2, free, 0, len(stream))
    directory += 2 * entry("", 0, free, 0, 0)
    return head + stream + directory + struct.pack("<128I", *table, *[free] * (128 - len(table)))
