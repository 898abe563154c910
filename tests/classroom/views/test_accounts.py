"""Adults sign in and out, and change their accounts."""

import base64
import datetime as dt
import json
import re
from typing import Any

import pytest
import time_machine
from django.contrib.auth.hashers import check_password, make_password
from django.core import signing
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client

import classroom.settings
from classroom.actions import first_teacher
from classroom.models import Classroom, School, Student, User
from tests.addresses import url
from tests.cast import NOW, PASSWORD, adult, open_window, page, seat, sign_in, token_of, wide

SIGN_UP = {
    "school": "Riverbend",
    "name": "Ms. Okafor",
    "email": "okafor@school.example",
    "password": "paper and ink",
}


def test_the_shipped_settings_hash_passwords_with_argon2() -> None:
    """The settings of the tests use a faster hasher."""
    assert classroom.settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_a_real_argon2_hash_checks_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = classroom.settings.PASSWORD_HASHERS
    kept = make_password(PASSWORD)
    assert kept.startswith("argon2$argon2id$")
    assert check_password(PASSWORD, kept)
    assert not check_password("another one", kept)


@pytest.mark.django_db
def test_the_first_teacher_signs_up(clock: time_machine.Traveller) -> None:
    client = Client()
    code = first_teacher.make_sign_up_code(now=NOW)
    answer = client.post(url("account_signup"), {**SIGN_UP, "code": code}, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert "Ms. Okafor" in page(answer)
    assert client.get(url("account_signup")).status_code == 404
    assert Client().post(url("account_signup"), {**SIGN_UP, "code": code}).status_code == 404
    assert User.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"code": "AAAA-BBBB-CCCC"}, "That code does not fit."),
        ({"password": "short"}, "This password is too short."),
        ({"password": "password1234"}, "This password is too common."),
        ({"password": "okafor@school"}, "The password is too similar to the e-mail"),
        ({"email": "okafor"}, "Enter a valid email address."),
        ({"school": ""}, "This field is required."),
        ({"name": "x" * 81}, "at most 80 characters"),
    ],
)
def test_an_invalid_form_says_why_and_comes_back(
    change: dict[str, str], message: str, clock: time_machine.Traveller
) -> None:
    client = Client()
    sent = {**SIGN_UP, "code": first_teacher.make_sign_up_code(now=NOW), **change}
    html = page(client.post(url("account_signup"), sent))
    assert message in html
    for name, value in sent.items():
        assert (f'value="{value}"' in html) == (name != "password" and value != "")
    assert not User.objects.exists()


def test_an_adult_signs_in_and_out(owner: User, classroom: Classroom) -> None:
    client = Client()
    assert (
        client.get(url("classroom:class", classroom.key))["Location"]
        == url("account_login") + f"?next=/c/{classroom.key}/"
    )
    answer = client.post(
        url("account_login") + f"?next=/c/{classroom.key}/", {"login": owner.email.upper(), "password": PASSWORD}
    )
    assert answer["Location"] == url("classroom:class", classroom.key)
    assert "Room 12" in page(client.get(url("classroom:class", classroom.key)))
    assert client.post(url("account_logout"))["Location"] == url("account_login")
    assert client.get(url("partners:home"))["Location"] == url("account_login")


def test_a_get_does_not_sign_out(owner: User) -> None:
    client = sign_in(owner)
    assert "Sign out?" in page(client.get(url("account_logout")))
    assert client.get(url("partners:home")).status_code == 200


def test_a_wrong_password_reveals_nothing_else(owner: User) -> None:
    said = []
    for login in (owner.email, "nobody@school.example"):
        html = page(Client().post(url("account_login"), {"login": login, "password": "wrong"}))
        assert f'value="{login}"' in html
        assert "wrong" not in html.replace("wrong password", "")
        said.append(html[html.index("alert") :].split("</ul>")[0])
    assert said[0] == said[1]


