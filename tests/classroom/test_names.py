"""Parses names as people write them, and tells children with the same first name apart."""

import string
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from classroom.names import MAX_LENGTH, BadName, Name, called, fold, is_blank, of, parse, sort_key, tidy

# Letters of several scripts, marks, joiners, emoji, spaces and invisible characters.
LETTERS = string.ascii_letters + "áßıİʻ'’-.  ,\u00a0\u200b\u200d\u200f\ufeff\u0301李小محمد🦔👩🏽\u202e\t"
TEXTS = st.text(st.one_of(st.sampled_from(LETTERS), st.characters(exclude_categories=["Cs"])), max_size=40)


@pytest.mark.parametrize(
    ("line", "full", "first"),
    [
        ("Ana Ribeiro", "Ana Ribeiro", "Ana"),
        ("Ribeiro, Ana", "Ana Ribeiro", "Ana"),
        ("  Ribeiro ,  Ana  Lucía ", "Ana Lucía Ribeiro", "Ana Lucía"),
        ("O'Neill, Seán", "Seán O'Neill", "Seán"),
        ("Jean-Luc O’Neill-Vandermeulen", "Jean-Luc O’Neill-Vandermeulen", "Jean-Luc"),
        ("محمد علي", "محمد علي", "محمد"),
        ("李小龙", "李小龙", "李小龙"),
        ("ʻAlohilani", "ʻAlohilani", "ʻAlohilani"),
        ("🦔", "🦔", "🦔"),
        ("👩🏽‍🚀 Sky", "👩🏽‍🚀 Sky", "👩🏽‍🚀"),
        ("Ana,", "Ana", "Ana"),
        (", Ana", "Ana", "Ana"),
        ("Ana\tRibeiro", "Ana Ribeiro", "Ana"),
        ("Ana\u00a0Ribeiro", "Ana Ribeiro", "Ana"),
        ("\ufeffAna Ribeiro\u200b", "Ana Ribeiro", "Ana"),
        ("Lucı\u0301a", "Lucı\u0301a", "Lucı\u0301a"),
        ("Luci\u0301a", "Lucía", "Lucía"),
        ("King, Martin, Jr.", "Martin King Jr.", "Martin"),
        ("King, Jr., Martin", "Martin King Jr.", "Martin"),
        ("King Jr., Martin", "Martin King Jr.", "Martin"),
        ("Martin King, Jr.", "Martin King Jr.", "Martin"),
        ("J. R. Smith", "J. R. Smith", "J. R."),
        ("J.R. Smith", "J.R. Smith", "J.R."),
        ("Smith, J. R.", "J. R. Smith", "J. R."),
        ("J. Robert Smith", "J. Robert Smith", "J. Robert"),
        ("Smith, J.", "J. Smith", "J. Smith"),
        ("J Smith", "J Smith", "J Smith"),
        ("J.", "J.", "J."),
        ("李 明", "李 明", "李 明"),
        ("김 민수", "김 민수", "김 민수"),
        ("عبد الرحمن الطويل", "عبد الرحمن الطويل", "عبد الرحمن"),
        ("أبو بكر", "أبو بكر", "أبو بكر"),
        ("Abd al Rahman Tawil", "Abd al Rahman Tawil", "Abd al Rahman"),
        ("Abd Rahman", "Abd Rahman", "Abd Rahman"),
        ("Abd", "Abd", "Abd"),
        ("Abdul Khan", "Abdul Khan", "Abdul Khan"),
        ("Um Kulthum Ali", "Um Kulthum Ali", "Um Kulthum"),
        ("Bint Al Huda Karim", "Bint Al Huda Karim", "Bint Al Huda"),
        ("Al Amin Musa", "Al Amin Musa", "Al Amin"),
        ("El Hadji Diop", "El Hadji Diop", "El Hadji"),
        ("Dr. Ana Ruiz", "Dr. Ana Ruiz", "Dr. Ana"),
        ("Ma. Teresa Cruz", "Ma. Teresa Cruz", "Ma. Teresa"),
        ("St. Clair Jones", "St. Clair Jones", "St. Clair"),
        ("Ma Long", "Ma Long", "Ma"),
        ("Green, Al", "Al Green", "Al"),
        ("Ruiz, Ana M.", "Ana M. Ruiz", "Ana"),
        ("Cohen, Ben J", "Ben J Cohen", "Ben"),
    ],
)
def test_a_line_is_a_name(line: str, full: str, first: str) -> None:
    assert parse(line) == Name(full=full, first=first)


