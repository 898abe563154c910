import datetime as dt
import uuid
from typing import Any

import pytest
import time_machine

from classroom.models import AuditEvent, Student, User
from partners import access
from partners.actions import observations, temporary_moves
from partners.actions.observations import UnableToObserve
from partners.models import Observation, ObservationContent, Partnership
from tests.cast import NOW, observe, partnership_of, store_json, tuples

KEY = uuid.UUID("6d7a3a4c-94b2-4d0c-8a53-0d6f7a3ac0de")
MINUTE = dt.timedelta(minutes=1)


def verbs() -> list[str]:
    return list(AuditEvent.objects.filter(verb__startswith="observ").order_by("pk").values_list("verb", flat=True))


def state_of(partnership: Partnership) -> str:
    return str(Partnership.objects.get(pk=partnership.pk).state)


def test_observations_are_stored(partnership: Partnership, aide: User, ana: Student, ben: Student) -> None:
    seen: dict[str, Any] = {
        "strengths": ["waited"],
        "next_steps": ["take_turns"],
        "state": "growing",
        "note": "“Wait, what?”",
        "about": ben.pk,
        "reader": ana.pk,
        "follow_up": dt.date(2026, 1, 19),
    }
    kept = observe(partnership=partnership, **seen, by=aide, now=NOW)
    assert Observation.objects.get(pk=kept.pk).content == ObservationContent(**tuples(seen), listeners=(ben.pk,), tap=1)
    assert (kept.by, kept.at) == (aide, NOW)
    assert state_of(partnership) == "growing"
    event = AuditEvent.objects.get(verb="observed")
    assert (event.by, event.student) == (aide, None)


def test_older_observations_are_read(partnership: Partnership, owner: User) -> None:
    note = observe(partnership, owner, strengths=["celebrated"])
    store_json(note, "content", {"strengths": ["waited"], "next_steps": [], "state": "", "note": ""})
    assert Observation.objects.get(pk=note.pk).content == ObservationContent(strengths=("waited",))


def test_an_observation_without_a_state_keeps_the_present_state(partnership: Partnership, owner: User) -> None:
    for seen in ({"state": "needs_me"}, {"strengths": ["waited"]}):
        observe(partnership=partnership, **seen, by=owner, now=NOW)
    assert state_of(partnership) == "needs_me"


@pytest.mark.parametrize("seen", [{}, {"about": 0, "reader": None}])
def test_an_empty_observation_is_refused(seen: dict[str, Any], partnership: Partnership, owner: User) -> None:
    with pytest.raises(UnableToObserve, match="There is nothing to keep yet"):
        observe(partnership=partnership, **seen, by=owner, now=NOW)
    assert not Observation.every.exists()
    assert verbs() == []


def test_an_observation_names_partners_only(partnership: Partnership, owner: User, cleo: Student) -> None:
    for key in ("about", "reader"):
        seen: dict[str, Any] = {"strengths": ["waited"], key: cleo.pk}
        with pytest.raises(UnableToObserve, match="is not one of these partners"):
            observe(partnership=partnership, **seen, by=owner, now=NOW)
    assert not Observation.every.exists()


def test_a_guest_of_the_day_listens_too(
    partnership: Partnership, owner: User, ana: Student, ben: Student, cleo: Student, dov: Student, eli: Student
) -> None:
    moves = {cleo: partnership, dov: partnership_of(eli)}
    temporary_moves.move_for_today(classroom=partnership.classroom, moves=moves, by=owner, now=NOW)
    seen: dict[str, Any] = {"strengths": ["waited"], "reader": ana.pk}
    today = observe(partnership=partnership, **seen, by=owner, now=NOW)
    tomorrow = observe(partnership=partnership, **seen, by=owner, now=NOW + dt.timedelta(days=1))
    assert today.content.listeners == (
        ben.pk,
        cleo.pk,
    )
    assert tomorrow.content.listeners == (ben.pk,)


# Tap by tap


def tap(partnership: Partnership, by: User, number: int, *strengths: str, **more: Any) -> Observation:
    seen: dict[str, Any] = {"now": NOW, "client_key": KEY, **more}
    return observe(partnership=partnership, by=by, tap=number, strengths=strengths, **seen)


def undo(partnership: Partnership, by: User, number: int) -> None:
    observations.take_back(partnership=partnership, by=by, now=NOW, client_key=KEY, tap=number)


