"""Deletes old records of the classroom app: audit events, sittings, roster drafts, unsaved forms."""

import datetime as dt
from collections import Counter
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from classroom.models import (
    AuditEvent,
    Classroom,
    Knock,
    RosterDraft,
    SignInWindow,
    UnsavedForm,
    roster_drafts,
    unsaved_forms,
)
from classroom.retention import KEPT, months_before

Gone = Counter[str]


def delete_all(gone: Gone, kind: str, rows: QuerySet[Any]) -> None:
    """Delete these rows and count them, without the rows that depend on them."""
    gone[kind] += rows.delete()[1].get(rows.model._meta.label, 0)


@transaction.atomic
def purge_traces(*, classroom: Classroom, now: dt.datetime) -> Gone:
    gone: Gone = Counter()
    before = classroom.end_of(months_before(classroom.today(now), KEPT.log_months))
    delete_all(gone, "lines of the access log", AuditEvent.objects.filter(classroom=classroom, at__lt=before))
    delete_all(gone, "sign-in windows", SignInWindow.objects.filter(classroom=classroom, closes_at__lt=before))
    delete_all(
        gone, "unfinished lists", RosterDraft.objects.filter(classroom=classroom, made_at__lte=now - roster_drafts.LIFE)
    )
    delete_all(gone, "knocks", Knock.objects.filter(classroom=classroom, expires_at__lte=now))
    return gone


@transaction.atomic
def purge_what_is_of_no_class(*, now: dt.datetime) -> Gone:
    """Delete old audit events that belong to no class, by the days of UTC, and forms that nobody came back for."""
    gone: Gone = Counter()
    last = months_before(now.astimezone(dt.UTC).date(), KEPT.log_months)
    before = dt.datetime.combine(last + dt.timedelta(days=1), dt.time(), dt.UTC)
    delete_all(gone, "lines of the access log", AuditEvent.objects.filter(classroom=None, at__lt=before))
    over = UnsavedForm.objects.filter(made_at__lte=now - unsaved_forms.LIFE)
    delete_all(gone, "unsaved forms", over)
    return gone
