"""The end of a note: what a child says about themselves and to the teacher, and Send."""

import re
from typing import Any

import pytest
from django.test import Client

from classroom.actions import classes
from classroom.models import GradeBand, Sitting, Student, User
from partners.actions import moves
from partners.models import Considerations, PartnerNote
from partners.moves.built_in import MOVES
from partners.notes.talk_requests import wanting_to_talk
from tests.addresses import url
from tests.cast import NOW, child, considered, make_class, open_round, page, seat, sign_in
from tests.partners.views.noting import chosen, say_why, tap, typed, words


def test_children_from_grade_4_on_choose_moves(owner: User) -> None:
    classroom = make_class(owner, "Ana", "Ben", grade_band=GradeBand.G4_5)
    open_round(classroom)
    reader = seat(child(classroom, "Ana"))
    assert reader.get(url("partners:note_will_do"))["Location"] == url("partners:note_does_well")
    asked = page(reader.get(url("partners:note_does_well")))
    assert "What do you do well as a partner?" in asked
    assert [move.name for move in MOVES if f"<span>{move.name}</span>" not in asked] == []
    assert reader.post(url("partners:note_does_well"), {"chip": ["mend_it", "listen"]})["Location"] == url(
        "partners:note_gets_better"
    )
    assert "What do you want to get better at?" in page(reader.get(url("partners:note_gets_better")))
    assert reader.post(url("partners:note_gets_better"), {"chip": ["celebrate"]})["Location"] == url(
        "partners:note_loves"
    )
    check = page(reader.get(url("partners:note_check")))
    assert [said for said in ("Mend it", "Celebrate") if said not in check] == []
    reader.post(url("partners:note_send"))
    assert (words().does_well, words().gets_better) == (("mend_it",), ("celebrate",))


def test_moves_are_those_of_the_class(owner: User) -> None:
    """They have the teacher's names and order, without hidden ones. A move that a child tapped before stays."""
    classroom = make_class(owner, "Ana", "Ben", grade_band=GradeBand.G4_5)
    open_round(classroom)
    reader = seat(child(classroom, "Ana"))
    about: dict[str, Any] = {"classroom": classroom, "by": owner, "now": NOW}
    given: dict[str, Any] = {"looks_like": "", "sounds_like": "", "stems": []}
    own = moves.add_move(**about, words={"name": "Sit tall", **given})
    moves.change_move(**about, key="say_it_back", language="en", words={"name": "Echo", **given})
    moves.place_move(**about, key=own, steps=-100)
    for key in ("celebrate", "mend_it"):
        reader.post(url("partners:note_does_well"), {"chip": [key, "say_it_back", own]})
        moves.hide_move(**about, key=key, hidden=True)
    offered = re.findall(r'name="chip" value="(\w+)"', page(reader.get(url("partners:note_does_well"))))
    assert offered == [own, *(move.key for move in MOVES if move.key != "celebrate")]
    asked = page(reader.get(url("partners:note_gets_better")))
    assert [words for words in ("Sit tall", "Echo") if words not in asked] == []
    assert [words for words in ("Say it back", "Celebrate", "Mend it") if words in asked] == []
    check = page(reader.get(url("partners:note_check")))
    assert [words for words in ("Sit tall", "Echo", "Mend it") if words not in check] == []
    reader.post(url("partners:note_send"))
    assert words().does_well == (own, "say_it_back", "mend_it")
    moves.remove_move(**about, key=own)
    told = page(sign_in(owner).post(url("partners:notes_read_uncover", classroom.key)))
    assert "Sit tall · Echo · Mend it" in told


def test_a_move_in_another_language_than_the_page_says_so(owner: User) -> None:
    classroom = make_class(owner, "Ana", "Ben", grade_band=GradeBand.G4_5)
    open_round(classroom)
    words: dict[str, Any] = {"name": "Sit tall", "looks_like": "", "sounds_like": "", "stems": []}
    moves.add_move(classroom=classroom, words=words, by=owner, now=NOW)
    classes.turn_on_languages(classroom=classroom, codes=["es"], by=owner, now=NOW)
    ana = child(classroom, "Ana")
    Considerations.objects.create(student=ana, content=considered(languages=["es"]))
    asked = page(seat(ana).get(url("partners:note_does_well")))
    assert '<span lang="en" dir="auto">Sit tall</span>' in asked
    assert "<span>Piece in the middle</span>" not in asked


def test_younger_children_are_asked_what_they_will_do(reader: Client) -> None:
    for name in ("does-well", "gets-better"):
        assert reader.get(f"/me/note/{name}/")["Location"] == url("partners:note_will_do")


OWN_WORDS_PAGES = ("why/great/0", "loves", "tell")


