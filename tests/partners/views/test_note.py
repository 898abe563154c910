"""A child writes a note, one question a page."""

import datetime as dt
import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from classroom import names
from classroom.actions import classes, roster, windows
from classroom.models import Classroom, GradeBand, Sitting, Student, User
from partners.actions import moves
from partners.models import Considerations, NoteDraft, PartnerNote, Plan, Round, SafetyFlag
from partners.moves import MOVES
from partners.talks import wanting_to_talk
from tests.cast import NOW, child, make_class, open_round, open_window, page, publish, seat, sign_in, token_of

THANKS = "Thank you for telling. You did the right thing."


@pytest.fixture
def reader(ana: Student, round: Round) -> Client:
    """Ana's browser; a round is open."""
    return seat(ana)


def words() -> dict[str, Any]:
    """The words of the one note that is there."""
    return PartnerNote.objects.get().open()


def chosen(html: str) -> set[str]:
    return set(re.findall(r'value="(\w+)" checked', html))


def typed(html: str) -> str:
    """What stands in the field for own words."""
    [found] = re.findall(r"<textarea[^>]*>([^<]*)</textarea>", html)
    return str(found)


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
    assert say_why(reader, "hard", 0, dov, why=["loud"], own="She\thums.\x07")["Location"] == "/me/note/will-do/"
    assert "What will you do to be a great partner?" in page(reader.get("/me/note/will-do/"))
    assert reader.post("/me/note/will-do/", {"chip": ["turns", "listen"]})["Location"] == "/me/note/loves/"
    assert "What do you love to write about?" in page(reader.get("/me/note/loves/"))
    told = reader.post("/me/note/loves/", {"chip": ["games", "animals"], "own": "axolotls"})
    assert told["Location"] == "/me/note/tell/"
    assert "Do you want to tell your teacher more?" in page(reader.get("/me/note/tell/"))
    assert reader.post("/me/note/tell/", {"own": "My dog is sick."})["Location"] == "/me/note/check/"
    check = page(reader.get("/me/note/check/"))
    shown = (
        "Is this right? Tap Send when you are done.",
        "Ben",
        "I will listen",
        "I will take turns",
        "Animals",
        "Axolotls",
    )
    assert [words for words in shown if words not in check] == []
    # Whoever looks over a shoulder.
    assert [words for words in ("Dov", "hums", "sick") if words in check] == []
    assert reader.post("/me/note/send/")["Location"] == "/all-done/"
    assert {choice["student"]: choice["why"] for choice in words()["great"]} == {
        order[0].pk: ["kind", "helps"],
        order[1].pk: [],
    }
    assert words()["hard"] == [{"student": dov.pk, "why": ["loud"], "own": "She hums."}]
    assert (words()["will_do"], words()["tell"]) == (["listen", "turns"], "My dog is sick.")
    assert (ana.considerations.content["loves"], ana.considerations.content["loves_own"]) == (
        ["animals", "games"],
        "axolotls",
    )


def test_every_page_is_gone_back_to(reader: Client, ben: Student, cleo: Student, dov: Student) -> None:
    tap(reader, "/me/note/great/", ben, cleo)
    place = in_order(reader, ben, cleo).index(ben)
    say_why(reader, "great", place, ben, why=["kind"])
    tap(reader, "/me/note/hard/who/", dov)
    reader.post("/me/note/will-do/", {"chip": ["kind"]})
    reader.post("/me/note/loves/", {"chip": ["games"], "own": "axolotls"})
    reader.post("/me/note/tell/", {"talk": "yes", "own": "Come soon."})
    assert chosen(page(reader.get("/me/note/great/"))) == {ben.key, cleo.key}
    assert chosen(page(reader.get(f"/me/note/why/great/{place}/"))) == {"kind"}
    assert chosen(page(reader.get("/me/note/hard/who/"))) == {dov.key}
    assert chosen(page(reader.get("/me/note/will-do/"))) == {"kind"}
    assert chosen(page(reader.get("/me/note/loves/"))) == {"games"}
    assert typed(page(reader.get("/me/note/loves/"))) == "axolotls"
    assert chosen(page(reader.get("/me/note/tell/"))) == {"yes"}
    assert typed(page(reader.get("/me/note/tell/"))) == "Come soon."
    # Someone taken away, and the reasons of who stays are kept.
    tap(reader, "/me/note/great/", ben)
    assert chosen(page(reader.get("/me/note/great/"))) == {ben.key}
    assert chosen(page(reader.get("/me/note/why/great/0/"))) == {"kind"}


