"""Plans: drafts of who works with whom. They hold groups, and no reasons except those that a teacher typed."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from classroom.content import Content
from classroom.fields import EncryptedContentField, EncryptedTextField
from classroom.models import Student, User
from classroom.models.keyed import Keyed

from .rounds import Round
from .workshop import Mode

PLACES = (1, 2, 3)


@dataclass(frozen=True, kw_only=True)
class SolverResult(Content):
    """What the engine said of a plan as suggested: how many children are below each step, the total in quarters of a
    point, and whether it is proved that no plan is better. Without a total, the rules allow no plan at all."""

    below: tuple[int, ...] = ()
    total: int | None = None
    proved: bool = True


class Plan(Keyed):
    """One draft of a round. `version` grows with each change; a change names the version that it saw.

    `step` is the number of the step that is open now: those above it were undone and can be done again. `name` is the
    teacher's own, and may tell of a child. `solver_result` is what the engine said when it suggested the plan.
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
    solver_result = EncryptedContentField(
        SolverResult, label="partners.plan.reached", default=SolverResult, db_column="reached"
    )
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


class PlanAction(models.TextChoices):
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


@dataclass(frozen=True)
class Lock:
    """A group that stays as it is. `reason` is what the teacher typed; `to_coach` says that the teacher keeps it to
    coach it."""

    students: frozenset[int]
    reason: str = ""
    to_coach: bool = False


@dataclass(frozen=True)
class Relaxed:
    """A hard rule that a plan need not keep. `students` are primary keys, none where the rule is about the whole class.

    `while_together` says that it came with a change of the plan: it is dropped when the two are parted.
    """

    kind: str
    students: frozenset[int]
    reason: str = ""
    while_together: bool = False


@dataclass(frozen=True, kw_only=True)
class Decisions(Content):
    """A teacher's decisions about a plan beside its groups: the groups that stay and why, the rules that the plan
    need not keep, and the pairs that shall change."""

    locks: tuple[Lock, ...] = ()
    relaxed: tuple[Relaxed, ...] = ()
    parted: tuple[frozenset[int], ...] = ()


class PlanStep(models.Model):
    """How a plan lay after one change, so that it can be undone and done again. Step 0 is the plan's start.

    `students`, `groups` and `locked` hold primary keys: whom the change was about, everybody who has a group, and the
    groups that stay as they are, also those without a lock in `said`. `version` is that of the plan after the change.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    version = models.PositiveIntegerField()
    did = models.CharField(max_length=10, choices=PlanAction)
    students = models.JSONField(default=list)
    groups = models.JSONField(default=list)
    locked = models.JSONField(default=list)
    said = EncryptedContentField(Decisions, label="partners.planstep.said", default=Decisions, step=1024)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["plan", "number"], name="one_step_a_number"),)
