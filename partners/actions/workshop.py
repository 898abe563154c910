"""How writing workshop is run in a class."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from classroom.actions.audit import record
from classroom.models import Classroom, User
from partners.models import Workshop


@transaction.atomic
def set_workshop(
    *, classroom: Classroom, mode: str, weights: Mapping[str, str], no_lone_mixed_pair: bool, by: User, now: dt.datetime
) -> None:
    Workshop.objects.filter(classroom=classroom).update(
        mode=mode, weights=dict(weights), no_lone_mixed_pair=no_lone_mixed_pair
    )
    record("workshop_set", now=now, by=by, classroom=classroom)
