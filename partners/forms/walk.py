"""A note of the walk, as a form or as the page sends it by itself."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from classroom.models import Student
from partners.forms.free_text import Written
from partners.forms.observations import ChipsForm
from partners.models import ObservationContent, State

HEARD = 160
LOOK_AGAIN_WITHIN = dt.timedelta(days=60)
# How long a note may wait on a device, in seconds.
WAIT = 60 * 24 * 60 * 60


class WalkForm(ChipsForm):
    """What was seen. `tap` counts the changes of the note `client_key`; `waited` says how long ago it began."""

    state = forms.ChoiceField(required=False, choices=[("", ""), *State.choices])
    note = Written(required=False, max_length=HEARD)
    about = forms.ChoiceField(required=False)
    reader = forms.ChoiceField(required=False)
    follow_up = forms.DateField(required=False)
    client_key = forms.UUIDField()
    tap = forms.IntegerField(min_value=0, max_value=100_000)
    waited = forms.IntegerField(required=False, min_value=0)

    def __init__(self, data: Any = None, *, students: Sequence[Student], today: dt.date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.today = today
        self.by_key = {student.key: student.pk for student in students}
        for name in ("about", "reader"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # for the type checker
            field.choices = [("", ""), *((key, key) for key in self.by_key)]
            field.error_messages["invalid_choice"] = "It is about a child who is not in this partnership."

    def clean_about(self) -> int | None:
        return self.by_key.get(self.cleaned_data["about"])

    def clean_reader(self) -> int | None:
        return self.by_key.get(self.cleaned_data["reader"])

    def clean_follow_up(self) -> dt.date | None:
        """A day that was to come when the note was begun may be over when it arrives."""
        day: dt.date | None = self.cleaned_data["follow_up"]
        if day and abs(day - self.today) > LOOK_AGAIN_WITHIN:
            raise forms.ValidationError("Choose a day within the next 60 days.")
        return day

    def clean_waited(self) -> dt.timedelta:
        return dt.timedelta(seconds=min(self.cleaned_data["waited"] or 0, WAIT))

    @property
    def seen(self) -> ObservationContent:
        """Of a valid form: what the note says."""
        given = self.cleaned_data
        return ObservationContent(
            strengths=tuple(given["strengths"]),
            next_steps=tuple(given["next_steps"]),
            state=given["state"],
            note=given["note"],
            about=given["about"],
            reader=given["reader"],
            follow_up=given["follow_up"],
        )
