"""Reads OneRoster 1.1 and 1.2, a zip of CSV files: one row for each child in each class."""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from .cells import table_of
from .encodings import decode
from .tables import MOST_ROWS, Aside, Table, Unreadable

_USERS, _CLASSES, _ENROLLMENTS, _ROLES = "users.csv", "classes.csv", "enrollments.csv", "roles.csv"
# Columns of users.csv that are taken, or that are shown only to say that they are left out.
_TAKEN = ("givenName", "familyName", "preferredFirstName", "preferredGivenName", "sourcedId", "identifier", "grades")
_NEVER = ("username", "email", "password", "sms", "phone")
_STUDENT = "student"
_GONE = "tobedeleted"
MOST_RECORDS = 20_000
MOST_OF_A_FILE = 8 * 1024 * 1024
TOO_MUCH = f"{{}} has more than {MOST_RECORDS:,} lines. Export your classes only, or paste the names."


@dataclass(frozen=True)
class _Record:
    number: int
    values: Mapping[str, str]

    def get(self, heading: str) -> str:
        return self.values.get(heading.lower(), "")


def is_oneroster(archive: zipfile.ZipFile) -> bool:
    return _USERS in _files(archive) or _ENROLLMENTS in _files(archive)


def read_oneroster(archive: zipfile.ZipFile) -> tuple[list[Table], list[str]]:
    """The children of all classes as one table, with a column of classes; and notes. Raises Unreadable."""
    files = _files(archive)
    for needed in (_USERS, _CLASSES, _ENROLLMENTS):
        if needed not in files:
            raise Unreadable(f"This OneRoster file has no {needed}. Export users, classes and enrollments.")
    users = {record.get("sourcedId"): record for record in _records(archive, files[_USERS], _USERS, "sourcedId")}
    roles = _roles(archive, files, users)
    titles = _titles(archive, files)
    enrolled = [
        record
        for record in _records(archive, files[_ENROLLMENTS], _ENROLLMENTS, "classSourcedId", "userSourcedId")
        if record.get("userSourcedId") in users
    ]
    children = {key for record in enrolled if roles.get(key := record.get("userSourcedId")) == _STUDENT}
    if not children:
        raise Unreadable("No child is enrolled in a class in this OneRoster file.")
    if len(children) > MOST_ROWS:
        raise Unreadable(
            f"{len(children):,} children are in this file, and {MOST_ROWS:,} is the most. Export your classes only."
        )
    return [_table(users, roles, titles, enrolled)], _notes(roles, children)


def _table(
    users: Mapping[str, _Record], roles: Mapping[str, str], titles: Mapping[str, str], enrolled: list[_Record]
) -> Table:
    headings = [heading for heading in _TAKEN if any(user.get(heading) for user in users.values())]
    never = [heading for heading in _NEVER if any(user.get(heading) for user in users.values())]
    lines: list[tuple[str, int, list[str]]] = []
    for record in enrolled:
        user = users[record.get("userSourcedId")]
        role = record.get("role").lower() or roles.get(record.get("userSourcedId"), "")
        lines.append(
            (
                titles.get(record.get("classSourcedId"), "A class"),
                user.number,
                [
                    *(user.get(heading) for heading in headings),
                    role
                    if roles.get(record.get("userSourcedId")) == _STUDENT
                    else roles.get(record.get("userSourcedId"), role),
                    _status(user, record),
                    record.get("beginDate"),
                    record.get("endDate"),
                    *[""] * len(never),
                ],
            )
        )
    lines.sort(key=lambda line: line[:2])
    first = [*headings, "role", "status", "beginDate", "endDate", *never, "Class"]
    rows = ((number, [*cells, title], Aside.NONE) for title, number, cells in lines)
    return table_of(
        "OneRoster",
        [(1, first, Aside.NONE), *rows],
        headed=True,
        whole=False,
        most=MOST_RECORDS,
        most_cells=16 * MOST_RECORDS,
    )


def _status(user: _Record, record: _Record) -> str:
    """Why a child isn't in the class now, as far as a word of the file says it."""
    if user.get("enabledUser").lower() in ("false", "0", "no"):
        return "account disabled"
    words = [found.get("status").lower() for found in (user, record)]
    if _GONE in words:
        return "to be deleted"
    return "inactive" if "inactive" in words else ""


def _notes(roles: Mapping[str, str], children: set[str]) -> list[str]:
    others = sum(1 for key, role in roles.items() if role == _STUDENT and key not in children)
    return [f"Students who are in no class of this file are left out: {others}."] if others else []


def _files(archive: zipfile.ZipFile) -> dict[str, str]:
    """The names in the archive by their last part in small letters, since some systems put the files into a folder."""
    return {name.rsplit("/", 1)[-1].lower(): name for name in archive.namelist()}


def _records(archive: zipfile.ZipFile, name: str, called: str, *needed: str) -> Iterator[_Record]:
    """The records of a file by their headings, in whatever order those are. Raises Unreadable."""
    with archive.open(name) as part:
        data = part.read(MOST_OF_A_FILE + 1)
    if len(data) > MOST_OF_A_FILE:
        raise Unreadable(TOO_MUCH.format(called))
    text, _ = decode(data)
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        headings = [heading.strip().lower() for heading in next(reader, [])][:200]
        for heading in needed:
            if heading.lower() not in headings:
                raise Unreadable(f"{called} has no column {heading}. Export it again as OneRoster 1.1 or 1.2.")
        for count, cells in enumerate(reader):
            if count >= MOST_RECORDS:
                raise Unreadable(TOO_MUCH.format(called))
            values = dict(zip(headings, (cell.strip() for cell in islice(cells, 200)), strict=False))
            if any(values.values()):
                yield _Record(reader.line_num, values)
    except csv.Error:
        raise Unreadable(f"{called} is broken. Export it again.") from None


def _roles(archive: zipfile.ZipFile, files: Mapping[str, str], users: Mapping[str, _Record]) -> dict[str, str]:
    """The role of each user. OneRoster 1.1 has the roles in users.csv, 1.2 in roles.csv."""
    if any("role" in user.values for user in users.values()):
        return {key: user.get("role").lower() for key, user in users.items()}
    if _ROLES not in files:
        raise Unreadable(
            "This OneRoster 1.2 file has no roles.csv, so it does not say who is a student. Export roles, too."
        )
    found: dict[str, str] = {}
    for record in _records(archive, files[_ROLES], _ROLES, "userSourcedId", "role"):
        role = record.get("role").lower()
        if role == _STUDENT or record.get("userSourcedId") not in found:
            found[record.get("userSourcedId")] = role
    return {key: role for key, role in found.items() if key in users}


def _titles(archive: zipfile.ZipFile, files: Mapping[str, str]) -> dict[str, str]:
    """A title for each class. Classes with the same title are told apart by code, period and location, or else by
    id."""
    records = list(_records(archive, files[_CLASSES], _CLASSES, "sourcedId", "title"))
    counts = Counter(record.get("title") for record in records)
    found = {}
    for record in records:
        title = record.get("title") or "A class"
        if counts[record.get("title")] > 1:
            more = [record.get(key) for key in ("classCode", "periods", "location") if record.get(key)]
            title = " · ".join([title, *(more or [record.get("sourcedId")])])
        found[record.get("sourcedId")] = title
    return found
