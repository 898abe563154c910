"""The school's page: people, classes and counts, and nothing about a child."""

import re
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from classroom.actions import roster, year_end
from classroom.models import Classroom, Invitation, School, Student, User
from classroom.names import Name
from partners.models import Partnership
from tests.addresses import url
from tests.cast import NOW, PASSWORD, adult, hand_in, know, observe, open_round, page, sign_in

MAIL = list[EmailMessage]
SENT = re.compile(r"http://testserver/invitation/#[\w-]{32}")
WOMBAT = "wombat"


@pytest.fixture
def manager(account_manager: User) -> Client:
    return sign_in(account_manager)


def gone(manager: Client, user: User) -> None:
    assert manager.post(url("classroom:account_close"), {"person": str(user.pk)})["Location"] == url("classroom:school")


def test_the_page_shows_people_classes_and_counts(
    manager: Client, classroom: Classroom, other_classroom: Classroom, co_teacher: User, aide: User, outsider: User
) -> None:
    html = page(manager.get(url("classroom:school")))
    people = re.findall(r"<b dir=\"auto\">([^<]*)</b>.*?small\">([^·]*) · (\d)", html, re.DOTALL)
    assert people == [
        ("Mr. Abara", "Teacher", "1"),
        ("Mr. Lindqvist", "Teacher", "1"),
        ("Mrs. Tanaka", "Aide", "1"),
        ("Ms. Keane", "Looks after accounts", "0"),
        ("Ms. Okafor", "Teacher", "1"),
    ]
    classes = re.findall(r"<b>([^<]*)</b>.*?small\">[^·]* · (\d+) child(?:ren)? · <span dir=\"auto\">([^<]*)<", html)
    assert classes == [("Room 12", "6", "Ms. Okafor"), ("Room 14", "2", "Mr. Abara")]
    assert outsider.name not in html


def test_no_page_of_an_account_manager_names_or_describes_a_child(
    manager: Client,
    classroom: Classroom,
    owner: User,
    account_manager: User,
    partnership: Partnership,
    ana: Student,
    ben: Student,
) -> None:
    know(students={ana: {"interests": [WOMBAT]}}, classroom=classroom, by=owner, now=NOW)
    observe(partnership=partnership, strengths=[], next_steps=[], state="needs_me", note=WOMBAT, by=owner, now=NOW)
    note = hand_in(ana, open_round(classroom), great={ben: ["kind"]})
    roster.mark_left(student=ben, by=owner, now=NOW)
    gone(manager, owner)
    key = classroom.key
    answers = [
        manager.get(address)
        for address in ("/", url("classroom:school"), url("classroom:school_hand_over", key), url("classroom:account"))
    ]
    answers += [manager.post(url("classroom:school_invite"), {"role": "teacher"})]
    words = (*(s.first_name for s in classroom.students.all()), "Ribeiro", WOMBAT, "needs_me", "kind", classroom.code)
    for answer in answers:
        assert [word for word in words if re.search(rf"\b{word}\b", page(answer))] == []
        assert "no-store" in answer["Cache-Control"]
    inside = ("", "notes/", "plan/", "record/", "partnerships/", "wall/", "cards/", "people/", "people/hand-over/")
    assert {manager.get(f"/c/{key}/{address}").status_code for address in inside} == {404}
    assert manager.post(url("partners:note_uncover", key, note.key)).status_code == 404
    assert manager.get(url("classroom:student", key, ana.key)).status_code == 404


def test_an_account_manager_invites_a_teacher(manager: Client, school: School, mailoutbox: MAIL) -> None:
    html = page(manager.post(url("classroom:school_invite"), {"role": "teacher", "email": "mo@x.example"}))
    assert len(SENT.findall(html)) == 1
    assert [mail.to for mail in mailoutbox] == [["mo@x.example"]]
    assert "Ms. Keane invites you to plan writing partners at Riverbend School." in str(mailoutbox[0].body)
    invitation = Invitation.objects.get()
    assert (invitation.school, invitation.classroom, invitation.role) == (school, None, "teacher")
    assert SENT.findall(page(manager.get(url("classroom:school")))) == []
    manager.post(url("classroom:school_take_back", invitation.key))
    assert "Links that are out" not in page(manager.get(url("classroom:school")))


