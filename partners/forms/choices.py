"""How choices are drawn on teachers' pages, beside the chips of classroom/forms/chips.py."""

from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from classroom.forms.drawing import OneField


class ChoiceLines(OneField):
    """One choice out of several, each in a line of its own. The label of a choice may be a Face: its words, and as a
    tag behind them its note. `is_seen` says whether the legend is on the page or for those only who listen."""

    template = "bootstrap5/layout/choice_lines.html"

    def __init__(self, name: str, *, is_seen: bool = True, legend_css: str = "form-label") -> None:
        super().__init__(name, legend_css=legend_css if is_seen else "visually-hidden")

    def drawn(self, form: forms.Form, context: Context) -> dict[str, Any]:
        choices = [choice.data for choice in form[self.name].subwidgets]
        return super().drawn(form, context) | {"choices": choices}


class LightSelect(forms.Select):
    """A select that is drawn in one go: as templates, one for each option, dozens of them would take most of the time
    of a page."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        chosen = self.format_value(value)
        options = format_html_join(
            "",
            "<option{}>{}</option>",
            ((flatatt({"value": key, "selected": key in chosen}), words) for key, words in self.choices),
        )
        own = {"name": name} | self.build_attrs(self.attrs, attrs)
        return format_html("<select{}>{}</select>", flatatt(own), options)
