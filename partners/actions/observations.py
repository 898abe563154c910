"""Stores what an adult observes about partners, tap by tap, and takes it back."""

import datetime as dt
import uuid
from dataclasses import replace

from django.db import transaction

from classroom.actions.audit import record
from classroom.actions.unable import Unable
from classroom.models import User
from partners.models import Observation, ObservationContent, Partnership, PartnersVerb
from partners.queries import carried_by


class UnableToObserve(Unable):
    pass


@transaction.atomic
def observe(
    *,
    partnership: Partnership,
    seen: ObservationContent,
    by: User,
    now: dt.datetime,
    at: dt.datetime | None = None,
    client_key: uuid.UUID | None = None,
    tap: int = 1,
) -> Observation:
    """Store what was seen, and when it was seen if that was not now. From then on the partnership has the newest state.

    With a `client_key` an observation grows: the same person with the same key changes the same observation to all that
    `seen` says, if `tap` is higher than before. A tap that arrives twice or late changes nothing.

    Raises UnableToObserve.
    """
    if not seen.says_something:
        raise UnableToObserve("There is nothing to keep yet. Tap what you saw, or write a few words.")
    content = _with_listeners(partnership, partnership.classroom.today(at or now), seen)
    return _keep(partnership, content, by=by, now=now, at=at, client_key=client_key, tap=tap)


@transaction.atomic
def take_back(*, partnership: Partnership, by: User, now: dt.datetime, client_key: uuid.UUID, tap: int) -> Observation:
    """Empty the observation with this key. Taps that are still on their way change nothing; a higher tap may fill it
    again."""
    return _keep(partnership, ObservationContent(), by=by, now=now, at=None, client_key=client_key, tap=tap)


def _with_listeners(partnership: Partnership, day: dt.date, seen: ObservationContent) -> ObservationContent:
    """The observation with the children who listened to its reader. Raises UnableToObserve where it names a child of
    other partners."""
    children = set(partnership.places.values_list("student", flat=True))
    if {seen.about, seen.reader} - {None} - children:
        raise UnableToObserve("Someone in this note is not one of these partners. Look once more.")
    if seen.reader is None:
        return seen
    there = partnership.places.on(day).exclude(student=seen.reader)
    return replace(seen, listeners=tuple(sorted(there.values_list("student", flat=True))))


def _keep(
    partnership: Partnership,
    content: ObservationContent,
    *,
    by: User,
    now: dt.datetime,
    at: dt.datetime | None,
    client_key: uuid.UUID | None,
    tap: int,
) -> Observation:
    # Observations of a partnership are stored one after the other, because its state follows the newest one.
    held = Partnership.objects.select_for_update(no_key=True).get(pk=partnership.pk)
    note = client_key and Observation.every.filter(by=by, client_key=client_key).first()
    if not note:
        note = Observation(partnership=held, by=by, at=min(at or now, now), client_key=client_key, taken_back=True)
        note.content = ObservationContent(before=held.state)
    elif note.partnership_id != held.pk:
        raise UnableToObserve("This note was begun for other partners. Open these partners anew.")
    if tap <= note.content.tap:
        return note
    old = note.content.state
    _record(note, content, by=by, now=now)
    note.taken_back = not content.says_something
    note.content = replace(content, tap=tap, before=note.content.before)
    note.save()
    if content.state != old:
        _move_state(held, note)
    return note


def _record(note: Observation, content: ObservationContent, *, by: User, now: dt.datetime) -> None:
    """Write one audit event when an observation begins, when it is taken back, and when it is changed on a later
    day, but not for every tap."""
    classroom = note.partnership.classroom
    is_there, will_be = not note.taken_back, content.says_something
    if will_be and not is_there:
        record(PartnersVerb.OBSERVED, now=now, by=by, classroom=classroom)
    elif is_there and not will_be:
        record(PartnersVerb.OBSERVATION_TAKEN_BACK, now=now, by=by, classroom=classroom)
    elif is_there and classroom.today(note.at) != classroom.today(now):
        record(PartnersVerb.OBSERVATION_CHANGED, now=now, by=by, classroom=classroom)


def _move_state(partnership: Partnership, note: Observation) -> None:
    """Give the partnership the state that was seen last; if none is left, the state from before this observation. It
    is also the state of the partnerships that carry this one on, up to the first one of which a state was seen."""
    partnership.state = _seen_last(partnership) or note.content.before
    partnership.save(update_fields=["state"])
    for later in carried_by(partnership):
        if _seen_last(later):
            return
        later.state = partnership.state
        later.save(update_fields=["state"])


def _seen_last(partnership: Partnership) -> str:
    """The newest state in the observations of a partnership; empty if there is none."""
    states = (one.content.state for one in partnership.observations.order_by("-at", "-pk"))
    return next((state for state in states if state), "")
