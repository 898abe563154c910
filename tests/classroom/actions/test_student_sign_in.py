"""Sign-in windows, cards, knocks and sittings."""

import datetime as dt
import re

import pytest

from classroom.actions import roster, sign_in_cards, sign_in_windows, student_sign_in
from classroom.actions.sign_in_cards import hash_token
from classroom.actions.student_sign_in import UnableToLetIn, UnableToSignIn
from classroom.models import AuditEvent, Card, Classroom, Knock, SignInWindow, Sitting, Student, User
from tests.cast import NOW, by_card, open_window, sit, token_of

SECOND = dt.timedelta(seconds=1)
MINUTE = dt.timedelta(minutes=1)


# The window


def test_a_window_closes_by_itself_after_45_minutes(classroom: Classroom, owner: User) -> None:
    window = sign_in_windows.open_window(classroom=classroom, by=owner, now=NOW)
    assert (window.opened_by, window.opened_at, window.closes_at) == (owner, NOW, NOW + 45 * MINUTE)
    assert student_sign_in.open_window_of(classroom, NOW + 45 * MINUTE - SECOND) == window
    assert student_sign_in.open_window_of(classroom, NOW + 45 * MINUTE) is None


def test_opening_a_window_again_adds_45_minutes(classroom: Classroom, owner: User) -> None:
    first = sign_in_windows.open_window(classroom=classroom, by=owner, now=NOW)
    again = sign_in_windows.open_window(classroom=classroom, by=owner, now=NOW + 30 * MINUTE)
    assert (again.pk, again.closes_at) == (first.pk, NOW + 75 * MINUTE)


def test_a_new_window_opens_after_one_closed_by_itself(classroom: Classroom, owner: User) -> None:
    sign_in_windows.open_window(classroom=classroom, by=owner, now=NOW)
    sign_in_windows.open_window(classroom=classroom, by=owner, now=NOW + 60 * MINUTE)
    assert SignInWindow.objects.count() == 2
    assert SignInWindow.objects.filter(closed_at=None).count() == 1


def test_closing_a_window_signs_children_out(ana: Student, owner: User) -> None:
    sitting = sit(ana)
    student_sign_in.knock(classroom=ana.classroom, device="a screen", now=NOW)
    sign_in_windows.close_window(classroom=ana.classroom, by=owner, now=NOW + MINUTE)
    sitting.refresh_from_db()
    assert sitting.ended_at == NOW + MINUTE
    assert not Knock.objects.exists()
    assert AuditEvent.objects.filter(verb="window_closed").count() == 1
    sign_in_windows.close_window(classroom=ana.classroom, by=owner, now=NOW + MINUTE)
    assert AuditEvent.objects.filter(verb="window_closed").count() == 1


# Cards


def test_every_child_has_a_card_that_stays_the_same_when_printed_again(classroom: Classroom, owner: User) -> None:
    first = sign_in_cards.cards_for(classroom=classroom, by=owner, now=NOW)
    assert [card.student.called for card in first] == ["Ana", "Ben", "Cleo", "Dov", "Eli", "Fay"]
    again = sign_in_cards.cards_for(classroom=classroom, by=owner, now=NOW + MINUTE)
    assert [card.token for card in again] == [card.token for card in first]
    assert Card.objects.count() == 6


def test_a_token_has_128_bits_and_is_found_by_its_hash(ana: Student) -> None:
    token = token_of(ana)
    assert re.fullmatch(r"[\w-]{22}", token)
    assert Card.objects.get(student=ana).token_hash == hash_token(token)
    assert token not in hash_token(token)


def test_a_voided_card_opens_nothing_and_the_next_is_new(
    classroom: Classroom, ana: Student, ben: Student, owner: User
) -> None:
    open_window(classroom)
    lost, kept = token_of(ana), token_of(ben)
    sign_in_cards.void_card(student=ana, by=owner, now=NOW)
    with pytest.raises(UnableToSignIn, match="This card does not work any more"):
        by_card(lost)
    assert by_card(kept).student == ben
    assert token_of(ana) != lost
    assert by_card(token_of(ana)).student == ana


def test_all_cards_are_voided(classroom: Classroom, gus: Student, owner: User) -> None:
    tokens = [token_of(student) for student in classroom.students.all()]
    elsewhere = token_of(gus)
    sign_in_cards.void_cards(classroom=classroom, by=owner, now=NOW)
    for room in (classroom, gus.classroom):
        open_window(room)
    for token in tokens:
        with pytest.raises(UnableToSignIn):
            by_card(token)
    assert by_card(elsewhere).student == gus