def test_after_five_wrong_passwords_the_right_one_is_refused_for_fifteen_minutes(
    clock: time_machine.Traveller, owner: User, co_teacher: User
) -> None:
    client = Client()
    answers = [
        client.post(url("account_login"), {"login": owner.email, "password": "wrong"}).status_code for _ in range(5)
    ]
    assert answers == [200, 200, 200, 200, 429]
    html = page(client.post(url("account_login"), {"login": owner.email, "password": PASSWORD}), status=429)
    assert "15 minutes" in html
    # A colleague at the same address can still sign in.
    assert client.post(url("account_login"), {"login": co_teacher.email, "password": PASSWORD}).status_code == 302
    clock.shift(dt.timedelta(minutes=16))
    assert Client().post(url("account_login"), {"login": owner.email, "password": PASSWORD}).status_code == 302


def test_wrong_passwords_of_confirming_count_toward_the_same_limit(clock: time_machine.Traveller, owner: User) -> None:
    client = sign_in(owner)
    for _ in range(4):
        assert client.post(url("classroom:confirm_password"), {"password": "wrong"}).status_code == 200
    assert client.post(url("classroom:confirm_password"), {"password": "wrong"}).status_code == 429
    assert client.post(url("classroom:confirm_password"), {"password": PASSWORD}).status_code == 429


def test_wrong_passwords_count_however_the_address_is_typed(owner: User) -> None:
    client = Client()
    for typed in (owner.email, owner.email.upper(), f" {owner.email}", owner.email.title(), owner.email):
        client.post(url("account_login"), {"login": typed, "password": "wrong"})
    assert client.post(url("account_login"), {"login": owner.email, "password": PASSWORD}).status_code == 429


def test_a_closed_account_cannot_sign_in(owner: User) -> None:
    owner.is_active = False
    owner.save()
    client = Client()
    answer = client.post(url("account_login"), {"login": owner.email, "password": PASSWORD}, follow=True)
    assert answer.redirect_chain == [(url("account_login"), 302)]
    assert "This account is closed." in page(answer)
    assert client.get(url("partners:home")).status_code == 302


def test_a_session_ends_after_twelve_hours(clock: time_machine.Traveller, owner: User) -> None:
    """Activity does not extend the session."""
    client = sign_in(owner)
    for _ in range(12):
        clock.shift(dt.timedelta(minutes=59, seconds=59))
        assert client.get(url("partners:home")).status_code == 200
    clock.shift(dt.timedelta(seconds=13))
    assert client.get(url("partners:home"))["Location"] == url("account_login")


def test_polling_does_not_extend_a_session(clock: time_machine.Traveller, owner: User, classroom: Classroom) -> None:
    client = sign_in(owner)
    clock.shift(dt.timedelta(hours=12, seconds=1))
    assert client.get(url("partners:notes", classroom.key), headers={"X-Polling": "true"}).status_code == 302


def test_cookies_are_for_the_server_and_the_session_only(owner: User) -> None:
    client = Client()
    client.post(url("account_login"), {"login": owner.email, "password": PASSWORD})
    cookie = client.cookies["partners"]
    assert (cookie["httponly"], cookie["samesite"], cookie["expires"], cookie["max-age"]) == (True, "Lax", "", "")


# One person per browser


def test_signing_in_ends_the_childs_sitting(ana: Student, owner: User) -> None:
    client = seat(ana)
    assert client.get(url("partners:me")).status_code == 200
    client.post(url("account_login"), {"login": owner.email, "password": PASSWORD})
    assert client.get(url("partners:home")).status_code == 200
    assert client.get(url("partners:me"))["Location"] == url("classroom:ask_your_teacher")
    assert ana.sittings.filter(ended_at=None).count() == 0


def test_a_childs_card_ends_the_adults_session(ana: Student, owner: User) -> None:
    client = sign_in(owner)
    open_window(ana.classroom)
    before = client.session.session_key
    assert client.post(url("classroom:card"), {"token": token_of(ana)})["Location"] == url("classroom:thats_me")
    assert client.session.session_key != before
    assert client.get(url("partners:home"))["Location"] == url("partners:me")
    assert client.get(url("classroom:class", ana.classroom.key)).status_code == 302
    assert "Is this you?" in page(client.get(url("classroom:thats_me")))


