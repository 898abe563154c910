"""How partner time is, from the child to the teacher and to nobody else."""

import re

import pytest
import time_machine
from django.test import Client

from classroom.models import AuditEvent, Classroom, GradeBand, Student, User
from partners.models import CheckIn, Round, Workshop
from tests.cast import page, seat, sign_in
from tests.test_confidential import everything_stored

WORDS = "We only talk about wombats."


@pytest.fixture
def teacher(published: Round, owner: User) -> Client:
    return sign_in(owner)


def opened(teacher: Client, classroom: Classroom) -> None:
    teacher.post(f"/c/{classroom.key}/check-ins/open/")


def said(teacher: Client, classroom: Classroom) -> list[str]:
    """What stands behind the cover, as text."""
    html = page(teacher.post(f"/c/{classroom.key}/check-ins/"))
    lines = re.findall(r'<div class="row-wrap"><div>(.*?)</div>', html, re.DOTALL)
    return [" ".join(re.sub(r"<.*?>", " ", line).split()) for line in lines]


def test_a_check_in_by_taps(teacher: Client, classroom: Classroom, ana: Student) -> None:
    reader = seat(ana)
    assert "How is partner time?" not in page(reader.get("/me/partner/"))
    opened(teacher, classroom)
    assert "How is partner time?" in page(reader.get("/me/partner/"))
    assert re.findall(r'name="face" value="(\w+)"', page(reader.get("/me/check-in/"))) == ["good", "okay", "hard"]
    assert reader.post("/me/check-in/", {"face": "okay"})["Location"] == "/me/check-in/help/"
    help_with = page(reader.get("/me/check-in/help/"))
    assert "okay" not in re.sub(r"feeling okay to share", "", help_with)
    answer = reader.post("/me/check-in/help/", {"help": ["turns", "spot"], "words": WORDS})
    assert answer["Location"] == "/me/check-in/thanks/"
    assert "Your partner does not see it." in page(reader.get("/me/check-in/thanks/"))
    assert said(teacher, classroom) == [
        (
            "Ana Partner time is okay. Help with: taking turns, a quiet spot. "
            f"“{WORDS}” The partnership · Monday, 12 January, 9:00"
        )
    ]
    for address in ("/me/check-in/", "/me/check-in/help/", "/me/partner/"):
        assert not re.search("checked|wombat", page(reader.get(address)))


def test_said_again_it_takes_the_place_of_the_first(teacher: Client, classroom: Classroom, ana: Student) -> None:
    opened(teacher, classroom)
    reader = seat(ana)
    reader.post("/me/check-in/", {"face": "hard"})
    reader.post("/me/check-in/help/", {"help": ["turns"], "words": WORDS})
    reader.post("/me/check-in/", {"face": "good"})
    [line] = said(teacher, classroom)
    assert line.startswith("Ana Partner time is good. Help with: taking turns.")


def test_the_next_check_in_is_another_one(
    teacher: Client, classroom: Classroom, ana: Student, clock: time_machine.Traveller
) -> None:
    for face in ("hard", "good"):
        opened(teacher, classroom)
        seat(ana).post("/me/check-in/", {"face": face})
        teacher.post(f"/c/{classroom.key}/check-ins/close/")
        clock.shift(60)
    assert [line.split(".")[0] for line in said(teacher, classroom)] == [
        "Ana Partner time is good",
        "Ana Partner time is hard",
    ]


def test_a_closed_check_in_takes_nothing(teacher: Client, classroom: Classroom, ana: Student) -> None:
    opened(teacher, classroom)
    opened(teacher, classroom)
    teacher.post(f"/c/{classroom.key}/check-ins/close/")
    teacher.post(f"/c/{classroom.key}/check-ins/close/")
    reader = seat(ana)
    assert reader.post("/me/check-in/", {"face": "hard"})["Location"] == "/me/partner/"
    assert reader.post("/me/check-in/help/", {"words": WORDS})["Location"] == "/me/partner/"
    assert not CheckIn.objects.exists()
    assert list(AuditEvent.objects.filter(verb__startswith="check_in_").values_list("verb", flat=True)) == [
        "check_in_opened",
        "check_in_closed",
    ]


def test_a_child_asks_for_help_at_any_time(teacher: Client, classroom: Classroom, ana: Student) -> None:
    """It is one task until the teacher was there."""
    reader = seat(ana)
    for _ in range(2):
        assert reader.post("/me/ask-for-help/")["Location"] == "/me/check-in/thanks/"
    assert "A child asks for you" in page(teacher.get("/"))
    assert not re.search(r"\bAna\b", page(teacher.get("/")))
    [line] = said(teacher, classroom)
    assert line.startswith("Ana asks for help with the partnership.")
    check_in = CheckIn.objects.get()
    html = page(teacher.post(f"/c/{classroom.key}/check-ins/{check_in.key}/done/"))
    assert "you were there" in html
    assert "A child asks for you" not in page(teacher.get("/"))
    reader.post("/me/ask-for-help/")
    assert "A child asks for you" in page(teacher.get("/"))
    assert CheckIn.objects.count() == 2


def test_a_face_that_does_not_exist(teacher: Client, classroom: Classroom, ana: Student) -> None:
    opened(teacher, classroom)
    reader = seat(ana)
    assert "How is partner time?" in page(reader.post("/me/check-in/", {"face": "angry"}))
    page(reader.post("/me/check-in/help/", {"help": ["x"]}), 422)
    assert not CheckIn.objects.exists()


def test_words_that_are_too_long_come_back(teacher: Client, classroom: Classroom, ana: Student) -> None:
    opened(teacher, classroom)
    html = page(seat(ana).post("/me/check-in/help/", {"help": ["spot"], "words": "w" * 201}), 422)
    assert "That is a bit long. Use fewer words." in html
    assert "w" * 201 in html
    assert 'value="spot" checked' in html


def test_in_kindergarten_nobody_types(teacher: Client, classroom: Classroom, ana: Student) -> None:
    Classroom.objects.update(grade_band=GradeBand.K_1)
    opened(teacher, classroom)
    reader = seat(ana)
    assert "<textarea" not in page(reader.get("/me/check-in/help/"))
    reader.post("/me/check-in/help/", {"words": WORDS})
    assert CheckIn.objects.get().content["words"] == ""


def test_covered_nothing_is_said_and_stored_it_is_sealed(teacher: Client, classroom: Classroom, ana: Student) -> None:
    opened(teacher, classroom)
    reader = seat(ana)
    reader.post("/me/check-in/", {"face": "hard"})
    reader.post("/me/check-in/help/", {"help": ["sharing"], "words": WORDS})
    assert not re.search(r"wombat|Ana|hard", page(teacher.get(f"/c/{classroom.key}/check-ins/")))
    assert not re.search("wombat|sharing", everything_stored())
    assert Workshop.objects.get().check_in_since is not None
