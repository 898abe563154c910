"""Every page loads from this server only, has no name in its address, and is stored by no browser."""

import re
from pathlib import Path
from typing import Any

from django.test import Client

from classroom.models import Classroom, User
from partners.models import PartnerNote, Plan
from tests.addresses import url
from tests.cast import adult, child, link_for, open_round, partnership_of, publish, seat, sign_in
from tests.confidential.planted import CHILDS_PAGES

OPEN = (url("account_reset_password"), url("classroom:invitation"))
PAGES = (
    "people/",
    "people/hand-over/",
    "archive/",
    "next/",
    "",
    "plan/",
    "notes/",
    "record/",
    "cards/",
    "let-in/",
    "pictures/",
    "window/contact/",
    "change/",
    "settings/",
    "family-notice/",
    "rules/",
    "moves/",
    "moves/say_it_back/change/",
    "moves/chart/",
    "partnerships/",
    "over-time/",
    "wall/",
)


def every_page(classroom: Classroom, owner: User, told: Plan) -> list[Any]:
    teacher, reader, nobody = sign_in(owner), seat(child(classroom, "Ana")), Client()
    student = child(classroom, "Ben")
    note = PartnerNote.objects.get(student__called="Dov")
    key = f"/c/{classroom.key}"
    ahead = [teacher.get(f"{key}/plan/{told.key}/publish/"), teacher.post(f"{key}/plan/uncover/")]
    publish(told)
    own = [teacher.get(f"{key}/{address}") for address in PAGES]
    own += [
        teacher.get(address)
        for address in (
            "/",
            url("classroom:class_new"),
            url("classroom:confirm_password"),
            url("account_logout"),
            url("classroom:account"),
            url("account_change_password"),
        )
    ]
    own += [sign_in(adult(classroom.school, "Ms. Keane", "account_manager")).get(url("classroom:school"))]
    own += [teacher.post(f"{key}/people/invite/", {"role": "aide"})]
    own += [teacher.get(f"{key}/considerations/"), teacher.post(f"{key}/considerations/uncover/")]
    own += [teacher.get(f"{key}/children/{student.key}/"), teacher.get(f"{key}/children/{student.key}/left/")]
    own += [
        teacher.post(f"{key}/cards/"),
        teacher.post(f"{key}/notes/{note.key}/uncover/"),
        teacher.post(f"{key}/notes/uncover/"),
        teacher.post(f"{key}/rules/uncover/"),
        teacher.post(f"{key}/rules/{classroom.rules.get().key}/uncover/"),
    ]
    partnership = f"{key}/partnerships/{partnership_of(student).key}/"
    own += [teacher.get(partnership), teacher.post(f"{partnership}uncover/"), teacher.get(f"{partnership}card/")]
    open_round(classroom)
    reader.post(url("partners:note_great"), {"student": student.key})
    childs = [
        reader.get(address)
        for address in (
            *CHILDS_PAGES,
            url("partners:note_why", "great", 0),
            url("classroom:thats_me"),
            url("classroom:pick_avatar"),
            url("classroom:still_here"),
        )
    ]
    childs += [reader.post(url("partners:note_why", "hard", 0), {"student": student.key, "unsafe": "1"})]
    invited = Client()
    invited.post(url("classroom:invitation"), {"token": link_for(classroom)})
    strangers = [invited.get(address) for address in (url("classroom:join"), url("classroom:join_new"))]
    open_to_all = (
        *OPEN,
        url("account_login"),
        url("classroom:card"),
        url("classroom:code"),
        *(f"/k/{classroom.code}/{rest}" for rest in ("", "number/", f"{student.key}/", f"number/{student.key}/")),
        url("classroom:ask_your_teacher"),
        url("classroom:time_to_stop"),
        url("partners:all_done"),
    )
    answers = [*ahead, *own, *childs, *strangers, *[nobody.get(address) for address in open_to_all]]
    assert [answer.request["PATH_INFO"] for answer in answers if answer.status_code != 200] == []
    return [*answers, nobody.get("/nothing/here/"), nobody.post(url("classroom:card"))]


def test_every_page_loads_from_this_server_only(told: Plan, classroom: Classroom, owner: User) -> None:
    for answer in every_page(classroom, owner, told):
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "style-src 'self'" in policy
        assert "form-action 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer["Referrer-Policy"] == "same-origin"
        html = answer.content.decode()
        assert re.findall(r'(?:src|href|action|content)="(?:https?:)?//[^"]*', html) == []
        assert re.findall(r"https?://(?!testserver|www\.w3\.org/)[^\s\"'<]*", html) == []
        assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:", html) == []


def test_static_files_name_no_other_server() -> None:
    own = [path for path in Path("static").rglob("*") if path.suffix in (".css", ".js", ".svg", ".html", ".json")]
    assert own
    for file in own:
        assert re.findall(r"(?:https?:)?//(?!www\.w3\.org/)[a-z0-9-]+\.[a-z]{2,}", file.read_text()) == [], file


def test_addresses_hold_no_name_and_no_count(told: Plan, classroom: Classroom, owner: User) -> None:
    """An address contains only our own words and opaque keys. For a child's note it shows which page it is, and not
    which child it is about."""
    found = set()
    for answer in every_page(classroom, owner, told):
        found |= set(re.findall(r'(?:href|action|hx-get)="(/[^"]*)"', answer.content.decode()))
    childs = {address for address in found if address.startswith(url("partners:me"))}
    assert {address for address in childs if not re.fullmatch(r"/me/[a-z/-]*(why/(great|hard)/\d/)?", address)} == set()
    others = {address for address in found - childs if not address.startswith("/static/")}
    inside = {part for address in others for part in re.split(r"[/?#=&]", address)}
    keys = {part for part in inside if re.search(r"\d", part)}
    assert len(found) > 50
    assert {part for part in keys if not re.fullmatch(r"[2-9bcdfghjkmnpqrstvwxz]{10}|[2-9A-Z]{6}", part)} == set()
    assert {part for part in inside if part in ("Ana", "ana", "Ben", "ben", "Ribeiro")} == set()


def test_pages_about_children_are_not_stored_by_the_browser(told: Plan, classroom: Classroom, owner: User) -> None:
    for answer in every_page(classroom, owner, told):
        if re.match(
            r"/($|c/|classes/|confirm/|sign-out/|account/|school/|join/|invitation/|me/|k/|card/)",
            answer.request["PATH_INFO"],
        ):
            assert "no-store" in answer["Cache-Control"], answer.request["PATH_INFO"]
