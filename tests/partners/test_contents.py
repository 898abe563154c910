"""Contents of encrypted columns: every shape that a version of partners stored can be read."""

import datetime as dt
import json
from typing import Any

import pytest

from classroom.actions.roster import MOST_STUDENTS
from classroom.content import Content
from classroom.fields import EncryptedTextField
from partners.models import (
    ConsiderationsContent,
    Decisions,
    Lock,
    ObservationContent,
    Plan,
    Relaxed,
    RuleContent,
    RuleKind,
    SolverResult,
)

PAIR = frozenset((2, 300))
# Shapes from before contents had versions, oldest first, each with the content that it stands for.
BEFORE: list[tuple[dict[str, Any], Content]] = [
    (
        {"strengths": ["waited"], "next_steps": [], "state": "growing", "note": "“Wait.”"},
        ObservationContent(strengths=("waited",), state="growing", note="“Wait.”"),
    ),
    (
        {
            "strengths": [],
            "next_steps": ["take_turns"],
            "state": "",
            "note": "",
            "about": 2,
            "reader": 3,
            "listeners": [2, 4],
            "follow_up": "2026-01-19",
            "tap": 3,
            "before": "needs_me",
        },
        ObservationContent(
            next_steps=("take_turns",),
            about=2,
            reader=3,
            listeners=(2, 4),
            follow_up=dt.date(2026, 1, 19),
            tap=3,
            before="needs_me",
        ),
    ),
    (
        {
            "strengths": [],
            "next_steps": [],
            "state": "",
            "note": "",
            "about": None,
            "reader": None,
            "listeners": [],
            "follow_up": None,
            "tap": 2,
            "before": "",
        },
        ObservationContent(tap=2),
    ),
    ({"kind": "never", "students": [2, 3, 4]}, RuleContent(kind=RuleKind.NEVER, students=(2, 3, 4))),
    (
        {"kind": "together", "students": [3, 2], "reason": "Kin", "until": None},
        RuleContent(kind=RuleKind.TOGETHER, students=(3, 2), reason="Kin"),
    ),
    (
        {"kind": "better_not", "students": [2, 3], "reason": "", "until": "2026-02-20"},
        RuleContent(kind=RuleKind.BETTER_NOT, students=(2, 3), until=dt.date(2026, 2, 20)),
    ),
    ({}, ConsiderationsContent()),
    (
        {
            "languages": ["es", "mix"],
            "english": "newcomer",
            "voice": "very_quiet",
            "welcoming": False,
            "new": True,
            "behaviour": "models",
            "stage": 2,
            "strengths": ["ideas"],
            "goals": ["order", "stamina"],
            "high_support": True,
            "pace": ["calm_spot"],
            "interests": ["axolotls"],
            "time_share": 0,
            "helper_rounds": 2,
            "missed_picks": 1,
            "better_in_three": True,
            "side": "A",
        },
        ConsiderationsContent(
            languages=("es", "mix"),
            english="newcomer",
            voice="very_quiet",
            welcoming=False,
            new=True,
            behaviour="models",
            stage=2,
            strengths=("ideas",),
            goals=("order", "stamina"),
            high_support=True,
            pace=("calm_spot",),
            interests=("axolotls",),
            time_share=0,
            helper_rounds=2,
            missed_picks=1,
            better_in_three=True,
            side="A",
        ),
    ),
    (
        {"missed_picks": 0, "helper_rounds": 0, "helped_last": 0, "loves": [], "loves_own": ""},
        ConsiderationsContent(helped_last=0),
    ),
    (
        {"loves": ["games"], "loves_own": "a bilby", "skips_note": True},
        ConsiderationsContent(loves=("games",), loves_own="a bilby", skips_note=True),
    ),
    ({}, SolverResult()),
    (
        {"below": [0, 0, 1, 2, 3, 12], "total": 1460, "proved": True},
        SolverResult(below=(0, 0, 1, 2, 3, 12), total=1460, proved=True),
    ),
    ({}, Decisions()),
    (
        {
            "locks": [{"students": [2, 300], "reason": "Kin"}],
            "relaxed": [{"kind": "never", "students": [2, 300], "reason": "", "while_together": True}],
        },
        Decisions(locks=(Lock(PAIR, "Kin"),), relaxed=(Relaxed("never", PAIR, while_together=True),)),
    ),
    (
        {
            "locks": [{"students": [2, 300], "reason": "", "to_coach": True}],
            "relaxed": [{"kind": "fresh", "students": [], "reason": "Few", "while_together": False}],
            "parted": [[3, 4], [2, 300]],
        },
        Decisions(
            locks=(Lock(PAIR, to_coach=True),),
            relaxed=(Relaxed("fresh", frozenset(), "Few"),),
            parted=(frozenset((3, 4)), PAIR),
        ),
    ),
]
KINDS = [type(content).__name__ for _, content in BEFORE]


@pytest.mark.parametrize(("before", "content"), BEFORE, ids=KINDS)
def test_contents_from_before_versions_are_read(before: dict[str, Any], content: Content) -> None:
    assert type(content).from_json(before) == content


@pytest.mark.parametrize(("before", "content"), BEFORE, ids=KINDS)
def test_contents_are_read_as_they_were_stored(before: dict[str, Any], content: Content) -> None:
    assert type(content).from_json(json.loads(json.dumps(content.to_json()))) == content


def test_equal_contents_are_stored_equally() -> None:
    one, other = (
        Decisions(locks=(Lock(frozenset(pair)),), parted=(frozenset(pair),)) for pair in ((8, 16, 0), (16, 0, 8))
    )
    assert json.dumps(one.to_json()) == json.dumps(other.to_json())
    assert one.to_json() == {"v": 1, "locks": [{"students": [0, 8, 16]}], "parted": [[0, 8, 16]]}


def test_empty_contents_are_stored_as_their_version_only() -> None:
    for content in (ObservationContent(), ConsiderationsContent(), SolverResult(), Decisions()):
        assert content.to_json() == {"v": 1}


def test_the_length_of_a_solver_result_tells_nothing() -> None:
    """The worst result of the largest class is stored in the same length as no result."""
    field = Plan._meta.get_field("solver_result")
    assert isinstance(field, EncryptedTextField)
    worst = SolverResult(below=(MOST_STUDENTS,) * 6, total=99_999)
    assert len(json.dumps(worst.to_json(), separators=(",", ":"))) < field.step
