"""A note and the sitting in which it is written: it ends, goes on, or another child sits down."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from classroom.actions import roster, sign_in_windows
from classroom.models import Student, User
from partners.models import NoteDraft, NoteWords, PartnerNote, Pick, Plan, Round, SafetyFlag
from tests.addresses import url
from tests.cast import NOW, open_round, open_window, page, publish, seat, token_of
from tests.partners.views.noting import THANKS, chosen, flagged, say_why, tap, words


def close_the_window(clock: time_machine.Traveller, ana: Student, owner: User) -> None:
    sign_in_windows.close_window(classroom=ana.classroom, by=owner, now=NOW)


def rest(clock: time_machine.Traveller, ana: Student, owner: User) -> None:
    clock.shift(dt.timedelta(minutes=11))


def sit_elsewhere(clock: time_machine.Traveller, ana: Student, owner: User) -> None:
    seat(ana)


ENDINGS = [close_the_window, rest, sit_elsewhere]
Ending = Callable[[time_machine.Traveller, Student, User], None]


@pytest.mark.parametrize("end", ENDINGS)
def test_not_safe_counts_when_the_sitting_just_ended(
    end: Ending, clock: time_machine.Traveller, reader: Client, ana: Student, ben: Student, owner: User
) -> None:
    """The child is thanked, too."""
    tap(reader, url("partners:note_who_hard"), ben)
    end(clock, ana, owner)
    assert THANKS in page(say_why(reader, "hard", 0, ben, unsafe="1"))
    assert flagged() == {(ana.pk, ben.pk)}
    assert reader.get(url("partners:note_who_hard"))["Location"] == url("classroom:time_to_stop")


@pytest.mark.parametrize("end", ENDINGS)
def test_the_last_tap_is_stored_and_shows_nothing(
    end: Ending, clock: time_machine.Traveller, reader: Client, ana: Student, ben: Student, cleo: Student, owner: User
) -> None:
    tap(reader, url("partners:note_great"), ben)
    end(clock, ana, owner)
    assert say_why(reader, "great", 0, ben, why=["kind"])["Location"] == url("classroom:time_to_stop")
    # An invalid answer would show the page again with its taps. This one names no classmate.
    assert reader.post(url("partners:note_great"), {"student": "nothing"})["Location"] == url("classroom:time_to_stop")
    assert reader.get(url("partners:note_great"))["Location"] == url("classroom:time_to_stop")
    again = seat(ana)
    again.post(url("partners:note_send"))
    assert words().great == (Pick(student=ben.pk, why=("kind",)),)


@pytest.mark.parametrize("end", ENDINGS)
def test_the_next_child_learns_nothing_of_an_ended_sitting(
    end: Ending, clock: time_machine.Traveller, reader: Client, ana: Student, cleo: Student, owner: User
) -> None:
    """Neither a "not safe" on any page nor the address that follows an answer gives anything away."""
    tap(reader, url("partners:note_who_hard"), cleo)
    reader.post(url("partners:note_tell"), {"talk": "yes", "own": "a wombat"})
    end(clock, ana, owner)
    for name in ("", "partner", "note/promise", "note/great", "note/hard", "note/hard/who", "note/check", "note/tell"):
        for sent in ({}, {"unsafe": "1", "student": "nothing", "go": "back"}):
            assert reader.post(f"/me/{name}/".replace("//", "/"), sent)["Location"] == url("classroom:time_to_stop")


@pytest.mark.parametrize("end", ENDINGS)
def test_send_counts_when_the_sitting_just_ended(
    end: Ending, clock: time_machine.Traveller, reader: Client, ana: Student, ben: Student, owner: User
) -> None:
    tap(reader, url("partners:note_great"), ben)
    end(clock, ana, owner)
    assert reader.post(url("partners:note_send"))["Location"] == url("partners:all_done")
    assert words().great == (Pick(student=ben.pk),)
    assert reader.get(url("partners:note_check"))["Location"] == url("partners:all_done")


@pytest.mark.parametrize("minutes", [9, 11])
def test_nothing_is_stored_ten_minutes_after_the_end(
    minutes: int, clock: time_machine.Traveller, reader: Client, ana: Student, ben: Student, owner: User
) -> None:
    sign_in_windows.close_window(classroom=ana.classroom, by=owner, now=NOW)
    clock.shift(dt.timedelta(minutes=minutes))
    answer = say_why(reader, "hard", 0, ben, unsafe="1")
    assert (answer.status_code, SafetyFlag.objects.count()) == ((200, 1) if minutes == 9 else (302, 0))


def test_an_unconfirmed_sitting_stores_nothing_after_its_end(
    clock: time_machine.Traveller, ana: Student, ben: Student, round: Round, owner: User
) -> None:
    open_window(ana.classroom)
    client = Client()
    client.post(url("classroom:card"), {"token": token_of(ana)})
    sign_in_windows.close_window(classroom=ana.classroom, by=owner, now=NOW)
    assert say_why(client, "hard", 0, ben, unsafe="1").status_code == 302
    assert not SafetyFlag.objects.exists()


@pytest.mark.parametrize("end", [None, *ENDINGS])
@pytest.mark.parametrize("goes", [url("classroom:not_me"), url("partners:note_send")])
def test_nothing_is_stored_for_a_child_who_signed_out(
    goes: str,
    end: Ending | None,
    clock: time_machine.Traveller,
    reader: Client,
    ana: Student,
    ben: Student,
    owner: User,
) -> None:
    """This holds even where the sitting had just ended by itself."""
    if end:
        end(clock, ana, owner)
    reader.post(goes)
    sent = PartnerNote.objects.count()
    assert say_why(reader, "hard", 0, ben, unsafe="1").status_code == 302
    tap(reader, url("partners:note_great"), ben)
    reader.post(url("partners:note_send"))
    assert not SafetyFlag.objects.exists()
    assert not NoteDraft.objects.exists()
    assert PartnerNote.objects.count() == sent


def test_a_page_leaves_by_itself_when_nobody_touches_the_device(reader: Client, published: Round) -> None:
    open_round(published.classroom)
    for address in (
        url("partners:me"),
        url("partners:my_partner"),
        url("partners:note_great"),
        url("partners:note_check"),
    ):
        away = f'<noscript><meta http-equiv="refresh" content="300;url=/me/still-here/?at={address}"></noscript>'
        assert away in page(reader.get(address))
    assert "refresh" not in page(Client().get(url("classroom:time_to_stop")))


def test_a_form_of_the_child_before_does_not_count_for_the_next(
    ana: Student, ben: Student, cleo: Student, round: Round
) -> None:
    """A page of Ana's is open in another tab while Ben signs in. Her words must not become his."""
    open_window(ana.classroom)
    client = Client(enforce_csrf_checks=True)

    def token() -> str:
        [found] = set(
            re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(url("classroom:card")).content.decode())
        )
        return str(found)

    def come_in(student: Student) -> str:
        client.post(url("classroom:card"), {"token": token_of(student), "csrfmiddlewaretoken": token()})
        client.post(url("classroom:thats_me"), {"csrfmiddlewaretoken": token()})
        return str(
            re.findall(
                r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(url("partners:note_hard")).content.decode()
            )[0]
        )

    unsafe = {"student": cleo.key, "unsafe": "1"}
    of_ana = come_in(ana)
    of_ben = come_in(ben)
    assert (
        client.post(url("partners:note_why", "hard", 0), {**unsafe, "csrfmiddlewaretoken": of_ana}).status_code == 403
    )
    client.post(url("classroom:not_me"), {"csrfmiddlewaretoken": of_ben})
    assert (
        client.post(url("partners:note_why", "hard", 0), {**unsafe, "csrfmiddlewaretoken": of_ben}).status_code == 403
    )
    again = come_in(ana)
    client.post(url("partners:note_send"), {"csrfmiddlewaretoken": again})
    assert client.post(url("partners:note_why", "hard", 0), {**unsafe, "csrfmiddlewaretoken": again}).status_code == 403
    assert not SafetyFlag.objects.exists()
    last = come_in(ben)
    assert client.post(url("partners:note_why", "hard", 0), {**unsafe, "csrfmiddlewaretoken": last}).status_code == 200
    assert flagged() == {(ben.pk, cleo.pk)}


