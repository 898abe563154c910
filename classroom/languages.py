"""The languages of children's pages. Adults' pages are in English."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import read_po


@dataclass(frozen=True)
class Language:
    """A language of children's pages. `own_name` is what its speakers call it. It is `checked` once somebody who
    speaks it has read every sentence."""

    code: str
    name: str
    own_name: str
    checked: bool = False

    @property
    def file(self) -> Path:
        """The catalogue: the sentences that children read, in English and in this language."""
        base, _, script = self.code.partition("-")
        name = f"{base}_{script.capitalize()}" if script else base
        return Path(__file__).parent / "locale" / name / "LC_MESSAGES" / "django.po"


ENGLISH = Language("en", "English", "English", checked=True)
LANGUAGES = (
    ENGLISH,
    Language("es", "Spanish", "Español"),
    Language("ar", "Arabic", "العربية"),
    Language("zh-hans", "Chinese (Simplified)", "简体中文"),
    Language("fr", "French", "Français"),
    Language("ht", "Haitian Creole", "Kreyòl ayisyen"),
    Language("pt", "Portuguese", "Português"),
    Language("ru", "Russian", "Русский"),
    Language("vi", "Vietnamese", "Tiếng Việt"),
)
BY_CODE = {language.code: language for language in LANGUAGES}


def offered(turned_on: Iterable[str]) -> list[Language]:
    """The checked languages, and those that were turned on."""
    codes = set(turned_on)
    return [language for language in LANGUAGES if language.checked or language.code in codes]


def first_spoken(codes: Iterable[str], among: Iterable[Language]) -> Language | None:
    """The first of a child's or a browser's languages that is offered, whatever its region or script; None where
    none is."""
    by_base = {_base(language.code): language for language in among}
    return next((by_base[_base(code)] for code in codes if _base(code) in by_base), None)


def _base(code: str) -> str:
    return code.casefold().partition("-")[0]


def sentences_in(language: Language) -> list[tuple[str, str]]:
    """All sentences that children read, as pairs of English and this language. Those with a number are in their last
    plural form."""
    with language.file.open("rb") as file:
        return [(_last(message.id), _last(message.string or "")) for message in read_po(file) if message.id]


def _last(words: str | Sequence[str]) -> str:
    return words if isinstance(words, str) else words[-1]
