"""The review desk."""

import datetime as dt
import re

import pytest
import time_machine

from classroom.actions import roster
from classroom.models import Classroom, Student, User
from classroom.names import Name
from partners.actions import plans, rules
from partners.models import PartnerNote, Plan, Round, SolverResult
from partners.queries import drafted
from tests.addresses import url
from tests.cast import (
    NOW,
    child,
    hand_in,
    know,
    make_class,
    observe,
    open_round,
    page,
    partnership_of,
    plan_of,
    sign_in,
)


def cards(html: str) -> list[str]:
    return re.findall(r'<article class="sheet pair[^"]*" aria-label="([^"]*)"', html)


def test_the_desk_needs_an_open_round(classroom: Classroom, owner: User) -> None:
    assert "Open a round first." in page(sign_in(owner).get(url("partners:plan", classroom.key)))


def test_a_suggestion_is_shown_as_cards(classroom: Classroom, owner: User, round: Round) -> None:
    teacher = sign_in(owner)
    answer = teacher.post(url("partners:plan_suggest", classroom.key), {"mode": "steady"})
    assert answer["Location"] == url("partners:plan_draft", classroom.key, Plan.objects.get().key)
    html = page(teacher.get(url("partners:plan", classroom.key)))
    assert sorted(name for names in cards(html) for name in names.split(" and ")) == [
        "Ana",
        "Ben",
        "Cleo",
        "Dov",
        "Eli",
        "Fay",
    ]
    # In the first round there is nothing to keep or to change.
    assert '<input type="hidden" name="mode" value="steady">' in html


def test_the_mode_that_was_asked_for_is_still_chosen(published: Round, classroom: Classroom, owner: User) -> None:
    open_round(classroom)
    teacher = sign_in(owner)
    teacher.post(url("partners:plan_suggest", classroom.key), {"mode": "steady"})
    assert 'value="steady" checked' in page(teacher.get(url("partners:plan", classroom.key)))


def test_an_unknown_mode_counts_as_steady(classroom: Classroom, owner: User, round: Round) -> None:
    teacher = sign_in(owner)
    assert teacher.post(url("partners:plan_suggest", classroom.key), {"mode": "wild"}).status_code == 302
    assert Plan.objects.get().mode == "steady"


def test_a_class_of_one_gets_no_plan(owner: User) -> None:
    classroom = make_class(owner, "Ana")
    open_round(classroom)
    answer = sign_in(owner).post(url("partners:plan_suggest", classroom.key), {"mode": "mix"}, follow=True)
    assert "A partnership needs two children. Add children to the class first." in page(answer)
    assert sign_in(owner).post(url("partners:plan_uncover", classroom.key))["Location"] == url(
        "partners:plan", classroom.key
    )


def test_rules_that_leave_no_way_are_named_behind_the_cover(owner: User) -> None:
    classroom = make_class(owner, "Ana", "Ben")
    ana, ben = classroom.students.in_order()
    rules.add_rule(classroom=classroom, kind="never", students=[ana, ben], by=owner, now=NOW)
    open_round(classroom)
    teacher = sign_in(owner)
    answer = teacher.post(url("partners:plan_suggest", classroom.key), {"mode": "mix"}, follow=True)
    assert "Your rules leave no way to give every child a partner." in page(answer)
    assert "never together" not in page(answer)
    assert "Nobody has a partner yet." in page(answer)
    uncovered = page(teacher.post(url("partners:plan_uncover", classroom.key)))
    assert "You set: Ana and Ben never together" in uncovered
    assert re.search("(Ana|Ben) may not be with anyone who is left: never with (Ben|Ana)[.]", uncovered)


