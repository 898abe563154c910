"""The teacher's rules about children together."""

import datetime as dt

from classroom.models import Classroom, Student
from partners.actions import rules
from partners.models import Round, Rule
from partners.queries import pairing_problem, parted
from tests.cast import NOW, TODAY

DAY = dt.timedelta(days=1)


def add(kind: str, *students: Student, until: dt.date | None = None, reason: str = "") -> Rule:
    classroom = students[0].classroom
    by = classroom.memberships.get(role="owner").user
    return rules.add_rule(classroom=classroom, kind=kind, students=students, reason=reason, until=until, by=by, now=NOW)


def test_a_rule_holds_on_its_last_day_and_not_after(classroom: Classroom, round: Round, ana: Student, ben: Student):
    add("never", ana, ben, until=TODAY)
    for day, holds in ((TODAY - DAY, True), (TODAY, True), (TODAY + DAY, False)):
        assert bool(pairing_problem(round, mode="mix", today=day).rules) is holds
        assert (frozenset((ana.pk, ben.pk)) in parted(classroom, day)) is holds


def test_a_rule_from_before_there_was_an_end_holds(classroom: Classroom, round: Round, ana: Student, ben: Student):
    Rule.objects.create(classroom=classroom, content={"kind": "never", "students": [ana.pk, ben.pk]})
    assert len(pairing_problem(round, mode="mix", today=TODAY).rules) == 1
