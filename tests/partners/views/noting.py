"""Helpers that write a note in a child's browser."""

import re
from typing import Any

from django.test import Client

from classroom.models import Student
from partners.models import NoteWords, PartnerNote, SafetyFlag
from tests.addresses import url
from tests.cast import page

THANKS = "Thank you for telling. You did the right thing."


def words() -> NoteWords:
    """The contents of the one note that is stored."""
    return PartnerNote.objects.get().open()


def chosen(html: str) -> set[str]:
    return set(re.findall(r'value="(\w+)" checked', html))


def typed(html: str) -> str:
    """The text in the field for own words."""
    [found] = re.findall(r"<textarea[^>]*>\n?([^<]*)</textarea>", html)
    return str(found)


def tap(reader: Client, address: str, *students: Student) -> str:
    return reader.post(address, {"student": [student.key for student in students]})["Location"]


def in_order(reader: Client, *students: Student) -> list[Student]:
    """These children (two or more, all named) in the order in which the pages ask why."""
    asked = [page(reader.get(url("partners:note_why", "great", place))) for place in range(len(students))]
    return [next(s for s in students if f'name="student" value="{s.key}"' in html) for html in asked]


def say_why(reader: Client, side: str, place: int, student: Student, **data: object) -> Any:
    return reader.post(url("partners:note_why", side, place), {"student": student.key, **data})


def flagged() -> set[tuple[int, int | None]]:
    """For each flag, the child who does not feel safe and the child whom they named."""
    return {(flag.content.student, flag.content.named) for flag in SafetyFlag.objects.all()}
