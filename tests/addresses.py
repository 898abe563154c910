"""Addresses of pages by URL name, for tests."""

from django.urls import reverse


def url(name: str, *args: object) -> str:
    """The address of the page with this URL name; `args` fill its parameters in their order."""
    return reverse(name, args=args)
