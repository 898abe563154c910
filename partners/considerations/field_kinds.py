"""The kinds of dials: one choice, a tick, several choices from a list, words.

A dial shows what is stored as texts, as the control of its cell holds them, and turns such texts into the value of its
field of the considerations. Blank is the field's default, is not stored and has no effect.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar
from unicodedata import category

from classroom.models import Student
from partners.considerations import home_languages
from partners.models import ConsiderationsContent

Shown = list[str]

MOST_WORDS = 12
LONGEST_WORD = 30


class Refused(ValueError):
    """A dial can't take this value. The message is for the teacher."""


@dataclass(frozen=True)
class Choice:
    key: str
    words: str


@dataclass(frozen=True)
class Dial:
    """A column of the grid: `key` is its field of the considerations, `kind` says which control its cells have."""

    key: str
    title: str
    why: str
    choices: tuple[Choice, ...] = ()
    kind: ClassVar[str] = "one"

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the considerations that the dial sets."""
        return (self.key,)

    def shown(self, content: ConsiderationsContent) -> Shown:
        """The texts that the cell holds: one, or several where several may be chosen; none for blank."""
        value = getattr(content, self.key)
        return [] if value is None else [str(value)]

    def kept(self, typed: Sequence[str]) -> ConsiderationsContent:
        """The value to store for the texts of a cell: considerations in which only the dial's own fields are set.
        Raises Refused."""
        if len(typed) > 1:
            raise Refused(f"{self.title} takes one choice.")
        self._check(typed)
        return self._only(self._value(typed[0])) if typed else ConsiderationsContent()

    def turned(self, content: ConsiderationsContent, kept: ConsiderationsContent) -> ConsiderationsContent:
        """The considerations of a child, with the fields of this dial replaced by those of `kept`."""
        return replace(content, **{name: getattr(kept, name) for name in self.fields})

    def options(self, shown: Shown) -> tuple[Choice, ...]:
        """The choices of a cell, including a value that the cell holds although it can't be chosen elsewhere."""
        return self.choices

    def in_words(self, shown: Shown) -> str:
        """The contents of a cell as a reader sees them."""
        words = {choice.key: choice.words for choice in self.options(shown)}
        return ", ".join(words.get(text, text) for text in shown)

    def filled(self, shown: Shown, text: str) -> Shown:
        """The texts of a cell after a value was filled in. An empty value blanks the cell."""
        return [text] if text else []

    def _check(self, typed: Sequence[str]) -> None:
        known = {choice.key for choice in self.choices}
        for text in typed:
            if text not in known:
                raise Refused(f"“{_short(text)}” is not one of the choices of {self.title}.")

    def _value(self, text: str) -> Any:
        return text

    def _only(self, value: Any) -> ConsiderationsContent:
        return ConsiderationsContent(**{self.key: value})


class Stage(Dial):
    def _value(self, text: str) -> int:
        return int(text)


class Share(Dial):
    """The percentage of workshop time that the child is in the room. A class file may bring any number; 100 is the
    same as blank."""

    def shown(self, content: ConsiderationsContent) -> Shown:
        return [] if content.time_share == 100 else [str(content.time_share)]

    def options(self, shown: Shown) -> tuple[Choice, ...]:
        known = {choice.key for choice in self.choices}
        return (*(Choice(text, f"{text} %") for text in shown if text not in known), *self.choices)

    def _check(self, typed: Sequence[str]) -> None:
        if typed and not (re.fullmatch("[0-9]{1,3}", typed[0]) and int(typed[0]) <= 100):
            super()._check(typed)

    def _value(self, text: str) -> int:
        return int(text)


class Yes(Dial):
    """A tick."""

    kind = "yes"

    def shown(self, content: ConsiderationsContent) -> Shown:
        return ["yes"] if getattr(content, self.key) else []

    def _value(self, text: str) -> bool:
        return True


class Many(Dial):
    """Several choices from a list, in the order of the list."""

    kind = "many"

    def shown(self, content: ConsiderationsContent) -> Shown:
        return self._in_order(getattr(content, self.key))

    def kept(self, typed: Sequence[str]) -> ConsiderationsContent:
        self._check(typed)
        return self._only(tuple(self._in_order(typed)))

    def filled(self, shown: Shown, text: str) -> Shown:
        return self._in_order([*shown, text]) if text else []

    def _in_order(self, keys: Iterable[str]) -> list[str]:
        held = set(keys)
        return [choice.key for choice in self.choices if choice.key in held]


class Support(Many):
    """Two fields in one dial: much support or not, and the child's needs of pace."""

    MUCH = "high_support"

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.MUCH, self.key)

    def shown(self, content: ConsiderationsContent) -> Shown:
        much = [self.MUCH] if content.high_support else []
        return self._in_order([*much, *content.pace])

    def kept(self, typed: Sequence[str]) -> ConsiderationsContent:
        needs = super().kept(typed).pace
        pace = tuple(need for need in needs if need != self.MUCH)
        return ConsiderationsContent(high_support=True if self.MUCH in needs else None, pace=pace)


class Words(Dial):
    """Words with commas between them, in one text. The choices are only some words that are often wanted."""

    kind = "words"
    limit: ClassVar[int] = MOST_WORDS * (LONGEST_WORD + 2)

    def shown(self, content: ConsiderationsContent) -> Shown:
        text = ", ".join(self._names(getattr(content, self.key)))
        return [text] if text else []

    def kept(self, typed: Sequence[str]) -> ConsiderationsContent:
        words: dict[str, str] = {}
        for word in (word for text in typed for word in _split(text)):
            words.setdefault(word.casefold(), word)
        if len(words) > MOST_WORDS:
            raise Refused(f"{self.title} takes at most {MOST_WORDS} words. There are {len(words)}.")
        return self._only(tuple(dict.fromkeys(self._value(word) for word in words.values())))

    def filled(self, shown: Shown, text: str) -> Shown:
        held = [word for one in shown for word in _split(one)]
        if text.casefold() not in (word.casefold() for word in held):
            held.append(text)
        return [", ".join(held)] if text else []

    def _names(self, kept: Iterable[str]) -> Iterable[str]:
        return kept

    def _value(self, word: str) -> str:
        if len(word) > LONGEST_WORD:
            raise Refused(f"“{_short(word)}” is too long. A word or two are enough, {LONGEST_WORD} letters at most.")
        return word


class Languages(Words):
    def _names(self, kept: Iterable[str]) -> Iterable[str]:
        return dict.fromkeys(home_languages.name_of(code) for code in kept)

    def _value(self, word: str) -> str:
        code = home_languages.code_of(word)
        if code is None:
            meant = home_languages.like(word)
            hint = f"Did you mean {meant}?" if meant else "Try its English name, or a larger language it belongs to."
            raise Refused(f"“{_short(word)}” is not on our list of languages. {hint}")
        return code


def _split(text: str) -> list[str]:
    """The words of a text, without characters that can't be shown."""
    plain = "".join(" " if category(sign) in ("Cc", "Cs", "Zl", "Zp") else sign for sign in text)
    words = (" ".join(word.split()) for word in plain.replace(";", ",").split(","))
    return [word for word in words if word]


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


@dataclass(frozen=True)
class FieldChange:
    """A change of one field of one child: what the page showed before, and the value to store (see `Dial.kept`)."""

    student: Student
    dial: Dial
    seen: Shown
    kept: ConsiderationsContent
