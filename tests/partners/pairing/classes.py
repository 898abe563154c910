"""Invented classes, drawn by lot: small ones that use everything the engine knows, and full ones of any size."""

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from hypothesis import strategies as st

from partners.pairing import Choice, Note, Problem, Rule, Student, Together, words

INTERESTS = ("animals", "Animals", "sports", "feelings", "places")
SOFT_OR_NEVER = ("never", "better_not", "good_idea")
LANGUAGES = ("es", "ES-mx", "ht", "en")


def ids(size: int) -> tuple[str, ...]:
    """That many ids."""
    return tuple(f"s{number:02}" for number in range(size))


# One draw of a seed a class keeps thousands of classes quick. To shrink a class that fails, say False here.
lots_strategy = st.randoms(use_true_random=True)


def problems(least: int = 3, most: int = 9) -> st.SearchStrategy[Problem]:
    """Small classes that use everything."""
    return st.builds(lambda lots: small_class(lots, lots.randint(least, most)), lots_strategy)


def problems_of_marked(least: int = 6, most: int = 9) -> st.SearchStrategy[Problem]:
    """Small classes in which most children are to be in a three, and several two may not meet."""
    return st.builds(lambda lots: _class_of_marked(lots, lots.randint(least, most)), lots_strategy)


def _class_of_marked(lots: random.Random, size: int) -> Problem:
    problem = small_class(lots, size)
    unmarked = lots.sample(ids(size), lots.choice((0, 1, 1, 2, 3)))
    parted = [pair for pair in combinations(ids(size), 2) if lots.random() < 0.08]
    return replace(
        problem,
        students=tuple(replace(one, better_in_three=one.id not in unmarked) for one in problem.students),
        rules=tuple(Rule("never", pair) for pair in parted),
        locks=(),
    )


def some(lots: random.Random, values: Sequence[str], most: int = 2) -> tuple[str, ...]:
    """A few different words."""
    return tuple(lots.sample(values, lots.randint(0, most)))


def small_class(lots: random.Random, size: int) -> Problem:
    """A class of which a few dials are used, with anything else now and then."""
    return Problem(
        students=tuple(_students(lots, size)),
        notes=tuple(_notes(lots, size)),
        rules=tuple(_rules(lots, size)),
        history=tuple(_history(lots, size)),
        flags=tuple(_two(lots, size) for _ in range(lots.choice((0, 0, 0, 1)))),
        locks=tuple(
            tuple(lots.sample(ids(size), min(lots.choice((2, 3)), size)))
            for _ in range(lots.choice((0, 0, 0, 0, 0, 0, 1, 2)))
        ),
        weights={key: lots.choice(words.WEIGHTS) for key in some(lots, words.WEIGHT_KEYS, 6)},
        mode=lots.choice(words.MODES),
        no_lone_mixed_pair=lots.random() < 0.3,
    )


def _two(lots: random.Random, size: int) -> tuple[str, str]:
    one, other = lots.sample(ids(size), 2)
    return one, other


def _students(lots: random.Random, size: int) -> list[Student]:
    used = lots.sample(sorted(DIALS), lots.randint(0, 8))
    marks = lots.choice((0, 0, 0, 0, 0, 1, 2, 4))
    sided = lots.random() < 0.5
    return [
        Student(
            student,
            better_in_three=number < marks,
            side=lots.choice((*words.SIDES, None)) if sided else None,
            **{key: DIALS[key](lots) for key in used if lots.random() < 0.8},
        )
        for number, student in enumerate(ids(size))
    ]


DIALS: dict[str, Any] = {
    "languages": lambda lots: some(lots, LANGUAGES),
    "english": lambda lots: lots.choice(words.ENGLISH),
    "voice": lambda lots: lots.choice(words.VOICE),
    "welcoming": lambda lots: lots.random() < 0.5,
    "new": lambda lots: lots.random() < 0.5,
    "behaviour": lambda lots: lots.choice(words.BEHAVIOUR),
    "stage": lambda lots: lots.choice(words.STAGES),
    "strengths": lambda lots: some(lots, words.SKILLS, 3),
    "goals": lambda lots: some(lots, words.SKILLS, 3),
    "high_support": lambda lots: lots.random() < 0.5,
    "pace": lambda lots: some(lots, words.PACE),
    "interests": lambda lots: some(lots, INTERESTS, 4),
    "time_share": lambda lots: lots.choice((100, 100, 100, 100, 100, 60, 59)),
    "helper_rounds": lambda lots: lots.randint(0, 3),
    "missed_picks": lambda lots: lots.randint(0, 3),
}


def _notes(lots: random.Random, size: int) -> list[Note]:
    return [
        _note(lots, writer, [other for other in ids(size) if other != writer], words.HARD_REASONS)
        for writer in lots.sample(ids(size), lots.randint(0, size))
    ]


def _note(lots: random.Random, writer: str, others: Sequence[str], hard_reasons: Sequence[str]) -> Note:
    named = lots.sample(others, min(lots.randint(0, 6), len(others)))
    hard = lots.randint(0, 2)
    return Note(
        writer,
        great=tuple(Choice(other, some(lots, words.GREAT_REASONS)) for other in named[hard:]),
        hard=tuple(Choice(other, some(lots, hard_reasons)) for other in named[:hard]),
    )


def _rules(lots: random.Random, size: int) -> list[Rule]:
    kinds = lots.choices(words.RULES, k=lots.choice((0, 0, 1, 2, 3)))
    return [Rule(kind, tuple(lots.sample(ids(size), 3 if kind == "never" and size > 4 else 2))) for kind in kinds]


def _history(lots: random.Random, size: int) -> list[Together]:
    found = []
    for rounds_ago in range(1, 1 + lots.choice((0, 0, 1, 1, 2))):
        left = lots.sample(ids(size), size)
        while len(left) > 1 and lots.random() < 0.9:
            group, left = left[:3] if len(left) == 3 else left[:2], left[2:]
            found.append(Together(tuple(group), lots.choice((*words.STATES, None)), rounds_ago))
    return found


def full_class(size: int, seed: int = 0, **more: Any) -> Problem:
    """A class of any size in which most dials are set, most children wrote a note and last round is known."""
    lots = random.Random(f"{size} {seed}")
    everyone = ids(size)
    last_round = zip(*[iter(lots.sample(everyone, size))] * 2, strict=False)
    given: dict[str, Any] = {
        "students": tuple(_full_student(lots, student) for student in everyone),
        "notes": tuple(
            _note(lots, student, [other for other in everyone if other != student], words.HARD_REASONS[:-1])
            for student in everyone
            if lots.random() < 0.9
        ),
        "rules": tuple(Rule(kind, tuple(lots.sample(everyone, 2))) for kind in SOFT_OR_NEVER if size > 1),
        "history": tuple(Together(pair, lots.choice((*words.STATES, None))) for pair in last_round),
    }
    return Problem(**given | more)


def _full_student(lots: random.Random, student: str) -> Student:
    known = {key: dial(lots) for key, dial in DIALS.items() if lots.random() < 0.7}
    return Student(student, side=lots.choice(words.SIDES), **known)
