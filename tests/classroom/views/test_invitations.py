"""An invitation link in another browser: the person opens it, signs in or signs up, and joins."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from classroom.actions import invitations
from classroom.models import Classroom, Invitation, School, Student, User
from tests.addresses import url
from tests.cast import NOW, PASSWORD, link_for, link_to_school, owner_of, page, seat, sign_in, wide

MAIL = list[EmailMessage]
NEW = {"name": "Mo Reyes", "email": "Mo@school.example", "password": "ink and glue and paper"}


def opened(secret: str, client: Client | None = None) -> Client:
    """A browser in which the person has opened the link."""
    client = client or Client()
    assert client.post(url("classroom:invitation"), {"token": secret})["Location"] == url("classroom:join")
    return client


def alert(html: str) -> str:
    found = re.search(r'<p class="alert[^>]*>([^<]*)</p>', html)
    assert found
    return found[1]


def test_a_new_person_joins(classroom: Classroom, mailoutbox: MAIL) -> None:
    client = opened(link_for(classroom))
    html = page(client.get(url("classroom:join")))
    assert "Ms. Okafor invites you to share the class Room 12 at Riverbend School." in html
    assert "the children’s notes too" in html
    assert "Ana" not in html
    answer = client.post(url("classroom:join_new"), NEW)
    assert answer["Location"] == url("account_login") + "?next=%2Fjoin%2F"
    assert client.get(url("partners:home")).status_code == 302, "the password is typed once more"
    answer = client.post(
        answer["Location"], {"login": NEW["email"], "password": NEW["password"], "next": url("classroom:join")}
    )
    assert answer["Location"] == url("classroom:join")
    assert client.get(url("classroom:join"))["Location"] == url("classroom:class", classroom.key)
    assert "Ana" in page(client.get(url("classroom:class", classroom.key)))
    assert page(client.get(url("classroom:join")), status=410)
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["mo@school.example"], "Your account in Partners"),
        ([owner_of(classroom).email], "Someone used your link"),
    ]
    assert "Mo Reyes (mo@school.example) used your link and joined Room 12 as co-teacher." in str(mailoutbox[1].body)


def test_a_person_with_an_account_joins(classroom: Classroom, other_teacher: User) -> None:
    client = opened(link_for(classroom))
    typed = {"login": other_teacher.email, "password": PASSWORD, "next": url("classroom:join")}
    assert client.post(url("account_login"), typed)["Location"] == url("classroom:join")
    assert "Join as Mr. Abara" in page(client.get(url("classroom:join")))
    assert client.get(url("classroom:class", classroom.key)).status_code == 404, "looking is not joining"
    answer = client.post(url("classroom:join"))
    assert answer["Location"] == url("classroom:class", classroom.key)
    assert "Welcome to Room 12." in page(client.get(answer["Location"]))


def test_a_person_who_is_signed_in_joins(classroom: Classroom, other_teacher: User) -> None:
    client = opened(link_for(classroom, "aide"), sign_in(other_teacher))
    assert client.post(url("classroom:join"))["Location"] == "/"
    assert "Room 12" in page(client.get(url("partners:home")))


def test_the_answer_is_the_same_for_an_address_with_an_account(
    classroom: Classroom, other_teacher: User, mailoutbox: MAIL
) -> None:
    """The whole page is the same. Only a mail to that address says that there is an account."""
    answers = []
    for email in ("nobody@school.example", other_teacher.email):
        client = opened(link_for(classroom))
        answer = client.post(url("classroom:join_new"), {**NEW, "email": email})
        html = page(client.get(answer["Location"]))
        without_token = re.sub(r'value="[^"]{64}"', "", html)
        answers.append((answer.status_code, answer["Location"], without_token, sorted(client.session.keys())))
    assert answers[0] == answers[1]
    assert alert(answers[0][2]).startswith("Now sign in with that e-mail and password.")
    assert [mail.to[0] for mail in mailoutbox if mail.to[0] == other_teacher.email] == [other_teacher.email]
    assert "you have one" in str(mailoutbox[-1].body)


def test_a_person_who_forgot_their_account_can_sign_in(classroom: Classroom, other_teacher: User) -> None:
    client = opened(link_for(classroom))
    client.post(url("classroom:join_new"), {**NEW, "email": other_teacher.email})
    client.post(url("account_login"), {"login": other_teacher.email, "password": PASSWORD})
    assert "Join as Mr. Abara" in page(client.get(url("classroom:join")))
    assert client.post(url("classroom:join"))["Location"] == url("classroom:class", classroom.key)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"password": "short"}, "This password is too short."),
        ({"password": "mo@school.exam"}, "The password is too similar to the e-mail"),
        ({"email": "mo"}, "Enter a valid email address."),
        ({"name": ""}, "This field is required."),
        ({"name": "Mo\nBcc: x@x.example"}, "Leave out signs that can't be seen."),
    ],
)
def test_an_invalid_form_says_why_and_loses_nothing(classroom: Classroom, change: dict[str, str], message: str) -> None:
    client = opened(link_for(classroom))
    typed = {**NEW, **change}
    html = page(client.post(url("classroom:join_new"), typed))
    assert message in html
    assert f'value="{typed["password"]}"' not in html
    assert ('value="Mo@school.example"' in html) == ("email" not in change)
    assert not User.objects.filter(email="mo@school.example").exists()
    assert Invitation.objects.get().used_at is None


# Links that are over


def over(client: Client) -> None:
    for address in (url("classroom:join"), url("classroom:join_new")):
        assert "This link does not work any more" in page(client.get(address), status=410)
    assert page(client.post(url("classroom:join")), status=410)
    assert page(client.post(url("classroom:join_new"), NEW), status=410)


def test_every_link_that_is_over_gets_the_same_message(classroom: Classroom, other_teacher: User, clock: Any) -> None:
    used, back, late = link_for(classroom), link_for(classroom), link_for(classroom)
    invitations.accept(invitation=invitations.find(secret=used, now=NOW), user=other_teacher, now=NOW)
    found = invitations.find(secret=back, now=NOW)
    invitations.take_back(invitation=found, by=owner_of(classroom), now=NOW)
    clock.shift(7 * 24 * 60 * 60)
    pages = set()
    for secret in (used, back, late, "wrong", ""):
        client = opened(secret)
        pages.add(page(client.get(url("classroom:join")), status=410))
        over(client)
    assert len(pages) == 1


def test_a_link_may_end_while_its_page_is_open(classroom: Classroom, owner: User, other_teacher: User) -> None:
    secret = link_for(classroom)
    first, second = opened(secret), opened(secret, sign_in(other_teacher))
    assert second.post(url("classroom:join"))["Location"] == url("classroom:class", classroom.key)
    assert page(first.post(url("classroom:join_new"), NEW), status=410)
    assert not User.objects.filter(email="mo@school.example").exists()


def test_a_dead_link_makes_the_browser_forget_the_live_one(classroom: Classroom) -> None:
    client = opened("wrong", opened(link_for(classroom)))
    over(client)


# Secrets, sessions and limits


def test_a_person_who_may_not_join_gets_the_reason(classroom: Classroom, outsider: User) -> None:
    client = opened(link_for(classroom), sign_in(outsider))
    html = page(client.post(url("classroom:join"), follow=True))
    assert alert(html).startswith("Your account belongs to another school.")
    assert client.get(url("classroom:class", classroom.key)).status_code == 404


def test_the_secret_is_in_no_address_that_the_server_sees(classroom: Classroom, owner: User) -> None:
    secret = link_for(classroom)
    client = opened(f"http://testserver/invitation/#{secret}")  # as pasted, without a script
    assert secret not in str(client.session.items())
    assert secret not in page(client.get(url("classroom:join"))) + page(client.get(url("classroom:join_new")))
    html = page(Client().get(url("classroom:invitation")))
    assert 'id="token" method="post" action="/invitation/"' in html
    assert "js/token.js" in html
    assert "history.replaceState" in Path("static/js/token.js").read_text()
    answer = sign_in(owner).post(url("classroom:invite", classroom.key), {"role": "aide"})
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("spelling", [wide, lambda link: f" {link[:40]}\r\n{link[40:]} "])
def test_a_pasted_link_is_read_as_it_was_copied(classroom: Classroom, spelling: Callable[[str], str]) -> None:
    client = opened(spelling(f"http://testserver/invitation/#{link_for(classroom)}"))
    assert "Room 12" in page(client.get(url("classroom:join")))


def test_an_account_is_made_with_an_address_in_full_width(classroom: Classroom) -> None:
    client = opened(link_for(classroom))
    sent = {"name": "Mo Reyes", "email": wide("mo@school.example"), "password": PASSWORD}
    client.post(url("classroom:join_new"), sent)
    assert User.objects.filter(email="mo@school.example").exists()


def test_a_child_at_the_device_is_signed_out_by_joining(
    ana: Student, classroom: Classroom, other_teacher: User
) -> None:
    client = opened(link_for(classroom), seat(ana))
    client.post(
        url("account_login"), {"login": other_teacher.email, "password": PASSWORD, "next": url("classroom:join")}
    )
    assert client.post(url("classroom:join"))["Location"] == url("classroom:class", classroom.key)
    assert ana.sittings.filter(ended_at=None).count() == 0


def test_an_aide_sees_nothing_confidential(classroom: Classroom, ana: Student, published: object) -> None:
    """An aide sees who works with whom, and nothing that was written about a child."""
    client = opened(link_for(classroom, "aide"))
    client.post(url("classroom:join_new"), NEW)
    client.post(url("account_login"), {"login": NEW["email"], "password": NEW["password"]})
    key = f"/c/{classroom.key}"
    seen = {
        address: client.get(f"{key}/{address}").status_code
        for address in ("", "notes/", "plan/", "record/", "people/", "cards/", "partnerships/", "wall/")
    }
    assert seen == {
        **dict.fromkeys(("", "notes/", "plan/", "record/", "people/", "cards/"), 404),
        **dict.fromkeys(("partnerships/", "wall/"), 200),
    }
    assert "New class" not in page(client.get(url("partners:home")))


def test_a_link_may_invite_an_account_manager(school: School, account_manager: User) -> None:
    client = opened(link_to_school(school, "account_manager", account_manager))
    assert "Ms. Keane invites you to look after the accounts of Riverbend School." in page(
        client.get(url("classroom:join"))
    )
    client.post(url("classroom:join_new"), NEW)
    client.post(url("account_login"), {"login": NEW["email"], "password": NEW["password"]})
    assert client.get(url("classroom:join"))["Location"] == url("classroom:school")
    assert client.get(url("classroom:school")).status_code == 200
