"""A child comes in by card, or is let in by number; says "That's me"; leaves."""

import datetime as dt
import re
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from classroom.actions import sign_in_cards, sign_in_windows
from classroom.models import Card, Classroom, Knock, Sitting, Student, User
from tests.cast import NOW, PASSWORD, open_window, page, seat, sign_in, token_of


def test_by_card(ana: Student) -> None:
    open_window(ana.classroom)
    client = Client()
    assert 'id="token"' in page(client.get("/card/"))
    assert client.post("/card/", {"token": token_of(ana)})["Location"] == "/me/is-this-you/"
    assert "Hi, Ana. Is this you?" in page(client.get("/me/is-this-you/"))
    # Not before she says so.
    assert client.get("/me/")["Location"] == "/me/is-this-you/"
    assert client.post("/me/is-this-you/")["Location"] == "/me/"
    assert client.get("/me/").status_code == 200


def test_a_card_that_does_not_work(ana: Student, owner: User) -> None:
    """The script goes where the answer sends it."""
    token = token_of(ana)
    dead = "This card does not work any more. Ask your teacher to let you in."
    answer = Client().post("/card/", {"token": token}, follow=True)
    assert answer.redirect_chain == [("/ask-your-teacher/", 302)]
    assert dead not in page(answer)
    open_window(ana.classroom)
    sign_in_cards.void_card(student=ana, by=owner, now=NOW)
    for data in ({"token": token}, {"token": "nothing"}, {}):
        answer = Client().post("/card/", data, follow=True)
        assert answer.redirect_chain == [("/ask-your-teacher/?card", 302)]
        assert dead in page(answer)
    assert not Sitting.objects.exists()


def test_thats_not_me(ana: Student) -> None:
    open_window(ana.classroom)
    client = Client()
    client.post("/card/", {"token": token_of(ana)})
    assert client.post("/me/leave/")["Location"] == "/k/"
    assert client.get("/me/is-this-you/")["Location"] == "/ask-your-teacher/"
    assert Sitting.objects.get().ended_at == NOW
    assert "sitting" not in client.session


def test_leaving_signs_no_adult_out(owner: User) -> None:
    client = sign_in(owner)
    client.post("/me/leave/")
    assert client.get("/").status_code == 200


def test_time_to_stop_when_the_window_closes(ana: Student, owner: User) -> None:
    client = seat(ana)
    sign_in_windows.close_window(classroom=ana.classroom, by=owner, now=NOW)
    answer = client.get("/me/", follow=True)
    assert answer.redirect_chain == [("/time-to-stop/", 302)]
    assert "Time to stop. We kept your answers." in page(answer)
    assert client.get("/me/")["Location"] == "/ask-your-teacher/"


def test_time_to_stop_after_five_idle_minutes(clock: time_machine.Traveller, ana: Student) -> None:
    """And the twenty seconds of "Still here?", and twenty more for a slow network."""
    client = seat(ana)
    clock.shift(dt.timedelta(minutes=5, seconds=39))
    assert client.get("/me/").status_code == 200
    clock.shift(dt.timedelta(minutes=5, seconds=40))
    assert client.get("/me/")["Location"] == "/time-to-stop/"
    assert client.get("/time-to-stop/").status_code == 200


def test_still_here_without_a_script(clock: time_machine.Traveller, ana: Student) -> None:
    client = seat(ana)
    started = page(client.get("/me/avatar/"))
    assert (
        '<noscript><meta http-equiv="refresh" content="300;url=/me/still-here/?at=/me/avatar/"></noscript>' in started
    )
    clock.shift(dt.timedelta(minutes=5))
    asked = page(client.get("/me/still-here/?at=/me/avatar/"))
    assert '<meta http-equiv="refresh" content="20;url=/time-to-stop/">' in asked
    assert "Still here?" in asked
    assert client.post("/me/still-here/?at=/me/avatar/")["Location"] == "/me/avatar/"
    clock.shift(dt.timedelta(minutes=5, seconds=19))
    assert client.get("/me/").status_code == 200


def polls(client: Client, child: Student) -> tuple[int, str]:
    """What the script on a page of the child hears."""
    whose = Sitting(student=child).whose
    answer = client.get("/me/still-here/", headers={"X-Polling": "true", "X-Whose": whose})
    return answer.status_code, answer.get("Location", "")


