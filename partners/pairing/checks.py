"""Checks of a class before anything is computed: each function yields the faults of one kind, worst first."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import chain, combinations
from typing import TYPE_CHECKING

from . import words

if TYPE_CHECKING:
    from .problem import Choice, Note, Problem, Student

ONE_WORD: tuple[tuple[str, Collection[object]], ...] = (
    ("english", words.ENGLISH),
    ("voice", words.VOICE),
    ("behaviour", words.BEHAVIOUR),
    ("stage", words.STAGES),
    ("side", words.SIDES),
)
MANY_WORDS = (("strengths", words.SKILLS), ("goals", words.SKILLS), ("pace", words.PACE))
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def first_fault(problem: Problem) -> str | None:
    """One sentence about the first thing that is wrong with the class, or None."""
    checks: tuple[Callable[[Problem], Iterator[str]], ...] = (
        _student_faults, _note_faults, _rule_faults, _history_faults, _group_faults, _setting_faults,
    )  # fmt: skip
    return next(chain.from_iterable(check(problem) for check in checks), None)


def quoted(value: object) -> str:
    """A value as it may stand in a one-line message: quoted, escaped, not too long."""
    text = json.dumps(value) if isinstance(value, str) else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _student_faults(problem: Problem) -> Iterator[str]:
    yield from _repeats((student.id for student in problem.students), "student {} is there twice")
    for student in problem.students:
        if not student.id:
            yield "a student's id is empty"
        for fault in _dial_faults(student):
            yield f"student {quoted(student.id)}: {fault}"


def _dial_faults(student: Student) -> Iterator[str]:
    for key, allowed in ONE_WORD:
        if (value := getattr(student, key)) is not None:
            yield from _not_among((value,), allowed, key)
    for key, allowed in MANY_WORDS:
        yield from _not_among(getattr(student, key), allowed, key)
    for tag in student.languages:
        if not LANGUAGE_TAG.fullmatch(tag):
            yield f"languages: {quoted(tag)} is not a language code"
    if not all(word.strip() for word in student.interests):
        yield "interests: a word is empty"
    if not 0 <= student.time_share <= 100:
        yield f"time_share: {student.time_share} is not between 0 and 100"
    for key in ("helper_rounds", "missed_picks"):
        if getattr(student, key) < 0:
            yield f"{key}: {getattr(student, key)} is below 0"


def _note_faults(problem: Problem) -> Iterator[str]:
    ids = {student.id for student in problem.students}
    yield from _repeats((note.student for note in problem.notes), "student {} has two notes")
    for note in problem.notes:
        if note.student not in ids:
            yield f"notes: {quoted(note.student)} is not in the class"
        for fault in _choice_faults(note, ids):
            yield f"note of {quoted(note.student)}: {fault}"


def _choice_faults(note: Note, ids: Collection[str]) -> Iterator[str]:
    lists: tuple[tuple[str, tuple[Choice, ...], tuple[str, ...]], ...] = (
        ("great", note.great, words.GREAT_REASONS),
        ("hard", note.hard, words.HARD_REASONS),
    )
    for key, choices, allowed in lists:
        named = [choice.student for choice in choices]
        yield from _strangers(named, ids, key)
        if note.student in named:
            yield f"{key}: the child names itself"
        yield from _repeats(named, key + ": {} is there twice")
        for choice in choices:
            yield from _not_among(choice.why, allowed, f"{key}: why")
    for student in sorted({choice.student for choice in note.great} & {choice.student for choice in note.hard}):
        yield f"{quoted(student)} is in both lists"


def _rule_faults(problem: Problem) -> Iterator[str]:
    ids = {student.id for student in problem.students}
    for number, rule in enumerate(problem.rules, 1):
        where = f"rule {number}"
        yield from _not_among((rule.kind,), words.RULES, f"{where}: kind")
        yield from _strangers(rule.students, ids, where)
        yield from _repeats(rule.students, where + ": {} is there twice")
        if len(rule.students) < 2:
            yield f"{where}: a rule names two students"
        if len(rule.students) > 2 and rule.kind != "never":
            yield f"{where}: {rule.kind} names two students, not more"


def _history_faults(problem: Problem) -> Iterator[str]:
    ids = {student.id for student in problem.students}
    seen = set()
    for number, entry in enumerate(problem.history, 1):
        where = f"history {number}"
        yield from _strangers(entry.students, ids, where)
        yield from _repeats(entry.students, where + ": {} is there twice")
        if len(entry.students) not in (2, 3):
            yield f"{where}: partners are two or three students"
        if entry.state is not None:
            yield from _not_among((entry.state,), words.STATES, f"{where}: state")
        if entry.rounds_ago < 1:
            yield f"{where}: rounds_ago is {entry.rounds_ago}, the last round is 1"
        for first, second in combinations(sorted(entry.students), 2):
            if (first, second, entry.rounds_ago) in seen:
                yield f"{where}: {quoted(first)} and {quoted(second)} are there twice for one round"
            seen.add((first, second, entry.rounds_ago))


def _group_faults(problem: Problem) -> Iterator[str]:
    ids = {student.id for student in problem.students}
    named = (("flag", problem.flags, (2,)), ("lock", problem.locks, (2, 3)))
    for word, groups, sizes in named:
        for number, group in enumerate(groups, 1):
            where = f"{word} {number}"
            yield from _strangers(group, ids, where)
            yield from _repeats(group, where + ": {} is there twice")
            if len(group) not in sizes:
                yield f"{where}: names {len(group)} students"


def _setting_faults(problem: Problem) -> Iterator[str]:
    yield from _not_among((problem.mode,), words.MODES, "mode")
    yield from _not_among(problem.weights, words.WEIGHT_KEYS, "weights")
    for key, weight in problem.weights.items():
        yield from _not_among((weight,), words.WEIGHTS, f"weights: {key}")
    if problem.extra_threes < 0:
        yield f"extra_threes: {problem.extra_threes} is below 0"


def _not_among(values: Iterable[object], allowed: Collection[object], where: str) -> Iterator[str]:
    for value in values:
        if value not in allowed:
            yield f"{where}: {quoted(value)} is none of {', '.join(map(str, allowed))}"


def _strangers(students: Iterable[str], ids: Collection[str], where: str) -> Iterator[str]:
    for student in students:
        if student not in ids:
            yield f"{where}: {quoted(student)} is not in the class"


def _repeats(values: Iterable[str], sentence: str) -> Iterator[str]:
    seen = set()
    for value in values:
        if value in seen:
            yield sentence.format(quoted(value))
        seen.add(value)
