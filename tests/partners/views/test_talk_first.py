"""Partners who go well, one of whom would rather change: the teacher is asked first, behind the cover, and it is not
told which child it was.

In round 1 Ana was with Ben, Cleo with Dov, and Eli with Fay; it goes well with Ana and Ben.
"""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from classroom.models import Classroom, Student, User
from partners.actions import plan_locks, plans, rules
from partners.models import Lock, Plan, Round, State
from partners.planning.draft import layout_of
from tests.addresses import url
from tests.cast import (
    NOW,
    TODAY,
    hand_in,
    make_class,
    observe,
    open_round,
    page,
    partnership_of,
    plan_of,
    publish,
    sign_in,
)
from tests.partners.views.test_partnership import text

ASKS = "They go well, and one of them would rather change. Talk first."


@pytest.fixture
def teacher(owner: User) -> Client:
    return sign_in(owner)


@pytest.fixture
def second(published: Round, classroom: Classroom, owner: User, ana: Student, ben: Student) -> Round:
    """Round 2, in which Ana wrote that it is too loud with Ben."""
    observe(partnership_of(ana), owner, state=State.GOING_WELL)
    round = open_round(classroom)
    hand_in(ana, round, hard={ben: ["loud"]})
    return round


@pytest.fixture
def steady(second: Round, owner: User) -> Plan:
    return plans.suggest(round=second, mode="steady", by=owner, now=NOW)


def called(plan: Plan) -> set[frozenset[str]]:
    return {frozenset(student.called for student in group) for group in layout_of(plan, TODAY).seated}


def address(plan: Plan) -> str:
    return url("partners:plan_draft", plan.round.classroom.key, plan.key)


def covered(teacher: Client, plan: Plan) -> str:
    return page(teacher.get(address(plan)))


def uncovered(teacher: Client, plan: Plan) -> str:
    return page(teacher.post(f"{address(plan)}uncover/"))


def questions(html: str) -> list[str]:
    """What the page asks, with the buttons side by side: the words of each, as one reads them."""
    lines = re.findall(r'<li class="line line-watch" data-behind-cover>.*?</li>', html, re.DOTALL)
    return [text(line) for line in lines if "Talk first" in line]


def decide(teacher: Client, plan: Plan, how: str, one: Student, other: Student, **fields: Any) -> HttpResponse:
    sent = {"version": Plan.objects.get(pk=plan.pk).version, "one": one.key, "other": other.key, "how": how}
    return teacher.post(  # type: ignore[return-value]
        f"{address(plan)}decide/", sent | {"uncovered": "1"} | fields, follow=True
    )


def test_the_card_asks_and_does_not_tell_who_it_was(teacher: Client, steady: Plan) -> None:
    assert frozenset(("Ana", "Ben")) in called(steady)
    html = uncovered(teacher, steady)
    assert questions(html) == [f"{ASKS} Keep, and coach : Ana and Ben Change : Ana and Ben"]
    for words in ("would be hard", "Ana wrote", "too loud", "gets too loud"):
        assert words not in html
    assert "<dt>Against a note</dt><dd>no children</dd>" in html


def test_the_question_is_the_same_whoever_asked(
    teacher: Client, second: Round, owner: User, ana: Student, ben: Student
) -> None:
    pages = []
    for writes, named, other in ((ana, ben, ()), (ben, ana, ()), (ana, ben, (ben,))):
        second.notes.all().delete()
        hand_in(writes, second, hard={named: ["loud"]})
        for one in other:
            hand_in(one, second, hard={writes: ["talk"]})
        pages.append(questions(uncovered(teacher, plans.suggest(round=second, mode="steady", by=owner, now=NOW))))
    assert pages == [[f"{ASKS} Keep, and coach : Ana and Ben Change : Ana and Ben"]] * 3


def test_a_covered_desk_shows_nothing_of_it(teacher: Client, steady: Plan, ana: Student, ben: Student) -> None:
    words = ("Talk first", "would rather change", "decide/", "go well", "data-behind-cover")
    pages = [covered(teacher, steady), page(teacher.get(url("partners:plan_last_round", steady.round.classroom.key)))]
    pages.append(page(decide(teacher, steady, "change", ana, ben, uncovered="")))
    for html in pages:
        assert [word for word in words if word in html] == []
    assert "That did not reach us whole." in pages[-1]
    assert frozenset(("Ana", "Ben")) in called(steady)


def test_keep_and_coach_locks_the_two_and_answers_the_question(
    teacher: Client, steady: Plan, ana: Student, ben: Student
) -> None:
    html = page(decide(teacher, steady, "coach", ana, ben))
    assert questions(html) == []
    assert "They stay together, and you coach them." in html
    assert layout_of(Plan.objects.get(pk=steady.pk), TODAY).locks == (Lock(frozenset((ana.pk, ben.pk)), to_coach=True),)
    assert questions(uncovered(teacher, steady)) == []
    page(teacher.post(f"{address(steady)}undo/", {"version": 2, "uncovered": "1"}))
    assert len(questions(uncovered(teacher, steady))) == 1


