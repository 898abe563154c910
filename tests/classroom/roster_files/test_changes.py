"""A roster file compared with a class: children who are recognized, who join, and who are missing from the file.

A child is recognized by name first. A student number helps where the names agree, or differ slightly."""

import pytest

from classroom.names import parse
from classroom.roster_files import Changes, Child, Known, changes

HERE = [
    Known("a", "Ana Ruiz", "1001", "2-3"),
    Known("b", "Ben Cohen", "", "2-3"),
    Known("c", "José Álvarez", "", "2-3"),
    Known("z", "Zoë Gone", "1009", "2-3", is_here=False),
]


def file(*children: tuple[str, str, str]) -> list[Child]:
    return [
        Child(str(i), i, parse(name), source_id=source_id, band=band)
        for i, (name, source_id, band) in enumerate(children, 2)
    ]


def aside(name: str, why: str, line: int = 9) -> Child:
    return Child(str(line), line, parse(name), aside=why)


def told(found: Changes) -> dict[str, list[str]]:
    """The changes as names and keys only."""
    return {
        "joins": [join.child.name.full for join in found.joins],
        "changed": [change.known.key for change in found.changed],
        "back": [change.known.key for change in found.back],
        "same": [change.known.key for change in found.same],
        "leaves": [leave.known.key for leave in found.leaves],
    }


def test_children_are_recognized_by_name_and_by_a_number_where_names_differ_slightly() -> None:
    found = changes(file(("Anna Ruiz", "1001", ""), ("ben cohen", "1002", ""), ("Cleo Adams", "1003", "")), HERE)
    assert told(found) == {"joins": ["Cleo Adams"], "changed": ["a", "b"], "back": [], "same": [], "leaves": ["c"]}
    anna, ben = found.changed
    assert (anna.name, anna.is_spelling, anna.source_id) == ("Anna Ruiz", False, "")
    assert (ben.name, ben.is_spelling, ben.source_id) == ("ben cohen", True, "1002")


def test_the_same_list_changes_nothing() -> None:
    found = changes(file(("Ana Ruiz", "1001", "2-3"), ("Ben Cohen", "1002", ""), ("José Álvarez", "", "")), HERE)
    assert told(found) == {"joins": [], "changed": [], "back": [], "same": ["a", "b", "c"], "leaves": []}
    assert [change.source_id for change in found.same] == ["", "1002", ""]


def test_lost_accents_are_a_difference_of_spelling() -> None:
    [change] = changes(file(("Jose Alvarez", "", "")), HERE).changed
    assert (change.known.key, change.name, change.is_spelling) == ("c", "Jose Alvarez", True)


def test_a_child_who_left_is_recognized_as_back() -> None:
    assert told(changes(file(("Zoe Gone", "", "")), HERE))["back"] == ["z"]
    assert told(changes(file(("Zoë Renamed", "1009", "")), HERE))["back"] == ["z"]
    assert told(changes(file(("Max Other", "1009", "")), HERE))["back"] == []


def test_children_in_the_class_match_before_those_who_left() -> None:
    known = [Known("old", "Ana Ruiz", "7", "2-3", is_here=False), Known("new", "Ana Ruiz", "7", "2-3")]
    assert told(changes(file(("Ana Ruiz", "7", "")), known))["same"] == ["new"]
    assert told(changes(file(("Ana Ruiz", "", "")), known))["same"] == ["new"]


def test_two_children_with_the_same_name_are_two() -> None:
    known = [Known("one", "Ana Soto", "", "2-3"), Known("two", "Ana Soto", "55", "2-3")]
    found = changes(file(("Ana Soto", "55", ""), ("Ana Soto", "56", "")), known)
    assert [(change.known.key, change.child.source_id) for change in found.same] == [("two", "55"), ("one", "56")]
    found = changes(file(("Ana Soto", "", ""), ("Ana Soto", "", ""), ("Ana Soto", "", "")), known)
    assert sorted(change.known.key for change in found.same) == ["one", "two"]
    assert [(join.child.line, join.questions) for join in found.joins] == [
        (4, ("The same name as in line 2. Check if it is another child.",))
    ]


def test_the_exact_spelling_comes_before_a_folded_one() -> None:
    known = [Known("plain", "Jose", "", "2-3"), Known("marked", "José", "", "2-3")]
    found = changes(file(("José", "", ""), ("Jose", "", "")), known)
    assert [change.known.key for change in found.same] == ["marked", "plain"]


def test_another_number_and_another_grade_are_to_be_confirmed() -> None:
    found = changes(file(("Ana Ruiz", "2001", "4-5")), HERE)
    [change] = found.changed
    assert (change.name, change.source_id, change.band) == ("", "2001", "4-5")
    assert found.same == []


def test_names_are_never_exchanged_among_children() -> None:
    """The file has their numbers the wrong way round: the names decide, and the numbers are asked about."""
    known = [Known("a", "Ana Soto", "1", "2-3"), Known("b", "Ben Lee", "2", "2-3")]
    found = changes(file(("Ben Lee", "1", ""), ("Ana Soto", "2", "")), known)
    assert [(change.known.key, change.name, change.is_ticked) for change in found.changed] == [
        ("b", "", False),
        ("a", "", False),
    ]
    assert [change.question for change in found.changed] == ["Another child has this number in the class now."] * 2


