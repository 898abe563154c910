"""A child writes a note, one question a page."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client

from classroom.actions import roster, windows
from classroom.models import Classroom, GradeBand, Sitting, Student, User
from partners.models import NoteDraft, PartnerNote, Plan, Round, SafetyFlag
from tests.cast import NOW, child, make_class, open_round, page, publish, seat


@pytest.fixture
def reader(ana: Student, round: Round) -> Client:
    """Ana's browser; a round is open."""
    return seat(ana)


def words() -> dict[str, list[dict[str, object]]]:
    """The words of the one note that is there."""
    return PartnerNote.objects.get().open()


def chosen(html: str) -> set[str]:
    return set(re.findall(r'value="(\w+)" checked', html))


def tap(reader: Client, address: str, *students: Student) -> str:
    return reader.post(address, {"student": [student.key for student in students]})["Location"]


def test_a_whole_note(reader: Client, ana: Student, ben: Student, cleo: Student, dov: Student) -> None:
    assert "Hi, Ana! It is time to think about writing partners." in page(reader.get("/me/"))
    assert "Your teacher reads this. Other kids do not see it." in page(reader.get("/me/note/promise/"))
    assert "Tap up to 6 kids." in page(reader.get("/me/note/great/"))
    first = tap(reader, "/me/note/great/", ben, cleo)
    order = [ben, cleo] if ben.key in first else [cleo, ben]
    assert first == f"/me/note/why/great/{order[0].key}/"
    assert f"Why would {order[0].called} be great?" in page(reader.get(first))
    second = reader.post(first, {"why": ["kind", "helps"]})["Location"]
    assert second == f"/me/note/why/great/{order[1].key}/"
    assert reader.post(second)["Location"] == "/me/note/hard/"
    assert "Would it be hard to write with someone right now?" in page(reader.get("/me/note/hard/"))
    assert reader.post("/me/note/hard/", {"answer": "yes"})["Location"] == "/me/note/hard/who/"
    assert tap(reader, "/me/note/hard/who/", dov) == f"/me/note/why/hard/{dov.key}/"
    assert reader.post(f"/me/note/why/hard/{dov.key}/", {"why": ["loud"]})["Location"] == "/me/note/loves/"
    assert reader.post("/me/note/loves/", {"love": ["games", "animals"]})["Location"] == "/me/note/check/"
    check = page(reader.get("/me/note/check/"))
    assert "Ben" in check
    assert "Animals, games" in check
    assert "Dov" not in check  # whoever looks over a shoulder
    assert reader.post("/me/note/send/")["Location"] == "/all-done/"
    assert {choice["student"]: choice["why"] for choice in words()["great"]} == {
        order[0].pk: ["kind", "helps"],
        order[1].pk: [],
    }
    assert words()["hard"] == [{"student": dov.pk, "why": ["loud"]}]
    assert ana.considerations.content["loves"] == ["animals", "games"]


def test_every_page_is_gone_back_to(reader: Client, ben: Student, cleo: Student, dov: Student) -> None:
    tap(reader, "/me/note/great/", ben, cleo)
    reader.post(f"/me/note/why/great/{ben.key}/", {"why": ["kind"]})
    tap(reader, "/me/note/hard/who/", dov)
    reader.post("/me/note/loves/", {"love": ["games"]})
    assert chosen(page(reader.get("/me/note/great/"))) == {ben.key, cleo.key}
    assert chosen(page(reader.get(f"/me/note/why/great/{ben.key}/"))) == {"kind"}
    assert chosen(page(reader.get("/me/note/hard/who/"))) == {dov.key}
    assert chosen(page(reader.get("/me/note/loves/"))) == {"games"}
    # Someone taken away, and the reasons of who stays are kept.
    tap(reader, "/me/note/great/", ben)
    assert chosen(page(reader.get("/me/note/great/"))) == {ben.key}
    assert chosen(page(reader.get(f"/me/note/why/great/{ben.key}/"))) == {"kind"}


def test_the_page_before_is_one_tap_away(reader: Client, ben: Student, cleo: Student) -> None:
    first = tap(reader, "/me/note/great/", ben, cleo)
    second = reader.post(first)["Location"]
    for address, before in ((first, "/me/note/great/"), (second, first), ("/me/note/hard/", second)):
        assert f'href="{before}"' in page(reader.get(address))


