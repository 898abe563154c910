"""Attributes of HTML elements."""

from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString


def in_order(attrs: dict[str, Any]) -> SafeString:
    """Attributes in the given order, whereas Django's flatatt sorts them. Values of None or False are left out, True
    makes an attribute without a value, and data_place becomes data-place. A page has hundreds of attributes, so this
    joins plain strings, each escaped."""
    given = []
    for name, value in attrs.items():
        if value is True:
            given.append(f" {name.replace('_', '-')}")
        elif value is not None and value is not False:
            given.append(f' {name.replace("_", "-")}="{conditional_escape(value)}"')
    return SafeString("".join(given))
