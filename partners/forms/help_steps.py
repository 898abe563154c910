"""What a teacher answers and does where a child said that it is not safe, or asked for help."""

from typing import Any

from django import forms

from partners.models import FlagAnswer, HelpStep


class FlagAnswerForm(forms.Form):
    answer = forms.ChoiceField(choices=FlagAnswer.choices)


class FlagDecisionForm(forms.Form):
    """May the two be partners?"""

    may = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No, never")])


class PartForTodayForm(forms.Form):
    """The partnerships that the child who spoke and the one who was named join for a day, by key; or empty: stays."""

    student = forms.SlugField(required=False, max_length=10)
    named = forms.SlugField(required=False, max_length=10)

    def clean(self) -> dict[str, Any]:
        if not any(self.cleaned_data.values()):
            raise forms.ValidationError("Choose who goes where.")
        return self.cleaned_data


class StepForm(forms.Form):
    """What a teacher did for partners who asked, and when she looks again; without a day as the step has it."""

    step = forms.ChoiceField(choices=HelpStep.choices)
    again_on = forms.DateField(required=False)

    def clean_step(self) -> HelpStep:
        return HelpStep(self.cleaned_data["step"])
