"""Unsaved forms: what a person typed into a form that reached the server after their session had ended."""

import datetime as dt
from dataclasses import dataclass

from django.db import models

from classroom.content import Content
from classroom.fields import EncryptedContentField

from .people import User

LIFE = dt.timedelta(hours=1)
LONGEST_PATH = 200


class MisplacedForm(Exception):
    """An unsaved form lies in a row of another person or page."""


@dataclass(frozen=True, kw_only=True)
class UnsavedFormContent(Content):
    """The values of a form as they were sent, by field, with the person and the address that they were sent to."""

    by: int
    path: str
    values: tuple[tuple[str, tuple[str, ...]], ...]


class UnsavedForm(models.Model):
    """A form before it is saved. It opens for its person only, at its address, for an hour at most."""

    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=LONGEST_PATH)
    made_at = models.DateTimeField()
    content = EncryptedContentField(UnsavedFormContent, label="classroom.unsavedform.content", step=4096)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["by", "path"], name="one_unsaved_form_a_person_and_path"),)

    def is_over(self, now: dt.datetime) -> bool:
        return now >= self.made_at + LIFE

    def open(self) -> UnsavedFormContent:
        """The content that was sealed. Raises MisplacedForm when it belongs to another person or page."""
        if (self.content.by, self.content.path) != (self.by_id, self.path):
            raise MisplacedForm("An unsaved form does not belong to the person and page of its row.")
        return self.content