def test_back_keeps_what_was_tapped_and_goes_to_the_page_before(
    reader: Client, ben: Student, cleo: Student, dov: Student
) -> None:
    """The way back through the whole note is the way that was come."""
    tap(reader, "/me/note/great/", ben, cleo)
    tap(reader, "/me/note/hard/who/", dov)
    reader.post("/me/note/tell/", {"talk": "yes"})
    way = (
        *("promise", "great", "why/great/0", "why/great/1", "hard", "hard/who", "why/hard/0", "will-do", "loves"),
        *("tell", "talk", "check"),
    )
    went = {}
    for name in way[1:]:
        html = page(reader.get(f"/me/note/{name}/"))
        if 'name="go" value="back"' in html:
            keys = re.findall(r'name="(\w+)" value="(\w+)" checked', html)
            kept = {field: [value for name, value in keys if name == field] for field, _ in keys}
            went[name] = reader.post(f"/me/note/{name}/", {**kept, "go": "back"})["Location"]
        else:
            [went[name]] = re.findall(r'class="btn btn-outline-secondary" href="([^"]*)"', html)
    assert went == {name: f"/me/note/{before}/" for before, name in pairwise(way)}
    assert reader.post("/me/note/loves/", {"chip": "games", "go": "back"})["Location"] == "/me/note/will-do/"
    assert chosen(page(reader.get("/me/note/loves/"))) == {"games"}


def test_a_tap_that_is_kept_at_once_leads_nowhere(reader: Client, ben: Student) -> None:
    assert reader.post("/me/note/great/", {"student": ben.key, "go": "stay"}).status_code == 204
    assert chosen(page(reader.get("/me/note/great/"))) == {ben.key}


def test_no_one_is_as_good_an_answer(reader: Client) -> None:
    assert 'value="no" aria-pressed="true"' in page(reader.get("/me/note/hard/"))
    assert reader.post("/me/note/hard/", {"answer": "no"})["Location"] == "/me/note/will-do/"
    assert "No one" in page(reader.get("/me/note/check/"))
    reader.post("/me/note/send/")
    assert words() == {"great": [], "hard": []}


def test_going_on_without_a_tap_is_no_one_unless_somebody_was_named(reader: Client, ben: Student) -> None:
    assert reader.post("/me/note/hard/")["Location"] == "/me/note/will-do/"
    assert "No one" in page(reader.get("/me/note/check/"))
    tap(reader, "/me/note/hard/who/", ben)
    assert 'value="yes" aria-pressed="true"' in page(reader.get("/me/note/hard/"))
    assert reader.post("/me/note/hard/")["Location"] == "/me/note/hard/who/"
    assert chosen(page(reader.get("/me/note/hard/who/"))) == {ben.key}
    assert reader.post("/me/note/hard/", {"answer": "no"})["Location"] == "/me/note/will-do/"
    reader.post("/me/note/send/")
    assert words()["hard"] == []


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
    assert 'href="/me/note/will-do/"' in page(say_why(reader, "hard", 1, second, unsafe="1"))


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
    assert say_why(reader, "great", 0, ben, why=["kind"])["Location"] == "/time-to-stop/"
    # A page that would be shown again, with what was tapped: a child of another class is none of hers.
    assert reader.post("/me/note/great/", {"student": "nothing"})["Location"] == "/time-to-stop/"
    assert reader.get("/me/note/great/")["Location"] == "/time-to-stop/"
    again = seat(ana)
    again.post("/me/note/send/")
    assert words()["great"] == [{"student": ben.pk, "why": ["kind"]}]


