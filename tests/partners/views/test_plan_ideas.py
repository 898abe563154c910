"""Ideas for a plan, by forms: drafts, "why not these two", costs of pairs, comparison, last round, relaxed rules."""

import datetime as dt
import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from classroom.models import Classroom, Student, User
from partners.actions import partnerships, plans, rules
from partners.models import Partnership, Plan, Round
from tests.addresses import url
from tests.cast import (
    NOW,
    TODAY,
    child,
    hand_in,
    make_class,
    observe,
    open_round,
    owner_of,
    page,
    partnership_of,
    plan_of,
    sign_in,
)


@pytest.fixture
def teacher(owner: User) -> Client:
    return sign_in(owner)


def desk(plan: Plan) -> str:
    return url("partners:plan_draft", plan.round.classroom.key, plan.key)


def post(teacher: Client, plan: Plan, what: str, **fields: Any) -> HttpResponse:
    version = Plan.objects.get(pk=plan.pk).version
    return teacher.post(f"{desk(plan)}{what}/", {"version": version, **fields}, follow=True)  # type: ignore[return-value]


def never(owner: User, *students: Student) -> None:
    rules.add_rule(classroom=students[0].classroom, kind="never", students=students, by=owner, now=NOW)


def another_draft(teacher: Client, plan: Plan) -> Plan:
    """The draft that "another idea" makes beside this one."""
    post(teacher, plan, "another")
    return plan.round.plans.exclude(pk=plan.pk).get()


def test_another_idea_is_a_second_draft(plan: Plan, teacher: Client) -> None:
    html = page(post(teacher, plan, "another"))
    assert "A new draft. The one before is still there, under Drafts." in html
    assert re.findall(r"<h1[^>]*><span dir=\"auto\">(.*?)</span> for round 1</h1>", html) == ["Draft 2"]
    assert f'href="{desk(plan)}"' in html


def of_the_drafts(html: str) -> list[str]:
    listed = html[html.index('class="lines drafts"') :]
    found = re.findall(r'<li class="line">(.*?)</li>', listed[: listed.index("</ul>")])
    return [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in found]


def test_an_unfinished_draft_is_mentioned_beside_another_one(plan: Plan, teacher: Client, ana: Student) -> None:
    html = page(post(teacher, plan, "move", hand=ana.key, to="aside"))
    assert "and Home says that it is not done." in html
    html = page(post(teacher, plan, "another"))
    assert "under Drafts. Ana and Ben have no partner in it yet." in html
    assert of_the_drafts(html) == ["Draft · 2 children have no partner yet", "Draft 2 on the table"]
    assert "the list of drafts says that it is not done." in page(teacher.get(desk(plan)))
    html = page(teacher.post(url("partners:plan_suggest", plan.round.classroom.key), {"mode": "steady"}, follow=True))
    assert "no partner in it" not in html
    assert of_the_drafts(html) == ["Draft · 2 children have no partner yet", "Draft 2", "Draft 3 on the table"]
    post(teacher, Plan.objects.latest("pk"), "move", hand=ana.key, to="aside")
    html = page(teacher.post(url("partners:plan_suggest", plan.round.classroom.key), {"mode": "mix"}, follow=True))
    assert "The draft before is still there, under Drafts. Ana and " in html


def test_pages_about_an_unfinished_draft_name_children_without_a_partner(
    plan: Plan, teacher: Client, ana: Student
) -> None:
    words, way = "Ana and Ben have no partner in", f'<a href="{desk(plan)}#edge">Find a place</a>'
    other = another_draft(teacher, plan)
    for html in (page(teacher.get(f"{desk(plan)}why-not/")), page(teacher.get(f"{desk(plan)}compare/"))):
        assert words not in html
    post(teacher, plan, "move", hand=ana.key, to="aside")
    pages = [teacher.get(f"{desk(plan)}{address}") for address in ("why-not/", "compare/")]
    pages += [teacher.get(f"{desk(other)}compare/"), teacher.post(f"{desk(plan)}why-not/uncover/")]
    for answer in pages:
        assert words in page(answer)
        assert page(answer).count(way) == 1


