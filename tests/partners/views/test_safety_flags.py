"""Safety flags behind the cover: children who do not feel safe."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from django.test import Client

from classroom.models import Classroom, Student, User
from partners.actions import rules, safety_flags
from partners.models import Round, SafetyFlag
from partners.queries import parted
from tests.addresses import url
from tests.cast import NOW, TODAY, page, partnership_of, sign_in, together

OWN = "She waits behind the gym."


@pytest.fixture
def flag(ana: Student, ben: Student, round: Round) -> SafetyFlag:
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=round, now=NOW, own=OWN)
    return SafetyFlag.objects.get()


def read(teacher: Client, classroom: Classroom) -> str:
    return page(teacher.post(url("partners:notes_uncover", classroom.key)))


def act(teacher: Client, flag: SafetyFlag, what: str, **data: str) -> str:
    return page(teacher.post(f"/c/{flag.classroom.key}/notes/read-first/{flag.key}/{what}/", data))


def test_the_covered_page_names_nobody(flag: SafetyFlag, classroom: Classroom, owner: User) -> None:
    html = page(sign_in(owner).get(url("partners:notes", classroom.key)))
    assert "Read this first" in html
    assert not re.search(f"safe with|{OWN}|{flag.key}", html)


def test_a_card_has_the_words_the_time_and_what_to_do(
    flag: SafetyFlag, classroom: Classroom, owner: User, ana: Student, ben: Student
) -> None:
    html = read(sign_in(owner), classroom)
    assert '<b dir="auto">Ana</b> does not feel safe with <b dir="auto">Ben</b>' in html
    assert "Monday, 12 January, 9:00" in html
    assert f"“{OWN}”" in html
    for words in ("Do not promise secrecy.", "Partners reports nothing for you.", "May they be partners?"):
        assert words in html
    assert "They are partners now." not in html
    assert "taken off again" not in html
    safety_flags.take_off(student=ana, named_pk=ben.pk)
    assert "taken off again by Ana" in read(sign_in(owner), classroom)


@pytest.mark.parametrize(
    ("answer", "label"), [("seen", "Seen"), ("passed_on", "Passed on"), ("no_worry", "Not a safety worry")]
)
def test_an_answer_is_shown_and_the_card_stays(
    answer: str, label: str, flag: SafetyFlag, classroom: Classroom, owner: User
) -> None:
    html = act(sign_in(owner), flag, "answer", answer=answer)
    assert "Noted. The two stay apart until you say whether they may be partners." in html
    assert f'<span class="tag push">{label}</span>' in html


def test_the_answer_no_makes_a_rule_and_removes_the_card(flag: SafetyFlag, classroom: Classroom, owner: User) -> None:
    html = act(sign_in(owner), flag, "decide", may="no")
    assert "They are never partners from now on." in html
    assert "Nothing waits for you here now." in html
    assert "Read this first" not in page(sign_in(owner).get(url("partners:notes", classroom.key)))
    assert parted(classroom, TODAY) == {flag.pair}


def test_the_answer_yes_lets_them_be_partners(flag: SafetyFlag, classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    assert "They may be partners again." in act(teacher, flag, "decide", may="yes")
    assert parted(classroom, TODAY) == set()
    assert "This one was answered already." in act(teacher, flag, "decide", may="no")
    assert parted(classroom, TODAY) == set()


@pytest.mark.parametrize(("what", "data"), [("answer", {"answer": "x"}), ("decide", {"may": ""}), ("part", {})])
def test_an_unreadable_form_changes_nothing(
    what: str, data: dict[str, str], flag: SafetyFlag, classroom: Classroom, owner: User
) -> None:
    before = flag.content
    assert "does not feel safe with" in act(sign_in(owner), flag, what, **data)
    now = SafetyFlag.objects.get().content
    assert replace(now, read_at=None) == replace(before, read_at=None)


def test_a_decision_after_a_rest_needs_the_password(
    flag: SafetyFlag, classroom: Classroom, owner: User, clock: object
) -> None:
    teacher = sign_in(owner)
    read(teacher, classroom)
    clock.shift(dt.timedelta(minutes=16))  # type: ignore[attr-defined]
    address = url("partners:flag_decide", classroom.key, flag.key)
    assert teacher.post(address, {"may": "yes"})["Location"].startswith(url("classroom:confirm_password"))
    assert SafetyFlag.objects.get().is_open


# Flags between present partners


@pytest.fixture
def at_once(published: Round, ana: Student, ben: Student) -> SafetyFlag:
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=published, now=NOW)
    return SafetyFlag.objects.get()


def places(html: str, of: str) -> list[str]:
    [select] = re.findall(rf'<select[^>]*name="{of}"[^>]*>(.*?)</select>', html, re.DOTALL)
    return re.findall(r"<option[^>]*>(.*?)</option>", select)


def test_partners_can_be_parted_for_today(
    at_once: SafetyFlag, classroom: Classroom, owner: User, cleo: Student, eli: Student, ana: Student
) -> None:
    rules.add_rule(classroom=classroom, kind="never", students=[ana, eli], by=owner, now=NOW)
    teacher = sign_in(owner)
    html = read(teacher, classroom)
    assert "They are partners now." in html
    assert places(html, "student") == ["Choose a pair", "Cleo and Dov"]
    assert places(html, "named") == ["Choose a pair", "Cleo and Dov", "Eli and Fay"]
    with_cleo, with_eli = partnership_of(cleo).key, partnership_of(eli).key
    html = act(teacher, at_once, "part", student=with_cleo, named=with_cleo)
    assert "a group holds three at most" in html
    html = act(teacher, at_once, "part", student=with_cleo, named=with_eli)
    assert "They work with others today." in html
    assert "They are partners now." not in html
    assert len(together(classroom, TODAY)) == 2
    assert len(together(classroom, TODAY + dt.timedelta(days=1))) == 3


def test_an_unknown_partnership_is_not_found(at_once: SafetyFlag, classroom: Classroom, owner: User) -> None:
    answer = sign_in(owner).post(
        url("partners:flag_part", classroom.key, at_once.key), {"student": "nothinghere"[:10], "named": ""}
    )
    assert answer.status_code == 404
