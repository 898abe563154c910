"""Check-ins: a child says how partner time goes, and only the teacher sees it."""

import datetime as dt
import re

import pytest
import time_machine
from django.test import Client

from classroom.models import AuditEvent, Classroom, GradeBand, Student, User
from partners.models import CheckIn, Partnership, Plan, Round, Workshop
from partners.moves.class_moves import shown_moves
from partners.privacy.student_export import record_of
from partners.queries import current_pairs
from partners.wording.coaching_prompts import move_for
from tests.addresses import url
from tests.cast import NOW, TODAY, page, partnership_of, publish, seat, sign_in
from tests.confidential.planted import everything_stored

WORDS = "We only talk about wombats."


@pytest.fixture
def teacher(published: Round, owner: User) -> Client:
    return sign_in(owner)


def opened(teacher: Client, classroom: Classroom) -> None:
    teacher.post(url("partners:check_in_open", classroom.key))


def said(teacher: Client, classroom: Classroom) -> list[str]:
    """The check-ins on the uncovered page, as text."""
    html = page(teacher.post(url("partners:check_ins_uncover", classroom.key)))
    lines = re.findall(r'<div class="row-wrap"><div>(.*?)</div>', html, re.DOTALL)
    return [" ".join(re.sub(r"<.*?>", " ", line).split()) for line in lines]


def test_a_child_checks_in_by_taps(teacher: Client, classroom: Classroom, ana: Student) -> None:
    reader = seat(ana)
    assert "How is partner time?" not in page(reader.get(url("partners:my_partner")))
    opened(teacher, classroom)
    assert "You asked" not in page(teacher.post(url("partners:check_ins_uncover", classroom.key)))
    assert "How is partner time?" in page(reader.get(url("partners:my_partner")))
    assert re.findall(r'name="face" value="(\w+)"', page(reader.get(url("partners:check_in")))) == [
        "good",
        "okay",
        "hard",
    ]
    assert reader.post(url("partners:check_in"), {"face": "okay"})["Location"] == url("partners:check_in_help")
    help_with = page(reader.get(url("partners:check_in_help")))
    assert "okay" not in re.sub(r"Feeling okay to share", "", help_with)
    answer = reader.post(url("partners:check_in_help"), {"help": ["turns", "spot"], "words": WORDS})
    assert answer["Location"] == url("partners:check_in_thanks")
    assert "Your partner does not see it." in page(reader.get(url("partners:check_in_thanks")))
    assert said(teacher, classroom) == [
        (
            "Ana Partner time is okay. Help with: taking turns, a quiet spot. "
            f"“{WORDS}” The partnership · Monday, 12 January, 9:00"
        )
    ]
    for address in (url("partners:check_in"), url("partners:check_in_help"), url("partners:my_partner")):
        assert not re.search("checked|wombat", page(reader.get(address)))


def test_a_second_answer_replaces_the_first(teacher: Client, classroom: Classroom, ana: Student) -> None:
    opened(teacher, classroom)
    reader = seat(ana)
    reader.post(url("partners:check_in"), {"face": "hard"})
    reader.post(url("partners:check_in_help"), {"help": ["turns"], "words": WORDS})
    reader.post(url("partners:check_in"), {"face": "good"})
    [line] = said(teacher, classroom)
    assert line.startswith("Ana Partner time is good. Help with: taking turns.")


def test_the_next_check_in_is_stored_separately(
    teacher: Client, classroom: Classroom, ana: Student, clock: time_machine.Traveller
) -> None:
    for face in ("hard", "good"):
        opened(teacher, classroom)
        seat(ana).post(url("partners:check_in"), {"face": face})
        teacher.post(url("partners:check_in_close", classroom.key))
        clock.shift(60)
    assert [line.split(".")[0] for line in said(teacher, classroom)] == [
        "Ana Partner time is good",
        "Ana Partner time is hard",
    ]


