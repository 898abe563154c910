"""A child signs in by class code, name and pictures, chooses pictures, taps one after the card, and picks an avatar."""

import datetime as dt
import re
from urllib.parse import quote

import pytest
import time_machine
from argon2 import PasswordHasher
from django.test import Client

from classroom.actions import picture_limits, sign_in_windows, student_sign_in
from classroom.avatars import AVATARS
from classroom.models import AuditEvent, Classroom, GradeBand, PicturePassword, Sitting, Student, User, WrongTry
from classroom.models.keyed import CODE_LETTERS
from classroom.picture_choices import PICTURES
from classroom.typed import as_code
from partners.models import Round
from tests.addresses import url
from tests.cast import (
    NOW,
    choose_pictures,
    make_class,
    open_round,
    open_window,
    owner_of,
    page,
    seat,
    sign_in,
    token_of,
    wide,
)

HERS = ["sun", "cup", "book"]
WRONG = ["hat", "cup", "book"]


@pytest.fixture
def known(ana: Student) -> Student:
    """Ana, with pictures chosen. The class may sign in now."""
    choose_pictures(ana, *HERS)
    return ana


def door(student: Student) -> str:
    return url("classroom:tap_pictures", student.classroom.code, student.key)


def tap(client: Client, address: str, tapped: list[str]) -> str:
    """The address to which the answer to these pictures redirects, or its status."""
    answer = client.post(address, {"tapped": tapped, "go": "1"})
    return str(answer["Location"]) if answer.status_code == 302 else f"{answer.status_code}"


# The class code


TYPED = [
    "abc234",
    " ABC-234 ",
    "a b c 2 3 4",
    "AbC234",
    "ＡＢＣ２３４",
    "ａｂｃ－２３４",
    "ＡＢＣ　２３４",
    "ⒶⒷⒸ②③④",
    "𝐀𝐁𝐂𝟐𝟑𝟒",
    "ABC‑234",
    "ABC–234",
    "ABC\u200b234",
    "ABC٢٣٤",
    "ABC२३४",
]


@pytest.mark.parametrize("typed", TYPED)
def test_a_code_is_accepted_as_children_type_it(typed: str, classroom: Classroom) -> None:
    Classroom.objects.update(code="ABC234")
    answer = Client().post(url("classroom:code"), {"code": typed})
    assert answer["Location"] == url("classroom:names", "ABC234")


@pytest.mark.parametrize("typed", TYPED)
def test_a_code_is_accepted_as_it_is_typed_into_the_address(typed: str, classroom: Classroom, ana: Student) -> None:
    Classroom.objects.update(code="ABC234")
    open_window(classroom)
    client = Client()
    assert "Ana" in page(client.get(f"/k/{quote(typed)}/"))
    assert client.get(url("classroom:code"))["Location"] == url("classroom:names", "ABC234")
    assert client.get(f"/k/{quote(typed)}/number/").status_code == 200
    assert client.get(f"/k/{quote(typed)}/{ana.key}/").status_code == 200


@pytest.mark.parametrize("typed", ["ABC23", "ABC2345", "ABCDEF", "x" * 41])
def test_an_address_with_another_code_is_not_found(typed: str, classroom: Classroom) -> None:
    Classroom.objects.update(code="ABC234")
    assert Client().get(f"/k/{typed}/").status_code == 404


@pytest.mark.parametrize("typed", ["", "ABC23", "ABC2345", "OIL011", "x" * 300, "أبج"])
def test_an_invalid_code_is_refused(typed: str, classroom: Classroom) -> None:
    Classroom.objects.update(code="ABC234")
    shown = page(Client().post(url("classroom:code"), {"code": typed}))
    assert "That is not a class code. Look again." in shown
    [field] = re.findall(r'<input[^>]*name="code"[^>]*>', shown)
    assert (f'value="{typed[:40]}"' in field) == bool(typed)


def test_a_code_has_no_letters_that_look_alike() -> None:
    assert as_code("0o1i-l") == "0O1IL"
    assert not set("0O1I") & set(CODE_LETTERS)