@pytest.mark.parametrize("end", ENDINGS)
def test_who_sits_down_at_a_sitting_that_ended_learns_nothing_of_it(
    end: Ending, clock: time_machine.Traveller, reader: Client, ana: Student, cleo: Student, owner: User
) -> None:
    """Not by saying that it is not safe on any page, and not by where an answer leads: to what was asked next."""
    tap(reader, "/me/note/hard/who/", cleo)
    reader.post("/me/note/tell/", {"talk": "yes", "own": "a wombat"})
    end(clock, ana, owner)
    for name in ("", "partner", "note/promise", "note/great", "note/hard", "note/hard/who", "note/check", "note/tell"):
        for sent in ({}, {"unsafe": "1", "student": "nothing", "go": "back"}):
            assert reader.post(f"/me/{name}/".replace("//", "/"), sent)["Location"] == "/time-to-stop/"


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
    form = html[html.index('<form id="answers"') :]
    assert "name=" not in form[form.index("<button") : form.index("</button>")]


def test_the_chip_stays_until_it_is_tapped_again(reader: Client, ben: Student) -> None:
    """And then the flag stays, and says that it was taken off."""
    tap(reader, "/me/note/hard/who/", ben)
    assert 'name="unsafe" value="1" aria-pressed="false"' in page(reader.get("/me/note/why/hard/0/"))
    say_why(reader, "hard", 0, ben, unsafe="1", why=["loud"], own="He waits for me.")
    told = page(reader.get("/me/note/why/hard/0/"))
    assert 'name="take_off" value="1" aria-pressed="true"' in told
    assert (chosen(told), typed(told)) == ({"loud"}, "He waits for me.")
    # Going on with the page, or keeping a tap on it, takes nothing off.
    say_why(reader, "hard", 0, ben, why=["loud"], own="He waits for me at the bus.", go="stay")
    say_why(reader, "hard", 0, ben, why=["loud"], own="He waits for me at the bus.")
    content = SafetyFlag.objects.get().content
    assert (content["own"], content["taken_off"]) == ("He waits for me at the bus.", False)
    taken = say_why(reader, "hard", 0, ben, why=["loud"], own="He waits for me at the bus.", take_off="1")
    assert taken["Location"] == "/me/note/why/hard/0/"
    assert 'aria-pressed="false"' in page(reader.get("/me/note/why/hard/0/"))
    assert SafetyFlag.objects.get().content["taken_off"]
    reader.post("/me/note/send/")
    assert words()["hard"] == [{"student": ben.pk, "why": ["loud"], "own": "He waits for me at the bus."}]
    assert SafetyFlag.objects.get().is_open


def test_not_safe_is_said_in_own_words_also_where_they_are_too_long(reader: Client, ben: Student) -> None:
    tap(reader, "/me/note/hard/who/", ben)
    assert THANKS in page(say_why(reader, "hard", 0, ben, unsafe="1", own="x" * 300))
    assert SafetyFlag.objects.get().content["own"] == "x" * 200


def without_the_hard_question(classroom: Classroom) -> None:
    classroom.workshop.hard_question = False
    classroom.workshop.save()


def test_without_the_hard_question(reader: Client, classroom: Classroom, ben: Student) -> None:
    without_the_hard_question(classroom)
    assert tap(reader, "/me/note/great/") == "/me/note/will-do/"
    for address in ("/me/note/hard/", "/me/note/hard/who/"):
        assert reader.get(address)["Location"] == "/me/note/will-do/"
    assert "Hard right now" not in page(reader.get("/me/note/check/"))
    assert 'href="/me/note/not-safe/"' in page(reader.get("/me/note/check/"))
    assert "Step 2 of 5" in page(reader.get("/me/note/will-do/"))


@pytest.mark.parametrize(
    ("band", "last_pages", "back"),
    [
        (GradeBand.K_1, ["tell", "check"], "/me/note/tell/"),
        (GradeBand.G2_3, ["tell", "check"], "/me/note/tell/"),
        (GradeBand.G4_5, ["check"], "/me/note/check/"),
        (GradeBand.G6_8, ["check"], "/me/note/check/"),
    ],
)
def test_not_safe_with_someone_is_said_on_the_last_pages_then(
    band: str, last_pages: list[str], back: str, owner: User
) -> None:
    classroom = make_class(owner, "Ana", "Ben", "Cleo", grade_band=band)
    open_round(classroom)
    without_the_hard_question(classroom)
    ana, ben = child(classroom, "Ana"), child(classroom, "Ben")
    reader = seat(ana)
    pages = {name: page(reader.get(f"/me/note/{name}/")) for name in ("great", "loves", "tell", "check")}
    assert [name for name, html in pages.items() if "I do not feel safe with someone" in html] == last_pages
    asked = page(reader.get("/me/note/not-safe/"))
    assert (ben.key in asked, ana.key in asked) == (True, False)
    assert f'href="{back}"' in asked
    thanks = page(reader.post("/me/note/not-safe/", {"student": ben.key, "own": "He waits for me."}))
    assert "Thank you for telling" in thanks
    assert f'href="{back}"' in thanks
    assert flagged() == {(ana.pk, ben.pk)}
    own = "" if band == GradeBand.K_1 else "He waits for me."
    assert SafetyFlag.objects.get().content["own"] == own
    assert not PartnerNote.objects.exists()


