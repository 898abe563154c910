"""A child says in a note that they do not feel safe with a classmate."""

import re

import pytest
from django.test import Client

from classroom.models import Classroom, GradeBand, Student, User
from partners.models import NoteWords, PartnerNote, Pick, SafetyFlag
from tests.addresses import url
from tests.cast import child, make_class, open_round, page, seat
from tests.partners.views.noting import THANKS, chosen, flagged, say_why, tap, typed, words


def test_not_safe_raises_a_flag_at_once(reader: Client, ana: Student, ben: Student, owner: User) -> None:
    """The note need not be sent, and the flag stays when the child starts over."""
    tap(reader, url("partners:note_who_hard"), ben)
    assert THANKS in page(say_why(reader, "hard", 0, ben, unsafe="1"))
    assert (SafetyFlag.objects.get().content.student, SafetyFlag.objects.get().content.named) == (ana.pk, ben.pk)
    assert THANKS in page(say_why(reader, "hard", 0, ben, unsafe="1"))
    reader.post(url("partners:note_start_over"))
    assert SafetyFlag.objects.count() == 1
    assert not PartnerNote.objects.exists()


def test_the_thanks_lead_to_the_next_question(reader: Client, ben: Student, cleo: Student) -> None:
    tap(reader, url("partners:note_who_hard"), ben, cleo)
    first, second = (
        next(s for s in (ben, cleo) if s.key in page(reader.get(url("partners:note_why", "hard", place))))
        for place in (0, 1)
    )
    assert 'href="/me/note/why/hard/1/"' in page(say_why(reader, "hard", 0, first, unsafe="1"))
    assert 'href="/me/note/will-do/"' in page(say_why(reader, "hard", 1, second, unsafe="1"))


def test_not_safe_counts_when_the_list_changed_in_another_tab(
    reader: Client, ana: Student, ben: Student, cleo: Student
) -> None:
    """The form holds the child's key, not the place in the list, which may be another child's or empty by now."""
    tap(reader, url("partners:note_who_hard"), ben)
    tap(reader, url("partners:note_who_hard"), cleo)
    assert THANKS in page(say_why(reader, "hard", 0, ben, unsafe="1"))
    assert flagged() == {(ana.pk, ben.pk)}
    tap(reader, url("partners:note_who_hard"))
    assert THANKS in page(say_why(reader, "hard", 0, cleo, unsafe="1"))
    assert flagged() == {(ana.pk, ben.pk), (ana.pk, cleo.pk)}


def test_not_safe_is_about_a_classmate_only(reader: Client, ana: Student, gus: Student) -> None:
    for key in (gus.key, ana.key, "nothing", ""):
        answer = reader.post(url("partners:note_why", "hard", 0), {"student": key, "unsafe": "1"})
        assert answer["Location"] == url("partners:note_who_hard")
    assert not SafetyFlag.objects.exists()


def test_enter_in_the_form_does_not_call_the_teacher(reader: Client, ben: Student) -> None:
    """On Enter, a browser presses the first button of a form."""
    tap(reader, url("partners:note_who_hard"), ben)
    html = page(reader.get(url("partners:note_why", "hard", 0)))
    form = html[html.index('id="answers"') :]
    assert "name=" not in form[form.index("<button") : form.index("</button>")]


def test_the_chip_stays_until_it_is_tapped_again(reader: Client, ben: Student) -> None:
    """After that the flag stays, and says that it was taken back."""
    tap(reader, url("partners:note_who_hard"), ben)
    assert 'name="unsafe" value="1" aria-pressed="false"' in page(reader.get(url("partners:note_why", "hard", 0)))
    say_why(reader, "hard", 0, ben, unsafe="1", why=["loud"], own="He waits for me.")
    told = page(reader.get(url("partners:note_why", "hard", 0)))
    assert 'name="take_off" value="1" aria-pressed="true"' in told
    assert (chosen(told), typed(told)) == ({"loud"}, "He waits for me.")
    # Going on with the page, or keeping a tap on it, takes nothing off.
    say_why(reader, "hard", 0, ben, why=["loud"], own="He waits for me at the bus.", go="stay")
    say_why(reader, "hard", 0, ben, why=["loud"], own="He waits for me at the bus.")
    content = SafetyFlag.objects.get().content
    assert (content.own, content.taken_off) == ("He waits for me at the bus.", False)
    taken = say_why(reader, "hard", 0, ben, why=["loud"], own="He waits for me at the bus.", take_off="1")
    assert taken["Location"] == url("partners:note_why", "hard", 0)
    assert 'aria-pressed="false"' in page(reader.get(url("partners:note_why", "hard", 0)))
    assert SafetyFlag.objects.get().content.taken_off
    reader.post(url("partners:note_send"))
    assert words().hard == (Pick(student=ben.pk, why=("loud",), own="He waits for me at the bus."),)
    assert SafetyFlag.objects.get().is_open


def test_own_words_that_are_too_long_are_cut_in_a_flag(reader: Client, ben: Student) -> None:
    tap(reader, url("partners:note_who_hard"), ben)
    assert THANKS in page(say_why(reader, "hard", 0, ben, unsafe="1", own="x" * 300))
    assert SafetyFlag.objects.get().content.own == "x" * 200


def without_the_hard_question(classroom: Classroom) -> None:
    classroom.workshop.hard_question = False
    classroom.workshop.save()


def test_a_note_without_the_hard_question_has_fewer_pages(reader: Client, classroom: Classroom, ben: Student) -> None:
    without_the_hard_question(classroom)
    assert tap(reader, url("partners:note_great")) == url("partners:note_will_do")
    for address in (url("partners:note_hard"), url("partners:note_who_hard")):
        assert reader.get(address)["Location"] == url("partners:note_will_do")
    assert "Hard right now" not in page(reader.get(url("partners:note_check")))
    assert 'href="/me/note/not-safe/"' in page(reader.get(url("partners:note_check")))
    assert "Step 2 of 5" in page(reader.get(url("partners:note_will_do")))