def test_a_new_note_starts_empty(reader: Client, ana: Student, ben: Student) -> None:
    tap(reader, url("partners:note_great"), ben)
    reader.post(url("partners:note_send"))
    again = seat(ana)
    assert chosen(page(again.get(url("partners:note_great")))) == set()
    assert "Your earlier answers are kept." not in page(again.get(url("partners:note_check")))


def test_answers_of_an_earlier_sitting_are_kept_and_not_shown(
    reader: Client, ana: Student, ben: Student, cleo: Student
) -> None:
    tap(reader, url("partners:note_great"), ben)
    again = seat(ana)
    assert chosen(page(again.get(url("partners:note_great")))) == set()
    check = page(again.get(url("partners:note_check")))
    assert "Your earlier answers are kept." in check
    assert "Ben" not in check
    again.post(url("partners:note_send"))
    assert words().great == (Pick(student=ben.pk),)


def goes_on_at(reader: Client) -> str:
    """The page to which Start leads."""
    [found] = re.findall(r'class="btn btn-primary" href="([^"]*)"', page(reader.get(url("partners:me"))))
    return str(found)


def test_a_note_goes_on_at_the_first_page_without_an_answer(reader: Client, ana: Student, ben: Student) -> None:
    """This holds in the same sitting and in a new one. A new one never shows earlier answers."""
    assert goes_on_at(reader) == url("partners:note_promise")
    tap(reader, url("partners:note_great"), ben)
    assert goes_on_at(reader) == url("partners:note_why", "great", 0)
    assert goes_on_at(seat(ana)) == url("partners:note_hard")
    say_why(reader, "great", 0, ben)
    for name, following in (
        *(("hard", "will-do"), ("will-do", "loves"), ("loves", "tell"), ("tell", "check")),
        ("check", "check"),
    ):
        again = seat(ana)
        assert goes_on_at(again) == f"/me/note/{name}/"
        html = page(again.get(f"/me/note/{name}/"))
        assert ("Ben" in html, "Your earlier answers are kept." in html) == (False, name == "check")
        again.post(f"/me/note/{name}/")
        assert goes_on_at(again) == f"/me/note/{following}/"
    assert "Your earlier answers are kept." in page(seat(ana).get(url("partners:note_great")))


