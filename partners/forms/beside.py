"""A layout object that puts a field to the right of its label."""

from typing import Any

from django import forms
from django.template import Context

from classroom.forms.drawing import OneField, as_objects, rendered


class Beside(OneField):
    """A field in one row with its label, followed by the layout objects in `beside`. `css` goes on the control."""

    template = "partners/_beside.html"

    def __init__(self, name: str, *beside: Any, css: str = "", label_css: str = "") -> None:
        super().__init__(name, css=css, label_css=label_css)
        self.besides = as_objects(beside)

    def drawn(self, form: forms.Form, context: Context) -> dict[str, Any]:
        return super().drawn(form, context) | {"beside": rendered(self.besides, form, context)}
