"""What an adult saw and heard of a partnership."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, TypedDict

from django.db import models

from classroom.fields import EncryptedJSONField
from classroom.models import User
from classroom.models.keyed import Keyed

from .partnerships import Partnership


class Seen(TypedDict, total=False):
    """What an observation says: chips by their keys in moves.py, a state or "", children by primary key.

    `about` is the child whom it is about, None where it is about them together. `reader` is who read just then.
    """

    strengths: Sequence[str]
    next_steps: Sequence[str]
    state: str
    note: str
    about: int | None
    reader: int | None
    follow_up: dt.date | None


NOTHING: dict[str, Any] = {
    "strengths": [],
    "next_steps": [],
    "state": "",
    "note": "",
    "about": None,
    "reader": None,
    "listeners": [],
    "follow_up": None,
}
# Without one of these there is nothing to keep.
SAYING = ("strengths", "next_steps", "state", "note", "follow_up")


class NotTakenBack(models.Manager["Observation"]):
    def get_queryset(self) -> models.QuerySet["Observation"]:
        return super().get_queryset().filter(taken_back=False)


class Observation(Keyed):
    """Read it through `seen`. `objects` leaves out what was taken back: that is empty, and only there so that a tap
    which comes late does not bring it to life again.

    `client_key` is drawn by chance by the device on which the note is written, so that what it sends twice is kept
    once. `content` is `seen` and {tap: how often the device has changed it, before: the partnership's state before it}.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="observations")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    client_key = models.UUIDField(null=True, editable=False)
    taken_back = models.BooleanField(default=False)
    content = EncryptedJSONField(label="partners.observation.content", step=512)

    objects = NotTakenBack()
    every = models.Manager["Observation"]()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["by", "client_key"], name="a_key_once_a_person"),)

    @property
    def seen(self) -> dict[str, Any]:
        """As `Seen`, with every key; and `listeners`, primary keys of those who listened to `reader`."""
        said = {key: self.content.get(key, value) for key, value in NOTHING.items()}
        day = said["follow_up"]
        return {**said, "follow_up": dt.date.fromisoformat(day) if day else None}