@pytest.mark.parametrize("all_of_them", [True, False])
def test_voiding_a_card_ends_the_childs_sitting(
    all_of_them: bool, ana: Student, ben: Student, gus: Student, owner: User
) -> None:
    found, other, elsewhere = sit(ana), sit(ben), sit(gus)
    if all_of_them:
        sign_in_cards.void_cards(classroom=ana.classroom, by=owner, now=NOW + MINUTE)
    else:
        sign_in_cards.void_card(student=ana, by=owner, now=NOW + MINUTE)
    ended = {sitting.pk: sitting.ended_at for sitting in Sitting.objects.all()}
    assert ended == {found.pk: NOW + MINUTE, other.pk: NOW + MINUTE if all_of_them else None, elsewhere.pk: None}
    # Not even a last tap is stored, because it may come from somebody who has the card.
    assert not Sitting.objects.filter(ended_at__isnull=False, confirmed_at__isnull=False).exists()


@pytest.mark.parametrize("token", ["", "nothing", "ü"])
def test_an_invalid_token_is_refused(token: str, classroom: Classroom) -> None:
    open_window(classroom)
    with pytest.raises(UnableToSignIn):
        by_card(token)


def test_a_card_opens_nothing_without_a_window(ana: Student, gus: Student) -> None:
    open_window(gus.classroom)
    with pytest.raises(UnableToSignIn, match=r"^Ask your teacher to let you in\.$"):
        by_card(token_of(ana))


def test_the_card_of_a_child_who_left_stays_void_when_they_come_back(ana: Student, owner: User) -> None:
    open_window(ana.classroom)
    token = token_of(ana)
    roster.mark_left(student=ana, by=owner, now=NOW)
    roster.mark_back(student=ana, by=owner, now=NOW)
    with pytest.raises(UnableToSignIn):
        by_card(token)


# Knocks


@pytest.fixture
def number(classroom: Classroom) -> str:
    """The number that the device "a screen" shows."""
    open_window(classroom)
    return student_sign_in.knock(classroom=classroom, device="a screen", now=NOW).number


def let_in(classroom: Classroom, number: str, student: Student, owner: User, now: dt.datetime = NOW) -> None:
    student_sign_in.let_in(classroom=classroom, number=number, student=student, by=owner, now=now)


def come_in(classroom: Classroom, device: str = "a screen", now: dt.datetime = NOW) -> Sitting | None:
    return student_sign_in.begin_by_knock(classroom=classroom, device=device, now=now)


def test_a_device_shows_one_number_for_two_minutes(classroom: Classroom, number: str) -> None:
    assert re.fullmatch(r"[1-9]\d{3}", number)
    assert student_sign_in.knock(classroom=classroom, device="a screen", now=NOW + 2 * MINUTE - SECOND).number == number
    assert Knock.objects.count() == 1
    student_sign_in.knock(classroom=classroom, device="a screen", now=NOW + 2 * MINUTE)
    assert Knock.objects.get().expires_at == NOW + 4 * MINUTE


def test_the_device_is_stored_as_a_hash(classroom: Classroom, number: str) -> None:
    assert "a screen" not in Knock.objects.get().device_hash
    assert len(Knock.objects.get().device_hash) == 64


def test_a_number_lets_a_device_in_once(classroom: Classroom, number: str, ana: Student, owner: User) -> None:
    assert come_in(classroom) is None
    let_in(classroom, number, ana, owner)
    sitting = come_in(classroom)
    assert sitting is not None
    assert (sitting.student, sitting.confirmed_at) == (ana, None)
    assert come_in(classroom) is None
    assert not Knock.objects.exists()
    event = AuditEvent.objects.get(verb="student_let_in")
    assert (event.by, event.student) == (owner, ana)


def test_a_number_is_accepted_once(classroom: Classroom, number: str, ana: Student, ben: Student, owner: User) -> None:
    let_in(classroom, number, ana, owner)
    with pytest.raises(UnableToLetIn, match=f"^No screen shows {number} any more"):
        let_in(classroom, number, ben, owner)


def test_a_number_opens_nothing_after_two_minutes(classroom: Classroom, number: str, ana: Student, owner: User) -> None:
    with pytest.raises(UnableToLetIn, match=f"^No screen shows {number} any more"):
        let_in(classroom, number, ana, owner, NOW + 2 * MINUTE)
    let_in(classroom, number, ana, owner, NOW + MINUTE)
    assert come_in(classroom, now=NOW + 2 * MINUTE) is None


def test_another_device_does_not_get_in(classroom: Classroom, number: str, ana: Student, owner: User) -> None:
    let_in(classroom, number, ana, owner)
    assert come_in(classroom, "another screen") is None


def test_a_number_of_another_class_opens_nothing(
    classroom: Classroom, other_classroom: Classroom, number: str, gus: Student, other_teacher: User
) -> None:
    open_window(other_classroom)
    with pytest.raises(UnableToLetIn):
        let_in(other_classroom, number, gus, other_teacher)
    assert come_in(other_classroom) is None


