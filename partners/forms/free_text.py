"""What is typed in free words, as it is kept."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from classroom.forms.drawing import OneField
from classroom.names import is_blank

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


class ChildWords(OwnWords):
    """What a child types on a page of its own. `hint` says how much that may be, and is counted down by a script."""

    def __init__(self, *, hint: Any = "", **options: Any) -> None:
        attrs = {"rows": 2, "cols": False, "maxlength": OWN_WORDS, "dir": "auto", "autocomplete": "off"}
        widget = forms.Textarea(attrs={**attrs, "spellcheck": "false", "class": "form-control"})
        too_long = {"max_length": _("That is a bit long. Use fewer words.")}
        super().__init__(widget=widget, help_text=hint, error_messages=too_long, **options)


class BeginningOfWords(ChildWords):
    """The same where it is heard also when it is too long: then its beginning."""

    def to_python(self, value: Any) -> str:
        return super().to_python(value)[:OWN_WORDS]


class Own(OneField):
    """A field for own words, with the hint above what is wrong."""

    template = "partners/note/_own.html"