def test_the_next_child_ends_the_sitting_of_the_one_before(ana: Student, ben: Student) -> None:
    client = seat(ana)
    client.post(url("classroom:card"), {"token": token_of(ben)})
    assert "Hi, Ben." in page(client.get(url("classroom:thats_me")))
    assert ana.sittings.filter(ended_at=None).count() == 0
    assert client.get(url("partners:me"))["Location"] == url("classroom:thats_me")


def test_a_message_is_shown_only_to_its_person(classroom: Classroom, ana: Student, owner: User) -> None:
    """A message that nobody has read yet is not shown to a child who takes the device."""
    client = sign_in(owner)
    open_window(classroom)
    client.post(url("partners:round_open", classroom.key))
    client.post(url("partners:round_open", classroom.key))
    said = "A round is open already."
    assert "messages" not in client.cookies
    client.post(url("classroom:card"), {"token": token_of(ana)})
    client.post(url("classroom:thats_me"))
    for address in (url("partners:me"), url("partners:note_great"), url("partners:note_promise")):
        assert said not in page(client.get(address))


@pytest.mark.parametrize(
    "back", ["foo", "foo/bar", "javascript:1", "//elsewhere.example/", "", url("classroom:class_new")]
)
def test_after_confirming_there_is_always_a_page(back: str, owner: User) -> None:
    answer = sign_in(owner).post(
        url("classroom:confirm_password") + f"?next={back}", {"password": PASSWORD}, follow=True
    )
    assert answer.redirect_chain == [(back if back == url("classroom:class_new") else "/", 302)]
    assert page(answer)


# Full-width letters, as an East Asian keyboard types them


@pytest.mark.django_db
def test_a_sign_up_code_is_read_as_it_is_typed(clock: time_machine.Traveller) -> None:
    code = first_teacher.make_sign_up_code(now=NOW)
    sent = {**SIGN_UP, "code": wide(code.lower()), "email": wide(SIGN_UP["email"])}
    assert Client().post(url("account_signup"), sent)["Location"] == "/"
    assert User.objects.get().email == SIGN_UP["email"]


def test_an_adult_signs_in_with_an_address_in_full_width(owner: User) -> None:
    answer = Client().post(url("account_login"), {"login": wide(owner.email.upper()), "password": PASSWORD})
    assert answer["Location"] == url("partners:home")


def test_another_spelling_of_an_address_gives_no_more_guesses(owner: User) -> None:
    """Wrong passwords are counted under the address as it is read."""
    spellings = [owner.email, wide(owner.email), f" {owner.email}", owner.email.upper(), wide(owner.email.upper())]
    client = Client()
    answers = [client.post(url("account_login"), {"login": each, "password": "wrong"}) for each in spellings]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert client.post(url("account_login"), {"login": owner.email, "password": PASSWORD}).status_code == 429


def test_a_code_from_a_mail_is_read_as_it_is_typed(owner: User, mailoutbox: list[EmailMessage]) -> None:
    client = Client()
    client.post(url("account_reset_password"), {"email": wide(owner.email)})
    assert [mail.to for mail in mailoutbox] == [[owner.email]]
    code = CODE.findall(str(mailoutbox[0].body))[0]
    typed = wide(code.replace("-", " ").lower())
    assert client.post(url("account_confirm_password_reset_code"), {"code": typed})["Location"] == url(
        "account_complete_password_reset"
    )


# Browsers in which somebody has signed in before


def guess(client: Client, email: str) -> list[int]:
    return [client.post(url("account_login"), {"login": email, "password": "wrong"}).status_code for _ in range(5)]


def known(email: str) -> Client:
    """A browser in which the person has signed in and out."""
    client = Client()
    client.post(url("account_login"), {"login": email, "password": PASSWORD})
    client.post(url("account_logout"))
    return client


def test_a_child_who_guesses_does_not_lock_out_the_teachers_own_browser(owner: User) -> None:
    hers = known(owner.email)
    assert guess(Client(), owner.email)[-1] == 429
    assert Client().post(url("account_login"), {"login": owner.email, "password": PASSWORD}).status_code == 429
    assert hers.post(url("account_login"), {"login": owner.email, "password": PASSWORD}).status_code == 302


