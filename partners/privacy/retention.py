"""When each kind of record is deleted, by the numbers of `classroom.retention`. Every date is one in the room."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Min, QuerySet

from classroom.models import AuditEvent
from classroom.retention import KEPT, months_after
from partners.models import CheckIn, NoteDraft, PartnerNote, Plan, Round, SafetyFlag, Workshop

AFTER_THE_YEAR = dt.timedelta(days=KEPT.after_the_year_days)
CHECK_INS = dt.timedelta(days=KEPT.check_ins_days)


def notes_kept(workshop: Workshop) -> dt.timedelta:
    return dt.timedelta(days=workshop.notes_kept_days)


def notes_go(rounds: list[Round], workshop: Workshop) -> dict[Round, dt.date]:
    """The day on which the notes of each published round are deleted, with drafts of notes and plans that were not
    published.

    That is when the unit ends, by its weeks or because the next round starts, and at the latest the class's number of
    days after publication. `rounds` are all rounds of the class, in their order.
    """
    classroom = workshop.classroom
    days = {}
    starts_next: dt.date | None = None
    for round in reversed(rounds):
        if round.published_at is None or round.starts_on is None:
            continue
        unit_over = round.starts_on + dt.timedelta(weeks=workshop.unit_weeks)
        at_the_latest = classroom.today(round.published_at) + notes_kept(workshop)
        days[round] = min(day for day in (unit_over, at_the_latest, starts_next) if day)
        starts_next = round.starts_on
    return days


def year_end(workshop: Workshop) -> dt.date:
    """The end of the school year: the last school day. Without one, the day on which the class was archived, or one
    year after it was made. The deletion at the end of a year happens once: a class that is still taught has another
    year."""
    classroom = workshop.classroom
    day = classroom.last_school_day or (
        classroom.today(classroom.archived_at)
        if classroom.archived_at
        else months_after(classroom.today(classroom.made_at), 12)
    )
    while workshop.year_swept and day <= workshop.year_swept:
        day = months_after(day, 12)
    return day


def year_goes(workshop: Workshop) -> dt.date:
    """The day on which considerations, rules, observations and answered safety flags are deleted."""
    return year_end(workshop) + AFTER_THE_YEAR


def flag_goes(flag: SafetyFlag, workshop: Workshop) -> dt.date:
    """The day on which an answered flag is deleted. A flag that waited beyond the end of its year is deleted as soon
    as it is answered."""
    raised = workshop.classroom.today(flag.content.raised_at)
    if workshop.year_swept and raised < workshop.year_swept + AFTER_THE_YEAR:
        return workshop.year_swept + AFTER_THE_YEAR
    return year_goes(workshop)


def history_goes(round: Round) -> dt.date | None:
    """The day on which the partners of a round are forgotten. None while the round is not published."""
    return months_after(round.starts_on, KEPT.history_months) if round.starts_on else None


@dataclass(frozen=True)
class Next:
    """The next day on which something of each kind is deleted; None where there is nothing."""

    notes: dt.date | None
    check_ins: dt.date | None
    year: dt.date
    history: dt.date | None
    log: dt.date | None


def next_to_go(rounds: list[Round], workshop: Workshop) -> Next:
    """`rounds` as for `notes_go`. The number of queries is the same for any class."""
    classroom = workshop.classroom
    first = AuditEvent.objects.filter(classroom=classroom).aggregate(at=Min("at"))["at"]
    check_in = CheckIn.objects.filter(partnership__classroom=classroom).aggregate(at=Min("at"))["at"]
    together = Round.objects.filter(classroom=classroom, partnerships__isnull=False)
    began = together.aggregate(on=Min("starts_on"))["on"]
    return Next(
        notes=_next_notes(rounds, workshop),
        check_ins=classroom.today(check_in) + CHECK_INS if check_in else None,
        year=year_goes(workshop),
        history=months_after(began, KEPT.history_months) if began else None,
        log=months_after(classroom.today(first), KEPT.log_months) if first else None,
    )


def _next_notes(rounds: list[Round], workshop: Workshop) -> dt.date | None:
    """The next day for the notes of rounds that have no legal hold."""
    classroom = workshop.classroom
    published = {round.pk: day for round, day in notes_go(rounds, workshop).items()}
    written: tuple[tuple[QuerySet[Any], str], ...] = (
        (PartnerNote.objects.all(), "sent_at"),
        (NoteDraft.objects.all(), "changed_at"),
        (Plan.objects.filter(published_at=None), "made_at"),
    )
    days = []
    for rows, at in written:
        oldest = rows.filter(round__classroom=classroom, round__hold=None).order_by().values_list("round")
        for round, moment in oldest.annotate(at=Min(at)):
            days.append(published.get(round) or classroom.today(moment) + notes_kept(workshop))
    return min(days, default=None)
