"""The review desk and publishing."""

import datetime as dt
import re

import pytest

from classroom.actions import roster
from classroom.models import Classroom, Student, User
from classroom.names import Name
from partners.actions import plans, rules
from partners.models import Partnership, Plan, Round
from tests.cast import NOW, TODAY, hand_in, make_class, open_round, page, sign_in, together


def cards(html: str) -> list[str]:
    return re.findall(r'<article class="sheet pair[^"]*" aria-label="([^"]*)"', html)


def test_without_a_round(classroom: Classroom, owner: User) -> None:
    assert "Open a round first." in page(sign_in(owner).get(f"/c/{classroom.key}/plan/"))


def test_a_suggestion_is_shown_as_cards(classroom: Classroom, owner: User, round: Round) -> None:
    teacher = sign_in(owner)
    assert (
        teacher.post(f"/c/{classroom.key}/plan/suggest/", {"mode": "steady"})["Location"] == f"/c/{classroom.key}/plan/"
    )
    html = page(teacher.get(f"/c/{classroom.key}/plan/"))
    assert sorted(name for names in cards(html) for name in names.split(" and ")) == [
        "Ana",
        "Ben",
        "Cleo",
        "Dov",
        "Eli",
        "Fay",
    ]
    # In the first round there is nothing to keep or to change.
    assert '<input type="hidden" name="mode" value="mix">' in html


def test_the_mode_that_was_asked_for_is_still_chosen(published: Round, classroom: Classroom, owner: User) -> None:
    open_round(classroom)
    teacher = sign_in(owner)
    teacher.post(f"/c/{classroom.key}/plan/suggest/", {"mode": "steady"})
    assert 'value="steady" checked' in page(teacher.get(f"/c/{classroom.key}/plan/"))


def test_a_mode_that_does_not_exist(classroom: Classroom, owner: User, round: Round) -> None:
    teacher = sign_in(owner)
    assert teacher.post(f"/c/{classroom.key}/plan/suggest/", {"mode": "wild"}).status_code == 302
    assert Plan.objects.get().mode == "mix"


def test_a_class_of_one(owner: User) -> None:
    classroom = make_class(owner, "Ana")
    open_round(classroom)
    answer = sign_in(owner).post(f"/c/{classroom.key}/plan/suggest/", {"mode": "mix"}, follow=True)
    assert "A partnership needs two children. Add children to the class first." in page(answer)
    assert page(sign_in(owner).post(f"/c/{classroom.key}/plan/uncover/"))


def test_rules_that_leave_no_way_are_named_behind_the_cover(owner: User) -> None:
    classroom = make_class(owner, "Ana", "Ben")
    ana, ben = classroom.students.in_order()
    rules.add_rule(classroom=classroom, kind="never", students=[ana, ben], by=owner, now=NOW)
    open_round(classroom)
    teacher = sign_in(owner)
    answer = teacher.post(f"/c/{classroom.key}/plan/suggest/", {"mode": "mix"}, follow=True)
    assert "Your rules leave no way to give every child a partner." in page(answer)
    assert "never together" not in page(answer)
    assert answer.redirect_chain == [(f"/c/{classroom.key}/plan/?stuck=mix", 302)]
    assert '<input type="hidden" name="stuck" value="mix">' in page(answer)
    assert "You set: Ana and Ben never together" in page(
        teacher.post(f"/c/{classroom.key}/plan/uncover/", {"stuck": "mix"})
    )


def swap(teacher: object, plan: Plan, one: str, other: str, version: object = 1) -> str:
    address = f"/c/{plan.round.classroom.key}/plan/{plan.key}/swap/"
    return page(teacher.post(address, {"one": one, "other": other, "version": version}, follow=True))  # type: ignore[attr-defined]


def test_two_children_change_places(plan: Plan, owner: User, ana: Student, cleo: Student) -> None:
    html = swap(sign_in(owner), plan, ana.key, cleo.key)
    assert "Ana and Cleo have changed places." in html
    assert sorted(cards(html)) == ["Ana and Dov", "Cleo and Ben", "Eli and Fay"]


