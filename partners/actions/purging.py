"""Deletes the records of a class that are due, each kind in a transaction of its own.

A run that was interrupted can be started again and goes on where it stopped.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence

from django.db import transaction

from classroom.actions.audit import record
from classroom.actions.purging import Gone, delete_all, purge_traces
from classroom.actions.roster import lock
from classroom.models import Classroom
from partners.actions.deleting import finish_begun
from partners.models import (
    CheckIn,
    Considerations,
    ConsiderationsContent,
    NoteDraft,
    Observation,
    PartnerNote,
    Partnership,
    PartnershipPlace,
    PartnersVerb,
    Plan,
    PlanStep,
    Round,
    Rule,
    SafetyFlag,
    Workshop,
)
from partners.privacy import retention

Piece = Callable[[Gone, Workshop, dt.date], None]


def purge_class(*, classroom: Classroom, now: dt.datetime) -> Gone:
    """Delete everything in the class that is due. Returns how many rows of each kind were deleted."""
    finish_begun(classroom=classroom, now=now)
    gone: Gone = Counter()
    for piece in (_notes, _check_ins, _the_year, _history):
        gone += _purge(classroom, now, piece)
    return gone + purge_traces(classroom=classroom, now=now)


@transaction.atomic
def _purge(classroom: Classroom, now: dt.datetime, piece: Piece) -> Gone:
    locked = lock(classroom)
    workshop = Workshop.objects.select_related("classroom").get(classroom=locked)
    gone: Gone = Counter()
    piece(gone, workshop, locked.today(now))
    if gone.total():
        record(PartnersVerb.PURGED, now=now, classroom=locked)
    return gone


def _rounds(classroom: Classroom) -> list[Round]:
    return list(classroom.rounds.select_related("hold").order_by("number"))


def _held(round: Round) -> bool:
    return hasattr(round, "hold")


def _notes(gone: Gone, workshop: Workshop, today: dt.date) -> None:
    """Notes, including replaced ones; drafts of notes; plans that were not published."""
    rounds = [round for round in _rounds(workshop.classroom) if not _held(round)]
    days = retention.notes_go(_rounds(workshop.classroom), workshop)
    over = [round for round in rounds if round in days and days[round] <= today]
    waiting = [round for round in rounds if round not in days]
    before = workshop.classroom.end_of(today - retention.notes_kept(workshop))
    notes, drafts = PartnerNote.objects.all(), NoteDraft.objects.all()
    plans = Plan.objects.filter(published_at=None)
    delete_all(gone, "notes", notes.filter(round__in=over) | notes.filter(round__in=waiting, sent_at__lt=before))
    delete_all(
        gone, "drafts of notes", drafts.filter(round__in=over) | drafts.filter(round__in=waiting, changed_at__lt=before)
    )
    delete_all(gone, "draft plans", plans.filter(round__in=over) | plans.filter(round__in=waiting, made_at__lt=before))
    _ways_to_plans(over)


def _ways_to_plans(rounds: Sequence[Round]) -> None:
    """Delete how the published plans of these rounds came about: their steps with the reasons given, and their
    names."""
    published = Plan.objects.filter(round__in=rounds).exclude(published_at=None)
    PlanStep.objects.filter(plan__in=published).delete()
    published.update(name="")


def _check_ins(gone: Gone, workshop: Workshop, today: dt.date) -> None:
    before = workshop.classroom.end_of(today - retention.CHECK_INS)
    said = CheckIn.objects.filter(partnership__classroom=workshop.classroom, at__lt=before)
    delete_all(gone, "check-ins", said)


def _the_year(gone: Gone, workshop: Workshop, today: dt.date) -> None:
    """Considerations, rules, observations, and safety flags that were answered."""
    _answered_flags(gone, workshop, today)
    if today < retention.year_goes(workshop):
        return
    classroom = workshop.classroom
    delete_all(gone, "rules", Rule.objects.filter(classroom=classroom))
    delete_all(gone, "observations", Observation.every.filter(partnership__classroom=classroom))
    placed = set(PartnershipPlace.objects.filter(student__classroom=classroom).values_list("student", flat=True))
    rows = list(Considerations.objects.filter(student__classroom=classroom))
    _forget(gone, [row for row in rows if row.student_id not in placed], lambda known: ConsiderationsContent())
    _forget(gone, [row for row in rows if row.student_id in placed], ConsiderationsContent.only_history)
    workshop.year_swept = retention.year_end(workshop)
    workshop.save(update_fields=["year_swept"])


def _answered_flags(gone: Gone, workshop: Workshop, today: dt.date) -> None:
    """Safety flags that were answered and are due, including those that were still unanswered when the year ended."""
    classroom = workshop.classroom
    flags = [flag for flag in SafetyFlag.objects.filter(classroom=classroom).order_by("pk") if flag.is_answered]
    due = [flag.pk for flag in flags if retention.flag_goes(flag, workshop) <= today]
    delete_all(gone, "safety flags", SafetyFlag.objects.filter(pk__in=due))


def _history(gone: Gone, workshop: Workshop, today: dt.date) -> None:
    """Partnerships, published plans, and then what was computed from them about each child."""
    rounds = _rounds(workshop.classroom)
    over = [round for round in rounds if (day := retention.history_goes(round)) and day <= today]
    places = PartnershipPlace.objects.filter(round__in=over)
    children = set(places.values_list("student", flat=True))
    delete_all(gone, "partnerships", Partnership.objects.filter(round__in=over))
    delete_all(gone, "published plans", Plan.objects.filter(round__in=over).exclude(published_at=None))
    # A round on hold stays for its notes.
    Round.objects.filter(pk__in=[round.pk for round in over if not _held(round)]).delete()
    still = PartnershipPlace.objects.filter(student__in=children).values("student")
    rows = Considerations.objects.filter(student__in=children).exclude(student__in=still)
    _forget(gone, list(rows), ConsiderationsContent.without_history)


def _forget(
    gone: Gone,
    rows: Sequence[Considerations],
    left_of: Callable[[ConsiderationsContent], ConsiderationsContent],
) -> None:
    """Reduce the considerations of these children to what `left_of` returns. A row that is empty then is deleted."""
    changed, empty = [], []
    for row in rows:
        left = left_of(row.content)
        if left != row.content:
            row.content = left
            changed.append(row)
        if left == ConsiderationsContent():
            empty.append(row.pk)
    gone["considerations"] += len(changed)
    Considerations.objects.bulk_update(changed, ["content"])
    Considerations.objects.filter(pk__in=empty).delete()
