"""Two people at once. On both databases: the lock on the class lets one go first, and the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from classroom.actions import cards, people, roster, sittings
from classroom.actions.audit import record
from classroom.actions.unable import Unable
from classroom.models import AuditEvent, Card, Classroom, Sitting, Student, User
from classroom.names import Name
from partners.actions import leaving, notes, plans, rules, workshop
from partners.models import PartnerNote, Partnership, Plan, Round, Rule, RuleKind, SafetyFlag, Workshop
from tests.cast import (
    NOW,
    answers,
    child,
    hand_in,
    make_class,
    open_round,
    open_window,
    partnership_of,
    plan_of,
    publish,
    sit,
    together,
    token_of,
)

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all of these in the same moment; what each returned, or the words of what it was unable to."""
    barrier = Barrier(len(acts))

    def do(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=10)
            return act()
        except Unable as error:
            return str(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(timeout=30) for future in [pool.submit(do, act) for act in acts]]


def told(results: list[Any]) -> list[str]:
    return [result for result in results if isinstance(result, str)]


def test_one_of_two_publishes(plan: Plan, classroom: Classroom) -> None:
    results = at_once(*[lambda: publish(Plan.objects.get(pk=plan.pk))] * 2)
    assert told(results) == ["Partners are published already, so this plan stays as it was. Nothing was changed."]
    assert Partnership.objects.count() == 3
    assert sum(len(pair) for pair in together(classroom)) == 6


def test_one_of_two_swaps(plan: Plan, owner: User, ana: Student, cleo: Student, eli: Student) -> None:
    def swap(other: Student) -> Plan:
        fresh = Plan.objects.get(pk=plan.pk)
        return plans.swap(plan=fresh, one=ana, other=other, version=1, by=owner, now=NOW)

    results = at_once(lambda: swap(cleo), lambda: swap(eli))
    assert [words.split(" meanwhile")[0] for words in told(results)] == ["This plan was changed on another screen"]
    assert Plan.objects.get().version == 2
    assert Plan.objects.get().places.count() == 6


def test_one_of_two_opens_the_round(classroom: Classroom) -> None:
    results = at_once(*[lambda: open_round(classroom)] * 2)
    assert told(results) == ["A round is open already. Publish its partners first."]
    assert Round.objects.count() == 1


def test_a_note_that_is_sent_by_two_taps_is_one_note(ana: Student, ben: Student, round: Round) -> None:
    sitting = sit(ana)
    notes.keep(sitting=sitting, round=round, answers=answers(great={ben: ["kind"]}), now=NOW)
    results = at_once(*[lambda: notes.hand_in_draft(sitting=sitting, round=round, now=NOW)] * 2)
    assert results == [None, None]
    assert [note.open()["great"] for note in PartnerNote.objects.all()] == [[{"student": ben.pk, "why": ["kind"]}]]


def test_two_pages_of_one_note_are_both_kept(ana: Student, ben: Student, cleo: Student, round: Round) -> None:
    sitting = sit(ana)

    def keep(**said: Any) -> None:
        notes.keep(sitting=sitting, round=round, answers=said, now=NOW)

    at_once(lambda: keep(great=[ben.pk]), lambda: keep(hard=[cleo.pk]), lambda: keep(loves=["games"]))
    kept = notes.draft_of(sitting=sitting, round=round)
    assert (kept["great"], kept["hard"], kept["loves"]) == ([ben.pk], [cleo.pk], ["games"])


def test_two_notes_of_one_child_one_is_current(ana: Student, round: Round) -> None:
    assert told(at_once(*[lambda: hand_in(ana, round)] * 2)) == []
    assert sorted(PartnerNote.objects.values_list("is_current", flat=True)) == [False, True]


def test_a_child_who_says_it_twice_raises_one_flag(ana: Student, ben: Student, round: Round) -> None:
    at_once(*[lambda: hand_in(ana, round, hard={ben: ["unsafe"]})] * 3)
    assert SafetyFlag.objects.count() == 1


