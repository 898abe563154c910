"""What the review desk is told."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.html import format_html

from classroom.buttons import next_step
from classroom.forms.accounts import PasswordForm
from classroom.forms.fields import OneLine
from classroom.forms.layout import (
    Button,
    Buttons,
    Field,
    Folded,
    Heading,
    Helper,
    Known,
    Link,
    Part,
    Text,
    Tick,
    To,
    Value,
)
from classroom.models import Student
from partners.considerations.weights import GROUPS, USUAL, WEIGHED, WEIGHTS
from partners.desk import Card
from partners.forms.choices import ChoiceLines, LightSelect
from partners.forms.free_text import LONGEST_REASON, Written
from partners.models import Mode, Round
from partners.queries import Pair

WEIGHT = "weight_"
LONGEST_NAME = 60
MODES = {
    Mode.STEADY: "Keep what works, change what does not.",
    Mode.MIX: "New partners for most, no partner twice in a row if it can be helped.",
    Mode.FRESH: "Nobody with a partner from before.",
}


class WeighingForm(forms.Form):
    """A mode, and what counts how much; the page sends every weight, or none."""

    mode = forms.ChoiceField(label="How much should stay as it was", choices=Mode.choices, widget=forms.RadioSelect)

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in WEIGHED:
            self.fields[f"{WEIGHT}{each.key}"] = forms.ChoiceField(
                label=each.name, choices=WEIGHTS, required=False, widget=LightSelect
            )

    def weighed(self) -> list[tuple[str, list[BoundField]]]:
        """The weights as the page shows them, in groups."""
        return [(title, [self[f"{WEIGHT}{each.key}"] for each in group]) for title, group in GROUPS]

    def weights(self) -> dict[str, str] | None:
        """By consideration, without those that count as usual; None where the page sent none."""
        sent = {each.key: self.cleaned_data[f"{WEIGHT}{each.key}"] for each in WEIGHED}
        if not all(sent.values()):
            return None
        return {key: weight for key, weight in sent.items() if weight != USUAL}


class SuggestForm(WeighingForm):
    """As a page shows it. In the first round there is nothing that could stay; `is_first` is before there is a plan."""

    def __init__(
        self, round: Round, *, mode: str, weights: Mapping[str, str], is_first: bool = False, starts_over: bool
    ) -> None:
        weighed = {f"{WEIGHT}{each.key}": weights.get(each.key, USUAL) for each in WEIGHED}
        super().__init__(initial={"mode": mode} | weighed)
        self.fields["mode"].choices = [  # type: ignore[attr-defined]
            (mode.value, format_html("<b>{}.</b> {}", mode.label, words)) for mode, words in MODES.items()
        ]
        first_words = "Ready when you are" if round.number == 1 else "How much should stay?"
        again = Text("A new draft, from all that is known by now. This one stays, too.", css="soft m-0")
        over = Link("Start from last round", To("partners:plan_last_round", "classroom.key"))
        self.helper = Helper(
            Heading(first_words if is_first else "Suggest again", id="suggest-h"),
            *([] if is_first else [again]),
            Value("mode", Mode.MIX.value) if round.number == 1 else ChoiceLines("mode", is_seen=False),
            Folded("What counts how much", Part("partners/_weights.html"), css="weights"),
            Buttons(
                Button("Suggest partners", kind=next_step(is_first), icon="bulb"), *([over] if starts_over else [])
            ),
            action=To("partners:plan_suggest", "classroom.key"),
            css="sheet p-4 stack narrow" if is_first else "sheet p-4 stack",
            id="suggest",
            aria_labelledby="suggest-h",
        )


class NameForm(forms.Form):
    name = OneLine(label="Name of this draft", max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"id": "name"}))

    helper = Helper(
        Field("name", hides_label=True, wrapper_class="draft-name"),
        Button("Name it", kind="plain"),
        action=To("partners:plan_name", "classroom.key", "plan.key"),
        css="row-wrap",
        tight=True,
    )


class HandForm(forms.Form):
    """The child to pick up, or none."""

    child = forms.SlugField(max_length=10, required=False)


class VersionForm(forms.Form):
    """The version of the plan that the page showed."""

    version = forms.IntegerField(min_value=1)


class ReasonForm(VersionForm):
    """Why, in the teacher's words, where she says so."""

    reason = Written(max_length=LONGEST_REASON, required=False)


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


class LockReasonForm(LockForm):
    """The reason of a lock, and whether the two are coached, as a card of the desk shows them behind the cover."""

    def __init__(self, card: Card, *, version: int, action: str) -> None:
        super().__init__(initial={"reason": card.lock_reason, "to_coach": card.to_coach})
        key = card.students[0].key
        for name, field_id, label in (
            ("reason", f"why-{key}", f"Why {card.names} are locked"),
            ("to_coach", f"coach-{key}", "Keep, and coach"),
        ):
            self.fields[name].label = label
            self.fields[name].widget.attrs["id"] = field_id
        self.helper = Helper(
            *(Value("version", version), Value("uncovered", 1), Value("child", key)),
            *(Field("reason", hides_label=True), Tick("to_coach"), Button("Keep it", kind="plain")),
            action=Known("at.lock"),
            css="stack pt-2",
            tight=True,
            data_then=f"reason-{key}",
            hx_post=action,
        )


class QuestionForm(PasswordForm):
    """A change of a plan that is asked for once more, with a reason or with the password where these are missing."""

    reason = Written(
        label="Why do you decide so?",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"id": "reason", "rows": 2}),
        help_text="It stays behind the cover, with this plan, and goes with it.",
    )
    field_order = ("reason", "password")

    def __init__(self, *args: Any, asks: Collection[str] = (), needs_reason: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields.keys() - set(asks):
            del self.fields[name]
        if "reason" in asks and needs_reason:
            self.fields["reason"].widget.attrs["required"] = True
        if "password" in asks:
            self.fields["password"].widget.attrs["id"] = "password"

    def lay_out(self, words: str, fields: Iterable[tuple[str, str]], *, action: str, leave_at: str) -> None:
        """With the `fields` of the change, and the way to leave it."""
        leave = {"form": "touch", "hx_post": leave_at}
        self.helper = Helper(
            *(Value("version", Known("plan.version")), Value("uncovered", Known("sends_uncovered"))),
            *(Value(name, value) for name, value in fields),
            *self.fields,
            Buttons(Button(words), Button("Leave it as it is", kind="plain", attrs=leave)),
            action=Known("question.action"),
            css="stack",
            tight=True,
            error_role="alert",
            hx_post=None if "password" in self.fields else action,
        )


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
