"""Fields for children's taps. A value that is on no list is left out without a word, and no tap is an answer, too."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms


class ChildForm(forms.Form):
    """The form of a child's page. A page has only one, so each field's id is its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "%s"} | kwargs)


class _Pressing(forms.HiddenInput):
    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name in data


class Pressed(forms.BooleanField):
    """Whether the button of this name was pressed, whatever value it sent."""

    widget = _Pressing

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False} | kwargs)


class OneTap(forms.ChoiceField):
    """The choice that was tapped. It is "" where none was, or where the choice is not on the list."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False} | kwargs)

    def clean(self, value: Any) -> str:
        tapped: str = self.to_python(value)
        return tapped if self.valid_value(tapped) else ""


class Taps(forms.MultipleChoiceField):
    """The choices that were tapped, in the order of the list, without those that are not on it."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False} | kwargs)

    def clean(self, value: Iterable[str] | None) -> tuple[str, ...]:
        tapped = set(value or ())
        listed: Iterable[tuple[str, Any]] = self.choices  # type: ignore[assignment] # no groups, and never a class
        return tuple(key for key, _ in listed if key in tapped)
