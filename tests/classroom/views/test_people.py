"""The page People of a class: invitation links, and the people who share the class."""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.test import Client

from classroom.models import Classroom, Invitation, User
from tests.addresses import url
from tests.cast import PASSWORD, page, sign_in

MAIL = list[EmailMessage]
SENT = re.compile(r"http://testserver/invitation/#[\w-]{32}")


def people(classroom: Classroom, user: User) -> str:
    return page(sign_in(user).get(url("classroom:people", classroom.key)))


def number(classroom: Classroom, user: User) -> str:
    return str(classroom.memberships.get(user=user).pk)


def test_the_page_lists_who_shares_the_class(classroom: Classroom, owner: User, co_teacher: User, aide: User) -> None:
    html = people(classroom, owner)
    lines = re.findall(r"<b dir=\"auto\">([^<]*)</b>.*?small\">([^·]*) ·", html, re.DOTALL)
    assert lines == [("Ms. Okafor", "Teacher"), ("Mr. Lindqvist", "Co-teacher"), ("Mrs. Tanaka", "Aide")]
    assert html.count("/people/remove/") == 2


def test_a_co_teacher_sees_who_shares_the_class_and_no_more(classroom: Classroom, co_teacher: User, aide: User) -> None:
    html = people(classroom, co_teacher)
    assert "Mrs. Tanaka" in html
    mine = ("/people/remove/", "/people/invite/", "/people/hand-over/", "/archive/", "/next/", "Take back")
    assert [address for address in mine if address in html] == []
    assert html.count("/people/leave/") == 1


def test_a_link_is_shown_once(classroom: Classroom, owner: User) -> None:
    answer = sign_in(owner).post(url("classroom:invite", classroom.key), {"role": "aide", "email": ""})
    assert len(SENT.findall(page(answer))) == 1
    assert "no-store" in answer["Cache-Control"]
    html = people(classroom, owner)
    assert SENT.findall(html) == []
    assert "Links that are out" in html
    assert "until Monday, 19 January" in html


def test_a_link_is_mailed(classroom: Classroom, owner: User, mailoutbox: MAIL) -> None:
    html = page(
        sign_in(owner).post(url("classroom:invite", classroom.key), {"role": "co_teacher", "email": "mo@x.example"})
    )
    assert "The link is on its way to mo@x.example." in html
    assert [mail.to for mail in mailoutbox] == [["mo@x.example"]]
    assert mailoutbox[0].subject == "Your way into Partners"
    assert SENT.findall(str(mailoutbox[0].body)) == SENT.findall(html)
    assert "Ms. Okafor invites you to share the class Room 12 at Riverbend School." in str(mailoutbox[0].body)
    assert "Co-teacher, sent to mo@x.example" in people(classroom, owner)


def test_a_mail_that_cannot_be_sent_is_reported(classroom: Classroom, owner: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.classroom.views.test_accounts.Resting"
    html = page(sign_in(owner).post(url("classroom:invite", classroom.key), {"role": "aide", "email": "mo@x.example"}))
    assert "The mail could not be sent. Copy the link, and send it yourself." in html
    assert len(SENT.findall(html)) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"role": "owner", "email": ""}, "owner is not one of the available choices"),
        ({"role": "teacher", "email": ""}, "teacher is not one of the available choices"),
        ({"role": "aide", "email": "mo at school"}, "Enter a valid email address."),
        ({"email": "mo@x.example"}, "This field is required."),
    ],
)
def test_an_invalid_invitation_makes_no_link(
    classroom: Classroom, owner: User, typed: dict[str, str], said: str, mailoutbox: MAIL
) -> None:
    html = page(sign_in(owner).post(url("classroom:invite", classroom.key), typed), status=422)
    assert said in html
    assert f'value="{typed.get("email")}"' in html or not typed.get("email")
    assert (Invitation.objects.count(), mailoutbox) == (0, [])


