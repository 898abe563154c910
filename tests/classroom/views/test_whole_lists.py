"""Whole lists through the pages: each is sent, looked over, and saved as it is ticked.

The variable LISTS may name a file of more cases: JSON, as the cases below, with the folder of the files that are sent.
"""

import datetime as dt
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from classroom.models import Classroom, RosterDraft, User
from tests.addresses import url
from tests.cast import make_class, page, sign_in
from tests.classroom.roster_files.making import archive, as_text, excel

TODAY = "2026-11-30"
BOX = re.compile(
    r'name="(joins|back|changed|leaves)" value="([^"]*)"( checked)?><span><b dir="auto">([^<]*)</b>'
    r'(?:<br><span class="small" dir="auto">([^<]*)</span>)?'
)
PAIR = re.compile(r'<legend dir="auto">([^<]*)</legend>')
SUMMARY = re.compile(r"Nothing is saved yet\. (.*?)\.?\s*(?:<a |</p>)")


@dataclass(frozen=True)
class Case:
    """Lists that are sent into one class one after another, and what the last one gives. A text is pasted; `bytes` are
    a file with a name. `gives` has all that the page ticks and asks (what isn't there must not be on the page), some of
    the sentences that it says, and the class after saving: name, student number and grade by what a child is called."""

    name: str
    sent: list[str | tuple[str, bytes]]
    gives: dict[str, Any]


def look_over(teacher: Client, room: Classroom, sent: str | tuple[str, bytes]) -> str:
    """Send a list, and return the page that answers."""
    if isinstance(sent, str):
        return page(teacher.post(url("classroom:students_add", room.key), {"children": sent}, follow=True))
    file = SimpleUploadedFile(*sent)
    return page(teacher.post(url("classroom:roster_import", room.key), {"file": file, "text": ""}, follow=True))


def save(teacher: Client, room: Classroom, html: str) -> None:
    """Save what is ticked, if anything has to be looked over."""
    if draft := RosterDraft.objects.filter(classroom=room).first():
        sent: dict[str, list[str]] = {}
        for box, value, checked, *_ in BOX.findall(html):
            sent.setdefault(box, []).extend([value] if checked else [])
        page(teacher.post(url("classroom:roster_preview", room.key, draft.key), sent, follow=True))


def outcome(html: str, room: Classroom) -> dict[str, Any]:
    """What the page offers, in words. What is empty is left out."""
    found: dict[str, Any] = {"pairs": PAIR.findall(html)}
    for box, _, checked, name, asks in BOX.findall(html):
        if checked:
            found.setdefault(box, []).append(name)
        elif box != "leaves" or asks:
            found.setdefault(f"{box} not ticked", {})[name] = asks
        else:
            found.setdefault("not named", []).append(name)
    if same := re.search(r'id="same">(.*?)</details>', html):
        found["same"] = re.findall(r'<span dir="auto">([^<]*)</span>', same[1])
    if lists := re.search(r'<select name="list".*?</select>', html):
        found["lists"] = re.findall(r"<option[^>]*>([^<]*)</option>", lists[0])
    if summary := SUMMARY.search(html):
        found["summary"] = summary[1]
    return {key: value for key, value in found.items() if value}


def children_of(room: Classroom) -> dict[str, list[str]]:
    return {s.called: [s.name, s.source_id, s.grade_band] for s in room.students.here()}


def check(case: Case, owner: User) -> None:
    room = make_class(owner, name=f"Tried {case.name}")
    html = ""
    with time_machine.travel(dt.datetime.fromisoformat(f"{TODAY}T15:00:00+00:00"), tick=False):
        teacher = sign_in(owner)
        for sent in case.sent:
            html = look_over(teacher, room, sent)
            found = outcome(html, room)
            save(teacher, room, html)
    expected = dict(case.gives)
    for words in expected.pop("says", []):
        assert words in html
    assert found | {"after": children_of(room)} == expected


