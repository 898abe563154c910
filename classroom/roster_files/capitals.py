"""Names that are all capitals, written the usual way."""

import re
from collections.abc import Sequence

_PARTICLES = frozenset(
    [
        "de",
        "del",
        "della",
        "di",
        "da",
        "do",
        "dos",
        "das",
        "du",
        "des",
        "la",
        "las",
        "los",
        "le",
        "y",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "zu",
        "zum",
        "bin",
        "binti",
        "ibn",
    ]
)
_INITIALS = frozenset(["ii", "iii", "iv", "vi", "dj", "tj", "jj", "aj", "cj", "pj", "rj", "bj", "jd", "jt", "kj", "mj"])
_WORD = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*")
_MOST_INITIALS = 2


def are_capitals(names: Sequence[str]) -> bool:
    """Whether all names of a list are in capitals. One name alone says nothing, nor do initials."""
    given = [name for name in names if any(c.isalpha() for c in name)]
    lettered = [name for name in given if sum(c.isalpha() and c.upper() != c.lower() for c in name) > _MOST_INITIALS]
    return len(lettered) > 1 and 2 * len(lettered) > len(given) and all(name == name.upper() for name in lettered)


def has_capitals(name: str) -> bool:
    """Whether a word of a name is written in capitals: Marie DUPONT."""
    long = (word for word in _WORD.findall(name) if len(word) > _MOST_INITIALS)
    return any(word == word.upper() != word.lower() and word.lower() not in _INITIALS for word in long)


def usual(name: str) -> str:
    """The name in usual capitals: RUIZ MORA is Ruiz Mora, O'NEILL O'Neill, MCDONALD McDonald, DE LA CRUZ de la Cruz. In
    a name that is not all capitals (Marie DUPONT) only words of capitals change, and initials stay."""
    if name != name.upper() and not has_capitals(name):
        return name
    least = 1 if name == name.upper() else 2

    def of(found: re.Match[str]) -> str:
        word = found[0]
        if word != word.upper() or len(word) < least:
            return word
        return _usual_word(word, is_edge=found.start() == 0 or found.end() == len(name))

    return _WORD.sub(of, name)


def _usual_word(word: str, *, is_edge: bool) -> str:
    low = word.lower().replace("i\u0307", "i")
    if low in _PARTICLES and not is_edge:
        return low
    if low in _INITIALS:
        return word
    if low.startswith("mc") and len(low) > 4:
        return f"Mc{low[2:].capitalize()}"
    start, mark, rest = low.partition("'") if "'" in low else low.partition("’")
    if mark and len(start) <= 2 and len(rest) > 1:
        return f"{start.capitalize()}{mark}{rest.capitalize()}"
    return low.capitalize()