@pytest.mark.parametrize("role", ["co_teacher", "aide", "owner", ""])
def test_an_account_manager_cannot_invite_to_a_class(manager: Client, classroom: Classroom, role: str) -> None:
    assert manager.post(url("classroom:school_invite"), {"role": role}).status_code == 422
    assert not Invitation.objects.exists()


def test_an_account_manager_does_not_see_links_to_a_class(manager: Client, classroom: Classroom, owner: User) -> None:
    sign_in(owner).post(url("classroom:invite", classroom.key), {"role": "aide"})
    assert "Links that are out" not in page(manager.get(url("classroom:school")))
    assert manager.post(url("classroom:school_take_back", Invitation.objects.get().key)).status_code == 404


# Accounts


def test_an_account_manager_closes_an_account(
    manager: Client, classroom: Classroom, owner: User, mailoutbox: MAIL
) -> None:
    teacher = sign_in(owner)
    assert teacher.get(url("classroom:class", classroom.key)).status_code == 200
    gone(manager, owner)
    assert teacher.get(url("classroom:class", classroom.key))["Location"].startswith(url("account_login"))
    answer = Client().post(url("account_login"), {"login": owner.email, "password": PASSWORD}, follow=True)
    assert "This account is closed." in page(answer)
    assert [(mail.to, mail.subject) for mail in mailoutbox] == [([owner.email], "Your account was closed")]
    manager.post(url("classroom:account_open"), {"person": str(owner.pk)})
    assert Client().post(url("account_login"), {"login": owner.email, "password": PASSWORD})["Location"] == "/"


def test_an_account_manager_closes_neither_their_own_nor_other_schools_accounts(
    manager: Client, account_manager: User, outsider: User
) -> None:
    html = page(manager.post(url("classroom:account_close"), {"person": str(account_manager.pk)}, follow=True))
    assert "Ask someone else to close your account." in html
    for typed in (str(outsider.pk), "", "x", "9" * 30):
        assert manager.post(url("classroom:account_close"), {"person": typed}).status_code == 404
        assert manager.post(url("classroom:account_open"), {"person": typed}).status_code == 404
    assert set(User.objects.values_list("is_active", flat=True)) == {True}


def test_an_account_manager_changes_no_password_and_no_address(manager: Client, owner: User) -> None:
    """The form has no field for either, and values that are sent anyway change nothing."""
    before = User.objects.values("email", "password").get(pk=owner.pk)
    sent = {"person": str(owner.pk), "email": "mine@x.example", "password": "mine now mine now", "new_password": "x"}
    for address in ("accounts/close/", "accounts/open/", "invite/", ""):
        manager.post(f"/school/{address}", sent)
    assert User.objects.values("email", "password").get(pk=owner.pk) == before
    html = page(manager.get(url("classroom:school")))
    assert re.findall(r'<input[^>]*type="password"', html) == []


def test_an_account_manager_steps_down(manager: Client, school: School) -> None:
    assert "Nobody else looks after accounts yet." in page(manager.post(url("classroom:school_step_down"), follow=True))
    adult(school, "Mr. Next", "account_manager")
    assert manager.post(url("classroom:school_step_down"))["Location"] == "/"
    assert manager.get(url("classroom:school")).status_code == 404


# Classes


def test_an_account_manager_archives_a_class(manager: Client, classroom: Classroom, owner: User) -> None:
    assert manager.post(url("classroom:school_archive", classroom.key))["Location"] == url("classroom:school")
    assert "(archived)" in page(manager.get(url("classroom:school")))
    assert sign_in(owner).post(url("classroom:window_open", classroom.key)).status_code == 409
    manager.post(url("classroom:school_bring_back", classroom.key))
    classroom.refresh_from_db()
    assert classroom.archived_at is None


