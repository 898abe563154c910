"""Forms for the teacher, before and while children sign in."""

from collections.abc import Iterable
from typing import Any

from django import forms

from classroom.forms.fields import OneLine
from classroom.forms.layout import Button, Buttons, Chips, Face, Heading, Helper, Link, Text, To
from classroom.languages import Language
from classroom.models import Knock, Student
from classroom.templatetags.parts import child


class SafetyContactForm(forms.Form):
    safety_name = OneLine(label="Name", max_length=80)
    safety_email = forms.EmailField(label="E-mail", max_length=254)

    helper = Helper(
        Heading("Safety contact", css="h3 m-0"),
        Text(
            "A child may write that someone is not safe. Who at your school do you turn to then? A counselor, a "
            "principal, a safeguarding lead."
        ),
        "safety_name",
        "safety_email",
        Text(
            "Children do not see it. It stands beside “Read this first”. You can change it in the settings of the "
            "class.",
            css="soft small m-0",
        ),
        Buttons(Button("Save, and let children sign in"), Link("Not now", To("partners:notes", "classroom.key"))),
    )


class CardsForm(forms.Form):
    """The language of the printed cards, where the class has several."""

    language = forms.ChoiceField(
        label="Language of the cards", required=False, widget=forms.Select(attrs={"id": "language"})
    )

    def __init__(self, *, languages: Iterable[Language], count: int) -> None:
        super().__init__()
        choices = [(language.code, language.name) for language in languages]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]
        self.helper = Helper(
            Text(
                f"{count} card{'' if count == 1 else 's'}, eight a page. They are keys: show them on your own screen "
                "only, and print them now."
            ),
            *(["language"] if len(choices) > 1 else []),
            Button("Show the cards", icon="card"),
            tight=True,
        )


class LetInForm(forms.Form):
    """The number on a child's screen, and the child: each child is a button."""

    number = forms.RegexField(
        r"^\d{4}$",
        label="Whose screen?",
        widget=forms.RadioSelect,
        error_messages={"invalid": "The number has four digits."},
    )
    student = forms.CharField(max_length=10)

    def __init__(self, data: Any = None, *, knocks: Iterable[Knock] = (), students: Iterable[Student] = ()) -> None:
        super().__init__(data)
        numbers = [(knock.number, Face(knock.number, css="code")) for knock in knocks]
        self.fields["number"].widget.choices = numbers
        children = [Button(child(each), kind="plain", name="student", value=each.key) for each in students]
        self.helper = Helper(
            Chips("number", fieldset_css="sheet p-4", legend_css="h3 mb-2"),
            Heading("Tap the child"),
            Buttons(*children, css="let-in-list"),
            css="stack",
        )
