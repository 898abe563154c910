import datetime as dt

import pytest

from classroom.actions import classes, roster
from classroom.actions.classes import UnableToMakeClass
from classroom.actions.roster import UnableToAdd, UnableToChange
from classroom.models import AuditEvent, Card, ClassMembership, Classroom, Sitting, Student, User
from classroom.names import Name, parse
from tests.cast import NOW, TODAY, child, make_class, sit, token_of

LATER = NOW + dt.timedelta(days=3)


def calls(classroom: Classroom) -> list[str]:
    return [student.called for student in classroom.students.here()]


def add(classroom: Classroom, owner: User, *names: str) -> list[Student]:
    return roster.add_students(classroom=classroom, names=[parse(name) for name in names], by=owner, now=NOW)


def change(student: Student, owner: User, name: str, goes_by: str = "", grade_band: str = "") -> Student:
    return roster.change_student(
        student=student, name=parse(name), goes_by=goes_by, grade_band=grade_band, by=owner, now=NOW
    )


def test_a_class_is_made_with_its_children(owner: User) -> None:
    names = [parse("Ana Ribeiro"), parse("Ben Cohen")]
    made = classes.make_class(name="Room 3", grade_band="K-1", children=names, by=owner, now=NOW)
    assert (made.name, made.grade_band, made.school) == ("Room 3", "K-1", owner.school_memberships.get().school)
    assert made.memberships.get().role == ClassMembership.Role.OWNER
    assert [(s.name, s.called, s.joined_on) for s in made.students.here()] == [
        ("Ana Ribeiro", "Ana", TODAY),
        ("Ben Cohen", "Ben", TODAY),
    ]
    assert made.workshop.mode == "steady"
    assert list(AuditEvent.objects.order_by("pk").values_list("verb", flat=True)) == ["class_made", "students_added"]


def test_an_account_manager_cannot_make_a_class(account_manager: User) -> None:
    with pytest.raises(UnableToMakeClass, match="Only teachers make classes"):
        classes.make_class(name="Room 3", grade_band="K-1", children=[], by=account_manager, now=NOW)
    assert not Classroom.objects.exists()


def test_a_new_child_gets_an_avatar_that_nobody_has(owner: User) -> None:
    classroom = make_class(owner, *(f"Child{i} Last" for i in range(12)))
    add(classroom, owner, "Ana Ribeiro", "Ben Cohen")
    avatars = list(classroom.students.values_list("avatar", flat=True))
    assert len(set(avatars)) == len(avatars) == 14


def test_two_children_with_the_same_first_name_are_told_apart(classroom: Classroom, owner: User) -> None:
    added = add(classroom, owner, "Ana Soto", "Ana Soto")
    assert [student.called for student in added] == ["Ana Soto", "Ana Soto 2"]
    assert calls(classroom) == ["Ana R.", "Ana Soto", "Ana Soto 2", "Ben", "Cleo", "Dov", "Eli", "Fay"]


def test_the_longest_names_leave_room_for_a_number(owner: User) -> None:
    classroom = make_class(owner, "X" * 120, "X" * 120)
    room = Student._meta.get_field("called").max_length
    assert room is not None
    assert sorted(calls(classroom)) == ["X" * 120, f"{'X' * 120} 2"]
    assert max(len(called) for called in calls(classroom)) + len("00") <= room


def test_a_class_has_at_most_two_hundred_children(owner: User) -> None:
    classroom = make_class(owner, *(f"Ana Last{i:03}" for i in range(199)))
    assert len(set(calls(classroom))) == 199
    add(classroom, owner, "Ben Cohen")
    with pytest.raises(UnableToAdd, match=r"^A class has at most 200 children\. These would make it 201\.$"):
        add(classroom, owner, "Cleo Adams")
    assert classroom.students.count() == 200


def test_renaming_a_child_changes_all_short_names(classroom: Classroom, owner: User, ben: Student) -> None:
    renamed = change(ben, owner, "Ana Cohen")
    assert renamed.called == "Ana C."
    assert calls(classroom)[:2] == ["Ana C.", "Ana R."]
    event = AuditEvent.objects.get(verb="student_changed")
    assert (event.by, event.student) == (owner, ben)


def test_a_chosen_name_stays_when_others_join(classroom: Classroom, owner: User, ana: Student) -> None:
    assert change(ana, owner, "Ana Ribeiro", goes_by="Annie").called == "Annie"
    add(classroom, owner, "Annie Lee", "Ana Soto")
    assert calls(classroom)[:3] == ["Ana", "Annie", "Annie L."]
    assert change(ana, owner, "Ana Ribeiro").called == "Ana R."
    assert calls(classroom)[:3] == ["Ana R.", "Ana S.", "Annie"]


