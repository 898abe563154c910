"""Names of languages, as teachers write them."""

import pytest

from partners.considerations.home_languages import COMMON, NAMES, code_of, like, name_of


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Spanish", "es"),
        ("  haitian   CREOLE ", "ht"),
        ("Maori", "mi"),
        ("Māori", "mi"),
        ("K'iche'", "quc"),
        ("Kʼicheʼ", "quc"),
        ("Q’anjob’al", "kjb"),
        ("Mandarin", "zh"),
        ("Farsi", "fa"),
        ("ASL", "ase"),
        ("Mixtec", "mix"),
        ("Norwegian Bokmål", "nb"),
        ("Wombat", None),
        ("", None),
        ("Old English", None),
        ("No linguistic content", None),
    ],
)
def test_a_name_gives_its_code(name: str, code: str | None) -> None:
    assert code_of(name) == code


def test_a_code_gives_its_name() -> None:
    assert [name_of(code) for code in ("es", "ES-mx", "quc", "mix", "qqx")] == [
        "Spanish",
        "Spanish",
        "Kʼicheʼ",
        "Mixtec",
        "qqx",
    ]


def test_every_name_gives_its_own_code() -> None:
    assert {code: code_of(name) for code, name in NAMES.items() if code_of(name) != code} == {}
    # Names are joined by commas in one text, so no name may hold a comma.
    assert [name for name in NAMES.values() if "," in name or ";" in name] == []
    assert [code for code in COMMON if code not in NAMES] == []


def test_similar_names_are_suggested() -> None:
    assert (like("Spanishh"), like("arbic"), like("viet")) == ("Spanish", "Arabic", "Vietnamese")
    assert (like("zzzz"), like("’")) == (None, None)