def more_cases() -> list[Case]:
    """The cases of the file that the variable LISTS names."""
    path = os.environ.get("LISTS")
    if not path:
        return []
    cases = json.loads(Path(path).read_text())
    folder = Path(cases["folder"])

    def sent(name: str) -> str | tuple[str, bytes]:
        data = (folder / name).read_bytes()
        return data.decode() if name.endswith(".txt") else (name, data)

    return [Case(case["files"][-1], [sent(name) for name in case["files"]], case["gives"]) for case in cases["cases"]]


def test_only_lists_of_plain_names_are_not_looked_over(owner: User) -> None:
    check(
        Case(
            "plain",
            ["Ida Berg\nDahl, Jon\nDr. Kim Elo\nMa. Lea Fox\nمحمد علي\n"],
            {
                "after": {
                    "Ida": ["Ida Berg", "", ""],
                    "Jon": ["Jon Dahl", "", ""],
                    "Dr. Kim": ["Dr. Kim Elo", "", ""],
                    "Ma. Lea": ["Ma. Lea Fox", "", ""],
                    "محمد": ["محمد علي", "", ""],
                }
            },
        ),
        owner,
    )


def _hide_a_row(book: openpyxl.Workbook) -> None:
    book.worksheets[0].row_dimensions[3].hidden = True


REPORT = (
    "Class list,,\nHomeroom: 5 - Ms. Ash,,\nStudent Name,Grade,ID\n"
    '"Berg, Ida",2,501\n"Dahl, Jon (Jonny)",4,502\nTotal Students: 2,,\n,,\n'
    'Homeroom: 6 - Mr. Oak,,\nStudent Name,Grade,ID\n"Elo, Kim (ELL)",2,503\nPage 1 of 1,,\n'
)
STATUS = "ID,Student,Status\n501,Ida Berg,Active\n502,Jon Dahl,Withdrawn\n503,Kim Elo,Active\n504,Lea Fox,Inactive\n"
BEFORE = "No.\tName\tID\n3\tIda Berg\t0501\n1\tJon Dahl\t0502\n2\tKim Elo\t0503\n"
AFTER = "No.\tName\tID\n1\tAda Ash\t500\n2\tIda Eve Berg\t501\n3\tJon Dahl Ek\t\n4\tKim Elo\t503\n5\tLea Fox\t502\n"
ENDED = {
    "users": [
        ["sourcedId", "status", "enabledUser", "role", "givenName", "familyName", "identifier"],
        ["a", "", "true", "student", "Ida", "Berg", "501"],
        ["b", "", "false", "student", "Jon", "Dahl", "502"],
        ["c", "", "true", "student", "Kim", "Elo", "503"],
        ["d", "", "true", "teacher", "Tove", "Ash", ""],
    ],
    "classes": [["sourcedId", "title"], ["k", "Room 5"]],
    "enrollments": [
        ["sourcedId", "role", "userSourcedId", "classSourcedId", "beginDate", "endDate"],
        ["1", "student", "a", "k", "2026-08-20", "2027-06-10"],
        ["2", "student", "b", "k", "2026-08-20", ""],
        ["3", "student", "c", "k", "2026-08-20", "2026-10-01"],
        ["4", "teacher", "d", "k", "", ""],
    ],
}

