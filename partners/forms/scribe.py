"""The form in which a teacher writes down a child's note."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.template import Context
from django.utils.html import format_html
from django.utils.text import capfirst

from classroom.forms.drawing import Element, OneField
from classroom.forms.layout import Box, Button, Chips, Face, Field, Folded, Group, Helper, Part
from classroom.models import Student
from classroom.sprites import icon
from partners.forms.free_text import OWN_WORDS, OwnWords
from partners.models import SIDES, NoteAnswers, Reasons
from partners.moves.built_in import Move
from partners.notes.questions import LOVES, UNSAFE, WILL_DO, Answer, great_answers, hard_answers

# The questions about the child as a partner, at each level.
AS_PARTNER = {
    1: (("will_do", "Will do to be a great partner"),),
    2: (("does_well", "Does well as a partner"), ("gets_better", "Wants to get better at")),
}


SIDE_HEADINGS = {
    "great": ("Would make a great partner", "Great partner"),
    "hard": ("Would be hard right now", "Hard right now"),
    "unsafe": ("Does not feel safe with", "Not safe with"),
}


class YesChip(Chips):
    """A yes-or-no field as one chip."""

    def drawn(self, form: forms.Form, context: Context) -> dict[str, Any]:
        field = form[self.name]
        choice: dict[str, Any] = {"type": "checkbox", "name": field.html_name, "value": "on", "attrs": {}}
        choice |= {"label": Face(field.label), "selected": bool(field.value())}
        return OneField.drawn(self, form, context) | {"choices": [choice]}


def words_of_child(**attrs: Any) -> dict[str, Any]:
    """The attributes of a widget for a child's words: no browser stores or suggests them."""
    return {"autocomplete": "off", "dir": "auto", **attrs}


def _choices(answers: Sequence[Answer]) -> list[tuple[str, str]]:
    return [(answer.key, capfirst(str(answer.words))) for answer in answers]


@dataclass(frozen=True)
class Slot:
    """A place for one name, with its reasons: chips, and the child's own words."""

    name: BoundField
    why: BoundField
    own: BoundField
    chips: Sequence[Answer]


