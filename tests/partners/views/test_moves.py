"""The moves of a class, from the teacher's page to the child's."""

import re
from typing import Any

import pytest
from django.test import Client

from classroom.models import Classroom, Student, User
from partners.actions import moves
from partners.actions.moves import MOST_MOVES
from partners.models import Round, Workshop
from partners.moves.built_in import MOVES
from tests.addresses import url
from tests.cast import NOW, page, seat, sign_in

ECHO = {"name": "Echo", "looks_like": "", "sounds_like": "", "stems": "“So you said…”\n\nIs that it?"}


@pytest.fixture
def teacher(classroom: Classroom, owner: User) -> Client:
    return sign_in(owner)


def names(html: str) -> list[str]:
    return re.findall(r'<p class="m-0"><b dir="auto">(.*?)</b>', html)


def test_the_teachers_words_reach_the_child(
    teacher: Client, classroom: Classroom, published: Round, ana: Student
) -> None:
    address = url("partners:move", classroom.key, "say_it_back")
    assert teacher.post(address, ECHO)["Location"] == address
    assert "So you said…\nIs that it?</textarea>" in page(teacher.get(address))
    assert "Echo" in names(page(teacher.get(url("partners:moves", classroom.key))))
    teacher.post(url("partners:move_of_the_week", classroom.key), {"move": "say_it_back"})
    html = page(seat(ana).get(url("partners:my_partner")))
    assert ">Echo</h2>" in html
    assert "“So you said…”" in html
    assert "Listener retells with fingers" in html
    assert "Echo" in page(teacher.get(url("partners:projector", classroom.key)))


def test_words_are_changed_one_language_at_a_time(teacher: Client, classroom: Classroom, settings: Any) -> None:
    settings.LANGUAGES = [("en", "English"), ("ar", "العربية")]
    address = url("partners:move", classroom.key, "say_it_back")
    teacher.post(address, ECHO)
    assert teacher.post(f"{address}?in=ar", {"name": "قُلها"})["Location"] == f"{address}?in=ar"
    assert 'value="قُلها"' in page(teacher.get(f"{address}?in=ar"))
    assert 'value="Echo"' in page(teacher.get(address))
    teacher.post(url("partners:move_of_the_week", classroom.key), {"move": "say_it_back"})
    chart = page(teacher.get(url("partners:anchor_chart", classroom.key) + "?in=ar&paper=a4"))
    assert 'anchor-week paper-a4" lang="ar" dir="rtl"' in chart
    assert re.findall(r'<h2 id="m1">(.*?)</h2>', chart) == ["قُلها"]


def test_an_own_move_keeps_its_language_on_a_page_of_another(
    teacher: Client, classroom: Classroom, settings: Any
) -> None:
    settings.LANGUAGES = [("en", "English"), ("ar", "العربية")]
    teacher.post(url("partners:move_add", classroom.key), {"name": "Sit tall", "stems": "Up we go."})
    chart = page(teacher.get(url("partners:anchor_chart", classroom.key) + "?in=ar&which=all"))
    assert 'lang="en" dir="ltr" aria-labelledby="m18"' in chart
    own = next(entry["key"] for entry in Workshop.objects.get().moves if entry.get("words", {}).get("en"))
    in_arabic = page(teacher.get(url("partners:move", classroom.key, own) + "?in=ar"))
    stands = re.findall(r'As it is: <span lang="en" dir="auto">(.*?)</span>', in_arabic)
    assert (stands, in_arabic.count("As it is")) == (["Sit tall", "Up we go."], 2)
    assert "As it is" not in page(teacher.get(url("partners:move", classroom.key, own)))
    assert chart.count('lang="en" dir="ltr"') == 1


@pytest.mark.parametrize(
    ("code", "quoted"),
    [
        ("en", "“"),
        ("fr", "«\u00a0"),
        ("ru", "«"),
        ("ar", "«"),
        ("es", "“"),
        ("zh-hans", "“"),
    ],
)
def test_stems_have_the_quotation_marks_of_their_language(
    code: str, quoted: str, teacher: Client, classroom: Classroom
) -> None:
    """The teacher's own stem is in English, so it keeps English quotation marks."""
    teacher.post(url("partners:move_add", classroom.key), {"name": "Sit tall", "stems": "Up we go."})
    chart = page(teacher.get(url("partners:anchor_chart", classroom.key) + f"?in={code}&which=all"))
    said = re.findall(r'<div class="say">.*?<span>(.*?)</span></div>', chart)
    assert "“Up we go.”" in said
    others = [stem for stem in said if stem != "“Up we go.”"]
    assert len(others) == len(said) - 1
    assert [stem for stem in others if not stem.startswith(quoted)] == []


