"""Children's confidential notes, and drafts of them."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar, Generic, Self, TypeVar

from django.db import models

from classroom.content import Content
from classroom.fields import EncryptedContentField
from classroom.models import Sitting, Student
from classroom.models.keyed import Keyed

from .rounds import Round

# With whom it would be great to work, and with whom it would be hard.
SIDES = ("great", "hard")


class MisplacedNote(Exception):
    """A note lies in a row of another child or round."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a note or a draft says. `heard_at` is when a teacher heard that the child asks to talk."""

    heard_at: dt.datetime | None = None


W = TypeVar("W", bound=Words)


class Sealed(models.Model, Generic[W]):
    """Words of one child in one round. The ciphertext carries both, and does not open anywhere else."""

    # The class of its content: {student, round, words}.
    sealed_in: ClassVar[Callable[..., Content]]
    content: Any

    class Meta:
        abstract = True

    student_id: int
    round_id: int

    def seal(self, words: W) -> None:
        self.content = self.sealed_in(student=self.student_id, round=self.round_id, words=words)

    def open(self) -> W:
        """The words. Raises MisplacedNote when they are another child's or another round's."""
        if (self.content.student, self.content.round) != (self.student_id, self.round_id):
            raise MisplacedNote("A note does not belong to the child and round of its row.")
        words: W = self.content.words
        return words

    @property
    def was_heard(self) -> bool:
        """Whether a teacher has read that the child asks them to come and talk, or has talked with the child."""
        return self.open().heard_at is not None

    def hear(self, now: dt.datetime) -> None:
        self.seal(replace(self.open(), heard_at=now))


# Notes that were sent


@dataclass(frozen=True, kw_only=True)
class Pick:
    """A classmate whom the child named on one side, by primary key: keys of reasons, and the child's own words."""

    student: int
    why: tuple[str, ...] = ()
    own: str = ""


@dataclass(frozen=True, kw_only=True)
class NoteWords(Words):
    """A note that was sent. `will_do`, `does_well` and `gets_better` are keys of what the child says of themselves as a
    partner; `talk` asks the teacher to come and talk; `tell` is what the teacher is told. `scribe` is the user who
    wrote it down for the child."""

    great: tuple[Pick, ...] = ()
    hard: tuple[Pick, ...] = ()
    will_do: tuple[str, ...] = ()
    does_well: tuple[str, ...] = ()
    gets_better: tuple[str, ...] = ()
    talk: bool = False
    tell: str = ""
    scribe: int | None = None


@dataclass(frozen=True, kw_only=True)
class NoteContent(Content):
    student: int
    round: int
    words: NoteWords


class PartnerNote(Sealed[NoteWords], Keyed):
    """A note that was sent."""

    sealed_in = NoteContent

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="notes")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="notes")
    sent_at = models.DateTimeField()
    content = EncryptedContentField(NoteContent, label="partners.partnernote.content", step=4096)
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
        return self.open().talk


# Notes that are being written


@dataclass(frozen=True, kw_only=True)
class Reasons:
    """Why the child named this classmate: keys of reasons, and the child's own words. None where it was not asked."""

    student: int
    why: tuple[str, ...] | None = None
    own: str | None = None


# The fields of answers that hold reasons: what is asked about a name, and no question of its own.
REASONS = {"great_reasons", "hard_reasons"}


@dataclass(frozen=True, kw_only=True)
class NoteAnswers:
    """What a child answered on the pages of a note. None: not answered.

    `great` and `hard` are classmates by primary key, in the order of the child's list; their reasons stay when a name
    is taken off. `not_safe` are those with whom the child is not safe, in a class that is not asked with whom it would
    be hard; the child's words about them are among `hard_reasons`. What the child loves to write about is asked here
    and kept with the child. Own words are for the teacher alone, and are never compared with anything.
    """

    great: tuple[int, ...] | None = None
    hard: tuple[int, ...] | None = None
    great_reasons: tuple[Reasons, ...] = ()
    hard_reasons: tuple[Reasons, ...] = ()
    will_do: tuple[str, ...] | None = None
    does_well: tuple[str, ...] | None = None
    gets_better: tuple[str, ...] | None = None
    loves: tuple[str, ...] | None = None
    loves_own: str | None = None
    not_safe: tuple[int, ...] | None = None
    talk: bool | None = None
    tell: str | None = None

    @classmethod
    def only(cls, question: str, answer: Any) -> Self:
        """This answer and no other."""
        return cls(**{question: answer})

    def answer(self, question: str) -> Any:
        """The answer to a question, which is the name of a field. None: not answered."""
        return getattr(self, question)

    def given(self) -> dict[str, Any]:
        """The answers that were given, by question; without reasons."""
        answers = {field.name: self.answer(field.name) for field in fields(self) if field.name not in REASONS}
        return {question: answer for question, answer in answers.items() if answer is not None}

    def picks(self, side: str) -> tuple[int, ...]:
        """The classmates named on that side, by primary key."""
        return self.answer(side) or ()

    def reasons(self, side: str, student: int) -> Reasons:
        """Why the child named that classmate there."""
        said: tuple[Reasons, ...] = self.great_reasons if side == "great" else self.hard_reasons
        return next((reasons for reasons in said if reasons.student == student), Reasons(student=student))


@dataclass(frozen=True, kw_only=True)
class DraftWords(Words):
    """Answers of this sitting, and of those before; `earlier` is None where they left nothing."""

    now: NoteAnswers
    earlier: NoteAnswers | None = None


@dataclass(frozen=True, kw_only=True)
class DraftContent(Content):
    """Before version 1 reasons were dicts by side and primary key, and {} meant that there are no earlier answers."""

    student: int
    round: int
    words: DraftWords

    @classmethod
    def upgraded(cls, values: dict[str, Any], version: int) -> dict[str, Any]:
        if version > 0:
            return values
        words = values["words"]
        answers = {when: _upgraded(words[when]) for when in ("now", "earlier") if words[when]}
        return {**values, "words": {**words, "earlier": None, **answers}}


def _upgraded(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers from before version 1. The oldest know no own words."""
    after = {question: answer for question, answer in {**answers}.items() if question not in ("why", "own")}
    why, own = {**answers["why"]}, {**answers.get("own", {})}
    return after | {f"{side}_reasons": _upgraded_reasons(why.get(side, {}), own.get(side, {})) for side in SIDES}


def _upgraded_reasons(why: Mapping[str, Any], own: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"student": int(pk), "why": why.get(pk), "own": own.get(pk)} for pk in {**why, **own}]


class NoteDraft(Sealed[DraftWords]):
    """A note that is being written. `sitting` is the sitting whose answers may be shown to the child again."""

    sealed_in = DraftContent

    student = models.ForeignKey(Student, on_delete=models.CASCADE, related_name="note_drafts")
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="note_drafts")
    sitting = models.ForeignKey(Sitting, on_delete=models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()
    content = EncryptedContentField(DraftContent, label="partners.notedraft.content", step=4096)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["student", "round"], name="one_draft_a_child_and_round"),)

    @property
    def wants_to_talk(self) -> bool:
        """Whether the child asks the teacher to come and talk: the child was told that they will, sent or not."""
        words = self.open()
        return bool(words.now.talk or (words.earlier and words.earlier.talk))
