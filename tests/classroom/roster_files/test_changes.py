"""A roster file compared with a class: children who are recognized, who join, and who are missing from the file."""

from classroom.names import parse
from classroom.roster_files import Changes, Child, Known, changes

HERE = [
    Known("a", "Ana Ruiz", "1001", "2-3"),
    Known("b", "Ben Cohen", "", "2-3"),
    Known("c", "José Álvarez", "", "2-3"),
    Known("z", "Zoë Gone", "1009", "2-3", is_here=False),
]


def file(*children: tuple[str, str, str]) -> list[Child]:
    return [Child(i, parse(name), source_id, band) for i, (name, source_id, band) in enumerate(children, 2)]


def told(found: Changes) -> dict[str, list[str]]:
    """The changes as names and keys only."""
    return {
        "joins": [join.child.name.full for join in found.joins],
        "changed": [change.known.key for change in found.changed],
        "back": [change.known.key for change in found.back],
        "same": [change.known.key for change in found.same],
        "leaves": [known.key for known in found.leaves],
    }


def test_children_are_recognized_by_number_then_by_name() -> None:
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
    assert [(join.child.line, join.again) for join in found.joins] == [(4, 2)]


def test_the_exact_spelling_comes_before_a_folded_one() -> None:
    known = [Known("plain", "Jose", "", "2-3"), Known("marked", "José", "", "2-3")]
    found = changes(file(("José", "", ""), ("Jose", "", "")), known)
    assert [change.known.key for change in found.same] == ["marked", "plain"]


def test_another_number_and_another_grade_are_to_be_confirmed() -> None:
    found = changes(file(("Ana Ruiz", "2001", "4-5")), HERE)
    [change] = found.changed
    assert (change.name, change.source_id, change.band) == ("", "2001", "4-5")
    assert found.same == []


def test_the_number_decides_when_two_children_exchange_names() -> None:
    known = [Known("a", "Ana Soto", "1", "2-3"), Known("b", "Ben Lee", "2", "2-3")]
    found = changes(file(("Ben Lee", "1", ""), ("Ana Soto", "2", "")), known)
    assert [(change.known.key, change.name) for change in found.changed] == [("a", "Ben Lee"), ("b", "Ana Soto")]
