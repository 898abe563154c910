"""The form for publishing a plan."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms

from classroom.forms.layout import Button, Helper, Text
from partners.forms.days import LATEST_START, DatedForm, day_input, within_a_year

UNTIL_THEN = (
    "Until the first day nothing changes for children. Then all changes go out together. Nobody loses a partner on the "
    "last day: you end the unit, or the next partners begin."
)


class PublishForm(DatedForm):
    starts_on = forms.DateField(label="Partners start on", widget=day_input())
    ends_on = forms.DateField(
        required=False,
        label="They stay together until",
        widget=day_input(),
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    shared = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, today: dt.date, shared: Iterable[tuple[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["shared"].choices = shared  # type: ignore[attr-defined]

    def lay_out(self, *, may_publish: bool) -> None:
        """Lay the form out. The boxes of `shared` are not in it, because the page shows each beside its group: see
        `boxes`. The button is missing unless `may_publish`."""
        self.helper = Helper(
            *("starts_on", "ends_on", "version", Text(UNTIL_THEN, css="soft small mb-0")),
            *([Button("Publish", icon="send", turns=True)] if may_publish else []),
            tight=True,
            error_role="alert",
            id="publish",
        )

    def boxes(self) -> dict[str, dict[str, Any]]:
        """The boxes of `shared` by value, as Django describes them."""
        return {box.data["value"]: box.data for box in self["shared"].subwidgets}

    def clean_starts_on(self) -> dt.date:
        return within_a_year(self.cleaned_data["starts_on"], self.today)

    def clean_ends_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["ends_on"]
        first = self.cleaned_data.get("starts_on", self.today)
        if day and not first <= day <= first + LATEST_START:
            raise forms.ValidationError("Choose a day after the first one, within a year.")
        return day
