"""Changes of considerations: one field of one child at a time."""

import datetime as dt
from typing import Any

from classroom.models import AuditEvent, Student, User
from partners.actions import considerations
from partners.considerations.field_kinds import FieldChange
from partners.considerations.fields import BY_KEY
from partners.models import Considerations
from tests.cast import NOW, considered, hand_in, know, open_round


def turn(student: Student, by: User, key: str, seen: list[str], typed: list[str], now: dt.datetime = NOW) -> Any:
    dial = BY_KEY[key]
    turns = [FieldChange(student, dial, seen, dial.kept(typed))]
    return considerations.change_fields(classroom=student.classroom, changes=turns, by=by, now=now)[0]


def known(student: Student) -> Any:
    return Considerations.objects.get(student=student).content


def test_one_field_changes_and_others_stay(ana: Student, ben: Student, owner: User) -> None:
    content: dict[str, Any] = {"voice": "even", "stage": 2, "missed_picks": 1}
    know(students={ana: content, ben: content}, classroom=ana.classroom, by=owner, now=NOW)
    assert turn(ana, owner, "voice", ["even"], ["quiet"]) == ["quiet"]
    assert known(ana) == considered(voice="quiet", stage=2, missed_picks=1)
    assert known(ben) == considered(**content)
    assert turn(ana, owner, "stage", ["2"], []) == []
    assert known(ana) == considered(voice="quiet", missed_picks=1)


def test_the_first_field_of_a_child_is_stored(ana: Student, owner: User) -> None:
    turn(ana, owner, "languages", [], ["Spanish, Twi"])
    assert known(ana) == considered(languages=["es", "tw"])


def test_a_field_that_somebody_else_changed_meanwhile_stays(ana: Student, owner: User) -> None:
    turn(ana, owner, "voice", [], ["takes_over"])
    assert turn(ana, owner, "voice", [], ["quiet"]) == ["takes_over"]
    assert known(ana) == considered(voice="takes_over")
    # The same change may come twice, because the first answer was lost on the way.
    assert turn(ana, owner, "voice", [], ["takes_over"]) == ["takes_over"]
    assert turn(ana, owner, "voice", ["takes_over"], ["quiet"]) == ["quiet"]


def test_a_choice_that_the_child_made_meanwhile_stays(ana: Student, owner: User) -> None:
    turn(ana, owner, "interests", [], ["rain"])
    hand_in(ana, open_round(ana.classroom), loves=["animals"])
    assert turn(ana, owner, "loves", [], ["games"]) == ["animals"]
    turn(ana, owner, "voice", [], ["even"])
    assert known(ana) == considered(interests=["rain"], loves=["animals"], voice="even")


def test_repeated_edits_of_a_child_are_one_audit_event(ana: Student, ben: Student, owner: User) -> None:
    def written() -> list[tuple[Any, ...]]:
        rows = AuditEvent.objects.filter(verb="considerations_changed").order_by("pk")
        return list(rows.values_list("by", "classroom", "student", "at"))

    turn(ana, owner, "voice", [], ["even"])
    turn(ana, owner, "stage", [], ["2"], now=NOW + dt.timedelta(minutes=14))
    turn(ana, owner, "side", ["A"], ["B"])  # refused: the page showed another value
    turn(ben, owner, "side", ["A"], ["B"])
    assert written() == [(owner.pk, ana.classroom_id, ana.pk, NOW)]
    later = NOW + dt.timedelta(minutes=15)
    turn(ana, owner, "goals", [], ["order"], now=later)
    assert written()[1:] == [(owner.pk, ana.classroom_id, ana.pk, later)]
