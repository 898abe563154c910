"""The form with which a teacher exports a child's record: which words to blank, and that they have seen all texts."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from classroom.changed_since import changed_since, mark_of
from classroom.forms.accounts import PasswordForm
from classroom.forms.layout import Box, Button, Buttons, Heading, Helper, Part, To
from classroom.forms.layout import Text as Words
from classroom.name_masking import Forms, named, words
from partners.privacy.student_export import Text

ALL = "all"


@dataclass(frozen=True)
class Word:
    """A word of a text, with the characters before it. `value` is the value of its box."""

    before: str
    text: str
    value: str
    is_name: bool
    is_blank: bool

    @property
    def css(self) -> str:
        return "word word-name" if self.is_name else "word"


@dataclass(frozen=True)
class Line:
    """A text as the page shows it: its words, and the characters after the last one."""

    text: Text
    words: list[Word]
    after: str
    is_blank: bool
    seen: str
    is_new: bool

    @property
    def all_of_it(self) -> str:
        return f"{self.text.key}:{ALL}"


class RecordForm(PasswordForm):
    """`texts` are the free words as they are now. Texts that an earlier page showed keep their ticks; in new texts,
    the names of classmates are ticked."""

    helper = Helper(
        Part("partners/_record_texts.html"),
        Box(
            Heading("Done?", id="done"),
            Words("The record is no longer under lock here once you have it."),
            "password",
            Buttons(
                Button("A page to print", name="done", icon="print"),
                Button("JSON", kind="plain", name="json"),
            ),
            tag="section",
            css="sheet p-4 stack",
            id="go",
            aria_labelledby="done",
        ),
        action=To("partners:student_record_take", "classroom.key", "student.key"),
        css="stack from-notes",
        data_behind_cover=True,
    )

    def __init__(self, data: QueryDict | None, *, texts: Sequence[Text], names: Forms) -> None:
        super().__init__(data)
        self.texts, self.names = texts, names
        # The marks of the texts that an earlier page showed, by the text's key.
        self.seen = dict(each.rpartition(":")[::2] for each in data.getlist("seen")) if data else {}
        self.ticked = set(data.getlist("blank")) if data else set()

    @property
    def has_seen_all(self) -> bool:
        return all(self._was_shown(text) for text in self.texts)

    def _was_shown(self, text: Text) -> bool:
        """Whether the earlier page showed this text as it is now."""
        return text.key in self.seen and not changed_since(self.seen[text.key], text.text)

    def blanks(self) -> dict[str, Collection[int] | None]:
        """The words to blank, by the key of a text, for `actions.student_export.take`. None stands for the whole
        text."""
        found: dict[str, set[int]] = defaultdict(set)
        whole: set[str] = set()
        for text in self.texts:
            for place in range(len(words(text.text))):
                if f"{text.key}:{place}" in self.ticked:
                    found[text.key].add(place)
            if f"{text.key}:{ALL}" in self.ticked:
                whole.add(text.key)
        return {**found, **dict.fromkeys(whole)}

    def lines(self) -> list[Line]:
        return [self._line(text) for text in self.texts]

    def _line(self, text: Text) -> Line:
        names, shown, end = named(text.text, self.names), self._was_shown(text), 0
        found = []
        for place, (start, stop) in enumerate(words(text.text)):
            value, is_name = f"{text.key}:{place}", place in names
            is_blank = value in self.ticked if shown else is_name
            found.append(Word(text.text[end:start], text.text[start:stop], value, is_name, is_blank))
            end = stop
        is_new = bool(self.seen) and not shown
        seen = f"{text.key}:{mark_of(text.text)}"
        return Line(text, found, text.text[end:], f"{text.key}:{ALL}" in self.ticked, seen, is_new)
