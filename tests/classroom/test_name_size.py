"""Long names are printed smaller. Whether they fit is measured in a browser: see tests/browser/test_cards.py."""

import pytest

from classroom.name_size import name_size


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("Ana", ""),
        ("Bartolomé", ""),
        ("عبد الرحمن", ""),
        ("李小明", ""),
        ("Ana Guadalupe del Carmen", "is-long"),
        ("Юлія-Олександра", "is-long"),
        ("司马相如欧阳修诸葛亮", "is-long"),
        ("Maximiliana-Theodora Alexandrina", "is-longer"),
        ("W" * 30, "is-longer"),
        ("W" * 60, "is-longest"),
        ("司" * 40, "is-longest"),
    ],
)
def test_a_name_has_a_size_by_its_width(name: str, size: str) -> None:
    assert name_size(name) == size


def test_marks_on_letters_take_no_room() -> None:
    assert name_size("e\u0301" * 12) == name_size("é" * 12) == ""
