"""How partner time is, as a child says it to the teacher; and what she does about it."""

import datetime as dt

from django.db import models

from classroom.fields import EncryptedJSONField
from classroom.models import Student
from classroom.models.keyed import Keyed

from .partnerships import Partnership, look_again_on


class CheckIn(Keyed):
    """What one child said of its partnership: {face, help, words, asks, done_at, steps}.

    `face` is good, okay, hard or empty; `help` holds keys of HELP_WITH; `asks` is true where the child asks the teacher
    to come, and `done_at` when she did. `steps` is what she did, oldest first: {step, at, again_on}, a moment and a day
    (or None) in ISO.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="check_ins")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="check_ins")
    at = models.DateTimeField()
    content = EncryptedJSONField(step=1024)

    @property
    def waits(self) -> bool:
        """Whether the child asked the teacher to come, or told her something, and she has not said that she did."""
        return bool(self.content["asks"] or self.content["words"]) and self.content["done_at"] is None

    @property
    def again_on(self) -> dt.date | None:
        return look_again_on(self.content.get("steps", ()))

    def needs_teacher(self, today: dt.date) -> bool:
        """Whether it is her turn: to come, or to look again."""
        return self.waits or (self.again_on is not None and self.again_on <= today)


class HelpStep(models.TextChoices):
    """What a teacher does for partners who need her: the first that may be enough comes first."""

    COACH = "coach", "Coach"
    TRY = "try", "A one-week try"
    CHANGE = "change", "Change when the unit ends"
    DONE = "done", "It goes well now"
