"""Buttons and forms of the review desk. Each asks for one change of the plan that the page shows.

The page provides `plan`, `uncovered`, and `at`, which maps each change to its address.
"""

from typing import Any

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from classroom.buttons import button, button_class
from classroom.sprites import icon as drawn
from partners.templatetags.attributes import in_order

register = template.Library()


def _hidden(fields: dict[str, Any]) -> SafeString:
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', fields.items())


@register.simple_tag(takes_context=True)
def plan_seen(context: Any) -> SafeString:
    """The fields that each change sends along: the CSRF token, the version of the plan on the page, and whether it
    is uncovered."""
    fields = {"version": context["plan"].version} | ({"uncovered": 1} if context.get("uncovered") else {})
    return format_html("{}{}", CsrfTokenNode().render(context), _hidden(fields))


@register.simple_block_tag(takes_context=True)
def touch(context: Any, content: str, what: str, css: str = button_class("plain"), **attrs: Any) -> SafeString:
    """A button of the form `touch`, which holds the child who is picked up. `name` and `value` are what the button
    chooses."""
    return _touch(context, content, what, css, attrs)


def _touch(context: Any, content: str, what: str, css: str, attrs: dict[str, Any]) -> SafeString:
    at = context["at"][what]
    own = {"class": css, "type": "submit", "form": "touch", "formaction": at, "hx_post": at} | attrs
    if not own.get("name"):
        own |= {"name": None, "value": None}
    return SafeString(f"<button{in_order(own)}>{content}</button>")


@register.simple_block_tag(takes_context=True)
def seat_button(context: Any, content: str, seat: Any) -> SafeString:
    """A button that chooses a child."""
    attrs = {"name": seat.field, "value": seat.value} | seat.attrs
    return _touch(context, content, seat.does, attrs.pop("css"), attrs)


@register.simple_tag(takes_context=True)
def lock_button(context: Any, card: Any) -> SafeString:
    """A button that locks a partnership, or unlocks it."""
    key = card.students[0].key
    attrs = {
        "id": f"lock-{key}",
        "name": "child",
        "value": key,
        "aria_pressed": "true" if card.is_locked else "false",
        "aria_label": f"Lock {card.names}",
    }
    picture = drawn("lock" if card.is_locked else "unlock")
    return _touch(context, picture, "unlock" if card.is_locked else "lock", "btn btn-icon no-print", attrs)


@register.simple_block_tag(takes_context=True)
def ask_for(context: Any, content: str, what: str, *, loads: bool = False, **attrs: Any) -> SafeString:
    """A form of its own around `content`. The answer replaces the desk or, with `loads`, the page."""
    at = context["at"][what]
    own = {"method": "post", "action": at, "hx_post": None if loads else at}
    return format_html("<form{}>{}{}</form>", in_order(own | attrs), plan_seen(context), content)


@register.simple_tag(takes_context=True)
def ask(
    context: Any, what: str, words: str, *, button_id: str | None = None, icon: str = "", about: str = "", **fields: Any
) -> SafeString:
    """A form of its own with one button, which sends these fields."""
    at = context["at"][what]
    attrs = in_order({"method": "post", "action": at, "hx_post": at})
    pressed = button(words, kind="plain", icon=icon, about=about, id=button_id)
    return format_html("<form{}>{}{}{}</form>", attrs, plan_seen(context), _hidden(fields), pressed)


@register.simple_tag(takes_context=True)
def relax(context: Any, rule: Any, words: str) -> SafeString:
    """A button that relaxes a rule for this plan."""
    students = " ".join(rule.students)
    return ask(context, "relax", "Relax for this plan", about=words, kind=rule.kind, students=students)
