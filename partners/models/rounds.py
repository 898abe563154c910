"""A round: from opening it, through notes and plans, to the partnerships that it starts."""

from django.db import models

from classroom.models import Classroom


class RoundQuerySet(models.QuerySet["Round"]):
    def being_prepared(self) -> "RoundQuerySet":
        return self.filter(published_at=None)

    def published(self) -> "RoundQuerySet":
        return self.exclude(published_at=None).order_by("-number")


class Round(models.Model):
    """`ends_on` is the day on which its partners are meant to part. They stay together until the teacher ends the
    unit or the next partners begin: no child loses a partner because a day has come."""

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["classroom", "number"], name="one_round_a_number"),
            models.UniqueConstraint(
                fields=["classroom"], condition=models.Q(published_at=None), name="one_round_being_prepared"
            ),
            models.CheckConstraint(
                condition=models.Q(published_at=None) | models.Q(starts_on__isnull=False),
                name="a_published_round_has_a_start",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="a_round_ends_after_its_start",
            ),
        )

    def __str__(self) -> str:
        return f"Round {self.number}"
