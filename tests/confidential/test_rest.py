"""After a rest the teacher has to type the password before a cover is lifted."""

import datetime as dt
from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client

from classroom.models import AuditEvent, Classroom, Student, User
from partners.actions import rules
from partners.models import Plan, PlanStep, Round
from partners.planning.draft import layout_of
from tests.addresses import url
from tests.cast import NOW, PASSWORD, TODAY, hand_in, page, sign_in
from tests.confidential.planted import WOMBAT


def uncovers(teacher: Client, classroom: Classroom) -> bool:
    """Whether the cover is lifted. If not, this checks that the answer leads to the password page."""
    answer = teacher.post(url("partners:plan_uncover", classroom.key))
    if answer.status_code == 302:
        assert answer["Location"] == url("classroom:confirm_password") + f"?next=%2Fc%2F{classroom.key}%2Fplan%2F"
    return answer.status_code == 200


def test_after_fifteen_idle_minutes_the_password_is_asked_for(
    clock: time_machine.Traveller, plan: Plan, classroom: Classroom, owner: User
) -> None:
    teacher = sign_in(owner)
    clock.shift(dt.timedelta(minutes=15))
    assert uncovers(teacher, classroom)
    clock.shift(dt.timedelta(minutes=15, seconds=1))
    assert not uncovers(teacher, classroom)


def test_asking_again_or_opening_another_page_does_not_lift_the_cover(
    clock: time_machine.Traveller, plan: Plan, classroom: Classroom, owner: User
) -> None:
    teacher = sign_in(owner)
    clock.shift(dt.timedelta(minutes=16))
    assert not uncovers(teacher, classroom)
    assert not uncovers(teacher, classroom)
    teacher.get(url("partners:home"))
    clock.shift(dt.timedelta(minutes=1))
    assert not uncovers(teacher, classroom)


def test_the_password_lifts_the_cover(
    clock: time_machine.Traveller, plan: Plan, classroom: Classroom, owner: User
) -> None:
    teacher = sign_in(owner)
    clock.shift(dt.timedelta(minutes=16))
    assert not uncovers(teacher, classroom)
    back = url("classroom:confirm_password") + f"?next=/c/{classroom.key}/plan/"
    wrong = teacher.post(back, {"password": "not the one"})
    assert "That is not your password. Try again." in page(wrong)
    assert not uncovers(teacher, classroom)
    assert teacher.post(back, {"password": PASSWORD})["Location"] == url("partners:plan", classroom.key)
    assert uncovers(teacher, classroom)


def test_the_password_page_does_not_redirect_to_another_server(owner: User) -> None:
    answer = sign_in(owner).post(
        url("classroom:confirm_password") + "?next=https://elsewhere.example/", {"password": PASSWORD}
    )
    assert answer["Location"] == "/"


@pytest.mark.parametrize("what", ["flags", "note"])
def test_every_cover_asks_for_the_password(
    what: str, clock: time_machine.Traveller, classroom: Classroom, owner: User, ana: Student, round: Round
) -> None:
    note = hand_in(ana, round)
    address = url("partners:notes", classroom.key) + {"flags": "uncover/", "note": f"{note.key}/uncover/"}[what]
    teacher = sign_in(owner)
    clock.shift(dt.timedelta(minutes=16))
    assert teacher.post(address)["Location"].startswith(url("classroom:confirm_password") + "?next=")
    assert not AuditEvent.objects.filter(verb__in=("note_opened", "cover_lifted")).exists()


def test_polling_for_news_is_no_activity(
    clock: time_machine.Traveller, plan: Plan, classroom: Classroom, owner: User
) -> None:
    teacher = sign_in(owner)
    for _ in range(4):
        clock.shift(dt.timedelta(minutes=4))
        teacher.get(url("partners:notes", classroom.key), headers={"X-Polling": "true"})
    assert not uncovers(teacher, classroom)


def test_looking_at_pages_is_activity(
    clock: time_machine.Traveller, plan: Plan, classroom: Classroom, owner: User
) -> None:
    teacher = sign_in(owner)
    for _ in range(4):
        clock.shift(dt.timedelta(minutes=4))
        teacher.get(url("partners:notes", classroom.key))
    assert uncovers(teacher, classroom)


