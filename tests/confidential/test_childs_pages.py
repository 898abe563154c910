"""A child's pages are the same whatever others wrote."""

import re
from typing import Any

from django.test import Client

from classroom.models import Classroom, Student, User
from partners.actions import rules
from partners.models import Round
from tests.addresses import url
from tests.cast import (
    NOW,
    child,
    choose_pictures,
    hand_in,
    know,
    observe,
    open_round,
    open_window,
    page,
    partnership_of,
    seat,
)
from tests.confidential.planted import CHILDS_PAGES, WOMBAT, Undone


def without_tokens(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def shown_to(reader: Client, named: Student) -> list[tuple[int, str]]:
    """Status and text of every page that a child sees from signing in to the end, without the tokens of forms."""
    answers = [reader.get(address) for address in CHILDS_PAGES]
    answers.append(reader.post(url("partners:note_who_hard"), {"student": named.key}))
    answers.append(reader.get(url("partners:note_why", "hard", 0)))
    answers.append(reader.post(url("partners:note_why", "hard", 0), {"student": named.key, "unsafe": "1"}))
    answers.append(reader.get(url("partners:note_check")))
    answers.append(reader.post(url("partners:note_send")))
    answers.append(reader.get(url("partners:all_done")))
    return [(answer.status_code, without_tokens(answer.content.decode())) for answer in answers]


def test_a_childs_pages_are_the_same_whatever_others_wrote(
    undone: Undone,
    published: Round,
    classroom: Classroom,
    owner: User,
    ana: Student,
    ben: Student,
) -> None:
    round = open_round(classroom)
    others = [s for s in classroom.students.here() if s != ana]

    def alone() -> Any:
        return shown_to(seat(ana), ben)

    def after_others_wrote() -> Any:
        for other in others:
            hand_in(other, round, hard={ana: ["unsafe", "off_task"]}, loves=["animals"])
            choose_pictures(other)
        Client().post(
            url("classroom:tap_pictures", classroom.code, ben.key), {"tapped": ["hat", "sun", "car"], "go": "1"}
        )
        know(students={ana: {"voice": "takes_over"}}, classroom=classroom, by=owner, now=NOW)
        rules.add_rule(classroom=classroom, kind="never", students=[ana, ben], by=owner, now=NOW)
        observe(
            partnership=partnership_of(ana),
            strengths=[],
            next_steps=[],
            state="needs_me",
            note=WOMBAT,
            by=owner,
            now=NOW,
        )
        return shown_to(seat(ana), ben)

    before = undone(alone)
    assert undone(after_others_wrote) == before
    assert [status for status, _ in before] == [200] * len(CHILDS_PAGES) + [302, 200, 200, 200, 302, 200]


def test_the_list_of_names_is_the_same_whatever_children_did(
    undone: Undone, classroom: Classroom, ana: Student, ben: Student, round: Round, gus: Student
) -> None:
    """The list does not show which children have pictures, sent a note, are signed in now or had wrong guesses. It
    names no child of another class."""

    def shown() -> str:
        answers = [
            Client().get(url("classroom:names", classroom.code)),
            Client().get(url("classroom:tap_pictures", classroom.code, ana.key)),
        ]
        return "".join(without_tokens(page(answer)) for answer in answers)

    def after_much() -> str:
        choose_pictures(ana)
        choose_pictures(ben)
        hand_in(ana, round, hard={ben: ["unsafe"]})
        seat(child(classroom, "Dov"))
        Client().post(
            url("classroom:tap_pictures", classroom.code, ana.key), {"tapped": ["sun", "hat", "car"], "go": "1"}
        )
        return shown()

    open_window(classroom)
    before = undone(shown)
    assert undone(after_much) == before
    assert [student.called for student in classroom.students.here() if student.called not in before] == []
    assert gus.called not in before
    assert "Ribeiro" not in before
    assert "Room 12" not in before


def test_a_class_code_shows_no_names_while_no_window_is_open(classroom: Classroom, ana: Student) -> None:
    for address in (
        url("classroom:names", classroom.code),
        url("classroom:tap_pictures", classroom.code, ana.key),
        url("classroom:knock_as", classroom.code, ana.key),
    ):
        shown = page(Client().get(address), status=403)
        assert [s.called for s in classroom.students.all() if s.called in shown] == []
