"""The pages of a child's note: which ones there are, in which order, and what is answered so far."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from classroom.models import GradeBand, Student
from partners.models import NoteAnswers, Round, Workshop


@dataclass(frozen=True)
class Page:
    """A page of the note. A page that asks for reasons has a side, and a place in the list of that side."""

    name: str
    side: str = ""
    place: int = 0

    @property
    def at(self) -> str:
        """The address of the page. It does not name the child it is about, so no browser history or log does."""
        return reverse(self.name, args=[self.side, self.place] if self.side else [])


PROMISE, GREAT, HARD, WHO_HARD = (
    Page("partners:note_promise"),
    Page("partners:note_great"),
    Page("partners:note_hard"),
    Page("partners:note_who_hard"),
)
WILL_DO, DOES_WELL, GETS_BETTER = (
    Page("partners:note_will_do"),
    Page("partners:note_does_well"),
    Page("partners:note_gets_better"),
)
LOVES, TELL, TALK, CHECK = (
    Page("partners:note_loves"),
    Page("partners:note_tell"),
    Page("partners:note_talk"),
    Page("partners:note_check"),
)
# The answer that each page asks for, for pages that ask for one.
ANSWERED_ON: dict[Page, str] = {
    GREAT: "great",
    HARD: "hard",
    WILL_DO: "will_do",
    DOES_WELL: "does_well",
    GETS_BETTER: "gets_better",
    LOVES: "loves",
    TELL: "talk",
}


@dataclass
class Sheet:
    """The note that a child is writing. `answers` are those of this sitting; `earlier` those of earlier sittings,
    which are stored and never shown, or None."""

    student: Student
    round: Round
    answers: NoteAnswers
    earlier: NoteAnswers | None
    workshop: Workshop

    @property
    def may_type(self) -> bool:
        """Whether the child may type words, from grade 2 on."""
        return self.student.band != GradeBand.K_1

    @cached_property
    def classmates(self) -> list[Student]:
        """The class without the child, in an order of this child's own, because children at the top of a list are
        named more."""
        others = self.student.classroom.students.filter(left_on=None).exclude(pk=self.student.pk)
        return sorted(others, key=lambda other: hashlib.sha256(f"{self.student.key}{other.key}".encode()).digest())

    def named(self, side: str) -> list[Student]:
        """The children named on one side, without those who have left the class meanwhile."""
        here = {student.pk: student for student in self.classmates}
        return [here[pk] for pk in self.answers.picks(side) if pk in here]

    def classmate(self, key: str) -> Student | None:
        return next((student for student in self.classmates if student.key == key), None)

    def is_kept(self, key: str) -> bool:
        """Whether this was answered in an earlier sitting and not in this one. "No one" is an answer, too."""
        if self.earlier is None or self.earlier.answer(key) is None:
            return False
        now = self.answers.answer(key)
        return now is None if key == "hard" else not now

    @property
    def last_asked(self) -> Page:
        """The page on which a child can also say that they are not safe, if the class does not ask who would be
        hard."""
        return TELL if self.student.level == 1 else CHECK

    # The order of the pages

    def pages(self) -> list[Page]:
        """Every page of the note in order, as the answers so far require."""
        pages = [PROMISE, GREAT, *self._why("great")]
        if self.workshop.hard_question:
            pages.append(HARD)
            if self.named("hard"):
                pages += [WHO_HARD, *self._why("hard")]
        pages += [WILL_DO] if self.student.level == 1 else [DOES_WELL, GETS_BETTER]
        return [*pages, LOVES, TELL, *([TALK] if self.answers.talk else []), CHECK]

    def _why(self, side: str) -> list[Page]:
        return [why(side, place) for place in range(len(self.named(side)))]

    def after(self, page: Page) -> Page:
        pages = self.pages()
        return pages[pages.index(page) + 1] if page in pages else self.past(_question(page))

    def before(self, page: Page) -> Page:
        pages = self.pages()
        return pages[pages.index(page) - 1] if page in pages else HARD if page == WHO_HARD else TELL

    def past(self, question: str) -> Page:
        """The page after all pages of this question."""
        pages = self.pages()
        last = max(place for place, page in enumerate(pages) if _question(page) == question)
        return pages[last + 1]

    def step(self, page: Page) -> tuple[int, int]:
        """The number of the question to which this page belongs, and how many questions there are. The number is 0
        where the page belongs to none."""
        questions = list(dict.fromkeys(_question(page) for page in self.pages() if page != PROMISE))
        return (questions.index(_question(page)) + 1 if _question(page) in questions else 0), len(questions)

    def goes_on_at(self) -> Page:
        """The first page that was not answered, in this sitting or in an earlier one; the last page if all were."""
        return next((page for page in self.pages() if not self._is_answered(page)), CHECK)

    def _is_answered(self, page: Page) -> bool:
        if page in ANSWERED_ON:
            key = ANSWERED_ON[page]
            return self.answers.answer(key) is not None or self.is_kept(key)
        if page.side:
            return self.answers.reasons(page.side, self.named(page.side)[page.place].pk).why is not None
        if page == PROMISE:
            return self.earlier is not None or any(self.answers.answer(key) is not None for key in ANSWERED_ON.values())
        return page != CHECK


def why(side: str, place: int) -> Page:
    """The page that asks for reasons about the child at this place of the list."""
    return Page("partners:note_why", side, place)


def _question(page: Page) -> str:
    """The question of a page. The pages that ask who and why belong to one question."""
    return page.side or {GREAT: "great", HARD: "hard", WHO_HARD: "hard", TALK: TELL.name}.get(page, page.name)
