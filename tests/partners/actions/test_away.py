"""Children are away for a day: partners who are left alone work with others."""

import datetime as dt

import pytest

from classroom.models import AuditEvent, Classroom, Student, User
from partners.actions import away, rules, safety_flags, temporary_moves
from partners.actions.away import UnableToBeAway
from partners.models import PartnershipPlace, Round
from partners.partner_time.seats import Day
from partners.queries import pairing_problem
from tests.cast import (
    NOW,
    TODAY,
    child,
    hand_in,
    know,
    make_class,
    open_round,
    partnership_of,
    plan_of,
    publish,
    together,
)

TOMORROW = TODAY + dt.timedelta(days=1)
NEXT_WEEK = TODAY + dt.timedelta(days=7)
OWN = {frozenset(pair) for pair in (("Ana", "Ben"), ("Cleo", "Dov"), ("Eli", "Fay"))}


def groups(*names: str) -> set[frozenset[str]]:
    return {frozenset(group.split()) for group in names}


def mark(*students: Student, by: User) -> list[Student]:
    nowhere: list[Student] = []
    for student in students:
        nowhere = away.mark_away(student=student, by=by, now=NOW)
    return nowhere


def here(student: Student, by: User) -> None:
    away.mark_here(student=student, by=by, now=NOW)


def rows(classroom: Classroom) -> list[tuple[str, str, int, dt.date, dt.date | None]]:
    places = PartnershipPlace.objects.filter(partnership__classroom=classroom).select_related("student", "partnership")
    found = [(p.partnership.key, p.student.called, p.place, p.starts_on, p.ended_on) for p in places]
    return sorted(found, key=str)


def test_the_partner_works_with_a_pair_today_and_all_are_back_tomorrow(
    published: Round, classroom: Classroom, owner: User, ana: Student
) -> None:
    assert mark(ana, by=owner) == []
    assert together(classroom) in (groups("Ben Cleo Dov", "Eli Fay"), groups("Cleo Dov", "Ben Eli Fay"))
    assert [student.called for student in Day(classroom, TODAY).away] == ["Ana"]
    for days in (1, 2, 30):
        assert together(classroom, TODAY + dt.timedelta(days=days)) == OWN
    assert AuditEvent.objects.get(verb="away_today").student == ana


def test_the_pair_that_fits_best_takes_the_child_in(
    published: Round, classroom: Classroom, owner: User, ana: Student, ben: Student, eli: Student
) -> None:
    hand_in(ben, published, great={eli: ["kind"]})
    mark(ana, by=owner)
    assert together(classroom) == groups("Cleo Dov", "Ben Eli Fay")


def test_two_children_who_are_left_alone_become_a_pair(
    published: Round, classroom: Classroom, owner: User, ana: Student, cleo: Student
) -> None:
    mark(ana, cleo, by=owner)
    assert together(classroom) == groups("Ben Dov", "Eli Fay")


def test_three_children_who_are_left_alone_become_a_three(
    published: Round, classroom: Classroom, owner: User, ana: Student, cleo: Student, eli: Student
) -> None:
    mark(ana, cleo, eli, by=owner)
    assert together(classroom) == groups("Ben Dov Fay")


@pytest.mark.parametrize("kind", ["never", "unsafe"])
def test_children_who_are_left_alone_are_not_paired_against_a_rule(
    kind: str, published: Round, classroom: Classroom, owner: User, ana: Student, ben: Student, dov: Student
) -> None:
    """Two children who are left alone are not put together against a rule. Each of them joins another pair, if there
    are two."""
    if kind == "never":
        rules.add_rule(classroom=classroom, kind="never", students=[ben, dov], by=owner, now=NOW)
    else:
        safety_flags.raise_flag(student=dov, named_pk=ben.pk, round=published, now=NOW)
    mark(ana, by=owner)
    assert together(classroom) == groups("Cleo Dov", "Ben Eli Fay")
    assert mark(child(classroom, "Cleo"), by=owner) == []
    assert together(classroom) in (groups("Ben Eli", "Dov Fay"), groups("Ben Fay", "Dov Eli"))


def test_a_three_gives_up_a_child_for_one_who_would_be_alone(owner: User) -> None:
    classroom = make_class(owner, "Ana", "Ben", "Cleo", "Dov", "Eli")
    ana, ben, cleo, dov, eli = classroom.students.in_order()
    publish(plan_of(open_round(classroom), [ana, dov, eli], [ben, cleo]))
    rules.add_rule(classroom=classroom, kind="never", students=[cleo, dov], by=owner, now=NOW)
    before = rows(classroom)
    assert mark(ben, by=owner) == []
    assert together(classroom) in (groups("Ana Cleo", "Dov Eli"), groups("Ana Dov", "Cleo Eli"))
    here(ben, owner)
    assert rows(classroom) == before


