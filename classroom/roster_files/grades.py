"""Reads a child's grade from a file, as one of the four grade bands."""

import re

from classroom.names import fold

BANDS = ("K-1", "2-3", "4-5", "6-8")
_WORDS = {
    **dict.fromkeys(
        (
            "k",
            "kg",
            "kdg",
            "kinder",
            "kindergarten",
            "tk",
            "pk",
            "prek",
            "pre k",
            "kk",
            "kf",
            "kp",
            "pk3",
            "pk4",
            "prek 3",
            "prek 4",
            "pre kindergarten",
            "transitional kindergarten",
            "kn",
            "r",
            "reception",
            "grade r",
            "eyfs",
            "year r",
        ),
        0,
    ),
    **{f"{sign}年级": n for n, sign in enumerate("一二三四五六七八", 1)},
    **{f"{sign}年級": n for n, sign in enumerate("一二三四五六七八", 1)},
    **{
        fold(word): n
        for words in (
            "first second third fourth fifth sixth seventh eighth",
            "primero segundo tercero cuarto quinto sexto septimo octavo",
            "primeiro segundo terceiro quarto quinto sexto setimo oitavo",
            "الأول الثاني الثالث الرابع الخامس السادس السابع الثامن",
            "первый второй третий четвертый пятый шестой седьмой восьмой",
        )
        for n, word in enumerate(words.split(), 1)
    },
    **{word: n for n, word in enumerate(("cp", "ce1", "ce2", "cm1", "cm2"), 1)},
    **{word: n for n, word in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii"), 1)},
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
    "6 7": 6,
    "7 8": 6,
    "grade 2 3": 2,
    "grade 4 5": 4,
}
_BEFORE = (
    "grade|gr|g|year|yr|y|level|klasse|grado|klas|klasa|primary|p|annee|ano|serie|turma|class|lop|khoi|stufe|jahrgang|"
    "groep"
)
_ENDING = "st|nd|rd|th|er|eme|e|o|a|年级|年級|年|학년"
_BEHIND = "grade|grado|klasse|klass|klasa|de primaria|primaria|primary|ano|annee|trida|osztaly|класс|клас|grader|year"
_NUMBER = re.compile(rf"(?:{_BEFORE})? ?0?(\d)(?:{_ENDING})?(?: ?(?:{_BEHIND})(?: [a-h])?| ?-? ?[a-f])?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"\d{4}-(\d\d)-(\d\d)")
_DAY_MONTH = re.compile(r"(\d{1,2})[-. ]([A-Za-z]{3})")
_MONTH_DAY = re.compile(r"([A-Za-z]{3})[-. ](\d{1,2})")


def band_of(text: str) -> str:
    """K-1, 2-3, 4-5 or 6-8; empty where the text is no grade from K to 8."""
    plain = fold(re.sub(r"[.,]0+$|[.º°ª]", " ", text))
    plain = plain.removeprefix("grade ") if plain.startswith("grade k") else plain
    number = _LABELS.get(plain, _WORDS.get(plain.removesuffix(" grade")))
    if number is None and text[:1] != "-" and (found := _NUMBER.fullmatch(plain)):
        number = int(found[1])
    if number is None or number > 8:
        return ""
    return BANDS[0 if number < 2 else 1 if number < 4 else 2 if number < 6 else 3]


def grade_of_date(text: str) -> str:
    """What was typed before a spreadsheet made a date of it: 2026-02-03 and 3-Feb were 2-3. Other texts stay."""
    if found := _ISO.fullmatch(text):
        return f"{int(found[1])}-{int(found[2])}"
    if found := _DAY_MONTH.fullmatch(text):
        day, month = found[1], found[2].lower()
    elif found := _MONTH_DAY.fullmatch(text):
        day, month = found[2], found[1].lower()
    else:
        return text
    return f"{_MONTHS.index(month) + 1}-{int(day)}" if month in _MONTHS else text