def test_hidden_moves_are_in_no_chart(teacher: Client, classroom: Classroom) -> None:
    teacher.post(url("partners:move_hide", classroom.key, "mend_it"))
    assert ">Mend it<" not in page(teacher.get(url("partners:anchor_chart", classroom.key) + "?which=all"))
    teacher.post(url("partners:move_hide", classroom.key, "mend_it"), {"show": "1"})
    assert ">Mend it<" in page(teacher.get(url("partners:anchor_chart", classroom.key) + "?which=all"))


def test_a_move_can_be_placed_higher(teacher: Client, classroom: Classroom) -> None:
    answer = teacher.post(url("partners:move_place", classroom.key, "knee_to_knee"), {"to": "up"})
    assert answer["Location"] == url("partners:moves", classroom.key) + "#knee_to_knee"
    assert names(page(teacher.get(url("partners:moves", classroom.key))))[:2] == ["Knee to knee", "Set the spot"]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "x" * 61}, "at most 60 characters"),
        ({"name": "knee  to Knee"}, "“Knee to knee” is a move already. Give this one another name."),
        ({"name": "Sit tall", "stems": "a\nb\nc\nd\ne"}, "4 lines are the most."),
        ({"name": "Sit tall", "stems": "x" * 121}, "A line can have 120 letters."),
    ],
)
def test_an_unreadable_value_is_reported_and_stays(
    sent: dict[str, str], told: str, teacher: Client, classroom: Classroom
) -> None:
    html = page(teacher.post(url("partners:move_add", classroom.key), {"looks_like": "backs straight", **sent}), 422)
    assert told in html
    assert 'value="backs straight"' in html
    assert Workshop.objects.get(classroom=classroom).moves == []


def test_a_teachers_own_move_may_have_a_name_only(teacher: Client, classroom: Classroom) -> None:
    """The other fields may be empty from the start, or emptied later."""
    teacher.post(
        url("partners:move_add", classroom.key), {"name": "\u202eSit tall\u200f", "looks_like": "backs straight"}
    )
    [own] = [entry["key"] for entry in Workshop.objects.get(classroom=classroom).moves if "words" in entry]
    address = url("partners:move", classroom.key, own)
    assert names(page(teacher.get(url("partners:moves", classroom.key))))[-1] == "Sit tall"
    assert "This field is required." in page(teacher.post(address, {"name": "\u200f"}), 422)
    assert "Saved." in page(teacher.post(address, {"name": "Sit straight"}, follow=True))
    assert names(page(teacher.get(url("partners:moves", classroom.key))))[-1] == "Sit straight"
    assert "backs straight" not in page(teacher.get(address))
    assert "Sit straight" in page(teacher.get(url("partners:anchor_chart", classroom.key) + "?which=all&in=es"))


def test_a_name_that_is_taken_is_reported_and_stays(teacher: Client, classroom: Classroom) -> None:
    address = url("partners:move", classroom.key, "mend_it")
    html = page(teacher.post(address, {"name": "knee to knee", "looks_like": "stop, breathe", "stems": "Again?"}), 422)
    assert '<p class="field-error">“Knee to knee” is a move already. Give this one another name.</p>' in html
    assert 'value="knee to knee"' in html
    assert 'value="stop, breathe"' in html
    assert "Again?</textarea>" in html
    assert "Saved." not in html
    assert Workshop.objects.get(classroom=classroom).moves == []


def test_nothing_typed_is_lost_at_the_limit_of_forty_moves(teacher: Client, classroom: Classroom, owner: User) -> None:
    for number in range(MOST_MOVES - len(MOVES)):
        words = {"name": f"Move {number}", "looks_like": "", "sounds_like": "", "stems": []}
        moves.add_move(classroom=classroom, words=words, by=owner, now=NOW)
    html = page(teacher.post(url("partners:move_add", classroom.key), {"name": "Sit tall", "stems": "Up we go."}))
    assert "40 moves are the most." in html
    assert 'value="Sit tall"' in html
    assert "Up we go.</textarea>" in html


def test_a_missing_move_is_reported(teacher: Client, classroom: Classroom) -> None:
    page(teacher.get(url("partners:move", classroom.key, "own_gone")), 404)
    teacher.post(url("partners:move_of_the_week", classroom.key), {"move": "own_gone"})
    assert "removed on another screen" in page(teacher.get(url("partners:moves", classroom.key)))
    assert Workshop.objects.get(classroom=classroom).move_of_the_week == "set_the_spot"