def test_a_child_whom_rules_keep_from_everybody_gets_no_place(
    published: Round, classroom: Classroom, owner: User, ana: Student, ben: Student
) -> None:
    for other in classroom.students.exclude(pk__in=(ana.pk, ben.pk)):
        rules.add_rule(classroom=classroom, kind="never", students=[ben, other], by=owner, now=NOW)
    assert mark(ana, by=owner) == [ben]
    assert together(classroom) == groups("Cleo Dov", "Eli Fay")


def test_partners_whom_a_teacher_published_against_a_rule_are_together_again(owner: User) -> None:
    classroom = make_class(owner, "Ana", "Ben", "Cleo", "Dov")
    ana, ben, cleo, dov = classroom.students.in_order()
    publish(plan_of(open_round(classroom), [ana, cleo], [ben, dov]))
    rules.add_rule(classroom=classroom, kind="never", students=[ana, cleo], by=owner, now=NOW)
    before = rows(classroom)
    assert mark(cleo, by=owner) == []
    assert together(classroom) == groups("Ana Ben Dov")
    here(cleo, owner)
    assert rows(classroom) == before
    mark(ben, by=owner)
    assert together(classroom) == groups("Ana Cleo Dov")


def test_a_three_that_misses_a_child_is_a_pair(owner: User) -> None:
    classroom = make_class(owner, "Ana", "Ben", "Cleo", "Dov", "Eli")
    ana, ben, cleo, dov, eli = classroom.students.in_order()
    publish(plan_of(open_round(classroom), [ana, ben, cleo], [dov, eli]))
    mark(ana, by=owner)
    assert together(classroom) == groups("Ben Cleo", "Dov Eli")
    mark(ben, by=owner)
    assert together(classroom) == groups("Cleo Dov Eli")
    assert together(classroom, TOMORROW) == groups("Ana Ben Cleo", "Dov Eli")


@pytest.mark.parametrize("until", [None, TOMORROW, NEXT_WEEK])
def test_no_trace_is_left_when_everyone_is_here_again(
    until: dt.date | None,
    published: Round,
    classroom: Classroom,
    owner: User,
    ana: Student,
    ben: Student,
    cleo: Student,
    dov: Student,
    eli: Student,
    fay: Student,
) -> None:
    if until:
        publish(plan_of(open_round(classroom), [ana, cleo], [ben, dov], [eli, fay]), until)
    before = rows(classroom)
    mark(ana, cleo, fay, by=owner)
    assert rows(classroom) != before
    for student in (cleo, ana, fay):
        here(student, owner)
    assert rows(classroom) == before
    assert together(classroom) == OWN
    assert Day(classroom, TODAY).away == []


def test_a_child_can_come_late_while_another_stays_away(
    published: Round, classroom: Classroom, owner: User, ana: Student, cleo: Student
) -> None:
    mark(ana, cleo, by=owner)
    here(ana, owner)
    assert frozenset(("Ana", "Ben")) <= next(group for group in together(classroom) if "Ana" in group)
    assert [student.called for student in Day(classroom, TODAY).away] == ["Cleo"]
    assert together(classroom, TOMORROW) == OWN


def test_both_partners_can_be_away(
    published: Round, classroom: Classroom, owner: User, ana: Student, ben: Student
) -> None:
    mark(ana, ben, by=owner)
    assert together(classroom) == groups("Cleo Dov", "Eli Fay")
    assert together(classroom, TOMORROW) == OWN


def test_a_child_whom_the_teacher_moved_stays_there(
    published: Round, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student, eli: Student
) -> None:
    """Two children who must be apart are not brought together because somebody is away or comes late."""
    safety_flags.raise_flag(student=ana, named_pk=ben.pk, round=published, now=NOW)
    moves = {ana: partnership_of(cleo), ben: partnership_of(eli)}
    temporary_moves.move_for_today(classroom=classroom, moves=moves, by=owner, now=NOW)
    mark(cleo, by=owner)
    assert together(classroom) == groups("Ana Dov", "Ben Eli Fay")
    here(cleo, owner)
    assert together(classroom) == groups("Ana Cleo Dov", "Ben Eli Fay")
    mark(ana, by=owner)
    assert together(classroom) == groups("Cleo Dov", "Ben Eli Fay")
    here(ana, owner)
    assert not [group for group in together(classroom) if {"Ana", "Ben"} <= group]
    assert together(classroom, TOMORROW) == OWN


