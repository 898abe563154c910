"""The Privacy page: who opened which note, when records are deleted, and which are on hold."""

import datetime as dt

import time_machine

from classroom.models import Classroom, Student, User
from partners.actions import check_ins
from partners.models import Plan, RecordsHold, Round, Workshop
from tests.addresses import url
from tests.cast import NOW, TODAY, hand_in, open_round, page, partnership_of, publish, sign_in

DAY = dt.timedelta(days=1)


def text(html: str) -> str:
    return " ".join(html.split())


def test_the_page_says_how_long_each_kind_is_kept(plan: Plan, classroom: Classroom, owner: User, ana: Student) -> None:
    Workshop.objects.filter(classroom=classroom).update(notes_kept_days=30)
    Classroom.objects.filter(pk=classroom.pk).update(last_school_day=dt.date(2026, 6, 12))
    hand_in(ana, plan.round)
    publish(plan)
    check_ins.ask_for_help(student=ana, partnership=partnership_of(ana), now=NOW + DAY)
    html = text(page(sign_in(owner).get(url("partners:privacy", classroom.key))))
    said = (
        "at most 30 days after partners are published",
        "Next:</span> 11 February 2026",
        "60 days",
        "14 March 2026",
        "which is 12 June 2026",
        "They go:</span> 12 July 2026",
        "13 months",
        "12 February 2027",
        "12 months",
        "12 January 2027",
    )
    assert [words for words in said if words not in html] == []


def test_the_page_says_that_due_records_are_deleted_next_time(
    round: Round, ana: Student, classroom: Classroom, owner: User, clock: time_machine.Traveller
) -> None:
    hand_in(ana, round)
    clock.shift(61 * DAY)
    html = text(page(sign_in(owner).get(url("partners:privacy", classroom.key))))
    assert html.count("Next:</span> the next time the server clears up") == 1
    assert html.count("nothing is there") == 2


def test_the_page_says_which_day_counts_without_a_last_school_day(classroom: Classroom, owner: User) -> None:
    html = text(page(sign_in(owner).get(url("partners:privacy", classroom.key))))
    assert "which is 12 January 2027 as long as" in html
    assert f'href="/c/{classroom.key}/settings/">no last day of school is set' in html
    assert "There are no notes now." in html


def test_the_page_says_who_opened_a_note_and_when(
    round: Round, ana: Student, classroom: Classroom, owner: User
) -> None:
    note = hand_in(ana, round)
    teacher = sign_in(owner)
    assert "No note was opened so far." in page(teacher.get(url("partners:privacy", classroom.key)))
    teacher.post(url("partners:note_uncover", classroom.key, note.key))
    html = text(page(teacher.get(url("partners:privacy", classroom.key))))
    assert '<span dir="auto">Ms. Okafor</span>: <b dir="auto">Ana</b>’s' in html.replace("'s", "’s")
    assert "12 January, 9:00" in html


def test_a_hold_is_set_and_lifted_by_both_teachers(
    plan: Plan, ana: Student, classroom: Classroom, owner: User, co_teacher: User
) -> None:
    hand_in(ana, plan.round)
    publish(plan)
    teacher, colleague, address = sign_in(owner), sign_in(co_teacher), f"/c/{classroom.key}"
    assert "They go on 23 February" in page(teacher.get(f"{address}/privacy/"))
    html = page(colleague.post(f"{address}/rounds/1/hold/", follow=True))
    assert "The notes of round 1 stay until the hold is lifted." in html
    assert "On hold since 12 January, by Mr. Lindqvist" in html
    assert "They go on" not in html
    assert "Next:</span> 23 February" not in html
    html = page(teacher.post(f"{address}/rounds/1/let-go/", follow=True))
    assert "The hold on round 1 is lifted." in html
    assert not RecordsHold.objects.exists()


def test_notes_of_an_archived_class_can_be_put_on_hold(
    round: Round, ana: Student, classroom: Classroom, owner: User
) -> None:
    hand_in(ana, round)
    teacher = sign_in(owner)
    teacher.post(url("classroom:class_archive", classroom.key))
    assert teacher.post(url("partners:round_hold", classroom.key, 1))["Location"] == url(
        "partners:privacy", classroom.key
    )
    assert RecordsHold.objects.get().round == round


def test_an_unknown_round_is_not_found(classroom: Classroom, owner: User) -> None:
    assert sign_in(owner).post(url("partners:round_hold", classroom.key, 7)).status_code == 404
    open_round(classroom)
    assert sign_in(owner).post(url("partners:round_hold", classroom.key, 1)).status_code == 302


def test_dates_are_those_of_the_room(plan: Plan, classroom: Classroom, owner: User, ana: Student) -> None:
    hand_in(ana, plan.round)
    publish(plan, starts_on=TODAY + 20 * DAY)
    assert "They go on 13 March" in page(sign_in(owner).get(url("partners:privacy", classroom.key)))
