"""The buttons of a form, and the ways out of it."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.template import Context
from django.utils.safestring import SafeString

from classroom import buttons
from classroom.forms.drawing import PACK, Drawn, Element, Known, To, dashed, known


@dataclass(frozen=True)
class Button:
    """A button that submits the form. `to` sends the form to another address; `name` and `value` say which button
    was pressed. The rest is as in classroom/buttons.py; `attrs` are any other attributes: data_once becomes
    data-once. Values that depend on the page are a Known: kind=Known("add_kind")."""

    words: Any
    kind: str | Known = "primary"
    name: str | None = None
    value: str = "1"
    to: To | Known | None = None
    icon: str = ""
    turns: bool = False
    about: Any = ""
    unseen: Any = ""
    css: str = ""
    attrs: dict[str, Any] = field(default_factory=dict)

    def render(self, form: forms.Form, context: Context, template_pack: str = PACK, **_: Any) -> SafeString:
        own = {"name": self.name, "value": self.value if self.name else None}
        own["formaction"] = self.to.on(context) if self.to else None
        look = {"icon": self.icon, "turns": self.turns, "unseen": known(self.unseen, context), "css": self.css}
        look["about"] = known(self.about, context)
        kind, words = known(self.kind, context), known(self.words, context)
        return buttons.button(words, kind=kind, **look, **own | dashed(self.attrs))


@dataclass(frozen=True)
class Link:
    """A way out of the form, in a row with its buttons."""

    words: Any
    to: To | Known
    kind: str = "quiet"
    icon: str = ""
    turns: bool = False
    unseen: Any = ""

    def render(self, form: forms.Form, context: Context, template_pack: str = PACK, **_: Any) -> SafeString:
        look = {"icon": self.icon, "turns": self.turns, "unseen": known(self.unseen, context)}
        return buttons.button(known(self.words, context), kind=self.kind, **look, href=self.to.on(context))


class Buttons(Drawn):
    """Buttons and links in a row. The first button of a form is the one that Enter presses."""

    template = f"{PACK}/layout/box.html"

    def __init__(self, *buttons: Any, css: str = "row-wrap") -> None:
        self.fields = list(buttons)
        self.tag, self.flat = "div", SafeString(f' class="{css}"')


def Enter(words: Any) -> Element:  # noqa: N802 # a layout object to whoever uses it
    """A hidden button that Enter presses, where the first visible button does something else."""
    hidden = {"class": "visually-hidden", "type": "submit", "tabindex": "-1", "aria-hidden": "true"}
    return Element("button", words, **hidden)
