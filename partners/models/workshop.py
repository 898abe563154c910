"""The settings of a class's writing workshop, which hold for every round."""

from django.db import models

from classroom.fields import EncryptedJSONField
from classroom.models import Classroom
from classroom.retention import KEPT

DEFAULT_MOVE = "set_the_spot"
# Days after publication, and weeks.
NOTES_KEPT_AT_MOST = KEPT.notes_days
UNIT_AT_MOST = 20


class Mode(models.TextChoices):
    """How a suggestion treats earlier partnerships."""

    STEADY = "steady", "Steady"
    MIX = "mix", "Mix"
    FRESH = "fresh", "Fresh"


class Workshop(models.Model):
    """The writing workshop of a class. `weights` is about considerations, never about a child.

    `spots` are the places where partners sit, one a partnership, in the order in which they are given out. The two
    promises are sentences that children read only where the school can keep them. `check_in_since` is when the check-in
    that is open now was opened, `check_in_for` the primary keys of the partnerships that it asks, empty for all.
    `year_swept` is the end of the school year for which what is kept to the end of the year was deleted. `moves` is
    what the teacher changed in the moves of the class: see `partners.moves.class_moves`.
    """

    classroom = models.OneToOneField(Classroom, on_delete=models.CASCADE, related_name="workshop")
    mode = models.CharField(max_length=6, choices=Mode, default=Mode.STEADY)
    weights = models.JSONField(default=dict)
    no_lone_mixed_pair = models.BooleanField(default=False)
    hard_question = models.BooleanField(default=True)
    promise_readers = models.BooleanField(default=True)
    promise_apart = models.BooleanField(default=True)
    unit_weeks = models.PositiveSmallIntegerField(default=6)
    spots = models.JSONField(default=list, blank=True)
    walk = models.JSONField(default=list, blank=True)
    family_contact = models.CharField(max_length=200, blank=True)
    notes_kept_days = models.PositiveSmallIntegerField(default=NOTES_KEPT_AT_MOST)
    check_in_since = models.DateTimeField(null=True, blank=True)
    check_in_for = EncryptedJSONField(label="partners.workshop.check_in_for", default=list, blank=True, step=256)
    year_swept = models.DateField(null=True, blank=True)
    move_of_the_week = models.CharField(max_length=40, default=DEFAULT_MOVE)
    moves = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(notes_kept_days__range=(1, NOTES_KEPT_AT_MOST)), name="notes_go_in_time"
            ),
            models.CheckConstraint(condition=models.Q(unit_weeks__range=(1, UNIT_AT_MOST)), name="a_unit_ends"),
        )

    def asks(self, partnership_id: int) -> bool:
        """Whether a check-in is open that asks these partners."""
        return self.check_in_since is not None and (not self.check_in_for or partnership_id in self.check_in_for)
