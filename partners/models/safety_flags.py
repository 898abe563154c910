"""Safety flags: a child does not feel safe with another."""

import datetime as dt
from dataclasses import dataclass

from django.db import models

from classroom.content import Content
from classroom.fields import EncryptedContentField
from classroom.models import Classroom
from classroom.models.keyed import Keyed


class FlagAnswer(models.TextChoices):
    """What a teacher did about a flag. None of the answers lets the two be partners."""

    SEEN = "seen", "Seen"
    PASSED_ON = "passed_on", "Passed on"
    NO_WORRY = "no_worry", "Not a safety worry"


@dataclass(frozen=True, kw_only=True)
class FlagContent(Content):
    """`student` does not feel safe with `named`, by primary key; `named` is None once that child was deleted. `own` are
    the child's own words, and `taken_off` says that the child took the chip off again. `answer` is a FlagAnswer, or
    empty. Since `reminding_at` messages about it are on their way, `reminded` are the addresses that got one while
    others did not yet, and at `reminded_at` the last one had.
    """

    student: int
    named: int | None
    round: int
    own: str = ""
    taken_off: bool = False
    raised_at: dt.datetime
    read_at: dt.datetime | None = None
    answer: str = ""
    reminding_at: dt.datetime | None = None
    reminded: tuple[str, ...] = ()
    reminded_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None


class SafetyFlag(Keyed):
    """A child does not feel safe with another.

    It is a record of its own and outlives the note. It holds until a teacher has decided whether the two may be
    partners. Only the class stands in clear: a time would tell whose sitting it was.
    """

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="safety_flags")
    content = EncryptedContentField(FlagContent, label="partners.safetyflag.content", step=1024)

    @property
    def is_open(self) -> bool:
        """Whether the flag still keeps the two apart."""
        return self.content.ended_at is None

    @property
    def is_answered(self) -> bool:
        """Whether a teacher has answered it."""
        return bool(self.content.answer) or not self.is_open

    @property
    def pair(self) -> frozenset[int]:
        """The primary keys of the two, for an open flag. In a flag that ended, the named child may have been
        deleted."""
        return frozenset(pk for pk in (self.content.student, self.content.named) if pk is not None)
