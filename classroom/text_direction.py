"""Isolates names inside text that is written in the other direction."""

from unicodedata import bidirectional

from django.utils.translation import get_language_bidi


def apart(words: str) -> str:
    """A name for use in a sentence. It is isolated where the sentence runs in the other direction, so that its
    characters stay together."""
    leftward = any(bidirectional(letter) in ("R", "AL") for letter in words)
    return words if leftward == get_language_bidi() else f"\u2068{words}\u2069"
