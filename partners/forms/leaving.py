"""Where children go when somebody leaves, or has no partner."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms

from classroom.dates import day_in_words
from classroom.forms.layout import Button, Buttons, Face, Helper, Link, To
from classroom.models import Student
from partners.forms.controls import ChoiceLines

NOWHERE = "There is no other partnership now. Suggest a new plan soon."


@dataclass(frozen=True)
class Choice:
    """A place, as a value of the form and in words."""

    value: str
    words: str
    is_best: bool = False


@dataclass(frozen=True)
class Question:
    """Where one child goes: `until` others begin, and `since` then, where a round or a change is to come. `name` is the
    field of the form."""

    name: str
    student: Student
    choices: list[Choice] = field(default_factory=list)
    until: dt.date | None = None
    since: dt.date | None = None

    @property
    def words(self) -> str:
        asked = f"hom does {self.student.called} join?"
        if self.until:
            return f"Until {day_in_words(self.until, 'j F')}, w{asked}"
        return f"From {day_in_words(self.since, 'j F')}, w{asked}" if self.since else f"W{asked}"

    @property
    def best(self) -> str | None:
        return next((choice.value for choice in self.choices if choice.is_best), None)


class PlaceForm(forms.Form):
    """Where children go: `pair:` and a partnership's key, or `child:` and a child's; or `later`."""

    to = forms.RegexField(r"^((pair|child):[0-9a-z]{10}|later)?$", required=False, widget=forms.RadioSelect)
    meanwhile = forms.RegexField(r"^(pair:[0-9a-z]{10}|later)?$", required=False, widget=forms.RadioSelect)

    helper: Helper  # of a form that asks

    @classmethod
    def asking(cls, questions: Sequence[Question], button: str, back: To) -> "PlaceForm":
        """As a page shows it; without a button where nobody can go anywhere."""
        form = cls(initial={question.name: question.best for question in questions})
        for question in questions:
            asked: Any = form.fields[question.name]
            asked.label = question.words
            asked.widget.choices = [
                (choice.value, Face(choice.words, note="Suggested" if choice.is_best else "", is_own=True))
                for choice in question.choices
            ]
        form.helper = Helper(
            *(ChoiceLines(each.name, legend_css="h3 mb-2", nothing=NOWHERE) for each in questions),
            Buttons(*([Button(button)] if button else []), Link("Back", back)),
            tight=True,
        )
        return form