def test_an_observation_grows_with_each_tap(partnership: Partnership, owner: User) -> None:
    tap(partnership, owner, 1, "waited")
    tap(partnership, owner, 2, "waited", "celebrated", now=NOW + MINUTE)
    note = Observation.objects.get()
    assert note.content.strengths == (
        "waited",
        "celebrated",
    )
    assert note.at == NOW
    assert verbs() == ["observed"]


def test_a_tap_that_comes_twice_or_late_changes_nothing(partnership: Partnership, owner: User) -> None:
    for number, strengths in ((1, ["waited"]), (3, ["celebrated"]), (3, ["even_turns"]), (2, ["faced_partner"])):
        tap(partnership, owner, number, *strengths)
    assert Observation.objects.get().content.strengths == ("celebrated",)


def test_a_change_on_a_later_day_is_recorded(partnership: Partnership, owner: User) -> None:
    tap(partnership, owner, 1, "waited")
    tap(partnership, owner, 2, "celebrated", now=NOW + dt.timedelta(days=1))
    assert verbs() == ["observed", "observation_changed"]


def test_an_observation_has_the_time_when_it_was_made(partnership: Partnership, owner: User) -> None:
    assert tap(partnership, owner, 1, "waited", at=NOW - MINUTE).at == NOW - MINUTE
    late = observe(partnership=partnership, state="growing", by=owner, now=NOW, at=NOW + MINUTE)
    assert late.at == NOW


def test_an_observation_that_is_taken_back_is_gone(partnership: Partnership, owner: User) -> None:
    tap(partnership, owner, 1, "waited", note="“Wait.”")
    undo(partnership, owner, 2)
    assert not Observation.objects.exists()
    assert not partnership.observations.exists()
    assert Observation.every.get().content == ObservationContent(tap=2)
    assert verbs() == ["observed", "observation_taken_back"]


def test_a_tap_that_arrives_after_the_undo_is_dropped(partnership: Partnership, owner: User) -> None:
    undo(partnership, owner, 2)
    tap(partnership, owner, 1, "waited")
    assert not Observation.objects.exists()
    assert verbs() == []
    tap(partnership, owner, 3, "celebrated")
    assert Observation.objects.get().content.strengths == ("celebrated",)


def test_the_same_key_of_another_person_is_another_observation(
    partnership: Partnership, owner: User, aide: User
) -> None:
    tap(partnership, owner, 1, "waited")
    tap(partnership, aide, 1, "celebrated")
    undo(partnership, aide, 2)
    assert Observation.objects.get().by == owner


def test_the_same_key_for_other_partners_is_refused(partnership: Partnership, owner: User, cleo: Student) -> None:
    tap(partnership, owner, 1, "waited")
    with pytest.raises(UnableToObserve, match="begun for other partners"):
        tap(partnership_of(cleo), owner, 2, "celebrated")
    assert Observation.objects.get().content.strengths == ("waited",)


# The state of the partnership


def test_taking_back_a_state_restores_the_one_before(partnership: Partnership, owner: User) -> None:
    Partnership.objects.filter(pk=partnership.pk).update(state="going_well")  # as an imported class file sets it
    tap(partnership, owner, 1, state="needs_me")
    assert state_of(partnership) == "needs_me"
    tap(partnership, owner, 2, "waited")
    assert state_of(partnership) == "going_well"
    tap(partnership, owner, 3, state="needs_me")
    undo(partnership, owner, 4)
    assert state_of(partnership) == "going_well"


def test_a_late_observation_of_an_earlier_time_does_not_set_the_state(partnership: Partnership, owner: User) -> None:
    observe(partnership=partnership, state="growing", by=owner, now=NOW)
    tap(partnership, owner, 1, state="needs_me", at=NOW - MINUTE)
    assert state_of(partnership) == "growing"


# Access


def test_teachers_read_all_observations_and_aides_their_own(
    clock: time_machine.Traveller,
    partnership: Partnership,
    owner: User,
    co_teacher: User,
    aide: User,
    other_teacher: User,
    outsider: User,
) -> None:
    for by in (owner, aide):
        observe(partnership=partnership, note=by.name, by=by, now=NOW)
    read = {user.name: {note.content.note for note in access.observations_for(user)} for user in User.objects.all()}
    assert read == {
        owner.name: {owner.name, aide.name},
        co_teacher.name: {owner.name, aide.name},
        aide.name: {aide.name},
        other_teacher.name: set(),
        outsider.name: set(),
    }
