"""The form for a note of the walk, sent by the person or by the page's script."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.template import Context

from classroom.forms.drawing import OneField
from classroom.forms.layout import Box, Chips, Errors, Face, Folded, Helper, Known, Part
from classroom.models import Student
from partners.forms.free_text import Written
from partners.forms.observations import ChipsForm
from partners.models import ObservationContent, State

HEARD = 160
LOOK_AGAIN_WITHIN = dt.timedelta(days=60)
# The longest time that a note may wait on a device, in seconds.
WAIT = 60 * 24 * 60 * 60
# How many chips are within reach of the thumb; the others are one tap away.
STRENGTHS_FIRST, NEXT_STEPS_FIRST = 7, 4


class NothingKept(Errors):
    """All errors of the form, at its beginning, because the fields with errors may be folded."""

    template = "partners/_walk_errors.html"

    def drawn(self, form: forms.Form, context: Context) -> dict[str, Any]:
        return {"form": form}


class Side(Chips):
    """The chips of one side. The first ones are within reach of the thumb, and the others below a line that opens."""

    template = "partners/_walk_side.html"

    def __init__(self, name: str, first: int) -> None:
        super().__init__(name, tick="start", legend_css="h3 mb-2")
        self.first = first

    def drawn(self, form: forms.Form, context: Context) -> dict[str, Any]:
        known = super().drawn(form, context)
        first, rest = known["choices"][: self.first], known["choices"][self.first :]
        return known | {"first": first, "rest": rest, "is_open": any(choice["selected"] for choice in rest)}


def _child(name: str) -> OneField:
    """A choice of a child of the partnership, or of nobody. Without a connection the script fills in the children."""
    return Chips(name, tick="start", data_children=name)


class WalkForm(ChipsForm):
    """An observation on the walk. `tap` counts the changes of the note `client_key`; `waited` says how many seconds ago
    it began.

    `students` are the children whom the note may be about; `shown` are those whom the page offers.
    """

    state = forms.ChoiceField(
        label="How it goes", required=False, choices=[("", ""), *State.choices], widget=forms.RadioSelect
    )
    note = Written(
        label="I heard…",
        required=False,
        max_length=HEARD,
        widget=forms.Textarea(attrs={"id": "heard", "rows": 2, "class": "written", "autocomplete": "off"}),
    )
    about = forms.ChoiceField(label="It is about", required=False, widget=forms.RadioSelect)
    reader = forms.ChoiceField(label="Who read", required=False, widget=forms.RadioSelect)
    follow_up = forms.DateField(
        label="Look again on",
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "id": "again", "class": "walk-day"}),
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput)
    tap = forms.IntegerField(min_value=0, max_value=100_000, widget=forms.HiddenInput)
    waited = forms.IntegerField(required=False, min_value=0)

    helper = Helper(
        "client_key",
        "tap",
        NothingKept(),
        Side("strengths", STRENGTHS_FIRST),
        Side("next_steps", NEXT_STEPS_FIRST),
        "note",
        Folded(
            "Who, how it goes, look again",
            Box(_child("about"), _child("reader"), Chips("state", tick="start"), "follow_up", css="stack"),
            opens_with=("state", "about", "reader", "follow_up"),
            css="walk-more",
        ),
        Part("partners/_walk_bar.html"),
        action=Known("note_at"),
        css="stack walk-form",
        tight=True,
        errors_above=True,
        autocomplete="off",
        data_walk_note=True,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        students: Sequence[Student],
        shown: Sequence[Student],
        today: dt.date,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self.today = today
        self.by_key = {student.key: student.pk for student in students}
        self.fields["strengths"].label, self.fields["next_steps"].label = "I saw", "Next step"
        self.shows("state", [("", Face("As before")), *((str(state), Face(state.label)) for state in State)])
        children = [(student.key, Face(student.called, is_own=True)) for student in shown]
        for name, nobody in (("about", "All of them"), ("reader", "Nobody now")):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # for the type checker
            field.choices = [("", ""), *((key, key) for key in self.by_key)]
            field.error_messages["invalid_choice"] = "It is about a child who is not in this partnership."
            self.shows(name, [("", Face(nobody)), *children])

    def clean_about(self) -> int | None:
        return self.by_key.get(self.cleaned_data["about"])

    def clean_reader(self) -> int | None:
        return self.by_key.get(self.cleaned_data["reader"])

    def clean_follow_up(self) -> dt.date | None:
        """A day within 60 days of today. It may be over, because a note can arrive long after it was begun."""
        day: dt.date | None = self.cleaned_data["follow_up"]
        if day and abs(day - self.today) > LOOK_AGAIN_WITHIN:
            raise forms.ValidationError("Choose a day within the next 60 days.")
        return day

    def clean_waited(self) -> dt.timedelta:
        return dt.timedelta(seconds=min(self.cleaned_data["waited"] or 0, WAIT))

    @property
    def seen(self) -> ObservationContent:
        """The contents of the note. The form must be valid."""
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
