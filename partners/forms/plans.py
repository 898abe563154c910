"""What the review desk is told."""

from collections.abc import Sequence
from typing import Any

from django import forms

from classroom.forms.fields import OneLine
from classroom.models import Student
from partners.actions.unable_to_plan import UnableToPlan
from partners.considerations.weights import USUAL, WEIGHED, WEIGHTS
from partners.forms.free_text import Written
from partners.forms.partnerships import LONGEST_REASON
from partners.models import Mode
from partners.queries import Pair


class SuggestForm(forms.Form):
    mode = forms.ChoiceField(choices=Mode.choices)


WEIGHT = "weight_"
LONGEST_NAME = 60
NOT_WHOLE = "That did not reach us whole. Here is the plan as it is; try once more."


class WeighingForm(SuggestForm):
    """A mode, and what counts how much; the page sends every weight, or none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in WEIGHED:
            self.fields[f"{WEIGHT}{each.key}"] = forms.ChoiceField(choices=WEIGHTS, required=False)

    def weights(self) -> dict[str, str] | None:
        """By consideration, without those that count as usual; None where the page sent none."""
        sent = {each.key: self.cleaned_data[f"{WEIGHT}{each.key}"] for each in WEIGHED}
        if not all(sent.values()):
            return None
        return {key: weight for key, weight in sent.items() if weight != USUAL}


class NameForm(forms.Form):
    name = OneLine(max_length=LONGEST_NAME)


class NotWhole(UnableToPlan):
    """What was sent can't be read as a change."""

    keeps_hand = False


def whole(form: forms.Form, words: str = NOT_WHOLE) -> dict[str, Any]:
    """What a valid form says; raises NotWhole, with these words, for any other."""
    if not form.is_valid():
        raise NotWhole(words)
    return form.cleaned_data


class HandForm(forms.Form):
    """The child to pick up, or none."""

    child = forms.SlugField(max_length=10, required=False)


class VersionForm(forms.Form):
    """The version of the plan that the page showed."""

    version = forms.IntegerField(min_value=1)


class ReasonForm(VersionForm):
    """Why, in the teacher's words, where she says so; and whether the page that asks is uncovered."""

    reason = Written(max_length=LONGEST_REASON, required=False)
    uncovered = forms.BooleanField(required=False)


class MoveForm(ReasonForm):
    """The child in the hand, and where it goes: see `partners.desk.places`."""

    hand = forms.SlugField(max_length=10)
    to = forms.RegexField(r"^((swap|join|pair):[0-9a-z]{10}|aside)$")


class LockForm(ReasonForm):
    """A partnership, by one of its children, and whether it is kept to be coached; and the child in the hand, if there
    is one."""

    child = forms.SlugField(max_length=10)
    to_coach = forms.BooleanField(required=False)
    hand = forms.SlugField(max_length=10, required=False)


class RelaxForm(ReasonForm):
    """A hard rule, as the engine names it: the kind, and the keys of its children."""

    kind = forms.ChoiceField(
        choices=[
            (kind, kind)
            for kind in ("never", "together", "mark", "fresh", "no_lone_mixed_pair", "threes", "lock", "change", "flag")
        ]
    )
    students = forms.RegexField(r"^([0-9a-z]{10} ?)*$", required=False)

    def clean_students(self) -> list[str]:
        return str(self.cleaned_data["students"]).split()


class PairForm(forms.Form):
    """Two children, by their keys."""

    one = forms.SlugField(max_length=10)
    other = forms.SlugField(max_length=10)


class WhyNotForm(forms.Form):
    """Two children, chosen one by one or as a cell of the table; or all of it."""

    one = forms.SlugField(max_length=10, required=False)
    other = forms.SlugField(max_length=10, required=False)
    pair = forms.RegexField(r"^([0-9a-z]{10}:[0-9a-z]{10})?$", required=False)
    table = forms.BooleanField(required=False)

    def two(self) -> tuple[str, str]:
        one, _, other = self.cleaned_data["pair"].partition(":")
        return (one, other) if other else (self.cleaned_data["one"], self.cleaned_data["other"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not cleaned["table"] and len(set(self.two())) == 1:
            raise forms.ValidationError("Choose two different children.")
        return cleaned


class LastRoundForm(forms.Form):
    """For each partnership of the last round whether it is kept, coached or changed; fields are named by its key."""

    def __init__(self, *args: Any, pairs: Sequence[Pair], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pairs = pairs
        for pair in pairs:
            choices = [(how, how) for how in ("keep", "coach", "change")]
            self.fields[pair.partnership.key] = forms.ChoiceField(choices=choices)

    def chosen(self) -> dict[str, str]:
        """What is chosen so far, perhaps not for all of them, by the key of a partnership."""
        self.full_clean()
        return dict(self.cleaned_data)

    def groups(self) -> dict[tuple[Student, ...], str]:
        return {pair.students: self.cleaned_data[pair.partnership.key] for pair in self.pairs}
