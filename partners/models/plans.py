"""Plans: drafts of who works with whom. They hold groups, and no reasons but those that a teacher gave."""

from django.db import models
from django.db.models import Q

from classroom.fields import EncryptedJSONField, EncryptedTextField
from classroom.models import Student, User
from classroom.models.keyed import Keyed

from .rounds import Round
from .workshop import Mode

PLACES = (1, 2, 3)


class Plan(Keyed):
    """One draft of a round. `version` grows with each change; a change names the version that it saw.

    `step` is the number of the step that lies on the table: those above it were undone and can be done again. `name` is
    the teacher's own, and may tell of a child. `reached` holds what the engine said of the plan as suggested: {below,
    total, proved}.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="plans")
    mode = models.CharField(max_length=6, choices=Mode)
    engine = models.CharField(max_length=20)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    step = models.PositiveIntegerField(default=0)
    name = EncryptedTextField(label="partners.plan.name", default="", blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    reached = EncryptedJSONField(label="partners.plan.reached", default=dict)
    alone: int  # how many children have no partner in it: known where `queries.drafts` found it

    @property
    def label(self) -> str:
        return self.name or "Draft"

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


class Did(models.TextChoices):
    """What a step did to a plan."""

    START = "start"
    SWAP = "swap"
    JOIN = "join"
    PAIR_UP = "pair_up"
    PUT_ASIDE = "put_aside"
    LOCK = "lock"
    UNLOCK = "unlock"
    REASON = "reason"
    COMPLETE = "complete"
    RELAX = "relax"


class PlanStep(models.Model):
    """How a plan lay after one change, so that it can be undone and done again. Step 0 is the plan's start.

    `students`, `groups` and `locked` hold primary keys: whom the change was about, everybody who has a group, and the
    groups that stay as they are. `said` holds what a teacher said of them: {locks: [{students, reason, to_coach}],
    relaxed: [{kind, students, reason, while_together}], parted: [[two who are to change]]}; see `partners.layout`.
    `version` is that of the plan after the change.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    did = models.CharField(max_length=10, choices=Did)
    students = models.JSONField(default=list)
    groups = models.JSONField(default=list)
    locked = models.JSONField(default=list)
    said = EncryptedJSONField(label="partners.planstep.said", default=dict, step=1024)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["plan", "number"], name="one_step_a_number"),)
