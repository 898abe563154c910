"""Every text that children read is translated into every language."""

import re

import pytest
from babel.messages.catalog import Catalog, Message
from django.utils import translation

from classroom.languages import ENGLISH, LANGUAGES, Language
from scripts import catalogues

OTHERS = [language for language in LANGUAGES if language != ENGLISH]
PLACE = re.compile(r"%\(\w+\)\w|\{\w+\}")

every_language = pytest.mark.parametrize("language", OTHERS, ids=lambda language: language.code)


@pytest.fixture(scope="module")
def sentences() -> list[catalogues.Message]:
    return catalogues.sentences()


def found(catalog: Catalog, sentence: catalogues.Message) -> Message:
    message = catalog.get(sentence if isinstance(sentence, str) else sentence[0])
    return message or Message(sentence)


def forms(words: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [words or ""] if isinstance(words, str) or words is None else [*words]


def test_sentences_are_found_in_templates_and_code(sentences: list[catalogues.Message]) -> None:
    """If the reader found nothing, the tests below would pass without checking anything."""
    for sentence in ("That's not me", "Listens to me", "owl", "Not quite. Try again.", "Set the spot"):
        assert sentence in sentences
    assert ("In %(n)s minute.", "In %(n)s minutes.") in sentences
    assert "Ask your teacher to let you in." in sentences  # inside {% firstof %}
    assert "faced partner" not in sentences  # adults read English


@every_language
def test_every_sentence_has_a_translation(language: Language, sentences: list[catalogues.Message]) -> None:
    catalog = catalogues.read(language)
    messages = [found(catalog, sentence) for sentence in sentences]
    assert [message.id for message in messages if not all(forms(message.string))] == []
    assert [message.id for message in catalog if message.id and message.fuzzy] == []


@every_language
def test_a_filled_in_form_reads_the_same(language: Language) -> None:
    def places(words: str) -> set[str]:
        return set(PLACE.findall(words))

    wrong = [
        (message.id, form)
        for message in catalogues.read(language)
        for form in forms(message.string)
        if message.id and places(form) != places(forms(message.id)[0])
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("ru", {1: "Через 1 минуту.", 2: "Через 2 минуты.", 5: "Через 5 минут.", 21: "Через 21 минуту."}),
        ("ar", {3: "بعد 3 دقائق.", 11: "بعد 11 دقيقة.", 100: "بعد 100 دقيقة."}),
        ("es", {1: "En 1 minuto.", 2: "En 2 minutos."}),
        ("zh-hans", {1: "1 分钟后。", 2: "2 分钟后。"}),
        ("ht", {1: "Nan 1 minit.", 2: "Nan 2 minit."}),
    ],
)
def test_numbers_have_the_forms_of_their_language(code: str, wanted: dict[int, str]) -> None:
    with translation.override(code):
        said = {n: translation.ngettext("In %(n)s minute.", "In %(n)s minutes.", n) % {"n": n} for n in wanted}
    assert said == wanted
