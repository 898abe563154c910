"""Opening a round."""

import datetime as dt

from django.db import transaction
from django.db.models import Max

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.actions.unable import Unable
from classroom.models import Classroom, User
from partners.models import Round


class UnableToOpenRound(Unable):
    pass


@transaction.atomic
def open_round(*, classroom: Classroom, by: User, now: dt.datetime) -> Round:
    """The next round of a class, ready for notes. Only one is prepared at a time."""
    lock(classroom)
    if classroom.rounds.being_prepared().exists():
        raise UnableToOpenRound("A round is open already. Publish its partners first.")
    last = classroom.rounds.aggregate(last=Max("number"))["last"] or 0
    record("round_opened", now=now, by=by, classroom=classroom)
    return Round.objects.create(classroom=classroom, number=last + 1, opened_at=now)
