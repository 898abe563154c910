"""Observations: what an adult saw and heard of a partnership."""

import datetime as dt
from dataclasses import dataclass

from django.db import models

from classroom.content import Content
from classroom.fields import EncryptedContentField
from classroom.models import User
from classroom.models.keyed import Keyed

from .partnerships import Partnership


@dataclass(frozen=True, kw_only=True)
class ObservationContent(Content):
    """Chips by their keys in `partners.moves.built_in`, a state or "", children by primary key.

    `about` is the child whom the observation is about, None where it is about the partners together. `reader` is who
    read just then, and `listeners` who listened. `tap` counts how often the device has changed the observation, and
    `before` is the state of the partnership before it.
    """

    strengths: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()
    state: str = ""
    note: str = ""
    about: int | None = None
    reader: int | None = None
    listeners: tuple[int, ...] = ()
    follow_up: dt.date | None = None
    tap: int = 0
    before: str = ""

    @property
    def says_something(self) -> bool:
        """Whether there is anything to keep. A reader alone is nothing."""
        return bool(self.strengths or self.next_steps or self.state or self.note or self.follow_up)


class NotTakenBack(models.Manager["Observation"]):
    def get_queryset(self) -> models.QuerySet["Observation"]:
        return super().get_queryset().filter(taken_back=False)


class Observation(Keyed):
    """What one adult wrote about partners at one time. `objects` leaves out what was taken back: that is empty, and
    only there so that a tap which comes late does not bring it to life again.

    `client_key` is drawn by chance by the device on which the observation is written, so that what it sends twice is
    kept once.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="observations")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    client_key = models.UUIDField(null=True, editable=False)
    taken_back = models.BooleanField(default=False)
    content = EncryptedContentField(ObservationContent, label="partners.observation.content", step=512)

    objects = NotTakenBack()
    every = models.Manager["Observation"]()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["by", "client_key"], name="a_key_once_a_person"),)