def told() -> list[tuple[int, str, bool]]:
    """Of whom a child said that it is not safe, in which words, and whether it was taken off again."""
    contents = [flag.content for flag in SafetyFlag.objects.order_by("pk")]
    return [(said["named"], said["own"], said["taken_off"]) for said in contents]


def not_safe_with(reader: Client) -> list[str]:
    """The keys of the children whose names are pressed on the page."""
    html = page(reader.get("/me/note/not-safe/"))
    pressed = re.findall(r'name="take_off" value="(\w+)" aria-pressed="true"', html)
    assert ("Tap a name again to take it away." in html) == bool(pressed)
    return pressed


def test_without_the_hard_question_a_name_is_taken_off_again(
    reader: Client, classroom: Classroom, ben: Student, cleo: Student
) -> None:
    """The flag stays, and says so; said anew it stands as before. The last page says that the teacher was told."""
    without_the_hard_question(classroom)
    assert not_safe_with(reader) == []
    assert "You told your teacher." not in page(reader.get("/me/note/tell/"))
    reader.post("/me/note/not-safe/", {"student": ben.key, "own": "He waits for me."})
    reader.post("/me/note/not-safe/", {"student": cleo.key})
    assert set(not_safe_with(reader)) == {ben.key, cleo.key}
    assert "You told your teacher." in page(reader.get("/me/note/tell/"))
    reader.post("/me/note/not-safe/", {"take_off": "nothing"})
    assert set(not_safe_with(reader)) == {ben.key, cleo.key}
    assert reader.post("/me/note/not-safe/", {"take_off": ben.key})["Location"] == "/me/note/not-safe/"
    assert not_safe_with(reader) == [cleo.key]
    assert told() == [(ben.pk, "He waits for me.", True), (cleo.pk, "", False)]
    reader.post("/me/note/send/")
    assert told() == [(ben.pk, "He waits for me.", True), (cleo.pk, "", False)]
    assert PartnerNote.objects.get().open() == {"great": [], "hard": []}


def test_without_the_hard_question_it_may_be_said_anew(reader: Client, classroom: Classroom, ben: Student) -> None:
    without_the_hard_question(classroom)
    for tapped in ({"student": ben.key}, {"take_off": ben.key}, {"student": ben.key}):
        reader.post("/me/note/not-safe/", tapped)
    assert told() == [(ben.pk, "", False)]
    assert not_safe_with(reader) == [ben.key]


def test_another_sitting_sees_nothing_of_it_and_takes_nothing_off(
    reader: Client, classroom: Classroom, ana: Student, ben: Student, cleo: Student
) -> None:
    without_the_hard_question(classroom)
    reader.post("/me/note/not-safe/", {"student": ben.key})
    again = seat(ana)
    assert not_safe_with(again) == []
    assert "You told your teacher." not in page(again.get("/me/note/tell/"))
    again.post("/me/note/not-safe/", {"student": cleo.key})
    again.post("/me/note/not-safe/", {"take_off": ben.key})
    again.post("/me/note/send/")
    assert told() == [(ben.pk, "", False), (cleo.pk, "", False)]


def test_the_second_promise_is_given_where_the_school_keeps_it(owner: User) -> None:
    promised = "You do not have to work with this person while your teacher finds out more."
    classroom = make_class(owner, "Ana", "Ben", grade_band=GradeBand.G4_5)
    open_round(classroom)
    reader, ben = seat(child(classroom, "Ana")), child(classroom, "Ben")
    tap(reader, "/me/note/hard/who/", ben)
    assert promised in page(say_why(reader, "hard", 0, ben, unsafe="1"))
    classroom.workshop.promise_apart = False
    classroom.workshop.save()
    assert promised not in page(say_why(reader, "hard", 0, ben, unsafe="1"))


