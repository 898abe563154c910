"""A child writes a note, one question a page."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from classroom.actions import roster, windows
from classroom.models import Classroom, GradeBand, Sitting, Student, User
from partners.models import NoteDraft, PartnerNote, Plan, Round, SafetyFlag
from tests.cast import NOW, child, make_class, open_round, open_window, page, publish, seat, token_of

THANKS = "Thank you for telling. You did the right thing."


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


def in_order(reader: Client, *students: Student) -> list[Student]:
    """Two or more who are named, in the order in which the pages ask why."""
    asked = [page(reader.get(f"/me/note/why/great/{place}/")) for place in range(len(students))]
    return [next(s for s in students if f'name="student" value="{s.key}"' in html) for html in asked]


def say_why(reader: Client, side: str, place: int, student: Student, **data: object) -> Any:
    return reader.post(f"/me/note/why/{side}/{place}/", {"student": student.key, **data})


def test_a_whole_note(reader: Client, ana: Student, ben: Student, cleo: Student, dov: Student) -> None:
    assert "Hi, Ana! It is time to think about writing partners." in page(reader.get("/me/"))
    assert "Your teacher reads this. Other kids do not see it." in page(reader.get("/me/note/promise/"))
    assert "Tap up to 6 kids." in page(reader.get("/me/note/great/"))
    first = tap(reader, "/me/note/great/", ben, cleo)
    order = in_order(reader, ben, cleo)
    assert first == "/me/note/why/great/0/"
    assert f"Why would {order[0].called} be great?" in page(reader.get(first))
    second = say_why(reader, "great", 0, order[0], why=["kind", "helps"])["Location"]
    assert second == "/me/note/why/great/1/"
    assert say_why(reader, "great", 1, order[1])["Location"] == "/me/note/hard/"
    assert "Would it be hard to write with someone right now?" in page(reader.get("/me/note/hard/"))
    assert reader.post("/me/note/hard/", {"answer": "yes"})["Location"] == "/me/note/hard/who/"
    assert tap(reader, "/me/note/hard/who/", dov) == "/me/note/why/hard/0/"
    assert say_why(reader, "hard", 0, dov, why=["loud"])["Location"] == "/me/note/loves/"
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
    place = in_order(reader, ben, cleo).index(ben)
    say_why(reader, "great", place, ben, why=["kind"])
    tap(reader, "/me/note/hard/who/", dov)
    reader.post("/me/note/loves/", {"love": ["games"]})
    assert chosen(page(reader.get("/me/note/great/"))) == {ben.key, cleo.key}
    assert chosen(page(reader.get(f"/me/note/why/great/{place}/"))) == {"kind"}
    assert chosen(page(reader.get("/me/note/hard/who/"))) == {dov.key}
    assert chosen(page(reader.get("/me/note/loves/"))) == {"games"}
    # Someone taken away, and the reasons of who stays are kept.
    tap(reader, "/me/note/great/", ben)
    assert chosen(page(reader.get("/me/note/great/"))) == {ben.key}
    assert chosen(page(reader.get("/me/note/why/great/0/"))) == {"kind"}


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
    say_why(reader, "great", 0, ben, why=["know_better", "kind", "unsafe"])
    reader.post("/me/note/send/")
    assert words()["great"] == [{"student": ben.pk, "why": ["kind"]}]
    assert not SafetyFlag.objects.exists()


@pytest.mark.parametrize(("side", "list_of"), [("great", "/me/note/great/"), ("hard", "/me/note/hard/who/")])
def test_why_of_somebody_who_was_not_tapped(
    side: str, list_of: str, reader: Client, ana: Student, ben: Student, gus: Student
) -> None:
    """A place in the list that nobody holds; a classmate who is not on it; nobody's key, one's own, another class's."""
    for asked in (
        reader.get(f"/me/note/why/{side}/0/", follow=True),
        reader.post(f"/me/note/why/{side}/7/", follow=True),
    ):
        assert asked.redirect_chain == [(list_of, 302)]
        assert "Someone you tapped is not on the list now." in page(asked)
    for key in (ben.key, ana.key, gus.key, "nothing"):
        asked = reader.post(f"/me/note/why/{side}/0/", {"student": key, "why": ["kind"]}, follow=True)
        assert asked.redirect_chain == [(list_of, 302)]
    assert not NoteDraft.objects.exists()


