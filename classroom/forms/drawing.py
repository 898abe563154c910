"""Base classes of the layout objects: each renders a template with what the page and the form know."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from crispy_forms.layout import LayoutObject
from django import forms
from django.forms.utils import flatatt
from django.template import Context, Variable, VariableDoesNotExist
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

PACK = "bootstrap5"


@dataclass(frozen=True)
class To:
    """The address of a view. Its arguments are names from the page's context: To("classroom:class",
    "classroom.key")."""

    view: str
    args: tuple[str, ...]
    query: str = ""

    def __init__(self, view: str, *args: str, query: str = "") -> None:
        for name, value in (("view", view), ("args", args), ("query", query)):
            object.__setattr__(self, name, value)

    def on(self, context: Context) -> str:
        return reverse(self.view, args=[Variable(name).resolve(context) for name in self.args]) + self.query


@dataclass(frozen=True)
class Known:
    """The value of this name in the page's context, "" where there is none: for words, kinds and addresses that
    depend on the page."""

    name: str

    def on(self, context: Context) -> Any:
        try:
            return Variable(self.name).resolve(context)
        except VariableDoesNotExist:
            return ""


def known(value: Any, context: Context) -> Any:
    return value.on(context) if isinstance(value, Known | To) else value


class Drawn(LayoutObject):
    """A layout object that renders one template, with the page's context and what `drawn` adds to it."""

    template = ""
    fields: list[Any]

    def render(self, form: forms.Form, context: Context, template_pack: str = PACK, **_: Any) -> SafeString:
        page: dict[Any, Any] = context.flatten()
        return render_to_string(self.template, page | {"form": form} | self.drawn(form, context))

    def drawn(self, form: forms.Form, context: Context) -> dict[str, Any]:
        """What the template needs besides the page's context: by default the rendered parts inside."""
        return {"object": self, "inside": self.inside(form, context)}

    def inside(self, form: forms.Form, context: Context) -> SafeString:
        return rendered(self.fields, form, context)


class OneField(Drawn):
    """A layout object for one field."""

    def __init__(self, name: str, **options: Any) -> None:
        self.fields = [name]
        self.name = name
        self.options = options

    def render(self, form: Any, context: Context, template_pack: str = PACK, **_: Any) -> SafeString:
        form.rendered_fields.add(self.name)
        return super().render(form, context, template_pack)

    def drawn(self, form: forms.Form, context: Context) -> dict[str, Any]:
        return {"field": form[self.name], **self.options}


class Element:
    """An HTML element with text, within a form."""

    def __init__(self, tag: str, words: Any, **attrs: Any) -> None:
        self.tag, self.words, self.attrs = tag, words, attrs

    def render(self, form: forms.Form, context: Context, template_pack: str = PACK, **_: Any) -> SafeString:
        return format_html("<{0}{1}>{2}</{0}>", self.tag, flatatt(self.attrs), known(self.words, context))


class Field(OneField):
    """A field with options: `hides_label` leaves the label to screen readers, `css` is the class of the control,
    `wrapper_class` that of the element around everything, and `beside` is to the right of the control."""

    template = f"{PACK}/field.html"

    def __init__(
        self,
        name: str,
        *,
        hides_label: bool = False,
        css: str = "",
        wrapper_class: str = "",
        beside: tuple[Any, ...] = (),
    ) -> None:
        super().__init__(name, hides_label=hides_label, control_class=css, wrapper_class=wrapper_class)
        self.besides = as_objects(beside)

    def drawn(self, form: forms.Form, context: Context) -> dict[str, Any]:
        return super().drawn(form, context) | {"beside": rendered(self.besides, form, context)}


def as_objects(parts: Iterable[Any]) -> list[Any]:
    """The parts as layout objects: a name becomes its field."""
    return [Field(part) if isinstance(part, str) else part for part in parts]


def rendered(objects: Iterable[Any], form: forms.Form, context: Context) -> SafeString:
    return SafeString("".join(each.render(form, context) for each in objects))


def dashed(attrs: dict[str, Any]) -> dict[str, Any]:
    """HTML attributes from Python names: data_once becomes data-once."""
    return {name.replace("_", "-"): value for name, value in attrs.items()}
