"""The export of one child's record: reviewed behind the cover, blanked, and without anything about another child."""

import datetime as dt
import html
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from classroom.models import AuditEvent, Classroom, Student, User
from partners.actions import check_ins, notes, rules
from partners.models import HelpStep, PartnerNote, Partnership, Round
from tests.addresses import url
from tests.cast import NOW, PASSWORD, answers, know, observe, open_round, page, partnership_of, sign_in

Ticks = dict[str, list[str]]
DAY = dt.timedelta(days=1)


@pytest.fixture
def address(
    classroom: Classroom, owner: User, published: Round, ana: Student, ben: Student, cleo: Student, dov: Student
) -> str:
    """The address of Ana's record. She was with Ben, who appears in all of it."""
    known: dict[Student, dict[str, Any]] = {
        ana: {"voice": "quiet", "interests": ["Ben's dog", "games"], "missed_picks": 7, "loves_own": "snow"},
        ben: {"voice": "takes_over"},
    }
    know(students=known, classroom=classroom, by=owner, now=NOW)
    see(partnership_of(ana), owner, "Ben Cohen interrupted. Ana waited for ben, will read.")
    see(partnership_of(cleo), owner, "Cleo sang.")
    check_ins.open_check_in(classroom=classroom, by=owner, now=NOW)
    check_ins.answer(student=ana, partnership=partnership_of(ana), face="hard", words="Ben is loud", now=NOW)
    check_ins.take_step(check_in=ana.check_ins.get(), step=HelpStep.COACH, again_on=None, by=owner, now=NOW)
    check_ins.answer(student=ben, partnership=partnership_of(ben), face="good", words="We sing", now=NOW)
    rules.add_rule(classroom=classroom, kind="never", students=[ana, dov], reason="Kin", by=owner, now=NOW)
    said = answers(great={ben: ["kind"]}, hard={cleo: ["loud"]}, own={ben: "He waits", cleo: "Cleo shouts"})
    told = replace(said, tell="Dov hides my pen", talk=True)
    second = open_round(classroom)
    notes.hand_in(student=ana, round=second, answers=told, now=NOW)
    notes.hand_in(student=ben, round=second, answers=answers(hard={ana: ["off_task"]}), now=NOW)
    return url("partners:student_record", classroom.key, ana.key)


def see(partnership: Partnership, by: User, note: str, now: dt.datetime = NOW, about: int | None = None) -> None:
    seen: dict[str, Any] = {"strengths": ["waited"], "next_steps": ["take_turns"], "state": "growing", "note": note}
    observe(partnership=partnership, **seen, about=about, by=by, now=now)


def sent_by(text: str) -> Ticks:
    """The fields that a browser sends from the uncovered page."""
    boxes = re.findall(r'<input [^>]*name="blank" value="([^"]+)"( checked)?', text)
    return {
        "seen": re.findall(r'name="seen" value="([^"]+)"', text),
        "blank": [value for value, checked in boxes if checked],
    }


def word(text: str, said: str) -> str:
    """The value of the tick box at the first place where this word appears."""
    found = re.search(rf'value="([^"]+)"(?: checked)?><span>{re.escape(said)}</span>', text)
    assert found, said
    return found[1]


def take(teacher: Client, address: str, ticks: Ticks, how: str = "json", password: str = PASSWORD) -> Any:
    return teacher.post(f"{address}take/", {**ticks, how: "1", "password": password})


def test_the_record_is_covered_until_it_is_reviewed(address: str, owner: User, ana: Student) -> None:
    teacher = sign_in(owner)
    covered = page(teacher.get(address))
    said = ("interrupted", "Ben", "He waits", "hides my pen", "is loud", "dog", "snow", "data-behind-cover")
    assert [words for words in said if words in covered] == []
    assert not AuditEvent.objects.filter(verb__in=("note_opened", "record_looked_through")).exists()
    answer = teacher.post(f"{address}uncover/")
    text = re.sub(r"<[^>]+>", "", page(answer))
    assert [words for words in said[:-1] if words not in text] == []
    assert "Cleo sang" not in text
    assert "We sing" not in text
    assert "no-store" in answer["Cache-Control"]
    verbs = AuditEvent.objects.filter(student=ana, by=owner).order_by("pk").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["record_looked_through", "note_opened"]


def test_names_of_classmates_are_marked_and_blanked_to_begin_with(address: str, owner: User) -> None:
    text = page(sign_in(owner).post(f"{address}uncover/"))
    marked = re.findall(r'class="word word-name"><input[^>]*?( checked)?><span>([^<]+)</span>', text)
    assert sorted(said for checked, said in marked if checked) == ["Ben", "Ben", "Ben", "Cleo", "Cohen", "Dov", "ben"]
    assert len(marked) == 7