def test_whom_a_child_names_stands_in_no_address(reader: Client, ben: Student, cleo: Student, dov: Student) -> None:
    """Or the browser's history and the server's log would tell."""
    named = (ben, cleo, dov)
    went = [tap(reader, "/me/note/great/", ben, cleo)]
    went += [say_why(reader, "great", place, s)["Location"] for place, s in enumerate(in_order(reader, ben, cleo))]
    went.append(tap(reader, "/me/note/hard/who/", dov))
    thanks = say_why(reader, "hard", 0, dov, unsafe="1")
    shown = [page(reader.get(address)) for address in ("/me/note/check/", "/me/note/hard/", *went)] + [page(thanks)]
    went += [found for html in shown for found in re.findall(r'(?:href|action)="([^"]*)"', html)]
    assert [address for address in went for student in named if student.key in address] == []


# Not safe


def test_not_safe_is_said_at_once(reader: Client, ana: Student, ben: Student, owner: User) -> None:
    """Whether or not the note is sent, and kept when the child starts over."""
    tap(reader, "/me/note/hard/who/", ben)
    assert THANKS in page(say_why(reader, "hard", 0, ben, unsafe="1"))
    assert (SafetyFlag.objects.get().content["student"], SafetyFlag.objects.get().content["named"]) == (ana.pk, ben.pk)
    assert THANKS in page(say_why(reader, "hard", 0, ben, unsafe="1"))
    reader.post("/me/note/start-over/")
    assert SafetyFlag.objects.count() == 1
    assert not PartnerNote.objects.exists()


def test_after_the_thanks_it_goes_on_with_the_next(reader: Client, ben: Student, cleo: Student) -> None:
    tap(reader, "/me/note/hard/who/", ben, cleo)
    first, second = (
        next(s for s in (ben, cleo) if s.key in page(reader.get(f"/me/note/why/hard/{place}/"))) for place in (0, 1)
    )
    assert 'href="/me/note/why/hard/1/"' in page(say_why(reader, "hard", 0, first, unsafe="1"))
    assert 'href="/me/note/loves/"' in page(say_why(reader, "hard", 1, second, unsafe="1"))


def flagged() -> set[tuple[int, int]]:
    """Who does not feel safe with whom."""
    return {(flag.content["student"], flag.content["named"]) for flag in SafetyFlag.objects.all()}


def test_not_safe_is_heard_when_the_list_was_changed_in_another_tab(
    reader: Client, ana: Student, ben: Student, cleo: Student
) -> None:
    """The form says who is meant, not the place in the list, where somebody else is by now or nobody."""
    tap(reader, "/me/note/hard/who/", ben)
    tap(reader, "/me/note/hard/who/", cleo)
    assert THANKS in page(say_why(reader, "hard", 0, ben, unsafe="1"))
    assert flagged() == {(ana.pk, ben.pk)}
    tap(reader, "/me/note/hard/who/")
    assert THANKS in page(say_why(reader, "hard", 0, cleo, unsafe="1"))
    assert flagged() == {(ana.pk, ben.pk), (ana.pk, cleo.pk)}


def test_not_safe_is_about_a_classmate_only(reader: Client, ana: Student, gus: Student) -> None:
    for key in (gus.key, ana.key, "nothing", ""):
        answer = reader.post("/me/note/why/hard/0/", {"student": key, "unsafe": "1"})
        assert answer["Location"] == "/me/note/hard/who/"
    assert not SafetyFlag.objects.exists()


def close_the_window(clock: time_machine.Traveller, ana: Student, owner: User) -> None:
    windows.close_window(classroom=ana.classroom, by=owner, now=NOW)


def rest(clock: time_machine.Traveller, ana: Student, owner: User) -> None:
    clock.shift(dt.timedelta(minutes=11))


