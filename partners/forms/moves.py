"""Forms of the moves of a class."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import format_html

from classroom.forms.drawing import Element
from classroom.forms.fields import OneLine
from classroom.forms.layout import Button, Buttons, Heading, Helper, Link, Text, To
from classroom.names import is_blank, tidy
from partners.forms.beside import Beside
from partners.forms.keys import ChosenKey
from partners.moves.built_in import Move
from partners.moves.class_moves import LONGEST_LINE, LONGEST_NAME, MOST_STEMS

WHICH = {
    "week": "The move of the week, large",
    "first": "The moves to teach first",
    "all": "All moves",
}
PAPERS = {"letter": "Letter", "a4": "A4"}


class StemsField(forms.CharField):
    """Sentences that a child may say: typed one to a line, returned as a list."""

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
        """Run none, because `validate` checks each line."""


class MoveForm(forms.Form):
    """A teacher's words for a move, in one language. A field that is left empty keeps the words of the app.

    `language` is the language of the words for an existing move, and empty for a new one. `as_it_is` has the words, by
    field, that show where the teacher writes none; they are in the language `stands_in`.
    """

    use_required_attribute = False

    name = OneLine(label="Name", max_length=LONGEST_NAME, required=False)
    looks_like = OneLine(label="Looks like", max_length=LONGEST_LINE, required=False)
    sounds_like = OneLine(label="Sounds like", max_length=LONGEST_LINE, required=False)
    stems = StemsField(label="A child may say, one sentence a line", required=False)

    def __init__(
        self,
        *args: Any,
        needs_name: bool = False,
        language: str = "",
        stands_in: str = "",
        as_it_is: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = needs_name
        for name, field in self.fields.items():
            if language:
                field.widget.attrs |= {"lang": language, "dir": "auto"}
            if words := (as_it_is or {}).get(name):
                field.help_text = format_html('As it is: <span lang="{}" dir="auto">{}</span>', stands_in, words)
        buttons = Buttons(
            Button("Save" if language else "Add it"), Link("All moves", To("partners:moves", "classroom.key"))
        )
        self.helper = Helper(*self.fields, buttons, tight=True, keeps_typing=True, novalidate=True)


class MoveOfTheWeekForm(forms.Form):
    """One of the moves of a class, by key."""

    move = ChosenKey(label="", max_length=40)

    helper = Helper(
        Element("label", "Move of the week", **{"class": "h3 d-block", "for": "week"}),
        Text("Children see it with their partner, and it stands on the wall.", css="soft m-0"),
        "move",
        Button("Show it to children"),
        action=To("partners:move_of_the_week", "classroom.key"),
        tight=True,
    )

    def __init__(self, *args: Any, moves: Sequence[Move] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["move"]
        assert isinstance(field, ChosenKey)  # for the type checker
        field.widget.attrs["id"] = "week"
        field.shows([(move.key, str(move.name)) for move in moves])


class ChartForm(forms.Form):
    """The choices for a chart for the wall: which moves, which language, which paper."""

    which = forms.ChoiceField(label="Which", choices=list(WHICH.items()))
    paper = forms.ChoiceField(label="Paper", choices=list(PAPERS.items()))

    helper = Helper(
        Heading("A chart for the wall"),
        "which",
        "in",
        "paper",
        Button("Look at it", kind="plain", icon="print"),
        action=To("partners:anchor_chart", "classroom.key"),
        method="get",
        tight=True,
    )

    def __init__(self, *, languages: Sequence[tuple[str, str]]) -> None:
        super().__init__(auto_id="%s")
        self.fields["in"] = forms.ChoiceField(label="In", choices=languages)


class CardForm(forms.Form):
    """The choice of the move on a card for partners."""

    move = ChosenKey(label="Move", max_length=40)

    helper = Helper(
        Beside("move", Button("Show it", kind="plain"), css="swap-select goes-to", label_css="form-label m-0"),
        css="no-print mb-4",
    )

    def __init__(self, *, moves: Sequence[Move], move: Move) -> None:
        super().__init__(initial={"move": move.key}, auto_id="%s")
        field = self.fields["move"]
        assert isinstance(field, ChosenKey)  # for the type checker
        field.shows([(each.key, str(each.name)) for each in moves])
