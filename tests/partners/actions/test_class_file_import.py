"""A class file becomes a class: all of it, or nothing."""

import json
import os
from collections.abc import Callable
from dataclasses import asdict
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from classroom.models import Classroom, Student, User
from partners import demo, pairing
from partners.actions.class_file_import import UnableToLoad, load_class
from partners.models import Considerations, PartnerNote, Partnership, Rule, SafetyFlag, Workshop
from partners.pairing import class_file
from partners.queries import pairing_problem
from tests.cast import NOW, TODAY, together

# A class file with every key of the format, and most of its values.
RICH = {
    "format": "partners.class/1",
    "name": "Room 9 · Zoë’s",
    "grade_band": "4-5",
    "mode": "fresh",
    "students": [
        {
            "id": "s1",
            "name": "O’Neill, Ana-Lucía",
            "languages": ["es", "pt-BR"],
            "english": "newcomer",
            "voice": "very_quiet",
            "welcoming": False,
            "new": True,
            "behaviour": "needs_model",
            "stage": 1,
            "strengths": ["ideas", "stamina"],
            "goals": ["order"],
            "high_support": True,
            "pace": ["calm_spot", "speech_device"],
            "interests": ["animals", "Axolotls"],
            "time_share": 50,
            "helper_rounds": 2,
            "missed_picks": 1,
            "better_in_three": True,
            "side": "A",
        },
        {
            "id": "s2",
            "name": "Ben 🦔",
            "english": "fluent",
            "welcoming": True,
            "new": False,
            "side": "B",
            "time_share": 0,
        },
        {"id": "s3", "name": "李小龙", "voice": "takes_over", "behaviour": "models", "stage": 4},
        {"id": "s4", "name": "محمد علي", "high_support": False},
        {"id": "s5", "name": "Eli"},
    ],
    "notes": [
        {
            "student": "s1",
            "great": [{"student": "s2", "why": ["listens", "know_better"]}, {"student": "s3"}],
            "hard": [{"student": "s4", "why": ["not_fixed", "too_shy"]}, {"student": "s5", "why": ["unsafe", "loud"]}],
        },
        {"student": "s2"},
    ],
    "rules": [
        {"kind": "never", "students": ["s1", "s3", "s4"]},
        {"kind": "together", "students": ["s4", "s5"]},
        {"kind": "better_not", "students": ["s2", "s3"]},
        {"kind": "good_idea", "students": ["s1", "s2"]},
    ],
    "history": [
        {"students": ["s1", "s2"], "state": "going_well"},
        {"students": ["s3", "s4", "s5"], "rounds_ago": 2, "state": "needs_me"},
        {"students": ["s1", "s2"], "rounds_ago": 5},
    ],
    "weights": {"voice": "high", "hard": "off"},
    "no_lone_mixed_pair": True,
}


def told(problem: pairing.Problem, name: Callable[[str], str]) -> dict[str, Any]:
    """A problem as plain data without order. A three in the history becomes three pairs."""
    return {
        "students": {name(s.id): {**asdict(s), "id": name(s.id)} for s in problem.students},
        "notes": {
            name(note.student): [{name(c.student): set(c.why) for c in choices} for choices in (note.great, note.hard)]
            for note in problem.notes
        },
        "rules": sorted((rule.kind, sorted(map(name, rule.students))) for rule in problem.rules),
        "flags": {tuple(map(name, flag)) for flag in problem.flags},
        "history": {
            (frozenset(map(name, pair)), entry.state, entry.rounds_ago)
            for entry in problem.history
            for pair in combinations(entry.students, 2)
        },
        "rest": (dict(problem.weights), problem.mode, problem.no_lone_mixed_pair, problem.locks, problem.extra_threes),
    }


def in_the_file(problem: pairing.Problem) -> dict[str, Any]:
    """The problem that a loaded class must give. The reason "unsafe" becomes a safety flag and is no reason any
    more."""
    expected = told(problem, str)
    for student, (_, hard) in expected["notes"].items():
        for named, why in hard.items():
            if "unsafe" in why:
                why.discard("unsafe")
                expected["flags"].add((student, named))
    for student in expected["students"].values():
        student["interests"] = tuple({word.casefold(): word for word in student["interests"]}.values())
    return expected


