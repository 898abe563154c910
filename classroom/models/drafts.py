"""A roster between its preview and the teacher's word."""

import datetime as dt
from typing import Any

from django.db import models

from classroom.fields import EncryptedJSONField

from .keyed import Keyed
from .people import User
from .roster import Classroom

LIFE = dt.timedelta(hours=1)


class MisplacedDraft(Exception):
    """A draft lies in a row that is not its own."""


class RosterDraft(Keyed):
    """A file as understood: {classroom, by, book, table, part, kinds}, all of it ciphertext, which opens for its class
    and its person only. One for each of them at a time, and for an hour at most."""

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="roster_drafts")
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    content = EncryptedJSONField(label="classroom.rosterdraft.content", step=4096)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["classroom", "by"], name="one_roster_draft_a_class_and_person"),)

    def is_over(self, now: dt.datetime) -> bool:
        return now >= self.made_at + LIFE

    def seal(self, words: dict[str, Any]) -> None:
        self.content = {**words, "classroom": self.classroom_id, "by": self.by_id}

    def open(self) -> dict[str, Any]:
        """What `seal` was given. Raises MisplacedDraft when it is another class's or another person's."""
        words: dict[str, Any] = dict(self.content)
        if (words.pop("classroom"), words.pop("by")) != (self.classroom_id, self.by_id):
            raise MisplacedDraft("A draft does not belong to the class and person of its row.")
        return words
