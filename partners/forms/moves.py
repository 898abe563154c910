"""Forms of the moves of a class. They validate, and do nothing else."""

from typing import Any

from django import forms

from classroom.forms.fields import OneLine
from classroom.forms.layout import bare
from classroom.names import is_blank, tidy
from partners.moves.class_moves import LONGEST_LINE, LONGEST_NAME, MOST_STEMS


class StemsField(forms.CharField):
    """What a child may say, one a line, as a list."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else "\n".join(value)

    def to_python(self, value: Any) -> Any:
        lines = [tidy(line).strip(' “”"') for line in (super().to_python(value) or "").splitlines()]
        return [line for line in lines if not is_blank(line)]

    def validate(self, value: Any) -> None:
        if len(value) > MOST_STEMS:
            raise forms.ValidationError(f"{MOST_STEMS} lines are the most.")
        if any(len(line) > LONGEST_LINE for line in value):
            raise forms.ValidationError(f"A line can have {LONGEST_LINE} letters.")

    def run_validators(self, value: Any) -> None:
        """None: the lines were looked at one by one."""


class MoveForm(forms.Form):
    """A teacher's words for a move, in one language. What is empty is as the app says it."""

    name = OneLine(label="Name", max_length=LONGEST_NAME, required=False)
    looks_like = OneLine(label="Looks like", max_length=LONGEST_LINE, required=False)
    sounds_like = OneLine(label="Sounds like", max_length=LONGEST_LINE, required=False)
    stems = StemsField(label="A child may say, one sentence a line", required=False)

    helper = bare()

    def __init__(self, *args: Any, needs_name: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = needs_name


class MoveOfTheWeekForm(forms.Form):
    move = forms.SlugField(max_length=40)
