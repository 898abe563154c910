"""Finds children's names in free text, and blanks them out. Knows nothing of Django.

A name counts where it is a whole word, whatever its capitals and accents: Ana in "Ana's turn", not in "banana". Scripts
that are written without spaces are read character by character, so that a name is found within a line.
"""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping

from classroom.names import Name, fold

BLANK = "[…]"

_WITHIN_A_NAME = " -‐'’"  # hyphens and apostrophes as people type them
_JOINERS = "\u200c\u200d"
_UNSPACED = ("CJK ", "HIRAGANA ", "KATAKANA ", "HANGUL ", "THAI ", "LAO ", "KHMER ", "MYANMAR ", "TIBETAN ")

Span = tuple[int, int]
# The forms of names by their first word: all words of each form, folded.
Forms = Mapping[str, Collection[tuple[str, ...]]]


def words(text: str) -> list[Span]:
    """The places where each word of the text begins and ends."""
    spans: list[Span] = []
    open_word = False
    for place, sign in enumerate(text):
        goes_on = sign in _JOINERS or unicodedata.category(sign).startswith("M")
        if goes_on and spans and spans[-1][1] == place:
            spans[-1] = (spans[-1][0], place + 1)
        elif _stands_alone(sign):
            spans.append((place, place + 1))
            open_word = False
        elif unicodedata.category(sign)[0] in "LN":
            if open_word and spans[-1][1] == place:
                spans[-1] = (spans[-1][0], place + 1)
            else:
                spans.append((place, place + 1))
            open_word = True
        else:
            open_word = False
    return spans


def _stands_alone(sign: str) -> bool:
    """Whether a character is a word by itself: of a script without spaces, or a picture."""
    if sign.isascii():
        return False
    return unicodedata.category(sign) == "So" or unicodedata.name(sign, "").startswith(_UNSPACED)


def forms_of(name: Name, *others: str) -> set[str]:
    """All that people may write for a name: the whole, the first, the last, each word of the last, and `others`, such
    as what the child is called.

    Little words of a name (de la) and single letters are left out: alone they name nobody.
    """
    rest = name.full.removeprefix(name.first).strip()
    last = [word for word in rest.split() if not word.islower()]
    return {form for form in (name.full, name.first, rest, *last, *others) if _tells(form)}


def _tells(form: str) -> bool:
    found = words(form)
    if len(found) != 1:
        return bool(found) and not form.islower()
    sign = form[slice(*found[0])]
    return len(sign) > 1 or sign.lower() == sign.upper()


def look_up(forms: Iterable[str]) -> Forms:
    found: dict[str, set[tuple[str, ...]]] = {}
    for form in forms:
        folded = tuple(_folded(form))
        if folded:
            found.setdefault(folded[0], set()).add(folded)
    return found


def _folded(text: str) -> Iterator[str]:
    return (fold(text[start:end]) for start, end in words(text))


def named(text: str, forms: Forms) -> set[int]:
    """The words of the text, by their place in `words`, that belong to one of these names."""
    folded = list(_folded(text))
    found: set[int] = set()
    for place, word in enumerate(folded):
        for form in forms.get(word, ()):
            if tuple(folded[place : place + len(form)]) == form:
                found.update(range(place, place + len(form)))
    return found


def blanked(text: str, which: Collection[int]) -> str:
    """The text without these words, by their place in `words`. One blank replaces the words of one name."""
    spans = words(text)
    kept, end, last = [""], 0, -2
    for place in sorted(which):
        start, stop = spans[place]
        between = text[end:start]
        if place != last + 1 or between.strip(_WITHIN_A_NAME):
            kept += [between, BLANK]
        end, last = stop, place
    return "".join([*kept, text[end:]])


def without(text: str, forms: Forms) -> str:
    return blanked(text, named(text, forms))
