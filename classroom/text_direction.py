"""Names inside text that is written in the other direction."""

from unicodedata import bidirectional

from django.utils.translation import get_language_bidi


def apart(words: str) -> str:
    """A name inside a sentence that is written in the other direction: its signs stay with it."""
    leftward = any(bidirectional(letter) in ("R", "AL") for letter in words)
    return words if leftward == get_language_bidi() else f"\u2068{words}\u2069"