@pytest.mark.parametrize(
    ("band", "typing"),
    [(GradeBand.K_1, []), (GradeBand.G2_3, [*OWN_WORDS_PAGES]), (GradeBand.G6_8, [*OWN_WORDS_PAGES])],
)
def test_own_words_can_be_typed_from_grade_2_on(band: str, typing: list[str], owner: User) -> None:
    """There is room for 200 letters, without completion or spell check by the browser. A younger child's page takes
    none."""
    classroom = make_class(owner, "Ana", "Ben", grade_band=band)
    open_round(classroom)
    ana, ben = child(classroom, "Ana"), child(classroom, "Ben")
    reader = seat(ana)
    tap(reader, url("partners:note_great"), ben)
    shown = {name: page(reader.get(f"/me/note/{name}/")) for name in OWN_WORDS_PAGES}
    assert [name for name, html in shown.items() if "<textarea" in html] == typing
    assert all('maxlength="200" dir="auto" autocomplete="off" spellcheck="false"' in shown[name] for name in typing)
    assert ("Find a name" in page(reader.get(url("partners:note_great")))) == bool(typing)
    say_why(reader, "great", 0, ben, own="He waits.")
    reader.post(url("partners:note_loves"), {"own": "axolotls"})
    reader.post(url("partners:note_tell"), {"own": "Come."})
    reader.post(url("partners:note_send"))
    said = ("He waits.", "axolotls", "Come.") if typing else ("", "", "")
    assert (
        words().great[0].own,
        Considerations.objects.get().content.loves_own,
        words().tell,
    ) == said


@pytest.mark.parametrize(("name", "field"), [("why/great/0", "why"), ("loves", "chip"), ("tell", "talk")])
def test_too_many_words_are_reported_and_nothing_is_lost(name: str, field: str, reader: Client, ben: Student) -> None:
    tap(reader, url("partners:note_great"), ben)
    tapped = {"why": "kind", "chip": "games", "talk": "yes"}[field]
    long = "ä" * 201
    answer = page(reader.post(f"/me/note/{name}/", {"own": long, field: tapped}))
    assert "That is a bit long. Use fewer words." in answer
    assert (typed(answer), chosen(answer)) == (long, {tapped})
    assert reader.post(f"/me/note/{name}/", {"own": long[1:], field: tapped}).status_code == 302
    again = page(reader.get(f"/me/note/{name}/"))
    assert (typed(again), chosen(again)) == (long[1:], {tapped})


def test_invisible_characters_are_removed_from_own_words(reader: Client) -> None:
    """Lines stay lines, and a line break counts as one letter, as in a browser."""
    reader.post(url("partners:note_tell"), {"own": " One\r\ntwo\x00\x1b[2J\u202ethree\ufeff\tfour\x85 "})
    assert typed(page(reader.get(url("partners:note_tell")))) == "One\ntwo[2Jthree four"
    assert reader.post(url("partners:note_tell"), {"own": "ab\r\n" * 66 + "ab"}).status_code == 302


def test_the_youngest_are_told_that_the_teacher_will_come(owner: User) -> None:
    classroom = make_class(owner, "Ana", "Ben", grade_band=GradeBand.K_1)
    round = open_round(classroom)
    ana = child(classroom, "Ana")
    reader = seat(ana)
    assert reader.get(url("partners:note_talk"))["Location"] == url("partners:note_tell")
    assert 'value="no" aria-pressed="true"' in page(reader.get(url("partners:note_tell")))
    assert reader.post(url("partners:note_tell"), {"talk": "yes"})["Location"] == url("partners:note_talk")
    assert "OK. Your teacher will come and talk with you." in page(reader.get(url("partners:note_talk")))
    assert 'href="/me/note/check/"' in page(reader.get(url("partners:note_talk")))
    assert wanting_to_talk(round) == {ana.pk}
    # Going on again takes nothing back, but "I'm done" does.
    assert reader.post(url("partners:note_tell"))["Location"] == url("partners:note_talk")
    assert reader.post(url("partners:note_tell"), {"talk": "no"})["Location"] == url("partners:note_check")
    assert wanting_to_talk(round) == set()


def test_a_question_can_be_skipped(owner: User) -> None:
    """It is there from grade 4 on. Earlier taps stay."""
    classroom = make_class(owner, "Ana", "Ben", grade_band=GradeBand.G4_5)
    open_round(classroom)
    reader, ben = seat(child(classroom, "Ana")), child(classroom, "Ben")
    assert 'value="skip"' in page(reader.get(url("partners:note_great")))
    skipped = reader.post(url("partners:note_great"), {"student": ben.key, "go": "skip"})
    assert skipped["Location"] == url("partners:note_hard")
    assert chosen(page(reader.get(url("partners:note_great")))) == {ben.key}


def test_younger_children_cannot_skip(reader: Client) -> None:
    assert 'value="skip"' not in page(reader.get(url("partners:note_great")))


def test_after_send_nothing_is_shown(reader: Client, ben: Student) -> None:
    tap(reader, url("partners:note_great"), ben)
    reader.post(url("partners:note_send"))
    for address in (
        url("partners:me"),
        url("partners:note_check"),
        url("partners:note_great"),
        url("partners:note_why", "great", 0),
        url("partners:my_partner"),
    ):
        answer = reader.get(address, follow=True)
        assert answer.redirect_chain == [(url("partners:all_done"), 302)]
        assert "Ben" not in page(answer)
    assert "You did it!" in page(reader.get(url("partners:all_done")))
    assert Sitting.objects.filter(ended_at=None).count() == 0


def test_sending_twice_makes_one_note(reader: Client, ben: Student) -> None:
    tap(reader, url("partners:note_great"), ben)
    assert [reader.post(url("partners:note_send"))["Location"] for _ in range(2)] == [url("partners:all_done")] * 2
    assert PartnerNote.objects.count() == 1
