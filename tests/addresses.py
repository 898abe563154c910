"""Addresses of pages by their names, as tests ask for them."""

from django.urls import reverse


def url(name: str, *args: object) -> str:
    """The address of the page of that name; `args` fill it in, in order."""
    return reverse(name, args=args)
