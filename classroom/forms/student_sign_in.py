"""Forms with which a child signs in: class code, card, pictures; and the form to pick an avatar."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from classroom.avatars import AVATARS
from classroom.forms.drawing import OneField
from classroom.forms.fields import SecretField
from classroom.forms.layout import Face, Helper, Part, Tiles, Value, bare
from classroom.forms.taps import ChildForm, Pressed
from classroom.models import Classroom
from classroom.picture_choices import toggled
from classroom.typed import as_code

Data = Mapping[str, Any] | None

LONGEST_CODE = 40
NO_CODE = _("That is not a class code. Look again.")


class CodeField(forms.CharField):
    """A class code, as its class. A text that is longer than any code is cut off."""

    def bound_data(self, data: Any, initial: Any) -> str:
        return str(data or "")[:LONGEST_CODE]

    def clean(self, value: Any) -> Classroom:
        found = Classroom.objects.filter(code=as_code(self.bound_data(value, ""))).first()
        if found is None:
            raise forms.ValidationError(NO_CODE)
        return found


class CodeBox(OneField):
    """The field of the code, with the button beside it. The page shows errors and the hint above it."""

    template = "classroom/child/_code.html"


class CodeForm(ChildForm):
    code = CodeField(
        label=_("Class code"),
        help_text=_("Six letters and numbers. They are on the board."),
        widget=forms.TextInput(
            attrs={
                "class": "form-control door-code",
                "dir": "ltr",
                "maxlength": LONGEST_CODE,
                "autocomplete": "off",
                "autocapitalize": "characters",
                "autocorrect": "off",
                "spellcheck": "false",
            }
        ),
    )

    helper = Helper(CodeBox("code"), css="door-form row-wrap my-4", autocomplete="off")


class CardForm(forms.Form):
    """The token of a card, which a script fills in."""

    token = SecretField(required=False, widget=forms.HiddenInput)

    helper = bare()


class PicturesForm(ChildForm):
    """The pictures tapped so far, one more tap, and which button was pressed: next, keep, or "That's not me"."""

    tapped = forms.Field(required=False, widget=forms.MultipleHiddenInput)
    tap = forms.CharField(required=False)
    go = Pressed()
    keep = Pressed()

    def __init__(self, data: Data, *, count: int) -> None:
        super().__init__(data)
        self.fields["not-me"] = Pressed()
        self.count = count
        self.full_clean()

    @cached_property
    def pictures(self) -> list[str]:
        """The tapped pictures in order, with the last tap. Values that are no picture are left out."""
        return toggled(self.cleaned_data["tapped"] or (), self.cleaned_data.get("tap", ""), self.count)

    @property
    def helper(self) -> Helper:
        """All pictures, each as a button."""
        says: dict[str, Any] = {"aria_label": _("Pictures"), "autocomplete": "off", "data_count": self.count}
        pad = Part("classroom/child/_pictures.html")
        return Helper(*self._so_far, pad, css="tiles tiles-pictures", id="pictures", **says)

    @property
    def to_keep(self) -> Helper:
        """The tapped pictures as hidden values."""
        return Helper(*self._so_far, css="", id="keep", autocomplete="off")

    @property
    def _so_far(self) -> list[Value]:
        return [Value("tapped", name) for name in self.pictures]


class AvatarForm(ChildForm):
    """The avatars that no classmate has. An avatar that was taken meanwhile is an error."""

    avatar = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Someone has this one now. Pick another.")),
    )

    def __init__(self, data: Data = None, *, offered: Sequence[str], own: str) -> None:
        super().__init__(data, initial={"avatar": own}, use_required_attribute=False)
        badges = [(name, Face(AVATARS[name], avatar=name, is_drawn=True)) for name in offered]
        self.fields["avatar"].choices = badges  # type: ignore[attr-defined]
        says: dict[str, Any] = {"aria_label": _("Badges"), "autocomplete": "off"}
        self.helper = Helper(Tiles("avatar", silent=True), css="", id="avatars", **says)


class LanguageForm(ChildForm):
    """The language that a child chooses, and the page on which they choose it."""

    language = forms.CharField(required=False, strip=False)
    at = forms.CharField(required=False, strip=False)