def test_a_device_that_goes_to_another_class_waits_only_there(
    classroom: Classroom, other_classroom: Classroom, number: str, gus: Student, other_teacher: User, owner: User
) -> None:
    """A device waits at one class at a time."""
    open_window(other_classroom)
    there = student_sign_in.knock(classroom=other_classroom, device="a screen", now=NOW).number
    assert [(knock.classroom, knock.number) for knock in Knock.objects.all()] == [(other_classroom, there)]
    let_in(other_classroom, there, gus, other_teacher)
    came = come_in(other_classroom)
    assert came is not None
    assert came.student == gus


def test_numbers_are_all_different(classroom: Classroom) -> None:
    open_window(classroom)
    numbers = [student_sign_in.knock(classroom=classroom, device=f"screen {i}", now=NOW).number for i in range(60)]
    assert len(set(numbers)) == 60
    with pytest.raises(UnableToSignIn, match="Many are waiting"):
        student_sign_in.knock(classroom=classroom, device="one more", now=NOW)
    assert student_sign_in.knock(classroom=classroom, device="one more", now=NOW + 2 * MINUTE).number


def test_no_device_waits_or_is_let_in_without_a_window(
    classroom: Classroom, number: str, ana: Student, owner: User
) -> None:
    SignInWindow.objects.update(closes_at=NOW)
    with pytest.raises(UnableToSignIn, match=r"^Ask your teacher to let you in\.$"):
        student_sign_in.knock(classroom=classroom, device="another screen", now=NOW)
    with pytest.raises(UnableToLetIn, match="The sign-in window is closed"):
        let_in(classroom, number, ana, owner)


def test_a_child_who_left_is_not_let_in(classroom: Classroom, number: str, ana: Student, owner: User) -> None:
    roster.mark_left(student=ana, by=owner, now=NOW)
    ana.refresh_from_db()
    with pytest.raises(UnableToLetIn, match=r"^Ana has left the class\.$"):
        let_in(classroom, number, ana, owner)


# Sittings


def test_a_sitting_ends_when_idle_closed_or_left(ana: Student, owner: User) -> None:
    sitting = sit(ana)
    assert [sitting.is_idle(NOW + 5 * MINUTE + more * SECOND) for more in (19, 20)] == [False, True]
    assert [sitting.is_open(NOW + 5 * MINUTE + more * SECOND) for more in (39, 40)] == [True, False]
    sitting.seen_at = NOW + 44 * MINUTE
    assert sitting.is_open(NOW + 45 * MINUTE - SECOND)
    assert not sitting.is_open(NOW + 45 * MINUTE)
    sitting.student.left_on = sitting.student.joined_on
    assert not sitting.is_open(NOW)


def test_a_sitting_is_confirmed_once(ana: Student) -> None:
    sitting = sit(ana)
    student_sign_in.confirm(sitting=sitting, now=NOW + MINUTE)
    assert sitting.confirmed_at == NOW
    student_sign_in.end(sitting=sitting, now=NOW + MINUTE)
    student_sign_in.end(sitting=sitting, now=NOW + 2 * MINUTE)
    sitting.refresh_from_db()
    assert sitting.ended_at == NOW + MINUTE


def test_a_child_is_signed_in_at_the_device_that_confirmed_last(ana: Student) -> None:
    """This holds even if the other device asked at the same moment and has older data."""
    open_window(ana.classroom)
    first, second = (by_card(token_of(ana)) for _ in range(2))
    student_sign_in.confirm(sitting=first, now=NOW)
    student_sign_in.confirm(sitting=second, now=NOW + SECOND)
    for sitting in (first, second):
        sitting.refresh_from_db()
    assert (first.confirmed_at, first.ended_at) == (NOW, None)
    assert (second.confirmed_at, second.ended_at) == (None, NOW)


@pytest.mark.parametrize("how", ["ended", "closed", "closes", "idle"])
def test_a_sitting_counts_as_just_ended_for_ten_minutes(how: str, ana: Student) -> None:
    sitting = sit(ana)
    end = NOW + 5 * MINUTE + (40 if how == "idle" else 0) * SECOND
    if how == "ended":
        sitting.ended_at = end
    elif how == "closed":
        sitting.window.closed_at = end
    elif how == "closes":
        sitting.window.closes_at = end
    moments = (end - SECOND, end, end + 10 * MINUTE - SECOND, end + 10 * MINUTE)
    assert [sitting.is_open(now) for now in moments] == [True, False, False, False]
    assert [sitting.has_just_ended(now) for now in moments] == [False, True, True, False]
    sitting.student.left_on = sitting.student.joined_on
    assert not any(sitting.has_just_ended(now) for now in moments)