def test_a_lock_alone_does_not_answer_it(teacher: Client, steady: Plan, owner: User, ana: Student) -> None:
    plan_locks.lock(plan=steady, student=ana, version=1, by=owner, now=NOW)
    assert len(questions(uncovered(teacher, steady))) == 1


def test_keep_keeps_the_reason_of_a_lock_and_ends_a_lock_that_parts_them(
    teacher: Client,
    second: Round,
    owner: User,
    ana: Student,
    ben: Student,
    cleo: Student,
    dov: Student,
    eli: Student,
    fay: Student,
) -> None:
    plan = plan_of(second, [ana, ben], [cleo, dov], [eli, fay], mode="steady")
    plan_locks.lock(plan=plan, student=ana, version=1, reason="A wombat.", by=owner, now=NOW)
    page(decide(teacher, plan, "coach", ana, ben))
    two = frozenset((ana.pk, ben.pk))
    assert layout_of(Plan.objects.get(pk=plan.pk), TODAY).locks == (Lock(two, reason="A wombat.", to_coach=True),)
    apart = plan_of(second, [ana, cleo], [ben, dov], [eli, fay], mode="steady")
    plan_locks.lock(plan=apart, student=ana, version=1, by=owner, now=NOW)
    plan_locks.lock(plan=apart, student=eli, version=2, by=owner, now=NOW)
    page(decide(teacher, apart, "coach", ana, ben))
    locks = layout_of(Plan.objects.get(pk=apart.pk), TODAY).locks
    assert set(locks) == {Lock(frozenset((eli.pk, fay.pk))), Lock(two, to_coach=True)}


def test_change_parts_the_two_in_the_best_plan_around(
    teacher: Client, steady: Plan, owner: User, ana: Student, ben: Student
) -> None:
    plan_locks.lock(plan=steady, student=ana, version=1, by=owner, now=NOW)
    html = page(decide(teacher, steady, "change", ana, ben))
    assert questions(html) == []
    assert "You let change: Ana and Ben." in html
    assert "Ends what went well: Ana and Ben. You decided that they change." in text(html)
    changed = Plan.objects.get(pk=steady.pk)
    assert frozenset(("Ana", "Ben")) not in called(changed)
    assert layout_of(changed, TODAY).locks == ()
    assert layout_of(changed, TODAY).parted == (frozenset((ana.pk, ben.pk)),)
    history = page(teacher.post(f"{address(steady)}move/", {"version": 1, "hand": ana.key, "to": "aside"}, follow=True))
    assert "Ms. Okafor asked for the rest." in history
    assert "rather change" not in history


def test_partners_whom_the_plan_parts_are_asked_about_beside_the_rules(
    teacher: Client, second: Round, ana: Student, ben: Student, cleo: Student, dov: Student, eli: Student, fay: Student
) -> None:
    plan = plan_of(second, [ana, cleo], [ben, dov], [eli, fay], mode="steady")
    html = uncovered(teacher, plan)
    asks = "Ana and Ben go well, and one of them would rather change. Talk first."
    assert questions(html) == [f"{asks} Keep, and coach : Ana and Ben Change : Ana and Ben"]
    assert text(html).count("Ends what went well: Ana and Ben.") == 2
    again = page(decide(teacher, plan, "coach", ana, ben))
    assert questions(again) == []
    assert "Ends what went well" not in text(again)
    changed = Plan.objects.get(pk=plan.pk)
    assert frozenset(("Ana", "Ben")) in called(changed)
    assert layout_of(changed, TODAY).locks == (Lock(frozenset((ana.pk, ben.pk)), to_coach=True),)


def test_change_leaves_a_plan_that_parts_them_as_it_is(
    teacher: Client, second: Round, ana: Student, ben: Student, cleo: Student, dov: Student, eli: Student, fay: Student
) -> None:
    plan = plan_of(second, [ana, cleo], [ben, dov], [eli, fay], mode="steady")
    before = called(plan)
    html = page(decide(teacher, plan, "change", ana, ben))
    assert questions(html) == []
    assert called(Plan.objects.get(pk=plan.pk)) == before
    assert "You let change: Ana and Ben." in html


@pytest.mark.parametrize("why", [["not_fixed"], ["teased"], ["mocked"], ["unsafe"]])
def test_a_strong_reason_or_a_flag_asks_nothing(
    why: list[str], teacher: Client, second: Round, owner: User, ana: Student, ben: Student
) -> None:
    hand_in(ana, second, hard={ben: why})
    plan = plans.suggest(round=second, mode="steady", by=owner, now=NOW)
    assert frozenset(("Ana", "Ben")) not in called(plan)
    html = uncovered(teacher, plan)
    assert questions(html) == []
    reason = (
        "Someone does not feel safe: Ana and Ben." if why == ["unsafe"] else "If they stayed, it would be harder for"
    )
    assert text(html).count(f"Ends what went well: Ana and Ben. {reason}") == 2


