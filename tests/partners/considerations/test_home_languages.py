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
def test_the_code_of_a_name(name: str, code: str | None) -> None:
    assert code_of(name) == code


def test_the_name_of_a_code() -> None:
    assert [name_of(code) for code in ("es", "ES-mx", "quc", "mix", "qqx")] == [
        "Spanish",
        "Spanish",
        "Kʼicheʼ",
        "Mixtec",
        "qqx",
    ]


def test_every_name_finds_its_way_back() -> None:
    assert {code: code_of(name) for code, name in NAMES.items() if code_of(name) != code} == {}
    # Names stand in one text with commas between them.
    assert [name for name in NAMES.values() if "," in name or ";" in name] == []
    assert [code for code in COMMON if code not in NAMES] == []


def test_similar_names_are_suggested() -> None:
    assert (like("Spanishh"), like("arbic"), like("viet")) == ("Spanish", "Arabic", "Vietnamese")
    assert (like("zzzz"), like("’")) == (None, None)
