"""Home languages: they are stored as codes, and pages show their English names."""

import re
from difflib import get_close_matches
from unicodedata import category, normalize

from babel import Locale

_ALL = Locale("en").languages
# Languages of many classrooms that have no English name in Babel's list.
_MORE = {
    "aii": "Assyrian",
    "bfi": "British Sign Language",
    "cld": "Chaldean",
    "kar": "Karen",
    "kjb": "Q’anjob’al",
    "mam": "Mam",
    "mix": "Mixtec",
    "nah": "Nahuatl",
    "prs": "Dari",
    "syl": "Sylheti",
}
# Other names that people use for languages.
_ALSO = {
    "asl": "ase",
    "bengali": "bn",
    "cape verdean": "kea",
    "cape verdean creole": "kea",
    "castilian": "es",
    "chichewa": "ny",
    "eritrean": "ti",
    "farsi": "fa",
    "flemish": "nl",
    "fulani": "ff",
    "hokkien": "nan",
    "ilocano": "ilo",
    "isixhosa": "xh",
    "isizulu": "zu",
    "kirundi": "rn",
    "kiswahili": "sw",
    "kurmanji": "ku",
    "mandarin": "zh",
    "mandarin chinese": "zh",
    "moldovan": "ro",
    "nigerian pidgin english": "pcm",
    "oriya": "or",
    "pulaar": "ff",
    "sepedi": "nso",
    "sesotho": "st",
    "setswana": "tn",
    "sorani": "ckb",
    "taiwanese": "nan",
    "visayan": "ceb",
}
# The languages that are offered for filling a whole column.
COMMON = ("ar", "zh", "en", "fr", "ht", "hmn", "ko", "pt", "pa", "ru", "so", "es", "tl", "uk", "ur", "vi")
_PAST = re.compile("^(Old|Middle|Ancient|Classical|Literary) ")
_NONE = ("mul", "root", "und", "zxx")

NAMES: dict[str, str] = {
    code: name
    for code, name in sorted({**_ALL, **_MORE}.items(), key=lambda item: item[1])
    if code.isalpha() and code not in _NONE and not _PAST.match(name)
}


def _folded(name: str) -> str:
    """A name without case, accents and apostrophes, for comparing."""
    kept = (sign for sign in normalize("NFKD", name.casefold()) if category(sign) in ("Ll", "Lo", "Nd", "Pd", "Zs"))
    return " ".join("".join(kept).split())


_CODES = {**_ALSO, **{_folded(name): code for code, name in NAMES.items()}}


def name_of(code: str) -> str:
    """The English name of a language by its code; the code itself where there is none."""
    base = code.casefold().split("-")[0]
    return NAMES.get(base) or str(_ALL.get(base, code))


def code_of(name: str) -> str | None:
    """The code of a language by a name that people use for it; None for an unknown name."""
    return _CODES.get(_folded(name))


def like(name: str) -> str | None:
    """The name of a language that was probably meant: one that begins like this, or is spelled much the same. None
    without one."""
    folded = _folded(name)
    begins = [known for known in _CODES if folded and known.startswith(folded)]
    close = begins or get_close_matches(folded, _CODES, n=1, cutoff=0.75)
    return NAMES[_CODES[close[0]]] if close else None