@pytest.mark.parametrize(
    "line", ["", " ", ",", "...", "-", "'", "\u200b", "\u200d", ", ,", "…", "—", "$", "\u0301", "\u3164"]
)
def test_some_lines_are_not_names(line: str) -> None:
    with pytest.raises(BadName, match=r"^There is no name here\.$"):
        parse(line)


@pytest.mark.parametrize("text", ["", " \n", "\u200f", "\u200d", "\u200b\u2060", "\u3164 \u2800", "\ufe0f"])
def test_addresses_that_show_a_child_nothing(text: str) -> None:
    assert is_blank(text)
    assert not is_blank(f"{text}a")


@pytest.mark.parametrize("text", ["…", "!", "7", "🦔", "ا", "\u0301"])
def test_addresses_that_show_a_child_something(text: str) -> None:
    assert not is_blank(text)


def test_a_name_that_is_too_long_is_refused() -> None:
    assert parse("x" * MAX_LENGTH).full == "x" * MAX_LENGTH
    with pytest.raises(BadName, match=r"^A name has at most 120 letters\.$"):
        parse("x" * (MAX_LENGTH + 1))


@given(TEXTS)
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    tidied = tidy(text)
    assert tidy(tidied) == tidied
    assert "  " not in tidied
    assert tidied == tidied.strip()
    assert {unicodedata.category(c) for c in tidied} & {"Cc", "Cs", "Co"} == set()


@given(TEXTS)
@example("Ana,")
def test_parsing_a_parsed_name_changes_nothing(text: str) -> None:
    try:
        name = parse(text)
    except BadName:
        return
    assert name.first
    assert len(name.full) <= MAX_LENGTH
    assert name.full.startswith(name.first)
    if "," not in name.full:
        assert parse(name.full).full == name.full


@pytest.mark.parametrize(
    ("first", "last", "full", "first_name"),
    [
        ("Ana", "Ruiz", "Ana Ruiz", "Ana"),
        (" Ana  Lucía ", "de la Cruz", "Ana Lucía de la Cruz", "Ana Lucía"),
        ("D'Andre", "Smith, Jr.", "D'Andre Smith, Jr.", "D'Andre"),
        ("Ana", "", "Ana", "Ana"),
        ("", "Ruiz", "Ruiz", "Ruiz"),
        ("J.", "Smith", "J. Smith", "J. Smith"),
    ],
)
def test_a_name_in_two_columns_is_joined(first: str, last: str, full: str, first_name: str) -> None:
    assert of(first, last) == Name(full=full, first=first_name)


def test_two_empty_columns_are_no_name() -> None:
    with pytest.raises(BadName, match="no name"):
        of("", " ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José Álvarez", "jose  alvarez"),
        ("O’Neil", "O'NEIL"),
        ("Mary-Kate", "Mary Kate"),
        ("Þórdís", "Thordis"),
        ("Łukasz Żak", "Lukasz Zak"),
        ("مُحَمَّد", "محمد"),
        ("Lý Nguyễn", "Ly Nguyen"),
    ],
)
def test_invisible_differences_between_names_are_removed(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("राम", "रमा"), ("がく", "かく"), ("李", "王"), ("Ana", "Anna")])
def test_differences_that_make_another_name_are_kept(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_names_are_sorted_as_a_person_would() -> None:
    roll = [
        "Zoë",
        "Émile",
        "ana",
        "Emil",
        "Þórdís",
        "Ana R.",
        "Tim",
        "Ana Soto 10",
        "Ana Soto 2",
        "Đạt",
        "Anabel",
        "李",
    ]
    assert sorted(roll, key=sort_key) == [
        *("ana", "Ana R.", "Ana Soto 2", "Ana Soto 10", "Anabel", "Đạt", "Emil", "Émile"),
        *("Þórdís", "Tim", "Zoë", "李"),
    ]


# Short names


def calls(*lines: str) -> list[str]:
    """The names by which children are called, in the order of the given names."""
    names = {str(i): parse(line) for i, line in enumerate(lines)}
    found = called(names, {})
    return [found[str(i)] for i in range(len(lines))]


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        (["Ana Ribeiro", "Ben Cohen"], ["Ana", "Ben"]),
        (["Ana Ribeiro", "Ana Soto"], ["Ana R.", "Ana S."]),
        (["Ana Ribeiro", "Ana Rosen", "Ana Soto"], ["Ana Ri.", "Ana Ro.", "Ana S."]),
        (["Ana Ribeiro", "ana rosen"], ["Ana Ri.", "ana ro."]),
        (["Ana", "Ana Soto"], ["Ana", "Ana S."]),
        (["Ana Li", "Ana Lima"], ["Ana Li", "Ana Lim."]),
        (["Ana Soto", "Ana Soto"], ["Ana Soto", "Ana Soto 2"]),
        (["Ana Soto", "Ana Soto", "Ana Soto"], ["Ana Soto", "Ana Soto 2", "Ana Soto 3"]),
        (["محمد علي", "محمد حسن"], ["محمد ع.", "محمد ح."]),
        (["李", "李"], ["李", "李 2"]),
        (["Soto, Ana Lucía", "Ana Ribeiro"], ["Ana Lucía", "Ana"]),
    ],
)
def test_short_names_have_as_few_letters_as_possible(lines: list[str], names: list[str]) -> None:
    assert calls(*lines) == names


