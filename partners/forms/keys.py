"""A field for the key of something that was chosen on the page."""

from typing import Any

from django import forms


class ChosenKey(forms.SlugField):
    """A key from a select. The action checks whether it exists, because what was chosen may be gone by then."""

    widget = forms.Select

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No attributes, because a select has no maxlength."""
        return {}

    def shows(self, choices: list[tuple[str, str]]) -> None:
        """Set the choices that the page offers."""
        assert isinstance(self.widget, forms.Select)  # for the type checker
        self.widget.choices = choices
