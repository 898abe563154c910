"""How a dial is read and set: one choice, a tick, several of a list, words.

A dial shows what is known as texts, as the control of its cell on the page holds them, and makes of such texts what is
kept under the keys of the class file. Blank is kept as nothing, and has no effect.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from unicodedata import category

from partners import languages

Content = Mapping[str, Any]
Shown = list[str]

MOST_WORDS = 12
LONGEST_WORD = 30


class Refused(ValueError):
    """A value that a dial can't take; the text is for the teacher."""


@dataclass(frozen=True)
class Choice:
    key: str
    words: str


@dataclass(frozen=True)
class Dial:
    """A column of the grid. `kind` says which control its cells have."""

    key: str
    title: str
    why: str
    choices: tuple[Choice, ...] = ()
    kind: ClassVar[str] = "one"

    def shown(self, content: Content) -> Shown:
        """What the cell holds: one text, or several where several may be chosen; empty for blank."""
        value = content.get(self.key)
        return [] if _is_blank(value) else [str(value)]

    def kept(self, typed: Sequence[str]) -> dict[str, Any]:
        """What is kept of texts that a cell can hold, by the keys of the class file. Raises Refused."""
        if len(typed) > 1:
            raise Refused(f"{self.title} takes one choice.")
        self._check(typed)
        return {self.key: self._value(typed[0])} if typed else {self.key: None}

    def turned(self, content: Content, kept: Mapping[str, Any]) -> dict[str, Any]:
        """What is known of a child, with what this dial keeps of it put in place of what it kept before."""
        return {key: value for key, value in {**content, **kept}.items() if key not in kept or not _is_blank(value)}

    def options(self, shown: Shown) -> tuple[Choice, ...]:
        """The choices of a cell: also one that it holds and that can't be chosen elsewhere."""
        return self.choices

    def in_words(self, shown: Shown) -> str:
        """What a cell holds, as one reads it."""
        words = {choice.key: choice.words for choice in self.options(shown)}
        return ", ".join(words.get(text, text) for text in shown)

    def filled(self, shown: Shown, text: str) -> Shown:
        """What a cell holds after a value was filled in; an empty one blanks it."""
        return [text] if text else []

    def _check(self, typed: Sequence[str]) -> None:
        known = {choice.key for choice in self.choices}
        for text in typed:
            if text not in known:
                raise Refused(f"“{_short(text)}” is not one of the choices of {self.title}.")

    def _value(self, text: str) -> Any:
        return text


class Stage(Dial):
    def _value(self, text: str) -> int:
        return int(text)


class Share(Dial):
    """Percent of workshop time. A class file may bring any; all of it is the same as blank."""

    def shown(self, content: Content) -> Shown:
        share = content.get(self.key, 100)
        return [] if share == 100 else [str(share)]

    def options(self, shown: Shown) -> tuple[Choice, ...]:
        known = {choice.key for choice in self.choices}
        return (*(Choice(text, f"{text} %") for text in shown if text not in known), *self.choices)

    def _check(self, typed: Sequence[str]) -> None:
        if typed and not (re.fullmatch("[0-9]{1,3}", typed[0]) and int(typed[0]) <= 100):
            super()._check(typed)

    def _value(self, text: str) -> int | None:
        return int(text) if int(text) < 100 else None


class Yes(Dial):
    """A tick."""

    kind = "yes"

    def shown(self, content: Content) -> Shown:
        return ["yes"] if content.get(self.key) else []

    def _value(self, text: str) -> bool:
        return True


class Many(Dial):
    """Several of a list, in the order of the list."""

    kind = "many"

    def shown(self, content: Content) -> Shown:
        return self._in_order(content.get(self.key, ()))

    def kept(self, typed: Sequence[str]) -> dict[str, Any]:
        self._check(typed)
        return {self.key: self._in_order(typed)}

    def filled(self, shown: Shown, text: str) -> Shown:
        return self._in_order([*shown, text]) if text else []

    def _in_order(self, keys: Iterable[str]) -> list[str]:
        held = set(keys)
        return [choice.key for choice in self.choices if choice.key in held]


class Support(Many):
    """How much support, and what a child needs of the pace: two keys of the class file."""

    MUCH = "high_support"

    def shown(self, content: Content) -> Shown:
        much = [self.MUCH] if content.get(self.MUCH) else []
        return self._in_order([*much, *content.get(self.key, ())])

    def kept(self, typed: Sequence[str]) -> dict[str, Any]:
        needs = super().kept(typed)[self.key]
        return {self.MUCH: self.MUCH in needs, self.key: [need for need in needs if need != self.MUCH]}


class Words(Dial):
    """Words with commas between them, in one text. Its choices are only some that are often wanted."""

    kind = "words"
    limit: ClassVar[int] = MOST_WORDS * (LONGEST_WORD + 2)

    def shown(self, content: Content) -> Shown:
        text = ", ".join(self._names(content.get(self.key, ())))
        return [text] if text else []

    def kept(self, typed: Sequence[str]) -> dict[str, Any]:
        words: dict[str, str] = {}
        for word in (word for text in typed for word in _split(text)):
            words.setdefault(word.casefold(), word)
        if len(words) > MOST_WORDS:
            raise Refused(f"{self.title} takes at most {MOST_WORDS} words. There are {len(words)}.")
        return {self.key: list(dict.fromkeys(self._value(word) for word in words.values()))}

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
        return dict.fromkeys(languages.name_of(code) for code in kept)

    def _value(self, word: str) -> str:
        code = languages.code_of(word)
        if code is None:
            meant = languages.like(word)
            hint = f"Did you mean {meant}?" if meant else "Try its English name, or a larger language it belongs to."
            raise Refused(f"“{_short(word)}” is not on our list of languages. {hint}")
        return code


def _is_blank(value: Any) -> bool:
    return value is None or value is False or value == []


def _split(text: str) -> list[str]:
    """The words of a text, without signs that can't be shown."""
    plain = "".join(" " if category(sign) in ("Cc", "Cs", "Zl", "Zp") else sign for sign in text)
    words = (" ".join(word.split()) for word in plain.replace(";", ",").split(","))
    return [word for word in words if word]


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
