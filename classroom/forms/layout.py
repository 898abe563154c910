"""How a form is laid out. A form and its page are written like this:

    class SpotForm(forms.Form):
        name = OneLine(label="Name", help_text="One word.")          # label and hint stand with the field
        day = forms.DateField(widget=DateInput)
        who = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple)   # choices: [(key, Face.of(student)), ...]

        helper = Helper(                                             # made once; it never changes
            Heading("A new spot"),
            "name",                                                  # label, control, errors and hint
            Chips("who", css="pick", tick="end"),                    # one template renders them all
            Buttons(Button("Save"), Link("Back", To("classroom:class", "classroom.key"))),
            action=To("partners:spot_add", "classroom.key"),             # arguments are looked up on the page
        )

The page says `{% crispy form %}`: form tag, token, fields and buttons come from here. A layout that depends on the form
(`if student.left_on`) is made in `__init__`: `self.helper = Helper(...)`. `Part("partners/_x.html")` puts a template in
between. Every field, however it is laid out, is rendered by templates/bootstrap5/: label in field.html, errors and hint
in layout/help_text_and_errors.html; Django writes aria-describedby and aria-invalid to match. `tight=True` is for forms
whose fields stand in a stack without room of their own; `error_role="alert"` has errors spoken; `errors_above` leaves
the errors of fields to an Errors of the form, which gives each the id to which its field points. `keeps_typing=True`
brings back what was typed before the session ended (forms/unsaved_forms.py): never for passwords, for what gives access
to anything, or for words about a child. In a cell of a table
`{% control form.field css="dial" %}` is the control alone. A form that is nothing but a button is no Form: see
`{% press %}` in templatetags/parts.py.
"""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.forms.utils import flatatt
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from classroom.forms import unsaved_forms
from classroom.forms.buttons import Button, Buttons, Enter, Link
from classroom.forms.chips import Answers, Chips, Face, Presses, Switch, Tick, TickList, Tiles
from classroom.forms.drawing import PACK, Drawn, Element, Field, Known, To, as_objects, dashed, known

__all__ = [
    "Answers",
    "Box",
    "Button",
    "Buttons",
    "Chips",
    "Enter",
    "Errors",
    "Face",
    "Field",
    "Folded",
    "Group",
    "Heading",
    "Helper",
    "Known",
    "Link",
    "Part",
    "Presses",
    "Row",
    "Switch",
    "Text",
    "Tick",
    "TickList",
    "Tiles",
    "To",
    "Value",
    "bare",
]


class Helper(FormHelper):
    """The form tag with its token, and what is inside. Without `css` the form is a sheet of its own."""

    def __init__(
        self,
        *parts: Any,
        action: To | Known | None = None,
        method: str = "post",
        css: str = "sheet p-4 stack",
        tight: bool = False,
        error_role: str = "",
        errors_above: bool = False,
        keeps_typing: bool = False,
        **attrs: Any,
    ) -> None:
        super().__init__()
        self.layout = Layout(*as_objects(parts)) if parts else None
        self.form_show_errors = not any(isinstance(part, Errors) for part in parts)
        self.form_method = method
        self.form_class = css
        self.attrs = {name.replace("_", "-"): value for name, value in attrs.items()}
        self._to = action
        self.tight = tight
        self.error_role = error_role
        self.errors_above = errors_above
        self.keeps_typing = keeps_typing

    def render_layout(self, form: Any, context: Context, template_pack: str = PACK) -> SafeString:
        form.form_to = self._to.on(context) if self._to else ""
        if self.keeps_typing:
            unsaved_forms.bring_back(form, context["request"], form.form_to)
        html: SafeString = super().render_layout(form, context, template_pack)
        return html


def bare(*parts: Any, **options: Any) -> Helper:
    """Fields only (all of them where none are named): the page brings the form tag, the token and the button."""
    helper = Helper(*parts, **options)
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


class Errors(Drawn):
    """The errors of the form as a whole, elsewhere than at its beginning: each is an alert that screen readers
    announce.

    With `of_fields` it also shows the errors of fields that have no place for them.
    """

    template = f"{PACK}/layout/errors.html"

    def __init__(self, *, of_fields: bool = False) -> None:
        self.fields = []
        self.of_fields = of_fields

    def drawn(self, form: forms.Form, context: Context) -> dict[str, Any]:
        of_fields = [error for name in form.fields for error in form[name].errors] if self.of_fields else []
        return {"errors": [*of_fields, *form.non_field_errors()]}


class Box(Drawn):
    """Parts within an element. Group is one with a legend, Folded one that can be opened and closed."""

    template = f"{PACK}/layout/box.html"

    def __init__(self, *parts: Any, css: str = "", id: str = "", tag: str = "div", **attrs: Any) -> None:  # noqa: A002 # as in HTML
        self.fields = as_objects(parts)
        self.css = css
        self.tag = tag
        self.flat = flatatt({"id": id or None, "class": css or None} | dashed(attrs))


def Row(*parts: Any, css: str = "fields") -> Box:  # noqa: N802 # a layout object to whoever uses it
    """Fields side by side, as many as fit: dates, selects."""
    return Box(*parts, css=css)


class Group(Box):
    """Fields under one legend."""

    template = f"{PACK}/layout/group.html"

    def __init__(self, legend: Any, *parts: Any, legend_css: str = "form-label", **options: Any) -> None:
        super().__init__(*parts, **options)
        self.legend = legend
        self.legend_css = legend_css


class Folded(Box):
    """Fields behind a line that opens them. It is open where one of the fields named in `opens_with` has a value."""

    template = f"{PACK}/layout/folded.html"

    def __init__(
        self, summary: Any, *parts: Any, opens_with: tuple[str, ...] = (), summary_css: str = "", **options: Any
    ) -> None:
        super().__init__(*parts, **options)
        self.summary = summary
        self.summary_css = summary_css
        self.opens_with = opens_with

    def drawn(self, form: forms.Form, context: Context) -> dict[str, Any]:
        return super().drawn(form, context) | {"is_open": any(form[name].value() for name in self.opens_with)}


def Heading(words: Any, css: str = "h3", id: str | None = None) -> Element:  # noqa: A002, N802
    return Element("h2", words, id=id, **{"class": css})


def Text(words: Any, css: str = "m-0") -> Element:  # noqa: N802
    return Element("p", words, **{"class": css})


class Part(Drawn):
    """A template of the page, within the form."""

    def __init__(self, template: str, **known: Any) -> None:
        self.fields = []
        self.template = template
        self.known = known

    def drawn(self, form: forms.Form, context: Context) -> dict[str, Any]:
        return self.known


class Value:
    """A hidden value that the form sends; nothing where there is none. A field with a HiddenInput does not need
    this."""

    def __init__(self, name: str, value: Any) -> None:
        self.name, self.value = name, value

    def render(self, form: forms.Form, context: Context, template_pack: str = PACK, **_: Any) -> SafeString:
        value = known(self.value, context)
        if value in (None, ""):
            return SafeString("")
        return format_html('<input type="hidden" name="{}" value="{}">', self.name, value)
