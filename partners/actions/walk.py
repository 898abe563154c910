"""Stores the order in which a teacher walks past the partnerships."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from classroom.actions.audit import record
from classroom.models import Classroom, User
from partners.models import PartnersVerb, Workshop


@transaction.atomic
def set_walk(*, classroom: Classroom, order: Sequence[str], by: User, now: dt.datetime) -> None:
    """`order` holds keys of partnerships. Partnerships that are not in it come after these, in room order."""
    Workshop.objects.filter(classroom=classroom).update(walk=list(order))
    record(PartnersVerb.WALK_SET, now=now, by=by, classroom=classroom)
