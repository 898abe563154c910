"""Children's confidential notes, drafts of them, and what a child who is not safe said."""

import datetime as dt
from typing import Any

from django.db import models

from classroom.fields import EncryptedJSONField
from classroom.models import Classroom, Sitting, Student
from classroom.models.keyed import Keyed

from .rounds import Round


class MisplacedNote(Exception):
    """A note lies in a row that is not its own."""


class Sealed(models.Model):
    """Words of one child in one round. The ciphertext carries both, and does not open anywhere else."""

    content: Any

    class Meta:
        abstract = True

    student_id: int
    round_id: int

    def seal(self, words: dict[str, Any]) -> None:
        self.content = {"student": self.student_id, "round": self.round_id, "words": words}

    def open(self) -> dict[str, Any]:
        """The words. Raises MisplacedNote when they are another child's or another round's."""
        if (self.content["student"], self.content["round"]) != (self.student_id, self.round_id):
            raise MisplacedNote("A note does not belong to the child and round of its row.")
        words: dict[str, Any] = self.content["words"]
        return words

    @property
    def was_heard(self) -> bool:
        """Whether a teacher has read that the child asks her to come and talk, or has talked with it."""
        return "heard_at" in self.open()

    def hear(self, now: dt.datetime) -> None:
        self.seal({**self.open(), "heard_at": now.isoformat()})


class PartnerNote(Sealed, Keyed):
    """A note that was sent: {great: [{student, why, own}], hard: [...], will_do, does_well, gets_better, talk, tell},
    students by primary key. But for `great`, `hard` and `why`, what the child left out is not there. `heard_at` is when
    a teacher has heard that the child asks her to talk."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="notes")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="notes")
    sent_at = models.DateTimeField()
    content = EncryptedJSONField(label="partners.partnernote.content", step=4096)
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["student", "round"], condition=models.Q(is_current=True), name="one_current_note"
            ),
        )

    @property
    def wants_to_talk(self) -> bool:
        """Whether the child asks the teacher to come and talk."""
        return bool(self.open().get("talk"))


class NoteDraft(Sealed):
    """A note that is being written: {now, earlier, heard_at}, answers of this sitting and of those before. `sitting` is
    the sitting whose answers may be shown to the child again."""

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="note_drafts")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="note_drafts")
    sitting = models.ForeignKey(Sitting, on_delete=models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()
    content = EncryptedJSONField(label="partners.notedraft.content", step=4096)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["student", "round"], name="one_draft_a_child_and_round"),)

    @property
    def wants_to_talk(self) -> bool:
        """Whether the child asks the teacher to come and talk: it was told that she will, sent or not."""
        words = self.open()
        return bool(words["now"].get("talk") or words["earlier"].get("talk"))


class FlagAnswer(models.TextChoices):
    """What a teacher did with a flag. None of them lets the two be partners."""

    SEEN = "seen", "Seen"
    PASSED_ON = "passed_on", "Passed on"
    NO_WORRY = "no_worry", "Not a safety worry"


class SafetyFlag(Keyed):
    """A child does not feel safe with another:
    {student, named, round, own, taken_off, raised_at, read_at, answer, reminded_at, ended_at}, children by primary key.

    A record of its own: it outlives the note. Stands until a teacher has said whether the two may be partners. In clear
    is only that the class has one: a time would tell whose sitting it was.
    """

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="safety_flags")
    content = EncryptedJSONField(label="partners.safetyflag.content", step=1024)

    @property
    def is_open(self) -> bool:
        """Whether it still parts the two."""
        return self.content["ended_at"] is None

    @property
    def is_answered(self) -> bool:
        """Whether a teacher has said what she did with it."""
        return bool(self.content["answer"]) or not self.is_open

    @property
    def pair(self) -> frozenset[int]:
        """The primary keys of the two."""
        return frozenset((self.content["student"], self.content["named"]))