def test_the_page_says_when_a_suggestion_exists_already(
    plan: Plan, classroom: Classroom, teacher: Client, ana: Student, eli: Student
) -> None:
    for one, other in (("Ana", "Dov"), ("Ben", "Cleo"), ("Eli", "Fay")):
        hand_in(child(classroom, one), plan.round, great={child(classroom, other): ["kind"]})
    address = url("partners:plan_suggest", classroom.key)
    first = page(teacher.post(address, {"mode": "mix"}, follow=True))
    assert "still the best" not in first
    again = page(teacher.post(address, {"mode": "mix"}, follow=True))
    assert "That is Draft 2 again: with all that is known by now, it is still the best." in again
    steady = page(teacher.post(address, {"mode": "steady"}, follow=True))
    assert "The same partners as in Draft 2: they are the best in this mode, too." in steady
    assert '<b dir="auto">Draft 3</b>' in steady
    two = {"one": ana.key, "other": eli.key}
    assert "A new draft." in page(post(teacher, plan, "together", **two))
    assert "That is Draft 4: it lies there already." in page(post(teacher, plan, "together", **two))
    assert Plan.objects.count() == 4


def test_a_draft_can_be_named_and_deleted(plan: Plan, teacher: Client) -> None:
    assert '<span dir="auto">Quiet ones</span> for round 1' in page(post(teacher, plan, "name", name="Quiet ones"))
    assert "Give it a name of up to 60 letters." in page(post(teacher, plan, "name", name="x" * 61))
    for unseen in ("\u200f", "\u200d", " \u3164 "):
        assert "Give it a name of up to 60 letters." in page(post(teacher, plan, "name", name=unseen))
    assert '<span dir="auto">Quiet ones</span>' in page(
        post(teacher, plan, "name", name="\u202eQuiet\u200b \nones\u2069")
    )
    assert "Quiet ones is deleted." in page(post(teacher, plan, "delete"))
    assert not Plan.objects.exists()


def test_weights_can_be_changed_with_a_suggestion(round: Round, classroom: Classroom, teacher: Client) -> None:
    address = url("partners:plan", classroom.key)
    shown = page(teacher.get(address))
    names = re.findall(r'name="(weight_\w+)"', shown)
    assert len(names) == 16
    sent = {**dict.fromkeys(names, "normal"), "weight_voice": "off"}
    html = page(teacher.post(f"{address}suggest/", {"mode": "mix", **sent}, follow=True))
    classroom.workshop.refresh_from_db()
    assert classroom.workshop.weights == {"voice": "off"}
    voice = html[html.index('name="weight_voice"') :]
    assert voice[: voice.index("</select>")].count("selected") == 1
    assert '<option value="off" selected>' in voice[: voice.index("</select>")]


# Why not


def test_why_not_names_what_two_together_would_cost(
    plan: Plan, teacher: Client, ana: Student, ben: Student, cleo: Student, dov: Student
) -> None:
    for one, other in ((ana, ben), (cleo, dov)):
        hand_in(one, plan.round, great={other: ["kind"]})
        hand_in(other, plan.round, great={one: ["kind"]})
    covered = page(teacher.get(f"{desk(plan)}why-not/"))
    assert "data-behind-cover" not in covered
    html = page(teacher.post(f"{desk(plan)}why-not/uncover/", {"one": ana.key, "other": cleo.key}))
    assert "Ana, Ben, Cleo and Dov would lose a partner they picked." in html
    assert re.findall(r"For the whole class: (\d+) points less\.", html)
    made = page(post(teacher, plan, "together", one=ana.key, other=cleo.key))
    assert 'aria-label="Ana and Cleo"' in made
    same = page(teacher.post(f"{desk(plan)}why-not/uncover/", {"one": ana.key, "other": ben.key}))
    assert "The best plan has the two together already." in same


def test_why_not_names_the_rule_that_keeps_two_apart(
    plan: Plan, owner: User, teacher: Client, ana: Student, cleo: Student
) -> None:
    never(owner, ana, cleo)
    html = page(teacher.post(f"{desk(plan)}why-not/uncover/", {"one": ana.key, "other": cleo.key}))
    assert "Not possible. You set: Ana and Cleo never together." in html
    assert "See that plan" not in html


def test_why_not_of_a_published_plan_leads_to_changing_partners(
    published: Round, classroom: Classroom, teacher: Client, ana: Student, cleo: Student
) -> None:
    address = f"{desk(published.plans.get())}why-not/"
    two = {"one": ana.key, "other": cleo.key}
    for answer in (teacher.get(address, follow=True), teacher.post(f"{address}uncover/", two, follow=True)):
        assert answer.redirect_chain == [(url("partners:partners_change", classroom.key), 302)]
        html = page(answer)
        assert "That plan is published. Tick here which of the partners should change." in html
        assert "1. Which should change?" in html


