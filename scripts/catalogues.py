"""Translation catalogues of children's pages. `python -m scripts.catalogues` adds new sentences to them, untranslated.

`compile_catalogues` makes the files that Django reads; `manage.py compilemessages` would need GNU gettext.

Adults' pages are in English, so every sentence that is marked for translation is for children.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from classroom.languages import ENGLISH, LANGUAGES, Language

ROOT = Path(__file__).parent.parent
CODE = ("classroom", "partners")
# How Django rewrites the tags of a template: gettext(u'...'), ngettext(u'...', u'...', count).
CALL = re.compile(r"""\bn?gettext\(((?:u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")(?:, )?)+)""")
Message = str | tuple[str, str]


def sentences() -> list[Message]:
    """All sentences that are marked for translation, in the order of the files; those with a number as (singular,
    plural)."""
    found = [*_in_templates(), *_in_code()]
    plural = {message[0]: message for message in found if isinstance(message, tuple)}
    single = (message if isinstance(message, str) else message[0] for message in found)
    return list(dict.fromkeys(plural.get(message, message) for message in single))


def _in_templates() -> Iterator[Message]:
    for path in sorted(ROOT.glob("templates/**/*.html")):
        for call in CALL.finditer(templatize(path.read_text())):
            words = ast.literal_eval(f"[{call[1]}]")
            yield (words[0], words[1]) if len(words) > 1 else words[0]


def _in_code() -> Iterator[Message]:
    for path in sorted(path for folder in CODE for path in ROOT.glob(f"{folder}/**/*.py")):
        for _line, message, _comments, _context in extract_from_file("python", path):
            yield message if isinstance(message, str) else (message[0], message[1])


def read(language: Language) -> Catalog:
    with language.file.open("rb") as file:
        return read_po(file)


def update(language: Language) -> None:
    """Keep the translations of sentences that are still there, and add new sentences without a translation."""
    catalog = read(language)
    template = Catalog()
    for message in sentences():
        template.add(message)
    catalog.update(template, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    with language.file.open("wb") as file:
        write_po(file, catalog, width=110, omit_header=False, include_previous=False)


def compile_catalogues() -> None:
    """Compile the catalogues whose compiled file is missing or older than the text."""
    for language in LANGUAGES:
        compiled = language.file.with_suffix(".mo")
        if language == ENGLISH or (compiled.exists() and compiled.stat().st_mtime >= language.file.stat().st_mtime):
            continue
        with compiled.open("wb") as file:
            write_mo(file, read(language))


if __name__ == "__main__":
    for language in LANGUAGES:
        if language != ENGLISH:
            update(language)
