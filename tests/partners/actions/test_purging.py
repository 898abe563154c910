"""The purge deletes each kind of record on the day when it is due, and not a day earlier."""

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection

from classroom.actions import classes
from classroom.actions.year_end import archive
from classroom.models import AuditEvent, Classroom, RosterDraft, SignInWindow, Student, User
from partners.actions import (
    check_ins,
    considerations,
    legal_holds,
    notes,
    plan_locks,
    purging,
    rules,
    safety_flags,
)
from partners.models import (
    CheckIn,
    Considerations,
    NoteDraft,
    Observation,
    PartnerNote,
    Partnership,
    PartnershipPlace,
    Plan,
    PlanStep,
    Round,
    Rule,
    SafetyFlag,
    Workshop,
)
from tests.cast import (
    NOW,
    TODAY,
    answers,
    considered,
    hand_in,
    looking_over,
    make_class,
    observe,
    open_round,
    open_window,
    owner_of,
    partnership_of,
    plan_of,
    publish,
    sit,
)

DAY = dt.timedelta(days=1)
LAST_DAY = dt.date(2026, 6, 12)


def purge(classroom: Classroom, day: dt.date, *, hour: int = 12) -> dict[str, int]:
    """The number of deleted rows by kind, on that day at that hour of the class's clock."""
    now = dt.datetime.combine(day, dt.time(hour), NOW.tzinfo) + dt.timedelta(hours=5)
    return dict(purging.purge_class(classroom=classroom, now=now))


def stays_until(classroom: Classroom, day: dt.date, count: Callable[[], int]) -> None:
    """Assert that rows are there on the day before, and deleted in the first hours of that day."""
    before = count()
    assert before > 0
    purge(classroom, day - DAY, hour=18)
    assert count() == before
    purge(classroom, day, hour=1)
    assert count() == 0


def settle(classroom: Classroom, *, days: int = 60, weeks: int = 6, last_day: dt.date | None = LAST_DAY) -> None:
    Workshop.objects.filter(classroom=classroom).update(notes_kept_days=days, unit_weeks=weeks)
    Classroom.objects.filter(pk=classroom.pk).update(last_school_day=last_day)


# Notes


@pytest.fixture
def written(round: Round, ana: Student, ben: Student, cleo: Student) -> Round:
    """A round with a sent note, its replacement, a draft note, and a draft plan."""
    hand_in(ana, round, great={ben: ["kind"]})
    hand_in(ana, round, great={cleo: ["kind"]})
    notes.keep(sitting=sit(ben), round=round, answers=answers(great={ana: ["kind"]}), now=NOW)
    plan_of(round, [ana, ben])
    return round


def words() -> int:
    return PartnerNote.objects.count() + NoteDraft.objects.count() + Plan.objects.filter(published_at=None).count()


@pytest.mark.parametrize(("days", "weeks", "after"), [(60, 6, 42), (60, 20, 60), (30, 6, 30), (30, 2, 14)], ids=str)
def test_notes_are_deleted_when_the_unit_ends_or_after_the_classs_days(
    written: Round, plan: Plan, classroom: Classroom, days: int, weeks: int, after: int
) -> None:
    settle(classroom, days=days, weeks=weeks)
    publish(plan)
    assert words() == 4
    stays_until(classroom, TODAY + after * DAY, words)
    assert Plan.objects.get() == plan
    assert Partnership.objects.count() == 3


def test_the_steps_of_a_published_plan_are_deleted_with_the_notes(
    plan: Plan, ana: Student, classroom: Classroom
) -> None:
    by, reason = owner_of(classroom), "They help each other."
    plan = plan_locks.lock(plan=plan, student=ana, version=plan.version, reason=reason, by=by, now=NOW).plan
    Plan.objects.filter(pk=plan.pk).update(name="Ana with Ben")
    publish(plan)
    stays_until(classroom, TODAY + 42 * DAY, PlanStep.objects.count)
    assert Plan.objects.get().name == ""


def test_a_unit_ends_when_the_next_one_starts(written: Round, plan: Plan, classroom: Classroom) -> None:
    publish(plan)
    later, soon = NOW + 14 * DAY, TODAY + 16 * DAY
    groups = [[place.student for place in pair.places.all()] for pair in Partnership.objects.all()]
    publish(plan_of(open_round(classroom, later), *groups, now=later), starts_on=soon, now=later)
    stays_until(classroom, soon, words)