def test_a_class_of_another_school_is_not_found(manager: Client, outsider: User) -> None:
    room = Classroom.objects.get(memberships__user=outsider)
    for address in ("archive/", "back/", "hand-over/"):
        assert manager.post(f"/school/classes/{room.key}/{address}").status_code == 404


def hand_over(manager: Client, classroom: Classroom, to: User) -> Any:
    return manager.post(url("classroom:school_hand_over", classroom.key), {"to": str(to.pk)}, follow=True)


def test_no_class_is_handed_over_while_its_owner_is_here(
    manager: Client, classroom: Classroom, owner: User, other_teacher: User, mailoutbox: MAIL
) -> None:
    assert "Room 12 has its teacher" in page(manager.get(url("classroom:school_hand_over", classroom.key)))
    assert "Ms. Okafor has this class" in page(hand_over(manager, classroom, other_teacher))
    assert (classroom.memberships.get().user, mailoutbox) == (owner, [])


def test_a_class_is_handed_over_when_its_owner_has_left(
    manager: Client,
    classroom: Classroom,
    owner: User,
    co_teacher: User,
    aide: User,
    other_teacher: User,
    mailoutbox: MAIL,
) -> None:
    gone(manager, owner)
    mailoutbox.clear()
    html = page(hand_over(manager, classroom, other_teacher))
    assert "Room 12 is Mr. Abara’s class now." in html
    assert dict(classroom.memberships.values_list("user__name", "role")) == {
        "Mr. Abara": "owner",
        "Mr. Lindqvist": "co_teacher",
        "Mrs. Tanaka": "aide",
    }
    told = sorted(mail.to[0] for mail in mailoutbox)
    assert told == sorted([owner.email, co_teacher.email, other_teacher.email])
    assert "Ms. Keane, who looks after accounts at Riverbend School, handed the class Room 12" in str(
        mailoutbox[0].body
    )
    assert manager.get(url("classroom:class", classroom.key)).status_code == 404


def test_an_account_manager_cannot_take_over_a_class(
    manager: Client, classroom: Classroom, owner: User, account_manager: User
) -> None:
    """This also holds if the account manager teaches: they are not in the list, and are refused if they are sent
    anyway."""
    account_manager.school_memberships.create(school=classroom.school, role="teacher")
    gone(manager, owner)
    html = page(manager.get(url("classroom:school_hand_over", classroom.key)))
    assert "There is no teacher yet who could have it." in html
    hand_over(manager, classroom, account_manager)
    assert classroom.memberships.get().user == owner


def test_an_archived_class_is_handed_over_when_its_owner_has_left(
    manager: Client, classroom: Classroom, owner: User, other_teacher: User
) -> None:
    year_end.archive(classroom=classroom, by=owner, now=NOW)
    gone(manager, owner)
    hand_over(manager, classroom, other_teacher)
    assert "Archived" in page(sign_in(other_teacher).get(url("partners:home")))


def test_emails_contain_no_childs_name(
    manager: Client, classroom: Classroom, owner: User, other_teacher: User, mailoutbox: MAIL
) -> None:
    roster.add_students(classroom=classroom, names=[Name("Zora Wombat", "Zora")], by=owner, now=NOW)
    teacher = sign_in(owner)
    teacher.post(url("classroom:invite", classroom.key), {"role": "aide", "email": "mo@x.example"})
    gone(manager, owner)
    hand_over(manager, classroom, other_teacher)
    written = " ".join(f"{mail.subject} {mail.body}" for mail in mailoutbox)
    assert len(mailoutbox) == 4
    assert [s.first_name for s in classroom.students.all() if re.search(rf"\b{s.first_name}\b", written)] == []
