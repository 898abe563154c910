"""The one place where a button, or a link that looks like one, becomes HTML."""

from typing import Any

from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString

from classroom.sprites import icon as drawn

KINDS = {
    "primary": "btn-primary",  # the one next step of a page
    "plain": "btn-outline-secondary",
    "quiet": "btn-quiet",
    "danger": "btn-outline-danger",  # deletes, removes or closes
}


def button_class(kind: str, css: str = "") -> str:
    return " ".join(filter(None, ("btn", KINDS[kind], css)))


def next_step(condition: object) -> str:
    """The kind of a button: primary where `condition` says that it is the next step of its page, else plain."""
    return "primary" if condition else "plain"


def button(
    words: Any,
    *,
    kind: str,
    css: str = "",
    icon: str = "",
    turns: bool = False,
    about: Any = "",
    unseen: Any = "",
    **attrs: Any,
) -> SafeString:
    """A button that submits, or a link where `href` is among the attributes.

    `turns` is for an icon that points the other way in right-to-left languages. `about` (after the words and a colon)
    and `unseen` (after the words and a space) are for screen readers only.
    """
    tag = "a" if "href" in attrs else "button"
    own = {"class": button_class(kind, css), "type": None if tag == "a" else "submit"}
    picture = drawn(icon, "icon-turns" if turns else "") if icon else ""
    said = f": {about}" if about else f" {unseen}" if unseen else ""
    hidden = format_html('<span class="visually-hidden">{}</span>', said) if said else ""
    return format_html("<{0}{1}{2}>{3}{4}{5}</{0}>", tag, flatatt(own), flatatt(attrs), picture, words, hidden)