# Of itself, and to the teacher


def test_from_grade_4_on_moves_are_named(owner: User) -> None:
    classroom = make_class(owner, "Ana", "Ben", grade_band=GradeBand.G4_5)
    open_round(classroom)
    reader = seat(child(classroom, "Ana"))
    assert reader.get("/me/note/will-do/")["Location"] == "/me/note/does-well/"
    asked = page(reader.get("/me/note/does-well/"))
    assert "What do you do well as a partner?" in asked
    assert [move.name for move in MOVES if f"<span>{move.name}</span>" not in asked] == []
    assert reader.post("/me/note/does-well/", {"chip": ["mend_it", "listen"]})["Location"] == "/me/note/gets-better/"
    assert "What do you want to get better at?" in page(reader.get("/me/note/gets-better/"))
    assert reader.post("/me/note/gets-better/", {"chip": ["celebrate"]})["Location"] == "/me/note/loves/"
    check = page(reader.get("/me/note/check/"))
    assert [said for said in ("Mend it", "Celebrate") if said not in check] == []
    reader.post("/me/note/send/")
    assert (words()["does_well"], words()["gets_better"]) == (["mend_it"], ["celebrate"])


def test_moves_are_those_of_the_class(owner: User) -> None:
    """As she names them, in her order, without hidden ones; what a child tapped before stays."""
    classroom = make_class(owner, "Ana", "Ben", grade_band=GradeBand.G4_5)
    open_round(classroom)
    reader = seat(child(classroom, "Ana"))
    about: dict[str, Any] = {"classroom": classroom, "by": owner, "now": NOW}
    given: dict[str, Any] = {"looks_like": "", "sounds_like": "", "stems": []}
    own = moves.add_move(**about, words={"name": "Sit tall", **given})
    moves.change_move(**about, key="say_it_back", language="en", words={"name": "Echo", **given})
    moves.place_move(**about, key=own, steps=-100)
    for key in ("celebrate", "mend_it"):
        reader.post("/me/note/does-well/", {"chip": [key, "say_it_back", own]})
        moves.hide_move(**about, key=key, hidden=True)
    offered = re.findall(r'name="chip" value="(\w+)"', page(reader.get("/me/note/does-well/")))
    assert offered == [own, *(move.key for move in MOVES if move.key != "celebrate")]
    asked = page(reader.get("/me/note/gets-better/"))
    assert [words for words in ("Sit tall", "Echo") if words not in asked] == []
    assert [words for words in ("Say it back", "Celebrate", "Mend it") if words in asked] == []
    check = page(reader.get("/me/note/check/"))
    assert [words for words in ("Sit tall", "Echo", "Mend it") if words not in check] == []
    reader.post("/me/note/send/")
    assert words()["does_well"] == [own, "say_it_back", "mend_it"]
    moves.remove_move(**about, key=own)
    told = page(sign_in(owner).post(f"/c/{classroom.key}/notes/one-by-one/"))
    assert "Sit tall · Echo · Mend it" in told


def test_a_move_in_another_language_than_the_page_says_so(owner: User) -> None:
    classroom = make_class(owner, "Ana", "Ben", grade_band=GradeBand.G4_5)
    open_round(classroom)
    words: dict[str, Any] = {"name": "Sit tall", "looks_like": "", "sounds_like": "", "stems": []}
    moves.add_move(classroom=classroom, words=words, by=owner, now=NOW)
    classes.turn_on_languages(classroom=classroom, codes=["es"], by=owner, now=NOW)
    ana = child(classroom, "Ana")
    Considerations.objects.create(student=ana, content={"languages": ["es"]})
    asked = page(seat(ana).get("/me/note/does-well/"))
    assert '<span lang="en" dir="auto">Sit tall</span>' in asked
    assert "<span>Piece in the middle</span>" not in asked


