"""The form for a teacher's rule about children together."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from classroom.dates import day_in_words
from classroom.forms.layout import Button, Buttons, Chips, Face, Field, Heading, Helper, Known, Link, Tick, To, Value
from classroom.models import Student
from partners.forms.days import within_a_year
from partners.forms.free_text import LONGEST_REASON, Written
from partners.models import Rule, RuleKind

KINDS = {
    RuleKind.NEVER: "Whatever else speaks for it. It can name more than two.",
    RuleKind.TOGETHER: "In a pair, or in a three.",
    RuleKind.BETTER_NOT: "Only when the class does not work out otherwise.",
    RuleKind.GOOD_IDEA: "When it fits the class.",
}


class RuleForm(forms.Form):
    """A rule about children of a class. `until` is the last day on which it holds, or None."""

    kind = forms.ChoiceField(
        label="What it says",
        choices=[(kind.value, Face(kind.label, more=words)) for kind, words in KINDS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the rule says."},
    )
    students = forms.MultipleChoiceField(
        label="Whom it is about",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose two children."},
    )
    reason = Written(
        label="Why, for yourself",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"id": "reason", "rows": 2, "autocomplete": "off"}),
        help_text="Only you and your co-teachers read it. You may leave it empty.",
    )
    this_unit = forms.BooleanField(required=False)
    until = forms.DateField(
        label="The last day it holds",
        required=False,
        widget=forms.DateInput(attrs={"id": "until", "type": "date"}),
        help_text="Empty: it holds until you remove it.",
    )

    use_required_attribute = False

    def __init__(
        self, *args: Any, offered: Sequence[Student], today: dt.date, unit_end: dt.date | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {student.key: student for student in offered}
        self.today = today
        self.unit_end = unit_end
        faces = [(key, Face.of(student)) for key, student in self.offered.items()]
        self.fields["students"].choices = faces  # type: ignore[attr-defined]
        if unit_end:
            self.fields["this_unit"].label = f"Until this unit ends, {day_in_words(unit_end, 'j F')}"

    def lay_out(self, rule: Rule | None, *, cover_at: str = "") -> None:
        """Lay the form out for this rule, or for a new one. `cover_at` is the address of a covered page: see
        covered.js."""
        uncovered = not cover_at
        remove = Button("Remove it", kind="danger", to=To("partners:rule_remove", "classroom.key", "rule.key"))
        change = To("partners:rule_change", "classroom.key", "rule.key")
        self.helper = Helper(
            Value("uncovered", "1" if uncovered else ""),
            Heading("Change this rule" if rule else "A new rule", id="new-h"),
            Chips("kind", css="rule-kinds"),
            Chips("students", css="pick", tick="end", skip="#reason"),
            "reason",
            Field("until", css="rule-day", beside=(Tick("this_unit"),) if self.unit_end else ()),
            Buttons(
                Button("Keep the rule"),
                *([remove] if rule else []),
                *([Link("Back", Known("cover_at"))] if uncovered else []),
            ),
            action=change if rule else To("partners:rule_add", "classroom.key"),
            css="sheet p-4 stack rule-form",
            tight=True,
            id="rule",
            novalidate="",
            data_covered=cover_at or None,
        )

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
        return within_a_year(day, self.today) if day else None
