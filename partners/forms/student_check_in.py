"""Forms of a check-in: a face, and what a child would like help with."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from classroom.forms.layout import Answers, Face, Helper, Presses
from classroom.forms.taps import ChildForm, OneTap
from classroom.models import GradeBand, Student
from partners.forms.free_text import ChildWords, Own
from partners.notes.questions import FACES, HELP_WITH, Answer


def _face(answer: Answer) -> tuple[str, Face]:
    return answer.key, Face(capfirst(str(answer.words)), picture=answer.picture)


class CheckInForm(ChildForm):
    """Three faces. Each is a button."""

    face = OneTap(choices=lambda: map(_face, FACES))

    helper = Helper(Presses("face", css="answers answers-faces", tells=False), css="")


class CheckInHelpForm(ChildForm):
    """The help that a child would like. The field for own words is there from grade 2 on."""

    help = forms.MultipleChoiceField(
        required=False, choices=lambda: map(_face, HELP_WITH), widget=forms.CheckboxSelectMultiple
    )
    words = ChildWords(label=_("Tell my teacher"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, student: Student) -> None:
        super().__init__(data)
        parts: list[Any] = [Answers("help", silent=True), Own("words")]
        if student.band == GradeBand.K_1:
            del self.fields["words"]
            parts.pop()
        says: dict[str, Any] = {"autocomplete": "off", "aria_label": _("I'd like help with")}
        self.helper = Helper(*parts, css="child-form", id="help", tight=True, error_role="alert", **says)

    def said(self) -> dict[str, Any]:
        """The answers, as arguments of `actions.check_ins.answer`."""
        words = {"words": self.cleaned_data["words"]} if "words" in self.fields else {}
        return {"help_with": self.cleaned_data["help"]} | words