def test_notes_without_a_published_plan_are_deleted_some_days_after_writing(
    round: Round, ana: Student, ben: Student, cleo: Student, classroom: Classroom
) -> None:
    hand_in(ana, round, great={ben: ["kind"]})
    hand_in(ana, round, now=NOW + 3 * DAY)
    plan_of(round, [ana, ben], now=NOW + 4 * DAY)
    notes.keep(sitting=sit(ben), round=round, answers=answers(), now=NOW + 5 * DAY)
    assert purge(classroom, TODAY + 59 * DAY) == {}
    assert purge(classroom, TODAY + 60 * DAY) == {"notes": 1}
    assert purge(classroom, TODAY + 63 * DAY) == {"notes": 1}
    assert purge(classroom, TODAY + 64 * DAY) == {"draft plans": 1}
    assert purge(classroom, TODAY + 65 * DAY) == {"drafts of notes": 1}
    assert words() == 0


def test_days_follow_the_classs_clock(round: Round, ana: Student, classroom: Classroom) -> None:
    """The note was written on the 12th at eleven at night, when it was the 13th in Greenwich. It is deleted at
    midnight as the 13th begins, by daylight saving time."""
    hand_in(ana, round, now=dt.datetime(2026, 1, 13, 4, 0, tzinfo=dt.UTC))
    midnight = dt.datetime(2026, 3, 13, 4, 0, tzinfo=dt.UTC)
    assert purging.purge_class(classroom=classroom, now=midnight - dt.timedelta(minutes=1)) == {}
    assert purging.purge_class(classroom=classroom, now=midnight) == {"notes": 1}


def test_notes_on_hold_stay_until_the_hold_is_lifted(
    written: Round, plan: Plan, classroom: Classroom, owner: User
) -> None:
    publish(plan)
    legal_holds.hold(round=written, by=owner, now=NOW)
    assert purge(classroom, TODAY + 200 * DAY) == {}
    assert words() == 4
    legal_holds.lift(round=written, by=owner, now=NOW)
    assert purge(classroom, TODAY + 200 * DAY) == {"notes": 2, "drafts of notes": 1, "draft plans": 1}


def test_a_hold_keeps_the_notes_of_its_round_only(
    written: Round, plan: Plan, classroom: Classroom, owner: User, ana: Student
) -> None:
    legal_holds.hold(round=publish(plan), by=owner, now=NOW)
    other = open_round(classroom)
    hand_in(ana, other)
    day = dt.date(2027, 2, 12)
    purge(classroom, day)
    assert [note.round for note in PartnerNote.objects.all()] == [written, written]
    assert Partnership.objects.count() == 0
    assert written in Round.objects.all()
    legal_holds.lift(round=written, by=owner, now=NOW)
    purge(classroom, day)
    assert [round for round in Round.objects.all() if round.published_at] == []


def test_a_repeated_hold_is_one_hold_and_one_audit_event(round: Round, owner: User) -> None:
    legal_holds.hold(round=round, by=owner, now=NOW)
    legal_holds.hold(round=round, by=owner, now=NOW + DAY)
    round.refresh_from_db()
    assert round.hold.since == NOW
    for _ in range(2):
        legal_holds.lift(round=round, by=owner, now=NOW + DAY)
    verbs = AuditEvent.objects.filter(verb__startswith="hold").order_by("pk").values_list("verb", "by")
    assert list(verbs) == [("hold_set", owner.pk), ("hold_lifted", owner.pk)]


# Counts that outlive the notes


def test_missed_picks_are_counted_after_the_notes_are_deleted(
    classroom: Classroom, ana: Student, ben: Student, cleo: Student, plan: Plan
) -> None:
    hand_in(ana, plan.round, great={cleo: ["kind"]})
    publish(plan)
    purge(classroom, TODAY + 60 * DAY)
    assert not PartnerNote.objects.exists()
    later = NOW + 61 * DAY
    groups = [[place.student for place in pair.places.all()] for pair in Partnership.objects.all()]
    again = open_round(classroom, later)
    hand_in(ana, again, great={cleo: ["kind"]}, now=later)
    publish(plan_of(again, *groups, now=later), starts_on=TODAY + 61 * DAY, now=later)
    assert Considerations.objects.get(student=ana).content.missed_picks == 2
    assert Considerations.objects.get(student=ben).content.missed_picks == 0