def test_no_one_is_as_good_an_answer(reader: Client) -> None:
    assert reader.post("/me/note/hard/", {"answer": "no"})["Location"] == "/me/note/loves/"
    assert "No one" in page(reader.get("/me/note/check/"))
    reader.post("/me/note/send/")
    assert words() == {"great": [], "hard": []}


def test_who_is_great_is_not_offered_as_hard(reader: Client, ben: Student, cleo: Student) -> None:
    tap(reader, "/me/note/great/", ben)
    offered = page(reader.get("/me/note/hard/who/"))
    assert ben.key not in offered
    assert cleo.key in offered
    assert (
        tap_refused(reader, "/me/note/hard/who/", ben)
        == "Someone you tapped is not on the list now. Please look again."
    )


def tap_refused(reader: Client, address: str, *students: Student) -> str:
    """What the page says instead of going on."""
    html = page(reader.post(address, {"student": [student.key for student in students]}))
    [said] = re.findall(r'role="alert">([^<]*)<', html)
    return str(said)


def test_a_child_of_another_class_or_the_child_itself(reader: Client, ana: Student, gus: Student) -> None:
    for student in (ana, gus):
        assert student.key not in page(reader.get("/me/note/great/"))
        said = tap_refused(reader, "/me/note/great/", student)
        assert said == "Someone you tapped is not on the list now. Please look again."
    assert not NoteDraft.objects.exists()


@pytest.mark.parametrize(
    ("band", "great", "hard"),
    [(GradeBand.K_1, 4, 1), (GradeBand.G2_3, 6, 2), (GradeBand.G4_5, 6, 2), (GradeBand.G6_8, 6, 2)],
)
def test_too_many_names(band: str, great: int, hard: int, owner: User) -> None:
    classroom = make_class(owner, *(f"Child{i} Last" for i in range(9)), grade_band=band)
    open_round(classroom)
    me, *others = classroom.students.in_order()
    reader = seat(me)
    for address, limit in (("/me/note/great/", great), ("/me/note/hard/who/", hard)):
        answer = reader.post(address, {"student": [other.key for other in others[: limit + 1]]})
        assert f"Tap up to {limit}. Tap a name again to take it away." in page(answer)
        # What was tapped is still tapped.
        assert chosen(page(answer)) == {other.key for other in others[: limit + 1]}
        assert reader.post(address, {"student": [other.key for other in others[:limit]]}).status_code == 302
        reader.post(address)


@pytest.mark.parametrize(
    ("band", "words", "not_words"),
    [
        (GradeBand.G2_3, ["Who could be a great writing partner for you?"], ["Pick at least 2 people."]),
        (
            GradeBand.G4_5,
            ["Who would make a great writing partner for you?", "Pick at least 2 people."],
            ["They do not have to be your best friends."],
        ),
    ],
)
def test_each_level_has_its_own_words(band: str, words: list[str], not_words: list[str], owner: User) -> None:
    classroom = make_class(owner, "Ana", "Ben", grade_band=band)
    open_round(classroom)
    html = page(seat(child(classroom, "Ana")).get("/me/note/great/"))
    assert [line for line in words if line not in html] == []
    assert [line for line in not_words if line in html] == []


def test_reasons_of_another_level_are_not_taken(reader: Client, ben: Student) -> None:
    tap(reader, "/me/note/great/", ben)
    reader.post(f"/me/note/why/great/{ben.key}/", {"why": ["know_better", "kind", "unsafe"]})
    reader.post("/me/note/send/")
    assert words()["great"] == [{"student": ben.pk, "why": ["kind"]}]
    assert not SafetyFlag.objects.exists()


def test_why_of_somebody_who_was_not_tapped(reader: Client, ben: Student) -> None:
    answer = reader.get(f"/me/note/why/great/{ben.key}/", follow=True)
    assert answer.redirect_chain == [("/me/note/great/", 302)]
    assert "Someone you tapped is not on the list now." in page(answer)


# Not safe


def test_not_safe_is_said_at_once(reader: Client, ana: Student, ben: Student, owner: User) -> None:
    """Whether or not the note is sent, and kept when the child starts over."""
    tap(reader, "/me/note/hard/who/", ben)
    answer = reader.post(f"/me/note/why/hard/{ben.key}/", {"unsafe": "1"}, follow=True)
    assert answer.redirect_chain == [(f"/me/note/thank-you/{ben.key}/", 302)]
    assert "Thank you for telling. You did the right thing." in page(answer)
    assert (SafetyFlag.objects.get().content["student"], SafetyFlag.objects.get().content["named"]) == (ana.pk, ben.pk)
    reader.post(f"/me/note/why/hard/{ben.key}/", {"unsafe": "1"})
    reader.post("/me/note/start-over/")
    assert SafetyFlag.objects.count() == 1
    assert not PartnerNote.objects.exists()