@pytest.mark.parametrize(
    ("band", "last_pages", "back"),
    [
        (GradeBand.K_1, ["tell", "check"], url("partners:note_tell")),
        (GradeBand.G2_3, ["tell", "check"], url("partners:note_tell")),
        (GradeBand.G4_5, ["check"], url("partners:note_check")),
        (GradeBand.G6_8, ["check"], url("partners:note_check")),
    ],
)
def test_the_last_pages_offer_not_safe_without_the_hard_question(
    band: str, last_pages: list[str], back: str, owner: User
) -> None:
    classroom = make_class(owner, "Ana", "Ben", "Cleo", grade_band=band)
    open_round(classroom)
    without_the_hard_question(classroom)
    ana, ben = child(classroom, "Ana"), child(classroom, "Ben")
    reader = seat(ana)
    pages = {name: page(reader.get(f"/me/note/{name}/")) for name in ("great", "loves", "tell", "check")}
    assert [name for name, html in pages.items() if "I do not feel safe with someone" in html] == last_pages
    asked = page(reader.get(url("partners:note_not_safe")))
    assert (ben.key in asked, ana.key in asked) == (True, False)
    assert f'href="{back}"' in asked
    thanks = page(reader.post(url("partners:note_not_safe"), {"student": ben.key, "own": "He waits for me."}))
    assert "Thank you for telling" in thanks
    assert f'href="{back}"' in thanks
    assert flagged() == {(ana.pk, ben.pk)}
    own = "" if band == GradeBand.K_1 else "He waits for me."
    assert SafetyFlag.objects.get().content.own == own
    assert not PartnerNote.objects.exists()


def told() -> list[tuple[int | None, str, bool]]:
    """For each flag: the child it names, the child's own words, and whether it was taken back."""
    contents = [flag.content for flag in SafetyFlag.objects.order_by("pk")]
    return [(said.named, said.own, said.taken_off) for said in contents]


def not_safe_with(reader: Client) -> list[str]:
    """The keys of the children whose names are pressed on the page."""
    html = page(reader.get(url("partners:note_not_safe")))
    pressed = re.findall(r'name="take_off" value="(\w+)" aria-pressed="true"', html)
    assert ("Tap a name again to take it away." in html) == bool(pressed)
    return pressed


def test_a_name_can_be_taken_back_without_the_hard_question(
    reader: Client, classroom: Classroom, ben: Student, cleo: Student
) -> None:
    """The flag stays, and says that it was taken back. The last page says that the teacher knows."""
    without_the_hard_question(classroom)
    assert not_safe_with(reader) == []
    assert "You told your teacher." not in page(reader.get(url("partners:note_tell")))
    reader.post(url("partners:note_not_safe"), {"student": ben.key, "own": "He waits for me."})
    reader.post(url("partners:note_not_safe"), {"student": cleo.key})
    assert set(not_safe_with(reader)) == {ben.key, cleo.key}
    assert "You told your teacher." in page(reader.get(url("partners:note_tell")))
    reader.post(url("partners:note_not_safe"), {"take_off": "nothing"})
    assert set(not_safe_with(reader)) == {ben.key, cleo.key}
    assert reader.post(url("partners:note_not_safe"), {"take_off": ben.key})["Location"] == url(
        "partners:note_not_safe"
    )
    assert not_safe_with(reader) == [cleo.key]
    assert told() == [(ben.pk, "He waits for me.", True), (cleo.pk, "", False)]
    reader.post(url("partners:note_send"))
    assert told() == [(ben.pk, "He waits for me.", True), (cleo.pk, "", False)]
    assert PartnerNote.objects.get().open() == NoteWords()


def test_not_safe_can_be_said_again_without_the_hard_question(
    reader: Client, classroom: Classroom, ben: Student
) -> None:
    without_the_hard_question(classroom)
    for tapped in ({"student": ben.key}, {"take_off": ben.key}, {"student": ben.key}):
        reader.post(url("partners:note_not_safe"), tapped)
    assert told() == [(ben.pk, "", False)]
    assert not_safe_with(reader) == [ben.key]


def test_another_sitting_neither_sees_nor_takes_back_a_flag(
    reader: Client, classroom: Classroom, ana: Student, ben: Student, cleo: Student
) -> None:
    without_the_hard_question(classroom)
    reader.post(url("partners:note_not_safe"), {"student": ben.key})
    again = seat(ana)
    assert not_safe_with(again) == []
    assert "You told your teacher." not in page(again.get(url("partners:note_tell")))
    again.post(url("partners:note_not_safe"), {"student": cleo.key})
    again.post(url("partners:note_not_safe"), {"take_off": ben.key})
    again.post(url("partners:note_send"))
    assert told() == [(ben.pk, "", False), (cleo.pk, "", False)]


def test_the_promise_to_keep_apart_is_given_only_where_the_school_keeps_it(owner: User) -> None:
    promised = "You do not have to work with this person while your teacher finds out more."
    classroom = make_class(owner, "Ana", "Ben", grade_band=GradeBand.G4_5)
    open_round(classroom)
    reader, ben = seat(child(classroom, "Ana")), child(classroom, "Ben")
    tap(reader, url("partners:note_who_hard"), ben)
    assert promised in page(say_why(reader, "hard", 0, ben, unsafe="1"))
    classroom.workshop.promise_apart = False
    classroom.workshop.save()
    assert promised not in page(say_why(reader, "hard", 0, ben, unsafe="1"))
