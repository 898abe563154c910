"""What is typed in free words, as it is kept."""

import re
from typing import Any

from django import forms

from classroom.names import is_blank
from partners.notes.questions import HELP_WITH

OWN_WORDS = 200
LONGEST_REASON = 300  # of a teacher, for a rule, a lock, a change
# Control characters but for a new line, and marks that turn the letters after them round.
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")


def plain(typed: str) -> str:
    """Free words as they are kept: without characters that nobody sees, of which alone they are none."""
    kept = _UNSEEN.sub("", re.sub(r"\r\n?", "\n", typed).replace("\t", " ")).strip()
    return "" if is_blank(kept) else kept


class Written(forms.CharField):
    """What a teacher writes. A new line is one letter, as in the field of the page."""

    def to_python(self, value: Any) -> str:
        return plain(super().to_python(value) or "")


class OwnWords(forms.CharField):
    """What a child writes itself. It may stay empty."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=OWN_WORDS, **options)

    def to_python(self, value: Any) -> str:
        return plain(super().to_python(value) or "")


class CheckInHelpForm(forms.Form):
    """What a child would like help with; the words only from grade 2 on."""

    help = forms.MultipleChoiceField(required=False, choices=[(chip.key, chip.words) for chip in HELP_WITH])
    words = OwnWords()


class OwnWordsForm(forms.Form):
    """What a child adds to a page of the note."""

    own = OwnWords()
