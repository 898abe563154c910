"""A child signs in by card or is let in by number, says "That's me", and leaves."""

import datetime as dt
import re
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from classroom.actions import sign_in_cards, sign_in_windows
from classroom.models import Card, Classroom, Knock, Sitting, Student, User
from tests.addresses import url
from tests.cast import NOW, PASSWORD, open_window, page, seat, sign_in, token_of


def test_a_child_signs_in_by_card(ana: Student) -> None:
    open_window(ana.classroom)
    client = Client()
    assert 'id="token"' in page(client.get(url("classroom:card")))
    assert client.post(url("classroom:card"), {"token": token_of(ana)})["Location"] == url("classroom:thats_me")
    assert "Hi, Ana. Is this you?" in page(client.get(url("classroom:thats_me")))
    # The child has not said "That's me" yet.
    assert client.get(url("partners:me"))["Location"] == url("classroom:thats_me")
    assert client.post(url("classroom:thats_me"))["Location"] == url("partners:me")
    assert client.get(url("partners:me")).status_code == 200


def test_a_card_that_does_not_work_gets_a_message(ana: Student, owner: User) -> None:
    """The script follows the address in the answer."""
    token = token_of(ana)
    dead = "This card does not work any more. Ask your teacher to let you in."
    answer = Client().post(url("classroom:card"), {"token": token}, follow=True)
    assert answer.redirect_chain == [(url("classroom:ask_your_teacher"), 302)]
    assert dead not in page(answer)
    open_window(ana.classroom)
    sign_in_cards.void_card(student=ana, by=owner, now=NOW)
    for data in ({"token": token}, {"token": "nothing"}, {}):
        answer = Client().post(url("classroom:card"), data, follow=True)
        assert answer.redirect_chain == [(url("classroom:ask_your_teacher") + "?card", 302)]
        assert dead in page(answer)
    assert not Sitting.objects.exists()


def test_a_child_says_thats_not_me(ana: Student) -> None:
    open_window(ana.classroom)
    client = Client()
    client.post(url("classroom:card"), {"token": token_of(ana)})
    assert client.post(url("classroom:not_me"))["Location"] == url("classroom:code")
    assert client.get(url("classroom:thats_me"))["Location"] == url("classroom:ask_your_teacher")
    assert Sitting.objects.get().ended_at == NOW
    assert "sitting" not in client.session


def test_leaving_signs_no_adult_out(owner: User) -> None:
    client = sign_in(owner)
    client.post(url("classroom:not_me"))
    assert client.get(url("partners:home")).status_code == 200


def test_time_to_stop_is_shown_when_the_window_closes(ana: Student, owner: User) -> None:
    client = seat(ana)
    sign_in_windows.close_window(classroom=ana.classroom, by=owner, now=NOW)
    answer = client.get(url("partners:me"), follow=True)
    assert answer.redirect_chain == [(url("classroom:time_to_stop"), 302)]
    assert "Time to stop. We kept your answers." in page(answer)
    assert client.get(url("partners:me"))["Location"] == url("classroom:ask_your_teacher")


def test_time_to_stop_is_shown_after_five_idle_minutes(clock: time_machine.Traveller, ana: Student) -> None:
    """The child has twenty more seconds for "Still here?", and twenty for a slow network."""
    client = seat(ana)
    clock.shift(dt.timedelta(minutes=5, seconds=39))
    assert client.get(url("partners:me")).status_code == 200
    clock.shift(dt.timedelta(minutes=5, seconds=40))
    assert client.get(url("partners:me"))["Location"] == url("classroom:time_to_stop")
    assert client.get(url("classroom:time_to_stop")).status_code == 200


def test_still_here_works_without_a_script(clock: time_machine.Traveller, ana: Student) -> None:
    client = seat(ana)
    started = page(client.get(url("classroom:pick_avatar")))
    assert (
        '<noscript><meta http-equiv="refresh" content="300;url=/me/still-here/?at=/me/avatar/"></noscript>' in started
    )
    clock.shift(dt.timedelta(minutes=5))
    asked = page(client.get(url("classroom:still_here") + "?at=/me/avatar/"))
    assert '<meta http-equiv="refresh" content="20;url=/time-to-stop/">' in asked
    assert "Still here?" in asked
    assert client.post(url("classroom:still_here") + "?at=/me/avatar/")["Location"] == url("classroom:pick_avatar")
    clock.shift(dt.timedelta(minutes=5, seconds=19))
    assert client.get(url("partners:me")).status_code == 200