def test_no_one_replaces_names_of_an_earlier_sitting(reader: Client, ana: Student, ben: Student) -> None:
    """Going on without a tap does not replace them, because the page does not show them."""
    tap(reader, url("partners:note_who_hard"), ben)
    again = seat(ana)
    asked = page(again.get(url("partners:note_hard")))
    assert ("aria-pressed" in asked[asked.index("<main") : asked.index("<template")], "earlier" in asked) == (
        False,
        True,
    )
    again.post(url("partners:note_hard"))
    assert "Kept from before" in page(again.get(url("partners:note_check")))
    again.post(url("partners:note_hard"), {"answer": "no"})
    again.post(url("partners:note_send"))
    assert words().hard == ()


def test_start_over_deletes_earlier_answers(reader: Client, ana: Student, ben: Student) -> None:
    tap(reader, url("partners:note_great"), ben)
    again = seat(ana)
    assert again.post(url("partners:note_start_over"))["Location"] == url("partners:note_great")
    again.post(url("partners:note_send"))
    assert words().great == ()


def test_a_closed_window_stops_the_child_and_loses_nothing(
    clock: time_machine.Traveller, reader: Client, ana: Student, ben: Student, owner: User
) -> None:
    tap(reader, url("partners:note_great"), ben)
    sign_in_windows.close_window(classroom=ana.classroom, by=owner, now=NOW)
    answer = reader.get(url("partners:note_check"), follow=True)
    assert answer.redirect_chain == [(url("classroom:time_to_stop"), 302)]
    assert "Time to stop. We kept your answers." in page(answer)
    # A child who has seen that page counts as gone.
    reader.post(url("partners:note_send"))
    assert not PartnerNote.objects.exists()
    seat(ana).post(url("partners:note_send"))
    assert words().great == (Pick(student=ben.pk),)


