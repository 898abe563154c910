"""How writing workshop is run in a class: what holds for every round."""

from django.db import models

from classroom.models import Classroom

DEFAULT_MOVE = "set_the_spot"


class Mode(models.TextChoices):
    """How a suggestion treats the partnerships that were there before."""

    STEADY = "steady", "Steady"
    MIX = "mix", "Mix"
    FRESH = "fresh", "Fresh"


class Workshop(models.Model):
    """The writing workshop of a class. `weights` is about considerations, never about a child."""

    classroom = models.OneToOneField(Classroom, on_delete=models.CASCADE, related_name="workshop")
    mode = models.CharField(max_length=6, choices=Mode, default=Mode.MIX)
    weights = models.JSONField(default=dict)
    no_lone_mixed_pair = models.BooleanField(default=False)
    hard_question = models.BooleanField(default=True)
    unit_weeks = models.PositiveSmallIntegerField(default=6)
    move_of_the_week = models.CharField(max_length=40, default=DEFAULT_MOVE)
