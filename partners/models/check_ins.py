"""How partner time is, as a child says it to the teacher."""

from django.db import models

from classroom.fields import EncryptedJSONField
from classroom.models import Student
from classroom.models.keyed import Keyed

from .partnerships import Partnership


class CheckIn(Keyed):
    """What one child said of its partnership: {face, help, words, asks, done_at}.

    `face` is good, okay, hard or empty; `help` holds keys of HELP_WITH; `asks` is true where the child asks the teacher
    to come, and `done_at` when she did.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="check_ins")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="check_ins")
    at = models.DateTimeField()
    content = EncryptedJSONField(step=256)

    @property
    def waits(self) -> bool:
        """Whether the child asked the teacher to come, and she has not said that she did."""
        return bool(self.content["asks"]) and self.content["done_at"] is None
