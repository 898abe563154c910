from typing import Any

import pytest

from classroom.models import AuditEvent, User
from partners.actions import observations
from partners.actions.observations import UnableToObserve
from partners.models import Observation, Partnership
from tests.cast import NOW

NOTHING: dict[str, Any] = {"strengths": [], "next_steps": [], "state": "", "note": ""}


def test_what_was_seen_is_kept(partnership: Partnership, aide: User) -> None:
    seen: dict[str, Any] = {
        "strengths": ["waited"],
        "next_steps": ["take_turns"],
        "state": "growing",
        "note": "“Wait, what?”",
    }
    kept = observations.observe(partnership=partnership, **seen, by=aide, now=NOW)
    assert Observation.objects.get(pk=kept.pk).content == seen
    assert (kept.by, kept.at) == (aide, NOW)
    assert Partnership.objects.get(pk=partnership.pk).state == "growing"
    event = AuditEvent.objects.get(verb="observed")
    assert (event.by, event.student) == (aide, None)


def test_without_a_state_the_partnership_stays_as_it_was(partnership: Partnership, owner: User) -> None:
    for seen in ({"state": "needs_me"}, {"strengths": ["waited"]}):
        observations.observe(partnership=partnership, **{**NOTHING, **seen}, by=owner, now=NOW)
    assert Partnership.objects.get(pk=partnership.pk).state == "needs_me"


def test_nothing_is_no_observation(partnership: Partnership, owner: User) -> None:
    with pytest.raises(UnableToObserve, match="There is nothing to keep yet"):
        observations.observe(partnership=partnership, **NOTHING, by=owner, now=NOW)
    assert not Observation.objects.exists()
    assert not AuditEvent.objects.filter(verb="observed").exists()
