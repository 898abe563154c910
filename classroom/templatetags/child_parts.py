"""The parts of a child's page: the bar at its foot, and the buttons back and on in it."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from classroom import sprites
from classroom.buttons import button
from classroom.models import GradeBand

register = template.Library()


@register.simple_tag
def way_back(href: str, words: str = "") -> SafeString:
    """A link back. Its words are shown only where there is room for them."""
    narrow = format_html('<span class="wide-only">{}</span>', words or _("Back"))
    return button(narrow, kind="plain", icon="back", turns=True, href=href)


@register.simple_tag
def way_on(words: str, icon: str = "next", *, turns: bool = True, **attrs: Any) -> SafeString:
    """The next step of the page, as a link where there is an `href`, else as the button of a form."""
    drawing = sprites.icon(icon, "icon-turns" if turns else "")
    return button(format_html("{} {}", words, drawing), kind="primary", **attrs)


@register.simple_block_tag
def child_bar(content: str, back: str = "") -> SafeString:
    """The bar at the foot of the page: a way back, if there is one, and the content."""
    first = way_back(back) if back else SafeString("<span></span>")
    return format_html('<footer class="child-bar"><div class="wrap">{}{}</div></footer>', first, content)


@register.simple_tag(takes_context=True)
def begins_aloud(context: Any) -> str:
    """When reading aloud begins: "start" is by itself, for grades K and 1; "door" is before a child has signed in,
    as soon as somebody has asked for it; an empty text is on request."""
    reader = context.get("me") or context.get("student")
    if reader:
        return "start" if reader.band == GradeBand.K_1 else ""
    return "start" if context.get("sent_by") == GradeBand.K_1 else "door"
