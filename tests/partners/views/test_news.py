"""News for an open desk: a covered page hears of changes of the plan and the roll, an uncovered one that there is
more."""

from typing import Any

import pytest
from django.test import Client

from classroom.actions import roster
from classroom.changed_since import mark_of
from classroom.models import Classroom, Student, User
from partners.actions import rules, safety_flags
from partners.models import Plan, SafetyFlag
from partners.queries import names_shown, since
from tests.addresses import url
from tests.cast import NOW, hand_in, know, page, publish, sign_in, swap
from tests.partners.views.test_plan_changes import PART, cards

NEWS = "There is news of the class."


@pytest.fixture
def teacher(owner: User) -> Client:
    return sign_in(owner)


@pytest.fixture
def address(plan: Plan) -> str:
    """The address that a covered, up-to-date page of this plan asks for news."""
    classroom = plan.round.classroom
    return url(
        "partners:plan_news", classroom.key, plan.key, plan.version, mark_of(names_shown(classroom.students.here()))
    )


@pytest.fixture
def told(plan: Plan) -> dict[str, str]:
    """The headers that an uncovered, up-to-date page sends, too."""
    return {"X-Told": since(plan).mark}


def test_a_page_that_is_up_to_date_gets_no_news(teacher: Client, address: str, told: dict[str, str]) -> None:
    assert teacher.get(address).status_code == 204
    assert teacher.get(f"{address}words/", headers=told).status_code == 204


def test_a_page_asks_with_the_marks_of_what_it_shows(
    plan: Plan, teacher: Client, address: str, told: dict[str, str]
) -> None:
    desk = url("partners:plan_draft", plan.round.classroom.key, plan.key)
    covered, uncovered = page(teacher.get(desk)), page(teacher.post(f"{desk}uncover/"))
    assert f'data-news="{address}"' in covered
    assert "data-told" not in covered
    assert f'data-told="{told["X-Told"]}" data-words="{address}words/"' in uncovered
    assert "data-news" not in uncovered


def test_a_covered_page_shows_a_change_and_an_uncovered_one_reports_it(
    plan: Plan, teacher: Client, address: str, told: dict[str, str], ana: Student, cleo: Student
) -> None:
    swap(plan, ana, cleo)
    assert sorted(cards(page(teacher.get(address)))) == ["Ana and Dov", "Cleo and Ben", "Eli and Fay"]
    words = "This plan was changed on another screen. Ms. Okafor swapped Ana and Cleo."
    assert teacher.get(f"{address}words/", headers=told).content.decode() == words


def test_changes_of_the_roll_are_news_on_every_page(
    teacher: Client, owner: User, address: str, told: dict[str, str], ana: Student
) -> None:
    roster.mark_left(student=ana, by=owner, now=NOW)
    assert "Ben has no partner yet." in page(teacher.get(address))
    assert teacher.get(f"{address}words/", headers=told).content.decode() == NEWS
    roster.mark_back(student=ana, by=owner, now=NOW)
    assert teacher.get(address).status_code == 204
    Student.objects.filter(pk=ana.pk).update(called="Anita")
    assert "Anita and Ben" in cards(page(teacher.get(address)))


def a_note(plan: Plan, owner: User, ana: Student, ben: Student) -> None:
    hand_in(ana, plan.round, great={ben: ["kind"]})


def a_flag(plan: Plan, owner: User, ana: Student, ben: Student) -> None:
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=plan.round, now=NOW)


def a_rule(plan: Plan, owner: User, ana: Student, ben: Student) -> None:
    classroom = plan.round.classroom
    rules.add_rule(classroom=classroom, kind="better_not", students=[ana, ben], by=owner, now=NOW)


def a_dial(plan: Plan, owner: User, ana: Student, ben: Student) -> None:
    know(students={ana: {"voice": "quiet"}}, classroom=ana.classroom, by=owner, now=NOW)


@pytest.mark.parametrize("tell", [a_note, a_flag, a_rule, a_dial])
def test_news_of_private_things_stays_behind_the_cover(
    tell: Any, plan: Plan, teacher: Client, owner: User, address: str, told: dict[str, str], ana: Student, ben: Student
) -> None:
    """A covered page that changes at that moment would tell whose note it was."""
    tell(plan, owner, ana, ben)
    assert teacher.get(address).status_code == 204
    assert teacher.get(f"{address}words/", headers=told).content.decode() == NEWS
    now = {"X-Told": since(plan).mark}
    assert teacher.get(f"{address}words/", headers=now).status_code == 204


def test_an_answered_flag_is_news_behind_the_cover_only(
    plan: Plan, teacher: Client, owner: User, address: str, ana: Student, ben: Student
) -> None:
    a_flag(plan, owner, ana, ben)
    before = {"X-Told": since(plan).mark}
    safety_flags.decide(flag=SafetyFlag.objects.get(), may_be_partners=True, by=owner, now=NOW)
    assert teacher.get(address).status_code == 204
    assert teacher.get(f"{address}words/", headers=before).content.decode() == NEWS


def test_a_desk_is_redirected_when_its_round_was_published_elsewhere(
    plan: Plan, classroom: Classroom, teacher: Client, address: str, told: dict[str, str]
) -> None:
    publish(plan)
    assert teacher.get(address, headers=PART).headers["HX-Redirect"] == url("partners:plan", classroom.key)
    assert teacher.get(f"{address}words/", headers=told)["Location"] == url("partners:plan", classroom.key)