def sit_elsewhere(clock: time_machine.Traveller, ana: Student, owner: User) -> None:
    seat(ana)


ENDINGS = [close_the_window, rest, sit_elsewhere]
Ending = Callable[[time_machine.Traveller, Student, User], None]


@pytest.mark.parametrize("end", ENDINGS)
def test_not_safe_is_heard_in_the_moment_when_the_sitting_ends(
    end: Ending, clock: time_machine.Traveller, reader: Client, ana: Student, ben: Student, owner: User
) -> None:
    """And the child is thanked."""
    tap(reader, "/me/note/hard/who/", ben)
    end(clock, ana, owner)
    assert THANKS in page(say_why(reader, "hard", 0, ben, unsafe="1"))
    assert flagged() == {(ana.pk, ben.pk)}
    assert reader.get("/me/note/hard/who/")["Location"] == "/time-to-stop/"


@pytest.mark.parametrize("end", ENDINGS)
def test_the_last_tap_is_kept_and_shows_nothing(
    end: Ending, clock: time_machine.Traveller, reader: Client, ana: Student, ben: Student, cleo: Student, owner: User
) -> None:
    tap(reader, "/me/note/great/", ben)
    end(clock, ana, owner)
    assert say_why(reader, "great", 0, ben, why=["kind"])["Location"] == "/me/note/hard/"
    # A page that would be shown again, with what was tapped: a child of another class is none of hers.
    assert reader.post("/me/note/great/", {"student": "nothing"})["Location"] == "/time-to-stop/"
    assert reader.get("/me/note/great/")["Location"] == "/time-to-stop/"
    again = seat(ana)
    again.post("/me/note/send/")
    assert words()["great"] == [{"student": ben.pk, "why": ["kind"]}]


@pytest.mark.parametrize("end", ENDINGS)
def test_send_in_the_moment_when_the_sitting_ends(
    end: Ending, clock: time_machine.Traveller, reader: Client, ana: Student, ben: Student, owner: User
) -> None:
    tap(reader, "/me/note/great/", ben)
    end(clock, ana, owner)
    assert reader.post("/me/note/send/")["Location"] == "/all-done/"
    assert words()["great"] == [{"student": ben.pk, "why": []}]
    assert reader.get("/me/note/check/")["Location"] == "/all-done/"


@pytest.mark.parametrize("minutes", [9, 11])
def test_ten_minutes_after_the_end_nothing_comes_in(
    minutes: int, clock: time_machine.Traveller, reader: Client, ana: Student, ben: Student, owner: User
) -> None:
    windows.close_window(classroom=ana.classroom, by=owner, now=NOW)
    clock.shift(dt.timedelta(minutes=minutes))
    answer = say_why(reader, "hard", 0, ben, unsafe="1")
    assert (answer.status_code, SafetyFlag.objects.count()) == ((200, 1) if minutes == 9 else (302, 0))


def test_a_child_who_did_not_say_thats_me_says_nothing_more(
    clock: time_machine.Traveller, ana: Student, ben: Student, round: Round, owner: User
) -> None:
    open_window(ana.classroom)
    client = Client()
    client.post("/card/", {"token": token_of(ana)})
    windows.close_window(classroom=ana.classroom, by=owner, now=NOW)
    assert say_why(client, "hard", 0, ben, unsafe="1").status_code == 302
    assert not SafetyFlag.objects.exists()


@pytest.mark.parametrize("end", [None, *ENDINGS])
@pytest.mark.parametrize("goes", ["/me/leave/", "/me/note/send/"])
def test_after_the_child_went_the_next_one_speaks_for_nobody(
    goes: str,
    end: Ending | None,
    clock: time_machine.Traveller,
    reader: Client,
    ana: Student,
    ben: Student,
    owner: User,
) -> None:
    """Also where the sitting had ended by itself a moment before."""
    if end:
        end(clock, ana, owner)
    reader.post(goes)
    sent = PartnerNote.objects.count()
    assert say_why(reader, "hard", 0, ben, unsafe="1").status_code == 302
    tap(reader, "/me/note/great/", ben)
    reader.post("/me/note/send/")
    assert not SafetyFlag.objects.exists()
    assert not NoteDraft.objects.exists()
    assert PartnerNote.objects.count() == sent


