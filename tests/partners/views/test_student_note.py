"""A child writes a note, one question per page."""

import re
from itertools import pairwise

import pytest
from django.test import Client

from classroom import names
from classroom.actions import roster
from classroom.models import Classroom, GradeBand, Student, User
from partners.models import NoteDraft, NoteWords, Pick, SafetyFlag
from tests.addresses import url
from tests.cast import NOW, child, considered, make_class, open_round, page, seat
from tests.partners.views.noting import chosen, in_order, say_why, tap, typed, words


def test_a_child_writes_a_whole_note(reader: Client, ana: Student, ben: Student, cleo: Student, dov: Student) -> None:
    assert "Hi, Ana! It is time to think about writing partners." in page(reader.get(url("partners:me")))
    assert "Your teacher reads this. Other kids do not see it." in page(reader.get(url("partners:note_promise")))
    assert "Tap up to 6 kids." in page(reader.get(url("partners:note_great")))
    first = tap(reader, url("partners:note_great"), ben, cleo)
    order = in_order(reader, ben, cleo)
    assert first == url("partners:note_why", "great", 0)
    assert f"Why would {order[0].called} be great?" in page(reader.get(first))
    second = say_why(reader, "great", 0, order[0], why=["kind", "helps"])["Location"]
    assert second == url("partners:note_why", "great", 1)
    assert say_why(reader, "great", 1, order[1])["Location"] == url("partners:note_hard")
    assert "Would it be hard to write with someone right now?" in page(reader.get(url("partners:note_hard")))
    assert reader.post(url("partners:note_hard"), {"answer": "yes"})["Location"] == url("partners:note_who_hard")
    assert tap(reader, url("partners:note_who_hard"), dov) == url("partners:note_why", "hard", 0)
    assert say_why(reader, "hard", 0, dov, why=["loud"], own="She\thums.\x07")["Location"] == url(
        "partners:note_will_do"
    )
    assert "What will you do to be a great partner?" in page(reader.get(url("partners:note_will_do")))
    assert reader.post(url("partners:note_will_do"), {"chip": ["turns", "listen"]})["Location"] == url(
        "partners:note_loves"
    )
    assert "What do you love to write about?" in page(reader.get(url("partners:note_loves")))
    told = reader.post(url("partners:note_loves"), {"chip": ["games", "animals"], "own": "axolotls"})
    assert told["Location"] == url("partners:note_tell")
    assert "Do you want to tell your teacher more?" in page(reader.get(url("partners:note_tell")))
    assert reader.post(url("partners:note_tell"), {"own": "My dog is sick."})["Location"] == url("partners:note_check")
    check = page(reader.get(url("partners:note_check")))
    shown = (
        "Is this right? Tap Send when you are done.",
        "Ben",
        "I will listen",
        "I will take turns",
        "Animals",
        "Axolotls",
    )
    assert [words for words in shown if words not in check] == []
    # Somebody may look over the child's shoulder.
    assert [words for words in ("Dov", "hums", "sick") if words in check] == []
    assert reader.post(url("partners:note_send"))["Location"] == url("partners:all_done")
    assert {pick.student: pick.why for pick in words().great} == {
        order[0].pk: ("kind", "helps"),
        order[1].pk: (),
    }
    assert words().hard == (Pick(student=dov.pk, why=("loud",), own="She hums."),)
    assert (words().will_do, words().tell) == (("listen", "turns"), "My dog is sick.")
    assert ana.considerations.content == considered(loves=["animals", "games"], loves_own="axolotls")


