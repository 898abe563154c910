"""Attributes of HTML elements."""

from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString


def in_order(attrs: dict[str, Any]) -> SafeString:
    """Attributes in the order given, where Django's flatatt sorts them. What is None or False is left out, what is True
    has no value, and data_place is data-place. A page has hundreds, so this joins plain strings, each escaped."""
    given = []
    for name, value in attrs.items():
        if value is True:
            given.append(f" {name.replace('_', '-')}")
        elif value is not None and value is not False:
            given.append(f' {name.replace("_", "-")}="{conditional_escape(value)}"')
    return SafeString("".join(given))
