"""Forms for changing partners in the middle of a round."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from classroom.buttons import next_step
from classroom.forms.fields import OneLine
from classroom.forms.layout import Button, Chips, Face, Heading, Helper, Text, Value
from classroom.models import Classroom
from partners.forms.controls import ChoiceLines
from partners.forms.days import DatedForm, day_input, within_a_year
from partners.forms.free_text import LONGEST_REASON
from partners.models import PartnerChange
from partners.queries import Pair

SAY_IT = (
    "Say it like this: “We keep learning who helps whom. Some of you write with someone new soon.” Never who asked."
)


class WhichForm(forms.Form):
    """The partnerships that should change."""

    which = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)

    def __init__(self, *, pairs: Iterable[Pair], ticked: Collection[str], is_next: bool) -> None:
        """`is_next` says that this is the next step of the page, so that its button stands out."""
        super().__init__(initial={"which": list(ticked)})
        choices = [(pair.partnership.key, pair.names) for pair in pairs]
        self.fields["which"].choices = choices  # type: ignore[attr-defined]
        self.helper = Helper(
            Value("find", "1"),
            Heading("1. Which should change?", id="which"),
            Chips("which", css="pick", tick="start", bare=True),
            Button("Find ways", kind=next_step(is_next)),
            method="get",
            css="stack",
            aria_labelledby="which",
        )


class ChangeForm(DatedForm):
    """New groups, the first day, and a reason. Groups are separated by commas, and the keys of children in a group
    by dashes."""

    groups = forms.RegexField(
        r"^[0-9a-z]{10}(-[0-9a-z]{10}){1,2}(,[0-9a-z]{10}(-[0-9a-z]{10}){1,2})+$",
        max_length=600,
        label="New partners",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of these ways.", "invalid": "Choose one of these ways."},
    )
    starts_on = forms.DateField(label="From this day on", widget=day_input())
    reason = OneLine(
        required=False,
        max_length=LONGEST_REASON,
        label=format_html('Why, for yourself <span class="soft">{}</span>', "(optional, covered)"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def lay_out(self, chosen: Iterable[Pair], ways: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Lay the form out with the `ways` to change the `chosen` partners. A way is a value of the form and the
        names of its groups."""
        first = ways[0][0] if ways else None
        self.initial["groups"] = first
        self.fields["groups"].widget.choices = [
            (value, Face(_lines(names), note="Suggested" if value == first else "")) for value, names in ways
        ]
        self.helper = Helper(
            Heading("2. How?", id="how"),
            *(Value("which", pair.partnership.key) for pair in chosen),
            *(ChoiceLines("groups", is_seen=False), "starts_on", "reason"),
            Text(SAY_IT, css="soft small mb-0"),
            Button("Change them together", icon="send", turns=True),
            tight=True,
            error_role="alert",
            aria_labelledby="how",
        )

    def clean_starts_on(self) -> dt.date:
        return within_a_year(self.cleaned_data["starts_on"], self.today)


class ChosenChangeForm(forms.Form):
    """One of the changes in the middle of a round."""

    change = forms.ModelChoiceField(PartnerChange.objects.none())

    def __init__(self, *args: Any, classroom: Classroom, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["change"]
        chosen.queryset = PartnerChange.objects.filter(round__classroom=classroom).select_related("round__classroom")


def _lines(names: Iterable[str]) -> SafeString:
    return format_html_join(SafeString("<br>"), '<span dir="auto">{}</span>', ((each,) for each in names))
