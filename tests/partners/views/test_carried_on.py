"""Partners who are kept for the next round carry on: weeks, looks, moves, state and timeline run through both rounds.

Ana and Ben are kept; the other four change. The first day of round 2 is six weeks after that of round 1.
"""

import datetime as dt
import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from classroom.models import Classroom, Student, User
from partners.actions import partner_changes
from partners.models import CheckIn, CheckInContent, Observation, Partnership, Round, State
from partners.partner_time.class_over_time import what_partners_need
from partners.partner_time.walk import longest_first, tiles
from partners.queries import Run, runs_of
from tests.addresses import url
from tests.cast import NOW, TODAY, observe, open_round, page, partnership_of, plan_of, publish, seat, sign_in
from tests.partners.views.test_class_over_time import lines
from tests.partners.views.test_partnership import table, text

WEEK = dt.timedelta(weeks=1)
DAY_1 = TODAY + 6 * WEEK
MORNING = NOW + 6 * WEEK


@pytest.fixture
def kept(
    published: Round,
    classroom: Classroom,
    owner: User,
    ana: Student,
    ben: Student,
    cleo: Student,
    dov: Student,
    eli: Student,
    fay: Student,
    clock: time_machine.Traveller,
) -> Partnership:
    """The partnership of Ana and Ben in round 2. They were seen three days before it began, and Cleo and Dov, who
    part, on the same day."""
    for one in (ana, cleo):
        seen: dict[str, Any] = {"strengths": ["even_turns"], "state": State.GOING_WELL}
        observe(partnership_of(one), owner, now=MORNING - dt.timedelta(days=3), **seen)
    clock.move_to(MORNING)
    publish(plan_of(open_round(classroom), [ana, ben], [cleo, eli], [dov, fay]), DAY_1, MORNING)
    return partnership_of(ana, DAY_1)


@pytest.fixture
def teacher(kept: Partnership, owner: User) -> Client:
    return sign_in(owner)


def entries(html: str) -> list[str]:
    return [text(entry) for entry in re.findall(r'<li class="entry.*?</li>', html, re.DOTALL)]


def test_the_first_day_of_a_round_goes_on_counting_for_partners_who_were_kept(
    teacher: Client, classroom: Classroom
) -> None:
    html = page(teacher.get(url("partners:over_time", classroom.key)))
    assert lines(html) == [
        "Ana and Ben Seen 3 days ago · week 7 together Open",
        "Cleo and Eli Not seen yet · week 1 together Open",
        "Dov and Fay Not seen yet · week 1 together Open",
    ]
    assert "3 partnerships, the longest since 12 January" in html
    weeks = [f"Week {number}" for number in range(1, 8)]
    assert table(html)[0] == ["Partnership", *weeks]
    assert ["Ana and Ben", "", "", "", "", "", "seen", ""] in table(html)
    assert ["Cleo and Eli", *[""] * 7] in table(html)


def test_the_walk_shows_the_last_look_of_the_round_before(kept: Partnership, classroom: Classroom, owner: User) -> None:
    found = tiles(classroom, owner, MORNING)
    assert longest_first(found)[0].pair.names == "Ana and Ben"
    shown = {tile.pair.names: (tile.ago, tile.this_week, tile.days) for tile in found}
    assert shown == {
        "Ana and Ben": ("3 days ago", True, 3),
        "Cleo and Eli": ("Not seen yet", False, 0),
        "Dov and Fay": ("Not seen yet", False, 0),
    }


def test_two_weeks_count_from_the_last_look_through_both_rounds(
    kept: Partnership, classroom: Classroom, owner: User
) -> None:
    """Seen three days before the round began: ten days later nobody waits; one day more, and Ana and Ben do. New
    partners have two weeks from their own first day."""
    days = {
        day: what_partners_need([classroom], MORNING + dt.timedelta(days=day)).unseen for day in (0, 10, 11, 13, 14)
    }
    assert days == {0: {}, 10: {}, 11: {classroom.pk: 1}, 13: {classroom.pk: 1}, 14: {classroom.pk: 3}}
    observe(kept, owner, now=MORNING + dt.timedelta(days=1), note="Fine.")
    assert what_partners_need([classroom], MORNING + dt.timedelta(days=13)).unseen == {}
    assert what_partners_need([classroom], MORNING + dt.timedelta(days=15)).unseen == {classroom.pk: 3}


def test_kept_partners_who_were_never_seen_wait_from_their_first_day(kept: Partnership, classroom: Classroom) -> None:
    Observation.every.all().delete()
    assert what_partners_need([classroom], MORNING).unseen == {classroom.pk: 1}


