"""Reads OneRoster 1.1 and 1.2, a zip of CSV files: its classes, with the children enrolled in each."""

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .shapes import LONGEST_CELL, MOST_ROWS, Line, Part, Sheet, Unreadable
from .text import decode

_USERS, _CLASSES, _ENROLLMENTS, _ROLES = "users.csv", "classes.csv", "enrollments.csv", "roles.csv"
# Columns of users.csv that may be taken, or that are shown only to say that they are left out.
_COLUMNS = (
    *(
        "givenName",
        "familyName",
        "preferredFirstName",
        "preferredGivenName",
        "preferredLastName",
        "preferredFamilyName",
    ),
    *("middleName", "sourcedId", "identifier", "grades", "username", "email", "sms", "phone", "password", "pronouns"),
)
_STUDENT = "student"
_GONE = "tobedeleted"


@dataclass(frozen=True)
class _Row:
    number: int
    values: Mapping[str, str]

    def get(self, heading: str) -> str:
        return self.values.get(heading.lower(), "")


def is_oneroster(archive: zipfile.ZipFile) -> bool:
    return _USERS in _files(archive) or _ENROLLMENTS in _files(archive)


def read_oneroster(archive: zipfile.ZipFile) -> Sheet:
    """The children as one sheet, with a part for each class. Raises Unreadable."""
    files = _files(archive)
    for needed in (_USERS, _CLASSES, _ENROLLMENTS):
        if needed not in files:
            raise Unreadable(f"This OneRoster file has no {needed}. Export users, classes and enrollments.")
    users = {row.get("sourcedId"): row for row in _rows(archive, files[_USERS], _USERS, "sourcedId")}
    students = _students(archive, files, users)
    enrolled = _enrolled(archive, files, students)
    titles = _titles(archive, files)
    taken = {user for members in enrolled.values() for user in members}
    children = [users[user] for user in users if user in taken]
    if not children:
        raise Unreadable("No child is enrolled in a class in this OneRoster file.")
    if len(children) > MOST_ROWS:
        raise Unreadable(
            f"{len(children):,} children are in this file, and {MOST_ROWS:,} is the most. Export your classes only."
        )
    place = {child.get("sourcedId"): number for number, child in enumerate(children)}
    parts = [
        Part(titles.get(key, "A class"), tuple(sorted(place[user] for user in members)))
        for key, members in enrolled.items()
    ]
    shown = [heading for heading in _COLUMNS if any(child.get(heading) for child in children)]
    lines = [Line(1, tuple(shown)), *(Line(child.number, tuple(child.get(h) for h in shown)) for child in children)]
    return Sheet("OneRoster", tuple(lines), tuple(sorted(parts, key=lambda part: part.title)), headed=True)


def _files(archive: zipfile.ZipFile) -> dict[str, str]:
    """The names in the archive by their last part in small letters, since some systems put the files into a folder."""
    return {name.rsplit("/", 1)[-1].lower(): name for name in archive.namelist()}


def _rows(archive: zipfile.ZipFile, name: str, called: str, *needed: str) -> Iterable[_Row]:
    """The rows of a file by their headings, in whatever order those are. Rows that are to be deleted are left out."""
    text, _ = decode(archive.read(name))
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        headings = [heading.strip().lower() for heading in next(reader, [])]
        for heading in needed:
            if heading.lower() not in headings:
                raise Unreadable(f"{called} has no column {heading}. Export it again as OneRoster 1.1 or 1.2.")
        rows = []
        for cells in reader:
            values = {heading: _cell(cell) for heading, cell in zip(headings, cells, strict=False)}
            if values.get("status", "").lower() != _GONE and any(values.values()):
                rows.append(_Row(reader.line_num, values))
    except csv.Error:
        raise Unreadable(f"{called} is broken. Export it again.") from None
    return rows


def _cell(text: str) -> str:
    return " ".join(text[:LONGEST_CELL].split())


def _students(archive: zipfile.ZipFile, files: Mapping[str, str], users: Mapping[str, _Row]) -> set[str]:
    """The ids of the students. OneRoster 1.1 has the roles in users.csv, 1.2 in roles.csv."""
    if any("role" in user.values for user in users.values()):
        return {key for key, user in users.items() if user.get("role").lower() == _STUDENT}
    if _ROLES not in files:
        raise Unreadable(
            "This OneRoster 1.2 file has no roles.csv, so it does not say who is a student. Export roles, too."
        )
    rows = _rows(archive, files[_ROLES], _ROLES, "userSourcedId", "role")
    return {row.get("userSourcedId") for row in rows if row.get("role").lower() == _STUDENT} & users.keys()


def _enrolled(archive: zipfile.ZipFile, files: Mapping[str, str], students: set[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in _rows(archive, files[_ENROLLMENTS], _ENROLLMENTS, "classSourcedId", "userSourcedId"):
        if row.get("userSourcedId") in students and row.get("role").lower() in ("", _STUDENT):
            found[row.get("classSourcedId")].add(row.get("userSourcedId"))
    return found


def _titles(archive: zipfile.ZipFile, files: Mapping[str, str]) -> dict[str, str]:
    """A title for each class. Classes with the same title are told apart by code, period and location, or else by
    id."""
    rows = list(_rows(archive, files[_CLASSES], _CLASSES, "sourcedId", "title"))
    titles = [row.get("title") for row in rows]
    found = {}
    for row in rows:
        title = row.get("title") or "A class"
        more = [row.get(key) for key in ("classCode", "periods", "location") if row.get(key)]
        if titles.count(row.get("title")) > 1:
            title = " · ".join([title, *(more or [row.get("sourcedId")])])
        found[row.get("sourcedId")] = title
    return found
