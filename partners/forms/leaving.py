"""The form with which a teacher finds a place for a child without a partner, or for one whose partner leaves."""

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
    """A possible place, as a value of the form and in words."""

    value: str
    words: str
    is_best: bool = False


@dataclass(frozen=True)
class Question:
    """A question about the place of one child. `until` is the day on which a place for the meantime ends, and
    `since` the first day of a place with a round or a change that is to come. `name` is the field of the form."""

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
    """The places that were chosen. A value is `pair:` and the key of a partnership, `child:` and the key of a child,
    or `later`."""

    to = forms.RegexField(r"^((pair|child):[0-9a-z]{10}|later)?$", required=False, widget=forms.RadioSelect)
    meanwhile = forms.RegexField(r"^(pair:[0-9a-z]{10}|later)?$", required=False, widget=forms.RadioSelect)

    helper: Helper  # only on a form from `asking`

    @classmethod
    def asking(cls, questions: Sequence[Question], button: str, back: To) -> "PlaceForm":
        """The form as a page shows it, with the best places chosen. An empty `button` leaves the button out, for a
        page on which nobody can go anywhere."""
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
