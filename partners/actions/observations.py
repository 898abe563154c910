"""What an adult saw of a partnership: written down tap by tap, and taken back."""

import datetime as dt
import uuid
from typing import Any, Unpack

from django.db import transaction

from classroom.actions.audit import record
from classroom.actions.unable import Unable
from classroom.models import User
from partners.models import Observation, Partnership, Seen
from partners.models.observations import NOTHING, SAYING


class UnableToObserve(Unable):
    pass


@transaction.atomic
def observe(
    *,
    partnership: Partnership,
    by: User,
    now: dt.datetime,
    at: dt.datetime | None = None,
    client_key: uuid.UUID | None = None,
    tap: int = 1,
    **seen: Unpack[Seen],
) -> Observation:
    """Write down what was seen, and when where that was not now. The newest state is the partnership's from then on.

    With a `client_key` a note grows: the same person's same key changes the same note, to all that `seen` says, where
    `tap` is higher than before. What comes twice or late changes nothing.
    """
    if not any(seen.get(key) for key in SAYING):
        raise UnableToObserve("There is nothing to keep yet. Tap what you saw, or write a few words.")
    content = _content(partnership, partnership.classroom.today(at or now), seen)
    return _keep(partnership, content, by=by, now=now, at=at, client_key=client_key, tap=tap)


@transaction.atomic
def take_back(*, partnership: Partnership, by: User, now: dt.datetime, client_key: uuid.UUID, tap: int) -> Observation:
    """Nothing of the note stays, and what is still on its way to it finds it closed. A higher tap may begin anew."""
    return _keep(partnership, dict(NOTHING), by=by, now=now, at=None, client_key=client_key, tap=tap)


def _content(partnership: Partnership, day: dt.date, seen: Seen) -> dict[str, Any]:
    content = {**NOTHING, **seen}
    children = set(partnership.places.values_list("student", flat=True))
    if {content["about"], content["reader"]} - {None} - children:
        raise UnableToObserve("Someone in this note is not one of these partners. Look once more.")
    if content["reader"]:
        there = partnership.places.on(day).exclude(student=content["reader"])
        content["listeners"] = sorted(there.values_list("student", flat=True))
    if content["follow_up"]:
        content["follow_up"] = content["follow_up"].isoformat()
    return content


def _keep(
    partnership: Partnership,
    content: dict[str, Any],
    *,
    by: User,
    now: dt.datetime,
    at: dt.datetime | None,
    client_key: uuid.UUID | None,
    tap: int,
) -> Observation:
    # One note of a partnership at a time: its state follows them.
    held = Partnership.objects.select_for_update(no_key=True).get(pk=partnership.pk)
    note = client_key and Observation.every.filter(by=by, client_key=client_key).first()
    if not note:
        note = Observation(partnership=held, by=by, at=min(at or now, now), client_key=client_key, taken_back=True)
        note.content = {**NOTHING, "tap": 0, "before": held.state}
    elif note.partnership_id != held.pk:
        raise UnableToObserve("This note was begun for other partners. Open these partners anew.")
    if tap <= note.content["tap"]:
        return note
    old = note.seen["state"]
    _record(note, content, by=by, now=now)
    note.taken_back = not any(content[key] for key in SAYING)
    note.content = {**note.content, **content, "tap": tap}
    note.save()
    if content["state"] != old:
        _move_state(held, note)
    return note


def _record(note: Observation, content: dict[str, Any], *, by: User, now: dt.datetime) -> None:
    """A row where a note begins and where it is taken back, and where it is changed on a later day. Not one a tap."""
    classroom = note.partnership.classroom
    is_there, will_be = not note.taken_back, any(content[key] for key in SAYING)
    if will_be and not is_there:
        record("observed", now=now, by=by, classroom=classroom)
    elif is_there and not will_be:
        record("observation_taken_back", now=now, by=by, classroom=classroom)
    elif is_there and classroom.today(note.at) != classroom.today(now):
        record("observation_changed", now=now, by=by, classroom=classroom)


def _move_state(partnership: Partnership, note: Observation) -> None:
    """The state that was seen last; where none is left, the one from before the note."""
    kept = partnership.observations.order_by("-at", "-pk")
    states = [state for state in (one.seen["state"] for one in kept) if state]
    partnership.state = states[0] if states else note.content["before"]
    partnership.save(update_fields=["state"])