# Check-ins


def test_check_ins_are_kept_for_sixty_days(partnership: Partnership, ana: Student, classroom: Classroom) -> None:
    settle(classroom, days=14)
    check_ins.ask_for_help(student=ana, partnership=partnership, now=NOW)
    stays_until(classroom, TODAY + 60 * DAY, CheckIn.objects.count)


# The school year


@pytest.fixture
def known(partnership: Partnership, classroom: Classroom, owner: User, ana: Student, ben: Student) -> Classroom:
    """A class with everything that is stored until the end of the year."""
    settle(classroom)
    ours = replace(Considerations.objects.get(student=ana).content, voice="quiet", loves=("games",), missed_picks=3)
    considerations.know(students={ana: ours}, classroom=classroom, by=owner, now=NOW)
    rules.add_rule(classroom=classroom, kind="never", students=[ana, ben], reason="They fight.", by=owner, now=NOW)
    observe(partnership=partnership, strengths=["waited"], next_steps=[], state="", note="", by=owner, now=NOW)
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=partnership.round, now=NOW)
    safety_flags.answer(flag=SafetyFlag.objects.get(), answer="seen", by=owner, now=NOW)
    return classroom


def kept_for_the_year() -> int:
    dials = [row for row in Considerations.objects.all() if row.content.voice or row.content.loves]
    return len(dials) + Rule.objects.count() + Observation.objects.count() + SafetyFlag.objects.count()


def test_considerations_are_deleted_thirty_days_after_the_last_school_day(known: Classroom, ana: Student) -> None:
    assert kept_for_the_year() == 4
    stays_until(known, LAST_DAY + 30 * DAY, kept_for_the_year)
    [left] = [row.content for row in Considerations.objects.filter(student=ana)]
    assert left == considered(missed_picks=3, helper_rounds=0, helped_last=0)


def test_a_class_without_a_last_school_day_counts_a_year_from_its_making(known: Classroom) -> None:
    settle(known, last_day=None)
    stays_until(known, dt.date(2027, 1, 12) + 30 * DAY, kept_for_the_year)


def test_an_archived_class_without_a_last_school_day_counts_from_archiving(known: Classroom, owner: User) -> None:
    settle(known, last_day=None)
    archive(classroom=known, by=owner, now=NOW + 10 * DAY)
    stays_until(known, TODAY + 40 * DAY, kept_for_the_year)


def test_a_class_that_goes_on_keeps_new_records_for_another_year(
    known: Classroom, owner: User, ana: Student, ben: Student
) -> None:
    """Records that the teacher enters after the holidays are not deleted the same night."""
    purge(known, LAST_DAY + 30 * DAY)
    rules.add_rule(classroom=known, kind="never", students=[ana, ben], by=owner, now=NOW)
    purge(known, LAST_DAY + 200 * DAY)
    stays_until(known, dt.date(2027, 6, 12) + 30 * DAY, Rule.objects.count)


def test_a_new_last_day_of_school_counts_at_once(known: Classroom, owner: User, ana: Student, ben: Student) -> None:
    purge(known, LAST_DAY + 30 * DAY)
    rules.add_rule(classroom=known, kind="never", students=[ana, ben], by=owner, now=NOW)
    settle(known, last_day=dt.date(2026, 12, 18))
    stays_until(known, dt.date(2026, 12, 18) + 30 * DAY, Rule.objects.count)


def test_a_safety_flag_is_not_deleted_before_it_is_answered(
    classroom: Classroom, round: Round, owner: User, ana: Student, ben: Student
) -> None:
    settle(classroom)
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=round, now=NOW)
    late = LAST_DAY + 90 * DAY
    purge(classroom, late)
    flag = SafetyFlag.objects.get()
    safety_flags.answer(flag=flag, answer="passed_on", by=owner, now=NOW)
    assert purge(classroom, late) == {"safety flags": 1}


def test_a_flag_of_the_next_year_stays_for_that_year(
    classroom: Classroom, round: Round, owner: User, ana: Student, ben: Student
) -> None:
    settle(classroom)
    purge(classroom, LAST_DAY + 30 * DAY)
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=round, now=NOW + 300 * DAY)
    safety_flags.answer(flag=SafetyFlag.objects.get(), answer="seen", by=owner, now=NOW + 300 * DAY)
    stays_until(classroom, dt.date(2027, 6, 12) + 30 * DAY, SafetyFlag.objects.count)