def test_a_published_plan_is_not_shown_as_a_draft(published: Round, classroom: Classroom, teacher: Client) -> None:
    """This holds behind the cover, too, and while the next round has a draft."""
    plan = published.plans.get()
    plans.suggest(round=open_round(classroom), mode="mix", by=owner_of(classroom), now=NOW)
    for answer in (teacher.post(f"{desk(plan)}uncover/"), teacher.get(f"{desk(plan)}compare/")):
        assert answer["Location"] == url("partners:plan", classroom.key)


@pytest.mark.parametrize("sent", [{}, {"one": "x", "other": "x"}, {"one": "2222222222", "other": "3333333333"}])
def test_why_not_needs_two_children(sent: dict[str, str], plan: Plan, teacher: Client) -> None:
    assert "Choose two different children." in page(teacher.post(f"{desk(plan)}why-not/uncover/", sent))


# Comparing


def test_two_drafts_are_compared_side_by_side(plan: Plan, teacher: Client, ana: Student, dov: Student) -> None:
    hand_in(ana, plan.round, great={dov: ["kind"]})
    assert "There is one draft only." in page(teacher.get(f"{desk(plan)}compare/", follow=True))
    post(teacher, plan, "another")
    covered = page(teacher.get(f"{desk(plan)}compare/"))
    assert "the same in both" in covered
    assert "data-behind-cover" not in covered
    html = page(teacher.post(f"{desk(plan)}compare/uncover/"))
    assert '<tr><th scope="row">A pick came true</th><td>0 of 1</td><td><b>1 of 1</b></td></tr>' in html
    assert re.search(r"Better in Draft 2: .*Ana", html)
    assert re.search(r"<b>\d+ points more</b>", html)


