"""Forms of plans, partnerships and observations. They validate, and do nothing else."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from classroom.forms import PasswordForm, TakesFile, plain_helper
from classroom.models import Student
from partners.models import FlagAnswer, HelpStep, Mode, RuleKind
from partners.queries import Pair
from partners.weighing import USUAL, WEIGHED, WEIGHTS
from partners.words import HELP_WITH

MOST_WORDS = 1000
LONGEST_REASON = 300
OWN_WORDS = 200
# Control characters but for a new line, and marks that turn the letters after them round.
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff]")
LATEST_START = dt.timedelta(days=366)


def plain(typed: str) -> str:
    """A child's own words as they are kept: without characters that nobody sees."""
    return _UNSEEN.sub("", re.sub(r"\r\n?", "\n", typed).replace("\t", " ")).strip()


class OwnWords(forms.CharField):
    """What a child writes itself. It may stay empty."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, max_length=OWN_WORDS, **options)

    def to_python(self, value: Any) -> str:
        return plain(super().to_python(value) or "")


class SuggestForm(forms.Form):
    mode = forms.ChoiceField(choices=Mode.choices)


WEIGHT = "weight_"
LONGEST_NAME = 60


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
    name = forms.CharField(max_length=LONGEST_NAME)


class HandForm(forms.Form):
    """The child to pick up, or none."""

    child = forms.SlugField(max_length=10, required=False)


class VersionForm(forms.Form):
    """The version of the plan that the page showed."""

    version = forms.IntegerField(min_value=1)


class ReasonForm(VersionForm):
    """Why, in the teacher's words, where she says so."""

    reason = forms.CharField(max_length=LONGEST_REASON, required=False)


class MoveForm(ReasonForm):
    """The child in the hand, and where it goes: see `partners.desk.places`."""

    hand = forms.SlugField(max_length=10)
    to = forms.RegexField(r"^((swap|join|pair):[0-9a-z]{10}|aside)$")


class LockForm(ReasonForm):
    """A partnership, by one of its children."""

    child = forms.SlugField(max_length=10)


class RelaxForm(ReasonForm):
    """A hard rule, as the engine names it: the kind, and the keys of its children."""

    kind = forms.ChoiceField(
        choices=[
            (kind, kind)
            for kind in ("never", "together", "mark", "fresh", "no_lone_mixed_pair", "threes", "lock", "flag")
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

    def groups(self) -> dict[tuple[Student, ...], str]:
        return {pair.students: self.cleaned_data[pair.partnership.key] for pair in self.pairs}


class PublishForm(forms.Form):
    starts_on = forms.DateField(
        label="Partners start on", widget=forms.DateInput(attrs={"type": "date", "class": "form-control"})
    )
    ends_on = forms.DateField(
        required=False,
        label="They stay together until",
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}),
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    shared = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, today: dt.date, shared: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["shared"] = forms.MultipleChoiceField(required=False, choices=[(key, key) for key in shared])

    def clean_starts_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["starts_on"]
        if not self.today <= day <= self.today + LATEST_START:
            raise forms.ValidationError("Choose today or a later day, within a year.")
        return day

    def clean_ends_on(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["ends_on"]
        first = self.cleaned_data.get("starts_on", self.today)
        if day and not first <= day <= first + LATEST_START:
            raise forms.ValidationError("Choose a day after the first one, within a year.")
        return day


class RuleForm(forms.Form):
    """A rule about children of a class. `until` is the last day on which it holds, or None."""

    kind = forms.ChoiceField(choices=RuleKind.choices, error_messages={"required": "Choose what the rule says."})
    students = forms.MultipleChoiceField(error_messages={"required": "Choose two children."})
    reason = forms.CharField(required=False, max_length=LONGEST_REASON)
    this_unit = forms.BooleanField(required=False)
    until = forms.DateField(required=False)

    def __init__(
        self, *args: Any, offered: Sequence[Student], today: dt.date, unit_end: dt.date | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {student.key: student for student in offered}
        self.today = today
        self.unit_end = unit_end
        self.fields["students"].choices = [(key, key) for key in self.offered]  # type: ignore[attr-defined]

    def clean_students(self) -> list[Student]:
        return [student for key, student in self.offered.items() if key in self.cleaned_data["students"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        students, kind = cleaned.get("students"), cleaned.get("kind")
        if students and len(students) < 2:
            self.add_error("students", "Choose two children.")
        if students and kind and kind != RuleKind.NEVER and len(students) > 2:
            self.add_error("students", "Choose two children. Only “Never together” can name more.")
        if cleaned.get("this_unit") and self.unit_end:
            cleaned["until"] = min(self.unit_end, cleaned.get("until") or self.unit_end)
        return cleaned

    def clean_until(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["until"]
        if day and not self.today <= day <= self.today + LATEST_START:
            raise forms.ValidationError("Choose today or a later day, within a year.")
        return day


class PlaceForm(forms.Form):
    """Where children go: `pair:` and a partnership's key, or `child:` and a child's; or `later`."""

    to = forms.RegexField(r"^((pair|child):[0-9a-z]{10}|later)?$", required=False)
    meanwhile = forms.RegexField(r"^(pair:[0-9a-z]{10}|later)?$", required=False)


class EndUnitForm(forms.Form):
    last_day = forms.DateField(
        label="The last day together", widget=forms.DateInput(attrs={"type": "date", "class": "form-control"})
    )


class ChangeForm(forms.Form):
    """New groups, as keys of children with a dash between them and a comma between groups; the day; a reason."""

    groups = forms.RegexField(
        r"^[0-9a-z]{10}(-[0-9a-z]{10}){1,2}(,[0-9a-z]{10}(-[0-9a-z]{10}){1,2})+$",
        max_length=600,
        error_messages={"required": "Choose one of these ways.", "invalid": "Choose one of these ways."},
    )
    starts_on = forms.DateField(
        label="From this day on", widget=forms.DateInput(attrs={"type": "date", "class": "form-control"})
    )
    reason = forms.CharField(
        required=False,
        max_length=LONGEST_REASON,
        label="Why, for yourself",
        widget=forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"}),
    )


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


class CheckInHelpForm(forms.Form):
    """What a child would like help with; the words only from grade 2 on."""

    help = forms.MultipleChoiceField(required=False, choices=[(chip.key, chip.words) for chip in HELP_WITH])
    words = OwnWords()


class OwnWordsForm(forms.Form):
    """What a child adds to a page of the note."""

    own = OwnWords()


class ClassFileForm(PasswordForm):
    """What goes into a class file; and the password, since it holds everything."""

    with_notes = forms.BooleanField(
        required=False, label="With the children’s notes", help_text="Each of them counts as opened by you."
    )
    field_order = ("with_notes", "password")


class LoadClassForm(TakesFile):
    file = forms.FileField(label="Class file", help_text="A .json file that was taken along from Partners.")

    helper = plain_helper()
