"""Tells lists that need no preview: lines of names, and nothing else."""

import re
from collections.abc import Sequence

from .guessing import guess
from .headings import heading_of, is_also_a_name
from .layouts import Meaning
from .lines import no_child
from .tables import Table

# Words of letters of any script, with the signs that names have.
_NAME = re.compile(r"['’‘ʻʼ]?[^\W\d_]+(?:(?:\. ?|, ?|[ '’‘`ʻʼ·-])[^\W\d_]+)*\.?")
_MARKS = re.compile(
    r"[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0e31-\u0e4e\u200c\u200d]"
)


def is_plain(tables: Sequence[Table]) -> bool:
    """Whether a text is plain: each line one or more words of letters, no heading, no digits, no marks."""
    [table, *more] = tables
    if more or table.width != 1 or table.notes or table.headed:
        return False
    first = table.rows[0].cells[0]
    if heading_of(first) and not is_also_a_name(first):
        return False
    lines = {row.number for row in table.rows}
    one_a_line = len(lines) == len(table.rows)
    return one_a_line and guess(table).columns == (Meaning.FULL,) and all(_is_plain(row.cells[0]) for row in table.rows)


def _is_plain(text: str) -> bool:
    if {"and", "und", "et"} & set(text.lower().split()):
        return False  # may be two children
    bare = _MARKS.sub("", text)
    if any(c.isnumeric() and not c.isalpha() for c in text):
        return False  # ① and the like
    if any(len(word) > 2 and word == word.upper() != word.lower() for word in bare.replace(".", " ").split()):
        return False  # capitals may be a family name that comes first
    return bool(_NAME.fullmatch(bare)) and no_child([text], text) is None and bare.count(",") < 2