def polls(client: Client, child: Student) -> tuple[int, str]:
    """The status and the address that the script on a page of the child gets when it asks the server."""
    whose = Sitting(student=child).whose
    answer = client.get(url("classroom:still_here"), headers={"X-Polling": "true", "X-Whose": whose})
    return answer.status_code, answer.get("Location", "")


def test_polling_for_still_here_is_no_activity(clock: time_machine.Traveller, ana: Student) -> None:
    client = seat(ana)
    clock.shift(dt.timedelta(minutes=5))
    assert client.get(url("classroom:still_here")).status_code == 200
    assert polls(client, ana) == (204, "")
    clock.shift(dt.timedelta(seconds=20))
    answer = client.get(url("classroom:time_to_stop"))
    assert "Time to stop. We kept your answers." in page(answer)
    assert Sitting.objects.get().ended_at == NOW + dt.timedelta(minutes=5, seconds=20)
    assert client.get(url("partners:me"))["Location"] == url("classroom:ask_your_teacher")


def test_a_page_leaves_when_the_window_is_closed(ana: Student, owner: User) -> None:
    client = seat(ana)
    sign_in_windows.close_window(classroom=ana.classroom, by=owner, now=NOW)
    assert polls(client, ana) == (302, url("classroom:time_to_stop"))


def test_a_page_left_open_goes_when_another_child_signs_in(ana: Student, ben: Student) -> None:
    """The page is open in another tab of the same browser. Afterwards it leads only to the new child's own page."""
    client = seat(ana)
    assert f'data-whose="{Sitting(student=ana).whose}"' in page(client.get(url("classroom:pick_avatar")))
    client.post(url("classroom:not_me"))
    assert polls(client, ana)[0] == 302
    client.post(url("classroom:card"), {"token": token_of(ben)})
    assert polls(client, ben) == (204, "")
    assert polls(client, ana) == (302, url("classroom:time_to_stop"))
    client.post(url("classroom:thats_me"))
    assert client.get(url("classroom:time_to_stop"))["Location"] == url("partners:me")


def test_time_to_stop_is_not_shown_to_a_child_who_may_stay(ana: Student) -> None:
    assert seat(ana).get(url("classroom:time_to_stop"))["Location"] == url("partners:me")


@pytest.mark.parametrize("elsewhere", ["//elsewhere.example/me/", "https://elsewhere.example/", "/c/", ""])
def test_still_here_does_not_redirect_to_another_site(elsewhere: str, ana: Student) -> None:
    assert seat(ana).post(url("classroom:still_here") + f"?at={elsewhere}")["Location"] == url("partners:me")


def test_opening_a_window_again_does_not_continue_old_sittings(
    clock: time_machine.Traveller, ana: Student, owner: User
) -> None:
    client = seat(ana)
    sign_in_windows.close_window(classroom=ana.classroom, by=owner, now=NOW)
    sign_in_windows.open_window(classroom=ana.classroom, by=owner, now=NOW)
    assert client.get(url("partners:me"))["Location"] == url("classroom:time_to_stop")


# By number


def number_on(client: Client, classroom: Classroom) -> str:
    [number] = re.findall(r'class="knock-number">(\d{4})<', page(client.get(url("classroom:knock", classroom.code))))
    return str(number)


def test_a_child_is_let_in_by_number(classroom: Classroom, ana: Student, owner: User) -> None:
    open_window(classroom)
    child, teacher = Client(), sign_in(owner)
    number = number_on(child, classroom)
    assert number_on(child, classroom) == number
    assert child.get(url("classroom:knock", classroom.code.lower()))["Refresh"] == "5"
    shown = page(teacher.get(url("classroom:let_in", classroom.key)))
    assert f'value="{number}"' in shown
    # The teacher types the number, because a waiting device may not be the one that the teacher sees.
    assert "checked" not in shown
    answer = teacher.post(url("classroom:let_in", classroom.key), {"number": number, "student": ana.key}, follow=True)
    assert "Ana is in." in page(answer)
    assert f'value="{number}"' not in page(answer)
    waiting = page(child.get(url("classroom:knock", classroom.code)))
    assert "You can come in." in waiting
    assert "Ana" not in waiting
    assert child.post(url("classroom:knock", classroom.code))["Location"] == url("classroom:thats_me")
    assert "Hi, Ana. Is this you?" in page(child.get(url("classroom:thats_me")))
    assert not Knock.objects.exists()
    # Another browser that knows the number does not get in.
    assert "You can come in." not in page(Client().get(url("classroom:knock", classroom.code)))


