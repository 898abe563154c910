"""Reads a child's grade from a file, as one of the four grade bands."""

import re

from classroom.names import fold

BANDS = ("K-1", "2-3", "4-5", "6-8")
_WORDS = {
    **dict.fromkeys(("k", "kg", "kdg", "kinder", "kindergarten", "tk", "pk", "prek", "pre k", "kk"), 0),
    **{
        word: n
        for n, word in enumerate(("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"), 1)
    },
}
_LABELS = {
    "kindergarten and grade 1": 0,
    "grades 2 and 3": 2,
    "grades 4 and 5": 4,
    "grades 6 to 8": 6,
    "k 1": 0,
    "2 3": 2,
    "4 5": 4,
    "6 8": 6,
}
_NUMBER = re.compile(
    r"(?:grade|gr|g|year|yr|level|klasse|grado|klas)? ?0?(\d)(?:st|nd|rd|th|er|eme|o|a)?(?: grade| grado)?"
)


def band_of(text: str) -> str:
    """K-1, 2-3, 4-5 or 6-8; empty where the text is no grade from K to 8."""
    plain = fold(re.sub(r"[.,]0+$|[.º°ª]", " ", text))
    plain = plain.removeprefix("grade ") if plain.startswith("grade k") else plain
    number = _LABELS.get(plain, _WORDS.get(plain.removesuffix(" grade")))
    if number is None and (found := _NUMBER.fullmatch(plain)):
        number = int(found[1])
    if number is None or number > 8:
        return ""
    return BANDS[0 if number < 2 else 1 if number < 4 else 2 if number < 6 else 3]
