"""Partners who are changed in the middle of a unit."""

import datetime as dt
from typing import Any

from django import forms

from classroom.forms.fields import OneLine
from classroom.models import Classroom
from partners.forms.days import DatedForm, day_input, within_a_year
from partners.forms.free_text import LONGEST_REASON
from partners.models import PartnerChange


class ChangeForm(DatedForm):
    """New groups, as keys of children with a dash between them and a comma between groups; the day; a reason."""

    groups = forms.RegexField(
        r"^[0-9a-z]{10}(-[0-9a-z]{10}){1,2}(,[0-9a-z]{10}(-[0-9a-z]{10}){1,2})+$",
        max_length=600,
        error_messages={"required": "Choose one of these ways.", "invalid": "Choose one of these ways."},
    )
    starts_on = forms.DateField(label="From this day on", widget=day_input())
    reason = OneLine(
        required=False,
        max_length=LONGEST_REASON,
        label="Why, for yourself",
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_starts_on(self) -> dt.date:
        return within_a_year(self.cleaned_data["starts_on"], self.today)


class ChosenChangeForm(forms.Form):
    """One of the changes in the middle of a round."""

    change = forms.ModelChoiceField(PartnerChange.objects.none())

    def __init__(self, *args: Any, classroom: Classroom, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["change"]
        chosen.queryset = PartnerChange.objects.filter(round__classroom=classroom).select_related("round__classroom")
