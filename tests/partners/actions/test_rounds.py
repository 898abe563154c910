import datetime as dt

import pytest

from classroom.models import AuditEvent, Classroom, Student, User
from partners.actions import rounds
from partners.actions.rounds import UnableToOpenRound
from partners.models import Plan, Round
from tests.cast import NOW, TODAY, open_round, publish, together


def test_the_first_round_is_number_one(classroom: Classroom, owner: User) -> None:
    round = rounds.open_round(classroom=classroom, by=owner, now=NOW)
    assert (round.number, round.opened_at, round.published_at, round.starts_on) == (1, NOW, None, None)
    event = AuditEvent.objects.get(verb="round_opened")
    assert (event.by, event.classroom, event.at) == (owner, classroom, NOW)


def test_only_one_round_is_prepared_at_a_time(round: Round, classroom: Classroom) -> None:
    with pytest.raises(UnableToOpenRound, match=r"^A round is open already\. Publish its partners first\.$"):
        open_round(classroom)
    assert list(classroom.rounds.all()) == [round]


def test_the_next_round_can_open_after_publishing(plan: Plan, classroom: Classroom) -> None:
    publish(plan)
    assert open_round(classroom).number == 2


def test_every_class_counts_its_own_rounds(round: Round, other_classroom: Classroom) -> None:
    assert open_round(other_classroom).number == 1


def test_an_earlier_round_that_is_added_goes_on(
    classroom: Classroom, owner: User, ana: Student, ben: Student, cleo: Student
) -> None:
    round = rounds.add_earlier_round(
        classroom=classroom,
        number=3,
        together=[([ana, ben, cleo], "growing")],
        starts_on=TODAY - dt.timedelta(days=20),
        ended_on=None,
        by=owner,
        now=NOW,
    )
    assert together(classroom) == {frozenset(("Ana", "Ben", "Cleo"))}
    assert round.partnerships.get().state == "growing"
    assert open_round(classroom).number == 4
