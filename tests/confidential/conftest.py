"""A class about which children and the teacher have entered much, and a helper that undoes writes."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from classroom.models import Classroom, Student, User
from partners.actions import rules
from partners.models import Plan, Round
from tests.cast import NOW, child, hand_in, know
from tests.confidential.planted import Undone


@pytest.fixture
def undone() -> Undone:
    """`undone(act)` returns the result of `act` after rolling back what it wrote to the database."""

    def do(act: Callable[[], Any]) -> Any:
        with transaction.atomic():
            seen = act()
            transaction.set_rollback(True)
        return seen

    return do


@pytest.fixture
def told(classroom: Classroom, owner: User, round: Round, plan: Plan) -> Plan:
    """A plan of a class about which children and the teacher have entered much."""
    ana, ben, cleo, dov, eli = (child(classroom, name) for name in ("Ana", "Ben", "Cleo", "Dov", "Eli"))
    known: dict[Student, dict[str, Any]] = {
        ana: {"english": "newcomer", "languages": ["es"], "voice": "very_quiet", "interests": ["axolotls"]},
        ben: {"english": "fluent", "languages": ["es"], "voice": "takes_over", "interests": ["axolotls"]},
        cleo: {"behaviour": "needs_model", "stage": 1, "high_support": True},
        dov: {"behaviour": "needs_model", "stage": 4, "high_support": True},
    }
    know(students=known, classroom=classroom, by=owner, now=NOW)
    rules.add_rule(classroom=classroom, kind="better_not", students=[cleo, dov], by=owner, now=NOW)
    hand_in(ana, round, great={ben: ["keep_writing"]})
    hand_in(ben, round, great={ana: ["listens"]})
    hand_in(cleo, round, hard={dov: ["not_fixed"]})
    hand_in(dov, round, hard={eli: ["unsafe"]})
    return plan
