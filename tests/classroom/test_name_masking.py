"""Children's names in free text: found where they are whole words, in any script, and blanked."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classroom.name_masking import BLANK, blanked, forms_of, look_up, named, without, words
from classroom.names import parse


def told(name: str, text: str, *others: str) -> str:
    return without(text, look_up(forms_of(parse(name), *others))).replace(BLANK, "_")


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("Ana Ribeiro", "Ana waited.", "_ waited."),
        ("Ana Ribeiro", "Ana’s turn, said ana. ANA!", "_’s turn, said _. _!"),
        ("Ana Ribeiro", "A banana for Anand and Anas.", "A banana for Anand and Anas."),
        ("Ana Ribeiro", "Ana Ribeiro and Ribeiro", "_ and _"),
        ("Zoë Lund", "Zoe and ZOË", "_ and _"),
        ("Zoe Lund", "Zoe\u0308 read", "_ read"),
        ("D’Andre Moss", "D'Andre read to Dee", "_ read to Dee"),
        ("Mary-Jane Poe", "Mary Jane, Mary-Jane, Mary", "_, _, Mary"),
        ("Ana de la Cruz", "de la playa a Cruz, de la Cruz", "de la playa a _, _"),
        ("Ana R.", "Ana R. got an R.", "_. got an R."),
        ("李伟", "我和李伟一起写", "我和_一起写"),
        ("민준", "민준이가 읽었다", "_이가 읽었다"),
        ("अनिता शर्मा", "अनिता ने पढ़ा", "_ ने पढ़ा"),
        ("محمد علي", "قرأ محمد مع علي", "قرأ _ مع _"),
        ("สมชาย", "วันนี้สมชายอ่าน", "วันนี้_อ่าน"),
        ("🦊", "🦊 read", "_ read"),
    ],
)
def test_a_name_is_blanked_where_it_is_a_word(name: str, text: str, left: str) -> None:
    assert told(name, text) == left


def test_the_short_name_of_a_child_is_masked_too() -> None:
    assert told("Wilhelmina Alexandra Fox", "Mina, Wil and Fox", "Mina") == "_, Wil and _"
    assert told("Ana Ribeiro", "Ana Ri. waited", "Ana Ri.") == "_. waited"


def test_a_text_without_a_name_stays_as_it_is() -> None:
    assert told("Ana Ribeiro", "  They wrote —  nothing  else. ") == "  They wrote —  nothing  else. "
    assert told("Ana Ribeiro", "") == ""


def test_words_are_blanked_by_their_place() -> None:
    assert blanked("He pinched Ben, and Cleo saw.", {2, 4}) == f"He pinched {BLANK}, and {BLANK} saw."
    assert blanked("one two three", {0, 1, 2}) == BLANK
    assert named("Ben saw Ben", look_up(["Ben"])) == {0, 2}


@given(st.text(), st.text(max_size=4))
def test_words_are_parts_of_any_text_in_their_order(text: str, name: str) -> None:
    spans = words(text)
    assert all(start < end for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    forms = look_up([name])
    left = without(text, forms)
    assert named(left.replace(BLANK, " "), forms) == set()
