"""Check-ins: what a child tells the teacher about their partnership, and what the teacher does about it."""

import datetime as dt
from dataclasses import dataclass

from django.db import models

from classroom.content import Content
from classroom.fields import EncryptedContentField
from classroom.models import Student
from classroom.models.keyed import Keyed

from .partnerships import HelpGiven, Partnership, look_again_on


@dataclass(frozen=True, kw_only=True)
class CheckInContent(Content):
    """`face` is good, okay, hard or empty; `help` holds keys of HELP_WITH; `asks` says that the child wants the teacher
    to come, and `done_at` when the teacher did. `steps` is what the teacher did, oldest first."""

    face: str = ""
    help: tuple[str, ...] = ()
    words: str = ""
    asks: bool = False
    done_at: dt.datetime | None = None
    steps: tuple[HelpGiven, ...] = ()


class CheckIn(Keyed):
    """What one child said about their partnership at one time."""

    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="check_ins")
    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="check_ins")
    at = models.DateTimeField()
    content = EncryptedContentField(CheckInContent, label="partners.checkin.content", step=1024)

    @property
    def waits(self) -> bool:
        """Whether the child asked the teacher to come or told the teacher something, and nobody has marked it as
        done."""
        return bool(self.content.asks or self.content.words) and self.content.done_at is None

    @property
    def again_on(self) -> dt.date | None:
        return look_again_on(self.content.steps)

    def needs_teacher(self, today: dt.date) -> bool:
        """Whether it is the teacher's turn: to come, or to look again."""
        return self.waits or (self.again_on is not None and self.again_on <= today)


class HelpStep(models.TextChoices):
    """Steps of help for partners who need the teacher. The mildest step that may be enough comes first."""

    COACH = "coach", "Coach"
    TRY = "try", "A one-week try"
    CHANGE = "change", "Change when the unit ends"
    DONE = "done", "It goes well now"
