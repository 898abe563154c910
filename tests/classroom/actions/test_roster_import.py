"""What an import does with the class: preferred names, likely same children, who is withdrawn, other ways to read
a list."""

from dataclasses import replace

import pytest

from classroom.actions import roster, roster_import
from classroom.actions.roster_import import UnableToBringIn
from classroom.models import Classroom, RosterDraft, Student, User
from classroom.names import parse
from classroom.roster_files import Changes, Meaning, Unreadable, read
from tests.cast import NOW, child, looking_over, owner_of


def compared(draft: RosterDraft) -> Changes:
    return roster_import.compared(roster_import.opened(draft).reading.children, draft.classroom)


def bring_in(draft: RosterDraft, joins: list[str], changed: list[str] | None = None) -> list[Student]:
    return roster_import.bring_in(
        draft=draft, joins=joins, changed=changed or [], back=[], by=owner_of(draft.classroom), now=NOW
    )


def test_a_child_is_called_by_a_preferred_name(classroom: Classroom) -> None:
    draft = looking_over(classroom, "Last,First,Preferred Name\nReyes,Roberta,Bobbie\nNew,Noa,\nBo,Robin,Bobbie\n")
    joined = bring_in(draft, ["2", "3", "4"])
    assert [(student.name, student.called) for student in joined] == [
        ("Roberta Reyes", "Bobbie R."),
        ("Noa New", "Noa"),
        ("Robin Bo", "Bobbie B."),
    ]


def test_a_child_is_called_by_the_last_word_of_a_vietnamese_name(classroom: Classroom) -> None:
    [joined] = bring_in(looking_over(classroom, "Họ và tên\nNguyễn Thị Mai\n"), ["2"])
    assert (joined.name, joined.called) == ("Nguyễn Thị Mai", "Mai")


def test_a_likely_same_child_is_renamed_or_joins_but_never_both(classroom: Classroom, ana: Student) -> None:
    draft = looking_over(classroom, "Name\nAna Lucia Ribeiro\n")
    [join], [change] = compared(draft).joins, compared(draft).changed
    assert (join.is_ticked, change.is_ticked, change.known.key) == (False, False, ana.key)
    with pytest.raises(UnableToBringIn, match="checked twice"):
        bring_in(draft, ["2"], [ana.key])
    assert bring_in(draft, [], [ana.key]) == []
    assert child(classroom, "Ana").name == "Ana Lucia Ribeiro"
    assert classroom.students.count() == 6


def test_who_is_withdrawn_is_offered_among_those_who_leave(classroom: Classroom) -> None:
    draft = looking_over(classroom, "Name,Enrollment Status\nBen Cohen,Withdrawn\nNoa New,Inactive\nMia More,Active\n")
    shown = compared(draft)
    assert [leave.why for leave in shown.leaves if leave.known.name == "Ben Cohen"] == ["Withdrawn"]
    assert [(join.child.name.full, join.is_ticked) for join in shown.joins] == [("Noa New", False), ("Mia More", True)]


def test_numbers_are_the_same_with_and_without_zeros(classroom: Classroom, ana: Student) -> None:
    Student.objects.filter(pk=ana.pk).update(source_id="001234")
    shown = compared(looking_over(classroom, "Student ID,Name\n1234,Ana Ribeiro\n"))
    assert [change.known.key for change in shown.same] == [ana.key]


def test_a_list_is_read_another_way(classroom: Classroom) -> None:
    draft = looking_over(classroom, "Ruiz\tAna\nGirls\t\n")
    opened = roster_import.opened(draft)
    columns = (Meaning.LAST, Meaning.FIRST)
    [other] = opened.reading.others
    roster_import.choose(draft=draft, table=0, layout=replace(opened.layout, columns=columns), taken=[other.key])
    children = roster_import.opened(RosterDraft.objects.get()).reading.children
    assert [kid.name.full for kid in children] == ["Ana Ruiz", "Girls"]


def test_headings_that_the_teacher_finds_empty_what_is_never_kept(classroom: Classroom) -> None:
    draft = looking_over(classroom, "Ida Berg\tq7\nKlaus Elo\tz9\nNimi\tPassword\nAna Ruiz\ttiger12\n")
    opened = roster_import.opened(draft)
    layout = replace(opened.layout, starts_at=2, headings=1)
    roster_import.choose(draft=draft, table=0, layout=layout)
    assert "tiger12" not in str(RosterDraft.objects.get().content)


def test_letters_are_read_in_another_encoding(classroom: Classroom, owner: User) -> None:
    book = read("Name;Gr\nŽofie Dvořáková;2\nJiří Král;2\n".encode("cp1250"))
    draft = roster_import.begin(classroom=classroom, book=book, by=owner, now=NOW)
    roster_import.choose_encoding(draft=draft, encoding="cp1252")
    assert roster_import.opened(draft).reading.children[0].name.full != "Žofie Dvořáková"
    roster_import.choose_encoding(draft=draft, encoding="cp1250")
    assert roster_import.opened(draft).reading.children[0].name.full == "Žofie Dvořáková"
    with pytest.raises(Unreadable, match="not known"):
        roster_import.choose_encoding(draft=draft, encoding="rot13")


def test_preferred_names_do_not_change_children_who_are_here(classroom: Classroom, owner: User) -> None:
    roster.add_students(classroom=classroom, names=[parse("Roberta Reyes")], by=owner, now=NOW)
    shown = compared(looking_over(classroom, "Last,First,Preferred Name\nReyes,Roberta,Bobbie\n"))
    assert [change.known.name for change in shown.same] == ["Roberta Reyes"]