def test_a_stale_page_is_told_and_keeps_the_choice(
    plan: Plan, owner: User, ana: Student, cleo: Student, eli: Student
) -> None:
    teacher = sign_in(owner)
    swap(teacher, plan, ana.key, cleo.key)
    html = swap(teacher, plan, ana.key, eli.key)
    assert "This plan was changed on another screen meanwhile." in html
    assert sorted(cards(html)) == ["Ana and Dov", "Cleo and Ben", "Eli and Fay"]
    assert re.findall(r'value="(\w{10})" selected', html) == [ana.key, eli.key]


def test_why_a_swap_is_not_possible_is_behind_the_cover(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student
) -> None:
    rules.add_rule(classroom=classroom, kind="never", students=[ben, cleo], by=owner, now=NOW)
    teacher = sign_in(owner)
    html = swap(teacher, plan, ana.key, cleo.key)
    assert "Look behind the cover for this one." in html
    assert "never together" not in html
    uncovered = page(teacher.post(f"/c/{classroom.key}/plan/uncover/"))
    assert "You set: Ben and Cleo never together" in uncovered


def test_a_swap_that_was_refused_is_in_no_address(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student, dov: Student, eli: Student
) -> None:
    """It would tell who is kept apart. The two stay chosen, also after a second refusal, until a swap is done."""
    rules.add_rule(classroom=classroom, kind="never", students=[ben, cleo], by=owner, now=NOW)
    teacher = sign_in(owner)
    desk, address = f"/c/{classroom.key}/plan/", f"/c/{classroom.key}/plan/{plan.key}/swap/"
    for one, other in ((ana, cleo), (dov, ben)):
        answer = teacher.post(address, {"one": one.key, "other": other.key, "version": 1})
        assert answer["Location"] == f"{desk}#swap"
        html = page(teacher.get(desk))
        assert re.findall(r'value="(\w{10})" selected', html) == [one.key, other.key]
        assert f'value="{one.key}">' not in html[: html.index("<select")]
        assert "You set: Ben and Cleo never together" in page(teacher.post(f"{desk}uncover/"))
    assert teacher.post(address, {"one": ana.key, "other": eli.key, "version": 1})["Location"] == desk
    assert re.findall(r'value="(\w{10})" selected', page(teacher.get(desk))) == []


def test_a_suggestion_after_partners_were_published(published: Round, classroom: Classroom, owner: User) -> None:
    """From a page that lay open."""
    answer = sign_in(owner).post(f"/c/{classroom.key}/plan/suggest/", {"mode": "mix"}, follow=True)
    assert answer.redirect_chain == [(f"/c/{classroom.key}/plan/", 302)]
    assert "This round is published by now. Open the next one to plan new partnerships." in page(answer)
    assert Plan.objects.count() == 1


@pytest.mark.parametrize("version", [{}, {"version": ""}, {"version": "x"}])
def test_publishing_without_the_version_that_was_looked_over(
    version: dict[str, str], plan: Plan, classroom: Classroom, owner: User
) -> None:
    data = {"starts_on": "2026-01-19", **version}
    html = page(sign_in(owner).post(f"/c/{classroom.key}/plan/{plan.key}/publish/", data))
    assert "Look the plan over once more, then publish." in html
    assert 'name="version" value="1"' in html
    assert 'value="2026-01-19"' in html
    assert not Partnership.objects.exists()


@pytest.mark.parametrize("version", ["", "x", "0", "99999999999999999999"])
def test_a_swap_that_cannot_be_read(version: str, plan: Plan, owner: User, ana: Student, cleo: Student) -> None:
    html = swap(sign_in(owner), plan, ana.key, cleo.key, version)
    assert "Choose two children to swap." in html or "changed on another screen" in html
    assert cards(html) == ["Ana and Ben", "Cleo and Dov", "Eli and Fay"]


def test_a_child_who_is_not_there(plan: Plan, owner: User, ana: Student, gus: Student) -> None:
    teacher = sign_in(owner)
    address = f"/c/{plan.round.classroom.key}/plan/{plan.key}/swap/"
    for other in (gus.key, "nothing", "1"):
        assert teacher.post(address, {"one": ana.key, "other": other, "version": 1}).status_code == 404