def test_a_rule_that_parts_them_asks_nothing(
    teacher: Client, second: Round, classroom: Classroom, owner: User, ana: Student, ben: Student
) -> None:
    rules.add_rule(classroom=classroom, kind="never", students=[ana, ben], by=owner, now=NOW)
    html = uncovered(teacher, plans.suggest(round=second, mode="steady", by=owner, now=NOW))
    assert questions(html) == []
    assert text(html).count("Ends what went well: Ana and Ben. You set: Ana and Ben never together.") == 2


def test_mix_asks_nothing_and_says_why_it_ends_what_went_well(teacher: Client, second: Round, owner: User) -> None:
    html = uncovered(teacher, plans.suggest(round=second, mode="mix", by=owner, now=NOW))
    assert questions(html) == []
    assert text(html).count("Ends what went well: Ana and Ben. You chose Mix, which looks for new partners.") == 2
    html = uncovered(teacher, plans.suggest(round=second, mode="fresh", by=owner, now=NOW))
    assert text(html).count("Ends what went well: Ana and Ben. You chose Fresh, in which nobody keeps a partner.") == 2


def test_a_three_names_the_two_to_talk_with(owner: User, teacher: Client) -> None:
    room = make_class(owner, "Ana", "Ben", "Cleo", "Dov", "Eli")
    ana, ben, cleo, dov, eli = room.students.in_order()
    publish(plan_of(open_round(room), [ana, ben, cleo], [dov, eli]))
    observe(partnership_of(cleo), owner, state=State.GOING_WELL)
    round = open_round(room)
    hand_in(cleo, round, hard={ben: ["loud"]})
    plan = plan_of(round, [ana, ben, cleo], [dov, eli], mode="steady")
    asks = "Ben and Cleo go well, and one of them would rather change. Talk first."
    assert questions(uncovered(teacher, plan)) == [f"{asks} Keep, and coach : Ben and Cleo Change : Ben and Cleo"]
    html = page(decide(teacher, plan, "coach", cleo, ben))
    assert questions(html) == []
    group = frozenset((ana.pk, ben.pk, cleo.pk))
    assert layout_of(Plan.objects.get(pk=plan.pk), TODAY).locks == (Lock(group, to_coach=True),)


# Last round


def choices(html: str) -> dict[str, str]:
    """The choice that is filled in for each partnership, by the names."""
    found = {}
    for line in re.findall(r"<fieldset>.*?</fieldset>", html, re.DOTALL):
        names = re.search(r"<legend><span>(.*?)</span>", line)
        chosen = re.search(r'value="(\w+)"[^>]*? checked', line)
        assert names
        found[names[1]] = chosen[1] if chosen else ""
    return found


def test_the_last_round_asks_and_chooses_nothing_for_them(
    teacher: Client, second: Round, classroom: Classroom, owner: User, cleo: Student
) -> None:
    observe(partnership_of(cleo), owner, state=State.GOING_WELL)
    shown = url("partners:plan_last_round", classroom.key)
    assert "Talk first" not in page(teacher.get(shown))
    html = page(teacher.post(f"{shown}uncover/"))
    assert html.count(ASKS.replace("Talk first.", "<b>Talk first.</b>")) == 1
    line = next(part for part in html.split("<fieldset>") if "Talk first" in part)
    assert "Ana and Ben" in line
    assert re.findall(r"chip-face\">(.*?)</span>", line)[:3] == ["Keep", "Keep, and coach", "Change"]
    assert choices(html) == {"Ana and Ben": "", "Cleo and Dov": "keep", "Eli and Fay": ""}
    # What stays on the page when the script takes out what is behind the cover is the same for all partners.
    assert set(re.findall(r'<li class="([^"]*)">', html[html.index('id="last-round"') :])) == {"line"}


def test_the_answer_on_the_page_of_the_last_round_is_the_answer_on_the_desk(
    teacher: Client, second: Round, classroom: Classroom, ana: Student, cleo: Student, eli: Student
) -> None:
    keys = {name: partnership_of(one).key for name, one in (("ana", ana), ("cleo", cleo), ("eli", eli))}
    sent = {keys["ana"]: "coach", keys["cleo"]: "keep", keys["eli"]: "keep", "uncovered": "1"}
    page(teacher.post(url("partners:plan_last_round", classroom.key), sent, follow=True))
    plan = second.plans.get()
    assert questions(uncovered(teacher, plan)) == []
    page(teacher.post(url("partners:plan_last_round", classroom.key), sent | {keys["ana"]: "keep"}, follow=True))
    assert len(questions(uncovered(teacher, second.plans.exclude(pk=plan.pk).get()))) == 1


def test_a_choice_of_the_teachers_own_stays_when_the_last_round_is_covered(
    teacher: Client, second: Round, classroom: Classroom, ana: Student
) -> None:
    shown = url("partners:plan_last_round", classroom.key)
    sent = {partnership_of(ana).key: "coach", "uncovered": "1"}
    html = page(teacher.post(f"{shown}cover/", sent))
    assert choices(html)["Ana and Ben"] == "coach"
    assert "Talk first" not in html
