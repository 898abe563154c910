"""A teacher reviews a plan as children will see it, and publishes it."""

import datetime as dt
import re

import pytest

from classroom.models import Classroom, Student, User
from partners.models import Partnership, Plan, Round
from tests.addresses import url
from tests.cast import NOW, TODAY, hand_in, has_focus, know, page, seat, sign_in, swap, together


def test_the_review_shows_every_child(plan: Plan, owner: User) -> None:
    html = page(sign_in(owner).get(url("partners:plan_publish", plan.round.classroom.key, plan.key)))
    called = re.findall(r"<span dir=\"auto\">([A-Z][a-z]+)</span><small", html)
    assert called == ["Ana", "Ben", "Cleo", "Dov", "Eli", "Fay"]
    assert 'value="2026-01-12"' in html
    assert not Partnership.objects.exists()


def test_the_review_shows_numbers_spots_and_the_move_of_the_week(plan: Plan, classroom: Classroom, owner: User) -> None:
    classroom.workshop.spots = ["the rug", "table 1"]
    classroom.workshop.save()
    html = page(sign_in(owner).get(url("partners:plan_publish", classroom.key, plan.key)))
    assert re.findall(r">(\w+)</span><small[^>]*>(Partner \d)</small>", html) == [
        (name, f"Partner {number % 2 + 1}") for number, name in enumerate(("Ana", "Ben", "Cleo", "Dov", "Eli", "Fay"))
    ]
    assert re.findall(r'Your spot: <span dir="auto">(.*?)</span>', html) == ["the rug", "table 1"]
    assert re.findall(r'<p><span dir="auto">(\w+)</span> reads first', html) == ["Ana", "Cleo", "Eli"]
    assert "Set the spot" in html
    assert "I'm ready. Are you?" in html
    assert 'value="2026-02-20"' in html


def test_the_last_day_can_be_chosen(plan: Plan, classroom: Classroom, owner: User) -> None:
    teacher, address = sign_in(owner), url("partners:plan_publish", classroom.key, plan.key)
    early = page(teacher.post(address, {"starts_on": "2026-01-19", "ends_on": "2026-01-18", "version": 1}))
    assert "Choose a day after the first one, within a year." in early
    assert has_focus(early) == ["ends_on"]
    assert has_focus(page(teacher.get(address))) == []
    assert has_focus(page(teacher.post(address, {"starts_on": "", "ends_on": "soon", "version": 1}))) == ["starts_on"]
    teacher.post(address, {"starts_on": "2026-01-12", "ends_on": "2026-01-30", "version": 1})
    assert "until Friday, 30 January" in page(teacher.get(url("partners:partnerships", classroom.key)))