def test_a_class_that_was_numbered_anew_is_the_same() -> None:
    known = [Known(name[0], name, str(i), "2-3") for i, name in enumerate(("Ana Ruiz", "Ben Cohen", "Cleo Adams"), 1)]
    found = changes(
        file(("Abe Stone", "1", ""), ("Ana Ruiz", "2", ""), ("Ben Cohen", "3", ""), ("Cleo Adams", "4", "")), known
    )
    assert [(join.child.name.full, join.child.source_id, join.is_ticked) for join in found.joins] == [
        ("Abe Stone", "", True)
    ]
    assert [change.name for change in (*found.changed, *found.same)] == [""] * 3
    assert found.leaves == []


@pytest.mark.parametrize(("number", "same"), [("001001", True), ("1001", True), ("1002", False), ("10010", False)])
def test_zeros_in_front_of_a_number_make_no_difference(number: str, same: bool) -> None:
    [change] = [
        *changes(file(("Ana Ruiz", number, "")), HERE).changed,
        *changes(file(("Ana Ruiz", number, "")), HERE).same,
    ]
    assert (change.source_id == "") is same


@pytest.mark.parametrize(
    "name",
    ["Ana Lucia Ruiz", "Ana Ruiz Mora", "Anna Ruiz", "Ruiz Ana", "Ana", "Ana R."],
)
def test_a_likely_same_child_is_asked_about(name: str) -> None:
    found = changes(file((name, "", "")), HERE[:1])
    [join], [change] = found.joins, found.changed
    assert (join.like, join.is_ticked, change.is_ticked) == (HERE[0], False, False)
    assert join.questions == ("Ana Ruiz is in the class. Check if this is another child.",)
    assert change.question == "Is this Ana Ruiz? Check if it is the same child."
    assert found.leaves == []


@pytest.mark.parametrize("name", ["Ana Moore", "Eva Ruiz", "Ben Ruiz", "Ana M. Moore"])
def test_another_child_is_no_likely_same_one(name: str) -> None:
    found = changes(file((name, "", "")), HERE[:1])
    assert [(join.like, join.is_ticked) for join in found.joins] == [(None, True)]
    assert [leave.known.key for leave in found.leaves] == ["a"]


def test_of_several_likely_same_children_none_is_ticked() -> None:
    found = changes(file(("Ana Lucia Ruiz", "", ""), ("Ana Ruiz Mora", "", "")), HERE[:1])
    assert [(join.like, join.is_ticked) for join in found.joins] == [(HERE[0], False), (HERE[0], False)]
    assert [(change.child.name.full, change.is_ticked) for change in found.changed] == [("Ana Lucia Ruiz", False)]
    # The child who is here by their own name is nobody else.
    found = changes(file(("Ana Lucia Ruiz", "", ""), ("Ana Ruiz", "", "")), HERE[:1])
    assert [(join.like, join.is_ticked) for join in found.joins] == [(None, True)]


def test_a_different_name_with_the_number_of_a_child_is_another_child() -> None:
    found = changes(file(("Zoe Smith", "1001", "")), HERE[:1])
    [join] = found.joins
    assert join.child.source_id == ""
    assert join.questions == ("Ana Ruiz has this number in the class. Check if this is another child.",)
    # Where the child with the number is in the list, too, there is no doubt.
    found = changes(file(("Zoe Smith", "1001", ""), ("Ana Ruiz", "", "")), HERE[:1])
    assert [(join.child.source_id, join.is_ticked) for join in found.joins] == [("", True)]


def test_who_is_withdrawn_is_offered_among_those_who_are_not_in_the_list() -> None:
    found = changes([aside("Ana Ruiz", "Withdrawn"), aside("Dan Diaz", "Inactive", 10)], HERE)
    assert [(leave.known.key, leave.why) for leave in found.leaves] == [("a", "Withdrawn"), ("b", ""), ("c", "")]
    assert [(join.child.name.full, join.is_ticked) for join in found.joins] == [("Dan Diaz", False)]
    assert (found.changed, found.same) == ([], [])


def test_who_left_and_is_withdrawn_in_the_list_is_asked_about() -> None:
    known = [Known("z", "Zoe Gone", "", "2-3", is_here=False)]
    found = changes([aside("Zoe Gone", "Withdrawn")], known)
    assert [(change.known.key, change.question) for change in found.back] == [("z", "Withdrawn")]
    assert (found.joins, found.leaves) == ([], [])


def test_a_withdrawn_line_does_not_hide_the_child_who_is_here() -> None:
    found = changes(
        [aside("Ana Ruiz", "Withdrawn", 2), *file(("Ana Ruiz", "1001", ""))[:0], Child("5", 5, parse("Ana Ruiz"))], HERE
    )
    assert [change.known.key for change in found.same] == ["a"]
    assert "a" not in [leave.known.key for leave in found.leaves]


def test_a_nickname_in_quotes_is_no_other_name() -> None:
    known = [Known("a", "Robert “Bobby” Ruiz", "", "2-3")]
    [change] = changes(file(("Robert Ruiz", "", "")), known).changed
    assert change.known.key == "a"
