"""Fields and forms for days: of a start, an end, a change."""

import datetime as dt

from django import forms

LATEST_START = dt.timedelta(days=366)


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"})


def within_a_year(day: dt.date, today: dt.date) -> dt.date:
    if not today <= day <= today + LATEST_START:
        raise forms.ValidationError("Choose today or a later day, within a year.")
    return day


class DatedForm(forms.Form):
    """A form that puts the focus on its first field with an error, which may be far below."""

    def full_clean(self) -> None:
        super().full_clean()
        wrong = next((name for name in self.fields if name in self.errors), None)
        if wrong:
            self.fields[wrong].widget.attrs["autofocus"] = True