def test_the_json_holds_the_childs_record_and_nobody_elses(
    address: str, owner: User, classroom: Classroom, ana: Student
) -> None:
    teacher = sign_in(owner)
    text = page(teacher.post(f"{address}uncover/"))
    ticks = sent_by(text)
    answer = take(teacher, address, {**ticks, "blank": [*ticks["blank"], word(text, "shouts")]})
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "no-store" in answer["Cache-Control"]
    record = json.loads(answer.content)
    opened = record.pop("opened")
    assert record == {
        "format": "partners.record/1",
        "child": "Ana Ribeiro",
        "class": "Room 12",
        "school": "Riverbend School",
        "taken_on": "2026-01-12",
        "joined_on": "2026-01-12",
        "left_on": None,
        "considerations": [
            {"what": "Voice", "says": "Quiet"},
            {"what": "Interests", "says": "[…]'s dog, games"},
            {"what": "Loves to write about, in own words", "says": "snow"},
        ],
        "notes": [
            {
                "round": 2,
                "sent_at": "2026-01-12T09:00:00-05:00",
                "is_the_newest": True,
                "great": [{"who": "a classmate", "why": ["Kind about my work"], "own_words": "He waits"}],
                "hard": [{"who": "a classmate", "why": ["It gets too loud for me"], "own_words": "[…]"}],
                "as_partner": [],
                "asks_to_talk": True,
                "tells": "[…] hides my pen",
            }
        ],
        "partnerships": [
            {
                "round": 1,
                "from": "2026-01-12",
                "until": None,
                "with": "a classmate",
                "for_one_day": False,
                "coached": [],
            }
        ],
        "observations": [
            {
                "at": "2026-01-12T09:00:00-05:00",
                "by": "Ms. Okafor",
                "of_the_child_alone": False,
                "strengths": ["waited"],
                "next_steps": ["take turns"],
                "state": "Growing",
                "note": "[…] interrupted. Ana waited for […], will read.",
                "to_be_looked_at_on": None,
            }
        ],
        "check_ins": [
            {
                "at": "2026-01-12T09:00:00-05:00",
                "face": "hard",
                "help": [],
                "words": "[…] is loud",
                "asked_the_teacher_to_come": False,
                "steps": [
                    {"step": "Coach", "at": "2026-01-12T09:00:00-05:00", "to_be_looked_at_on": "2026-01-13"},
                ],
            }
        ],
    }
    assert [(line["by"], line["what"]) for line in opened] == [
        ("Ms. Okafor", "looked through the record"),
        ("Ms. Okafor", "opened a note"),
        ("Ms. Okafor", "took the record along"),
    ]
    content = answer.content.decode()
    keys = [key for other in classroom.students.exclude(pk=ana.pk) for key in (other.key, other.name, other.called)]
    assert [key for key in [*keys, ana.key, PartnerNote.objects.filter(student=ana).get().key] if key in content] == []


def test_the_page_to_print_says_the_same(address: str, owner: User, classroom: Classroom) -> None:
    teacher = sign_in(owner)
    answer = take(teacher, address, sent_by(page(teacher.post(f"{address}uncover/"))), "done")
    assert answer["Content-Type"] == "text/html; charset=utf-8"
    assert "Room%2012%2C%20Ana" in answer["Content-Disposition"] or "Room 12, Ana" in answer["Content-Disposition"]
    text = html.unescape(answer.content.decode())
    said = (
        "Ana Ribeiro",
        "a classmate: Kind about my work",
        "[…] hides my pen",
        "[…] interrupted. Ana waited for […], will read.",
        "Growing",
        "with a classmate",
        "Ms. Okafor opened a note",
        "Quiet",
    )
    assert [words for words in said if words not in text] == []
    others = classroom.students.exclude(called="Ana")
    assert [other.called for other in others if other.called in text or other.key in text] == []
    assert "http" not in text


def test_a_name_can_stay_and_a_whole_text_can_be_blanked(address: str, owner: User) -> None:
    teacher = sign_in(owner)
    text = page(teacher.post(f"{address}uncover/"))
    ticks = sent_by(text)
    [note] = [seen.split(":")[0] for seen in ticks["seen"] if f"{seen.split(':')[0]}:0" == word(text, "Dov")]
    ticks["blank"] = [f"{note}:all"]
    record = json.loads(take(teacher, address, ticks).content)
    assert record["notes"][0]["tells"] == "[…]"
    assert record["check_ins"][0]["words"] == "Ben is loud"


