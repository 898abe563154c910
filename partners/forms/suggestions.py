"""The form with which a teacher asks for a suggestion of partners."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.html import format_html

from classroom.buttons import next_step
from classroom.forms.layout import Button, Buttons, Folded, Heading, Helper, Link, Part, Text, To, Value
from partners.considerations.weights import GROUPS, USUAL, WEIGHED, WEIGHTS
from partners.forms.controls import ChoiceLines, LightSelect, OneAlwaysOn
from partners.models import Mode, Round

WEIGHT = "weight_"
MODES = {
    Mode.STEADY: "Keep what works, change what does not.",
    Mode.MIX: "New partners for most, no partner twice in a row if it can be helped.",
    Mode.FRESH: "Nobody with a partner from before.",
}


class WeighingForm(forms.Form):
    """A mode, and how much each consideration counts. The page sends every weight, or none."""

    mode = forms.ChoiceField(label="How much should stay as it was", choices=Mode.choices, widget=OneAlwaysOn)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in WEIGHED:
            self.fields[f"{WEIGHT}{each.key}"] = forms.ChoiceField(
                label=each.name, choices=WEIGHTS, required=False, widget=LightSelect
            )

    def weighed(self) -> list[tuple[str, list[BoundField]]]:
        """The fields of the weights, in groups with titles."""
        return [(title, [self[f"{WEIGHT}{each.key}"] for each in group]) for title, group in GROUPS]

    def weights(self) -> dict[str, str] | None:
        """The weights by consideration, without usual ones. None if the page sent none."""
        sent = {each.key: self.cleaned_data[f"{WEIGHT}{each.key}"] for each in WEIGHED}
        if not all(sent.values()):
            return None
        return {key: weight for key, weight in sent.items() if weight != USUAL}


class SuggestForm(WeighingForm):
    """The form as a page shows it. The first round offers no mode, because nothing could stay. `is_first` says that
    there is no plan yet."""

    def __init__(
        self, round: Round, *, mode: str, weights: Mapping[str, str], is_first: bool = False, starts_over: bool
    ) -> None:
        weighed = {f"{WEIGHT}{each.key}": weights.get(each.key, USUAL) for each in WEIGHED}
        super().__init__(initial={"mode": mode} | weighed)
        self.fields["mode"].choices = [  # type: ignore[attr-defined]
            (mode.value, format_html("<b>{}.</b> {}", mode.label, words)) for mode, words in MODES.items()
        ]
        first_words = "Ready when you are" if round.number == 1 else "How much should stay?"
        again = Text("A new draft, from all that is known by now. This one stays, too.", css="soft m-0")
        over = Link("Start from last round", To("partners:plan_last_round", "classroom.key"))
        self.helper = Helper(
            Heading(first_words if is_first else "Suggest again", id="suggest-h"),
            *([] if is_first else [again]),
            Value("mode", Mode.STEADY.value) if round.number == 1 else ChoiceLines("mode", is_seen=False),
            Folded("What counts how much", Part("partners/plan/_weights.html"), css="weights"),
            Buttons(
                Button("Suggest partners", kind=next_step(is_first), icon="bulb"), *([over] if starts_over else [])
            ),
            action=To("partners:plan_suggest", "classroom.key"),
            css="sheet p-4 stack narrow" if is_first else "sheet p-4 stack",
            id="suggest",
            aria_labelledby="suggest-h",
        )