@pytest.mark.parametrize("goes_by", ["Ben", "ben", "BÉN"])
def test_a_name_that_another_child_has_is_refused(
    goes_by: str, classroom: Classroom, owner: User, ana: Student
) -> None:
    with pytest.raises(UnableToChange, match=r"^Ben Cohen is called “Ben” here\. Choose another name"):
        change(ana, owner, "Ana Ribeiro", goes_by=goes_by)
    assert calls(classroom)[0] == "Ana"
    roster.mark_left(student=child(classroom, "Ben"), by=owner, now=NOW)
    assert change(ana, owner, "Ana Ribeiro", goes_by=goes_by).called == goes_by


def test_a_child_comes_back_to_a_short_name_that_another_child_has(
    classroom: Classroom, owner: User, ana: Student
) -> None:
    change(ana, owner, "Ana Ribeiro", goes_by="AJ")
    roster.mark_left(student=ana, by=owner, now=NOW)
    change(child(classroom, "Ben"), owner, "Ben Cohen", goes_by="AJ")
    roster.mark_back(student=Student.objects.get(pk=ana.pk), by=owner, now=NOW)
    assert calls(classroom)[:2] == ["AJ", "AJ 2"]
    assert child(classroom, "AJ").name == "Ben Cohen"


def test_a_child_may_have_a_grade_of_their_own(classroom: Classroom, owner: User, ana: Student) -> None:
    assert change(ana, owner, "Ana Ribeiro", grade_band="4-5").level == 2
    assert child(classroom, "Ben").level == 1
    assert change(ana, owner, "Ana Ribeiro").level == 1


def test_children_are_in_the_order_of_names(owner: User) -> None:
    classroom = make_class(owner, "Zoë A", "Émile B", "ana c", "Þórdís D", "Emil E", "Tim F")
    assert calls(classroom) == ["ana", "Emil", "Émile", "Þórdís", "Tim", "Zoë"]
    change(child(classroom, "Zoë"), owner, "Åsa A")
    assert calls(classroom) == ["ana", "Åsa", "Emil", "Émile", "Þórdís", "Tim"]


def test_two_children_exchange_their_names(owner: User) -> None:
    classroom = make_class(owner, "Ana Ribeiro", "Ben Cohen")
    ana, ben = classroom.students.in_order()
    change(ana, owner, "Ben Cohen")
    change(ben, owner, "Ana Ribeiro")
    ana.refresh_from_db()
    ben.refresh_from_db()
    assert (ana.name, ben.name) == ("Ben Cohen", "Ana Ribeiro")
    assert len(set(calls(classroom))) == 2


def test_leaving_ends_the_card_and_the_sitting(ana: Student, owner: User) -> None:
    token_of(ana)
    sitting = sit(ana)
    roster.mark_left(student=ana, by=owner, now=LATER)
    ana.refresh_from_db()
    sitting.refresh_from_db()
    assert ana.left_on == TODAY + dt.timedelta(days=3)
    assert Card.objects.get(student=ana).voided_at == LATER
    assert sitting.ended_at == LATER
    assert Card.objects.filter(voided_at=None).count() == 5
    assert AuditEvent.objects.get(verb="student_left").student == ana


def test_the_day_of_leaving_is_in_the_time_zone_of_the_class(ana: Student, owner: User) -> None:
    roster.mark_left(student=ana, by=owner, now=dt.datetime(2026, 1, 13, 4, 30, tzinfo=dt.UTC))
    assert child(ana.classroom, "Ana").left_on == TODAY


def test_a_child_who_left_frees_the_short_name_and_comes_back_with_another(
    classroom: Classroom, ana: Student, owner: User
) -> None:
    roster.mark_left(student=ana, by=owner, now=NOW)
    add(classroom, owner, "Ana Soto")
    assert calls(classroom)[0] == "Ana"
    roster.mark_back(student=ana, by=owner, now=LATER)
    assert calls(classroom)[:2] == ["Ana R.", "Ana S."]
    ana.refresh_from_db()
    assert ana.left_on is None
    assert not Sitting.objects.exists()


def test_a_child_cannot_leave_or_come_back_twice(ana: Student, owner: User) -> None:
    with pytest.raises(UnableToChange, match=r"^Ana is in the class\.$"):
        roster.mark_back(student=ana, by=owner, now=NOW)
    roster.mark_left(student=ana, by=owner, now=NOW)
    with pytest.raises(UnableToChange, match=r"^Ana has left already\.$"):
        roster.mark_left(student=ana, by=owner, now=NOW)


def test_a_class_is_renamed(classroom: Classroom, owner: User) -> None:
    classes.change_class(classroom=classroom, name="Room 13", grade_band="6-8", by=owner, now=NOW)
    classroom.refresh_from_db()
    assert (classroom.name, classroom.grade_band) == ("Room 13", "6-8")
    assert child(classroom, "Ana").level == 2


def test_names_are_stored_as_typed(classroom: Classroom, owner: User) -> None:
    [student] = roster.add_students(classroom=classroom, names=[Name("Zoë O’Hara-Nuñez 🦔", "Zoë")], by=owner, now=NOW)
    assert (student.name, student.called) == ("Zoë O’Hara-Nuñez 🦔", "Zoë")
