"""The form for the settings of a class."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.forms import BoundField

from classroom.changed_since import MARK_LENGTH
from classroom.forms.fields import OneLine
from classroom.forms.layout import Box, Button, Enter, Group, Heading, Helper, Part, Row, Text, To
from classroom.models import GradeBand
from classroom.names import is_blank, tidy
from partners.considerations.weights import GROUPS, USUAL, WEIGHED, WEIGHTS
from partners.forms.controls import OneAlwaysOn, TextLink
from partners.models.workshop import NOTES_KEPT_AT_MOST, UNIT_AT_MOST

LONGEST_SPOT = 40
MOST_SPOTS = 100
LATEST_LAST_DAY = dt.timedelta(days=2 * 366)
REGIONS = {
    *("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"),
}


@cache
def time_zones() -> list[str]:
    """All time zones that are named after places, and UTC."""
    return [*sorted(zone for zone in available_timezones() if zone.partition("/")[0] in REGIONS), "UTC"]


class TimeZoneField(forms.CharField):
    """A time zone, by its name or its city. Spaces count as underscores, and capital letters do not matter."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"list": "zones", "autocomplete": "off", "spellcheck": "false"})
        super().__init__(max_length=64, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        typed = "_".join(super().clean(value).split()).casefold()
        for zone in time_zones():
            if typed in (zone.casefold(), zone.rpartition("/")[2].casefold()):
                return zone
        raise forms.ValidationError("That is none of the list. Begin to type a large city near you, and choose one.")


class SpotsField(forms.CharField):
    """Spots in the room, one to a line, in order."""

    widget = forms.Textarea(attrs={"rows": 5, "autocomplete": "off"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        lines = map(tidy, super().clean(value).splitlines())
        spots = [line for line in lines if not is_blank(line)]
        times = Counter(spot.casefold() for spot in spots)
        once = {spot.casefold(): spot for spot in spots}
        errors = [f"“{spot}” is there {times[key]} times." for key, spot in once.items() if times[key] > 1]
        long = [spot for spot in spots if len(spot) > LONGEST_SPOT]
        errors += [f"“{spot[:20]}…” has more than {LONGEST_SPOT} letters." for spot in long]
        if len(spots) > MOST_SPOTS:
            errors.append(f"{MOST_SPOTS} spots are the most. There are {len(spots)} here.")
        if errors:
            raise forms.ValidationError(errors)
        return spots


def _sheet(name: str, *parts: Any) -> Box:
    """A part of the settings; `name` is the id of its heading."""
    return Box(*parts, tag="section", css="sheet p-4", aria_labelledby=name)


# Enter in a field presses the first button of a form: Save, never the one that resets the weights.
SETTINGS = Helper(
    Enter("Save"),
    "seen",
    Box(
        _sheet(
            "s-class",
            Heading("The class", css="h3 mb-3", id="s-class"),
            Row("grade_band", "unit_weeks", "last_school_day", "time_zone"),
            Part("partners/settings/_zones.html"),
        ),
        _sheet("s-room", Heading("The room", css="h3 mb-3", id="s-room"), "spots"),
        _sheet(
            "s-note",
            Heading("Children’s notes", css="h3 mb-3", id="s-note"),
            "hard_question",
            Group(
                "Children in grades 4 to 8 read this, where your school can keep it",
                "promise_readers",
                "promise_apart",
                css="mb-3",
            ),
            Row("notes_kept_days"),
            TextLink("How long each kind of record is kept", To("partners:privacy", "classroom.key")),
        ),
        _sheet(
            "s-people",
            Heading("Safety contact", css="h3 mb-1", id="s-people"),
            Text(
                "Whom you turn to at your school when a child is not safe. It stands beside “Read this first”.",
                css="soft mb-3",
            ),
            "safety_name",
            "safety_email",
            Heading("Families", css="h3 mb-3 mt-3"),
            "family_contact",
            TextLink("The notice for families, to copy and print", To("partners:family_notice", "classroom.key")),
        ),
        css="settings-side",
    ),
    _sheet("s-weights", Part("partners/settings/_weights.html"), Box("no_lone_mixed_pair", css="mt-4")),
    Box(Button("Save"), css="thumb-bar"),
    css="settings",
    keeps_typing=True,
    novalidate="",
)
SETTINGS.form_show_errors = False  # the page lists the errors at its top, with links to the fields


class SettingsForm(forms.Form):
    """The settings of a class. Fields have the names that `actions.workshop.settings_of` uses; each weight has a
    field of its own."""

    grade_band = forms.ChoiceField(
        label="Grade", choices=GradeBand.choices, help_text="It decides in which words children are asked."
    )
    unit_weeks = forms.IntegerField(
        label="Weeks in a unit", min_value=1, max_value=UNIT_AT_MOST, help_text="Partners stay together for a unit."
    )
    last_school_day = forms.DateField(
        label="Last day of school", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    time_zone = TimeZoneField(label="Time zone", help_text="Begin to type a large city near you.")
    spots = SpotsField(
        label="Spots",
        required=False,
        max_length=10_000,
        help_text="One a line, a word or a number each: rug, 2, window. The first partners on the list get the first "
        "spot, when they are published.",
    )
    safety_name = OneLine(label="Name", max_length=80, required=False)
    safety_email = forms.EmailField(label="E-mail", max_length=254, required=False)
    family_contact = OneLine(
        label="Whom families ask",
        max_length=200,
        required=False,
        help_text="A name, and an e-mail or a telephone number. It stands in the notice for families.",
    )
    hard_question = forms.BooleanField(
        label="Ask with whom it would be hard right now",
        required=False,
        help_text="When this is off, a child can still say: I do not feel safe with someone.",
    )
    promise_readers = forms.BooleanField(
        label="“A few adults at school may read it if they need to keep someone safe.”", required=False
    )
    promise_apart = forms.BooleanField(
        label="“You do not have to work with this person while your teacher finds out more.”", required=False
    )
    notes_kept_days = forms.IntegerField(
        label="Days that notes are kept",
        min_value=1,
        max_value=NOTES_KEPT_AT_MOST,
        help_text=f"After partners are published. {NOTES_KEPT_AT_MOST} is the most.",
    )
    no_lone_mixed_pair = forms.BooleanField(
        label="No lone mixed pair",
        required=False,
        help_text="Where you marked a side, A or B, no pair is the only one across the line.",
    )
    seen = forms.CharField(required=False, max_length=MARK_LENGTH, widget=forms.HiddenInput)

    helper = SETTINGS

    def __init__(self, data: Mapping[str, Any] | None, *, initial: Mapping[str, Any], today: dt.date) -> None:
        weights = {f"weight_{each.key}": initial["weights"].get(each.key, USUAL) for each in WEIGHED}
        super().__init__(data, initial={**initial, **weights})
        self.today = today
        for each in WEIGHED:
            self.fields[f"weight_{each.key}"] = forms.ChoiceField(
                label=each.name, choices=WEIGHTS, widget=OneAlwaysOn, help_text=each.does
            )

    def weighed(self) -> Iterator[tuple[str, list[BoundField]]]:
        """The fields of the weights, in groups with titles."""
        for title, group in GROUPS:
            yield title, [self[f"weight_{each.key}"] for each in group]

    def clean_last_school_day(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["last_school_day"]
        if day and day != self.initial["last_school_day"] and not self.today <= day <= self.today + LATEST_LAST_DAY:
            raise forms.ValidationError("Choose today or a later day, within two years.")
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for field, other in (("safety_name", "safety_email"), ("safety_email", "safety_name")):
            if not self.data.get(field, "").strip() and self.data.get(other, "").strip():
                self.add_error(field, "A contact has a name and an e-mail. Fill in both, or none.")
        return cleaned

    def see(self, mark: str) -> None:
        """Set the mark of the settings that the page shows from now on, beside what was entered."""
        self.data = {**{name: self.data[name] for name in self.data}, "seen": mark}

    def settings(self) -> dict[str, Any]:
        """The settings, for `actions.workshop.change_settings`. Usual weights are left out."""
        weights = {each.key: self.cleaned_data[f"weight_{each.key}"] for each in WEIGHED}
        others = {name: value for name, value in self.cleaned_data.items() if not name.startswith("weight_")}
        return others | {"weights": {key: weight for key, weight in weights.items() if weight != USUAL}}
