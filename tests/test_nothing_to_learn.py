"""A child learns nothing about another child from their pages: the bytes are the same whatever others wrote and tapped.

Every address that is not for adults is for children, and is visited. A new one makes this test fail until the test
visits it or lists it as one that shows nothing of its own.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import get_resolver, reverse

from classroom.actions import picture_passwords, student_sign_in
from classroom.models import Classroom, PicturePassword, Student, User
from partners.actions import check_ins, notes, rules, safety_flags
from partners.models import Round, SafetyFlag, Workshop
from tests.addresses import url
from tests.cast import (
    NOW,
    answers,
    child,
    choose_pictures,
    know,
    observe,
    open_round,
    open_window,
    owner_of,
    page,
    partnership_of,
    plan_of,
    publish,
    seat,
    sit,
    token_of,
)
from tests.test_permissions import addresses

ADULTS = re.compile(
    r"^/($|c/|school/|classes/|sign-(in|out|up)/|confirm/|account/|password/|invitation/|join/|walk/|walk-worker\.js)",
)
# Addresses that answer a POST with a redirect.
SHOW_NOTHING = {"speak", "not_me", "ask_for_help", "note_send", "note_start_over"}
WOMBAT = "a wombat sat on the margin"

Shown = dict[str, tuple[int, str, str]]


def childs_addresses(ana: Student) -> dict[str, str]:
    """Every address for children by its URL name, filled in for Ana's browser."""
    filled = {"code": ana.classroom.code, "student_key": ana.key, "side": "great", "place": 0}
    found = {}
    for name, space, wanted in addresses(get_resolver()):
        known = {key: filled[key] for key in wanted if key in filled}
        address = reverse(f"{space}{name}", kwargs=known) if len(known) == len(wanted) else "/c/"
        if not ADULTS.match(address):
            found[name] = address
    return found


def as_bytes(answer: HttpResponseBase) -> tuple[int, str, str]:
    """The status, the address of a redirect and the text of an answer, without the tokens of forms and without the
    number of a device, which is random."""
    text = getattr(answer, "content", b"").decode()
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    text = re.sub(r"(knock-number[^>]*>)\s*\d{4}", r"\1", text)
    return answer.status_code, answer.headers.get("Location", ""), text


class Eyes:
    """Visits every page as Ana, in each situation that a child can be in."""

    def __init__(self, ana: Student) -> None:
        self.ana = ana
        self.addresses = childs_addresses(ana)
        self.pictures = ("sun", "cup", "book")[: picture_passwords.count_of(ana)]
        self.answers: dict[str, HttpResponseBase] = {}

    def look(self, where: str, client: Client) -> None:
        for name, address in self.addresses.items():
            self.answers[f"{where}: {name}"] = client.get(address)

    def do(self, where: str, client: Client, name: str, **data: Any) -> None:
        self.answers[f"{where}: POST {name}"] = client.post(self.addresses[name], data)

    def everything(self) -> Shown:
        self.at_the_door()
        self.in_set_up()
        self.with_a_partner()
        self.while_she_writes()
        return {where: as_bytes(answer) for where, answer in self.answers.items()}

    def at_the_door(self) -> None:
        open_window(self.ana.classroom)
        choose_pictures(self.ana, *self.pictures)
        client = Client()
        self.look("at the door", client)
        self.do("at the door", client, "tap_pictures", tapped=["hat", "sun", "car"], go="1")
        self.do("at the door", client, "card", token=token_of(self.ana))
        self.answers["at the door: after the card"] = client.get(self.addresses["card_picture"])

    def in_set_up(self) -> None:
        PicturePassword.objects.filter(student=self.ana).delete()
        self.ana.classroom.windows.update(set_up=True)
        client = Client()
        self.look("in set-up", client)
        self.do("in set-up", client, "tap_pictures")
        self.answers["in set-up: choose_pictures"] = client.get(self.addresses["choose_pictures"])
        self.do("in set-up", client, "choose_pictures", tapped=self.pictures, go="1")
        self.ana.classroom.windows.update(set_up=False)
        PicturePassword.objects.filter(student=self.ana).delete()

    def with_a_partner(self) -> None:
        client = seat(self.ana)
        self.look("with a partner", client)
        self.do("with a partner", client, "check_in", face="good")
        self.do("with a partner", client, "check_in_help", help="turns", words="More time.")
        self.do("with a partner", client, "ask_for_help")
        self.look("after the check-in", client)

    def while_she_writes(self) -> None:
        ben, cleo = (child(self.ana.classroom, called) for called in ("Ben", "Cleo"))
        client = seat(self.ana)
        self.do("writing", client, "note_great", student=[ben.key])
        self.do("writing", client, "note_why", why="kind", student=ben.key)
        self.do("writing", client, "note_who_hard", student=[cleo.key])
        self.answers["writing: why it is hard"] = client.get(url("partners:note_why", "hard", 0))
        self.answers["writing: not safe"] = client.post(
            url("partners:note_why", "hard", 0), {"student": cleo.key, "unsafe": "1"}
        )
        self.do("writing", client, "note_loves", love="animals")
        self.do("writing", client, "note_tell", talk="yes")
        self.look("writing", client)
        Workshop.objects.filter(classroom=self.ana.classroom).update(hard_question=False)
        self.look("without the hard question", client)
        self.do("without the hard question", client, "note_not_safe", student=cleo.key)
        Workshop.objects.filter(classroom=self.ana.classroom).update(hard_question=True)
        self.do("writing", client, "note_send")
        self.look("after it was sent", client)


