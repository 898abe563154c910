"""How much room a name takes on paper, so that a long one is printed smaller. Knows nothing of Django."""

import unicodedata

# The longest names of each size, in ordinary small letters. Longer ones have the last size.
SIZES = ((12, ""), (30, "is-long"), (60, "is-longer"))
LONGEST = "is-longest"

_WIDE = 1.8
_CAPITAL = 1.4
_BROAD = frozenset("mwMW@ЖМФШЩЮЫжмфшщюы")


def name_size(name: str) -> str:
    """The CSS class of this name's size; it is empty for a name that is not long."""
    width = sum(_width(character) for character in name)
    return next((size for longest, size in SIZES if width <= longest), LONGEST)


def _width(character: str) -> float:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    if character in _BROAD or unicodedata.east_asian_width(character) in ("W", "F"):
        return _WIDE
    return _CAPITAL if character.isupper() else 1