def test_asking_still_here_is_no_activity(clock: time_machine.Traveller, ana: Student) -> None:
    client = seat(ana)
    clock.shift(dt.timedelta(minutes=5))
    assert client.get("/me/still-here/").status_code == 200
    assert polls(client, ana) == (204, "")
    clock.shift(dt.timedelta(seconds=20))
    answer = client.get("/time-to-stop/")
    assert "Time to stop. We kept your answers." in page(answer)
    assert Sitting.objects.get().ended_at == NOW + dt.timedelta(minutes=5, seconds=20)
    assert client.get("/me/")["Location"] == "/ask-your-teacher/"


def test_a_page_hears_that_the_window_is_closed(ana: Student, owner: User) -> None:
    client = seat(ana)
    sign_in_windows.close_window(classroom=ana.classroom, by=owner, now=NOW)
    assert polls(client, ana) == (302, "/time-to-stop/")


def test_a_page_left_open_goes_when_another_child_sits_down(ana: Student, ben: Student) -> None:
    """In another tab of the same browser; and then it leads to nothing but that child's own page."""
    client = seat(ana)
    assert f'data-whose="{Sitting(student=ana).whose}"' in page(client.get("/me/avatar/"))
    client.post("/me/leave/")
    assert polls(client, ana)[0] == 302
    client.post("/card/", {"token": token_of(ben)})
    assert polls(client, ben) == (204, "")
    assert polls(client, ana) == (302, "/time-to-stop/")
    client.post("/me/is-this-you/")
    assert client.get("/time-to-stop/")["Location"] == "/me/"


def test_time_to_stop_is_for_who_has_to_stop(ana: Student) -> None:
    assert seat(ana).get("/time-to-stop/")["Location"] == "/me/"


@pytest.mark.parametrize("elsewhere", ["//elsewhere.example/me/", "https://elsewhere.example/", "/c/", ""])
def test_still_here_leads_to_no_other_place(elsewhere: str, ana: Student) -> None:
    assert seat(ana).post(f"/me/still-here/?at={elsewhere}")["Location"] == "/me/"


def test_a_window_that_is_opened_again_lets_nobody_stay(
    clock: time_machine.Traveller, ana: Student, owner: User
) -> None:
    client = seat(ana)
    sign_in_windows.close_window(classroom=ana.classroom, by=owner, now=NOW)
    sign_in_windows.open_window(classroom=ana.classroom, by=owner, now=NOW)
    assert client.get("/me/")["Location"] == "/time-to-stop/"


# By number


def number_on(client: Client, classroom: Classroom) -> str:
    [number] = re.findall(r'class="knock-number">(\d{4})<', page(client.get(f"/k/{classroom.code}/number/")))
    return str(number)


def test_let_in_by_number(classroom: Classroom, ana: Student, owner: User) -> None:
    open_window(classroom)
    child, teacher = Client(), sign_in(owner)
    number = number_on(child, classroom)
    assert number_on(child, classroom) == number
    assert child.get(f"/k/{classroom.code.lower()}/number/")["Refresh"] == "5"
    shown = page(teacher.get(f"/c/{classroom.key}/let-in/"))
    assert f'value="{number}"' in shown
    # Not chosen for her: a screen that waits may be another one than the one she looks at.
    assert "checked" not in shown
    answer = teacher.post(f"/c/{classroom.key}/let-in/", {"number": number, "student": ana.key}, follow=True)
    assert "Ana is in." in page(answer)
    assert f'value="{number}"' not in page(answer)
    waiting = page(child.get(f"/k/{classroom.code}/number/"))
    assert "You can come in." in waiting
    assert "Ana" not in waiting
    assert child.post(f"/k/{classroom.code}/number/")["Location"] == "/me/is-this-you/"
    assert "Hi, Ana. Is this you?" in page(child.get("/me/is-this-you/"))
    assert not Knock.objects.exists()
    # Another browser that knows the number has nothing of it.
    assert "You can come in." not in page(Client().get(f"/k/{classroom.code}/number/"))


