"""Publishing a plan."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms

from partners.forms.days import LATEST_START, DatedForm, day_input, within_a_year


class PublishForm(DatedForm):
    starts_on = forms.DateField(label="Partners start on", widget=day_input())
    ends_on = forms.DateField(
        required=False,
        label="They stay together until",
        widget=day_input(),
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    shared = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, today: dt.date, shared: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["shared"] = forms.MultipleChoiceField(required=False, choices=[(key, key) for key in shared])

    def clean_starts_on(self) -> dt.date:
        return within_a_year(self.cleaned_data["starts_on"], self.today)

    def clean_ends_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["ends_on"]
        first = self.cleaned_data.get("starts_on", self.today)
        if day and not first <= day <= first + LATEST_START:
            raise forms.ValidationError("Choose a day after the first one, within a year.")
        return day