@pytest.mark.parametrize("htmx", [False, True])
def test_a_request_for_part_of_a_page_moves_the_whole_page_to_the_password(
    htmx: bool, clock: time_machine.Traveller, plan: Plan, classroom: Classroom, owner: User
) -> None:
    """This holds for uncovering after a rest, and after the session has ended."""
    headers = {"HX-Request": "true"} if htmx else {}
    teacher, desk = sign_in(owner), url("partners:plan_draft", classroom.key, plan.key)
    teacher.get(desk)
    clock.shift(dt.timedelta(minutes=16))
    rested = teacher.post(f"{desk}pick-up/", {"child": "", "uncovered": "1"}, headers=headers)
    confirm = url("classroom:confirm_password") + f"?{urlencode({'next': desk})}"
    assert (rested.status_code, rested.get("Location"), rested.get("HX-Redirect")) == (
        (200, None, confirm) if htmx else (302, confirm, None)
    )
    for address in (f"{desk}news/1/names/", url("partners:notes", classroom.key)):
        answer = Client().get(address, headers=headers)
        assert (answer.status_code, answer.get("HX-Refresh")) == ((200, "true") if htmx else (302, None))
    covered = teacher.post(f"{desk}pick-up/", {"child": ""}, headers=headers)
    assert covered["Location"] == desk


@pytest.mark.parametrize("htmx", [False, True])
@pytest.mark.parametrize(
    ("reason", "words"),
    [("", "Nothing is changed yet."), (WOMBAT, "Nothing is changed yet. Write the reason once more.")],
)
def test_confidential_requests_are_not_shown_on_the_password_page(
    reason: str,
    words: str,
    htmx: bool,
    clock: time_machine.Traveller,
    plan: Plan,
    classroom: Classroom,
    owner: User,
    ana: Student,
    ben: Student,
) -> None:
    """The requests relax a rule, which names its children, and lock a pair with a reason."""
    rules.add_rule(classroom=classroom, kind="never", students=[ana, ben], by=owner, now=NOW)
    teacher, desk = sign_in(owner), url("partners:plan_draft", classroom.key, plan.key)
    teacher.get(desk)
    clock.shift(dt.timedelta(minutes=16))
    behind = {"version": 1, "uncovered": "1", "reason": reason, "password": PASSWORD}
    confirm = url("classroom:confirm_password") + f"?{urlencode({'next': desk})}"
    for what, fields in {
        "relax": {"kind": "never", "students": f"{ana.key} {ben.key}"},
        "lock": {"child": ana.key, "to_coach": "on"},
    }.items():
        answer = teacher.post(f"{desk}{what}/", behind | fields, headers={"HX-Request": "true"} if htmx else {})
        assert answer["HX-Redirect" if htmx else "Location"] == confirm
        assert answer.content == b""
        asked = page(teacher.get(confirm))
        assert f">{words}</p>" in asked
        assert [said for said in (WOMBAT, "never", "to_coach", ana.key, ben.key) if said in asked] == []
    assert not PlanStep.objects.exists()


def test_a_lock_keeps_its_reason_when_a_new_reason_is_lost(
    clock: time_machine.Traveller, plan: Plan, classroom: Classroom, owner: User, ana: Student
) -> None:
    teacher, desk = sign_in(owner), url("partners:plan_draft", classroom.key, plan.key)
    mine = {"child": ana.key, "uncovered": "1"}
    teacher.post(f"{desk}lock/", {**mine, "version": 1, "reason": WOMBAT, "to_coach": "on"})
    clock.shift(dt.timedelta(minutes=16))
    answer = teacher.post(f"{desk}lock/", {**mine, "version": 2, "reason": "New"}, follow=True)
    assert "Write the reason once more." in page(answer)
    teacher.post(f"{desk}lock/", {"version": 2, "child": ana.key, "password": PASSWORD})
    plan.refresh_from_db()
    assert [(lock.reason, lock.to_coach) for lock in layout_of(plan, TODAY).locks] == [(WOMBAT, True)]