def test_a_device_remembers_its_class(classroom: Classroom, ana: Student, owner: User) -> None:
    client = seat(ana)
    client.post(url("classroom:not_me"))
    assert client.get(url("classroom:code"))["Location"] == url("classroom:names", classroom.code)
    assert "What is your class code?" in page(client.get(url("classroom:code") + "?another"))
    assert "What is your class code?" in page(client.get(url("classroom:code")))
    client.get(url("classroom:names", classroom.code))
    Classroom.objects.filter(pk=classroom.pk).update(code="NEWABC")
    assert "What is your class code?" in page(client.get(url("classroom:code")))


def test_the_token_of_a_card_is_read_as_it_is_typed(classroom: Classroom, ana: Student) -> None:
    open_window(classroom)
    typed = f" {wide(token_of(ana))}\n"
    assert Client().post(url("classroom:card"), {"token": typed})["Location"] == url("classroom:thats_me")


# By name and pictures


def test_the_page_lists_the_names_of_the_class(known: Student, ben: Student, gus: Student, owner: User) -> None:
    shown = page(Client().get(url("classroom:names", known.classroom.code)))
    assert re.findall(r'<span dir="auto">(\w+)</span>', shown) == ["Ana", "Ben", "Cleo", "Dov", "Eli", "Fay"]
    assert 'class="child level-1"' in shown


def test_a_child_signs_in_by_name_and_pictures(known: Student) -> None:
    client = Client()
    shown = page(client.get(door(known)))
    assert "Tap your pictures." in shown
    assert re.findall(r'name="tap" value="(\w+)"', shown) == list(PICTURES)
    assert [label for label in PICTURES.values() if f'<span class="visually-hidden">{label}</span>' not in shown] == []
    assert tap(client, door(known), HERS) == url("partners:me")
    assert client.get(url("partners:me")).status_code == 200
    sitting = Sitting.objects.get(ended_at=None)
    assert (sitting.student, sitting.confirmed_at) == (known, NOW)


def test_every_tap_works_without_a_script(known: Student) -> None:
    """The page itself carries the pictures tapped so far: they are in no session, no address and no row."""
    client = Client()
    shown = page(client.post(door(known), {"tap": "sun"}))
    assert re.findall(r'name="tapped" value="(\w+)"', shown) == ["sun"]
    shown = page(client.post(door(known), {"tapped": ["sun"], "tap": "cup"}))
    assert re.findall(r'name="tapped" value="(\w+)"', shown) == ["sun", "cup"]
    assert shown.count('aria-pressed="true"') == 2
    shown = page(client.post(door(known), {"tapped": ["sun", "cup"], "tap": "sun"}))
    assert re.findall(r'name="tapped" value="(\w+)"', shown) == ["cup"]
    assert set(client.session.keys()) == {"device"}
    # Tapping Next before all pictures are tapped does not count as a try.
    assert "Tap 3 pictures, one after the other." in page(client.post(door(known), {"tapped": ["sun"], "go": "1"}))
    assert not WrongTry.objects.exists()


def test_wrong_pictures_can_be_tried_again(known: Student) -> None:
    client = Client()
    assert tap(client, door(known), WRONG) == door(known)
    shown = page(client.get(door(known)))
    assert "Not quite. Try again." in shown
    assert 'name="tapped"' not in shown
    assert client.get(url("partners:me"))["Location"] == url("classroom:ask_your_teacher")


def test_a_device_waits_after_five_wrong_tries(clock: time_machine.Traveller, known: Student) -> None:
    client = Client()
    for _ in range(5):
        assert tap(client, door(known), WRONG) == door(known)
    for answer in (client.get(door(known)), client.post(door(known), {"tapped": HERS, "go": "1"})):
        shown = page(answer, status=429)
        assert "Wait a little, then try again." in shown
        assert "In 1 minute." in shown
        assert (answer["Retry-After"], answer["Refresh"]) == ("60", f"60; url={door(known)}")
    assert WrongTry.objects.count() == 5
    assert tap(Client(), door(known), HERS) == url("partners:me")
    clock.shift(dt.timedelta(minutes=1))
    assert tap(client, door(known), HERS) == url("partners:me")


def test_a_change_of_child_does_not_reset_the_wrong_tries_of_a_device(known: Student, ben: Student) -> None:
    """A child who signs in as themselves in between gets no extra tries for another child's pictures."""
    choose_pictures(ben, "hat", "car", "ball")
    client = Client()
    for _ in range(4):
        tap(client, door(known), WRONG)
    assert tap(client, door(ben), ["hat", "car", "ball"]) == url("partners:me")
    client.post(url("classroom:not_me"))
    tap(client, door(known), WRONG)
    assert tap(client, door(known), HERS) == "429"


