"""Rules, publishing, and what happens to partners later."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from classroom.forms.fields import OneLine
from classroom.models import Classroom, Student
from partners.forms.free_text import Written
from partners.models import PartnerChange, RuleKind

LONGEST_REASON = 300
LATEST_START = dt.timedelta(days=366)


class DatedForm(forms.Form):
    """Comes back with the focus on the first field that can't be taken: it may stand far below."""

    def full_clean(self) -> None:
        super().full_clean()
        wrong = next((name for name in self.fields if name in self.errors), None)
        if wrong:
            self.fields[wrong].widget.attrs["autofocus"] = True


class PublishForm(DatedForm):
    starts_on = forms.DateField(
        label="Partners start on", widget=forms.DateInput(attrs={"type": "date", "class": "form-control"})
    )
    ends_on = forms.DateField(
        required=False,
        label="They stay together until",
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}),
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    shared = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, today: dt.date, shared: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["shared"] = forms.MultipleChoiceField(required=False, choices=[(key, key) for key in shared])

    def clean_starts_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["starts_on"]
        if not self.today <= day <= self.today + LATEST_START:
            raise forms.ValidationError("Choose today or a later day, within a year.")
        return day

    def clean_ends_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["ends_on"]
        first = self.cleaned_data.get("starts_on", self.today)
        if day and not first <= day <= first + LATEST_START:
            raise forms.ValidationError("Choose a day after the first one, within a year.")
        return day


class RuleForm(forms.Form):
    """A rule about children of a class. `until` is the last day on which it holds, or None."""

    kind = forms.ChoiceField(choices=RuleKind.choices, error_messages={"required": "Choose what the rule says."})
    students = forms.MultipleChoiceField(error_messages={"required": "Choose two children."})
    reason = Written(required=False, max_length=LONGEST_REASON)
    this_unit = forms.BooleanField(required=False)
    until = forms.DateField(required=False)

    def __init__(
        self, *args: Any, offered: Sequence[Student], today: dt.date, unit_end: dt.date | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {student.key: student for student in offered}
        self.today = today
        self.unit_end = unit_end
        self.fields["students"].choices = [(key, key) for key in self.offered]  # type: ignore[attr-defined]

    def clean_students(self) -> list[Student]:
        return [student for key, student in self.offered.items() if key in self.cleaned_data["students"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        students, kind = cleaned.get("students"), cleaned.get("kind")
        if students and len(students) < 2:
            self.add_error("students", "Choose two children.")
        if students and kind and kind != RuleKind.NEVER and len(students) > 2:
            self.add_error("students", "Choose two children. Only “Never together” can name more.")
        if cleaned.get("this_unit") and self.unit_end:
            cleaned["until"] = min(self.unit_end, cleaned.get("until") or self.unit_end)
        return cleaned

    def clean_until(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["until"]
        if day and not self.today <= day <= self.today + LATEST_START:
            raise forms.ValidationError("Choose today or a later day, within a year.")
        return day


class PlaceForm(forms.Form):
    """Where children go: `pair:` and a partnership's key, or `child:` and a child's; or `later`."""

    to = forms.RegexField(r"^((pair|child):[0-9a-z]{10}|later)?$", required=False)
    meanwhile = forms.RegexField(r"^(pair:[0-9a-z]{10}|later)?$", required=False)


class EndUnitForm(DatedForm):
    """`latest` is the last day that there can be, where the next partners are published."""

    last_day = forms.DateField(
        label="The last day together", widget=forms.DateInput(attrs={"type": "date", "class": "form-control"})
    )

    def __init__(self, *args: Any, today: dt.date, latest: dt.date | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.latest = latest

    def clean_last_day(self) -> dt.date:
        day: dt.date = self.cleaned_data["last_day"]
        if not self.today <= day <= self.today + LATEST_START:
            raise forms.ValidationError("Choose today or a later day, within a year.")
        if self.latest and day > self.latest:
            raise forms.ValidationError("The next partners begin by then. Choose an earlier day.")
        return day


class ChangeForm(DatedForm):
    """New groups, as keys of children with a dash between them and a comma between groups; the day; a reason."""

    groups = forms.RegexField(
        r"^[0-9a-z]{10}(-[0-9a-z]{10}){1,2}(,[0-9a-z]{10}(-[0-9a-z]{10}){1,2})+$",
        max_length=600,
        error_messages={"required": "Choose one of these ways.", "invalid": "Choose one of these ways."},
    )
    starts_on = forms.DateField(
        label="From this day on", widget=forms.DateInput(attrs={"type": "date", "class": "form-control"})
    )
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
        day: dt.date = self.cleaned_data["starts_on"]
        if not self.today <= day <= self.today + LATEST_START:
            raise forms.ValidationError("Choose today or a later day, within a year.")
        return day


class ChosenChangeForm(forms.Form):
    """One of the changes in the middle of a round."""

    change = forms.ModelChoiceField(PartnerChange.objects.none())

    def __init__(self, *args: Any, classroom: Classroom, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["change"]
        chosen.queryset = PartnerChange.objects.filter(round__classroom=classroom).select_related("round__classroom")