@pytest.fixture
def room(classroom: Classroom, published: Round) -> Round:
    """The next round of the class, being prepared. Ana and Ben are partners, and a check-in is open."""
    check_ins.open_check_in(classroom=classroom, by=owner_of(classroom), now=NOW)
    return open_round(classroom)


def everybody_else_speaks(ana: Student, round: Round) -> None:
    """The other children write and tap everything that they can, above all about Ana."""
    others = [student for student in ana.classroom.students.here() if student != ana]
    for student in others:
        friend = next(other for other in others if other != student)
        unsafe = {ana: ["unsafe", "off_task"]}
        said = answers({friend: ["kind"]}, unsafe, loves=["animals", "games"], own={ana: WOMBAT})
        told = replace(said, talk=True, tell=WOMBAT, will_do=("listen",), loves_own=WOMBAT)
        notes.hand_in(student=student, round=round, answers=told, now=NOW)
        safety_flags.raise_flag(student=student, named_pk=ana.pk, round=round, now=NOW, own=WOMBAT)
        sitting = sit(student)
        draft = answers(great={ana: ["kind"]}, loves=["sports"])
        notes.keep(sitting=sitting, round=round, answers=draft, now=NOW)
        partnership = partnership_of(student)
        hard: dict[str, Any] = {"face": "hard", "help_with": ["listening"], "words": WOMBAT}
        check_ins.answer(student=student, partnership=partnership, **hard, now=NOW)
        check_ins.ask_for_help(student=student, partnership=partnership, now=NOW)
        if student != others[-1]:
            student_sign_in.end(sitting=sitting, now=NOW)
    choose_pictures(others[0], *("cup", "sun", "hat")[: picture_passwords.count_of(ana)])
    Client().post(
        url("classroom:tap_pictures", ana.classroom.code, others[0].key), {"tapped": ["hat", "sun", "car"], "go": "1"}
    )


def the_teacher_thinks(ana: Student, owner: User) -> None:
    """The teacher enters considerations, a rule and an observation, and publishes none of them."""
    ben = child(ana.classroom, "Ben")
    know(students={ben: {"voice": "takes_over"}}, classroom=ana.classroom, by=owner, now=NOW)
    rules.add_rule(classroom=ana.classroom, kind="better_not", students=[ana, ben], by=owner, now=NOW)
    seen: dict[str, Any] = {"strengths": [], "next_steps": ["take_turns"], "state": "needs_me", "note": WOMBAT}
    observe(partnership=partnership_of(ana), **seen, by=owner, now=NOW)


def published_again(ana: Student, round: Round) -> None:
    """Publish the same partnerships with the same words of the teacher, who has decided the safety flags of the
    others."""
    for flag in SafetyFlag.objects.all():
        safety_flags.decide(flag=flag, may_be_partners=True, by=owner_of(ana.classroom), now=NOW)
    students = list(ana.classroom.students.here())
    publish(plan_of(round, students[:2], students[2:4], students[4:]))
    open_round(ana.classroom)