def headline(classroom: Classroom, owner: User, *entered: tuple[str, str]) -> str:
    """The page's headline for rules such as ("never", "Ana Ben"), which leave no plan."""
    for kind, names in entered:
        students = [classroom.students.get(called=name) for name in names.split()]
        rules.add_rule(classroom=classroom, kind=kind, students=students, by=owner, now=NOW)
    plans.suggest(round=classroom.rounds.get(), mode="mix", by=owner, now=NOW)
    html = page(sign_in(owner).post(url("partners:plan_uncover", classroom.key)))
    way_out = "They can’t all hold. One of them has" if len(entered) > 1 else "<p>It has"
    assert f"{way_out} to give way first.</p>" in html
    return "".join(re.findall(r'<p class="px-3 pb-3 m-0">(.*?)</p>', html))


def test_a_child_with_nobody_left_is_named(classroom: Classroom, owner: User, round: Round) -> None:
    assert headline(
        classroom, owner, ("never", "Ana Ben"), ("never", "Ana Cleo"), ("never", "Ana Dov"), ("together", "Eli Fay")
    ) == ("Ana may not be with anyone who is left: never with Ben, Cleo and Dov; Eli and Fay stay together.")


def test_a_headline_names_flags_that_leave_a_child_nobody(
    classroom: Classroom, owner: User, round: Round, ana: Student, ben: Student
) -> None:
    hand_in(ana, round, hard={ben: ["unsafe"]})
    assert headline(classroom, owner, ("never", "Ana Cleo"), ("never", "Ana Fay"), ("together", "Dov Eli")) == (
        "Ana may not be with anyone who is left: never with Cleo and Fay; parted for safety from Ben; "
        "Dov and Eli stay together."
    )


@pytest.mark.parametrize(
    ("entered", "words"),
    [
        (
            [("together", "Ana Ben"), ("together", "Ben Cleo"), ("together", "Cleo Dov")],
            "Ana, Ben, Cleo and Dov are all tied together, and a group holds three at most.",
        ),
        (
            [("together", "Ana Ben"), ("never", "Ana Ben")],
            "Ana and Ben are to stay together, and something parts them.",
        ),
        (
            [("never", "Ana Ben Cleo Dov")],
            "Ana, Ben, Cleo and Dov may not be with one another, and there is room in 3 partnerships only.",
        ),
        (
            [("never", "Ana Ben"), *[("never", f"{one} {o}") for one in ("Ana", "Ben") for o in ("Dov", "Eli", "Fay")]],
            "Ana and Ben may only be with Cleo, so that one of them would be left over.",
        ),
    ],
)
def test_a_headline_says_what_rules_add_up_to(
    entered: list[tuple[str, str]], words: str, classroom: Classroom, owner: User, round: Round
) -> None:
    assert headline(classroom, owner, *entered) == words


def test_a_headline_names_an_odd_group_that_is_cut_off(classroom: Classroom, owner: User, round: Round) -> None:
    """There are two such groups of three, and either of them explains it."""
    apart = [("never", f"{one} {other}") for one in ("Ana", "Ben", "Cleo") for other in ("Dov", "Eli", "Fay")]
    assert headline(classroom, owner, *apart) in {
        f"{names} may only be with one another, so one of them would be left over."
        for names in ("Ana, Ben and Cleo", "Dov, Eli and Fay")
    }


def lines(html: str) -> list[str]:
    return re.findall(r'<li class="line[^"]*"[^>]*>.*?</li>', html, re.DOTALL)


def test_each_card_has_an_open_text_and_one_for_the_teacher(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student
) -> None:
    """The open text is the same, word for word, when every note is deleted. The teacher's text is not."""
    for one, interest in ((ana, "animals"), (ben, "animals"), (cleo, "maps")):
        know(students={one: {"interests": [interest], "voice": "takes_over"}}, classroom=classroom, by=owner, now=NOW)
    hand_in(ana, plan.round, great={ben: ["listens"]}, hard={cleo: ["loud"]})
    hand_in(cleo, plan.round, hard={ben: ["talk"]})
    teacher = sign_in(owner)
    address = url("partners:plan", classroom.key)
    seen, told = page(teacher.get(address)), page(teacher.post(f"{address}uncover/"))
    assert any("Both like to write about animals" in line for line in lines(seen))
    assert any(
        "Ana named Ben: really listens" in line or "Ana named Ben: listens to me" in line for line in lines(told)
    )
    PartnerNote.objects.all().delete()
    assert lines(page(teacher.get(address))) == lines(seen)
    assert not any("named" in line for line in lines(page(teacher.post(f"{address}uncover/"))))