def test_a_link_is_taken_back(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    html = page(teacher.post(url("classroom:invite", classroom.key), {"role": "aide"}))
    link = SENT.findall(html)[0]
    answer = teacher.post(url("classroom:take_back", classroom.key, Invitation.objects.get().key))
    assert answer["Location"] == url("classroom:people", classroom.key)
    assert "Links that are out" not in people(classroom, owner)
    stranger = Client()
    stranger.post(url("classroom:invitation"), {"token": link})
    assert "This link does not work any more" in page(stranger.get(url("classroom:join")), status=410)


# Removing people, and leaving


def test_an_open_session_loses_the_class_at_once(classroom: Classroom, owner: User, co_teacher: User) -> None:
    other = sign_in(co_teacher)
    assert other.get(url("partners:notes", classroom.key)).status_code == 200
    answer = sign_in(owner).post(
        url("classroom:person_remove", classroom.key), {"person": number(classroom, co_teacher)}
    )
    assert answer["Location"] == url("classroom:people", classroom.key)
    for address in ("", "notes/", "plan/", "partnerships/", "people/"):
        assert other.get(f"/c/{classroom.key}/{address}").status_code == 404
    assert other.post(url("partners:plan_uncover", classroom.key)).status_code == 404
    assert "Room 12" not in page(other.get(url("partners:home")))


def test_a_person_of_another_class_is_not_removed_from_here(
    classroom: Classroom, other_classroom: Classroom, owner: User, other_teacher: User
) -> None:
    teacher = sign_in(owner)
    for typed in (number(other_classroom, other_teacher), "", "x", "-1", "9" * 30, "²"):
        assert teacher.post(url("classroom:person_remove", classroom.key), {"person": typed}).status_code == 404
    assert other_classroom.memberships.count() == 1


def test_the_owner_is_not_removed(classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    answer = teacher.post(
        url("classroom:person_remove", classroom.key), {"person": number(classroom, owner)}, follow=True
    )
    assert "Hand the class over first" in page(answer)
    assert classroom.memberships.count() == 1


def test_an_aide_leaves(classroom: Classroom, aide: User) -> None:
    helper = sign_in(aide)
    html = page(helper.post(url("classroom:class_leave", classroom.key), follow=True))
    assert "You no longer share Room 12." in html
    assert helper.get(url("partners:partnerships", classroom.key)).status_code == 404


# Another owner


def test_handing_over_asks_for_the_password(
    classroom: Classroom, owner: User, co_teacher: User, mailoutbox: MAIL
) -> None:
    teacher, address = sign_in(owner), url("classroom:hand_over", classroom.key)
    typed = {"to": str(co_teacher.pk), "stays": "on"}
    html = page(teacher.post(address, {**typed, "password": "wrong"}))
    assert "That is not your password. Try again." in html
    assert f'<option value="{co_teacher.pk}" selected>' in html
    assert (classroom.memberships.get(user=owner).role, mailoutbox) == ("owner", [])
    html = page(teacher.post(address, {**typed, "password": PASSWORD}, follow=True))
    assert "Room 12 is Mr. Lindqvist’s class now." in html
    assert "/people/invite/" not in html
    assert dict(classroom.memberships.values_list("user__name", "role")) == {
        "Mr. Lindqvist": "owner",
        "Ms. Okafor": "co_teacher",
    }
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [([co_teacher.email], "A class is yours now")]
    assert teacher.get(address).status_code == 404


def test_the_owner_hands_over_and_leaves(classroom: Classroom, owner: User, other_teacher: User) -> None:
    teacher = sign_in(owner)
    typed = {"to": str(other_teacher.pk), "password": PASSWORD}
    answer = teacher.post(url("classroom:hand_over", classroom.key), typed)
    assert answer["Location"] == "/"
    assert teacher.get(url("classroom:class", classroom.key)).status_code == 404
    assert "Room 12" in page(sign_in(other_teacher).get(url("partners:home")))


def test_wrong_passwords_when_handing_over_count_like_signing_in(
    clock: time_machine.Traveller, classroom: Classroom, owner: User, co_teacher: User
) -> None:
    teacher = sign_in(owner)
    typed = {"to": str(co_teacher.pk), "password": "wrong"}
    answers = [teacher.post(url("classroom:hand_over", classroom.key), typed).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    clock.shift(dt.timedelta(minutes=1))
    typed["password"] = PASSWORD
    assert teacher.post(url("classroom:hand_over", classroom.key), typed).status_code == 429
    assert classroom.memberships.get(user=owner).role == "owner"


@pytest.mark.parametrize("to", ["", "0", "x"])
def test_handing_over_needs_a_person(
    classroom: Classroom, owner: User, co_teacher: User, outsider: User, to: str
) -> None:
    address = url("classroom:hand_over", classroom.key)
    for typed in (to, str(outsider.pk)):
        page(sign_in(owner).post(address, {"to": typed, "password": PASSWORD}))
    assert classroom.memberships.get(user=owner).role == "owner"


def test_the_page_says_when_there_is_no_one_to_hand_over_to(classroom: Classroom, owner: User) -> None:
    html = page(sign_in(owner).get(url("classroom:hand_over", classroom.key)))
    assert "There is nobody yet who could have the class." in html


def test_actions_appear_in_the_audit_feed(
    classroom: Classroom, owner: User, co_teacher: User, other_teacher: User
) -> None:
    teacher = sign_in(owner)
    teacher.post(url("classroom:invite", classroom.key), {"role": "aide"})
    teacher.post(url("classroom:person_remove", classroom.key), {"person": number(classroom, co_teacher)})
    html = page(teacher.get(url("partners:record", classroom.key)))
    assert "made a link for someone" in html
    assert 'removed <span dir="auto">Mr. Lindqvist</span>' in html
