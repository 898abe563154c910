"""Considerations, which are what the teacher knows of each child; and the teacher's rules about children together."""

import datetime as dt
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Self

from django.db import models

from classroom.content import Content
from classroom.fields import EncryptedContentField
from classroom.models import Classroom, Student
from classroom.models.keyed import Keyed


def skips_note(student: Student) -> bool:
    """Whether the child is not asked for a note. No query where the considerations were selected with the child."""
    return hasattr(student, "considerations") and student.considerations.skips_note


@dataclass(frozen=True, kw_only=True)
class ConsiderationsContent(Content):
    """What is known of one child. The fields down to `side` are those of the class file, and of the engine's `Student`.
    A default means that nothing is set: it has no effect and is not stored.

    `loves` holds what the child loves to write about, in the child's own choosing, and `loves_own` their own words for
    it, which the teacher reads and nothing compares. `helped_last` is 1 where others leaned on the child in the last
    round, 0 where nobody did, and None where no round has told. `skips_note` is true where the family asked that the
    child is not asked for a note.
    """

    languages: tuple[str, ...] = ()
    english: str | None = None
    voice: str | None = None
    welcoming: bool | None = None
    new: bool | None = None
    behaviour: str | None = None
    stage: int | None = None
    strengths: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    high_support: bool | None = None
    pace: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    time_share: int = 100
    helper_rounds: int = 0
    missed_picks: int = 0
    better_in_three: bool = False
    side: str | None = None
    loves: tuple[str, ...] = ()
    loves_own: str = ""
    helped_last: int | None = None
    skips_note: bool = False

    def only_history(self) -> Self:
        """These considerations with nothing but the values worked out from earlier rounds."""
        return type(self)(
            missed_picks=self.missed_picks, helper_rounds=self.helper_rounds, helped_last=self.helped_last
        )

    def without_history(self) -> Self:
        """These considerations without the values worked out from earlier rounds."""
        return replace(self, missed_picks=0, helper_rounds=0, helped_last=None)


class Considerations(models.Model):
    """What the teacher knows of one child."""

    student = models.OneToOneField(Student, on_delete=models.CASCADE, related_name="considerations")
    content = EncryptedContentField(
        ConsiderationsContent, label="partners.considerations.content", default=ConsiderationsContent, step=1024
    )

    @property
    def skips_note(self) -> bool:
        return self.content.skips_note


class RuleKind(models.TextChoices):
    NEVER = "never", "Never together"
    TOGETHER = "together", "Keep together"
    BETTER_NOT = "better_not", "Better not"
    GOOD_IDEA = "good_idea", "Good idea"


@dataclass(frozen=True, kw_only=True)
class RuleContent(Content):
    """A teacher's rule about children together, by primary key. `until` is the last day on which it holds."""

    kind: RuleKind
    students: tuple[int, ...]
    reason: str = ""
    until: dt.date | None = None


class RuleQuerySet(models.QuerySet["Rule"]):
    def standing(self, day: dt.date) -> list["Rule"]:
        """The rules that hold on that day, oldest first. The last day of a rule is ciphertext, so every rule is
        opened."""
        return [rule for rule in self.order_by("pk") if rule.stands(day)]


class Rule(Keyed):
    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="rules")
    content = EncryptedContentField(RuleContent, label="partners.rule.content", step=1024)

    objects = RuleQuerySet.as_manager()

    @property
    def until(self) -> dt.date | None:
        return self.content.until

    @property
    def kind(self) -> RuleKind:
        return self.content.kind

    @property
    def pairs(self) -> set[frozenset[int]]:
        """Each pair of children whom the rule is about, by primary key."""
        return {frozenset(pair) for pair in combinations(self.content.students, 2)}

    def stands(self, day: dt.date) -> bool:
        return self.until is None or day <= self.until