def test_two_screens_two_numbers(classroom: Classroom, ana: Student, ben: Student, owner: User) -> None:
    open_window(classroom)
    first, second, teacher = Client(), Client(), sign_in(owner)
    numbers = {first: number_on(first, classroom), second: number_on(second, classroom)}
    assert len(set(numbers.values())) == 2
    for client, student in ((second, ana), (first, ben)):
        teacher.post(f"/c/{classroom.key}/let-in/", {"number": numbers[client], "student": student.key})
    first.post(f"/k/{classroom.code}/number/")
    second.post(f"/k/{classroom.code}/number/")
    assert "Hi, Ben." in page(first.get("/me/is-this-you/"))
    assert "Hi, Ana." in page(second.get("/me/is-this-you/"))


def test_a_number_that_is_old_is_replaced(
    clock: time_machine.Traveller, classroom: Classroom, ana: Student, owner: User
) -> None:
    open_window(classroom)
    child, teacher = Client(), sign_in(owner)
    number = number_on(child, classroom)
    clock.shift(dt.timedelta(minutes=2))
    answer = teacher.post(f"/c/{classroom.key}/let-in/", {"number": number, "student": ana.key}, follow=True)
    assert f"No screen shows {number} any more. Ask for the number that is there now." in page(answer)
    child.post(f"/k/{classroom.code}/number/")
    assert child.get("/me/")["Location"] == "/ask-your-teacher/"


def test_without_a_window_there_is_no_number(classroom: Classroom) -> None:
    answer = Client().get(f"/k/{classroom.code}/number/")
    assert "Ask your teacher to let you in." in page(answer, status=403)


def test_a_class_that_does_not_exist(classroom: Classroom) -> None:
    open_window(classroom)
    for code in ("AAAAAA", classroom.key, "1", "ü", "AAAAA\x00", f"{classroom.code}%00", f"{classroom.code[:5]}%00"):
        assert Client().get(f"/k/{code}/").status_code == 404


def test_a_teacher_opens_the_short_address_herself(classroom: Classroom, owner: User, ana: Student) -> None:
    """To look at it: she stays signed in until a child comes in on her screen."""
    open_window(classroom)
    client = sign_in(owner)
    number = number_on(client, classroom)
    assert client.get("/").status_code == 200
    client.post(f"/c/{classroom.key}/let-in/", {"number": number, "student": ana.key})
    client.post(f"/k/{classroom.code}/number/")
    assert client.get("/")["Location"] == "/me/"
    assert client.get(f"/c/{classroom.key}/")["Location"].startswith("/sign-in/")


def test_children_are_no_users(ana: Student) -> None:
    client = seat(ana)
    assert "_auth_user_id" not in client.session
    assert set(client.session.keys()) == {"sitting", "class_code"}
    assert client.get("/classes/new/")["Location"].startswith("/sign-in/")


def test_one_device_at_two_classes(classroom: Classroom, other_classroom: Classroom) -> None:
    for room in (classroom, other_classroom):
        open_window(room)
    client = Client()
    assert [len(number_on(client, room)) for room in (classroom, other_classroom, classroom)] == [4, 4, 4]
    assert Knock.objects.get().classroom == classroom


# The card's token


def test_the_cards_ask_for_the_password_after_a_rest(
    clock: time_machine.Traveller, classroom: Classroom, owner: User
) -> None:
    """Whoever has them can come in as a child."""
    teacher, address = sign_in(owner), f"/c/{classroom.key}/cards/"
    clock.shift(dt.timedelta(minutes=16))
    assert teacher.post(address)["Location"] == f"/confirm/?next=%2Fc%2F{classroom.key}%2Fcards%2F"
    assert not Card.objects.exists()
    assert teacher.get(address).status_code == 200
    teacher.post(f"/confirm/?next={address}", {"password": PASSWORD})
    assert page(teacher.post(address)).count('class="qr"') == 6


def test_the_token_of_a_card_is_in_no_address_that_the_server_sees(ana: Student, owner: User) -> None:
    """It stands after the #, and the form that posts it carries it in the body."""
    teacher = sign_in(owner)
    html = page(teacher.post(f"/c/{ana.classroom.key}/cards/"))
    token = Card.objects.get(student=ana).token
    assert token not in html
    assert html.count('class="qr"') == 6
    script = Path("static/js/token.js").read_text()
    assert "location.hash" in script
    assert 'history.replaceState(null, "", location.pathname)' in script
    assert "location.replace(answer.url)" in script
    assert "submit()" not in script
    assert '<form id="token" method="post" action="/card/">' in page(Client().get("/card/"))
