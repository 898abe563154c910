"""Forms for what a teacher does when a child does not feel safe or asks for help."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html

from classroom.forms.drawing import Element, OneField
from classroom.forms.layout import Box, Button, Face, Helper, Known, TickList, To, Value
from classroom.models import Student
from partners.forms.beside import Beside
from partners.forms.keys import ChosenKey
from partners.models import FlagAnswer, HelpStep

PARTNERS_NOW = "<b>{}</b> For today each can work with another pair; tomorrow they are back."


class FlagAnswerForm(forms.Form):
    """The teacher's answer to a safety flag; each button sends one. The page has the flag in its variable `line`."""

    answer = forms.ChoiceField(choices=FlagAnswer.choices)

    helper = Helper(
        Element("span", "What have you done?"),
        *(Button(label, kind="quiet", name="answer", value=key) for key, label in FlagAnswer.choices),
        action=To("partners:flag_answer", "classroom.key", "line.flag.key"),
        css="row-wrap",
    )


class FlagDecisionForm(forms.Form):
    """The teacher's decision whether the two may be partners."""

    may = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No, never")])

    helper = Helper(
        Element("span", "May they be partners?"),
        Button("No, never", kind="plain", name="may", value="no"),
        Button("Yes, again", kind="plain", name="may", value="yes"),
        action=To("partners:flag_decide", "classroom.key", "line.flag.key"),
        css="row-wrap",
    )


class PartForTodayForm(forms.Form):
    """The partnerships, by key, that two children join for a day: `student` is the child who reported, `named` the
    child who was named. An empty value means that the child stays."""

    student = ChosenKey(required=False, max_length=10)
    named = ChosenKey(required=False, max_length=10)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered: list[str] = []

    @property
    def helper(self) -> Helper:
        """The layout, with the children in the order in which `offer` was called for them."""
        return Helper(
            Element("p", format_html(PARTNERS_NOW, "They are partners now."), **{"class": "mb-0"}),
            *(Beside(side, css="swap-select goes-to") for side in self.offered),
            Box(Button("Part them for today", kind="plain")),
            action=To("partners:flag_part", "classroom.key", "line.flag.key"),
            css="stack",
        )

    def offer(self, side: str, student: Student, places: Sequence[tuple[str, str]], *, may_stay: bool) -> None:
        """Set the places for one child. `places` are partnerships by key, with the names of their children."""
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


class LookAgain(Beside):
    """A field for a day, inside its label, with the hint and a button beside it."""

    template = "partners/_look_again.html"


class Steps(OneField):
    """The steps below each other, each with what to say."""

    template = "partners/_steps.html"


class StepForm(forms.Form):
    """The step that a teacher took for partners who need help, and the day to look again. Without a day, the usual
    one for the step counts."""

    step = forms.ChoiceField(choices=HelpStep.choices, widget=forms.RadioSelect)
    again_on = forms.DateField(
        label="Look again on",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Left empty: tomorrow after coaching, in a week after a try.",
    )

    def clean_step(self) -> HelpStep:
        return HelpStep(self.cleaned_data["step"])


class StepsForm(StepForm):
    """A StepForm as a page shows it. `scripts` are the steps with what to say, `who` names the children, and
    `tick_off` is the address that the form is sent to."""

    use_required_attribute = False

    def __init__(
        self, *, scripts: Sequence[tuple[HelpStep, str]], who: str, key: str, tick_off: To | Known, tomorrow: dt.date
    ) -> None:
        super().__init__(auto_id=f"id_%s_{key}", initial={"step": scripts[0][0]})
        field = self.fields["step"]
        assert isinstance(field, forms.ChoiceField)  # for the type checker
        field.choices = [(step.value, Face(step.label, more=words)) for step, words in scripts]
        field.label = format_html('What did you do?<span class="visually-hidden"> {}</span>', who)
        self.fields["again_on"].widget.attrs["min"] = tomorrow.isoformat()
        button = Button("Tick it off", kind="plain", css="push", about=who)
        self.helper = Helper(Steps("step"), LookAgain("again_on", button), action=tick_off, css="help-steps")


class ChosenPairsForm(forms.Form):
    """The partnerships of today that a check-in should ask."""

    pair = forms.MultipleChoiceField(
        label="Ask only some partnerships", required=False, widget=forms.CheckboxSelectMultiple
    )

    helper = Helper(
        Value("some", 1),
        TickList("pair", legend_css="visually-hidden"),
        Button("Ask these", kind="plain"),
        action=To("partners:check_in_open", "classroom.key"),
        css="stack mt-3",
        tight=True,
    )

    def __init__(self, *, pairs: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        field = self.fields["pair"]
        assert isinstance(field, forms.MultipleChoiceField)  # for the type checker
        field.choices = pairs