# Pair history


def test_pair_history_and_its_counts_are_kept_for_thirteen_months(
    published: Round, classroom: Classroom, ana: Student
) -> None:
    settle(classroom, last_day=None)
    assert Considerations.objects.get(student=ana).content == considered(missed_picks=0, helper_rounds=0, helped_last=0)
    stays_until(
        classroom,
        dt.date(2027, 2, 12),
        lambda: PartnershipPlace.objects.count() + Plan.objects.count() + Considerations.objects.count(),
    )
    assert not Round.objects.exists()
    assert classroom.students.count() == 6


def test_counts_stay_while_there_is_pair_history(published: Round, classroom: Classroom, ana: Student) -> None:
    settle(classroom, last_day=dt.date(2027, 6, 12))
    later = NOW + 42 * DAY
    groups = [[place.student for place in pair.places.all()] for pair in Partnership.objects.all()]
    publish(plan_of(open_round(classroom, later), *groups, now=later), starts_on=later.date(), now=later)
    assert purge(classroom, dt.date(2027, 2, 12))["partnerships"] == 3
    assert Considerations.objects.get(student=ana).content.missed_picks == 0
    assert partnership_of(ana, later.date()).round.number == 2


# Audit events


def test_the_access_log_is_kept_for_twelve_months(classroom: Classroom, ana: Student, round: Round) -> None:
    settle(classroom, last_day=dt.date(2027, 6, 12))
    open_window(classroom)
    sit(ana)
    counted = AuditEvent.objects.filter(classroom=classroom, at=NOW).count
    assert counted() > 3
    stays_until(classroom, dt.date(2027, 1, 12), lambda: counted() + SignInWindow.objects.count())


def test_a_purge_is_recorded_without_what_it_deleted(round: Round, ana: Student, classroom: Classroom) -> None:
    hand_in(ana, round)
    purge(classroom, TODAY + 60 * DAY)
    purge(classroom, TODAY + 61 * DAY)
    [event] = AuditEvent.objects.filter(verb="purged")
    assert (event.by, event.student, event.classroom) == (None, None, classroom)


def test_an_unfinished_roster_draft_is_deleted(classroom: Classroom) -> None:
    looking_over(classroom)
    assert purge(classroom, TODAY + DAY) == {"unfinished lists": 1}
    assert not RosterDraft.objects.exists()


# The command


def run() -> str:
    said = io.StringIO()
    call_command("purge", stdout=said)
    return said.getvalue()


def test_the_command_prints_counts_only(
    clock: time_machine.Traveller, written: Round, other_classroom: Classroom, gus: Student, owner: User
) -> None:
    hand_in(gus, open_round(other_classroom))
    AuditEvent.objects.create(verb="signed_up", by=owner, at=NOW - 365 * DAY)
    clock.shift(60 * DAY)
    assert run().splitlines() == [
        "draft plans: 1 deleted",
        "drafts of notes: 1 deleted",
        "lines of the access log: 1 deleted",
        "notes: 3 deleted",
    ]
    assert run() == ""


def test_a_failure_in_one_class_stops_no_other_and_is_tried_again(
    clock: time_machine.Traveller,
    caplog: pytest.LogCaptureFixture,
    classroom: Classroom,
    known: Classroom,
    other_classroom: Classroom,
) -> None:
    """A flag can't be decrypted. The notes are deleted before that, and the other class is purged all the same."""
    ana = classroom.students.get(called="Ana")
    hand_in(ana, open_round(classroom))
    hand_in(other_classroom.students.get(called="Gus"), open_round(other_classroom))
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM partners_safetyflag")
        kept = cursor.fetchone()[0]
        cursor.execute("UPDATE partners_safetyflag SET content = 'broken'")
    clock.shift(181 * DAY)
    with pytest.raises(CommandError, match=r"^1 classes could not be cleared up\."):
        run()
    assert not PartnerNote.objects.exists()
    assert Rule.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("UPDATE partners_safetyflag SET content = %s", [kept])
    assert "rules: 1 deleted" in run()
    assert Rule.objects.count() == 0


def test_an_empty_class_has_nothing_to_delete(owner: User) -> None:
    room = make_class(owner, name="Room 1")
    classes.change_code(classroom=room, by=owner, now=NOW)
    assert purge(room, TODAY) == {}
