"""Children work with other partners for a day."""

import datetime as dt

import pytest

from classroom.models import AuditEvent, Classroom, Student, User
from partners.actions import rules, safety_flags, temporary_moves
from partners.actions.temporary_moves import UnableToMove
from partners.models import PartnershipPlace, Round
from partners.queries import pairing_problem
from tests.cast import NOW, TODAY, open_round, partnership_of, plan_of, publish, together

TOMORROW = TODAY + dt.timedelta(days=1)


def names(classroom: Classroom, day: dt.date) -> set[str]:
    called = {s.pk: s.called for s in classroom.students.all()}
    groups: dict[int, list[str]] = {}
    for place in PartnershipPlace.objects.on(day).filter(partnership__classroom=classroom):
        groups.setdefault(place.partnership_id, []).append(called[place.student_id])
    return {" ".join(sorted(group)) for group in groups.values()}


def test_two_partners_work_with_others_and_are_back_tomorrow(
    published: Round, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student, eli: Student
) -> None:
    assert names(classroom, TODAY) == {"Ana Ben", "Cleo Dov", "Eli Fay"}
    moves = {ana: partnership_of(cleo), ben: partnership_of(eli)}
    temporary_moves.move_for_today(classroom=classroom, moves=moves, by=owner, now=NOW)
    assert names(classroom, TODAY) == {"Ana Cleo Dov", "Ben Eli Fay"}
    assert names(classroom, TOMORROW) == {"Ana Ben", "Cleo Dov", "Eli Fay"}
    assert names(classroom, TODAY + dt.timedelta(days=20)) == {"Ana Ben", "Cleo Dov", "Eli Fay"}
    assert AuditEvent.objects.filter(verb="moved_for_today").count() == 1


def test_a_day_together_does_not_count_as_an_earlier_partnership(
    published: Round, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student, eli: Student
) -> None:
    before = set(pairing_problem(open_round(classroom), mode="mix", today=TODAY).history)
    moves = {ana: partnership_of(cleo), ben: partnership_of(eli)}
    temporary_moves.move_for_today(classroom=classroom, moves=moves, by=owner, now=NOW)
    round = classroom.rounds.being_prepared().get()
    assert {frozenset(t.students) for t in pairing_problem(round, mode="mix", today=TODAY).history} == {
        frozenset(t.students) for t in before
    }


def refused(classroom: Classroom, owner: User, moves: dict[Student, Student]) -> str:
    before = names(classroom, TODAY)
    with pytest.raises(UnableToMove) as error:
        temporary_moves.move_for_today(
            classroom=classroom,
            moves={student: partnership_of(host) for student, host in moves.items()},
            by=owner,
            now=NOW,
        )
    assert names(classroom, TODAY) == before
    return str(error.value)


def test_nobody_is_left_alone(
    published: Round, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student
) -> None:
    assert refused(classroom, owner, {ana: cleo}).startswith("That would leave a child alone today.")


def test_a_group_holds_three_at_most(
    published: Round, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student, eli: Student
) -> None:
    assert "a group holds three at most" in refused(classroom, owner, {ana: cleo, ben: cleo})
    temporary_moves.move_for_today(
        classroom=classroom, moves={ana: partnership_of(cleo), ben: partnership_of(eli)}, by=owner, now=NOW
    )
    assert "a group holds three at most" in refused(classroom, owner, {ana: eli})


def test_a_move_against_a_rule_or_a_flag_is_refused(
    published: Round, classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student, eli: Student
) -> None:
    safety_flags.raise_flag(student=cleo, named_pk=ana.pk, round=published, now=NOW)
    assert refused(classroom, owner, {ana: cleo, ben: eli}) == "Ana can't go there. Choose again."
    rules.add_rule(classroom=classroom, kind="never", students=[ben, eli], by=owner, now=NOW)
    assert refused(classroom, owner, {ana: eli, ben: eli}) != ""
    assert refused(classroom, owner, {ben: eli, ana: cleo}).endswith("can't go there. Choose again.")


def test_a_child_without_a_partner_today_cannot_be_moved(
    plan: object, classroom: Classroom, owner: User, ana: Student
) -> None:
    with pytest.raises(UnableToMove, match="has no partner today"):
        temporary_moves.move_for_today(classroom=classroom, moves={ana: None}, by=owner, now=NOW)  # type: ignore[dict-item]


def test_a_child_who_leaves_a_three_leaves_a_pair(
    classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student, dov: Student, eli: Student
) -> None:
    fay = classroom.students.get(called="Fay")
    fay.left_on = fay.joined_on
    fay.save()
    publish(plan_of(open_round(classroom), [ana, ben, cleo], [dov, eli]))
    temporary_moves.move_for_today(classroom=classroom, moves={ben: partnership_of(dov)}, by=owner, now=NOW)
    assert names(classroom, TODAY) == {"Ana Cleo", "Ben Dov Eli"}
    assert names(classroom, TOMORROW) == {"Ana Ben Cleo", "Dov Eli"}
    assert together(classroom, TOMORROW)