def test_below_grade_4_it_is_what_the_child_will_do(reader: Client) -> None:
    for name in ("does-well", "gets-better"):
        assert reader.get(f"/me/note/{name}/")["Location"] == "/me/note/will-do/"


OWN_WORDS_PAGES = ("why/great/0", "loves", "tell")


@pytest.mark.parametrize(
    ("band", "typing"),
    [(GradeBand.K_1, []), (GradeBand.G2_3, [*OWN_WORDS_PAGES]), (GradeBand.G6_8, [*OWN_WORDS_PAGES])],
)
def test_own_words_from_grade_2_on(band: str, typing: list[str], owner: User) -> None:
    """Two hundred letters, never completed or checked by the browser. A younger child's page takes none."""
    classroom = make_class(owner, "Ana", "Ben", grade_band=band)
    open_round(classroom)
    ana, ben = child(classroom, "Ana"), child(classroom, "Ben")
    reader = seat(ana)
    tap(reader, "/me/note/great/", ben)
    shown = {name: page(reader.get(f"/me/note/{name}/")) for name in OWN_WORDS_PAGES}
    assert [name for name, html in shown.items() if "<textarea" in html] == typing
    assert all('maxlength="200" dir="auto" autocomplete="off" spellcheck="false"' in shown[name] for name in typing)
    assert ("Find a name" in page(reader.get("/me/note/great/"))) == bool(typing)
    say_why(reader, "great", 0, ben, own="He waits.")
    reader.post("/me/note/loves/", {"own": "axolotls"})
    reader.post("/me/note/tell/", {"own": "Come."})
    reader.post("/me/note/send/")
    said = ("He waits.", "axolotls", "Come.") if typing else (None, None, None)
    assert (
        words()["great"][0].get("own"),
        Considerations.objects.get().content.get("loves_own"),
        words().get("tell"),
    ) == said


@pytest.mark.parametrize(("name", "field"), [("why/great/0", "why"), ("loves", "chip"), ("tell", "talk")])
def test_too_many_words_are_said_so_and_nothing_is_lost(name: str, field: str, reader: Client, ben: Student) -> None:
    tap(reader, "/me/note/great/", ben)
    tapped = {"why": "kind", "chip": "games", "talk": "yes"}[field]
    long = "ä" * 201
    answer = page(reader.post(f"/me/note/{name}/", {"own": long, field: tapped}))
    assert "That is a bit long. Use fewer words." in answer
    assert (typed(answer), chosen(answer)) == (long, {tapped})
    assert reader.post(f"/me/note/{name}/", {"own": long[1:], field: tapped}).status_code == 302
    again = page(reader.get(f"/me/note/{name}/"))
    assert (typed(again), chosen(again)) == (long[1:], {tapped})


def test_own_words_are_without_characters_that_nobody_sees(reader: Client) -> None:
    """And lines stay lines, as long as a browser counts them."""
    reader.post("/me/note/tell/", {"own": " One\r\ntwo\x00\x1b[2J\u202ethree\ufeff\tfour\x85 "})
    assert typed(page(reader.get("/me/note/tell/"))) == "One\ntwo[2Jthree four"
    assert reader.post("/me/note/tell/", {"own": "ab\r\n" * 66 + "ab"}).status_code == 302


def test_the_youngest_are_told_that_the_teacher_will_come(owner: User) -> None:
    classroom = make_class(owner, "Ana", "Ben", grade_band=GradeBand.K_1)
    round = open_round(classroom)
    ana = child(classroom, "Ana")
    reader = seat(ana)
    assert reader.get("/me/note/talk/")["Location"] == "/me/note/tell/"
    assert 'value="no" aria-pressed="true"' in page(reader.get("/me/note/tell/"))
    assert reader.post("/me/note/tell/", {"talk": "yes"})["Location"] == "/me/note/talk/"
    assert "OK. Your teacher will come and talk with you." in page(reader.get("/me/note/talk/"))
    assert 'href="/me/note/check/"' in page(reader.get("/me/note/talk/"))
    assert wanting_to_talk(round) == {ana.pk}
    # Going on once more takes nothing back; "I'm done" does.
    assert reader.post("/me/note/tell/")["Location"] == "/me/note/talk/"
    assert reader.post("/me/note/tell/", {"talk": "no"})["Location"] == "/me/note/check/"
    assert wanting_to_talk(round) == set()