CASES = [
    Case(
        "report",
        [("report.csv", REPORT.encode())],
        {
            "summary": "3 children, 6 lines that are no child",
            "joins": ["Ida Berg", "Jon Dahl"],
            "joins not ticked": {"Kim Elo": "“ELL” stood beside the name and was left out. Is the name right?"},
            "lists": ["All 3 children", "5 - Ms. Ash (2)", "6 - Mr. Oak (1)"],
            "says": ["1 child is called by a preferred name or nickname.", "Says which class or teacher follows."],
            "after": {"Ida": ["Ida Berg", "501", ""], "Jonny": ["Jon Dahl", "502", "4-5"]},
        },
    ),
    Case(
        "status",
        ["Jon Dahl\n", ("status.csv", STATUS.encode())],
        {
            "summary": "4 children",
            "joins": ["Ida Berg", "Kim Elo"],
            "joins not ticked": {"Lea Fox": "Inactive"},
            "leaves not ticked": {"Jon Dahl": "Withdrawn"},
            "after": {"Ida": ["Ida Berg", "501", ""], "Jon": ["Jon Dahl", "", ""], "Kim": ["Kim Elo", "503", ""]},
        },
    ),
    Case(
        "renumbered",
        [BEFORE, AFTER],
        {
            "summary": "5 children, 1 column not used",
            "joins": ["Ada Ash"],
            "joins not ticked": {"Lea Fox": "Jon Dahl has this number in the class. Check if this is another child."},
            "changed": ["Ida Eve Berg"],
            "pairs": ["Is Jon Dahl Ek the same child as Jon Dahl?"],
            "same": ["Kim Elo"],
            "after": {
                "Ada": ["Ada Ash", "500", ""],
                "Ida": ["Ida Eve Berg", "0501", ""],
                "Jon": ["Jon Dahl", "0502", ""],
                "Kim": ["Kim Elo", "0503", ""],
            },
        },
    ),
    Case(
        "side by side",
        ["1.\tIda Berg\t3.\tKim Elo\n2.\tJon Dahl\t4.\tLea Fox\n"],
        {
            "summary": "4 children, 2 columns not used",
            "joins": ["Ida Berg", "Jon Dahl", "Kim Elo", "Lea Fox"],
            "lists": ["All 4 children", "List 1 (2)", "List 2 (2)"],
            "says": ["2 lists stand side by side. All of them are taken."],
            "after": {name.split()[0]: [name, "", ""] for name in ("Ida Berg", "Jon Dahl", "Kim Elo", "Lea Fox")},
        },
    ),
    Case(
        "ended",
        [("oneroster.zip", archive({f"{name}.csv": as_text(rows) for name, rows in ENDED.items()}))],
        {
            "summary": "4 children, 1 column not used",
            "joins": ["Ida Berg"],
            "joins not ticked": {
                "Jon Dahl": "account disabled",
                "Kim Elo": "left on 2026-10-01",
                "Tove Ash": "teacher",
            },
            "after": {"Ida": ["Ida Berg", "a", ""]},
        },
    ),
    Case(
        "hidden",
        [("hidden.xlsx", excel(("A", [["Name", "Room"], ["Ida Berg", "5"], ["Jon Dahl", "6"]]), change=_hide_a_row))],
        {
            "summary": "2 children, 1 hidden row",
            "joins": ["Ida Berg"],
            "joins not ticked": {"Jon Dahl": "hidden in the sheet"},
            "lists": ["All 2 children", "Room: 5 (1)", "Room: 6 (1)"],
            "after": {"Ida": ["Ida Berg", "", ""]},
        },
    ),
    Case(
        "page of a site",
        ["Teachers\nTove Ash\nmore_vert\nStudents\n3 students\nmore_vert\nIda Berg\nmore_vert\nJon Dahl\nmore_vert\n"],
        {
            "summary": "2 children, 7 lines that are no child",
            "joins": ["Ida Berg", "Jon Dahl"],
            "says": ['Tove Ash</b> <span class="soft small account-line">line 2', "Words of a web page, not a child."],
            "after": {"Ida": ["Ida Berg", "", ""], "Jon": ["Jon Dahl", "", ""]},
        },
    ),
    Case(
        "old letters",
        [("list.csv", "Jméno;Třída\nŽofie Dvořáková;2\nJiří Král;2\n".encode("cp1250"))],
        {
            "summary": "2 children",
            "joins": ["Žofie Dvořáková", "Jiří Král"],
            "says": ["The letters were read as: Central Europe (Windows)."],
            "after": {"Žofie": ["Žofie Dvořáková", "", ""], "Jiří": ["Jiří Král", "", ""]},
        },
    ),
]


@pytest.mark.parametrize("case", [*CASES, *more_cases()], ids=lambda case: case.name)
def test_a_list_gives_what_is_stated(case: Case, owner: User) -> None:
    check(case, owner)