def compared(answer: Any) -> dict[str, tuple[str, str]]:
    """The two values in each row of the comparison, by the row's heading."""
    rows = re.findall(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td><td>(.*?)</td></tr>', page(answer))
    return {what: (here, re.sub("</?b>", "", there)) for what, here, there in rows}


def test_a_child_without_a_partner_in_a_draft_loses_in_the_comparison(
    plan: Plan, teacher: Client, ana: Student, cleo: Student
) -> None:
    """Nothing is known about these children, and having no partner must not count as a gain."""
    other = another_draft(teacher, plan)
    assert "No partner yet" not in compared(teacher.post(f"{desk(plan)}compare/uncover/"))
    for child_aside in (ana, cleo):
        post(teacher, plan, "move", hand=child_aside.key, to="aside")
    covered = page(teacher.get(f"{desk(plan)}compare/"))
    assert covered.count("Without a partner: <b>Ana, Ben, Cleo and Dov</b>") == 1
    assert covered.index("Without a partner") < covered.index('id="there"')
    here = teacher.post(f"{desk(plan)}compare/uncover/")
    assert compared(here)["No partner yet"] == ("4 children", "no children")
    assert "Better in Draft 2: Ana, Ben, Cleo" in page(here)
    there = teacher.post(f"{desk(other)}compare/uncover/", {"other": plan.key})
    assert compared(there)["No partner yet"] == ("no children", "4 children")
    assert "Harder in Draft: Ana, Ben, Cleo" in page(there)
    assert "Without a partner" in page(there)[page(there).index('id="there"') :]


# The last round


def test_the_last_round_is_filled_in_behind_the_cover(
    published: Round, classroom: Classroom, owner: User, teacher: Client, ana: Student, cleo: Student
) -> None:
    for student, state in ((ana, "going_well"), (cleo, "needs_me")):
        seen: dict[str, Any] = {"strengths": [], "next_steps": [], "note": ""}
        observe(partnership=partnership_of(student), state=state, **seen, by=owner, now=NOW)
    open_round(classroom)
    address = url("partners:plan_last_round", classroom.key)
    covered = page(teacher.get(address))
    assert "checked" not in covered
    assert "Needs me" not in covered
    html = page(teacher.post(f"{address}uncover/"))
    chosen = dict(re.findall(r'name="(\w{10})" value="(\w+)" checked', html))
    assert chosen == {partnership_of(ana).key: "keep", partnership_of(cleo).key: "change"}
    keys = sorted(set(re.findall(r'name="(\w{10})" value="keep"', html)))
    again = page(teacher.post(address, {keys[0]: "coach"}))
    assert "Choose keep, coach or change for everyone." in again
    assert re.findall(r'name="(\w{10})" value="(\w+)" checked', again) == [(keys[0], "coach")]
    assert "Needs me" not in again
    assert "Needs me" in page(teacher.post(address, {keys[0]: "coach", "uncovered": "1"}))
    made = page(teacher.post(address, dict.fromkeys(keys, "keep"), follow=True))
    assert made.count('aria-pressed="true"') == 3


def checked(html: str) -> dict[str, str]:
    """The choices on the page, by the key of a partnership."""
    return dict(re.findall(r'name="(\w{10})" value="(\w+)" checked', html))


def test_choices_are_kept_when_the_page_is_covered_and_uncovered(
    published: Round, classroom: Classroom, owner: User, teacher: Client, ana: Student, cleo: Student, eli: Student
) -> None:
    """Choices that were filled in from states stay behind the cover. The teacher's own choices stay on the covered
    page."""
    for student in (ana, cleo, eli):
        seen: dict[str, Any] = {"strengths": [], "next_steps": [], "note": ""}
        observe(partnership=partnership_of(student), state="going_well", **seen, by=owner, now=NOW)
    open_round(classroom)
    address = url("partners:plan_last_round", classroom.key)
    first, second, third = (partnership_of(student).key for student in (ana, cleo, eli))
    lifted = page(teacher.post(f"{address}uncover/", {first: "change", "0000000000": "keep"}))
    assert checked(lifted) == {first: "change", second: "keep", third: "keep"}
    assert re.findall(r'name="open" value="(\w+)"', lifted) == [first]
    on_page = {"uncovered": "1", "open": [first]}
    again = page(teacher.post(f"{address}cover/", {**on_page, first: "keep", second: "keep", third: "coach"}))
    assert checked(again) == {first: "keep", third: "coach"}
    assert [words for words in ("Going well", 'name="open"', "data-behind-cover") if words in again] == []
    lifted = page(teacher.post(f"{address}uncover/", checked(again)))
    assert checked(lifted) == {first: "keep", second: "keep", third: "coach"}
    unclear = page(teacher.post(address, {**on_page, first: "keep", second: "keep"}))
    assert "Choose keep, coach or change for everyone." in unclear
    assert re.findall(r'name="open" value="(\w+)"', unclear) == [first]


@pytest.mark.parametrize("days", [0, 7])
def test_a_round_whose_unit_ends_is_the_last_one(
    days: int, published: Round, classroom: Classroom, owner: User, teacher: Client
) -> None:
    last_day = TODAY + dt.timedelta(days=days)
    partnerships.end_unit(classroom=classroom, last_day=last_day, by=owner, now=NOW)
    open_round(classroom)
    html = page(teacher.get(url("partners:plan_last_round", classroom.key)))
    assert sorted(set(re.findall(r'name="(\w{10})" value="keep"', html))) == sorted(
        Partnership.objects.values_list("key", flat=True)
    )


def test_before_the_first_round_there_is_no_last_one(round: Round, classroom: Classroom, teacher: Client) -> None:
    assert "There is no round before this one" in page(
        teacher.get(url("partners:plan_last_round", classroom.key), follow=True)
    )


def test_the_reason_why_choices_leave_no_way_is_behind_the_cover(
    published: Round, classroom: Classroom, owner: User, teacher: Client, ana: Student, ben: Student
) -> None:
    never(owner, ana, ben)
    address = url("partners:plan_last_round", classroom.key)
    keys = sorted(Partnership.objects.values_list("key", flat=True))
    chosen = dict.fromkeys(keys, "change") | {partnership_of(ana).key: "keep"}
    covered = page(teacher.post(address, chosen))
    assert "Look behind the cover to see why." in covered
    assert checked(covered) == chosen
    assert "never together" not in covered
    assert not classroom.rounds.being_prepared().exists()
    for lifted in (
        page(teacher.post(f"{address}uncover/", chosen)),
        page(teacher.post(address, chosen | {"uncovered": "1"})),
    ):
        assert checked(lifted) == chosen
        assert "You set: Ana and Ben never together" in lifted
        assert "Locked: Ana and Ben" in lifted
        assert "They can’t all hold. One of them has to give way first." in lifted
        assert "Look behind the cover" not in lifted
    assert "can’t" not in page(teacher.post(f"{address}uncover/", dict.fromkeys(keys, "change")))


def test_a_lock_says_behind_the_cover_that_they_are_coached(plan: Plan, teacher: Client, ana: Student) -> None:
    words, ticked = "They stay together, and you coach them.", re.compile('<input[^>]* name="to_coach"[^>]* checked')
    covered = page(post(teacher, plan, "lock", child=ana.key, to_coach="on", reason="They begin with turns."))
    assert words not in covered
    assert "to_coach" not in covered
    lifted = page(teacher.post(url("partners:plan_uncover", plan.round.classroom.key)))
    assert all(said in lifted for said in (words, "They begin with turns."))
    assert ticked.search(lifted)
    given_up = page(post(teacher, plan, "lock", child=ana.key, reason="They begin with turns.", uncovered="1"))
    assert words not in given_up
    assert not ticked.search(given_up)
    assert "They begin with turns." in given_up


# Rules that are relaxed


def test_a_clash_with_a_lock_is_named_behind_the_cover(owner: User, teacher: Client) -> None:
    classroom = make_class(owner, "Ana Ribeiro", "Ben Cohen", "Cleo Diaz", "Dov Levi")
    ana, ben, cleo, dov = classroom.students.in_order()
    plan = plan_of(open_round(classroom), [ana, ben], [cleo, dov])
    post(teacher, plan, "lock", child=ana.key)
    never(owner, cleo, dov)
    no_plan = "Your rules and locks leave no way to give every child a partner."
    covered = page(post(teacher, plan, "complete"))
    assert f"{no_plan} Look behind the cover to see which ones." in covered
    assert "Locked: Ana and Ben" not in covered
    for html in (page(teacher.post(f"{desk(plan)}uncover/")), page(post(teacher, plan, "complete", uncovered="1"))):
        assert "These can’t all hold" in html
        assert ways_out(html) == {("lock", *sorted((ana.key, ben.key))), ("never", *sorted((cleo.key, dov.key)))}
    assert f"{no_plan} Here is why." in html
    asked = page(teacher.post(f"{desk(plan)}why-not/uncover/", {"one": ana.key, "other": cleo.key}))
    assert f"{no_plan} The draft says why, behind its cover." in asked
    post(teacher, plan, "relax", kind="lock", students=f"{ana.key} {ben.key}", uncovered="1")
    assert "can’t all hold" not in page(teacher.post(f"{desk(plan)}uncover/"))
    done = page(post(teacher, plan, "complete", uncovered="1"))
    assert "can’t hold" not in done
    assert 'aria-label="Lock Cleo and Dov"' not in done


def ways_out(html: str) -> set[tuple[str, ...]]:
    """The rules that can be relaxed: the kind of each, and the keys of its children."""
    found = re.findall(r'name="kind" value="(\w+)"><input type="hidden" name="students" value="([^"]*)"', html)
    return {(kind, *sorted(keys.split())) for kind, keys in found}


def test_a_clash_is_named_with_the_rule_to_relax(owner: User, teacher: Client) -> None:
    classroom = make_class(owner, "Ana Ribeiro", "Ben Cohen")
    never(owner, *classroom.students.in_order())
    plan = plans.suggest(round=open_round(classroom), mode="mix", by=owner, now=NOW)
    html = page(teacher.post(f"{desk(plan)}uncover/"))
    assert "This can’t hold" in html
    assert "It has to give way first." in html
    keys = re.findall(r'name="students" value="([^"]*)"', html)[0]
    relaxing = {"kind": "never", "students": keys}
    assert "Look behind the cover for this one." in page(post(teacher, plan, "relax", **relaxing))
    asked = page(post(teacher, plan, "relax", **relaxing, uncovered="1"))
    assert "Why do you decide so?" in asked
    done = page(post(teacher, plan, "relax", **relaxing, uncovered="1", reason="They have made up."))
    assert 'aria-label="Ana and Ben"' in done
    assert "For this plan you decided otherwise: They have made up." in done
    covered = page(teacher.get(desk(plan)))
    assert "made up" not in covered
    assert "never" not in covered