def test_the_teacher_lets_in_with_one_tap_after_twenty_wrong_tries(known: Student, owner: User) -> None:
    for _ in range(4):
        other = Client()
        for _ in range(5):
            tap(other, door(known), WRONG)
    child, teacher, room = Client(), sign_in(owner), known.classroom
    asks = url("classroom:knock_as", room.code, known.key)
    assert child.get(door(known))["Location"] == asks
    assert tap(child, door(known), HERS) == asks
    [number] = re.findall(r'class="knock-number">(\d{4})<', page(child.get(asks)))
    shown = page(teacher.get(url("classroom:let_in", room.key)))
    assert f'<input type="hidden" name="number" value="{number}">' in shown
    assert f'name="student" value="{known.key}">Let <span dir="auto">Ana</span> in</button>' in shown
    assert "Card or you only, this hour" in page(teacher.get(url("classroom:pictures", room.key)))
    teacher.post(url("classroom:let_in", room.key), {"number": number, "student": known.key})
    assert "You can come in." in page(child.get(asks))
    assert child.post(asks)["Location"] == url("classroom:thats_me")


def test_asking_under_another_name_shows_another_number(known: Student, ben: Student) -> None:
    """Ben's screen does not show the number that the teacher saw next to Ana's name."""
    client, numbers = Client(), []
    for student in (known, ben):
        shown = page(client.get(url("classroom:knock_as", known.classroom.code, student.key)))
        numbers += re.findall(r'class="knock-number">(\d{4})<', shown)
    assert [(knock.number, knock.says) for knock in known.classroom.knocks.all()] == [(numbers[1], ben)]


def test_children_of_other_classes_and_children_who_left_are_not_found(
    known: Student, gus: Student, ben: Student, owner: User
) -> None:
    from classroom.actions import roster

    open_window(gus.classroom)
    roster.mark_left(student=ben, by=owner, now=NOW)
    for key in (gus.key, ben.key, "nobody", known.called):
        for rest in (f"{key}/", f"number/{key}/"):
            assert Client().get(f"/k/{known.classroom.code}/{rest}").status_code == 404


def test_no_page_opens_without_a_window(known: Student, owner: User) -> None:
    sign_in_windows.close_window(classroom=known.classroom, by=owner, now=NOW)
    for answer in (Client().get(door(known)), Client().post(door(known), {"tapped": HERS, "go": "1"})):
        assert "Ask your teacher to let you in." in page(answer, status=403)
    assert not WrongTry.objects.exists()