def test_every_page_shows_its_answers_again(reader: Client, ben: Student, cleo: Student, dov: Student) -> None:
    tap(reader, url("partners:note_great"), ben, cleo)
    place = in_order(reader, ben, cleo).index(ben)
    say_why(reader, "great", place, ben, why=["kind"])
    tap(reader, url("partners:note_who_hard"), dov)
    reader.post(url("partners:note_will_do"), {"chip": ["kind"]})
    reader.post(url("partners:note_loves"), {"chip": ["games"], "own": "axolotls"})
    reader.post(url("partners:note_tell"), {"talk": "yes", "own": "Come soon."})
    assert chosen(page(reader.get(url("partners:note_great")))) == {ben.key, cleo.key}
    assert chosen(page(reader.get(url("partners:note_why", "great", place)))) == {"kind"}
    assert chosen(page(reader.get(url("partners:note_who_hard")))) == {dov.key}
    assert chosen(page(reader.get(url("partners:note_will_do")))) == {"kind"}
    assert chosen(page(reader.get(url("partners:note_loves")))) == {"games"}
    assert typed(page(reader.get(url("partners:note_loves")))) == "axolotls"
    assert chosen(page(reader.get(url("partners:note_tell")))) == {"yes"}
    assert typed(page(reader.get(url("partners:note_tell")))) == "Come soon."
    # One name is taken away, and the reasons for the other one stay.
    tap(reader, url("partners:note_great"), ben)
    assert chosen(page(reader.get(url("partners:note_great")))) == {ben.key}
    assert chosen(page(reader.get(url("partners:note_why", "great", 0)))) == {"kind"}


def test_back_keeps_taps_and_goes_to_the_page_before(reader: Client, ben: Student, cleo: Student, dov: Student) -> None:
    """Back leads through the whole note in reverse order."""
    tap(reader, url("partners:note_great"), ben, cleo)
    tap(reader, url("partners:note_who_hard"), dov)
    reader.post(url("partners:note_tell"), {"talk": "yes"})
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
    assert reader.post(url("partners:note_loves"), {"chip": "games", "go": "back"})["Location"] == url(
        "partners:note_will_do"
    )
    assert chosen(page(reader.get(url("partners:note_loves")))) == {"games"}


def test_a_tap_stored_at_once_leads_to_no_other_page(reader: Client, ben: Student) -> None:
    assert reader.post(url("partners:note_great"), {"student": ben.key, "go": "stay"}).status_code == 204
    assert chosen(page(reader.get(url("partners:note_great")))) == {ben.key}


def test_no_one_is_a_valid_answer(reader: Client) -> None:
    assert 'value="no" aria-pressed="true"' in page(reader.get(url("partners:note_hard")))
    assert reader.post(url("partners:note_hard"), {"answer": "no"})["Location"] == url("partners:note_will_do")
    assert "No one" in page(reader.get(url("partners:note_check")))
    reader.post(url("partners:note_send"))
    assert words() == NoteWords()


def test_going_on_without_a_tap_means_no_one_unless_somebody_was_named(reader: Client, ben: Student) -> None:
    assert reader.post(url("partners:note_hard"))["Location"] == url("partners:note_will_do")
    assert "No one" in page(reader.get(url("partners:note_check")))
    tap(reader, url("partners:note_who_hard"), ben)
    assert 'value="yes" aria-pressed="true"' in page(reader.get(url("partners:note_hard")))
    assert reader.post(url("partners:note_hard"))["Location"] == url("partners:note_who_hard")
    assert chosen(page(reader.get(url("partners:note_who_hard")))) == {ben.key}
    assert reader.post(url("partners:note_hard"), {"answer": "no"})["Location"] == url("partners:note_will_do")
    reader.post(url("partners:note_send"))
    assert words().hard == ()


def test_a_classmate_named_as_great_is_not_offered_as_hard(reader: Client, ben: Student, cleo: Student) -> None:
    tap(reader, url("partners:note_great"), ben)
    offered = page(reader.get(url("partners:note_who_hard")))
    assert ben.key not in offered
    assert cleo.key in offered
    assert (
        tap_refused(reader, url("partners:note_who_hard"), ben)
        == "Someone you tapped is not on the list now. Please look again."
    )