def test_a_child_who_joins_while_partners_are_published(plan: Plan, classroom: Classroom, owner: User) -> None:
    """Either she is in time, and publishing is refused; or she comes after, and waits for the next plan."""

    def join() -> None:
        roster.add_students(classroom=classroom, names=[Name("Noa New", "Noa")], by=owner, now=NOW)

    results = at_once(lambda: publish(Plan.objects.get(pk=plan.pk)), join)
    refused = ["Noa is not in this plan. Suggest again, so that nobody is left out."]
    assert (told(results), Partnership.objects.count()) in [(refused, 0), ([], 3)]


def test_two_partners_leave_and_nobody_is_alone(owner: User) -> None:
    """Ana's partner joins Cleo's pair while Cleo's partner joins Ana's."""
    names = ("Ana", "Ben", "Cleo", "Dov")
    classroom = make_class(owner, *names)
    ana, ben, cleo, dov = (child(classroom, name) for name in names)
    publish(plan_of(open_round(classroom), [ana, ben], [cleo, dov]))

    def leave(student: Student, joins: Partnership) -> None:
        leaving.leave_class(student=student, joins=joins, partner_of=None, by=owner, now=NOW)

    first, second = partnership_of(ana), partnership_of(cleo)
    results = at_once(lambda: leave(ana, second), lambda: leave(cleo, first))
    sizes = sorted(len(pair) for pair in together(classroom))
    assert (told(results), sizes) in [
        ([], [2]),
        (["That partnership has changed meanwhile. Choose again."], [3]),
    ]


def test_one_of_two_rules_that_contradict_each_other_is_kept(ana: Student, ben: Student, owner: User) -> None:
    def enter(kind: str) -> Any:
        words = rules.Words(RuleKind(kind), [ana, ben])
        return rules.enter_rule(classroom=ana.classroom, words=words, by=owner, now=NOW)

    results = at_once(lambda: enter("never"), lambda: enter("together"))
    assert len(told(results)) == 1
    assert Rule.objects.count() == 1


def test_one_of_two_changes_the_settings(classroom: Classroom, owner: User) -> None:
    before = workshop.settings_of(Workshop.objects.select_related("classroom").get(classroom=classroom))

    def change(weeks: int) -> None:
        after = before | {"unit_weeks": weeks}
        workshop.change_settings(classroom=classroom, settings=after, seen=workshop.mark_of(before), by=owner, now=NOW)

    results = at_once(lambda: change(4), lambda: change(5))
    assert [words.split(" meanwhile")[0] for words in told(results)] == [
        "Someone changed the settings on another screen"
    ]


def test_cards_are_made_once(classroom: Classroom, owner: User) -> None:
    at_once(*[lambda: cards.cards_for(classroom=classroom, by=owner, now=NOW)] * 2)
    assert Card.objects.count() == 6


def test_screens_that_knock_at_once_show_numbers_of_their_own(classroom: Classroom) -> None:
    open_window(classroom)
    knocks = [lambda n=n: sittings.knock(classroom=classroom, device=f"device {n}", now=NOW) for n in range(4)]
    assert len({knock.number for knock in at_once(*knocks)}) == 4


def test_one_of_two_devices_is_the_childs(ana: Student) -> None:
    open_window(ana.classroom)
    token = token_of(ana)
    both = [sittings.begin_by_card(token=token, now=NOW) for _ in range(2)]
    at_once(*[lambda sitting=sitting: sittings.confirm(sitting=sitting, now=NOW) for sitting in both])
    assert [sitting.confirmed_at for sitting in Sitting.objects.filter(ended_at=None)] == [NOW]


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer at a time")
def test_a_line_of_the_record_waits_for_no_change_of_the_class(classroom: Classroom, owner: User) -> None:
    """Or two people of whom each holds what the other waits for would stop each other."""

    def write() -> None:
        try:
            record("note_opened", now=NOW, by=owner, classroom=classroom)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        roster.lock(classroom)
        pool.submit(write).result(timeout=10)
    assert AuditEvent.objects.filter(verb="note_opened").count() == 1


def test_one_of_two_is_the_first_teacher(transactional_db: None) -> None:
    code = people.make_sign_up_code(now=NOW)

    def sign_up(name: str) -> User:
        return people.sign_up_first_teacher(
            code=code,
            school="Riverbend",
            name=name,
            email=f"{name}@school.example",
            password="a long sentence",
            now=NOW,
        )

    results = at_once(lambda: sign_up("ana"), lambda: sign_up("ben"))
    assert len(told(results)) == 1
    assert User.objects.count() == 1
