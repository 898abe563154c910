"""Layout objects and widgets of teachers' pages, in addition to those of classroom/forms/layout.py."""

from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.template import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from classroom.forms.drawing import PACK, OneField, To
from partners.templatetags.attributes import in_order


class ChoiceLines(OneField):
    """One choice out of several, each on its own line. The label of a choice may be a Face: its words, and its note
    as a tag behind them. `is_seen` says whether the legend shows or is for screen readers only, and `nothing` is the
    text if there are no choices."""

    template = "bootstrap5/layout/choice_lines.html"

    def __init__(self, name: str, *, is_seen: bool = True, legend_css: str = "form-label", nothing: str = "") -> None:
        super().__init__(name, legend_css=legend_css if is_seen else "visually-hidden", nothing=nothing)

    def drawn(self, form: forms.Form, context: Context) -> dict[str, Any]:
        choices = [choice.data for choice in form[self.name].subwidgets]
        lines = [(choice["label"], _radio(choice, is_first=i == 0)) for i, choice in enumerate(choices)]
        return super().drawn(form, context) | {"lines": lines}


def _radio(choice: dict[str, Any], *, is_first: bool) -> SafeString:
    """The control of one choice. Only the first choice of a field may take the focus."""
    attrs = choice["attrs"]
    turned = {"checked": choice["selected"], "autofocus": is_first and attrs.get("autofocus", False)}
    return format_html(
        '<input class="form-check-input"{} type="{}" name="{}" value="{}"{}>',
        *(flatatt({"id": attrs.get("id")}), choice["type"], choice["name"], choice["value"], flatatt(turned)),
    )


class OneAlwaysOn(forms.RadioSelect):
    """Choices of which one is always on, so that none has to be marked as required."""

    def use_required_attribute(self, initial: Any) -> bool:
        return False


class InRow(OneField):
    """A control in a row with others, after its label. The label shows only with `is_labelled`; otherwise it is for
    screen readers."""

    template = "bootstrap5/layout/in_row.html"

    def __init__(self, name: str, *, is_labelled: bool = False, css: str = "") -> None:
        super().__init__(name, label_css="" if is_labelled else "visually-hidden", css=css)


class TextLink:
    """A line of text that links to another page."""

    def __init__(self, words: str, to: To) -> None:
        self.words, self.to = words, to

    def render(self, form: forms.Form, context: Context, template_pack: str = PACK, **_: Any) -> SafeString:
        return format_html('<p class="m-0"><a href="{}">{}</a></p>', self.to.on(context), self.words)


class LightSelect(forms.Select):
    """A select that is rendered in one go. Django renders a template for each option, and dozens of those would take
    most of the time of a page."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        chosen = self.format_value(value)
        options = [
            f"<option{in_order({'value': key, 'selected': key in chosen})}>{conditional_escape(str(words))}</option>"
            for key, words in self.choices
        ]
        own = in_order({"name": name} | self.build_attrs(self.attrs, attrs))
        return SafeString(f"<select{own}>{''.join(options)}</select>")