def tap_refused(reader: Client, address: str, *students: Student) -> str:
    """The error that the page shows instead of going on."""
    html = page(reader.post(address, {"student": [student.key for student in students]}))
    [said] = re.findall(r'role="alert">([^<]*)<', html)
    return str(said)


def test_only_classmates_can_be_tapped(reader: Client, ana: Student, gus: Student) -> None:
    for student in (ana, gus):
        assert student.key not in page(reader.get(url("partners:note_great")))
        said = tap_refused(reader, url("partners:note_great"), student)
        assert said == "Someone you tapped is not on the list now. Please look again."
    assert not NoteDraft.objects.exists()


@pytest.mark.parametrize(
    ("band", "great", "hard"),
    [(GradeBand.K_1, 4, 1), (GradeBand.G2_3, 6, 2), (GradeBand.G4_5, 6, 2), (GradeBand.G6_8, 6, 2)],
)
def test_too_many_names_are_refused(band: str, great: int, hard: int, owner: User) -> None:
    classroom = make_class(owner, *(f"Child{i} Last" for i in range(9)), grade_band=band)
    open_round(classroom)
    me, *others = classroom.students.in_order()
    reader = seat(me)
    for address, limit in ((url("partners:note_great"), great), (url("partners:note_who_hard"), hard)):
        answer = reader.post(address, {"student": [other.key for other in others[: limit + 1]]})
        assert f"Tap up to {limit}. Tap a name again to take it away." in page(answer)
        # All taps are still there.
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
    html = page(seat(child(classroom, "Ana")).get(url("partners:note_great")))
    assert [line for line in words if line not in html] == []
    assert [line for line in not_words if line in html] == []


def test_reasons_of_another_level_are_dropped(reader: Client, ben: Student) -> None:
    tap(reader, url("partners:note_great"), ben)
    say_why(reader, "great", 0, ben, why=["know_better", "kind", "unsafe"])
    reader.post(url("partners:note_send"))
    assert words().great == (Pick(student=ben.pk, why=("kind",)),)
    assert not SafetyFlag.objects.exists()


@pytest.mark.parametrize(
    ("side", "list_of"), [("great", url("partners:note_great")), ("hard", url("partners:note_who_hard"))]
)
def test_reasons_about_somebody_who_was_not_tapped_are_refused(
    side: str, list_of: str, reader: Client, ana: Student, ben: Student, gus: Student
) -> None:
    """The place in the list is empty, or the key is that of a classmate who is not in it, of the child, of a child
    of another class, or of nobody."""
    for asked in (
        reader.get(url("partners:note_why", side, 0), follow=True),
        reader.post(url("partners:note_why", side, 7), follow=True),
    ):
        assert asked.redirect_chain == [(list_of, 302)]
        assert "Someone you tapped is not on the list now." in page(asked)
    for key in (ben.key, ana.key, gus.key, "nothing"):
        asked = reader.post(url("partners:note_why", side, 0), {"student": key, "why": ["kind"]}, follow=True)
        assert asked.redirect_chain == [(list_of, 302)]
    assert not NoteDraft.objects.exists()


def test_no_address_holds_a_named_classmate(reader: Client, ben: Student, cleo: Student, dov: Student) -> None:
    """Otherwise the browser's history and the server's log would tell."""
    named = (ben, cleo, dov)
    went = [tap(reader, url("partners:note_great"), ben, cleo)]
    went += [say_why(reader, "great", place, s)["Location"] for place, s in enumerate(in_order(reader, ben, cleo))]
    went.append(tap(reader, url("partners:note_who_hard"), dov))
    thanks = say_why(reader, "hard", 0, dov, unsafe="1")
    shown = [
        page(reader.get(address)) for address in (url("partners:note_check"), url("partners:note_hard"), *went)
    ] + [page(thanks)]
    went += [found for html in shown for found in re.findall(r'(?:href|action)="([^"]*)"', html)]
    assert [address for address in went for student in named if student.key in address] == []


