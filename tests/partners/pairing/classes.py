"""Invented classes: strategies for small ones that use everything, and full ones for size."""

import random
from collections.abc import Sequence

from hypothesis import strategies as st

from partners.pairing import Choice, Note, Problem, Rule, Student, Together, words

INTERESTS = ("animals", "Animals", "sports", "feelings", "places")
LANGUAGES = ("es", "ES-mx", "ht", "en")


def ids(size: int) -> tuple[str, ...]:
    """That many ids."""
    return tuple(f"s{number:02}" for number in range(size))


def maybe(values: Sequence[object]) -> st.SearchStrategy[object]:
    """Unset as often as set."""
    return st.one_of(st.none(), st.sampled_from(values))


def some(values: Sequence[str], most: int = 2) -> st.SearchStrategy[tuple[str, ...]]:
    """A few different words."""
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


DIALS = {
    "languages": some(LANGUAGES),
    "english": st.sampled_from(words.ENGLISH),
    "voice": st.sampled_from(words.VOICE),
    "welcoming": st.booleans(),
    "new": st.booleans(),
    "behaviour": st.sampled_from(words.BEHAVIOUR),
    "stage": st.sampled_from(words.STAGES),
    "strengths": some(words.SKILLS, 3),
    "goals": some(words.SKILLS, 3),
    "high_support": st.booleans(),
    "pace": some(words.PACE),
    "interests": some(INTERESTS, 4),
    "time_share": st.sampled_from((100, 60, 59, 20)),
    "helper_rounds": st.integers(0, 3),
    "missed_picks": st.integers(0, 3),
    "side": st.sampled_from(words.SIDES),
}


@st.composite
def students(draw: st.DrawFn, size: int) -> tuple[Student, ...]:
    """Children of whom each dial is set for some, a few dials in each class, and few are marked."""
    used = draw(st.lists(st.sampled_from(sorted(DIALS)), max_size=6, unique=True))
    marks = draw(st.sampled_from((0, 0, 0, 1, 2, 4)))
    drawn = st.fixed_dictionaries({}, optional={key: DIALS[key] for key in used})
    return tuple(
        Student(student, better_in_three=number < marks, **draw(drawn)) for number, student in enumerate(ids(size))
    )


@st.composite
def notes(draw: st.DrawFn, size: int) -> tuple[Note, ...]:
    """Notes of some children: each names others as great, as hard or not at all."""
    opinion = st.sampled_from(("", "", "great", "great", "hard"))
    found = []
    for writer in draw(st.lists(st.sampled_from(ids(size)), max_size=size, unique=True)):
        lists: dict[str, list[Choice]] = {"great": [], "hard": [], "": []}
        for other in ids(size):
            if other != writer and (kind := draw(opinion)):
                allowed = words.GREAT_REASONS if kind == "great" else words.HARD_REASONS
                lists[kind].append(Choice(other, draw(some(allowed))))
        found.append(Note(writer, tuple(lists["great"]), tuple(lists["hard"])))
    return tuple(found)


def groups(size: int, least: int, most: int) -> st.SearchStrategy[tuple[str, ...]]:
    """Some different children."""
    return st.lists(st.sampled_from(ids(size)), min_size=least, max_size=min(most, size), unique=True).map(tuple)


@st.composite
def rules(draw: st.DrawFn, size: int) -> tuple[Rule, ...]:
    """A few rules of all kinds."""
    kinds = draw(st.lists(st.sampled_from(words.RULES), max_size=4))
    return tuple(Rule(kind, draw(groups(size, 2, 3 if kind == "never" else 2))) for kind in kinds)


@st.composite
def history(draw: st.DrawFn, size: int) -> tuple[Together, ...]:
    """Up to two rounds in which some of the children were partners."""
    found = []
    for rounds_ago in range(1, 1 + draw(st.integers(0, 2))):
        left = list(draw(st.permutations(ids(size))))
        while len(left) > 2 or (len(left) == 2 and draw(st.booleans())):
            group = tuple(left[: draw(st.sampled_from((2, 2, 3)))])
            left = left[len(group) :]
            found.append(Together(group, draw(maybe(words.STATES)), rounds_ago))
    return tuple(found)


@st.composite
def problems(draw: st.DrawFn, least: int = 3, most: int = 9) -> Problem:
    """Small classes that use everything the engine knows."""
    size = draw(st.integers(least, most))
    return Problem(
        students=draw(students(size)),
        notes=draw(notes(size)),
        rules=draw(rules(size)),
        history=draw(history(size)),
        flags=tuple(draw(st.lists(groups(size, 2, 2), max_size=1))),
        locks=tuple(draw(st.lists(groups(size, 2, 3), max_size=draw(st.sampled_from((0, 0, 1, 2)))))),
        weights=draw(st.dictionaries(st.sampled_from(words.WEIGHT_KEYS), st.sampled_from(words.WEIGHTS), max_size=5)),
        mode=draw(st.sampled_from(words.MODES)),
        no_lone_mixed_pair=draw(st.booleans()),
    )


def full_class(size: int, seed: int, marks: int = 0) -> Problem:
    """A class of any size in which most dials are set, most children wrote a note and last round is known."""
    lots = random.Random(f"{size} {seed}")
    return Problem(
        students=tuple(_full_student(lots, student, number < marks) for number, student in enumerate(ids(size))),
        notes=tuple(_full_note(lots, student, ids(size)) for student in ids(size) if lots.random() < 0.9),
        rules=tuple(Rule(kind, tuple(lots.sample(ids(size), 2))) for kind in words.RULES if kind != "together"),
        history=tuple(
            Together(pair, lots.choice((*words.STATES, None)))
            for pair in zip(*[iter(lots.sample(ids(size), size))] * 2, strict=False)
        ),
    )


def _full_student(lots: random.Random, student: str, marked: bool) -> Student:
    def few(values: Sequence[str], most: int) -> tuple[str, ...]:
        return tuple(lots.sample(values, lots.randint(0, most)))

    return Student(
        student,
        languages=few(LANGUAGES, 1),
        english=lots.choice((None, *words.ENGLISH)),
        voice=lots.choice((None, *words.VOICE)),
        welcoming=lots.random() < 0.3,
        new=lots.random() < 0.1,
        behaviour=lots.choice((None, None, *words.BEHAVIOUR)),
        stage=lots.choice((None, *words.STAGES)),
        strengths=few(words.SKILLS, 3),
        goals=few(words.SKILLS, 2),
        high_support=lots.random() < 0.1,
        pace=few(words.PACE, 1),
        interests=few(INTERESTS, 3),
        time_share=lots.choice((100, 100, 100, 50)),
        helper_rounds=lots.choice((0, 0, 1, 2)),
        missed_picks=lots.choice((0, 0, 1)),
        better_in_three=marked,
        side=lots.choice(words.SIDES),
    )


def _full_note(lots: random.Random, student: str, everyone: Sequence[str]) -> Note:
    others = lots.sample([other for other in everyone if other != student], min(6, len(everyone) - 1))
    great = (Choice(other, (lots.choice(words.GREAT_REASONS),)) for other in others[:4])
    hard = (Choice(other, (lots.choice(words.HARD_REASONS[:-1]),)) for other in others[4:])
    return Note(student, tuple(great), tuple(hard))