def test_as_much_is_hashed_for_a_child_without_pictures(
    ana: Student, ben: Student, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_pictures(ben)
    hashed = []
    verify = PasswordHasher.verify

    def seen(self: PasswordHasher, kept: str, words: str) -> bool:
        hashed.append(kept.split("$")[:4])
        return verify(self, kept, words)

    monkeypatch.setattr(PasswordHasher, "verify", seen)
    for student in (ana, ben):
        with pytest.raises(student_sign_in.NotQuite):
            student_sign_in.begin_by_pictures(student=student, tapped=WRONG, device="a tablet", now=NOW)
    assert hashed == [["", "argon2id", "v=19", "m=19456,t=2,p=1"]] * 2


def test_a_child_without_pictures_gets_the_same_answers(ana: Student, ben: Student) -> None:
    """Both the pages and the answers to taps are the same."""
    choose_pictures(ben)

    def shown(student: Student) -> str:
        client = Client()
        answers = [page(client.get(door(student))), tap(client, door(student), WRONG), page(client.get(door(student)))]
        bare = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", "".join(answers))
        for own, other in ((student.key, "KEY"), (student.called, "NAME"), (student.avatar, "AVATAR")):
            bare = bare.replace(own, other)
        return bare

    assert shown(ana) == shown(ben)


# Choosing them


def test_a_child_chooses_pictures_in_set_up(ana: Student, owner: User) -> None:
    sign_in_windows.open_window(classroom=ana.classroom, set_up=True, by=owner, now=NOW)
    client = Client()
    assert "Hi, Ana. Is this you?" in page(client.get(door(ana)))
    assert client.post(door(ana))["Location"] == url("partners:me")
    # No other page opens before the pictures are chosen.
    for address in (
        url("partners:me"),
        url("partners:note_great"),
        url("classroom:pick_avatar"),
        url("partners:my_partner"),
    ):
        assert client.get(address)["Location"] == url("classroom:choose_pictures")
        assert client.post(address)["Location"] == url("classroom:choose_pictures")
    assert "Choose your pictures." in page(client.get(url("classroom:choose_pictures")))
    assert re.findall(
        r'name="tapped" value="(\w+)"', page(client.post(url("classroom:choose_pictures"), {"tap": "sun"}))
    ) == ["sun"]
    chosen = page(client.post(url("classroom:choose_pictures"), {"tapped": HERS, "go": "1"}))
    assert "These are your pictures." in chosen
    numbered = re.findall(r"<b>(\d)</b>.*?<span>([\w ]+)</span>", chosen)
    assert numbered == [("1", "Sun"), ("2", "Cup"), ("3", "Book")]
    assert not PicturePassword.objects.exists()
    assert client.post(url("classroom:choose_pictures"), {"tapped": HERS, "keep": "1"})["Location"] == url(
        "partners:me"
    )
    assert client.get(url("partners:me")).status_code == 200
    assert client.get(url("classroom:choose_pictures"))["Location"] == url("partners:me")
    assert tap(Client(), door(ana), HERS) == url("partners:me")


def test_fewer_than_all_pictures_are_not_stored(ana: Student, owner: User) -> None:
    sign_in_windows.open_window(classroom=ana.classroom, set_up=True, by=owner, now=NOW)
    client = Client()
    client.post(door(ana))
    for tapped in (["sun", "cup"], ["sun", "sun", "cup"], ["sun", "cup", "rocket"], []):
        for how in ("go", "keep"):
            assert "Choose your pictures." in page(
                client.post(url("classroom:choose_pictures"), {"tapped": tapped, how: "1"})
            )
    assert not PicturePassword.objects.exists()


def test_a_child_who_chose_pictures_at_another_device_is_signed_out_here(ana: Student, owner: User) -> None:
    sign_in_windows.open_window(classroom=ana.classroom, set_up=True, by=owner, now=NOW)
    first, second = Client(), Client()
    second.post(url("classroom:card"), {"token": token_of(ana)})
    first.post(door(ana))
    Sitting.objects.update(ended_at=None, confirmed_at=NOW)
    first.post(url("classroom:choose_pictures"), {"tapped": HERS, "keep": "1"})
    assert second.post(url("classroom:choose_pictures"), {"tapped": WRONG, "keep": "1"})["Location"] == url(
        "classroom:code"
    )
    assert second.get(url("partners:me"))["Location"] == url("classroom:ask_your_teacher")
    assert tap(Client(), door(ana), HERS) == url("partners:me")


def test_the_last_tap_of_a_child_who_is_choosing_pictures_is_no_answer(ana: Student, owner: User) -> None:
    sign_in_windows.open_window(classroom=ana.classroom, set_up=True, by=owner, now=NOW)
    client = Client()
    client.post(door(ana))
    sign_in_windows.close_window(classroom=ana.classroom, by=owner, now=NOW)
    assert client.post(url("classroom:pick_avatar"), {"avatar": "tree"})["Location"] == url("classroom:time_to_stop")
    ana.refresh_from_db()
    assert ana.avatar != "tree"


def test_a_child_with_pictures_taps_them_in_set_up_too(known: Student, owner: User) -> None:
    sign_in_windows.open_window(classroom=known.classroom, set_up=True, by=owner, now=NOW)
    client = Client()
    assert "Tap your pictures." in page(client.get(door(known)))
    assert client.post(door(known)).status_code == 200
    assert not Sitting.objects.filter(ended_at=None).exists()


def test_pictures_are_chosen_after_a_card_in_set_up_too(ana: Student, owner: User) -> None:
    sign_in_windows.open_window(classroom=ana.classroom, set_up=True, by=owner, now=NOW)
    client = Client()
    client.post(url("classroom:card"), {"token": token_of(ana)})
    assert client.post(url("classroom:thats_me"))["Location"] == url("partners:me")
    assert client.get(url("partners:me"))["Location"] == url("classroom:choose_pictures")


def test_kindergarten_children_get_two_pictures_and_large_letters(owner: User) -> None:
    amina = make_class(owner, "Amina Diallo", name="Room 1", grade_band=GradeBand.K_1).students.get()
    choose_pictures(amina, "shoe", "sun")
    shown = page(Client().get(door(amina)))
    assert 'data-count="2"' in shown
    assert tap(Client(), door(amina), ["shoe", "sun"]) == url("partners:me")


# After the card


def test_a_child_taps_one_picture_after_the_card(known: Student) -> None:
    client = Client()
    assert client.post(url("classroom:card"), {"token": token_of(known)})["Location"] == url("classroom:card_picture")
    assert client.get(url("partners:me"))["Location"] == url("classroom:ask_your_teacher")
    shown = page(client.get(url("classroom:card_picture")))
    assert "Tap your first picture." in shown
    assert "Ana" in shown
    assert tap(client, url("classroom:card_picture"), ["cup"]) == url("classroom:card_picture")
    assert "Not quite. Try again." in page(client.get(url("classroom:card_picture")))
    assert tap(client, url("classroom:card_picture"), ["sun"]) == url("partners:me")
    assert client.get(url("partners:me")).status_code == 200
    assert client.get(url("classroom:card_picture"))["Location"] == url("classroom:ask_your_teacher")


def test_a_child_can_say_that_a_card_is_not_theirs(known: Student) -> None:
    client = Client()
    client.post(url("classroom:card"), {"token": token_of(known)})
    assert client.post(url("classroom:card_picture"), {"not-me": "1"})["Location"] == url("classroom:ask_your_teacher")
    assert client.get(url("classroom:card_picture"))["Location"] == url("classroom:ask_your_teacher")


def test_a_card_must_be_read_again_after_five_minutes(clock: time_machine.Traveller, known: Student) -> None:
    client = Client()
    client.post(url("classroom:card"), {"token": token_of(known)})
    assert client.get(url("classroom:card_picture"))["Refresh"] == "300; url=/ask-your-teacher/"
    clock.shift(dt.timedelta(minutes=5, seconds=1))
    assert tap(client, url("classroom:card_picture"), ["sun"]) == url("classroom:ask_your_teacher")


def test_a_card_with_many_wrong_pictures_is_left_to_the_teacher(known: Student) -> None:
    client = Client()
    client.post(url("classroom:card"), {"token": token_of(known)})
    for _ in range(picture_limits.WITH_A_CARD):
        assert tap(client, url("classroom:card_picture"), ["hat"]) == url("classroom:card_picture")
    assert tap(client, url("classroom:card_picture"), ["sun"]) == url(
        "classroom:knock_as", known.classroom.code, known.key
    )


def test_the_token_of_a_card_is_in_no_session(known: Student) -> None:
    client, token = Client(), token_of(known)
    client.post(url("classroom:card"), {"token": token})
    assert token not in str(dict(client.session))


# The teacher's side


def test_the_teacher_sees_which_children_have_chosen_pictures(
    clock: time_machine.Traveller, ana: Student, ben: Student, owner: User
) -> None:
    room, teacher = ana.classroom, sign_in(owner)
    choose_pictures(ana, now=NOW - dt.timedelta(days=3))
    sign_in_windows.close_window(classroom=room, by=owner, now=NOW - dt.timedelta(days=3))
    assert teacher.post(url("classroom:window_open", room.key), {"set_up": "1"})["Location"] == url(
        "classroom:pictures", room.key
    )
    client = Client()
    client.post(door(ben))
    clock.shift(dt.timedelta(minutes=5))
    client.post(url("classroom:choose_pictures"), {"tapped": HERS, "keep": "1"})
    shown = page(teacher.get(url("classroom:pictures", room.key)))
    assert "2 of 6 have pictures" in shown
    found = re.findall(r'class="state[^>]*>(.*?)</span>', shown)
    states = [re.sub(r"<svg.*?</svg>", "", state).strip() for state in found]
    assert states == ["Since 9 January", "Just now, 9:05", "None yet", "None yet", "None yet", "None yet"]
    assert [name for name in HERS if name in shown] == []
    assert teacher.post(url("classroom:set_up_end", room.key))["Location"] == url("classroom:pictures", room.key)
    assert "Let children choose" in page(teacher.get(url("classroom:pictures", room.key)))


def test_the_teacher_clears_pictures(known: Student, owner: User) -> None:
    client, teacher = Client(), sign_in(owner)
    tap(client, door(known), HERS)
    answer = teacher.post(url("classroom:pictures_clear", known.classroom.key, known.key), follow=True)
    assert "Ana has no pictures now." in page(answer)
    assert client.get(url("partners:me"))["Location"] == url("classroom:time_to_stop")
    assert not PicturePassword.objects.exists()


def test_the_teacher_is_warned_of_guessing_and_changes_the_code_with_one_tap(
    round: Round, classroom: Classroom, owner: User
) -> None:
    open_window(classroom)
    teacher, address = sign_in(owner), url("classroom:pictures", classroom.key)
    for student in classroom.students.here():
        for number in range(10):
            WrongTry.objects.create(student=student, way="name", device_hash=f"{number // 5}", at=NOW)
    told = "Many wrong pictures in the last hour"
    assert told in page(teacher.get(address))
    assert told in page(teacher.get(url("partners:home")))
    assert told in page(teacher.get(url("partners:notes", classroom.key)))
    WrongTry.objects.order_by("pk")[:1].get().delete()
    assert told not in page(teacher.get(address))
    assert told not in page(teacher.get(url("partners:home")))
    assert told not in page(teacher.get(url("partners:notes", classroom.key)))
    before = classroom.code
    answer = teacher.post(url("classroom:code_change", classroom.key), follow=True)
    classroom.refresh_from_db()
    assert classroom.code != before
    assert f"The class code is {classroom.code} now." in page(answer)
    assert Client().get(url("classroom:names", before)).status_code == 404
    assert page(Client().get(url("classroom:names", classroom.code)))


# Avatars


def test_a_child_picks_an_avatar_that_no_classmate_has(ana: Student, ben: Student, gus: Student) -> None:
    reader = seat(ana)
    offered = re.findall(r'name="avatar" value="(\w+)"', page(reader.get(url("classroom:pick_avatar"))))
    others = set(ana.classroom.students.exclude(pk=ana.pk).values_list("avatar", flat=True))
    assert (len(offered), set(offered)) == (33, set(AVATARS) - others)
    assert reader.post(url("classroom:pick_avatar"), {"avatar": "cactus"})["Location"] == url("partners:me")
    ana.refresh_from_db()
    assert ana.avatar == "cactus"
    assert AuditEvent.objects.filter(verb="avatar_picked", student=ana).count() == 1
    for taken in (ben.avatar, "wombat", ""):
        assert "Someone has this one now. Pick another." in page(
            reader.post(url("classroom:pick_avatar"), {"avatar": taken})
        )
    ana.refresh_from_db()
    assert ana.avatar == "cactus"
    # A child of another class may have the same avatar.
    assert seat(gus).post(url("classroom:pick_avatar"), {"avatar": "cactus"})["Location"] == url("partners:me")


# The name on the page, and the way out


def test_every_page_of_a_child_has_the_name_and_a_way_out(published: Round, ana: Student, ben: Student) -> None:
    open_round(ana.classroom)
    reader = seat(ana)
    reader.post(url("partners:note_great"), {"student": ben.key})
    of_the_note = ("promise", "great", "why/great/0", "hard", "hard/who", "loves", "check")
    addresses = (
        url("partners:me"),
        url("partners:my_partner"),
        url("classroom:pick_avatar"),
        url("classroom:still_here"),
        url("classroom:thats_me"),
    )
    for address in (*addresses, *(f"/me/note/{name}/" for name in of_the_note)):
        shown = page(reader.get(address))
        assert "Ana" in shown
        assert f'href="/static/img/avatars.svg#{ana.avatar}"' in shown
        assert "That's not me" in shown
        assert ("/static/js/child.js" in shown, "/static/js/sitting.js" in shown) == (True, True)


def test_thanks_for_telling_disappear_when_the_sitting_has_ended(round: Round, ana: Student, ben: Student) -> None:
    reader = seat(ana)
    reader.post(url("partners:note_who_hard"), {"student": ben.key})
    sign_in_windows.close_window(classroom=ana.classroom, by=owner_of(ana.classroom), now=NOW)
    shown = page(reader.post(url("partners:note_why", "hard", 0), {"student": ben.key, "unsafe": "1"}))
    assert "Thank you for telling." in shown
    assert '<meta http-equiv="refresh" content="60;url=/time-to-stop/">' in shown
    # The page does not ask "Still here?" after the sitting has ended.
    assert "still-here" not in shown
    assert "sitting.js" not in shown