def test_a_page_leaves_by_itself_when_nobody_touches_the_device(reader: Client, published: Round) -> None:
    open_round(published.classroom)
    for address in ("/me/", "/me/partner/", "/me/note/great/", "/me/note/check/"):
        away = f'<noscript><meta http-equiv="refresh" content="300;url=/me/still-here/?at={address}"></noscript>'
        assert away in page(reader.get(address))
    assert "refresh" not in page(Client().get("/time-to-stop/"))


def test_a_form_of_the_child_before_is_not_taken_for_the_next(
    ana: Student, ben: Student, cleo: Student, round: Round
) -> None:
    """A page that lies open in another tab while the next child comes in: her words are not put into his mouth."""
    open_window(ana.classroom)
    client = Client(enforce_csrf_checks=True)

    def token() -> str:
        [found] = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/card/").content.decode()))
        return str(found)

    def come_in(student: Student) -> str:
        client.post("/card/", {"token": token_of(student), "csrfmiddlewaretoken": token()})
        client.post("/me/is-this-you/", {"csrfmiddlewaretoken": token()})
        return str(
            re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/me/note/hard/").content.decode())[0]
        )

    unsafe = {"student": cleo.key, "unsafe": "1"}
    of_ana = come_in(ana)
    of_ben = come_in(ben)
    assert client.post("/me/note/why/hard/0/", {**unsafe, "csrfmiddlewaretoken": of_ana}).status_code == 403
    client.post("/me/leave/", {"csrfmiddlewaretoken": of_ben})
    assert client.post("/me/note/why/hard/0/", {**unsafe, "csrfmiddlewaretoken": of_ben}).status_code == 403
    again = come_in(ana)
    client.post("/me/note/send/", {"csrfmiddlewaretoken": again})
    assert client.post("/me/note/why/hard/0/", {**unsafe, "csrfmiddlewaretoken": again}).status_code == 403
    assert not SafetyFlag.objects.exists()
    last = come_in(ben)
    assert client.post("/me/note/why/hard/0/", {**unsafe, "csrfmiddlewaretoken": last}).status_code == 200
    assert flagged() == {(ben.pk, cleo.pk)}


def test_enter_in_the_form_does_not_call_the_teacher(reader: Client, ben: Student) -> None:
    """A browser presses the first button of a form."""
    tap(reader, "/me/note/hard/who/", ben)
    html = page(reader.get("/me/note/why/hard/0/"))
    form = html[html.index('<form id="why"') :]
    assert "name=" not in form[form.index("<button") : form.index("</button>")]


def test_the_chip_stays_when_the_page_is_sent_again(reader: Client, ben: Student) -> None:
    tap(reader, "/me/note/hard/who/", ben)
    say_why(reader, "hard", 0, ben, unsafe="1", why=["loud"])
    assert '<input type="hidden" name="why" value="unsafe">' in page(reader.get("/me/note/why/hard/0/"))
    say_why(reader, "hard", 0, ben, why=["loud", "unsafe"])
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
    for address in ("/me/", "/me/note/check/", "/me/note/great/", "/me/note/why/great/0/", "/me/partner/"):
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
    answer = reader.get("/me/note/check/", follow=True)
    assert answer.redirect_chain == [("/time-to-stop/", 302)]
    assert "Time to stop. We kept your answers." in page(answer)
    # Who has seen that page has gone.
    reader.post("/me/note/send/")
    assert not PartnerNote.objects.exists()
    seat(ana).post("/me/note/send/")
    assert words()["great"] == [{"student": ben.pk, "why": []}]


def test_a_note_that_was_begun_before_partners_were_published(
    clock: time_machine.Traveller, reader: Client, ben: Student, plan: Plan
) -> None:
    tap(reader, "/me/note/great/", ben)
    clock.shift(60)
    publish(plan, now=timezone.now())
    assert reader.get("/me/note/loves/").status_code == 200
    assert reader.post("/me/note/send/")["Location"] == "/all-done/"
    assert PartnerNote.objects.get().round == plan.round