def test_a_closed_check_in_takes_no_answers(teacher: Client, classroom: Classroom, ana: Student) -> None:
    opened(teacher, classroom)
    opened(teacher, classroom)
    teacher.post(url("partners:check_in_close", classroom.key))
    teacher.post(url("partners:check_in_close", classroom.key))
    reader = seat(ana)
    assert reader.post(url("partners:check_in"), {"face": "hard"})["Location"] == url("partners:my_partner")
    assert reader.post(url("partners:check_in_help"), {"words": WORDS})["Location"] == url("partners:my_partner")
    assert not CheckIn.objects.exists()
    assert list(AuditEvent.objects.filter(verb__startswith="check_in_").values_list("verb", flat=True)) == [
        "check_in_opened",
        "check_in_closed",
    ]


def test_a_child_asks_for_help_at_any_time(teacher: Client, classroom: Classroom, ana: Student) -> None:
    """Repeated requests are one task, until the teacher has been there."""
    reader = seat(ana)
    for _ in range(2):
        assert reader.post(url("partners:ask_for_help"))["Location"] == url("partners:check_in_thanks")
    assert "A child asks for you" in page(teacher.get(url("partners:home")))
    assert not re.search(r"\bAna\b", page(teacher.get(url("partners:home"))))
    [line] = said(teacher, classroom)
    assert line.startswith("Ana asks for help with the partnership.")
    check_in = CheckIn.objects.get()
    assert 'name="again_on" min="2026-01-13"' in page(teacher.post(url("partners:check_ins_uncover", classroom.key)))
    html = page(teacher.post(url("partners:check_in_done", classroom.key, check_in.key), {"step": "done"}))
    assert "It goes well now, 12 January" in html
    assert "A child asks for you" not in page(teacher.get(url("partners:home")))
    reader.post(url("partners:ask_for_help"))
    assert "A child asks for you" in page(teacher.get(url("partners:home")))
    assert CheckIn.objects.count() == 2


def test_each_help_step_comes_back_on_its_day(
    teacher: Client, classroom: Classroom, owner: User, ana: Student, ben: Student, clock: time_machine.Traveller
) -> None:
    opened(teacher, classroom)
    seat(ana).post(url("partners:check_in_help"), {"help": ["listening"]})
    seat(ben).post(url("partners:ask_for_help"))
    html = page(teacher.post(url("partners:check_ins_uncover", classroom.key)))
    assert re.findall(r'name="step" value="(\w+)"', html) == ["coach", "try", "change", "done"]
    assert "Let’s try one thing: Set the spot. I’ll be back tomorrow." in html
    asked = CheckIn.objects.get(student=ben)
    done = url("partners:check_in_done", classroom.key, asked.key)
    assert "look again on Tuesday, 13 January" in page(teacher.post(done, {"step": "coach"}))
    assert "look again" not in page(teacher.get(url("partners:home"))).lower()
    clock.shift(dt.timedelta(days=1))
    teacher = sign_in(owner)
    assert "Time to coach, or to look again" in page(teacher.get(url("partners:home")))
    assert "On Tuesday I ask each of you alone." in page(teacher.post(url("partners:check_ins_uncover", classroom.key)))
    assert "look again on Thursday, 22 January" in page(teacher.post(done, {"step": "try", "again_on": "2026-01-22"}))
    assert "look again" not in page(teacher.get(url("partners:home"))).lower()
    clock.shift(dt.timedelta(days=9))
    teacher = sign_in(owner)
    page(teacher.post(done, {"step": "change"}))
    assert "look again" not in page(teacher.get(url("partners:home"))).lower()
    asked.refresh_from_db()
    assert [step.step for step in asked.content.steps] == ["coach", "try", "change"]
    assert AuditEvent.objects.filter(verb="help_given").count() == 3


