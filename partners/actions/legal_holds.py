"""Holds the notes of a round because a record was asked for, until a teacher lifts the hold."""

import datetime as dt

from django.db import transaction

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.models import User
from partners.models import PartnersVerb, RecordsHold, Round


@transaction.atomic
def hold(*, round: Round, by: User, now: dt.datetime) -> None:
    """From now on the notes of this round stay, even when they are due for deletion. A second hold changes nothing."""
    lock(round.classroom)
    if not RecordsHold.objects.filter(round=round).exists():
        RecordsHold.objects.create(round=round, by=by, since=now)
        record(PartnersVerb.HOLD_SET, now=now, by=by, classroom=round.classroom)


@transaction.atomic
def lift(*, round: Round, by: User, now: dt.datetime) -> None:
    """Lift the hold. Notes that became due meanwhile are deleted by the next purge."""
    lock(round.classroom)
    if RecordsHold.objects.filter(round=round).delete()[0]:
        record(PartnersVerb.HOLD_LIFTED, now=now, by=by, classroom=round.classroom)
