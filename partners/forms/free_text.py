"""Fields for free words of teachers and children."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from classroom.forms.drawing import OneField
from classroom.names import is_blank

OWN_WORDS = 200
LONGEST_REASON = 300  # in letters: a teacher's reason for a rule, a lock, a change
# Control characters except the line break, and marks that turn the direction of the letters after them.
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")


def plain(typed: str) -> str:
    """Free words as they are stored: without invisible characters. Words that consist of nothing else become empty."""
    kept = _UNSEEN.sub("", re.sub(r"\r\n?", "\n", typed).replace("\t", " ")).strip()
    return "" if is_blank(kept) else kept


class Written(forms.CharField):
    """A teacher's words. A line break counts as one letter, as it does in the browser."""

    def to_python(self, value: Any) -> str:
        return plain(super().to_python(value) or "")


class OwnWords(forms.CharField):
    """A child's own words. The field may stay empty."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=OWN_WORDS, **options)

    def to_python(self, value: Any) -> str:
        return plain(super().to_python(value) or "")


class ChildWords(OwnWords):
    """Words that a child types on their own page. `hint` says how many letters they may have, and a script counts
    them down."""

    def __init__(self, *, hint: Any = "", **options: Any) -> None:
        attrs = {"rows": 2, "cols": False, "maxlength": OWN_WORDS, "dir": "auto", "autocomplete": "off"}
        widget = forms.Textarea(attrs={**attrs, "spellcheck": "false", "class": "form-control"})
        too_long = {"max_length": _("That is a bit long. Use fewer words.")}
        super().__init__(widget=widget, help_text=hint, error_messages=too_long, **options)


class BeginningOfWords(ChildWords):
    """ChildWords that are never too long: the field cuts them off, so that the beginning is passed on in any case."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value)[:OWN_WORDS]


class Own(OneField):
    """A field for own words, with the hint above the errors."""

    template = "partners/note/_own.html"