def test_guessing_in_a_known_browser_locks_only_that_browser(owner: User) -> None:
    hers = known(owner.email)
    assert guess(hers, owner.email) == [200, 200, 200, 200, 429]
    assert hers.post(url("account_login"), {"login": owner.email, "password": PASSWORD}).status_code == 429
    assert Client().post(url("account_login"), {"login": owner.email, "password": PASSWORD}).status_code == 302


def test_a_browser_is_known_only_for_people_who_signed_in_there(owner: User, co_teacher: User) -> None:
    """A colleague's browser has no separate count for the teacher; otherwise the colleague could guess again after
    each time they sign in."""
    his = known(co_teacher.email)
    guess(his, owner.email)
    assert Client().post(url("account_login"), {"login": owner.email, "password": PASSWORD}).status_code == 429


def test_a_forged_cookie_is_ignored(owner: User) -> None:
    for value in ("", "x", "WyJ4IiwgWyJ5Il1d:1abc:signature", known(owner.email).cookies["known"].value[:-1] + "~"):
        client = Client()
        client.cookies["known"] = value
        guess(client, owner.email)
    assert Client().post(url("account_login"), {"login": owner.email, "password": PASSWORD}).status_code == 429


def test_the_cookie_does_not_reveal_who_signed_in(owner: User) -> None:
    cookie = known(owner.email).cookies["known"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 180 * 24 * 60 * 60)
    said = base64.urlsafe_b64decode(cookie.value.split(":")[0] + "==").decode()
    assert len(json.loads(said)) == 2
    assert owner.email.split("@")[0] not in said


def test_the_cookie_remembers_five_people(owner: User, school: School) -> None:
    client = Client()
    people = [adult(school, f"Teacher {number}") for number in range(6)]
    for person in people:
        client.post(url("account_login"), {"login": person.email, "password": PASSWORD})
        client.post(url("account_logout"))
    trace = signing.loads(client.cookies["known"].value, salt="known")[1]
    assert len(trace) == len(set(trace)) == 5


def test_addresses_are_counted_behind_a_proxy(settings: Any, owner: User) -> None:
    """The settings say how many proxies there are; addresses that a client adds before those are not trusted."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    typed = {"login": owner.email, "password": "wrong"}
    for number in range(5):
        Client().post(url("account_login"), typed, headers={"X-Forwarded-For": f"10.9.9.{number}, 10.0.0.1"})
    right = {"login": owner.email, "password": PASSWORD}
    assert Client().post(url("account_login"), right, headers={"X-Forwarded-For": "10.0.0.1"}).status_code == 429
    assert Client().post(url("account_login"), right, headers={"X-Forwarded-For": "10.0.0.2"}).status_code == 302


# A new password


class Resting(BaseEmailBackend):
    """A mail server that can't be reached."""

    def send_messages(self, messages: Any) -> int:
        raise ConnectionRefusedError


CODE = re.compile(r"^[A-Z0-9-]{7,9}$", re.MULTILINE)
NEW = "a new sentence for me"


def test_a_forgotten_password_is_replaced_by_mail(owner: User, mailoutbox: list[EmailMessage]) -> None:
    elsewhere, client = sign_in(owner), Client()
    assert "I forgot my password" in page(client.get(url("account_login")))
    assert client.post(url("account_reset_password"), {"email": owner.email.upper()})["Location"] == url(
        "account_confirm_password_reset_code"
    )
    assert [mail.to for mail in mailoutbox] == [[owner.email]]
    assert "http" not in str(mailoutbox[0].body), "no address holds anything that opens an account"
    code = CODE.findall(str(mailoutbox[0].body))[0]
    assert "That is not the code." in page(
        client.post(url("account_confirm_password_reset_code"), {"code": "ZZZZ-ZZZZ"})
    )
    assert client.post(url("account_confirm_password_reset_code"), {"code": code})["Location"] == url(
        "account_complete_password_reset"
    )
    assert "This password is too short." in page(
        client.post(url("account_complete_password_reset"), {"password1": "short"})
    )
    assert client.post(url("account_complete_password_reset"), {"password1": NEW})["Location"] == "/"
    assert "Ms. Okafor" in page(client.get(url("partners:home")))
    assert elsewhere.get(url("partners:home")).status_code == 302, "other devices are signed out"
    assert Client().post(url("account_login"), {"login": owner.email, "password": NEW}).status_code == 302
    assert Client().post(url("account_confirm_password_reset_code"), {"code": code})["Location"] == url("account_login")


