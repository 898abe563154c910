"""A field for the key of something that is chosen on the page."""

from typing import Any

from django import forms


class ChosenKey(forms.SlugField):
    """A key from a select. Whether it is there is up to the action: what was chosen may be gone by then."""

    widget = forms.Select

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """None: a select has no maxlength."""
        return {}

    def shows(self, choices: list[tuple[str, str]]) -> None:
        """What the page offers."""
        assert isinstance(self.widget, forms.Select)  # for the type checker
        self.widget.choices = choices
