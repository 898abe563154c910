"""A class is archived, brought back, and continued as a new class."""

import pytest

from classroom import names
from classroom.actions import roster, sign_in_windows, year_end
from classroom.actions.sign_in_windows import UnableToOpenWindow
from classroom.actions.year_end import UnableToPutAway
from classroom.models import AuditEvent, Card, ClassMembership, Classroom, SignInWindow, Sitting, Student, User
from partners.actions import note_opt_outs
from partners.models import Considerations, PartnerNote, Partnership, Round, Workshop
from partners.models.workshop import DEFAULT_MOVE
from tests.cast import NOW, child, considered, link_for, open_window, sit


def archive(classroom: Classroom, owner: User) -> None:
    year_end.archive(classroom=classroom, by=owner, now=NOW)


def test_archiving_a_class_ends_signing_in(classroom: Classroom, owner: User, ana: Student) -> None:
    sit(ana)
    link_for(classroom)
    archive(classroom, owner)
    classroom.refresh_from_db()
    assert classroom.archived_at == NOW
    assert not Sitting.objects.filter(ended_at=None).exists()
    assert not SignInWindow.objects.filter(closed_at=None).exists()
    assert not Card.objects.filter(voided_at=None).exists()
    assert not classroom.invitations.open(NOW).exists()
    assert AuditEvent.objects.filter(verb="archived", by=owner, classroom=classroom).count() == 1
    with pytest.raises(UnableToOpenWindow, match="Room 12 is archived"):
        open_window(classroom)


def test_an_archived_class_is_brought_back(classroom: Classroom, owner: User) -> None:
    with pytest.raises(UnableToPutAway, match="is not archived"):
        year_end.bring_back(classroom=classroom, by=owner, now=NOW)
    archive(classroom, owner)
    with pytest.raises(UnableToPutAway, match="archived already"):
        archive(classroom, owner)
    year_end.bring_back(classroom=classroom, by=owner, now=NOW)
    assert sign_in_windows.open_window(classroom=classroom, by=owner, now=NOW).is_open(NOW)
    assert classroom.students.here().count() == 6


def test_the_next_class_has_the_chosen_children_and_adults(
    classroom: Classroom, owner: User, co_teacher: User, aide: User, ana: Student
) -> None:
    """The next class has the same Ana and Ben, a new Ana, and the co-teacher."""
    roster.add_students(classroom=classroom, names=[names.parse("Ana Soto")], by=owner, now=NOW, source_ids=["s-77"])
    soto = classroom.students.get(name="Ana Soto")
    ben = child(classroom, "Ben")
    new = year_end.make_next(
        classroom=classroom,
        name="Room 13",
        grade_band="4-5",
        students=[soto, ben],
        names=[names.parse("Ana Ng")],
        adults=[classroom.memberships.get(user=co_teacher)],
        by=owner,
        now=NOW,
    )
    assert (new.name, new.grade_band, new.school) == ("Room 13", "4-5", classroom.school)
    assert {(s.name, s.source_id) for s in new.students.all()} == {
        ("Ana Soto", "s-77"),
        ("Ben Cohen", ""),
        ("Ana Ng", ""),
    }
    assert {s.called for s in new.students.all()} == {"Ana S.", "Ben", "Ana N."}
    assert new.students.get(name="Ana Soto").avatar == soto.avatar
    assert new.students.get(name="Ben Cohen").avatar == ben.avatar
    assert len({s.avatar for s in new.students.all()}) == 3
    assert dict(new.memberships.values_list("user__name", "role")) == {
        "Ms. Okafor": ClassMembership.Role.OWNER,
        "Mr. Lindqvist": ClassMembership.Role.CO_TEACHER,
    }
    assert classroom.students.here().count() == 7
    assert new.code != classroom.code


def test_a_child_keeps_their_short_name(classroom: Classroom, owner: User, ana: Student) -> None:
    roster.change_student(student=ana, name=names.parse(ana.name), goes_by="Annie", grade_band="", by=owner, now=NOW)
    ana.refresh_from_db()
    new = year_end.make_next(
        classroom=classroom, name="Next", grade_band="2-3", students=[ana], names=[], adults=[], by=owner, now=NOW
    )
    assert [(s.called, s.name) for s in new.students.all()] == [("Annie", "Ana Ribeiro")]


def test_nothing_confidential_is_copied(
    partnership: Partnership, classroom: Classroom, owner: User, ana: Student
) -> None:
    new = year_end.make_next(
        classroom=classroom, name="Next", grade_band="2-3", students=[ana], names=[], adults=[], by=owner, now=NOW
    )
    assert Round.objects.filter(classroom=new).count() == 0
    assert Considerations.objects.filter(student__classroom=new).count() == 0
    assert PartnerNote.objects.filter(student__classroom=new).count() == 0
    assert Workshop.objects.filter(classroom=new).count() == 1


def test_only_a_familys_wish_is_copied_from_considerations(
    classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student
) -> None:
    Considerations.objects.create(student=ana, content=considered(voice="quiet", loves=["games"]))
    Considerations.objects.create(student=ben, content=considered(voice="quiet"))
    for student in (ana, cleo):
        note_opt_outs.skip_note(student=student, by=owner, now=NOW)
    new = year_end.make_next(
        classroom=classroom, name="Next", grade_band="2-3", students=[ana, ben], names=[], adults=[], by=owner, now=NOW
    )
    known = Considerations.objects.filter(student__classroom=new)
    assert [(row.student.called, row.content) for row in known] == [("Ana", considered(skips_note=True))]
    assert Considerations.objects.get(student=ana).content == considered(
        voice="quiet", loves=["games"], skips_note=True
    )


def test_the_settings_are_copied(classroom: Classroom, owner: User) -> None:
    """The last school day is not copied, and the moves begin anew."""
    classroom.time_zone, classroom.last_school_day = "America/Chicago", NOW.date()
    classroom.safety_name, classroom.safety_email = "Mr. Diaz", "diaz@school.example"
    classroom.save()
    Workshop.objects.update(
        unit_weeks=4, weights={"voice": 2}, hard_question=False, move_of_the_week="trade_turns", check_in_since=NOW
    )
    new = year_end.make_next(
        classroom=classroom, name="Next", grade_band="2-3", students=[], names=[], adults=[], by=owner, now=NOW
    )
    assert (new.time_zone, new.safety_name, new.safety_email) == ("America/Chicago", "Mr. Diaz", "diaz@school.example")
    assert new.last_school_day is None
    workshop = Workshop.objects.get(classroom=new)
    assert (workshop.unit_weeks, workshop.weights, workshop.hard_question) == (4, {"voice": 2}, False)
    assert workshop.move_of_the_week == DEFAULT_MOVE
    assert (workshop.check_in_since, workshop.check_in_for) == (None, [])
    assert Workshop.objects.get(classroom=classroom).move_of_the_week == "trade_turns"
