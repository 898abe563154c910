"""Forms with the chips of a class. They validate, and do nothing else."""

from typing import Any

from django import forms

from partners.forms.free_text import Written
from partners.models import ObservationContent, State
from partners.moves.chips import Chips

MOST_WORDS = 1000


class ChipsForm(forms.Form):
    """What was seen. A chip that was put away meanwhile still counts."""

    strengths = forms.MultipleChoiceField(required=False)
    next_steps = forms.MultipleChoiceField(required=False)

    def __init__(self, data: Any = None, *, chips: Chips, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.chips = chips
        for side in ("strengths", "next_steps"):
            field = self.fields[side]
            assert isinstance(field, forms.MultipleChoiceField)  # for the type checker
            field.choices = [(chip.key, chip.words) for chip in getattr(chips, side).values()]


class ObservationForm(ChipsForm):
    """What was seen. Nothing is required but something."""

    state = forms.ChoiceField(required=False, choices=[("", ""), *State.choices])
    note = Written(required=False, max_length=MOST_WORDS)

    @property
    def seen(self) -> ObservationContent:
        """Of a valid form: what the observation says."""
        given = self.cleaned_data
        return ObservationContent(
            strengths=tuple(given["strengths"]),
            next_steps=tuple(given["next_steps"]),
            state=given["state"],
            note=given["note"],
        )


class FamilyPageForm(ChipsForm):
    """What a family reads of its child as a partner: chosen by the teacher, one thing at least."""

    words = Written(required=False, max_length=600)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.values()):
            raise forms.ValidationError("Choose something.")
        return cleaned

    def chosen(self) -> dict[str, Any]:
        """The chips that were chosen, and her words."""
        given = self.cleaned_data
        return {
            "strengths": [chip for key, chip in self.chips.strengths.items() if key in given["strengths"]],
            "next_steps": [chip for key, chip in self.chips.next_steps.items() if key in given["next_steps"]],
            "words": given["words"],
        }