def test_after_somebody_joined_the_plan_has_no_reasons_and_is_not_published(
    plan: Plan, classroom: Classroom, owner: User
) -> None:
    roster.add_students(classroom=classroom, names=[Name("Noa New", "Noa")], by=owner, now=NOW)
    teacher = sign_in(owner)
    html = page(teacher.get(f"/c/{classroom.key}/plan/"))
    assert "Children have joined or left since this plan was made." in html
    assert "/publish/" not in html
    assert "/swap/" not in html
    assert page(teacher.post(f"/c/{classroom.key}/plan/uncover/"))
    answer = teacher.post(
        f"/c/{classroom.key}/plan/{plan.key}/publish/", {"starts_on": "2026-01-12", "version": 1}, follow=True
    )
    assert "Noa is not in this plan. Suggest again, so that nobody is left out." in page(answer)


def test_looking_over_shows_what_children_will_see(plan: Plan, owner: User) -> None:
    html = page(sign_in(owner).get(f"/c/{plan.round.classroom.key}/plan/{plan.key}/publish/"))
    assert re.findall(r'<span dir="auto">([A-Z][a-z]+)</span>', html) == ["Ana", "Ben", "Cleo", "Dov", "Eli", "Fay"]
    assert 'value="2026-01-12"' in html
    assert not Partnership.objects.exists()


def test_publishing(plan: Plan, classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    address = f"/c/{classroom.key}/plan/{plan.key}/publish/"
    answer = teacher.post(address, {"starts_on": "2026-01-12", "version": 1}, follow=True)
    assert answer.redirect_chain == [(f"/c/{classroom.key}/partnerships/", 302)]
    assert "Published. Partners start today." in page(answer)
    assert len(together(classroom)) == 3
    again = teacher.post(address, {"starts_on": "2026-01-12", "version": 1}, follow=True)
    assert "Partners are published already" in page(again)
    assert "The partners of round 1 are published." in page(teacher.get(f"/c/{classroom.key}/plan/"))


def test_publishing_for_a_later_day(plan: Plan, classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    data = {"starts_on": "2026-01-19", "version": 1}
    answer = teacher.post(f"/c/{classroom.key}/plan/{plan.key}/publish/", data, follow=True)
    assert "Published. Partners start on Monday, 19 January." in page(answer)
    assert together(classroom, TODAY) == set()
    assert len(together(classroom, TODAY + dt.timedelta(days=7))) == 3


@pytest.mark.parametrize("day", ["2026-01-11", "2027-01-14", "soon", "", "0001-01-01", "9999-12-31"])
def test_a_day_that_cannot_be(day: str, plan: Plan, classroom: Classroom, owner: User) -> None:
    html = page(sign_in(owner).post(f"/c/{classroom.key}/plan/{plan.key}/publish/", {"starts_on": day, "version": 1}))
    assert 'class="field-error" role="alert"' in html
    assert f'value="{day}"' in html or not day
    assert not Partnership.objects.exists()


def test_a_flag_since_then_stops_publishing(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student
) -> None:
    hand_in(ana, plan.round, hard={ben: ["unsafe"]})
    teacher = sign_in(owner)
    data = {"starts_on": "2026-01-12", "version": 1}
    answer = teacher.post(f"/c/{classroom.key}/plan/{plan.key}/publish/", data, follow=True)
    assert answer.redirect_chain == [(f"/c/{classroom.key}/plan/", 302)]
    assert "Something stands against this plan by now." in page(answer)
    assert "Someone does not feel safe: Ana and Ben" in page(teacher.post(f"/c/{classroom.key}/plan/uncover/"))


def test_the_newest_plan_is_on_the_desk(plan: Plan, classroom: Classroom, owner: User) -> None:
    later = plans.suggest(round=plan.round, mode="mix", by=owner, now=NOW)
    assert later.key in page(sign_in(owner).get(f"/c/{classroom.key}/plan/"))