def test_a_card_shows_one_line_to_plan_for_and_folds_the_others(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student
) -> None:
    known = {ana: {"voice": "very_quiet", "stage": 1}, ben: {"voice": "takes_over", "stage": 4}}
    know(students=known, classroom=classroom, by=owner, now=NOW)
    hand_in(ana, plan.round, hard={ben: ["loud"]})
    seen = page(sign_in(owner).post(url("partners:plan_uncover", classroom.key)))
    card = re.search(r'<article[^>]*aria-label="Ana and Ben">.*?</article>', seen, re.DOTALL)
    assert card
    assert len(re.findall('class="line line-watch', card[0])) == 1
    shown, folded = card[0].split("<details>", 1)
    assert "They differ in voice" in shown
    assert "2 more to plan for" in folded
    assert "They write at different stages" in folded
    assert "Ana wrote that it would be hard with Ben: " in folded


def facts(html: str) -> dict[str, str]:
    return dict(re.findall(r"<div><dt>(.*?)</dt><dd>(.*?)</dd></div>", html))


def test_facts_about_the_class_are_behind_the_cover(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student, dov: Student
) -> None:
    hand_in(ana, plan.round, great={ben: ["listens"]})
    hand_in(ben, plan.round, great={ana: ["kind"]})
    hand_in(cleo, plan.round, great={ana: []}, hard={dov: ["loud"]})
    know(students={ana: {"voice": "very_quiet"}, ben: {"welcoming": True}}, classroom=classroom, by=owner, now=NOW)
    rules.add_rule(classroom=classroom, kind="never", students=[cleo, dov], by=owner, now=NOW)
    teacher = sign_in(owner)
    address = url("partners:plan", classroom.key)
    assert facts(page(teacher.get(address))) == {}
    assert facts(page(teacher.post(f"{address}uncover/"))) == {
        "A pick came true": "2 of 3",
        "Picked each other": "1 pair",
        "Against a note": "1 child",
        "Few reasons yet": "4 children",
        "Your rules": "1 not kept",
        "Threes": "none",
        "Helpers": "1 child",
    }


def test_changed_partners_are_counted_from_the_second_round_on(
    published: Round, classroom: Classroom, owner: User
) -> None:
    plans.suggest(round=open_round(classroom), mode="steady", by=owner, now=NOW)
    html = page(sign_in(owner).post(url("partners:plan_uncover", classroom.key)))
    assert facts(html)["New partner"] == "0 of 6"


def test_a_child_without_a_note_is_marked_for_a_second_look(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student, dov: Student
) -> None:
    """Ana wrote no note, and two children find it hard with her partner."""
    hand_in(cleo, plan.round, hard={ben: ["loud"]})
    hand_in(dov, plan.round, hard={ben: ["talk"]})
    teacher = sign_in(owner)
    address = url("partners:plan", classroom.key)
    assert "No note from" not in page(teacher.get(address))
    html = page(teacher.post(f"{address}uncover/"))
    assert re.findall(r"No note from (\w+): look at this one twice", html) == ["Ana"]