def test_two_tabs_lose_nothing(reader: Client, ben: Student, cleo: Student) -> None:
    """A page was open while another one was answered."""
    tap(reader, url("partners:note_great"), ben)
    reader.post(url("partners:note_loves"), {"chip": ["games"]})
    tap(reader, url("partners:note_who_hard"), cleo)
    say_why(reader, "great", 0, ben, why=["kind"])
    assert chosen(page(reader.get(url("partners:note_loves")))) == {"games"}
    reader.post(url("partners:note_send"))
    assert words() == NoteWords(great=(Pick(student=ben.pk, why=("kind",)),), hard=(Pick(student=cleo.pk),))


def test_a_classmate_who_leaves_is_taken_off_before_sending(
    reader: Client, ben: Student, cleo: Student, owner: User
) -> None:
    tap(reader, url("partners:note_great"), ben, cleo)
    roster.mark_left(student=ben, by=owner, now=NOW)
    assert "Ben" not in page(reader.get(url("partners:note_check")))
    answer = reader.post(url("partners:note_send"), follow=True)
    assert answer.redirect_chain == [(url("partners:note_check"), 302)]
    assert "Someone you picked is not in your class now. We took that name off. Check and tap Send." in page(answer)
    assert reader.post(url("partners:note_send"))["Location"] == url("partners:all_done")
    assert words().great == (Pick(student=cleo.pk),)


def test_pages_work_while_somebody_who_was_named_has_left(
    reader: Client, ben: Student, cleo: Student, owner: User
) -> None:
    tap(reader, url("partners:note_great"), ben, cleo)
    stays, gone = in_order(reader, ben, cleo)
    roster.mark_left(student=gone, by=owner, now=NOW)
    for address in ("great", "why/great/0", "hard", "hard/who", "will-do", "loves", "tell", "check"):
        assert reader.get(f"/me/note/{address}/").status_code == 200, address
    assert say_why(reader, "great", 0, stays, why=["kind"])["Location"] == url("partners:note_hard")
    assert reader.get(url("partners:note_why", "great", 1))["Location"] == url("partners:note_great")


def test_two_tabs_show_one_note(reader: Client, ben: Student, cleo: Student) -> None:
    """The newest tap in either of them counts."""
    tap(reader, url("partners:note_great"), ben)
    tap(reader, url("partners:note_great"), cleo)
    answer = reader.post(url("partners:note_why", "great", 0), {"student": ben.key, "why": ["kind"]}, follow=True)
    assert answer.redirect_chain == [(url("partners:note_great"), 302)]
    assert "Someone you tapped is not on the list now." in page(answer)
    reader.post(url("partners:note_send"))
    assert words().great == (Pick(student=cleo.pk),)


def test_each_child_sees_classmates_in_their_own_order(owner: User) -> None:
    """Children near the top of a list are named more often."""
    classroom = make_class(owner, *(f"Child{i:02} Last" for i in range(12)))
    open_round(classroom)
    orders = []
    for name in ("Child00", "Child01"):
        reader = seat(child(classroom, name))
        shown = [re.findall(r'value="(\w{10})"', page(reader.get(url("partners:note_great")))) for _ in range(2)]
        assert shown[0] == shown[1]
        orders.append([key for key in shown[0] if key not in {child(classroom, n).key for n in ("Child00", "Child01")}])
    assert sorted(orders[0]) == sorted(orders[1])
    assert orders[0] != orders[1]


def test_a_new_classmate_is_listed_and_the_order_of_the_others_stays(
    reader: Client, classroom: Classroom, owner: User
) -> None:
    before = re.findall(r'value="(\w{10})"', page(reader.get(url("partners:note_great"))))
    roster.add_students(classroom=classroom, names=[names.parse("Zoe New")], by=owner, now=NOW)
    after = re.findall(r'value="(\w{10})"', page(reader.get(url("partners:note_great"))))
    zoe = child(classroom, "Zoe").key
    assert zoe in after
    assert [key for key in after if key != zoe] == before