def test_enter_in_the_form_does_not_call_the_teacher(reader: Client, ben: Student) -> None:
    """A browser presses the first button of a form."""
    tap(reader, "/me/note/hard/who/", ben)
    html = page(reader.get(f"/me/note/why/hard/{ben.key}/"))
    form = html[html.index('<form id="why"') :]
    assert "name=" not in form[form.index("<button") : form.index("</button>")]


def test_the_chip_stays_when_the_page_is_sent_again(reader: Client, ben: Student) -> None:
    tap(reader, "/me/note/hard/who/", ben)
    address = f"/me/note/why/hard/{ben.key}/"
    reader.post(address, {"unsafe": "1", "why": ["loud"]})
    assert '<input type="hidden" name="why" value="unsafe">' in page(reader.get(address))
    reader.post(address, {"why": ["loud", "unsafe"]})
    reader.post("/me/note/send/")
    assert words()["hard"] == [{"student": ben.pk, "why": ["loud", "unsafe"]}]


def test_without_the_hard_question(reader: Client, classroom: Classroom, ben: Student) -> None:
    classroom.workshop.hard_question = False
    classroom.workshop.save()
    assert tap(reader, "/me/note/great/") == "/me/note/loves/"
    for address in ("/me/note/hard/", "/me/note/hard/who/"):
        assert reader.get(address)["Location"] == "/me/note/loves/"
    assert "Hard right now" not in page(reader.get("/me/note/check/"))
    assert 'href="/me/note/great/"' in page(reader.get("/me/note/loves/"))


# Sending


def test_after_send_nothing_is_shown(reader: Client, ben: Student) -> None:
    tap(reader, "/me/note/great/", ben)
    reader.post("/me/note/send/")
    for address in ("/me/", "/me/note/check/", "/me/note/great/", f"/me/note/why/great/{ben.key}/", "/me/partner/"):
        answer = reader.get(address, follow=True)
        assert answer.redirect_chain == [("/all-done/", 302)]
        assert "Ben" not in page(answer)
    assert "You did it!" in page(reader.get("/all-done/"))
    assert Sitting.objects.filter(ended_at=None).count() == 0


def test_send_twice_is_one_note(reader: Client, ben: Student) -> None:
    tap(reader, "/me/note/great/", ben)
    assert [reader.post("/me/note/send/")["Location"] for _ in range(2)] == ["/all-done/"] * 2
    assert PartnerNote.objects.count() == 1


def test_a_new_note_starts_empty(reader: Client, ana: Student, ben: Student) -> None:
    tap(reader, "/me/note/great/", ben)
    reader.post("/me/note/send/")
    again = seat(ana)
    assert chosen(page(again.get("/me/note/great/"))) == set()
    assert "Your earlier answers are kept." not in page(again.get("/me/note/check/"))


def test_answers_of_an_earlier_sitting_are_kept_and_not_shown(
    reader: Client, ana: Student, ben: Student, cleo: Student
) -> None:
    tap(reader, "/me/note/great/", ben)
    again = seat(ana)
    assert chosen(page(again.get("/me/note/great/"))) == set()
    check = page(again.get("/me/note/check/"))
    assert "Your earlier answers are kept." in check
    assert "Ben" not in check
    again.post("/me/note/send/")
    assert words()["great"] == [{"student": ben.pk, "why": []}]


def test_start_over_forgets_them(reader: Client, ana: Student, ben: Student) -> None:
    tap(reader, "/me/note/great/", ben)
    again = seat(ana)
    assert again.post("/me/note/start-over/")["Location"] == "/me/note/great/"
    again.post("/me/note/send/")
    assert words()["great"] == []


def test_after_the_window_closed_it_is_time_to_stop_and_nothing_is_lost(
    clock: time_machine.Traveller, reader: Client, ana: Student, ben: Student, owner: User
) -> None:
    tap(reader, "/me/note/great/", ben)
    windows.close_window(classroom=ana.classroom, by=owner, now=NOW)
    answer = reader.post("/me/note/send/", follow=True)
    assert answer.redirect_chain == [("/time-to-stop/", 302)]
    assert "Time to stop. We kept your answers." in page(answer)
    assert not PartnerNote.objects.exists()
    seat(ana).post("/me/note/send/")
    assert words()["great"] == [{"student": ben.pk, "why": []}]


