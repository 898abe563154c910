"""Attributes of HTML elements."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def in_order(attrs: dict[str, Any]) -> SafeString:
    """Attributes in the order given, where Django's flatatt sorts them. What is None or False is left out, what is True
    has no value, and data_place is data-place."""
    return format_html_join(
        "",
        " {}{}",
        (
            (name.replace("_", "-"), "" if value is True else format_html('="{}"', value))
            for name, value in attrs.items()
            if value is not None and value is not False
        ),
    )