def test_a_suggested_move_has_the_teachers_name_and_is_not_hidden(
    teacher: Client, classroom: Classroom, owner: User, ana: Student
) -> None:
    workshop = Workshop.objects.get()
    workshop.moves = [{"key": "show_im_listening", "words": {"en": {"name": "Big ears"}}}]
    told = move_for(["else", "listening"], shown_moves(workshop))
    assert told
    assert told.name == "Big ears"
    first_hidden = shown_moves(Workshop(moves=[{"key": "set_the_spot", "hidden": True}]))
    assert move_for([], first_hidden).key == "knee_to_knee"  # type: ignore[union-attr]


@pytest.mark.parametrize("sent", [{}, {"step": "shout"}, {"step": "try", "again_on": "2026-01-12"}])
def test_a_step_that_cannot_be_taken_is_reported(
    sent: dict[str, str], teacher: Client, classroom: Classroom, ana: Student
) -> None:
    seat(ana).post(url("partners:ask_for_help"))
    check_in = CheckIn.objects.get()
    html = page(teacher.post(url("partners:check_in_done", classroom.key, check_in.key), sent))
    assert 'role="alert"' in html or "alert" in html
    assert CheckIn.objects.get().waits


def test_a_check_in_may_ask_a_few_partnerships_only(
    teacher: Client, classroom: Classroom, ana: Student, cleo: Student, partnership: Partnership
) -> None:
    teacher.post(url("partners:check_in_open", classroom.key), {"pair": partnership.key})
    assert "How is partner time?" in page(seat(ana).get(url("partners:my_partner")))
    reader = seat(cleo)
    assert "How is partner time?" not in page(reader.get(url("partners:my_partner")))
    assert reader.post(url("partners:check_in"), {"face": "hard"})["Location"] == url("partners:my_partner")
    told = f"You asked {ana.called} and"
    assert told not in page(teacher.get(url("partners:check_ins", classroom.key)))
    assert told in page(teacher.post(url("partners:check_ins_uncover", classroom.key)))
    teacher.post(url("partners:check_in_close", classroom.key))
    opened(teacher, classroom)
    assert "How is partner time?" in page(reader.get(url("partners:my_partner")))


def test_a_check_in_for_a_few_asks_nobody_where_nobody_is_ticked(
    teacher: Client, classroom: Classroom, ana: Student
) -> None:
    answer = teacher.post(url("partners:check_in_open", classroom.key), {"some": "1"}, follow=True)
    assert "Tick the partnerships that you want to ask." in page(answer)
    assert "How is partner time?" not in page(seat(ana).get(url("partners:my_partner")))


def test_an_unknown_face_is_refused(teacher: Client, classroom: Classroom, ana: Student) -> None:
    opened(teacher, classroom)
    reader = seat(ana)
    assert "How is partner time?" in page(reader.post(url("partners:check_in"), {"face": "angry"}))
    page(reader.post(url("partners:check_in_help"), {"help": ["x"]}), 422)
    assert not CheckIn.objects.exists()


def test_words_that_are_too_long_come_back(teacher: Client, classroom: Classroom, ana: Student) -> None:
    opened(teacher, classroom)
    html = page(seat(ana).post(url("partners:check_in_help"), {"help": ["spot"], "words": "w" * 201}), 422)
    assert "That is a bit long. Use fewer words." in html
    assert "w" * 201 in html
    assert 'value="spot" checked' in html


def test_the_youngest_children_type_nothing(teacher: Client, classroom: Classroom, ana: Student) -> None:
    Classroom.objects.update(grade_band=GradeBand.K_1)
    opened(teacher, classroom)
    reader = seat(ana)
    assert "<textarea" not in page(reader.get(url("partners:check_in_help")))
    reader.post(url("partners:check_in_help"), {"words": WORDS})
    assert CheckIn.objects.get().content.words == ""


def test_check_ins_are_covered_on_the_page_and_encrypted_in_the_database(
    teacher: Client, classroom: Classroom, ana: Student
) -> None:
    opened(teacher, classroom)
    reader = seat(ana)
    reader.post(url("partners:check_in"), {"face": "hard"})
    reader.post(url("partners:check_in_help"), {"help": ["sharing"], "words": WORDS})
    assert not re.search(r"wombat|Ana|hard", page(teacher.get(url("partners:check_ins", classroom.key))))
    assert not re.search("wombat|sharing", everything_stored())
    assert Workshop.objects.get().check_in_since is not None