class ScribeForm(forms.Form):
    """A child's note: as many names on each side as the child may give, each with reasons; the child as a partner; what
    the child tells the teacher, and what they love to write about.

    In a class without the hard question, the one name on that side is of somebody with whom the child does not feel
    safe.
    """

    loves = forms.MultipleChoiceField(label="Loves to write about", required=False, widget=forms.CheckboxSelectMultiple)
    talk = forms.BooleanField(label="Wants to talk with you", required=False)
    tell = OwnWords(
        label="Wants to tell you, in the child’s own words", widget=forms.Textarea(attrs=words_of_child(rows=2))
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        student: Student,
        offered: Sequence[Student],
        limits: tuple[int, int],
        asks_hard: bool,
        moves: Sequence[Move],
    ) -> None:
        super().__init__(data)
        self.offered = {other.key: other for other in offered}
        self.asks_hard = asks_hard
        self.as_partner = AS_PARTNER[student.level]
        self.fields["loves"].choices = _choices(LOVES)  # type: ignore[attr-defined]
        known = _choices(WILL_DO)
        if student.level != 1:
            known = [(move.key, capfirst(str(move.name))) for move in moves]
        for key, words in self.as_partner:
            self.fields[key] = forms.MultipleChoiceField(
                label=words, required=False, choices=known, widget=forms.CheckboxSelectMultiple
            )
        self.chips = {
            "great": great_answers(student.band),
            "hard": hard_answers(student.band) if asks_hard else (),
        }
        great, hard = limits
        self.places = {"great": great, "hard": hard if asks_hard else 1}
        for side in SIDES:
            for place in range(self.places[side]):
                self._add_slot(side, place)
        self.helper = self._laid_out(student)

    def _laid_out(self, student: Student) -> Helper:
        asked = [Chips(key, legend_css="h3 mb-2") for key in (*dict(self.as_partner), "loves")]
        words = format_html("Send {}’s note {}", student.called, icon("send", "icon-turns"))
        helper = Helper(
            Part("partners/_note_for_words.html"),
            *(self._laid_out_side(side) for side in SIDES),
            Group("For you", YesChip("talk", bare=True, css="chips mb-2"), "tell", legend_css="h3 mb-2", css=""),
            *asked,
            Box(Button(words)),
            css="sheet p-4 stack from-notes scribe",
            tight=True,
            autocomplete="off",
            novalidate=True,
            data_veiled=True,
            data_behind_cover=True,
        )
        helper.form_show_errors = False  # The page shows the errors above the form.
        return helper

    def _laid_out_side(self, side: str) -> Box:
        heading, _ = SIDE_HEADINGS[self._kind(side)]
        slots = [self._laid_out_slot(side, place) for place in range(self.places[side])]
        title = Element("h2", heading, id=side, **{"class": "h3"})
        return Box(title, *slots, tag="section", aria_labelledby=side)

    def _laid_out_slot(self, side: str, place: int) -> Box:
        name = f"{side}_{place}"
        why, own = f"{name}_why", f"{name}_own"
        chips = [Chips(why, bare=True, role="group", aria_label=f"Why, {place + 1}")] if self.chips[side] else []
        return Box(
            Field(name, hides_label=True),
            Folded("Why", *chips, Field(own, css="mb-2"), opens_with=(why, own)),
            css="slot",
        )

    def _kind(self, side: str) -> str:
        return "unsafe" if side == "hard" and not self.asks_hard else side

    def _add_slot(self, side: str, place: int) -> None:
        names = [("", "–"), *((key, other.called) for key, other in self.offered.items())]
        chips = [(answer.key, answer.words) for answer in self.chips[side]]
        gone = {"invalid_choice": "This child is not in the class now. Choose again."}
        label = f"{SIDE_HEADINGS[self._kind(side)][1]} {place + 1}"
        self.fields[f"{side}_{place}"] = forms.ChoiceField(
            label=label, required=False, choices=names, error_messages=gone
        )
        self.fields[f"{side}_{place}_why"] = forms.MultipleChoiceField(
            required=False, choices=chips, widget=forms.CheckboxSelectMultiple
        )
        self.fields[f"{side}_{place}_own"] = forms.CharField(
            label="In the child’s own words",
            required=False,
            max_length=OWN_WORDS,
            widget=forms.TextInput(attrs=words_of_child()),
        )

    def slots(self, side: str) -> Iterator[Slot]:
        for place in range(self.places[side]):
            name = f"{side}_{place}"
            yield Slot(self[name], self[f"{name}_why"], self[f"{name}_own"], self.chips[side])

    def great(self) -> list[Slot]:
        return list(self.slots("great"))

    def hard(self) -> list[Slot]:
        return list(self.slots("hard"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen: set[str] = set()
        for slot in (*self.great(), *self.hard()):
            key = cleaned.get(slot.name.name, "")
            if key in seen:
                self.add_error(slot.name.name, f"{self.offered[key].called} is on this note already. Choose once.")
            elif not key and (cleaned.get(slot.why.name) or cleaned.get(slot.own.name)):
                self.add_error(slot.name.name, "Choose whom this is about.")
            seen |= {key} - {""}
        return cleaned

    def _why(self, slot: Slot) -> tuple[str, ...]:
        """The reasons in the order of the chips. A name without chips is of somebody with whom the child does not
        feel safe."""
        ticked = self.cleaned_data[slot.why.name]
        return tuple(answer.key for answer in slot.chips if answer.key in ticked) if slot.chips else (UNSAFE,)

    def _reasons(self, side: str) -> tuple[Reasons, ...]:
        """The children who were chosen on that side, with the reasons."""
        chosen = ((self.offered.get(self.cleaned_data[slot.name.name]), slot) for slot in self.slots(side))
        return tuple(
            Reasons(student=other.pk, why=self._why(slot), own=self.cleaned_data[slot.own.name])
            for other, slot in chosen
            if other is not None
        )

    def answers(self) -> NoteAnswers:
        """The answers, for `actions.notes.hand_in`."""
        great, hard = self._reasons("great"), self._reasons("hard")
        chosen: dict[str, Any] = {
            key: tuple(self.cleaned_data[key]) or None for key in (*dict(self.as_partner), "loves")
        }
        return NoteAnswers(
            great=tuple(reasons.student for reasons in great),
            hard=tuple(reasons.student for reasons in hard) if hard or self.asks_hard else None,
            great_reasons=great,
            hard_reasons=hard,
            talk=self.cleaned_data["talk"],
            tell=self.cleaned_data["tell"],
            **chosen,
        )
