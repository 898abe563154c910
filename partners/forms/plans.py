"""Forms of the review desk."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django import forms

from classroom.forms.accounts import PasswordForm
from classroom.forms.drawing import Element
from classroom.forms.fields import OneLine
from classroom.forms.layout import (
    Box,
    Button,
    Buttons,
    Field,
    Helper,
    Known,
    Part,
    Tick,
    To,
    Value,
)
from classroom.models import Student
from partners.actions.plan_ideas import CHANGE, COACH, KEEP
from partners.actions.unable_to_plan import UnableToPlan
from partners.desk import Card
from partners.forms.controls import InRow, LightSelect
from partners.forms.free_text import LONGEST_REASON, Written
from partners.models import Plan
from partners.queries import Pair

LONGEST_NAME = 60
NOT_WHOLE = "That did not reach us whole. Here is the plan as it is; try once more."


class NameForm(forms.Form):
    name = OneLine(label="Name of this draft", max_length=LONGEST_NAME, widget=forms.TextInput(attrs={"id": "name"}))

    helper = Helper(
        InRow("name", css="draft-name"),
        Button("Name it", kind="plain"),
        action=To("partners:plan_name", "classroom.key", "plan.key"),
        css="row-wrap",
        tight=True,
    )


class NotWhole(UnableToPlan):
    """The request can't be read as a change of the plan."""

    keeps_hand = False


def whole(form: forms.Form, words: str = NOT_WHOLE) -> dict[str, Any]:
    """The cleaned data of a valid form. Raises NotWhole with `words` if it is not valid."""
    if not form.is_valid():
        raise NotWhole(words)
    return form.cleaned_data


class HandForm(forms.Form):
    """The child to pick up, or nobody."""

    child = forms.SlugField(max_length=10, required=False)


class VersionForm(forms.Form):
    """The version of the plan that the page showed."""

    version = forms.IntegerField(min_value=1)


class ReasonForm(VersionForm):
    """The teacher's reason, if there is one."""

    reason = Written(max_length=LONGEST_REASON, required=False)


class MoveForm(ReasonForm):
    """The child who is picked up (`hand`), and where they go: see `partners.desk.places`."""

    hand = forms.SlugField(max_length=10)
    to = forms.RegexField(r"^((swap|join|pair):[0-9a-z]{10}|aside)$")


class LockForm(ReasonForm):
    """A partnership, named by one of its children; whether the partners stay together to be coached; and the child
    who is picked up (`hand`), if there is one."""

    child = forms.SlugField(max_length=10)
    to_coach = forms.BooleanField(required=False)
    hand = forms.SlugField(max_length=10, required=False)


class LockReasonForm(LockForm):
    """The reason for a lock, and whether to coach the partners, as a card of the desk shows them behind the cover."""

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
    """Asks again about a change of a plan, for the reason or the password that is missing. Fields that are not in
    `asks` are removed."""

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
        """Lay the form out with the `fields` of the change, and a button that leaves the plan as it is."""
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
    """A hard rule as the engine names it: its kind, and the keys of its children."""

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

    one = forms.SlugField(max_length=10, widget=forms.HiddenInput)
    other = forms.SlugField(max_length=10, widget=forms.HiddenInput)

    helper = Helper(
        "one",
        "other",
        Button("See that plan, as a draft", kind="plain", icon="bulb"),
        action=To("partners:plan_together", "classroom.key", "plan.key"),
        css="p-3",
    )


class DecideForm(VersionForm):
    """Two children, by their keys, and whether they stay together to be coached, or change."""

    one = forms.SlugField(max_length=10)
    other = forms.SlugField(max_length=10)
    how = forms.ChoiceField(choices=[(how, how) for how in (COACH, CHANGE)])


class ChooseTwoForm(forms.Form):
    """The choice of two children of a class, as the page shows it."""

    one = forms.ChoiceField(label="One child", widget=LightSelect(attrs={"id": "one"}))
    other = forms.ChoiceField(label="Another child", widget=LightSelect(attrs={"id": "other"}))

    helper = Helper(
        InRow("one"),
        Element("span", "with"),
        InRow("other"),
        Button("Why not?", icon="eye"),
        action=Known("ask_at"),
        css="sheet p-4 narrow row-wrap why-not",
    )

    def __init__(self, *, students: Iterable[Student], one: str = "", other: str = "") -> None:
        super().__init__(initial={"one": one, "other": other})
        choices = [("", "Choose a child"), *((student.key, student.called) for student in students)]
        for name in ("one", "other"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]


class WhyNotForm(forms.Form):
    """Two different children."""

    one = forms.SlugField(max_length=10, required=False)
    other = forms.SlugField(max_length=10, required=False)

    def two(self) -> tuple[str, str]:
        return self.cleaned_data["one"], self.cleaned_data["other"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and len(set(self.two())) == 1:
            raise forms.ValidationError("Choose two different children.")
        return cleaned


HOW = ((KEEP, "Keep"), (COACH, "Keep, and coach"), (CHANGE, "Change"))


class LastRoundForm(forms.Form):
    """Keep, coach or change, for each partnership of the last round. Each field has the key of its partnership as its
    name.

    `cover_at` is the address of the covered page that shows the form: see covered.js.
    """

    def __init__(self, *args: Any, pairs: Sequence[Pair], cover_at: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pairs = pairs
        for pair in pairs:
            self.fields[pair.partnership.key] = forms.ChoiceField(choices=HOW, widget=forms.RadioSelect)
        self.helper = Helper(
            Value("uncovered", Known("sends_uncovered")),
            Part("partners/plan/_last_pairs.html"),
            Box(Button(Known("words_of_button"), icon="bulb"), css="p-3 m-0", tag="p"),
            action=To("partners:plan_last_round", "classroom.key"),
            css="sheet last-round",
            id="last-round",
            data_covered=cover_at or None,
        )

    def chosen(self) -> dict[str, str]:
        """The choices so far, by the key of a partnership. Partnerships without a choice are left out."""
        self.full_clean()
        return dict(self.cleaned_data)

    def groups(self) -> dict[tuple[Student, ...], str]:
        return {pair.students: self.cleaned_data[pair.partnership.key] for pair in self.pairs}


class CompareForm(forms.Form):
    """The draft to compare with."""

    other = forms.ChoiceField(label="Compare with", widget=LightSelect(attrs={"id": "other"}))

    helper = Helper(
        InRow("other", is_labelled=True, css="swap-select goes-to"),
        Button("Show", kind="plain"),
        method="get",
        css="row-wrap mb-4 no-print",
    )

    def __init__(self, *, drafts: Iterable[Plan], other: Plan) -> None:
        super().__init__(initial={"other": other.key})
        choices = [(draft.key, draft.label) for draft in drafts]
        self.fields["other"].choices = choices  # type: ignore[attr-defined]