def undone(act: Callable[[], Shown]) -> Shown:
    with transaction.atomic():
        seen = act()
        transaction.set_rollback(True)
    return seen


def of_band(ana: Student, band: str) -> Student:
    Classroom.objects.update(grade_band=band)
    return child(Classroom.objects.get(), ana.called)


@pytest.mark.parametrize(
    ("band", "publishes"),
    [("K-1", False), ("2-3", True), ("6-8", False)],
    ids=["K-1, before publication", "2-3, after it", "6-8, before it"],
)
def test_a_childs_pages_do_not_depend_on_what_others_wrote(
    band: str, publishes: bool, ana: Student, owner: User, room: Round
) -> None:
    ana = of_band(ana, band)

    def shown(*, others_speak: bool) -> Shown:
        if others_speak:
            everybody_else_speaks(ana, room)
            the_teacher_thinks(ana, owner)
        if publishes:
            published_again(ana, room)
        return Eyes(ana).everything()

    alone = undone(lambda: shown(others_speak=False))
    among_others = undone(lambda: shown(others_speak=True))
    assert [where for where in alone if alone[where] != among_others[where]] == []
    assert alone.keys() == among_others.keys()


def seen(ana: Student) -> dict[str, HttpResponseBase]:
    """Every answer that Ana gets, at both levels, by level and place."""
    found: dict[str, HttpResponseBase] = {}
    for band in ("K-1", "6-8"):
        eyes = Eyes(of_band(ana, band))
        undone(eyes.everything)
        found |= {f"{band}, {where}": answer for where, answer in eyes.answers.items()}
    return found


class Fields(HTMLParser):
    """Collects the fields of a page in which a child types."""

    CHOOSES = ("hidden", "checkbox", "radio", "submit", "button")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        field = dict(attrs)
        if tag == "textarea" or (tag == "input" and field.get("type", "text") not in self.CHOOSES):
            self.found.append(field)


def typed_into(answers: Iterator[HttpResponseBase]) -> list[dict[str, str | None]]:
    fields = Fields()
    for answer in answers:
        if answer.status_code == 200:
            fields.feed(page(answer))
    return fields.found


def test_every_page_of_a_child_is_visited_and_not_stored_by_the_browser(ana: Student, room: Round) -> None:
    """Browsers store no page, no redirect and nothing that was typed. Back asks the server again, and after signing
    out it gets nothing."""
    answers = seen(ana)
    names = set(childs_addresses(ana))
    shown = {re.split(r": (?:POST )?", where)[-1] for where, answer in answers.items() if answer.status_code == 200}
    assert names - shown - {"card_picture"} == SHOW_NOTHING
    assert answers["6-8, at the door: after the card"].status_code == 200
    assert {"names", "me", "all_done", "time_to_stop", "my_partner", "note_why", "choose_pictures"} <= names
    kept = [where for where, answer in answers.items() if "no-store" not in answer.headers.get("Cache-Control", "")]
    assert [where for where in kept if answers[where].status_code != 405] == []

    fields = typed_into(iter(answers.values()))
    assert {"code", "words", "own"} <= {field.get("name") for field in fields}
    assert [f for f in fields if (f.get("autocomplete"), f.get("spellcheck")) != ("off", "false")] == []


def test_after_signing_out_no_address_shows_anything(clock: time_machine.Traveller, ana: Student, room: Round) -> None:
    """This holds after leaving, after sending, and after a time without a touch."""
    addresses = [address for address in childs_addresses(ana).values() if address.startswith(url("partners:me"))]

    def shows(client: Client) -> list[str]:
        return [address for address in addresses if client.get(address).status_code == 200]

    for goodbye in (url("classroom:not_me"), url("partners:note_send")):
        client = seat(ana)
        assert len(shows(client)) > 10
        client.post(goodbye)
        assert shows(client) == []
    client = seat(ana)
    clock.shift(dt.timedelta(minutes=6))
    assert shows(client) == []
