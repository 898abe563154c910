"""What the teacher knows of each child, and her rules about children together."""

import datetime as dt
from dataclasses import dataclass
from itertools import combinations

from django.db import models

from classroom.content import Content
from classroom.fields import EncryptedContentField, EncryptedJSONField
from classroom.models import Classroom, Student
from classroom.models.keyed import Keyed


def skips_note(student: Student) -> bool:
    """Whether the child is not asked for a note. No query where its considerations were selected along."""
    return hasattr(student, "considerations") and student.considerations.skips_note


class Considerations(models.Model):
    """What the teacher knows of one child, by the keys of the class file (`english`, `voice`, `interests` ...).

    `loves` holds what the child loves to write about, in the child's own choosing, and `loves_own` its own words for
    it, which the teacher reads and nothing compares. `skips_note` is true where the family asked that the child is
    not asked for a note.
    """

    student = models.OneToOneField(Student, on_delete=models.CASCADE, related_name="considerations")
    content = EncryptedJSONField(label="partners.considerations.content", default=dict, step=1024)

    @property
    def skips_note(self) -> bool:
        return bool(self.content.get("skips_note"))


class RuleKind(models.TextChoices):
    NEVER = "never", "Never together"
    TOGETHER = "together", "Keep together"
    BETTER_NOT = "better_not", "Better not"
    GOOD_IDEA = "good_idea", "Good idea"


@dataclass(frozen=True, kw_only=True)
class RuleContent(Content):
    """A rule of the teacher's about children together, by primary key. `until` is the last day on which it holds."""

    kind: RuleKind
    students: tuple[int, ...]
    reason: str = ""
    until: dt.date | None = None


class RuleQuerySet(models.QuerySet["Rule"]):
    def standing(self, day: dt.date) -> list["Rule"]:
        """The rules that hold on that day, oldest first. When one ends is ciphertext, too, so they are all opened."""
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
        """Each two children whom it is about, by primary key."""
        return {frozenset(pair) for pair in combinations(self.content.students, 2)}

    def stands(self, day: dt.date) -> bool:
        return self.until is None or day <= self.until
