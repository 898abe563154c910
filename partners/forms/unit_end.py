"""The last day of a unit."""

import datetime as dt
from typing import Any

from django import forms

from partners.forms.days import DatedForm, day_input, within_a_year


class EndUnitForm(DatedForm):
    """`latest` is the last day that there can be, where the next partners are published."""

    last_day = forms.DateField(label="The last day together", widget=day_input())

    def __init__(self, *args: Any, today: dt.date, latest: dt.date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.latest = latest

    def clean_last_day(self) -> dt.date:
        day = within_a_year(self.cleaned_data["last_day"], self.today)
        if self.latest and day > self.latest:
            raise forms.ValidationError("The next partners begin by then. Choose an earlier day.")
        return day
