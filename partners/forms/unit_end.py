"""The form for the last day of a unit."""

import datetime as dt
from typing import Any

from django import forms

from classroom.forms.layout import Button, Buttons, Helper, Link, Part, Text, To
from partners.forms.days import DatedForm, day_input, within_a_year


class EndUnitForm(DatedForm):
    """The last day of a unit. `latest` is the last possible day, if the next partners are published."""

    last_day = forms.DateField(label="The last day together", widget=day_input())

    helper = Helper(
        "last_day",
        Text(
            "Until that day has passed you can choose another one. Where the next partners are published, these end by "
            "themselves.",
            css="soft small mb-0",
        ),
        Part("partners/_changing_days.html"),
        Buttons(Button("End on this day"), Link("Back", To("partners:partnerships", "classroom.key"))),
        tight=True,
        error_role="alert",
    )

    def __init__(self, *args: Any, today: dt.date, latest: dt.date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.latest = latest

    def clean_last_day(self) -> dt.date:
        day = within_a_year(self.cleaned_data["last_day"], self.today)
        if self.latest and day > self.latest:
            raise forms.ValidationError("The next partners begin by then. Choose an earlier day.")
        return day
