"""Roster drafts: a file that was read, between its preview and the teacher's decision."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models

from classroom.content import Content
from classroom.fields import EncryptedContentField
from classroom.roster_files import Book, Layout
from classroom.roster_files.older_drafts import from_version_1

from .keyed import Keyed
from .people import User
from .roster import Classroom

LIFE = dt.timedelta(hours=1)


class MisplacedDraft(Exception):
    """A draft lies in a row of another class or person."""


@dataclass(frozen=True, kw_only=True)
class RosterDraftContent(Content):
    """A file as it was sent, with its class and its person by primary key. `table` is the place of the chosen table,
    `layouts` says how each table is read, and `taken` are the lines that the teacher takes as children. `answers` are
    the boxes of the preview that the teacher set otherwise than they were offered ("joins:12"). `remembered` are the
    places of the tables that are read as the school read such lists before."""

    VERSION: ClassVar[int] = 2

    classroom: int
    by: int
    book: Book
    table: int
    layouts: tuple[Layout, ...]
    taken: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    remembered: tuple[int, ...] = ()

    @classmethod
    def upgraded(cls, values: dict[str, Any], version: int) -> dict[str, Any]:
        return from_version_1(values) if version < 2 else values


class RosterDraft(Keyed):
    """A file before it is imported. It opens for its class and its person only. Each of them has one at a time, for
    an hour at most."""

    classroom = models.ForeignKey(Classroom, on_delete=models.CASCADE, related_name="roster_drafts")
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    content = EncryptedContentField(RosterDraftContent, label="classroom.rosterdraft.content", step=4096)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["classroom", "by"], name="one_roster_draft_a_class_and_person"),)

    def is_over(self, now: dt.datetime) -> bool:
        return now >= self.made_at + LIFE

    def seal(
        self,
        *,
        book: Book,
        table: int,
        layouts: Sequence[Layout],
        taken: Collection[str] = (),
        answers: Collection[str] = (),
        remembered: Collection[int] = (),
    ) -> None:
        self.content = RosterDraftContent(
            classroom=self.classroom_id,
            by=self.by_id,
            book=book,
            table=table,
            layouts=tuple(layouts),
            taken=tuple(sorted(taken)),
            answers=tuple(sorted(answers)),
            remembered=tuple(sorted(remembered)),
        )

    def open(self) -> RosterDraftContent:
        """The content that was sealed. Raises MisplacedDraft when it belongs to another class or person."""
        if (self.content.classroom, self.content.by) != (self.classroom_id, self.by_id):
            raise MisplacedDraft("A draft does not belong to the class and person of its row.")
        return self.content