def test_skip(owner: User) -> None:
    """From grade 4 on; what was tapped before is kept."""
    classroom = make_class(owner, "Ana", "Ben", grade_band=GradeBand.G4_5)
    open_round(classroom)
    reader, ben = seat(child(classroom, "Ana")), child(classroom, "Ben")
    assert 'value="skip"' in page(reader.get("/me/note/great/"))
    skipped = reader.post("/me/note/great/", {"student": ben.key, "go": "skip"})
    assert skipped["Location"] == "/me/note/hard/"
    assert chosen(page(reader.get("/me/note/great/"))) == {ben.key}


def test_skip_is_not_for_the_younger(reader: Client) -> None:
    assert 'value="skip"' not in page(reader.get("/me/note/great/"))


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


def goes_on_at(reader: Client) -> str:
    """Where Start leads."""
    [found] = re.findall(r'class="btn btn-primary" href="([^"]*)"', page(reader.get("/me/")))
    return str(found)


def test_a_note_goes_on_at_the_first_page_without_an_answer(reader: Client, ana: Student, ben: Student) -> None:
    """In the same sitting, and in a new one; what came before is never shown there."""
    assert goes_on_at(reader) == "/me/note/promise/"
    tap(reader, "/me/note/great/", ben)
    assert goes_on_at(reader) == "/me/note/why/great/0/"
    assert goes_on_at(seat(ana)) == "/me/note/hard/"
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
    assert "Your earlier answers are kept." in page(seat(ana).get("/me/note/great/"))


def test_no_one_of_this_sitting_takes_the_place_of_names_of_an_earlier_one(
    reader: Client, ana: Student, ben: Student
) -> None:
    """But going on without a tap, on a page that shows nothing of them, does not."""
    tap(reader, "/me/note/hard/who/", ben)
    again = seat(ana)
    asked = page(again.get("/me/note/hard/"))
    assert ("aria-pressed" in asked[asked.index("<main") : asked.index("<template")], "earlier" in asked) == (
        False,
        True,
    )
    again.post("/me/note/hard/")
    assert "Kept from before" in page(again.get("/me/note/check/"))
    again.post("/me/note/hard/", {"answer": "no"})
    again.post("/me/note/send/")
    assert words()["hard"] == []


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
    for address in ("great", "hard/who", "will-do", "loves", "tell", "talk", "check"):
        assert late.get(f"/me/note/{address}/")["Location"] == "/me/"
    tap(reader, "/me/note/hard/who/", ben)
    assert THANKS in page(say_why(reader, "hard", 0, ben, unsafe="1"))
    assert reader.post("/me/note/send/")["Location"] == "/all-done/"
    assert PartnerNote.objects.get().round == plan.round


def test_two_tabs_lose_nothing(reader: Client, ben: Student, cleo: Student) -> None:
    """A page that lay open while another one was answered."""
    tap(reader, "/me/note/great/", ben)
    reader.post("/me/note/loves/", {"chip": ["games"]})
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
    for address in ("great", "why/great/0", "hard", "hard/who", "will-do", "loves", "tell", "check"):
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
    for address in ("great", "hard", "will-do", "loves", "tell", "talk", "check"):
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


def test_who_is_new_stands_in_the_list_and_the_order_of_the_others_stays(
    reader: Client, classroom: Classroom, owner: User
) -> None:
    before = re.findall(r'value="(\w{10})"', page(reader.get("/me/note/great/")))
    roster.add_students(classroom=classroom, names=[names.parse("Zoe New")], by=owner, now=NOW)
    after = re.findall(r'value="(\w{10})"', page(reader.get("/me/note/great/")))
    zoe = child(classroom, "Zoe").key
    assert zoe in after
    assert [key for key in after if key != zoe] == before


def test_idle_for_five_minutes(clock: time_machine.Traveller, reader: Client, ben: Student) -> None:
    tap(reader, "/me/note/great/", ben)
    for _ in range(3):
        clock.shift(dt.timedelta(minutes=5))
        assert reader.get("/me/note/loves/").status_code == 200
    clock.shift(dt.timedelta(minutes=6))
    assert reader.get("/me/note/loves/")["Location"] == "/time-to-stop/"