def test_a_note_begun_before_publishing_can_be_sent(
    clock: time_machine.Traveller, reader: Client, ben: Student, plan: Plan
) -> None:
    tap(reader, url("partners:note_great"), ben)
    clock.shift(60)
    publish(plan, now=timezone.now())
    assert reader.get(url("partners:note_loves")).status_code == 200
    assert reader.post(url("partners:note_send"))["Location"] == url("partners:all_done")
    assert PartnerNote.objects.get().round == plan.round


def test_a_note_begun_before_publishing_goes_to_the_next_open_round(
    clock: time_machine.Traveller, reader: Client, ben: Student, plan: Plan, cleo: Student
) -> None:
    """While the child was writing, the teacher published partners and opened the next round."""
    tap(reader, url("partners:note_great"), ben)
    clock.shift(60)
    publish(plan, now=timezone.now())
    opened = open_round(ben.classroom, timezone.now())
    assert chosen(page(reader.get(url("partners:note_great")))) == {ben.key}
    tap(reader, url("partners:note_who_hard"), cleo)
    assert reader.post(url("partners:note_send"))["Location"] == url("partners:all_done")
    assert PartnerNote.objects.get().round == opened
    assert words() == NoteWords(great=(Pick(student=ben.pk),), hard=(Pick(student=cleo.pk),))


def test_a_child_who_sat_down_before_publication_can_still_write(
    clock: time_machine.Traveller, reader: Client, ben: Student, cleo: Student, plan: Plan
) -> None:
    """This holds even if no question was answered yet."""
    clock.shift(60)
    publish(plan, now=timezone.now())
    clock.shift(60)
    late = seat(cleo)
    for address in ("great", "hard/who", "will-do", "loves", "tell", "talk", "check"):
        assert late.get(f"/me/note/{address}/")["Location"] == url("partners:me")
    tap(reader, url("partners:note_who_hard"), ben)
    assert THANKS in page(say_why(reader, "hard", 0, ben, unsafe="1"))
    assert reader.post(url("partners:note_send"))["Location"] == url("partners:all_done")
    assert PartnerNote.objects.get().round == plan.round


def test_a_child_who_left_is_asked_to_stop(reader: Client, ana: Student, owner: User) -> None:
    roster.mark_left(student=ana, by=owner, now=NOW)
    assert reader.get(url("partners:note_great"))["Location"] == url("classroom:time_to_stop")


def test_without_a_round_there_is_nothing_to_write(ana: Student) -> None:
    reader = seat(ana)
    assert "There is nothing to do here yet." in page(reader.get(url("partners:me")))
    for address in ("great", "hard", "will-do", "loves", "tell", "talk", "check"):
        assert reader.get(f"/me/note/{address}/")["Location"] == url("partners:me")
    assert reader.post(url("partners:note_send"))["Location"] == url("partners:me")


def test_a_sitting_survives_five_idle_minutes_and_no_more(
    clock: time_machine.Traveller, reader: Client, ben: Student
) -> None:
    tap(reader, url("partners:note_great"), ben)
    for _ in range(3):
        clock.shift(dt.timedelta(minutes=5))
        assert reader.get(url("partners:note_loves")).status_code == 200
    clock.shift(dt.timedelta(minutes=6))
    assert reader.get(url("partners:note_loves"))["Location"] == url("classroom:time_to_stop")
