"""Partnerships: children who stay together for weeks."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from classroom.content import Content
from classroom.fields import EncryptedContentField, EncryptedJSONField, EncryptedTextField
from classroom.models import Classroom, Student, User
from classroom.models.keyed import Keyed

from .plans import PLACES
from .rounds import Round


class State(models.TextChoices):
    GOING_WELL = "going_well", "Going well"
    GROWING = "growing", "Growing"
    NEEDS_ME = "needs_me", "Needs me"


@dataclass(frozen=True, kw_only=True)
class HelpGiven:
    """What a teacher did for partners who need help (a `HelpStep`), and the day to look again."""

    step: str
    at: dt.datetime
    again_on: dt.date | None = None


def look_again_on(steps: Sequence[HelpGiven]) -> dt.date | None:
    """The day on which the teacher wants to look again, as chosen with the latest step."""
    return steps[-1].again_on if steps else None


@dataclass(frozen=True, kw_only=True)
class Coaching(Content):
    """Partners were kept together to be coached `since` a day; `steps` is what the teacher did, oldest first. Without
    `since` nobody meant to coach them."""

    since: dt.date | None = None
    steps: tuple[HelpGiven, ...] = ()


class Partnership(Keyed):
    """Two children, or three, of one round. `state` is how the teacher last saw them, or empty. `spot` is where they
    sit. `change` is the change of partners that brought them together, where that happened in the middle of a round."""

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="partnerships")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="partnerships")
    state = EncryptedTextField(label="partners.partnership.state", default="", blank=True)
    spot = EncryptedTextField(label="partners.partnership.spot", default="", blank=True)
    shared = EncryptedJSONField(label="partners.partnership.shared", default=list, blank=True)
    coaching = EncryptedContentField(
        Coaching, label="partners.partnership.coaching", default=Coaching, blank=True, step=1024
    )
    change = models.ForeignKey("PartnerChange", on_delete=models.SET_NULL, null=True, related_name="partnerships")

    def to_coach(self, today: dt.date) -> bool:
        """Whether it is the teacher's turn: to coach as planned, or to look again."""
        steps = self.coaching.steps
        day = look_again_on(steps) if steps else self.coaching.since
        return day is not None and day <= today


class PartnerChange(models.Model):
    """A change of partners while a round is running, from a day on. `reason` is the teacher's own note about it, or
    empty; it is deleted with the round."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="changes")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    starts_on = models.DateField()
    reason = EncryptedTextField(label="partners.partnerchange.reason", default="", blank=True, step=1024)


class PlaceQuerySet(models.QuerySet["PartnershipPlace"]):
    def on(self, day: dt.date) -> "PlaceQuerySet":
        """The places that are held on that day."""
        return self.not_over(day).filter(starts_on__lte=day)

    def not_over(self, day: dt.date) -> "PlaceQuerySet":
        """The places that are held on that day or later."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day))

    def unended(self) -> "PlaceQuerySet":
        """The places without a last day, held now or later."""
        return self.filter(ended_on=None)


class PartnershipPlace(models.Model):
    """A child's place in a partnership, from `starts_on` up to the day before `ended_on`.

    `because_away` marks a place for one day, which the child has because somebody is away.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="places")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="places")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="places")
    place = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    because_away = models.BooleanField(default=False)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["round", "student"], condition=Q(ended_on=None), name="one_unended_place_a_child_and_round"
            ),
            models.UniqueConstraint(
                fields=["partnership", "place"], condition=Q(ended_on=None), name="a_place_once_in_a_partnership"
            ),
            models.CheckConstraint(condition=Q(place__in=PLACES), name="partnerships_of_three_at_most"),
        )

    def is_held(self, day: dt.date) -> bool:
        """Whether the child has this place on that day."""
        return self.starts_on <= day and (self.ended_on is None or self.ended_on > day)

    @property
    def is_for_a_day(self) -> bool:
        """Whether the child is, or was, only a guest here. Children who work together for one day have not been
        partners."""
        return self.ended_on is not None and self.ended_on - self.starts_on <= dt.timedelta(days=1)
