"""A roster between its preview and the teacher's word."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models

from classroom.content import Content
from classroom.fields import EncryptedContentField
from classroom.roster_files import Book, Kind

from .keyed import Keyed
from .people import User
from .roster import Classroom

LIFE = dt.timedelta(hours=1)


class MisplacedDraft(Exception):
    """A draft lies in a row that is not its own."""


@dataclass(frozen=True, kw_only=True)
class RosterDraftContent(Content):
    """A file as understood, and whose it is: a class and a person, by primary key. `table` and `part` are the places of
    the table and of the part that were chosen (`part` is None for the whole table), `kinds` what its columns are taken
    for."""

    classroom: int
    by: int
    book: Book
    table: int
    kinds: tuple[Kind, ...]
    part: int | None = None


class RosterDraft(Keyed):
    """A file before it is imported; it opens for its class and its person only. One for each of them at a time, and for
    an hour at most."""

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="roster_drafts")
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    content = EncryptedContentField(RosterDraftContent, label="classroom.rosterdraft.content", step=4096)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["classroom", "by"], name="one_roster_draft_a_class_and_person"),)

    def is_over(self, now: dt.datetime) -> bool:
        return now >= self.made_at + LIFE

    def seal(self, *, book: Book, table: int, part: int | None, kinds: Sequence[Kind]) -> None:
        self.content = RosterDraftContent(
            classroom=self.classroom_id, by=self.by_id, book=book, table=table, part=part, kinds=tuple(kinds)
        )

    def open(self) -> RosterDraftContent:
        """What was sealed. Raises MisplacedDraft when it is another class's or another person's."""
        if (self.content.classroom, self.content.by) != (self.classroom_id, self.by_id):
            raise MisplacedDraft("A draft does not belong to the class and person of its row.")
        return self.content