def test_children_who_must_be_apart_are_not_left_alone_together(owner: User) -> None:
    """Eli and Fay, of a three, are parted for the day. Then the third child is away."""
    classroom = make_class(owner, "Ana", "Ben", "Cleo", "Dov", "Eli", "Fay", "Gil")
    ana, ben, cleo, dov, eli, fay, gil = classroom.students.in_order()
    round = publish(plan_of(open_round(classroom), [ana, ben], [cleo, dov], [eli, fay, gil]))
    safety_flags.raise_flag(student=eli, named_pk=fay.pk, round=round, now=NOW)
    temporary_moves.move_for_today(classroom=classroom, moves={eli: partnership_of(ana)}, by=owner, now=NOW)
    assert together(classroom) == groups("Ana Ben Eli", "Cleo Dov", "Fay Gil")
    mark(gil, by=owner)
    assert together(classroom) == groups("Ana Ben Eli", "Cleo Dov Fay")
    mark(cleo, by=owner)
    assert not [group for group in together(classroom) if {"Eli", "Fay"} <= group]
    assert {name for group in together(classroom) for name in group} == {"Ana", "Ben", "Dov", "Eli", "Fay"}
    assert together(classroom, TOMORROW) == groups("Ana Ben", "Cleo Dov", "Eli Fay Gil")


def test_better_in_three_is_honored_unless_it_leaves_a_child_alone(owner: User) -> None:
    classroom = make_class(owner, "Ana", "Ben", "Cleo", "Dov", "Eli", "Fay", "Gil", "Hana")
    ana, ben, cleo, dov, eli, fay, gil, hana = classroom.students.in_order()
    publish(plan_of(open_round(classroom), [ana, ben], [cleo, dov], [eli, fay], [gil, hana]))
    know(students={ben: {"better_in_three": True}}, classroom=classroom, by=owner, now=NOW)
    mark(ana, cleo, by=owner)
    assert sorted(len(group) for group in together(classroom)) == [3, 3]
    assert mark(eli, by=owner) == []
    assert together(classroom) == groups("Ben Dov Fay", "Gil Hana")
    assert mark(fay, by=owner) == []
    assert together(classroom) == groups("Ben Dov", "Gil Hana")


def test_a_day_with_others_does_not_count_as_an_earlier_partnership(
    published: Round, classroom: Classroom, owner: User, ana: Student, cleo: Student
) -> None:
    second = open_round(classroom)
    before = {frozenset(t.students) for t in pairing_problem(second, mode="mix", today=TODAY).history}
    mark(ana, cleo, by=owner)
    assert {frozenset(t.students) for t in pairing_problem(second, mode="mix", today=TODAY).history} == before


def test_repeated_marks_are_refused(published: Round, classroom: Classroom, owner: User, ana: Student) -> None:
    with pytest.raises(UnableToBeAway, match=r"^Ana is not away today\.$"):
        here(ana, owner)
    mark(ana, by=owner)
    with pytest.raises(UnableToBeAway, match=r"^Ana is away today already\.$"):
        mark(ana, by=owner)


def test_a_child_without_a_partner_today_cannot_be_away(plan: object, owner: User, ana: Student) -> None:
    with pytest.raises(UnableToBeAway, match=r"^Ana has no partner today\.$"):
        mark(ana, by=owner)


def test_new_partners_begin_though_somebody_is_away(
    published: Round,
    classroom: Classroom,
    owner: User,
    ana: Student,
    ben: Student,
    cleo: Student,
    dov: Student,
    eli: Student,
    fay: Student,
) -> None:
    mark(ana, cleo, by=owner)
    publish(plan_of(open_round(classroom), [ana, cleo], [ben, eli], [dov, fay]), TOMORROW)
    assert together(classroom) == groups("Ben Dov", "Eli Fay")
    assert together(classroom, TOMORROW) == groups("Ana Cleo", "Ben Eli", "Dov Fay")


def test_children_who_are_away_get_the_partners_published_for_tomorrow(
    published: Round, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student
) -> None:
    """Today goes on as it was, and tomorrow the new partners begin."""
    dov, eli, fay = (child(classroom, name) for name in ("Dov", "Eli", "Fay"))
    mark(ben, by=owner)
    publish(plan_of(open_round(classroom), [ana, cleo], [ben, eli], [dov, fay]), TOMORROW)
    assert Day(classroom, TODAY).away == [ben]
    here(ben, owner)
    assert together(classroom) == OWN
    assert Day(classroom, TODAY).away == []
    assert together(classroom, TOMORROW) == groups("Ana Cleo", "Ben Eli", "Dov Fay")


def test_many_children_who_must_be_apart_all_get_a_place(owner: User) -> None:
    """There are too many ways to try them all. Still every child gets a place, and none against a rule."""
    names = [f"{letter}{number}" for letter in "ABCDE" for number in range(6)]
    classroom = make_class(owner, *names)
    students = list(classroom.students.in_order())
    publish(plan_of(open_round(classroom), *[students[i : i + 2] for i in range(0, 30, 2)]))
    apart = students[1:20:2]
    rules.add_rule(classroom=classroom, kind="never", students=apart, by=owner, now=NOW)
    assert mark(*students[0:14:2], by=owner) == []
    found = together(classroom)
    parted = {student.called for student in apart}
    assert all(len(group & parted) < 2 for group in found)
    assert {name for group in found for name in group} == {s.called for s in students[1:14:2] + students[14:]}
