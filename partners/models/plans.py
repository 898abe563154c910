"""Plans: drafts of who works with whom. They hold groups and no reasons."""

from django.db import models
from django.db.models import Q

from classroom.fields import EncryptedJSONField
from classroom.models import Student, User
from classroom.models.keyed import Keyed

from .rounds import Round
from .workshop import Mode

PLACES = (1, 2, 3)


class Plan(Keyed):
    """One draft of a round. `version` grows with each change; a change names the version that it saw.

    `reached` holds what the engine said of the plan as suggested: {below, total, proved}.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="plans")
    mode = models.CharField(max_length=6, choices=Mode)
    engine = models.CharField(max_length=20)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField(null=True, blank=True)
    reached = EncryptedJSONField(default=dict)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["round"], condition=Q(published_at__isnull=False), name="one_published_plan_a_round"
            ),
        )


class PlanPlace(models.Model):
    """A child's place in a plan: in which group, and first, second or third in it."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="places")
    group = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["plan", "student"], name="a_child_once_in_a_plan"),
            models.UniqueConstraint(fields=["plan", "group", "place"], name="a_place_once_in_a_group"),
            models.CheckConstraint(condition=Q(place__in=PLACES), name="plan_groups_of_three_at_most"),
        )