def test_a_note_that_was_begun_before_the_round_now_open(
    clock: time_machine.Traveller, reader: Client, ben: Student, plan: Plan, cleo: Student
) -> None:
    """The teacher published, and opened the next round, while the child was writing."""
    tap(reader, "/me/note/great/", ben)
    clock.shift(60)
    publish(plan, now=timezone.now())
    opened = open_round(ben.classroom, timezone.now())
    assert chosen(page(reader.get("/me/note/great/"))) == {ben.key}
    tap(reader, "/me/note/hard/who/", cleo)
    assert reader.post("/me/note/send/")["Location"] == "/all-done/"
    assert PartnerNote.objects.get().round == opened
    assert words() == {"great": [{"student": ben.pk, "why": []}], "hard": [{"student": cleo.pk, "why": []}]}


def test_who_sat_down_before_publishing_can_write_and_who_came_after_can_not(
    clock: time_machine.Traveller, reader: Client, ben: Student, cleo: Student, plan: Plan
) -> None:
    """Also where nothing was answered yet."""
    clock.shift(60)
    publish(plan, now=timezone.now())
    clock.shift(60)
    late = seat(cleo)
    for address in ("great", "hard/who", "loves", "check"):
        assert late.get(f"/me/note/{address}/")["Location"] == "/me/"
    tap(reader, "/me/note/hard/who/", ben)
    assert THANKS in page(say_why(reader, "hard", 0, ben, unsafe="1"))
    assert reader.post("/me/note/send/")["Location"] == "/all-done/"
    assert PartnerNote.objects.get().round == plan.round


def test_two_tabs_lose_nothing(reader: Client, ben: Student, cleo: Student) -> None:
    """A page that lay open while another one was answered."""
    tap(reader, "/me/note/great/", ben)
    reader.post("/me/note/loves/", {"love": ["games"]})
    tap(reader, "/me/note/hard/who/", cleo)
    say_why(reader, "great", 0, ben, why=["kind"])
    assert chosen(page(reader.get("/me/note/loves/"))) == {"games"}
    reader.post("/me/note/send/")
    assert words() == {"great": [{"student": ben.pk, "why": ["kind"]}], "hard": [{"student": cleo.pk, "why": []}]}


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
    tap(reader, "/me/note/great/", ben, cleo)
    stays, gone = in_order(reader, ben, cleo)
    roster.mark_left(student=gone, by=owner, now=NOW)
    for address in ("great", "why/great/0", "hard", "hard/who", "loves", "check"):
        assert reader.get(f"/me/note/{address}/").status_code == 200, address
    assert say_why(reader, "great", 0, stays, why=["kind"])["Location"] == "/me/note/hard/"
    assert reader.get("/me/note/why/great/1/")["Location"] == "/me/note/great/"


def test_a_child_who_left_is_asked_to_stop(reader: Client, ana: Student, owner: User) -> None:
    roster.mark_left(student=ana, by=owner, now=NOW)
    assert reader.get("/me/note/great/")["Location"] == "/time-to-stop/"


def test_two_tabs_show_one_note(reader: Client, ben: Student, cleo: Student) -> None:
    """What was tapped last in either of them is kept."""
    tap(reader, "/me/note/great/", ben)
    tap(reader, "/me/note/great/", cleo)
    answer = reader.post("/me/note/why/great/0/", {"student": ben.key, "why": ["kind"]}, follow=True)
    assert answer.redirect_chain == [("/me/note/great/", 302)]
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


def test_idle_for_five_minutes(clock: time_machine.Traveller, reader: Client, ben: Student) -> None:
    tap(reader, "/me/note/great/", ben)
    for _ in range(3):
        clock.shift(dt.timedelta(minutes=5))
        assert reader.get("/me/note/loves/").status_code == 200
    clock.shift(dt.timedelta(minutes=6))
    assert reader.get("/me/note/loves/")["Location"] == "/time-to-stop/"