def check_loaded(classroom: Classroom, file: class_file.ClassFile) -> None:
    source_ids = dict(classroom.students.values_list("key", "source_id"))
    mode = Workshop.objects.get(classroom=classroom).mode
    problem = pairing_problem(classroom.rounds.being_prepared().get(), mode=mode, today=TODAY)
    assert told(problem, source_ids.__getitem__) == in_the_file(file.problem)


def test_nothing_of_a_rich_file_is_lost(owner: User) -> None:
    file = class_file.read(json.dumps(RICH).encode())
    classroom = load_class(file=file, by=owner, now=NOW)
    check_loaded(classroom, file)
    assert (classroom.name, classroom.grade_band) == ("Room 9 · Zoë’s", "4-5")
    assert [s.name for s in classroom.students.order_by("pk")] == [
        "Ana-Lucía O’Neill",
        "Ben 🦔",
        "李小龙",
        "محمد علي",
        "Eli",
    ]
    assert list(classroom.rounds.order_by("number").values_list("number", flat=True)) == [1, 4, 5, 6]
    assert together(classroom) == {frozenset(("Ana-Lucía", "Ben"))}
    assert Considerations.objects.count() == 5
    assert PartnerNote.objects.count() == 2
    assert Rule.objects.count() == 4
    assert SafetyFlag.objects.count() == 1
    assert set(classroom.memberships.values_list("user", "role")) == {(owner.pk, "owner")}


def test_a_file_with_names_only_makes_a_class(owner: User) -> None:
    names = [{"id": str(number), "name": f"Child{number}"} for number in range(3)]
    file = class_file.read(json.dumps({"format": "partners.class/1", "students": names}).encode())
    classroom = load_class(file=file, by=owner, now=NOW)
    check_loaded(classroom, file)
    assert (classroom.name, classroom.grade_band) == ("My class", "2-3")
    assert classroom.rounds.get().number == 1
    assert not Partnership.objects.exists()


def test_a_child_can_have_two_partnerships_in_one_round(owner: User) -> None:
    """The partnerships came one after the other, so neither of them goes on."""
    history = [{"students": ["s1", "s2"]}, {"students": ["s1", "s3"], "state": "growing"}]
    file = class_file.read(json.dumps({**RICH, "history": history}).encode())
    classroom = load_class(file=file, by=owner, now=NOW)
    check_loaded(classroom, file)
    assert together(classroom, TODAY) == set()


def class_files() -> list[Path]:
    """The class file of the demo, and those in the folder that CLASSES names."""
    folder = os.environ.get("CLASSES")
    return [demo.FILE, *(sorted(Path(folder).glob("*.json")) if folder else [])]


@pytest.mark.parametrize("path", class_files(), ids=lambda path: path.stem)
def test_whole_classes_are_loaded_unchanged(path: Path, owner: User) -> None:
    file = class_file.read(path.read_bytes())
    classroom = load_class(file=file, by=owner, now=NOW)
    assert classroom.students.count() == len(file.problem.students)
    check_loaded(classroom, file)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"students": [{"id": "s1", "name": "..."}]}, r"^students: s1: There is no name here\.$"),
        (
            {"history": [{"students": ["s1", "s2"], "rounds_ago": 201}]},
            r"^history: rounds_ago is 201, and 200 is the most\.$",
        ),
    ],
)
def test_an_invalid_class_file_changes_nothing(change: dict[str, Any], message: str, owner: User) -> None:
    bare = {"format": "partners.class/1", "students": RICH["students"]}
    file = class_file.read(json.dumps({**bare, **change}).encode())
    with pytest.raises(UnableToLoad, match=message):
        load_class(file=file, by=owner, now=NOW)
    assert not Classroom.objects.exists()
    assert not Student.objects.exists()
