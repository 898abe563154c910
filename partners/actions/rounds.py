"""Opens rounds, and adds rounds from before the class used the app."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from classroom.actions.audit import record
from classroom.actions.roster import lock
from classroom.actions.unable import Unable
from classroom.models import Classroom, Student, User
from partners.actions.partnerships import seat
from partners.models import Partnership, PartnersVerb, Round


class UnableToOpenRound(Unable):
    pass


@transaction.atomic
def open_round(*, classroom: Classroom, by: User, now: dt.datetime, number: int | None = None) -> Round:
    """The next round of a class, ready for notes. Only one is prepared at a time.

    `number` is given where earlier rounds come from elsewhere and some of them have no partnerships.
    """
    lock(classroom)
    if classroom.rounds.being_prepared().exists():
        raise UnableToOpenRound("A round is open already. Publish its partners first.")
    last = classroom.rounds.aggregate(last=Max("number"))["last"] or 0
    record(PartnersVerb.ROUND_OPENED, now=now, by=by, classroom=classroom)
    return Round.objects.create(classroom=classroom, number=number or last + 1, opened_at=now)


@transaction.atomic
def add_earlier_round(
    *,
    classroom: Classroom,
    number: int,
    together: Sequence[tuple[Sequence[Student], str]],
    starts_on: dt.date,
    ended_on: dt.date | None,
    by: User,
    now: dt.datetime,
) -> Round:
    """A round from before the class used the app. `together` holds groups, each with its state at the end (or an empty
    text).

    Without `ended_on` its partnerships run on until the next ones start.
    """
    round = Round.objects.create(
        classroom=classroom, number=number, opened_at=now, published_at=now, starts_on=starts_on
    )
    for students, state in together:
        partnership = Partnership.objects.create(classroom=classroom, round=round, state=state)
        seat(partnership, students, starts_on, ended_on=ended_on)
    record(PartnersVerb.ROUND_REMEMBERED, now=now, by=by, classroom=classroom)
    return round
