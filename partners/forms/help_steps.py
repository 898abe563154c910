"""What a teacher answers and does where a child said that it is not safe, or asked for help."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html

from classroom.forms.drawing import Element
from classroom.forms.layout import Box, Button, Helper, To
from classroom.models import Student
from partners.forms.beside import Beside
from partners.forms.keys import ChosenKey
from partners.models import FlagAnswer, HelpStep

PARTNERS_NOW = "<b>{}</b> For today each can work with another pair; tomorrow they are back."


class FlagAnswerForm(forms.Form):
    """What was done, by the button that is pressed. The page has the flag in its `line`."""

    answer = forms.ChoiceField(choices=FlagAnswer.choices)

    helper = Helper(
        Element("span", "What have you done?"),
        *(Button(label, kind="quiet", name="answer", value=key) for key, label in FlagAnswer.choices),
        action=To("partners:flag_answer", "classroom.key", "line.flag.key"),
        css="row-wrap",
    )


class FlagDecisionForm(forms.Form):
    """May the two be partners?"""

    may = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No, never")])

    helper = Helper(
        Element("span", "May they be partners?"),
        Button("No, never", kind="plain", name="may", value="no"),
        Button("Yes, again", kind="plain", name="may", value="yes"),
        action=To("partners:flag_decide", "classroom.key", "line.flag.key"),
        css="row-wrap",
    )


class PartForTodayForm(forms.Form):
    """The partnerships that the child who spoke and the one who was named join for a day, by key; or empty: stays."""

    student = ChosenKey(required=False, max_length=10)
    named = ChosenKey(required=False, max_length=10)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered: list[str] = []

    @property
    def helper(self) -> Helper:
        """The children in the order in which they were offered places."""
        return Helper(
            Element("p", format_html(PARTNERS_NOW, "They are partners now."), **{"class": "mb-0"}),
            *(Beside(side, css="swap-select goes-to") for side in self.offered),
            Box(Button("Part them for today", kind="plain")),
            action=To("partners:flag_part", "classroom.key", "line.flag.key"),
            css="stack",
        )

    def offer(self, side: str, student: Student, places: Sequence[tuple[str, str]], *, may_stay: bool) -> None:
        """Where this child can go: partnerships by key, with their names."""
        self.offered.append(side)
        field = self.fields[side]
        assert isinstance(field, ChosenKey)  # for the type checker
        field.label = format_html('<b dir="auto">{}</b> joins', student.called)
        nowhere = "nobody: stays" if may_stay else "Choose a pair"
        field.shows([("", nowhere), *places])

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