def test_nothing_is_exported_without_the_password(address: str, owner: User) -> None:
    teacher = sign_in(owner)
    text = page(teacher.post(f"{address}uncover/"))
    ticks = sent_by(text)
    mine = word(text, "interrupted")
    answer = take(teacher, address, {**ticks, "blank": [mine]}, password="a wrong one")
    again = page(answer, 422)
    assert "That is not your password." in again
    assert "a wrong one" not in again
    assert "autofocus" in again
    # The boxes are still as the teacher left them.
    assert sent_by(again) == {"seen": ticks["seen"], "blank": [mine]}
    assert not AuditEvent.objects.filter(verb="record_taken").exists()
    for _ in range(4):
        answer = take(teacher, address, ticks, password="a wrong one")
    assert answer.status_code == 429


def test_text_added_meanwhile_is_reviewed_too(address: str, owner: User, ana: Student) -> None:
    teacher = sign_in(owner)
    text = page(teacher.post(f"{address}uncover/"))
    ticks = sent_by(text) | {"blank": [word(text, "hides")]}
    see(partnership_of(ana), owner, "Cleo and a wombat came by.", NOW + dt.timedelta(minutes=1))
    answer = take(teacher, address, ticks)
    again = page(answer)
    assert "Something new stands here since you looked." in again
    assert again.count("told-new") == 1
    assert sent_by(again)["blank"] == [
        word(again, "hides"),
        word(again, "Cleo") if False else sent_by(again)["blank"][1],
    ]
    record = json.loads(take(teacher, address, sent_by(again)).content)
    assert record["observations"][1]["note"] == "[…] and a wombat came by."
    assert record["notes"][0]["tells"] == "Dov […] my pen"


def test_observations_of_other_children_are_not_exported(address: str, owner: User, ana: Student, ben: Student) -> None:
    """These are observations of the partner alone, and of the partners while the child was not one of them."""
    pair = partnership_of(ana)
    ana.places.update(starts_on=NOW.date() + DAY, ended_on=NOW.date() + 3 * DAY)
    for days, note in ((2, "while"), (5, "after")):
        see(pair, owner, note, NOW + days * DAY)
    see(pair, owner, "of Ben", NOW + 2 * DAY, about=ben.pk)
    see(pair, owner, "of Ana", NOW + 2 * DAY, about=ana.pk)
    teacher = sign_in(owner)
    record = json.loads(take(teacher, address, sent_by(page(teacher.post(f"{address}uncover/")))).content)
    assert [seen["note"] for seen in record["observations"]] == ["while", "of Ana"]


def test_uncovering_after_a_rest_asks_for_the_password(address: str, owner: User, clock: Any) -> None:
    teacher = sign_in(owner)
    teacher.get(address)
    clock.shift(dt.timedelta(minutes=16))
    assert teacher.post(f"{address}uncover/")["Location"].startswith(url("classroom:confirm_password"))


def test_ticks_survive_a_long_review(address: str, owner: User, clock: Any) -> None:
    """The right password comes with the ticks, and so none is asked for after a rest. A wrong one does not count."""
    teacher = sign_in(owner)
    text = page(teacher.post(f"{address}uncover/"))
    ticks = {**sent_by(text), "blank": [word(text, "loud")]}
    clock.shift(dt.timedelta(minutes=16))
    assert take(teacher, address, ticks, password="not the one")["Location"].startswith(
        url("classroom:confirm_password")
    )
    record = json.loads(take(teacher, address, ticks).content)
    assert record["check_ins"][0]["words"] == "Ben is […]"


def test_a_child_without_records_has_an_empty_export(classroom: Classroom, ana: Student, owner: User) -> None:
    teacher, address = sign_in(owner), url("partners:student_record", classroom.key, ana.key)
    assert "Nothing is written in free words." in page(teacher.post(f"{address}uncover/"))
    record = json.loads(take(teacher, address, {}).content)
    assert (record["notes"], record["considerations"], record["partnerships"]) == ([], [], [])
    printed = html.unescape(take(teacher, address, {}, "done").content.decode())
    assert "None are kept now." in printed


def test_only_the_owner_sees_links_to_the_export(
    address: str, owner: User, co_teacher: User, classroom: Classroom
) -> None:
    of_child, privacy = address.removesuffix("record/"), url("partners:privacy", classroom.key)
    assert f'href="{address}"' in page(sign_in(owner).get(of_child))
    assert f'href="{address}"' not in page(sign_in(co_teacher).get(of_child))
    assert f'href="{of_child}"' in page(sign_in(owner).get(privacy))
    assert f'href="{of_child}"' not in page(sign_in(co_teacher).get(privacy))