def test_a_short_name_that_tells_children_apart_is_kept() -> None:
    """When a child joins, other short names change only if their letters no longer tell the children apart. When a
    child leaves, no name changes."""
    names = {"a": parse("Ana Ribeiro"), "b": parse("Ana Soto")}
    now = called(names, {})
    assert now == {"a": "Ana R.", "b": "Ana S."}
    names["c"] = parse("Ana Tan")
    now = called(names, now)
    assert now == {"a": "Ana R.", "b": "Ana S.", "c": "Ana T."}
    names["d"] = parse("Ana Rosen")
    now = called(names, now)
    assert now == {"a": "Ana Ri.", "b": "Ana S.", "c": "Ana T.", "d": "Ana Ro."}
    del names["d"]
    assert called(names, now) == {"a": "Ana Ri.", "b": "Ana S.", "c": "Ana T."}


def test_a_number_stays_with_its_child() -> None:
    names = {"a": parse("Ana Soto"), "b": parse("Ana Soto"), "c": parse("Ana Soto")}
    now = called(names, {})
    del names["a"]
    assert called(names, now) == {key: now[key] for key in "bc"}


def test_a_chosen_name_stays_and_the_others_differ_from_it() -> None:
    names = {"a": parse("Ana Ruiz"), "b": parse("Ben Cohen")}
    chosen = {"a": "Annie"}
    now = called(names, {}, chosen)
    assert now == {"a": "Annie", "b": "Ben"}
    names |= {"c": parse("Annie Lee"), "d": parse("Ana Soto")}
    now = called(names, now, chosen)
    assert now == {"a": "Annie", "b": "Ben", "c": "Annie L.", "d": "Ana"}
    assert called(names, now, chosen) == now
    assert called(names, now, {}) == {"a": "Ana R.", "b": "Ben", "c": "Annie", "d": "Ana S."}


def test_two_children_with_the_same_chosen_name_are_told_apart() -> None:
    """One of them was away while the other got the name."""
    names = {"a": parse("Ana Ruiz"), "b": parse("Abe Lee")}
    assert called(names, {"b": "AJ"}, {"a": "AJ", "b": "AJ"}) == {"a": "AJ 2", "b": "AJ"}


NAMES = st.lists(
    st.sampled_from(["Ana", "ana", "Ana B", "Ana Bo", "Ana Bo 2", "Ana 2", "Ben", "B", "أنا", "Ana B."]), max_size=8
)


@given(NAMES, st.data())
def test_no_two_children_have_the_same_short_name(lines: list[str], data: st.DataObject) -> None:
    """This holds whoever joins and leaves; and computing the names again changes nothing."""
    names = {str(i): parse(line) for i, line in enumerate(lines)}
    words = st.sampled_from(["Ana", "AJ", "Ana B."])
    chosen = data.draw(st.dictionaries(st.sampled_from(sorted(names)), words) if names else st.just({}))
    now: dict[str, str] = {}
    for _ in range(3):
        here = data.draw(st.sets(st.sampled_from(sorted(names))) if names else st.just(set()))
        now = called({key: names[key] for key in here}, now, chosen)
        assert set(now) == here
        assert len({word.casefold() for word in now.values()}) == len(now)
        assert called({key: names[key] for key in here}, now, chosen) == now