def test_a_note_that_was_begun_before_partners_were_published(
    reader: Client, ben: Student, plan: Plan, owner: User
) -> None:
    tap(reader, "/me/note/great/", ben)
    publish(plan)
    assert reader.get("/me/note/loves/").status_code == 200
    assert reader.post("/me/note/send/")["Location"] == "/all-done/"
    assert PartnerNote.objects.get().round == plan.round


def test_somebody_leaves_while_the_note_is_written(reader: Client, ben: Student, cleo: Student, owner: User) -> None:
    tap(reader, "/me/note/great/", ben, cleo)
    roster.mark_left(student=ben, by=owner, now=NOW)
    assert "Ben" not in page(reader.get("/me/note/check/"))
    answer = reader.post("/me/note/send/", follow=True)
    assert answer.redirect_chain == [("/me/note/check/", 302)]
    assert "Someone you picked is not in your class now. We took that name off. Check and tap Send." in page(answer)
    assert reader.post("/me/note/send/")["Location"] == "/all-done/"
    assert words()["great"] == [{"student": cleo.pk, "why": []}]


def test_pages_work_while_somebody_who_was_named_has_left(
    reader: Client, ben: Student, cleo: Student, owner: User
) -> None:
    first = tap(reader, "/me/note/great/", ben, cleo)
    gone, stays = (ben, cleo) if ben.key in first else (cleo, ben)
    tap(reader, "/me/note/great/", gone, stays)
    roster.mark_left(student=stays, by=owner, now=NOW)
    for address in ("great", f"why/great/{gone.key}", "hard", "hard/who", "loves", "check"):
        assert reader.get(f"/me/note/{address}/").status_code == 200, address
    assert reader.post(f"/me/note/why/great/{gone.key}/", {"why": ["kind"]}).status_code == 302


def test_a_child_who_left_is_asked_to_stop(reader: Client, ana: Student, owner: User) -> None:
    roster.mark_left(student=ana, by=owner, now=NOW)
    assert reader.get("/me/note/great/")["Location"] == "/time-to-stop/"


def test_two_tabs_show_one_note(reader: Client, ben: Student, cleo: Student) -> None:
    """What was tapped last in either of them is kept."""
    tap(reader, "/me/note/great/", ben)
    tap(reader, "/me/note/great/", cleo)
    answer = reader.post(f"/me/note/why/great/{ben.key}/", {"why": ["kind"]}, follow=True)
    assert "Someone you tapped is not on the list now." in page(answer)
    reader.post("/me/note/send/")
    assert words()["great"] == [{"student": cleo.pk, "why": []}]


def test_without_a_round_there_is_nothing_to_write(ana: Student) -> None:
    reader = seat(ana)
    assert "There is nothing to do here yet." in page(reader.get("/me/"))
    for address in ("great", "hard", "loves", "check"):
        assert reader.get(f"/me/note/{address}/")["Location"] == "/me/"
    assert reader.post("/me/note/send/")["Location"] == "/me/"


def test_classmates_come_in_an_order_of_each_childs_own(owner: User) -> None:
    """Who stands high in a list is named more often."""
    classroom = make_class(owner, *(f"Child{i:02} Last" for i in range(12)))
    open_round(classroom)
    orders = []
    for name in ("Child00", "Child01"):
        reader = seat(child(classroom, name))
        shown = [re.findall(r'value="(\w{10})"', page(reader.get("/me/note/great/"))) for _ in range(2)]
        assert shown[0] == shown[1]
        orders.append([key for key in shown[0] if key not in {child(classroom, n).key for n in ("Child00", "Child01")}])
    assert sorted(orders[0]) == sorted(orders[1])
    assert orders[0] != orders[1]


def test_idle_for_ten_minutes(clock: time_machine.Traveller, reader: Client, ben: Student) -> None:
    tap(reader, "/me/note/great/", ben)
    clock.shift(dt.timedelta(minutes=9))
    assert reader.get("/me/note/loves/").status_code == 200
    clock.shift(dt.timedelta(minutes=9))
    assert reader.get("/me/note/loves/").status_code == 200
    clock.shift(dt.timedelta(minutes=10))
    assert reader.get("/me/note/loves/")["Location"] == "/time-to-stop/"
