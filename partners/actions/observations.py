"""What an adult saw of a partnership."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from classroom.actions.audit import record
from classroom.actions.unable import Unable
from classroom.models import User
from partners.models import Observation, Partnership


class UnableToObserve(Unable):
    pass


@transaction.atomic
def observe(
    *,
    partnership: Partnership,
    strengths: Sequence[str],
    next_steps: Sequence[str],
    state: str,
    note: str,
    by: User,
    now: dt.datetime,
) -> Observation:
    """Write down what was seen: chips, a state or none, words or none. The state is the partnership's from now on."""
    if not (strengths or next_steps or state or note):
        raise UnableToObserve("There is nothing to keep yet. Tap what you saw, or write a few words.")
    content = {"strengths": list(strengths), "next_steps": list(next_steps), "state": state, "note": note}
    if state:
        partnership.state = state
        partnership.save(update_fields=["state"])
    record("observed", now=now, by=by, classroom=partnership.classroom)
    return Observation.objects.create(partnership=partnership, by=by, at=now, content=content)