def test_two_devices_show_two_numbers(classroom: Classroom, ana: Student, ben: Student, owner: User) -> None:
    open_window(classroom)
    first, second, teacher = Client(), Client(), sign_in(owner)
    numbers = {first: number_on(first, classroom), second: number_on(second, classroom)}
    assert len(set(numbers.values())) == 2
    for client, student in ((second, ana), (first, ben)):
        teacher.post(url("classroom:let_in", classroom.key), {"number": numbers[client], "student": student.key})
    first.post(url("classroom:knock", classroom.code))
    second.post(url("classroom:knock", classroom.code))
    assert "Hi, Ben." in page(first.get(url("classroom:thats_me")))
    assert "Hi, Ana." in page(second.get(url("classroom:thats_me")))


def test_a_number_that_is_old_is_replaced(
    clock: time_machine.Traveller, classroom: Classroom, ana: Student, owner: User
) -> None:
    open_window(classroom)
    child, teacher = Client(), sign_in(owner)
    number = number_on(child, classroom)
    clock.shift(dt.timedelta(minutes=2))
    answer = teacher.post(url("classroom:let_in", classroom.key), {"number": number, "student": ana.key}, follow=True)
    assert f"No screen shows {number} any more. Ask for the number that is there now." in page(answer)
    child.post(url("classroom:knock", classroom.code))
    assert child.get(url("partners:me"))["Location"] == url("classroom:ask_your_teacher")


def test_without_a_window_there_is_no_number(classroom: Classroom) -> None:
    answer = Client().get(url("classroom:knock", classroom.code))
    assert "Ask your teacher to let you in." in page(answer, status=403)


def test_a_class_that_does_not_exist_is_not_found(classroom: Classroom) -> None:
    open_window(classroom)
    for code in ("AAAAAA", classroom.key, "1", "ü", "AAAAA\x00", f"{classroom.code}%00", f"{classroom.code[:5]}%00"):
        assert Client().get("/k/" + code + "/").status_code == 404


def test_a_teacher_who_opens_the_short_address_stays_signed_in(classroom: Classroom, owner: User, ana: Student) -> None:
    """A teacher who only looks at it stays signed in until a child signs in on their device."""
    open_window(classroom)
    client = sign_in(owner)
    number = number_on(client, classroom)
    assert client.get(url("partners:home")).status_code == 200
    client.post(url("classroom:let_in", classroom.key), {"number": number, "student": ana.key})
    client.post(url("classroom:knock", classroom.code))
    assert client.get(url("partners:home"))["Location"] == url("partners:me")
    assert client.get(url("classroom:class", classroom.key))["Location"].startswith(url("account_login"))


def test_children_are_no_users(ana: Student) -> None:
    client = seat(ana)
    assert "_auth_user_id" not in client.session
    assert set(client.session.keys()) == {"sitting", "class_code"}
    assert client.get(url("classroom:class_new"))["Location"].startswith(url("account_login"))


def test_one_device_waits_at_one_of_two_classes(classroom: Classroom, other_classroom: Classroom) -> None:
    for room in (classroom, other_classroom):
        open_window(room)
    client = Client()
    assert [len(number_on(client, room)) for room in (classroom, other_classroom, classroom)] == [4, 4, 4]
    assert Knock.objects.get().classroom == classroom


# The card's token


def test_the_cards_ask_for_the_password_after_a_rest(
    clock: time_machine.Traveller, classroom: Classroom, owner: User
) -> None:
    """Anyone who has the cards can sign in as a child."""
    teacher, address = sign_in(owner), url("classroom:cards", classroom.key)
    clock.shift(dt.timedelta(minutes=16))
    assert (
        teacher.post(address)["Location"]
        == url("classroom:confirm_password") + f"?next=%2Fc%2F{classroom.key}%2Fcards%2F"
    )
    assert not Card.objects.exists()
    assert teacher.get(address).status_code == 200
    teacher.post(url("classroom:confirm_password") + f"?next={address}", {"password": PASSWORD})
    assert page(teacher.post(address)).count('class="qr"') == 6


def test_the_token_of_a_card_is_in_no_address_that_the_server_sees(ana: Student, owner: User) -> None:
    """The token is after the # of the address, and the form posts it in its body."""
    teacher = sign_in(owner)
    html = page(teacher.post(url("classroom:cards", ana.classroom.key)))
    token = Card.objects.get(student=ana).token
    assert token not in html
    assert html.count('class="qr"') == 6
    script = Path("static/js/token.js").read_text()
    assert "location.hash" in script
    assert 'history.replaceState(null, "", location.pathname)' in script
    assert "location.replace(answer.url)" in script
    assert "submit()" not in script
    assert '<form id="token" method="post" action="/card/">' in page(Client().get(url("classroom:card")))
