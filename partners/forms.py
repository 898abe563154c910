"""Forms of plans, partnerships and observations. They validate, and do nothing else."""

import datetime as dt
from typing import Any

from django import forms

from partners.models import FlagAnswer, Mode, State
from partners.moves import NEXT_STEPS, STRENGTHS

MOST_WORDS = 1000
LATEST_START = dt.timedelta(days=366)


class SuggestForm(forms.Form):
    mode = forms.ChoiceField(choices=Mode.choices)


class SwapForm(forms.Form):
    """Two children of a plan, and the version of the plan that the page showed."""

    one = forms.CharField(max_length=10)
    other = forms.CharField(max_length=10)
    version = forms.IntegerField(min_value=1)


class PublishForm(forms.Form):
    starts_on = forms.DateField(
        label="Partners start on", widget=forms.DateInput(attrs={"type": "date", "class": "form-control"})
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_starts_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["starts_on"]
        if not self.today <= day <= self.today + LATEST_START:
            raise forms.ValidationError("Choose today or a later day, within a year.")
        return day


class ObservationForm(forms.Form):
    """What was seen. Nothing is required but something."""

    strengths = forms.MultipleChoiceField(required=False, choices=[(chip.key, chip.words) for chip in STRENGTHS])
    next_steps = forms.MultipleChoiceField(required=False, choices=[(chip.key, chip.words) for chip in NEXT_STEPS])
    state = forms.ChoiceField(required=False, choices=[("", ""), *State.choices])
    note = forms.CharField(required=False, max_length=MOST_WORDS)


class PlaceForm(forms.Form):
    """Where children go: `pair:` and a partnership's key, or `child:` and a child's."""

    to = forms.RegexField(r"^((pair|child):[0-9a-z]{10})?$", required=False)
    meanwhile = forms.RegexField(r"^(pair:[0-9a-z]{10})?$", required=False)


class FlagAnswerForm(forms.Form):
    answer = forms.ChoiceField(choices=FlagAnswer.choices)


class FlagDecisionForm(forms.Form):
    """May the two be partners?"""

    may = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No, never")])


class PartForTodayForm(forms.Form):
    """The partnerships that the child who spoke and the one who was named join for a day, by key; or empty: stays."""

    student = forms.SlugField(required=False, max_length=10)
    named = forms.SlugField(required=False, max_length=10)

    def clean(self) -> dict[str, Any]:
        if not any(self.cleaned_data.values()):
            raise forms.ValidationError("Choose who goes where.")
        return self.cleaned_data
