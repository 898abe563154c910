"""Picture passwords: chosen, tried, limited after wrong tries, and cleared."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from classroom.actions import (
    classes,
    picture_limits,
    picture_passwords,
    roster,
    sign_in_cards,
    sign_in_windows,
    student_sign_in,
)
from classroom.actions.picture_limits import TryLater, UnableToTry
from classroom.actions.student_sign_in import DeadCard, NotQuite, UnableToSignIn
from classroom.avatars import AVATARS
from classroom.models import AuditEvent, Card, Classroom, GradeBand, PicturePassword, Sitting, Student, User, WrongTry
from classroom.picture_choices import PICTURES, how_many, toggled
from tests.cast import NOW, choose_pictures, make_class, open_window, token_of

SECOND = dt.timedelta(seconds=1)
MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
HERS = ("sun", "cup", "book")
WRONG = ("hat", "cup", "book")


@pytest.fixture
def known(ana: Student) -> Student:
    """Ana, with pictures chosen. The class may sign in now."""
    choose_pictures(ana, *HERS)
    return ana


def come(student: Student, *tapped: str, device: str = "a tablet", now: dt.datetime = NOW) -> Sitting:
    return student_sign_in.begin_by_pictures(student=student, tapped=tapped or HERS, device=device, now=now)


def miss(student: Student, times: int = 1, device: str = "a tablet", now: dt.datetime = NOW) -> None:
    for _ in range(times):
        with pytest.raises(NotQuite, match=r"^Not quite\. Try again\.$"):
            come(student, *WRONG, device=device, now=now)


def rests_until(student: Student, device: str = "a tablet", now: dt.datetime = NOW) -> dt.datetime:
    with pytest.raises(TryLater) as rest:
        come(student, device=device, now=now)
    return rest.value.until


# The pictures


def test_the_pictures_are_twelve_and_no_avatars() -> None:
    drawn = re.findall(r'<symbol id="(\w+)"', Path("static/img/objects.svg").read_text())
    assert (len(PICTURES), list(PICTURES)) == (12, drawn)
    assert not set(PICTURES) & set(AVATARS)
    assert len({str(label) for label in PICTURES.values()}) == 12


def test_every_avatar_has_a_name() -> None:
    drawn = re.findall(r'<symbol id="(\w+)"', Path("static/img/avatars.svg").read_text())
    assert sorted(AVATARS) == sorted(drawn)
    assert len({str(label) for label in AVATARS.values()}) == len(AVATARS)


def test_kindergarten_children_choose_two_pictures_and_others_three() -> None:
    assert {band: how_many(band) for band in GradeBand} == {"K-1": 2, "2-3": 3, "4-5": 3, "6-8": 3}


@pytest.mark.parametrize(
    ("before", "tap", "after"),
    [
        ([], "sun", ["sun"]),
        (["sun"], "cup", ["sun", "cup"]),
        (["sun", "cup"], "sun", ["cup"]),
        (["sun", "cup"], "hat", ["sun", "cup"]),
        (["sun"], "rocket", ["sun"]),
        (["rocket", "sun", "sun", "cup", "hat"], "", ["sun", "cup"]),
    ],
)
def test_a_tap_adds_a_picture_or_takes_it_away(before: list[str], tap: str, after: list[str]) -> None:
    assert toggled(before, tap, 2) == after


# Choosing pictures


def test_only_the_pictures_in_their_order_open(known: Student) -> None:
    sitting = come(known)
    assert (sitting.student, sitting.confirmed_at, sitting.chooses_pictures) == (known, None, False)
    for tapped in (("cup", "sun", "book"), ("sun", "cup"), ("sun", "cup", "book", "hat"), ("suncup", "book"), ("",)):
        with pytest.raises(NotQuite):
            come(known, *tapped, device=f"another {tapped}")


def test_the_pictures_of_another_child_open_nothing(known: Student, ben: Student) -> None:
    """It opens nothing even if someone copies it in the database."""
    choose_pictures(ben, "hat", "car", "ball")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE classroom_picturepassword SET in_order ="
            " (SELECT in_order FROM classroom_picturepassword WHERE student_id = %s) WHERE student_id = %s",
            [known.pk, ben.pk],
        )
    for tapped in (HERS, ("hat", "car", "ball")):
        with pytest.raises(NotQuite):
            come(ben, *tapped)


def test_a_picture_password_is_stored_as_an_encrypted_slow_hash(known: Student) -> None:
    password = PicturePassword.objects.get()
    assert password.in_order.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert password.first.startswith("$argon2id$")
    with connection.cursor() as cursor:
        cursor.execute("SELECT in_order, first FROM classroom_picturepassword")
        assert [token.startswith("gAAAA") for token in cursor.fetchone()] == [True, True]


@pytest.mark.parametrize(
    "chosen", [("sun", "cup"), ("sun", "sun", "cup"), ("sun", "cup", "rocket"), ("sun", "cup", "hat", "car"), ()]
)
def test_no_other_picture_password_is_stored(chosen: tuple[str, ...], ana: Student, owner: User) -> None:
    sign_in_windows.open_window(classroom=ana.classroom, set_up=True, by=owner, now=NOW)
    sitting = student_sign_in.begin_to_choose(student=ana, now=NOW)
    with pytest.raises(picture_passwords.UnableToChoose):
        picture_passwords.choose(sitting=sitting, pictures=chosen, now=NOW)
    assert not PicturePassword.objects.exists()


def test_a_child_in_kindergarten_chooses_two(owner: User) -> None:
    amina = make_class(owner, "Amina Diallo", name="Room 1", grade_band=GradeBand.K_1).students.get()
    choose_pictures(amina, "shoe", "sun")
    assert come(amina, "shoe", "sun").student == amina
    # The child still taps two pictures in higher grades.
    classes.change_class(classroom=amina.classroom, name="Room 1", grade_band=GradeBand.G4_5, by=owner, now=NOW)
    amina.refresh_from_db()
    assert picture_passwords.count_of(amina) == 2


def test_pictures_are_chosen_only_in_set_up(ana: Student, owner: User) -> None:
    open_window(ana.classroom)
    with pytest.raises(UnableToSignIn, match=r"^Ask your teacher to let you in\.$"):
        student_sign_in.begin_to_choose(student=ana, now=NOW)
    assert not student_sign_in.begin_by_card(card=card_of(ana), now=NOW).chooses_pictures
    sign_in_windows.open_window(classroom=ana.classroom, set_up=True, by=owner, now=NOW)
    assert student_sign_in.begin_to_choose(student=ana, now=NOW).chooses_pictures
    assert student_sign_in.begin_by_card(card=card_of(ana), now=NOW).chooses_pictures
    sign_in_windows.end_set_up(classroom=ana.classroom, by=owner, now=NOW)
    with pytest.raises(UnableToSignIn):
        student_sign_in.begin_to_choose(student=ana, now=NOW)
    verbs = [event.verb for event in AuditEvent.objects.order_by("pk") if "set_up" in event.verb]
    assert verbs == ["set_up_opened", "set_up_ended"]


def test_pictures_are_chosen_once(ana: Student, owner: User) -> None:
    sign_in_windows.open_window(classroom=ana.classroom, set_up=True, by=owner, now=NOW)
    first, second = (student_sign_in.begin_to_choose(student=ana, now=NOW) for _ in range(2))
    picture_passwords.choose(sitting=first, pictures=HERS, now=NOW)
    for sitting in (first, second):
        with pytest.raises(picture_passwords.UnableToChoose, match=r"^You have your pictures already\.$"):
            picture_passwords.choose(sitting=sitting, pictures=WRONG, now=NOW)
    assert come(ana).student == ana
    with pytest.raises(UnableToSignIn):
        student_sign_in.begin_to_choose(student=ana, now=NOW)
    assert AuditEvent.objects.filter(verb="pictures_chosen", student=ana).count() == 1


def test_cleared_pictures_open_nothing_and_end_the_sitting(known: Student, owner: User) -> None:
    sitting = come(known)
    student_sign_in.confirm(sitting=sitting, now=NOW)
    picture_passwords.clear(student=known, by=owner, now=NOW + MINUTE)
    sitting.refresh_from_db()
    assert (sitting.ended_at, sitting.confirmed_at) == (NOW + MINUTE, None)
    with pytest.raises(NotQuite):
        come(known)
    event = AuditEvent.objects.get(verb="pictures_cleared")
    assert (event.by, event.student) == (owner, known)
    choose_pictures(known, *WRONG)
    assert come(known, *WRONG).student == known


def test_pictures_are_not_tried_without_a_window(known: Student, owner: User) -> None:
    sign_in_windows.close_window(classroom=known.classroom, by=owner, now=NOW)
    for tapped in (HERS, WRONG):
        with pytest.raises(UnableToSignIn, match=r"^Ask your teacher to let you in\.$"):
            come(known, *tapped)
    assert not WrongTry.objects.exists()


def test_a_child_who_left_cannot_sign_in(known: Student, owner: User) -> None:
    roster.mark_left(student=known, by=owner, now=NOW)
    known.refresh_from_db()
    with pytest.raises(UnableToSignIn):
        come(known)
    roster.mark_back(student=known, by=owner, now=NOW)
    with pytest.raises(NotQuite):
        come(known)


# Limits of tries. A window lasts 45 minutes, so it is opened again and again here.


@pytest.fixture
def always_open(known: Student, owner: User) -> Callable[[dt.datetime], None]:
    def open_at(now: dt.datetime) -> None:
        sign_in_windows.open_window(classroom=known.classroom, by=owner, now=now)

    return open_at


def test_after_five_wrong_tries_a_device_waits_one_minute_then_two_then_four(
    known: Student, always_open: Callable[[dt.datetime], None]
) -> None:
    miss(known, 5)
    now = NOW
    for minutes in (1, 2, 4, 8, 16, 32):
        assert rests_until(known, now=now) == now + minutes * MINUTE
        assert rests_until(known, now=now + minutes * MINUTE - SECOND) == now + minutes * MINUTE
        now += minutes * MINUTE
        always_open(now)
        miss(known, now=now)
    # Tries of more than an hour ago do not count: the last hour has four.
    miss(known, now=now)
    assert rests_until(known, now=now) == now + MINUTE


def test_a_waiting_device_opens_nothing_and_counts_nothing(known: Student) -> None:
    miss(known, 5)
    rests_until(known)
    with pytest.raises(TryLater):
        come(known, *WRONG)
    assert WrongTry.objects.count() == 5
    assert come(known, now=NOW + MINUTE).student == known


def test_a_wait_applies_to_one_child_at_one_device(known: Student, ben: Student) -> None:
    choose_pictures(ben, "hat", "car", "ball")
    miss(known, 5)
    assert come(known, device="another tablet").student == known
    assert come(ben, "hat", "car", "ball").student == ben


def test_the_right_pictures_forgive_four_wrong_tries(known: Student) -> None:
    miss(known, 4)
    come(known)
    miss(known, 4)
    come(known)
    # The tries still count toward the child's limit per hour.
    assert WrongTry.objects.filter(forgiven=True).count() == 8


def test_a_device_stops_waiting_when_the_teacher_lets_the_child_in(known: Student, owner: User) -> None:
    miss(known, 5)
    room = known.classroom
    waiting = student_sign_in.knock(classroom=room, device="a tablet", says=known, now=NOW)
    assert waiting.says == known
    student_sign_in.let_in(classroom=room, number=waiting.number, student=known, by=owner, now=NOW)
    sitting = student_sign_in.begin_by_knock(classroom=room, device="a tablet", now=NOW)
    assert sitting is not None
    assert come(known).student == known


def test_twenty_wrong_tries_in_an_hour_lock_the_pictures_of_a_child(
    known: Student, ben: Student, owner: User, always_open: Callable[[dt.datetime], None]
) -> None:
    """After that, only the card or the teacher lets this child in. The other children sign in as before."""
    choose_pictures(ben, "hat", "car", "ball")
    for device in range(4):
        miss(known, 4, device=f"tablet {device}")
        miss(known, 1, device=f"tablet {device}", now=NOW + device * MINUTE)
    later = NOW + 10 * MINUTE
    with pytest.raises(UnableToTry, match=r"^Ask your teacher to let you in\.$") as refused:
        come(known, device="a new tablet", now=later)
    assert not isinstance(refused.value, TryLater)
    assert picture_limits.left_to_the_teacher(known.classroom, later) == {known.pk}
    assert come(ben, "hat", "car", "ball", device="a new tablet", now=later).student == ben
    by_card = student_sign_in.begin_by_card_and_picture(
        card=card_of(known), picture="sun", device="a tablet", now=later
    )
    assert by_card.student == known
    # An hour after the first sixteen.
    always_open(NOW + HOUR)
    assert picture_limits.left_to_the_teacher(known.classroom, NOW + HOUR) == set()
    assert come(known, device="a new tablet", now=NOW + HOUR).student == known


def test_a_child_without_pictures_is_answered_and_counted_like_the_others(ana: Student) -> None:
    open_window(ana.classroom)
    miss(ana, 5)
    assert rests_until(ana) == NOW + MINUTE


def test_sixty_wrong_tries_warn_the_teacher_and_never_lock_the_code(classroom: Classroom, owner: User) -> None:
    open_window(classroom)
    students = list(classroom.students.here())
    for student in students:
        for device in range(2):
            miss(student, 5, device=f"tablet {device}")
    assert WrongTry.objects.count() == 60
    assert picture_limits.being_guessed([classroom], NOW) == {classroom.pk}
    assert picture_limits.being_guessed([classroom], NOW + HOUR) == set()
    # Every child may continue.
    miss(students[0], device="a new tablet")
    WrongTry.objects.order_by("pk")[:1].get().delete()
    WrongTry.objects.order_by("pk")[:1].get().delete()
    assert picture_limits.being_guessed([classroom], NOW) == set()


def test_wrong_pictures_after_a_card_do_not_count_for_the_code(known: Student) -> None:
    for _ in range(5):
        with pytest.raises(NotQuite):
            tap(known, "hat")
    assert not picture_limits.is_left_to_the_teacher(known, NOW)
    assert come(known).student == known


def test_old_tries_are_deleted(known: Student, always_open: Callable[[dt.datetime], None]) -> None:
    miss(known, 3)
    always_open(NOW + 2 * HOUR - SECOND)
    assert WrongTry.objects.count() == 3
    always_open(NOW + 3 * HOUR)
    assert WrongTry.objects.count() == 0


def test_the_device_is_stored_as_a_hash(known: Student) -> None:
    miss(known)
    assert re.fullmatch(r"[0-9a-f]{64}", WrongTry.objects.get().device_hash)


# After the card


def card_of(student: Student) -> Card:
    return student_sign_in.read_card(token=token_of(student), now=NOW)


def tap(student: Student, picture: str, device: str = "a tablet", now: dt.datetime = NOW) -> Sitting:
    return student_sign_in.begin_by_card_and_picture(card=card_of(student), picture=picture, device=device, now=now)


def test_a_child_taps_the_first_picture_after_the_card(known: Student) -> None:
    with pytest.raises(NotQuite):
        student_sign_in.begin_by_card(card=card_of(known), now=NOW)
    for picture in ("cup", "book", "hat", ""):
        with pytest.raises(NotQuite):
            tap(known, picture)
    assert tap(known, "sun").student == known


def test_only_the_teacher_lets_in_after_five_wrong_pictures_with_a_card(
    known: Student, always_open: Callable[[dt.datetime], None]
) -> None:
    """Tries on all devices count together, because there are only twelve pictures."""
    for device in range(5):
        with pytest.raises(NotQuite):
            tap(known, "hat", device=f"tablet {device}")
    with pytest.raises(UnableToTry, match=r"^Ask your teacher to let you in\.$"):
        tap(known, "sun", device="a new tablet")
    assert come(known).student == known
    always_open(NOW + HOUR)
    assert tap(known, "sun", now=NOW + HOUR).student == known


def test_a_card_that_was_voided_meanwhile_opens_nothing(known: Student, owner: User) -> None:

    read = card_of(known)
    sign_in_cards.void_card(student=known, by=owner, now=NOW)
    with pytest.raises(DeadCard):
        student_sign_in.begin_by_card_and_picture(card=read, picture="sun", device="a tablet", now=NOW)
    assert not Sitting.objects.filter(ended_at=None).exists()


# The class code


def test_a_new_class_code_ends_waiting_at_the_old_one(classroom: Classroom, owner: User) -> None:
    open_window(classroom)
    student_sign_in.knock(classroom=classroom, device="a tablet", now=NOW)
    before = classroom.code
    code = classes.change_code(classroom=classroom, by=owner, now=NOW)
    classroom.refresh_from_db()
    assert classroom.code == code != before
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{6}", code)
    assert not classroom.knocks.exists()
    assert AuditEvent.objects.filter(verb="code_changed", by=owner).count() == 1
