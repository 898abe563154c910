"""Forms for observations of partners, with the chips of the class."""

from typing import Any

from django import forms

from classroom.forms.drawing import Element
from classroom.forms.layout import Box, Button, Errors, Face, Heading, Helper, Switch, Text, To
from classroom.forms.layout import Chips as ChipsLayout
from partners.forms.free_text import Written
from partners.models import ObservationContent, State
from partners.moves.built_in import Chip
from partners.moves.chips import Chips

MOST_WORDS = 1000
SIDES = ("strengths", "next_steps")
NOT_HERE = "Something that was tapped is not on this page now. Nothing was kept yet: look once more."
STATE_ICONS = {State.GOING_WELL: "going", State.GROWING: "growing"}


def face_of(chip: Chip) -> Face:
    return Face(chip.at_the_start, is_own=True)


class Alert(Errors):
    """The errors of the form as a whole, as one line that screen readers announce."""

    template = "partners/_alert.html"


class ChipsForm(forms.Form):
    """The chips of an observation. All chips of the class are valid, even if they were put away meanwhile; the page
    shows only those that were passed to `offer`."""

    strengths = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    next_steps = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, *, chips: Chips, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.chips = chips
        for side in SIDES:
            field = self.fields[side]
            assert isinstance(field, forms.MultipleChoiceField)  # for the type checker
            field.choices = [(chip.key, chip.words) for chip in getattr(chips, side).values()]
            self.offer(side, chips.offered(side))

    def offer(self, side: str, chips: list[Chip]) -> None:
        """Show these chips on that side, in this order."""
        self.shows(side, [(chip.key, face_of(chip)) for chip in chips])

    def shows(self, name: str, choices: list[tuple[str, Face]]) -> None:
        """Set the choices on the page, which may be fewer than the valid ones."""
        widget = self.fields[name].widget
        assert isinstance(widget, forms.widgets.ChoiceWidget)  # for the type checker
        widget.choices = choices


class ObservationForm(ChipsForm):
    """An observation. No field is required, but the whole must say something."""

    state = forms.ChoiceField(
        label="How it goes", required=False, choices=[("", ""), *State.choices], widget=forms.RadioSelect
    )
    note = Written(
        label="A note",
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"id": "note", "rows": 3, "class": "written"}),
    )

    helper = Helper(
        Element("h2", "What do you see?", id="write"),
        Alert(),
        ChipsLayout("strengths", tick="start", legend_css="h3 mb-2"),
        ChipsLayout("next_steps", tick="start", legend_css="h3 mb-2"),
        Switch("state", legend_css="h3 mb-2"),
        "note",
        Box(Button("Keep it", css="w-100"), css="thumb-bar"),
        action=To("partners:observe", "classroom.key", "partnership.key"),
        css="stack",
        tight=True,
        error_role="alert",
        aria_labelledby="write",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        faces = [(str(state), Face(state.label, icon=STATE_ICONS.get(state, "hand"))) for state in State]
        self.shows("state", faces)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if [name for name in (*SIDES, "state") if self.errors.pop(name, None)]:
            raise forms.ValidationError(NOT_HERE)
        return cleaned

    @property
    def seen(self) -> ObservationContent:
        """The contents of the observation. The form must be valid."""
        given = self.cleaned_data
        return ObservationContent(
            strengths=tuple(given["strengths"]),
            next_steps=tuple(given["next_steps"]),
            state=given["state"],
            note=given["note"],
        )


class FamilyPageForm(ChipsForm):
    """The page that a family reads about their child as a partner: chips and words that the teacher chooses. At
    least one is required."""

    words = Written(
        label="In your own words",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"id": "words", "rows": 2, "class": "written"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["strengths"].label = "Does well"
        self.fields["next_steps"].label = "Learns next"

    @property
    def helper(self) -> Helper:
        """The layout. A side without any chips is left out."""
        sides = [side for side in SIDES if self.fields[side].widget.choices]
        return Helper(
            Heading("Half a page for the family", id="family"),
            Text("Choose what they read. No other child is named on it, and it is not kept.", css="soft m-0"),
            *(ChipsLayout(side, tick="start") for side in sides),
            "words",
            Button("Make the page", kind="plain", icon="family"),
            action=To("partners:family_page", "classroom.key", "student.key"),
            css="sheet p-4 stack mt-5 no-print",
            tight=True,
            aria_labelledby="family",
            data_behind_cover=True,
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.values()):
            raise forms.ValidationError("Choose something.")
        return cleaned

    def chosen(self) -> dict[str, Any]:
        """The chosen chips of each side, and the teacher's words."""
        given = self.cleaned_data
        return {
            "strengths": [chip for key, chip in self.chips.strengths.items() if key in given["strengths"]],
            "next_steps": [chip for key, chip in self.chips.next_steps.items() if key in given["next_steps"]],
            "words": given["words"],
        }