def test_own_words_are_a_task_and_new_words_another(
    teacher: Client, classroom: Classroom, ana: Student, ben: Student
) -> None:
    opened(teacher, classroom)
    reader = seat(ana)
    seat(ben).post(url("partners:check_in_help"), {"help": ["turns"], "words": ""})
    assert "A child asks for you" not in page(teacher.get(url("partners:home")))
    reader.post(url("partners:check_in_help"), {"words": WORDS})
    assert "A child asks for you" in page(teacher.get(url("partners:home")))
    told = CheckIn.objects.get(student=ana)
    html = page(teacher.post(url("partners:check_ins_uncover", classroom.key)))
    assert re.findall(r'action="[^"]*/(\w+)/done/"', html) == [told.key]
    done = url("partners:check_in_done", classroom.key, told.key)
    for words, waits in ((WORDS, False), ("It is loud.", True)):
        teacher.post(done, {"step": "done"})
        reader.post(url("partners:check_in_help"), {"words": words})
        assert ("A child asks for you" in page(teacher.get(url("partners:home")))) is waits
    # Asking for help is a check-in of its own.
    reader.post(url("partners:ask_for_help"))
    assert CheckIn.objects.filter(student=ana).count() == 2


def test_partners_to_coach_are_a_task_from_their_first_day(
    teacher: Client, classroom: Classroom, owner: User, ana: Student, ben: Student, clock: time_machine.Traveller
) -> None:
    chosen = {pair.partnership.key: "keep" for pair in current_pairs(classroom, TODAY)}
    chosen[partnership_of(ana).key] = "coach"
    assert "Open the round and make a draft" in page(teacher.get(url("partners:plan_last_round", classroom.key)))
    teacher.post(url("partners:plan_last_round", classroom.key), chosen)
    plan = Plan.objects.get(published_at=None)
    assert plan.round.number == 2
    tomorrow = TODAY + dt.timedelta(days=1)
    publish(plan, starts_on=tomorrow)
    assert "Time to coach" not in page(teacher.get(url("partners:home")))
    clock.shift(dt.timedelta(days=1))
    teacher = sign_in(owner)
    assert "Time to coach" in page(teacher.get(url("partners:home")))
    partnership = partnership_of(ana, tomorrow)
    assert "Ana and Ben</b> stay together" not in page(teacher.get(url("partners:check_ins", classroom.key)))
    html = page(teacher.post(url("partners:check_ins_uncover", classroom.key)))
    assert re.findall(r"<b>([^<]*)</b> stay together, and you coach them", html) == ["Ana and Ben"]
    story = url("partners:partnership_uncover", classroom.key, partnership.key)
    assert "You meant to coach them." in page(teacher.post(story))
    coached = url("partners:coached", classroom.key, partnership.key)
    assert "Choose what you did" in page(teacher.post(coached, {"step": "sing"}))
    for step, days in (("coach", 1), ("try", 7)):
        assert "stay together, and you coach them" not in page(teacher.post(coached, {"step": step}))
        assert "Time to coach" not in page(teacher.get(url("partners:home")))
        clock.shift(dt.timedelta(days=days))
        teacher = sign_in(owner)
        assert "Time to coach" in page(teacher.get(url("partners:home")))
    for _ in range(2):
        teacher.post(coached, {"step": "done"})
    partnership.refresh_from_db()
    assert [taken.step for taken in partnership.coaching.steps] == ["coach", "try", "done"]
    record = record_of(ben, now=NOW + dt.timedelta(days=9), tell=lambda text: text.text)
    assert [step["step"] for step in record["partnerships"][-1]["coached"]] == [
        "Coach",
        "A one-week try",
        "It goes well now",
    ]
    assert record["partnerships"][0]["coached"] == []
    assert AuditEvent.objects.filter(verb="help_given").count() == 3