def test_asking_for_a_new_password_does_not_reveal_accounts(owner: User, mailoutbox: list[EmailMessage]) -> None:
    answers = []
    for email in (owner.email, "nobody@school.example"):
        client = Client()
        location = client.post(url("account_reset_password"), {"email": email})["Location"]
        shown = [page(client.get(location)), page(client.post(location, {"code": "ZZZZ-ZZZZ"}))]
        answers.append([re.sub(r'name="csrf\w+" value="\w+"', "", html).replace(email, "") for html in shown])
    assert answers[0] == answers[1]
    assert [mail.to[0] for mail in mailoutbox] == [owner.email, "nobody@school.example"]
    assert mailoutbox[0].subject == mailoutbox[1].subject


def test_the_code_allows_three_guesses_and_lasts_fifteen_minutes(
    clock: time_machine.Traveller, owner: User, mailoutbox: list[EmailMessage]
) -> None:
    client = Client()
    client.post(url("account_reset_password"), {"email": owner.email})
    for _ in range(3):
        answer = client.post(url("account_confirm_password_reset_code"), {"code": "ZZZZ-ZZZZ"})
    assert answer["Location"] == url("account_login")
    assert "Too many tries. Ask for a new code." in page(client.get(url("account_login")))
    client.post(url("account_reset_password"), {"email": owner.email})
    clock.shift(dt.timedelta(minutes=16))
    code = CODE.findall(str(mailoutbox[-1].body))[0]
    assert client.post(url("account_confirm_password_reset_code"), {"code": code})["Location"] == url("account_login")


def test_asking_for_a_new_password_is_limited(clock: time_machine.Traveller, owner: User) -> None:
    answers = [Client().post(url("account_reset_password"), {"email": owner.email}).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]
    assert "Let us wait a little" in page(
        Client().post(url("account_reset_password"), {"email": owner.email}), status=429
    )


def test_a_closed_account_gets_no_code(owner: User, mailoutbox: list[EmailMessage]) -> None:
    User.objects.update(is_active=False)
    Client().post(url("account_reset_password"), {"email": owner.email})
    assert [CODE.findall(str(mail.body)) for mail in mailoutbox] == [[]]


def test_a_failing_mail_server_shows_nobody_an_error(owner: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.classroom.views.test_accounts.Resting"
    for email in (owner.email, "nobody@school.example"):
        assert Client().post(url("account_reset_password"), {"email": email})["Location"] == url(
            "account_confirm_password_reset_code"
        )


def test_an_adult_changes_their_password(owner: User) -> None:
    client, elsewhere = sign_in(owner), sign_in(owner)
    wrong = {"oldpassword": "wrong", "password1": NEW}
    assert "That is not your password. Try again." in page(client.post(url("account_change_password"), wrong))
    answer = client.post(url("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW}, follow=True)
    assert "Your new password holds now." in page(answer)
    assert elsewhere.get(url("partners:home")).status_code == 302
    owner.refresh_from_db()
    assert owner.check_password(NEW)


def test_guessing_the_old_password_is_limited(clock: time_machine.Traveller, owner: User) -> None:
    client, typed = sign_in(owner), {"oldpassword": "wrong", "password1": NEW}
    answers = [client.post(url("account_change_password"), typed).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]


def test_an_adult_changes_their_name(owner: User, classroom: Classroom) -> None:
    client = sign_in(owner)
    assert f"You sign in with {owner.email}." in page(client.get(url("classroom:account")))
    assert "Mrs. Okafor-Bell" in page(client.post(url("classroom:account"), {"name": "Mrs. Okafor-Bell"}, follow=True))
    html = page(client.post(url("classroom:account"), {"name": "x" * 81, "email": "new@x.example"}))
    assert "at most 80 characters" in html
    owner.refresh_from_db()
    assert (owner.name, "new@x.example" in owner.email) == ("Mrs. Okafor-Bell", False)