def test_a_plan_says_what_is_newer_than_it(
    plan: Plan, classroom: Classroom, owner: User, ana: Student, ben: Student, clock: time_machine.Traveller
) -> None:
    teacher = sign_in(owner)
    address = url("partners:plan", classroom.key)
    assert "newer than this plan" not in page(teacher.get(address))
    clock.shift(60)
    hand_in(ana, plan.round, now=NOW + dt.timedelta(minutes=1))
    assert "1 note is newer than this plan." in page(teacher.get(address))
    hand_in(ana, plan.round, now=NOW + dt.timedelta(minutes=2))
    hand_in(ben, plan.round, now=NOW + dt.timedelta(minutes=2))
    html = page(teacher.get(address))
    assert "2 notes are newer than this plan." in html
    assert "You have told more" not in html
    later = NOW + dt.timedelta(minutes=3)
    know(students={ana: {"stage": 2}}, classroom=classroom, by=owner, now=later)
    assert "You have told more about the class since it was made." in page(teacher.get(address))
    Plan.objects.update(engine="1")
    older = "This plan was suggested before Partners began to weigh some things in another way."
    assert older in page(teacher.get(address))
    plans.suggest(round=plan.round, mode="mix", by=owner, now=later)
    html = page(teacher.get(address))
    assert "newer than this plan" not in html
    assert "You have told more" not in html
    assert older not in html


def test_a_plan_of_an_earlier_engine_opens_stays_and_is_judged_by_this_one(
    published: Round, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student, dov: Student
) -> None:
    """Version 1 parted a pair that goes well. Version 2 says so and leaves the draft as it is."""
    eli, fay = child(classroom, "Eli"), child(classroom, "Fay")
    observe(partnership_of(ana), owner, state="going_well")
    round = open_round(classroom)
    draft = plan_of(round, [ana, cleo], [ben, dov], [eli, fay], mode="steady")
    draft.engine, draft.solver_result = "1", SolverResult(below=(0,) * 6, total=1600, proved=True)
    draft.save()
    teacher, address = sign_in(owner), url("partners:plan_draft", classroom.key, draft.key)
    older = "This plan was suggested before Partners began to weigh some things in another way."
    assert older in page(teacher.get(address))
    html = page(teacher.post(f"{address}uncover/"))
    assert older in html
    assert "Another plan is better under your rules: 2 more children with a partner with whom it goes well." in html
    page(teacher.post(url("partners:plan_suggest", classroom.key), {"mode": "steady"}, follow=True))
    assert [plan.engine for plan in round.plans.order_by("pk")] == ["1", "2"]
    groups = ((ana, cleo), (ben, dov), (eli, fay))
    assert drafted(round)[draft.pk] == {frozenset(one.pk for one in group) for group in groups}
    assert older in page(teacher.get(address))
    newest = page(teacher.get(url("partners:plan", classroom.key)))
    assert older not in newest
    page(teacher.post(f"{address}move/", {"version": 1, "hand": ana.key, "to": f"swap:{dov.key}"}, follow=True))
    assert Plan.objects.get(pk=draft.pk).version == 2


def test_a_suggestion_after_partners_were_published_is_refused(
    published: Round, classroom: Classroom, owner: User
) -> None:
    """The request comes from a page that was opened before."""
    answer = sign_in(owner).post(url("partners:plan_suggest", classroom.key), {"mode": "mix"}, follow=True)
    assert answer.redirect_chain == [(url("partners:plan", classroom.key), 302)]
    assert "This round is published by now. Open the next one to plan new partnerships." in page(answer)
    assert Plan.objects.count() == 1


def test_a_plan_with_a_new_child_not_placed_is_not_published(plan: Plan, classroom: Classroom, owner: User) -> None:
    roster.add_students(classroom=classroom, names=[Name("Noa New", "Noa")], by=owner, now=NOW)
    teacher = sign_in(owner)
    html = page(teacher.get(url("partners:plan", classroom.key)))
    assert "Noa has no partner yet." in html
    assert "/publish/" not in html
    assert page(teacher.post(url("partners:plan_uncover", classroom.key)))
    answer = teacher.post(
        url("partners:plan_publish", classroom.key, plan.key), {"starts_on": "2026-01-12", "version": 1}, follow=True
    )
    assert "Noa is not in this plan. Suggest again, so that nobody is left out." in page(answer)


def test_the_newest_plan_is_on_the_desk(plan: Plan, classroom: Classroom, owner: User) -> None:
    later = plans.suggest(round=plan.round, mode="mix", by=owner, now=NOW)
    assert later.key in page(sign_in(owner).get(url("partners:plan", classroom.key)))