def test_the_page_of_kept_partners_tells_of_both_rounds(
    teacher: Client, kept: Partnership, classroom: Classroom, owner: User, ana: Student
) -> None:
    earlier = Partnership.objects.get(round__number=1, places__student=ana)
    content = CheckInContent(face="good")
    CheckIn.objects.create(student=ana, partnership=earlier, at=MORNING - dt.timedelta(days=4), content=content)
    observe(kept, owner, now=MORNING, next_steps=["take_turns"], note="A wombat.")
    address = url("partners:partnership", classroom.key, kept.key)
    covered = page(teacher.get(address))
    assert "Round 2 · since 12 January" in covered
    assert entries(covered) == ["23 February Kept together for round 2.", "12 January Partners began."]
    assert "wombat" not in covered
    assert "checked in" not in covered
    html = page(teacher.post(f"{address}uncover/"))
    told = " | ".join(entries(html))
    for words in ("A wombat.", "Even turns", "Ana checked in", "Kept together for round 2.", "Partners began."):
        assert told.count(words) == 1
    assert table(html)[0] == ["Move", *(f"Week {number}" for number in range(1, 8))]
    assert table(html)[1] == ["Trade turns", *[""] * 5, "strength", "next step"]


def test_the_state_of_kept_partners_goes_on(
    kept: Partnership, classroom: Classroom, owner: User, ana: Student, cleo: Student
) -> None:
    assert kept.state == State.GOING_WELL
    assert partnership_of(cleo, DAY_1).state == ""
    earlier = Partnership.objects.get(round__number=1, places__student=ana)
    late = MORNING - dt.timedelta(days=1)
    observe(earlier, owner, now=MORNING, at=late, state=State.GROWING)
    assert [Partnership.objects.get(pk=one.pk).state for one in (earlier, kept)] == [State.GROWING] * 2
    observe(kept, owner, now=MORNING, state=State.NEEDS_ME)
    observe(earlier, owner, now=MORNING, at=late + dt.timedelta(hours=1), state=State.GOING_WELL)
    assert Partnership.objects.get(pk=kept.pk).state == State.NEEDS_ME


def runs(classroom: Classroom) -> dict[str, tuple[dt.date, int]]:
    found = {}
    for partnership in classroom.partnerships.select_related("round"):
        names = " ".join(sorted({place.student.called for place in partnership.places.select_related("student")}))
        run = runs_of([partnership])[partnership.pk]
        found[f"{partnership.round.number} {names}"] = run.since, len(run.partnerships)
    return found


def test_only_the_same_children_in_rounds_in_a_row_carry_on(
    kept: Partnership,
    classroom: Classroom,
    ana: Student,
    ben: Student,
    cleo: Student,
    dov: Student,
    eli: Student,
    fay: Student,
) -> None:
    third = DAY_1 + 6 * WEEK
    publish(plan_of(open_round(classroom), [ana, ben], [cleo, dov], [eli, fay]), third, NOW + 12 * WEEK)
    assert runs(classroom) == {
        "1 Ana Ben": (TODAY, 1),
        "1 Cleo Dov": (TODAY, 1),
        "1 Eli Fay": (TODAY, 1),
        "2 Ana Ben": (TODAY, 2),
        "2 Cleo Eli": (DAY_1, 1),
        "2 Dov Fay": (DAY_1, 1),
        "3 Ana Ben": (TODAY, 3),
        "3 Cleo Dov": (third, 1),
        "3 Eli Fay": (third, 1),
    }


def test_partners_who_parted_within_a_round_begin_anew(
    published: Round,
    classroom: Classroom,
    owner: User,
    ana: Student,
    ben: Student,
    cleo: Student,
    dov: Student,
    eli: Student,
    fay: Student,
) -> None:
    """Ana and Ben part in the middle of round 1, as do Cleo and Dov; in round 2 all are as they were at first."""
    groups: Any = [[ana, cleo], [ben, dov]]
    middle = TODAY + 2 * WEEK
    partner_changes.change_partners(classroom=classroom, groups=groups, starts_on=middle, reason="", by=owner, now=NOW)
    publish(plan_of(open_round(classroom), [ana, ben], [cleo, dov], [eli, fay]), DAY_1, MORNING)
    assert {name: run for name, run in runs(classroom).items() if name.startswith("2")} == {
        "2 Ana Ben": (DAY_1, 1),
        "2 Cleo Dov": (DAY_1, 1),
        "2 Eli Fay": (TODAY, 2),
    }


def test_a_run_is_empty_of_strangers(kept: Partnership, published: Round, ana: Student) -> None:
    earlier = Partnership.objects.get(round=published, places__student=ana)
    assert runs_of([kept]) == {kept.pk: Run(TODAY, (earlier.pk, kept.pk))}
    assert runs_of([]) == {}


def test_a_childs_own_page_says_nothing_of_it(kept: Partnership, ana: Student) -> None:
    """It is the page of the first day of any round."""
    html = page(seat(ana).get(url("partners:my_partner")))
    assert "Your writing partner is" in text(html)
    for words in ("Kept", "kept", "Going well", "together", "round", "since", "week 7"):
        assert words not in text(html)