def test_publishing_starts_partners_today(plan: Plan, classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    address = url("partners:plan_publish", classroom.key, plan.key)
    answer = teacher.post(address, {"starts_on": "2026-01-12", "version": 1}, follow=True)
    assert answer.redirect_chain == [(url("partners:partnerships", classroom.key), 302)]
    assert "Published. Partners start today." in page(answer)
    assert len(together(classroom)) == 3
    again = teacher.post(address, {"starts_on": "2026-01-12", "version": 1}, follow=True)
    assert "Partners are published already" in page(again)
    assert "The partners of round 1 are published." in page(teacher.get(url("partners:plan", classroom.key)))


def test_partners_can_start_on_a_later_day(plan: Plan, classroom: Classroom, owner: User) -> None:
    teacher = sign_in(owner)
    data = {"starts_on": "2026-01-19", "version": 1}
    answer = teacher.post(url("partners:plan_publish", classroom.key, plan.key), data, follow=True)
    assert "Published. Partners start on Monday, 19 January." in page(answer)
    assert together(classroom, TODAY) == set()
    assert len(together(classroom, TODAY + dt.timedelta(days=7))) == 3


@pytest.mark.parametrize("version", [{}, {"version": ""}, {"version": "x"}])
def test_publishing_needs_the_version_that_was_reviewed(
    version: dict[str, str], plan: Plan, classroom: Classroom, owner: User
) -> None:
    data = {"starts_on": "2026-01-19", **version}
    html = page(sign_in(owner).post(url("partners:plan_publish", classroom.key, plan.key), data))
    assert "Look the plan over once more, then publish." in html
    assert 'name="version" value="1"' in html
    assert 'value="2026-01-19"' in html
    assert not Partnership.objects.exists()


def form_of(html: str) -> dict[str, list[str]]:
    """The days and the version in the form, and its ticked and unticked boxes."""
    return {
        "days": re.findall(r'type="date" name="\w+" value="([^"]*)"', html),
        "version": re.findall(r'name="version" value="([^"]*)"', html),
        "ticked": re.findall(r'name="shared" value="([^"]*)" checked form="publish">', html),
        "unticked": re.findall(r'name="shared" value="([^"]*)" form="publish">', html),
    }


def test_a_plan_that_changed_meanwhile_is_shown_with_everything_typed(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student, dov: Student, eli: Student
) -> None:
    """A tick stays with its children, and is not carried over to others."""
    loves = {child: {"loves": ["games", "animals"]} for child in classroom.students.here()}
    know(students=loves, classroom=classroom, by=owner, now=NOW)
    teacher, address = sign_in(owner), url("partners:plan_publish", classroom.key, plan.key)
    values = re.findall(r'name="shared" value="([^"]*:games)"', page(teacher.get(address)))
    of_ana_and_ben, of_cleo_and_dov, _ = values
    swap(plan, dov, eli)
    sent = {
        "starts_on": "2026-01-19",
        "ends_on": "2026-01-30",
        "version": 1,
        "shared": [of_ana_and_ben, of_cleo_and_dov],
    }
    html = page(teacher.post(address, sent))
    assert "This plan was changed meanwhile" in html
    assert "<span>Ms. Okafor swapped Dov and Eli.</span>" in html
    assert "Nothing is published yet." in html
    assert re.findall(r'<p><span dir="auto">(\w+)</span> reads first', html) == ["Ana", "Cleo", "Dov"]
    assert re.findall(r">(\w+)</span><small", html) == ["Ana", "Ben", "Cleo", "Eli", "Dov", "Fay"]
    form = form_of(html)
    assert form["days"] == ["2026-01-19", "2026-01-30"]
    assert form["version"] == ["2"]
    assert form["ticked"] == [of_ana_and_ben]
    assert len(form["unticked"]) == 5
    assert not Partnership.objects.exists()
    again = {"starts_on": form["days"][0], "ends_on": form["days"][1], "version": 2, "shared": form["ticked"]}
    answer = teacher.post(address, again, follow=True)
    assert "Published. Partners start on Monday, 19 January." in page(answer)
    assert sorted(Partnership.objects.get(places__student=ana).shared) == ["games"]
    assert Partnership.objects.get(places__student=dov).shared == []


def test_a_wrong_day_and_a_changed_plan_are_reported_together(
    plan: Plan, classroom: Classroom, owner: User, dov: Student, eli: Student
) -> None:
    """The teacher sees at once what is wrong with the day and how the plan is now, and can send the form again."""
    swap(plan, dov, eli)
    address = url("partners:plan_publish", classroom.key, plan.key)
    sent = {"starts_on": "2026-01-11", "ends_on": "2026-01-30", "version": 1, "shared": ["gone:games"]}
    html = page(sign_in(owner).post(address, sent))
    assert "This plan was changed meanwhile" in html
    assert "Choose today or a later day, within a year." in html
    assert form_of(html) == {"days": ["2026-01-11", "2026-01-30"], "version": ["2"], "ticked": [], "unticked": []}


def test_an_unclear_request_about_a_published_plan_leads_to_the_plan(
    published: Round, classroom: Classroom, owner: User
) -> None:
    address = url("partners:plan_publish", classroom.key, published.plans.get().key)
    assert sign_in(owner).post(address, {"starts_on": "soon"})["Location"] == url("partners:plan", classroom.key)


@pytest.mark.parametrize("day", ["2026-01-11", "2027-01-14", "soon", "", "0001-01-01", "9999-12-31"])
def test_an_impossible_day_is_refused(day: str, plan: Plan, classroom: Classroom, owner: User) -> None:
    html = page(
        sign_in(owner).post(url("partners:plan_publish", classroom.key, plan.key), {"starts_on": day, "version": 1})
    )
    assert 'class="field-error" role="alert"' in html
    assert f'value="{day}"' in html or not day
    assert not Partnership.objects.exists()


def test_a_newer_safety_flag_stops_publishing(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student
) -> None:
    hand_in(ana, plan.round, hard={ben: ["unsafe"]})
    teacher = sign_in(owner)
    address = url("partners:plan_publish", classroom.key, plan.key)
    looked_over = page(teacher.get(address))
    assert "Something stands against this plan by now." in looked_over
    assert 'type="submit">Publish' not in re.sub(r"<svg.*?</svg>", "", looked_over)
    answer = teacher.post(address, {"starts_on": "2026-01-12", "version": 1}, follow=True)
    assert answer.redirect_chain == [(url("partners:plan", classroom.key), 302)]
    assert "Something stands against this plan by now." in page(answer)
    assert "Someone does not feel safe: Ana and Ben" in page(teacher.post(url("partners:plan_uncover", classroom.key)))


def test_children_see_a_shared_interest_only_if_the_teacher_ticks_it(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student
) -> None:
    """Only topics from the list are offered. Words that were added freely are shared with nobody."""
    known = {
        ana: {"loves": ["animals", "games", "feelings"], "interests": ["wombats"]},
        ben: {"loves": ["games", "feelings"], "interests": ["Wombats", "animals", "wombats"]},
        cleo: {"loves": ["games"]},
    }
    know(students=known, classroom=classroom, by=owner, now=NOW)
    teacher = sign_in(owner)
    address = url("partners:plan_publish", classroom.key, plan.key)
    offered = re.findall(r'name="shared" value="([^"]*)"', page(teacher.get(address)))
    told = "-".join(sorted((ana.key, ben.key)))
    assert offered == [f"{told}:{love}" for love in ("animals", "games", "feelings")]
    data = {"starts_on": "2026-01-12", "version": 1}
    wrong = page(teacher.post(address, {**data, "shared": [f"{cleo.key}:games"]}))
    assert "Look the plan over once more, then publish." in wrong
    teacher.post(address, {**data, "shared": [f"{told}:games"]})
    for reader, partner in ((seat(ana), "Ben"), (seat(ben), "Ana")):
        html = page(reader.get(url("partners:my_partner")))
        assert partner in html
        assert "You both like to write about this: Games." in html
        assert not re.search("(?i)animals|feelings|wombats", html)
    assert "like to write about" not in page(seat(cleo).get(url("partners:my_partner")))
